//! The sizes that Fargate has, and those that it does not have.

use crate::diagnostic::{Applicability, Finding};
use crate::rules::definition::Definition;
use crate::say;
use crate::syntax::json::NodeId;

/// The table of sizes: its origin stands in `schemas/sources.toml`.
const SIZES: &str = include_str!("../../../../schemas/fargate-sizes.toml");

/// Judges the `cpu` and `memory` of a task on Fargate.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    let missing = ["cpu", "memory"].map(|key| definition.lacks_field(key));
    match missing {
        [false, false] => {}
        [true, true] => found.push(absent(definition, "`cpu`, `memory`", "`cpu` and `memory` are")),
        [true, false] => found.push(absent(definition, "`cpu`", "`cpu` is")),
        [false, true] => found.push(absent(definition, "`memory`", "`memory` is")),
    }
    let Some((cpu_node, cpu)) = definition.task_size("cpu") else {
        return;
    };
    let Some((_, sizes)) = rows().find(|(units, _)| *units == cpu) else {
        found.push(no_such_cpu(definition, cpu_node, cpu));
        return;
    };
    if let Some((memory_node, memory)) = definition.task_size("memory") {
        let sizes: Vec<i64> = numbers(sizes).collect();
        if !sizes.contains(&memory) {
            found.push(no_such_memory(
                definition,
                (cpu_node, cpu),
                (memory_node, memory),
                &sizes,
            ));
        }
    }
}

fn absent(definition: &Definition, ko: &str, en: &str) -> Finding {
    Finding::error(
        "fargate-cpu-memory",
        definition.context.place(definition.node),
        say!(ko: "Fargate에 필요한 태스크의 {ko} 값이 없습니다", en: "{en} missing from the task, which Fargate requires"),
    )
    .help(say!(
        ko: "컨테이너의 값만으로는 부족합니다. `\"cpu\": \"256\"`, `\"memory\": \"512\"`처럼 태스크의 크기를 문자열로 적으십시오.",
        en: "Those of the containers are not enough: give the task's size as strings, such as `\"cpu\": \"256\"` and `\"memory\": \"512\"`."
    ))
}

fn no_such_cpu(definition: &Definition, node: NodeId, cpu: i64) -> Finding {
    let context = definition.context;
    let known: Vec<i64> = rows().map(|(units, _)| units).collect();
    let list = listed(&known);
    let near = nearest(&known, cpu);
    Finding::error(
        "fargate-cpu-memory",
        context.place(node),
        say!(ko: "Fargate에는 CPU {cpu}단위가 없습니다", en: "Fargate has no size of {cpu} CPU units"),
    )
    .help(say!(ko: "Fargate의 `cpu`: {list} (1024가 1 vCPU)", en: "`cpu` on Fargate: {list} (1024 is 1 vCPU)"))
    .fix(
        Applicability::Unsafe,
        say!(ko: "`\"{near}\"`", en: "`\"{near}\"`"),
        context.place(node),
        format!("\"{near}\""),
    )
}

fn no_such_memory(definition: &Definition, cpu: (NodeId, i64), memory: (NodeId, i64), sizes: &[i64]) -> Finding {
    let context = definition.context;
    let ((cpu_node, cpu), (node, memory)) = (cpu, memory);
    let list = listed(sizes);
    let near = nearest(sizes, memory);
    let finding = Finding::error(
        "fargate-cpu-memory",
        context.place(node),
        say!(
            ko: "Fargate에는 CPU {cpu}단위에 메모리 {memory} MiB인 크기가 없습니다",
            en: "Fargate has no size of {cpu} CPU units with {memory} MiB of memory"
        ),
    )
    .label(
        context.place(cpu_node),
        say!(ko: "CPU {cpu}단위", en: "{cpu} CPU units"),
    )
    .help(say!(
        ko: "`cpu`가 {cpu}이면 `memory`는 {list} 가운데 하나입니다.",
        en: "With a `cpu` of {cpu}, `memory` is one of {list}."
    ));
    let other = rows().find(|(_, sizes)| numbers(sizes).any(|size| size == memory));
    let finding = match other {
        Some((units, _)) => finding.help(say!(
            ko: "메모리 {memory} MiB를 쓸 수 있는 가장 작은 `cpu`는 {units}입니다.",
            en: "The smallest `cpu` that goes with {memory} MiB is {units}."
        )),
        None => finding,
    };
    finding.fix(
        Applicability::Unsafe,
        say!(ko: "`\"{near}\"`", en: "`\"{near}\"`"),
        context.place(node),
        format!("\"{near}\""),
    )
}

/// The sizes that there are: CPU units, and the memory in MiB that goes with them.
pub fn fargate_sizes() -> impl Iterator<Item = (i64, impl Iterator<Item = i64>)> {
    rows().map(|(cpu, sizes)| (cpu, numbers(sizes)))
}

/// The rows of the table: CPU units, and the sizes that go with them as they are written.
fn rows() -> impl Iterator<Item = (i64, &'static str)> {
    SIZES.lines().filter_map(|line| {
        let (cpu, sizes) = line.split_once(" = [")?;
        Some((cpu.parse().ok()?, sizes.strip_suffix(']')?))
    })
}

fn numbers(sizes: &'static str) -> impl Iterator<Item = i64> {
    sizes.split(", ").filter_map(|size| size.parse().ok())
}

/// Sizes as they are read best: all of a few, the ends and the step of many.
fn listed(sizes: &[i64]) -> String {
    let quoted = |size: &i64| format!("`{size}`");
    match sizes {
        [first, second, .., last] if sizes.len() > 8 => {
            format!("`{first}`, `{second}`, ... `{last}` (+{})", second - first)
        }
        _ => sizes.iter().map(quoted).collect::<Vec<_>>().join(", "),
    }
}

fn nearest(sizes: &[i64], wanted: i64) -> i64 {
    let nearest = sizes.iter().min_by_key(|size| size.abs_diff(wanted));
    nearest.copied().unwrap_or(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_to_its_end() {
        let written = SIZES.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(rows().count(), written);
        for (cpu, sizes) in rows() {
            assert_eq!(numbers(sizes).count(), sizes.split(',').count(), "{cpu}");
        }
    }
}
