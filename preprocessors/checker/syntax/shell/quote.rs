//! Quotes and expansions: whatever opens somewhere and must be closed.
//!
//! Bash scans these without reading commands, except for `$( )` and `<( )`,
//! which are read as commands on the spot. Backquotes are not read by bash until
//! they run; here they are, but what is wrong inside is left untold.

use super::reader::{Context, Parser, Swallowed};
use super::token::Tok;
use super::tree::{Bytes, LeafKind, List, Part, PartKind};

/// A here-document in a here-document is the most that anybody would read.
const DEEPEST_TOLERANCE: u32 = 4;

/// Between what an expansion stands; it decides what is special there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// An unquoted word.
    Word,
    /// Double quotes.
    Double,
    /// `${ }`
    Braces,
    /// `[ ]` after a name.
    Subscript,
    /// `(( ))`, `$(( ))`, `$[ ]`
    Arithmetic,
    /// `( )` in a pattern or a regular expression, where only quotes are special.
    Pattern,
    /// The body of a here-document.
    Body,
}

impl Inside {
    fn leaf(self) -> LeafKind {
        match self {
            Self::Double => LeafKind::Quoted,
            Self::Subscript | Self::Arithmetic => LeafKind::Arithmetic,
            Self::Body => LeafKind::Heredoc,
            Self::Word | Self::Braces | Self::Pattern => LeafKind::Text,
        }
    }

    /// Whether `(`, `{` or `[` after `$` is an expansion here.
    fn expands(self, opener: u8) -> bool {
        match self {
            Self::Pattern => false,
            Self::Arithmetic => opener == b'(',
            _ => true,
        }
    }
}

