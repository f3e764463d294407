//! Each case is a text, what is read from it, and what is said about it; the properties hold for every case.

use super::{Comments, NodeId, Options, Tree, Value, parse};
use crate::diagnostic::{Applicability, Edit, Finding, Severity};
use crate::syntax::TokenKind;
use std::fmt::Write as _;

struct Case {
    /// `c`: comments are allowed; `s`: strict, no placeholders; `m`: many documents.
    mode: &'static str,
    text: &'static str,
    /// `?` is an unknown value, `…` an elision, `~` a fragment.
    tree: &'static str,
    /// `rule?@start..end: message`: without a rule it is `json-syntax`, `?` makes it a warning.
    findings: &'static [&'static str],
}

const fn case(mode: &'static str, text: &'static str, tree: &'static str, findings: &'static [&'static str]) -> Case {
    Case {
        mode,
        text,
        tree,
        findings,
    }
}

#[rustfmt::skip]
const CASES: &[Case] = &[
    // Strict JSON is silent.
    case("", r#"{"a":[1,-0.5e+3,true,false,null,"\u00e9\ud83d\ude00\n"],"b":{}}"#, r#"{"a":[1,-0.5e+3,true,false,null,"é😀\n"],"b":{}}"#, &[]),
    case("", "[]", "[]", &[]),
    case("", " \r\n\t 0 \n", "0", &[]),
    case("", "\u{feff}{\"a\":1}", r#"{"a":1}"#, &[]),
    case("", "", "", &[]),
    case("", "  \n", "", &[]),
    case("", r#""//#<b>${C}""#, r#""//#<b>${C}""#, &[]),
    case("", r#"{"...":"...","url":"http://a/*b*/#c"}"#, r#"{"...":"...","url":"http://a/*b*/#c"}"#, &[]),
    // Commas.
    case("", r#"{"a":1 "cpu":2}"#, r#"{"a":1,"cpu":2}"#, &[r#"@6..6: missing comma before `"cpu"`"#]),
    case("", "{\"a\":1\n\"b\":2}", r#"{"a":1,"b":2}"#, &[r#"@6..6: missing comma before `"b"`"#]),
    case("", "[1 2]", "[1,2]", &["@2..2: missing comma before `2`"]),
    case("", r#"["a""b"]"#, r#"["a","b"]"#, &[r#"@4..4: missing comma before `"b"`"#]),
    case("", "[{\"a\":1}\n{\"a\":2}]", r#"[{"a":1},{"a":2}]"#, &["@8..8: missing comma before `{`"]),
    case("", r#"{"a":1,}"#, r#"{"a":1}"#, &["@6..7: a comma follows the last item"]),
    case("", "[1,\n]", "[1]", &["@2..3: a comma follows the last item"]),
    case("", "[1,,2]", "[1,2]", &["@3..4: there are two commas in a row"]),
    case("", "[,1]", "[1]", &["@1..2: there is nothing before this comma"]),
    case("", "[,]", "[]", &["@1..2: there is nothing before this comma"]),
    case("", r#"{"a":1;"b":2}"#, r#"{"a":1,"b":2}"#, &["@6..7: `;` stands where `,` should"]),
    case("", r#"{"a":1,000}"#, r#"{"a":1}"#, &["@7..10: there is a comma inside a number"]),
    // Colons.
    case("", r#"{"a" 1}"#, r#"{"a":1}"#, &[r#"@4..4: missing colon after `"a"`"#]),
    case("", r#"{"a"="x"}"#, r#"{"a":"x"}"#, &["@4..5: `=` stands where `:` should"]),
    case("", r#"{"a"=>1}"#, r#"{"a":1}"#, &["@4..6: `=>` stands where `:` should"]),
    case("", r#"{"a"::1}"#, r#"{"a":1}"#, &["@5..6: there are two colons in a row"]),
    case("", r#"{"a":}"#, r#"{"a":?}"#, &[r#"@4..5: `"a"` has no value"#]),
    case("", r#"{"a":,"b":1}"#, r#"{"a":?,"b":1}"#, &[r#"@4..5: `"a"` has no value"#]),
    case("", r#"{"a"}"#, r#"{"a":?}"#, &[r#"@1..4: `"a"` has no value"#]),
    case("", r#"{"a","b":1}"#, r#"{"a":?,"b":1}"#, &[r#"@1..4: `"a"` has no value"#]),
    case("", "{ \"a\n1 }", r#"{"a":1}"#, &["@2..3: this string has no closing quote"]),
    case("", "{\"a\"\n\"b\":1}", r#"{"a":?,"b":1}"#, &[r#"@1..4: `"a"` has no value"#]),
    case("", r#"["a":1]"#, r#"["a"]"#, &["@4..5: a colon stands in an array"]),
    case("", "{:1}", "{}", &["@1..2: there is no key before this colon"]),
    case("", r#"{"a":1:2}"#, r#"{"a":?}"#, &["@5..8: `1:2` is not in quotes"]),
    // Quotes.
    case("", "{'a':'b'}", r#"{"a":"b"}"#, &["@1..4: `'a'` is in single quotes", "@5..8: `'b'` is in single quotes"]),
    case("", r#"['it\'s','say "hi"']"#, r#"["it's","say \"hi\""]"#, &[r"@1..8: `'it\'s'` is in single quotes", r#"@9..19: `'say "hi"'` is in single quotes"#]),
    case("", "{“a”:„b“}", r#"{"a":"b"}"#, &[r#"@1..8: `“a”` is in `“`, a typographic quote (U+201C), not in `"`"#, r#"@9..16: `„b“` is in `„`, a typographic quote (U+201E), not in `"`"#]),
    case("", "{‘a’:«b»}", r#"{"a":"b"}"#, &[r#"@1..8: `‘a’` is in `‘`, a typographic quote (U+2018), not in `"`"#, r#"@9..14: `«b»` is in `«`, a typographic quote (U+00AB), not in `"`"#]),
    case("", r#"{"a”:"b"}"#, r#"{"a":"b"}"#, &[r#"@1..6: `"a”` is in `”`, a typographic quote (U+201D), not in `"`"#]),
    case("", r#"{"a":“it’s”,"b":1}"#, r#"{"a":"it’s","b":1}"#, &[r#"@5..17: `“it’s”` is in `“`, a typographic quote (U+201C), not in `"`"#]),
    case("", r#"{"a":"say "hi" now"}"#, r#"{"a":"say \"hi\" now"}"#, &["@10..11: a quote inside a string lacks its backslash"]),
    case("", r#"{"a: "b"}"#, r#"{"a":"b"}"#, &["@1..2: this string has no closing quote"]),
    case("", r#"{"name: [1]}"#, r#"{"name":[1]}"#, &["@1..2: this string has no closing quote"]),
    case("", r#"{a": 1}"#, r#"{"a":1}"#, &[r#"@1..3: the key `a"` has no opening quote"#]),
    case("", r#"{"a":b"}"#, r#"{"a":?}"#, &[r#"@5..7: `b"` has no opening quote"#]),
    // Look-alikes.
    case("", r#"{"a"：1，"b"：2}"#, r#"{"a":1,"b":2}"#, &["@4..7: U+FF1A (fullwidth colon) stands outside strings", "@8..11: U+FF0C (fullwidth comma) stands outside strings"]),
    case("", r#"｛"a":1｝"#, r#"{"a":1}"#, &["@0..3: U+FF5B (fullwidth bracket) stands outside strings", "@8..11: U+FF5D (fullwidth bracket) stands outside strings"]),
    case("", "{\"a\":\u{a0}1,\u{a0}\"b\":2}", r#"{"a":1,"b":2}"#, &["@5..7: U+00A0 (no-break space) stands outside strings"]),
    case("", "[1\u{200b},2]", "[1,2]", &["@2..5: U+200B (zero-width space) stands outside strings"]),
    case("", "\u{3000}[1]", "[1]", &["@0..3: U+3000 (ideographic space) stands outside strings"]),
    case("", "{\u{feff}\"a\":1}", r#"{"a":1}"#, &["@1..4: U+FEFF (byte-order mark) stands outside strings"]),
    case("", "[1,\u{0}2]", "[1,2]", &["@3..4: U+0000 (NUL) stands outside strings"]),
    // Words.
    case("", "{a:1,b-c:2,$d:3}", r#"{"a":1,"b-c":2,"$d":3}"#, &["@1..2: the key `a` is not in quotes", "@5..8: the key `b-c` is not in quotes", "@11..13: the key `$d` is not in quotes"]),
    case("", r#"{"a":True,"b":None,"c":FALSE}"#, r#"{"a":true,"b":null,"c":false}"#, &["@5..9: `True` is Python's; JSON writes `true`", "@14..18: `None` is Python's; JSON writes `null`", "@23..28: `FALSE` is written `false` in JSON"]),
    case("", "[undefined,NaN,-Infinity]", "[?,?,?]", &["@1..10: JSON has no `undefined`", "@11..14: JSON has no `NaN`", "@15..24: JSON has no `-Infinity`"]),
    case("", r#"{"a":hello}"#, r#"{"a":?}"#, &["@5..10: `hello` is not in quotes"]),
    case("", r#"{"image": nginx:latest,"u": https://x/y}"#, r#"{"image":?,"u":?}"#, &["@10..22: `nginx:latest` is not in quotes", "@28..39: `https://x/y` is not in quotes"]),
    case("", "{\"a\": my app // no\n}", r#"{"a":?}"#, &["@6..12: `my app` is not in quotes", "json-comment?@13..18: JSON has no comments"]),
    case("", "[arn:aws:s3,b]", "[?,?]", &["@1..11: `arn:aws:s3` is not in quotes", "@12..13: `b` is not in quotes"]),
    case("", r#"{"a":512MB}"#, r#"{"a":?}"#, &["@5..10: `512MB` is not in quotes"]),
    case("", r#"{"a":10.0.0.0/16}"#, r#"{"a":?}"#, &["@5..16: `10.0.0.0/16` is not in quotes"]),
    case("", "{1:2}", r#"{"1":2}"#, &["@1..2: the key `1` is not in quotes"]),
    case("", r#"{"a":yes no}"#, r#"{"a":?}"#, &["@5..11: `yes no` is not in quotes"]),
    // Unclosed strings.
    case("", "{\"a\":\"b\n}", r#"{"a":"b"}"#, &["@5..6: this string has no closing quote"]),
    case("", "{\"a\":\"b,\n\"c\":1}", r#"{"a":"b","c":1}"#, &["@5..6: this string has no closing quote"]),
    case("", r#"{"a":"b}"#, r#"{"a":"b"}"#, &["@5..6: this string has no closing quote"]),
    case("", r#"["C:\",1]"#, r#"["C:\",1"]"#, &["@1..2: this string has no closing quote"]),
    case("", "{\"a\":\"b\r\n,\"c\":1}", r#"{"a":"b","c":1}"#, &["@5..6: this string has no closing quote"]),
    // Brackets.
    case("", r#"{"a":1"#, r#"{"a":1}"#, &["@0..1: this `{` is never closed"]),
    case("", "[1,2", "[1,2]", &["@0..1: this `[` is never closed"]),
    case("", r#"{"a":[1,2}"#, r#"{"a":[1,2]}"#, &["@5..6: this `[` is never closed"]),
    case("", r#"[{"a":1},{"b":2]"#, r#"[{"a":1},{"b":2}]"#, &["@9..10: this `{` is never closed"]),
    case("", r#"{"a":[1]]}"#, r#"{"a":[1]}"#, &["@8..9: there is one `]` too many: nothing is open that it could close"]),
    case("", r#"{"a":1}}"#, r#"{"a":1}"#, &["@7..8: there is one `}` too many: nothing is open that it could close"]),
    case("", r#"{"a":{"b":1]}"#, r#"{"a":{"b":1}}"#, &["@11..12: `]` stands where `}` should: it closes a `{`"]),
    case("", r#"{"a":{"b":[1}"#, r#"{"a":{"b":[1]}}"#, &["@0..1: this `{` is never closed", "@10..11: this `[` is never closed"]),
    case("", r#"{"a":1}, "b":2}"#, r#"{"a":1,"b":2}"#, &["@6..7: there is one `}` too many: nothing is open that it could close"]),
    case("", "{\n  \"a\": {\n    \"b\": 1\n  \"c\": 2\n}", r#"{"a":{"b":1},"c":2}"#, &["@9..10: this `{` is never closed"]),
    case("", "{\n  \"a\": [\n    {\n      \"b\": 1\n  ],\n  \"c\": 2\n}", r#"{"a":[{"b":1}],"c":2}"#, &["@15..16: this `{` is never closed"]),
    case("", "{\n  \"a\": {\n    \"b\": 1\n  }\n  },\n  \"c\": 2\n}", r#"{"a":{"b":1},"c":2}"#, &["@28..29: there is one `}` too many: nothing is open that it could close"]),
    case("", "[\n  {\n    \"a\": 1\n  {\n    \"b\": 2\n  }\n]", r#"[{"a":1},{"b":2}]"#, &["@4..5: this `{` is never closed"]),
    case("", "{\n  \"a\": [\n    1\n  }\n}", r#"{"a":[1]}"#, &["@19..20: `}` stands where `]` should: it closes a `[`"]),
    case("", "}", "", &["@0..1: this text is not JSON"]),
    // Missing and extra openers.
    case("", r#"{"a":{"b":1},"c":]}"#, r#"{"a":{"b":1},"c":[]}"#, &["@17..18: missing `[` before `]`"]),
    case("", r#"{"a":},"b":1}"#, r#"{"a":{},"b":1}"#, &["@5..6: missing `{` before `}`"]),
    case("", r#"{"a": 1,2],"b":3}"#, r#"{"a":[1,2],"b":3}"#, &["@6..7: missing `[` before `1`"]),
    case("", r#"{"a":["b":1}]}"#, r#"{"a":[{"b":1}]}"#, &[r#"@6..9: missing `{` before `"b"`"#]),
    case("", r#"{"a":"b":1}}"#, r#"{"a":{"b":1}}"#, &[r#"@5..8: missing `{` before `"b"`"#]),
    case("", r#"{{"a":1}"#, r#"{"a":1}"#, &["@1..2: there is one `{` too many"]),
    case("", r#"{"a":[[1],"b":2}"#, r#"{"a":[[1]],"b":2}"#, &["@5..6: this `[` is never closed"]),
    case("", r#"{"a":[,"b":2}"#, r#"{"a":[],"b":2}"#, &["@5..6: this `[` is never closed"]),
    case("", r#""a":1}"#, r#"{"a":1}"#, &[r#"@0..3: missing `{` before `"a"`"#]),
    // Stray quotes.
    case("", r#"{"a"":1}"#, r#"{"a":1}"#, &["@3..4: there is one quote too many"]),
    case("", r#"["b"",1]"#, r#"["b",1]"#, &["@3..4: there is one quote too many"]),
    case("", r#"{"a":""b"}"#, r#"{"a":"\"b"}"#, &["@6..7: a quote inside a string lacks its backslash"]),
    // The end.
    case("", r#"{"a":1} {"b":2}"#, r#"{"a":1} {"b":2}"#, &["@8..9: `{` follows the end of the JSON value"]),
    case("", "{\"a\":1}\nThis is prose, not JSON: really.", r#"{"a":1} ? ? ? ? ?"#, &["@8..12: `This` follows the end of the JSON value"]),
    case("m", "{\"a\":1}\n{\"b\":2}\n", r#"{"a":1} {"b":2}"#, &[]),
    case("m", "{},\n{}", "{} {}", &["@2..3: a comma follows the end of the JSON value"]),
    // Escapes.
    case("", r#""\x41""#, r#""A""#, &["@1..5: JSON does not know this backslash escape"]),
    case("", r#""it\'s""#, r#""it's""#, &["@3..5: JSON does not know this backslash escape"]),
    case("", r#""a\qb\w""#, r#""a\\qb\\w""#, &["@2..4: JSON does not know this backslash escape"]),
    case("", r#""\u12""#, r#""�""#, &["@1..5: JSON does not know this backslash escape"]),
    case("", r#""\u12G4""#, r#""�G4""#, &["@1..5: JSON does not know this backslash escape"]),
    case("", r#""\ud83d""#, r#""�""#, &[r"?@1..7: `\ud83d` is half of a character"]),
    case("", r#""\ude00\ud83d""#, r#""��""#, &[r"?@1..7: `\ude00` is half of a character"]),
    case("", "\"a\tb\tc\"", r#""a\tb\tc""#, &["@2..3: a raw U+0009 (tab) stands in a string"]),
    case("", "\"\u{0}\"", r#""\0""#, &["@1..2: a raw U+0000 (NUL) stands in a string"]),
    case("", r#""\"#, r#""\\""#, &["@0..1: this string has no closing quote"]),
    // Numbers.
    case("", "[01,+1,.5,1.,0x10,1_000,1e]", "[01,+1,.5,1.,0x10,1_000,1e]", &["@1..3: `01` begins with a zero that JSON does not allow", "@4..6: `+1` has a plus sign, which JSON does not write", "@7..9: `.5` has no digit before its decimal point", "@10..12: `1.` has no digit after its decimal point", "@13..17: `0x10` is hexadecimal, which JSON does not have", "@18..23: `1_000` has `_` in it, which JSON does not allow in numbers", "@24..26: `1e` has no digits in its exponent"]),
    case("", "[-01,-.5,007.5,1e+,1.2.3]", "[-01,-.5,007.5,1e+,?]", &["@1..4: `-01` begins with a zero that JSON does not allow", "@5..8: `-.5` has no digit before its decimal point", "@9..14: `007.5` begins with a zero that JSON does not allow", "@15..18: `1e+` has no digits in its exponent", "@19..24: `1.2.3` is not in quotes"]),
    case("", "[1e400,12345678901234567890123,1e-400,18446744073709551615,0e999]", "[1e400,12345678901234567890123,1e-400,18446744073709551615,0e999]", &["?@1..6: `1e400` loses precision: most readers cannot hold it", "?@7..30: `12345678901234567890123` loses precision: most readers cannot hold it", "?@31..37: `1e-400` loses precision: most readers cannot hold it"]),
    // Comments.
    case("", "{\"a\":1 // x\n}", r#"{"a":1}"#, &["json-comment?@7..11: JSON has no comments"]),
    case("c", "{\"a\":1 /* x */,// y\n\"b\":2}", r#"{"a":1,"b":2}"#, &[]),
    case("c", "{\"a\":1, // x\n}", r#"{"a":1}"#, &["@6..7: a comma follows the last item"]),
    case("", "// 1\n// 2\n/* 3 */[1]//4\n// 5", "[1]", &["json-comment?@0..4: JSON has no comments"]),
    case("", "[1] # x", "[1]", &["@4..7: neither JSON nor JSONC has `#` comments"]),
    case("c", "{\n# x\n\"a\":1}", r#"{"a":1}"#, &["@2..5: neither JSON nor JSONC has `#` comments"]),
    case("c", "[1] /* x", "[1]", &["@4..6: this `/*` comment is never closed"]),
    case("c", "// only", "", &["@0..7: there is no JSON value here"]),
    case("", "# only", "", &["@0..6: neither JSON nor JSONC has `#` comments"]),
    // Duplicate keys.
    case("", r#"{"a":1,"b":2,"a":3,"\u0061":4}"#, r#"{"a":1,"b":2,"a":3,"a":4}"#, &[r#"duplicate-key@13..16: the key `"a"` is in this object twice; the last one silently wins"#, r#"duplicate-key@19..27: the key `"\u0061"` is in this object twice; the last one silently wins"#]),
    case("", r#"[{"a":{"a":1}},{"a":1}]"#, r#"[{"a":{"a":1}},{"a":1}]"#, &[]),
    // Elision.
    case("", r#"{"a":1, ...}"#, r#"{"a":1…}"#, &[]),
    case("", "{\"a\":1,\n  ...\n}", r#"{"a":1…}"#, &[]),
    case("", "{\n  ...,\n  \"a\": 1\n}", r#"{"a":1…}"#, &[]),
    case("", r#"{ ... "a":1 ... }"#, r#"{"a":1…}"#, &[]),
    case("", "[1, ..., 9]", "[1,9…]", &[]),
    case("", "[...]", "[…]", &[]),
    case("", r#"{"a":...}"#, r#"{"a":?}"#, &[]),
    case("", r#"{"a": …, "b":1}"#, r#"{"a":?,"b":1}"#, &[]),
    case("", "{\"a\":1\n// ...\n\"b\":2}", r#"{"a":1,"b":2…}"#, &[]),
    case("", r#"{"a":1, /* … */}"#, r#"{"a":1…}"#, &[]),
    case("", "{\"a\":1\n...other fields...\n\"b\":2}", r#"{"a":1,"b":2…}"#, &[]),
    case("", "{\"a\":1,\n... 나머지 생략\n}", r#"{"a":1…}"#, &[]),
    case("", "{\"a\":1, // ... more\n}", r#"{"a":1…}"#, &["json-comment?@8..19: JSON has no comments"]),
    case("", "...\n{\"a\":1}\n...", r#"{"a":1}"#, &[]),
    case("s", r#"{"a":1, ...}"#, r#"{"a":1…}"#, &["@8..11: `...` is not JSON"]),
    case("s", "[...]", "[…]", &["@1..4: `...` is not JSON"]),
    // Placeholders.
    case("", r#"{"a":<account-id>,"b":<your port>}"#, r#"{"a":?,"b":?}"#, &[]),
    case("", r#"{"a":${VAR},"b":$VAR,"c":{{ x }},"d":{{{x}}}}"#, r#"{"a":?,"b":?,"c":?,"d":?}"#, &[]),
    case("", r#"{"a":YOUR_PORT,"b":REPLACE_ME,"c":YOURPORT}"#, r#"{"a":?,"b":?,"c":?}"#, &[]),
    case("", r#"{"a":HTTP}"#, r#"{"a":?}"#, &["@5..9: `HTTP` is not in quotes"]),
    case("", "[[x]]", "[[?]]", &["@2..3: `x` is not in quotes"]),
    case("", r#"{"a":1,<other fields>}"#, r#"{"a":1…}"#, &[]),
    case("", r#"{"a":<x>-y}"#, r#"{"a":?}"#, &["@5..10: `<x>-y` is not in quotes"]),
    case("", r#"{"<a>":"${B}"}"#, r#"{"<a>":"${B}"}"#, &[]),
    case("s", r#"{"a":<account-id>}"#, r#"{"a":?}"#, &["@5..17: `<account-id>` is not JSON"]),
    case("s", "[${VAR},{{ x }},YOUR_PORT]", "[?,?,?]", &["@1..7: `${VAR}` is not JSON", "@8..15: `{{ x }}` is not JSON", "@16..25: `YOUR_PORT` is not in quotes"]),
    // Fragments.
    case("", r#""a":{"b":1},"#, r#"{"a":{"b":1}}~"#, &[]),
    case("", "\"a\":1,\n\"b\":2", r#"{"a":1,"b":2}~"#, &[]),
    case("", "...\n\"a\":1", r#"{"a":1…}~"#, &[]),
    case("", "{\"a\":1},\n{\"b\":2},", r#"{"a":1} {"b":2}~"#, &[]),
    case("", r#"{"a":1},"#, r#"{"a":1}~"#, &[]),
    case("s", r#""a":1"#, r#"{"a":1}~"#, &["@0..3: these members stand in no braces"]),
    case("s", "{},{}", "{} {}", &["@2..3: a comma follows the end of the JSON value"]),
    case("", "\"a\":1\n\"b\":2", r#"{"a":1,"b":2}~"#, &[r#"@5..5: missing comma before `"b"`"#]),
    // Not JSON.
    case("", "hello, world", "", &["@0..12: this text is not JSON"]),
    case("", "$ aws ecs list-tasks", "", &["@0..20: this text is not JSON"]),
    case("", "name: web\ncpu: 1", "", &["@0..9: this text is not JSON"]),
    case("", "<html>", "?", &[]),
    case("", "[INFO] started in 3 ms: ok", "[?] ? ? 3 ?", &["@1..5: `INFO` is not in quotes", "@7..14: `started` follows the end of the JSON value"]),
    case("", "FROM nginx", "", &["@0..10: this text is not JSON"]),
    case("", r#"total: "x""#, "", &["@0..10: this text is not JSON"]),
    // Places.
    case("", "{\"이름\" \"웹 🚀\"}\r\n", r#"{"이름":"웹 🚀"}"#, &[r#"@9..9: missing colon after `"이름"`"#]),
    case("", "{\r\n  \"이름\": \"a\"\r\n  \"나이\": 1\r\n}", r#"{"이름":"a","나이":1}"#, &[r#"@18..18: missing comma before `"나이"`"#]),
    case("", "[\"🚀\",\n]", r#"["🚀"]"#, &["@7..8: a comma follows the last item"]),
];

#[test]
fn cases() {
    for case in CASES {
        check(case);
    }
}

fn check(case: &Case) {
    let (tree, findings) = parse(case.text, &options(case.mode));
    let found: Vec<String> = findings.iter().map(shown).collect();
    assert_eq!(found, case.findings, "findings in {:?}", case.text);
    let mut read = String::new();
    for (index, &root) in tree.roots.iter().enumerate() {
        read.push_str(if index > 0 { " " } else { "" });
        compact(&tree, root, case.text, &mut read);
    }
    read.push_str(if tree.fragment { "~" } else { "" });
    assert_eq!(read, case.tree, "what is read from {:?}", case.text);
}

fn options(mode: &str) -> Options {
    Options {
        comments: if mode.contains('c') {
            Comments::Allowed
        } else {
            Comments::Report
        },
        placeholders: !mode.contains('s'),
        many: mode.contains('m'),
    }
}

fn shown(finding: &Finding) -> String {
    let rule = if finding.rule == "json-syntax" {
        ""
    } else {
        finding.rule
    };
    let weight = if finding.severity == Severity::Warning { "?" } else { "" };
    format!(
        "{rule}{weight}@{}..{}: {}",
        finding.at.start, finding.at.end, finding.message.en
    )
}

fn compact(tree: &Tree, id: NodeId, text: &str, out: &mut String) {
    let dots = if tree.elided(id) { "…" } else { "" };
    match &tree[id].value {
        Value::Object { members, .. } => {
            out.push('{');
            for (index, member) in members.iter().enumerate() {
                let comma = if index > 0 { "," } else { "" };
                let _ = write!(out, "{comma}{:?}:", member.key);
                compact(tree, member.value, text, out);
            }
            out.push_str(dots);
            out.push('}');
        }
        Value::Array { elements, .. } => {
            out.push('[');
            for (index, &element) in elements.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                compact(tree, element, text, out);
            }
            out.push_str(dots);
            out.push(']');
        }
        Value::String(value) => out.push_str(&format!("{value:?}")),
        Value::Number => out.push_str(&text[tree[id].range.clone()]),
        Value::Bool(value) => out.push_str(&value.to_string()),
        Value::Null => out.push_str("null"),
        Value::Unknown => out.push('?'),
    }
}

/// Every prefix of every case, and every case with one character left out, in every mode.
#[test]
fn broken_texts_keep_their_order() {
    for case in CASES {
        for (at, c) in case.text.char_indices() {
            let end = at + c.len_utf8();
            let without = [&case.text[..at], &case.text[end..]].concat();
            for mode in ["", "s", "c", "m"] {
                holds(&case.text[..end], &options(mode));
                holds(&without, &options(mode));
            }
        }
    }
}

fn holds(text: &str, options: &Options) {
    let (tree, findings) = parse(text, options);
    let is_range = |at: &std::ops::Range<usize>| at.start <= at.end && text.get(at.clone()).is_some();
    let mut end = 0;
    for token in &tree.tokens {
        assert!(
            is_range(&token.range) && !token.range.is_empty() && end <= token.range.start,
            "{token:?} in {text:?}"
        );
        let gap = &text[end..token.range.start];
        assert!(
            gap.trim_start_matches('\u{feff}').trim().is_empty(),
            "{gap:?} has no token in {text:?}"
        );
        end = token.range.end;
    }
    let rest = text[end..].trim_start_matches('\u{feff}').trim();
    assert!(rest.is_empty(), "{rest:?} has no token in {text:?}");
    for node in &tree.nodes {
        assert!(is_range(&node.range), "{node:?} in {text:?}");
    }
    for finding in &findings {
        let labels = finding.labels.iter().map(|label| &label.at);
        let edits = finding.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| &edit.at));
        for at in labels.chain(edits).chain([&finding.at]) {
            assert!(is_range(at), "{at:?} of {finding:?} in {text:?}");
        }
        assert!(!finding.message.ko.is_empty() && !finding.message.en.is_empty());
    }
    // Strictly read, a text that serde_json refuses has a finding, and one that it takes has no error.
    if !options.placeholders && !options.many && !text.trim_start_matches('\u{feff}').trim().is_empty() {
        let plain = text.trim_start_matches('\u{feff}');
        let refused = serde_json::from_str::<serde_json::Value>(plain)
            .is_err_and(|error| !error.to_string().contains("recursion"));
        let is_error = |finding: &Finding| finding.rule == "json-syntax" && finding.severity == Severity::Error;
        assert!(!refused || !findings.is_empty(), "{text:?} is refused");
        assert!(refused || !findings.iter().any(is_error), "{text:?} is accepted");
    }
    assert!(findings.len() <= 20);
    assert!(findings.is_sorted_by_key(|finding| finding.at.start), "{text:?}");
}

/// What serde_json reads is read the same and without an error, and what it refuses has an error.
#[test]
fn agrees_with_serde_json() {
    for case in CASES.iter().filter(|case| !case.text.trim().is_empty()) {
        let text = case.text.trim_start_matches('\u{feff}');
        let (tree, findings) = parse(text, &options("s"));
        let findings: Vec<_> = findings.iter().filter(|found| found.rule != "duplicate-key").collect();
        let oracle: Result<serde_json::Value, _> = serde_json::from_str(text);
        match oracle {
            Ok(value) => {
                let errors = findings
                    .iter()
                    .filter(|finding| finding.severity == Severity::Error)
                    .count();
                assert_eq!(errors, 0, "{text:?}");
                assert!(
                    tree.roots.len() == 1 && same(&tree, tree.roots[0], text, &value),
                    "{text:?}"
                );
            }
            Err(error) => assert!(!findings.is_empty(), "{text:?}: {error}"),
        }
    }
}

fn same(tree: &Tree, id: NodeId, text: &str, other: &serde_json::Value) -> bool {
    match (&tree[id].value, other) {
        (Value::Object { members, .. }, serde_json::Value::Object(others)) => {
            let equal = |(key, value)| tree.get(id, key).is_some_and(|id| same(tree, id, text, value));
            members.len() >= others.len() && others.iter().map(|(key, value)| (key.as_str(), value)).all(equal)
        }
        (Value::Array { elements, .. }, serde_json::Value::Array(others)) => {
            let equal = |(&id, value)| same(tree, id, text, value);
            elements.len() == others.len() && elements.iter().zip(others).all(equal)
        }
        (Value::String(value), serde_json::Value::String(other)) => value == other,
        (Value::Number, serde_json::Value::Number(other)) => {
            text[tree[id].range.clone()].parse() == Ok(other.clone().as_f64().unwrap_or(f64::NAN))
        }
        (Value::Bool(value), serde_json::Value::Bool(other)) => value == other,
        (Value::Null, serde_json::Value::Null) => true,
        _ => false,
    }
}

/// Applying the safe fixes of a text again and again comes to an end soon, and makes no text worse.
fn converges(text: &str, options: &Options) {
    let mut mended = text.to_owned();
    let mut errors = usize::MAX;
    for round in 0.. {
        let (_, findings) = parse(&mended, options);
        let now = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .count();
        assert!(now <= errors, "{text:?} became {mended:?}: {findings:?}");
        errors = now;
        let mut edits: Vec<&Edit<_>> = Vec::new();
        for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
            let free = |edit: &Edit<std::ops::Range<usize>>| {
                let apart = |other: &&Edit<std::ops::Range<usize>>| {
                    edit.at.start != other.at.start && (edit.at.start >= other.at.end || other.at.start >= edit.at.end)
                };
                edits.iter().all(apart)
            };
            if fix.applicability == Applicability::Safe && fix.edits.iter().all(free) {
                edits.extend(&fix.edits);
            }
        }
        if edits.is_empty() {
            break;
        }
        assert!(round < 10, "{text:?} became {mended:?}");
        edits.sort_by_key(|edit| edit.at.start);
        let mut next = mended.clone();
        for edit in edits.into_iter().rev() {
            next.replace_range(edit.at.clone(), &edit.text);
        }
        mended = next;
    }
}

#[test]
fn safe_fixes_converge() {
    for case in CASES {
        let options = options(case.mode);
        converges(case.text, &options);
        for (at, c) in case.text.char_indices().filter(|_| case.text.len() < 60) {
            converges(&case.text[..at], &options);
            let without = [&case.text[..at], &case.text[at + c.len_utf8()..]].concat();
            converges(&without, &options);
        }
    }
}

#[test]
fn keys_are_properties_and_so_on() {
    let text = "{\"a\": [1, true, \"b\", <c>], d: ;} // e";
    let (tree, _) = parse(text, &options(""));
    let tokens = tree
        .tokens
        .iter()
        .map(|token| format!("{:?} {}", token.kind, &text[token.range.clone()]));
    let expected = [
        "Punctuation {",
        "Property \"a\"",
        "Punctuation :",
        "Punctuation [",
        "Number 1",
        "Punctuation ,",
        "Literal true",
        "Punctuation ,",
        "String \"b\"",
        "Punctuation ,",
        "Placeholder <c>",
        "Punctuation ]",
        "Punctuation ,",
        "Property d",
        "Punctuation :",
        "Invalid ;",
        "Punctuation }",
        "Comment // e",
    ];
    assert_eq!(tokens.collect::<Vec<_>>(), expected);
}

#[test]
fn a_tree_is_asked_by_key_and_pointer() {
    let (tree, _) = parse(r#"{"a":{"b/c":[1,"x"]},"a~":2}"#, &options(""));
    let root = tree.roots[0];
    let found = tree.pointer(root, "/a/b~1c/1").and_then(|id| tree.string(id));
    assert_eq!(found, Some("x"));
    assert!(tree.pointer(root, "/a~0").is_some() && tree.pointer(root, "/a/2").is_none());
    assert_eq!(tree.pointer(root, ""), Some(root));
}

/// Depth and length cost neither the stack nor more than linear time.
#[test]
fn depth_and_length_do_no_harm() {
    let deep = |opener: &str, count: usize| opener.repeat(count);
    let nested = [deep("[", 100_000), deep("]", 100_000)].concat();
    for (text, at) in [
        (deep("[", 100_000), 512),
        (nested, 512),
        (deep("{\"a\":", 100_000), 512 * 5),
    ] {
        let (tree, findings) = parse(&text, &options(""));
        let found: Vec<String> = findings.iter().map(shown).collect();
        let expected = format!("@{at}..{}: brackets are nested in more than 512 levels", at + 1);
        assert_eq!(found, [expected]);
        assert_eq!(
            tree.tokens.last().map(|token| token.kind == TokenKind::Punctuation),
            Some(text.ends_with(']'))
        );
        drop(format!("{:?}", tree.clone()));
    }
    let full = [deep("[", 512), deep("]", 512)].concat();
    assert!(parse(&full, &options("")).1.is_empty());
    for long in [
        "\"",
        "'",
        "“",
        "[",
        "}",
        "{{a ",
        "<a",
        "...x ",
        "{\"a”:\"",
        "\"a:{\\",
        "[\"“»‘'",
        "a ",
        "/*",
        "//\n",
        "\\",
        "1,",
    ] {
        holds(&long.repeat(50_000), &options(""));
    }
}
