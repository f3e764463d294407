//! Port mappings: numbers, host ports, names.

use super::range;
use crate::diagnostic::{Applicability, Finding};
use crate::rules::definition::Definition;
use crate::say;
use crate::syntax::json::NodeId;
use std::collections::BTreeMap;
use std::ops::Range;

/// Where the host ports of a task and the names of its ports were first seen.
#[derive(Default)]
struct Seen<'a> {
    ports: BTreeMap<(i64, &'a str), Range<usize>>,
    names: BTreeMap<&'a str, Range<usize>>,
}

/// Judges every port mapping.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    let mode = definition.network_mode();
    let mut seen = Seen::default();
    for container in definition.containers() {
        for &mapping in context.list_at(container, "portMappings") {
            numbers(definition, mapping, mode, found);
            name(definition, mapping, &mut seen, found);
            range::check(definition, mapping, mode, found);
            once(definition, mapping, mode, &mut seen, found);
        }
        range::together(definition, container, found);
    }
}

/// A member that is an integer, and where.
fn number(definition: &Definition, mapping: NodeId, key: &str) -> Option<(Range<usize>, i64)> {
    let context = definition.context;
    let node = context.tree.get(mapping, key)?;
    Some((context.place(node), context.integer(node)?))
}

fn numbers(definition: &Definition, mapping: NodeId, mode: Option<&str>, found: &mut Vec<Finding>) {
    let context = definition.context;
    let container = number(definition, mapping, "containerPort");
    let host = number(definition, mapping, "hostPort");
    for (key, low, port) in [("containerPort", 1, &container), ("hostPort", 0, &host)] {
        let Some((at, port)) = port.as_ref().filter(|(_, port)| !(low..=65535).contains(port)) else {
            continue;
        };
        found.push(
            Finding::error(
                "port-number",
                at.clone(),
                say!(ko: "`{key}`은(는) {port}일 수 없습니다", en: "`{key}` cannot be {port}"),
            )
            .help(say!(ko: "{low}에서 65535까지의 정수여야 합니다.", en: "It is a whole number from {low} to 65535.")),
        );
    }
    let none = container.is_none() && context.tree.get(mapping, "containerPortRange").is_none();
    if none && definition.lacks(mapping, "containerPort") && definition.lacks(mapping, "containerPortRange") {
        found.push(
            Finding::error(
                "port-number",
                context.place(mapping),
                say!(ko: "포트 매핑에 `containerPort`가 없습니다", en: "a port mapping without `containerPort`"),
            )
            .help(say!(
                ko: "컨테이너 안의 애플리케이션이 듣는 포트를 적으십시오.",
                en: "Give the port that the application listens on in its container."
            )),
        );
    }
    let (Some((container_at, container)), Some((at, host))) = (container, host) else {
        return;
    };
    // 0 leaves the choice to ECS, as a host port left out does.
    if let Some(mode @ ("awsvpc" | "host")) = mode
        && host != container
        && host != 0
    {
        found.push(
            Finding::error(
                "host-port-mismatch",
                at.clone(),
                say!(
                    ko: "네트워크 모드 `{mode}`에서는 `hostPort`({host})가 `containerPort`({container})와 같아야 합니다",
                    en: "with the network mode `{mode}`, `hostPort` ({host}) has to be the `containerPort` ({container})"
                ),
            )
            .label(container_at, say!(ko: "컨테이너의 포트", en: "the container's port"))
            .help(say!(
                ko: "이 모드에서는 포트가 번역되지 않으므로 `hostPort`를 생략해도 됩니다. 밖에서 부를 포트가 다르면 로드 밸런서의 리스너에 적으십시오.",
                en: "In this mode ports are not translated, and `hostPort` can be left out. Where callers use another port, the listener of a load balancer has it."
            ))
            .fix(
                Applicability::Unsafe,
                say!(ko: "`{container}`", en: "`{container}`"),
                at,
                container.to_string(),
            ),
        );
    } else if mode == Some("bridge") {
        reserved(host, at, found);
    }
}

/// Ports of an instance that ECS keeps for itself, by the API reference of `PortMapping` (2026-11).
fn reserved(host: i64, at: Range<usize>, found: &mut Vec<Finding>) {
    let help = match host {
        22 | 2375 | 2376 | 51678..=51680 => say!(
            ko: "인스턴스의 SSH(22), Docker(2375, 2376), ECS 에이전트(51678-51680)가 쓰는 포트입니다. 다른 포트를 적으십시오.",
            en: "SSH (22), Docker (2375, 2376) and the ECS agent (51678-51680) of the instance use them. Choose another."
        ),
        32768..=65535 => say!(
            ko: "32768부터는 ECS와 운영체제가 그때그때 골라 쓰는 포트라서 이미 쓰이고 있을 수 있습니다. 그보다 낮은 포트를 적거나 `hostPort`를 생략하십시오.",
            en: "From 32768 on ECS and the system choose ports as they need them, so that it may be taken. Use a lower one, or leave `hostPort` out."
        ),
        _ => return,
    };
    found.push(
        Finding::warning(
            "reserved-port",
            at,
            say!(ko: "호스트 포트 {host}은(는) 다른 것이 쓰는 포트입니다", en: "the host port {host} is kept for others"),
        )
        .help(help),
    );
}

