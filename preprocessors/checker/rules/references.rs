//! What refers to a volume or a container by its name, and the order in which containers start.

use super::definition::Definition;
use super::roster::repeated;
use crate::diagnostic::{Finding, Text};
use crate::say;
use crate::suggest::nearest;
use crate::syntax::json::NodeId;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Judges a task definition.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    volumes(definition, found);
    definition.containers().for_each(|c| waits_once(definition, c, found));
    let Some(all) = definition.roster("containerDefinitions") else {
        return;
    };
    let containers: BTreeMap<&str, NodeId> = all.iter().copied().collect();
    unknown_containers(definition, &containers, found);
    cycles(definition, &all, found);
    conditions(definition, &containers, found);
}

fn volumes(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    let Some(volumes) = definition.roster("volumes") else {
        return;
    };
    let mut used = BTreeSet::new();
    for container in definition.containers() {
        for (name, node) in definition.values(container, "mountPoints", "sourceVolume") {
            used.insert(name);
            if volumes.iter().any(|(volume, _)| *volume == name) {
                continue;
            }
            let finding = Finding::error(
                "unknown-volume",
                context.place(node),
                say!(ko: "`volumes`에 `{name}` 볼륨이 없습니다", en: "there is no volume `{name}` in `volumes`"),
            );
            found.push(unknown(finding, name, volumes.iter().map(|(name, _)| *name)).help(say!(
                ko: "마운트할 볼륨은 모두 태스크 정의의 `volumes`에 이름과 함께 있어야 합니다.",
                en: "Each volume that is mounted has to stand, with its name, in the task definition's `volumes`."
            )));
        }
    }
    if !volumes.is_empty() && all_mounts_known(definition) {
        for (name, volume) in volumes.iter().filter(|(name, _)| !used.contains(name)) {
            let at = context.tree.get(*volume, "name").unwrap_or(*volume);
            found.push(
                Finding::warning(
                    "unused-volume",
                    context.place(at),
                    say!(ko: "`{name}` 볼륨을 마운트하는 컨테이너가 없습니다", en: "no container mounts the volume `{name}`"),
                )
                .help(say!(
                    ko: "쓸 컨테이너의 `mountPoints`에 `sourceVolume`으로 적거나, 볼륨을 지우십시오.",
                    en: "Name it as `sourceVolume` in the `mountPoints` of the container that needs it, or take it out."
                )),
            );
        }
    }
}

/// Whether every mount of every container is shown, with a name that is known.
fn all_mounts_known(definition: &Definition) -> bool {
    let context = definition.context;
    let Some(containers) = definition.roster("containerDefinitions") else {
        return false;
    };
    !containers.is_empty()
        && containers.iter().all(|&(_, container)| {
            let mounts = context.list_at(container, "mountPoints");
            let list = context.tree.get(container, "mountPoints");
            definition.complete(container)
                && list.is_none_or(|list| !context.tree.elided(list))
                && mounts.iter().all(|&m| context.text_at(m, "sourceVolume").is_some())
        })
}

/// The same finding with the nearest name, or all of them.
fn unknown<'a>(finding: Finding, name: &str, names: impl Iterator<Item = &'a str> + Clone) -> Finding {
    if let Some(near) = nearest(name, names.clone()) {
        return finding.help(say!(ko: "비슷한 이름: `{near}`", en: "A similar name: `{near}`"));
    }
    let list = names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if list.is_empty() {
        return finding;
    }
    finding.help(say!(ko: "있는 이름: {list}", en: "The names there are: {list}"))
}

