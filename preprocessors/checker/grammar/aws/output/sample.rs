//! A sample of output, held against what the command prints.

use super::{OUTPUT_MISMATCH, Type};
use crate::diagnostic::{Finding, Severity, did_you_mean};
use crate::grammar::aws::facts::{Kind, Shape};
use crate::grammar::aws::validate::is_slip;
use crate::placeholder;
use crate::say;
use crate::suggest::nearest;
use crate::syntax::json::{Member, NodeId, Tree, Value};

/// Members that the CLI adds to an answer, or that depend on paging.
const ADDED: [&str; 2] = ["NextToken", "ResponseMetadata"];

/// The texts that botocore decodes because they hold JSON, by service.
const DECODED: [(&str, &[&str]); 2] = [
    ("iam", &["AssumeRolePolicyDocument", "PolicyDocument", "Document"]),
    ("cloudformation", &["TemplateBody"]),
];

/// How many names a message lists.
const LISTED: usize = 16;

/// How deep a sample is followed.
const DEEPEST: usize = 200;

/// A sample of output.
pub(crate) struct Sample<'s> {
    pub(crate) tree: &'s Tree,
    /// The text that the tree was read from.
    pub(crate) text: &'s str,
    /// The service that answers.
    pub(crate) service: &'s str,
    /// Whether `<name>` and the like stand for something else.
    pub(crate) placeholders: bool,
}

