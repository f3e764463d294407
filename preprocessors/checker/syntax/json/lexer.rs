//! Cuts a text into lexemes, and guesses where a broken one was meant to end.
//!
//! The lexer looks at nothing but the text and the lexeme before. It reports nothing: what a lexeme is worth is for the
//! parser to say.

use std::ops::Range;

/// Which brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Object,
    Array,
}

impl Shape {
    pub(super) fn open(self) -> char {
        match self {
            Self::Object => '{',
            Self::Array => '[',
        }
    }

    pub(super) fn close(self) -> char {
        match self {
            Self::Object => '}',
            Self::Array => ']',
        }
    }
}

/// The quotes that a string opens with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quote {
    /// `"`.
    Double,
    /// `'`.
    Single,
    /// Typographic ones on at least one side.
    Smart,
}

/// How a string ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// With a quote.
    Closed,
    /// Without one: at the end of its line, or where its key seems to end.
    Open,
    /// With a quote, after quotes inside that are not escaped.
    Inner,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CommentKind {
    Line,
    Block,
    Unclosed,
    Hash,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Open(Shape),
    Close(Shape),
    Comma,
    Colon,
    String(Quote, End),
    /// What begins like a number; it need not be one.
    Number,
    /// Anything else that is not quoted; with a closing quote at its end, where its opening one was forgotten.
    Word,
    Placeholder,
    /// `...`, with a remark if one follows.
    Elision,
    Comment(CommentKind),
    /// White space that JSON does not know, invisible characters, and control characters.
    Blank,
    /// A character that has no place in JSON.
    Odd,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Lexeme {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Lexeme {
    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether it can stand for a value, or begin one.
    pub(super) fn begins_value(&self) -> bool {
        matches!(
            self.kind,
            Kind::Open(_) | Kind::String(..) | Kind::Number | Kind::Word | Kind::Placeholder
        )
    }

    /// Whether it means nothing to the grammar.
    pub(super) fn is_trivia(&self) -> bool {
        matches!(self.kind, Kind::Comment(_) | Kind::Blank)
    }
}

/// The lexemes of a text that are still to be read.
pub(super) type Lexemes<'a> = std::iter::Copied<std::slice::Iter<'a, Lexeme>>;

/// Every lexeme of a text, in order, past a byte-order mark.
pub(super) fn lex(text: &str) -> Vec<Lexeme> {
    let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lexemes = Vec::with_capacity(text.len() / 8);
    lexemes.extend(Lexer { text, at, before: None });
    lexemes
}

/// The next lexeme that means something, without taking it.
pub(super) fn peek(lexemes: &Lexemes) -> Option<Lexeme> {
    lexemes.clone().find(|lexeme| !lexeme.is_trivia())
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    before: Option<Kind>,
}

impl Iterator for Lexer<'_> {
    type Item = Lexeme;

    fn next(&mut self) -> Option<Lexeme> {
        let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        let start = self.at + self.text.as_bytes()[self.at..].iter().take_while(blank).count();
        let first = self.text[start..].chars().next()?;
        let (kind, end) = self.lexeme(start, first);
        self.at = end;
        let lexeme = Lexeme { kind, start, end };
        if !lexeme.is_trivia() {
            self.before = Some(kind);
        }
        Some(lexeme)
    }
}

impl Lexer<'_> {
    fn after_colon(&self) -> bool {
        self.before == Some(Kind::Colon)
    }

    fn lexeme(&self, start: usize, first: char) -> (Kind, usize) {
        let next = start + first.len_utf8();
        if let Some(kind) = punctuation(first) {
            if first == '{'
                && let Some(end) = mustache(&self.text[start..])
            {
                return self.placeholder(start + end);
            }
            return (kind, next);
        }
        if first == '"' {
            return self.double(start);
        }
        if is_odd_blank(first) {
            let rest = &self.text[start..];
            return (Kind::Blank, start + (rest.len() - rest.trim_start_matches(first).len()));
        }
        if let Some(end) = self.number(start) {
            return (Kind::Number, end);
        }
        if let Some(end) = self.elision(start) {
            return (Kind::Elision, end);
        }
        match first {
            '\'' => self.quoted(start, Quote::Single, |c| c == '\''),
            c if is_smart_double(c) => self.quoted(start, Quote::Smart, is_smart_double),
            c if is_smart_single(c) => self.quoted(start, Quote::Smart, is_smart_single),
            c if is_guillemet(c) => self.quoted(start, Quote::Smart, is_guillemet),
            '#' => (Kind::Comment(CommentKind::Hash), line_end(self.text, start)),
            '/' if self.text[next..].starts_with('/') => (Kind::Comment(CommentKind::Line), line_end(self.text, start)),
            '/' if self.text[next..].starts_with('*') => match self.text[next + 1..].find("*/") {
                Some(length) => (Kind::Comment(CommentKind::Block), next + 1 + length + 2),
                None => (
                    Kind::Comment(CommentKind::Unclosed),
                    self.text.trim_end().len().max(next + 1),
                ),
            },
            '<' | '$' => match placeholder(&self.text[start..]) {
                Some(end) => self.placeholder(start + end),
                None => self.odd(start, first),
            },
            c if c.is_alphanumeric() || "_@%/~".contains(c) => (Kind::Word, self.word(start)),
            _ => self.odd(start, first),
        }
    }

    fn odd(&self, start: usize, first: char) -> (Kind, usize) {
        let rest = &self.text[start..];
        let end = start + (rest.len() - rest.trim_start_matches(first).len());
        let arrow = first == '=' && self.text[end..].starts_with('>');
        (Kind::Odd, end + usize::from(arrow))
    }

    /// A placeholder with something else glued to it is a word like any other.
    fn placeholder(&self, end: usize) -> (Kind, usize) {
        match self.word(end) {
            longer if longer > end && !self.text[end..].starts_with([' ', '\t']) => (Kind::Word, longer),
            _ => (Kind::Placeholder, end),
        }
    }

    /// Where a run of unquoted text ends. After a colon it may go on over blanks and colons: `image: nginx:latest`.
    fn word(&self, start: usize) -> usize {
        let after_colon = self.after_colon();
        let holds_colons = after_colon || self.before == Some(Kind::Open(Shape::Array));
        let mut last = ' ';
        for (at, c) in self.text[start..].char_indices() {
            let at = start + at;
            let rest = &self.text[at + c.len_utf8()..];
            let follows = rest.chars().next().unwrap_or('\n');
            let ends = match c {
                '"' => return if last != ' ' && ends_value(rest) { at + 1 } else { at },
                '\n' | '\r' | ';' | '`' => true,
                // A gap is looked over once, at its first blank.
                ' ' | '\t' if last == ' ' => false,
                ' ' | '\t' => {
                    let ahead = rest.trim_start_matches([' ', '\t']);
                    !(after_colon
                        && ahead.starts_with(|c: char| c.is_alphanumeric() || "-_/.$<(".contains(c))
                        && !begins_comment(ahead))
                }
                ':' => {
                    let url = rest.starts_with("//");
                    let inside = !follows.is_whitespace() && !"\"'{}[],".contains(follows);
                    !(url || (holds_colons && inside))
                }
                '=' => !after_colon,
                '/' => (follows == '/' && last != ':') || follows == '*',
                c => {
                    punctuation(c).is_some()
                        || is_odd_blank(c)
                        || is_smart_double(c)
                        || is_guillemet(c)
                        || (is_smart_single(c) && !follows.is_alphanumeric())
                }
            };
            if ends {
                return at;
            }
            last = if c == '\t' { ' ' } else { c };
        }
        self.text.len()
    }

    fn number(&self, start: usize) -> Option<usize> {
        let rest = &self.text[start..];
        let unsigned = rest.strip_prefix(['-', '+']).unwrap_or(rest);
        let named = unsigned.len() < rest.len() && (unsigned.starts_with("Inf") || unsigned.starts_with("NaN"));
        let digits = unsigned.strip_prefix('.').unwrap_or(unsigned);
        if !named && !digits.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let bytes = rest.as_bytes();
        let mut at = 1;
        while let Some(&byte) = bytes.get(at) {
            let next = bytes.get(at + 1).copied().unwrap_or(b' ');
            let goes_on = match byte {
                b'/' => next.is_ascii_alphanumeric(),
                b':' => self.after_colon() && next.is_ascii_alphanumeric(),
                // An ellipsis right behind a number is none of it.
                b'.' => !rest[at..].starts_with("..."),
                _ => byte.is_ascii_alphanumeric() || b"_+-%".contains(&byte),
            };
            if !goes_on {
                break;
            }
            at += 1;
        }
        Some(start + at)
    }

    fn elision(&self, start: usize) -> Option<usize> {
        let rest = &self.text[start..];
        let tail = rest.trim_start_matches(is_dots);
        let dots = &rest[..rest.len() - tail.len()];
        if !(dots.starts_with("...") || dots.starts_with(|c| is_dots(c) && c != '.')) {
            return None;
        }
        let line = window(tail);
        let line = &line[..line_end(line, 0)];
        let remark = line.trim_end().trim_end_matches(',').trim_end();
        let structure = |c: char| "\"{}[]:,".contains(c) || punctuation(c).is_some();
        let begins = remark.trim_start();
        let is_remark = !begins.is_empty() && !begins.starts_with(structure) && !begins_comment(begins);
        let length = match is_remark {
            // `... and "so on" ...` is one remark; `... , "a": 1` is none.
            true if remark.ends_with(is_dots) || !remark.contains(|c: char| "\"{}[]:".contains(c)) => remark.len(),
            true => remark
                .find(structure)
                .map_or(remark.len(), |at| remark[..at].trim_end().len()),
            false => 0,
        };
        Some(start + dots.len() + length)
    }

    /// A string in JSON's own quotes. What follows it tells whether its quote is the one that was meant.
    fn double(&self, start: usize) -> (Kind, usize) {
        let bytes = self.text.as_bytes();
        let mut at = start + 1;
        let closed = loop {
            match bytes.get(at) {
                Some(b'"') => break true,
                Some(b'\\') if bytes.get(at + 1).is_some_and(|&byte| byte != b'\n' && byte != b'\r') => at += 2,
                Some(b'\n') | None => break false,
                Some(_) => at += 1,
            }
        };
        let at = at.min(bytes.len());
        let content = &self.text[start + 1..at];
        let rest = if closed { &self.text[at + 1..] } else { "" };
        if closed && ends_value(rest) {
            return (Kind::String(Quote::Double, End::Closed), at + 1);
        }
        // Where a guess may end the string early, the line is looked at again, so only short ones are guessed at.
        let guess = if content.len() <= WINDOW { content } else { "" };
        let smart = guess.char_indices().find(|&(i, c)| {
            (is_smart_double(c) || is_guillemet(c)) && ends_value(&guess[i + c.len_utf8()..]) && {
                let after = guess[i + c.len_utf8()..].trim_start();
                !after.is_empty() || !closed
            }
        });
        if let Some((i, c)) = smart {
            return (Kind::String(Quote::Smart, End::Closed), start + 1 + i + c.len_utf8());
        }
        let open = Kind::String(Quote::Double, End::Open);
        if !self.after_colon()
            && let Some(length) = key_without_end(guess, closed && rest.starts_with(|c: char| !c.is_whitespace()))
        {
            return (open, start + 1 + length);
        }
        if closed {
            return match inner_end(rest) {
                Some(length) => (Kind::String(Quote::Double, End::Inner), at + 1 + length),
                None => (Kind::String(Quote::Double, End::Closed), at + 1),
            };
        }
        (open, self.without_trailer(start + 1, at))
    }

    /// A string in other quotes: to the first closing one that something ends after, or the last of its line.
    fn quoted(&self, start: usize, quote: Quote, closes: fn(char) -> bool) -> (Kind, usize) {
        let mut last = None;
        let mut escaped = false;
        let mut at = self.text.len();
        for (i, c) in self.text[start..].char_indices().skip(1) {
            let after = start + i + c.len_utf8();
            match c {
                '\n' => {
                    at = start + i;
                    break;
                }
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' if quote == Quote::Smart && ends_value(&self.text[after..]) => {
                    return (Kind::String(quote, End::Closed), after);
                }
                c if closes(c) => {
                    if ends_value(&self.text[after..]) {
                        return (Kind::String(quote, End::Closed), after);
                    }
                    last = Some(after);
                }
                _ => {}
            }
        }
        match last {
            Some(end) => (Kind::String(quote, End::Closed), end),
            None => {
                let opening = self.text[start..].chars().next().map_or(1, char::len_utf8);
                (
                    Kind::String(quote, End::Open),
                    self.without_trailer(start + opening, at),
                )
            }
        }
    }

    /// The end of an unclosed string without what stands behind it in all likelihood: a comma, and on the last line brackets.
    fn without_trailer(&self, content: usize, line_end: usize) -> usize {
        let line = self.text[content..line_end].trim_end();
        let line = line.strip_suffix(',').unwrap_or(line);
        let is_last = self.text[line_end..].trim().is_empty();
        let line = if is_last {
            line.trim_end_matches(['}', ']', ' ', '\t'])
        } else {
            line
        };
        content + line.len()
    }
}

