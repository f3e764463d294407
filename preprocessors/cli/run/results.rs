//! What was executed, kept in a file that is committed with the book: for each chapter the day, the CLI, the emulator,
//! and the hashes of the blocks. A page says that a block was executed only where its hash is the same.

use super::Chapter;
use super::chapter::Done;
use crate::failure::{Failure, Result};
use crate::files;
use crate::proof::today;
use crate::settings::Settings;
use proof_checker::say;
use proof_checker::session::hash;
use proof_checker::{Analysis, Executed};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The file of results.
#[derive(Default, PartialEq)]
pub(crate) struct Results {
    file: Option<PathBuf>,
    chapters: Map<String, Value>,
    changed: bool,
}

impl Results {
    /// The results that a book has; a file that cannot be read is an empty one.
    pub(crate) fn read(settings: &Settings) -> Self {
        let file = settings.root.as_ref().map(|root| root.join(&settings.run.results));
        let text = file.as_deref().and_then(|file| std::fs::read_to_string(file).ok());
        Self {
            file,
            chapters: text
                .and_then(|text| serde_json::from_str(&text).ok())
                .unwrap_or_default(),
            changed: false,
        }
    }

    /// Marks the blocks of a chapter that were executed as they stand; `path` is that of its file below the book's folder.
    pub(crate) fn mark(&self, path: &str, analysis: &mut Analysis) {
        let Some(chapter) = self.chapters.get(path) else { return };
        let hashes: BTreeSet<&str> = chapter["blocks"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let text = |key: &str| chapter[key].as_str().unwrap_or_default().to_owned();
        for block in &mut analysis.blocks {
            if hashes.contains(hash(block).as_str()) {
                block.executed = Some(Executed {
                    date: text("date"),
                    by: format!("{}, {}", text("cli"), text("emulator")),
                });
            }
        }
    }

    /// Keeps what came of a chapter. The day stays as long as the rest does.
    pub(super) fn put(&mut self, chapter: &Chapter, settings: &Settings, done: &Done, cli: &str, emulator: &str) {
        let Some(path) = below(&chapter.path, settings) else {
            return;
        };
        let executed = done.executed.iter().map(|&block| hash(&chapter.analysis.blocks[block]));
        let executed: Vec<String> = executed.collect();
        if executed.is_empty() {
            self.changed |= self.chapters.remove(&path).is_some();
            return;
        }
        let same = self
            .chapters
            .get(&path)
            .is_some_and(|old| old["cli"] == cli && old["emulator"] == emulator && old["blocks"] == json!(executed));
        if !same {
            let entry = json!({ "date": today(), "cli": cli, "emulator": emulator, "blocks": executed });
            self.chapters.insert(path, entry);
            self.changed = true;
        }
    }

    /// Writes the file, if anything in it changed.
    pub(super) fn write(mut self) -> Result<()> {
        let Some(file) = self.file.filter(|_| self.changed) else {
            return Ok(());
        };
        self.chapters.sort_keys();
        let text = serde_json::to_string_pretty(&self.chapters).map_err(anyhow::Error::from)? + "\n";
        if file.is_file() {
            return files::write(&file, &text);
        }
        let shown = file.display();
        std::fs::write(&file, text)
            .map_err(|e| Failure::new(say!(ko: "`{shown}`에 쓸 수 없습니다: {e}", en: "cannot write `{shown}`: {e}")))
    }
}

/// The path of a chapter's file below the book's folder.
pub(crate) fn below(path: &Path, settings: &Settings) -> Option<String> {
    let real = |path: &Path| path.canonicalize().ok();
    let root = real(settings.root.as_deref()?)?;
    Some(files::slashed(real(path)?.strip_prefix(root).ok()?))
}
