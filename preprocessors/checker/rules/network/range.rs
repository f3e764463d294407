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
    if !is_range(text) {
        tell(
            say!(ko: "`{text}`은(는) 포트의 범위가 아닙니다", en: "`{text}` is no range of ports"),
            say!(
                ko: "`9200-9210`처럼 첫 포트와 마지막 포트를 `-`로 잇습니다. 둘 다 1에서 65535까지이고 앞의 것이 작아야 합니다.",
                en: "It is the first and the last port with `-` between, such as `9200-9210`, both from 1 to 65535 and the first the lower."
            ),
        );
    }
}

fn is_range(text: &str) -> bool {
    let port = |text: &str| {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u16>().ok().filter(|port| digits && *port > 0)
    };
    let ends = text.split_once('-').map(|(first, last)| (port(first), port(last)));
    matches!(ends, Some((Some(first), Some(last))) if first < last)
}
