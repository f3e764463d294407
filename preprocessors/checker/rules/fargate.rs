//! What Fargate refuses in a task definition that declares it.

mod container;
mod role;
mod size;
mod unsupported;
mod windows;

pub use size::fargate_sizes;

use super::definition::Definition;
use crate::diagnostic::{Applicability, Finding};
use crate::say;

/// Judges a task definition; silent unless it declares Fargate, or Windows, or needs an execution role anywhere.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    role::check(definition, found);
    windows::check(definition, found);
    if definition.fargate() {
        log_driver(definition, found);
        size::check(definition, found);
        network_mode(definition, found);
        unsupported::check(definition, found);
        container::check(definition, found);
    }
}

fn network_mode(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    let finding = match definition.field("networkMode") {
        Some(node) => match context.text_of(node) {
            // That no launch type has such a mode is the schema's business.
            Some(mode) if matches!(mode, "bridge" | "host" | "none") => Finding::error(
                "fargate-network-mode",
                context.place(node),
                say!(ko: "Fargate에서는 네트워크 모드 `{mode}`을(를) 쓸 수 없습니다", en: "Fargate has no network mode `{mode}`"),
            )
            .fix(
                Applicability::Unsafe,
                say!(ko: "`awsvpc`", en: "`awsvpc`"),
                context.place(node),
                "\"awsvpc\"",
            ),
            _ => return,
        },
        None if definition.lacks_field("networkMode") => absent_mode(definition),
        None => return,
    };
    found.push(finding.help(say!(
        ko: "Fargate의 태스크는 저마다 네트워크 인터페이스를 하나씩 가지므로 `\"networkMode\": \"awsvpc\"`여야 합니다.",
        en: "Each Fargate task has a network interface of its own: it has to be `\"networkMode\": \"awsvpc\"`."
    )));
}

fn absent_mode(definition: &Definition) -> Finding {
    let context = definition.context;
    let finding = Finding::error(
        "fargate-network-mode",
        context.place(definition.node),
        say!(ko: "Fargate에 필요한 `networkMode`가 없습니다", en: "`networkMode`, which Fargate requires, is missing"),
    )
    .help(say!(
        ko: "생략하면 `bridge`인데 Fargate에는 그 모드가 없습니다.",
        en: "Left out it is `bridge`, and Fargate does not have that mode."
    ));
    match context.insertion(definition.node, "networkMode", "awsvpc") {
        Some((at, text)) => {
            let title = say!(ko: "`\"networkMode\": \"awsvpc\"`", en: "`\"networkMode\": \"awsvpc\"`");
            finding.fix(Applicability::Safe, title, at, text)
        }
        None => finding,
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
