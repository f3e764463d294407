//! Any text as a script and as a transcript, with placeholders and without: nothing panics, every
//! place lies inside the text, and the leaves concatenate to it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use proof_checker::diagnostic::Finding;
use proof_checker::syntax::Token;
use proof_checker::syntax::shell::{Bytes, Call, Leaf, Options, calls, parse, parse_console, tokens};
use std::ops::Range;

fuzz_target!(|text: &str| {
    for placeholders in [true, false] {
        let options = Options { placeholders };
        let (script, found) = parse(text, &options);
        whole(text, &script.leaves);
        ordered(text, &tokens(&script.leaves));
        found.iter().for_each(|finding| placed(text, finding));
        calls(&script, text).iter().for_each(|call| within(text, call));
        for heredoc in &script.heredocs {
            inside(text, heredoc.body.range());
        }

        let (console, found) = parse_console(text, &options);
        whole(text, &console.leaves);
        ordered(text, &tokens(&console.leaves));
        found.iter().for_each(|finding| placed(text, finding));
        for entry in &console.entries {
            for bytes in [entry.prompt, entry.command, entry.output] {
                inside(text, bytes.range());
            }
            entry.calls().iter().for_each(|call| within(text, call));
        }
    }
});

/// Leaves lie side by side and cover the text.
fn whole(text: &str, leaves: &[Leaf]) {
    let mut start = 0;
    for leaf in leaves {
        let end = leaf.end as usize;
        assert!(start < end, "an empty leaf at {start}: {leaf:?}");
        inside(text, start..end);
        start = end;
    }
    assert_eq!(start, text.len(), "the leaves end before the text does");
}

/// Tokens stand in order, and none overlaps another.
fn ordered(text: &str, tokens: &[Token]) {
    let mut end = 0;
    for token in tokens {
        assert!(
            end <= token.range.start && token.range.start < token.range.end,
            "{token:?} after {end}"
        );
        inside(text, token.range.clone());
        end = token.range.end;
    }
}

fn placed(text: &str, finding: &Finding) {
    let labels = finding.labels.iter().map(|label| &label.at);
    let edits = finding.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| &edit.at));
    for range in labels.chain(edits).chain([&finding.at]) {
        inside(text, range.clone());
    }
}

fn within(text: &str, call: &Call) {
    let assigned = call.assignments.iter().map(|assignment| assignment.bytes);
    let redirected = call.redirections.iter().map(|redirection| redirection.bytes);
    let args = call.argv.iter().flat_map(|arg| {
        let known = arg.place(0..arg.head().len());
        let pieces = arg.pieces.iter().map(|piece| piece.bytes);
        pieces.chain([arg.bytes, known])
    });
    let places: Vec<Bytes> = assigned.chain(redirected).chain(args).chain([call.bytes]).collect();
    places.into_iter().for_each(|bytes| inside(text, bytes.range()));
}

/// A range lies inside the text and cuts no character in two.
fn inside(text: &str, range: Range<usize>) {
    assert!(text.get(range.clone()).is_some(), "{range:?} is not inside the text");
}
