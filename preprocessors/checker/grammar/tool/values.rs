//! What the values of options and arguments may be.

mod docker;

use super::facts::{Argument, Kind, Tool};
use super::line::{End, Line, Value};
use super::say::{INVALID_CHOICE, INVALID_VALUE, LISTED, one_of, suggest};
use crate::diagnostic::{Finding, Text};
use crate::grammar::word::{Spelled, Word};
use crate::placeholder;
use crate::say;
use crate::suggest::nearest;
use crate::syntax::jq;
use std::ops::Range;

/// What is wrong with a value: where in it, and why.
struct Wrong {
    at: Range<usize>,
    why: Text,
    help: Option<Text>,
    /// What to write instead.
    meant: Option<String>,
}

impl Wrong {
    fn new(at: Range<usize>, why: Text) -> Self {
        Self {
            at,
            why,
            help: None,
            meant: None,
        }
    }

    fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }

    fn meant(mut self, meant: Option<String>) -> Self {
        self.meant = meant;
        self
    }
}

/// Judges the values of a command.
pub(super) fn check(tool: &Tool, words: &[Word], line: &Line, placeholders: bool, found: &mut Vec<Finding>) {
    let judging = Judging {
        words,
        line,
        placeholders,
    };
    for given in &line.given {
        let Some(kind) = tool.kind(given.command, &given.option.names) else {
            continue;
        };
        for &value in &given.values {
            found.extend(judging.value(&given.name.text, value, kind));
        }
    }
    let command = &tool.commands[line.command];
    let instead = command.instead.iter().any(|name| line.has(name));
    if line.end != End::Whole || instead {
        return;
    }
    let usage = command.arguments.as_deref().unwrap_or_default();
    for (argument, &word) in arguments(usage).zip(&line.arguments) {
        // Behind words that may be several, nobody knows which argument is which.
        let splits = |&&before: &&usize| before <= word && words[before].splits;
        if line.arguments.iter().find(splits).is_some() {
            return;
        }
        if let Some(kind) = tool.kind(line.command, std::slice::from_ref(&argument.name)) {
            found.extend(judging.value(&argument.name, Value { word, from: 0 }, kind));
        }
    }
}

/// The arguments as they come, the last one again and again if it may.
fn arguments(usage: &[Argument]) -> impl Iterator<Item = &Argument> {
    let last = usage.last().filter(|argument| argument.many);
    usage
        .iter()
        .chain(std::iter::repeat_n(last, usize::MAX).map_while(|last| last))
}

struct Judging<'r, 'c> {
    words: &'r [Word<'c>],
    line: &'r Line<'r>,
    placeholders: bool,
}

impl Judging<'_, '_> {
    fn value(&self, name: &str, value: Value, kind: &Kind) -> Option<Finding> {
        let spelled = self.words[value.word].spelled(value.from, "\u{0}");
        if !spelled.unknown.is_empty() {
            return None;
        }
        let text = &spelled.text;
        if *kind == Kind::JqFilter {
            return self.filter(&spelled);
        }
        if self.placeholders && placeholder::has_placeholder(text) {
            return None;
        }
        let finding = match kind {
            Kind::OneOf(values) => choice(name, text, values)?,
            kind => invalid(name, text, scalar(text, kind)?),
        };
        Some(placed(finding, &spelled))
    }

    /// A program of jq.
    fn filter(&self, spelled: &Spelled) -> Option<Finding> {
        let variables = self.variables();
        let rest = jq::Outside {
            variables: variables.as_deref(),
            modules: self.line.has("-L"),
        };
        let error = jq::check(&spelled.text, &rest)?;
        if self.placeholders && stands_for_something(&spelled.text) {
            return None;
        }
        let mut finding = Finding::error(INVALID_VALUE, error.at, error.message);
        finding.help.extend(error.help);
        finding.fix = error.fix;
        Some(placed(finding, spelled))
    }