/// Where a line ends, its break left out.
pub(super) fn line_end(text: &str, from: usize) -> usize {
    let end = text[from..].find('\n').map_or(text.len(), |length| from + length);
    from + text[from..end].trim_end_matches('\r').len()
}

/// White space that JSON does not know, and what cannot be seen.
pub(super) fn is_odd_blank(c: char) -> bool {
    match c {
        ' ' | '\t' | '\r' | '\n' => false,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => true,
        '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => true,
        _ => c.is_whitespace() || c.is_control(),
    }
}

fn punctuation(c: char) -> Option<Kind> {
    Some(match c {
        '{' | '\u{ff5b}' => Kind::Open(Shape::Object),
        '}' | '\u{ff5d}' => Kind::Close(Shape::Object),
        '[' | '\u{ff3b}' => Kind::Open(Shape::Array),
        ']' | '\u{ff3d}' => Kind::Close(Shape::Array),
        ',' | '\u{ff0c}' | '\u{3001}' => Kind::Comma,
        ':' | '\u{ff1a}' => Kind::Colon,
        _ => return None,
    })
}

fn is_smart_double(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‟' | '″' | '＂')
}

fn is_smart_single(c: char) -> bool {
    matches!(c, '‘' | '’' | '‚' | '‛' | '′' | '＇')
}

