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

/// Where a path leads that is known.
pub(super) fn of_path(path: &str) -> Where {
    let home = path.strip_prefix("~/");
    let rest = home.unwrap_or(path);
    let out = rest.starts_with(['/', '~']) || rest.split('/').any(|part| part == "..");
    if out && !DEVICES.contains(&path) {
        Where::Outside
    } else {
        Where::Inside
    }
}

/// Where an argument leads, as far as it is known.
pub(super) fn of_arg(arg: &Arg) -> Where {
    if let Some(path) = arg.known() {
        return of_path(&path);
    }
    // `~` is left open by the shell's reader: the home folder is the session's.
    let written: String = arg
        .pieces
        .iter()
        .map(|piece| piece.text.as_deref().unwrap_or("\0"))
        .collect();
    let parts_up = written.split('/').any(|part| part == "..");
    if parts_up || written.starts_with('/') {
        Where::Outside
    } else {
        Where::Unknown
    }
}
