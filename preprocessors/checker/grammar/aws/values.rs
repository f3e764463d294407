//! The words of each argument, made into what the CLI hands on: scalars, shorthand, JSON, the contents of files.

use super::argparse::{self, Given};
use super::facts::{Action, Arg, Command, Kind, Nargs, Shape, ValueType};
use super::validate;
use super::value::{At, Datum, Is, Problem, Scalar, Wrong};
use super::{Document, FileText, json, python, shorthand, special};
use crate::grammar::word::{Spelled, Word};
use crate::placeholder;

/// Stands for a part of shorthand that is unknown: a letter that means nothing to it.
const STAND_IN: &str = "\u{e000}";

/// The same for JSON, where the reader of JSON knows it for a placeholder.
const JSON_STAND_IN: &str = "${_}";

/// How many lists and maps around documents are looked into.
const DEEPEST_DOCUMENT: usize = 8;

/// Where the bytes of a value come from.
pub(super) enum Text<'f> {
    /// A word of the command.
    Word(Spelled),
    /// A block of the chapter, and the word that names it.
    File { file: FileText<'f>, word: usize },
}

/// Reads the values of one command.
pub(super) struct Values<'v, 'c, 'f> {
    pub(super) words: &'v [Word<'c>],
    pub(super) files: &'v dyn Fn(&str) -> Option<FileText<'f>>,
    pub(super) placeholders: bool,
    pub(super) command: Command<'static>,
    /// The command as it is called: `ecs run-task`.
    pub(super) path: &'v str,
    pub(super) texts: Vec<Text<'f>>,
    /// What is wrong, and in which argument.
    pub(super) problems: Vec<(Option<Arg<'static>>, Problem)>,
    /// Documents that deserve rules of their own.
    pub(super) documents: Vec<Document>,
}

impl<'f> Values<'_, '_, 'f> {
    /// What an argument says; `None` where it says nothing.
    pub(super) fn read(&mut self, given: &Given<'static>) -> Option<Datum> {
        let arg = given.arg;
        match arg.action() {
            Action::Store if arg.special() == Some("toplevel-bool") && given.values.is_empty() => {
                let at = given.option.map_or_else(At::default, |word| self.word_at(word));
                return Some(Datum::new(at, Is::Bool(true)));
            }
            Action::True | Action::False => {
                let at = given.option.map_or_else(At::default, |word| self.word_at(word));
                return Some(Datum::new(at, Is::Bool(arg.action() == Action::True)));
            }
            Action::Store | Action::Append | Action::Other => {}
            Action::Const | Action::Version => return None,
        }
        given.values.iter().for_each(|&value| self.parser_checks(arg, value));
        let mut problems = Vec::new();
        let datum = match (arg.shape(), arg.nargs()) {
            (Some(shape), Nargs::Any | Nargs::Some | Nargs::Exactly(_)) if shape.kind() == Kind::List => {
                Some(self.list(arg, shape, &given.values, &mut problems))
            }
            (Some(shape), Nargs::One | Nargs::Optional) => {
                let value = given.values.last()?;
                Some(self.single(arg, shape, *value, &mut problems))
            }
            _ => given.values.last().map(|value| self.plain(*value)),
        };
        self.problems
            .extend(problems.into_iter().map(|problem| (Some(arg), problem)));
        datum
    }

    /// The text of a value, if all of it is known.
    pub(super) fn known(&self, value: argparse::Value) -> Option<&str> {
        self.words[value.word].text.as_deref()?.get(value.from..)
    }

    /// The place of a whole word.
    pub(super) fn word_at(&mut self, word: usize) -> At {
        let spelled = self.words[word].spelled(0, STAND_IN);
        self.keep(spelled)
    }

