//! Cuts an expression into lexemes. It stops at nothing, so that all of an expression has its colours; the first flaw is kept.

use super::json::{self, Json};
use super::{Comparator, Literal, Quoting};
use std::ops::Range;

/// What a lexeme is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name without quotes.
    Name,
    /// A name in double quotes, decoded.
    Quoted(String),
    Literal(Literal, Quoting),
    Number(i64),
    Dot,
    Star,
    Comma,
    Colon,
    /// `@`.
    Current,
    OpenParen,
    CloseParen,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    /// `[]`.
    Flatten,
    /// `[?`.
    Filter,
    Pipe,
    Or,
    And,
    /// `&`.
    Reference,
    Not,
    Compare(Comparator),
    /// What could not be read; there is a flaw then.
    Invalid,
    /// The end of the text.
    End,
}

#[derive(Clone, Debug)]
pub(super) struct Lexeme {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
}

/// Why a lexeme could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// `=` alone.
    Equals,
    /// `-` before something else than a digit.
    Minus,
    /// An opening quote of this kind without a closing one.
    Unclosed(char),
    /// An escape that JSON does not know.
    Escape,
    /// A control character in a name in quotes.
    Control(char),
    /// A literal in backticks that is no JSON, in quotes or without.
    Literal,
    /// A number of more than [`json::MAX_DIGITS`] digits.
    Digits,
    /// A character that begins nothing.
    Character(char),
}

/// An expression in pieces.
pub(super) struct Lexed {
    /// At the end, one of kind [`Kind::End`].
    pub(super) lexemes: Vec<Lexeme>,
    /// The first flaw and its place.
    pub(super) flaw: Option<(Flaw, Range<usize>)>,
    /// Whether a literal is nested too deeply to judge.
    pub(super) too_deep: bool,
}

