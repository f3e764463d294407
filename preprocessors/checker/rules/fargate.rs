//! What Fargate refuses in a task definition that declares it.

use super::definition::Definition;
use crate::diagnostic::Finding;
use crate::say;

/// Judges a task definition; silent unless it declares Fargate.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    if definition.fargate() {
        log_driver(definition, found);
    }
}

/// The log drivers that Fargate has, by the API reference of `LogConfiguration` (2026-11).
const LOG_DRIVERS: [&str; 3] = ["awslogs", "splunk", "awsfirelens"];

fn log_driver(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    for container in definition.containers() {
        let driver = context.tree.pointer(container, "/logConfiguration/logDriver");
        let Some(driver) = driver else { continue };
        let Some(name) = context.text_of(driver) else { continue };
        if LOG_DRIVERS.contains(&name) {
            continue;
        }
        let drivers = LOG_DRIVERS.map(|driver| format!("`{driver}`")).join(", ");
        found.push(
            Finding::error(
                "fargate-log-driver",
                context.place(driver),
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