    /// What the option parser itself refuses.
    fn parser_checks(&mut self, arg: Arg<'static>, value: argparse::Value) {
        let Some(text) = self.known(value) else { return };
        if self.placeholders && placeholder::is_placeholder(text) {
            return;
        }
        let scalar = match arg.value_type() {
            ValueType::Int if python::int(text).is_none() => Some(Scalar::Integer),
            ValueType::Float if python::float(text).is_none() => Some(Scalar::Number),
            _ => None,
        };
        // Where the shape says the same, it is said once.
        let scalar = scalar.filter(|_| arg.shape().is_none_or(|shape| shape.kind() == Kind::String));
        let choices = arg
            .choices()
            .filter(|choices| !choices.clone().any(|choice| choice == text));
        let given = text.to_owned();
        let wrong = match (scalar, choices) {
            (Some(kind), _) => Wrong::Not { kind, given },
            (None, Some(choices)) => Wrong::Choice {
                nearest: crate::suggest::nearest(text, choices.clone()).map(str::to_owned),
                known: choices.map(str::to_owned).collect(),
                given,
            },
            (None, None) => return,
        };
        let at = self.value_at(value);
        let path = String::new();
        self.problems.push((Some(arg), Problem { at, kind: wrong, path }));
    }

    pub(super) fn value_at(&mut self, value: argparse::Value) -> At {
        let spelled = self.words[value.word].spelled(value.from, STAND_IN);
        self.keep(spelled)
    }

    fn keep(&mut self, spelled: Spelled) -> At {
        let at = At::new(self.next_text(), 0..spelled.text.len());
        self.texts.push(Text::Word(spelled));
        at
    }

    fn next_text(&self) -> u16 {
        u16::try_from(self.texts.len()).unwrap_or(u16::MAX)
    }

    /// A value as a plain string.
    fn plain(&mut self, value: argparse::Value) -> Datum {
        let text = self.known(value).map(str::to_owned);
        let at = self.value_at(value);
        Datum::new(at, text.map_or(Is::Unknown, Is::String))
    }

    /// The value of an argument that takes one word.
    fn single(
        &mut self,
        arg: Arg<'static>,
        shape: Shape,
        value: argparse::Value,
        problems: &mut Vec<Problem>,
    ) -> Datum {
        if let Some(datum) = self.file_named(arg, shape, value) {
            return datum;
        }
        let at = self.value_at(value);
        if special::plain_text(arg) {
            return self.plain(value);
        }
        if shape.document() || shape.json_value() {
            return self.json(arg, value, None, problems);
        }
        match shape.kind() {
            Kind::Structure | Kind::Map => self.structured(arg, shape, value, problems),
            Kind::List => self.list(arg, shape, &[value], problems),
            _ => scalar(shape, self.known(value), at, self.placeholders, problems),
        }
    }

    /// `file://` and `fileb://`: what is known of the file.
    fn file_named(&mut self, arg: Arg<'static>, shape: Shape, value: argparse::Value) -> Option<Datum> {
        if special::reads_no_files(arg) {
            return None;
        }
        let text = self.words[value.word].head();
        let text = text.get(value.from..).unwrap_or_default();
        let complex = matches!(shape.kind(), Kind::Structure | Kind::Map | Kind::List);
        if text.starts_with("fileb://") {
            let at = self.value_at(value);
            return Some(Datum::new(at, if complex { Is::Unknown } else { Is::Bytes }));
        }
        let name = text.strip_prefix("file://")?;
        let known = self.words[value.word].text.is_some() && complex;
        let file = known.then(|| (self.files)(name.trim_start_matches("./"))).flatten();
        let datum = file.and_then(|file| self.document(file, value.word));
        let at = self.value_at(value);
        Some(datum.unwrap_or(Datum::unknown(at)))
    }

    /// What a file says as JSON.
    fn document(&mut self, file: FileText<'f>, word: usize) -> Option<Datum> {
        let datum = json::document(file.tree, file.text, self.next_text())?;
        self.texts.push(Text::File { file, word });
        Some(datum)
    }

    /// The value of `--cli-input-json` or `--cli-input-yaml`.
    pub(super) fn input_document(
        &mut self,
        arg: Arg<'static>,
        value: argparse::Value,
        json: bool,
        problems: &mut Vec<Problem>,
    ) -> Datum {
        let head = self.words[value.word].head();
        let text = head.get(value.from..).unwrap_or_default().to_owned();
        let known = self.words[value.word].text.is_some();
        if let Some(name) = text.strip_prefix("file://") {
            let file = known.then(|| (self.files)(name.trim_start_matches("./"))).flatten();
            if let Some(datum) = file.and_then(|file| self.document(file, value.word)) {
                return datum;
            }
        }
        let at = self.value_at(value);
        if text.starts_with("file") && text.contains("://") || (text.is_empty() && !known) {
            return Datum::unknown(at);
        }
        if json || text.trim_start().starts_with('{') {
            return self.json(arg, value, None, problems);
        }
        yaml(&text, at)
    }

