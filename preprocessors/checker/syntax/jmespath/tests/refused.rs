//! What is refused, and what is said then.

use super::super::{Error, Failure, parse};
use crate::diagnostic::{Applicability, Lang};

/// What is refused: the guilty place is marked. Then the message, and the expression with the fix applied, if there is one.
pub(super) const REFUSED: &[(&str, &str, &str)] = &[
    ("⟦⟧", "the expression is empty", ""),
    ("⟦⟧ \n", "the expression is empty", ""),
    // Lexemes.
    ("[?a⟦=⟧'b']", "there is no operator `=`", "[?a=='b']"),
    ("a==⟦=⟧b", "there is no operator `=`", "a==b"),
    ("a!=⟦=⟧b", "there is no operator `=`", "a!=b"),
    ("{a⟦=⟧b}", "there is no operator `=`", "{a:b}"),
    ("{a:b, c⟦=⟧d}", "there is no operator `=`", "{a:b, c:d}"),
    ("{a:b⟦=⟧c}", "there is no operator `=`", "{a:b==c}"),
    ("a⟦=⟧~b", "there is no operator `=`", ""),
    ("a⟦=⟧>b", "there is no operator `=`", ""),
    ("[?a==⟦'⟧b]", "this string has no closing `'`", ""),
    (r"⟦'⟧it\'", "this string has no closing `'`", ""),
    ("a.⟦\"⟧b", "this name has no closing `\"`", ""),
    ("[?a==⟦`⟧b]", "this literal has no closing backtick", ""),
    (r#""a⟦\x⟧""#, r"a name in quotes knows no escape `\x`", ""),
    (r#""⟦\u⟧00g0""#, r"a name in quotes knows no escape `\u`", ""),
    (
        "\"a⟦\n⟧\"",
        "there is a control character (U+000A) in a name in quotes",
        "",
    ),
    ("⟦`\"a`⟧", "what is in backticks is not JSON", ""),
    ("⟦`{\"a\": 1,}`⟧", "what is in backticks is not JSON", ""),
    ("⟦`[\"a\" 1]`⟧", "what is in backticks is not JSON", ""),
    ("⟦`\"a\"1`⟧", "what is in backticks is not JSON", ""),
    ("⟦`\u{feff}\"a\"`⟧", "what is in backticks is not JSON", ""),
    ("⟦`a\nb`⟧", "what is in backticks is not JSON", ""),
    ("⟦foo-bar⟧.b", "the name `foo-bar` has a `-` in it and needs quotes", ""),
    ("a.⟦foo-1⟧", "the name `foo-1` has a `-` in it and needs quotes", ""),
    ("a ⟦-⟧ b", "no digit follows `-`", ""),
    ("⟦$⟧.a", "JMESPath does not know the character `$`", "a"),
    ("[?a==⟦$⟧B]", "JMESPath does not know the character `$`", ""),
    (r"[?a==⟦\⟧`b\`]", r"JMESPath does not know the character `\`", ""),
    ("[ ⟦?⟧a]", "JMESPath does not know the character `?`", ""),
    ("⟦이⟧름", "JMESPath does not know the character `이`", ""),
    (
        "⟦‘⟧a’",
        "`‘` (U+2018) is a typographic quote, which JMESPath does not know",
        "",
    ),
    ("a⟦\u{a0}⟧", "JMESPath does not know this no-break space (U+00A0)", ""),
    (
        "⟦\u{feff}⟧a",
        "JMESPath does not know this byte-order mark (U+FEFF)",
        "",
    ),
    ("a⟦\u{b}⟧", "JMESPath does not know this control character (U+000B)", ""),
    // A flaw comes before a mistake.
    ("a b ⟦#⟧", "JMESPath does not know the character `#`", ""),
    // Brackets.
    ("a⟦[⟧0", "this `[` has no closing `]`", ""),
    ("a⟦[⟧*", "this `[` has no closing `]`", ""),
    ("a⟦[⟧1:", "this `[` has no closing `]`", ""),
    ("a⟦[?⟧b=='c'", "this `[?` has no closing `]`", ""),
    ("⟦{⟧a", "this `{` has no closing `}`", ""),
    ("f⟦(⟧", "this `(` has no closing `)`", ""),
    ("a⟦]⟧", "this `]` closes nothing", ""),
    ("f(a⟦]⟧", "`]` stands where `)` should close `(`", ""),
    ("[a⟦)⟧", "`)` stands where `]` should close `[`", ""),
    ("⟦{}⟧", "there is nothing between `{` and `}`", ""),
    ("⟦()⟧", "there is nothing between `(` and `)`", ""),
    ("a⟦[?]⟧", "there is nothing between `[?` and `]`", ""),
    // Operands.
    ("[?a⟦==⟧]", "nothing follows `==`", ""),
    ("a ⟦|⟧", "nothing follows `|`", ""),
    ("⟦!⟧", "nothing follows `!`", ""),
    ("a⟦.⟧", "no name follows this `.`", ""),
    ("[a⟦,⟧]", "a comma follows the last item", "[a]"),
    ("{a:b⟦,⟧}", "a comma follows the last item", "{a:b}"),
    ("{a⟦:⟧}", "nothing follows `:`", ""),
    ("⟦&&⟧ a", "there is nothing before `&&`", ""),
    ("[a,⟦,⟧b]", "there is nothing between `,` and `,`", ""),
    ("f(a,⟦,⟧)", "there is nothing between `,` and `,`", ""),
    ("[?a==⟦0⟧]", "the number `0` needs backticks to be a value", ""),
    ("⟦1⟧", "the number `1` needs backticks to be a value", ""),
    ("a ⟦<>⟧ b", "there is no operator `<>`", ""),
    ("⟦.⟧a", "the expression begins with `.`", "a"),
    ("⟦.⟧[]", "the expression begins with `.`", "[]"),
    ("⟦.⟧", "the expression begins with `.`", "@"),
    // Members.
    ("a⟦.⟧[]", "there is a `.` before `[]`", "a[]"),
    ("a⟦.⟧[?b]", "there is a `.` before `[?`", "a[?b]"),
    ("a[*]⟦.⟧[0]", "there is a `.` before `[`", "a[*][0]"),
    ("a⟦.⟧[:2]", "there is a `.` before `[`", "a[:2]"),
    ("a.⟦.⟧b", "there are two dots in a row", "a.b"),
    ("a.⟦0⟧", "the number `0` cannot follow `.`", ""),
    ("a.⟦'b'⟧", "this literal cannot follow `.`", ""),
    ("a.⟦(⟧b)", "`(` cannot follow `.`", ""),
    // What goes on.
    ("a ⟦b⟧", "the name `b` cannot follow the name `a`", ""),
    ("[a ⟦b⟧]", "the name `b` cannot follow the name `a`", ""),
    ("(a ⟦'b'⟧)", "this literal cannot follow the name `a`", ""),
    ("a[*]⟦b⟧", "there is no `.` before the name `b`", "a[*].b"),
    ("a[]⟦{⟧b:c}", "there is no `.` before `{`", "a[].{b:c}"),
    ("a⟦{⟧b:c}", "there is no `.` before `{`", "a.{b:c}"),
    ("a[*]⟦*⟧", "`*` cannot follow `]`", ""),
    ("[?a ⟦and⟧ b]", "there is no operator `and`", "[?a && b]"),
    ("[?a ⟦OR⟧ b]", "there is no operator `OR`", "[?a || b]"),
    ("⟦not⟧ a", "there is no operator `not`", ""),
    ("a ⟦in⟧ b", "there is no operator `in`", ""),
    ("a ⟦&⟧ b", "`&` cannot follow the name `a`", "a && b"),
    ("a⟦,⟧ b", "`,` cannot follow the name `a`", ""),
    ("[a⟦:⟧b]", "`:` cannot follow the name `a`", ""),
    ("a ⟦!⟧b", "`!` cannot follow the name `a`", ""),
    // Brackets that are taken of something.
    ("a[⟦b⟧]", "the name `b` is neither an index nor `*`", ""),
    ("a[⟦'b'⟧]", "this literal is neither an index nor `*`", ""),
    ("a[⟦b⟧=='c']", "the name `b` is neither an index nor `*`", "a[?b=='c']"),
    ("a[⟦b⟧[?c==d]]", "the name `b` is neither an index nor `*`", ""),
    ("a[0⟦,⟧1]", "`,` cannot follow the number `0`", ""),
    ("a[1:2:3⟦:⟧]", "`:` cannot follow the number `3`", ""),
    ("a[1:⟦b⟧]", "the name `b` cannot follow `:`", ""),
    // Keys.
    ("{⟦'a'⟧: b}", "this literal stands where a name should", ""),
    ("{⟦a⟧, b: c}", "no `:` and expression follow `a`", ""),
    ("{⟦a⟧}", "no `:` and expression follow `a`", ""),
    // Functions.
    ("⟦\"f\"⟧(a)", "the name of a function cannot be in quotes", ""),
    ("@⟦(⟧a)", "no name of a function stands before this `(`", ""),
    ("a[*]⟦(⟧b)", "no name of a function stands before this `(`", ""),
];

#[test]
fn what_is_refused_is_told() {
    for (marked, message, mended) in REFUSED {
        let (text, place) = unmarked(marked);
        let error = refusal(&text);
        assert_eq!(
            (error.message.en.as_ref(), error.at.clone()),
            (*message, place),
            "{text}"
        );
        assert_eq!(fixed(&text, &error).unwrap_or_default(), *mended, "{text}");
        check_words(&error);
    }
}

pub(super) fn unmarked(marked: &str) -> (String, std::ops::Range<usize>) {
    let start = marked.find('⟦').expect("the place begins");
    let end = marked.find('⟧').expect("the place ends") - '⟦'.len_utf8();
    (marked.replace(['⟦', '⟧'], ""), start..end)
}

pub(super) fn refusal(text: &str) -> Error {
    match parse(text) {
        Err(Failure::Refused(error)) => *error,
        other => panic!("{text}: {other:?}"),
    }
}

fn fixed(text: &str, error: &Error) -> Option<String> {
    let mut text = text.to_owned();
    for edit in &error.fix.as_ref()?.edits {
        text.replace_range(edit.at.clone(), &edit.text);
    }
    Some(text)
}

/// Both languages say something, code is closed, and no brace of a format string is left.
pub(super) fn check_words(error: &Error) {
    let texts = std::iter::once(&error.message)
        .chain(&error.help)
        .chain(error.fix.as_ref().map(|fix| &fix.title));
    for text in texts {
        for lang in [Lang::Ko, Lang::En] {
            let said = text.get(lang);
            assert!(!said.is_empty() && !said.contains("{{"), "{said}");
            assert_eq!(said.matches('`').count() % 2, 0, "{said}");
        }
        assert_ne!(text.ko, text.en);
    }
}

#[test]
fn help_is_given_for_what_is_often_meant() {
    for (text, part) in [
        ("[?a==\\`b\\`]", "In the shell's single quotes"),
        ("[?a==$B]", "in single quotes alone"),
        ("[?a==]", "the shell runs what is in backticks"),
        ("$.a", "JSONPath"),
        (".a", "`jq`"),
        ("a, b", "`[a, b]` or `{name: a}`"),
        ("a[b]", "`.[a, b]`"),
        ("a['b']", "`.\"name\"`"),
        ("a <> b", "`!=`"),
        ("a =~ b", "no regular expressions"),
        ("a => b", "`>=`"),
        ("a in b", "`contains(list, value)`"),
        ("not a", "`!(a.b)`"),
        (r"'a\'", "part of what is quoted"),
    ] {
        let help = refusal(text).help.expect("there is help");
        assert!(help.en.contains(part), "{text}: {}", help.en);
    }
}

#[test]
fn safe_fixes_mend() {
    for (marked, ..) in REFUSED {
        let (text, _) = unmarked(marked);
        let error = refusal(&text);
        if error
            .fix
            .as_ref()
            .is_some_and(|fix| fix.applicability == Applicability::Safe)
        {
            let fixed = fixed(&text, &error).unwrap_or_default();
            assert!(parse(&fixed).is_ok(), "{text} became {fixed}");
        }
    }
}