fn unknown_containers(definition: &Definition, containers: &BTreeMap<&str, NodeId>, found: &mut Vec<Finding>) {
    let context = definition.context;
    let mut judge = |owner: Option<NodeId>, name: &str, node: NodeId, field: &str| {
        if owner.is_some() && containers.get(name).copied() == owner {
            found.push(of_itself(context.place(node), name, field));
        }
        if containers.contains_key(name) {
            return;
        }
        let finding = Finding::error(
            "unknown-container",
            context.place(node),
            say!(ko: "`{field}`에 적은 `{name}` 컨테이너가 없습니다", en: "there is no container `{name}`, which `{field}` names"),
        );
        found.push(unknown(finding, name, containers.keys().copied()).help(say!(
            ko: "같은 태스크 정의의 `containerDefinitions`에 있는 컨테이너의 `name`이어야 합니다.",
            en: "It has to be the `name` of a container in `containerDefinitions` of the same task definition."
        )));
    };
    for container in definition.containers() {
        for (name, node) in definition.values(container, "dependsOn", "containerName") {
            judge(None, name, node, "dependsOn");
        }
        for (name, node) in definition.values(container, "volumesFrom", "sourceContainer") {
            judge(Some(container), name, node, "volumesFrom");
        }
        for &link in context.list_at(container, "links") {
            if let Some(text) = context.text_of(link) {
                let name = text.split_once(':').map_or(text, |(name, _)| name);
                judge(Some(container), name, link, "links");
            }
        }
    }
    let proxied = definition.field("proxyConfiguration");
    let proxied = proxied.and_then(|proxy| context.tree.get(proxy, "containerName"));
    if let Some(node) = proxied
        && let Some(name) = context.text_of(node)
    {
        judge(None, name, node, "proxyConfiguration");
    }
}

/// A container that links to itself, or takes its own volumes; that it waits for itself is a cycle.
fn of_itself(at: Range<usize>, name: &str, field: &str) -> Finding {
    Finding::error(
        "unknown-container",
        at,
        say!(ko: "`{field}`에 `{name}` 컨테이너 자신을 적었습니다", en: "`{field}` names the container `{name}` itself"),
    )
    .help(say!(
        ko: "같은 태스크 정의의 다른 컨테이너를 적거나, 이 항목을 지우십시오.",
        en: "Name another container of the same task definition, or take the entry out."
    ))
}

fn waits_once(definition: &Definition, container: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    for (name, first, second) in repeated(&definition.values(container, "dependsOn", "containerName")) {
        found.push(
            Finding::warning(
                "duplicate-dependency",
                context.place(second),
                say!(ko: "`{name}` 컨테이너를 두 번 기다립니다", en: "the container `{name}` is waited for twice"),
            )
            .label(context.place(first), say!(ko: "처음 적은 곳", en: "the first time"))
            .help(say!(
                ko: "컨테이너 하나에 조건 하나를 적습니다. `HEALTHY`나 `SUCCESS`는 `START`를 포함합니다.",
                en: "There is one condition for each container; `HEALTHY` and `SUCCESS` include `START`."
            )),
        );
    }
}

/// One container waits for another: the other's index, and where it says so.
type Edge = (usize, NodeId);

fn cycles(definition: &Definition, all: &[(&str, NodeId)], found: &mut Vec<Finding>) {
    let context = definition.context;
    let index: BTreeMap<&str, usize> = all.iter().enumerate().map(|(i, (name, _))| (*name, i)).collect();
    let edges: Vec<Vec<Edge>> = all
        .iter()
        .map(|&(_, container)| {
            let waits = definition.values(container, "dependsOn", "containerName");
            let edge = |(name, node): (&str, NodeId)| Some((*index.get(name)?, node));
            waits.into_iter().filter_map(edge).collect()
        })
        .collect();
    for cycle in closed_paths(&edges) {
        let Some((first, others)) = cycle.split_first() else {
            continue;
        };
        let names = cycle.iter().map(|(from, _)| all[*from].0);
        let path: Vec<String> = names.chain([all[first.0].0]).map(|name| format!("`{name}`")).collect();
        let path = path.join(" → ");
        let finding = Finding::error(
            "dependency-cycle",
            context.place(first.1),
            match others {
                [] => say!(ko: "컨테이너가 자기 자신을 기다립니다: {path}", en: "a container waits for itself: {path}"),
                _ => say!(ko: "컨테이너들이 서로를 기다립니다: {path}", en: "containers wait for each other: {path}"),
            },
        );
        let label = |finding: Finding, (_, node): &Edge| {
            finding.label(
                context.place(*node),
                say!(ko: "여기서도 기다립니다", en: "and waits here"),
            )
        };
        found.push(others.iter().fold(finding, label).help(say!(
            ko: "`dependsOn`이 고리를 이루면 어느 컨테이너도 먼저 시작할 수 없습니다. 고리의 항목 하나를 지우십시오.",
            en: "When `dependsOn` goes in a circle no container can be the first to start. Take one of its entries out."
        )));
    }
}

