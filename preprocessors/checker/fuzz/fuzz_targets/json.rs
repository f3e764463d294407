//! Any text as JSON in every way of reading it: nothing panics, every place lies inside the text,
//! and the tokens say all of it but the blanks.
#![no_main]

use libfuzzer_sys::fuzz_target;
use proof_checker::syntax::json::{Comments, Options, parse};
use std::ops::Range;

fuzz_target!(|text: &str| {
    for comments in [Comments::Report, Comments::Allowed] {
        for (placeholders, many) in [(true, false), (true, true), (false, false), (false, true)] {
            check(
                text,
                &Options {
                    comments,
                    placeholders,
                    many,
                },
            );
        }
    }
});

fn check(text: &str, options: &Options) {
    let (tree, found) = parse(text, options);
    let mut end = 0;
    for token in &tree.tokens {
        let range = token.range.clone();
        assert!(end <= range.start && range.start < range.end, "{token:?} after {end}");
        blank(text, end..range.start);
        inside(text, range.clone());
        end = range.end;
    }
    blank(text, end..text.len());
    for &root in &tree.roots {
        inside(text, tree[root].range.clone());
    }
    for finding in &found {
        let labels = finding.labels.iter().map(|label| &label.at);
        let edits = finding.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| &edit.at));
        for range in labels.chain(edits).chain([&finding.at]) {
            inside(text, range.clone());
        }
    }
}

/// Nothing that is seen stands between two tokens.
fn blank(text: &str, range: Range<usize>) {
    let between = text.get(range.clone());
    let seen = between.is_none_or(|between| between.contains(|c: char| !c.is_whitespace() && c != '\u{feff}'));
    assert!(!seen, "{range:?} is no token: {between:?}");
}

/// A range lies inside the text and cuts no character in two.
fn inside(text: &str, range: Range<usize>) {
    assert!(text.get(range.clone()).is_some(), "{range:?} is not inside the text");
}
