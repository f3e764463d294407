//! Where reading stands: lines, columns, comments, documents, and what was found so far.

use super::chars::{is_blank_or_break, is_odd_space};
use super::{Node, NodeId, Options, Scalar, Style, Tree, Value, fault};
use crate::diagnostic::Finding;
use crate::placeholder;
use crate::syntax::{Mapped, Token, TokenKind};
use std::ops::Range;

/// How many findings are worth telling.
const MOST: usize = 20;

pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) pos: usize,
    /// Where the current line begins.
    pub(super) line: usize,
    pub(super) options: Options,
    pub(super) tree: Tree,
    pub(super) depth: usize,
    /// How many lines were met that say that something is left out.
    pub(super) elisions: usize,
    found: Vec<Finding>,
    /// The line that was last told of.
    told: Option<usize>,
    /// Whether a line was indented with tabs: how deep such lines are is anybody's guess.
    pub(super) tabs: bool,
}

/// Reads all documents of a text.
pub(super) fn parse(text: &str, options: Options) -> (Tree, Vec<Finding>) {
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        pos: 0,
        line: 0,
        options,
        tree: Tree::default(),
        depth: 0,
        elisions: 0,
        found: Vec::new(),
        told: None,
        tabs: false,
    };
    if u32::try_from(text.len()).is_err() {
        return (reader.tree, Vec::new());
    }
    reader.documents();
    let Reader {
        mut tree,
        mut found,
        elisions,
        ..
    } = reader;
    tree.elided |= elisions > 0;
    found.sort_by_key(|finding| finding.at.start);
    if options.placeholders && is_template(text, !found.is_empty()) {
        // Another program makes YAML of it first; what it will say is unknown.
        found.clear();
        tree.roots.clear();
    }
    (tree, found)
}

/// Whether the text is a template of Helm, Jinja or Liquid; `{{ name }}` alone may be a value to fill in.
fn is_template(text: &str, broken: bool) -> bool {
    let marked = text.contains("{%") || text.contains("{{-") || text.contains("{{.") || text.contains("{{ .");
    let braces = || {
        let mut at = text.match_indices("{{").map(|(at, _)| at);
        at.any(|at| !text[..at].ends_with('$'))
    };
    marked || (broken && braces())
}

impl<'t> Reader<'t> {
    fn documents(&mut self) {
        let mut last_column = None;
        loop {
            self.skip();
            if self.pos >= self.bytes.len() {
                return;
            }
            if self.at_marker(b"---") || self.at_marker(b"...") {
                self.token(self.pos..self.pos + 3, TokenKind::Punctuation);
                self.pos += 3;
                last_column = None;
                self.skip_blanks();
                if is_blank_or_break(self.peek()) || self.peek() == Some(b'#') {
                    continue;
                }
            } else if self.column() == 0 && self.peek() == Some(b'%') && self.is_directive() {
                self.skip_line(TokenKind::Comment);
                continue;
            }
            let column = self.column();
            match last_column {
                // An excerpt may begin deeper than it ends.
                Some(last) if column < last && self.options.placeholders => self.elisions += 1,
                Some(_) => self.report(fault::second_root(self.word())),
                None => {}
            }
            last_column = Some(column);
            let start = self.pos;
            let root = self.root();
            self.tree.roots.push(root);
            if self.pos == start {
                self.skip_line(TokenKind::Invalid);
            }
        }
    }