    /// The variables that options give to a program of jq, if all of them are known.
    fn variables(&self) -> Option<Vec<&str>> {
        if self.line.doubtful {
            return None;
        }
        let names = ["--arg", "--argjson", "--slurpfile", "--rawfile", "--argfile"];
        let given = self.line.given.iter();
        let given = given.filter(|given| names.iter().any(|name| given.option.is_called(name)));
        given
            .map(|given| {
                let first = given.values.first()?;
                self.words[first.word].text.as_deref()
            })
            .collect()
    }
}

/// Whether a program holds what a reader fills in: `<name>`, `...`, `YOUR_KEY`.
fn stands_for_something(program: &str) -> bool {
    let marked = |open: &str, close: &str| {
        let inside = program.split_once(open).and_then(|(_, rest)| rest.split_once(close));
        inside.is_some_and(|(name, _)| !name.is_empty() && !name.contains(['.', '|', '(']))
    };
    program.contains("...") || program.contains('…') || marked("<", ">") || marked("{{", "}}")
}

/// A finding about a value, at the places where the value is written.
fn placed(finding: Finding, spelled: &Spelled) -> Finding {
    finding.map(|at| spelled.place(at), |at| spelled.exactly(at))
}

fn invalid(name: &str, text: &str, wrong: Wrong) -> Finding {
    let (ko, en) = (&wrong.why.ko, &wrong.why.en);
    let message = say!(ko: "`{name}`: `{text}` 값은 {ko}", en: "`{name}`: `{text}` {en}");
    let at = wrong.at;
    let mut finding = Finding::error(INVALID_VALUE, at.clone(), message);
    finding.help.extend(wrong.help);
    suggest(finding, wrong.meant.as_deref(), at)
}

/// What is told of a value that is none of those allowed.
fn choice(name: &str, text: &str, values: &[String]) -> Option<Finding> {
    let is = |value: &String| match value.strip_suffix('*') {
        Some(start) => text.starts_with(start),
        None => value == text,
    };
    if values.iter().any(is) {
        return None;
    }
    let plain = || values.iter().map(|value| value.trim_end_matches('*'));
    let message = say!(ko: "`{name}`: `{text}` 값은 쓸 수 없습니다", en: "`{name}`: `{text}` is not allowed");
    let finding = Finding::error(INVALID_CHOICE, 0..text.len(), message);
    let meant = nearest(text, plain());
    Some(match meant {
        Some(meant) => suggest(finding, Some(meant), 0..text.len()),
        None if values.len() <= LISTED => finding.help(one_of(plain())),
        None => finding,
    })
}

/// What is wrong with a value of one kind.
fn scalar(text: &str, kind: &Kind) -> Option<Wrong> {
    let whole = 0..text.len();
    let wrong = |why| Some(Wrong::new(whole.clone(), why));
    match kind {
        Kind::Integer if !is_integer(text) => wrong(say!(ko: "정수가 아닙니다", en: "is no integer")),
        Kind::Number if !is_number(text) => wrong(say!(ko: "숫자가 아닙니다", en: "is no number")),
        Kind::Boolean if !matches!(text, "true" | "false") => {
            wrong(say!(ko: "`true`도 `false`도 아닙니다", en: "is neither `true` nor `false`"))
        }
        Kind::Duration => docker::duration(text),
        Kind::Size => docker::size(text),
        Kind::Ports => docker::ports(text),
        Kind::Platform => docker::platform(text),
        Kind::Volume => docker::volume(text),
        _ => None,
    }
}

/// An integer in any of the ways in which programs read them: `-1`, `0x10`, `1_000`.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let hex = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X"));
    let plain = digits.starts_with(|c: char| c.is_ascii_digit());
    (plain && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_'))
        || hex.is_some_and(|hex| !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// A decimal number, or a fraction such as `1/2`.
fn is_number(text: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().is_ok() || is_integer(text);
    let fraction = text.split_once('/');
    number(text) || fraction.is_some_and(|(over, under)| number(over) && number(under))
}
