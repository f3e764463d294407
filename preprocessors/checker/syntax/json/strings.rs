//! Strings: what they say, and what is wrong with how they are written.

use super::lexer::{End, Lexeme, Quote};
use super::words::{code_point, name, show};
use crate::diagnostic::{Applicability, Edit, Finding, Fix};
use crate::say;
use std::ops::Range;

const RULE: &str = "json-syntax";

/// Reads a string: decoded, with at most one finding for its quotes and one for each sort of trouble inside.
pub(super) fn string(text: &str, lexeme: &Lexeme, quote: Quote, end: End) -> (String, Vec<Finding>) {
    let raw = &text[lexeme.range()];
    let opening = raw.chars().next().map_or(0, char::len_utf8);
    let closing = match end {
        End::Open => 0,
        End::Closed | End::Inner => raw.chars().next_back().map_or(0, char::len_utf8),
    };
    let content = lexeme.start + opening..lexeme.end - closing;
    if (quote, end) == (Quote::Double, End::Closed) {
        let plain = &text[content.clone()];
        // Nearly all strings say what stands there.
        if plain.bytes().all(|byte| byte != b'\\' && byte >= b' ') {
            return (plain.to_owned(), Vec::new());
        }
    }
    let mut reader = Reader::default();
    reader.read(text, content.clone());
    let mut findings = Vec::new();
    match (quote, end) {
        (_, End::Open) => {
            findings.push(unclosed(text, lexeme, opening, content));
            return (reader.value, findings);
        }
        (_, End::Inner) => {
            let last = content.end - 1;
            if bare_quotes(&text[content.clone()]).eq([content.len() - 1]) {
                reader.value.pop();
                findings.push(extra_quote(last..last + 1));
            } else {
                findings.push(inner_quotes(text, lexeme, content));
            }
            return (reader.value, findings);
        }
        (Quote::Double, End::Closed) => {}
        (Quote::Single | Quote::Smart, End::Closed) => {
            findings.push(other_quotes(raw, lexeme, quote, &text[content]));
            return (reader.value, findings);
        }
    }
    findings.extend(reader.escape);
    findings.extend(reader.surrogate);
    findings.extend(controls(text, &reader.controls));
    (reader.value, findings)
}

fn unclosed(text: &str, lexeme: &Lexeme, opening: usize, content: Range<usize>) -> Finding {
    let quote = &text[lexeme.start..lexeme.start + opening];
    let mut finding = Finding::error(
        RULE,
        lexeme.start..lexeme.start + opening,
        say!(ko: "문자열을 닫는 따옴표가 없습니다", en: "this string has no closing quote"),
    );
    let inside = &text[content.clone()];
    finding = if inside.ends_with("\\\"") || inside.contains("\\\",") || inside.contains("\\\":") {
        finding.help(say!(
            ko: "`\\\"`는 문자열을 끝내지 않는 따옴표입니다. 백슬래시로 끝나는 문자열이라면 `\\\\\"`로 쓰십시오.",
            en: "`\\\"` is a quote inside the string, not its end. A string that ends in a backslash ends in `\\\\\"`."
        ))
    } else {
        finding.help(say!(
            ko: "같은 줄에서 `\"`로 닫으십시오. 문자열 안의 줄 바꿈은 `\\n`으로 씁니다.",
            en: "Close it with `\"` on the same line. A line break inside a string is written `\\n`."
        ))
    };
    if quote != "\"" {
        return finding;
    }
    let end = content.end;
    finding.fix(
        Applicability::Unsafe,
        say!(ko: "`\"` 넣기", en: "insert `\"`"),
        end..end,
        "\"",
    )
}

fn extra_quote(at: Range<usize>) -> Finding {
    let message = say!(ko: "따옴표가 하나 남습니다", en: "there is one quote too many");
    let help = say!(
        ko: "지우십시오. 문자열에 속하는 따옴표라면 `\\\"`로 씁니다.",
        en: "Remove it. If it belongs to the string, write `\\\"`."
    );
    let title = say!(ko: "`\"` 지우기", en: "remove `\"`");
    Finding::error(RULE, at.clone(), message)
        .help(help)
        .fix(Applicability::Unsafe, title, at, "")
}