fn is_guillemet(c: char) -> bool {
    matches!(c, '«' | '»' | '‹' | '›')
}

/// Whether a character is a dot of an ellipsis.
pub(super) fn is_dots(c: char) -> bool {
    matches!(c, '.' | '…' | '⋯' | '⋮')
}

fn begins_comment(text: &str) -> bool {
    text.starts_with("//") || text.starts_with("/*") || text.starts_with('#')
}

/// Whether a value or key that ends here ends well: the line ends, or punctuation or a comment follows.
fn ends_value(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t', '\r']);
    match rest.chars().next() {
        None | Some('\n') => true,
        Some(c) => matches!(punctuation(c), Some(kind) if !matches!(kind, Kind::Open(_))) || begins_comment(rest),
    }
}

/// `"name: "web"` and `"name: {`: how long the key is whose closing quote was forgotten.
fn key_without_end(content: &str, glued: bool) -> Option<usize> {
    let length = content.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))?;
    let value = content[length..].trim_start().strip_prefix(':')?.trim();
    let opens = value.starts_with(['{', '[']) || value.starts_with(|c: char| c.is_ascii_digit());
    (length > 0 && (opens || (value.is_empty() && glued))).then_some(length)
}

/// `"say "hi" to all"`: how long the rest of a string is whose quotes inside are not escaped.
fn inner_end(rest: &str) -> Option<usize> {
    // `"name"": 1`: one quote too many.
    if rest.starts_with('"') && ends_value(&rest[1..]) {
        return Some(1);
    }
    if !rest.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let line = window(rest).char_indices().take_while(|&(_, c)| c != '\n');
    let mut quotes = line.filter(|&(_, c)| c == '"').map(|(at, _)| at + 1);
    quotes.find(|&end| ends_value(&rest[end..])).map(|end| {
        // `""` at the end: the first of them belongs inside.
        if rest[end..].starts_with('"') && ends_value(&rest[end + 1..]) {
            end + 1
        } else {
            end
        }
    })
}

