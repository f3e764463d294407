//! The arguments of a command judged together: what they fill in of the input, and whether that is what the
//! operation takes.

use super::argparse::Given;
use super::facts::{Action, Arg, CommandKind, Shape};
use super::line::Line;
use super::value::{At, Datum, Entry, Is, Problem, Wrong};
use super::values::Values;
use super::{Options, custom, mentions, paging, special, validate};
use crate::grammar::Mention;

/// Judges the values of the arguments, one by one and together; what they name, and in which text.
pub(super) fn judge(line: &Line, values: &mut Values, options: Options) -> Vec<(u16, Mention)> {
    let kind = values.command.kind();
    let operation = matches!(kind, CommandKind::Operation | CommandKind::Waiter);
    let rules = validate::Options {
        placeholders: options.placeholders,
        base64: operation && !raw(line, values),
    };
    let mut whole = !line.doubtful && line.missing.is_empty() && line.left_over.is_empty();
    let mut members: Vec<Entry> = Vec::new();
    for (i, given) in line.given.iter().enumerate() {
        let again = |other: &Given| other.arg.dest() == given.arg.dest() && other.arg.action() != Action::Append;
        if line.given[i + 1..].iter().any(again) || given.arg.name().starts_with("cli-input-") {
            continue;
        }
        let Some(datum) = values.read(given) else { continue };
        if operation {
            whole &= special::fill(given.arg, datum, &mut members);
        } else if let Some(shape) = checked_alone(given.arg) {
            let mut found = Vec::new();
            validate::validate(&datum, shape, "", rules, &mut found);
            let found = found.into_iter().map(|problem| (Some(given.arg), problem));
            values.problems.extend(found);
        }
    }
    custom::check(line, values);
    if !operation {
        return Vec::new();
    }
    paging::check(line, values);
    if stops_at_skeleton(line, values) {
        return Vec::new();
    }
    let at = input(line, values, &mut members, &mut whole);
    if let Some(shape) = values.command.input() {
        all(line, values, shape, &mut members, (whole, at), rules);
    }
    mentions::of_members(values, &members)
}

/// What the argument of a command of the CLI's own is held against by itself. The CLI looks it up by where its value is
/// kept, and misses those that are kept under another name.
fn checked_alone(arg: Arg<'static>) -> Option<Shape<'static>> {
    arg.shape().filter(|_| arg.dest() == arg.name())
}

/// Whether blobs are passed as they are written.
fn raw(line: &Line, values: &Values) -> bool {
    let format = line
        .globals
        .iter()
        .rev()
        .find(|given| given.arg.name() == "cli-binary-format");
    format.is_some_and(|given| !says(values, given, "base64"))
}

/// Whether only a skeleton is printed, before the input is looked at.
fn stops_at_skeleton(line: &Line, values: &Values) -> bool {
    let mut skeletons = line
        .given
        .iter()
        .filter(|given| given.arg.name() == "generate-cli-skeleton");
    skeletons.any(|given| !says(values, given, "output"))
}

/// Judges all that an operation is called with.
fn all(
    line: &Line,
    values: &mut Values,
    shape: Shape<'static>,
    members: &mut Vec<Entry>,
    (whole, at): (bool, At),
    rules: validate::Options,
) {
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
        values.problems.extend(special::bucket(members));
    }
    let mut found = Vec::new();
    validate::members(members, shape, whole, at, rules, &mut found);
    for problem in found {
        // What an argument is called says more than what the API calls it.
        let first = problem.path.split(['.', '[']).next().unwrap_or_default();
        let mut args = line.given.iter().map(|given| given.arg);
        let arg = args.find(|arg| arg.member() == Some(first));
        values.problems.push((arg, problem));
    }
}

fn says(values: &Values, given: &Given, wanted: &str) -> bool {
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
    let Some(given) = inputs().next_back() else {
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
    // A map begins with its bracket, or with a key.
    let first = usize::from(matches!(datum.is, Is::Map { .. }));
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
    At::new(at.text, at.range().start..at.range().start + first)
}
