//! Which commands of git may be run: those that stay in a temporary repository and start no other program.

use super::may::{Checked, calls_outside, refuse, skip, writes_outside};
use super::places::{self, Where};
use crate::say;
use crate::syntax::shell::{Arg, Call};
use std::borrow::Cow;

const COMMANDS: [&str; 28] = [
    "add",
    "branch",
    "checkout",
    "cherry-pick",
    "commit",
    "config",
    "describe",
    "diff",
    "fetch",
    "init",
    "log",
    "ls-files",
    "ls-remote",
    "merge",
    "mv",
    "pull",
    "push",
    "remote",
    "reset",
    "restore",
    "rev-list",
    "rev-parse",
    "revert",
    "rm",
    "show",
    "stash",
    "status",
    "switch",
];

/// The settings that may be written: none of them names a program.
const SETTINGS: [&str; 4] = ["user.name", "user.email", "init.defaultBranch", "pull.rebase"];

/// Whether a call of `git` may be run.
pub(super) fn check(call: &Call, deep: bool) -> Checked {
    let args = call.argv.get(1..).unwrap_or_default();
    let heads: Vec<Cow<str>> = args.iter().map(Arg::head).collect();
    let unknown = |what: &str| {
        skip(say!(
            ko: "`git {what}`은(는) 해가 없는지 알 수 없습니다",
            en: "`git {what}` is not known to be harmless"
        ))
    };
    let Some(command) = heads.first() else { return Ok(()) };
    if *command == "--version" {
        return Ok(());
    }
    if *command != "tag" && !COMMANDS.contains(&command.as_ref()) {
        return unknown(command);
    }
    for (arg, head) in args.iter().zip(&heads).skip(1) {
        let names = [
            "--upload-pack",
            "--receive-pack",
            "--exec",
            "--ext-diff",
            "--template",
            "--separate-git-dir",
        ];
        if names.iter().any(|name| head.starts_with(name)) || (*head == "-c" && *command != "switch") {
            return unknown(command);
        }
        let remote = head.contains("://") || head.starts_with("git@");
        if remote && *command != "remote" && *command != "commit" {
            return refuse(calls_outside(), arg);
        }
        let writes = matches!(command.as_ref(), "init" | "mv" | "rm" | "add") || head.starts_with("--output");
        let path = head.split_once('=').map_or(head.as_ref(), |(_, path)| path);
        if writes && places::of_path(path, deep) == Where::Outside {
            return refuse(writes_outside(), arg);
        }
    }
    let asks = |name: &str| heads.iter().any(|head| *head == name);
    let message = heads
        .iter()
        .any(|head| head.starts_with("-m") || head.starts_with("-am") || head.starts_with("--message"));
    let edits = match command.as_ref() {
        "commit" => !message && !asks("--no-edit"),
        "revert" | "merge" | "pull" => false,
        "config" => {
            let name = heads.iter().skip(1).find(|head| !head.starts_with('-'));
            let reads = ["--get", "--list", "-l"].iter().any(|option| asks(option));
            asks("--edit") || asks("-e") || (!reads && name.is_none_or(|name| !SETTINGS.contains(&name.as_ref())))
        }
        "stash" | "branch" => asks("--edit-description"),
        _ => asks("-i") || asks("-p") || asks("--interactive") || asks("--patch") && *command == "add",
    };
    if edits { unknown(command) } else { Ok(()) }
}
