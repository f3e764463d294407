//! Secrets by their form: keys of AWS, tokens of GitHub, GitLab, Slack, Stripe, npm and Docker, private keys.

use super::{is_word, made_up, name_before, next_run};
use crate::diagnostic::{Finding, Text};
use crate::say;
use std::ops::{Range, RangeInclusive};

/// The length of the shortest secret that is told by its form: an access key's.
const SHORTEST: usize = 20;

/// The parameters of a signed URL of AWS that name its key.
const SIGNED: [&str; 2] = ["X-Amz-Credential=", "AWSAccessKeyId="];

/// Judges a text.
pub(super) fn check(text: &str, found: &mut Vec<Finding>) {
    for word in words(text) {
        // A signed URL names the key that it was signed with, not the secret of it.
        let signed = || SIGNED.iter().any(|name| text[..word.start].ends_with(name));
        if let Some(what) = token(&text[word.clone()]).or_else(|| value(text, &word))
            && !signed()
        {
            found.push(finding(word, &what));
        }
    }
    private_keys(text, found);
}

fn finding(at: Range<usize>, what: &Text) -> Finding {
    let (ko, en) = (&what.ko, &what.en);
    Finding::error(
        "secret",
        at,
        say!(ko: "그대로 적힌 비밀 값입니다: {ko}", en: "this is {en}, in plain text"),
    )
    .help(say!(
        ko: "읽는 사람 누구나 쓸 수 있으니, 진짜라면 지금 폐기하십시오. 지워도 저장소의 기록에는 남습니다.",
        en: "Whoever reads it can use it. If it is a real one, revoke it now: the history of the repository keeps it even when it is taken out."
    ))
    .help(say!(
        ko: "예제에는 `AKIAIOSFODNN7EXAMPLE`처럼 `EXAMPLE`이 든 값이나 `<token>` 같은 자리표시자를 쓰십시오.",
        en: "In an example, use a value with `EXAMPLE` in it, such as `AKIAIOSFODNN7EXAMPLE`, or a placeholder such as `<token>`."
    ))
}

/// The runs of characters that tokens and keys are made of, those that are long enough.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let part = |b: u8| is_word(b) || matches!(b, b'-' | b'/' | b'+' | b'=');
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let run = next_run(bytes, at, SHORTEST, part)?;
        at = run.end;
        Some(run)
    })
    .flat_map(move |run| split(bytes, run))
    .filter(|word| word.len() >= SHORTEST)
}

/// Of `KEY=value` the value is a word of its own; the `=` that fills base64 up belongs to its end.
fn split(bytes: &[u8], run: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let ends = move |&at: &usize| {
        let next = (at + 1 < run.end).then(|| bytes[at + 1]);
        at >= run.end || bytes[at] == b'=' && next.is_some_and(|next| next != b'=')
    };
    let mut at = run.start;
    std::iter::from_fn(move || {
        at += bytes[at..run.end].iter().take_while(|&&byte| byte == b'=').count();
        let start = at;
        at = (start..=run.end).find(&ends)?;
        (start < at).then_some(start..at)
    })
}

/// A kind of token that is known by how it begins.
struct Kind {
    start: &'static str,
    /// How many letters, digits, `-` and `_` follow.
    rest: RangeInclusive<usize>,
    what: fn() -> Text,
}

const fn kind(start: &'static str, least: usize, most: usize, what: fn() -> Text) -> Kind {
    Kind {
        start,
        rest: least..=most,
        what,
    }
}

/// Tokens, by what those who give them out say of their form (2026-11).
const TOKENS: [Kind; 12] = [
    kind("ghp_", 36, 36, github),
    kind("gho_", 36, 36, github),
    kind("ghu_", 36, 36, github),
    kind("ghs_", 36, 36, github),
    kind("ghr_", 36, 76, github),
    kind("github_pat_", 82, 82, github),
    kind("glpat-", 20, 20, || say!(ko: "GitLab 토큰", en: "a token of GitLab")),
    kind("npm_", 36, 36, || say!(ko: "npm 토큰", en: "a token of npm")),
    kind(
        "dckr_pat_",
        27,
        27,
        || say!(ko: "Docker Hub 토큰", en: "a token of Docker Hub"),
    ),
    kind("sk_live_", 24, 99, stripe),
    kind("rk_live_", 24, 99, stripe),
    kind(
        "sk-ant-api03-",
        93,
        95,
        || say!(ko: "Anthropic API 키", en: "an API key of Anthropic"),
    ),
];

