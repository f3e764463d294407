//! Collections in brackets: `[a, b]` and `{a: 1}`.

use super::chars::is_flow;
use super::reader::Reader;
use super::{DEEPEST, Member, NodeId, Style, Value, fault};
use crate::syntax::{Mapped, TokenKind};

impl Reader<'_> {
    /// Reads a collection in brackets that stands in a block indented by `indent`.
    pub(super) fn flow(&mut self, indent: isize) -> NodeId {
        if self.depth >= DEEPEST {
            return self.give_up();
        }
        self.depth += 1;
        let node = match self.peek() {
            Some(b'[') => self.flow_sequence(indent),
            _ => self.flow_mapping(indent),
        };
        self.depth -= 1;
        node
    }

    fn flow_sequence(&mut self, indent: isize) -> NodeId {
        let (start, elisions) = (self.pos, self.elisions);
        self.sign();
        let mut elements = Vec::new();
        loop {
            if !self.flow_next(indent, start, '[') {
                break;
            }
            match self.peek() {
                Some(b']') => {
                    self.sign();
                    break;
                }
                Some(b',') => {
                    self.report(fault::stray(self.pos..self.pos + 1, ','));
                    self.sign();
                    continue;
                }
                _ => {}
            }
            let element = self.flow_element(indent);
            elements.push(element);
            if !self.flow_separator(indent, start, '[') {
                break;
            }
        }
        let open = self.elisions > elisions;
        self.node(start..self.pos, Value::Sequence { elements, open })
    }

    /// An element, or a pair that stands for a mapping of one member.
    fn flow_element(&mut self, indent: isize) -> NodeId {
        if self.at_sign(b'?') {
            self.sign();
            self.skip_within(false);
        }
        let (start, token) = (self.pos, self.tree.tokens.len());
        let element = self.flow_node(indent);
        let quoted = self
            .tree
            .scalar(element)
            .is_some_and(|scalar| scalar.style == Style::Quoted);
        let at = self.pos;
        self.skip_blanks();
        if !(self.at_sign(b':') || (self.peek() == Some(b':') && (quoted || is_flow(self.peek_at(1))))) {
            self.pos = at;
            return element;
        }
        let member = self.flow_pair(indent, element, token);
        let range = start..self.pos;
        self.node(
            range,
            Value::Mapping {
                members: vec![member],
                open: false,
            },
        )
    }

    fn flow_pair(&mut self, indent: isize, key: NodeId, token: usize) -> Member {
        if let Some(token) = self.tree.tokens.get_mut(token) {
            token.kind = TokenKind::Property;
        }
        self.sign();
        self.skip_within(false);
        let value = match self.peek() {
            None | Some(b',' | b']' | b'}') => self.null(self.pos),
            _ => self.flow_node(indent),
        };
        Member {
            key: self.tree.string(key).unwrap_or_default().to_owned(),
            key_range: self.tree[key].range.clone(),
            value,
        }
    }

    fn flow_mapping(&mut self, indent: isize) -> NodeId {
        let (start, elisions) = (self.pos, self.elisions);
        self.sign();
        let mut members = Vec::new();
        loop {
            if !self.flow_next(indent, start, '{') {
                break;
            }
            match self.peek() {
                Some(b'}') => {
                    self.sign();
                    break;
                }
                Some(b',') => {
                    self.report(fault::stray(self.pos..self.pos + 1, ','));
                    self.sign();
                    continue;
                }
                _ => {}
            }
            if self.at_sign(b'?') {
                self.sign();
                self.skip_within(false);
            }
            let token = self.tree.tokens.len();
            let key = self.flow_node(indent);
            self.skip_within(false);
            let member = if self.peek() == Some(b':') {
                self.flow_pair(indent, key, token)
            } else {
                let value = self.null(self.pos);
                Member {
                    key: self.tree.string(key).unwrap_or_default().to_owned(),
                    key_range: self.tree[key].range.clone(),
                    value,
                }
            };
            members.push(member);
            if !self.flow_separator(indent, start, '{') {
                break;
            }
        }
        let open = self.elisions > elisions;
        self.node(start..self.pos, Value::Mapping { members, open })
    }

    /// Goes to what comes next in brackets; says whether the collection can go on.
    fn flow_next(&mut self, indent: isize, start: usize, open: char) -> bool {
        let (pos, line) = (self.pos, self.line);
        self.skip_within(false);
        let fell_out = self.line != line
            && self.pos < self.bytes.len()
            && self.column() as isize <= indent
            && !is_flow(self.peek());
        if self.pos < self.bytes.len() && !fell_out {
            return true;
        }
        let at_end = self.text[..pos.min(self.text.len())].trim_end().len();
        let end = (at_end > start + 1).then_some(at_end..at_end);
        self.report(fault::unclosed(start..start + 1, open, end));
        // The line is read again, as what it looks like.
        (self.pos, self.line) = (pos, line);
        false
    }

    /// After an element: a comma, or the end. Says whether the collection goes on.
    fn flow_separator(&mut self, indent: isize, start: usize, open: char) -> bool {
        if !self.flow_next(indent, start, open) {
            return false;
        }
        let close = if open == '[' { b']' } else { b'}' };
        match self.peek() {
            Some(b',') => {
                self.sign();
                true
            }
            Some(byte) if byte == close => true,
            Some(byte @ (b']' | b'}')) => {
                self.report(fault::stray(self.pos..self.pos + 1, char::from(byte)));
                self.sign();
                false
            }
            _ => {
                let before = &self.text[..self.pos];
                let expression = self.peek() == Some(b'{') && before.ends_with('$');
                let at = if expression {
                    self.pos - 1..self.pos + 2
                } else {
                    self.pos..self.pos + 1
                };
                self.report(fault::no_comma(self.whole(at), start..start + 1, expression));
                if expression {
                    self.expression();
                }
                true
            }
        }
    }

    /// A range that begins and ends between characters.
    fn whole(&self, mut range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        range.end = range.end.min(self.text.len());
        while !self.text.is_char_boundary(range.end) {
            range.end += 1;
        }
        range
    }

    /// Goes past the rest of a `${{ }}` that brackets took apart.
    fn expression(&mut self) {
        let end = self.line_end();
        let close = self.text[self.pos..end].find("}}").map_or(end, |at| self.pos + at + 2);
        self.token(self.pos..close, TokenKind::Invalid);
        self.pos = close;
    }

    fn flow_node(&mut self, indent: isize) -> NodeId {
        let start = self.pos;
        while matches!(self.peek(), Some(b'!' | b'&')) {
            let from = self.pos;
            while !super::chars::is_blank_or_break(self.peek()) && !is_flow(self.peek()) {
                self.pos += 1;
            }
            self.token(from..self.pos, TokenKind::Variable);
            self.skip_within(false);
        }
        let tagged = self.pos > start;
        let node = match self.peek() {
            Some(b'"') => self.double(),
            Some(b'\'') => self.single(),
            Some(b'[' | b'{') => self.flow(indent),
            Some(b'*') => self.alias(true),
            None | Some(b',' | b']' | b'}') => self.null(self.pos),
            _ => self.flow_plain(indent),
        };
        if tagged {
            let end = self.tree[node].range.end;
            return self.node(start..end.max(start), Value::Unknown);
        }
        node
    }

    fn flow_plain(&mut self, indent: isize) -> NodeId {
        let start = self.pos;
        if let Some(mark @ (b'@' | b'`' | b'%')) = self.peek() {
            self.report(fault::reserved(start..start + 1, char::from(mark)));
        }
        let mut content = Mapped::default();
        let (mut end, _) = self.plain_line(true);
        if end == start {
            // A lone colon, or a `#` that is no comment.
            end = start + self.text[start..].chars().next().map_or(0, char::len_utf8);
        }
        content.push(&self.text[start..end], start..end);
        self.pos = end;
        loop {
            let (pos, line) = (self.pos, self.line);
            self.skip_blanks();
            let broke = self.peek() == Some(b'\n');
            while self.peek() == Some(b'\n') {
                self.pos += 1;
                self.line = self.pos;
                self.skip_blanks();
            }
            let stops = !broke
                || self.peek().is_none()
                || is_flow(self.peek())
                || self.peek() == Some(b'#')
                || self.at_sign(b':')
                || self.column() as isize <= indent;
            let next = if stops { self.pos } else { self.plain_line(true).0 };
            if next == self.pos {
                (self.pos, self.line) = (pos, line);
                break;
            }
            content.push(" ", end..self.pos);
            content.push(&self.text[self.pos..next], self.pos..next);
            end = next;
            self.pos = end;
        }
        let kind = match content.text.as_str() {
            "true" | "false" | "null" | "~" => TokenKind::Literal,
            text if super::chars::is_number(text) => TokenKind::Number,
            _ => TokenKind::String,
        };
        self.token(start..end, kind);
        self.scalar_node(start..end, content, Style::Plain)
    }
}
