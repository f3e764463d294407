//! What holds for every text.

use super::verdicts::TABLE;
use super::{KIND, STRICT};
use crate::diagnostic::{Applicability, Finding, Severity};
use crate::syntax::shell::{Bytes, Leaf, LeafKind, Options, Part, PartKind, Word, calls, parse, parse_console};

/// Leaves concatenate to the text, and everything that has a place has it inside.
fn check(text: &str, options: &Options) {
    let (script, findings) = parse(text, options);
    whole(text, &script.leaves);
    for finding in &findings {
        let labels = finding.labels.iter().map(|label| &label.at);
        let edits = finding.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| &edit.at));
        for range in labels.chain(edits).chain([&finding.at]) {
            assert!(text.get(range.clone()).is_some(), "{text:?}: {finding:?}");
        }
    }
    for call in calls(&script, text) {
        inside(text, call.bytes);
        for arg in &call.argv {
            inside(text, arg.bytes);
            for piece in &arg.pieces {
                inside(text, piece.bytes);
            }
            inside(text, arg.place(0..arg.head().len()));
        }
    }
    for item in &script.list.items {
        for command in &item.pipeline.commands {
            inside(text, command.bytes);
            if let crate::syntax::shell::CommandKind::Simple(simple) = &command.kind {
                simple.words.iter().for_each(|word| complete(text, word));
            }
        }
    }
    let (console, found) = parse_console(text, options);
    whole(text, &console.leaves);
    for finding in found {
        assert!(text.get(finding.at.clone()).is_some(), "{text:?}: {finding:?}");
    }
}

fn inside(text: &str, bytes: Bytes) {
    assert!(text.get(bytes.range()).is_some(), "{text:?}: {bytes:?}");
}

fn whole(text: &str, leaves: &[Leaf]) {
    let mut start = 0;
    for leaf in leaves {
        let end = leaf.end as usize;
        assert!(end > start && text.get(start..end).is_some(), "{text:?}: {leaves:?}");
        start = end;
    }
    assert_eq!(start, text.len(), "{text:?}: {leaves:?}");
}

/// The parts of a word lie side by side, and cover it.
fn complete(text: &str, word: &Word) {
    let mut at = word.bytes.start;
    for part in &word.parts {
        assert_eq!(part.bytes.start, at, "{text:?}: {word:?}");
        at = part.bytes.end;
        nested(text, part);
    }
    assert_eq!(at, word.bytes.end, "{text:?}: {word:?}");
}

fn nested(text: &str, part: &Part) {
    inside(text, part.bytes);
    if let PartKind::Double(parts) | PartKind::Parameter(parts) | PartKind::Arithmetic(parts) = &part.kind {
        for inner in parts {
            assert!(
                inner.bytes.start >= part.bytes.start && inner.bytes.end <= part.bytes.end,
                "{text:?}: {part:?}"
            );
            nested(text, inner);
        }
    }
}

fn examples() -> impl Iterator<Item = &'static str> {
    TABLE
        .iter()
        .flat_map(|(_, right, broken)| right.iter().chain(*broken))
        .copied()
}

#[test]
fn every_prefix_ends() {
    for text in examples() {
        for at in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
            check(&text[..at], &STRICT);
            check(&text[at..], &KIND);
        }
    }
}

#[test]
fn every_mixture_ends() {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below.max(1) as u64).unwrap_or(0)
    };
    let examples: Vec<&str> = examples()
        .chain(["$ a \\\n> b\n", "“a” –b", "a `\n -b", "<a> b", "{a,b}{1..3}", "한 글"])
        .collect();
    for _ in 0..4000 {
        let mut text = String::new();
        for _ in 0..=random(3) {
            let example = examples[random(examples.len())];
            let cut = |at: usize| (0..=at).rev().find(|&at| example.is_char_boundary(at)).unwrap_or(0);
            let start = cut(random(example.len()));
            text.push_str(&example[start..cut(start + random(example.len() - start + 1))]);
            text.push_str(["", " ", "\n", ";", "$(", "\""][random(6)]);
        }
        check(&text, &STRICT);
        check(&text, &KIND);
    }
}

