//! Where the logs go: the options of drivers, and the router that FireLens needs.

mod splunk;
mod unlogged;

use super::definition::Definition;
use crate::diagnostic::{Applicability, Finding, Severity, did_you_mean};
use crate::say;
use crate::suggest::{nearest, slip};
use crate::syntax::json::NodeId;

/// Judges a task definition.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    for container in definition.containers() {
        let Some(log) = context.tree.get(container, "logConfiguration") else {
            continue;
        };
        found.extend(misspelt_driver(definition, log));
        if context.text_at(log, "logDriver") == Some("awslogs") {
            required(definition, log, found);
            options(definition, log, found);
        }
    }
    router(definition, found);
    splunk::check(definition, found);
    unlogged::check(definition, found);
}

/// The log drivers that the API reference of `LogConfiguration` lists (2026-11).
const DRIVERS: [&str; 8] = [
    "json-file",
    "syslog",
    "journald",
    "gelf",
    "fluentd",
    "awslogs",
    "splunk",
    "awsfirelens",
];

/// A driver that is a slip for a known one. Others may be installed on the instances; Fargate has a rule of its own.
fn misspelt_driver(definition: &Definition, log: NodeId) -> Option<Finding> {
    let context = definition.context;
    let node = context.tree.get(log, "logDriver").filter(|_| !definition.fargate())?;
    let driver = context.text_of(node).filter(|driver| !DRIVERS.contains(driver))?;
    let near = slip(driver, DRIVERS).filter(|_| driver != "none")?;
    let at = context.place(node);
    let message = say!(ko: "로그 드라이버 `{driver}`은(는) 없습니다", en: "there is no log driver `{driver}`");
    let title = say!(ko: "`{near}`", en: "`{near}`");
    Some(
        Finding::error("task-definition-schema", at.clone(), message)
            .help(did_you_mean(near))
            .fix(Applicability::Unsafe, title, at, format!("\"{near}\"")),
    )
}

/// The options of `awslogs` that ECS takes, by the API reference of `LogConfiguration` (2026-11).
const AWSLOGS: [&str; 9] = [
    "awslogs-group",
    "awslogs-region",
    "awslogs-stream-prefix",
    "awslogs-create-group",
    "awslogs-datetime-format",
    "awslogs-multiline-pattern",
    "awslogs-endpoint",
    "mode",
    "max-buffer-size",
];

/// The options of Docker's own driver of that name besides; ECS does not document them.
const DOCKERS: [&str; 7] = [
    "awslogs-format",
    "awslogs-credentials-endpoint",
    "awslogs-force-flush-interval-seconds",
    "awslogs-max-buffered-events",
    "tag",
    "env",
    "labels",
];

/// The options that have to be there.
fn required(definition: &Definition, log: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let options = context.tree.get(log, "options");
    // Options beside `options` instead of in it are the schema's business.
    if context.tree.members(log).iter().any(|m| m.key.starts_with("awslogs-")) {
        return;
    }
    if !definition.complete(log) || options.is_some_and(|options| context.tree.elided(options)) {
        return;
    }
    let secret = definition.values(log, "secretOptions", "name");
    let absent = |key: &str| {
        options.is_none_or(|options| context.tree.get(options, key).is_none())
            && !secret.iter().any(|(name, _)| *name == key)
    };
    // A slip in a name is told where it is, not as a gap as well.
    let misspelt = |key: &str| {
        let members = options.map(|options| context.tree.members(options)).unwrap_or_default();
        let mut unknown = members.iter().filter(|m| !AWSLOGS.contains(&m.key.as_str()));
        unknown.any(|m| nearest(&m.key, AWSLOGS) == Some(key))
    };
    let needed = ["awslogs-group", "awslogs-region", "awslogs-stream-prefix"];
    let needed = if definition.fargate() {
        &needed[..]
    } else {
        &needed[..2]
    };
    let missing: Vec<String> = needed
        .iter()
        .filter(|key| absent(key) && !misspelt(key))
        .map(|key| format!("`{key}`"))
        .collect();
    if missing.is_empty() {
        return;
    }
    let missing = missing.join(", ");
    let at = match options {
        Some(_) => context.key_range(log, "options"),
        None => context.key_range(log, "logDriver"),
    };
    let finding = Finding::error(
        "awslogs-options",
        at,
        say!(ko: "`awslogs` 로그 드라이버에 {missing} 옵션이 없습니다", en: "the log driver `awslogs` lacks the options {missing}"),
    );
    found.push(finding.help(match definition.fargate() {
        true => say!(
            ko: "Fargate에서는 `awslogs-group`, `awslogs-region`, `awslogs-stream-prefix`가 모두 있어야 합니다. 로그 스트림의 이름은 `접두사/컨테이너 이름/태스크 ID`가 됩니다.",
            en: "On Fargate it needs all of `awslogs-group`, `awslogs-region` and `awslogs-stream-prefix`: log streams are named `prefix/container name/task ID`."
        ),
        false => say!(
            ko: "로그 그룹(`awslogs-group`)과 그 리전(`awslogs-region`)이 모두 있어야 합니다.",
            en: "It needs both the log group (`awslogs-group`) and its Region (`awslogs-region`)."
        ),
    }));
}

