//! Lines that readers do not see: `#hide: ` before a command makes it one that only tools run.
//!
//! To a shell, and to any reader of the file, such a line is a comment.

use std::ops::Range;

/// What begins a hidden line.
pub(super) const MARK: &str = "#hide: ";

/// Whether the mark stands at a place, with nothing but blanks before it on its line.
pub(super) fn is_mark(src: &[u8], at: usize) -> bool {
    let line = src[..at].iter().rev().take_while(|&&byte| byte != b'\n');
    src.get(at..).is_some_and(|rest| rest.starts_with(MARK.as_bytes()))
        && line.copied().all(|b| matches!(b, b' ' | b'\t'))
}

/// The hidden lines of a text, their line breaks included.
pub fn hidden_lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        if line.trim_start_matches([' ', '\t']).starts_with(MARK) {
            found.push(start..start + line.len());
        }
        start += line.len();
    }
    found
}

/// A text as bash should get it: its hidden lines without their marks.
pub(crate) fn without_marks(text: &str) -> String {
    let line = |line: &str| {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let (indent, code) = line.split_at(indent);
        format!("{indent}{}", code.strip_prefix(MARK).unwrap_or(code))
    };
    text.split_inclusive('\n').map(line).collect()
}
