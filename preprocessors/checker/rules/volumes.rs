//! Volumes: of one kind each, encrypted where that is required, at paths that exist in a container.

use super::Context;
use super::definition::{Definition, bounds};
use crate::diagnostic::{Applicability, Finding};
use crate::say;
use crate::syntax::json::{NodeId, Value};

/// Judges a task definition.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    for volume in definition.objects("volumes") {
        kinds(context, volume, found);
        found.extend(nameless(definition, volume));
        if let Some(efs) = context.tree.get(volume, "efsVolumeConfiguration") {
            encryption(definition, efs, found);
            let port = ("efs-transit-encryption", efs, "transitEncryptionPort");
            bounds(definition, port, (1, 65_535), found);
            role(definition, efs, found);
            root(context, efs, found);
            ids(context, efs, found);
        }
        if let Some(docker) = context.tree.get(volume, "dockerVolumeConfiguration") {
            autoprovision(definition, docker, found);
        }
    }
    launch(definition, found);
    let family = definition.field("runtimePlatform");
    let family = family.and_then(|platform| context.tree.get(platform, "operatingSystemFamily"));
    let windows = family.is_some_and(|f| context.text_of(f).is_none_or(|f| f.starts_with("WINDOWS")));
    if !windows {
        definition.containers().for_each(|c| paths(definition, c, found));
    }
}

/// The members that say what a volume is.
const KINDS: [&str; 6] = [
    "host",
    "dockerVolumeConfiguration",
    "efsVolumeConfiguration",
    "s3filesVolumeConfiguration",
    "fsxWindowsFileServerVolumeConfiguration",
    "configuredAtLaunch",
];

fn kinds(context: &Context, volume: NodeId, found: &mut Vec<Finding>) {
    let given = |key: &&str| match context.tree.get(volume, key).map(|node| &context.tree[node].value) {
        Some(Value::Object { members, .. }) => *key != "host" || !members.is_empty(),
        Some(Value::Bool(at_launch)) => *at_launch,
        _ => false,
    };
    let kinds: Vec<&str> = KINDS.into_iter().filter(given).collect();
    let [first, second, ..] = kinds.as_slice() else { return };
    found.push(
        Finding::error(
            "several-volume-kinds",
            context.key_range(volume, second),
            say!(
                ko: "한 볼륨에 `{first}`와(과) `{second}`을(를) 함께 쓸 수 없습니다",
                en: "one volume cannot have both `{first}` and `{second}`"
            ),
        )
        .label(
            context.key_range(volume, first),
            say!(ko: "볼륨의 종류는 여기서 이미 정해졌습니다", en: "this says already what the volume is"),
        )
        .help(say!(
            ko: "볼륨의 종류는 하나입니다. 둘 다 쓰려면 이름이 다른 볼륨으로 나누십시오.",
            en: "A volume is of one kind. Where both are needed, make them two volumes with names of their own."
        )),
    );
}

/// One volume of a task can be left to be configured when it starts.
fn launch(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    let at_launch = |&volume: &NodeId| context.flag_at(volume, "configuredAtLaunch") == Some(true);
    let volumes: Vec<NodeId> = definition.objects("volumes").filter(at_launch).collect();
    let [first, second, ..] = volumes.as_slice() else {
        return;
    };
    found.push(
        Finding::error(
            "launch-volume",
            context.key_range(*second, "configuredAtLaunch"),
            say!(
                ko: "시작할 때 구성하는 볼륨은 한 태스크 정의에 하나입니다",
                en: "a task definition has one volume that is configured at launch"
            ),
        )
        .label(
            context.key_range(*first, "configuredAtLaunch"),
            say!(ko: "처음의 볼륨", en: "the first one"),
        )
        .help(say!(
            ko: "`configuredAtLaunch`는 태스크에 붙일 Amazon EBS 볼륨 하나를 위한 것입니다. 나머지는 다른 종류의 볼륨으로 하십시오.",
            en: "`configuredAtLaunch` is for the one Amazon EBS volume of a task: make the others volumes of another kind."
        )),
    );
}

