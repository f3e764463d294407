//! CPU and memory: of the task, of each container, and in sum.

use crate::diagnostic::Finding;
use crate::rules::definition::{Definition, size};
use crate::say;
use crate::syntax::json::NodeId;

/// Judges the sizes of a task definition.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    task(definition, found);
    missing(definition, found);
    for container in definition.containers() {
        memory(definition, container, found);
    }
    if let Some((node, limit)) = definition.task_size("cpu") {
        sum(definition, "cpu", (node, limit), found);
    }
    if let Some((node, limit)) = definition.task_size("memory") {
        sum(definition, "memoryReservation", (node, limit), found);
        sum(definition, "memory", (node, limit), found);
    }
}

/// The CPU units that a task on EC2 may have, by the API reference (2026-11).
const EC2_CPU: std::ops::RangeInclusive<i64> = 128..=196_608;

fn task(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    for (key, unit, example) in [("cpu", "vCPU", "`1024`, `1 vCPU`"), ("memory", "GB", "`2048`, `2 GB`")] {
        let Some(node) = definition.field(key) else { continue };
        let Some(text) = context.text_of(node) else { continue };
        if size(text, unit).is_none() {
            found.push(
                Finding::error(
                    "task-size",
                    context.place(node),
                    say!(ko: "`{text}`은(는) 태스크의 `{key}` 값이 아닙니다", en: "`{text}` is no value of a task's `{key}`"),
                )
                .help(match key {
                    "cpu" => say!(
                        ko: "CPU 단위의 정수나 `{unit}`를 붙인 수를 문자열로 적습니다. 보기: {example}",
                        en: "It is a string with a whole number of CPU units, or a number with `{unit}`: {example}."
                    ),
                    _ => say!(
                        ko: "MiB 단위의 정수나 `{unit}`를 붙인 수를 문자열로 적습니다. 보기: {example}",
                        en: "It is a string with a whole number of MiB, or a number with `{unit}`: {example}."
                    ),
                }),
            );
        }
    }
    // Fargate has sizes of its own.
    let cpu = definition.task_size("cpu").filter(|_| !definition.fargate());
    if let Some((node, units)) = cpu.filter(|(_, units)| !EC2_CPU.contains(units)) {
        let (low, high) = (EC2_CPU.start(), EC2_CPU.end());
        found.push(
            Finding::error(
                "task-size",
                context.place(node),
                say!(ko: "태스크의 `cpu`는 {units}단위일 수 없습니다", en: "a task's `cpu` cannot be {units} units"),
            )
            .help(say!(
                ko: "{low}단위에서 {high}단위까지이며 1 vCPU는 1024단위입니다.",
                en: "It is from {low} to {high} units; 1 vCPU is 1024 units."
            )),
        );
    }
}

/// Containers of a task without `memory` that have none of their own. On Fargate the task's is missing first.
fn missing(definition: &Definition, found: &mut Vec<Finding>) {
    if definition.lone_container || definition.field("memory").is_some() || definition.fargate() {
        return;
    }
    let context = definition.context;
    for container in definition.containers() {
        let has = |key| context.tree.get(container, key).is_some();
        if has("memory") || has("memoryReservation") || !definition.lacks_field("memory") {
            continue;
        }
        if definition.lacks(container, "memory") && definition.lacks(container, "memoryReservation") {
            found.push(
                Finding::error(
                    "missing-memory",
                    context.place(container),
                    say!(ko: "컨테이너의 메모리가 정해져 있지 않습니다", en: "the container has no memory"),
                )
                .help(say!(
                    ko: "컨테이너에 `memory`(한도)나 `memoryReservation`(예약)을 MiB 단위의 정수로 적거나, 태스크에 `memory`를 적으십시오.",
                    en: "Give the container `memory` (its limit) or `memoryReservation` (what is kept for it), in MiB, or give the task `memory`."
                )),
            );
        }
    }
}

/// The MiB that a container needs at least: the older and the newer daemon, by the API reference (2026-11).
const LEAST: i64 = 4;
const ADVISED: i64 = 6;

