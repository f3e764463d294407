//! The reader of YAML: its verdicts beside those of an independent one, its tree, its places.

use super::{Kind, NodeId, Options, SYNTAX, Tree, Value, parse};
use saphyr_parser::Parser;

const STRICT: Options = Options { placeholders: false };
const LENIENT: Options = Options { placeholders: true };

/// Texts that are YAML.
const GOOD: &[&str] = &[
    "",
    "a: 1\n",
    "- a\n- b\n",
    "a:\n- x\n- y\nb: 2\n",
    "a:\n  - x: 1\n    y: 2\n  - z\n",
    "a: |\n  foo: bar\n   deep\n\n  end\nb: >-\n  x\n  y\n",
    "a: \"x\n  y\"\nb: 'it''s'\n",
    "a: [1, 2,\n  3]\nb: {x: 1, \"y\":2}\n",
    "# c\n---\na: 1\n...\n---\nb: 2\n",
    "a: !Ref x\nb: !Sub |\n  hi\nc: &k\n  d: 1\ne: *k\n",
    "? a\n: b\n? - x\n: - y\n",
    "- - a\n  - b\n- - c\n",
    "a: b\n  c\n  d\ne: f # c\n",
    "plain text\nmore\n",
    "a:\n\n  # c\n  b: 1\n# d\nc: 3\n",
    "a: http://x.y/z:80\nb: c:d\n",
    "- key: v\n  other:\n  - 1\n  -\n   x\n",
    "{a, b: , c: [ ]}\n",
    "run: |+\n  x\n\n\nz: 1\n",
    "%YAML 1.2\n---\na: 1\n",
    "--- |\n  text\n",
    "a: |2\n    x\n   y\n",
    "[\n1,\n2\n]\n",
    "a: \"\\u00e9\\n\\\n   b\"\n",
    "a: ${{ x.y }}\n",
    "a: !!seq\n- 1\n",
    "키: 값\n",
];

/// Texts that are not, and what is pointed at.
const BAD: &[(&str, &str)] = &[
    ("a: [1, 2\nb: 3\n", "["),
    ("a: {x: 1\nb: 2\n", "{"),
    ("a: \"x\nb: 1\n", "\""),
    ("a: b: c\n", ":"),
    ("a: 1\n  b: 2\n", "b"),
    ("a:\n    b: 1\n  c: 2\n", "c:"),
    ("a: 1\n- b\n", "-"),
    ("- a\nb: 1\n", "b:"),
    ("a: - b\n", "-"),
    ("a: @x\n", "@"),
    ("a: \"\\q\"\n", "\\q"),
    ("a: | x\n  y\n", "x"),
    ("a: ]\n", "]"),
    ("a: [x]]\n", "]"),
    ("a: \"x\" y\n", "y"),
    ("a: 1\nb\nc: 2\n", "b"),
    ("a: 1\nb:2\nc: 3\n", "b:2"),
    ("{a: 1 b: 2}\n", ":"),
    ("[\"a\" \"b\"]\n", "\""),
    ("a: [${{ x }}]\n", "${{"),
    ("a:\n  - b\n c: 1\n", "c:"),
    ("x:\n  y: |\n      a\n    b\n  z: 1\n", "b"),
];

fn faults(text: &str, options: &Options) -> Vec<String> {
    let (_, found) = parse(text, options);
    let syntax = found.iter().filter(|finding| finding.rule == SYNTAX);
    syntax.map(|finding| text[finding.at.clone()].to_owned()).collect()
}

#[test]
fn verdicts_are_those_of_saphyr() {
    let refuses = |text: &str| Parser::new_from_str(text).any(|event| event.is_err());
    for text in GOOD {
        assert_eq!(faults(text, &STRICT), [""; 0], "{text}");
        assert!(!refuses(text), "{text}");
    }
    for (text, at) in BAD {
        assert_eq!(faults(text, &STRICT).first().map(String::as_str), Some(*at), "{text}");
        assert!(refuses(text), "{text}");
    }
}

#[test]
fn what_is_left_out_does_no_harm() {
    for text in [
        "a:\n  b: 1\n  ...\nc: 2\n",
        "    b: 1\n  c: 2\na: 3\n",
        "a: {{ name }}:{{ tag }}\n",
        "steps:\n  a: 1\n  <other steps>\n",
        "{{- if x }}\na: 1\n  b: 2\n{{- end }}\n",
    ] {
        assert_eq!(faults(text, &LENIENT), [""; 0], "{text}");
        assert!(!faults(text, &STRICT).is_empty(), "{text}");
    }
}

