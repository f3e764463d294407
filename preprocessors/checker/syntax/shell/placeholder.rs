//! `<cluster>` and friends: for the reader to fill in, not redirections.

use super::Options;
use super::reader::Parser;
use super::tree::{Leaf, LeafKind};
use crate::diagnostic::Finding;
use crate::say;

/// A placeholder is a name, not a paragraph.
const LONGEST: usize = 160;

impl Parser<'_> {
    /// Where the placeholder that begins at `start` ends, if one does.
    ///
    /// It is `<`, then something that reads like a name or a few words, then `>`,
    /// all on one line. `<in >out` and `<3>` are redirections.
    pub(super) fn placeholder_end(&self, start: usize) -> Option<usize> {
        if self.byte(start) != b'<' {
            return None;
        }
        let rest = self.text.get(start + 1..self.src.len())?;
        let end = rest
            .bytes()
            .take(LONGEST)
            .position(|byte| matches!(byte, b'>' | b'<' | b'\n'))?;
        let inside = &rest[..end];
        if rest.as_bytes()[end] != b'>' || self.byte(start + 1 + end + 1) == b'(' {
            return None;
        }
        let blank = |c: Option<char>| c.is_none_or(|c| c == ' ' || c == '\t');
        if blank(inside.chars().next()) || blank(inside.chars().next_back()) {
            return None;
        }
        let letters = inside.chars().any(char::is_alphabetic);
        let named = inside
            .chars()
            .all(|c| c.is_alphanumeric() || " _-.,:/|'+*#@=[]()".contains(c) || !c.is_ascii());
        let path = inside.starts_with(['/', '.', '-', '&', '(', '=']) && !inside.contains(' ');
        (letters && named && !path).then_some(start + 1 + end + 1)
    }
}

/// Placeholders that bash would not refuse but run: what follows the `>` is written to.
pub(super) fn redirections(text: &str, leaves: &[Leaf]) -> Vec<Finding> {
    let mut found = Vec::new();
    let (mut start, mut next_line) = (0, 0);
    for leaf in leaves {
        let end = leaf.end as usize;
        if leaf.kind == LeafKind::Placeholder && start >= next_line {
            let finding = redirection(text, start, end);
            if finding.is_some() {
                // One a line is enough.
                next_line = text[end..].find('\n').map_or(text.len(), |found| end + found);
            }
            found.extend(finding);
        }
        start = end;
    }
    if found.is_empty() {
        return found;
    }
    // Bash runs the lines before the first one that it refuses.
    let (_, faults) = super::read(text, &Options { placeholders: false });
    if let Some(fault) = faults.first() {
        let line = text[..fault.at.start].rfind('\n').map_or(0, |at| at + 1);
        found.retain(|finding| finding.at.start < line);
    }
    found
}

fn redirection(text: &str, start: usize, end: usize) -> Option<Finding> {
    let inside = text.get(start + 1..end - 1)?;
    let rest = text.get(end..)?.trim_start_matches([' ', '\t']);
    let target = rest
        .split([' ', '\t', '\n', ';', '|', '&', '<', '>', '(', ')'])
        .next()
        .unwrap_or_default();
    let quoted = target.contains(['"', '\'', '`', '#']) || target.starts_with('\\');
    if target.is_empty() || quoted || inside.contains(['|', '(', ')', '[', '#', '\'']) {
        return None;
    }
    let file = inside.split(' ').next().unwrap_or_default();
    Some(
        Finding::new(
            crate::diagnostic::Severity::Info,
            "placeholder",
            start..end,
            say!(
                ko: "bash는 이 자리 표시자를 리다이렉션으로 실행합니다. `{file}` 파일을 읽어 `{target}` 파일에 씁니다",
                en: "bash would run this placeholder as a redirection: it reads the file `{file}` and writes to `{target}`"
            ),
        )
        .help(say!(
            ko: "따옴표로 감싸면 채우지 않고 실행해도 파일을 건드리지 않습니다.",
            en: "In quotes it touches no file, even if run before it is filled in."
        )),
    )
}