fn memory(definition: &Definition, container: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let member = |key| {
        let node = context.tree.get(container, key)?;
        Some((node, context.integer(node)?))
    };
    let (limit, reservation) = (member("memory"), member("memoryReservation"));
    // 0 stands for a reservation that is not made.
    let reserved = reservation.filter(|(_, memory)| *memory != 0);
    let sizes = [("memory", limit), ("memoryReservation", reserved)];
    for (key, node, memory) in sizes
        .iter()
        .filter_map(|(key, size)| size.map(|(node, memory)| (key, node, memory)))
    {
        if memory >= ADVISED {
            continue;
        }
        let message =
            say!(ko: "컨테이너의 `{key}` 값이 {memory} MiB입니다", en: "the container's `{key}` is {memory} MiB");
        let finding = match memory < LEAST {
            true => Finding::error("container-memory", context.place(node), message),
            false => Finding::warning("container-memory", context.place(node), message),
        };
        found.push(finding.help(say!(
            ko: "단위는 MiB이며 {LEAST} 이상이어야 하고, 요즈음의 Docker에는 {ADVISED} 이상이 필요합니다. GiB로 적었으면 1024를 곱하십시오.",
            en: "It is in MiB and at least {LEAST}, with a newer Docker at least {ADVISED}. If GiB were meant, multiply by 1024."
        )));
    }
    if let (Some((limit_node, limit)), Some((node, reservation))) = (limit, reservation)
        && limit < reservation
    {
        found.push(
            Finding::error(
                "container-memory",
                context.place(node),
                say!(
                    ko: "`memoryReservation`({reservation} MiB)이 `memory`({limit} MiB)보다 큽니다",
                    en: "`memoryReservation` ({reservation} MiB) is more than `memory` ({limit} MiB)"
                ),
            )
            .label(context.place(limit_node), say!(ko: "컨테이너의 한도", en: "the container's limit"))
            .help(say!(
                ko: "`memory`는 넘으면 컨테이너가 종료되는 한도이고 `memoryReservation`은 그 안에서 예약하는 양입니다. 한도 이하로 적으십시오.",
                en: "`memory` is the limit at which the container is killed, `memoryReservation` what is kept for it within that limit: it can be as much, not more."
            )),
        );
        return;
    }
    let Some((task_node, task)) = definition.task_size("memory") else {
        return;
    };
    let above = [("memory", limit), ("memoryReservation", reservation)]
        .into_iter()
        .find_map(|(key, value)| {
            value
                .filter(|(_, value)| *value > task)
                .map(|(node, value)| (key, node, value))
        });
    if let Some((key, node, value)) = above {
        found.push(
            Finding::error(
                "container-memory",
                context.place(node),
                say!(
                    ko: "컨테이너의 `{key}`({value} MiB)가 태스크의 메모리({task} MiB)보다 큽니다",
                    en: "the container's `{key}` ({value} MiB) is more than the task's memory ({task} MiB)"
                ),
            )
            .label(
                context.place(task_node),
                say!(ko: "태스크의 메모리", en: "the task's memory"),
            )
            .help(say!(
                ko: "컨테이너의 메모리를 줄이거나 태스크의 `memory`를 늘리십시오.",
                en: "Lower the container's, or raise the task's `memory`."
            )),
        );
    }
}

/// Judges what all containers have of one thing against what the task has of it.
fn sum(definition: &Definition, key: &'static str, (task_node, task): (NodeId, i64), found: &mut Vec<Finding>) {
    let context = definition.context;
    let mut total = 0_i64;
    let mut over = None;
    for container in definition.containers() {
        let Some(node) = context.tree.get(container, key) else {
            continue;
        };
        let Some(amount) = context.integer(node).filter(|amount| *amount > 0) else {
            continue;
        };
        // A container that is too big alone is told of as such, but for its CPU.
        if amount > task && key != "cpu" {
            return;
        }
        total = total.saturating_add(amount);
        if total > task && over.is_none() {
            over = Some(node);
        }
    }
    let Some(node) = over else { return };
    let at = context.place(node);
    let (rule, unit_ko, unit_en) = match key {
        "cpu" => ("cpu-sum", "단위", " units"),
        _ => ("memory-sum", " MiB", " MiB"),
    };
    let of = if key == "cpu" { "cpu" } else { "memory" };
    let message = say!(
        ko: "컨테이너의 `{key}` 합({total}{unit_ko})이 태스크의 `{of}`({task}{unit_ko})보다 큽니다",
        en: "the containers have {total}{unit_en} of `{key}` in sum, more than the task's `{of}` ({task}{unit_en})"
    );
    // That hard limits may not add up to more is only written, not known to be enforced.
    let finding = match key {
        "memory" => Finding::warning(rule, at, message),
        _ => Finding::error(rule, at, message),
    };
    found.push(
        finding
            .label(context.place(task_node), say!(ko: "태스크의 값", en: "what the task has"))
            .help(say!(
                ko: "컨테이너의 값을 줄이거나 태스크의 `{of}`를 늘리십시오. 컨테이너의 `{key}`는 생략해도 됩니다.",
                en: "Lower those of the containers, or raise the task's `{of}`. A container may also do without `{key}`."
            )),
    );
}
