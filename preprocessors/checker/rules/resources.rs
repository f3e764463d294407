//! CPU, memory and limits: what does not add up, and what is out of bounds.

mod limits;
mod linux;
mod sizes;

use super::definition::{Definition, bounds};
use crate::diagnostic::{Finding, Severity};
use crate::say;
use crate::syntax::json::{NodeId, Value};

/// Judges a task definition.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    count(definition, found);
    sizes::check(definition, found);
    limits::check(definition, found);
    linux::check(definition, found);
    deprecated(definition, found);
    shares(definition, found);
}

/// What the Linux kernel takes as the weight of a container, by the API reference of `ContainerDefinition` (2026-11).
const SHARES: std::ops::RangeInclusive<i64> = 2..=262_144;

/// Weights that the kernel moves to the nearest that it has. 0 is what is meant where there is no `cpu`.
fn shares(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    if definition.windows() {
        return;
    }
    for container in definition.containers() {
        let Some(node) = context.tree.get(container, "cpu") else {
            continue;
        };
        bounds(definition, ("container-cpu", container, "cpu"), (0, i64::MAX), found);
        let Some(cpu) = context.integer(node).filter(|cpu| *cpu > 0 && !SHARES.contains(cpu)) else {
            continue;
        };
        let nearest = cpu.clamp(*SHARES.start(), *SHARES.end());
        found.push(
            Finding::new(
                Severity::Info,
                "container-cpu",
                context.place(node),
                say!(ko: "컨테이너의 `cpu` 값 {cpu} 대신 Linux는 {nearest} 값을 씁니다", en: "a container's `cpu` of {cpu} becomes {nearest} on Linux"),
            )
            .help(say!(
                ko: "CPU 단위는 컨테이너 사이의 몫이고, 커널이 받는 값은 2에서 262144까지입니다. 1 vCPU는 1024입니다.",
                en: "CPU units are shares among containers, and the kernel takes 2 to 262144; 1 vCPU is 1024."
            )),
        );
    }
}

/// How many containers a task may have, by the service quotas of ECS (2026-11).
const CONTAINERS: usize = 10;

fn count(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    let Some(list) = definition.field("containerDefinitions") else {
        return;
    };
    let Value::Array { elements, .. } = &context.tree[list].value else {
        return;
    };
    // A comment in the list stands for the containers that are left out.
    let written = context.text()[context.tree[list].range.clone()].trim_matches(['[', ']']);
    if elements.is_empty() && definition.complete(list) && written.trim().is_empty() {
        found.push(
            Finding::error(
                "container-count",
                context.place(list),
                say!(ko: "태스크 정의에 컨테이너가 없습니다", en: "the task definition has no container"),
            )
            .help(say!(
                ko: "`name`과 `image`가 있는 컨테이너 정의가 하나는 있어야 합니다.",
                en: "It needs at least one container definition with a `name` and an `image`."
            )),
        );
    }
    if elements.len() > CONTAINERS {
        let count = elements.len();
        found.push(
            Finding::error(
                "container-count",
                context.place(list),
                say!(ko: "태스크 정의에 컨테이너가 {count}개 있습니다", en: "the task definition has {count} containers"),
            )
            .help(say!(
                ko: "컨테이너는 {CONTAINERS}개까지입니다. 함께 뜨고 함께 멈추어야 하는 것만 남기고 나머지는 다른 태스크 정의로 나누십시오.",
                en: "There can be {CONTAINERS}. Keep those that have to start and stop together, and give the others a task definition of their own."
            )),
        );
    }
    let optional = |&container: &NodeId| context.flag_at(container, "essential") == Some(false);
    if !elements.is_empty() && definition.complete(list) && elements.iter().all(optional) {
        found.push(
            Finding::error(
                "no-essential-container",
                context.place(list),
                say!(ko: "필수 컨테이너가 하나도 없습니다", en: "no container is essential"),
            )
            .help(say!(
                ko: "모든 컨테이너가 `\"essential\": false`입니다. 태스크의 주된 컨테이너 하나는 `true`로 적거나 생략하십시오. 생략하면 `true`입니다.",
                en: "Each has `\"essential\": false`. For the main container of the task write `true`, or leave it out: then it is `true`."
            )),
        );
    }
}

/// The families of Windows that ECS has no machine images for any more.
const OLD_WINDOWS: [&str; 3] = [
    "WINDOWS_SERVER_2016_FULL",
    "WINDOWS_SERVER_2004_CORE",
    "WINDOWS_SERVER_20H2_CORE",
];

fn deprecated(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    let tree = context.tree;
    let mut warn = |at, text| found.push(Finding::new(Severity::Warning, "deprecated-feature", at, text));
    if !definition.lone_container && context.filled(definition.node, "inferenceAccelerators").is_some() {
        warn(
            context.key_range(definition.node, "inferenceAccelerators"),
            say!(
                ko: "Elastic Inference는 서비스가 끝나 `inferenceAccelerators`를 쓸 수 없습니다",
                en: "`inferenceAccelerators` are of no use: Elastic Inference has come to its end"
            ),
        );
    }
    let proxy = definition.field("proxyConfiguration");
    if let Some(proxy) = proxy.filter(|&proxy| context.text_at(proxy, "type") == Some("APPMESH")) {
        warn(
            context.key_range(proxy, "type"),
            say!(
                ko: "App Mesh는 서비스가 끝났습니다. 서비스 사이의 연결에는 Service Connect를 쓰십시오",
                en: "App Mesh has come to its end; Service Connect joins services instead"
            ),
        );
    }
    let platform = definition.field("runtimePlatform");
    let family = platform.and_then(|platform| tree.get(platform, "operatingSystemFamily"));
    if let Some(family) = family
        && let Some(name) = context.word_of(family).filter(|name| OLD_WINDOWS.contains(name))
    {
        warn(
            context.place(family),
            say!(
                ko: "`{name}`은(는) 지원이 끝난 Windows입니다. `WINDOWS_SERVER_2022_CORE` 같은 이후의 것을 쓰십시오",
                en: "`{name}` is a Windows that is no longer supported; use a later one, such as `WINDOWS_SERVER_2022_CORE`"
            ),
        );
    }
}
