//! What a reader is meant to fill in. A placeholder silences only what depends on its value.

/// Whether the whole text stands for a value that the reader fills in:
/// `<cluster>`, `${VAR}`, `$VAR`, `{{ name }}`, `...`, `YOUR_BUCKET`, `ECR_URI`.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    enclosed(text, "<", ">")
        || enclosed(text, "${", "}")
        || enclosed(text, "{{", "}}")
        || is_bracketed_name(text)
        || text.strip_prefix('$').is_some_and(is_name)
        || enclosed(text, "%", "%")
        || is_elision(text)
        || is_shouted(text)
}

/// Whether a part of the text stands for something that the reader fills in.
pub(crate) fn has_placeholder(text: &str) -> bool {
    let between = |open: &str, close: &str| text.split_once(open).is_some_and(|(_, rest)| rest.contains(close));
    is_placeholder(text)
        || between("<", ">")
        || between("${", "}")
        || between("{{", "}}")
        || text.contains("...")
        || text.contains('…')
        || text
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .any(is_shouted)
}

/// Like [`has_placeholder`], where words in capitals are ordinary values: only what is marked counts.
pub(crate) fn has_marked_placeholder(text: &str) -> bool {
    let word = |word: &str| word.starts_with("YOUR") || word.starts_with("REPLACE");
    has_placeholder(&text.to_ascii_lowercase()) || text.split(|c: char| !c.is_ascii_alphanumeric()).any(word)
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
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Capitals joined by `_`, or led by `YOUR`: what nobody writes for a value of their own.
fn is_shouted(text: &str) -> bool {
    let capitals = text.len() >= 4
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    capitals && (text.starts_with("YOUR") || text.starts_with("REPLACE") || text.contains('_'))
}

#[cfg(test)]
mod tests {
    use super::*;

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
