//! What the whole-program tests share: where files are, and the facts that blocks are held against.
//!
//! Nothing here asserts; each test has one `check` of its own.

#![allow(dead_code, reason = "each test program uses its own part of this")]

use proof_checker::Facts;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use walkdir::WalkDir;

/// The repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder of the repository with one of the endings, sorted; folders called `target` are left out.
pub(crate) fn files(folder: impl AsRef<Path>, endings: &[&str]) -> Vec<PathBuf> {
    let start = root().join(folder);
    let entries = WalkDir::new(&start).sort_by_file_name().into_iter();
    entries
        .filter_entry(|entry| !matches!(entry.file_name().to_str(), Some("target" | "node_modules" | ".git")))
        .map(|entry| entry.expect("the folder can be read"))
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .filter(|path| {
            path.extension()
                .is_some_and(|e| endings.iter().any(|ending| e == *ending))
        })
        .collect()
}

/// A file's text.
pub(crate) fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// A path of the repository as it is said: relative, with `/`.
pub(crate) fn shown(path: &Path) -> String {
    let below = path.strip_prefix(root()).unwrap_or(path);
    below.to_string_lossy().replace('\\', "/")
}

/// Says what is left out here, and why. The test harness swallows what is printed, not what is written.
pub(crate) fn skipped(what: &str) {
    let line = format!("skipped {what}\n");
    std::io::stderr()
        .write_all(line.as_bytes())
        .expect("standard error can be written");
}

/// What ships with the checker, and `schema=appspec`: what the rules' pages and the specs are held against.
pub(crate) static FACTS: LazyLock<Facts> = LazyLock::new(proof_facts::facts_of_rule_pages);
