//! Whether what typography would mend still reads as shell afterwards.

use super::{Options, read};
use crate::diagnostic::{Applicability, Edit, Finding, Severity};
use std::ops::Range;

/// Takes the certainty from fixes that would break what bash now reads.
///
/// The text is read again once; only where that fails is each fix tried by itself.
pub(super) fn fixes(text: &str, found: &mut [Finding], options: &Options) {
    if !found.iter().any(is_safe) {
        return;
    }
    let before = errors(text, options);
    let breaks = |fixed: &[&Finding]| errors(&mended(text, fixed), options) > before;
    if !breaks(&found.iter().filter(|finding| is_safe(finding)).collect::<Vec<_>>()) {
        return;
    }
    for finding in found.iter_mut().filter(|finding| is_safe(finding)) {
        if breaks(&[finding]) {
            doubt(finding);
        }
    }
    if breaks(&found.iter().filter(|finding| is_safe(finding)).collect::<Vec<_>>()) {
        found.iter_mut().for_each(doubt);
    }
}

fn is_safe(finding: &Finding) -> bool {
    finding
        .fix
        .as_ref()
        .is_some_and(|fix| fix.applicability == Applicability::Safe)
}

fn doubt(finding: &mut Finding) {
    if let Some(fix) = &mut finding.fix {
        fix.applicability = Applicability::Unsafe;
    }
}

fn errors(text: &str, options: &Options) -> usize {
    let (_, found) = read(text, options);
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
    errors.count()
}

/// The text with these findings mended; of edits that overlap, the first.
fn mended(text: &str, found: &[&Finding]) -> String {
    let fixes = found.iter().filter_map(|finding| finding.fix.as_ref());
    let mut edits: Vec<&Edit<Range<usize>>> = fixes.flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.at.start);
    let mut mended = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        if let Some(kept) = text.get(done..edit.at.start) {
            mended.push_str(kept);
            mended.push_str(&edit.text);
            done = edit.at.end;
        }
    }
    mended.push_str(text.get(done..).unwrap_or_default());
    mended
}
