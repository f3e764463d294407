//! What depends on how far a task is set apart: kernel parameters, fault injection, trusted execution.

use super::definition::Definition;
use crate::diagnostic::{Finding, Text};
use crate::say;
use crate::syntax::json::NodeId;

/// Judges a task definition.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    for container in definition.containers() {
        for &control in definition.context.list_at(container, "systemControls") {
            system_control(definition, control, found);
        }
    }
    fault_injection(definition, found);
    trusted_execution(definition, found);
}

/// The parameters of the kernel that containers have for themselves besides `net.*`, by Docker's reference of `--sysctl` (2026-11).
const IPC: [&str; 8] = [
    "kernel.msgmax",
    "kernel.msgmnb",
    "kernel.msgmni",
    "kernel.sem",
    "kernel.shmall",
    "kernel.shmmax",
    "kernel.shmmni",
    "kernel.shm_rmid_forced",
];

fn system_control(definition: &Definition, control: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let Some(node) = context.tree.get(control, "namespace") else {
        return;
    };
    let Some(name) = context.text_of(node) else { return };
    let net = name.starts_with("net.");
    let ipc = IPC.contains(&name) || name.starts_with("fs.mqueue.");
    let mode = |key: &str| {
        definition
            .field(key)
            .filter(|&node| context.text_of(node) == Some("host"))
    };
    let (message, help, label) = if !net && !ipc {
        (
            say!(ko: "컨테이너에서는 커널 파라미터 `{name}`을(를) 정할 수 없습니다", en: "the kernel parameter `{name}` cannot be set in a container"),
            say!(
                ko: "컨테이너마다 따로 있는 `net.*`, `fs.mqueue.*`와 `kernel.shm*`, `kernel.msg*`, `kernel.sem`만 정할 수 있습니다. 나머지는 인스턴스에서 정하십시오.",
                en: "Only those that each container has for itself can be set: `net.*`, `fs.mqueue.*`, `kernel.shm*`, `kernel.msg*` and `kernel.sem`. Set the others on the instance."
            ),
            None,
        )
    } else if let Some(host) = mode(if net { "networkMode" } else { "ipcMode" }) {
        let key = if net { "networkMode" } else { "ipcMode" };
        (
            say!(ko: "`{key}`가 `host`이면 `{name}`을(를) 정할 수 없습니다", en: "with `{key}` at `host`, `{name}` cannot be set"),
            say!(
                ko: "컨테이너가 인스턴스의 것을 그대로 쓰므로 인스턴스에서 정해야 합니다.",
                en: "The container uses that of the instance: set it there."
            ),
            Some(host),
        )
    } else {
        return;
    };
    let finding = Finding::error("system-control", context.place(node), message).help(help);
    found.push(match label {
        Some(host) => finding.label(context.place(host), say!(ko: "이 모드", en: "this mode")),
        None => finding,
    });
}

fn fault_injection(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    let on = definition.field("enableFaultInjection").is_some()
        && context.flag_at(definition.node, "enableFaultInjection") == Some(true);
    if !on {
        return;
    }
    let mut tell = |message: Text, help: Text| {
        let at = context.key_range(definition.node, "enableFaultInjection");
        found.push(Finding::error("fault-injection", at, message).help(help));
    };
    if definition.windows() {
        tell(
            say!(ko: "Windows 태스크에는 오류 주입(fault injection)을 쓸 수 없습니다", en: "faults cannot be injected into Windows tasks"),
            say!(
                ko: "Linux 태스크에서만 쓸 수 있습니다. 이 필드를 지우십시오.",
                en: "It is for Linux only: take the field out."
            ),
        );
    } else if let Some(mode @ ("bridge" | "none")) = definition.network_mode() {
        tell(
            say!(ko: "네트워크 모드 `{mode}`에서는 오류 주입(fault injection)을 쓸 수 없습니다", en: "faults cannot be injected with the network mode `{mode}`"),
            say!(
                ko: "`networkMode`가 `awsvpc`나 `host`여야 합니다. 생략하면 `bridge`입니다.",
                en: "The `networkMode` has to be `awsvpc` or `host`; left out it is `bridge`."
            ),
        );
    }
}

fn trusted_execution(definition: &Definition, found: &mut Vec<Finding>) {
    const KEY: &str = "trustedExecutionConfiguration";
    let context = definition.context;
    let Some(node) = definition.field(KEY) else { return };
    let list = definition.field("requiresCompatibilities");
    let other = list
        .map(|list| context.tree.elements(list))
        .unwrap_or_default()
        .iter()
        .find(|&&element| {
            let launch_type = context.word_of(element);
            launch_type.is_some_and(|launch_type| launch_type != "MANAGED_INSTANCES")
        });
    if let Some(&other) = other {
        let launch_type = context.word_of(other).unwrap_or_default();
        found.push(
            Finding::error(
                "trusted-execution",
                context.key_range(definition.node, KEY),
                say!(ko: "`{KEY}`은(는) `{launch_type}`에서 쓸 수 없습니다", en: "`{KEY}` cannot be used on `{launch_type}`"),
            )
            .label(context.place(other), say!(ko: "여기서 요구합니다", en: "required here"))
            .help(say!(
                ko: "`requiresCompatibilities`가 `MANAGED_INSTANCES`뿐이어야 합니다.",
                en: "`requiresCompatibilities` has to be `MANAGED_INSTANCES` alone."
            )),
        );
    }
    let mode = context.tree.get(node, "isolationMode");
    let confidential = mode.filter(|&mode| context.tree.string(mode) == Some("CONFIDENTIAL_SANDBOX"));
    if let Some(mode) = confidential.filter(|_| definition.lacks(node, "attestationPolicy")) {
        found.push(
            Finding::error(
                "trusted-execution",
                context.place(mode),
                say!(
                    ko: "`CONFIDENTIAL_SANDBOX`에는 `attestationPolicy`가 있어야 합니다",
                    en: "`CONFIDENTIAL_SANDBOX` needs an `attestationPolicy`"
                ),
            )
            .help(say!(
                ko: "어떤 컨테이너가 실행될 수 있는지 적은 정책을 base64로 담아 적으십시오.",
                en: "Give the policy that says which containers may run, in base64."
            )),
        );
    }
}
