//! The values of the global options.

use super::argparse::Given;
use super::facts::CommandKind;
use super::line::Line;
use super::value::{Problem, Scalar, Wrong};
use super::values::Values;
use super::{output, say};
use crate::diagnostic::Finding;
use crate::placeholder;
use crate::syntax::jmespath::{self, Ast};

/// Judges the values of the global options; the query, if there is one that can be read.
pub(super) fn check(line: &Line, values: &mut Values, found: &mut Vec<Finding>) -> Option<Ast> {
    let mut ast = None;
    for (i, given) in line.globals.iter().enumerate() {
        // Of several alike the last counts.
        if line.globals[i + 1..].iter().any(|later| later.arg == given.arg) {
            continue;
        }
        values.read(given);
        let Some(text) = text(given, values) else { continue };
        let wrong = match given.arg.name() {
            "query" => {
                ast = query(line, given, &text, values, found);
                None
            }
            "endpoint-url" if !is_url(&text) => Some(Wrong::NoScheme),
            "region" if !is_region(&text) => Some(Wrong::Region),
            "cli-read-timeout" | "cli-connect-timeout" if super::python::int(&text).is_none() => Some(Wrong::Not {
                kind: Scalar::Integer,
                given: text,
            }),
            _ => None,
        };
        if let Some(kind) = wrong {
            let at = values.value_at(given.values[0]);
            let path = String::new();
            values.problems.push((Some(given.arg), Problem { at, kind, path }));
        }
    }
    ast
}

/// The one value of an option, if it is known and no placeholder.
fn text(given: &Given, values: &Values) -> Option<String> {
    let text = values.known(*given.values.first()?)?;
    let open = values.placeholders && placeholder::is_placeholder(text) && !text.starts_with('[');
    (!open).then(|| text.to_owned())
}

/// Compiles a query, and follows it through what the operation gives.
fn query(line: &Line, given: &Given, text: &str, values: &Values, found: &mut Vec<Finding>) -> Option<Ast> {
    // `[Name]` is a list of one field, `[my query]` is not.
    let list = text.starts_with('[') && !text.contains([' ', '-']);
    let inner = if list { text.trim_matches(['[', ']']) } else { text };
    if values.placeholders && placeholder::has_marked_placeholder(inner) {
        return None;
    }
    let value = given.values[0];
    let spelled = values.words[value.word].spelled(value.from, "");
    let placed = |finding: Finding| finding.map(|at| spelled.place(at), |at| spelled.exactly(at));
    match jmespath::parse(text) {
        Ok(ast) => {
            let skeleton = line
                .given
                .iter()
                .any(|given| given.arg.name() == "generate-cli-skeleton");
            let operation = values.command.kind() == CommandKind::Operation && !skeleton;
            if let Some(answer) = values.command.output().filter(|_| operation) {
                found.extend(output::fields(&ast, answer).into_iter().map(placed));
            }
            Some(ast)
        }
        Err(jmespath::Failure::Refused(error)) => {
            found.push(placed(say::query(*error)));
            None
        }
        Err(jmespath::Failure::Unjudged) => None,
    }
}

/// Whether a text has the form of an address: a scheme, and a host behind it.
fn is_url(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let letters = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(letters) && !host.is_empty()
}

/// Whether botocore takes a text for the name of a region: it goes into the name of a host.
fn is_region(text: &str) -> bool {
    let letters = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let numeric = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    letters && !numeric && text.len() <= 63 && !text.starts_with('-') && !text.ends_with('-')
}