/// The options that are there.
fn options(definition: &Definition, log: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let Some(options) = context.tree.get(log, "options") else {
        return;
    };
    for member in context.tree.members(options) {
        let key = member.key.as_str();
        if key == "awslogs-create-group" {
            create_group(definition, options, member.value, found);
        }
        let unknowable = context.options.placeholders && crate::placeholder::has_placeholder(key);
        found.extend(delivery(definition, key, member.value));
        if AWSLOGS.contains(&key) || unknowable {
            continue;
        }
        let severity = match DOCKERS.contains(&key) {
            true => Severity::Warning,
            false => Severity::Error,
        };
        let at = member.key_range.clone();
        let message = say!(ko: "ECS의 `awslogs` 로그 드라이버에는 `{key}` 옵션이 없습니다", en: "the log driver `awslogs` of ECS has no option `{key}`");
        let finding = Finding::new(severity, "awslogs-options", at.clone(), message);
        let near = nearest(key, AWSLOGS).filter(|near| context.tree.get(options, near).is_none());
        let finding = match near {
            Some(near) => finding
                .help(say!(ko: "비슷한 옵션: `{near}`", en: "A similar option: `{near}`"))
                .fix(
                    Applicability::Unsafe,
                    say!(ko: "`{near}`", en: "`{near}`"),
                    at,
                    format!("\"{near}\""),
                ),
            None => finding,
        };
        let list = AWSLOGS.map(|key| format!("`{key}`")).join(", ");
        found.push(finding.help(say!(ko: "쓸 수 있는 옵션: {list}", en: "The options are {list}.")));
    }
    let both = ["awslogs-datetime-format", "awslogs-multiline-pattern"];
    if both.iter().all(|key| context.tree.get(options, key).is_some()) {
        found.push(
            Finding::error(
                "awslogs-options",
                context.key_range(options, both[1]),
                say!(
                    ko: "`awslogs-datetime-format`과 `awslogs-multiline-pattern`은 함께 쓸 수 없습니다",
                    en: "`awslogs-datetime-format` and `awslogs-multiline-pattern` exclude each other"
                ),
            )
            .label(
                context.key_range(options, both[0]),
                say!(ko: "함께 쓴 옵션", en: "the other one"),
            )
            .help(say!(
                ko: "둘 다 여러 줄을 한 로그로 묶는 방법이므로 하나만 적으십시오.",
                en: "Each is a way to join lines to one event: keep one of them."
            )),
        );
    }
}

/// How messages are handed over: Docker starts no container with another mode, or with a size that it cannot read.
fn delivery(definition: &Definition, key: &str, value: NodeId) -> Option<Finding> {
    let context = definition.context;
    let text = context.text_of(value)?;
    let (right, help) = match key {
        "mode" => (
            matches!(text, "blocking" | "non-blocking"),
            say!(ko: "`blocking`이나 `non-blocking`입니다.", en: "It is `blocking` or `non-blocking`."),
        ),
        "max-buffer-size" => (
            is_size(text),
            say!(
                ko: "바이트의 수나, `k`, `m`, `g`를 붙인 수입니다: `25m`",
                en: "It is a number of bytes, or a number with `k`, `m` or `g`: `25m`."
            ),
        ),
        _ => return None,
    };
    let message = say!(ko: "`{key}`의 값은 `{text}`일 수 없습니다", en: "`{key}` cannot be `{text}`");
    (!right).then(|| Finding::error("awslogs-options", context.place(value), message).help(help))
}

