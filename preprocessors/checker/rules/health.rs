//! Health checks: a command that Docker can run, and times that ECS takes.

mod asks;

use super::Context;
use super::definition::Definition;
use crate::diagnostic::{Applicability, Finding};
use crate::say;
use crate::syntax::json::{NodeId, Value};

/// Judges a task definition.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    for container in definition.containers() {
        if let Some(check) = context.tree.get(container, "healthCheck") {
            command(context, check, found);
            bounds(context, check, found);
            asks::check(definition, container, check, found);
        }
    }
}

fn command(context: &Context, check: NodeId, found: &mut Vec<Finding>) {
    let Some(list) = context.tree.get(check, "command") else {
        return;
    };
    let Value::Array {
        elements,
        elided: false,
    } = &context.tree[list].value
    else {
        return;
    };
    let forms = say!(
        ko: "`[\"CMD-SHELL\", \"쉘 명령 전체\"]` 또는 `[\"CMD\", \"프로그램\", \"인수\", ...]`로 적습니다.",
        en: "Write `[\"CMD-SHELL\", \"the whole shell command\"]` or `[\"CMD\", \"program\", \"argument\", ...]`."
    );
    let Some((&first, rest)) = elements.split_first() else {
        let message = say!(ko: "상태 확인에 명령이 없습니다", en: "the health check has no command");
        found.push(Finding::error("health-check-command", context.place(list), message).help(forms));
        return;
    };
    let Some(kind) = context.text_of(first) else { return };
    match (kind, rest) {
        ("CMD" | "CMD-SHELL", []) => {
            let message = say!(ko: "`{kind}` 뒤에 명령이 없습니다", en: "no command follows `{kind}`");
            found.push(Finding::error("health-check-command", context.place(list), message).help(forms));
        }
        ("CMD-SHELL", [only]) if context.text_of(*only).is_some_and(|text| text.trim().is_empty()) => {
            let message = say!(ko: "상태 확인의 명령이 비어 있습니다", en: "the command of the health check is empty");
            found.push(Finding::warning("health-check-command", context.place(*only), message).help(forms));
        }
        ("CMD-SHELL", [_, third, ..]) => found.push(
            Finding::warning(
                "health-check-command",
                context.place(*third),
                say!(
                    ko: "`CMD-SHELL`의 명령은 한 항목이므로 이 항목은 명령에 들어가지 않습니다",
                    en: "`CMD-SHELL` takes its command as one item, so this one is not part of it"
                ),
            )
            .help(say!(
                ko: "명령 전체를 한 문자열로 적거나, 인수를 나누려면 `CMD`를 쓰십시오.",
                en: "Write the whole command as one string, or use `CMD` for separate arguments."
            )),
        ),
        ("CMD", [only]) if context.text_of(*only).is_some_and(|text| text.trim().contains(' ')) => found.push(
            Finding::warning(
                "health-check-command",
                context.place(first),
                say!(
                    ko: "`CMD`는 쉘을 쓰지 않으므로 명령 전체를 프로그램의 이름으로 찾습니다",
                    en: "`CMD` uses no shell, so the whole command is looked for as the name of a program"
                ),
            )
            .help(say!(
                ko: "쉘로 실행하려면 `CMD-SHELL`을 쓰고, 아니면 인수를 항목으로 나누십시오.",
                en: "Use `CMD-SHELL` to run it in a shell, or write each argument as an item."
            ))
            .fix(
                Applicability::Unsafe,
                say!(ko: "`CMD-SHELL`", en: "`CMD-SHELL`"),
                context.place(first),
                "\"CMD-SHELL\"",
            ),
        ),
        ("CMD" | "CMD-SHELL" | "NONE", _) => {}
        _ => {
            let at = context.place(first);
            let finding = Finding::error(
                "health-check-command",
                at.clone(),
                say!(
                    ko: "상태 확인의 명령이 `CMD`나 `CMD-SHELL`이 아니라 `{kind}`(으)로 시작합니다",
                    en: "the health check's command begins with `{kind}`, not with `CMD` or `CMD-SHELL`"
                ),
            )
            .help(forms);
            let upper = kind.to_ascii_uppercase();
            found.push(match upper.as_str() {
                "CMD" | "CMD-SHELL" => {
                    let title = say!(ko: "`{upper}`", en: "`{upper}`");
                    finding.fix(Applicability::Safe, title, at, format!("\"{upper}\""))
                }
                "SHELL" | "CMD_SHELL" | "CMDSHELL" => {
                    let title = say!(ko: "`CMD-SHELL`", en: "`CMD-SHELL`");
                    finding.fix(Applicability::Unsafe, title, at, "\"CMD-SHELL\"")
                }
                _ => {
                    let form = if rest.is_empty() { "CMD-SHELL" } else { "CMD" };
                    let written = &context.text()[at.clone()];
                    let title = say!(ko: "앞에 `{form}` 넣기", en: "put `{form}` in front");
                    finding.fix(Applicability::Unsafe, title, at, format!("\"{form}\", {written}"))
                }
            });
        }
    }
}

/// What the API reference of `HealthCheck` allows (2026-11); the timeout went from 60 to 120 seconds.
const BOUNDS: [(&str, i64, i64); 4] = [
    ("interval", 5, 300),
    ("timeout", 2, 120),
    ("retries", 1, 10),
    ("startPeriod", 0, 300),
];

fn bounds(context: &Context, check: NodeId, found: &mut Vec<Finding>) {
    for (key, least, most) in BOUNDS {
        let Some(node) = context.tree.get(check, key) else {
            continue;
        };
        let Some(value) = context.integer_at(check, key) else {
            continue;
        };
        if (least..=most).contains(&value) {
            continue;
        }
        found.push(
            Finding::error(
                "health-check-bounds",
                context.place(node),
                say!(
                    ko: "상태 확인의 `{key}` 값은 {least}에서 {most}까지인데 {value}입니다",
                    en: "the health check's `{key}` is {least} to {most}, not {value}"
                ),
            )
            .help(match key {
                "retries" => say!(ko: "잇따라 실패해도 되는 횟수입니다.", en: "It counts failures in a row."),
                _ => say!(ko: "단위는 초입니다.", en: "It is in seconds."),
            }),
        );
    }
}
