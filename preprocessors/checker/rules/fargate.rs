//! What Fargate refuses in a task definition that declares it.

use super::Context;
use crate::diagnostic::Finding;
use crate::placeholder;
use crate::say;
use crate::syntax::json::{NodeId, Value};

/// Judges a task definition; silent unless it declares Fargate.
pub(super) fn check(context: &Context, definition: NodeId, found: &mut Vec<Finding>) {
    let tree = context.tree;
    let declared = tree.get(definition, "requiresCompatibilities").is_some_and(|list| {
        let elements = tree.elements(list).iter();
        elements
            .map(|&e| &tree[e].value)
            .any(|value| matches!(value, Value::String(text) if text == "FARGATE"))
    });
    if declared {
        log_driver(context, definition, found);
    }
}

/// The log drivers that Fargate has, by the API reference of `LogConfiguration` (2026-11).
const LOG_DRIVERS: [&str; 3] = ["awslogs", "splunk", "awsfirelens"];

fn log_driver(context: &Context, definition: NodeId, found: &mut Vec<Finding>) {
    let tree = context.tree;
    let Some(containers) = tree.get(definition, "containerDefinitions") else {
        return;
    };
    for &container in tree.elements(containers) {
        let driver = tree
            .get(container, "logConfiguration")
            .and_then(|log| tree.get(log, "logDriver"));
        let Some(driver) = driver else { continue };
        let Value::String(name) = &tree[driver].value else {
            continue;
        };
        let unknowable = context.options.placeholders && placeholder::has_placeholder(name);
        if LOG_DRIVERS.contains(&name.as_str()) || unknowable {
            continue;
        }
        let drivers = LOG_DRIVERS.map(|driver| format!("`{driver}`")).join(", ");
        found.push(
            Finding::error(
                "fargate-log-driver",
                tree[driver].range.clone(),
                say!(ko: "Fargate에는 로그 드라이버 `{name}`이(가) 없습니다", en: "Fargate has no log driver `{name}`"),
            )
            .help(say!(ko: "Fargate의 로그 드라이버: {drivers}", en: "The log drivers of Fargate: {drivers}"))
            .help(say!(
                ko: "CloudWatch Logs로 보내는 드라이버는 `awslogs`입니다.",
                en: "The one that writes to CloudWatch Logs is `awslogs`."
            )),
        );
    }
}
