//! Limits of a task and of its containers: storage, GPUs, ulimits, restarts, placement.

use super::bounds;
use crate::diagnostic::{Finding, Text};
use crate::rules::definition::Definition;
use crate::say;
use crate::syntax::json::NodeId;

/// How many placement constraints and ignored exit codes there may be, by the API reference (2026-11).
const CONSTRAINTS: usize = 10;
const EXIT_CODES: usize = 50;

/// Judges a task definition.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    if let Some(storage) = definition.field("ephemeralStorage") {
        bounds(
            definition,
            ("ephemeral-storage", storage, "sizeInGiB"),
            (21, 200),
            found,
        );
    }
    found.extend(storage_on_instances(definition));
    placement(definition, found);
    for container in definition.containers() {
        for &requirement in context.list_at(container, "resourceRequirements") {
            resource(definition, requirement, found);
        }
        for &limit in context.list_at(container, "ulimits") {
            ulimit(definition, limit, found);
        }
        if let Some(policy) = context.tree.get(container, "restartPolicy") {
            bounds(
                definition,
                ("restart-policy", policy, "restartAttemptPeriod"),
                (60, 1800),
                found,
            );
            let codes = context.list_at(policy, "ignoredExitCodes").len();
            if codes > EXIT_CODES {
                found.push(Finding::error(
                    "restart-policy",
                    context.key_range(policy, "ignoredExitCodes"),
                    say!(
                        ko: "`ignoredExitCodes`에는 {EXIT_CODES}개까지 적을 수 있는데 {codes}개입니다",
                        en: "`ignoredExitCodes` holds at most {EXIT_CODES}, not {codes}"
                    ),
                ));
            }
        }
    }
}

/// Storage that only Fargate and managed instances give, asked of tasks that run on instances alone.
fn storage_on_instances(definition: &Definition) -> Option<Finding> {
    let context = definition.context;
    definition.field("ephemeralStorage")?;
    let types = context.list_at(definition.node, "requiresCompatibilities");
    let instances = |&kind: &NodeId| matches!(context.text_of(kind), Some("EC2" | "EXTERNAL"));
    if types.is_empty() || !types.iter().all(instances) {
        return None;
    }
    let message = say!(
        ko: "`ephemeralStorage`는 인스턴스에서 실행되는 태스크에 쓰이지 않습니다",
        en: "`ephemeralStorage` does nothing for tasks that run on instances"
    );
    let at = context.key_range(definition.node, "ephemeralStorage");
    Some(Finding::warning("ephemeral-storage", at, message).help(say!(
        ko: "Fargate의 태스크가 받는 디스크의 크기입니다. 인스턴스의 디스크는 인스턴스의 볼륨이 정합니다.",
        en: "It is the size of the disk that a task on Fargate gets; that of an instance is decided by the instance's volumes."
    )))
}

fn placement(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    let Some(list) = definition.field("placementConstraints") else {
        return;
    };
    let constraints = context.tree.elements(list);
    if constraints.len() > CONSTRAINTS {
        let count = constraints.len();
        found.push(Finding::error(
            "placement-constraint",
            context.place(list),
            say!(
                ko: "배치 제약은 {CONSTRAINTS}개까지인데 {count}개입니다",
                en: "there can be {CONSTRAINTS} placement constraints, not {count}"
            ),
        ));
    }
    for &constraint in constraints {
        if context.text_at(constraint, "type") == Some("memberOf") && definition.lacks(constraint, "expression") {
            found.push(
                Finding::error(
                    "placement-constraint",
                    context.place(constraint),
                    say!(ko: "`memberOf` 제약에 `expression`이 없습니다", en: "a `memberOf` constraint without `expression`"),
                )
                .help(say!(
                    ko: "어떤 인스턴스인지 `attribute:ecs.instance-type =~ t3.*`처럼 적으십시오.",
                    en: "Say which instances, as in `attribute:ecs.instance-type =~ t3.*`."
                )),
            );
        }
    }
}

