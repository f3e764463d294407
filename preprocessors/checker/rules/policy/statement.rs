//! One statement: its elements, its effect, what it is about, its id.

use super::{action, condition, error, known, principal, strings};
use crate::diagnostic::{Applicability, Finding, Text};
use crate::rules::Context;
use crate::say;
use crate::syntax::json::{Member, NodeId, Value};
use std::collections::BTreeMap;

/// The elements of a statement.
const ELEMENTS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

/// Judges a statement; `whole` where it stands in a policy, so that what is not there is missing.
pub(super) fn check(context: &Context, statement: NodeId, whole: bool, found: &mut Vec<Finding>) {
    let tree = context.tree;
    let members = tree.members(statement);
    let place = say!(ko: "정책의 문(statement)", en: "a statement");
    for member in members {
        known(context, statement, member, (&ELEMENTS, &place), found);
    }
    let member = |key: &str| tree.member(statement, key);
    // One that is misspelt is told of where it stands.
    let misspelt = members.iter().any(|m| !ELEMENTS.contains(&m.key.as_str()));
    let whole = whole && !misspelt && !tree.elided(statement);
    let of_resource = member("Principal").or_else(|| member("NotPrincipal"));
    effect(context, statement, whole, found);
    pairs(context, statement, whole, of_resource.is_some(), found);
    for member in ["Action", "NotAction", "Resource", "NotResource"]
        .iter()
        .filter_map(|key| member(key))
    {
        found.extend(empty(context, member));
    }
    for key in ["Action", "NotAction"] {
        if let Some(member) = member(key) {
            action::check(context, member, found);
        }
    }
    if of_resource.is_none() {
        for member in ["Resource", "NotResource"].iter().filter_map(|key| member(key)) {
            resources(context, member, found);
        }
        sid(context, statement, found);
    }
    if let Some(member) = of_resource {
        principal::check(context, member, found);
        principal::trust(context, statement, found);
    }
    if let Some(member) = member("Condition") {
        condition::check(context, member.value, found);
    }
}

fn effect(context: &Context, statement: NodeId, whole: bool, found: &mut Vec<Finding>) {
    let Some(node) = context.tree.get(statement, "Effect") else {
        if whole {
            found.push(
                error(
                    context.place(statement),
                    say!(ko: "이 문에 `Effect`가 없습니다", en: "this statement has no `Effect`"),
                )
                .help(say!(
                    ko: "모든 문에는 `\"Effect\": \"Allow\"`나 `\"Effect\": \"Deny\"`가 있어야 합니다.",
                    en: "Each statement says `\"Effect\": \"Allow\"` or `\"Effect\": \"Deny\"`."
                )),
            );
        }
        return;
    };
    let Some(text) = context.text_of(node) else { return };
    if matches!(text, "Allow" | "Deny") {
        return;
    }
    let message = say!(ko: "`Effect`는 `{text}`일 수 없습니다", en: "`Effect` cannot be `{text}`");
    let help = say!(
        ko: "`Allow`와 `Deny`뿐이며 대소문자를 가립니다.",
        en: "It is `Allow` or `Deny`, and minds its case."
    );
    let right = ["Allow", "Deny"]
        .into_iter()
        .find(|right| right.eq_ignore_ascii_case(text));
    let at = context.place(node);
    found.push(match right {
        Some(right) => Finding::warning(super::RULE, at.clone(), message).help(help).fix(
            Applicability::Safe,
            say!(ko: "`{right}`", en: "`{right}`"),
            at,
            format!("\"{right}\""),
        ),
        None => error(at, message).help(help),
    });
}

/// Of each pair a statement has exactly one; a policy of a resource may do without a resource.
fn pairs(context: &Context, statement: NodeId, whole: bool, of_resource: bool, found: &mut Vec<Finding>) {
    for (key, other, needed) in [
        ("Action", "NotAction", true),
        ("Resource", "NotResource", !of_resource),
        ("Principal", "NotPrincipal", false),
    ] {
        let (first, second) = (context.tree.get(statement, key), context.tree.get(statement, other));
        match (first, second) {
            (Some(_), Some(_)) => found.push(
                error(
                    context.key_range(statement, other),
                    say!(
                        ko: "한 문에 `{key}`와(과) `{other}`을(를) 함께 쓸 수 없습니다",
                        en: "one statement cannot have both `{key}` and `{other}`"
                    ),
                )
                .label(
                    context.key_range(statement, key),
                    say!(ko: "함께 쓴 요소", en: "the other one"),
                )
                .help(say!(
                    ko: "둘 가운데 하나를 지우거나 문을 둘로 나누십시오.",
                    en: "Take one of them out, or make two statements."
                )),
            ),
            (None, None) if needed && whole => found.push(
                error(
                    context.place(statement),
                    say!(ko: "이 문에 `{key}`가 없습니다", en: "this statement has no `{key}`"),
                )
                .help(match key {
                    "Action" => say!(
                        ko: "무엇을 허용하거나 거부하는지 `Action`이나 `NotAction`에 적으십시오.",
                        en: "Say in `Action` or `NotAction` what is allowed or denied."
                    ),
                    _ => say!(
                        ko: "어느 리소스에 대한 것인지 `Resource`에 ARN이나 `*`로 적으십시오. 역할의 신뢰 정책이라면 `Resource` 대신 `Principal`이 있어야 합니다.",
                        en: "Say in `Resource`, with an ARN or `*`, what it is about. The trust policy of a role has a `Principal` instead."
                    ),
                }),
            ),
            _ => {}
        }
    }
}