fn github() -> Text {
    say!(ko: "GitHub 토큰", en: "a token of GitHub")
}

fn stripe() -> Text {
    say!(ko: "Stripe 키", en: "a key of Stripe")
}

/// What a word is by its own form.
fn token(word: &str) -> Option<Text> {
    if is_access_key(word) {
        return Some(say!(ko: "AWS 액세스 키 ID", en: "an AWS access key id"));
    }
    if let Some(rest) = word.strip_prefix("xox") {
        return is_slack(rest).then(|| say!(ko: "Slack 토큰", en: "a token of Slack"));
    }
    TOKENS.iter().find_map(|kind| {
        let rest = word.strip_prefix(kind.start)?;
        let plain = rest.bytes().all(|b| is_word(b) || b == b'-');
        let real = plain && kind.rest.contains(&rest.len()) && !is_example(rest) && !made_up(rest, 10);
        real.then(kind.what)
    })
}

/// `AKIA` or `ASIA` and sixteen characters of base32. Digits that base32 lacks show that one was made up.
fn is_access_key(word: &str) -> bool {
    let rest = word.strip_prefix("AKIA").or_else(|| word.strip_prefix("ASIA"));
    rest.is_some_and(|rest| {
        let base32 = rest.bytes().all(|b| matches!(b, b'A'..=b'Z' | b'2'..=b'7'));
        rest.len() == 16 && base32 && !is_example(rest) && !made_up(rest, 7)
    })
}

/// `b-`, `p-` and others, two long numbers and a random part.
fn is_slack(rest: &str) -> bool {
    let parts: Vec<&str> = rest.split('-').collect();
    let [kind, numbers @ .., last] = parts.as_slice() else {
        return false;
    };
    let long = |part: &&str| part.len() >= 9 && part.bytes().all(|b| b.is_ascii_digit());
    matches!(*kind, "a" | "b" | "p" | "r" | "s")
        && (2..=3).contains(&numbers.len())
        && numbers.iter().all(long)
        && last.len() >= 20
        && last.bytes().all(|b| b.is_ascii_alphanumeric())
        && !is_example(last)
        && !made_up(last, 8)
}

/// What a word is by the name that it is given to.
fn value(text: &str, word: &Range<usize>) -> Option<Text> {
    let written = &text[word.clone()];
    // Most words are short; of the others few have such a name.
    if written.len() < 40 || is_example(written) || !is_mixed(written) {
        return None;
    }
    let name = name_before(&text[..word.start])?;
    if written.len() == 40 && name.ends_with("secretaccesskey") && !made_up(written, 16) {
        return Some(say!(ko: "AWS 시크릿 액세스 키", en: "an AWS secret access key"));
    }
    let session = written.len() >= 100 && (name.ends_with("sessiontoken") || name == "awssecuritytoken");
    (session && !made_up(written, 24)).then(|| say!(ko: "AWS 세션 토큰", en: "an AWS session token"))
}

/// Whether a value says itself that it is an example.
fn is_example(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    ["EXAMPLE", "YOUR", "SAMPLE", "DUMMY", "REDACTED", "FAKE"]
        .iter()
        .any(|mark| upper.contains(mark))
}

/// Whether a text has capitals, small letters and digits, as base64 of any length has.
fn is_mixed(text: &str) -> bool {
    let has = |kind: fn(&u8) -> bool| text.as_bytes().iter().any(kind);
    has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit)
}

/// The least body of a key: that of elliptic curves is the shortest, with 160 characters.
const KEY: usize = 120;

