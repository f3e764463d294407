//! What the platform of Fargate does not have: nobody gets at the machine under a task.

use crate::diagnostic::{Finding, Text};
use crate::rules::definition::Definition;
use crate::say;
use crate::syntax::json::{NodeId, Value};
use std::ops::Range;

/// What makes the value of a member one that Fargate refuses.
enum When {
    /// Any string.
    Text,
    /// This string.
    Is(&'static str),
    /// Any number.
    Number,
    /// `true`.
    True,
    /// A list with something in it.
    Filled,
    /// An object.
    Object,
}

/// Members of the task definition.
const OF_TASKS: [(&str, When); 4] = [
    ("placementConstraints", When::Filled),
    ("ipcMode", When::Text),
    ("pidMode", When::Is("host")),
    ("inferenceAccelerators", When::Filled),
];

/// Members of a container definition.
const OF_CONTAINERS: [(&str, When); 2] = [("privileged", When::True), ("dockerSecurityOptions", When::Filled)];

/// Members of `linuxParameters`. `tmpfs` is not among them: newer platforms have it.
const OF_LINUX: [(&str, When); 4] = [
    ("devices", When::Filled),
    ("sharedMemorySize", When::Number),
    ("maxSwap", When::Number),
    ("swappiness", When::Number),
];

/// The one capability that can be added, by the API reference of `KernelCapabilities` (2026-11).
const CAPABILITY: &str = "SYS_PTRACE";

/// Judges a task definition for Fargate.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    let tree = context.tree;
    table(definition, definition.node, &OF_TASKS, found);
    for &volume in definition
        .field("volumes")
        .map(|list| tree.elements(list))
        .unwrap_or_default()
    {
        table(
            definition,
            volume,
            &[("dockerVolumeConfiguration", When::Object)],
            found,
        );
        let host = tree.get(volume, "host");
        if let Some(host) = host.filter(|&host| {
            tree.get(host, "sourcePath")
                .is_some_and(|path| !empty(definition, path))
        }) {
            table(definition, host, &[("sourcePath", When::Text)], found);
        }
    }
    for container in definition.containers() {
        table(definition, container, &OF_CONTAINERS, found);
        if let Some(linux) = tree.get(container, "linuxParameters") {
            table(definition, linux, &OF_LINUX, found);
        }
        let of = |requirement: &&NodeId| {
            let kind = context.text_at(**requirement, "type");
            kind.is_some_and(|kind| matches!(kind, "GPU" | "InferenceAccelerator"))
        };
        if context
            .list_at(container, "resourceRequirements")
            .iter()
            .any(|requirement| of(&requirement))
        {
            let at = context.key_range(container, "resourceRequirements");
            found.push(finding(at, "resourceRequirements").help(why("resourceRequirements")));
        }
        capabilities(definition, container, found);
        let s3 = tree.pointer(container, "/firelensConfiguration/options/config-file-type");
        if let Some(kind) = s3.filter(|&kind| context.text_of(kind) == Some("s3")) {
            found.push(
                // Written in the documentation; definitions that have it were registered.
                Finding::warning(
                    "fargate-unsupported",
                    context.place(kind),
                    say!(
                        ko: "Fargate에서는 FireLens의 설정을 S3에서 가져올 수 없습니다",
                        en: "on Fargate, FireLens cannot take its configuration from S3"
                    ),
                )
                .help(say!(
                    ko: "Fargate에서 `config-file-type`은 `file`뿐입니다. 설정 파일을 이미지에 넣고 `config-file-value`에 경로를 적으십시오.",
                    en: "On Fargate `config-file-type` is `file` only: put the file into the image and its path into `config-file-value`."
                )),
            );
        }
    }
}

fn capabilities(definition: &Definition, container: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let added = context.tree.pointer(container, "/linuxParameters/capabilities/add");
    for &capability in added.map(|list| context.tree.elements(list)).unwrap_or_default() {
        let Some(name) = context.word_of(capability) else {
            continue;
        };
        if name != CAPABILITY {
            found.push(
                Finding::error(
                    "fargate-unsupported",
                    context.place(capability),
                    say!(ko: "Fargate에서는 커널 기능 `{name}`을(를) 더할 수 없습니다", en: "on Fargate the capability `{name}` cannot be added"),
                )
                .help(say!(
                    ko: "Fargate에서 `add`에 적을 수 있는 것은 `{CAPABILITY}`뿐입니다. `drop`에는 무엇이든 적을 수 있습니다.",
                    en: "On Fargate only `{CAPABILITY}` can stand in `add`; any can stand in `drop`."
                )),
            );
        }
    }
}

