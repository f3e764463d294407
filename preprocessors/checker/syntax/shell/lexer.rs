//! From bytes to tokens, as bash cuts them.
//!
//! What a word is depends on what stands before it: `if` is reserved only where
//! a command may begin, digits are a descriptor only right before `<`.

use super::hidden;
use super::reader::{Parser, Token};
use super::token::Tok;
use super::tree::{Bytes, LeafKind, PartKind, Word};
use super::word::Mode;

/// The commands whose arguments may assign arrays.
const DECLARES: [&str; 8] = [
    "declare", "local", "export", "readonly", "typeset", "alias", "eval", "let",
];

impl<'t> Parser<'t> {
    /// Reads one token.
    pub(super) fn token(&mut self) -> Token {
        self.blanks();
        let start = self.at;
        let Some(&byte) = self.src.get(start) else {
            return self.operator(Tok::End, start, start, LeafKind::Blank);
        };
        match byte {
            b'\n' => {
                let token = self.operator(Tok::Newline, start, start + 1, LeafKind::Blank);
                self.bodies();
                token
            }
            b';' | b'&' | b'|' | b'(' | b')' => self.control(byte, start),
            b'<' | b'>' if !self.begins_word(start) => self.redirection_operator(byte, start),
            b'-' if matches!(self.context.last, Tok::LessAmp | Tok::GreatAmp) => {
                self.operator(Tok::Dash, start, start + 1, LeafKind::Redirection)
            }
            _ => self.word_token(),
        }
    }

    /// Skips blanks, joined lines and comments.
    pub(super) fn blanks(&mut self) {
        loop {
            let mut at = self.at;
            loop {
                match self.byte(at) {
                    b' ' | b'\t' => at += 1,
                    b'\\' if self.joins(at) => at += 2,
                    _ => break,
                }
            }
            at = at.min(self.src.len());
            self.leaf(LeafKind::Blank, at);
            self.at = at;
            if self.byte(at) != b'#' {
                return;
            }
            if hidden::is_mark(self.src, at) {
                self.at = at + hidden::MARK.len();
                self.leaf(LeafKind::Blank, self.at);
                continue;
            }
            let rest = self.src.get(at..).unwrap_or_default();
            self.at = at + rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
            self.leaf(LeafKind::Comment, self.at);
        }
    }

    /// Whether `<` or `>` at `at` begins a word: a process substitution or a placeholder.
    pub(super) fn begins_word(&self, at: usize) -> bool {
        self.byte(self.joined(at + 1)) == b'(' || (self.placeholders && self.placeholder_end(at).is_some())
    }

    fn operator(&mut self, tok: Tok, start: usize, end: usize, kind: LeafKind) -> Token {
        self.leaf(kind, end);
        self.at = end;
        if tok != Tok::Dash && tok != Tok::End {
            self.context.declares = false;
        }
        Token {
            tok,
            bytes: Bytes::new(start, end),
            word: None,
        }
    }

    fn control(&mut self, byte: u8, start: usize) -> Token {
        let next_at = self.joined(start + 1);
        let next = self.byte(next_at);
        let (tok, end) = match (byte, next) {
            (b';', b';') => {
                self.context.case_pattern = true;
                let third = self.joined(next_at + 1);
                if self.byte(third) == b'&' {
                    (Tok::SemiSemiAmp, third + 1)
                } else {
                    (Tok::SemiSemi, next_at + 1)
                }
            }
            (b';', b'&') => {
                self.context.case_pattern = true;
                (Tok::SemiAmp, next_at + 1)
            }
            (b';', _) => (Tok::Semi, start + 1),
            (b'&', b'&') => (Tok::AndAnd, next_at + 1),
            (b'&', b'>') => {
                let third = self.joined(next_at + 1);
                let (tok, end) = if self.byte(third) == b'>' {
                    (Tok::AmpGreatGreat, third + 1)
                } else {
                    (Tok::AmpGreat, next_at + 1)
                };
                return self.operator(tok, start, end, LeafKind::Redirection);
            }
            (b'&', _) => (Tok::Amp, start + 1),
            (b'|', b'|') => (Tok::OrOr, next_at + 1),
            (b'|', b'&') => (Tok::PipeAmp, next_at + 1),
            (b'|', _) => (Tok::Pipe, start + 1),
            (b'(', b'(') if self.reserved_counts() || self.context.last == Tok::For => {
                return self.double_parenthesis(start, next_at + 1);
            }
            (b'(', _) => (Tok::Open, start + 1),
            _ => {
                self.context.case_pattern = false;
                (Tok::Close, start + 1)
            }
        };
        self.operator(tok, start, end, LeafKind::Operator)
    }

