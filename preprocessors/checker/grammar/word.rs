//! A word of a command line: what the tool is handed, as far as the text alone tells.

use crate::placeholder;
use crate::syntax::shell::{Arg, Call};
use std::borrow::Cow;
use std::ops::Range;

/// One word behind the name of a command.
#[derive(Clone, Debug)]
pub(crate) struct Word<'c> {
    arg: &'c Arg<'c>,
    /// All of it, if all of it is known.
    pub(crate) text: Option<Cow<'c, str>>,
    /// Whether it may turn out as no word at all, or as several.
    pub(crate) splits: bool,
}

impl<'c> Word<'c> {
    fn new(arg: &'c Arg<'c>) -> Self {
        Self {
            arg,
            text: arg.known(),
            splits: arg.splits(),
        }
    }

    /// What is known of it from its start on.
    pub(crate) fn head(&self) -> Cow<'_, str> {
        match &self.text {
            Some(text) => Cow::Borrowed(text),
            None => self.arg.head(),
        }
    }

    /// Where it is written, quotes included.
    pub(crate) fn range(&self) -> Range<usize> {
        self.arg.bytes.range()
    }

    /// Where a range of what is known of it is written.
    pub(crate) fn place(&self, range: Range<usize>) -> Range<usize> {
        self.arg.place(range).range()
    }

    /// Whether bash would put the names of files in its place, if some match.
    pub(crate) fn globs(&self) -> bool {
        self.arg.glob
    }

    /// Whether something in it is for the reader to fill in.
    pub(crate) fn placeholder(&self) -> bool {
        self.arg.placeholder()
    }

    /// Whether it and `other` were written as one word, which braces made into several.
    pub(crate) fn twin_of(&self, other: &Word) -> bool {
        self.arg.bytes == other.arg.bytes
    }

    /// The word from a byte of its head on, what is unknown written as `stand_in`.
    pub(crate) fn spelled(&self, from: usize, stand_in: &str) -> Spelled {
        let quoted = |wanted: bool| {
            self.arg
                .pieces
                .iter()
                .any(|piece| piece.text.is_some() && piece.quoted == wanted)
        };
        let mut spelled = Spelled {
            half_quoted: quoted(true) && quoted(false),
            word: self.range(),
            ..Spelled::default()
        };
        let mut skip = from;
        for piece in &self.arg.pieces {
            let start = spelled.text.len();
            let Some(text) = &piece.text else {
                spelled.text.push_str(stand_in);
                spelled.unknown.push(start..spelled.text.len());
                spelled.parts.push(Part {
                    start,
                    written: piece.bytes.range(),
                    exact: false,
                });
                continue;
            };
            let skipped = skip.min(text.len());
            skip -= skipped;
            let rest = text.get(skipped..).unwrap_or_default();
            if rest.is_empty() && !spelled.parts.is_empty() {
                continue;
            }
            let written = piece.bytes.range();
            let exact = written.len() == text.len();
            spelled.text.push_str(rest);
            let first = if exact { written.start + skipped } else { written.start };
            spelled.parts.push(Part {
                start,
                written: first..written.end,
                exact,
            });
        }
        spelled
    }
}

/// The words behind the name of a call; whether more may come from elsewhere, or something was left out.
pub(crate) fn words<'c>(call: &'c Call<'c>, placeholders: bool) -> (Vec<Word<'c>>, bool) {
    let mut open = call.open_ended;
    let mut words: Vec<Word> = call.argv.iter().skip(1).map(Word::new).collect();
    if placeholders {
        let before = words.len();
        words.retain(|word| !word.text.as_deref().is_some_and(placeholder::is_elision));
        open |= words.len() < before;
    }
    (words, open)
}

/// A value as it would be read, and where its bytes come from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spelled {
    /// What it says; stand-ins for what is unknown.
    pub(crate) text: String,
    /// Where in `text` the stand-ins are.
    pub(crate) unknown: Vec<Range<usize>>,
    /// Whether some of it stands in quotes of the shell, and some does not.
    pub(crate) half_quoted: bool,
    /// Where the whole word stands.
    word: Range<usize>,
    parts: Vec<Part>,
}

/// A run of a value that comes from one place.
#[derive(Clone, Debug)]
struct Part {
    /// Where it begins in the value.
    start: usize,
    /// Where it is written.
    written: Range<usize>,
    /// Whether it is written byte for byte.
    exact: bool,
}

impl Spelled {
    /// Whether something in a range is unknown.
    pub(crate) fn doubts(&self, range: &Range<usize>) -> bool {
        let meets =
            |unknown: &Range<usize>| unknown.start < range.end.max(range.start + 1) && range.start < unknown.end;
        self.unknown.iter().any(meets)
    }

    /// Where a range of the value is written.
    pub(crate) fn place(&self, range: Range<usize>) -> Range<usize> {
        if self.text.is_empty() {
            return self.word.clone();
        }
        let start = self.point(range.start, true);
        let end = self.point(range.end.max(range.start), false);
        start..end.max(start)
    }

    /// Where a range is written, if it is written byte for byte in one run.
    pub(crate) fn exactly(&self, range: Range<usize>) -> Option<Range<usize>> {
        let part = self.parts.iter().rev().find(|part| part.start <= range.start)?;
        let at = part.written.start + range.start - part.start..part.written.start + range.end - part.start;
        (part.exact && at.end <= part.written.end).then_some(at)
    }

    fn point(&self, at: usize, first: bool) -> usize {
        let before = |part: &&Part| if first { part.start <= at } else { part.start < at };
        let part = self.parts.iter().rev().find(before).or_else(|| self.parts.first());
        part.map_or(0, |part| match (part.exact, first) {
            (true, _) => (part.written.start + at.saturating_sub(part.start)).min(part.written.end),
            (false, true) => part.written.start,
            (false, false) => part.written.end,
        })
    }
}