fn inner_quotes(text: &str, lexeme: &Lexeme, content: Range<usize>) -> Finding {
    let places: Vec<usize> = bare_quotes(&text[content.clone()])
        .map(|at| content.start + at)
        .collect();
    let first = places.first().map_or(lexeme.range(), |&at| at..at + 1);
    let mut finding = Finding::error(
        RULE,
        first,
        say!(ko: "문자열 안의 따옴표 앞에 백슬래시가 없습니다", en: "a quote inside a string lacks its backslash"),
    )
    .help(say!(ko: "문자열 안의 `\"`는 `\\\"`로 씁니다.", en: "Inside a string, `\"` is written `\\\"`."));
    let edits = places.into_iter().map(|at| Edit {
        at: at..at,
        text: "\\".into(),
    });
    finding.fix = Some(Fix {
        title: say!(ko: "`\\\"`로 쓰기", en: "write `\\\"`"),
        edits: edits.collect(),
        applicability: Applicability::Unsafe,
    });
    finding
}

/// The quotes in a string's content that no backslash stands before.
fn bare_quotes(content: &str) -> impl Iterator<Item = usize> {
    let mut escaped = false;
    content.char_indices().filter_map(move |(at, c)| {
        let bare = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        bare.then_some(at)
    })
}

fn escape_quotes(content: &str) -> String {
    let mut escaped = String::with_capacity(content.len());
    let mut done = 0;
    for at in bare_quotes(content) {
        escaped.push_str(&content[done..at]);
        escaped.push('\\');
        done = at;
    }
    escaped.push_str(&content[done..]);
    escaped
}

fn other_quotes(raw: &str, lexeme: &Lexeme, quote: Quote, content: &str) -> Finding {
    let shown = show(raw);
    let odd = raw.chars().find(|&c| c != '"').filter(|_| !raw.starts_with('"'));
    let odd = odd.or_else(|| raw.chars().next_back()).unwrap_or('"');
    let code = code_point(odd);
    let (ko, en) = name(odd);
    let message = match quote {
        Quote::Single => say!(
            ko: "{shown} 문자열이 작은따옴표로 싸여 있습니다",
            en: "{shown} is in single quotes"
        ),
        _ => say!(
            ko: "{shown} 문자열의 따옴표가 `\"`가 아니라 {ko} `{odd}`({code})입니다",
            en: "{shown} is in `{odd}`, a {en} ({code}), not in `\"`"
        ),
    };
    let help =
        say!(ko: "JSON의 문자열과 키는 `\"`로만 쌉니다.", en: "JSON puts strings and keys in `\"` and nothing else.");
    // Escapes and quotes inside may have been meant in another language's way.
    let plain = !content.contains(['"', '\\']) && !content.contains(char::is_control);
    let applicability = if plain {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    let fixed = escape_quotes(&content.replace("\\'", "'"));
    Finding::error(RULE, lexeme.range(), message).help(help).fix(
        applicability,
        say!(ko: "`\"`로 싸기", en: "put it in `\"`"),
        lexeme.range(),
        format!("\"{fixed}\""),
    )
}

#[derive(Default)]
struct Reader {
    value: String,
    escape: Option<Finding>,
    surrogate: Option<Finding>,
    /// Where control characters stand.
    controls: Vec<usize>,
}

impl Reader {
    fn read(&mut self, text: &str, range: Range<usize>) {
        let content = &text[..range.end];
        let mut at = range.start;
        self.value.reserve(range.len());
        while let Some(length) = content.as_bytes()[at..]
            .iter()
            .position(|&byte| byte == b'\\' || byte < b' ')
        {
            self.value.push_str(&content[at..at + length]);
            at += length;
            if content[at..].starts_with('\\') {
                at = self.escape(content, at);
            } else {
                self.controls.push(at);
                self.value.push_str(&content[at..=at]);
                at += 1;
            }
        }
        self.value.push_str(&content[at..]);
    }

    /// Reads one escape and says where it ends.
    fn escape(&mut self, content: &str, at: usize) -> usize {
        let Some(c) = content[at + 1..].chars().next() else {
            self.bad(at..at + 1, None);
            self.value.push('\\');
            return at + 1;
        };
        let decoded = match c {
            '"' | '\\' | '/' => c,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.unicode(content, at),
            _ => {
                let end = at + 1 + c.len_utf8();
                return self.unknown(content, at..end, c);
            }
        };
        self.value.push(decoded);
        at + 2
    }

    fn unknown(&mut self, content: &str, range: Range<usize>, c: char) -> usize {
        let hex = content.get(range.end..range.end + 2);
        let byte = hex.and_then(hex_number).filter(|_| c == 'x').and_then(char::from_u32);
        match byte {
            Some(byte) => {
                let end = range.end + 2;
                self.bad(range.start..end, Some(format!("\\u{:04x}", u32::from(byte))));
                self.value.push(byte);
                return end;
            }
            None if c == '\'' => {
                self.bad(range.clone(), Some("'".into()));
                self.value.push(c);
            }
            None => {
                self.bad(range.clone(), None);
                self.value.push('\\');
                self.value.push(c);
            }
        }
        range.end
    }

    fn unicode(&mut self, content: &str, at: usize) -> usize {
        let unit = |at: usize| content.get(at..at + 6)?.strip_prefix("\\u").and_then(hex_number);
        let Some(first) = unit(at) else {
            let digits = content[at + 2..]
                .bytes()
                .take(4)
                .take_while(u8::is_ascii_hexdigit)
                .count();
            self.bad(at..at + 2 + digits, None);
            self.value.push(char::REPLACEMENT_CHARACTER);
            return at + 2 + digits;
        };
        if let Some(c) = char::from_u32(first) {
            self.value.push(c);
            return at + 6;
        }
        let second = unit(at + 6).filter(|second| (0xdc00..0xe000).contains(second));
        if let Some(second) = second.filter(|_| first < 0xdc00) {
            let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            self.value
                .push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            return at + 12;
        }
        self.value.push(char::REPLACEMENT_CHARACTER);
        let shown = show(&content[at..at + 6]);
        self.surrogate.get_or_insert_with(|| {
            let message = say!(
                ko: "{shown} 표기는 글자의 반쪽입니다",
                en: "{shown} is half of a character"
            );
            Finding::warning(RULE, at..at + 6, message).help(say!(
                ko: "U+FFFF를 넘는 글자는 `\\ud83d\\ude00`처럼 두 개를 이어 쓰거나 글자 그대로 씁니다. 반쪽만 있으면 읽는 프로그램마다 결과가 다릅니다.",
                en: "A character above U+FFFF takes two of these, as in `\\ud83d\\ude00`, or is written as itself. Readers disagree about a half."
            ))
        });
        at + 6
    }

    fn bad(&mut self, range: Range<usize>, meant: Option<String>) {
        self.escape.get_or_insert_with(|| bad_escape(range, meant));
    }
}

fn hex_number(digits: &str) -> Option<u32> {
    let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| all)
}