    fn is_directive(&self) -> bool {
        ["%YAML", "%TAG"]
            .iter()
            .any(|name| self.text[self.pos..].starts_with(name))
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.pos).copied()
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.pos + ahead).copied()
    }

    /// The column of the position, counted in bytes from 0; a tab goes to the next multiple of four.
    pub(super) fn column(&self) -> usize {
        let before = &self.bytes[self.line..self.pos];
        before.iter().fold(
            0,
            |column, byte| if *byte == b'\t' { column / 4 * 4 + 4 } else { column + 1 },
        )
    }

    /// Whether nothing but blanks stands before the position on its line.
    pub(super) fn first_on_line(&self) -> bool {
        self.bytes[self.line..self.pos]
            .iter()
            .all(|b| matches!(b, b' ' | b'\t'))
    }

    /// Where the line of the position ends.
    pub(super) fn line_end(&self) -> usize {
        let rest = &self.bytes[self.pos..];
        rest.iter()
            .position(|b| *b == b'\n')
            .map_or(self.bytes.len(), |at| self.pos + at)
    }

    /// `---` or `...` in the first column.
    pub(super) fn at_marker(&self, marker: &[u8; 3]) -> bool {
        self.pos == self.line
            && self.bytes[self.pos..].starts_with(marker)
            && is_blank_or_break(self.bytes.get(self.pos + 3).copied())
    }

    pub(super) fn at_end_of_document(&self) -> bool {
        self.pos >= self.bytes.len() || self.at_marker(b"---") || self.at_marker(b"...")
    }

    /// `-`, `?` or `:` as a sign: a blank follows it.
    pub(super) fn at_sign(&self, sign: u8) -> bool {
        self.peek() == Some(sign) && is_blank_or_break(self.peek_at(1))
    }

    pub(super) fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r')) {
            self.pos += 1;
        }
    }

    /// Goes to the next thing that is said: over blanks, comments, and lines that stand for what is left out.
    pub(super) fn skip(&mut self) {
        self.skip_within(true);
    }

    /// The same; in brackets, a tab before a line does no harm.
    pub(super) fn skip_within(&mut self, block: bool) {
        loop {
            self.skip_blanks();
            match self.peek() {
                Some(b'\n') => {
                    self.pos += 1;
                    self.line = self.pos;
                }
                Some(b'#') if self.pos == self.line || is_blank_or_break(Some(self.bytes[self.pos - 1])) => {
                    let end = self.line_end();
                    let said = &self.text[self.pos..end];
                    self.elisions += usize::from(said.contains("...") || said.contains('…'));
                    self.token(self.pos..end, TokenKind::Comment);
                    self.pos = end;
                }
                Some(_) if block && self.first_on_line() && self.at_elision() => {
                    self.elisions += 1;
                    self.skip_line(TokenKind::Placeholder);
                }
                _ => break,
            }
        }
        if block && self.pos < self.bytes.len() && self.first_on_line() {
            self.check_indentation();
        }
    }

    fn check_indentation(&mut self) {
        let before = self.line..self.pos;
        if let Some(tab) = self.bytes[before].iter().position(|b| *b == b'\t') {
            if !self.tabs {
                let at = self.line + tab;
                self.report(fault::indented_with(at..self.pos, '\t'));
            }
            self.tabs = true;
        }
        let next = self.text[self.pos..].chars().next();
        if let Some(odd) = next.filter(|c| is_odd_space(*c)) {
            self.report(fault::indented_with(self.pos..self.pos + odd.len_utf8(), odd));
            while let Some(c) = self.text[self.pos..].chars().next().filter(|c| is_odd_space(*c)) {
                self.pos += c.len_utf8();
            }
            self.skip_blanks();
        }
    }

    /// Whether the line from here on stands for something that is left out.
    pub(super) fn at_elision(&self) -> bool {
        if !self.options.placeholders || !matches!(self.peek(), Some(b'.' | 0xe2 | b'<' | b'[' | b'{' | b'(')) {
            return false;
        }
        let line = self.text[self.pos..self.line_end()].trim_end();
        let inner = line
            .trim_start_matches(['[', '{', '(', '<', ' '])
            .trim_end_matches([']', '}', ')', '>', ' ']);
        let dots = |text: &str| !text.is_empty() && text.bytes().all(|b| b == b'.');
        line.starts_with("...")
            || line.starts_with('…')
            || dots(line)
            || (inner.len() < line.len() && (placeholder::is_elision(inner)))
            || (line.starts_with('<') && line.ends_with('>') && placeholder::is_placeholder(line))
    }

    /// Takes the rest of the line for one thing.
    pub(super) fn skip_line(&mut self, kind: TokenKind) {
        let end = self.line_end();
        let said = self.text[self.pos..end].trim_end().len();
        self.token(self.pos..self.pos + said, kind);
        self.pos = end;
    }

    /// The word at the position, to point at.
    pub(super) fn word(&self) -> Range<usize> {
        let end = self.line_end();
        let said = self.text[self.pos..end].trim_end();
        let length = said.find([' ', '\t']).unwrap_or(said.len());
        self.pos..self.pos + length.max(usize::from(!said.is_empty()))
    }

    /// The rest of the line, to point at.
    pub(super) fn rest(&self) -> Range<usize> {
        let end = self.line_end();
        self.pos..self.pos + self.text[self.pos..end].trim_end().len()
    }

    pub(super) fn token(&mut self, range: Range<usize>, kind: TokenKind) {
        let after = self.tree.tokens.last().is_none_or(|last| last.range.end <= range.start);
        if after && !range.is_empty() {
            self.tree.tokens.push(Token { range, kind });
        }
    }

    /// Makes a sign of one byte a token, and goes past it.
    pub(super) fn sign(&mut self) {
        self.token(self.pos..self.pos + 1, TokenKind::Punctuation);
        self.pos += 1;
    }

    /// Tells of something, once a line.
    pub(super) fn report(&mut self, finding: Finding) {
        let before = &self.bytes[..finding.at.start.min(self.bytes.len())];
        let line = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        if self.told != Some(line) && self.found.len() < MOST {
            self.told = Some(line);
            self.found.push(finding);
        }
    }

    /// Tells of a key that a mapping has twice, which does not keep the rest of its line from being told of.
    pub(super) fn report_duplicate(&mut self, finding: Finding) {
        if self.found.len() < MOST {
            self.found.push(finding);
        }
    }

    pub(super) fn node(&mut self, range: Range<usize>, value: Value) -> NodeId {
        let id = NodeId(u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX));
        self.tree.nodes.push(Node { range, value });
        id
    }

    /// A node for a scalar; dots alone stand for something that is left out.
    pub(super) fn scalar_node(&mut self, range: Range<usize>, content: Mapped, style: Style) -> NodeId {
        let elided = style == Style::Plain && self.options.placeholders && placeholder::is_elision(&content.text);
        self.elisions += usize::from(elided);
        let value = match elided {
            true => Value::Unknown,
            false => Value::Scalar(Scalar { content, style }),
        };
        self.node(range, value)
    }

    pub(super) fn null(&mut self, at: usize) -> NodeId {
        self.node(at..at, Value::Null)
    }

    /// Stops reading: it is nested too deeply.
    pub(super) fn give_up(&mut self) -> NodeId {
        self.elisions += 1;
        let all = self.pos..self.text.trim_end().len().max(self.pos);
        self.token(all, TokenKind::Word);
        self.pos = self.bytes.len();
        self.line = self.pos;
        self.node(self.pos..self.pos, Value::Unknown)
    }
}
