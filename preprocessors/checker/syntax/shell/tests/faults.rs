//! Where a fault is shown, and what is said.

use super::{KIND, found, marked};
use crate::diagnostic::Lang;
use crate::syntax::shell::parse;

/// The marked range is the place of the first finding, whose message contains the words.
fn check(text: &str, words: &str) {
    let (text, range) = marked(text);
    let findings = found(&text);
    let first = findings.first();
    assert_eq!(first.map(|finding| finding.at.clone()), range, "{text:?}: {findings:?}");
    let message = first
        .map(|finding| finding.message.get(Lang::En).to_owned())
        .unwrap_or_default();
    assert!(message.contains(words), "{text:?}: {message}");
    assert!(
        first.is_none_or(|finding| finding.message.get(Lang::Ko).contains("니다")),
        "{findings:?}"
    );
}

#[test]
fn faults_are_shown_where_they_are() {
    check("echo ⟦\"⟧hello\nls\nls", "never closed");
    check("x=⟦$(⟧ls\nls", "never closed");
    check("⟦if⟧ a; then\n  b\n", "`fi` should be");
    check("if a; then b; ⟦done⟧", "`fi` should stand here, not `done`");
    check("while a; do b; ⟦}⟧", "`done` should stand here");
    check("a; ⟦fi⟧", "nothing is open");
    check("echo ⟦(⟧b) c", "can only begin a function");
    check("a | ⟦|⟧ b", "cannot stand here");
    check("a ⟦&&⟧", "no command follows");
    check("a ⟦>⟧ ; b", "no file name");
    check("cat ⟦<<⟧", "no end word");
    check("cat ⟦<<<⟧", "no word");
    check("case x in a) b\nc⟦)⟧ d;; esac", "`;;` is missing");
    check("[[ ⟦a⟧\n&& b ]]", "line ends in the middle of `[[ ]]`");
    check("echo ⟦\"⟧a”", "never closed");
    check("for x in a; do ⟦done⟧", "a command before");
    check("a=(b⟦;⟧ c)", "array");
    check("[[ a ⟦b⟧ ]]", "operator");
    check("[[ a ⟦]⟧\n", "operator");
    check("for ⟦((1))⟧; do a; done", "three expressions");
}

#[test]
fn a_fault_names_what_is_open() {
    let findings = found("if a; then\n  b\ndone\n");
    let labels = &findings[0].labels;
    assert_eq!(labels.len(), 1);
    assert_eq!(labels[0].at, 0..2);
}

#[test]
fn a_quote_that_swallows_lines_is_blamed_where_it_opens() {
    check("echo 'it's fine⟦'⟧\nls\necho 'ok'\n", "swallows");
    check("echo ⟦\"⟧a\nls (b\necho \"ok\"\n", "swallows");
    check("awk '\n{ x }\n' f\necho ⟦(⟧a b)", "can only begin");
}

#[test]
fn help_says_what_to_do() {
    for (text, words) in [
        ("{ a }", "start of a line or after `;`"),
        ("while a; do b done", "start of a line or after `;`"),
        ("echo a (b)", "quote the argument"),
        ("aws x\n}\n", "output"),
        ("aws x\n| a | b |\n", "output"),
        ("a | | b", "has to stand before `|`"),
        ("a\n| b", "at the end of the line above"),
        ("if a; then b; else if c; then d; fi", "Write `elif`"),
        ("[[ a\n&& b ]]", "after `&&`"),
        ("greet(\"x\")", "without parentheses"),
        ("aws --cluster <cluster>", "quote it"),
    ] {
        let findings = found(text);
        let helps = findings.iter().flat_map(|finding| finding.help.iter());
        assert!(
            helps.clone().any(|help| help.en.contains(words)),
            "{text:?}: {findings:?}"
        );
    }
}

#[test]
fn one_fault_makes_no_noise() {
    for (text, count) in [
        ("if a; then\n b (c\n else\n d\nfi\necho\n", 1),
        ("f() {\n a (b\n}\nc\n", 1),
        ("for x in a do\n b\ndone\nc\n", 1),
        ("a (b\nc\nd (e\nf\n", 2),
        ("a (b\n\"c\n", 2),
        ("a (\na (\na (\na (\na (\na (\n", 3),
        ("case x in\n a b) c;;\n d) e;;\nesac\nf\n", 1),
        ("cat <<A | (b\n(\nA\nc\n", 1),
        ("if [[ a\n&& b ]]; then\n c\nfi\nd\n", 1),
        ("[[ a\n&& b ]]\n", 1),
    ] {
        let findings = found(text);
        assert!(
            findings.len() <= count && !findings.is_empty(),
            "{text:?}: {findings:?}"
        );
    }
}

#[test]
fn after_a_fault_the_rest_is_read() {
    let text = "a (b\naws ecs list\n\"c\ndocker ps\n";
    let (script, _) = parse(text, &KIND);
    let calls = crate::syntax::shell::calls(&script, text);
    let names: Vec<_> = calls.iter().filter_map(|call| call.name()).collect();
    assert!(
        names.contains(&"aws".into()) && names.contains(&"docker".into()),
        "{names:?}"
    );
}

#[test]
fn carriage_returns_are_explained() {
    let findings = found("if true; then\r\n  ls\r\nfi\r\n");
    assert!(
        findings
            .iter()
            .any(|finding| finding.help.iter().any(|help| help.en.contains("CR"))),
        "{findings:?}"
    );
}

#[test]
fn placeholders_are_no_redirections() {
    for text in [
        "aws ecs update-service --cluster <cluster> --service <your service>",
        "export URL=<get the latest from https://docs.aws.amazon.com/app-mesh/latest/userguide/envoy.html>",
        "docker run <image>:<tag>",
        "cd <폴더 이름>",
        "aws s3 cp <file> s3://<bucket>/<key> [options] ...",
    ] {
        let mut findings = parse(text, &KIND).1;
        findings.retain(|finding| finding.rule != "placeholder");
        assert!(findings.is_empty(), "{text:?}: {findings:?}");
    }
    for text in ["sort <in >out", "a <b> c", "a <$x> c", "diff <(a) <(b)"] {
        let errors = parse(text, &KIND)
            .1
            .iter()
            .filter(|finding| finding.rule == "shell-syntax")
            .count();
        assert_eq!(errors, 0, "{text:?}");
    }
    assert!(!super::accepted("aws --cluster <cluster>"));
}

#[test]
fn a_placeholder_that_bash_would_run_is_told() {
    for (text, count) in [
        ("docker exec <container> sh", 1),
        ("docker exec <container>", 0),
        ("a <b> | c", 0),
    ] {
        let findings = parse(text, &KIND).1;
        assert_eq!(
            findings.iter().filter(|finding| finding.rule == "placeholder").count(),
            count,
            "{text:?}"
        );
        assert_eq!(findings.len(), count, "{text:?}: {findings:?}");
    }
}

#[test]
fn where_bash_stops_silently_it_is_told_as_a_warning() {
    for text in ["[[ ]] (", "for ((;;) ; do (", "[[ a && ]]\n)"] {
        let findings = found(text);
        assert_eq!(findings.len(), 1, "{text:?}: {findings:?}");
        assert_eq!(findings[0].severity, crate::diagnostic::Severity::Warning);
    }
}
