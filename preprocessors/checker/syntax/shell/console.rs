//! Console transcripts: commands after a prompt, and what they print.
//!
//! A command goes on until bash would run it: over a trailing backslash, an open
//! quote, a here-document, with `> ` before the lines or without. What follows, up
//! to the next prompt, is output and is not read.

use super::calls::{Call, calls};
use super::hidden;
use super::reader::Parser;
use super::tree::{Bytes, Leaf, LeafKind, Script};
use super::{Options, extras};
use crate::diagnostic::Finding;
use std::borrow::Cow;
use std::ops::Range;

/// A transcript.
#[derive(Debug, Default)]
pub struct Console<'t> {
    /// Its commands with their outputs, in order.
    pub entries: Vec<Entry<'t>>,
    /// Every byte of the transcript, in order and without a gap.
    pub leaves: Vec<Leaf>,
}

/// One command and what it prints.
#[derive(Debug)]
pub struct Entry<'t> {
    /// The prompt, the blank after it included. Empty if the transcript has none.
    pub prompt: Bytes,
    /// Whether the prompt is that of the superuser.
    pub root: bool,
    /// The command from its first line to its last, in the transcript.
    pub command: Bytes,
    /// The command without the `> ` before its further lines; the tree's offsets are in here.
    pub text: Cow<'t, str>,
    /// The command as bash reads it.
    pub script: Script,
    /// What is printed, a line of the exit status left out.
    pub output: Bytes,
    /// The exit status, if a line like `? 1` tells it.
    pub status: Option<i32>,
    /// Where the pieces of `text` stand in the transcript: (offset in `text`, offset there).
    pieces: Vec<(u32, u32)>,
}

impl Entry<'_> {
    /// Where bytes of [`Entry::text`] stand in the transcript.
    pub fn place(&self, bytes: Bytes) -> Bytes {
        let place = |at: u32| {
            let index = self.pieces.partition_point(|piece| piece.0 <= at).saturating_sub(1);
            let (from, to) = self.pieces.get(index).copied().unwrap_or_default();
            at - from + to
        };
        let start = place(bytes.start);
        // The end belongs to the byte before it: no range ends behind a `> ` that is not in it.
        let end = if bytes.end > bytes.start {
            place(bytes.end - 1) + 1
        } else {
            start
        };
        Bytes { start, end }
    }

    /// A finding about [`Entry::text`], at its places in the transcript.
    fn placed(&self, finding: Finding) -> Finding {
        let place = |at: Range<usize>| self.place(Bytes::new(at.start, at.end)).range();
        let exactly = |at: Range<usize>| Some(place(at.clone())).filter(|placed| placed.len() == at.len());
        finding.map(place, exactly)
    }

    /// The simple commands in it, with places in the transcript.
    pub fn calls(&self) -> Vec<Call<'static>> {
        let found = calls(&self.script, &self.text);
        found
            .into_iter()
            .map(|call| call.moved(&|bytes| self.place(bytes)))
            .collect()
    }
}

/// What a line begins with.
#[derive(Clone, Copy)]
struct Prompt {
    length: usize,
    root: bool,
    /// `# ` alone, which may be a comment as well.
    bare_root: bool,
    /// Whether readers do not see the line.
    hidden: bool,
}

/// Whether a text that should be commands is a transcript: where its first prompt stands.
///
/// Only `$` counts: `#` begins a comment there.
pub fn first_prompt(text: &str) -> Option<Bytes> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(prompt) = prompt(line).filter(|prompt| !prompt.root && !prompt.hidden) {
            return Some(Bytes::new(start, start + prompt.length));
        }
        let code = line.trim_start_matches([' ', '\t']);
        if !code.trim().is_empty() && !code.starts_with('#') {
            return None;
        }
        start += line.len();
    }
    None
}

/// Reads a transcript: what was typed, and what is wrong with it.
pub fn parse_console<'t>(text: &'t str, options: &Options) -> (Console<'t>, Vec<Finding>) {
    if u32::try_from(text.len()).is_err() {
        return (Console::default(), Vec::new());
    }
    let mut reading = Reading {
        text,
        options: *options,
        console: Console::default(),
        found: Vec::new(),
    };
    let prompts = prompts(text);
    if prompts.is_empty() {
        reading.without_prompt();
    }
    for (index, &(start, prompt)) in prompts.iter().enumerate() {
        let end = prompts.get(index + 1).map_or(text.len(), |next| next.0);
        reading.entry(start, prompt, end);
    }
    reading.leaf(LeafKind::Output, text.len());
    (reading.console, reading.found)
}

