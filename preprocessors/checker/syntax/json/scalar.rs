//! Strings, numbers and bare words: what they say, and what is wrong with how they are written.

use super::lexer::{End, Lexeme, Quote};
use super::words::{code_point, name, show};
use super::{Options, Value};
use crate::diagnostic::{Applicability, Edit, Finding, Fix, Text};
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
    let mut reader = Reader::default();
    reader.read(text, content.clone());
    let mut findings = Vec::new();
    match (quote, end) {
        (_, End::Open) => findings.push(unclosed(text, lexeme, opening, content)),
        (_, End::Inner) => {
            findings.push(inner_quotes(text, lexeme, content));
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

fn inner_quotes(text: &str, lexeme: &Lexeme, content: Range<usize>) -> Finding {
    let places: Vec<usize> = bare_quotes(&text[content.clone()]).map(|at| content.start + at).collect();
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
    let help = say!(ko: "JSON의 문자열과 키는 `\"`로만 쌉니다.", en: "JSON puts strings and keys in `\"` and nothing else.");
    // Escapes and quotes inside may have been meant in another language's way.
    let plain = !content.contains(['"', '\\']) && !content.contains(char::is_control);
    let applicability = if plain { Applicability::Safe } else { Applicability::Unsafe };
    let mut fixed = content.replace("\\'", "'");
    let bare: Vec<usize> = bare_quotes(&fixed).collect();
    for at in bare.into_iter().rev() {
        fixed.insert(at, '\\');
    }
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
        while let Some(length) = content.as_bytes()[at..].iter().position(|&byte| byte == b'\\' || byte < b' ') {
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
            let digits = content[at + 2..].bytes().take(4).take_while(u8::is_ascii_hexdigit).count();
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
            self.value.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            return at + 12;
        }
        self.value.push(char::REPLACEMENT_CHARACTER);
        let shown = show(&content[at..at + 6]);
        self.surrogate.get_or_insert_with(|| {
            let message = say!(
                ko: "{shown}는 글자의 반쪽입니다",
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
        say!(ko: "문자열 안에 {ko}({code})가 그대로 들어 있습니다", en: "a raw {en} ({code}) stands in a string"),
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

/// Reads what begins like a number.
pub(super) fn number(text: &str, lexeme: &Lexeme) -> (Value, Option<Finding>) {
    let raw = &text[lexeme.range()];
    if is_number(raw) {
        return (Value::Number, imprecise(raw, lexeme));
    }
    if let Some(sign) = raw.strip_prefix(['-', '+'])
        && matches!(sign, "Infinity" | "NaN" | "Inf")
    {
        return (Value::Unknown, Some(bare_word(raw, lexeme)));
    }
    let shown = show(raw);
    let error = |message: Text| Finding::error(RULE, lexeme.range(), message);
    let (message, meant) = misspelt(raw);
    let Some(message) = message else {
        return (Value::Unknown, Some(bare_word(raw, lexeme)));
    };
    let mut finding = error(message).help(say!(
        ko: "JSON의 수는 `512`, `-1`, `0.5`, `1e3`처럼 씁니다. {shown} 그대로가 필요하면 따옴표로 싸십시오.",
        en: "JSON writes numbers as `512`, `-1`, `0.5`, `1e3`. If {shown} is meant as it is, put it in quotes."
    ));
    if let Some(meant) = meant.filter(|meant| is_number(meant)) {
        // `010` is eight in some languages and ten in others.
        let octal = raw.trim_start_matches('-').starts_with('0') && !raw.contains(['x', '.']);
        finding = finding.fix(
            if octal { Applicability::Unsafe } else { Applicability::Safe },
            say!(ko: "`{meant}`로 쓰기", en: "write `{meant}`"),
            lexeme.range(),
            meant.clone(),
        );
    }
    (Value::Number, Some(finding))
}

/// What is wrong with a number in another language's notation, and the number that was meant.
fn misspelt(raw: &str) -> (Option<Text>, Option<String>) {
    let shown = show(raw);
    let digits = raw.trim_start_matches(['-', '+']);
    let minus = if raw.starts_with('-') { "-" } else { "" };
    let hex = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X"));
    if let Some(value) = hex.and_then(|hex| u64::from_str_radix(hex, 16).ok()) {
        let message = say!(ko: "{shown}: JSON에는 16진수가 없습니다", en: "{shown} is hexadecimal, which JSON does not have");
        return (Some(message), Some(format!("{minus}{value}")));
    }
    if digits.contains('_') && digits.bytes().all(|byte| byte.is_ascii_digit() || b"_.".contains(&byte)) {
        let message = say!(
            ko: "{shown}: JSON의 수에는 `_`를 넣을 수 없습니다",
            en: "{shown} has `_` in it, which JSON does not allow in numbers"
        );
        return (Some(message), Some(raw.replace('_', "")));
    }
    if !digits.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte)) || digits.matches('.').count() > 1 {
        return (None, None);
    }
    let exponent = digits.trim_end_matches(['+', '-']);
    if exponent.ends_with(['e', 'E']) && is_number(&exponent[..exponent.len() - 1]) {
        let message = say!(ko: "{shown}: 지수에 숫자가 없습니다", en: "{shown} has no digits in its exponent");
        return (Some(message), None);
    }
    if raw.starts_with('+') && is_number(digits) {
        let message = say!(ko: "{shown}: JSON의 수에는 `+`를 붙이지 않습니다", en: "{shown} has a plus sign, which JSON does not write");
        return (Some(message), Some(digits.to_owned()));
    }
    if digits.starts_with('.') && is_number(&format!("0{digits}")) {
        let message = say!(ko: "{shown}: 소수점 앞에 숫자가 없습니다", en: "{shown} has no digit before its decimal point");
        return (Some(message), Some(format!("{minus}0{digits}")));
    }
    if let Some(whole) = digits.strip_suffix('.').filter(|whole| is_number(whole)) {
        let message = say!(ko: "{shown}: 소수점 뒤에 숫자가 없습니다", en: "{shown} has no digit after its decimal point");
        return (Some(message), Some(format!("{minus}{whole}")));
    }
    let whole = digits.trim_start_matches('0');
    let whole = if whole.starts_with(|c: char| c.is_ascii_digit()) { whole.to_owned() } else { format!("0{whole}") };
    if digits.starts_with('0') && is_number(&whole) {
        let message = say!(ko: "{shown}: 수가 `0`으로 시작합니다", en: "{shown} begins with a zero that JSON does not allow");
        return (Some(message), Some(format!("{minus}{whole}")));
    }
    (None, None)
}

fn is_number(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.strip_prefix('-').unwrap_or(text);
    let whole = digits(rest);
    if whole == 0 || (whole > 1 && rest.starts_with('0')) {
        return false;
    }
    let mut rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        return !exponent.is_empty() && digits(exponent) == exponent.len();
    }
    rest.is_empty()
}

fn imprecise(raw: &str, lexeme: &Lexeme) -> Option<Finding> {
    let mantissa = raw.split(['e', 'E']).next().unwrap_or(raw);
    let digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).collect();
    let is_zero = digits.iter().all(|&digit| digit == b'0');
    let is_whole = raw.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let read: f64 = raw.parse().unwrap_or(0.0);
    let lost = if is_whole {
        raw.parse::<i64>().is_err() && raw.parse::<u64>().is_err()
    } else {
        read.is_infinite() || (read == 0.0 && !is_zero) || digits.len() >= 30
    };
    let shown = show(raw);
    lost.then(|| {
        let message = say!(
            ko: "{shown}: 값을 그대로 담지 못하는 프로그램이 많습니다",
            en: "{shown} loses precision: most readers cannot hold it"
        );
        Finding::warning(RULE, lexeme.range(), message).help(say!(
            ko: "수는 64비트로 읽히므로 값이 바뀝니다. 식별자라면 따옴표로 싸십시오.",
            en: "Numbers are read into 64 bits, so the value changes. An identifier belongs in quotes."
        ))
    })
}

/// What an unquoted word means: a literal, a placeholder, or a mistake.
pub(super) fn word(text: &str, lexeme: &Lexeme, options: &Options) -> (Value, Option<Finding>) {
    let raw = &text[lexeme.range()];
    let value = match raw {
        "true" => return (Value::Bool(true), None),
        "false" => return (Value::Bool(false), None),
        "null" => return (Value::Null, None),
        _ if options.placeholders && is_shouted(raw) => return (Value::Unknown, None),
        _ => match literal(raw) {
            Some("true") => Value::Bool(true),
            Some("false") => Value::Bool(false),
            Some("null") => Value::Null,
            _ => Value::Unknown,
        },
    };
    (value, Some(bare_word(raw, lexeme)))
}

/// `YOUR_PORT`, `REPLACE_ME`.
pub(super) fn is_shouted(word: &str) -> bool {
    let shouted = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    word.len() >= 3
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.chars().all(shouted)
        && (word.contains('_') || word.starts_with("YOUR"))
}

/// The literal that a word of another language stands for, where that is certain.
pub(super) fn literal(word: &str) -> Option<&'static str> {
    match word {
        "true" | "True" | "TRUE" => Some("true"),
        "false" | "False" | "FALSE" => Some("false"),
        "null" | "None" | "Null" | "NULL" | "nil" => Some("null"),
        _ => None,
    }
}

fn bare_word(raw: &str, lexeme: &Lexeme) -> Finding {
    let shown = show(raw);
    let at = lexeme.range();
    if let Some(meant) = literal(raw) {
        let message = match raw {
            "True" | "False" | "None" => say!(
                ko: "{shown}: 파이썬의 표기이며, JSON에서는 `{meant}`로 씁니다",
                en: "{shown} is Python's; JSON writes `{meant}`"
            ),
            _ => say!(ko: "{shown}: JSON에서는 `{meant}`로 씁니다", en: "{shown} is written `{meant}` in JSON"),
        };
        let title = say!(ko: "`{meant}`로 쓰기", en: "write `{meant}`");
        return Finding::error(RULE, at.clone(), message).fix(Applicability::Safe, title, at, meant);
    }
    if matches!(raw.trim_start_matches(['-', '+']), "undefined" | "NaN" | "Infinity" | "Inf") {
        let message = say!(ko: "{shown}: JSON에는 이런 값이 없습니다", en: "JSON has no {shown}");
        let help = say!(
            ko: "값이 없다는 뜻이면 `null`을 쓰거나 이 항목을 빼십시오.",
            en: "Write `null` for no value, or leave the member out."
        );
        let title = say!(ko: "`null`로 쓰기", en: "write `null`");
        return Finding::error(RULE, at.clone(), message)
            .help(help)
            .fix(Applicability::Unsafe, title, at, "null");
    }
    if let Some(inside) = raw.strip_suffix('"') {
        let message = say!(ko: "{shown} 앞에 여는 따옴표가 없습니다", en: "{shown} has no opening quote");
        let start = at.start;
        return Finding::error(RULE, at, message)
            .help(say!(ko: "`\"{inside}\"`로 쓰십시오.", en: "Write `\"{inside}\"`."))
            .fix(
                Applicability::Unsafe,
                say!(ko: "`\"` 넣기", en: "insert `\"`"),
                start..start,
                "\"",
            );
    }
    let message = say!(ko: "{shown} 값에 따옴표가 없습니다", en: "{shown} is not in quotes");
    let quoted = format!("\"{}\"", raw.replace('\\', "\\\\"));
    Finding::error(RULE, at.clone(), message)
        .help(say!(
            ko: "문자열은 `\"`로 쌉니다. 따옴표 없이 쓰는 것은 수와 `true`, `false`, `null`뿐입니다.",
            en: "A string is put in `\"`. Only numbers, `true`, `false` and `null` go without."
        ))
        .fix(
            Applicability::Unsafe,
            say!(ko: "`\"`로 싸기", en: "put it in `\"`"),
            at,
            quoted,
        )
}
