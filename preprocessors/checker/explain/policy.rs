//! The elements of IAM policies.

use crate::grammar::{Note, Role};
use crate::rules::{self, Context};
use crate::syntax::json::{NodeId, Value};

/// What its words are filed under, in the texts that people wrote.
const TABLE: &str = "policy";

/// Explains the elements of every policy in a block, and their values.
pub(super) fn notes(context: &Context) -> Vec<Note> {
    let mut notes = Vec::new();
    for policy in rules::policies(context) {
        members(context, policy, "", &mut notes);
    }
    notes
}

/// The members of an element; `above` is the element that holds them, with a point behind it.
fn members(context: &Context, node: NodeId, above: &str, notes: &mut Vec<Note>) {
    for member in context.tree.members(node) {
        let name = &member.key;
        let own = format!("{TABLE} {above}{name}");
        // Condition operators and the keys below them are many; those without words of their own share some.
        let key = if context.facts.words.has(&own) {
            own
        } else {
            format!("{TABLE} {above}*")
        };
        if !context.facts.words.has(&key) {
            continue;
        }
        let note = Note {
            range: member.key_range.clone(),
            role: Role::Property,
            key,
            name: name.clone(),
            ..Note::default()
        };
        notes.push(note.clone());
        let within = match above {
            "" if name == "Statement" => String::new(),
            "Condition." => "Condition.*.".to_owned(),
            _ => format!("{above}{name}."),
        };
        value(context, member.value, &within, &note, notes);
    }
}

fn value(context: &Context, node: NodeId, within: &str, of: &Note, notes: &mut Vec<Note>) {
    match &context.tree[node].value {
        Value::Object { .. } => members(context, node, within, notes),
        Value::Array { elements, .. } => {
            elements
                .iter()
                .for_each(|&element| value(context, element, within, of, notes));
        }
        Value::String(_) | Value::Number | Value::Bool(_) => notes.push(Note {
            range: context.tree[node].range.clone(),
            role: Role::Value,
            ..of.clone()
        }),
        Value::Null | Value::Unknown => {}
    }
}