/// Where the lines with a prompt begin.
fn prompts(text: &str) -> Vec<(usize, Prompt)> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        found.extend(prompt(line).map(|prompt| (start, prompt)));
        start += line.len();
    }
    if found.iter().any(|(_, prompt)| !prompt.bare_root && !prompt.hidden) {
        // Beside real prompts, `# ` begins a comment or is output.
        found.retain(|(_, prompt)| !prompt.bare_root);
    }
    found
}

fn prompt(line: &str) -> Option<Prompt> {
    let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
    let code = line[indent..].trim_end_matches(['\n', '\r']);
    if code.starts_with(hidden::MARK) {
        return Some(Prompt {
            length: indent + hidden::MARK.len(),
            root: false,
            bare_root: false,
            hidden: true,
        });
    }
    let sign = code
        .match_indices(['$', '#'])
        .find(|&(at, _)| at + 1 == code.len() || code[at + 1..].starts_with(' '));
    let (at, sign) = sign?;
    let before = &code[..at];
    let root = sign == "#";
    let bare = before.is_empty();
    if !bare && !is_host(before) {
        return None;
    }
    let rest = code[at + 1..].trim_start_matches(' ');
    if bare && root && !is_typed(rest) {
        return None;
    }
    Some(Prompt {
        length: indent + (code.len() - rest.len()),
        root,
        bare_root: bare && root,
        hidden: false,
    })
}

/// Whether this stands before the `$` of a prompt: `user@host:~`, `[root@host ~]`, `(venv) `, `bash-5.2`.
fn is_host(before: &str) -> bool {
    let mut rest = before.trim_end();
    if let Some((first, after)) = rest.strip_prefix('(').and_then(|inside| inside.split_once(')'))
        && !first.contains(' ')
    {
        rest = after.trim_start();
    }
    let bracketed = rest.starts_with('[') && rest.ends_with(']') && rest.contains('@');
    let shell = rest.strip_prefix("bash-").or_else(|| rest.strip_prefix("sh-"));
    let version = shell.is_some_and(|version| version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
    let host = rest.contains('@') && !rest.contains([' ', '"', '\'', '=', '/']) || {
        let place = rest
            .split_once(':')
            .filter(|(host, _)| host.contains('@') && !host.contains([' ', '/', '"']));
        place.is_some_and(|(_, path)| path.starts_with(['~', '/']) && !path.contains(' '))
    };
    rest.is_empty() || bracketed || version || host
}

/// Whether what follows `# ` was typed as a command, and is not a comment.
fn is_typed(rest: &str) -> bool {
    let command = rest.split(' ').next().unwrap_or_default();
    let starts = command.starts_with(|c: char| c.is_ascii_lowercase() || "./~".contains(c));
    starts && rest.is_ascii() && !rest.ends_with(['.', ':', '?', '!'])
}

struct Reading<'t> {
    text: &'t str,
    options: Options,
    console: Console<'t>,
    found: Vec<Finding>,
}

impl<'t> Reading<'t> {
    fn leaf(&mut self, kind: LeafKind, end: usize) {
        let from = self.console.leaves.last().map_or(0, |leaf| leaf.end as usize);
        if end > from {
            let end = u32::try_from(end).unwrap_or(u32::MAX);
            self.console.leaves.push(Leaf { end, kind });
        }
    }

    /// A block without any prompt is commands if it reads as such, and output otherwise.
    fn without_prompt(&mut self) {
        let (script, found) = super::parse(self.text, &self.options);
        if script.list.items.is_empty() || found.iter().any(|finding| finding.rule == "shell-syntax") {
            return;
        }
        self.console.leaves.clone_from(&script.leaves);
        self.found = found;
        self.console.entries.push(Entry {
            prompt: Bytes::default(),
            root: false,
            command: Bytes::new(0, self.text.len()),
            text: Cow::Borrowed(self.text),
            script,
            output: Bytes::new(self.text.len(), self.text.len()),
            status: None,
            pieces: vec![(0, 0)],
        });
    }

