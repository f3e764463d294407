//! A query followed through the shape of what it is asked of.

use super::{QUERY_UNKNOWN_FIELD, Type};
use crate::diagnostic::{Applicability, Finding, Severity, did_you_mean};
use crate::grammar::aws::facts::{Kind as Of, Shape};
use crate::say;
use crate::suggest::nearest;
use crate::syntax::jmespath::functions::{self, Gives};
use crate::syntax::jmespath::{Ast, Kind, Literal, NodeId};
use std::ops::Range;

/// Members that the CLI adds to an answer, or that depend on paging.
const ADDED: [&str; 2] = ["NextToken", "ResponseMetadata"];

/// How many names a message lists.
const LISTED: usize = 16;

/// What a query makes of an answer.
pub(super) fn result(ast: &Ast, answer: &Type) -> Type {
    let mut walk = Walk { ast, found: Vec::new() };
    walk.node(ast.root, answer)
}

/// What a query looks for in vain in the answer of an operation, in offsets of the query.
pub(in crate::grammar::aws) fn fields(ast: &Ast, answer: Shape<'static>) -> Vec<Finding> {
    let mut walk = Walk { ast, found: Vec::new() };
    walk.node(ast.root, &Type::Answer(answer));
    walk.found
}

struct Walk<'a> {
    ast: &'a Ast,
    found: Vec<Finding>,
}

