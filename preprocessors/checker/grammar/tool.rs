//! The command line of a tool whose grammar is data: docker, git, curl, jq, and what a book brings along.
//!
//! [`check`] says what the tool would refuse, and where. What cannot be known from the text is left alone, and
//! silences what depends on it.

mod facts;
mod line;
mod notation;
mod notes;
mod read;
mod say;
#[cfg(test)]
mod tests;
mod values;

pub use facts::{Shipped, Tool, Tools};
pub use read::Flaw;

use super::Note;
use super::word::{self, Word};
use super::words::Words;
use crate::diagnostic::Finding;
use crate::syntax::shell::Call;
use line::Line;

/// Judges a call of a tool, of which `command` is called: the tool itself, or what stands for one of its commands.
/// `text` is what the call was read from; with `placeholders`, `<name>` and `...` in it stand for what a reader fills in.
pub(crate) fn check(call: &Call, text: &str, (tool, command): (&Tool, usize), placeholders: bool) -> Vec<Finding> {
    let Some((words, line)) = read_line(call, text, (tool, command), placeholders) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let name = call.argv.first();
    let speaker = say::Speaker {
        tool,
        words: &words,
        line: &line,
        called: name.and_then(|name| name.known()).unwrap_or_default().into_owned(),
        at: name.map_or(0..0, |name| name.bytes.range()),
        placeholders,
    };
    speaker.line(&mut found);
    values::check(tool, &words, &line, placeholders, &mut found);
    found
}

/// What the words of a call are, read as [`check`] reads them; `name` is what the tool's words are filed under.
pub(crate) fn explain(
    call: &Call,
    text: &str,
    (tool, command): (&Tool, usize),
    placeholders: bool,
    (name, known): (&str, &Words),
) -> Vec<Note> {
    let read = read_line(call, text, (tool, command), placeholders);
    let name = match tool.commands[command].name.as_str() {
        "" => name,
        alone => name.strip_suffix(alone).map_or(name, |name| name.trim_end_matches('-')),
    };
    read.map_or_else(Vec::new, |(words, line)| notes::notes(tool, name, &line, &words, known))
}

/// The words behind the name of a call, and what they are; nothing for one that shows how a command may be called.
fn read_line<'c, 'g>(
    call: &'c Call<'c>,
    text: &str,
    (tool, command): (&'g Tool, usize),
    placeholders: bool,
) -> Option<(Vec<Word<'c>>, Line<'g>)> {
    let (words, mut open) = word::words(call, placeholders);
    if placeholders {
        if words.iter().any(is_synopsis) {
            return None;
        }
        open |= words.iter().any(|word| stands_for_more(word, text));
    }
    let line = Line::read(tool, command, &words, open);
    Some((words, line))
}

/// `docker run [OPTIONS] IMAGE`: how a command may be called, not a call.
fn is_synopsis(word: &Word) -> bool {
    let bare = word.text.as_ref().is_none_or(|text| text.len() == word.range().len());
    let head = word.head();
    let inside = head.strip_prefix('[').map(|inside| inside.chars().next());
    bare && inside.is_some_and(|first| first.is_none_or(|c| c == '-' || c == '<' || c.is_alphabetic()))
}

/// A word that a reader replaces by as many as it takes: `OPTIONS`, `<options>`, `FILE...`.
fn stands_for_more(word: &Word, text: &str) -> bool {
    const MORE: [&str; 10] = [
        "OPTIONS",
        "OPTION",
        "FLAGS",
        "ARGS",
        "ARGUMENTS",
        "COMMAND",
        "PARAMS",
        "옵션",
        "인수",
        "명령",
    ];
    let written = text.get(word.range()).unwrap_or_default();
    let bare = written.trim_matches(|c: char| "<>[]{}$".contains(c));
    let marked = bare.len() < written.len();
    let more = MORE
        .iter()
        .any(|more| bare == *more || (marked && bare.to_uppercase().contains(more)));
    more || written.ends_with("...") || written.ends_with('…')
}
