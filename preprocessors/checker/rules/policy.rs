//! IAM policies: found by their content, judged by the grammar of the policy language.
//!
//! An error is what IAM answers with `MalformedPolicyDocument`. What depends on where a policy is attached is judged
//! only where the policy itself shows that: a principal belongs to a policy of a resource or of a role's trust, and in
//! those some things are free that IAM demands of others.

mod action;
mod authorised;
mod condition;
mod principal;
mod statement;

use super::Context;
use crate::diagnostic::{Applicability, Finding, Text};
use crate::model::Against;
use crate::say;
use crate::suggest::nearest;
use crate::syntax::json::{Member, NodeId, Value};
use std::collections::BTreeMap;
use std::ops::Range;

/// The rule.
const RULE: &str = "iam-policy";

/// Judges every policy in the block; says whether the block is one, or holds one and nothing else is known of it.
pub(super) fn check(context: &Context, found: &mut Vec<Finding>) -> Option<Against> {
    // Hardly a document has the word; those without it are done with.
    if !context.text().contains("Statement") && !context.text().contains("Effect") {
        return None;
    }
    let mut any = None;
    for &root in &context.tree.roots {
        if is_policy(context, root) {
            document(context, root, found);
            any = Some(Against::Policy);
        } else if is_statement(context, root) {
            statement::check(context, root, false, found);
            any = Some(Against::Policy);
        } else {
            for policy in inside(context, root) {
                document(context, policy, found);
                any = Some(Against::Policy);
            }
        }
    }
    any
}

/// The names under which other documents hold a policy: outputs of the AWS CLI, and CloudFormation.
const HOLDERS: [&str; 4] = [
    "PolicyDocument",
    "AssumeRolePolicyDocument",
    "policyDocument",
    "assumeRolePolicyDocument",
];

/// The policies that a larger document holds.
fn inside(context: &Context, root: NodeId) -> Vec<NodeId> {
    let mut policies = Vec::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        for member in context.tree.members(node) {
            let holder = HOLDERS.contains(&member.key.as_str());
            if holder && is_policy(context, member.value) {
                policies.push(member.value);
            } else {
                open.push(member.value);
            }
        }
        open.extend(context.tree.elements(node));
    }
    policies
}

/// Whether an object is a policy: statements, one of which has an effect, or a version of the policy language.
fn is_policy(context: &Context, node: NodeId) -> bool {
    let Some(statements) = statements(context, node) else {
        return false;
    };
    let object = |statement: NodeId| matches!(context.tree[statement].value, Value::Object { .. });
    let mut all = statements_of(context, statements);
    let effect = |statement| context.tree.get(statement, "Effect").is_some();
    statements_of(context, statements).any(effect) || (is_dated(context, node) && all.any(object))
}

/// Whether an object has a version like those of the policy language.
fn is_dated(context: &Context, node: NodeId) -> bool {
    let version = context.tree.get(node, "Version");
    let version = version.and_then(|version| context.tree.string(version));
    version.is_some_and(|version| version.len() == 10 && version.starts_with("20"))
}

/// The statements of a policy; beside a version even under another name, such as `Statements`.
fn statements(context: &Context, node: NodeId) -> Option<NodeId> {
    context.tree.get(node, "Statement").or_else(|| {
        let mut members = context.tree.members(node).iter().filter(|_| is_dated(context, node));
        let holds = |member: &&Member| statements_of(context, member.value).any(|s| is_statement(context, s));
        members.find(holds).map(|member| member.value)
    })
}

/// Whether an object by itself is a statement: an effect on actions.
fn is_statement(context: &Context, node: NodeId) -> bool {
    let has = |key| context.tree.get(node, key).is_some();
    let effect = context.tree.get(node, "Effect");
    let effect = effect.and_then(|effect| context.tree.string(effect));
    effect.is_some_and(|effect| matches!(effect, "Allow" | "Deny")) && (has("Action") || has("NotAction"))
}

/// One statement may stand without a list around it.
fn statements_of<'a>(context: &'a Context, node: NodeId) -> impl Iterator<Item = NodeId> + use<'a> {
    let listed = matches!(context.tree[node].value, Value::Array { .. });
    let alone = (!listed).then_some(node);
    alone.into_iter().chain(context.tree.elements(node).iter().copied())
}

/// The elements of a policy. `Conditions` is none, but IAM is known to let it pass.
const ELEMENTS: [&str; 3] = ["Version", "Id", "Statement"];

/// The versions of the policy language.
const VERSIONS: [&str; 2] = ["2012-10-17", "2008-10-17"];

