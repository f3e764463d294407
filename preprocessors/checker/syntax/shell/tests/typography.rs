//! Look-alikes: pointed at where they act, left alone where they are text.

use super::{KIND, STRICT, fixed};
use crate::diagnostic::Applicability;
use crate::syntax::shell::{Options, parse};

fn check(text: &str, wanted: &str, options: &Options) {
    let findings = parse(text, options).1;
    let odd: Vec<_> = findings
        .into_iter()
        .filter(|finding| finding.rule == "shell-typography")
        .collect();
    assert_eq!(fixed(text, &odd), wanted, "{text:?}: {odd:?}");
    assert_eq!(odd.is_empty(), text == wanted, "{text:?}: {odd:?}");
    let again = parse(wanted, options).1;
    assert!(
        !again.iter().any(|finding| finding.rule == "shell-typography"),
        "{wanted:?}: {again:?}"
    );
}

/// What is wrong, and what it is mended to.
pub(super) const LOOK_ALIKES: &[(&str, &str)] = &[
    ("echo “hello world”", "echo \"hello world\""),
    ("echo ”hello world”", "echo \"hello world\""),
    ("jq ‘.a[0]’ | cat", "jq '.a[0]' | cat"),
    ("a --x=“b c” d", "a --x=\"b c\" d"),
    ("echo “안녕”", "echo \"안녕\""),
    ("docker run –rm –it x", "docker run --rm -it x"),
    ("head –10 f", "head -10 f"),
    ("ls –la", "ls -la"),
    ("sudo ls –la | head –5", "sudo ls -la | head -5"),
    ("find . –name x —type f", "find . -name x -type f"),
    ("tar –xzf a", "tar -xzf a"),
    ("ps –ef | grep –i x", "ps -ef | grep -i x"),
    ("openssl x509 –in a", "openssl x509 -in a"),
    ("tar ——extract", "tar --extract"),
    ("echo –n 안녕", "echo -n 안녕"),
    ("ls \u{2009}-a", "ls  -a"),
    ("docker run --name “medusa", "docker run --name \"medusa"),
    ("docker ps（）", "docker ps()"),
    ("a “b \\\n c”", "a \"b \\\n c\""),
    ("docker run —rm x", "docker run --rm x"),
    ("docker images –f x", "docker images -f x"),
    ("docker image ls –-tree", "docker image ls --tree"),
    ("docker image ls -–tree", "docker image ls --tree"),
    ("a －－b", "a --b"),
    ("docker\u{3000}ps", "docker ps"),
    ("docker ps\u{a0}\u{a0}-a", "docker ps -a"),
    ("docker\u{200b} ps", "docker ps"),
    ("\u{feff}docker ps", "docker ps"),
    ("aws ecs\u{2060} x", "aws ecs x"),
    ("cd a； ls", "cd a; ls"),
    ("a ｜ b＝（c）", "a | b=(c)"),
    ("a ＼\n  b", "a \\\n  b"),
    ("a \\ \n  --b", "a \\\n  --b"),
    ("a ^\n  --b", "a \\\n  --b"),
    ("a `\n  --b `\n  --c", "a \\\n  --b \\\n  --c"),
];

#[test]
fn look_alikes_are_mended() {
    for (text, wanted) in LOOK_ALIKES {
        check(text, wanted, &STRICT);
        check(text, wanted, &KIND);
    }
}

#[test]
fn what_would_not_parse_is_left_to_a_person() {
    for (text, safe) in [
        ("docker run --name “medusa", 0),
        ("docker ps（）", 0),
        ("docker ps（） –a", 1),
        ("echo “a\necho “b", 0),
        ("echo “a”", 1),
        ("echo “a \\\n b”", 1),
        ("a （b", 0),
        ("a “b” “c", 1),
        ("head –10 f", 1),
        ("find . –name x", 1),
        ("docker x –rm", 0),
        ("docker x –10", 0),
    ] {
        let findings = parse(text, &KIND).1;
        let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
        let sure = fixes.filter(|fix| fix.applicability == Applicability::Safe).count();
        assert_eq!(sure, safe, "{text:?}: {findings:?}");
    }
}

#[test]
fn text_is_left_alone() {
    for text in [
        "echo \"“hello” – world　－\"",
        "echo '“hello” – world'",
        "# docker run –rm “x”\nls",
        "ls # – “x” ；",
        "cat <<EOF\n“x” –y　z\nEOF",
        "이미지를 “내려받기” 합니다； 그리고",
        "-q：값을 보이지 않음；",
        "echo 비용은 –10%",
        "echo 비용은 –10% 입니다",
        "echo –10% 할인",
        "echo it’s — fine – really",
        "echo 한국어；문장 “인용”입니다",
        "echo ${x:-“}",
        "echo 👩\u{200d}💻",
        "echo a\\ \nb",
        "echo a \\  # b",
        "echo 2^\n",
        "x=`ls`\ny=`\nls`",
    ] {
        check(text, text, &KIND);
    }
}

#[test]
fn a_prompt_is_told_once() {
    let text = "# comment\n$ docker ps (x\nCONTAINER }\n$ ls\n";
    let findings = parse(text, &KIND).1;
    assert_eq!(
        findings.iter().filter(|finding| finding.rule == "shell-prompt").count(),
        1
    );
    assert_eq!(
        findings.iter().filter(|finding| finding.rule == "shell-syntax").count(),
        1,
        "{findings:?}"
    );
    assert!(parse("echo $ x\n", &KIND).1.is_empty());
}