/// Applying the safe fixes of a text again and again comes to an end soon, and makes no text worse.
fn converges(text: &str) {
    let mut text = text.to_owned();
    for round in 0.. {
        let findings = parse(&text, &KIND).1;
        let before = errors(&findings);
        let fixes = findings.into_iter().filter(|finding| {
            let fix = finding.fix.as_ref();
            fix.is_some_and(|fix| fix.applicability == Applicability::Safe)
        });
        let safe: Vec<_> = fixes.collect();
        if safe.is_empty() {
            break;
        }
        let next = super::fixed(&text, &safe);
        let after = parse(&next, &KIND).1;
        assert!(errors(&after) <= before, "{text:?} became {next:?}: {after:?}");
        assert!(round < 10, "{next:?}");
        text = next;
    }
}

fn errors(findings: &[Finding]) -> usize {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.count()
}

#[test]
fn safe_fixes_converge() {
    let habits = super::typography::LOOK_ALIKES.iter().map(|(text, _)| *text);
    for text in examples().chain(habits) {
        converges(text);
        for (at, _) in text.char_indices() {
            for odd in ["“", "’", "（", "；", "–"] {
                converges(&[&text[..at], odd, &text[at..]].concat());
            }
            converges(&text[..at]);
        }
    }
}

#[test]
fn depth_and_length_do_no_harm() {
    let openers = [
        "(",
        "((",
        "( ",
        "{ ",
        "$(",
        "\"$(",
        "${",
        "\"${",
        "$((",
        "`",
        "\"`",
        "<(",
        "a[",
        "a=(",
        "if ",
        "if a; then ",
        "while a; do ",
        "f() { ",
        "case x in a) ",
        "[[ ( ",
        "[[ ! ",
        "! ",
        "time ",
        "coproc ",
        "<<a",
        "$(cat <<a\n",
        "\"",
        "'",
        "\\",
        "$'",
        "a && ",
        "a | ",
        "{a,",
        "sudo ",
        "bash -c '",
        "(($((",
        "for ((",
        "function f ",
        "$ ",
        "# ",
        "> ",
        "“",
        "–a ",
        "<a ",
        "<a> ",
        "\u{a0}",
    ];
    for opener in openers {
        check(&opener.repeat(5000), &STRICT);
        check(&opener.repeat(500), &KIND);
    }
}

/// The kinds of the leaves of a text, blanks left out, each with what it says.
fn leaves(text: &str) -> Vec<(LeafKind, &str)> {
    let (script, _) = parse(text, &KIND);
    let mut start = 0;
    let cut = script.leaves.iter().map(|leaf| {
        let said = &text[start..leaf.end as usize];
        start = leaf.end as usize;
        (leaf.kind, said)
    });
    cut.filter(|(kind, _)| *kind != LeafKind::Blank).collect()
}

#[test]
fn leaves_tell_what_is_what() {
    use LeafKind::{
        Arithmetic, Command, Comment, Escape, Expansion, Heredoc, Name, Operator, Option, Placeholder, Quoted,
        Redirection, Reserved, Text,
    };
    for (text, wanted) in [
        (
            "A=b c --d e # f",
            vec![
                (Name, "A"),
                (Operator, "="),
                (Text, "b"),
                (Command, "c"),
                (Option, "--d"),
                (Text, "e"),
                (Comment, "# f"),
            ],
        ),
        (
            "a 'b' \\c <d> 2>&1",
            vec![
                (Command, "a"),
                (Quoted, "'b'"),
                (Escape, "\\c"),
                (Placeholder, "<d>"),
                (Redirection, "2"),
                (Redirection, ">&"),
                (Text, "1"),
            ],
        ),
        (
            "if ((1)); then a; fi",
            vec![
                (Reserved, "if"),
                (Operator, "(("),
                (Arithmetic, "1"),
                (Expansion, ")"),
                (Operator, ")"),
                (Operator, ";"),
                (Reserved, "then"),
                (Command, "a"),
                (Operator, ";"),
                (Reserved, "fi"),
            ],
        ),
        (
            "`a +b` $c",
            vec![
                (Expansion, "`"),
                (Command, "a"),
                (Text, "+b"),
                (Expansion, "`"),
                (Expansion, "$c"),
            ],
        ),
        (
            "a <<B\n$c\nB\n",
            vec![
                (Command, "a"),
                (Redirection, "<<"),
                (Text, "B"),
                (Expansion, "$c"),
                (Heredoc, "\nB\n"),
            ],
        ),
    ] {
        assert_eq!(leaves(text), wanted, "{text:?}");
    }
}
