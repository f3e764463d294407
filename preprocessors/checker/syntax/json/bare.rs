//! Numbers, literals and words without quotes: what they mean, and what is wrong with how they are written.

use super::lexer::Lexeme;
use super::words::show;
use super::{Options, Value};
use crate::diagnostic::{Applicability, Finding, Text};
use crate::say;

const RULE: &str = "json-syntax";

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
            if octal {
                Applicability::Unsafe
            } else {
                Applicability::Safe
            },
            say!(ko: "`{meant}` 표기로 바꾸기", en: "write `{meant}`"),
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
        let message =
            say!(ko: "{shown}: JSON에는 16진수가 없습니다", en: "{shown} is hexadecimal, which JSON does not have");
        return (Some(message), Some(format!("{minus}{value}")));
    }
    if digits.contains('_')
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b"_.".contains(&byte))
    {
        let message = say!(
            ko: "{shown}: JSON의 수에는 `_`를 넣을 수 없습니다",
            en: "{shown} has `_` in it, which JSON does not allow in numbers"
        );
        return (Some(message), Some(raw.replace('_', "")));
    }
    if !digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte))
        || digits.matches('.').count() > 1
    {
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
        let message =
            say!(ko: "{shown}: 소수점 앞에 숫자가 없습니다", en: "{shown} has no digit before its decimal point");
        return (Some(message), Some(format!("{minus}0{digits}")));
    }
    if let Some(whole) = digits.strip_suffix('.').filter(|whole| is_number(whole)) {
        let message =
            say!(ko: "{shown}: 소수점 뒤에 숫자가 없습니다", en: "{shown} has no digit after its decimal point");
        return (Some(message), Some(format!("{minus}{whole}")));
    }
    let whole = digits.trim_start_matches('0');
    let whole = if whole.starts_with(|c: char| c.is_ascii_digit()) {
        whole.to_owned()
    } else {
        format!("0{whole}")
    };
    if digits.starts_with('0') && is_number(&whole) {
        let message =
            say!(ko: "{shown}: 수가 `0`으로 시작합니다", en: "{shown} begins with a zero that JSON does not allow");
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
    if matches!(
        raw.trim_start_matches(['-', '+']),
        "undefined" | "NaN" | "Infinity" | "Inf"
    ) {
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
