//! `<cluster>` and friends: for the reader to fill in, not redirections.

use super::reader::Parser;

/// A placeholder is a name, not a paragraph.
const LONGEST: usize = 80;

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
        let end = rest.bytes().take(LONGEST).position(|byte| matches!(byte, b'>' | b'<' | b'\n'))?;
        let inside = &rest[..end];
        if rest.as_bytes()[end] != b'>' || self.byte(start + 1 + end + 1) == b'(' {
            return None;
        }
        let blank = |c: Option<char>| c.is_none_or(|c| c == ' ' || c == '\t');
        if blank(inside.chars().next()) || blank(inside.chars().next_back()) {
            return None;
        }
        let letters = inside.chars().any(char::is_alphabetic);
        let named = inside.chars().all(|c| c.is_alphanumeric() || " _-.,:/|'+*#@=[]()".contains(c) || !c.is_ascii());
        let path = inside.starts_with(['/', '.', '-', '&', '(', '=']) && !inside.contains(' ');
        (letters && named && !path).then_some(start + 1 + end + 1)
    }
}
