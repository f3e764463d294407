//! JSON in an expression, as Python's `json` module takes it: with `NaN` and `Infinity`, half surrogate pairs, and a limit to
//! the digits of an integer.

use super::{Literal, MAX_DEPTH};

/// The most digits of an integer that Python converts, leading zeros included (`sys.int_info.default_max_str_digits`, since
/// 3.11, 2022).
pub(super) const MAX_DIGITS: usize = 4300;

/// What a text is as JSON.
pub(super) enum Json {
    Value(Literal),
    Bad,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
}

/// Reads one value, with blanks around it.
pub(super) fn value(text: &str) -> Json {
    let mut reader = Reader { text, at: 0 };
    let read = reader.document();
    match read {
        Ok(value) if reader.at == text.len() => Json::Value(value),
        Ok(_) | Err(Trouble::Bad) => Json::Bad,
        Err(Trouble::Deep) => Json::TooDeep,
    }
}

/// Reads what stands between two quotes, up to a quote that is not escaped: the string, decoded, and how far it goes.
///
/// # Errors
///
/// How far it could be read: a control character, or an escape that JSON does not know, comes next.
pub(super) fn string(text: &str) -> Result<(String, usize), usize> {
    let mut value = String::with_capacity(text.len());
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let length = rest
            .find(|c| matches!(c, '"' | '\\' | '\0'..='\u{1f}'))
            .unwrap_or(rest.len());
        value.push_str(&rest[..length]);
        at += length;
        match text.as_bytes().get(at) {
            None | Some(b'"') => return Ok((value, at)),
            Some(b'\\') => {
                let (c, length) = escape(&text[at + 1..]).ok_or(at)?;
                value.push(c);
                at += 1 + length;
            }
            Some(_) => return Err(at),
        }
    }
}

/// What follows a backslash: the character that is meant, and the length of what says so.
fn escape(text: &str) -> Option<(char, usize)> {
    let c = match text.as_bytes().first()? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return code_unit(text),
        _ => return None,
    };
    Some((c, 1))
}

/// `u00e9`, or the two halves of a pair: `ud83d\ude00`.
fn code_unit(text: &str) -> Option<(char, usize)> {
    let first = hexadecimal(text.get(1..5)?)?;
    let second = text.get(5..).and_then(|rest| rest.strip_prefix("\\u"));
    let second = second.and_then(|rest| hexadecimal(rest.get(..4)?));
    if let (0xd800..=0xdbff, Some(low @ 0xdc00..=0xdfff)) = (first, second) {
        let c = 0x10000 + ((first - 0xd800) << 10) + (low - 0xdc00);
        return Some((char::from_u32(c)?, 11));
    }
    Some((char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 5))
}

fn hexadecimal(digits: &str) -> Option<u32> {
    let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| all)
}

enum Trouble {
    Bad,
    Deep,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    /// The value at the top; what it is made of is only looked through.
    fn document(&mut self) -> Result<Literal, Trouble> {
        let mut open = Vec::new();
        self.blanks();
        let first = self.begin(&mut open)?;
        self.blanks();
        while let Some(&close) = open.last() {
            // A value in the innermost bracket has just ended.
            if self.take(close) {
                open.pop();
            } else {
                self.separator()?;
                if close == b'}' {
                    self.key()?;
                }
                self.begin(&mut open)?;
            }
            self.blanks();
        }
        Ok(first)
    }

    /// A scalar, or an opening bracket together with the first value in it, down to a scalar or a pair of brackets with
    /// nothing in it.
    fn begin(&mut self, open: &mut Vec<u8>) -> Result<Literal, Trouble> {
        let mut first = None;
        loop {
            let (opened, close) = match self.text.as_bytes().get(self.at) {
                Some(b'[') => (Literal::Array, b']'),
                Some(b'{') => (Literal::Object, b'}'),
                _ => {
                    let scalar = self.scalar()?;
                    return Ok(first.unwrap_or(scalar));
                }
            };
            let kind = first.get_or_insert(opened).clone();
            self.at += 1;
            self.blanks();
            if self.take(close) {
                return Ok(kind);
            }
            open.push(close);
            if open.len() > MAX_DEPTH {
                return Err(Trouble::Deep);
            }
            if close == b'}' {
                self.key()?;
            }
        }
    }

    fn separator(&mut self) -> Result<(), Trouble> {
        self.wanted(b',')?;
        self.blanks();
        Ok(())
    }

    fn key(&mut self) -> Result<(), Trouble> {
        self.quoted()?;
        self.blanks();
        self.wanted(b':')?;
        self.blanks();
        Ok(())
    }

    fn scalar(&mut self) -> Result<Literal, Trouble> {
        const WORDS: [(&str, Literal); 6] = [
            ("null", Literal::Null),
            ("true", Literal::Bool(true)),
            ("false", Literal::Bool(false)),
            ("NaN", Literal::Number),
            ("Infinity", Literal::Number),
            ("-Infinity", Literal::Number),
        ];
        let rest = &self.text[self.at..];
        if rest.starts_with('"') {
            return Ok(Literal::String(self.quoted()?));
        }
        if let Some((word, value)) = WORDS.into_iter().find(|(word, _)| rest.starts_with(word)) {
            self.at += word.len();
            return Ok(value);
        }
        self.number()
    }

    fn quoted(&mut self) -> Result<String, Trouble> {
        self.wanted(b'"')?;
        let (value, length) = string(&self.text[self.at..]).map_err(|_| Trouble::Bad)?;
        self.at += length;
        self.wanted(b'"')?;
        Ok(value)
    }

    fn number(&mut self) -> Result<Literal, Trouble> {
        self.take(b'-');
        let start = self.at;
        if !self.take(b'0') {
            self.digits();
        }
        let digits = self.at - start;
        let whole = self.at;
        self.part(|reader| reader.take(b'.'));
        self.part(Self::exponent);
        let too_long = self.at == whole && digits > MAX_DIGITS;
        if digits == 0 || too_long {
            return Err(Trouble::Bad);
        }
        Ok(Literal::Number)
    }

    /// What a number may have after its first digits: taken only where digits follow its mark.
    fn part(&mut self, mark: impl Fn(&mut Self) -> bool) {
        let before = self.at;
        if !(mark(self) && self.digits()) {
            self.at = before;
        }
    }

    /// The mark of an exponent with its sign.
    fn exponent(&mut self) -> bool {
        let marked = self.take(b'e') || self.take(b'E');
        if !self.take(b'+') {
            self.take(b'-');
        }
        marked
    }

    fn digits(&mut self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        count > 0
    }

    fn blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn take(&mut self, byte: u8) -> bool {
        let taken = self.text.as_bytes().get(self.at) == Some(&byte);
        self.at += usize::from(taken);
        taken
    }

    fn wanted(&mut self, byte: u8) -> Result<(), Trouble> {
        if self.take(byte) { Ok(()) } else { Err(Trouble::Bad) }
    }
}
