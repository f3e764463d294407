//! What the parser says: one function for each mistake, from its place to its finding.

use super::lexer::Lexeme;
use super::words::show;
use crate::diagnostic::{Applicability, Finding, Text};
use crate::say;
use std::ops::Range;

const RULE: &str = "json-syntax";

pub(super) fn remove(finding: Finding, at: Range<usize>) -> Finding {
    finding.fix(Applicability::Safe, say!(ko: "지우기", en: "remove it"), at, "")
}

pub(super) fn trailing_comma(comma: Range<usize>) -> Finding {
    let message: Text = say!(
        ko: "마지막 항목 뒤에 쉼표가 있습니다",
        en: "a comma follows the last item"
    );
    remove(Finding::error(RULE, comma.clone(), message), comma).help(
        say!(ko: "JSON에서는 닫는 괄호 앞에 쉼표를 쓰지 않습니다.", en: "JSON has no comma before a closing bracket."),
    )
}

pub(super) fn unquoted_key(raw: &str, lexeme: &Lexeme) -> Finding {
    let shown = show(raw);
    let inside = raw.trim_matches('"');
    let simple = !inside.contains(['"', '\\', '\'', '<', '$', '{']) && inside.len() == raw.len();
    let applicability = if simple {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    let message = match inside.len() == raw.len() {
        true => say!(ko: "{shown} 키에 따옴표가 없습니다", en: "the key {shown} is not in quotes"),
        false => say!(ko: "{shown} 키 앞에 여는 따옴표가 없습니다", en: "the key {shown} has no opening quote"),
    };
    Finding::error(RULE, lexeme.range(), message)
        .help(say!(ko: "JSON의 키는 항상 `\"`로 쌉니다.", en: "JSON always puts keys in `\"`."))
        .fix(
            applicability,
            say!(ko: "`\"`로 싸기", en: "put it in `\"`"),
            lexeme.range(),
            format!("\"{inside}\""),
        )
}
