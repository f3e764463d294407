//! What a reader is meant to fill in. A placeholder silences only what depends on its value.

use std::ops::Range;

/// Whether the whole text stands for a value that the reader fills in:
/// `<cluster>`, `${VAR}`, `$VAR`, `{{ name }}`, `...`, `YOUR_BUCKET`, `ECR_URI`.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    match Marks::of(text) {
        Marks::None => false,
        Marks::Words => is_shouted(text.as_bytes()),
        Marks::Any => stands_for_all(text),
    }
}

fn stands_for_all(text: &str) -> bool {
    enclosed(text, "<", ">")
        || enclosed(text, "${", "}")
        || enclosed(text, "{{", "}}")
        || is_bracketed_name(text)
        || text.strip_prefix('$').is_some_and(is_name)
        || enclosed(text, "%", "%")
        || is_elision(text)
        || is_shouted(text.as_bytes())
}

/// Whether a part of the text stands for something that the reader fills in.
pub(crate) fn has_placeholder(text: &str) -> bool {
    let shouted = || text.as_bytes().split(|&byte| !is_word(byte)).any(is_shouted);
    match Marks::of(text) {
        Marks::None => return false,
        Marks::Words => return shouted(),
        Marks::Any => {}
    }
    let between = |open: &str, close: &str| text.split_once(open).is_some_and(|(_, rest)| rest.contains(close));
    stands_for_all(text.trim())
        || between("<", ">")
        || between("${", "}")
        || between("{{", "}}")
        || text.contains("...")
        || text.contains('…')
        || shouted()
}

/// Like [`has_placeholder`], where words in capitals are ordinary values: only what is marked counts.
pub(crate) fn has_marked_placeholder(text: &str) -> bool {
    let marks = Marks::of(text);
    let word = |word: &str| word.starts_with("YOUR") || word.starts_with("REPLACE");
    (marks == Marks::Any && has_placeholder(&text.to_ascii_lowercase()))
        || marks != Marks::None && text.split(|c: char| !c.is_ascii_alphanumeric()).any(word)
}

/// Where a text is marked as to be filled in, however much stands around it: `<cluster>`, `YOUR_BUCKET`. What depends on
/// a shell, such as `${VAR}`, may have its value already.
pub fn blanks(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // `<b>...</b>` is HTML.
    let html = text.contains("</");
    for (start, _) in text.match_indices('<').filter(|_| !html) {
        let length = text[start..].find('>').map_or(0, |end| end + 1);
        let whole = &text[start..start + length];
        let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
        let named = enclosed(whole, "<", ">") && whole[1..length - 1].chars().all(plain);
        if named && whole[1..].starts_with(char::is_alphabetic) {
            found.push(start..start + length);
        }
    }
    let mut start = 0;
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')) {
        let own = word.starts_with("YOUR") || word.starts_with("REPLACE");
        let range = start..start + word.len();
        let within = found
            .iter()
            .any(|other| other.start < range.end && range.start < other.end);
        if own && is_shouted(word.as_bytes()) && !within {
            found.push(range);
        }
        start += word.len() + text[start + word.len()..].chars().next().map_or(0, char::len_utf8);
    }
    found.sort_by_key(|range| range.start);
    found
}

/// What a look at its bytes tells of a text. Nearly all texts are told apart by it, and each is asked for by many rules.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    /// No byte is in it that every placeholder has one of.
    None,
    /// Only a word in capitals can be one: `YOUR`, `REPLACE` or a `_` is in it.
    Words,
    /// There may be a placeholder of any kind.
    Any,
}

const MARK: u8 = 1;
const WORD: u8 = 2;
const DOT: u8 = 4;

/// What each byte may be a part of.
const SAYS: [u8; 256] = {
    let mut says = [0; 256];
    let mut at = 0;
    // `…` begins with 0xE2.
    let kinds: [(&[u8], u8); 3] = [(b"<${[%\xe2", MARK), (b"_YR", WORD), (b".", DOT)];
    while at < kinds.len() {
        let mut byte = 0;
        while byte < kinds[at].0.len() {
            says[kinds[at].0[byte] as usize] = kinds[at].1;
            byte += 1;
        }
        at += 1;
    }
    says
};

impl Marks {
    fn of(text: &str) -> Self {
        let seen = text.bytes().fold(0, |seen, byte| seen | SAYS[usize::from(byte)]);
        if seen & MARK != 0 || (seen & DOT != 0 && text.contains("...")) {
            Self::Any
        } else if seen & WORD != 0 {
            Self::Words
        } else {
            Self::None
        }
    }
}

/// Dots that say that something is left out.
pub(crate) fn is_elision(text: &str) -> bool {
    text == "…" || (text.len() >= 3 && text.bytes().all(|b| b == b'.'))
}

fn enclosed(text: &str, open: &str, close: &str) -> bool {
    let inside = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    inside.is_some_and(|inside| !inside.is_empty() && !inside.contains(['\n', '<', '>', '{', '}', '"']))
}

/// `[cluster-name]`, `[내 클러스터]`: anything else in brackets is likelier a list.
fn is_bracketed_name(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    enclosed(text, "[", "]") && text[1..text.len() - 1].chars().all(plain)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_word)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Capitals joined by `_`, or led by `YOUR`: what nobody writes for a value of their own.
fn is_shouted(text: &[u8]) -> bool {
    let capital = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_';
    let capitals = text.len() >= 4 && text.iter().all(capital);
    capitals && (text.starts_with(b"YOUR") || text.starts_with(b"REPLACE") || text.contains(&b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_found() {
        for (text, expected) in [
            (
                "postgres://x:<DB_PASSWORD>@<호스트 이름>/y",
                &["<DB_PASSWORD>", "<호스트 이름>"][..],
            ),
            ("s3://YOUR_BUCKET/한글/REPLACE_ME", &["YOUR_BUCKET", "REPLACE_ME"]),
            ("<YOUR_NAME>", &["<YOUR_NAME>"]),
            ("a < b && c > d, <1>, <>, <b>x</b>, ${VAR}, <", &[]),
            ("x <a> y < z", &["<a>"]),
        ] {
            let found: Vec<&str> = blanks(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn placeholders() {
        for text in [
            "<cluster>",
            "<내 클러스터>",
            "${VAR}",
            "$VAR",
            "{{ x }}",
            "...",
            "…",
            "YOUR_BUCKET",
            "ECR_URI",
            "%NAME%",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["", "cluster", "FARGATE", "X86_64x", "<", "a<b", "$", "..", "1024"] {
            assert!(!is_placeholder(text), "{text}");
        }
        for text in [
            "arn:aws:ecs:...",
            "<id>.dkr.ecr.<region>.amazonaws.com/x",
            "s3://${B}/x",
            "ECR_URI:latest",
        ] {
            assert!(has_placeholder(text), "{text}");
        }
        for text in ["medusa-server:latest", "a > b", "NODE"] {
            assert!(!has_placeholder(text), "{text}");
        }
    }
}
