//! What was found: a rule, a message in two languages, a place, and how to mend it.
//!
//! The same shape serves twice. Parsers and rules speak in offsets of the block
//! they look at ([`Finding`]); one place in `lib.rs` maps those to files
//! ([`Diagnostic`]). How a diagnostic looks is the business of `output`.

use crate::source::Span;
use std::borrow::Cow;
use std::ops::Range;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; never fails a build.
    Info,
    /// Likely wrong, or legal and unwise.
    Warning,
    /// The tool or service is known to refuse this.
    Error,
}

impl Severity {
    /// The word that every output uses: `info`, `warning` or `error`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The languages that everything is said in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Korean.
    Ko,
    /// English.
    #[default]
    En,
}

/// One thing said in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// In Korean.
    pub ko: Cow<'static, str>,
    /// In English.
    pub en: Cow<'static, str>,
}

impl Text {
    /// What it says in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
        }
    }
}

/// A [`Text`] from two format strings, which may capture variables:
/// `say!(ko: "`{name}` 필드가 없습니다", en: "the field `{name}` is missing")`.
#[macro_export]
macro_rules! say {
    (ko: $ko:literal, en: $en:literal $(,)?) => {
        $crate::diagnostic::Text {
            ko: ::std::borrow::Cow::Owned(::std::format!($ko)),
            en: ::std::borrow::Cow::Owned(::std::format!($en)),
        }
    };
}

/// A second place that explains the first, with what it says there.
#[derive(Clone, Debug)]
pub struct Label<At> {
    /// Where.
    pub at: At,
    /// What to know about it.
    pub text: Text,
}

/// Whether a fix may be applied without looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applicability {
    /// A likely guess; a person should look.
    Unsafe,
    /// What was meant is certain.
    Safe,
}

impl Applicability {
    /// The word that every output uses: `unsafe` or `safe`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// One replacement of a range by a text.
#[derive(Clone, Debug)]
pub struct Edit<At> {
    /// What is replaced; an empty range inserts.
    pub at: At,
    /// What stands there afterwards.
    pub text: String,
}

/// A way to mend what was found: edits that belong together.
#[derive(Clone, Debug)]
pub struct Fix<At> {
    /// What the fix does, as an instruction.
    pub title: Text,
    /// The replacements; they do not overlap.
    pub edits: Vec<Edit<At>>,
    /// Whether it may be applied without looking.
    pub applicability: Applicability,
}

/// Something found, at places of type `At`.
#[derive(Clone, Debug)]
pub struct Report<At> {
    /// The id of the rule, kebab-case and stable.
    pub rule: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong; the first sentence stands alone.
    pub message: Text,
    /// The guilty place, as small as can be.
    pub at: At,
    /// Other places that explain it.
    pub labels: Vec<Label<At>>,
    /// Why, what is allowed, what to do.
    pub help: Vec<Text>,
    /// How to mend it, where that is known.
    pub fix: Option<Fix<At>>,
}

/// Something found, in byte offsets of the text that was looked at.
pub type Finding = Report<Range<usize>>;

/// Something found, in files.
pub type Diagnostic = Report<Span>;

impl<At> Report<At> {
    /// A report of the given severity without labels, help or fix.
    pub fn new(severity: Severity, rule: &'static str, at: At, message: Text) -> Self {
        Self {
            rule,
            severity,
            message,
            at,
            labels: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    /// A report of severity [`Severity::Error`].
    pub fn error(rule: &'static str, at: At, message: Text) -> Self {
        Self::new(Severity::Error, rule, at, message)
    }

    /// A report of severity [`Severity::Warning`].
    pub fn warning(rule: &'static str, at: At, message: Text) -> Self {
        Self::new(Severity::Warning, rule, at, message)
    }

    /// The same with one more place explained.
    #[must_use]
    pub fn label(mut self, at: At, text: Text) -> Self {
        self.labels.push(Label { at, text });
        self
    }

    /// The same with one more sentence of help.
    #[must_use]
    pub fn help(mut self, text: Text) -> Self {
        self.help.push(text);
        self
    }

    /// The same with a fix of one edit.
    #[must_use]
    pub fn fix(mut self, applicability: Applicability, title: Text, at: At, text: impl Into<String>) -> Self {
        let edit = Edit { at, text: text.into() };
        self.fix = Some(Fix {
            title,
            edits: vec![edit],
            applicability,
        });
        self
    }

    /// The same report at other places: each place goes through `place`.
    ///
    /// Edits go through `exactly`; where one cannot be placed the fix is dropped.
    pub fn map<To>(self, place: impl Fn(At) -> To, exactly: impl Fn(At) -> Option<To>) -> Report<To> {
        let label = |l: Label<At>| Label {
            at: place(l.at),
            text: l.text,
        };
        let edit = |e: Edit<At>| {
            Some(Edit {
                at: exactly(e.at)?,
                text: e.text,
            })
        };
        let fix = |fix: Fix<At>| {
            Some(Fix {
                title: fix.title,
                edits: fix.edits.into_iter().map(edit).collect::<Option<_>>()?,
                applicability: fix.applicability,
            })
        };
        Report {
            rule: self.rule,
            severity: self.severity,
            message: self.message,
            labels: self.labels.into_iter().map(label).collect(),
            help: self.help,
            fix: self.fix.and_then(fix),
            at: place(self.at),
        }
    }
}

/// The help that names what was likely meant.
pub(crate) fn did_you_mean(meant: &str) -> Text {
    say!(ko: "비슷한 이름: `{meant}`", en: "Did you mean `{meant}`?")
}
