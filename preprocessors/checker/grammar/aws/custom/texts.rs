//! Texts that have a form of their own.

use super::Conditions;
use crate::diagnostic::Text;
use crate::grammar::aws::argparse::Given;
use crate::grammar::aws::python;
use crate::say;

/// Judges the texts of a command: some by the class of the argument, some by the command.
pub(super) fn check(path: &str, conditions: &mut Conditions) {
    let line = conditions.line;
    for given in &line.given {
        for (i, text) in conditions.texts(given) {
            if let Some(why) = refused(path, given, &text) {
                conditions.refuse(given, Some(i), why);
            }
        }
    }
}

/// Why a word is refused.
fn refused(path: &str, given: &Given, text: &str) -> Option<Text> {
    let name = given.arg.name();
    let good = match (given.arg.special(), path, name) {
        (Some("ec2-count"), ..) => count(text),
        (Some("ec2-protocol"), ..) => protocol(text),
        (Some("ec2-port"), ..) => port(text),
        (Some("zip-file"), ..) | (_, "lambda update-function-code", "zip-file") => false,
        (Some("putmetric"), ..) => metric(name, text),
        (Some("datapipeline-values"), ..) => text.contains('='),
        (_, "logs tail", "since") => since(text),
        (_, "cloudformation deploy", "parameter-overrides" | "tags") => {
            text.contains('=') || text.trim_start().starts_with(['[', '{'])
        }
        (_, "deploy push", "s3-location") => {
            let rest = text.strip_prefix("s3://").and_then(|rest| rest.split_once('/'));
            rest.is_some_and(|(bucket, key)| !bucket.is_empty() && !key.is_empty())
        }
        _ => true,
    };
    if good {
        return None;
    }
    let form = match (given.arg.special(), name) {
        (Some("ec2-count"), _) => "1, 1:10",
        (Some("ec2-protocol"), _) => "tcp, udp, icmp, all, 0-255",
        (Some("ec2-port"), _) => "22, 22-25, all",
        (_, "zip-file") => "fileb://function.zip",
        (Some("putmetric"), "dimensions" | "statistic-values") => "Name=value,Name=value",
        (_, "since") => "10m, 1h, 2d, 2026-11-23T09:00:00",
        (_, "s3-location") => "s3://bucket/key",
        (_, "parameter-overrides" | "tags" | "parameter-values") => "Name=value",
        _ => "1",
    };
    Some(say!(
        ko: "`--{name}`: `{text}` 값의 꼴이 맞지 않습니다. 쓸 수 있는 꼴: {form}",
        en: "`--{name}`: `{text}` does not have the form of such a value: {form}"
    ))
}

fn count(text: &str) -> bool {
    let mut parts = text.split(':');
    let whole = |part: Option<&str>| part.is_some_and(|part| python::int(part).is_some());
    let first = whole(parts.next());
    first && parts.next().is_none_or(|second| python::int(second).is_some()) && parts.next().is_none()
}

fn protocol(text: &str) -> bool {
    let number = python::int(text).is_some_and(|number| (-1.0..=255.0).contains(&number));
    number || matches!(text, "tcp" | "udp" | "icmp" | "all")
}

fn port(text: &str) -> bool {
    if matches!(text, "-1" | "all" | "") {
        return true;
    }
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    python::int(from).is_some() && python::int(to).is_some()
}

fn metric(name: &str, text: &str) -> bool {
    let pairs = || text.split(',').map(|pair| pair.split('=').collect::<Vec<_>>());
    match name {
        "value" => python::float(text).is_some(),
        "storage-resolution" => python::int(text).is_some(),
        // Quotes may hold commas.
        "dimensions" | "statistic-values" if text.contains(['"', '\'', '\\']) => true,
        "dimensions" => pairs().all(|pair| pair.len() == 2),
        "statistic-values" => pairs().all(|pair| pair.len() == 2 && python::float(pair[1]).is_some()),
        _ => true,
    }
}

/// How long ago, or since when.
fn since(text: &str) -> bool {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = &text[digits.len()..];
    let ago =
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && matches!(unit, "s" | "m" | "h" | "d" | "w");
    ago || !python::is_no_time(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(judge: fn(&str) -> bool, good: &[&str], bad: &[&str]) {
        good.iter().for_each(|text| assert!(judge(text), "{text}"));
        bad.iter().for_each(|text| assert!(!judge(text), "{text}"));
    }

    #[test]
    fn forms() {
        check(count, &["1", "1:10"], &["", "one", "1:2:3", "1:"]);
        check(protocol, &["tcp", "6", "-1", "all"], &["https", "256", ""]);
        check(port, &["22", "22-25", "all", "-1"], &["ssh", "22-", "22:25"]);
        check(
            since,
            &["10m", "1h", "2d", "2026-11-23", "1529280000"],
            &["yesterday", "1 hour ago", "h"],
        );
        check(|text| metric("dimensions", text), &["A=b", "A=b,C=d"], &["A", "A=b=c"]);
    }
}
