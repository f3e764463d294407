//! Conditions: an operator, keys with their vendor, values.

use super::error;
use crate::diagnostic::{Applicability, Finding};
use crate::rules::Context;
use crate::say;
use crate::suggest::nearest;
use crate::syntax::json::{Member, NodeId, Value};

/// The operators, by the IAM user guide (2026-11); all but `Null` may end in `IfExists`.
const OPERATORS: [&str; 27] = [
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "Null",
];

/// What may stand before an operator, where a key has several values.
const SETS: [&str; 2] = ["ForAllValues:", "ForAnyValue:"];

/// Judges the value of `Condition`.
pub(super) fn check(context: &Context, condition: NodeId, found: &mut Vec<Finding>) {
    let members = match &context.tree[condition].value {
        Value::Object { members, .. } => members,
        Value::Unknown => return,
        _ => {
            found.push(
                error(
                    context.place(condition),
                    say!(ko: "`Condition`이 객체가 아닙니다", en: "`Condition` is no object"),
                )
                .help(say!(
                    ko: "`{{\"연산자\": {{\"조건 키\": \"값\"}}}}`의 형식입니다.",
                    en: "It has the form `{{\"operator\": {{\"condition key\": \"value\"}}}}`."
                )),
            );
            return;
        }
    };
    // CloudFormation computes some.
    if members.iter().any(|m| m.key.starts_with("Fn::") || m.key == "Ref") {
        return;
    }
    for member in members {
        operator(context, member, found);
        for key in context.tree.members(member.value) {
            vendor(context, key, found);
        }
    }
}

fn operator(context: &Context, member: &Member, found: &mut Vec<Finding>) {
    let written = member.key.as_str();
    let set = SETS.iter().find(|set| written.starts_with(**set));
    let name = set.map_or(written, |set| &written[set.len()..]);
    let bare = name.strip_suffix("IfExists").unwrap_or(name);
    let same = |known: &str| known.eq_ignore_ascii_case(bare);
    if context.is_filled_in(written) || OPERATORS.iter().any(|known| same(known)) {
        return;
    }
    let at = member.key_range.clone();
    let finding = error(
        at.clone(),
        say!(ko: "조건 연산자 `{written}`은(는) 없습니다", en: "there is no condition operator `{written}`"),
    );
    let looks_like_key = written.contains(':') && set.is_none();
    found.push(match nearest(bare, OPERATORS) {
        Some(near) => {
            let right = written.replacen(bare, near, 1);
            finding
                .help(say!(ko: "비슷한 연산자: `{near}`", en: "A similar operator: `{near}`"))
                .fix(
                    Applicability::Unsafe,
                    say!(ko: "`{right}`", en: "`{right}`"),
                    at,
                    format!("\"{right}\""),
                )
        }
        None if looks_like_key => finding.help(say!(
            ko: "조건 키는 연산자 안에 둡니다: `{{\"StringEquals\": {{\"{written}\": ...}}}}`",
            en: "A condition key stands inside an operator: `{{\"StringEquals\": {{\"{written}\": ...}}}}`."
        )),
        None => finding.help(say!(
            ko: "`StringEquals`, `StringLike`, `ArnLike`, `IpAddress`, `Bool`, `NumericLessThan` 등이며, 앞에 `ForAnyValue:`나 `ForAllValues:`를, 뒤에 `IfExists`를 붙일 수 있습니다.",
            en: "There are `StringEquals`, `StringLike`, `ArnLike`, `IpAddress`, `Bool`, `NumericLessThan` and others; `ForAnyValue:` or `ForAllValues:` may stand before, `IfExists` after."
        )),
    });
}

/// A condition key names its vendor: `aws:SourceIp`, `s3:prefix`.
fn vendor(context: &Context, member: &Member, found: &mut Vec<Finding>) {
    let key = member.key.as_str();
    if key.contains(':') || context.is_filled_in(key) {
        return;
    }
    found.push(
        error(
            member.key_range.clone(),
            say!(ko: "`{key}`은(는) 조건 키가 아닙니다", en: "`{key}` is no condition key"),
        )
        .help(say!(
            ko: "`aws:SourceIp`, `s3:prefix`처럼 서비스를 쌍점 앞에 적습니다.",
            en: "Its service stands before a colon, as in `aws:SourceIp` and `s3:prefix`."
        )),
    );
}