    /// A value as JSON; `bracket` is what it has to begin with.
    pub(super) fn json(
        &mut self,
        arg: Arg<'static>,
        value: argparse::Value,
        bracket: Option<char>,
        problems: &mut Vec<Problem>,
    ) -> Datum {
        let spelled = self.words[value.word].spelled(value.from, JSON_STAND_IN);
        let all = At::new(self.next_text(), 0..spelled.text.len());
        let begins = spelled.text.trim_start().chars().next();
        let datum = if self.placeholders && placeholder::is_placeholder(&spelled.text) {
            Datum::unknown(all)
        } else if bracket.is_some_and(|bracket| begins != Some(bracket)) {
            if spelled.unknown.is_empty() {
                let kind = bracket.map_or(Wrong::JsonOnly, |wanted| Wrong::JsonBracket { wanted });
                let path = String::new();
                problems.push(Problem { at: all, kind, path });
            }
            Datum::unknown(all)
        } else {
            match json::parse(&spelled, all.text, self.placeholders) {
                Ok((tree, datum)) => {
                    if special::has_rules(self.path, arg.name()) {
                        let value = spelled.clone();
                        self.documents.push(Document { tree, value });
                    }
                    datum
                }
                Err(problem) => {
                    problems.push(problem);
                    Datum::unknown(all)
                }
            }
        };
        self.texts.push(Text::Word(spelled));
        datum
    }

    /// A structure or map: JSON if it begins like that, else shorthand.
    fn structured(
        &mut self,
        arg: Arg<'static>,
        shape: Shape,
        value: argparse::Value,
        problems: &mut Vec<Problem>,
    ) -> Datum {
        let spelled = self.words[value.word].spelled(value.from, STAND_IN);
        let begins = spelled.text.trim_start().chars().next();
        if matches!(begins, Some('{' | '[')) || holds_documents(shape) {
            return self.json(arg, value, Some('{'), problems);
        }
        let at = At::new(self.next_text(), 0..spelled.text.len());
        if !spelled.unknown.is_empty() && spelled.unknown[0].start == 0
            || self.placeholders && placeholder::is_placeholder(&spelled.text)
        {
            self.texts.push(Text::Word(spelled));
            return Datum::unknown(at);
        }
        let lone = shape.members().len() == 1
            && shape
                .member("Value")
                .is_some_and(|member| member.shape().kind() == Kind::String)
            && !spelled.text.contains('=');
        let mut datum = if lone {
            let entry = super::value::Entry {
                key: "Value".to_owned(),
                key_at: at,
                value: self.plain(value),
            };
            let is = Is::Map {
                members: vec![entry],
                elided: false,
            };
            Datum::new(at, is)
        } else {
            self.shorthand(&spelled, problems)
        };
        if !lone {
            shorthand::coerce(&mut datum, shape, problems);
            self.texts.push(Text::Word(spelled));
        }
        datum
    }

    fn shorthand(&self, spelled: &Spelled, problems: &mut Vec<Problem>) -> Datum {
        let text = self.next_text();
        match shorthand::parse(spelled, text) {
            Ok(Some(datum)) => return datum,
            Err(problem) if spelled.unknown.is_empty() => problems.push(problem),
            _ => {}
        }
        Datum::unknown(At::new(text, 0..spelled.text.len()))
    }

