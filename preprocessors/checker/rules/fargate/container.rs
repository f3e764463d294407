//! What Fargate asks of single containers: timeouts, and a prefix for log streams.

use crate::diagnostic::Finding;
use crate::rules::definition::Definition;
use crate::say;
use crate::syntax::json::NodeId;

/// The seconds that Fargate allows, by the API reference of `ContainerDefinition` (2026-11).
const SECONDS: std::ops::RangeInclusive<i64> = 2..=120;

/// Judges the containers of a task definition for Fargate.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    for container in definition.containers() {
        timeouts(definition, container, found);
    }
}

fn timeouts(definition: &Definition, container: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    for key in ["startTimeout", "stopTimeout"] {
        let Some(node) = context.tree.get(container, key) else {
            continue;
        };
        let Some(seconds) = context.integer(node).filter(|seconds| !SECONDS.contains(seconds)) else {
            continue;
        };
        let (low, high) = (SECONDS.start(), SECONDS.end());
        found.push(
            Finding::error(
                "fargate-timeout",
                context.place(node),
                say!(
                    ko: "Fargate에서 `{key}`은(는) {seconds}초일 수 없습니다",
                    en: "on Fargate `{key}` cannot be {seconds} seconds"
                ),
            )
            .help(say!(
                ko: "Fargate에서는 {low}초에서 {high}초까지입니다. 생략한 `stopTimeout`은 30초입니다.",
                en: "On Fargate it is from {low} to {high} seconds. A `stopTimeout` left out is 30 seconds."
            )),
        );
    }
}
