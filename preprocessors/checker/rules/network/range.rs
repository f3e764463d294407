//! Ranges of container ports.

use crate::diagnostic::{Finding, Text};
use crate::rules::definition::Definition;
use crate::say;
use crate::syntax::json::NodeId;

/// Judges the `containerPortRange` of a mapping.
pub(super) fn check(definition: &Definition, mapping: NodeId, mode: Option<&str>, found: &mut Vec<Finding>) {
    let context = definition.context;
    let Some(node) = context.tree.get(mapping, "containerPortRange") else {
        return;
    };
    let mut tell = |message: Text, help: Text| {
        found.push(Finding::error("port-range", context.place(node), message).help(help));
    };
    for key in ["containerPort", "hostPort"] {
        if context.tree.get(mapping, key).is_some() {
            tell(
                say!(
                    ko: "`containerPortRange`와 `{key}`을(를) 함께 쓸 수 없습니다",
                    en: "`containerPortRange` and `{key}` exclude each other"
                ),
                say!(
                    ko: "포트 하나는 `containerPort`로, 범위는 `containerPortRange`로, 저마다 따로 매핑을 두십시오. 범위의 호스트 포트는 ECS가 정합니다.",
                    en: "Map one port with `containerPort` and a range with `containerPortRange`, each in a mapping of its own. ECS chooses the host ports of a range."
                ),
            );
            break;
        }
    }
    if mode == Some("host") {
        tell(
            say!(
                ko: "네트워크 모드 `host`에서는 `containerPortRange`를 쓸 수 없습니다",
                en: "`containerPortRange` cannot be used with the network mode `host`"
            ),
            say!(
                ko: "범위는 `bridge`와 `awsvpc`에서만 쓸 수 있습니다.",
                en: "Ranges are for `bridge` and `awsvpc`."
            ),
        );
    }
    let Some(text) = context.text_of(node) else { return };
    if ends(text).is_none() {
        tell(
            say!(ko: "`{text}`은(는) 포트의 범위가 아닙니다", en: "`{text}` is no range of ports"),
            say!(
                ko: "`9200-9210`처럼 첫 포트와 마지막 포트를 `-`로 잇습니다. 둘 다 1에서 65535까지이고 앞의 것이 작아야 합니다.",
                en: "It is the first and the last port with `-` between, such as `9200-9210`, both from 1 to 65535 and the first the lower."
            ),
        );
    }
}

/// The first and the last port of a range.
fn ends(text: &str) -> Option<(u16, u16)> {
    let port = |text: &str| {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u16>().ok().filter(|port| digits && *port > 0)
    };
    let (first, last) = text.split_once('-')?;
    Some((port(first)?, port(last)?)).filter(|(first, last)| first < last)
}

/// How many ranges a container may have, by the API reference of `PortMapping` (2026-11).
const MOST_RANGES: usize = 100;

/// Judges the ranges of a container together: how many there are, and whether a port is mapped twice.
pub(super) fn together(definition: &Definition, container: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let mut ranges = Vec::new();
    for &mapping in context.list_at(container, "portMappings") {
        let protocol = match context.tree.get(mapping, "protocol") {
            None => Some("tcp"),
            Some(node) => context.text_of(node),
        };
        let range = context.tree.get(mapping, "containerPortRange");
        let range = range.and_then(|node| Some((node, ends(context.text_of(node)?)?)));
        let single = context.tree.get(mapping, "containerPort");
        let single = single.and_then(|node| Some((node, u16::try_from(context.integer(node)?).ok()?)));
        let ends = range.or_else(|| single.map(|(node, port)| (node, (port, port))));
        if let (Some(protocol), Some((node, (first, last)))) = (protocol, ends) {
            ranges.push((protocol, first, last, node));
        }
    }
    let many = ranges.iter().filter(|(_, first, last, _)| first < last);
    if let Some((.., node)) = many.clone().nth(MOST_RANGES) {
        let count = many.count();
        found.push(
            Finding::error(
                "port-range",
                context.place(*node),
                say!(
                    ko: "컨테이너의 포트 범위는 {MOST_RANGES}개까지인데 {count}개입니다",
                    en: "a container has {MOST_RANGES} port ranges at most, not {count}"
                ),
            )
            .help(say!(ko: "이어지는 범위를 하나로 합치십시오.", en: "Join those that follow each other.")),
        );
    }
    ranges.sort_by_key(|&(protocol, first, _, node)| (protocol, first, node));
    // The mapping that reaches furthest of those before, by protocol.
    let mut furthest: Option<(&str, u16, u16, NodeId)> = None;
    for mapping in ranges {
        let (protocol, start, end, node) = mapping;
        let Some((same, first, last, other)) = furthest.filter(|(same, ..)| *same == protocol) else {
            furthest = Some(mapping);
            continue;
        };
        // Two single ports are the business of `duplicate-host-port`.
        let ranged = first < last || start < end;
        if start <= last && ranged {
            found.push(overlap(definition, start, node, other));
        }
        if end > last {
            furthest = Some((same, start, end, node));
        }
    }
}

fn overlap(definition: &Definition, port: u16, node: NodeId, other: NodeId) -> Finding {
    let context = definition.context;
    Finding::error(
        "port-range",
        context.place(node),
        say!(ko: "포트 {port}이(가) 다른 매핑에도 들어 있습니다", en: "port {port} is in another mapping too"),
    )
    .label(context.place(other), say!(ko: "다른 매핑", en: "the other mapping"))
    .help(say!(
        ko: "한 컨테이너의 포트 하나는 매핑 하나에만 들어갈 수 있습니다. 범위가 겹치지 않게 나누십시오.",
        en: "A port of a container can be in one mapping only: make ranges that do not overlap."
    ))
}
