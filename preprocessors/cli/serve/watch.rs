//! What `serve` watches: the chapters, the theme, `book.toml`, the book's schemas and grammars.

use crate::failure::{Failure, Result};
use crate::settings::Settings;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use proof_checker::say;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

/// Editors write a file in several steps; what follows within this time belongs to the same change.
const SETTLE: Duration = Duration::from_millis(50);

/// Watches files and folders for changes.
pub(super) struct Watcher {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    folders: BTreeSet<PathBuf>,
    /// Files whose folders are watched for their sake alone.
    files: BTreeSet<PathBuf>,
}

impl Watcher {
    /// A watcher of nothing yet.
    pub(super) fn new() -> Result<Self> {
        let (sender, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(sender)
            .map_err(|e| Failure::new(say!(ko: "파일을 지켜볼 수 없습니다: {e}", en: "cannot watch files: {e}")))?;
        Ok(Self {
            watcher,
            events,
            folders: BTreeSet::new(),
            files: BTreeSet::new(),
        })
    }

    /// Watches what a book consists of; what it watches already it goes on watching.
    pub(super) fn look_at(&mut self, settings: &Settings) {
        let Some(root) = &settings.root else { return };
        let theme = settings.config.html_config().unwrap_or_default().theme_dir(root);
        for folder in [settings.src().unwrap_or_else(|| root.clone()), theme] {
            self.watch(&folder, RecursiveMode::Recursive);
        }
        let html = settings.config.html_config().unwrap_or_default();
        let extra = html
            .additional_css
            .into_iter()
            .chain(html.additional_js)
            .map(|file| root.join(file));
        for file in extra.chain(settings.fact_files.clone()).chain([root.join("book.toml")]) {
            self.watch_file(&file);
        }
    }

    fn watch_file(&mut self, file: &Path) {
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        if let Some(folder) = file.parent() {
            // Editors replace files: only a watch on the folder outlives that.
            self.watch(folder, RecursiveMode::NonRecursive);
        }
        self.files.insert(file);
    }

    fn watch(&mut self, folder: &Path, mode: RecursiveMode) {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let covered = self.folders.iter().any(|known| folder.starts_with(known));
        if covered || !folder.is_dir() || self.watcher.watch(&folder, mode).is_err() {
            return;
        }
        if mode == RecursiveMode::Recursive {
            self.folders.insert(folder);
        }
    }

    /// Waits for the next change, and for it to settle; gives a file that changed.
    pub(super) fn wait(&self) -> Option<PathBuf> {
        loop {
            let mut changed = self.relevant(self.events.recv().ok()?);
            while let Ok(event) = self.events.recv_timeout(SETTLE) {
                changed = changed.or_else(|| self.relevant(event));
            }
            if changed.is_some() {
                return changed;
            }
        }
    }

    fn relevant(&self, event: notify::Result<Event>) -> Option<PathBuf> {
        let event = event.ok()?;
        if matches!(event.kind, EventKind::Access(_)) {
            return None;
        }
        let ours = |path: &PathBuf| {
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            // Swap and backup files of editors.
            let editors = name.starts_with('.') || name.ends_with('~') || name == "4913";
            !editors && (self.files.contains(path) || self.folders.iter().any(|folder| path.starts_with(folder)))
        };
        event.paths.into_iter().find(ours)
    }
}
