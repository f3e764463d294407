//! The AWS CLI's shorthand: `Key=a,Value=b`, with lists and structures in brackets.

use super::facts::{Kind, Shape};
use super::python;
use super::value::{At, Datum, Entry, Expected, Is, Problem, Scalar, Wrong};
use crate::grammar::word::Spelled;

/// How deep brackets may nest; what goes deeper is not judged.
const DEEPEST: usize = 64;

/// Reads a value that is written in shorthand; `Ok(None)` where it nests too deep to say.
pub(super) fn parse(value: &Spelled, text: u16) -> Result<Option<Datum>, Problem> {
    let mut reader = Reader {
        value,
        text,
        at: 0,
        depth: 0,
        too_deep: false,
    };
    let read = reader.parameter();
    if reader.too_deep {
        return Ok(None);
    }
    read.map(Some).map_err(|fault| Problem {
        at: At::new(text, fault.at..fault.at + fault.found.map_or(0, char::len_utf8)),
        kind: fault.kind(),
        path: String::new(),
    })
}

struct Fault {
    at: usize,
    expected: Expected,
    found: Option<char>,
    twice: Option<String>,
}

impl Fault {
    fn kind(self) -> Wrong {
        match self.twice {
            Some(key) => Wrong::Twice { key },
            None => Wrong::Shorthand {
                expected: self.expected,
                found: self.found,
            },
        }
    }
}

