//! What is said where an expression cannot be cut into lexemes.

use super::Error;
use super::brackets::enclosing;
use super::fault::{hyphen, no_operator};
use super::json::MAX_DIGITS;
use super::lexer::{Flaw, Kind, Lexeme};
use crate::diagnostic::Applicability::Safe;
use crate::diagnostic::Text;
use crate::say;
use crate::syntax::json::words;
use std::ops::Range;

/// The error for the first flaw, which stands `at`.
pub(super) fn error(text: &str, lexemes: &[Lexeme], flaw: Flaw, at: Range<usize>) -> Error {
    match flaw {
        Flaw::Equals => equals(text, lexemes, at),
        Flaw::Minus => minus(text, at),
        Flaw::Unclosed(quote) => unclosed(text, quote, at),
        Flaw::Escape => Error::new(at.clone(), {
            let escape = &text[at];
            say!(
                ko: "`{escape}` 이스케이프는 따옴표로 싼 이름에 쓸 수 없습니다",
                en: "a name in quotes knows no escape `{escape}`"
            )
        })
        .help(say!(
            ko: "큰따옴표 안은 JSON 문자열로 읽습니다. 백슬래시 자체는 `\\\\`로 씁니다.",
            en: "What is in double quotes is read as a JSON string. A backslash itself is written `\\\\`."
        )),
        Flaw::Control(c) => {
            let code = words::code_point(c);
            Error::new(
                at,
                say!(
                    ko: "따옴표로 싼 이름 안에 제어 문자({code})가 그대로 있습니다",
                    en: "there is a control character ({code}) in a name in quotes"
                ),
            )
        }
        Flaw::Literal => Error::new(
            at,
            say!(
                ko: "백틱 안의 값이 JSON이 아닙니다",
                en: "what is in backticks is not JSON"
            ),
        )
        .help(say!(
            ko: "문자열은 `'...'`로 쓰는 편이 간단합니다. 백틱 안에는 숫자, `true`, `[\"a\"]` 같은 JSON을 씁니다.",
            en: "A string is written `'...'` more simply. Backticks take JSON: a number, `true`, `[\"a\"]`."
        )),
        Flaw::Digits => Error::new(
            at,
            say!(
                ko: "숫자가 {MAX_DIGITS}자리보다 깁니다",
                en: "this number has more than {MAX_DIGITS} digits"
            ),
        ),
        Flaw::Character(c) => character(text, c, at),
    }
}

fn equals(text: &str, lexemes: &[Lexeme], at: Range<usize>) -> Error {
    let index = lexemes.iter().position(|lexeme| lexeme.range == at).unwrap_or(0);
    let error = no_operator(at.clone(), "=");
    let before = index.checked_sub(1).and_then(|before| lexemes.get(before));
    let touches = before.is_some_and(|before| before.range.end == at.start);
    if touches && before.is_some_and(|before| matches!(before.kind, Kind::Compare(_))) {
        return error
            .help(say!(
                ko: "`==`와 `!=`에는 `=`가 하나 더 필요하지 않습니다.",
                en: "`==` and `!=` take no further `=`."
            ))
            .fix(Safe, say!(ko: "`=` 지우기", en: "remove `=`"), at, "");
    }
    if is_key(lexemes, index) {
        return error
            .help(say!(
                ko: "이름과 식은 `:`로 잇습니다. `{{이름: 식}}`",
                en: "A name is joined to its expression by `:`, as in `{{name: expression}}`."
            ))
            .fix(Safe, say!(ko: "`:`로 바꾸기", en: "write `:`"), at, ":");
    }
    match text[at.end..].chars().next() {
        Some('>') => error.help(say!(ko: "크거나 같은지는 `>=`로 씁니다.", en: "Greater or equal is written `>=`.")),
        Some('<') => error.help(say!(ko: "작거나 같은지는 `<=`로 씁니다.", en: "Less or equal is written `<=`.")),
        Some('~') => error.help(no_patterns()),
        _ => error
            .help(say!(ko: "같은지 비교할 때는 `==`를 씁니다.", en: "Equality is written `==`."))
            .fix(Safe, say!(ko: "`==`로 바꾸기", en: "write `==`"), at, "=="),
    }
}

fn no_patterns() -> Text {
    say!(
        ko: "정규식은 없습니다. `contains()`, `starts_with()`, `ends_with()`를 쓰십시오.",
        en: "There are no regular expressions. Use `contains()`, `starts_with()` or `ends_with()`."
    )
}

/// Whether what stands before a lexeme can only be a key of a multi-select hash.
fn is_key(lexemes: &[Lexeme], index: usize) -> bool {
    let begins = index.checked_sub(2).and_then(|begins| lexemes.get(begins));
    let begins = begins.is_some_and(|begins| matches!(begins.kind, Kind::OpenBrace | Kind::Comma));
    begins && enclosing(&lexemes[..index]).is_some_and(|open| open.kind == Kind::OpenBrace)
}

