//! The words of jq's language.

use std::ops::Range;

/// One word of a program. The text of a string is read by the parser, for programs stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    End,
    /// `.name`
    Field,
    /// A name, a keyword among them.
    Name,
    /// `$name`
    Variable,
    Number,
    /// `@name`
    Format,
    /// `"`, with which a string begins.
    Quote,
    /// Brackets and operators.
    Sign,
    /// What is no word of the language.
    Invalid,
}

/// Signs of more than one character, the longest first.
const SIGNS: [&str; 15] = [
    "?//=", "?//", "//=", "..", "|=", "+=", "-=", "*=", "/=", "%=", "==", "!=", "//", "<=", ">=",
];

/// The word that begins at `at` or behind the blanks and comments there.
pub(super) fn token(text: &str, at: usize) -> Token {
    let start = skip(text, at);
    let rest = &text[start..];
    let Some(first) = rest.chars().next() else {
        return Token {
            kind: Kind::End,
            range: start..start,
        };
    };
    let (kind, length) = match first {
        '"' => (Kind::Quote, 1),
        '.' if rest[1..].starts_with(is_start) => (Kind::Field, 1 + word(&rest[1..])),
        '.' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => (Kind::Number, number(rest)),
        '0'..='9' => (Kind::Number, number(rest)),
        '$' if rest[1..].starts_with(is_start) => (Kind::Variable, 1 + path(&rest[1..])),
        '@' if rest[1..].starts_with(is_part) => (Kind::Format, 1 + word(&rest[1..])),
        c if is_start(c) => (Kind::Name, path(rest)),
        c => match SIGNS.iter().find(|sign| rest.starts_with(**sign) && **sign != "?//=") {
            Some(sign) => (Kind::Sign, sign.len()),
            None if ".?[]{}()|,:;=<>+-*/%$".contains(c) => (Kind::Sign, 1),
            None => (Kind::Invalid, c.len_utf8()),
        },
    };
    Token {
        kind,
        range: start..start + length,
    }
}

/// Where blanks and comments end.
fn skip(text: &str, mut at: usize) -> usize {
    loop {
        let rest = &text[at..];
        at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
        let Some(comment) = text[at..].strip_prefix('#') else {
            return at;
        };
        at += 1 + comment.find('\n').unwrap_or(comment.len());
    }
}

fn is_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The length of a name.
fn word(text: &str) -> usize {
    text.find(|c| !is_part(c)).unwrap_or(text.len())
}

/// The length of a name that may lead through modules: `a::b`.
fn path(text: &str) -> usize {
    let mut length = word(text);
    while let Some(next) = text[length..]
        .strip_prefix("::")
        .filter(|next| next.starts_with(is_start))
    {
        length += 2 + word(next);
    }
    length
}

/// The length of a number: `1`, `1.`, `.5`, `1.5e-3`.
fn number(text: &str) -> usize {
    let digits = |from: usize| from + text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(0);
    if text[end..].starts_with('.') {
        end = digits(end + 1);
    }
    if let Some(exponent) = text[end..].strip_prefix(['e', 'E']) {
        let sign = usize::from(exponent.starts_with(['+', '-']));
        let last = digits(end + 1 + sign);
        if last > end + 1 + sign {
            end = last;
        }
    }
    end
}
