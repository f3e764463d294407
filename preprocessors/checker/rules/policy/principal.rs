//! Principals: whom a policy of a resource, or of a role's trust, is about.

use super::{error, known, strings};
use crate::diagnostic::Finding;
use crate::rules::Context;
use crate::say;
use crate::syntax::json::{Member, NodeId, Value};

/// The kinds of principals.
const KINDS: [&str; 4] = ["AWS", "Service", "Federated", "CanonicalUser"];

/// Judges `Principal` or `NotPrincipal`.
pub(super) fn check(context: &Context, member: &Member, found: &mut Vec<Finding>) {
    let key = &member.key;
    let node = member.value;
    match &context.tree[node].value {
        Value::Object { members, .. } => {
            let place = say!(ko: "`{key}`", en: "`{key}`");
            // CloudFormation computes some with `Fn::If` and `Ref`.
            let computed = members.iter().any(|m| m.key.starts_with("Fn::") || m.key == "Ref");
            for member in members.iter().filter(|_| !computed) {
                known(context, node, member, (&KINDS, &place), found);
                kind(context, member, found);
            }
        }
        Value::Unknown => {}
        Value::String(text) if text == "*" || context.is_filled_in(text) => {}
        _ => found.push(
            error(
                context.place(node),
                say!(ko: "`{key}`의 형식이 틀렸습니다", en: "`{key}` has the wrong form"),
            )
            .help(say!(
                ko: "`{{\"Service\": \"ecs-tasks.amazonaws.com\"}}`이나 `{{\"AWS\": \"arn:...\"}}` 같은 객체, 또는 `\"*\"`여야 합니다.",
                en: "It is an object, such as `{{\"Service\": \"ecs-tasks.amazonaws.com\"}}` or `{{\"AWS\": \"arn:...\"}}`, or `\"*\"`."
            )),
        ),
    }
}

fn kind(context: &Context, member: &Member, found: &mut Vec<Finding>) {
    for (text, node) in strings(context, member, found) {
        if context.is_filled_in(text) {
            continue;
        }
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let why = match member.key.as_str() {
            "Service" if text != "*" && !text.contains('.') => say!(
                ko: "서비스 주체는 `ecs-tasks.amazonaws.com`처럼 전체를 적습니다.",
                en: "A service is written in full, such as `ecs-tasks.amazonaws.com`."
            ),
            "AWS" if digits && text.len() != 12 => {
                say!(ko: "계정 ID는 숫자 12자리입니다.", en: "An account id has 12 digits.")
            }
            _ => continue,
        };
        let message = say!(ko: "`{text}`은(는) 주체가 아닙니다", en: "`{text}` is no principal");
        found.push(error(context.place(node), message).help(why));
    }
}

/// A statement of a role's trust, shown by a service or an identity provider that assumes the role, has no resource: it is the role.
pub(super) fn trust(context: &Context, statement: NodeId, found: &mut Vec<Finding>) {
    let tree = context.tree;
    let Some(principal) = tree.get(statement, "Principal") else {
        return;
    };
    let assumes = ["Service", "Federated"]
        .iter()
        .any(|kind| tree.get(principal, kind).is_some());
    let action = tree.get(statement, "Action").and_then(|action| tree.string(action));
    let key = ["Resource", "NotResource"]
        .into_iter()
        .find(|key| tree.get(statement, key).is_some());
    let Some(key) = key.filter(|_| assumes && action.is_some_and(|action| action.starts_with("sts:AssumeRole"))) else {
        return;
    };
    found.push(
        error(
            context.key_range(statement, key),
            say!(ko: "역할의 신뢰 정책에는 `{key}`를 쓸 수 없습니다", en: "the trust policy of a role cannot have `{key}`"),
        )
        .help(say!(
            ko: "신뢰 정책이 붙은 역할이 곧 리소스입니다. 이 요소를 지우십시오.",
            en: "The resource is the role that the policy belongs to: take the element out."
        )),
    );
}
