//! Tests: data through one function each. What is accepted, and how it is taken apart, was asked of Python's `jmespath` 1.1.0
//! on 2026-11-23.

mod refused;

use super::functions::{FUNCTIONS, Gives, find};
use super::{Ast, Failure, Kind, Literal, MAX_DEPTH, NodeId, Quoting, parse, tokens};
use crate::syntax::TokenKind;
use refused::{REFUSED, check_words, refusal, unmarked};

/// Expressions and their trees: names as they are, `@` for the input, `?` where it is not written.
const TREES: &[(&str, &str)] = &[
    // Names.
    ("a", "a"),
    (" a \t\r\n", "a"),
    ("_a1", "_a1"),
    (r#""a b""#, "a b"),
    (r#""\u00e9\n\"\\\/\ud83d\ude00""#, "é\n\"\\/😀"),
    (r#""\ud83d""#, "\u{fffd}"),
    ("\"\u{7f}\"", "\u{7f}"),
    // Literals.
    ("'a'", "'a'"),
    (r"'it\'s \\ \n'", r"'it's \\ \n'"),
    ("''", "''"),
    ("'a\nb'", "'a\nb'"),
    ("`\"a\"`", "`'a'`"),
    ("`a`", "bare'a'"),
    ("` a `", "bare'a '"),
    ("``", "bare''"),
    ("`\u{1f}\u{2003}a`", "bare'a'"),
    (r"`\`a\``", "bare'`a`'"),
    (r"`a\\`", r"bare'a\'"),
    (r"`a\n`", "bare'a\n'"),
    ("`01`", "bare'01'"),
    ("`1.`", "bare'1.'"),
    ("`-`", "bare'-'"),
    ("`[1,]`", "bare'[1,]'"),
    ("`truefalse`", "bare'truefalse'"),
    ("` 1 `", "number"),
    ("`-0.5e+3`", "number"),
    ("`1E9`", "number"),
    ("`NaN`", "number"),
    ("`-Infinity`", "number"),
    ("`true`", "true"),
    ("`false`", "false"),
    ("`null`", "null"),
    (r#"`[]`"#, "array"),
    (r#"`[1, {"a": [null, NaN], "b": {}}, "]"]`"#, "array"),
    (r#"`{"a": "b", "c": 1}`"#, "object"),
    (r#"`{}`"#, "object"),
    // Chains.
    ("a.b.c", "(. (. a b) c)"),
    ("a . b", "(. a b)"),
    ("@.a", "(. @ a)"),
    ("a[0]", "([0] a)"),
    ("a[-1][007]", "([7] ([-1] a))"),
    ("[0]", "([0] ?)"),
    ("a[99999999999999999999]", "([9223372036854775807] a)"),
    ("a[-99999999999999999999]", "([-9223372036854775808] a)"),
    ("a[*].b", "([*] a b)"),
    ("a[*][0].b", "([*] a (. ([0] ?) b))"),
    ("[*]", "([*] ? ?)"),
    ("a.*.b", "(* a b)"),
    ("*", "(* ? ?)"),
    ("*.*", "(* ? (* ? ?))"),
    ("a[]", "([*] ([] a) ?)"),
    ("a[][]", "([*] ([] ([*] ([] a) ?)) ?)"),
    ("a[*].b[]", "([*] ([] ([*] a b)) ?)"),
    ("[]", "([*] ([] ?) ?)"),
    ("a[?b]", "([?] a b ?)"),
    ("[?b].c", "([?] ? b c)"),
    ("a[?b][0]", "([?] a b ([0] ?))"),
    ("a[?b][]", "([*] ([] ([?] a b ?)) ?)"),
    ("a[?b].c[?d]", "([?] ([?] a b c) d ?)"),
    ("(a[*]).b", "(. ([*] a ?) b)"),
    ("a[*] | [0]", "(| ([*] a ?) ([0] ?))"),
    // Slices.
    ("a[1:2]", "([*] ([1:2:] a) ?)"),
    ("a[:]", "([*] ([::] a) ?)"),
    ("a[::0]", "([*] ([::0] a) ?)"),
    ("[::-1].b", "([*] ([::-1] ?) b)"),
    ("a[1: 2 3]", "([*] ([1:3:] a) ?)"),
    ("a[0][1:2].b", "(. ([1:2:] ([0] a)) b)"),
    ("(a[0])[1:][2]", "([2] ([1::] ([0] a)))"),
    ("a[1:2][0]", "([*] ([1:2:] a) ([0] ?))"),
    // Multi-select.
    ("a.[b, c]", "(. a (list b c))"),
    ("[a]", "(list a)"),
    ("[*, a]", "(list (* ? ?) a)"),
    ("a.[*]", "(. a (list (* ? ?)))"),
    ("a[*][b]", "([*] a (list b))"),
    ("a[*].[b]", "([*] a (list b))"),
    ("a.{b: c, \"d e\": f.g}", "(. a (hash b:c d e:(. f g)))"),
    ("{a: b c: d}", "(hash a:b c:d)"),
    // Functions.
    ("f()", "(f())"),
    ("f (a, &b)", "(f() a (& b))"),
    ("f(a b,)", "(f() a b)"),
    ("a.f(@)", "(. a (f() @))"),
    ("(f)(a)", "(f() a)"),
    ("(\"f\")(a)", "(f() a)"),
    ("not(a)", "(not() a)"),
    ("&a | b", "(& (| a b))"),
    ("f(a)[0].b", "(. ([0] (f() a)) b)"),
    // Powers.
    ("a || b && c", "(|| a (&& b c))"),
    ("a && b || c", "(|| (&& a b) c)"),
    ("a | b | c", "(| (| a b) c)"),
    ("a == b == c", "(== (== a b) c)"),
    ("a == b || c", "(|| (== a b) c)"),
    ("a | b || c", "(| a (|| b c))"),
    ("a<b", "(< a b)"),
    ("a<=b", "(<= a b)"),
    ("a>b", "(> a b)"),
    ("a>=b", "(>= a b)"),
    ("a!=b", "(!= a b)"),
    ("!a == b", "(== (! a) b)"),
    ("!a.b", "(. (! a) b)"),
    ("!a[0]", "(! ([0] a))"),
    ("!a[?b]", "([?] (! a) b ?)"),
    ("!(a.b)", "(! (. a b))"),
    ("!!f(a)", "(! (! (f() a)))"),
    // As people write them.
    (
        "Reservations[].Instances[?State.Name==`running`].[InstanceId,Tags[?Key=='Name']|[0].Value]",
        "([*] ([] Reservations) ([?] Instances (== (. State Name) bare'running') \
         (list InstanceId (| ([?] Tags (== Key 'Name') ?) (. ([0] ?) Value)))))",
    ),
    (
        "sort_by(imageDetails,& imagePushedAt)[-1].imageTags",
        "(. ([-1] (sort_by() imageDetails (& imagePushedAt))) imageTags)",
    ),
    (
        "services[0].{status:status,running:runningCount}",
        "(. ([0] services) (hash status:status running:runningCount))",
    ),
];

#[test]
fn expressions_have_their_trees() {
    for (text, expected) in TREES {
        assert_eq!(shown(text), *expected, "{text}");
    }
}

fn shown(text: &str) -> String {
    match parse(text) {
        Ok(ast) => show(&ast, ast.root),
        Err(Failure::Refused(error)) => format!("refused: {}", error.message.en),
        Err(Failure::Unjudged) => "unjudged".into(),
    }
}

fn show(ast: &Ast, id: NodeId) -> String {
    let node = &ast[id];
    let of = |name: &str, parts: &[NodeId]| {
        let parts: String = parts.iter().map(|&part| format!(" {}", show(ast, part))).collect();
        format!("({name}{parts})")
    };
    match &node.kind {
        Kind::Current if node.range.is_empty() => "?".into(),
        Kind::Current => "@".into(),
        Kind::Field(name) => name.clone(),
        Kind::Literal { value, quoting } => show_literal(value, *quoting),
        Kind::Subexpression { of: a, then } => of(".", &[*a, *then]),
        Kind::Pipe { of: a, then } => of("|", &[*a, *then]),
        Kind::Index { of: a, index } => of(&format!("[{index}]"), &[*a]),
        Kind::Slice { of: a, bounds } => {
            let bounds = bounds.map(|bound| bound.map_or(String::new(), |bound| bound.to_string()));
            of(&format!("[{}]", bounds.join(":")), &[*a])
        }
        Kind::Flatten(a) => of("[]", &[*a]),
        Kind::Projection { of: a, each } => of("[*]", &[*a, *each]),
        Kind::ValueProjection { of: a, each } => of("*", &[*a, *each]),
        Kind::FilterProjection { of: a, condition, each } => of("[?]", &[*a, *condition, *each]),
        Kind::MultiSelectList(all) => of("list", all),
        Kind::MultiSelectHash(pairs) => {
            let pairs = pairs.iter();
            let pairs: String = pairs
                .map(|pair| format!(" {}:{}", pair.key, show(ast, pair.value)))
                .collect();
            format!("(hash{pairs})")
        }
        Kind::Function { name, arguments, .. } => of(&format!("{name}()"), arguments),
        Kind::Reference(a) => of("&", &[*a]),
        Kind::Not(a) => of("!", &[*a]),
        Kind::And(a, b) => of("&&", &[*a, *b]),
        Kind::Or(a, b) => of("||", &[*a, *b]),
        Kind::Comparison {
            comparator,
            left,
            right,
        } => {
            use super::Comparator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
            let sign = match comparator {
                Equal => "==",
                NotEqual => "!=",
                Less => "<",
                LessOrEqual => "<=",
                Greater => ">",
                GreaterOrEqual => ">=",
            };
            of(sign, &[*left, *right])
        }
    }
}

fn show_literal(value: &Literal, quoting: Quoting) -> String {
    match (value, quoting) {
        (Literal::Null, _) => "null".into(),
        (Literal::Bool(value), _) => value.to_string(),
        (Literal::Number, _) => "number".into(),
        (Literal::Array, _) => "array".into(),
        (Literal::Object, _) => "object".into(),
        (Literal::String(text), Quoting::Raw) => format!("'{text}'"),
        (Literal::String(text), Quoting::Json) => format!("`'{text}'`"),
        (Literal::String(text), Quoting::Bare) => format!("bare'{text}'"),
    }
}

/// Expressions, and the texts of their nodes in the order in which they are finished.
const RANGES: &[(&str, &[&str])] = &[
    ("a.\"b\"", &["a", "\"b\"", "a.\"b\""]),
    ("(a) [0]", &["a", "(a) [0]"]),
    ("a[*].b.c", &["a", "b", "c", "b.c", "a[*].b.c"]),
    ("a[?b] | c", &["a", "b", "", "a[?b]", "c", "a[?b] | c"]),
    ("f( a ) ", &["f", "a", "f( a )"]),
    ("x == {k : 'v'}", &["x", "'v'", "{k : 'v'}", "x == {k : 'v'}"]),
    ("[1:].é", &[]),
];

#[test]
fn nodes_know_their_places() {
    for (text, expected) in RANGES {
        let nodes = parse(text).map(|ast| ast.nodes).unwrap_or_default();
        let found: Vec<&str> = nodes.iter().map(|node| &text[node.range.clone()]).collect();
        assert_eq!(found, *expected, "{text}");
    }
    let ast = parse("a.{\"k k\": f(@)}").expect("it is accepted");
    let names = ast.nodes.iter().flat_map(|node| match &node.kind {
        Kind::MultiSelectHash(pairs) => pairs.iter().map(|pair| pair.key_range.clone()).collect(),
        Kind::Function { name_range, .. } => vec![name_range.clone()],
        _ => Vec::new(),
    });
    assert_eq!(names.collect::<Vec<_>>(), [10..11, 3..8]);
}

#[test]
fn depth_is_bounded() {
    let around = |open: &str, close: &str, count: usize| open.repeat(count) + "a" + &close.repeat(count);
    let after = |more: &str, count: usize| "a".to_owned() + &more.repeat(count);
    let most = MAX_DEPTH - 1;
    for (text, accepted) in [
        (around("(", ")", most), true),
        (around("(", ")", MAX_DEPTH), false),
        (around("[", "]", most), true),
        (around("[", "]", MAX_DEPTH), false),
        (around("!", "", most), true),
        (around("!", "", 100_000), false),
        (around("f(&", ")", 100_000), false),
        (around("{a:", "}", 100_000), false),
        (around("[?", "]", 100_000), false),
        (around("`[", "]`", 1), true),
        (format!("`{}`", around("[", "]", 100_000)), false),
        (format!("`{}{}`", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH)), true),
        (after(".b", most), true),
        (after(".b", MAX_DEPTH), false),
        (after("[*]", 100_000), false),
        (after("[]", 100_000), false),
        (after("||a", 100_000), false),
    ] {
        let start: String = text.chars().take(20).collect();
        match parse(&text) {
            Ok(_) => assert!(accepted, "{start}"),
            Err(Failure::Unjudged) => assert!(!accepted, "{start}"),
            Err(Failure::Refused(error)) => panic!("{start}: {}", error.message.en),
        }
    }
}

#[test]
fn numbers_have_at_most_4300_digits() {
    let number = |digits| format!("a[{}]", "0".repeat(digits));
    assert!(parse(&number(4300)).is_ok());
    assert_eq!(
        refusal(&number(4301)).message.en,
        "this number has more than 4300 digits"
    );
    let literal = |digits| format!("`[\"a\", {}]`", "1".repeat(digits));
    assert!(parse(&literal(4300)).is_ok());
    assert_eq!(refusal(&literal(4301)).message.en, "what is in backticks is not JSON");
    assert!(parse(&literal(4301).replace("]", ".5]")).is_ok());
}

/// Every text cut off and with each character left out: places fit, and everything but blanks has a colour.
#[test]
fn whatever_is_written_has_places() {
    let trees = TREES.iter().map(|(text, _)| (*text).to_owned());
    for text in trees.chain(REFUSED.iter().map(|(text, ..)| unmarked(text).0)) {
        for (at, c) in text.char_indices() {
            check_places(&text[..at]);
            check_places(&(text[..at].to_owned() + &text[at + c.len_utf8()..]));
        }
        check_places(&text);
    }
}

fn check_places(text: &str) {
    let blank = |range: std::ops::Range<usize>| text[range].chars().all(|c| " \t\r\n".contains(c));
    let mut end = 0;
    for token in tokens(text) {
        assert!(blank(end..token.range.start) && !token.range.is_empty(), "{text}");
        end = token.range.end;
    }
    assert!(blank(end..text.len()), "{text}");
    match parse(text) {
        Ok(ast) => assert!(
            ast.nodes.iter().all(|node| text.get(node.range.clone()).is_some()),
            "{text}"
        ),
        Err(Failure::Refused(error)) => {
            assert!(text.get(error.at.clone()).is_some(), "{text}");
            assert_eq!(error.at.is_empty(), blank(0..text.len()), "{text}");
            check_words(&error);
        }
        Err(Failure::Unjudged) => panic!("{text}"),
    }
}

#[test]
fn tokens_are_coloured() {
    use TokenKind::{Command, Invalid, Literal, Number, Operator, Property, Punctuation, String, Variable};
    let check = |text: &str, expected: &[(&str, TokenKind)]| {
        let found: Vec<_> = tokens(text)
            .into_iter()
            .map(|t| (text[t.range].to_owned(), t.kind))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(text, kind)| ((*text).to_owned(), *kind))
            .collect();
        assert_eq!(found, expected, "{text}");
    };
    check(
        "f(@)[0].\"a\" || `1`",
        &[
            ("f", Command),
            ("(", Punctuation),
            ("@", Variable),
            (")", Punctuation),
            ("[", Punctuation),
            ("0", Number),
            ("]", Punctuation),
            (".", Punctuation),
            ("\"a\"", Property),
            ("||", Operator),
            ("`1`", Number),
        ],
    );
    check(
        "[?a == 'b' && `x` != `null`]",
        &[
            ("[?", Punctuation),
            ("a", Property),
            ("==", Operator),
            ("'b'", String),
            ("&&", Operator),
            ("`x`", String),
            ("!=", Operator),
            ("`null`", Literal),
            ("]", Punctuation),
        ],
    );
    check(
        "a # b 'c",
        &[("a", Property), ("#", Invalid), ("b", Property), ("'c", Invalid)],
    );
    check("", &[]);
}

#[test]
fn functions_are_found() {
    assert!(FUNCTIONS.is_sorted_by_key(|function| function.name));
    for function in &FUNCTIONS {
        assert_eq!(find(function.name), Some(function));
        let count = function.parameters.len();
        assert!(count > 0 && function.parameters.iter().all(|kinds| !kinds.is_empty()));
        if let Gives::Same(of) | Gives::Element(of) | Gives::Values(of) | Gives::Results(of) | Gives::Wrapped(of) =
            function.gives
        {
            assert!(of < count, "{}", function.name);
        }
    }
    for (name, count, variadic) in [("length", 1, false), ("sort_by", 2, false), ("merge", 1, true)] {
        let function = find(name).expect("it is there");
        assert_eq!(
            (function.parameters.len(), function.variadic),
            (count, variadic),
            "{name}"
        );
    }
    assert_eq!(find("count"), None);
    assert_eq!(find("Length"), None);
}
