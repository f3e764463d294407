//! What does not go with the network mode of the task.

use crate::diagnostic::{Finding, Text};
use crate::rules::definition::Definition;
use crate::say;
use crate::syntax::json::NodeId;

/// Judges containers against the network mode.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    for container in definition.containers() {
        disabled(definition, container, found);
    }
    let Some(node) = definition.field("networkMode") else {
        return;
    };
    let context = definition.context;
    let Some(mode) = context.text_of(node) else { return };
    let mut conflict = |container: NodeId, key: &str, help: Text| {
        found.push(
            Finding::error(
                "network-mode-conflict",
                context.key_range(container, key),
                say!(
                    ko: "네트워크 모드 `{mode}`에서는 `{key}`을(를) 쓸 수 없습니다",
                    en: "`{key}` cannot be used with the network mode `{mode}`"
                ),
            )
            .label(context.place(node), say!(ko: "네트워크 모드", en: "the network mode"))
            .help(help),
        );
    };
    let mut mapped = None;
    for container in definition.containers() {
        if mode == "none" && mapped.is_none() && context.filled(container, "portMappings").is_some() {
            mapped = Some(context.key_range(container, "portMappings"));
        }
        if matches!(mode, "awsvpc" | "host" | "none") && context.filled(container, "links").is_some() {
            let help = match mode {
                "awsvpc" => say!(
                    ko: "`links`는 `bridge`에서만 쓸 수 있습니다. `awsvpc`에서는 같은 태스크의 컨테이너를 `localhost`로 부릅니다.",
                    en: "`links` are for `bridge` only. With `awsvpc` the containers of a task reach each other at `localhost`."
                ),
                _ => say!(
                    ko: "`links`는 `bridge`에서만 쓸 수 있습니다.",
                    en: "`links` are for `bridge` only."
                ),
            };
            conflict(container, "links", help);
        }
        if mode != "awsvpc" {
            continue;
        }
        if context
            .tree
            .get(container, "hostname")
            .is_some_and(|name| context.tree.string(name).is_some_and(|name| !name.is_empty()))
        {
            conflict(
                container,
                "hostname",
                say!(
                    ko: "`awsvpc`에서는 호스트 이름이 태스크의 네트워크 인터페이스에서 정해집니다. 이 필드를 지우십시오.",
                    en: "With `awsvpc` the name comes from the network interface of the task. Take the field out."
                ),
            );
        }
        if context.filled(container, "extraHosts").is_some() {
            conflict(
                container,
                "extraHosts",
                say!(
                    ko: "`awsvpc`에서는 `/etc/hosts`에 줄을 더할 수 없습니다. 이름은 Route 53의 프라이빗 호스팅 영역이나 Cloud Map에 등록하십시오.",
                    en: "With `awsvpc` no lines can be added to `/etc/hosts`. Put the names into a private hosted zone of Route 53 or into Cloud Map."
                ),
            );
        }
    }
    if let Some(at) = mapped {
        found.push(
            Finding::error(
                "network-mode-conflict",
                context.place(node),
                say!(
                    ko: "네트워크 모드 `none`에서는 포트를 열 수 없습니다",
                    en: "with the network mode `none` no port can be mapped"
                ),
            )
            .label(at, say!(ko: "이 포트들", en: "these ports"))
            .help(say!(
                ko: "`none`인 컨테이너는 바깥과 연결되지 않습니다. `portMappings`를 지우거나 `awsvpc`나 `bridge`로 바꾸십시오.",
                en: "With `none` a container has no connection to the outside. Take `portMappings` out, or use `awsvpc` or `bridge`."
            )),
        );
    }
}

fn disabled(definition: &Definition, container: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    if context.flag_at(container, "disableNetworking") != Some(true) {
        return;
    }
    for key in ["portMappings", "links"] {
        if context.filled(container, key).is_some() {
            found.push(
                Finding::warning(
                    "network-mode-conflict",
                    context.key_range(container, key),
                    say!(
                        ko: "`disableNetworking`이 `true`이면 `{key}`은(는) 쓰이지 않습니다",
                        en: "`{key}` does nothing where `disableNetworking` is `true`"
                    ),
                )
                .help(say!(
                    ko: "네트워크가 꺼진 컨테이너입니다. 둘 가운데 하나를 지우십시오.",
                    en: "The container has its networking turned off. Take one of the two out."
                )),
            );
        }
    }
}
