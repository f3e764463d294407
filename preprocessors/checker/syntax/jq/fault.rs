//! What is told of a program that jq refuses.

use super::Error;
use super::lexer::Kind;
use super::parser::{Failure, Parse, Parser};
use crate::diagnostic::Text;
use crate::say;
use std::ops::Range;

impl Parser<'_> {
    /// The word that stands here cannot.
    pub(super) fn unexpected(&self) -> Failure {
        let at = self.token.range.clone();
        let word = &self.text[at.clone()];
        if self.token.kind == Kind::End {
            let last = self.last();
            let message = say!(
                ko: "식이 와야 할 자리에서 jq 프로그램이 끝납니다",
                en: "the program of jq ends where an expression has to follow"
            );
            return refused(Error::new(last, message));
        }
        let error = Error::new(
            at.clone(),
            say!(ko: "jq 프로그램의 이 자리에 `{word}`이(가) 올 수 없습니다", en: "`{word}` cannot stand here in a program of jq"),
        );
        let after = &self.text[at.end..];
        let before = &self.text[..at.start];
        let replace = |error: Error, range: Range<usize>, text: &str, help: Text| error.help(help).fix(range, text);
        refused(match word {
            "'" => error.help(say!(
                ko: "jq의 문자열은 큰따옴표로 감쌉니다.",
                en: "Strings are in double quotes in jq."
            )),
            "&" if after.starts_with('&') => {
                let help = say!(ko: "jq에서는 `and`로 씁니다.", en: "In jq that is `and`.");
                replace(error, at.start..at.end + 1, "and", help)
            }
            "|" if before.ends_with('|') => {
                let help = say!(ko: "jq에서는 `or`로 씁니다.", en: "In jq that is `or`.");
                replace(error, at.start - 1..at.end, "or", help)
            }
            "!" => error.help(say!(
                ko: "jq에서는 `| not`으로 부정합니다.",
                en: "In jq something is negated by `| not`."
            )),
            "=" if before.ends_with(['=']) => {
                let help = say!(ko: "jq에서는 `==`로 비교합니다.", en: "In jq `==` compares.");
                replace(error, at.clone(), "", help)
            }
            "?//" => {
                let help = say!(
                    ko: "`?//`는 한 낱말로 읽힙니다. `? //`처럼 띄어 씁니다.",
                    en: "`?//` is read as one word. Write `? //`."
                );
                replace(error, at.clone(), "? //", help)
            }
            _ => error,
        })
    }

    /// The last character of the program.
    fn last(&self) -> Range<usize> {
        let text = self.text.trim_end();
        let start = text.char_indices().next_back().map_or(0, |(start, _)| start);
        start..text.len()
    }

    /// Another word has to stand here.
    pub(super) fn wanted(&self, wanted: &str) -> Failure {
        if matches!(self.token.kind, Kind::Invalid)
            || self.is("?//")
            || (self.is("|") && self.text[..self.token.range.start].ends_with('|'))
        {
            return self.unexpected();
        }
        let at = self.token.range.clone();
        let word = &self.text[at.clone()];
        if self.token.kind == Kind::End {
            let last = self.last();
            let message = say!(
                ko: "`{wanted}`이(가) 와야 할 자리에서 jq 프로그램이 끝납니다",
                en: "the program of jq ends where `{wanted}` has to follow"
            );
            return refused(Error::new(last, message));
        }
        refused(Error::new(
            at,
            say!(ko: "`{wanted}`이(가) 와야 하는데 `{word}`이(가) 왔습니다", en: "`{wanted}` was expected, but `{word}` came"),
        ))
    }

    /// `1 == 2 == 3`.
    pub(super) fn chained(&self) -> Failure {
        let at = self.token.range.clone();
        let word = &self.text[at.clone()];
        refused(Error::new(
            at,
            say!(ko: "`{word}`을(를) 괄호 없이 이어 쓸 수 없습니다", en: "`{word}` cannot be chained without parentheses"),
        ))
    }

    /// A key that needs quotes.
    pub(super) fn bad_key(&self, dot: usize) -> Failure {
        let rest = &self.text[dot + 1..];
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
            .unwrap_or(rest.len());
        let key = &rest[..end];
        if key.is_empty() {
            return self.unexpected();
        }
        let at = dot..dot + 1 + end;
        let message = say!(ko: "따옴표 없이 쓸 수 없는 키입니다", en: "this key has to be quoted");
        let quoted = format!(".\"{key}\"");
        let help = say!(ko: "`{quoted}`(으)로 씁니다.", en: "Write `{quoted}`.");
        refused(Error::new(at.clone(), message).help(help).fix(at, &quoted))
    }
}

/// Where an escape of a string ends.
pub(super) fn escape(text: &str, at: usize) -> Parse<usize> {
    let after = &text[at + 1..];
    let length = match after.chars().next() {
        Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => 1,
        Some('u') if after.len() >= 5 && after.as_bytes()[1..5].iter().all(u8::is_ascii_hexdigit) => 5,
        Some(other) => {
            let end = at + 1 + other.len_utf8();
            let written = &text[at..end];
            let error = Error::new(
                at..end,
                say!(ko: "jq의 문자열에 `{written}` 이스케이프가 없습니다", en: "strings of jq have no escape `{written}`"),
            );
            let twice = format!("\\{written}");
            return Err(refused(match other {
                'u' => error,
                _ => error
                    .help(say!(ko: "`\\` 자체는 `{twice}`(으)로 씁니다.", en: "For a `\\` itself write `{twice}`.")),
            }));
        }
        None => 0,
    };
    Ok(at + 1 + length)
}

pub(super) fn refused(error: Error) -> Failure {
    Failure::Refused(Box::new(error))
}