fn minus(text: &str, at: Range<usize>) -> Error {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let before = text[..at.start].trim_end_matches(part).len();
    let rest = &text[at.end..];
    let after = at.end + rest.len() - rest.trim_start_matches(part).len();
    let name = text[before..after].trim_end_matches('-');
    if before < at.start && at.end < before + name.len() {
        return hyphen(text, before..before + name.len());
    }
    Error::new(
        at,
        say!(
            ko: "`-` 뒤에 숫자가 없습니다",
            en: "no digit follows `-`"
        ),
    )
    .help(say!(
        ko: "`-`는 `[-1]`처럼 끝에서부터 셀 때만 씁니다. JMESPath에는 뺄셈이 없습니다.",
        en: "`-` is only for counting from the end, as in `[-1]`. JMESPath does not subtract."
    ))
}

fn unclosed(text: &str, quote: char, at: Range<usize>) -> Error {
    let escaped = text[at.end..].contains(&format!("\\{quote}"));
    let error = Error::new(
        at,
        match quote {
            '\'' => say!(ko: "문자열을 닫는 `'`가 없습니다", en: "this string has no closing `'`"),
            '"' => say!(ko: "이름을 닫는 `\"`가 없습니다", en: "this name has no closing `\"`"),
            _ => say!(ko: "값을 닫는 백틱이 없습니다", en: "this literal has no closing backtick"),
        },
    );
    if escaped {
        return error.help(say!(
            ko: "백슬래시가 앞에 붙은 따옴표는 끝이 아니라 내용의 일부입니다.",
            en: "A quote after a backslash is part of what is quoted, not its end."
        ));
    }
    error
}

fn character(text: &str, c: char, at: Range<usize>) -> Error {
    let error = Error::new(at.clone(), unknown(c));
    let before = &text[..at.start];
    let rest = &text[at.end..];
    match c {
        '$' if before.trim().is_empty() && rest.starts_with('.') => error
            .help(say!(
                ko: "`$.`로 시작하는 것은 JSONPath입니다. JMESPath는 이름으로 바로 시작합니다.",
                en: "It is JSONPath that begins with `$.`; JMESPath begins with the name."
            ))
            .fix(
                Safe,
                say!(ko: "`$.` 지우기", en: "remove `$.`"),
                at.start..at.end + 1,
                "",
            ),
        '$' => error.help(say!(
            ko: "셸 변수는 작은따옴표 안에서 바뀌지 않습니다. 식을 큰따옴표로 싸거나 변수 앞에서 작은따옴표를 닫으십시오.",
            en: "The shell leaves variables in single quotes alone. Put the expression in double quotes, or close the single \
                 quotes before the variable."
        )),
        '\\' => error.help(say!(
            ko: "셸의 작은따옴표 안에서는 백슬래시가 그대로 남습니다. 작은따옴표 안에서는 백슬래시 없이 쓰십시오.",
            en: "In the shell's single quotes a backslash stays as it is. Leave it out there."
        )),
        '?' if before.trim_end_matches([' ', '\t', '\r', '\n']).ends_with('[') => error.help(say!(
            ko: "필터는 `[?`로 붙여 씁니다.",
            en: "A filter begins with `[?`, without a blank in it."
        )),
        '?' => error.help(say!(
            ko: "`?`는 필터를 여는 `[?`에만 씁니다.",
            en: "`?` is only for `[?`, which begins a filter."
        )),
        '+' | '/' | '%' => error.help(say!(
            ko: "JMESPath에는 산술 연산이 없습니다.",
            en: "JMESPath does no arithmetic."
        )),
        '~' => error.help(no_patterns()),
        ';' => error.help(say!(
            ko: "식을 잇달아 적용할 때는 `|`로 잇습니다.",
            en: "One expression is applied after another with `|`."
        )),
        _ if is_quote(c) => error.help(say!(
            ko: "곧은따옴표를 쓰십시오. 문자열은 `'...'`, 이름은 `\"...\"`입니다.",
            en: "Use straight quotes: `'...'` for a string, `\"...\"` for a name."
        )),
        _ if is_blank(c) => error.help(say!(
            ko: "지우거나 보통 공백으로 바꾸십시오.",
            en: "Remove it, or write an ordinary space."
        )),
        _ if c.is_alphabetic() => error.help(say!(
            ko: "로마자, 숫자, `_` 말고 다른 글자가 든 이름은 `\"`로 쌉니다.",
            en: "A name with other letters than those of ASCII is put in `\"`."
        )),
        _ => error,
    }
}

fn unknown(c: char) -> Text {
    let code = words::code_point(c);
    if is_quote(c) {
        return say!(
            ko: "`{c}`({code})는 둥근따옴표이며 JMESPath의 따옴표가 아닙니다",
            en: "`{c}` ({code}) is a typographic quote, which JMESPath does not know"
        );
    }
    if is_blank(c) || c.is_control() {
        let (ko, en) = words::name(c);
        return say!(
            ko: "{ko}({code})는 JMESPath 식에 쓸 수 없습니다",
            en: "JMESPath does not know this {en} ({code})"
        );
    }
    say!(
        ko: "`{c}` 문자는 JMESPath 식에 쓸 수 없습니다",
        en: "JMESPath does not know the character `{c}`"
    )
}

fn is_quote(c: char) -> bool {
    matches!(c, '‘' | '’' | '‚' | '‛' | '“' | '”' | '„' | '‟' | '′' | '″' | '«' | '»')
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}
