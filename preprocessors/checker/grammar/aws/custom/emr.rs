//! `aws emr create-cluster`: which of its many options go together.

use super::Conditions;
use crate::say;

/// Pairs of flags of which only one may stand.
const SWITCHES: [&str; 7] = [
    "auto-terminate",
    "termination-protected",
    "unhealthy-node-replacement",
    "visible-to-all-users",
    "enable-debugging",
    "extended-support",
    "session-enabled",
];

/// Options of which only one may stand.
const ALTERNATIVES: [(&str, &str); 4] = [
    ("ami-version", "release-label"),
    ("instance-groups", "instance-fleets"),
    ("instance-groups", "instance-type"),
    ("instance-groups", "instance-count"),
];

pub(super) fn check(conditions: &mut Conditions) {
    for name in SWITCHES.iter().filter(|name| conditions.has(name)).collect::<Vec<_>>() {
        conditions.together(name, &format!("no-{name}"));
    }
    for (one, other) in ALTERNATIVES {
        if conditions.has(one) {
            conditions.together(one, other);
        }
    }
    if conditions.has("use-default-roles") {
        conditions.together("use-default-roles", "service-role");
    }
    if conditions.line.doubtful {
        return;
    }
    needs_one(conditions, &["release-label", "ami-version"]);
    needs_one(conditions, &["instance-groups", "instance-fleets", "instance-type"]);
    if let Some(given) = conditions.given("enable-debugging").cloned()
        && !conditions.has("log-uri")
    {
        let why = say!(
            ko: "`--enable-debugging` 옵션에는 `--log-uri` 옵션이 함께 있어야 합니다",
            en: "`--enable-debugging` needs `--log-uri` beside it"
        );
        conditions.refuse(&given, None, why);
    }
}

/// Tells where none of several options is there.
fn needs_one(conditions: &mut Conditions, options: &[&str]) {
    if options.iter().any(|option| conditions.has(option)) {
        return;
    }
    let names = options
        .iter()
        .map(|option| format!("`--{option}`"))
        .collect::<Vec<_>>()
        .join(", ");
    conditions.refuse_command(say!(
        ko: "{names} 가운데 하나가 있어야 합니다",
        en: "one of {names} is needed"
    ));
}
