//! Regions: one that stands alone among others is likely left from where it was copied.

use super::definition::Definition;
use crate::diagnostic::Finding;
use crate::say;
use crate::syntax::json::NodeId;

/// Judges the Regions of secrets and logs. Images are often pulled from elsewhere, by design.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    for container in definition.containers() {
        let Some(log) = context.tree.get(container, "logConfiguration") else {
            continue;
        };
        let Some(node) = context.tree.pointer(log, "/options/awslogs-region") else {
            continue;
        };
        let Some(region) = context.text_of(node).filter(|text| is_region(text)) else {
            continue;
        };
        let secrets = definition.values(container, "secrets", "valueFrom");
        let regions: Vec<(&str, NodeId)> = secrets
            .iter()
            .filter_map(|&(arn, at)| Some((of_arn(arn)?, at)))
            .collect();
        // Where secrets differ among themselves, the task is spread out on purpose.
        let Some(&(other, at)) = regions.first() else { continue };
        if other == region || regions.iter().any(|(each, _)| *each != other) {
            continue;
        }
        found.push(
            Finding::warning(
                "mixed-regions",
                context.place(at),
                say!(
                    ko: "시크릿은 `{other}` 리전에 있는데 로그는 `{region}`(으)로 보냅니다",
                    en: "the secrets are in the Region `{other}`, but the logs go to `{region}`"
                ),
            )
            .label(context.place(node), say!(ko: "로그의 리전", en: "the Region of the logs"))
            .help(say!(
                ko: "다른 리전에서 옮겨 온 값이라면 태스크를 실행할 리전으로 고치십시오. 일부러 나누었다면 그대로 두어도 됩니다.",
                en: "Where one was copied from another Region, change it to that of the task. Where it is meant so, it works."
            )),
        );
    }
}

/// The Region in the ARN of a secret or parameter.
fn of_arn(text: &str) -> Option<&str> {
    let mut parts = text.split(':');
    let arn = parts.next() == Some("arn") && parts.next().is_some_and(|partition| partition.starts_with("aws"));
    let service = parts
        .next()
        .is_some_and(|service| matches!(service, "secretsmanager" | "ssm"));
    parts.next().filter(|region| arn && service && is_region(region))
}

/// Whether a text has the form of a Region, such as `us-east-1`; `region` and the like are for the reader to fill in.
fn is_region(text: &str) -> bool {
    let (area, number) = text.rsplit_once('-').unwrap_or_default();
    area.contains('-') && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}