struct Reader<'v> {
    value: &'v Spelled,
    text: u16,
    at: usize,
    depth: usize,
    too_deep: bool,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.value.text[self.at..]
    }

    fn current(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn here(&self, from: usize) -> At {
        At::new(self.text, from..self.at)
    }

    fn fault(&self, expected: Expected) -> Fault {
        Fault {
            at: self.at,
            expected,
            found: self.current(),
            twice: None,
        }
    }

    fn blanks(&mut self) {
        let blank = |c: char| matches!(c, ' ' | '\t'..='\r');
        self.at += self.rest().len() - self.rest().trim_start_matches(blank).len();
    }

    fn expect(&mut self, wanted: char) -> Result<(), Fault> {
        if self.current() != Some(wanted) {
            return Err(self.fault(Expected::Character(wanted)));
        }
        self.at += wanted.len_utf8();
        Ok(())
    }

    /// The same, with blanks around it.
    fn expect_spaced(&mut self, wanted: char) -> Result<(), Fault> {
        self.blanks();
        self.expect(wanted)?;
        self.blanks();
        Ok(())
    }

    fn parameter(&mut self) -> Result<Datum, Fault> {
        let mut members: Vec<Entry> = Vec::new();
        loop {
            let (start, entry) = (self.at, self.entry(false)?);
            if members.iter().any(|known| known.key == entry.key) {
                let twice = Some(entry.key);
                return Err(Fault {
                    at: start,
                    expected: Expected::Value,
                    found: self.value.text[start..].chars().next(),
                    twice,
                });
            }
            members.push(entry);
            if self.at >= self.value.text.len() {
                let at = self.here(0);
                return Ok(Datum::new(at, Is::Map { members, elided: false }));
            }
            self.expect_spaced(',')?;
        }
    }

    /// `key=value`; inside brackets a list has brackets of its own.
    fn entry(&mut self, nested: bool) -> Result<Entry, Fault> {
        let start = self.at;
        let valid = |c: char| c.is_ascii_alphanumeric() || "-_.#/:".contains(c);
        self.at += self.rest().find(|c| !valid(c)).unwrap_or(self.rest().len());
        let (key, key_at) = (self.value.text[start..self.at].to_owned(), self.here(start));
        let before = self.at;
        let from_file = self.expect_spaced('@').is_ok();
        if !from_file {
            self.at = before;
        }
        self.expect_spaced('=')?;
        let mut value = if nested { self.explicit()? } else { self.values()? };
        if from_file && matches!(&value.is, Is::String(text) if text.starts_with("file")) {
            value.is = Is::Unknown;
        }
        Ok(Entry { key, key_at, value })
    }

    fn values(&mut self) -> Result<Datum, Fault> {
        match self.current() {
            None => Ok(Datum::new(self.here(self.at), Is::String(String::new()))),
            Some('[') => self.list(),
            Some('{') => self.map(),
            Some(_) => self.csv(),
        }
    }

    /// `a` or `a,b,c`, up to the next key.
    fn csv(&mut self) -> Result<Datum, Fault> {
        let start = self.at;
        let first = self.first()?;
        self.blanks();
        if self.current() != Some(',') {
            return Ok(first);
        }
        self.expect_spaced(',')?;
        let mut items = vec![first];
        loop {
            match self.second() {
                Ok((item, last)) => {
                    items.push(item);
                    if last {
                        break;
                    }
                }
                Err(fault) if self.at >= self.value.text.len() => return Err(fault),
                Err(_) => {
                    // What came is the next key: back to the comma before it.
                    if self.current() != Some(',') {
                        self.at = self.value.text[..self.at].rfind(',').unwrap_or(start);
                    }
                    break;
                }
            }
        }
        if items.len() == 1 {
            return Ok(items.swap_remove(0));
        }
        let end = items.last().map_or(self.at, |item| item.at.range().end);
        let at = At::new(self.text, start..end);
        Ok(Datum::new(at, Is::List { items, elided: false }))
    }

    /// One more value of `a,b,c`, and whether the text ends there.
    fn second(&mut self) -> Result<(Datum, bool), Fault> {
        let item = match self.current() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote)?,
            _ => {
                let follows = |c: char| is_blank(c) || (!"\"',=".contains(c) && ('!'..='\u{ffff}').contains(&c));
                self.word(follows).ok_or_else(|| self.fault(Expected::Value))?
            }
        };
        self.blanks();
        if self.current().is_none() {
            return Ok((item, true));
        }
        self.expect_spaced(',')?;
        Ok((item, false))
    }

    fn first(&mut self) -> Result<Datum, Fault> {
        match self.current() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote),
            _ => {
                let follows = |c: char| is_blank(c) || (!"\"',]}".contains(c) && ('!'..='\u{ffff}').contains(&c));
                let nothing = Datum::new(self.here(self.at), Is::String(String::new()));
                Ok(self.word(follows).unwrap_or(nothing))
            }
        }
    }

    /// A bare value; nothing where none begins here.
    fn word(&mut self, follows: impl Fn(char) -> bool) -> Option<Datum> {
        let begins = |c: char| !"\"',=[{".contains(c) && ('!'..='\u{ffff}').contains(&c);
        let start = self.at;
        let mut rest = self.rest();
        while let Some(c) = rest.chars().next() {
            let first = rest.len() == self.value.text.len() - start;
            let taken = if rest.starts_with("\\,") {
                2
            } else if (first && begins(c)) || (!first && follows(c)) {
                c.len_utf8()
            } else {
                break;
            };
            rest = &rest[taken..];
        }
        let end = self.value.text.len() - rest.len();
        if end == start {
            return None;
        }
        self.at = end;
        let said = self.value.text[start..end].trim_end_matches(is_blank);
        let at = At::new(self.text, start..start + said.len());
        Some(self.scalar(at, said.replace("\\,", ",")))
    }

    fn quoted(&mut self, quote: char) -> Result<Datum, Fault> {
        let start = self.at;
        let inside = &self.value.text[start + 1..];
        let mut end = None;
        let mut skip = false;
        for (i, c) in inside.char_indices() {
            if std::mem::take(&mut skip) {
                // A quote that is escaped ends the value after all if none follows.
                end = if c == quote { Some(i) } else { end };
            } else if c == '\\' {
                let next = inside[i + 1..].chars().next();
                skip = next == Some('\\') || next == Some(quote);
            } else if c == quote {
                end = Some(i);
                break;
            }
        }
        let Some(end) = end else {
            return Err(self.fault(Expected::ClosingQuote));
        };
        let said = inside[..end].replace(&format!("\\{quote}"), &quote.to_string());
        self.at = start + 1 + end + 1;
        let at = self.here(start);
        Ok(self.scalar(at, said.replace("\\\\", "\\")))
    }

    fn scalar(&self, at: At, said: String) -> Datum {
        if self.value.doubts(&at.range()) {
            return Datum::unknown(at);
        }
        Datum::new(at, Is::String(said))
    }

    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Result<Datum, Fault>) -> Result<Datum, Fault> {
        if self.depth == DEEPEST {
            self.too_deep = true;
            return Err(self.fault(Expected::Value));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn list(&mut self) -> Result<Datum, Fault> {
        self.deeper(|reader| {
            let start = reader.at;
            reader.expect_spaced('[')?;
            let mut items = Vec::new();
            while reader.current() != Some(']') {
                let before = reader.at;
                items.push(reader.explicit()?);
                reader.blanks();
                if reader.current() != Some(']') {
                    reader.expect(',')?;
                    reader.blanks();
                }
                if reader.at == before {
                    return Err(reader.fault(Expected::Character(']')));
                }
            }
            reader.expect(']')?;
            Ok(Datum::new(reader.here(start), Is::List { items, elided: false }))
        })
    }

    fn explicit(&mut self) -> Result<Datum, Fault> {
        match self.current() {
            Some('[') => self.list(),
            Some('{') => self.map(),
            _ => self.first(),
        }
    }

    fn map(&mut self) -> Result<Datum, Fault> {
        self.deeper(|reader| {
            let start = reader.at;
            reader.expect_spaced('{')?;
            let mut members: Vec<Entry> = Vec::new();
            while reader.current() != Some('}') {
                let entry = reader.entry(true)?;
                reader.blanks();
                if reader.current() != Some('}') {
                    reader.expect(',')?;
                    reader.blanks();
                }
                // Inside brackets the last of several alike counts.
                members.retain(|known| known.key != entry.key);
                members.push(entry);
            }
            reader.expect('}')?;
            Ok(Datum::new(reader.here(start), Is::Map { members, elided: false }))
        })
    }
}

/// What Python takes for white space.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Turns the strings of shorthand into what the shape asks for, as far as the CLI does that.
pub(super) fn coerce(datum: &mut Datum, shape: Shape, problems: &mut Vec<Problem>) {
    match shape.kind() {
        Kind::Structure if shape.document() => problems.push(Problem {
            at: datum.at,
            kind: Wrong::JsonOnly,
            path: String::new(),
        }),
        Kind::Structure => {
            let Is::Map { members, .. } = &mut datum.is else { return };
            for entry in members {
                if let Some(member) = shape.member(&entry.key) {
                    coerce(&mut entry.value, member.shape(), problems);
                }
            }
        }
        Kind::Map => {
            let Is::Map { members, .. } = &mut datum.is else { return };
            let Some(shape) = shape.value() else { return };
            for entry in members {
                coerce(&mut entry.value, shape, problems);
            }
        }
        Kind::List => match &mut datum.is {
            Is::List { items, .. } => {
                let Some(shape) = shape.element() else { return };
                items.iter_mut().for_each(|item| coerce(item, shape, problems));
            }
            Is::Unknown => {}
            // A lone value is a list of one; what it is made of stays as it is.
            _ => {
                let lone = std::mem::replace(&mut datum.is, Is::Unknown);
                let items = vec![Datum::new(datum.at, lone)];
                datum.is = Is::List { items, elided: false };
            }
        },
        Kind::Integer | Kind::Long => scalar(datum, Scalar::Integer, problems),
        Kind::Float | Kind::Double => scalar(datum, Scalar::Number, problems),
        Kind::Boolean => scalar(datum, Scalar::Boolean, problems),
        Kind::String | Kind::Blob | Kind::Timestamp => {}
    }
}

fn scalar(datum: &mut Datum, kind: Scalar, problems: &mut Vec<Problem>) {
    let read = match &datum.is {
        Is::Unknown => return,
        Is::String(text) => match kind {
            Scalar::Integer => python::int(text).map(|value| Is::Number { value, whole: true }),
            Scalar::Number => python::float(text).map(|value| Is::Number { value, whole: false }),
            // Other words stay strings, which are refused later.
            Scalar::Boolean => match text.to_lowercase().as_str() {
                "true" => Some(Is::Bool(true)),
                "false" => Some(Is::Bool(false)),
                _ => return,
            },
        },
        _ => None,
    };
    match (read, &datum.is) {
        (Some(is), _) => datum.is = is,
        (None, is) => {
            let given = if let Is::String(text) = is {
                text.clone()
            } else {
                String::new()
            };
            problems.push(Problem {
                at: datum.at,
                kind: Wrong::Not { kind, given },
                path: String::new(),
            });
            datum.is = Is::Unknown;
        }
    }
}
