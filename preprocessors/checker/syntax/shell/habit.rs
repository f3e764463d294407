//! Habits of other places: continuation as Windows has it, a prompt in front of a command; and what a cut leaves behind.

use super::tree::{Bytes, Leaf, LeafKind};
use super::typography::continuation;
use crate::diagnostic::{Applicability, Finding};
use crate::say;

/// Whether the line after `at` looks like the rest of a command.
fn goes_on(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let Some((blank, next)) = rest.split_once('\n') else {
        return false;
    };
    let indented = next.starts_with([' ', '\t', '-']);
    blank.trim_matches([' ', '\t', '\r']).is_empty()
        && indented
        && !next.trim_start_matches([' ', '\t']).starts_with(['\n', '\r', '#'])
}

/// A backslash with blanks after it, and `^` at the end of a line.
pub(super) fn broken_lines(text: &str, leaves: &[Leaf]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut start = 0;
    for leaf in leaves {
        let end = leaf.end as usize;
        let word = text.as_bytes().get(start..end).unwrap_or_default();
        match leaf.kind {
            LeafKind::Escape if matches!(word, b"\\ " | b"\\\t") && goes_on(text, end) => {
                let line = text[end..].find('\n').map_or(end, |length| end + length);
                found.extend(text.get(start..line).map(|sign| continuation(start, sign, "").0));
            }
            LeafKind::Text if word == b"^" && text[..start].ends_with([' ', '\t']) && goes_on(text, end) => {
                found.push(continuation(start, "^", "cmd.exe").0);
            }
            _ => {}
        }
        start = end;
    }
    found
}

/// A prompt before a command: the block is a transcript.
pub(super) fn prompt(at: Bytes) -> Finding {
    Finding::warning(
        "shell-prompt",
        at.range(),
        say!(
            ko: "프롬프트까지 적혀 있습니다. 복사해서 실행하면 실패합니다",
            en: "the prompt is written out: copied and run, this fails"
        ),
    )
    .help(say!(
        ko: "명령과 출력을 함께 보이려면 블록을 `console`로 바꾸고, 아니면 프롬프트를 지우십시오.",
        en: "To show commands with their output, make the block `console`; otherwise remove the prompt."
    ))
}

/// A backslash behind the last word of all: the line that it goes on with is not there.
pub(super) fn unfinished(text: &str, leaves: &[Leaf]) -> Option<Finding> {
    let end = text.trim_end_matches([' ', '\t', '\r', '\n']).len();
    let at = end.checked_sub(1).filter(|&at| text[..end].ends_with('\\') && at > 0)?;
    let leaf = leaves.get(leaves.partition_point(|leaf| leaf.end as usize <= at))?;
    // In a comment, a quote or a here-document it goes on with nothing; behind another one it is protected.
    if !matches!(leaf.kind, LeafKind::Blank | LeafKind::Escape) || text[..at].ends_with('\\') {
        return None;
    }
    let before = text[..at].trim_end_matches([' ', '\t']).len();
    let finding = Finding::warning(
        "trailing-backslash",
        at..end,
        say!(
            ko: "마지막 줄이 백슬래시로 끝납니다. 이어질 줄이 없습니다",
            en: "the last line ends in a backslash, but no line follows"
        ),
    )
    .help(say!(
        ko: "복사해서 붙여 넣으면 셸이 다음 줄을 기다립니다. 빠진 줄을 더하거나 백슬래시를 지우십시오.",
        en: "Pasted, the shell waits for another line. Add the line that is missing, or take the backslash away."
    ));
    Some(finding.fix(
        Applicability::Unsafe,
        say!(ko: "백슬래시 지우기", en: "take the backslash away"),
        before..end,
        "",
    ))
}
