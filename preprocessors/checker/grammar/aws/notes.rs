//! What each word of a command is, for whoever wants it explained.

use super::argparse::Given;
use super::facts::{Action, Arg, Kind, Shape};
use super::line::Line;
use crate::grammar::word::Word;
use crate::grammar::{Note, Role};

/// What its words are filed under.
const PROGRAM: &str = "aws";

/// Where AWS keeps the reference of the CLI.
const REFERENCE: &str = "https://docs.aws.amazon.com/cli/latest/reference";

/// Where AWS explains the options that every command has.
const GLOBAL_OPTIONS: &str = "https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-options.html";

/// Explains the words of a line, in the order in which they stand.
pub(super) fn notes(line: &Line, words: &[Word]) -> Vec<Note> {
    let mut notes = Vec::new();
    let (mut path, mut key) = (String::new(), String::from(PROGRAM));
    for (depth, &(word, command)) in line.commands.iter().enumerate() {
        path.push('/');
        path.push_str(command.name());
        key.push(' ');
        key.push_str(command.name());
        let page = if command.commands().len() > 0 {
            format!("{REFERENCE}{path}/index.html")
        } else {
            format!("{REFERENCE}{path}.html")
        };
        let role = if depth == 0 { Role::Service } else { Role::Command };
        notes.push(Note {
            range: words[word].range(),
            role,
            key: key.clone(),
            name: command.name().to_owned(),
            kind: command.operation().unwrap_or_default().to_owned(),
            url: page,
            ..Note::default()
        });
    }
    let page = notes.last().map_or_else(String::new, |note: &Note| note.url.clone());
    for given in &line.given {
        argument(given, words, &key, &format!("{page}#options"), &mut notes);
    }
    for given in &line.globals {
        argument(given, words, PROGRAM, GLOBAL_OPTIONS, &mut notes);
    }
    notes.sort_by_key(|note| note.range.start);
    notes
}

fn argument(given: &Given<'static>, words: &[Word], of: &str, url: &str, notes: &mut Vec<Note>) {
    let arg = given.arg;
    let name = if arg.positional() {
        arg.name().to_owned()
    } else {
        format!("--{}", arg.name())
    };
    let note = |range, role| Note {
        range,
        role,
        key: format!("{of} {name}"),
        name: name.clone(),
        kind: kind(arg),
        required: arg.required() || arg.positional(),
        allowed: allowed(arg).into_iter().map(str::to_owned).collect(),
        url: url.to_owned(),
        ..Note::default()
    };
    if let Some(word) = given.option {
        let head = words[word].head();
        let range = match head.find('=') {
            Some(end) => words[word].place(0..end),
            None => words[word].range(),
        };
        notes.push(note(range, Role::Option));
    }
    for value in &given.values {
        let range = match value.from {
            0 => words[value.word].range(),
            from => words[value.word].place(from..words[value.word].head().len().max(from)),
        };
        notes.push(note(range, Role::Value));
    }
}

/// The type of an argument's value.
fn kind(arg: Arg) -> String {
    let flag = matches!(arg.action(), Action::True | Action::False);
    match arg.shape() {
        _ if flag => "flag".to_owned(),
        None => "string".to_owned(),
        Some(shape) => match shape.element() {
            Some(element) => format!("list of {}", kind_of(element)),
            None => kind_of(shape).to_owned(),
        },
    }
}

fn kind_of(shape: Shape) -> &'static str {
    match shape.kind() {
        Kind::Structure => "structure",
        Kind::List => "list",
        Kind::Map => "map",
        Kind::String => "string",
        Kind::Integer | Kind::Long => "integer",
        Kind::Float | Kind::Double => "number",
        Kind::Boolean => "boolean",
        Kind::Blob => "bytes",
        Kind::Timestamp => "timestamp",
    }
}

/// The values that are allowed, where they are known.
fn allowed(arg: Arg<'static>) -> Vec<&'static str> {
    if let Some(choices) = arg.choices() {
        return choices.collect();
    }
    let shape = arg.shape().map(|shape| shape.element().unwrap_or(shape));
    shape.map_or_else(Vec::new, |shape| shape.values().collect())
}