    fn redirection_operator(&mut self, byte: u8, start: usize) -> Token {
        let next_at = self.joined(start + 1);
        let next = self.byte(next_at);
        let (tok, end) = match (byte, next) {
            (b'<', b'<') => {
                let third = self.joined(next_at + 1);
                match self.byte(third) {
                    b'-' => (Tok::LessLessDash, third + 1),
                    b'<' => (Tok::LessLessLess, third + 1),
                    _ => (Tok::LessLess, next_at + 1),
                }
            }
            (b'<', b'&') => (Tok::LessAmp, next_at + 1),
            (b'<', b'>') => (Tok::LessGreat, next_at + 1),
            (b'<', _) => (Tok::Less, start + 1),
            (_, b'>') => (Tok::GreatGreat, next_at + 1),
            (_, b'&') => (Tok::GreatAmp, next_at + 1),
            (_, b'|') => (Tok::GreatPipe, next_at + 1),
            _ => (Tok::Great, start + 1),
        };
        self.operator(tok, start, end, LeafKind::Redirection)
    }

    /// `((`: arithmetic if `))` closes it, otherwise two subshells, as bash decides too.
    fn double_parenthesis(&mut self, start: usize, inside: usize) -> Token {
        let known = u32::try_from(start).unwrap_or(u32::MAX);
        if self.subshells.binary_search(&known).is_ok() {
            return self.operator(Tok::Open, start, start + 1, LeafKind::Operator);
        }
        let mark = self.mark();
        self.leaf(LeafKind::Operator, inside);
        self.at = inside;
        let bytes = Bytes::new(start, inside);
        let parts = self.deeper(|p| p.group(bytes, b'(', b')', super::quote::Inside::Arithmetic));
        let close = self.joined(self.at);
        if self.failed || self.byte(close) == b')' {
            let arithmetic_for = self.context.last == Tok::For;
            let tok = if arithmetic_for {
                Tok::ArithmeticFor
            } else {
                Tok::Arithmetic
            };
            let end = if self.failed { self.at } else { close + 1 };
            let mut token = self.operator(tok, start, end, LeafKind::Operator);
            token.word = Some(Word {
                bytes: token.bytes,
                parts,
                ..Word::default()
            });
            return token;
        }
        if self.context.last == Tok::For {
            self.unclosed_arithmetic_for(bytes);
            return self.operator(Tok::End, self.at, self.at, LeafKind::Blank);
        }
        self.back(&mark);
        if let Err(place) = self.subshells.binary_search(&known) {
            self.subshells.insert(place, known);
        }
        self.operator(Tok::Open, start, start + 1, LeafKind::Operator)
    }

    /// Whether reserved words count for the next token.
    pub(super) fn reserved_counts(&self) -> bool {
        let context = &self.context;
        context.last.before_command()
            || (context.last == Tok::Word && matches!(context.before, Tok::Function | Tok::Coproc))
    }

    /// Whether the next word may be `name=(...)` or `name[...]=`.
    pub(super) fn may_assign(&self) -> bool {
        let context = &self.context;
        let after = matches!(context.last, Tok::SemiSemi | Tok::SemiAmp | Tok::SemiSemiAmp);
        !context.case_pattern
            && (context.last == Tok::Assignment || (self.reserved_counts() && !after) || context.redirected)
    }

    fn word_token(&mut self) -> Token {
        let assigns = self.may_assign();
        let word = self.word(Mode::Plain { assigns });
        if self.failed {
            return self.operator(Tok::End, self.at, self.at, LeafKind::Blank);
        }
        let tok = self.word_kind(&word, assigns);
        Token {
            tok,
            bytes: word.bytes,
            word: Some(word),
        }
    }

