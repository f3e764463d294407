//! Scalars: plain, quoted, and in blocks; with a map of what they say to where it is written.

use super::chars::{is_blank_or_break, is_flow};
use super::reader::Reader;
use super::{NodeId, Scalar, Style, Value, fault};
use crate::placeholder;
use crate::syntax::{Mapped, TokenKind};

impl Reader<'_> {
    /// Reads a scalar, an alias or a collection in brackets; `lone` ones end with their line.
    pub(super) fn atom(&mut self, indent: isize, lone: bool) -> NodeId {
        let start = self.pos;
        match self.peek() {
            Some(b'"') => self.double(),
            Some(b'\'') => self.single(),
            Some(b'{') if self.fills_in() => self.plain(indent, lone),
            Some(b'[' | b'{') => self.flow(indent),
            Some(b'*') => self.alias(false),
            Some(mark @ (b'@' | b'`')) => {
                self.report(fault::reserved(start..start + 1, char::from(mark)));
                self.plain(indent, lone)
            }
            Some(b'%') if !self.fills_in() => {
                self.report(fault::reserved(start..start + 1, '%'));
                self.plain(indent, lone)
            }
            Some(mark @ (b']' | b'}' | b',')) => {
                self.report(fault::stray(start..start + 1, char::from(mark)));
                self.skip_line(TokenKind::Invalid);
                self.node(start..self.pos, Value::Unknown)
            }
            Some(mark @ (b'|' | b'>')) => {
                self.report(fault::reserved(start..start + 1, char::from(mark)));
                self.plain(indent, lone)
            }
            _ => self.plain(indent, lone),
        }
    }

    /// Whether `{{ name }}` or `%NAME%` stands here for something that the reader fills in.
    fn fills_in(&self) -> bool {
        if !self.options.placeholders {
            return false;
        }
        let rest = self.text[self.pos..self.line_end()].trim_end();
        match rest.strip_prefix("{{") {
            Some(rest) => rest.contains("}}"),
            None => rest.starts_with('%') && placeholder::is_placeholder(rest),
        }
    }

    /// `*name`.
    pub(super) fn alias(&mut self, flow: bool) -> NodeId {
        let start = self.pos;
        let ends = |byte| is_blank_or_break(byte) || (flow && is_flow(byte));
        while !ends(self.peek()) {
            self.pos += 1;
        }
        let name = &self.text[start + 1..self.pos];
        if name.is_empty() || name.contains(['*', '/', '.', '{', '$']) {
            self.report(fault::alias(start..self.pos));
            if !flow {
                self.pos = self.rest().end.max(self.pos);
            }
        }
        self.token(start..self.pos, TokenKind::Variable);
        self.node(start..self.pos, Value::Unknown)
    }

    /// A scalar without quotes, which may go on over lines that are indented deeper than `indent`.
    pub(super) fn plain(&mut self, indent: isize, lone: bool) -> NodeId {
        let start = self.pos;
        let mut content = Mapped::default();
        let (mut end, _) = self.plain_line(false);
        content.push(&self.text[start..end], start..end);
        self.pos = end;
        while !lone && self.goes_on(indent) {
            let from = end;
            let breaks = self.text[end..self.pos].matches('\n').count();
            let gap = if breaks > 1 {
                "\n".repeat(breaks - 1)
            } else {
                " ".to_owned()
            };
            let (next, colon) = self.plain_line(false);
            if colon {
                self.report(fault::swallowed(self.pos..next, start..end));
                self.pos = end;
                self.line = self.text[..end].rfind('\n').map_or(0, |at| at + 1);
                break;
            }
            content.push(&gap, from..self.pos);
            content.push(&self.text[self.pos..next], self.pos..next);
            end = next;
            self.pos = end;
        }
        let kind = plain_kind(&content.text);
        self.token(start..end, kind);
        self.scalar_node(start..end, content, Style::Plain)
    }

    /// Where the plain text of this line ends, and whether a colon ends it.
    pub(super) fn plain_line(&self, flow: bool) -> (usize, bool) {
        let mut end = self.pos;
        let mut at = self.pos;
        while let Some(&byte) = self.bytes.get(at) {
            let next = self.bytes.get(at + 1).copied();
            match byte {
                b'\n' => break,
                b':' if is_blank_or_break(next) || (flow && is_flow(next)) => break,
                b'#' if at > self.pos && is_blank_or_break(Some(self.bytes[at - 1])) => break,
                b' ' | b'\t' | b'\r' => {}
                _ if flow && is_flow(Some(byte)) => break,
                _ => end = at + 1,
            }
            at += 1;
        }
        (end, self.bytes.get(at) == Some(&b':'))
    }

    /// Goes to the line that continues a plain scalar, if the next one does.
    fn goes_on(&mut self, indent: isize) -> bool {
        let (pos, line) = (self.pos, self.line);
        self.skip_blanks();
        if self.peek() == Some(b'\n') {
            while self.peek() == Some(b'\n') {
                self.pos += 1;
                self.line = self.pos;
                self.skip_blanks();
            }
            let more = self.pos < self.bytes.len()
                && self.column() as isize > indent
                && self.peek() != Some(b'#')
                && !self.at_end_of_document()
                && !self.at_elision();
            if more {
                return true;
            }
        }
        (self.pos, self.line) = (pos, line);
        false
    }

    pub(super) fn single(&mut self) -> NodeId {
        let start = self.pos;
        let mut content = Mapped::default();
        let mut at = start + 1;
        let mut from = at;
        loop {
            match self.bytes.get(at) {
                None => return self.open_quote(start, '\''),
                Some(b'\'') if self.bytes.get(at + 1) == Some(&b'\'') => {
                    content.push(&self.text[from..at], from..at);
                    content.push("'", at..at + 2);
                    at += 2;
                    from = at;
                }
                Some(b'\'') => break,
                Some(b'\n') => {
                    at = self.fold(&mut content, from, at);
                    from = at;
                }
                Some(_) => at += 1,
            }
        }
        content.push(&self.text[from..at], from..at);
        self.quoted(start, at + 1, content)
    }

    pub(super) fn double(&mut self) -> NodeId {
        let start = self.pos;
        let mut content = Mapped::default();
        let mut at = start + 1;
        let mut from = at;
        loop {
            match self.bytes.get(at) {
                None => return self.open_quote(start, '"'),
                Some(b'"') => break,
                Some(b'\\') => {
                    content.push(&self.text[from..at], from..at);
                    at = self.escape(&mut content, at);
                    from = at;
                }
                Some(b'\n') => {
                    at = self.fold(&mut content, from, at);
                    from = at;
                }
                Some(_) => at += 1,
            }
        }
        content.push(&self.text[from..at], from..at);
        self.quoted(start, at + 1, content)
    }

    fn quoted(&mut self, start: usize, end: usize, content: Mapped) -> NodeId {
        self.pos = end;
        self.token(start..end, TokenKind::String);
        let style = Style::Quoted;
        self.node(start..end, Value::Scalar(Scalar { content, style }))
    }

    /// A line break in quotes: a blank, or as many breaks as there are empty lines.
    fn fold(&mut self, content: &mut Mapped, from: usize, at: usize) -> usize {
        let said = self.text[from..at].trim_end_matches([' ', '\t']).len();
        content.push(&self.text[from..from + said], from..from + said);
        let mut breaks = 0;
        let mut next = at;
        while let Some(b'\n' | b' ' | b'\t' | b'\r') = self.bytes.get(next) {
            if self.bytes[next] == b'\n' {
                breaks += 1;
                self.line = next + 1;
            }
            next += 1;
        }
        let gap = if breaks > 1 {
            "\n".repeat(breaks - 1)
        } else {
            " ".to_owned()
        };
        content.push(&gap, from + said..next);
        next
    }

    /// Reads one escape; gives where it ends.
    fn escape(&mut self, content: &mut Mapped, at: usize) -> usize {
        let Some(what) = self.text[at + 1..].chars().next() else {
            return at + 1;
        };
        let digits = match what {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        if digits > 0 {
            let hex = self.text.get(at + 2..at + 2 + digits);
            let hex = hex.filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
            let Some(code) = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()) else {
                self.report(fault::escape(at..at + 2, &format!("\\{what}")));
                content.push("?", at..at + 2);
                return at + 2;
            };
            let said = char::from_u32(code).unwrap_or('\u{fffd}').to_string();
            content.push(&said, at..at + 2 + digits);
            return at + 2 + digits;
        }
        let end = at + 1 + what.len_utf8();
        let said = match what {
            '\n' => {
                self.line = end;
                let blanks = self.text[end..].len() - self.text[end..].trim_start_matches([' ', '\t']).len();
                return end + blanks;
            }
            '0' => "\0",
            'a' => "\x07",
            'b' => "\x08",
            't' | '\t' => "\t",
            'n' => "\n",
            'v' => "\x0b",
            'f' => "\x0c",
            'r' => "\r",
            'e' => "\x1b",
            ' ' => " ",
            '"' => "\"",
            '/' => "/",
            '\\' => "\\",
            'N' => "\u{85}",
            '_' => "\u{a0}",
            'L' => "\u{2028}",
            'P' => "\u{2029}",
            _ => {
                self.report(fault::escape(at..end, &format!("\\{what}")));
                "?"
            }
        };
        content.push(said, at..end);
        end
    }

    /// A quote that nothing closes takes the rest of its line.
    fn open_quote(&mut self, start: usize, quote: char) -> NodeId {
        // The line breaks on the way were counted; it is read on from its first line.
        self.line = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        self.report(fault::unclosed(start..start + 1, quote, None));
        self.pos = start;
        self.skip_line(TokenKind::Invalid);
        self.node(start..self.pos, Value::Unknown)
    }

    /// `|` or `>` and the lines below it.
    pub(super) fn block_scalar(&mut self, indent: isize) -> NodeId {
        let start = self.pos;
        let folded = self.peek() == Some(b'>');
        self.pos += 1;
        let mut given = None;
        let mut chomp = None;
        while let Some(byte @ (b'+' | b'-' | b'1'..=b'9')) = self.peek() {
            match byte {
                b'+' | b'-' => chomp = Some(byte),
                digit => given = Some(usize::from(digit - b'0')),
            }
            self.pos += 1;
        }
        self.token(start..self.pos, TokenKind::Punctuation);
        let header = self.pos;
        self.skip_blanks();
        match self.peek() {
            None | Some(b'\n') => {}
            Some(b'#') if self.pos > header => {
                let end = self.line_end();
                self.token(self.pos..end, TokenKind::Comment);
            }
            Some(_) => {
                self.report(fault::header(self.rest()));
                self.skip_line(TokenKind::Invalid);
            }
        }
        self.pos = self.line_end();
        let given = given.map(|digit| usize::try_from(indent.max(0)).unwrap_or(0) + digit);
        let lines = self.block_lines(indent, given);
        self.block_content(start, &lines, folded, chomp)
    }

    /// The lines of a block scalar without their indentation, each with its line break; goes past them.
    fn block_lines(&mut self, indent: isize, given: Option<usize>) -> Vec<std::ops::Range<usize>> {
        let mut wanted = given;
        let mut lines = Vec::new();
        let mut at = self.pos + 1;
        while at < self.bytes.len() {
            let end = self.bytes[at..]
                .iter()
                .position(|b| *b == b'\n')
                .map_or(self.bytes.len(), |n| at + n + 1);
            let line = &self.bytes[at..end];
            let spaces = line.iter().take_while(|b| **b == b' ').count();
            let empty = line[spaces..].iter().all(|b| matches!(b, b'\n' | b'\r'));
            let blank = line.iter().all(|b| matches!(b, b'\n' | b'\r' | b' ' | b'\t'));
            if !empty {
                let tab = line.get(spaces) == Some(&b'\t') && spaces as isize <= indent;
                if tab && !blank {
                    self.line = at;
                    self.tabs = true;
                    self.report(fault::indented_with(at + spaces..at + spaces + 1, '\t'));
                } else if spaces as isize <= indent || wanted.is_some_and(|wanted| spaces < wanted) {
                    if blank {
                        lines.push(end - 1..end);
                        at = end;
                        continue;
                    }
                    break;
                }
                let marker = spaces == 0 && (line.starts_with(b"---") || line.starts_with(b"..."));
                if marker && line.get(3).is_none_or(|b| is_blank_or_break(Some(*b))) {
                    break;
                }
                wanted = wanted.or(Some(spaces));
            }
            let skip = match wanted {
                Some(wanted) => wanted.min(spaces),
                None => spaces,
            };
            lines.push(at + skip..end);
            at = end;
        }
        self.pos = lines.last().map_or(self.pos, |last| last.end);
        if self.pos > self.line && self.bytes.get(self.pos - 1) == Some(&b'\n') && !lines.is_empty() {
            self.line = self.pos;
        }
        lines
    }

    fn block_content(
        &mut self,
        start: usize,
        lines: &[std::ops::Range<usize>],
        folded: bool,
        chomp: Option<u8>,
    ) -> NodeId {
        let mut content = Mapped::default();
        for (index, line) in lines.iter().enumerate() {
            let text = &self.text[line.clone()];
            let plain = |text: &str| !text.starts_with([' ', '\t', '\n']) && !text.is_empty();
            let joins =
                folded && plain(text) && lines.get(index + 1).is_some_and(|next| plain(&self.text[next.clone()]));
            match text.strip_suffix('\n') {
                Some(said) if joins => {
                    content.push(said, line.start..line.end - 1);
                    content.push(" ", line.end - 1..line.end);
                }
                _ => content.push(text, line.clone()),
            }
        }
        let first = lines.iter().find(|line| !self.text[(*line).clone()].trim().is_empty());
        let last = lines.iter().rfind(|line| !self.text[(*line).clone()].trim().is_empty());
        let end = last.map_or(start + 1, |last| last.start + self.text[last.clone()].trim_end().len());
        if let Some(first) = first {
            self.token(first.start..end, TokenKind::String);
        }
        let said = content.text.trim_end_matches('\n').len();
        match chomp {
            Some(b'+') => {}
            Some(_) => content.truncate(said),
            None => content.truncate((said + 1).min(content.text.len())),
        }
        let style = Style::Block;
        self.node(start..end, Value::Scalar(Scalar { content, style }))
    }
}

/// What a plain scalar is to the eye.
fn plain_kind(text: &str) -> TokenKind {
    match text {
        "true" | "false" | "null" | "~" => TokenKind::Literal,
        _ if super::chars::is_number(text) => TokenKind::Number,
        _ if placeholder::is_placeholder(text) => TokenKind::Placeholder,
        _ => TokenKind::String,
    }
}