impl Parser<'_> {
    /// Takes the quote, backslash or `$` that stands here. What has been read since `run` becomes a text first.
    ///
    /// Where the character only stands for itself it is skipped, and there is no part.
    pub(super) fn special(&mut self, parts: &mut Vec<Part>, run: usize, inside: Inside) -> Option<Part> {
        let start = self.at;
        match self.byte(start) {
            b'\\' => self.escape(parts, run, inside),
            b'\'' => {
                self.plain_run(parts, run, inside);
                self.at += 1;
                Some(self.single(start, false))
            }
            b'"' => {
                self.plain_run(parts, run, inside);
                self.at += 1;
                Some(self.deeper_part(start, |p| p.double(start)))
            }
            b'`' => {
                self.plain_run(parts, run, inside);
                Some(self.backquotes(inside))
            }
            _ => self.dollar(parts, run, inside),
        }
    }

    /// Ends a run of characters that stand for themselves.
    fn plain_run(&mut self, parts: &mut Vec<Part>, run: usize, inside: Inside) {
        if self.at > run {
            self.leaf(inside.leaf(), self.at);
            parts.push(Part {
                bytes: Bytes::new(run, self.at),
                kind: PartKind::Text,
            });
        }
    }

    fn deeper_part(&mut self, start: usize, read: impl FnOnce(&mut Self) -> Option<Part>) -> Part {
        let part = self.deeper(read);
        part.unwrap_or(Part {
            bytes: Bytes::new(start, self.at.max(start)),
            kind: PartKind::Text,
        })
    }

    fn escape(&mut self, parts: &mut Vec<Part>, run: usize, inside: Inside) -> Option<Part> {
        let start = self.at;
        let rest = self.text.get(start + 1..self.src.len()).unwrap_or_default();
        let Some(next) = rest.chars().next() else {
            self.plain_run(parts, run, inside);
            self.at += 1;
            self.leaf(LeafKind::Blank, self.at);
            return Some(Part {
                bytes: Bytes::new(start, self.at),
                kind: PartKind::Continuation,
            });
        };
        let quoted = matches!(inside, Inside::Double | Inside::Body);
        if quoted && !matches!(next, '$' | '`' | '"' | '\\' | '\n') {
            self.at += 1 + next.len_utf8();
            return None;
        }
        self.plain_run(parts, run, inside);
        self.at += 1 + next.len_utf8();
        let (leaf, kind) = match next {
            '\n' => (LeafKind::Blank, PartKind::Continuation),
            _ if quoted => (inside.leaf(), PartKind::Escape),
            _ => (LeafKind::Escape, PartKind::Escape),
        };
        self.leaf(leaf, self.at);
        Some(Part {
            bytes: Bytes::new(start, self.at),
            kind,
        })
    }

    /// Reads `'...'` from after its opening quote, or `$'...'` if it escapes.
    fn single(&mut self, start: usize, escapes: bool) -> Part {
        let mut at = self.at;
        loop {
            match self.src.get(at) {
                None => {
                    self.unclosed(Bytes::new(start, self.at), b'\'');
                    break;
                }
                Some(b'\'') => {
                    self.at = at + 1;
                    self.leaf(LeafKind::Quoted, self.at);
                    self.watch_quote(start);
                    break;
                }
                Some(b'\\') if escapes => at += 2,
                Some(_) => at += 1,
            }
        }
        Part {
            bytes: Bytes::new(start, self.at),
            kind: if escapes { PartKind::Ansi } else { PartKind::Single },
        }
    }

    /// Remembers a quoted text, just read, that runs over lines and is glued to letters in an odd way.
    fn watch_quote(&mut self, start: usize) {
        if self.swallowed.is_some() {
            return;
        }
        let letter = |byte: u8| byte.is_ascii_alphanumeric();
        let glued = letter(self.byte(self.at)) || (start > 0 && letter(self.byte(start - 1)) && !self.in_option(start));
        if glued
            && self
                .src
                .get(start..self.at)
                .is_some_and(|inside| inside.contains(&b'\n'))
        {
            self.swallowed = Some(Swallowed {
                open: Bytes::new(start, start + 1),
                close: Bytes::new(self.at - 1, self.at),
            });
        }
    }

    /// Whether what stands right before a quote is an option, as in `-d'...'`.
    fn in_option(&self, quote: usize) -> bool {
        let before = self.src.get(..quote).unwrap_or_default();
        let word = before
            .iter()
            .rev()
            .take(40)
            .take_while(|byte| !byte.is_ascii_whitespace());
        word.last() == Some(&b'-')
    }

    /// Reads `"..."` from after its opening quote.
    fn double(&mut self, start: usize) -> Option<Part> {
        let open = Bytes::new(start, self.at);
        self.leaf(LeafKind::Quoted, self.at);
        let mut parts = Vec::new();
        let mut run = self.at;
        while !self.failed {
            let mut at = self.at;
            while !matches!(self.src.get(at), None | Some(b'"' | b'\\' | b'$' | b'`')) {
                at += 1;
            }
            self.at = at;
            match self.src.get(at) {
                None => self.unclosed(open, b'"'),
                Some(b'"') => {
                    self.plain_run(&mut parts, run, Inside::Double);
                    self.at += 1;
                    self.leaf(LeafKind::Quoted, self.at);
                    self.watch_quote(start);
                    break;
                }
                Some(_) => {
                    if let Some(part) = self.special(&mut parts, run, Inside::Double) {
                        parts.push(part);
                        run = self.at;
                    }
                }
            }
        }
        Some(Part {
            bytes: Bytes::new(start, self.at),
            kind: PartKind::Double(parts),
        })
    }

    /// Reads what stands between `open`, which has been read, and the `close` that belongs to it.
    pub(super) fn group(&mut self, open: Bytes, opener: u8, close: u8, inside: Inside) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut run = self.at;
        let mut level = 1_u32;
        // `${a{b}` ends at the first brace.
        let nests = inside != Inside::Braces;
        while !self.failed {
            let Some(&byte) = self.src.get(self.at) else {
                self.unclosed(open, close);
                break;
            };
            if byte == close {
                level -= 1;
                if level == 0 {
                    self.plain_run(&mut parts, run, inside);
                    self.at += 1;
                    self.leaf(closing_leaf(inside), self.at);
                    break;
                }
                self.at += 1;
            } else if byte == opener && nests {
                level += 1;
                self.at += 1;
            } else {
                let begins_process = matches!(byte, b'<' | b'>')
                    && matches!(inside, Inside::Braces | Inside::Subscript)
                    && self.byte(self.at + 1) == b'(';
                let part = match byte {
                    b'\'' | b'"' | b'`' | b'\\' | b'$' => self.special(&mut parts, run, inside),
                    _ if begins_process => {
                        self.plain_run(&mut parts, run, inside);
                        Some(self.parenthesised(self.at, self.at + 1, true))
                    }
                    _ => {
                        self.at += 1;
                        None
                    }
                };
                if let Some(part) = part {
                    parts.push(part);
                    run = self.at;
                }
            }
        }
        parts
    }

    /// Takes what begins with `$`.
    fn dollar(&mut self, parts: &mut Vec<Part>, run: usize, inside: Inside) -> Option<Part> {
        let start = self.at;
        let next_at = self.joined(start + 1);
        let next = self.byte(next_at);
        let quoted = matches!(inside, Inside::Double | Inside::Body);
        match next {
            b'(' | b'{' | b'[' if inside.expands(next) => {
                self.plain_run(parts, run, inside);
                Some(match next {
                    b'(' if self.byte(self.joined(next_at + 1)) == b'(' => self.arithmetic(start, next_at, b')'),
                    b'(' => self.parenthesised(start, next_at, false),
                    b'{' => self.braces(start, next_at),
                    _ => self.arithmetic(start, next_at, b']'),
                })
            }
            b'\'' if !quoted => {
                self.plain_run(parts, run, inside);
                self.at = next_at + 1;
                Some(self.single(start, true))
            }
            b'"' if !quoted => {
                self.plain_run(parts, run, inside);
                self.at = next_at + 1;
                Some(self.deeper_part(start, |p| p.double(start)))
            }
            _ => {
                let end = self.name_end(start + 1);
                if end == start + 1 {
                    self.at += 1;
                    return None;
                }
                self.plain_run(parts, run, inside);
                self.at = end;
                self.leaf(LeafKind::Expansion, end);
                Some(Part {
                    bytes: Bytes::new(start, end),
                    kind: PartKind::Parameter(Vec::new()),
                })
            }
        }
    }

    /// Where the name of a parameter that begins at `at` ends.
    fn name_end(&self, at: usize) -> usize {
        match self.byte(at) {
            b'@' | b'*' | b'#' | b'?' | b'$' | b'!' | b'-' | b'0'..=b'9' => at + 1,
            byte if byte.is_ascii_alphabetic() || byte == b'_' => {
                let rest = self.src.get(at..).unwrap_or_default();
                let end = rest
                    .iter()
                    .position(|&byte| !byte.is_ascii_alphanumeric() && byte != b'_');
                at + end.unwrap_or(rest.len())
            }
            _ => at,
        }
    }

    fn braces(&mut self, start: usize, brace: usize) -> Part {
        self.at = brace + 1;
        self.leaf(LeafKind::Expansion, self.at);
        let open = Bytes::new(start, self.at);
        let parts = self.deeper(|p| p.group(open, b'{', b'}', Inside::Braces));
        Part {
            bytes: Bytes::new(start, self.at),
            kind: PartKind::Parameter(parts),
        }
    }

    /// `$(( ))` or `$[ ]`. Bash looks for the closing character first, and only later for a second parenthesis.
    fn arithmetic(&mut self, start: usize, bracket: usize, close: u8) -> Part {
        self.at = bracket + 1;
        self.leaf(LeafKind::Expansion, self.at);
        let open = Bytes::new(start, self.at);
        let opener = if close == b')' { b'(' } else { b'[' };
        let parts = self.deeper(|p| p.group(open, opener, close, Inside::Arithmetic));
        Part {
            bytes: Bytes::new(start, self.at),
            kind: PartKind::Arithmetic(parts),
        }
    }

    /// `$( )`, `<( )` or `>( )`: commands, read on the spot.
    pub(super) fn parenthesised(&mut self, start: usize, parenthesis: usize, process: bool) -> Part {
        if process && self.byte(self.joined(parenthesis + 1)) == b'(' {
            return self.arithmetic(start, parenthesis, b')');
        }
        self.at = parenthesis + 1;
        self.leaf(LeafKind::Expansion, self.at);
        let open = Bytes::new(start, self.at);
        let list = self.deeper(|p| p.substitution(open));
        Part {
            bytes: Bytes::new(start, self.at),
            kind: if process {
                PartKind::Process(list)
            } else {
                PartKind::Substitution(list)
            },
        }
    }

    fn substitution(&mut self, open: Bytes) -> List {
        let outer = std::mem::replace(
            &mut self.context,
            Context {
                substitution: true,
                ..Context::START
            },
        );
        let pending = std::mem::take(&mut self.pending);
        let urgent = std::mem::take(&mut self.urgent);
        let list = self.within(Tok::Open, open, |p| {
            let list = p.list();
            if p.peek() == Tok::End && !p.failed {
                p.peeked = None;
                p.unclosed(open, b')');
            } else if p.take(Tok::Close).is_none() {
                p.unexpected();
            }
            list
        });
        if let Some(leaf) = self.leaves.last_mut()
            && leaf.kind == LeafKind::Operator
        {
            leaf.kind = LeafKind::Expansion;
        }
        self.context = outer;
        // What is still pending begins on the next line, before what the outer command waits for.
        let inner = std::mem::replace(&mut self.pending, pending);
        self.urgent = urgent + inner.len();
        self.pending.splice(urgent..urgent, inner);
        list
    }

    fn backquotes(&mut self, inside: Inside) -> Part {
        let start = self.at;
        self.continues_as_powershell(start);
        let mut at = start + 1;
        let mut escaped = false;
        let close = loop {
            match self.src.get(at) {
                None => break None,
                Some(b'`') => break Some(at),
                Some(b'\\') => {
                    escaped |= matches!(self.byte(at + 1), b'\\' | b'$' | b'`' | b'"');
                    at += 2;
                }
                Some(_) => at += 1,
            }
        };
        let Some(close) = close else {
            self.at = start + 1;
            self.unclosed(Bytes::new(start, start + 1), b'`');
            return Part {
                bytes: Bytes::new(start, self.at),
                kind: PartKind::Backquotes(None),
            };
        };
        self.at = start + 1;
        self.leaf(LeafKind::Expansion, self.at);
        let readable = !escaped && !matches!(inside, Inside::Pattern) && self.depth < 100;
        let list = if readable { self.backquoted(close) } else { None };
        self.at = close;
        self.leaf(if list.is_some() { LeafKind::Blank } else { inside.leaf() }, close);
        self.at = close + 1;
        self.leaf(LeafKind::Expansion, self.at);
        Part {
            bytes: Bytes::new(start, self.at),
            kind: PartKind::Backquotes(list),
        }
    }

    /// Remembers a backquote at the end of a line whose next line begins with an option.
    fn continues_as_powershell(&mut self, start: usize) {
        let blank_before = start > 0 && matches!(self.byte(start - 1), b' ' | b'\t');
        if blank_before && self.byte(start + 1) == b'\n' {
            let rest = self.src.get(start + 2..).unwrap_or_default();
            if rest.iter().find(|byte| !matches!(byte, b' ' | b'\t')) == Some(&b'-') {
                self.suspects.push(u32::try_from(start).unwrap_or(u32::MAX));
            }
        }
    }

    /// Reads the commands up to `close`; nothing if they cannot be read, which is for the day they run.
    fn backquoted(&mut self, close: usize) -> Option<List> {
        self.tolerantly(close, |p| {
            let list = p.list();
            if p.peek() != Tok::End {
                p.failed = true;
            }
            list
        })
    }

    /// Reads up to `end` something that bash reads only when it runs. If that fails, nothing has been read.
    pub(super) fn tolerantly<T: Default>(&mut self, end: usize, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.tolerance >= DEEPEST_TOLERANCE {
            return None;
        }
        let mark = self.mark();
        let src = self.src;
        self.src = src.get(..end).unwrap_or(src);
        let context = std::mem::replace(&mut self.context, Context::START);
        let peeked = self.peeked.take();
        let pending = std::mem::take(&mut self.pending);
        let urgent = std::mem::take(&mut self.urgent);
        let opened = std::mem::take(&mut self.opened);
        let silent = std::mem::replace(&mut self.silent, true);
        self.tolerance += 1;
        let result = self.deeper(read);
        self.tolerance -= 1;
        let good = !self.failed;
        self.failed = false;
        self.src = src;
        self.peeked = peeked;
        if !good {
            self.back(&mark);
        }
        self.pending = pending;
        self.urgent = urgent;
        self.opened = opened;
        self.silent = silent;
        self.context = context;
        good.then_some(result)
    }
}

fn closing_leaf(inside: Inside) -> LeafKind {
    match inside {
        Inside::Subscript => LeafKind::Arithmetic,
        Inside::Pattern => LeafKind::Text,
        _ => LeafKind::Expansion,
    }
}
