//! What words become.

use super::STRICT;
use crate::syntax::shell::{Arg, calls, parse};

/// The arguments of the first command; `…` for what is unknown.
fn check(text: &str, wanted: &[&str]) {
    let (script, _) = parse(text, &STRICT);
    let calls = calls(&script, text);
    let shown = |arg: &Arg<'_>| {
        arg.pieces
            .iter()
            .map(|piece| piece.text.as_deref().unwrap_or("…"))
            .collect::<String>()
    };
    let argv: Vec<String> = calls
        .first()
        .map(|call| call.argv.iter().map(shown).collect())
        .unwrap_or_default();
    assert_eq!(argv, wanted, "{text:?}");
    for arg in calls.iter().flat_map(|call| &call.argv) {
        let known = arg.head().into_owned();
        assert!(text.get(arg.place(0..known.len()).range()).is_some());
    }
}

#[test]
fn words_become_arguments() {
    check("a 'b c' \"d e\" f\\ g", &["a", "b c", "d e", "f g"]);
    check("a \\\n  b\\\nc", &["a", "bc"]);
    check("a '' \"\" x''", &["a", "", "", "x"]);
    check("a \"\\$x \\\"y\\\" \\d \\\\\"", &["a", "$x \"y\" \\d \\"]);
    check(
        "a $x ${y} $(z) `w` $((1)) \"q$x\"",
        &["a", "…", "…", "…", "…", "…", "q…"],
    );
    check("a $'\\t\\x41\\u00e9\\101\\'' $\"b\"", &["a", "\tAéA'", "b"]);
    check("a $'\\xff'", &["a", "…"]);
    check("a ~ ~/x ~b/c x~", &["a", "…", "…/x", "…/c", "x~"]);
    check("a=b c=d e f=g", &["e", "f=g"]);
    check("한국어 '인자'", &["한국어", "인자"]);
}

#[test]
fn braces_make_words() {
    check("a Tags=[{Key=a,Value=b}]", &["a", "Tags=[Key=a]", "Tags=[Value=b]"]);
    check("a 'Tags=[{Key=a,Value=b}]'", &["a", "Tags=[{Key=a,Value=b}]"]);
    check("a {b} {} {c d} {,}", &["a", "{b}", "{}", "{c", "d}"]);
    check("a x{b,c{d,e}}y", &["a", "xby", "xcdy", "xcey"]);
    check(
        "a {1..3} {c..a} {01..10..4} {1..}",
        &["a", "1", "2", "3", "c", "b", "a", "01", "05", "09", "{1..}"],
    );
    check("a {b,\"c,d\"}$x", &["a", "b…", "c,d…"]);
    check("a \\{b,c} {b\\,c} ${x}{d,e}", &["a", "{b,c}", "{b,c}", "…d", "…e"]);
    check("a {b{c,d}", &["a", "{bc", "{bd"]);
    check("a {1..99999}", &["a", "{1..99999}"]);
}

#[test]
fn places_lead_back() {
    let text = "aws --x 'a b'\"c\"d\\ e";
    let (script, _) = parse(text, &STRICT);
    let found = calls(&script, text);
    let arg = &found[0].argv[2];
    assert_eq!(arg.known().as_deref(), Some("a bcd e"));
    for (range, wanted) in [
        (0..1, "a"),
        (2..3, "b"),
        (3..4, "c"),
        (4..5, "d"),
        (5..6, " "),
        (6..7, "e"),
        (2..4, "b'\"c"),
    ] {
        assert_eq!(arg.place(range).of(text), wanted);
    }
}

#[test]
fn what_may_split_is_known() {
    let text = "a $x \"$x\" \"$@\" x$(y) <z> ~";
    let (script, _) = parse(text, &super::KIND);
    let found = calls(&script, text);
    let splits: Vec<bool> = found[0].argv.iter().map(Arg::splits).collect();
    assert_eq!(splits, [false, true, false, true, true, false, false]);
    assert!(found[0].argv[5].placeholder());
}
