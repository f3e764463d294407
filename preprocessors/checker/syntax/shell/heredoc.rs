//! Here-documents: an operator now, a body after the next line break.

use super::quote::Inside;
use super::reader::{Parser, Pending};
use super::tree::{Bytes, Heredoc, LeafKind, Part, PartKind, Word};
use std::borrow::Cow;

/// How many bash takes before it gives up.
pub(super) const MOST: usize = 16;

impl Parser<'_> {
    /// Remembers a here-document; its index among those of the script.
    pub(super) fn heredoc(&mut self, target: &Word, tabs: bool) -> usize {
        let index = self.heredocs.len();
        let (end, literal) = self.end_word(target);
        let nowhere = Bytes::new(self.at, self.at);
        self.heredocs.push(Heredoc {
            body: nowhere,
            literal,
            tabs,
            ended: false,
            parts: Vec::new(),
        });
        self.pending.push(Pending { index, end });
        index
    }

    /// The line that ends a here-document, and whether quotes make its body literal.
    fn end_word(&self, target: &Word) -> (String, bool) {
        let mut end = String::new();
        let mut literal = false;
        for part in &target.parts {
            let text = part.bytes.of(self.text);
            let inside = |front: usize| text.get(front..text.len().max(front + 1) - 1).unwrap_or_default();
            match part.kind {
                PartKind::Continuation => {}
                PartKind::Escape => {
                    literal = true;
                    end.push_str(text.get(1..).unwrap_or_default());
                }
                PartKind::Single => {
                    literal = true;
                    end.push_str(inside(1));
                }
                PartKind::Ansi => {
                    literal = true;
                    end.push_str(inside(2));
                }
                PartKind::Double(_) => {
                    literal = true;
                    let body = inside(text.find('"').map_or(1, |quote| quote + 1));
                    end.push_str(&body.replace("\\\"", "\"").replace("\\\\", "\\").replace("\\$", "$"));
                }
                _ => end.push_str(text),
            }
        }
        (end, literal)
    }

    /// Reads the bodies that wait for this line break.
    pub(super) fn bodies(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        self.urgent = 0;
        for pending in std::mem::take(&mut self.pending) {
            self.heredoc_body(&pending);
        }
    }

    fn heredoc_body(&mut self, pending: &Pending) {
        let start = self.at;
        let (literal, tabs) = match self.heredocs.get(pending.index) {
            Some(heredoc) => (heredoc.literal, heredoc.tabs),
            None => return,
        };
        let mut ended = false;
        let mut body_end = start;
        while self.at < self.src.len() {
            let line_start = self.at;
            body_end = line_start;
            let (line, next) = self.heredoc_line(line_start, literal, tabs);
            if line == pending.end {
                self.at = next;
                ended = true;
                break;
            }
            // In `$( )` the rest of the line may close the substitution: `EOF)`.
            let rest = line
                .strip_prefix(pending.end.as_str())
                .filter(|rest| rest.contains(')'));
            if let (true, Some(rest)) = (self.context.substitution, rest) {
                let line_break = usize::from(self.byte(next - 1) == b'\n');
                self.at = next - line_break - rest.len();
                ended = true;
                break;
            }
            self.at = next;
            body_end = next;
        }
        let end = self.at;
        let body = Bytes::new(start, body_end);
        self.at = start;
        let parts = if literal { Vec::new() } else { self.body_parts(body_end) };
        self.at = end;
        self.leaf(LeafKind::Heredoc, end);
        if let Some(heredoc) = self.heredocs.get_mut(pending.index) {
            heredoc.body = body;
            heredoc.ended = ended;
            heredoc.parts = parts;
        }
    }

    /// One line of a body as bash compares it, and where the next begins.
    fn heredoc_line(&self, start: usize, literal: bool, tabs: bool) -> (Cow<'_, str>, usize) {
        let text = self.text.get(..self.src.len()).unwrap_or_default();
        let mut line = Cow::Borrowed("");
        let mut at = start;
        loop {
            let rest = text.get(at..).unwrap_or_default();
            let length = rest.bytes().position(|byte| byte == b'\n').unwrap_or(rest.len());
            let next = at + length + usize::from(length < rest.len());
            let piece = &rest[..length];
            let slashes = piece.bytes().rev().take_while(|&byte| byte == b'\\').count();
            let joins = !literal && slashes % 2 == 1 && next > at + length;
            let kept = if joins { &piece[..length - 1] } else { piece };
            let kept = if tabs && at == start {
                kept.trim_start_matches('\t')
            } else {
                kept
            };
            if line.is_empty() {
                line = Cow::Borrowed(kept);
            } else {
                line.to_mut().push_str(kept);
            }
            at = next;
            if !joins {
                return (line, at);
            }
        }
    }

    /// The expansions in a body, which begins here and ends at `end`.
    fn body_parts(&mut self, end: usize) -> Vec<Part> {
        let body = self.src.get(self.at..end).unwrap_or_default();
        if !body.iter().any(|byte| matches!(byte, b'$' | b'`')) {
            return Vec::new();
        }
        let parts = self.tolerantly(end, |p| {
            let mut parts = Vec::new();
            let mut run = p.at;
            while !p.failed && p.at < end {
                let rest = p.src.get(p.at..).unwrap_or_default();
                let skip = rest.iter().position(|byte| matches!(byte, b'$' | b'`' | b'\\'));
                p.at += skip.unwrap_or(rest.len());
                if p.at >= end {
                    break;
                }
                if let Some(part) = p.special(&mut parts, run, Inside::Body) {
                    parts.push(part);
                    run = p.at;
                }
            }
            if p.at > run {
                p.leaf(LeafKind::Heredoc, p.at);
                parts.push(Part {
                    bytes: Bytes::new(run, p.at),
                    kind: PartKind::Text,
                });
            }
            parts
        });
        parts.unwrap_or_default()
    }
}