/// Each host port of a task is mapped once for each protocol.
fn once<'a>(
    definition: &Definition<'a>,
    mapping: NodeId,
    mode: Option<&str>,
    seen: &mut Seen<'a>,
    found: &mut Vec<Finding>,
) {
    let context = definition.context;
    let host = number(definition, mapping, "hostPort").filter(|(_, port)| *port > 0);
    let port = match mode {
        Some("awsvpc" | "host") => number(definition, mapping, "containerPort"),
        _ => host,
    };
    let Some((at, port)) = port else { return };
    let protocol = match context.tree.get(mapping, "protocol") {
        None => "tcp",
        Some(node) => match context.text_of(node) {
            Some(protocol) => protocol,
            None => return,
        },
    };
    let Some(first) = seen.ports.get(&(port, protocol)).cloned() else {
        seen.ports.insert((port, protocol), at);
        return;
    };
    let upper = protocol.to_uppercase();
    found.push(
        Finding::error(
            "duplicate-host-port",
            context.place(mapping),
            say!(
                ko: "{upper} 호스트 포트 {port}이(가) 태스크에 두 번 매핑되어 있습니다",
                en: "the {upper} host port {port} is mapped twice in the task"
            ),
        )
        .label(at, say!(ko: "겹치는 포트", en: "the port again"))
        .label(first, say!(ko: "처음 매핑한 곳", en: "mapped here first"))
        .help(match mode {
            Some("awsvpc") => say!(
                ko: "`awsvpc`에서는 태스크의 모든 컨테이너가 네트워크 인터페이스 하나를 함께 쓰므로 포트가 서로 달라야 합니다.",
                en: "With `awsvpc` all containers of a task share one network interface, so that each needs a port of its own."
            ),
            _ => say!(
                ko: "호스트의 포트 하나는 컨테이너 하나만 쓸 수 있습니다. 다른 포트를 적거나 `bridge`라면 `hostPort`를 생략하십시오.",
                en: "One container at a time can have a port of the host. Use another port or, with `bridge`, leave `hostPort` out."
            ),
        }),
    );
}

fn name<'a>(definition: &Definition<'a>, mapping: NodeId, seen: &mut Seen<'a>, found: &mut Vec<Finding>) {
    let context = definition.context;
    let Some(node) = context.tree.get(mapping, "name") else {
        if context.tree.get(mapping, "appProtocol").is_some() && definition.lacks(mapping, "name") {
            found.push(
                Finding::warning(
                    "port-name",
                    context.key_range(mapping, "appProtocol"),
                    say!(
                        ko: "`name`이 없는 포트의 `appProtocol`은 쓰이지 않습니다",
                        en: "`appProtocol` does nothing for a port without `name`"
                    ),
                )
                .help(say!(
                    ko: "`appProtocol`은 Service Connect가 쓰고, Service Connect는 포트를 `name`으로 찾습니다.",
                    en: "Service Connect uses `appProtocol`, and it finds ports by their `name`."
                )),
            );
        }
        return;
    };
    let Some(name) = context.text_of(node) else { return };
    let at = context.place(node);
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-');
    if !name.bytes().all(plain) || !(1..=64).contains(&name.len()) || name.starts_with('-') {
        let shown: String = name.chars().take(40).collect();
        found.push(
            Finding::error(
                "port-name",
                at,
                say!(ko: "`{shown}`은(는) 포트의 이름이 될 수 없습니다", en: "`{shown}` cannot be the name of a port"),
            )
            .help(say!(
                ko: "소문자, 숫자, `_`, `-`로 64자까지이며 `-`로 시작할 수 없습니다.",
                en: "It has up to 64 lowercase letters, digits, `_` and `-`, and does not begin with `-`."
            )),
        );
        return;
    }
    match seen.names.get(name).cloned() {
        None => {
            seen.names.insert(name, at);
        }
        Some(first) => found.push(
            Finding::error(
                "port-name",
                at,
                say!(ko: "포트의 이름 `{name}`이(가) 태스크에 두 번 나옵니다", en: "the port name `{name}` is used twice in the task"),
            )
            .label(first, say!(ko: "처음 나온 곳", en: "used here first"))
            .help(say!(
                ko: "Service Connect는 포트를 이름으로 찾으므로 태스크 안에서 서로 달라야 합니다.",
                en: "Service Connect finds ports by name, so that each in a task needs its own."
            )),
        ),
    }
}
