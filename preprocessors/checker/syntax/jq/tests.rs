//! Programs, and what is said of them. What is taken and refused was compared with jq 1.6 and jq 1.8.2.

use super::{Outside, check};

/// What is guilty in a program; empty where nothing is.
fn expect(programs: &[(&str, &str)]) {
    for (program, guilty) in programs {
        let outside = Outside {
            variables: Some(&["given"]),
            modules: false,
        };
        let found = check(program, &outside);
        let at = found.map(|error| program[error.at].to_owned()).unwrap_or_default();
        assert_eq!(at, *guilty, "{program}");
    }
}

#[test]
fn right_programs() {
    let programs = [
        "",
        ".",
        "..",
        ".a",
        ".a.b[0]?.\"c d\"",
        ".[]",
        ".[1:2]",
        ".[:-1]",
        ".[1:]",
        ".a.[0]",
        ".[\"a\"].b",
        ".. | numbers",
        ".a as [$x, {b: $y, $z, \"c\": [$w], (\"d\"): $v}] | $x + $y",
        ". as [$a] ?// $a | $a",
        "reduce .[] as $x (0; . + $x) | tostring",
        "foreach .[] as [$a, $b] (0; . + $a; [$b, .])",
        "if .a then 1 elif .b then 2 else 3 end",
        "if . then 1 end",
        "try error(\"x\") catch .",
        "try .a // 1",
        "def f(g; $x): def h: g; h + $x; f(.a; 1)",
        "{a, \"b\": 1, (.c): 2 | 3, $given, $__loc__, @base64 \"x\": 4, if: 5}",
        "{a: 1 + 2,}",
        "@base64 \"x\\(.a | @json)\"",
        "\"a\\(\"b\\(1)\")\\n\\u00e9\"",
        "label $out | .[] | if . then break $out end",
        "-1 - -(.a)",
        "1e3 + .5 + 1.",
        ".a //= 1 | .b |= (. + 1) | .c += 2",
        ".a == 1 and (.b != 2 or .c < 3) | not",
        "$ENV.HOME, env.HOME",
        "map(select(.a > 1)) | sort_by(.b) | group_by(.c)[0:2]",
        "limit(3; .[])",
        "$given | length",
        ".a # comment\n| .b",
        "import \"m\" as m; m::f | other",
        "[.[] | {(.k): .v}] | add",
        ".a? // empty",
        "input_line_number, @sh \"x \\(.y)\"",
        ".and.or.if",
        "to_entries[] | \"\\(.key)=\\(.value)\"",
        "walk(if type == \"object\" then del(.x) else . end)",
        "_internal(1)",
    ];
    let programs: Vec<(&str, &str)> = programs.iter().map(|program| (*program, "")).collect();
    expect(&programs);
}

#[test]
fn wrong_programs() {
    expect(&[
        (".a |", "|"),
        (".a | | .b", "|"),
        ("(.a", "("),
        ("[.a | {b: 1}", "["),
        ("{a: 1", "{"),
        ("{a b}", "b"),
        ("{(.a)}", "}"),
        (".a)", ")"),
        (".[0", "["),
        (".a. b", "b"),
        (".a b", "b"),
        ("..a", "a"),
        (".a == 1 == 2", "=="),
        (".a === 1", "="),
        (".a && .b", "&"),
        (".a || .b", "|"),
        ("!.a", "!"),
        ("select(.a == 'b')", "'"),
        (".a?//1", "?//"),
        ("\"a", "\""),
        ("\"a\\qb\"", "\\q"),
        ("\"\\u12\"", "\\u"),
        (".é", ".é"),
        (".caf\u{e9} | 1", ".caf\u{e9}"),
        ("if . then 1", "if"),
        ("if . 1 end", "1"),
        ("1 as x | 2", "x"),
        ("reduce .[] as $x (0)", ")"),
        ("def f: 1", "1"),
        ("f(", "("),
        // Names.
        (".[] | lenght", "lenght"),
        ("map(.a; .b)", "map"),
        ("limit(3)", "limit"),
        (".my-key", "key"),
        (".a == $givne", "$givne"),
        ("$nowhere", "$nowhere"),
        ("@base46", "@base46"),
        ("def f: 1; f(2)", "f"),
    ]);
}

#[test]
fn depth_is_bounded_and_nothing_panics() {
    let outside = Outside {
        variables: None,
        modules: false,
    };
    for unit in [
        "(", "[", "{a:", "-", "try ", ".a as [", "\"\\(", "if ", "def f: ", "1 | ", "reduce ", "\u{0}", "é", ".[", "@",
    ] {
        for count in [1, 3, 5000] {
            let program = unit.repeat(count);
            if let Some(error) = check(&program, &outside) {
                assert!(program.get(error.at).is_some(), "{unit}");
            }
        }
    }
}
