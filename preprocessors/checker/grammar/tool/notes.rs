//! What each word of a tool's command is, for whoever wants it explained.

use super::facts::{Argument, Kind, Opt, Takes, Tool};
use super::line::{Given, Line};
use crate::grammar::word::Word;
use crate::grammar::words::Words;
use crate::grammar::{Note, Role};

/// Explains the words of a line of the tool that is called `name`, in the order in which they stand.
pub(super) fn notes(tool: &Tool, name: &str, line: &Line, words: &[Word], known: &Words) -> Vec<Note> {
    let mut notes = Vec::new();
    for &(word, command) in &line.commands {
        let path = path(tool, command);
        notes.push(Note {
            range: words[word].range(),
            role: Role::Command,
            key: key(name, &path, ""),
            name: tool.commands[command].name.clone(),
            url: known.page(name, &path),
            ..Note::default()
        });
    }
    for given in &line.given {
        option(tool, name, given, words, known, &mut notes);
    }
    let path = path(tool, line.command);
    let arguments = tool.commands[line.command].arguments.as_deref().unwrap_or_default();
    let taken = line.arguments.iter().zip(spread(arguments, line.arguments.len()));
    for (&word, argument) in taken {
        notes.push(Note {
            range: words[word].range(),
            key: key(name, &path, &argument.name),
            name: argument.name.clone(),
            kind: kind(
                tool.kind(line.command, std::slice::from_ref(&argument.name)),
                argument.many,
            ),
            required: !argument.optional,
            url: known.page(name, &path),
            ..Note::default()
        });
    }
    notes
}

fn option(tool: &Tool, name: &str, given: &Given, words: &[Word], known: &Words, notes: &mut Vec<Note>) {
    let Opt { names, takes } = given.option;
    let path = path(tool, given.command);
    let value = tool.kind(given.command, names);
    let note = Note {
        key: key(name, &path, given.option.name()),
        name: names.join(", "),
        kind: match takes {
            Takes::Nothing => "flag".to_owned(),
            _ => kind(value, false),
        },
        allowed: match value {
            Some(Kind::OneOf(words)) => words.clone(),
            _ => Vec::new(),
        },
        url: known.page(name, &path),
        ..Note::default()
    };
    let word = &words[given.name.word];
    notes.push(Note {
        range: word.place(given.name.range.clone()),
        role: Role::Option,
        ..note.clone()
    });
    for value in &given.values {
        let word = &words[value.word];
        let range = match value.from {
            0 => word.range(),
            from => word.place(from..word.head().len().max(from)),
        };
        notes.push(Note { range, ..note.clone() });
    }
}

/// The arguments that so many words are: of one that may be repeated, the words that no other needs.
fn spread(arguments: &[Argument], count: usize) -> impl Iterator<Item = &Argument> {
    let spare = count.saturating_sub(arguments.len());
    arguments
        .iter()
        .flat_map(move |argument| std::iter::repeat_n(argument, if argument.many { spare + 1 } else { 1 }))
}

fn kind(kind: Option<&Kind>, many: bool) -> String {
    let named = Kind::NAMED.iter().find(|(_, known)| Some(known) == kind);
    let name = named.map_or("string", |(name, _)| name);
    if many {
        format!("list of {name}")
    } else {
        name.to_owned()
    }
}

/// The names of a command and those above it, from the tool inwards, the tool's own left out.
fn path(tool: &Tool, command: usize) -> Vec<&str> {
    let names = tool.upwards(command).map(|command| command.name.as_str());
    let mut names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    names.reverse();
    names
}

/// What a word of a command is called among all words.
fn key(name: &str, path: &[&str], word: &str) -> String {
    let all = std::iter::once(name).chain(path.iter().copied()).chain([word]);
    let all: Vec<&str> = all.filter(|part| !part.is_empty()).collect();
    all.join(" ")
}
