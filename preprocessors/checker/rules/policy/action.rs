//! Actions: `service:Operation`, with wildcards in the operation.
//!
//! [`split`] is where the two come apart: whoever knows the operations of services judges them from there.

use super::{authorised, error, strings};
use crate::diagnostic::{Finding, Severity, Text};
use crate::rules::Context;
use crate::say;
use crate::syntax::json::Member;

/// Judges the actions of `Action` or `NotAction`.
pub(super) fn check(context: &Context, member: &Member, found: &mut Vec<Finding>) {
    for (text, node) in strings(context, member, found) {
        if context.is_filled_in(text) {
            continue;
        }
        let why = match split(text) {
            Ok(Action::All) => continue,
            Ok(Action::Of { service, operation }) => {
                found.extend(authorised::check(context, node, service, operation));
                continue;
            }
            Err(why) => why,
        };
        let mut finding = error(
            context.place(node),
            say!(ko: "`{text}`은(는) 작업이 아닙니다", en: "`{text}` is no action"),
        )
        .help(why);
        // With a blank in it an action allows nothing; that IAM refuses it is not known.
        if text.contains(char::is_whitespace) {
            finding.severity = Severity::Warning;
        }
        found.push(finding);
    }
}

/// An action taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Action<'a> {
    /// `*`, all of them.
    All,
    /// Operations of a service; the operation may have `*` and `?` in it.
    Of {
        /// What stands before the colon: `ecs`.
        service: &'a str,
        /// What stands after it: `RunTask`, `Describe*`.
        operation: &'a str,
    },
}

/// Takes an action apart, or says why it is none.
pub(super) fn split(text: &str) -> Result<Action<'_>, Text> {
    if text == "*" {
        return Ok(Action::All);
    }
    let Some((service, operation)) = text.split_once(':') else {
        return Err(say!(
            ko: "`ecs:RunTask`처럼 서비스와 작업을 쌍점으로 잇습니다. 모든 작업은 `*`입니다.",
            en: "A service and an operation are joined with a colon, as in `ecs:RunTask`. All actions are `*`."
        ));
    };
    let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    // `*:*` is another way to write `*`.
    if service.is_empty() || !(service == "*" || service.chars().all(name)) {
        return Err(say!(
            ko: "쌍점 앞은 `ecs`, `s3` 같은 서비스의 이름이어야 합니다.",
            en: "Before the colon stands the name of a service, such as `ecs` or `s3`."
        ));
    }
    if operation.contains(':') {
        return Err(say!(ko: "쌍점은 하나만 쓸 수 있습니다.", en: "There can be one colon only."));
    }
    if operation.is_empty() || operation.contains(char::is_whitespace) {
        return Err(say!(
            ko: "쌍점 뒤는 `RunTask`나 `Describe*` 같은 작업의 이름이어야 합니다.",
            en: "After the colon stands the name of an operation, such as `RunTask` or `Describe*`."
        ));
    }
    Ok(Action::Of { service, operation })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_taken_apart() {
        let of = |service, operation| Some(Action::Of { service, operation });
        for (text, expected) in [
            ("*", Some(Action::All)),
            ("ecs:RunTask", of("ecs", "RunTask")),
            ("ecs:*", of("ecs", "*")),
            ("s3:Get*", of("s3", "Get*")),
            ("*:*", of("*", "*")),
            ("execute-api:Invoke", of("execute-api", "Invoke")),
            ("ec?:RunTask", None),
            ("RunTask", None),
            ("ecs:", None),
            (":RunTask", None),
            ("ecs:Run:Task", None),
            ("ecs: RunTask", None),
        ] {
            assert_eq!(split(text).ok(), expected, "{text}");
        }
    }
}
