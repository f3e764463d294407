//! Where text comes from: files, and chapters put together from files.
//!
//! A chapter is one text, but `{{#include}}` makes parts of it come from other
//! files. [`Source`] is that text with a map back, so that whatever is found in
//! it can be shown in the file that a writer has to open. Nothing here reads a
//! file: the caller hands texts in.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// One file as it was read: its path as people should see it, and its text.
pub struct SourceFile {
    /// The path to show, `/`-separated, relative to where the user stands.
    pub path: String,
    /// The whole text, byte for byte, a byte-order mark included.
    pub text: String,
    lines: OnceLock<Vec<usize>>,
}

impl SourceFile {
    /// A file with the given path and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self {
            path: path.into(),
            text: text.into(),
            lines: OnceLock::new(),
        })
    }

    /// The 1-based line and the 1-based column, in characters, of a byte offset.
    ///
    /// A byte-order mark takes no column. An offset past the end is the end.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let lines = self.lines();
        let line = lines.partition_point(|&start| start <= offset).max(1);
        let start = lines[line - 1];
        let end = offset.min(self.text.len());
        let before = self.text.get(start..end).unwrap_or_default();
        let before = before.strip_prefix('\u{feff}').unwrap_or(before);
        (line, before.chars().count() + 1)
    }

    /// Where the line that holds a byte offset begins and ends, its line break left out.
    pub fn line_range(&self, offset: usize) -> Range<usize> {
        let lines = self.lines();
        let line = lines.partition_point(|&start| start <= offset).max(1);
        let start = lines[line - 1];
        let end = lines.get(line).map_or(self.text.len(), |&next| next - 1);
        start..start + self.text[start..end].trim_end_matches('\r').len()
    }

    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let breaks = self.text.bytes().enumerate();
            std::iter::once(0)
                .chain(breaks.filter_map(|(at, byte)| (byte == b'\n').then_some(at + 1)))
                .collect()
        })
    }
}

impl fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceFile({:?})", self.path)
    }
}

/// A range of bytes in one file.
#[derive(Clone, Debug)]
pub struct Span {
    /// The file that the bytes are in.
    pub file: Arc<SourceFile>,
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The range without its file.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// The text of one chapter, and the file and offset that each part of it comes from.
#[derive(Debug)]
pub struct Source {
    text: String,
    segments: Vec<Segment>,
}

/// A run of a source's text that stands in one file without a gap.
#[derive(Debug)]
struct Segment {
    at: usize,
    file: Arc<SourceFile>,
    offset: usize,
}

impl Source {
    /// A text that begins in a file, still empty. A byte-order mark is not part of any text.
    pub(crate) fn begin(file: &Arc<SourceFile>) -> Self {
        let skip = if file.text.starts_with('\u{feff}') { 3 } else { 0 };
        let mut source = Self {
            text: String::new(),
            segments: Vec::new(),
        };
        source.push(file, skip..skip);
        source
    }

    /// Appends a range of a file.
    pub(crate) fn push(&mut self, file: &Arc<SourceFile>, range: Range<usize>) {
        let joins = self.segments.last().is_some_and(|last| {
            Arc::ptr_eq(&last.file, file) && last.offset + (self.text.len() - last.at) == range.start
        });
        if !joins {
            self.segments.push(Segment {
                at: self.text.len(),
                file: Arc::clone(file),
                offset: range.start,
            });
        }
        self.text.push_str(&file.text[range]);
    }

    /// The path of the file that the text is the chapter of, whatever it includes first.
    pub fn path(&self) -> &str {
        self.segments.first().map_or("", |first| first.file.path.as_str())
    }

    /// The whole text, includes resolved.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place in a file that a range of the text comes from.
    ///
    /// A range over several segments ends where its first segment ends.
    pub fn locate(&self, range: Range<usize>) -> Span {
        let (index, end) = self.segment(range.start);
        self.span(index, range.start..range.end.min(end))
    }

    /// Like [`Source::locate`], for a range that stands in one file without a gap.
    pub fn locate_exactly(&self, range: Range<usize>) -> Option<Span> {
        let (index, end) = self.segment(range.start);
        (range.end <= end).then(|| self.span(index, range))
    }

    /// The segment that holds an offset, and where it ends in the text.
    fn segment(&self, offset: usize) -> (usize, usize) {
        let index = self.segments.partition_point(|s| s.at <= offset).saturating_sub(1);
        (
            index,
            self.segments.get(index + 1).map_or(self.text.len(), |next| next.at),
        )
    }

    fn span(&self, index: usize, range: Range<usize>) -> Span {
        let segment = &self.segments[index];
        let start = segment.offset + range.start.saturating_sub(segment.at);
        Span {
            file: Arc::clone(&segment.file),
            start,
            end: start + range.len(),
        }
    }
}
