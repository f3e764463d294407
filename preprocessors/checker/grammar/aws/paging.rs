//! Paging: the CLI's own options, and those of the service that turn it off.

use super::facts::ValueType;
use super::line::Line;
use super::python;
use super::value::{Problem, Scalar, Wrong};
use super::values::Values;
use crate::placeholder;

/// The CLI's own options of paging.
const OWN: [&str; 3] = ["starting-token", "page-size", "max-items"];

/// Tells of the CLI's own options where paging is off.
pub(super) fn check(line: &Line, values: &mut Values) {
    let Some(paging) = values.command.paging() else { return };
    whole_numbers(line, values);
    let tokens: Vec<&str> = paging.input_tokens().chain(paging.limit_key()).collect();
    let off = line.globals.iter().find(|given| given.arg.name() == "no-paginate");
    let manual = line.given.iter().find(|given| {
        let own = OWN.contains(&given.arg.name());
        !own && given.arg.member().is_some_and(|member| tokens.contains(&member))
    });
    let Some(cause) = off.or(manual) else { return };
    // An option of the same name that the service has itself is the service's where paging is off.
    let members: Vec<String> = values.command.input().map_or_else(Vec::new, |shape| {
        shape
            .members()
            .map(|member| member.name().to_ascii_lowercase())
            .collect()
    });
    let shadowed = |name: &str| members.contains(&name.replace('-', ""));
    for given in &line.given {
        let name = given.arg.name();
        let Some(&value) = given.values.first() else { continue };
        let set = !matches!(values.known(value), Some("" | "0"));
        if !OWN.contains(&name) || shadowed(name) || !set {
            continue;
        }
        let at = match given.option {
            Some(word) => values.word_at(word),
            None => values.value_at(value),
        };
        let kind = Wrong::Paging {
            cause: cause.arg.name().to_owned(),
        };
        let path = String::new();
        values.problems.push((Some(given.arg), Problem { at, kind, path }));
    }
}

/// The CLI counts items by itself: how many is a whole number, whatever the service would take.
fn whole_numbers(line: &Line, values: &mut Values) {
    for given in line.given.iter().filter(|given| given.arg.name() == "max-items") {
        let Some(&value) = given.values.first() else { continue };
        let Some(text) = values.known(value) else { continue };
        let open = values.placeholders && placeholder::is_placeholder(text);
        if open || given.arg.value_type() == ValueType::Int || python::int(text).is_some() {
            continue;
        }
        let kind = Wrong::Not {
            kind: Scalar::Integer,
            given: text.to_owned(),
        };
        let at = values.value_at(value);
        let path = String::new();
        values.problems.push((Some(given.arg), Problem { at, kind, path }));
    }
}
