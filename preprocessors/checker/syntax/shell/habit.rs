//! Habits of other places: continuation as Windows has it, a prompt in front of a command.

use super::tree::{Bytes, Leaf, LeafKind};
use super::typography::continuation;
use crate::diagnostic::Finding;
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
