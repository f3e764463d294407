//! Actions held against those that IAM knows.
//!
//! IAM refuses no action for its name: one that there is not just allows nothing. A name that is nearly that of an action,
//! or that of an operation which IAM calls otherwise, is a mistake; one unlike any may be newer than what is known here.

use super::RULE;
use crate::diagnostic::{Applicability, Finding, Severity, did_you_mean};
use crate::rules::Context;
use crate::say;
use crate::suggest::{one_slip, slip};
use crate::syntax::json::NodeId;

/// What services are called elsewhere, by the AWS CLI above all, and what IAM calls them.
const SERVICES: [(&str, &str); 10] = [
    ("cloudwatchlogs", "logs"),
    ("cognito", "cognito-idp"),
    ("ecs-tasks", "ecs"),
    ("efs", "elasticfilesystem"),
    ("elb", "elasticloadbalancing"),
    ("elbv2", "elasticloadbalancing"),
    ("emr", "elasticmapreduce"),
    ("log", "logs"),
    ("stepfunctions", "states"),
    ("eventbridge", "events"),
];

/// Operations that are no actions, and the action that IAM asks for instead. From the pages of the Amazon S3 user guide
/// and of the Service Authorization Reference that list what each operation needs, as of 2026-11-29.
const OPERATIONS: [(&str, &str, &str); 14] = [
    ("s3", "ListObjects", "ListBucket"),
    ("s3", "ListObjectsV2", "ListBucket"),
    ("s3", "HeadBucket", "ListBucket"),
    ("s3", "HeadObject", "GetObject"),
    ("s3", "ListBuckets", "ListAllMyBuckets"),
    ("s3", "DeleteObjects", "DeleteObject"),
    ("s3", "CopyObject", "PutObject"),
    ("s3", "CreateMultipartUpload", "PutObject"),
    ("s3", "UploadPart", "PutObject"),
    ("s3", "CompleteMultipartUpload", "PutObject"),
    ("s3", "ListMultipartUploads", "ListBucketMultipartUploads"),
    ("s3", "ListParts", "ListMultipartUploadParts"),
    ("s3", "ListObjectVersions", "ListBucketVersions"),
    ("lambda", "Invoke", "InvokeFunction"),
];

/// Judges `service:operation`, which stands at `node`; the operation may have `*` and `?` in it.
pub(super) fn check(context: &Context, node: NodeId, service: &str, operation: &str) -> Option<Finding> {
    let actions = (context.facts.actions)()?;
    let prefix = service.to_ascii_lowercase();
    let at = context.place(node);
    let replaced = |finding: Finding, meant: &str| {
        let (title, text) = (format!("`{meant}`"), format!("\"{meant}\""));
        finding.fix(
            Applicability::Unsafe,
            say!(ko: "{title}", en: "{title}"),
            at.clone(),
            text,
        )
    };
    let Some(names) = actions.get(prefix.as_str()) else {
        let other = SERVICES.iter().find(|(name, _)| *name == prefix).map(|(_, iam)| *iam);
        let meant = other.or_else(|| one_slip(&prefix, actions.keys().copied()))?;
        let message = say!(ko: "IAM에는 `{service}`(이)라는 서비스가 없습니다", en: "IAM knows no service `{service}`");
        let finding = Finding::warning(RULE, at.clone(), message).help(did_you_mean(meant));
        return Some(replaced(finding, &format!("{meant}:{operation}")));
    };
    if operation.contains(['*', '?']) {
        return unmatched(context, node, service, operation, names);
    }
    if names.iter().any(|name| name.eq_ignore_ascii_case(operation)) {
        return None;
    }
    let called = |row: &&(&str, &str, &str)| row.0 == prefix && row.1.eq_ignore_ascii_case(operation);
    if let Some((_, _, meant)) = OPERATIONS.iter().find(called) {
        let message = say!(
            ko: "`{operation}`은(는) API의 작업이지만 IAM의 작업(action)은 아닙니다",
            en: "`{operation}` is an operation, but no action of IAM"
        );
        let finding = Finding::warning(RULE, at.clone(), message).help(say!(
            ko: "IAM은 `{service}:{meant}`을(를) 확인합니다.",
            en: "IAM asks for `{service}:{meant}`."
        ));
        return Some(replaced(finding, &format!("{service}:{meant}")));
    }
    // `PutItem` is no slip for `GetItem`: a verb that the service has was meant.
    let meant_verb = names.iter().any(|name| verb(name) == verb(operation));
    let akin = names
        .iter()
        .copied()
        .filter(|name| !meant_verb || verb(name) == verb(operation));
    let message = say!(
        ko: "`{service}`에 `{operation}` 작업이 없습니다",
        en: "there is no action `{operation}` of `{service}`"
    );
    // Versions are counted up: `V3` is no slip for `V2`.
    let counted = operation.ends_with(|c: char| c.is_ascii_digit());
    Some(match one_slip(operation, akin.clone()).filter(|_| !counted) {
        Some(meant) => {
            let finding = Finding::warning(RULE, at.clone(), message).help(did_you_mean(meant));
            replaced(finding, &format!("{service}:{meant}"))
        }
        None => {
            let finding = Finding::new(Severity::Info, RULE, at.clone(), message);
            let finding = match slip(operation, akin) {
                Some(meant) => finding.help(did_you_mean(meant)),
                None => finding,
            };
            finding.help(say!(
                ko: "IAM은 없는 작업도 받아들이지만 그 작업은 아무것도 허용하지 않습니다. 2026년 10월 뒤에 생긴 작업일 수도 있습니다.",
                en: "IAM accepts an action that there is not, and it allows nothing. It may be newer than October 2026."
            ))
        }
    })
}

