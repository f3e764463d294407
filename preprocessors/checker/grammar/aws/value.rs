//! Values as the AWS CLI holds them once it has read them.

use crate::diagnostic::Text;
use std::ops::Range;

/// A place in one of the texts that a command's values come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct At {
    /// Which text.
    pub(super) text: u16,
    start: u32,
    end: u32,
}

impl At {
    pub(super) fn new(text: u16, range: Range<usize>) -> Self {
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            text,
            start: narrow(range.start),
            end: narrow(range.end),
        }
    }

    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value, and where it is written.
#[derive(Clone, Debug)]
pub(super) struct Datum {
    pub(super) at: At,
    pub(super) is: Is,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(super) enum Is {
    /// Nothing is known of it.
    Unknown,
    String(String),
    Number {
        value: f64,
        whole: bool,
    },
    Bool(bool),
    Null,
    /// What a file holds, handed on as bytes.
    Bytes,
    List {
        items: Vec<Datum>,
        /// Whether elements may have been left out.
        elided: bool,
    },
    Map {
        members: Vec<Entry>,
        /// Whether members may have been left out.
        elided: bool,
    },
}

/// A member of a map or structure.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) key_at: At,
    pub(super) value: Datum,
}

impl Datum {
    pub(super) fn new(at: At, is: Is) -> Self {
        Self { at, is }
    }

    pub(super) fn unknown(at: At) -> Self {
        Self::new(at, Is::Unknown)
    }
}

/// What is wrong with a value.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub(super) at: At,
    pub(super) kind: Wrong,
    /// Which part of the value: `containerDefinitions[0].image`; empty for all of it.
    pub(super) path: String,
}

/// How a value is wrong.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wrong {
    /// It cannot be read as JSON: why, as the reader of JSON says it, and whether the shell took quotes out of it.
    Json { why: Text, unquoted: bool },
    /// A list or structure that begins with the wrong bracket for JSON.
    JsonBracket { wanted: char },
    /// Only JSON will do here.
    JsonOnly,
    /// It cannot be read as shorthand: what was expected, and what came instead.
    Shorthand { expected: Expected, found: Option<char> },
    /// A key that stands twice in shorthand.
    Twice { key: String },
    /// No integer, number or boolean.
    Not { kind: Scalar, given: String },
    /// Not base64.
    Base64,
    /// A value of another type than the parameter has.
    Type { wanted: &'static str, given: &'static str },
    /// A key that the structure does not have: the nearest of those that it has, and the first of them.
    UnknownKey {
        key: String,
        nearest: Option<String>,
        known: Vec<String>,
    },
    /// A key that the structure needs.
    MissingKey { key: String },
    /// Too short, too few, or too small.
    Least { least: f64, of: Measure },
    /// A union in which not exactly one key is set.
    Union { keys: Vec<String>, given: usize },
    /// No timestamp.
    Timestamp,
    /// A value that is none of those known to the service.
    Enum {
        given: String,
        nearest: Option<String>,
        known: Vec<String>,
    },
    /// A value that is none of those that the option parser takes.
    Choice {
        given: String,
        nearest: Option<String>,
        known: Vec<String>,
    },
    /// An option of paging where paging is off, because of that option.
    Paging { cause: String },
    /// Input from JSON and from YAML.
    TwoInputs,
    /// A URL without `https://`.
    NoScheme,
    /// What no bucket can be called.
    Bucket,
    /// What no region can be called.
    Region,
    /// What the CLI's own code refuses: why, and whether every version is known to do so.
    Custom { why: Text, firm: bool },
}

/// What shorthand wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    Character(char),
    Value,
    ClosingQuote,
}

/// What a scalar should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    Integer,
    Number,
    Boolean,
}

/// What a minimum is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    Characters,
    Elements,
    Value,
}
