//! The grammar of the AWS CLI, version 2: a command line read as the CLI reads it, up to the request that it would send.
//!
//! [`check`] says what the CLI would refuse, and where; what only the service refuses (allowed values) has a rule of its
//! own. What cannot be known from the text is left alone, and silences what depends on it.

mod argparse;
mod custom;
pub mod facts;
mod globals;
mod json;
mod line;
mod notes;
mod output;
mod packed;
mod paging;
mod python;
mod say;
mod shorthand;
mod special;
mod validate;
mod value;
mod values;

pub(crate) use output::{Sample, Type};
pub(crate) use say::INVALID_PARAMETER;

use super::Note;
use super::word::{self, Spelled};
use crate::diagnostic::Finding;
use crate::syntax::json::Tree;
use crate::syntax::shell::Call;
use facts::{Action, Aws, CommandKind};
use line::{End, Line};
use value::{At, Datum, Entry, Is, Problem, Wrong};
use values::{Text, Values};

/// How to judge.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    /// Whether `<name>`, `$NAME` and `...` stand for what a reader fills in.
    pub(crate) placeholders: bool,
    /// Whether its words are explained.
    pub(crate) explain: bool,
}

/// A JSON file of the chapter that a command names.
#[derive(Clone, Copy)]
pub(crate) struct FileText<'f> {
    /// The block that it is, by the caller's count.
    pub(crate) block: usize,
    pub(crate) tree: &'f Tree,
    pub(crate) text: &'f str,
    /// Whether rules judge what is in it already.
    pub(crate) judged: bool,
}

/// A document inside a command, for rules of its own.
pub(crate) struct Document {
    pub(crate) tree: Tree,
    pub(crate) value: Spelled,
}

/// What came of one command.
#[derive(Default)]
pub(crate) struct Checked {
    /// What is wrong with it, at places of the text that the call comes from.
    pub(crate) here: Vec<Finding>,
    /// What is wrong in files that it names: which block, and at which places of its text.
    pub(crate) files: Vec<(usize, Finding)>,
    pub(crate) documents: Vec<Document>,
    /// What it prints, where that is known and JSON.
    pub(crate) prints: Option<output::Type>,
    /// The service that is called, where one is.
    pub(crate) service: &'static str,
    /// What its words are, if that was asked for.
    pub(crate) notes: Vec<Note>,
}

/// Judges a call of `aws`. `files` gives the JSON file of a name, where the chapter shows it.
pub(crate) fn check<'f>(
    call: &Call,
    aws: &Aws,
    files: &dyn Fn(&str) -> Option<FileText<'f>>,
    options: Options,
) -> Checked {
    let mut checked = Checked::default();
    let (words, open) = word::words(call, options.placeholders);
    if options.placeholders && words.iter().any(is_synopsis) {
        return checked;
    }
    let Some(line) = Line::read(&words, open, aws) else {
        return checked;
    };
    if options.explain {
        checked.notes = notes::notes(&line, &words);
    }
    let name = call.argv.first().map_or(0..0, |name| name.bytes.range());
    let speaker = say::Speaker {
        words: &words,
        line: &line,
        aws,
        name,
    };
    speaker.line(&mut checked.here);
    let (End::Whole, Some(command)) = (line.end, line.command()) else {
        return checked;
    };
    checked.service = line.commands.first().map_or("", |(_, service)| service.name());
    let path: Vec<&str> = line.commands.iter().map(|(_, command)| command.name()).collect();
    let path = path.join(" ");
    let mut values = Values {
        words: &words,
        files,
        placeholders: options.placeholders,
        command,
        path: &path,
        texts: Vec::new(),
        problems: Vec::new(),
        documents: Vec::new(),
    };
    let query = globals::check(&line, &mut values, &mut checked.here);
    checked.prints = output::printed(&line, &values, query.as_ref());
    if line.faults.is_empty() {
        judge(&line, &mut values, options);
    }
    let Values {
        texts,
        problems,
        documents,
        ..
    } = values;
    checked.documents = documents;
    for (arg, problem) in &problems {
        let finding = say::problem(*arg, problem, command);
        match &texts.get(usize::from(problem.at.text)) {
            Some(Text::Word(spelled)) => {
                let place = |at| spelled.place(at);
                checked.here.push(finding.map(place, |at| spelled.exactly(at)));
            }
            Some(Text::File { file, word }) => {
                let root = file.tree.roots.first().map(|&root| file.tree[root].range.clone());
                let whole = matches!(problem.kind, Wrong::Type { .. }) && root == Some(problem.at.range());
                if whole {
                    let at = words[*word].range();
                    checked.here.push(finding.map(|_| at.clone(), |_| None));
                } else if arg.is_some() || !file.judged {
                    checked.files.push((file.block, finding));
                }
            }
            None => {}
        }
    }
    checked
}

