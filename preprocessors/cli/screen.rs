//! Standard output and standard error. A reader that goes away (`| head`) ends the
//! output quietly; it is not an error.

use proof_checker::diagnostic::{Diagnostic, Lang, Severity};
use proof_checker::output::{human, json};
use std::io::{IsTerminal, Write, stderr, stdout};

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Colour {
    /// Whether to use them on a stream.
    pub(crate) fn on(self, stream: &impl IsTerminal) -> bool {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        match self {
            Self::Auto => wanted && stream.is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
            Self::Always => true,
            Self::Never => false,
        }
    }
}

/// How `check` prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Human,
    /// One JSON object a line.
    Json,
}

/// A diagnostic as it is printed.
pub(crate) fn show(diagnostic: &Diagnostic, format: Format, lang: Lang, colour: bool) -> String {
    match format {
        Format::Human => human::render(diagnostic, lang, colour) + "\n",
        Format::Json => json::line(diagnostic, lang) + "\n",
    }
}

/// Writes to standard output.
pub(crate) fn print(text: &str) {
    // Nobody reads any more: what is left to say has no reader either.
    let _ = stdout().write_all(text.as_bytes());
}

/// Writes to standard error.
pub(crate) fn note(text: &str) {
    let _ = stderr().write_all(text.as_bytes());
}

/// How many of each severity.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    /// Errors.
    pub(crate) errors: usize,
    /// Warnings.
    pub(crate) warnings: usize,
}

impl Count {
    /// Counts one more.
    pub(crate) fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => {}
        }
    }

    /// Counts several.
    pub(crate) fn of(found: &[Diagnostic]) -> Self {
        let mut count = Self::default();
        found.iter().for_each(|diagnostic| count.add(diagnostic.severity));
        count
    }

    /// The counts in words.
    pub(crate) fn words(self, lang: Lang) -> String {
        let Self { errors, warnings } = self;
        let s = |n: usize| if n == 1 { "" } else { "s" };
        match lang {
            Lang::Ko => format!("오류 {errors}개, 경고 {warnings}개"),
            Lang::En => format!("{errors} error{}, {warnings} warning{}", s(errors), s(warnings)),
        }
    }
}

/// A line on standard error that says how far long work is, on a terminal only.
pub(crate) struct Progress {
    total: usize,
    started: std::time::Instant,
    shown: bool,
}

impl Progress {
    /// Begins to count to `total`.
    pub(crate) fn new(total: usize) -> Self {
        Self {
            total,
            started: std::time::Instant::now(),
            shown: false,
        }
    }

    /// Says that `done` are done, once the work has taken long enough to wonder.
    pub(crate) fn at(&mut self, done: usize) {
        let long = self.started.elapsed().as_millis() > 500;
        if long && done.is_multiple_of(16) && stderr().is_terminal() {
            note(&format!("\r{done}/{}", self.total));
            self.shown = true;
        }
    }

    /// Takes the line away.
    pub(crate) fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            note("\r\x1b[K");
        }
    }
}
