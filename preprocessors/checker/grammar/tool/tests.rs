//! Command lines of small grammars, and what is said of them.

use super::{Tool, check};
use crate::syntax::shell::{Options, calls, parse};

/// What the tests' own tool takes.
const TOOL: &str = r#"
help = "--help"
inherited = "-v, --verbose"
options = "--root DIR"

[values]
"--level" = ["low", "high", "custom-*"]

[commands.run]
arguments = "IMAGE [COMMAND [ARG...]]"
options-first = true
options = '''
-d, --detach
-i, --interactive
-p, --publish PORT
    --pair NAME VALUE
    --level LEVEL
    --count N
'''
values = { "--count" = "integer" }

[commands.copy]
arguments = "SOURCE... TARGET"

[commands.move]
same-as = "copy"

[commands.login]
arguments = "[SERVER]"
required = ["--user"]
options = '''
--user NAME
--color[=WHEN]
--mode [MODE]
-F FILE
'''
instead = ["-F"]

[commands.image]
needs-command = true

[commands."image ls"]
arguments = ""

[commands.loose]
complete = false
options = "--known"
"#;

/// Checks lines of the tool `t`; each is expected to have just these findings, as `rule guilty text`.
fn expect(grammar: &str, lines: &[(&str, &str)]) {
    let tool = Tool::read(grammar).expect("the test's grammar is one");
    for (line, expected) in lines {
        let (script, faults) = parse(line, &Options { placeholders: true });
        assert!(faults.iter().all(|fault| fault.rule == "placeholder"), "{line}");
        let found = calls(&script, line)
            .iter()
            .filter(|call| call.name().is_some_and(|name| name == "t"))
            .flat_map(|call| check(call, line, (&tool, 0), true))
            .map(|finding| {
                let severity = if finding.severity == crate::diagnostic::Severity::Error {
                    ""
                } else {
                    "?"
                };
                format!("{severity}{} {}", finding.rule, &line[finding.at])
            })
            .collect::<Vec<_>>();
        assert_eq!(found.join("; "), *expected, "{line}");
    }
}

#[test]
fn command_lines() {
    expect(
        TOOL,
        &[
            // Right.
            ("t run -di -p80:80 --pair a b --level high img cmd --unknown", ""),
            ("t run --level custom-7 img", ""),
            ("t --root /x run img", ""),
            ("t run -vd img", ""),
            ("t copy a b c", ""),
            ("t move a b", ""),
            ("t image ls", ""),
            ("t login --user a --color=always host", ""),
            ("t login --user=a --color", ""),
            ("t run --help", ""),
            ("t", ""),
            // Commands.
            ("t rnu img", "unknown-command rnu"),
            ("t image sl", "unknown-command sl"),
            ("t image", "unknown-command image"),
            ("t COMMAND --help", ""),
            ("t \"$COMMAND\" --unknown", ""),
            ("t $OPTIONS rnu", ""),
            // Options.
            ("t run --detatch img", "unknown-option --detatch"),
            ("t run --xyz img --rest", "unknown-option --xyz"),
            ("t run -dx img", "unknown-option x"),
            ("t run -x -y img", "unknown-option -x; unknown-option -y"),
            ("t run -detach img", "unknown-option -detach"),
            ("t run --publissh 80 img --rest", "unknown-option --publissh"),
            ("t run --root /x img", "unknown-option --root"),
            ("t run --detach=no img", "invalid-value --detach=no"),
            ("t loose --knwon", "?unknown-option --knwon"),
            ("t copy --verbos a b", "unknown-option --verbos"),
            ("t copy a b -- --c", ""),
            ("t copy -- --a", "missing-option copy"),
            // Values.
            ("t run img -p", ""),
            ("t run -p", "missing-value -p"),
            ("t run --pair a", "missing-value --pair"),
            ("t run --level hihg img", "invalid-choice hihg"),
            ("t run --level=none img", "invalid-choice none"),
            ("t run --count many img", "invalid-value many"),
            ("t run --count \"$N\" img", ""),
            ("t run --count <n> img", ""),
            ("t run --level \"$L\" img", ""),
            // Arguments.
            ("t run", "missing-option run"),
            ("t copy a", "missing-option copy"),
            ("t copy *.txt", ""),
            ("t copy $FILES", ""),
            ("t copy \"$FILE\"", "missing-option copy"),
            ("t copy {a,b}", ""),
            ("t copy <files>", ""),
            ("t copy a...", ""),
            ("t copy a ...", ""),
            ("t login --user a b c", "unknown-option c"),
            ("t login --user a --mode b c", ""),
            ("t login", "missing-option login"),
            ("t login --user a -F x y z", ""),
            ("t image ls x", "unknown-option x"),
            ("t image ls ' '", "unknown-option ' '"),
            ("t [OPTIONS] run", ""),
            ("t run [--detach] IMAGE", ""),
            ("t run OPTIONS", ""),
            ("echo a | xargs t copy", ""),
            ("echo a | xargs t copy --detatch", "unknown-option --detatch"),
            ("t run $OPTIONS img --rest", ""),
            ("t run --publish $PORT img --rest", ""),
            ("t run -p$PORT:80 img --rest", ""),
            ("t run --$NAME img --rest", ""),
        ],
    );
}

