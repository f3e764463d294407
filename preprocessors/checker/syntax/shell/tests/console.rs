//! Transcripts: what was typed, what was printed.

use super::KIND;
use crate::syntax::shell::{LeafKind, parse_console};

/// The entries of a transcript: the typed text, the status, the output.
fn check(text: &str, wanted: &[(&str, Option<i32>, &str)]) {
    let (console, _) = parse_console(text, &KIND);
    let entries = console.entries.iter();
    let shown: Vec<_> = entries
        .map(|entry| (entry.command.of(text).trim_end(), entry.status, entry.output.of(text)))
        .collect();
    assert_eq!(shown, wanted, "{text:?}");
    let end = console.leaves.last().map_or(0, |leaf| leaf.end as usize);
    assert_eq!(end, text.len(), "{text:?}: {:?}", console.leaves);
}

#[test]
fn transcripts_are_taken_apart() {
    check("$ ls\na\nb\n$ pwd\n", &[("ls", None, "a\nb\n"), ("pwd", None, "")]);
    check("$ false\n? 1\nfoo (bar\n", &[("false", Some(1), "foo (bar\n")]);
    check("$ aws x \\\n    --y\n{}\n", &[("aws x \\\n    --y", None, "{}\n")]);
    check("$ aws x \\\n>   --y\n{}\n", &[("aws x \\\n>   --y", None, "{}\n")]);
    check("$ cat <<A\n> b\n> A\nb\n", &[("cat <<A\n> b\n> A", None, "b\n")]);
    check("$ cat <<A\nb\nA\nb\n", &[("cat <<A\nb\nA", None, "b\n")]);
    check("$ echo 'a\nb'\na\nb", &[("echo 'a\nb'", None, "a\nb")]);
    check(
        "$ npm test\n> a@1 test\n> b (c\n",
        &[("npm test", None, "> a@1 test\n> b (c\n")],
    );
    check("$\n$ # c\n", &[("", None, ""), ("# c", None, "")]);
    check(
        "[root@a ~]# ls\nx\nu@h:~/x$ pwd\n",
        &[("ls", None, "x\n"), ("pwd", None, "")],
    );
    check("# apt update\nHit:1\n", &[("apt update", None, "Hit:1\n")]);
    check("# A comment.\n$ ls\n# out\n", &[("ls", None, "# out\n")]);
    check("aws x\naws y\n", &[("aws x\naws y", None, "")]);
    check("Error: (x\n", &[]);
}

#[test]
fn places_are_those_of_the_transcript() {
    let text = "x\n$ aws \\\n> --a \"b\n> c\" –d\nout\n";
    let (console, findings) = parse_console(text, &KIND);
    let calls = console.entries[0].calls();
    let written: Vec<_> = calls[0].argv.iter().map(|arg| arg.bytes.of(text)).collect();
    assert_eq!(written, ["aws", "--a", "\"b\n> c\"", "–d"]);
    assert_eq!(calls[0].argv[2].known().as_deref(), Some("b\nc"));
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(&text[findings[0].at.clone()], "–");
    let mut start = 0;
    let mut prompts = Vec::new();
    for leaf in &console.leaves {
        if leaf.kind == LeafKind::Prompt {
            prompts.push(&text[start..leaf.end as usize]);
        }
        start = leaf.end as usize;
    }
    assert_eq!(prompts, ["$ ", "> ", "> "]);
}

#[test]
fn errors_stay_in_their_entry() {
    let text = "$ echo \"a\nout\n$ if x\nout\n$ ls (\n";
    let found = parse_console(text, &KIND).1;
    assert_eq!(found.len(), 3, "{found:?}");
}