/// A size as Docker reads it: `25m`, `1.5 GB`, `64KiB`.
fn is_size(text: &str) -> bool {
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text[number.len()..].to_ascii_lowercase();
    let unit = unit
        .strip_suffix('b')
        .map_or(unit.as_str(), |unit| unit.strip_suffix('i').unwrap_or(unit));
    number.trim_end_matches(' ').parse::<f64>().is_ok_and(|n| n >= 0.0)
        && matches!(unit, "" | "k" | "m" | "g" | "t" | "p")
}

fn create_group(definition: &Definition, options: NodeId, value: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let Some(text) = context.text_of(value).filter(|text| !text.eq_ignore_ascii_case("true")) else {
        return;
    };
    let finding = Finding::error(
        "awslogs-options",
        context.place(value),
        say!(
            ko: "`awslogs-create-group`의 값은 `\"true\"`뿐이며 `\"{text}\"`은(는) 쓸 수 없습니다",
            en: "`awslogs-create-group` can only be `\"true\"`, not `\"{text}\"`"
        ),
    )
    .help(say!(
        ko: "로그 그룹을 만들지 않으려면 옵션을 지우십시오.",
        en: "Where no log group is to be created, leave the option out."
    ));
    // Who writes `false` wants no group; anything else is a guess.
    let removal = context.removal(options, "awslogs-create-group");
    found.push(match removal.filter(|_| text.eq_ignore_ascii_case("false")) {
        Some(at) => finding.fix(
            Applicability::Safe,
            say!(ko: "`awslogs-create-group` 지우기", en: "take `awslogs-create-group` out"),
            at,
            "",
        ),
        None => finding,
    });
}

fn router(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    let routers: Vec<NodeId> = definition
        .containers()
        .filter(|&c| context.tree.get(c, "firelensConfiguration").is_some())
        .collect();
    if let [first, second, ..] = routers.as_slice() {
        found.push(
            Finding::error(
                "missing-log-router",
                context.key_range(*second, "firelensConfiguration"),
                say!(ko: "로그 라우터는 한 태스크에 하나입니다", en: "a task has one log router"),
            )
            .label(
                context.key_range(*first, "firelensConfiguration"),
                say!(ko: "처음의 로그 라우터", en: "the first one"),
            )
            .help(say!(
                ko: "`awsfirelens`로 보낸 로그는 모두 `firelensConfiguration`이 있는 컨테이너 하나로 갑니다.",
                en: "All that is sent with `awsfirelens` goes to the one container with `firelensConfiguration`."
            )),
        );
    }
    if !routers.is_empty() {
        return;
    }
    let driver = |c: NodeId| context.tree.pointer(c, "/logConfiguration/logDriver");
    let mut sending = definition
        .containers()
        .filter_map(driver)
        .filter(|&node| context.text_of(node) == Some("awsfirelens"));
    let Some(node) = sending.next() else { return };
    let all = definition.roster("containerDefinitions");
    if !all.is_some_and(|all| all.iter().all(|&(_, container)| definition.complete(container))) {
        return;
    }
    found.push(
        Finding::error(
            "missing-log-router",
            context.place(node),
            say!(
                ko: "`awsfirelens`를 쓰는데 로그 라우터 컨테이너가 없습니다",
                en: "`awsfirelens` is used, but no container is a log router"
            ),
        )
        .help(say!(
            ko: "같은 태스크 정의에 `firelensConfiguration`(`fluentbit` 또는 `fluentd`)이 있는 컨테이너를 하나 두십시오.",
            en: "Add to the task definition a container with `firelensConfiguration`, of type `fluentbit` or `fluentd`."
        )),
    );
}
