//! `linuxParameters`: capabilities, swap, shared memory, tmpfs.

use super::bounds;
use crate::diagnostic::{Applicability, Finding};
use crate::rules::definition::Definition;
use crate::say;
use crate::suggest::nearest;
use crate::syntax::json::NodeId;

/// The capabilities, by the API reference of `KernelCapabilities` (2026-11).
const CAPABILITIES: [&str; 38] = [
    "ALL",
    "AUDIT_CONTROL",
    "AUDIT_WRITE",
    "BLOCK_SUSPEND",
    "CHOWN",
    "DAC_OVERRIDE",
    "DAC_READ_SEARCH",
    "FOWNER",
    "FSETID",
    "IPC_LOCK",
    "IPC_OWNER",
    "KILL",
    "LEASE",
    "LINUX_IMMUTABLE",
    "MAC_ADMIN",
    "MAC_OVERRIDE",
    "MKNOD",
    "NET_ADMIN",
    "NET_BIND_SERVICE",
    "NET_BROADCAST",
    "NET_RAW",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_CHROOT",
    "SYS_MODULE",
    "SYS_NICE",
    "SYS_PACCT",
    "SYS_PTRACE",
    "SYS_RAWIO",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "SYSLOG",
    "WAKE_ALARM",
];

/// The options of a tmpfs, by the API reference of `Tmpfs` (2026-11). Some have a value: `mode=1777`.
const MOUNT_OPTIONS: [&str; 40] = [
    "defaults",
    "ro",
    "rw",
    "suid",
    "nosuid",
    "dev",
    "nodev",
    "exec",
    "noexec",
    "sync",
    "async",
    "dirsync",
    "remount",
    "mand",
    "nomand",
    "atime",
    "noatime",
    "diratime",
    "nodiratime",
    "bind",
    "rbind",
    "unbindable",
    "runbindable",
    "private",
    "rprivate",
    "shared",
    "rshared",
    "slave",
    "rslave",
    "relatime",
    "norelatime",
    "strictatime",
    "nostrictatime",
    "mode",
    "uid",
    "gid",
    "size",
    "nr_inodes",
    "nr_blocks",
    "mpol",
];

/// Judges the `linuxParameters` of each container.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    let tree = context.tree;
    for container in definition.containers() {
        let Some(linux) = tree.get(container, "linuxParameters") else {
            continue;
        };
        bounds(definition, ("linux-parameters", linux, "swappiness"), (0, 100), found);
        bounds(definition, ("linux-parameters", linux, "maxSwap"), (0, i64::MAX), found);
        bounds(
            definition,
            ("linux-parameters", linux, "sharedMemorySize"),
            (1, i64::MAX),
            found,
        );
        for &tmpfs in context.list_at(linux, "tmpfs") {
            bounds(definition, ("linux-parameters", tmpfs, "size"), (1, i64::MAX), found);
            let options = context.list_at(tmpfs, "mountOptions").iter();
            found.extend(options.filter_map(|&option| mount_option(definition, option)));
        }
        let swappiness = context
            .integer_at(linux, "swappiness")
            .filter(|value| (0..=100).contains(value));
        if swappiness.is_some() && !definition.fargate() && definition.lacks(linux, "maxSwap") {
            found.push(
                Finding::warning(
                    "linux-parameters",
                    context.key_range(linux, "swappiness"),
                    say!(ko: "`maxSwap`이 없으면 `swappiness`는 쓰이지 않습니다", en: "`swappiness` does nothing without `maxSwap`"),
                )
                .help(say!(
                    ko: "스왑을 쓰려면 `maxSwap`을 MiB로 적고, 쓰지 않으려면 `swappiness`를 지우십시오.",
                    en: "To have swap, give `maxSwap` in MiB; not to have it, take `swappiness` out."
                )),
            );
        }
        for pointer in ["/capabilities/add", "/capabilities/drop"] {
            let list = tree.pointer(linux, pointer);
            for &name in list.map(|list| tree.elements(list)).unwrap_or_default() {
                capability(definition, name, found);
            }
        }
    }
}

fn mount_option(definition: &Definition, node: NodeId) -> Option<Finding> {
    let context = definition.context;
    let option = context.text_of(node)?;
    let name = option.split_once('=').map_or(option, |(name, _)| name);
    if MOUNT_OPTIONS.contains(&name) {
        return None;
    }
    let message = say!(ko: "tmpfs에는 `{name}` 마운트 옵션이 없습니다", en: "a tmpfs has no mount option `{name}`");
    let finding = Finding::warning("linux-parameters", context.place(node), message);
    Some(match nearest(name, MOUNT_OPTIONS) {
        Some(near) => finding.help(say!(ko: "비슷한 이름: `{near}`", en: "A similar name: `{near}`")),
        None => finding.help(say!(
            ko: "`noexec`, `nosuid`, `mode=1777`처럼 mount가 아는 옵션을 적습니다.",
            en: "They are those that mount knows, such as `noexec`, `nosuid` and `mode=1777`."
        )),
    })
}

fn capability(definition: &Definition, node: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let Some(name) = context.word_of(node).filter(|name| !CAPABILITIES.contains(name)) else {
        return;
    };
    let upper = name.to_ascii_uppercase();
    let bare = upper.strip_prefix("CAP_").unwrap_or(&upper);
    let finding = Finding::error(
        "unknown-capability",
        context.place(node),
        say!(ko: "`{name}`은(는) ECS의 커널 기능 이름이 아닙니다", en: "ECS knows no capability `{name}`"),
    );
    let fix = |finding: Finding, applicability, name: &str| {
        finding.fix(
            applicability,
            say!(ko: "`{name}`", en: "`{name}`"),
            context.place(node),
            format!("\"{name}\""),
        )
    };
    found.push(match CAPABILITIES.contains(&bare) {
        true => fix(
            finding.help(say!(
                ko: "`CAP_` 없이 대문자로 적습니다: `{bare}`",
                en: "It is written in capitals and without `CAP_`: `{bare}`."
            )),
            Applicability::Safe,
            bare,
        ),
        false => match nearest(bare, CAPABILITIES) {
            Some(near) => fix(
                finding.help(say!(ko: "비슷한 이름: `{near}`", en: "A similar name: `{near}`")),
                Applicability::Unsafe,
                near,
            ),
            None => finding.help(say!(
                ko: "`NET_ADMIN`, `SYS_PTRACE`처럼 `CAP_` 없이 대문자로 적습니다. 모두를 뜻하는 이름은 `ALL`입니다.",
                en: "They are written in capitals without `CAP_`, such as `NET_ADMIN` and `SYS_PTRACE`; `ALL` is all of them."
            )),
        },
    });
}