/// A list without anything in it.
fn empty(context: &Context, member: &Member) -> Option<Finding> {
    let key = &member.key;
    let node = member.value;
    let list = matches!(&context.tree[node].value, Value::Array { elements, elided: false } if elements.is_empty());
    list.then(|| {
        error(
            context.place(node),
            say!(ko: "`{key}`의 목록이 비어 있습니다", en: "the list of `{key}` is empty"),
        )
        .help(say!(
            ko: "하나는 있어야 합니다. 모두를 뜻하는 것은 `*`입니다.",
            en: "It has at least one; all of them are `*`."
        ))
    })
}

fn resources(context: &Context, member: &Member, found: &mut Vec<Finding>) {
    for (text, node) in strings(context, member, found) {
        let arn = text.starts_with("arn:") || text == "*";
        if arn || context.is_filled_in(text) {
            continue;
        }
        found.push(
            error(
                context.place(node),
                say!(ko: "`{text}`은(는) 리소스의 ARN이 아닙니다", en: "`{text}` is not the ARN of a resource"),
            )
            .help(say!(
                ko: "`arn:aws:s3:::my-bucket/*`처럼 ARN 전체를 적거나, 모든 리소스라면 `*` 하나만 적습니다.",
                en: "It is a whole ARN, such as `arn:aws:s3:::my-bucket/*`, or `*` alone for all resources."
            )),
        );
    }
}

fn sid(context: &Context, statement: NodeId, found: &mut Vec<Finding>) {
    let Some(node) = context.tree.get(statement, "Sid") else {
        return;
    };
    let Some(text) = context.text_of(node) else { return };
    let Some(wrong) = text.chars().find(|c| !c.is_ascii_alphanumeric()) else {
        return;
    };
    found.push(
        error(
            context.place(node),
            match wrong {
                ' ' => say!(ko: "`Sid`에는 공백을 쓸 수 없습니다", en: "there cannot be a space in a `Sid`"),
                _ => {
                    say!(ko: "`Sid`에는 `{wrong}` 문자를 쓸 수 없습니다", en: "there cannot be a `{wrong}` in a `Sid`")
                }
            },
        )
        .help(say!(
            ko: "IAM 정책의 `Sid`에는 영문자와 숫자만 쓸 수 있습니다.",
            en: "The `Sid` of an IAM policy has letters and digits only."
        )),
    );
}

/// The `Sid`s of a policy of IAM's own differ from each other.
pub(super) fn unique<'a>(
    context: &'a Context,
    statement: NodeId,
    sids: &mut BTreeMap<&'a str, NodeId>,
    found: &mut Vec<Finding>,
) {
    let of_resource = context
        .tree
        .get(statement, "Principal")
        .or(context.tree.get(statement, "NotPrincipal"));
    let node = context.tree.get(statement, "Sid").filter(|_| of_resource.is_none());
    let Some((text, node)) = node.and_then(|node| Some((context.text_of(node)?, node))) else {
        return;
    };
    if text.is_empty() {
        return;
    }
    match sids.get(text) {
        Some(first) => found.push(
            error(
                context.place(node),
                say!(ko: "`Sid` `{text}`이(가) 정책에 두 번 나옵니다", en: "the `Sid` `{text}` is used twice in the policy"),
            )
            .label(context.place(*first), say!(ko: "처음 나온 곳", en: "used here first"))
            .help(say!(
                ko: "한 정책 안에서 `Sid`는 서로 달라야 합니다. `Sid`는 생략해도 됩니다.",
                en: "The `Sid`s of a policy differ from each other. They can be left out."
            )),
        ),
        None => {
            sids.insert(text, node);
        }
    }
}

/// Variables are known since the version of 2012; before, they are just characters.
pub(super) fn variables(context: &Context, node: NodeId, found: &mut Vec<Finding>) {
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        open.extend(context.tree.members(node).iter().map(|member| member.value));
        open.extend(context.tree.elements(node));
        let Value::String(text) = &context.tree[node].value else {
            continue;
        };
        let Some(name) = variable(text) else { continue };
        let message: Text = say!(
            ko: "이 버전의 정책 언어에서 `{name}`은(는) 변수가 아니라 글자 그대로입니다",
            en: "in this version of the policy language `{name}` is no variable, but just these characters"
        );
        found.push(Finding::warning(super::RULE, context.place(node), message).help(say!(
            ko: "정책 변수를 쓰려면 `\"Version\": \"2012-10-17\"`을 적으십시오. 생략하면 `2008-10-17`입니다.",
            en: "Policy variables need `\"Version\": \"2012-10-17\"`; left out it is `2008-10-17`."
        )));
        return;
    }
}

/// The first variable of AWS's own in a text: `${aws:username}`.
fn variable(text: &str) -> Option<&str> {
    let start = text.find("${aws:")?;
    let length = text[start..].find('}')? + 1;
    Some(&text[start..start + length])
}