fn bad_escape(range: Range<usize>, meant: Option<String>) -> Finding {
    let finding = Finding::error(
        RULE,
        range.clone(),
        say!(ko: "JSON에 없는 백슬래시 표기입니다", en: "JSON does not know this backslash escape"),
    )
    .help(say!(
        ko: "쓸 수 있는 것은 `\\\"` `\\\\` `\\/` `\\b` `\\f` `\\n` `\\r` `\\t`와 16진수 네 자리를 쓰는 `\\u0041`입니다. 백슬래시 자체는 `\\\\`로 씁니다.",
        en: "There are `\\\"` `\\\\` `\\/` `\\b` `\\f` `\\n` `\\r` `\\t`, and `\\u0041` with four hex digits. A backslash itself is written `\\\\`."
    ));
    match meant {
        Some(meant) => finding.fix(
            Applicability::Safe,
            say!(ko: "`{meant}`로 쓰기", en: "write `{meant}`"),
            range,
            meant.clone(),
        ),
        None => finding.fix(
            Applicability::Unsafe,
            say!(ko: "백슬래시를 `\\\\`로 쓰기", en: "write the backslash as `\\\\`"),
            range.start..range.start,
            "\\",
        ),
    }
}

/// One finding for all the raw control characters of a string.
fn controls(text: &str, places: &[usize]) -> Option<Finding> {
    let &first = places.first()?;
    let escape = |at: usize| match text.as_bytes()[at] {
        b'\t' => "\\t".to_owned(),
        b'\r' => "\\r".to_owned(),
        byte => format!("\\u{byte:04x}"),
    };
    let c = char::from(text.as_bytes()[first]);
    let code = code_point(c);
    let written = escape(first);
    let (ko, en) = match c {
        '\t' => ("탭", "tab"),
        _ => name(c),
    };
    let mut finding = Finding::error(
        RULE,
        first..first + 1,
        say!(ko: "문자열 안에 {ko}({code}) 글자가 그대로 들어 있습니다", en: "a raw {code} ({en}) stands in a string"),
    )
    .help(say!(ko: "`{written}`로 쓰십시오.", en: "Write it as `{written}`."));
    let edits = places.iter().map(|&at| Edit {
        at: at..at + 1,
        text: escape(at),
    });
    finding.fix = Some(Fix {
        title: say!(ko: "`{written}`로 쓰기", en: "write `{written}`"),
        edits: edits.collect(),
        applicability: Applicability::Safe,
    });
    Some(finding)
}