/// Cuts a whole text.
pub(super) fn lex(text: &str) -> Lexed {
    let lexed = Lexed {
        lexemes: Vec::new(),
        flaw: None,
        too_deep: false,
    };
    let mut lexer = Lexer { text, at: 0, lexed };
    while let Some(c) = lexer.peek() {
        let start = lexer.at;
        if let Some(kind) = lexer.lexeme(c) {
            let range = start..lexer.at;
            lexer.lexed.lexemes.push(Lexeme { kind, range });
        }
    }
    let range = text.len()..text.len();
    lexer.lexed.lexemes.push(Lexeme { kind: Kind::End, range });
    lexer.lexed
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    lexed: Lexed,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// Takes a character if it is the next one.
    fn take(&mut self, c: char) -> bool {
        let taken = self.text[self.at..].starts_with(c);
        if taken {
            self.at += c.len_utf8();
        }
        taken
    }

    /// Takes the ASCII characters of a kind that come next.
    fn take_while(&mut self, wanted: impl Fn(&u8) -> bool) {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().position(|byte| !wanted(byte)).unwrap_or(rest.len());
    }

    fn flaw(&mut self, flaw: Flaw, at: Range<usize>) -> Kind {
        self.lexed.flaw.get_or_insert((flaw, at));
        Kind::Invalid
    }

    /// Takes what begins with `c`, the next character; nothing is made of blanks.
    fn lexeme(&mut self, c: char) -> Option<Kind> {
        let start = self.at;
        self.at += c.len_utf8();
        Some(match c {
            ' ' | '\t' | '\n' | '\r' => return None,
            'a'..='z' | 'A'..='Z' | '_' => {
                self.take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
                Kind::Name
            }
            '0'..='9' | '-' => self.number(start),
            '\'' => self.raw_string(start),
            '"' => self.quoted_name(start),
            '`' => self.literal(start),
            '=' if self.take('=') => Kind::Compare(Comparator::Equal),
            '=' => self.flaw(Flaw::Equals, start..self.at),
            '.' => Kind::Dot,
            '*' => Kind::Star,
            ',' => Kind::Comma,
            ':' => Kind::Colon,
            '@' => Kind::Current,
            '(' => Kind::OpenParen,
            ')' => Kind::CloseParen,
            '{' => Kind::OpenBrace,
            '}' => Kind::CloseBrace,
            ']' => Kind::CloseBracket,
            '[' if self.take(']') => Kind::Flatten,
            '[' if self.take('?') => Kind::Filter,
            '[' => Kind::OpenBracket,
            '|' => self.either('|', Kind::Or, Kind::Pipe),
            '&' => self.either('&', Kind::And, Kind::Reference),
            '!' => self.either('=', Kind::Compare(Comparator::NotEqual), Kind::Not),
            '<' => self.either(
                '=',
                Kind::Compare(Comparator::LessOrEqual),
                Kind::Compare(Comparator::Less),
            ),
            '>' => self.either(
                '=',
                Kind::Compare(Comparator::GreaterOrEqual),
                Kind::Compare(Comparator::Greater),
            ),
            _ => self.flaw(Flaw::Character(c), start..self.at),
        })
    }

    fn either(&mut self, second: char, both: Kind, alone: Kind) -> Kind {
        if self.take(second) { both } else { alone }
    }

    fn number(&mut self, start: usize) -> Kind {
        self.take_while(u8::is_ascii_digit);
        let text = &self.text[start..self.at];
        let digits = text.trim_start_matches('-');
        match digits.len() {
            0 => self.flaw(Flaw::Minus, start..self.at),
            1..=json::MAX_DIGITS => Kind::Number(nearest(text)),
            _ => self.flaw(Flaw::Digits, start..self.at),
        }
    }

    fn raw_string(&mut self, start: usize) -> Kind {
        match self.until('\'', start) {
            Ok(content) => {
                let value = self.text[content].replace("\\'", "'");
                Kind::Literal(Literal::String(value), Quoting::Raw)
            }
            Err(invalid) => invalid,
        }
    }

    fn quoted_name(&mut self, start: usize) -> Kind {
        let content = match self.until('"', start) {
            Ok(content) => content,
            Err(invalid) => return invalid,
        };
        let inside = &self.text[content.clone()];
        match json::string(inside) {
            Ok((name, _)) => Kind::Quoted(name),
            Err(length) => {
                let at = content.start + length;
                let mut chars = self.text[at..content.end].chars();
                let (flaw, length) = match chars.next() {
                    Some(c) if c.is_control() => (Flaw::Control(c), c.len_utf8()),
                    _ => (Flaw::Escape, 1 + chars.next().map_or(0, char::len_utf8)),
                };
                self.flaw(flaw, at..at + length)
            }
        }
    }

    fn literal(&mut self, start: usize) -> Kind {
        let content = match self.until('`', start) {
            Ok(content) => content,
            Err(invalid) => return invalid,
        };
        let text = self.text[content].replace("\\`", "`");
        match json::value(&text) {
            Json::Value(value) => return Kind::Literal(value, Quoting::Json),
            Json::TooDeep => {
                self.lexed.too_deep = true;
                return Kind::Invalid;
            }
            Json::Bad => {}
        }
        // As Python strips: it takes these separators for blanks, and Rust does not.
        let bare = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}'));
        match json::string(bare) {
            Ok((value, length)) if length == bare.len() => Kind::Literal(Literal::String(value), Quoting::Bare),
            _ => self.flaw(Flaw::Literal, start..self.at),
        }
    }

    /// Goes past a closing quote; a backslash takes the character after it along. Gives what lies between the quotes.
    fn until(&mut self, quote: char, start: usize) -> Result<Range<usize>, Kind> {
        let content = self.at;
        let mut escaped = false;
        let end = self.text[content..].find(|c: char| {
            let found = c == quote && !escaped;
            escaped = c == '\\' && !escaped;
            found
        });
        match end {
            Some(length) => {
                self.at = content + length + 1;
                Ok(content..content + length)
            }
            None => {
                self.at = self.text.len();
                Err(self.flaw(Flaw::Unclosed(quote), start..content))
            }
        }
    }
}

/// The number that digits, perhaps after `-`, say; beyond the range of `i64`, the nearest in it.
fn nearest(text: &str) -> i64 {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    digits.bytes().fold(0, |sum: i64, digit| {
        sum.saturating_mul(10).saturating_add(sign * i64::from(digit - b'0'))
    })
}
