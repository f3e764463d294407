//! The proxy of a service mesh: what the network plugin needs to know to send traffic through it.

use super::Context;
use super::definition::Definition;
use crate::diagnostic::{Applicability, Finding};
use crate::say;
use crate::suggest::nearest;
use crate::syntax::json::NodeId;

/// The rule.
const RULE: &str = "proxy-configuration";

/// The properties, by the API reference of `ProxyConfiguration` (2026-11).
const PROPERTIES: [&str; 7] = [
    "IgnoredUID",
    "IgnoredGID",
    "AppPorts",
    "ProxyIngressPort",
    "ProxyEgressPort",
    "EgressIgnoredPorts",
    "EgressIgnoredIPs",
];

/// Judges a task definition.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    let Some(proxy) = definition.field("proxyConfiguration") else {
        return;
    };
    let context = definition.context;
    mode(definition, found);
    let names: Vec<(&str, NodeId)> = properties(context, proxy);
    for &(name, node) in &names {
        found.extend(unknown(context, name, node));
    }
    let list = context.tree.get(proxy, "properties");
    let shown = definition.complete(proxy) && list.is_none_or(|list| definition.complete(list));
    let count = context.list_at(proxy, "properties").len();
    // A name with a placeholder, or a wrong one, may be the one that is missing.
    if shown && count == names.len() && names.iter().all(|(name, _)| PROPERTIES.contains(name)) {
        let at = context.key_range(definition.node, "proxyConfiguration");
        found.extend(missing(&names).map(|missing| {
            Finding::error(
                RULE,
                at,
                say!(ko: "프록시 구성에 {missing} 속성이 없습니다", en: "the proxy configuration lacks {missing}"),
            )
            .help(say!(
                ko: "네트워크 플러그인은 애플리케이션의 포트, 프록시가 듣는 두 포트, 건너뛸 프록시 자신의 UID나 GID를 알아야 합니다.",
                en: "The network plugin has to know the ports of the application, the two that the proxy listens on, and the UID or GID of the proxy itself, which it leaves alone."
            ))
        }));
    }
}

/// The properties that have to be there and are not.
fn missing(names: &[(&str, NodeId)]) -> Option<String> {
    let has = |key: &str| names.iter().any(|(name, _)| *name == key);
    let needed = ["AppPorts", "ProxyIngressPort", "ProxyEgressPort"];
    let mut missing: Vec<String> = needed
        .iter()
        .filter(|key| !has(key))
        .map(|key| format!("`{key}`"))
        .collect();
    if !has("IgnoredUID") && !has("IgnoredGID") {
        missing.insert(0, "`IgnoredUID`/`IgnoredGID`".to_owned());
    }
    (!missing.is_empty()).then(|| missing.join(", "))
}

fn properties<'a>(context: &'a Context, proxy: NodeId) -> Vec<(&'a str, NodeId)> {
    let name = |&entry: &NodeId| {
        let node = context.tree.get(entry, "name")?;
        Some((context.text_of(node)?, node))
    };
    context.list_at(proxy, "properties").iter().filter_map(name).collect()
}

fn unknown(context: &Context, name: &str, node: NodeId) -> Option<Finding> {
    if PROPERTIES.contains(&name) {
        return None;
    }
    let at = context.place(node);
    let finding = Finding::warning(
        RULE,
        at.clone(),
        say!(ko: "프록시 구성에는 `{name}` 속성이 없습니다", en: "a proxy configuration has no property `{name}`"),
    );
    Some(match nearest(name, PROPERTIES) {
        Some(near) => finding
            .help(say!(ko: "비슷한 속성: `{near}`", en: "A similar one: `{near}`"))
            .fix(
                Applicability::Unsafe,
                say!(ko: "`{near}`", en: "`{near}`"),
                at,
                format!("\"{near}\""),
            ),
        None => {
            let list = PROPERTIES.map(|name| format!("`{name}`")).join(", ");
            finding.help(say!(ko: "쓸 수 있는 속성: {list}", en: "The properties are {list}."))
        }
    })
}

fn mode(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    let Some(mode) = definition.network_mode().filter(|mode| *mode != "awsvpc") else {
        return;
    };
    found.push(
        Finding::warning(
            RULE,
            context.key_range(definition.node, "proxyConfiguration"),
            say!(
                ko: "네트워크 모드 `{mode}`에서는 프록시 구성이 쓰이지 않습니다",
                en: "a proxy configuration does nothing with the network mode `{mode}`"
            ),
        )
        .help(say!(
            ko: "트래픽은 태스크의 네트워크 인터페이스에서 프록시로 돌려지므로 `awsvpc`여야 합니다.",
            en: "Traffic is led through the proxy at the network interface of the task: the mode has to be `awsvpc`."
        )),
    );
}