/// A node as text: what it says, and how its parts hang together.
fn shown(tree: &Tree, id: NodeId) -> String {
    match &tree[id].value {
        Value::Mapping { members, .. } => {
            let members = members.iter().map(|m| format!("{}={}", m.key, shown(tree, m.value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(" "))
        }
        Value::Sequence { elements, .. } => {
            let elements = elements.iter().map(|e| shown(tree, *e));
            format!("[{}]", elements.collect::<Vec<_>>().join(" "))
        }
        Value::Scalar(scalar) => match scalar.kind() {
            Kind::Text => format!("{:?}", scalar.content.text),
            kind => format!("{kind:?}:{}", scalar.content.text),
        },
        Value::Null => "-".to_owned(),
        Value::Unknown => "?".to_owned(),
    }
}

#[test]
fn trees() {
    for (text, expected) in [
        ("a: 1\nb: [x, y: z]\n", "{a=Number:1 b=[\"x\" {y=\"z\"}]}"),
        ("a:\n- x\n-\n- k: v\n  l:\n", "{a=[\"x\" - {k=\"v\" l=-}]}"),
        (
            "a: |\n  x\n   y\n\n  z\nb: >-\n  x\n  y\n",
            "{a=\"x\\n y\\n\\nz\\n\" b=\"x y\"}",
        ),
        ("a: \"x\\ty\n  z\"\nb: 'it''s'\n", "{a=\"x\\ty z\" b=\"it's\"}"),
        ("a: b\n  c\n\n  d\n", "{a=\"b c\\nd\"}"),
        (
            "a: true\nb: ~\nc: '1'\nd: *x\ne: !Ref y\n",
            "{a=Bool:true b=Null:~ c=\"1\" d=? e=?}",
        ),
        ("a: ...\nb: 2\n", "{a=? b=Number:2}"),
    ] {
        let (tree, _) = parse(text, &LENIENT);
        let roots: Vec<String> = tree.roots.iter().map(|root| shown(&tree, *root)).collect();
        assert_eq!(roots.join(" "), expected, "{text}");
    }
}

#[test]
fn a_block_scalar_knows_where_its_lines_are() {
    let text = "steps:\n  - run: |\n      echo a\n      echo b\n";
    let (tree, _) = parse(text, &STRICT);
    let step = tree.elements(tree.members(tree.roots[0])[0].value)[0];
    let run = tree.get(step, "run").and_then(|run| tree.scalar(run));
    let content = &run.expect("the step has a run").content;
    assert_eq!(content.text, "echo a\necho b\n");
    let at = content.text.find("echo b").expect("it is there");
    assert_eq!(&text[content.place(at..at + 6)], "echo b");
    assert_eq!(content.exactly(at..at + 6), Some(content.place(at..at + 6)));
}

#[test]
fn keys_that_stand_twice() {
    for (text, count) in [
        ("a: 1\na: 2\n", 1),
        ("a:\n  b: 1\n  b: 2\n", 1),
        ("a: 1\n\na: 2\n", 0),
        ("a: 1\n# or\na: 2\n", 0),
        ("- a: 1\n- a: 2\n", 0),
    ] {
        let (_, found) = parse(text, &LENIENT);
        assert_eq!(
            found.iter().filter(|f| f.rule == "duplicate-key").count(),
            count,
            "{text}"
        );
    }
}

/// Any text that comes about by cutting and joining is read without harm, and every token has its place.
#[test]
fn nothing_harms_the_reader() {
    let mut texts: Vec<String> = Vec::new();
    let all: Vec<&str> = GOOD.iter().copied().chain(BAD.iter().map(|(text, _)| *text)).collect();
    for text in &all {
        for (cut, _) in text.char_indices() {
            texts.push(text[..cut].to_owned());
            texts.push(text[cut..].to_owned());
            texts.extend(
                ["\n", "[", "\"", "- ", ": ", "\t"].map(|sign| format!("{}{sign}{}", &text[..cut], &text[cut..])),
            );
        }
    }
    texts.push("[".repeat(10_000));
    texts.push("- ".repeat(10_000));
    texts.push((0..1_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect());
    for text in texts {
        for options in [STRICT, LENIENT] {
            let (tree, found) = parse(&text, &options);
            let mut end = 0;
            for token in &tree.tokens {
                assert!(
                    token.range.start >= end && text.get(token.range.clone()).is_some(),
                    "{text:?}"
                );
                end = token.range.end;
            }
            for finding in &found {
                assert!(text.get(finding.at.clone()).is_some(), "{text:?}");
            }
        }
    }
}