#[test]
fn styles() {
    let pflag = "flag-values = true\noptions = '''\n-d, --detach\n-p, --publish PORT\n'''\narguments = ''";
    expect(
        pflag,
        &[
            ("t --detach=false", ""),
            ("t --detach=maybe", "invalid-value maybe"),
            ("t -d=true", ""),
            ("t -p=80", ""),
        ],
    );
    let gnu = "abbreviations = true\noptions = '''\n--[no-]verify\n--message TEXT\n-NUM\n'''";
    expect(
        gnu,
        &[
            ("t --no-verify --verify --mess x --no-ver -5", ""),
            ("t --mesage x", "unknown-option --mesage"),
            ("t -5x", "unknown-option -5"),
        ],
    );
    let single = "clusters = false\noptions = '''\n-chdir=DIR\n-v\n'''";
    expect(
        single,
        &[
            ("t -chdir=/x -v", ""),
            ("t -chidr=/x", "unknown-option -chidr"),
            ("t -vv", "unknown-option -vv"),
        ],
    );
    let open = "open = true\nothers = ['lol']\n[commands.add]\n[commands.stage]\n[commands.log]";
    expect(
        open,
        &[
            ("t ad", "unknown-command ad"),
            ("t sage", "unknown-command sage"),
            ("t stgae", "unknown-command stgae"),
            ("t unstage", ""),
            ("t lol", ""),
            ("t frobnicate --x", ""),
        ],
    );
}

#[test]
fn what_is_no_grammar() {
    for (text, guilty, why) in [
        ("options = 3", "3", "string"),
        ("optoins = ''", "optoins", "`options`"),
        ("options = '--a b c d e f'", "'--a b c d e f'", "two blanks"),
        ("arguments = '[A'", "'[A'", "brackets"),
        ("sets = ['x']", "['x']", "`x`"),
        ("required = ['--x']", "['--x']", "`--x`"),
        ("[commands.'a b']", "'a b'", "`a`"),
        ("[commands.a]\nsame-as = 'b'", "'b'", "`b`"),
        ("[commands.a.values]\n'--x' = 'integer'", "'--x'", "`--x`"),
        ("[values]\nX = 'whole'", "'whole'", "`integer`"),
        ("complete = 'yes'", "'yes'", "`true`"),
        ("[commands.a]\nclusters = true", "clusters", "no key"),
        ("a = [", "", "TOML"),
    ] {
        let flaw = Tool::read(text).expect_err(text);
        assert!(flaw.message.en.contains(why), "{text}: {}", flaw.message.en);
        assert_eq!(&text[flaw.at], guilty, "{text}");
    }
}

#[test]
fn no_text_makes_it_panic() {
    let tool = Tool::read(TOOL).expect("the test's grammar is one");
    let lines = [
        "t",
        "t -",
        "t --",
        "t ---",
        "t -=",
        "t --=",
        "t run -p=",
        "t run --pair",
        "t -é",
        "t run --é=é",
        "t run -dé",
        "t ''",
        "t run ''",
        "t login --mode",
        "t login --color= ''",
        "t \\\n",
        "t run -p\"$A\"b",
        "t copy \"$@\"",
    ];
    for line in lines {
        let (script, _) = parse(line, &Options { placeholders: true });
        for call in calls(&script, line) {
            for finding in check(&call, line, (&tool, 0), true) {
                assert!(line.get(finding.at).is_some(), "{line}");
            }
        }
    }
}
