//! A text taken out of another: what a block scalar or a `RUN` says, and where each byte of it is written.

use std::ops::Range;

/// A text, and the places that it was put together from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapped {
    /// What it says.
    pub text: String,
    runs: Vec<Run>,
}

/// A run of the text that comes from one place; byte for byte where it is `exact`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Run {
    at: usize,
    from: Range<usize>,
    exact: bool,
}

impl Mapped {
    /// Appends `text`, which is written at `from`; it is exact where both are equally long.
    pub fn push(&mut self, text: &str, from: Range<usize>) {
        if text.is_empty() {
            return;
        }
        let exact = text.len() == from.len();
        let at = self.text.len();
        self.text.push_str(text);
        if let Some(last) = self.runs.last_mut()
            && exact
            && last.exact
            && last.from.end == from.start
        {
            last.from.end = from.end;
            return;
        }
        self.runs.push(Run { at, from, exact });
    }

    /// Takes bytes off its end until it is `length` bytes long.
    pub fn truncate(&mut self, length: usize) {
        self.text.truncate(length);
        self.runs.retain(|run| run.at < length);
        if let Some(last) = self.runs.last_mut().filter(|last| last.exact) {
            last.from.end = last.from.end.min(last.from.start + length - last.at);
        }
    }

    /// Replaces what it says by a text of the same length, so that all places stay.
    #[must_use]
    pub fn respelled(&self, text: String) -> Self {
        debug_assert_eq!(text.len(), self.text.len());
        Self {
            text,
            runs: self.runs.clone(),
        }
    }

    /// Where a range of the text is written; over several runs it covers what stands between them.
    pub fn place(&self, range: Range<usize>) -> Range<usize> {
        let start = self.point(range.start, false);
        let end = if range.is_empty() {
            start
        } else {
            self.point(range.end, true)
        };
        start..end.max(start)
    }

    /// Where a range is written, if it is written byte for byte in one run.
    pub fn exactly(&self, range: Range<usize>) -> Option<Range<usize>> {
        let run = &self.runs[self.run(range.start)?];
        let at = run.from.start + range.start - run.at..run.from.start + range.end - run.at;
        (run.exact && at.end <= run.from.end).then_some(at)
    }

    fn run(&self, offset: usize) -> Option<usize> {
        self.runs.partition_point(|run| run.at <= offset).checked_sub(1)
    }

    fn point(&self, offset: usize, end: bool) -> usize {
        let Some(index) = self.run(if end { offset.saturating_sub(1) } else { offset }) else {
            return 0;
        };
        let run = &self.runs[index];
        match (run.exact, end) {
            (true, _) => (run.from.start + (offset - run.at)).min(run.from.end),
            (false, false) => run.from.start,
            (false, true) => run.from.end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back() {
        // `|` with two lines indented by four, and a character that was written as an escape.
        let mut mapped = Mapped::default();
        mapped.push("ab\n", 4..7);
        mapped.push("cd\n", 11..14);
        mapped.push("é", 20..26);
        for (range, place, exact) in [
            (0..2, 4..6, Some(4..6)),
            (3..5, 11..13, Some(11..13)),
            (1..4, 5..12, None),
            (6..8, 20..26, None),
            (3..3, 11..11, Some(11..11)),
        ] {
            assert_eq!(mapped.place(range.clone()), place, "{range:?}");
            assert_eq!(mapped.exactly(range.clone()), exact, "{range:?}");
        }
        mapped.truncate(5);
        assert_eq!((mapped.text.as_str(), mapped.place(3..5)), ("ab\ncd", 11..13));
    }
}