    /// The value of an argument that takes several words.
    fn list(
        &mut self,
        arg: Arg<'static>,
        shape: Shape,
        values: &[argparse::Value],
        problems: &mut Vec<Problem>,
    ) -> Datum {
        let at = values.first().map_or_else(At::default, |&value| self.value_at(value));
        let Some(element) = shape.element() else {
            return Datum::unknown(at);
        };
        if let &[value] = values
            && let Some(datum) = self.file_named(arg, shape, value)
        {
            return datum;
        }
        let begins = |values: &Self, value: argparse::Value| {
            let head = values.words[value.word].head();
            head.get(value.from..).unwrap_or_default().trim_start().chars().next()
        };
        let first = values.first().and_then(|&value| begins(self, value));
        if values.len() == 1 && first == Some('[') {
            return self.json(arg, values[0], Some('['), problems);
        }
        let complex = matches!(element.kind(), Kind::Structure | Kind::Map | Kind::List);
        let bracketed = matches!(first, Some('[' | '{'));
        let bare_structures = special::takes_bare_words(self.path, arg.name());
        let mut items = Vec::with_capacity(values.len());
        for &value in values {
            let word = &self.words[value.word];
            let unknown = word.head().get(value.from..).is_none_or(str::is_empty) && word.text.is_none();
            let item = if unknown || complex && bare_structures {
                let at = self.value_at(value);
                Datum::unknown(at)
            } else if !complex {
                let at = self.value_at(value);
                scalar(element, self.known(value), at, self.placeholders, problems)
            } else if bracketed || holds_documents(element) {
                let bracket = if element.kind() == Kind::List { '[' } else { '{' };
                let bracket = (!holds_documents(element)).then_some(bracket);
                self.json(arg, value, bracket, problems)
            } else {
                self.shorthand_element(element, value, problems)
            };
            items.push(item);
        }
        let elided = values.iter().any(|value| self.words[value.word].splits);
        Datum::new(at, Is::List { items, elided })
    }

    fn shorthand_element(&mut self, element: Shape, value: argparse::Value, problems: &mut Vec<Problem>) -> Datum {
        let spelled = self.words[value.word].spelled(value.from, STAND_IN);
        if self.placeholders && placeholder::is_placeholder(&spelled.text) {
            let at = self.value_at(value);
            return Datum::unknown(at);
        }
        let mut datum = self.shorthand(&spelled, problems);
        shorthand::coerce(&mut datum, element, problems);
        self.texts.push(Text::Word(spelled));
        datum
    }
}

/// A mapping in block style, of which the keys are known; of anything else, nothing.
fn yaml(text: &str, at: At) -> Datum {
    let mut members = Vec::new();
    for line in text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with([' ', '#', '-']))
    {
        let Some((key, _)) = line.split_once(": ").or(line.strip_suffix(':').map(|key| (key, ""))) else {
            return Datum::unknown(at);
        };
        if key.is_empty() || !key.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Datum::unknown(at);
        }
        members.push(super::value::Entry {
            key: key.to_owned(),
            key_at: at,
            value: Datum::unknown(at),
        });
    }
    Datum::new(at, Is::Map { members, elided: false })
}

/// Whether a shape is a document, or a list or map of them: shorthand cannot say what those are.
fn holds_documents(shape: Shape) -> bool {
    let mut shape = Some(shape);
    // A list may be made of lists of its own kind.
    for _ in 0..DEEPEST_DOCUMENT {
        match shape {
            Some(inner) if inner.document() => return true,
            Some(inner) => shape = inner.element().or(inner.value()),
            None => return false,
        }
    }
    false
}

/// A word as a scalar.
fn scalar(shape: Shape, text: Option<&str>, at: At, placeholders: bool, problems: &mut Vec<Problem>) -> Datum {
    let filled_in = |text: &str| placeholders && placeholder::is_placeholder(text) && !validate::is_slip(text, shape);
    let Some(text) = text.filter(|text| !filled_in(text)) else {
        return Datum::unknown(at);
    };
    let (read, kind) = match shape.kind() {
        Kind::Integer | Kind::Long => (
            python::int(text).map(|value| Is::Number { value, whole: true }),
            Scalar::Integer,
        ),
        Kind::Float | Kind::Double => (
            python::float(text).map(|value| Is::Number { value, whole: false }),
            Scalar::Number,
        ),
        Kind::Boolean => (Some(Is::Bool(!text.eq_ignore_ascii_case("false"))), Scalar::Boolean),
        Kind::Blob if shape.streaming() => (Some(Is::Unknown), Scalar::Number),
        _ => (Some(Is::String(text.to_owned())), Scalar::Number),
    };
    let is = read.unwrap_or_else(|| {
        problems.push(Problem {
            at,
            kind: Wrong::Not {
                kind,
                given: text.to_owned(),
            },
            path: String::new(),
        });
        Is::Unknown
    });
    Datum::new(at, is)
}
