//! What is told of a text as a whole: that it is no JSON, and what runs through all of it.

use super::Value;
use super::bare;
use super::lexer::{Kind, Lexemes, line_end, peek};
use super::words::{code_point, name, plain};
use crate::diagnostic::{Applicability, Edit, Finding, Fix};
use crate::say;
use std::ops::Range;

const RULE: &str = "json-syntax";

/// Whether the text does not even begin like JSON, and has no quoted key anywhere.
pub(super) fn is_foreign(text: &str, lexemes: &Lexemes) -> bool {
    let Some(first) = peek(lexemes) else {
        return false;
    };
    let raw = &text[first.range()];
    let begins = match first.kind {
        Kind::Open(_) | Kind::String(..) | Kind::Placeholder | Kind::Elision => true,
        Kind::Number => matches!(bare::number(text, &first).0, Value::Number),
        Kind::Word => {
            bare::literal(raw).is_some() || bare::is_shouted(raw) || matches!(raw, "undefined" | "NaN" | "Infinity")
        }
        _ => false,
    };
    let mut ahead = lexemes.clone().filter(|lexeme| !lexeme.is_trivia()).peekable();
    while !begins && let Some(lexeme) = ahead.next() {
        let colon = ahead.peek().is_some_and(|next| next.kind == Kind::Colon);
        if colon && matches!(lexeme.kind, Kind::String(..)) {
            return false;
        }
    }
    !begins
}

/// The one finding for a text that is not JSON.
pub(super) fn not_json(text: &str) -> Finding {
    let start = text.len()
        - text
            .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
            .len();
    let end = start + text[start..line_end(text, start)].trim_end().len();
    Finding::error(RULE, start..end, say!(ko: "이 글은 JSON이 아닙니다", en: "this text is not JSON")).help(say!(
        ko: "JSON은 `{{`, `[`, `\"`, 수, `true`, `false`, `null` 가운데 하나로 시작합니다. 다른 것을 보여 주는 블록이라면 언어를 `text`처럼 알맞게 적으십시오.",
        en: "JSON begins with `{{`, `[`, `\"`, a number, `true`, `false` or `null`. If the block shows something else, give it that language, or `text`."
    ))
}

/// One finding for all `#` comments.
pub(super) fn hashes(places: &[Range<usize>]) -> Option<Finding> {
    let message = say!(ko: "`#` 주석은 JSON에도 JSONC에도 없습니다", en: "neither JSON nor JSONC has `#` comments");
    let help = say!(ko: "설명은 블록 밖에 쓰십시오.", en: "Explain it outside the block.");
    at_all(places, |at| Finding::error(RULE, at, message).help(help))
}

/// One finding for all other comments.
pub(super) fn comments(places: &[Range<usize>]) -> Option<Finding> {
    let count = places.len();
    let message = say!(ko: "JSON에는 주석이 없습니다", en: "JSON has no comments");
    let refuse = match count {
        1 => say!(
            ko: "그대로 복사하면 AWS CLI를 비롯한 많은 프로그램이 거부합니다.",
            en: "The AWS CLI and many others refuse the text when it is copied as it is."
        ),
        _ => say!(
            ko: "주석이 {count}개 있습니다. 그대로 복사하면 AWS CLI를 비롯한 많은 프로그램이 거부합니다.",
            en: "There are {count} of them. The AWS CLI and many others refuse the text when it is copied as it is."
        ),
    };
    let help =
        say!(ko: "블록의 언어를 `jsonc`로 적거나 주석을 빼십시오.", en: "Label the block `jsonc`, or take them out.");
    at_all(places, |at| {
        Finding::warning("json-comment", at, message).help(refuse).help(help)
    })
}

/// One finding for each character that is not JSON's, wherever it stands outside strings.
pub(super) fn odd(text: &str, found: &[(char, Vec<Range<usize>>)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for &(c, ref places) in found {
        let code = code_point(c);
        let (ko, en) = name(c);
        let plain = plain(c);
        let message = say!(ko: "문자열 밖에 {ko}({code}) 글자가 있습니다", en: "{code} ({en}) stands outside strings");
        let (help, title) = match plain {
            "" => (
                say!(ko: "보이지 않지만 JSON으로 읽히지 않습니다. 지우십시오.", en: "It cannot be seen, yet JSON does not allow it. Remove it."),
                say!(ko: "{code} 지우기", en: "remove {code}"),
            ),
            " " => (
                say!(ko: "공백처럼 보이지만 JSON의 공백이 아닙니다.", en: "It looks like a space, yet JSON does not take it for one."),
                say!(ko: "보통 공백으로 바꾸기", en: "write a plain space"),
            ),
            _ => (
                say!(ko: "`{plain}`로 쓰십시오.", en: "Write `{plain}`."),
                say!(ko: "`{plain}`로 바꾸기", en: "write `{plain}`"),
            ),
        };
        let edits = places.iter().map(|place| Edit {
            at: place.clone(),
            text: plain.repeat(text[place.clone()].chars().count()),
        });
        let fix = Fix {
            title,
            edits: edits.collect(),
            applicability: Applicability::Safe,
        };
        findings.extend(at_all(places, |at| {
            let mut finding = Finding::error(RULE, at, message).help(help);
            finding.fix = Some(fix);
            finding
        }));
    }
    findings
}

/// One finding for many places of the same trouble: at the first, with labels at three more.
fn at_all(places: &[Range<usize>], finding: impl FnOnce(Range<usize>) -> Finding) -> Option<Finding> {
    let (first, others) = places.split_first()?;
    let also = |finding: Finding, place: &Range<usize>| {
        finding.label(place.clone(), say!(ko: "여기에도 있습니다", en: "here too"))
    };
    Some(others.iter().take(3).fold(finding(first.clone()), also))
}