impl Walk<'_> {
    fn node(&mut self, id: NodeId, input: &Type) -> Type {
        let node = &self.ast[id];
        match &node.kind {
            Kind::Current => input.clone(),
            Kind::Field(name) => self.field(name, &node.range, input),
            Kind::Literal { value, .. } => match value {
                Literal::Bool(_) => Type::Boolean,
                Literal::Number => Type::Number,
                Literal::String(_) => Type::String,
                _ => Type::Any,
            },
            Kind::Subexpression { of, then } | Kind::Pipe { of, then } => {
                let of = self.node(*of, input);
                self.node(*then, &of)
            }
            Kind::Index { of, index } => {
                let of = self.node(*of, input);
                match (&of, usize::try_from(*index)) {
                    (Type::Tuple(items), Ok(index)) => items.get(index).cloned().unwrap_or(Type::Any),
                    _ => element(&of),
                }
            }
            Kind::Slice { of, .. } => {
                let of = self.node(*of, input);
                Type::Array(Box::new(element(&of)))
            }
            Kind::Flatten(of) => {
                let of = self.node(*of, input);
                let inner = element(&of);
                let flat = if is_list(&inner) { element(&inner) } else { inner };
                Type::Array(Box::new(flat))
            }
            Kind::Projection { of, each } => {
                let of = self.node(*of, input);
                let each = self.node(*each, &element(&of));
                Type::Array(Box::new(each))
            }
            Kind::ValueProjection { of, each } => {
                let of = self.node(*of, input);
                let value = match &of {
                    Type::Shape(shape) => shape.value().map_or(Type::Any, Type::Shape),
                    _ => Type::Any,
                };
                let each = self.node(*each, &value);
                Type::Array(Box::new(each))
            }
            Kind::FilterProjection { of, condition, each } => {
                let of = self.node(*of, input);
                let one = element(&of);
                self.node(*condition, &one);
                let each = self.node(*each, &one);
                Type::Array(Box::new(each))
            }
            Kind::MultiSelectList(items) => Type::Tuple(items.iter().map(|&item| self.node(item, input)).collect()),
            Kind::MultiSelectHash(pairs) => {
                let pairs = pairs
                    .iter()
                    .map(|pair| (pair.key.clone(), self.node(pair.value, input)));
                Type::Object(pairs.collect())
            }
            Kind::Function {
                name,
                name_range,
                arguments,
            } => self.function(name, name_range, arguments, input),
            Kind::Reference(_) => Type::Any,
            Kind::Not(of) => {
                self.node(*of, input);
                Type::Boolean
            }
            Kind::And(left, right) | Kind::Or(left, right) => {
                self.node(*left, input);
                self.node(*right, input);
                Type::Any
            }
            Kind::Comparison { left, right, .. } => {
                self.node(*left, input);
                self.node(*right, input);
                Type::Boolean
            }
        }
    }

    fn field(&mut self, name: &str, range: &Range<usize>, input: &Type) -> Type {
        let names: Vec<&str> = match input {
            Type::Answer(_) if ADDED.contains(&name) => return Type::Any,
            Type::Answer(shape) | Type::Shape(shape) => match shape.kind() {
                Of::Structure if !shape.document() && !shape.event_stream() => match shape.member(name) {
                    Some(member) => return Type::Shape(member.shape()),
                    None => shape.members().map(|member| member.name()).collect(),
                },
                Of::Map => return shape.value().map_or(Type::Any, Type::Shape),
                Of::List => {
                    self.no_list(name, range);
                    return Type::Any;
                }
                _ => return Type::Any,
            },
            Type::Object(pairs) => match pairs.iter().find(|(key, _)| key == name) {
                Some((_, value)) => return value.clone(),
                None => pairs.iter().map(|(key, _)| key.as_str()).collect(),
            },
            Type::Array(_) | Type::Tuple(_) => {
                self.no_list(name, range);
                return Type::Any;
            }
            Type::Any | Type::Nothing | Type::String | Type::Number | Type::Boolean => return Type::Any,
        };
        let meant = nearest(name, names.iter().copied());
        // What is near a known name is a slip; what is unlike any may be newer than what is known here.
        let severity = if meant.is_some() {
            Severity::Error
        } else {
            Severity::Warning
        };
        let message = say!(
            ko: "출력에 `{name}` 필드가 없어 쿼리 결과가 비게 됩니다",
            en: "the output has no field `{name}`, so that the query finds nothing"
        );
        let mut finding = Finding::new(severity, QUERY_UNKNOWN_FIELD, range.clone(), message);
        if let Some(meant) = meant {
            finding = finding.help(did_you_mean(meant)).fix(
                Applicability::Unsafe,
                say!(ko: "`{meant}`(으)로 바꾸기", en: "replace it by `{meant}`"),
                range.clone(),
                meant,
            );
        } else if !names.is_empty() && names.len() <= LISTED {
            let names = names.join("`, `");
            finding = finding.help(say!(ko: "여기에 있는 필드: `{names}`", en: "The fields here: `{names}`"));
        }
        self.found.push(finding);
        Type::Any
    }

    fn no_list(&mut self, name: &str, range: &Range<usize>) {
        let finding = Finding::error(
            QUERY_UNKNOWN_FIELD,
            range.clone(),
            say!(
                ko: "`{name}` 앞에 있는 것은 목록이라 필드가 없습니다",
                en: "what stands before `{name}` is a list, which has no fields"
            ),
        );
        self.found.push(finding.help(say!(
            ko: "`[]`나 `[0]`을 붙여 항목에서 찾습니다: `[].{name}`",
            en: "Look in its elements, with `[]` or `[0]`: `[].{name}`"
        )));
    }

    fn function(&mut self, name: &str, range: &Range<usize>, arguments: &[NodeId], input: &Type) -> Type {
        let types: Vec<Type> = arguments.iter().map(|&argument| self.node(argument, input)).collect();
        // An expression as such is evaluated on the elements of the array beside it.
        let array = types
            .iter()
            .zip(arguments)
            .find(|(_, id)| !matches!(self.ast[**id].kind, Kind::Reference(_)));
        let one = array.map_or(Type::Any, |(array, _)| element(array));
        let mut results = Type::Any;
        for &argument in arguments {
            if let Kind::Reference(expression) = self.ast[argument].kind {
                results = self.node(expression, &one);
            }
        }
        let Some(function) = functions::find(name) else {
            self.no_function(name, range);
            return Type::Any;
        };
        let least = function.parameters.len();
        if arguments.len() < least || (arguments.len() > least && !function.variadic) {
            let given = arguments.len();
            self.found.push(Finding::error(
                QUERY_UNKNOWN_FIELD,
                range.clone(),
                say!(
                    ko: "`{name}` 함수는 인수 {least}개를 받는데 {given}개를 주었습니다",
                    en: "the function `{name}` takes {least} arguments, not {given}"
                ),
            ));
            return Type::Any;
        }
        let argument = |index: usize| types.get(index).cloned().unwrap_or(Type::Any);
        match function.gives {
            Gives::Number | Gives::NumberOrNull => Type::Number,
            Gives::String => Type::String,
            Gives::Boolean => Type::Boolean,
            Gives::Strings => Type::Array(Box::new(Type::String)),
            Gives::Same(index) => argument(index),
            Gives::Element(index) => element(&argument(index)),
            Gives::Results(_) => Type::Array(Box::new(results)),
            Gives::Merged | Gives::OneOf | Gives::Values(_) | Gives::Wrapped(_) => Type::Any,
        }
    }

    fn no_function(&mut self, name: &str, range: &Range<usize>) {
        let message = say!(
            ko: "JMESPath에 `{name}` 함수가 없습니다",
            en: "JMESPath has no function `{name}`"
        );
        let finding = Finding::error(QUERY_UNKNOWN_FIELD, range.clone(), message);
        let names = functions::FUNCTIONS.iter().map(|function| function.name);
        self.found.push(match nearest(name, names) {
            Some(meant) => finding.help(did_you_mean(meant)).fix(
                Applicability::Unsafe,
                say!(ko: "`{meant}`(으)로 바꾸기", en: "replace it by `{meant}`"),
                range.clone(),
                meant,
            ),
            None => finding,
        });
    }
}

fn is_list(of: &Type) -> bool {
    match of {
        Type::Array(_) | Type::Tuple(_) => true,
        Type::Answer(shape) | Type::Shape(shape) => shape.kind() == Of::List,
        _ => false,
    }
}

/// What the elements of a list are.
fn element(of: &Type) -> Type {
    match of {
        Type::Array(element) => (**element).clone(),
        Type::Shape(shape) => shape.element().map_or(Type::Any, Type::Shape),
        _ => Type::Any,
    }
}