fn document(context: &Context, policy: NodeId, found: &mut Vec<Finding>) {
    for member in context.tree.members(policy) {
        if member.key != "Conditions" {
            known(context, policy, member, (&ELEMENTS, &place_of_policy()), found);
        }
    }
    let version = context.tree.get(policy, "Version");
    let written = version.map(|node| context.tree.string(node));
    if let Some(node) = version
        && written.flatten() != Some(VERSIONS[0])
        && context.text_of(node).is_some_and(|text| !VERSIONS.contains(&text))
    {
        found.push(
            error(
                context.place(node),
                say!(ko: "정책 언어에 이런 버전은 없습니다", en: "the policy language has no such version"),
            )
            .help(say!(
                ko: "`Version`은 이 정책을 고친 날이 아니라 정책 언어의 버전이며 `2012-10-17`이거나 예전의 `2008-10-17`입니다.",
                en: "`Version` is not when this policy was changed but the version of the language: `2012-10-17`, or the older `2008-10-17`."
            ))
            .fix(
                Applicability::Safe,
                say!(ko: "`2012-10-17`", en: "`2012-10-17`"),
                context.place(node),
                "\"2012-10-17\"",
            ),
        );
    }
    let old = match version {
        Some(node) => context.tree.string(node) == Some(VERSIONS[1]),
        None => !context.tree.elided(policy),
    };
    let Some(statements) = statements(context, policy) else {
        return;
    };
    let mut sids = BTreeMap::new();
    for node in statements_of(context, statements) {
        if let Value::Object { .. } = context.tree[node].value {
            statement::check(context, node, true, found);
            statement::unique(context, node, &mut sids, found);
        }
        if old {
            statement::variables(context, node, found);
        }
    }
}

fn place_of_policy() -> Text {
    say!(ko: "정책", en: "a policy")
}

fn error(at: Range<usize>, message: Text) -> Finding {
    Finding::error(RULE, at, message)
}

/// Tells of a member whose name is none of these. Names mind their case in the grammar; where only that differs,
/// nothing is known to be refused.
fn known(
    context: &Context,
    object: NodeId,
    member: &Member,
    (names, place): (&[&str], &Text),
    found: &mut Vec<Finding>,
) {
    let key = member.key.as_str();
    let unknowable = context.options.placeholders && crate::placeholder::has_placeholder(key);
    if names.contains(&key) || unknowable {
        return;
    }
    let at = member.key_range.clone();
    let list = names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let (ko, en) = (&place.ko, &place.en);
    if let Some(name) = names.iter().find(|name| name.eq_ignore_ascii_case(key)) {
        found.push(
            Finding::warning(
                RULE,
                at.clone(),
                say!(ko: "`{key}`의 대소문자가 다릅니다: `{name}`입니다", en: "`{key}` is spelt another way: it is `{name}`"),
            )
            .fix(
                // Beside the right one it would be there twice.
                match context.tree.get(object, name) {
                    None => Applicability::Safe,
                    Some(_) => Applicability::Unsafe,
                },
                say!(ko: "`{name}`", en: "`{name}`"),
                at,
                format!("\"{name}\""),
            ),
        );
        return;
    }
    let finding = error(
        at.clone(),
        say!(ko: "{ko}에는 `{key}` 요소가 없습니다", en: "{en} has no element `{key}`"),
    );
    found.push(match nearest(key, names.iter().copied()) {
        Some(near) => finding
            .help(say!(ko: "비슷한 이름의 요소: `{near}`", en: "An element with a similar name: `{near}`"))
            .fix(
                Applicability::Unsafe,
                say!(ko: "`{near}`", en: "`{near}`"),
                at,
                format!("\"{near}\""),
            ),
        None => finding.help(say!(ko: "쓸 수 있는 요소: {list}", en: "The elements are {list}.")),
    });
}

/// The strings that a value holds: itself, or the elements of a list. What is no string is told of.
fn strings<'a>(context: &'a Context, member: &Member, found: &mut Vec<Finding>) -> Vec<(&'a str, NodeId)> {
    let key = &member.key;
    let node = member.value;
    let mut texts = Vec::new();
    let one = [node];
    let nodes = match &context.tree[node].value {
        Value::Array { elements, .. } => elements.as_slice(),
        _ => &one,
    };
    for &node in nodes {
        match &context.tree[node].value {
            Value::String(text) => texts.push((text.as_str(), node)),
            // CloudFormation computes values with objects.
            Value::Object { .. } | Value::Unknown => {}
            _ => found.push(
                error(
                    context.place(node),
                    say!(ko: "`{key}`의 값이 문자열이 아닙니다", en: "a value of `{key}` is no string"),
                )
                .help(say!(
                    ko: "문자열이나 문자열의 목록이어야 합니다.",
                    en: "It has to be a string or a list of strings."
                )),
            ),
        }
    }
    texts
}

impl Context<'_> {
    /// Whether a text stands for what the reader fills in. Variables of policies, such as `${aws:username}`, do not.
    fn is_filled_in(&self, text: &str) -> bool {
        self.options.placeholders && crate::placeholder::has_placeholder(text)
    }
}