fn encryption(definition: &Definition, efs: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let authorization = context.tree.get(efs, "authorizationConfig");
    let point = authorization.filter(|&a| context.tree.get(a, "accessPointId").is_some());
    let iam = authorization.filter(|&a| context.text_at(a, "iam") == Some("ENABLED"));
    let encryption = context.tree.get(efs, "transitEncryption");
    let off = match encryption {
        Some(node) => context.text_of(node) == Some("DISABLED"),
        None => definition.complete(efs),
    };
    let cause = iam.map(|a| (a, "iam")).or(point.map(|a| (a, "accessPointId")));
    let port = context.tree.get(efs, "transitEncryptionPort");
    let (at, why) = match (cause, port) {
        _ if !off => return,
        (Some((node, key)), _) => (context.key_range(node, key), key),
        (None, Some(_)) => (context.key_range(efs, "transitEncryptionPort"), "transitEncryptionPort"),
        (None, None) => return,
    };
    let message = say!(
        ko: "EFS의 `{why}`은(는) 전송 중 암호화를 켜야 쓸 수 있습니다",
        en: "`{why}` of EFS needs encryption in transit"
    );
    let help = say!(
        ko: "`efsVolumeConfiguration`에 `\"transitEncryption\": \"ENABLED\"`를 적으십시오. 생략하면 `DISABLED`입니다.",
        en: "Write `\"transitEncryption\": \"ENABLED\"` into `efsVolumeConfiguration`; without it, it is `DISABLED`."
    );
    found.push(match encryption {
        Some(node) => Finding::error("efs-transit-encryption", context.place(node), message)
            .label(at, say!(ko: "암호화가 필요한 설정", en: "this needs it"))
            .help(help)
            .fix(
                Applicability::Safe,
                say!(ko: "`ENABLED`", en: "`ENABLED`"),
                context.place(node),
                "\"ENABLED\"",
            ),
        None => {
            let finding = Finding::error("efs-transit-encryption", at, message).help(help);
            match context.insertion(efs, "transitEncryption", "ENABLED") {
                Some((at, text)) => {
                    let title =
                        say!(ko: "`\"transitEncryption\": \"ENABLED\"`", en: "`\"transitEncryption\": \"ENABLED\"`");
                    finding.fix(Applicability::Safe, title, at, text)
                }
                None => finding,
            }
        }
    });
}

/// The role that a file system asks for, where the task has none.
fn role(definition: &Definition, efs: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let iam = context.tree.pointer(efs, "/authorizationConfig/iam");
    let Some(iam) = iam.filter(|&iam| context.text_of(iam) == Some("ENABLED")) else {
        return;
    };
    if definition.field("taskRoleArn").is_none() && definition.lacks_field("taskRoleArn") {
        found.push(
            Finding::warning(
                "efs-transit-encryption",
                context.place(iam),
                say!(
                    ko: "EFS에 보일 태스크 역할(`taskRoleArn`)이 없습니다",
                    en: "the task has no role (`taskRoleArn`) to show to EFS"
                ),
            )
            .help(say!(
                ko: "`iam`을 켜면 태스크 역할의 권한으로 마운트합니다. `elasticfilesystem:ClientMount`를 허용하는 역할을 `taskRoleArn`에 적으십시오.",
                en: "With `iam`, the volume is mounted by the rights of the task's role: name in `taskRoleArn` one that allows `elasticfilesystem:ClientMount`."
            )),
        );
    }
}

/// A volume that no mount point can name.
fn nameless(definition: &Definition, volume: NodeId) -> Option<Finding> {
    let message = say!(ko: "볼륨에 `name`이 없습니다", en: "the volume has no `name`");
    let help = say!(
        ko: "컨테이너는 볼륨을 이름으로 마운트합니다. 이름은 `mountPoints`의 `sourceVolume`에 적습니다.",
        en: "Containers mount a volume by its name, which stands in `sourceVolume` of their `mountPoints`."
    );
    let missing = definition.lacks(volume, "name");
    missing.then(|| Finding::warning("unused-volume", definition.context.place(volume), message).help(help))
}

fn root(context: &Context, efs: NodeId, found: &mut Vec<Finding>) {
    let Some(node) = context.tree.get(efs, "rootDirectory") else {
        return;
    };
    let elsewhere = context.text_of(node).filter(|root| !matches!(*root, "" | "/"));
    let point = context.tree.pointer(efs, "/authorizationConfig/accessPointId");
    let (Some(root), Some(point)) = (elsewhere, point) else {
        return;
    };
    found.push(
        Finding::error(
            "efs-access-point-root",
            context.place(node),
            say!(
                ko: "EFS 액세스 포인트를 쓰면 `rootDirectory`는 `{root}`일 수 없습니다",
                en: "with an EFS access point, `rootDirectory` cannot be `{root}`"
            ),
        )
        .label(context.place(point), say!(ko: "액세스 포인트", en: "the access point"))
        .help(say!(
            ko: "디렉터리는 액세스 포인트가 정합니다. `rootDirectory`를 지우거나 `/`로 적으십시오.",
            en: "The access point decides the directory: take `rootDirectory` out, or write `/`."
        ))
        .fix(
            Applicability::Safe,
            say!(ko: "`/`", en: "`/`"),
            context.place(node),
            "\"/\"",
        ),
    );
}