/// Tells of the members of an object that Fargate refuses.
fn table(definition: &Definition, object: NodeId, rows: &[(&'static str, When)], found: &mut Vec<Finding>) {
    let context = definition.context;
    let tree = context.tree;
    for (key, when) in rows {
        let Some(node) = tree.get(object, key) else { continue };
        let refused = match when {
            When::Text => context.text_of(node).is_some(),
            When::Is(text) => context.text_of(node) == Some(text),
            When::Number => matches!(tree[node].value, Value::Number),
            When::True => matches!(tree[node].value, Value::Bool(true)),
            When::Filled => !tree.elements(node).is_empty(),
            When::Object => matches!(tree[node].value, Value::Object { .. }),
        };
        if refused {
            let at = context.key_range(object, key);
            found.push(match when {
                When::Is(text) => Finding::error(
                    "fargate-unsupported",
                    at,
                    say!(ko: "Fargate에서는 `{key}`에 `{text}`를 쓸 수 없습니다", en: "on Fargate `{key}` cannot be `{text}`"),
                )
                .help(why(key)),
                _ => finding(at, key).help(why(key)),
            });
        }
    }
}

fn finding(at: Range<usize>, key: &str) -> Finding {
    Finding::error(
        "fargate-unsupported",
        at,
        say!(ko: "Fargate에서는 `{key}`을(를) 쓸 수 없습니다", en: "`{key}` cannot be used on Fargate"),
    )
}

/// Why Fargate does not have it, and what it has instead.
fn why(key: &str) -> Text {
    match key {
        "placementConstraints" => say!(
            ko: "Fargate에는 고를 인스턴스가 없으므로 배치 제약을 지우십시오. 가용 영역은 서비스의 서브넷으로 정합니다.",
            en: "There are no instances to choose from: take the constraints out. The subnets of the service decide on the zones."
        ),
        "dockerVolumeConfiguration" | "sourcePath" => say!(
            ko: "Fargate에서는 호스트의 디스크를 쓸 수 없습니다. 태스크 안에서 나누어 쓸 볼륨은 이름만 적고, 남겨 둘 데이터는 `efsVolumeConfiguration`에 두십시오.",
            en: "The disk of the host is out of reach on Fargate. A volume shared within the task needs a name only; data that has to stay belongs in an `efsVolumeConfiguration`."
        ),
        "resourceRequirements" | "inferenceAccelerators" => say!(
            ko: "Fargate에는 GPU와 추론 가속기가 없습니다. 이런 태스크는 EC2에서 실행하고 `requiresCompatibilities`를 `EC2`로 바꾸십시오.",
            en: "Fargate has neither GPUs nor inference accelerators. Run such a task on EC2 and make `requiresCompatibilities` say `EC2`."
        ),
        "sharedMemorySize" | "maxSwap" | "swappiness" => say!(
            ko: "Fargate에서는 공유 메모리와 스왑을 조정할 수 없습니다. 이 필드를 지우고 메모리가 모자라면 태스크의 `memory`를 늘리십시오.",
            en: "Shared memory and swap cannot be tuned on Fargate. Take the field out, and raise the task's `memory` if it is short."
        ),
        "pidMode" => say!(
            ko: "호스트의 프로세스는 볼 수 없습니다. 컨테이너끼리 프로세스를 보려면 `task`로 적으십시오.",
            en: "The processes of the host are out of reach. For containers that see each other's processes it is `task`."
        ),
        _ => say!(
            ko: "Fargate에서는 태스크 아래의 호스트에 손댈 수 없습니다. 이 필드를 지우거나, 꼭 필요하면 EC2에서 실행하고 `requiresCompatibilities`를 `EC2`로 바꾸십시오.",
            en: "The host under a task is out of reach on Fargate. Take the field out; where it is needed, run on EC2 and make `requiresCompatibilities` say `EC2`."
        ),
    }
}

/// Whether a node is the empty string.
fn empty(definition: &Definition, node: NodeId) -> bool {
    definition.context.tree.string(node) == Some("")
}
