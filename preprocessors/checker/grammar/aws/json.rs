//! JSON inside a command line, or in a file that it names.

use super::value::{At, Datum, Entry, Is, Problem, Wrong};
use crate::diagnostic::{Finding, Severity};
use crate::grammar::word::Spelled;
use crate::say;
use crate::syntax::json::{self, Comments, NodeId, Tree, Value};

/// How many levels of a document are followed; what lies deeper is unknown.
const DEEPEST: usize = 200;

/// Reads a value as the CLI's JSON reader does. What it merely doubts is `Unknown`.
pub(super) fn parse(value: &Spelled, text: u16, placeholders: bool) -> Result<(Tree, Datum), Problem> {
    let options = json::Options {
        comments: Comments::Report,
        placeholders,
        many: false,
    };
    let (tree, found) = json::parse(&value.text, &options);
    let root = tree.roots.first().copied();
    let fault = found.iter().find(|finding| refuses(finding));
    let everything = At::new(text, 0..value.text.len());
    match (fault, root) {
        (Some(fault), _) if value.unknown.is_empty() => Err(Problem {
            at: At::new(text, fault.at.clone()),
            kind: Wrong::Json {
                why: fault.message.clone(),
                unquoted: value.half_quoted,
            },
            path: String::new(),
        }),
        (None, Some(root)) if !tree.fragment => {
            let datum = datum(&tree, &value.text, root, text, Some(value));
            Ok((tree, datum))
        }
        (None, None) if value.unknown.is_empty() => Err(Problem {
            at: everything,
            kind: Wrong::Json {
                why: say!(ko: "비어 있습니다", en: "it is empty"),
                unquoted: false,
            },
            path: String::new(),
        }),
        _ => Ok((tree, Datum::unknown(everything))),
    }
}

/// Whether what was found would be refused: keys that stand twice are not.
fn refuses(finding: &Finding) -> bool {
    finding.rule == "json-comment" || (finding.severity == Severity::Error && finding.rule != "duplicate-key")
}

/// A document that was read before, as the CLI would hold it.
pub(super) fn document(tree: &Tree, source: &str, text: u16) -> Option<Datum> {
    let root = *tree.roots.first()?;
    (tree.roots.len() == 1 && !tree.fragment).then(|| datum(tree, source, root, text, None))
}

fn datum(tree: &Tree, source: &str, node: NodeId, text: u16, value: Option<&Spelled>) -> Datum {
    let reader = Reader {
        tree,
        source,
        text,
        value,
    };
    reader.datum(node, 0)
}

struct Reader<'r> {
    tree: &'r Tree,
    source: &'r str,
    text: u16,
    value: Option<&'r Spelled>,
}

impl Reader<'_> {
    fn datum(&self, id: NodeId, depth: usize) -> Datum {
        let node = &self.tree[id];
        let at = At::new(self.text, node.range.clone());
        let doubtful = |range| self.value.is_some_and(|value| value.doubts(range));
        let is = match &node.value {
            _ if depth > DEEPEST => Is::Unknown,
            Value::Object { members, elided } => {
                let mut entries: Vec<Entry> = Vec::with_capacity(members.len());
                let mut unsure = *elided;
                for (i, member) in members.iter().enumerate() {
                    unsure |= doubtful(&member.key_range);
                    // Of several alike the last counts.
                    let again = members[i + 1..].iter().any(|later| later.key == member.key);
                    if again || doubtful(&member.key_range) {
                        continue;
                    }
                    entries.push(Entry {
                        key: member.key.clone(),
                        key_at: At::new(self.text, member.key_range.clone()),
                        value: self.datum(member.value, depth + 1),
                    });
                }
                Is::Map {
                    members: entries,
                    elided: unsure,
                }
            }
            Value::Array { elements, elided } => Is::List {
                items: elements.iter().map(|&id| self.datum(id, depth + 1)).collect(),
                elided: *elided,
            },
            _ if doubtful(&node.range) => Is::Unknown,
            Value::String(text) => Is::String(text.clone()),
            Value::Number => number(self.source.get(node.range.clone()).unwrap_or_default()),
            Value::Bool(value) => Is::Bool(*value),
            Value::Null => Is::Null,
            Value::Unknown => Is::Unknown,
        };
        Datum::new(at, is)
    }
}

fn number(text: &str) -> Is {
    Is::Number {
        value: text.parse().unwrap_or(0.0),
        whole: !text.contains(['.', 'e', 'E']),
    }
}