fn resource(definition: &Definition, requirement: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let tree = context.tree;
    let kind = context.text_at(requirement, "type");
    let value = tree.get(requirement, "value");
    let mut tell = |at, message: Text, help: Text| {
        found.push(Finding::error("resource-requirement", at, message).help(help));
    };
    let text = value.and_then(|value| Some((value, context.text_of(value)?)));
    match (kind, text) {
        (Some("GPU"), Some((node, text))) => {
            let whole = text.bytes().all(|b| b.is_ascii_digit()) && text.bytes().any(|b| b != b'0');
            if !whole && text != "ALL" {
                tell(
                    context.place(node),
                    say!(ko: "`{text}`은(는) GPU의 수가 아닙니다", en: "`{text}` is no number of GPUs"),
                    say!(
                        ko: "컨테이너에 줄 GPU의 수를 `\"1\"`처럼 1 이상의 정수로, 문자열에 담아 적으십시오. GPU는 나누어 쓸 수 없습니다.",
                        en: "Give the GPUs of the container as a string with a whole number of at least 1, such as `\"1\"`. Parts of a GPU cannot be had."
                    ),
                );
            }
        }
        (Some("InferenceAccelerator"), Some((node, text))) => {
            let declared = definition.field("inferenceAccelerators");
            let list = declared.map(|list| tree.elements(list)).unwrap_or_default();
            let names = |&device: &NodeId| {
                let name = tree.get(device, "deviceName");
                name.is_some_and(|name| context.text_of(name).is_none_or(|name| name == text))
            };
            let known = declared.map_or(!definition.lacks_field("inferenceAccelerators"), |list| {
                !definition.complete(list)
            });
            if !known && !list.iter().any(names) {
                tell(
                    context.place(node),
                    say!(
                        ko: "`inferenceAccelerators`에 `{text}` 장치가 없습니다",
                        en: "`inferenceAccelerators` have no device `{text}`"
                    ),
                    say!(
                        ko: "`value`는 태스크의 `inferenceAccelerators`에 적은 `deviceName` 가운데 하나입니다.",
                        en: "`value` is one of the `deviceName`s in the task's `inferenceAccelerators`."
                    ),
                );
            }
        }
        _ => {}
    }
    if value.is_some() && tree.get(requirement, "sharingStrategy").is_some() {
        tell(
            context.key_range(requirement, "sharingStrategy"),
            say!(
                ko: "`value`와 `sharingStrategy`를 함께 쓸 수 없습니다",
                en: "`value` and `sharingStrategy` exclude each other"
            ),
            say!(
                ko: "GPU를 통째로 쓰면 `value`만, 나누어 쓰면 `sharingStrategy`만 적으십시오.",
                en: "For whole GPUs write `value`, for a shared one `sharingStrategy`, and only that."
            ),
        );
    }
    if kind.is_some() && definition.lacks(requirement, "value") && definition.lacks(requirement, "sharingStrategy") {
        tell(
            context.place(requirement),
            say!(ko: "`resourceRequirements`의 항목에 `value`가 없습니다", en: "a resource requirement without `value`"),
            say!(
                ko: "얼마나 필요한지 `\"value\": \"1\"`처럼 적으십시오.",
                en: "Say how much is needed, as in `\"value\": \"1\"`."
            ),
        );
    }
}

fn ulimit(definition: &Definition, limit: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let (Some(soft), Some(hard)) = (
        context.integer_at(limit, "softLimit"),
        context.integer_at(limit, "hardLimit"),
    ) else {
        return;
    };
    // -1 is no limit at all.
    if hard < 0 || (0..=hard).contains(&soft) {
        return;
    }
    let at = |key| {
        context
            .tree
            .get(limit, key)
            .map_or_else(|| context.place(limit), |node| context.place(node))
    };
    found.push(
        Finding::warning(
            "soft-limit-above-hard",
            context.place(limit),
            say!(
                ko: "`softLimit`({soft})이 `hardLimit`({hard})보다 큽니다",
                en: "`softLimit` ({soft}) is above `hardLimit` ({hard})"
            ),
        )
        .label(at("softLimit"), say!(ko: "처음에 적용되는 한도", en: "the limit to begin with"))
        .label(at("hardLimit"), say!(ko: "프로세스가 올릴 수 있는 한도", en: "as far as a process can raise it"))
        .help(say!(
            ko: "등록은 되더라도 컨테이너가 시작되지 않습니다. `softLimit`을 `hardLimit` 이하로 적으십시오.",
            en: "Even if it is registered, the container does not start. `softLimit` can be as high as `hardLimit`, not higher."
        )),
    );
}