/// The cycles that a walk in depth closes: each as its containers, with where each says that it waits for the next.
fn closed_paths(edges: &[Vec<Edge>]) -> Vec<Vec<Edge>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Not,
        OnPath,
        Done,
    }
    let mut seen = vec![Seen::Not; edges.len()];
    let mut cycles = Vec::new();
    for start in 0..edges.len() {
        if seen[start] != Seen::Not {
            continue;
        }
        // The path from the start, and how many edges of each have been followed.
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        seen[start] = Seen::OnPath;
        while let Some((at, followed)) = path.last_mut() {
            let Some(&(to, _)) = edges[*at].get(*followed) else {
                seen[*at] = Seen::Done;
                path.pop();
                continue;
            };
            *followed += 1;
            match seen[to] {
                Seen::Not => {
                    seen[to] = Seen::OnPath;
                    path.push((to, 0));
                }
                Seen::OnPath => {
                    let from = path.iter().position(|(at, _)| *at == to).unwrap_or_default();
                    let edge = |(at, followed): &(usize, usize)| (*at, edges[*at][followed - 1].1);
                    cycles.push(path[from..].iter().map(edge).collect());
                }
                Seen::Done => {}
            }
        }
    }
    cycles
}

fn conditions(definition: &Definition, containers: &BTreeMap<&str, NodeId>, found: &mut Vec<Finding>) {
    let context = definition.context;
    for container in definition.containers() {
        for &wait in context.list_at(container, "dependsOn") {
            let name = context.text_at(wait, "containerName");
            let Some((name, &other)) = name.and_then(|name| containers.get_key_value(name)) else {
                continue;
            };
            let Some(node) = context.tree.get(wait, "condition") else {
                continue;
            };
            let Some(condition) = context.text_of(node) else {
                continue;
            };
            let missing = |key| context.tree.get(other, key).is_none() && definition.complete(other);
            let essential = missing("essential") || context.flag_at(other, "essential") == Some(true);
            let at = context.place(node);
            match condition {
                "COMPLETE" | "SUCCESS" if essential && other != container => {
                    found.push(needs_end(definition, name, other, condition, at));
                }
                "HEALTHY" if missing("healthCheck") => found.push(
                    Finding::warning(
                        "healthy-without-health-check",
                        at,
                        say!(
                            ko: "`{name}` 컨테이너에는 `healthCheck`가 없어 `HEALTHY`가 될 수 없습니다",
                            en: "the container `{name}` has no `healthCheck`, so it never becomes `HEALTHY`"
                        ),
                    )
                    .label(context.place(other), say!(ko: "기다리는 컨테이너", en: "the container that is waited for"))
                    .help(say!(
                        ko: "ECS는 이미지의 `HEALTHCHECK`를 보지 않습니다. 컨테이너 정의에 `healthCheck`를 적거나, 조건을 `START`로 바꾸십시오.",
                        en: "ECS does not look at the image's `HEALTHCHECK`. Give the container definition a `healthCheck`, or wait for `START`."
                    )),
                ),
                _ => {}
            }
        }
    }
}

fn needs_end(definition: &Definition, name: &str, other: NodeId, condition: &str, at: Range<usize>) -> Finding {
    let context = definition.context;
    let label: Text;
    let place = match context.tree.get(other, "essential") {
        Some(node) => {
            label = say!(ko: "필수 컨테이너입니다", en: "it is essential");
            context.place(node)
        }
        None => {
            label = say!(ko: "`essential`을 생략하면 `true`입니다", en: "without `essential` it is `true`");
            context.place(context.tree.get(other, "name").unwrap_or(other))
        }
    };
    Finding::error(
        "dependency-on-essential",
        at,
        say!(
            ko: "필수 컨테이너 `{name}`이(가) 끝나기를 기다릴 수 없습니다(`{condition}`)",
            en: "nothing can wait for the end (`{condition}`) of the essential container `{name}`"
        ),
    )
    .label(place, label)
    .help(say!(
        ko: "필수 컨테이너가 끝나면 태스크 전체가 멈춥니다. 한 번 실행되고 끝나는 컨테이너에는 `\"essential\": false`를 적으십시오.",
        en: "When an essential container ends the whole task stops. Give a container that runs once and ends `\"essential\": false`."
    ))
}
