//! What a command prints: the shape of it, after `--query`, and whether a sample has that shape.

mod query;
mod sample;

pub(super) use query::fields;
pub(crate) use sample::Sample;

use super::facts::{CommandKind, Shape};
use super::line::{End, Line};
use super::values::Values;
use crate::syntax::jmespath::Ast;

/// The rule about fields that a query looks for in vain.
pub(super) const QUERY_UNKNOWN_FIELD: &str = "query-unknown-field";
/// The rule about samples of output that a command does not print.
pub(super) const OUTPUT_MISMATCH: &str = "output-mismatch";

/// What is known of a value that a command prints. Any of it may be null.
#[derive(Clone, Debug)]
pub(crate) enum Type {
    Any,
    /// Nothing at all is printed.
    Nothing,
    /// The answer of an operation, before a query: members for paging come and go.
    Answer(Shape<'static>),
    Shape(Shape<'static>),
    /// What a multi-select hash makes.
    Object(Vec<(String, Type)>),
    Array(Box<Type>),
    /// What a multi-select list makes.
    Tuple(Vec<Type>),
    String,
    Number,
    Boolean,
}

/// What a line prints; nothing where that is not JSON of a known shape.
pub(super) fn printed(line: &Line, values: &Values, query: Option<&Ast>) -> Option<Type> {
    let said = |name: &str| line.globals.iter().rev().find(|given| given.arg.name() == name);
    let format = said("output").map(|given| given.values.first().and_then(|&value| values.known(value)));
    let json = matches!(format, None | Some(Some("json")));
    let skeleton = line
        .given
        .iter()
        .any(|given| matches!(given.arg.name(), "generate-cli-skeleton" | "dry-run"));
    let command = line.command()?;
    if line.end != End::Whole || command.kind() != CommandKind::Operation || !json || skeleton {
        return None;
    }
    let Some(shape) = command.output() else {
        return Some(Type::Nothing);
    };
    let answer = Type::Answer(shape);
    match (said("query"), query) {
        (None, _) => Some(answer),
        (Some(_), Some(ast)) => Some(query::result(ast, &answer)),
        (Some(_), None) => None,
    }
}