/// What a pattern is told that no action of the service matches.
fn unmatched(context: &Context, node: NodeId, service: &str, pattern: &str, names: &[&str]) -> Option<Finding> {
    let lower = pattern.to_ascii_lowercase();
    if names.iter().any(|name| matches(&lower, &name.to_ascii_lowercase())) {
        return None;
    }
    let message = say!(
        ko: "`{pattern}`에 맞는 `{service}` 작업이 없습니다",
        en: "no action of `{service}` matches `{pattern}`"
    );
    let finding = Finding::warning(RULE, context.place(node), message);
    let stem = pattern.strip_suffix('*').filter(|stem| !stem.contains(['*', '?']));
    let meant = stem.and_then(|stem| {
        let lengths = [stem.len(), stem.len() + 1, stem.len().saturating_sub(1)];
        let stems = lengths
            .into_iter()
            .flat_map(|length| names.iter().filter_map(move |name| name.get(..length)));
        one_slip(stem, stems)
    });
    Some(match meant {
        Some(meant) => finding.help(did_you_mean(&format!("{meant}*"))),
        None => finding,
    })
}

/// The verb that the name of an action begins with: `Describe`.
fn verb(name: &str) -> &str {
    let end = name.char_indices().skip(1).find(|(_, c)| c.is_ascii_uppercase());
    end.map_or(name, |(end, _)| &name[..end])
}

/// Whether `*` (anything) and `?` (any one character) in a pattern can stand for what else is in the name.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut p, mut n) = (0, 0);
    // Where the last `*` stands, and how far it reaches by now.
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(&byte) if byte == b'?' || byte == name[n] => {
                p += 1;
                n += 1;
            }
            _ => {
                let Some((at, reach)) = star else { return false };
                star = Some((at, reach + 1));
                p = at + 1;
                n = reach + 1;
            }
        }
    }
    pattern[p..].iter().all(|&byte| byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match() {
        for (pattern, name, expected) in [
            ("*", "runtask", true),
            ("run*", "runtask", true),
            ("*task", "runtask", true),
            ("*task*", "runtasks", true),
            ("r?ntask", "runtask", true),
            ("*a*k", "stopabackpack", true),
            ("*a*x", "stopabackpack", false),
            ("?", "", false),
            ("run", "runtask", false),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }
}