    /// What sort of token a word is, where it stands.
    fn word_kind(&mut self, word: &Word, assigns: bool) -> Tok {
        if let Some(text) = self.plain(word) {
            if matches!(self.byte(self.at), b'<' | b'>') && !self.begins_word(self.at) {
                if text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<i32>().is_ok() {
                    self.retag(word, LeafKind::Redirection);
                    return Tok::Number;
                }
                if is_descriptor(&text) {
                    self.retag(word, LeafKind::Redirection);
                    return Tok::Descriptor;
                }
            }
            if let Some(tok) = self.reserved(&text) {
                self.retag(word, LeafKind::Reserved);
                return tok;
            }
            if assigns && DECLARES.contains(&&*text) {
                self.context.declares = true;
            }
        }
        if word.equals.is_some() && assigns {
            Tok::Assignment
        } else {
            Tok::Word
        }
    }

    /// The reserved word that a word is at this place.
    fn reserved(&mut self, text: &str) -> Option<Tok> {
        // All reserved words are short; most words are ruled out by this.
        if text.len() > 8 {
            return None;
        }
        let (last, before) = (self.context.last, self.context.before);
        match (text, last) {
            ("in", Tok::Word) if matches!(before, Tok::For | Tok::Select | Tok::Case) => {
                self.context.case_pattern = before == Tok::Case;
                return Some(Tok::In);
            }
            ("do", Tok::Word) if matches!(before, Tok::For | Tok::Select) => return Some(Tok::Do),
            ("do", Tok::ArithmeticFor) => return Some(Tok::Do),
            ("{", Tok::ArithmeticFor) => return Some(Tok::OpenBrace),
            ("esac", Tok::In) if self.context.case_pattern => {
                self.context.case_pattern = false;
                return Some(Tok::Esac);
            }
            ("-p", Tok::Time) | ("--", Tok::Time | Tok::TimeOption) => return Some(Tok::TimeOption),
            _ => {}
        }
        if !self.reserved_counts() {
            return None;
        }
        let tok = Tok::reserved(text)?;
        if self.context.case_pattern {
            if tok != Tok::Esac || matches!(last, Tok::Pipe | Tok::Open) {
                return None;
            }
            self.context.case_pattern = false;
        }
        if tok == Tok::In && self.context.last == Tok::Newline {
            self.context.case_pattern |= matches!(self.opened.last(), Some(open) if open.tok == Tok::Case);
        }
        let may_time = last != Tok::Pipe && last != Tok::PipeAmp && !(last == Tok::Newline && before == Tok::Pipe);
        (tok != Tok::Time || may_time).then_some(tok)
    }

    /// What a word says that has neither quotes nor expansions.
    pub(super) fn plain(&self, word: &Word) -> Option<std::borrow::Cow<'t, str>> {
        use std::borrow::Cow;
        match &word.parts[..] {
            [part] if matches!(part.kind, PartKind::Text) => Some(Cow::Borrowed(part.bytes.of(self.text))),
            parts
                if parts
                    .iter()
                    .all(|part| matches!(part.kind, PartKind::Text | PartKind::Continuation)) =>
            {
                let texts = parts.iter().filter(|part| matches!(part.kind, PartKind::Text));
                Some(Cow::Owned(texts.map(|part| part.bytes.of(self.text)).collect()))
            }
            _ => None,
        }
    }

    /// Gives the unquoted leaves of a word another kind. Those of commands inside it stay what they are.
    pub(super) fn retag(&mut self, word: &Word, kind: LeafKind) {
        let texts = word.parts.iter().filter(|part| matches!(part.kind, PartKind::Text));
        let mut texts = texts.map(|part| part.bytes).peekable();
        for leaf in self.leaves.iter_mut().skip(word.leaf as usize) {
            while texts.next_if(|text| text.end < leaf.end).is_some() {}
            if leaf.kind == LeafKind::Text && texts.peek().is_some_and(|text| text.start < leaf.end) {
                leaf.kind = kind;
            }
            if leaf.end >= word.bytes.end {
                break;
            }
        }
    }
}

/// `{name}`, which before a redirection takes the number of a new descriptor.
fn is_descriptor(text: &str) -> bool {
    let Some(inside) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
        return false;
    };
    let name = inside.split('[').next().unwrap_or_default();
    is_name(name.as_bytes())
}

/// Whether this is a variable's name.
pub(super) fn is_name(text: &[u8]) -> bool {
    let first = text
        .first()
        .is_some_and(|&byte| byte.is_ascii_alphabetic() || byte == b'_');
    first && text.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
