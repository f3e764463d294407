//! `run --update`: what commands printed, written into the Markdown where something else is shown. Lines that still hold
//! stay as they are, so that no id or date changes for nothing.

use super::chapter::Done;
use crate::failure::Result;
use crate::files::write;
use proof_checker::Analysis;
use proof_checker::session::compare::renewed;
use proof_checker::source::SourceFile;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// A file, and the replacements in it.
type Edited = (Arc<SourceFile>, Vec<(Range<usize>, String)>);

/// Replacements by file.
#[derive(Default)]
pub(super) struct Edits {
    files: BTreeMap<String, Edited>,
}

impl Edits {
    /// Takes what is outdated in a chapter, and its diagnostics with it; gives how many there were.
    pub(super) fn add(&mut self, analysis: &Analysis, done: &mut Done) -> usize {
        let mut mended = 0;
        for (index, range, printed) in std::mem::take(&mut done.outdated) {
            let code = &analysis.blocks[index].code;
            let shown = &code.text[range.clone()];
            let trimmed = range.start..range.start + shown.trim_end().len();
            let place = code.place(trimmed.clone());
            let Some(span) = analysis.source.locate_exactly(place) else {
                continue;
            };
            let text = &span.file.text;
            // Each line goes on with what stands before the first: indentation, quote marks.
            let line = text[..span.start].rfind('\n').map_or(0, |found| found + 1);
            let before = &text[line..span.start];
            let ending = if text[..span.start].ends_with("\r\n") {
                "\r\n"
            } else {
                "\n"
            };
            let renewed = renewed(&code.text[trimmed], &printed);
            let lines: Vec<&str> = renewed.trim_end().lines().collect();
            let new = lines.join(&format!("{ending}{before}"));
            let at = span.range();
            done.found.retain(|found| {
                let here =
                    Arc::ptr_eq(&found.at.file, &span.file) && at.start <= found.at.start && found.at.end <= at.end;
                !(here && found.rule == "run-output")
            });
            let file = self.files.entry(span.file.path.clone());
            file.or_insert_with(|| (Arc::clone(&span.file), Vec::new()))
                .1
                .push((at, new));
            mended += 1;
        }
        mended
    }

    /// Writes the files; gives their paths.
    pub(super) fn write(self) -> Result<Vec<String>> {
        let mut paths = Vec::new();
        for (path, (file, mut edits)) in self.files {
            let mut text = file.text.clone();
            edits.sort_by_key(|(at, _)| std::cmp::Reverse(at.start));
            for (at, new) in edits {
                text.replace_range(at, &new);
            }
            write(Path::new(&path), &text)?;
            paths.push(path);
        }
        Ok(paths)
    }
}