/// Blocks between `-----BEGIN ... PRIVATE KEY-----` and its end that hold a key.
fn private_keys(text: &str, found: &mut Vec<Finding>) {
    const END: &str = "-----END";
    let mut from = 0;
    while let Some(start) = text[from..].find("-----BEGIN ").map(|at| from + at) {
        from = start + END.len();
        let Some(label_end) = text[from..].find("-----").map(|at| from + at) else {
            return;
        };
        let label = &text[start..label_end];
        if label.len() > 60 || !label.ends_with("PRIVATE KEY") {
            continue;
        }
        let body_start = label_end + "-----".len();
        let body_end = text[body_start..].find(END).map_or(text.len(), |at| body_start + at);
        from = body_end;
        if is_key(&text[body_start..body_end]) {
            let what = say!(ko: "비공개 키", en: "a private key");
            found.push(finding(start..body_start, &what));
        }
    }
}

/// Whether the lines between the marks are a key, and not a hint at one. In a string of JSON they end in `\n`.
fn is_key(body: &str) -> bool {
    let lines = body.split(['\n', '\r']).flat_map(|line| line.split("\\n"));
    let base64 = |line: &&str| {
        line.bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
    };
    let lines = lines.map(|line| line.trim_matches([' ', '\t', '"', '\'', ',', '|', '>', '+']));
    let key: String = lines.filter(base64).collect();
    let hint = body.contains("...") || body.contains('…') || body.contains('<') || is_example(body);
    key.len() >= KEY && !hint && is_mixed(&key) && !made_up(&key[..KEY], 24)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        let mut found = Vec::new();
        check(text, &mut found);
        found.len()
    }

    #[test]
    fn secrets_are_told_from_examples() {
        let body = "MHcCAQEEIBnD8qXk2vT7uLw0fRzQpYc5sJh3gVaE9mKt6rNo1oAoGCCqGSM49\nAwEHoUQDQgAEz4Wq0bS8yXcU5fKjR2hLmPvT7eNdG1aIo3uYkV6sZtQwC9rB";
        let key = |body: &str| format!("-----BEGIN EC PRIVATE KEY-----\n{body}\n-----END EC PRIVATE KEY-----");
        for (text, expected) in [
            ("AKIAQ3EGRXYVM5TD2JWK", 1),
            ("export AWS_ACCESS_KEY_ID=ASIAQ3EGRXYVM5TD2JWK", 1),
            ("https://x/?X-Amz-Credential=AKIAQ3EGRXYVM5TD2JWK%2F20261123", 0),
            ("AKIAIOSFODNN7EXAMPLE", 0),
            ("AKIAYYYYYYYYYYYYYYYY", 0),
            ("AKIA1234567890ABCDEF", 0),
            ("AKIAABCDEFGHIJKLMNOP", 0),
            ("xAKIAQ3EGRXYVM5TD2JWK", 0),
            ("aws_secret_access_key = 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", 1),
            ("\"SecretAccessKey\": \"q7Rk/2vXbN9sTzL4wYcGm8PdJhF3aUeQo6iK1ZxB\"", 1),
            ("AWS_SECRET_ACCESS_KEY=q7Rk/2vXbN9sTzL4wYcGm8PdJhF3aUeQo6iK1ZxB", 1),
            ("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", 0),
            ("digest: q7Rk/2vXbN9sTzL4wYcGm8PdJhF3aUeQo6iK1ZxB", 0),
            ("ghp_q7Rk2vXbN9sTzL4wYcGm8PdJhF3aUeQo6iK1", 1),
            ("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 0),
            ("ghp_q7Rk2vXbN9sT", 0),
            ("xoxb-204817365920-7391846205713-q7Rk2vXbN9sTzL4wYcGm8PdJ", 1),
            ("xoxb-your-token", 0),
            (&key(body), 1),
            (&key(body).replace('\n', "\\n"), 1),
            (&key("..."), 0),
            (&key("MIIEpAIBAAKCAQEA..."), 0),
        ] {
            assert_eq!(count(text), expected, "{text}");
        }
    }
}
