//! A value held against the shape that it is to have, as botocore does before it calls: unknown and missing keys,
//! types, least lengths and values, unions, timestamps. Allowed values are told of too, by a rule of their own.

use super::facts::{Kind, Member, Shape};
use super::python;
use super::value::{At, Datum, Entry, Is, Measure, Problem, Wrong};
use crate::placeholder;
use crate::suggest::{nearest, one_slip};

/// How many keys a message lists.
const LISTED: usize = 40;

/// How to judge.
#[derive(Clone, Copy, Debug)]
pub(super) struct Options {
    /// Whether `<name>` and the like stand for what a reader fills in.
    pub(super) placeholders: bool,
    /// Whether blobs are written in base64.
    pub(super) base64: bool,
}

/// Judges a value; what is wrong with it is added to `problems`.
pub(super) fn validate(datum: &Datum, shape: Shape, path: &str, options: Options, problems: &mut Vec<Problem>) {
    let mut judge = Judge {
        options,
        path: path.to_owned(),
        problems,
    };
    judge.value(datum, shape);
}

/// Judges the members that an operation is called with: those given, and those that are missing.
pub(super) fn members(
    given: &[Entry],
    shape: Shape,
    whole: bool,
    at: At,
    options: Options,
    problems: &mut Vec<Problem>,
) {
    let mut judge = Judge {
        options,
        path: String::new(),
        problems,
    };
    judge.structure(given, shape, !whole, at);
}

struct Judge<'p> {
    options: Options,
    path: String,
    problems: &'p mut Vec<Problem>,
}

