//! What Windows tasks do not have, on Fargate and elsewhere.

use crate::diagnostic::Finding;
use crate::rules::definition::Definition;
use crate::say;
use crate::syntax::json::{NodeId, Value};

/// Members of a container definition that the API reference calls "not supported for Windows containers" (2026-11).
const OF_CONTAINERS: [&str; 7] = [
    "linuxParameters",
    "links",
    "privileged",
    "readonlyRootFilesystem",
    "dnsServers",
    "dnsSearchDomains",
    "ulimits",
];

/// Judges a task definition that declares Windows.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    file_server(definition, found);
    if !definition.windows() {
        return;
    }
    let context = definition.context;
    let tree = context.tree;
    let platform = definition.field("runtimePlatform");
    let architecture = platform.and_then(|platform| tree.get(platform, "cpuArchitecture"));
    if let (Some(platform), Some(architecture)) = (platform, architecture)
        && context.text_of(architecture) == Some("ARM64")
    {
        found.push(
            Finding::error(
                "windows-platform",
                context.place(platform),
                say!(ko: "Windows 태스크는 `ARM64`에서 실행할 수 없습니다", en: "Windows tasks do not run on `ARM64`"),
            )
            .label(
                context.place(architecture),
                say!(ko: "Windows에 없는 CPU", en: "a CPU without Windows"),
            )
            .help(say!(
                ko: "ECS의 Windows 컨테이너는 `X86_64`에서만 실행됩니다.",
                en: "Windows containers on ECS run on `X86_64` only."
            )),
        );
    }
    if definition.fargate()
        && let Some((node, cpu)) = definition.task_size("cpu").filter(|(_, cpu)| matches!(cpu, 256 | 512))
    {
        found.push(
            Finding::error(
                "windows-platform",
                context.place(node),
                say!(
                    ko: "Fargate의 Windows 태스크에는 CPU {cpu}단위를 쓸 수 없습니다",
                    en: "Windows tasks on Fargate cannot have {cpu} CPU units"
                ),
            )
            .help(say!(
                ko: "`cpu`는 `1024`(1 vCPU)부터이고 `memory`는 그에 맞는 크기여야 합니다.",
                en: "`cpu` begins at `1024` (1 vCPU), and `memory` has to be a size that goes with it."
            )),
        );
    }
    for volume in definition.objects("volumes") {
        if tree.get(volume, "efsVolumeConfiguration").is_some() {
            found.push(ignored(definition, volume, "efsVolumeConfiguration"));
        }
    }
    reserved_port(definition, found);
    for key in ["pidMode", "ipcMode"] {
        if definition.field(key).is_some() {
            found.push(ignored(definition, definition.node, key));
        }
    }
    for container in definition.containers() {
        for key in OF_CONTAINERS {
            let Some(node) = tree.get(container, key) else { continue };
            let set = match &tree[node].value {
                Value::Bool(value) => *value,
                Value::Array { elements, .. } => !elements.is_empty(),
                Value::Object { members, .. } => !members.is_empty(),
                _ => false,
            };
            if set {
                found.push(ignored(definition, container, key));
            }
        }
    }
}

/// FSx for Windows File Server is for Windows on EC2 only, by the developer guide's page on it (2026-11).
fn file_server(definition: &Definition, found: &mut Vec<Finding>) {
    const KEY: &str = "fsxWindowsFileServerVolumeConfiguration";
    let context = definition.context;
    let platform = definition.field("runtimePlatform");
    let family = platform.and_then(|platform| context.tree.get(platform, "operatingSystemFamily"));
    // Without a platform a task on EC2 may still be one of Windows.
    let linux = family.is_some_and(|family| context.word_of(family) == Some("LINUX"));
    let help = match (definition.fargate(), linux) {
        (true, _) => say!(
            ko: "Fargate에서는 이 볼륨을 쓸 수 없습니다. Windows 태스크라면 EC2에서 실행하고, Linux라면 `efsVolumeConfiguration`을 쓰십시오.",
            en: "Fargate does not have this kind of volume. Run a Windows task on EC2; on Linux use `efsVolumeConfiguration`."
        ),
        (false, true) => say!(
            ko: "Windows 컨테이너에만 마운트할 수 있습니다. Linux에서는 `efsVolumeConfiguration`을 쓰십시오.",
            en: "Only Windows containers can mount it. On Linux use `efsVolumeConfiguration`."
        ),
        (false, false) => return,
    };
    for volume in definition.objects("volumes") {
        if context.tree.get(volume, KEY).is_some() {
            let message = say!(
                ko: "FSx for Windows File Server는 EC2의 Windows 태스크에만 쓸 수 있습니다",
                en: "FSx for Windows File Server is for Windows tasks on EC2 only"
            );
            found
                .push(Finding::warning("windows-platform", context.key_range(volume, KEY), message).help(help.clone()));
        }
    }
}

/// The port that Windows on Fargate keeps for itself, by the developer guide (2026-11).
const RESERVED: i64 = 3150;

fn reserved_port(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    if !definition.fargate() {
        return;
    }
    for container in definition.containers() {
        for &mapping in context.list_at(container, "portMappings") {
            let port = context.tree.get(mapping, "containerPort");
            let Some(port) = port.filter(|&port| context.integer(port) == Some(RESERVED)) else {
                continue;
            };
            found.push(
                Finding::warning(
                    "windows-platform",
                    context.place(port),
                    say!(
                        ko: "Fargate의 Windows 태스크에서는 포트 {RESERVED}을(를) 쓸 수 없습니다",
                        en: "Windows tasks on Fargate cannot have the port {RESERVED}"
                    ),
                )
                .help(say!(ko: "Fargate가 쓰는 포트입니다. 다른 포트를 적으십시오.", en: "Fargate uses it: choose another.")),
            );
        }
    }
}

fn ignored(definition: &Definition, object: NodeId, key: &str) -> Finding {
    Finding::warning(
        "windows-platform",
        definition.context.key_range(object, key),
        say!(ko: "`{key}`은(는) Windows 컨테이너에 쓸 수 없습니다", en: "`{key}` is not for Windows containers"),
    )
    .help(say!(
        ko: "Linux에만 있는 설정입니다. 이 필드를 지우거나, 운영체제가 잘못되었으면 `operatingSystemFamily`를 고치십시오.",
        en: "It is a setting of Linux. Take the field out, or mend `operatingSystemFamily` if that is the mistake."
    ))
}