fn ids(context: &Context, efs: NodeId, found: &mut Vec<Finding>) {
    let file_system = context.tree.get(efs, "fileSystemId").map(|node| (node, "fs-"));
    let point = context.tree.pointer(efs, "/authorizationConfig/accessPointId");
    for (node, prefix) in file_system.into_iter().chain(point.map(|node| (node, "fsap-"))) {
        let Some(id) = context.text_of(node).filter(|id| !id.starts_with(prefix)) else {
            continue;
        };
        found.push(
            Finding::warning(
                "efs-id",
                context.place(node),
                say!(ko: "`{id}`은(는) `{prefix}`로 시작하지 않습니다", en: "`{id}` does not begin with `{prefix}`"),
            )
            .help(say!(
                ko: "파일 시스템의 ID는 `fs-`로, 액세스 포인트의 ID는 `fsap-`로 시작합니다. 이름이나 ARN은 쓸 수 없습니다.",
                en: "The id of a file system begins with `fs-`, that of an access point with `fsap-`; names and ARNs do not serve."
            )),
        );
    }
}

fn autoprovision(definition: &Definition, docker: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let scope = context.tree.get(docker, "scope");
    let for_task = match scope {
        Some(scope) => context.text_of(scope) == Some("task"),
        None => definition.complete(docker),
    };
    if !for_task || context.flag_at(docker, "autoprovision") != Some(true) {
        return;
    }
    let at = context.key_range(docker, "autoprovision");
    found.push(
        Finding::warning(
            "docker-volume-autoprovision",
            at,
            say!(
                ko: "`autoprovision`은 `scope`가 `shared`인 볼륨에만 쓰입니다",
                en: "`autoprovision` is only for volumes whose `scope` is `shared`"
            ),
        )
        .help(say!(
            ko: "`task` 범위의 볼륨은 태스크와 함께 생기고 사라집니다. `scope`를 `shared`로 하거나 `autoprovision`을 지우십시오.",
            en: "A volume of scope `task` comes and goes with its task. Make the scope `shared`, or take `autoprovision` out."
        )),
    );
}

/// A mount point without its volume or without its path.
fn halved(definition: &Definition, mount: NodeId) -> Option<Finding> {
    let context = definition.context;
    let known = |key: &str| matches!(key, "sourceVolume" | "containerPath" | "readOnly");
    // One with other members is told so by the schema.
    if !context.tree.members(mount).iter().all(|member| known(&member.key)) {
        return None;
    }
    let missing = ["sourceVolume", "containerPath"]
        .into_iter()
        .find(|key| definition.lacks(mount, key))?;
    let message = say!(ko: "마운트에 `{missing}`이(가) 없습니다", en: "the mount point has no `{missing}`");
    Some(Finding::warning("mount-path", context.place(mount), message).help(say!(
        ko: "볼륨의 이름(`sourceVolume`)과 컨테이너 안의 경로(`containerPath`)를 함께 적으십시오.",
        en: "Give both the name of the volume (`sourceVolume`) and the path in the container (`containerPath`)."
    )))
}

fn paths(definition: &Definition, container: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    for &mount in context.list_at(container, "mountPoints") {
        found.extend(halved(definition, mount));
    }
    let mut paths: Vec<(&str, NodeId)> = Vec::new();
    for (path, node) in definition.values(container, "mountPoints", "containerPath") {
        let drive = path.as_bytes().get(1) == Some(&b':');
        if !path.starts_with(['/', '\\']) && !drive {
            found.push(
                Finding::warning(
                    "mount-path",
                    context.place(node),
                    say!(
                        ko: "`containerPath`의 `{path}`은(는) 절대 경로가 아닙니다",
                        en: "the `containerPath` `{path}` is not an absolute path"
                    ),
                )
                .help(say!(
                    ko: "컨테이너의 최상위부터 적으십시오: `/`로 시작해야 합니다.",
                    en: "Docker mounts only at absolute paths, which begin with `/`."
                )),
            );
        }
        let bare = path.trim_end_matches('/');
        match paths.iter().find(|(other, _)| *other == bare) {
            Some((_, first)) => found.push(
                Finding::warning(
                    "mount-path",
                    context.place(node),
                    say!(
                        ko: "`{path}` 경로에 볼륨 두 개를 마운트합니다",
                        en: "two volumes are mounted at `{path}`"
                    ),
                )
                .label(context.place(*first), say!(ko: "처음 마운트한 곳", en: "the first one"))
                .help(say!(
                    ko: "한 경로에는 볼륨 하나만 마운트할 수 있습니다.",
                    en: "Only one volume can be mounted at a path."
                )),
            ),
            None => paths.push((bare, node)),
        }
    }
}
