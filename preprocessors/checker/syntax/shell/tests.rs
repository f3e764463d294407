//! Tests: data through one function each. What bash accepts was asked of bash 5.2.15 with `bash -n` on 2026-11-23.

mod calls;
mod console;
mod faults;
mod properties;
mod typography;
mod values;
mod verdicts;

use super::{Options, parse};
use crate::diagnostic::{Finding, Severity};

/// As bash reads it.
const STRICT: Options = Options { placeholders: false };

/// As a reader of a book reads it.
const KIND: Options = Options { placeholders: true };

/// What a text gets, as bash reads it.
fn found(text: &str) -> Vec<Finding> {
    parse(text, &STRICT).1
}

/// Whether bash would accept a text.
fn accepted(text: &str) -> bool {
    !found(text)
        .iter()
        .any(|finding| finding.rule == "shell-syntax" && finding.severity == Severity::Error)
}

/// Takes the marks `⟦` and `⟧` out of a text; what they enclose.
fn marked(text: &str) -> (String, Option<std::ops::Range<usize>>) {
    let start = text.find('⟦');
    let end = text.find('⟧').map(|end| end - '⟦'.len_utf8());
    (
        text.replace(['⟦', '⟧'], ""),
        start.zip(end).map(|(start, end)| start..end),
    )
}

/// A text with the first fix of each finding applied.
fn fixed(text: &str, findings: &[Finding]) -> String {
    let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
    let mut edits: Vec<_> = fixes.flat_map(|fix| fix.edits.iter()).collect();
    edits.sort_by_key(|edit| edit.at.start);
    let mut text = text.to_owned();
    for edit in edits.into_iter().rev() {
        text.replace_range(edit.at.clone(), &edit.text);
    }
    text
}