/// How many bytes a guess may look ahead. Without a bound, a long line full of openings would take quadratic time.
const WINDOW: usize = 300;

fn window(text: &str) -> &str {
    let mut end = WINDOW.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// `<name>`, `${name}` and `$NAME` at the start of a text, and where they end.
fn placeholder(text: &str) -> Option<usize> {
    let window = window(text);
    if let Some(name) = window.strip_prefix("${") {
        let length = name.find(['}', '\n', '"'])?;
        return (length > 0 && name[length..].starts_with('}')).then_some(length + 3);
    }
    if let Some(name) = window.strip_prefix('<') {
        let length = name.find(['>', '<', '\n', '"', '{', '}'])?;
        let named = name.starts_with(|c: char| !c.is_whitespace() && c != '=');
        return (length > 0 && named && name[length..].starts_with('>')).then_some(length + 2);
    }
    let name = window.strip_prefix('$')?;
    let length = name
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(name.len());
    (length > 0 && !name.starts_with(|c: char| c.is_ascii_digit())).then_some(length + 1)
}

/// `{{ name }}` at the start of a text, and where it ends.
fn mustache(text: &str) -> Option<usize> {
    if text.starts_with("{{{{") {
        return None;
    }
    let text = window(text);
    let inside = text.strip_prefix("{{")?;
    let trimmed = inside.trim_start_matches(['{', '-', ' ', '>', '&', '.', '$', '#', '/', '^']);
    if !trimmed.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return None;
    }
    let length = inside.find("}}")?;
    let plain = !inside[..length].contains([':', '\n']) && !trimmed.starts_with('"');
    let braces = inside[length..].len() - inside[length..].trim_start_matches('}').len();
    let opened = text.len() - text.trim_start_matches('{').len();
    plain.then_some(2 + length + braces.min(opened))
}