impl Judge<'_> {
    fn tell(&mut self, at: At, kind: Wrong) {
        let path = self.path.trim_start_matches('.').to_owned();
        self.problems.push(Problem { at, kind, path });
    }

    fn within(&mut self, step: std::fmt::Arguments, judge: impl FnOnce(&mut Self)) {
        use std::fmt::Write;
        let length = self.path.len();
        // Writing to a string cannot fail.
        let _ = self.path.write_fmt(step);
        judge(self);
        self.path.truncate(length);
    }

    fn value(&mut self, datum: &Datum, shape: Shape) {
        if matches!(datum.is, Is::Unknown) || shape.document() || shape.json_value() || shape.event_stream() {
            return;
        }
        if let Is::String(text) = &datum.is
            && self.options.placeholders
            && placeholder::is_placeholder(text)
            && !is_slip(text, shape)
        {
            return;
        }
        match (shape.kind(), &datum.is) {
            (Kind::Structure, Is::Map { members, elided }) => self.structure(members, shape, *elided, datum.at),
            (Kind::Map, Is::Map { members, .. }) => self.map(members, shape),
            (Kind::List, Is::List { items, elided }) => self.list(items, *elided, shape, datum.at),
            (Kind::String, Is::String(text)) => self.string(text, shape, datum.at),
            (Kind::Blob, Is::String(text)) => {
                let doubtful = self.options.placeholders && placeholder::has_placeholder(text);
                if self.options.base64 && !shape.streaming() && !doubtful && !python::is_base64(text) {
                    self.tell(datum.at, Wrong::Base64);
                }
            }
            (Kind::Blob, Is::Bytes) => {}
            (Kind::Integer | Kind::Long, Is::Number { value, whole: true })
            | (Kind::Float | Kind::Double, Is::Number { value, .. }) => {
                self.least(*value, Measure::Value, shape, datum.at)
            }
            // In Python truth is a number.
            (Kind::Integer | Kind::Long | Kind::Float | Kind::Double, Is::Bool(value)) => {
                self.least(f64::from(u8::from(*value)), Measure::Value, shape, datum.at);
            }
            (Kind::Boolean, Is::Bool(_)) => {}
            (Kind::Timestamp, Is::Number { .. } | Is::Bool(_) | Is::Bytes) => {}
            (Kind::Timestamp, Is::String(text)) => {
                let doubtful = self.options.placeholders && placeholder::has_placeholder(text);
                if !doubtful && python::is_no_time(text) {
                    self.tell(datum.at, Wrong::Timestamp);
                }
            }
            (kind, is) => {
                let (wanted, given) = (name_of_kind(kind), name_of(is));
                self.tell(datum.at, Wrong::Type { wanted, given });
            }
        }
    }

    fn structure(&mut self, given: &[Entry], shape: Shape, open: bool, at: At) {
        if shape.union() && (given.len() > 1 || (given.is_empty() && !open)) {
            let keys = shape
                .members()
                .map(|member| member.name().to_owned())
                .take(LISTED)
                .collect();
            self.tell(
                at,
                Wrong::Union {
                    keys,
                    given: given.len(),
                },
            );
        }
        // A key that was written with a slip of the pen is told of as that alone.
        let meant: Vec<&str> = given
            .iter()
            .filter(|entry| shape.member(&entry.key).is_none())
            .filter_map(|entry| nearest(&entry.key, shape.members().map(Member::name)))
            .collect();
        let named = |name: &str| meant.contains(&name) || given.iter().any(|entry| entry.key == name);
        let missing = |member: &Member| member.required() && !member.idempotency_token() && !named(member.name());
        if !open {
            for member in shape.members().filter(missing) {
                let key = member.name().to_owned();
                self.tell(at, Wrong::MissingKey { key });
            }
        }
        for entry in given {
            let Some(member) = shape.member(&entry.key) else {
                self.unknown_key(entry, shape);
                continue;
            };
            self.within(format_args!(".{}", entry.key), |judge| {
                judge.value(&entry.value, member.shape())
            });
        }
    }

    fn unknown_key(&mut self, entry: &Entry, shape: Shape) {
        if self.options.placeholders && placeholder::is_placeholder(&entry.key) {
            return;
        }
        let names = shape.members().map(Member::name);
        let kind = Wrong::UnknownKey {
            key: entry.key.clone(),
            nearest: nearest(&entry.key, names.clone()).map(str::to_owned),
            known: names.take(LISTED).map(str::to_owned).collect(),
        };
        self.tell(entry.key_at, kind);
    }

    fn map(&mut self, members: &[Entry], shape: Shape) {
        let (Some(key), Some(value)) = (shape.key(), shape.value()) else {
            return;
        };
        for entry in members {
            let name = Datum::new(entry.key_at, Is::String(entry.key.clone()));
            self.within(format_args!(".{}", entry.key), |judge| {
                judge.value(&name, key);
                judge.value(&entry.value, value);
            });
        }
    }

    fn list(&mut self, items: &[Datum], elided: bool, shape: Shape, at: At) {
        // What the reader fills in may be several.
        let open = |item: &Datum| match &item.is {
            Is::Unknown => true,
            Is::String(text) => self.options.placeholders && placeholder::is_placeholder(text),
            _ => false,
        };
        if !elided && !items.iter().any(open) {
            self.least(items.len() as f64, Measure::Elements, shape, at);
        }
        let Some(element) = shape.element() else { return };
        for (i, item) in items.iter().enumerate() {
            self.within(format_args!("[{i}]"), |judge| judge.value(item, element));
        }
    }

    fn string(&mut self, text: &str, shape: Shape, at: At) {
        if self.options.placeholders && placeholder::has_marked_placeholder(text) {
            return;
        }
        self.least(text.chars().count() as f64, Measure::Characters, shape, at);
        if shape.is_enum() && !shape.values().any(|value| value == text) {
            let kind = Wrong::Enum {
                given: text.to_owned(),
                nearest: nearest(text, shape.values()).map(str::to_owned),
                known: shape.values().take(LISTED).map(str::to_owned).collect(),
            };
            self.tell(at, kind);
        }
    }

    fn least(&mut self, value: f64, of: Measure, shape: Shape, at: At) {
        if let Some(least) = shape.min()
            && value < least
        {
            self.tell(at, Wrong::Least { least, of });
        }
    }
}

/// Whether a text in capitals, which could be a placeholder, is a value of an enum or a slip for one.
pub(super) fn is_slip(text: &str, shape: Shape) -> bool {
    shape.kind() == Kind::String
        && shape.is_enum()
        && !placeholder::has_marked_placeholder(text)
        && one_slip(text, shape.values()).is_some()
}

fn name_of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Structure | Kind::Map => "object",
        Kind::List => "array",
        Kind::String | Kind::Blob => "string",
        Kind::Integer | Kind::Long => "integer",
        Kind::Float | Kind::Double => "number",
        Kind::Boolean => "boolean",
        Kind::Timestamp => "timestamp",
    }
}

/// What a value is called.
pub(super) fn name_of(is: &Is) -> &'static str {
    match is {
        Is::Unknown => "unknown",
        Is::String(_) => "string",
        Is::Number { whole: true, .. } => "integer",
        Is::Number { whole: false, .. } => "number",
        Is::Bool(_) => "boolean",
        Is::Null => "null",
        Is::Bytes => "bytes",
        Is::List { .. } => "array",
        Is::Map { .. } => "object",
    }
}