impl Sample<'_> {
    /// What in it the command does not print.
    pub(crate) fn check(&self, printed: &Type) -> Vec<Finding> {
        let mut found = Vec::new();
        if let [root] = self.tree.roots[..] {
            self.value(root, printed, "", 0, &mut found);
        }
        found
    }

    fn value(&self, id: NodeId, printed: &Type, name: &str, depth: usize, found: &mut Vec<Finding>) {
        let value = &self.tree[id].value;
        if matches!(value, Value::Null | Value::Unknown) || depth > DEEPEST {
            return;
        }
        match (printed, value) {
            (Type::Any, _) => {}
            (Type::Nothing, _) => self.nothing(id, found),
            (Type::Answer(shape) | Type::Shape(shape), _) => {
                let whole = matches!(printed, Type::Answer(_));
                self.shape(id, *shape, whole, name, depth, found);
            }
            (Type::Object(pairs), Value::Object { members, .. }) => {
                for member in members {
                    match pairs.iter().find(|(key, _)| *key == member.key) {
                        Some((key, of)) => self.value(member.value, of, key, depth + 1, found),
                        None => self.unknown_key(member, pairs.iter().map(|(key, _)| key.as_str()), found),
                    }
                }
            }
            (Type::Array(of), Value::Array { elements, .. }) => {
                elements
                    .iter()
                    .for_each(|&id| self.value(id, of, name, depth + 1, found));
            }
            (Type::Tuple(types), Value::Array { elements, elided }) => {
                for (&id, of) in elements.iter().zip(types).filter(|_| !elided) {
                    self.value(id, of, name, depth + 1, found);
                }
            }
            (Type::String, Value::String(_)) | (Type::Number, Value::Number) | (Type::Boolean, Value::Bool(_)) => {}
            (Type::Object(_), _) => self.mismatch(id, "object", found),
            (Type::Array(_) | Type::Tuple(_), _) => self.mismatch(id, "array", found),
            (Type::String, _) => self.mismatch(id, "string", found),
            (Type::Number, _) => self.mismatch(id, "number", found),
            (Type::Boolean, _) => self.mismatch(id, "boolean", found),
        }
    }

    fn shape(
        &self,
        id: NodeId,
        shape: Shape<'static>,
        whole: bool,
        name: &str,
        depth: usize,
        found: &mut Vec<Finding>,
    ) {
        if shape.document() || shape.event_stream() || shape.json_value() || shape.streaming() {
            return;
        }
        match (shape.kind(), &self.tree[id].value) {
            (Kind::Structure, Value::Object { members, .. }) => {
                for member in members {
                    let added = whole && ADDED.contains(&member.key.as_str());
                    match shape.member(&member.key) {
                        Some(of) => self.value(member.value, &Type::Shape(of.shape()), &member.key, depth + 1, found),
                        None if added => {}
                        None => self.unknown_key(member, shape.members().map(|member| member.name()), found),
                    }
                }
            }
            (Kind::Map, Value::Object { members, .. }) => {
                let Some(of) = shape.value() else { return };
                for member in members {
                    self.value(member.value, &Type::Shape(of), &member.key, depth + 1, found);
                }
            }
            (Kind::List, Value::Array { elements, .. }) => {
                let Some(of) = shape.element() else { return };
                for &id in elements {
                    self.value(id, &Type::Shape(of), name, depth + 1, found);
                }
            }
            (Kind::String, Value::String(text)) => self.string(id, shape, text, found),
            (Kind::String, Value::Object { .. } | Value::Array { .. }) if self.decoded(name) => {}
            (Kind::Blob, Value::String(_)) | (Kind::Timestamp, Value::String(_) | Value::Number) => {}
            (Kind::Boolean, Value::Bool(_)) => {}
            (Kind::Float | Kind::Double, Value::Number) => {}
            (Kind::Integer | Kind::Long, Value::Number) => {
                let written = self.text.get(self.tree[id].range.clone()).unwrap_or_default();
                if written.contains(['.', 'e', 'E']) {
                    self.mismatch(id, "integer", found);
                }
            }
            (_, Value::String(text)) if self.placeholders && placeholder::has_placeholder(text) => {}
            (kind, _) => self.mismatch(id, name_of(kind), found),
        }
    }

    fn string(&self, id: NodeId, shape: Shape<'static>, text: &str, found: &mut Vec<Finding>) {
        let open = self.placeholders && placeholder::has_placeholder(text) && !is_slip(text, shape);
        if open || !shape.is_enum() || shape.values().any(|value| value == text) {
            return;
        }
        let meant = nearest(text, shape.values());
        let severity = if meant.is_some() {
            Severity::Error
        } else {
            Severity::Warning
        };
        let message = say!(
            ko: "서비스는 여기에 `{text}` 값을 내보내지 않습니다",
            en: "the service does not give `{text}` here"
        );
        let finding = Finding::new(severity, OUTPUT_MISMATCH, self.tree[id].range.clone(), message);
        let few = shape.values().len() <= LISTED;
        found.push(match meant {
            Some(meant) => finding.help(did_you_mean(meant)),
            None if few => {
                let values = shape.values().collect::<Vec<_>>().join("`, `");
                finding.help(say!(ko: "있는 값: `{values}`", en: "One of: `{values}`"))
            }
            None => finding,
        });
    }

    /// Whether the CLI decodes the JSON in a text of that name.
    fn decoded(&self, name: &str) -> bool {
        let mut decoded = DECODED.iter().filter(|(service, _)| *service == self.service);
        decoded.any(|(_, names)| names.contains(&name))
    }

    fn unknown_key<'n>(&self, member: &Member, names: impl Iterator<Item = &'n str> + Clone, found: &mut Vec<Finding>) {
        let key = &member.key;
        if self.placeholders && placeholder::is_placeholder(key) {
            return;
        }
        let message = say!(
            ko: "이 명령의 출력에는 `{key}` 키가 없습니다",
            en: "the output of this command has no key `{key}`"
        );
        let finding = Finding::error(OUTPUT_MISMATCH, member.key_range.clone(), message);
        let known: Vec<&str> = names.clone().collect();
        found.push(match nearest(key, names) {
            Some(meant) => finding.help(did_you_mean(meant)),
            None if !known.is_empty() && known.len() <= LISTED => {
                let known = known.join("`, `");
                finding.help(say!(ko: "여기에 있는 키: `{known}`", en: "The keys here: `{known}`"))
            }
            None => finding,
        });
    }

    fn nothing(&self, id: NodeId, found: &mut Vec<Finding>) {
        let start = self.tree[id].range.start;
        let message = say!(ko: "이 명령은 아무것도 출력하지 않습니다", en: "this command prints nothing");
        found.push(Finding::error(OUTPUT_MISMATCH, start..start + 1, message));
    }

    fn mismatch(&self, id: NodeId, wanted: &str, found: &mut Vec<Finding>) {
        let node = &self.tree[id];
        let given = match &node.value {
            Value::Object { .. } => "object",
            Value::Array { .. } => "array",
            Value::String(text) if self.placeholders && placeholder::has_placeholder(text) => return,
            Value::String(_) => "string",
            Value::Number => "number",
            Value::Bool(_) => "boolean",
            Value::Null | Value::Unknown => return,
        };
        let end = match given {
            "object" | "array" => node.range.start + 1,
            _ => node.range.end,
        };
        let message = say!(
            ko: "이 명령은 여기에 {wanted} 형식을 내보내는데 {given} 형식입니다",
            en: "the command prints a value of type {wanted} here, not {given}"
        );
        found.push(Finding::error(OUTPUT_MISMATCH, node.range.start..end, message));
    }
}

fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Structure | Kind::Map => "object",
        Kind::List => "array",
        Kind::String | Kind::Blob | Kind::Timestamp => "string",
        Kind::Integer | Kind::Long => "integer",
        Kind::Float | Kind::Double => "number",
        Kind::Boolean => "boolean",
    }
}
