//! The options that the log driver `splunk` needs, and the one that nobody should read.

use crate::diagnostic::Finding;
use crate::placeholder::has_marked_placeholder;
use crate::rules::definition::Definition;
use crate::say;
use crate::syntax::json::NodeId;

/// The options that Docker's driver does not start without (Docker's reference, 2026-11).
const NEEDED: [&str; 2] = ["splunk-token", "splunk-url"];

/// Judges the containers that log to Splunk.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    for container in definition.containers() {
        let Some(log) = context.tree.get(container, "logConfiguration") else {
            continue;
        };
        if context.text_at(log, "logDriver") == Some("splunk") {
            required(definition, log, found);
            token(definition, log, found);
        }
    }
}

fn required(definition: &Definition, log: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let options = context.tree.get(log, "options");
    let hidden = context.tree.get(log, "secretOptions");
    let shown = |list: Option<NodeId>| list.is_none_or(|list| definition.complete(list));
    if !definition.complete(log) || !shown(options) || !shown(hidden) {
        return;
    }
    let secrets = definition.variables(log, "secretOptions");
    let unknown = secrets.len() < context.list_at(log, "secretOptions").len();
    let given = |key: &str| {
        options.is_some_and(|options| context.tree.get(options, key).is_some())
            || secrets.iter().any(|(name, _)| *name == key)
    };
    let missing: Vec<String> = NEEDED
        .iter()
        .filter(|key| !given(key) && !unknown)
        .map(|key| format!("`{key}`"))
        .collect();
    if missing.is_empty() {
        return;
    }
    let missing = missing.join(", ");
    found.push(
        Finding::warning(
            "splunk-options",
            context.key_range(log, "logDriver"),
            say!(ko: "`splunk` 로그 드라이버에 {missing} 옵션이 없습니다", en: "the log driver `splunk` lacks the options {missing}"),
        )
        .help(say!(
            ko: "`options`에 `splunk-url`을, `secretOptions`에 `splunk-token`을 적으십시오. 없으면 컨테이너가 시작하지 않습니다.",
            en: "Give `splunk-url` in `options` and `splunk-token` in `secretOptions`; the container does not start without them."
        )),
    );
}

fn token(definition: &Definition, log: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let Some(options) = context.tree.get(log, "options") else {
        return;
    };
    let Some(node) = context.tree.get(options, NEEDED[0]) else {
        return;
    };
    let token = context.tree.string(node).unwrap_or_default();
    if token.is_empty() || (context.options.placeholders && has_marked_placeholder(token)) {
        return;
    }
    found.push(
        Finding::warning(
            "splunk-options",
            context.place(node),
            say!(ko: "`splunk-token`이 그대로 적혀 있습니다", en: "`splunk-token` stands here in plain text"),
        )
        .help(say!(
            ko: "태스크 정의를 볼 수 있는 모두에게 보입니다. Secrets Manager에 넣고 `secretOptions`의 `valueFrom`으로 받으십시오.",
            en: "Whoever may describe the task definition can read it. Put it into Secrets Manager and take it with `valueFrom` in `secretOptions`."
        )),
    );
}
