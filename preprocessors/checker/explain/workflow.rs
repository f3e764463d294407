//! The keys of GitHub Actions workflows.

use crate::grammar::words::Words;
use crate::grammar::{Note, Role};
use crate::syntax::yaml::{NodeId, Style, Tree, Value};

/// What its words are filed under, in the texts that people wrote.
const TABLE: &str = "workflow";

/// Where a part of a workflow may begin, innermost first.
const PARTS: [&str; 3] = ["jobs.steps.", "jobs.", ""];

/// Explains the keys of a workflow or a part of one, and the short values of those.
pub(crate) fn workflow(tree: &Tree, words: &Words) -> Vec<Note> {
    let mut notes = Vec::new();
    for &root in &tree.roots {
        mapping(tree, root, start(tree, root), words, &mut notes);
    }
    notes
}

/// What the keys at the top are: those of the workflow, of a job or of a step.
fn start(tree: &Tree, node: NodeId) -> &'static str {
    match &tree[node].value {
        Value::Sequence { .. } => PARTS[0],
        Value::Mapping { members, .. } if members.iter().any(|member| member.key == "steps") => PARTS[1],
        _ => PARTS[2],
    }
}

fn mapping(tree: &Tree, node: NodeId, above: &str, words: &Words, notes: &mut Vec<Note>) {
    match &tree[node].value {
        Value::Sequence { elements, .. } => {
            elements
                .iter()
                .for_each(|&element| mapping(tree, element, above, words, notes));
        }
        Value::Mapping { members, .. } => {
            for member in members {
                let key = format!("{TABLE} {above}{}", member.key);
                // The names of jobs are free.
                let named = above == "jobs." && tree.get(member.value, "steps").is_some();
                if !words.has(&key) || named {
                    if named {
                        mapping(tree, member.value, above, words, notes);
                    }
                    continue;
                }
                let note = Note {
                    range: member.key_range.clone(),
                    role: Role::Property,
                    name: member.key.clone(),
                    key,
                    ..Note::default()
                };
                notes.push(note.clone());
                let within = format!("{above}{}.", member.key);
                values(tree, member.value, &note, notes);
                mapping(tree, member.value, &within, words, notes);
            }
        }
        _ => {}
    }
}

/// The values of a key that stand on its line: what is longer has words of its own.
fn values(tree: &Tree, node: NodeId, of: &Note, notes: &mut Vec<Note>) {
    match &tree[node].value {
        Value::Scalar(scalar) if scalar.style != Style::Block && of.name != "run" => notes.push(Note {
            range: tree[node].range.clone(),
            role: Role::Value,
            ..of.clone()
        }),
        Value::Sequence { elements, .. } => elements.iter().for_each(|&element| values(tree, element, of, notes)),
        _ => {}
    }
}
