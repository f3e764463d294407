//! What brings a container close to its host, and options of the host's security systems.

use super::definition::Definition;
use crate::diagnostic::{Finding, Severity, Text};
use crate::say;
use crate::syntax::json::NodeId;

/// Judges a task definition.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    host_modes(definition, found);
    for container in definition.containers() {
        privileged(definition, container, found);
        options(definition, container, found);
        credentials(definition, container, found);
    }
}

fn near_host(at: std::ops::Range<usize>, message: Text) -> Finding {
    Finding::new(Severity::Info, "host-access", at, message)
}

/// Namespaces that the task shares with its host; Fargate refuses them with a rule of its own.
fn host_modes(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    if definition.fargate() {
        return;
    }
    for key in ["pidMode", "ipcMode"] {
        let Some(node) = definition
            .field(key)
            .filter(|&node| context.text_of(node) == Some("host"))
        else {
            continue;
        };
        found.push(
            near_host(
                context.place(node),
                say!(ko: "`{key}`가 `host`이면 컨테이너가 인스턴스의 것을 그대로 봅니다", en: "with `{key}` at `host` containers see what is the instance's"),
            )
            .help(match key {
                "pidMode" => say!(
                    ko: "인스턴스의 모든 프로세스를 보고 신호를 보낼 수 있습니다. 태스크 안에서만 보려면 `task`로 적으십시오.",
                    en: "They can see and signal every process of the instance. For the containers of the task alone it is `task`."
                ),
                _ => say!(
                    ko: "인스턴스의 공유 메모리를 읽고 쓸 수 있습니다. 태스크 안에서만 나누려면 `task`로 적으십시오.",
                    en: "They can read and write the shared memory of the instance. For the containers of the task alone it is `task`."
                ),
            }),
        );
    }
    let mode = definition.field("networkMode");
    let Some(mode) = mode.filter(|&mode| context.text_of(mode) == Some("host")) else {
        return;
    };
    for container in definition.containers() {
        let user = context.tree.get(container, "user");
        let root = |user: &str| matches!(user.split(':').next(), Some("root" | "0"));
        let Some(user) = user.filter(|&user| context.text_of(user).is_some_and(root)) else {
            continue;
        };
        found.push(
            near_host(
                context.place(user),
                say!(ko: "`root`인 컨테이너가 인스턴스의 네트워크를 씁니다", en: "a container that is `root` uses the network of the instance"),
            )
            .label(context.place(mode), say!(ko: "네트워크 모드", en: "the network mode"))
            .help(say!(
                ko: "인스턴스의 모든 포트와 로컬 서비스에 닿습니다. `root`가 아닌 `user`를 적거나 `awsvpc`를 쓰십시오.",
                en: "It reaches every port and local service of the instance. Give a `user` that is not `root`, or use `awsvpc`."
            )),
        );
    }
}

fn privileged(definition: &Definition, container: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    // Fargate and Windows refuse it with rules of their own.
    let refused = definition.fargate() || definition.windows();
    if refused || context.flag_at(container, "privileged") != Some(true) {
        return;
    }
    found.push(
        near_host(
            context.key_range(container, "privileged"),
            say!(
                ko: "이 컨테이너는 인스턴스의 `root`나 다름없습니다",
                en: "this container is as good as `root` on the instance"
            ),
        )
        .help(say!(
            ko: "필요한 것이 커널 기능 하나라면 `linuxParameters.capabilities.add`에 그것만 적으십시오.",
            en: "Where it needs one capability of the kernel, name that in `linuxParameters.capabilities.add` instead."
        )),
    );
}

/// Beginnings of what `dockerSecurityOptions` take, by the API reference (2026-11), and of what Docker takes besides.
const OPTIONS: [&str; 4] = ["apparmor", "label", "seccomp", "systempaths"];

fn options(definition: &Definition, container: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    for &node in context.list_at(container, "dockerSecurityOptions") {
        let Some(text) = context.text_of(node) else { continue };
        let joined = |start: &str| {
            text.strip_prefix(start)
                .is_some_and(|rest| rest.starts_with([':', '=']))
        };
        let known = text.starts_with("no-new-privileges") || text.starts_with("credentialspec:");
        if known || OPTIONS.iter().any(|start| joined(start)) {
            continue;
        }
        found.push(
            Finding::error(
                "docker-security-option",
                context.place(node),
                say!(ko: "`{text}`은(는) Docker의 보안 옵션이 아닙니다", en: "`{text}` is no security option of Docker"),
            )
            .help(say!(
                ko: "쓸 수 있는 값: `no-new-privileges`, `apparmor:프로필`, `label:값`, `credentialspec:파일`",
                en: "Allowed are `no-new-privileges`, `apparmor:PROFILE`, `label:VALUE` and `credentialspec:FILE`."
            )),
        );
    }
}

fn credentials(definition: &Definition, container: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let specs = context.list_at(container, "credentialSpecs");
    if let [_, second, ..] = specs {
        found.push(
            Finding::error(
                "credential-spec",
                context.place(*second),
                say!(ko: "`credentialSpecs`의 항목은 하나입니다", en: "`credentialSpecs` has one entry at most"),
            )
            .help(say!(
                ko: "컨테이너 하나는 Active Directory 계정 하나로 실행됩니다.",
                en: "A container runs as one account of Active Directory."
            )),
        );
    }
    for &node in specs {
        let Some(text) = context.text_of(node) else { continue };
        let arn = ["credentialspec:", "credentialspecdomainless:"]
            .iter()
            .find_map(|start| text.strip_prefix(start));
        if arn.is_some_and(|arn| arn.starts_with("arn:")) {
            continue;
        }
        found.push(
            Finding::error(
                "credential-spec",
                context.place(node),
                say!(ko: "`credentialSpecs`의 값이 자격 증명 사양을 가리키지 않습니다", en: "this does not refer to a credential spec"),
            )
            .help(say!(
                ko: "S3 객체나 SSM 파라미터의 ARN 앞에 `credentialspec:`이나 `credentialspecdomainless:`를 붙입니다.",
                en: "It is `credentialspec:` or `credentialspecdomainless:`, and then the ARN of an S3 object or SSM parameter."
            )),
        );
    }
}
