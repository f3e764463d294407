//! Mappings and sequences that are told by their indentation.

use super::chars::is_blank_or_break;
use super::reader::Reader;
use super::{DEEPEST, Member, NodeId, Style, Value, fault};
use crate::syntax::TokenKind;
use std::collections::HashMap;
use std::ops::Range;

/// What a value stands behind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// `key:`
    Key,
    /// `-` or `?`, on whose line a collection may begin.
    Sign,
    /// Nothing: it begins a document, or a line.
    Nothing,
}

/// What was read where a key may stand.
struct Atom {
    node: NodeId,
    /// All of it, its tag and anchor included.
    range: Range<usize>,
    /// Its first token.
    token: usize,
}

impl Reader<'_> {
    /// Reads the node that a document begins with.
    pub(super) fn root(&mut self) -> NodeId {
        self.value(-1, Behind::Nothing)
    }

    fn value(&mut self, indent: isize, behind: Behind) -> NodeId {
        if self.depth >= DEEPEST {
            return self.give_up();
        }
        self.depth += 1;
        let node = self.value_behind(indent, behind);
        self.depth -= 1;
        node
    }

    fn value_behind(&mut self, indent: isize, behind: Behind) -> NodeId {
        let (line, at, elisions) = (self.line, self.pos, self.elisions);
        self.skip();
        if self.line == line && behind != Behind::Nothing && self.pos < self.bytes.len() {
            return match behind {
                Behind::Key => self.inline(indent),
                _ => self.block_node(indent),
            };
        }
        let column = self.column() as isize;
        let deeper = column > indent || (behind == Behind::Key && column == indent && self.at_sign(b'-'));
        if !self.at_end_of_document() && deeper {
            return self.block_node(indent.min(column - 1));
        }
        if self.elisions > elisions {
            return self.node(at..at, Value::Unknown);
        }
        self.null(at)
    }

    /// What stands behind `key:` on its line.
    fn inline(&mut self, indent: isize) -> NodeId {
        if self.at_sign(b'-') {
            self.report(fault::item_after_key(self.pos..self.pos + 1));
            return self.block_node(indent);
        }
        let start = self.pos;
        if self.properties() {
            self.skip_blanks();
            let node = match self.peek() {
                None | Some(b'\n' | b'#') => self.value(indent, Behind::Key),
                _ => self.inline(indent),
            };
            return self.tagged(start, node);
        }
        if matches!(self.peek(), Some(b'|' | b'>')) {
            return self.block_scalar(indent);
        }
        let node = self.atom(indent, false);
        self.end_of_line(node);
        node
    }

    /// A node that begins a line, or stands behind `-`.
    fn block_node(&mut self, indent: isize) -> NodeId {
        let column = self.column();
        if self.at_sign(b'-') {
            return self.sequence(column);
        }
        if self.at_sign(b'?') {
            return self.mapping(column, None);
        }
        if matches!(self.peek(), Some(b'|' | b'>')) {
            return self.block_scalar(indent);
        }
        let start = self.pos;
        let token = self.tree.tokens.len();
        let line = self.line;
        if self.properties() {
            self.skip_blanks();
            if matches!(self.peek(), None | Some(b'\n' | b'#')) {
                let node = self.value(indent, Behind::Nothing);
                return self.tagged(start, node);
            }
            if matches!(self.peek(), Some(b'|' | b'>')) {
                let node = self.block_scalar(indent);
                return self.tagged(start, node);
            }
        }
        let tagged = self.pos > start;
        let node = self.atom(indent, false);
        let range = start..self.tree[node].range.end.max(start);
        if self.line == line && self.colon_follows() {
            let first = Atom { node, range, token };
            return self.mapping(column, Some(first));
        }
        self.end_of_line(node);
        if tagged { self.tagged(start, node) } else { node }
    }

    /// Goes past tags and anchors; says whether there were any.
    fn properties(&mut self) -> bool {
        let start = self.pos;
        while matches!(self.peek(), Some(b'!' | b'&')) {
            let from = self.pos;
            while !is_blank_or_break(self.peek()) {
                self.pos += 1;
            }
            self.token(from..self.pos, TokenKind::Variable);
            self.skip_blanks();
        }
        self.pos > start
    }

    /// The node that a tag or anchor stands before; what a tag makes of it is not known here.
    fn tagged(&mut self, start: usize, node: NodeId) -> NodeId {
        if self.bytes.get(start) == Some(&b'&') {
            return node;
        }
        let range = start..self.tree[node].range.end.max(start);
        self.node(range, Value::Unknown)
    }

    fn colon_follows(&mut self) -> bool {
        let at = self.pos;
        self.skip_blanks();
        let follows = self.at_sign(b':');
        if !follows {
            self.pos = at;
        }
        follows
    }

    /// After a value: a comment may follow it on its line, and nothing else.
    fn end_of_line(&mut self, node: NodeId) {
        let at = self.pos;
        self.skip_blanks();
        match self.peek() {
            None | Some(b'\n') => return,
            Some(b'#') if self.pos > at => return,
            _ => {}
        }
        let rest = self.rest();
        let finding = match &self.tree[node].value {
            _ if self.at_sign(b':') => fault::second_colon(self.pos..self.pos + 1),
            Value::Scalar(scalar) if scalar.style == Style::Quoted => fault::after_value(
                rest,
                if self.bytes[self.tree[node].range.start] == b'"' {
                    "`\"`"
                } else {
                    "`'`"
                },
            ),
            Value::Mapping { .. } => fault::after_value(rest, "`}`"),
            Value::Sequence { .. } => fault::after_value(rest, "`]`"),
            _ => fault::after_value(rest, "`*`"),
        };
        self.report(finding);
        self.skip_line(TokenKind::Invalid);
    }

    fn sequence(&mut self, column: usize) -> NodeId {
        let (start, elisions) = (self.pos, self.elisions);
        let mut elements = Vec::new();
        let mut end = start;
        while self.at_sign(b'-') {
            self.sign();
            let value = self.value(column as isize, Behind::Sign);
            end = self.tree[value].range.end.max(self.pos.min(end.max(start) + 1));
            elements.push(value);
            self.skip();
            if self.at_end_of_document() || self.column() < column || !self.at_sign(b'-') {
                break;
            }
            if self.column() > column {
                self.misplaced(start, column);
            }
        }
        let end = elements.last().map_or(end, |last| self.tree[*last].range.end);
        let open = self.elisions > elisions;
        self.node(start..end.max(start + 1), Value::Sequence { elements, open })
    }

    fn mapping(&mut self, column: usize, first: Option<Atom>) -> NodeId {
        let (start, elisions) = (first.as_ref().map_or(self.pos, |atom| atom.range.start), self.elisions);
        let mut members: Vec<Member> = Vec::new();
        let mut merged = false;
        let mut next = first;
        loop {
            if let Some(atom) = next.take() {
                let member = self.member(atom, column);
                merged |= member.key == "<<";
                members.push(member);
            } else if self.at_sign(b'?') {
                members.push(self.explicit(column));
            }
            self.skip();
            if self.at_end_of_document() || self.column() < column {
                break;
            }
            if self.column() > column {
                self.misplaced(start, column);
            }
            next = self.key();
            if next.is_none() && !self.at_sign(b'?') {
                self.skip_line(TokenKind::Invalid);
            }
        }
        self.twice(&members, column);
        let end = members.last().map_or(start, |last| self.tree[last.value].range.end);
        let open = merged || self.elisions > elisions;
        self.node(start..end.max(start), Value::Mapping { members, open })
    }

    fn misplaced(&mut self, first: usize, wanted: usize) {
        if !self.tabs {
            let found = self.column();
            self.report(fault::indentation(self.word(), first..first + 1, found, wanted));
        }
    }

    /// Reads a key up to its colon; what is none is told of.
    fn key(&mut self) -> Option<Atom> {
        if self.at_sign(b'-') {
            self.report(fault::item_among_keys(self.pos..self.pos + 1));
            return None;
        }
        if self.at_sign(b'?') {
            return None;
        }
        let (start, line, token) = (self.pos, self.line, self.tree.tokens.len());
        self.properties();
        let node = self.atom(isize::MAX, true);
        let range = start..self.tree[node].range.end.max(start);
        if self.line == line && self.colon_follows() {
            return Some(Atom { node, range, token });
        }
        if self.line == line {
            let text = &self.text[range.clone()];
            let glued = text
                .split_once(':')
                .is_some_and(|(key, value)| !key.is_empty() && !value.starts_with('/'));
            self.report(fault::no_colon(range, glued));
        }
        None
    }

    /// A key that was read, its colon, and the value behind it.
    fn member(&mut self, atom: Atom, column: usize) -> Member {
        if let Some(token) = self.tree.tokens.get_mut(atom.token) {
            token.kind = TokenKind::Property;
        }
        self.skip_blanks();
        self.sign();
        let value = self.value(column as isize, Behind::Key);
        Member {
            key: self.tree.string(atom.node).unwrap_or_default().to_owned(),
            key_range: atom.range,
            value,
        }
    }

    /// `? key` and `: value`.
    fn explicit(&mut self, column: usize) -> Member {
        let start = self.pos;
        self.sign();
        let key = self.value(column as isize, Behind::Sign);
        self.skip();
        let value = if self.column() == column && self.at_sign(b':') {
            self.sign();
            self.value(column as isize, Behind::Sign)
        } else {
            self.null(self.pos.min(self.bytes.len()))
        };
        Member {
            key: self.tree.string(key).unwrap_or_default().to_owned(),
            key_range: start..self.tree[key].range.end.max(start + 1),
            value,
        }
    }

    /// Tells of keys that stand twice in a mapping.
    fn twice(&mut self, members: &[Member], column: usize) {
        let mut seen: HashMap<&str, &Member> = HashMap::new();
        let mut found = Vec::new();
        for member in members.iter().filter(|m| !m.key.is_empty() && m.key != "<<") {
            let Some(first) = seen.insert(&member.key, member) else {
                continue;
            };
            // Alternatives of an excerpt stand apart from each other.
            if !(column == 0 && self.options.placeholders && self.stands_apart(member.key_range.start)) {
                found.push(fault::duplicate(
                    &member.key,
                    member.key_range.clone(),
                    first.key_range.clone(),
                ));
            }
        }
        found.into_iter().for_each(|finding| self.report_duplicate(finding));
    }

    /// Whether an empty line or a comment stands before a line.
    fn stands_apart(&self, at: usize) -> bool {
        let before = self.text[..at]
            .trim_end_matches([' ', '\t', '-'])
            .trim_end_matches('\n');
        let last = before.rsplit('\n').next().unwrap_or_default();
        self.text[before.len()..at].matches('\n').count() > 1 || last.trim_start().starts_with('#')
    }
}
