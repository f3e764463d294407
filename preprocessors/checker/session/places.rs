//! Where a path leads: into the session's folder, out of it, or nobody knows.

use crate::syntax::shell::Arg;

/// Where a path leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    /// Into the session's folder, or to a device that holds nothing.
    Inside,
    /// Out of it.
    Outside,
    /// What a variable holds decides.
    Unknown,
}

/// The devices that anybody may read and write.
const DEVICES: [&str; 5] = ["/dev/null", "/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/zero"];

/// Where a path leads that is known; `deep` where the session may be in a folder below its own, out of which `..` leads
/// back.
pub(super) fn of_path(path: &str, deep: bool) -> Where {
    let home = path.strip_prefix("~/");
    let rest = home.unwrap_or(path);
    if DEVICES.contains(&path) {
        Where::Inside
    } else if rest.starts_with(['/', '~']) {
        Where::Outside
    } else if !climbs(rest) {
        Where::Inside
    } else if deep && home.is_none() {
        Where::Unknown
    } else {
        Where::Outside
    }
}

/// Whether a path leads out of where it begins.
fn climbs(path: &str) -> bool {
    let mut depth = 0_i32;
    path.split('/').any(|part| {
        depth += match part {
            ".." => -1,
            "" | "." => 0,
            _ => 1,
        };
        depth < 0
    })
}

/// Where an argument leads, as far as it is known.
pub(super) fn of_arg(arg: &Arg, deep: bool) -> Where {
    if let Some(path) = arg.known() {
        return of_path(&path, deep);
    }
    // `~` is left open by the shell's reader: the home folder is the session's.
    let written: String = arg
        .pieces
        .iter()
        .map(|piece| piece.text.as_deref().unwrap_or("\0"))
        .collect();
    if written.starts_with('/') || (climbs(&written) && !deep) {
        Where::Outside
    } else {
        Where::Unknown
    }
}
