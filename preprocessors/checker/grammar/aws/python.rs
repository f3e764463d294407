//! What Python makes of a text: numbers, base64, points in time.

/// What `int()` reads, rounded to a float.
pub(super) fn int(text: &str) -> Option<f64> {
    let digits = text.trim();
    let digits = digits.strip_prefix(['+', '-']).unwrap_or(digits);
    let grouped = digits
        .split('_')
        .all(|group| !group.is_empty() && group.chars().all(|c| c.is_ascii_digit()));
    if !grouped {
        // Python reads the digits of every script.
        let foreign = !digits.is_ascii() && digits.chars().all(|c| c.is_numeric() || c == '_');
        return foreign.then_some(0.0);
    }
    text.trim().replace('_', "").parse().ok()
}

/// What `float()` reads.
pub(super) fn float(text: &str) -> Option<f64> {
    let trimmed = text.trim();
    let lower = trimmed.to_ascii_lowercase();
    if matches!(lower.trim_start_matches(['+', '-']), "nan" | "inf" | "infinity") {
        return Some(0.0);
    }
    let between_digits = |at: usize| {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        digit(lower[..at].chars().next_back()) && digit(lower[at + 1..].chars().next())
    };
    if !lower.match_indices('_').all(|(at, _)| between_digits(at)) {
        return None;
    }
    let plain = lower.replace('_', "");
    let numeric = plain.bytes().all(|b| b.is_ascii_digit() || b"+-.e".contains(&b));
    if numeric { plain.parse().ok() } else { None }
}

/// Whether `base64.b64decode()` takes a text: what is no base64 is skipped, the rest has to come out even.
pub(super) fn is_base64(text: &str) -> bool {
    if !text.is_ascii() {
        return false;
    }
    let (mut quad, mut pads) = (0, 0);
    for byte in text.bytes() {
        if byte == b'=' {
            pads += 1;
            if quad >= 2 && quad + pads >= 4 {
                return true;
            }
        } else if byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/' {
            quad = (quad + 1) % 4;
            pads = 0;
        }
    }
    quad == 0
}

/// Words that `dateutil` knows, besides names of months and days.
const TIME_WORDS: [&str; 26] = [
    "am", "pm", "a", "p", "h", "hour", "hours", "m", "minute", "minutes", "s", "second", "seconds", "at", "on", "and",
    "ad", "t", "of", "st", "nd", "rd", "th", "utc", "gmt", "z",
];

const NAMES: [&str; 19] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mon", "tue", "wed", "thu",
    "fri", "sat", "sun",
];

/// Whether a text is certain to be no point in time for `dateutil`, which is most forgiving.
pub(super) fn is_no_time(text: &str) -> bool {
    if float(text).is_some() {
        return false;
    }
    let named = |word: &str| {
        let lower = word.to_lowercase();
        NAMES.iter().any(|name| lower.starts_with(name))
    };
    let letters = |c: char| !c.is_alphabetic();
    let known = |word: &str| {
        let zone = word.len() <= 5 && word.chars().all(|c| c.is_ascii_uppercase());
        zone || named(word) || TIME_WORDS.contains(&word.to_lowercase().as_str())
    };
    let mut words = text.split(letters).filter(|word| !word.is_empty());
    let dated = text.contains(|c: char| c.is_ascii_digit()) || words.clone().any(named);
    let odd = text.contains(|c: char| !c.is_alphanumeric() && !c.is_whitespace() && !" .,;-/':+()".contains(c));
    !dated || odd || !words.all(known) || impossible(text)
}

/// Whether a date in ISO form cannot be.
fn impossible(text: &str) -> bool {
    let date: Vec<&str> = text.split(['T', ' ']).next().unwrap_or_default().split('-').collect();
    let [year, month, day] = date[..] else { return false };
    let plain = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    if !plain(year, 4) || !plain(month, 2) || !plain(day, 2) {
        return false;
    }
    let number = |part: &str| part.parse::<u8>().unwrap_or_default();
    // Month and day may be swapped where only that makes sense of them.
    number(month) == 0
        || number(day) == 0
        || number(month) > 31
        || number(day) > 31
        || number(month).min(number(day)) > 12
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (text, expected) in [
            ("7", Some(7.0)),
            (" -7 ", Some(-7.0)),
            ("1_000", Some(1000.0)),
            ("0x10", None),
            ("1__0", None),
            ("", None),
            ("1.0", None),
        ] {
            assert_eq!(int(text), expected, "{text}");
        }
        for (text, read) in [
            ("1.5", true),
            (".5", true),
            ("1e3", true),
            ("inf", true),
            ("1_0.5", true),
            ("_1", false),
            ("x", false),
            ("", false),
        ] {
            assert_eq!(float(text).is_some(), read, "{text}");
        }
    }

    #[test]
    fn base64() {
        for (text, read) in [
            ("aGVsbG8=", true),
            ("aGVsbG8", false),
            ("", true),
            ("{\"a\":1}", false),
            ("abcd", true),
            ("한", false),
        ] {
            assert_eq!(is_base64(text), read, "{text}");
        }
    }

    #[test]
    fn times() {
        for text in [
            "2026-11-23",
            "2026-11-23T00:00:00Z",
            "1529280000",
            "Mon, 23 Nov 2026 10:00:00 +0900",
            "20261123",
            "2013-01-01T00:00:00.000-08:00",
            "2026/11/23 10:00 PST",
        ] {
            assert!(!is_no_time(text), "{text}");
        }
        for text in [
            "",
            "now",
            "yesterday",
            "FromInclusive=1529280000",
            "2026-13-45",
            "1d",
            "$(date)",
        ] {
            assert!(is_no_time(text), "{text}");
        }
    }
}
