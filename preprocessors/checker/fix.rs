//! Applies the fixes of diagnostics to a text.

use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::source::{SourceFile, Span};

/// The text of a file with every fix applied that is at least as sure as `at_least`.
///
/// A fix that overlaps one applied before it is left for the next round. Gives
/// nothing when no fix applies.
pub fn apply(file: &SourceFile, found: &[Diagnostic], at_least: Applicability) -> Option<String> {
    let mut chosen: Vec<&Edit<Span>> = Vec::new();
    for fix in found.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()) {
        let here = fix.edits.iter().all(|edit| edit.at.file.path == file.path);
        let free = |edit: &Edit<Span>| chosen.iter().all(|other| !overlap(&edit.at, &other.at));
        if fix.applicability >= at_least && here && fix.edits.iter().all(free) {
            chosen.extend(&fix.edits);
        }
    }
    if chosen.is_empty() {
        return None;
    }
    chosen.sort_by_key(|edit| edit.at.start);
    let mut text = String::with_capacity(file.text.len());
    let mut done = 0;
    for edit in chosen {
        text.push_str(&file.text[done..edit.at.start]);
        text.push_str(&edit.text);
        done = edit.at.end;
    }
    text.push_str(&file.text[done..]);
    Some(text)
}

/// Whether two edits touch the same bytes; two at one place do, for their order would matter.
fn overlap(a: &Span, b: &Span) -> bool {
    a.start == b.start || (a.start < b.end && b.start < a.end)
}
