//! Folders that are there for a while. They go with the value, and also when the program is ended from outside:
//! by Ctrl+C, by `kill`, by a terminal that is closed. A second signal ends it at once.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The folders that there are.
static THERE: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn there() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    THERE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A folder that is removed, with all that is in it, when nobody needs it any more.
#[derive(Debug)]
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// A new folder among the system's temporary files.
    pub(crate) fn new() -> io::Result<Self> {
        Self::within(&std::env::temp_dir(), "mdbook-proof-")
    }

    /// A new folder in another one. Its name begins with `prefix`.
    pub(crate) fn within(parent: &Path, prefix: &str) -> io::Result<Self> {
        signals::heed();
        let mut there = there();
        let folder = tempfile::Builder::new().prefix(prefix).tempdir_in(parent)?.keep();
        there.insert(folder.clone());
        Ok(Self(folder))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is left to the system, which clears its temporary files now and then.
        let _ = std::fs::remove_dir_all(&self.0);
        there().remove(&self.0);
    }
}

/// Does something that no signal may leave half done.
pub(crate) fn undisturbed<T>(act: impl FnOnce() -> T) -> T {
    let _nobody_ends = there();
    act()
}

#[cfg(unix)]
mod signals {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use std::path::Path;
    use std::process::exit;
    use std::sync::Once;
    use std::thread;
    use std::time::Duration;

    /// Listens for signals from now on.
    pub(super) fn heed() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let heeded = [SIGINT, SIGTERM, SIGHUP]
                .into_iter()
                .filter(|signal| !is_ignored(*signal));
            // Without, the program ends as any other does.
            let Ok(mut signals) = Signals::new(heeded) else { return };
            thread::spawn(move || {
                let mut signals = signals.forever();
                if let Some(first) = signals.next() {
                    thread::spawn(move || end(first));
                }
                if let Some(second) = signals.next() {
                    exit(128 + second);
                }
            });
        });
    }

    fn end(signal: i32) -> ! {
        // Whoever wants another folder waits for the end.
        let there = super::there();
        there.iter().for_each(|folder| remove(folder));
        exit(128 + signal)
    }

    /// Removes a folder, though other threads may still write to it.
    fn remove(folder: &Path) {
        for _ in 0..50 {
            let _ = std::fs::remove_dir_all(folder);
            if !folder.exists() {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Whether whoever started the program wants it to go on in spite of a signal, as `nohup` does.
    fn is_ignored(signal: i32) -> bool {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        match mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()) {
            Some(mask) => mask >> (signal - 1) & 1 == 1,
            // Where that cannot be known, it is likely of this one alone.
            None => signal == SIGHUP,
        }
    }
}

#[cfg(not(unix))]
mod signals {
    pub(super) fn heed() {}
}
