//! Containers whose output nobody sees, beside others whose logs are kept.

use crate::diagnostic::{Finding, Severity};
use crate::rules::definition::Definition;
use crate::say;

/// Judges a task of which some containers say where their logs go: there, silence is likelier an oversight than brevity.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    let tree = context.tree;
    let logs = |container| tree.get(container, "logConfiguration").is_some();
    if !definition.containers().any(logs) {
        return;
    }
    for container in definition.containers() {
        if !definition.lacks(container, "logConfiguration") {
            continue;
        }
        let Some(name) = tree.get(container, "name") else {
            continue;
        };
        let Some(text) = context.text_of(name) else { continue };
        let router = tree.get(container, "firelensConfiguration").is_some();
        let help = match router {
            true => say!(
                ko: "로그 라우터가 보내지 못하는 로그의 까닭은 라우터 자신의 로그에만 남습니다. 라우터에는 `awslogs`를 적어 두십시오.",
                en: "Why the log router cannot send something is only in its own logs: give it `awslogs`."
            ),
            false if definition.fargate() => say!(
                ko: "Fargate에서는 `logConfiguration`이 없는 컨테이너의 출력을 어디에서도 볼 수 없습니다.",
                en: "On Fargate the output of a container without `logConfiguration` is nowhere to be seen."
            ),
            false => say!(
                ko: "다른 컨테이너에는 `logConfiguration`이 있습니다. 이 컨테이너의 출력은 인스턴스의 Docker에만 남습니다.",
                en: "Other containers have a `logConfiguration`; the output of this one stays with Docker on the instance."
            ),
        };
        found.push(
            Finding::new(
                Severity::Info,
                "no-log-configuration",
                context.place(name),
                say!(ko: "`{text}` 컨테이너의 로그는 보내지지 않습니다", en: "the logs of the container `{text}` are not sent anywhere"),
            )
            .help(help),
        );
    }
}
