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