    /// Reads one command and its output, which end before `end`.
    fn entry(&mut self, start: usize, prompt: Prompt, end: usize) {
        let from = start + prompt.length;
        self.leaf(LeafKind::Output, start);
        self.leaf(LeafKind::Prompt, from);
        let (text, pieces, typed_to) = self.typed(from, end);
        let mut parser = Parser::new(&text, self.options.placeholders);
        let mut script = parser.first_line();
        let used = parser.at;
        let (faults, suspects) = (parser.faults, parser.suspects);
        script.leaves.retain(|leaf| leaf.end as usize <= used);
        let faults = extras(
            text.get(..used).unwrap_or_default(),
            &script,
            faults,
            &suspects,
            &self.options,
        );
        let stop = if pieces.len() == 1 {
            from + used
        } else {
            // What begins with `> ` after a complete command is output, as npm prints it.
            let more = pieces
                .iter()
                .find(|piece| piece.0 as usize >= used)
                .map(|piece| piece.1 as usize);
            more.map_or(typed_to, |more| {
                self.text[..more].rfind('\n').map_or(from, |found| found + 1)
            })
        };
        let mut entry = Entry {
            prompt: Bytes::new(start, from),
            root: prompt.root,
            command: Bytes::new(from, stop),
            text,
            script,
            output: Bytes::new(stop, end),
            status: None,
            pieces,
        };
        self.found
            .extend(faults.into_iter().map(|finding| entry.placed(finding)));
        self.typed_leaves(&entry);
        self.leaf(LeafKind::Blank, stop);
        let line = self
            .text
            .get(stop..end)
            .unwrap_or_default()
            .split_inclusive('\n')
            .next()
            .unwrap_or_default();
        if let Some(status) = line.strip_prefix("? ").and_then(|status| status.trim().parse().ok()) {
            entry.status = Some(status);
            entry.output = Bytes::new(stop + line.len(), end);
            self.leaf(LeafKind::Status, stop + line.len());
        }
        self.console.entries.push(entry);
    }

    /// The leaves of a command, at their places in the transcript.
    fn typed_leaves(&mut self, entry: &Entry<'t>) {
        let mut from = 0;
        let mut pieces = entry.pieces.iter().skip(1).peekable();
        for leaf in &entry.script.leaves {
            // A leaf over several lines is cut where a `> ` stands between them.
            while let Some(&&(at, to)) = pieces.peek().filter(|piece| piece.0 < leaf.end) {
                if at > from {
                    let end = entry.place(Bytes { start: from, end: at }).end;
                    self.leaf(leaf.kind, end as usize);
                }
                self.leaf(LeafKind::Prompt, to as usize);
                from = at;
                pieces.next();
            }
            let end = entry
                .place(Bytes {
                    start: from,
                    end: leaf.end,
                })
                .end;
            self.leaf(leaf.kind, end as usize);
            from = leaf.end;
        }
    }

    /// What may have been typed: all up to the next prompt, or the lines with `> ` without that.
    ///
    /// Also where its pieces stand, and where it ends.
    fn typed(&self, from: usize, end: usize) -> (Cow<'t, str>, Vec<(u32, u32)>, usize) {
        let text = self.text.get(from..end).unwrap_or_default();
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let mut lines = text.split_inclusive('\n');
        let first = lines.next().unwrap_or_default();
        let mut joined = String::new();
        let mut pieces = vec![(0, place(from))];
        let mut at = from + first.len();
        for line in lines {
            let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
            let code = &line[indent..];
            let length = if code.starts_with("> ") {
                2
            } else {
                usize::from(code.trim_end() == ">")
            };
            if length == 0 {
                break;
            }
            if joined.is_empty() {
                joined.push_str(first);
            }
            pieces.push((place(joined.len()), place(at + indent + length)));
            joined.push_str(&code[length..]);
            at += line.len();
        }
        if joined.is_empty() {
            (Cow::Borrowed(text), pieces, end)
        } else {
            (Cow::Owned(joined), pieces, at)
        }
    }
}
