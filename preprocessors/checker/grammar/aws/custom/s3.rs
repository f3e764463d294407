//! The high-level commands of `aws s3`: what their paths may be.

use super::Conditions;
use crate::say;

/// Whether a path is in a bucket; `None` where that cannot be seen.
type InBucket = Option<bool>;

pub(super) fn check(command: &str, conditions: &mut Conditions) {
    let name = match command {
        "cp" | "mv" | "sync" | "rm" => "paths",
        "mb" | "rb" => "path",
        _ => return,
    };
    let Some(given) = conditions.given(name).cloned() else {
        return;
    };
    let heads: Vec<(InBucket, String)> = given
        .values
        .iter()
        .map(|value| {
            let word = &conditions.values.words[value.word];
            let text = word.head().into_owned();
            let open =
                word.text.is_none() || conditions.values.placeholders && crate::placeholder::is_placeholder(&text);
            let bucket = text.starts_with("s3://");
            ((bucket || !open).then_some(bucket), text)
        })
        .collect();
    match (command, &heads[..]) {
        ("cp" | "mv" | "sync", [(Some(false), _), (Some(false), _)]) => {
            let why = say!(
                ko: "두 경로가 모두 로컬입니다. 적어도 하나는 `s3://`로 시작해야 합니다",
                en: "both paths are local; at least one has to begin with `s3://`"
            );
            conditions.refuse(&given, Some(0), why);
        }
        ("mv", [(Some(true), one), (Some(true), other)]) if one == other => {
            let why = say!(ko: "옮길 곳이 원래 자리와 같습니다", en: "a file cannot be moved onto itself");
            conditions.refuse(&given, Some(1), why);
        }
        ("rm" | "mb" | "rb", [(Some(false), _)]) => {
            let why = say!(ko: "경로는 `s3://`로 시작해야 합니다", en: "the path has to begin with `s3://`");
            conditions.refuse(&given, Some(0), why);
        }
        ("rb", [(Some(true), text)]) => {
            let key = text.trim_start_matches("s3://").split_once('/').map(|(_, key)| key);
            if key.is_some_and(|key| !key.is_empty()) {
                let why = say!(
                    ko: "버킷 이름만 있어야 합니다",
                    en: "only the name of a bucket may stand here"
                );
                conditions.refuse(&given, Some(0), why);
            }
        }
        _ => {}
    }
    customer_keys(conditions);
}

/// A cipher of one's own needs its key, and the key its cipher.
fn customer_keys(conditions: &mut Conditions) {
    for (one, other) in [("sse-c", "sse-c-key"), ("sse-c-copy-source", "sse-c-copy-source-key")] {
        for (one, other) in [(one, other), (other, one)] {
            let Some(given) = conditions.given(one).cloned() else {
                continue;
            };
            if !conditions.has(other) && !conditions.line.doubtful {
                let why = say!(
                    ko: "`--{one}` 옵션에는 `--{other}` 옵션이 함께 있어야 합니다",
                    en: "`--{one}` needs `--{other}` beside it"
                );
                conditions.refuse(&given, None, why);
            }
        }
    }
}
