//! What the words of documents are: task definitions by their schema, policies, workflows and Dockerfiles by what people
//! wrote of them. The words of commands are explained where their grammars are read.
//!
//! A note says what is known; of what is not known there is none. Nothing is judged here.

mod definition;
mod policy;
mod workflow;

use crate::diagnostic::Lang;
use crate::grammar::words::Words;
use crate::grammar::{Note, Role};
use crate::model::Against;
use crate::rules::Context;
use crate::syntax::dockerfile::Dockerfile;
use crate::syntax::shell::Call;
pub(crate) use workflow::workflow;

/// Explains a JSON document by what it was held against.
pub(crate) fn json(context: &Context, against: Option<&Against>) -> Vec<Note> {
    match against {
        Some(Against::TaskDefinition) => definition::notes(context),
        Some(Against::Policy) => policy::notes(context),
        _ => Vec::new(),
    }
}

/// Explains the instructions of a Dockerfile and their flags.
pub(crate) fn dockerfile(file: &Dockerfile, words: &Words) -> Vec<Note> {
    let mut notes = Vec::new();
    for instruction in &file.instructions {
        let key = format!("dockerfile {}", instruction.keyword);
        if !words.has(&key) {
            continue;
        }
        let mut name = instruction.keyword.clone();
        notes.push(Note {
            range: instruction.at.clone(),
            role: Role::Property,
            name: name.clone(),
            key: key.clone(),
            ..Note::default()
        });
        name.push_str(" --");
        for flag in &instruction.flags {
            notes.push(Note {
                range: instruction.content.place(flag.name_range()),
                role: Role::Option,
                name: format!("{name}{}", flag.name),
                key: format!("{key} --{}", flag.name),
                ..Note::default()
            });
        }
    }
    notes
}

/// Explains the name of the program that a call runs.
pub(crate) fn program(call: &Call, words: &Words) -> Option<Note> {
    let called = call.name()?;
    let name = called.rsplit('/').next().unwrap_or(&called);
    let tool = words.has(name);
    let key = if tool { name.to_owned() } else { format!("shell {name}") };
    let url = if tool { words.page(name, &[]) } else { String::new() };
    (tool || words.has(&key)).then(|| Note {
        range: call.argv.first().map_or(0..0, |name| name.bytes.range()),
        role: Role::Program,
        name: name.to_owned(),
        key,
        url,
        ..Note::default()
    })
}

/// Puts the notes of a block in order, leaves out what others cover, and adds what people wrote.
pub(crate) fn finish(notes: &mut Vec<Note>, words: &Words, lang: Lang) {
    notes.retain(|note| !note.range.is_empty());
    notes.sort_by_key(|note| (note.range.start, note.range.end));
    let mut end = 0;
    notes.retain(|note| {
        let free = note.range.start >= end;
        end = end.max(note.range.end);
        free
    });
    for note in notes {
        words.tell(note, lang);
    }
}
