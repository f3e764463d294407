//! What to do about a fault.

use super::token::Tok;
use super::tree::Bytes;
use super::{particle, word::is_wordy};
use crate::diagnostic::Text;
use crate::say;
use std::ops::Range;

/// What to do about a token that cannot stand where it does.
pub(super) fn unexpected(text: &str, tok: Tok, at: Bytes, before: Tok, open: bool, what: &str) -> Option<Text> {
    let place = at.range().start;
    let start = text[..place].rfind('\n').map_or(0, |found| found + 1);
    let begins_line = text[start..place].trim().is_empty();
    let line = text[start..].lines().next().unwrap_or_default().trim();
    // `| a | b |` is a table that a command has printed.
    let table = line.len() > 1 && line.starts_with('|') && line.ends_with('|');
    let above = text[..start].trim_end();
    Some(match tok {
        Tok::Open if is_wordy(before) => say!(
            ko: "괄호를 글자 그대로 쓰려면 따옴표로 감싸거나 `\\(`, `\\)`로 쓰십시오.",
            en: "To mean the character itself, quote the argument or write `\\(` and `\\)`."
        ),
        Tok::SemiSemi | Tok::SemiAmp | Tok::SemiSemiAmp => {
            let topic = particle::topic(what);
            say!(
                ko: "{what}{topic} `case`의 각 절을 끝낼 때만 씁니다.",
                en: "{what} only ends a clause of `case`."
            )
        }
        Tok::CloseBrace | Tok::Pipe if !open && begins_line && (tok == Tok::CloseBrace || table) => say!(
            ko: "명령이 출력한 것이라면 `json`이나 `text` 블록으로 나누거나, 명령과 함께 `console` 블록에 쓰십시오.",
            en: "If this is output, give it a block of its own, `json` or `text`, or show it after its command in a `console` block."
        ),
        Tok::AndAnd | Tok::OrOr | Tok::Pipe | Tok::PipeAmp if begins_line && !above.is_empty() => {
            let object = particle::object(what);
            say!(
                ko: "윗줄 끝에 `\\`를 붙이거나 {what}{object} 윗줄 끝으로 옮기십시오.",
                en: "Put `\\` at the end of the line above, or {what} there."
            )
        }
        Tok::Semi | Tok::Amp | Tok::AndAnd | Tok::OrOr | Tok::Pipe | Tok::PipeAmp => say!(
            ko: "{what} 앞에 명령이 있어야 합니다.",
            en: "A command has to stand before {what}."
        ),
        _ => return None,
    })
}

/// How to write parentheses that mean themselves.
pub(super) fn literal_parentheses() -> Text {
    say!(
        ko: "괄호를 글자 그대로 쓰려면 따옴표로 감싸거나 `\\(`, `\\)`로 쓰십시오.",
        en: "To mean the character itself, quote it or write `\\(` and `\\)`."
    )
}

/// What to do where a reserved word is wanted, and `inside` is what stands in the construct so far.
pub(super) fn closing(want: &str, inside: &str) -> Option<Text> {
    let mut words = inside.split_ascii_whitespace();
    if want == "fi" && else_if(inside) {
        return Some(say!(
            ko: "`else if`는 `if`를 하나 더 열므로 `fi`도 하나 더 있어야 합니다. `elif`로 쓰십시오.",
            en: "`else if` opens one more `if`, which needs a `fi` of its own. Write `elif`."
        ));
    }
    let reserved = matches!(want, "then" | "do" | "done" | "fi" | "esac" | "}");
    // The word is there, but not where it counts.
    (reserved && words.any(|word| word.trim_end_matches(';') == want)).then(|| {
        let topic = particle::topic(want);
        say!(
            ko: "`{want}`{topic} 줄 첫머리나 `;` 뒤에 와야 예약어로 읽힙니다.",
            en: "`{want}` only counts at the start of a line or after `;`."
        )
    })
}

/// Whether `if` follows `else` on one line.
fn else_if(inside: &str) -> bool {
    inside.lines().any(|line| {
        let mut words = line.split([' ', '\t', ';']).filter(|word| !word.is_empty());
        words.any(|word| word == "else") && words.next() == Some("if")
    })
}

/// A typographic quote that may have been meant to close what `open` opened, on the same line.
pub(super) fn look_alike(text: &str, open: Bytes, close: char) -> Option<(Range<usize>, char)> {
    let from = open.range().end;
    let line = text.get(from..)?.lines().next()?;
    let like = |c: char| match close {
        '"' => matches!(c, '“' | '”' | '„' | '‟' | '″'),
        '\'' => matches!(c, '‘' | '’' | '‚' | '‛' | '′'),
        _ => false,
    };
    let (at, c) = line.char_indices().rfind(|&(_, c)| like(c))?;
    Some((from + at..from + at + c.len_utf8(), c))
}