/// `aws ecs list-tasks [--cluster <value>]`: how a command may be called, not a call.
fn is_synopsis(word: &word::Word) -> bool {
    let head = word.head();
    head.starts_with("[-") || head.starts_with("[<") || head == "["
}

/// Judges the values of the arguments, one by one and together.
fn judge(line: &Line, values: &mut Values, options: Options) {
    let command = values.command;
    let operation = command.kind() == CommandKind::Operation || command.kind() == CommandKind::Waiter;
    let mut whole = !line.doubtful && line.missing.is_empty() && line.left_over.is_empty();
    let mut members: Vec<Entry> = Vec::new();
    let raw = line.globals.iter().any(|given| {
        let value = given.values.first().and_then(|&value| values.known(value));
        given.arg.name() == "cli-binary-format" && value != Some("base64")
    });
    let rules = validate::Options {
        placeholders: options.placeholders,
        base64: operation && !raw,
    };
    for (i, given) in line.given.iter().enumerate() {
        let later =
            |other: &&argparse::Given| other.arg.dest() == given.arg.dest() && other.arg.action() != Action::Append;
        if line.given[i + 1..].iter().any(|other| later(&other)) || given.arg.name().starts_with("cli-input-") {
            continue;
        }
        let Some(datum) = values.read(given) else { continue };
        if !operation {
            // The CLI looks such an argument up by where its value is kept, and misses those kept under another name.
            if let Some(shape) = given.arg.shape().filter(|_| given.arg.dest() == given.arg.name()) {
                let mut found = Vec::new();
                validate::validate(&datum, shape, "", rules, &mut found);
                values
                    .problems
                    .extend(found.into_iter().map(|problem| (Some(given.arg), problem)));
            }
            continue;
        }
        whole &= special::fill(given.arg, datum, &mut members);
    }
    custom::check(line, values);
    if operation {
        paging::check(line, values);
        if line
            .given
            .iter()
            .any(|given| given.arg.name() == "generate-cli-skeleton" && !says(values, given, "output"))
        {
            return;
        }
        let at = input(line, values, &mut members, &mut whole);
        let Some(shape) = command.input() else { return };
        for member in shape
            .members()
            .filter(|member| special::supplies(values.path, member.name()))
        {
            if members.iter().all(|entry| entry.key != member.name()) {
                members.push(Entry {
                    key: member.name().to_owned(),
                    key_at: at,
                    value: Datum::unknown(at),
                });
            }
        }
        if values.path.starts_with("s3api ") {
            values.problems.extend(special::bucket(&members));
        }
        let mut found = Vec::new();
        validate::members(&members, shape, whole, at, rules, &mut found);
        for problem in found {
            // What an argument is called says more than what the API calls it.
            let first = problem.path.split(['.', '[']).next().unwrap_or_default();
            let arg = line
                .given
                .iter()
                .map(|given| given.arg)
                .find(|arg| arg.member() == Some(first));
            values.problems.push((arg, problem));
        }
    }
}

fn says(values: &Values, given: &argparse::Given, wanted: &str) -> bool {
    given.values.first().and_then(|&value| values.known(value)) == Some(wanted)
}

/// Adds what `--cli-input-json` or `--cli-input-yaml` says; the place of what is called.
fn input(line: &Line, values: &mut Values, members: &mut Vec<Entry>, whole: &mut bool) -> At {
    let called = line.commands.last().map_or(0, |&(word, _)| word);
    let inputs = || {
        line.given
            .iter()
            .filter(|given| given.arg.name().starts_with("cli-input-"))
    };
    let Some(given) = inputs().last() else {
        return values.word_at(called);
    };
    let Some(&value) = given.values.first() else {
        return values.word_at(called);
    };
    let mut problems = Vec::new();
    if inputs().any(|other| other.arg != given.arg) {
        let at = given.option.map_or_else(At::default, |word| values.word_at(word));
        problems.push(Problem {
            at,
            kind: Wrong::TwoInputs,
            path: String::new(),
        });
    }
    let json = given.arg.name() == "cli-input-json";
    let datum = values.input_document(given.arg, value, json, &mut problems);
    values
        .problems
        .extend(problems.into_iter().map(|problem| (Some(given.arg), problem)));
    let at = datum.at;
    match datum.is {
        Is::Map { members: more, elided } => {
            *whole &= !elided;
            for entry in more {
                if members.iter().all(|known| known.key != entry.key) {
                    members.push(entry);
                }
            }
        }
        Is::Unknown => *whole = false,
        is => {
            *whole = false;
            let kind = Wrong::Type {
                wanted: "object",
                given: validate::name_of(&is),
            };
            let path = String::new();
            values.problems.push((Some(given.arg), Problem { at, kind, path }));
        }
    }
    At::new(at.text, at.range().start..at.range().start + 1)
}
