//! What `serve` watches: the chapters and what they include, the theme, `book.toml`,
//! the book's schemas and grammars; and when a change is over.

use super::News;
use crate::failure::{Failure, Result};
use crate::settings::Settings;
use crate::surroundings::lexical;
use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use proof_checker::say;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::Duration;

/// What may follow a file that was closed or put in its place: others that were saved with it.
const AT_ONCE: Duration = Duration::from_millis(1);

/// What may follow anything else: the rest of the same file. Not every system says when a writer is done.
const SOON: Duration = Duration::from_millis(25);

/// Watches files and folders for changes.
pub(super) struct Watcher {
    watcher: RecommendedWatcher,
    /// Folders that matter with all that is below them, and whether they are watched.
    folders: BTreeSet<PathBuf>,
    watched: BTreeSet<PathBuf>,
    /// Files whose folders are watched for their sake alone.
    files: BTreeSet<PathBuf>,
    /// Where books are put; nothing that happens there was written by anybody.
    output: Option<PathBuf>,
}

/// What an event means.
pub(super) struct Change {
    /// The files that it names and that matter.
    pub(super) files: Vec<PathBuf>,
    /// How long to wait for what belongs to it.
    pub(super) patience: Duration,
}

impl Watcher {
    /// A watcher of nothing yet, which tells its news to `sender`.
    pub(super) fn new(sender: Sender<News>) -> Result<Self> {
        let tell = move |event: notify::Result<Event>| {
            if let Ok(event) = event {
                // When nobody listens any more the program is about to end.
                let _ = sender.send(News::Disk(event));
            }
        };
        let watcher = notify::recommended_watcher(tell)
            .map_err(|e| Failure::new(say!(ko: "파일을 지켜볼 수 없습니다: {e}", en: "cannot watch files: {e}")))?;
        Ok(Self {
            watcher,
            folders: BTreeSet::new(),
            watched: BTreeSet::new(),
            files: BTreeSet::new(),
            output: None,
        })
    }

    /// Watches what a book consists of; what it watches already it goes on watching.
    pub(super) fn look_at(&mut self, settings: &Settings) {
        let Some(root) = &settings.root else { return };
        let html = settings.config.html_config().unwrap_or_default();
        self.output = Some(lexical(&root.join(&settings.config.build.build_dir)));
        // The folders may come and go: that is seen from above.
        for folder in [settings.src().unwrap_or_else(|| root.clone()), html.theme_dir(root)] {
            let folder = lexical(&folder);
            if let Some(above) = folder.parent() {
                self.watch(above, RecursiveMode::NonRecursive);
            }
            self.watch(&folder, RecursiveMode::Recursive);
            self.folders.insert(folder);
        }
        let extra = html
            .additional_css
            .into_iter()
            .chain(html.additional_js)
            .map(|file| root.join(file));
        for file in extra.chain(settings.fact_files.clone()) {
            self.look_at_file(&file);
        }
        self.look_at_file(&root.join("book.toml"));
    }

    /// Watches a file.
    pub(super) fn look_at_file(&mut self, file: &Path) {
        let file = lexical(file);
        if let Some(folder) = file.parent() {
            // Editors replace files: only a watch on the folder outlives that.
            self.watch(folder, RecursiveMode::NonRecursive);
        }
        self.files.insert(file);
    }

    fn watch(&mut self, folder: &Path, mode: RecursiveMode) {
        let recursive = mode == RecursiveMode::Recursive;
        let covered = self.watched.contains(folder)
            || self
                .folders
                .iter()
                .any(|known| folder.starts_with(known) && self.watched.contains(known));
        let again = recursive && !self.folders.contains(folder);
        if (covered && !again) || !folder.is_dir() || self.watcher.watch(folder, mode).is_err() {
            return;
        }
        self.watched.insert(folder.to_owned());
    }

    /// What an event means for the book; nothing where it means nothing.
    pub(super) fn change(&mut self, event: &Event) -> Option<Change> {
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        if matches!(event.kind, EventKind::Access(_)) && event.kind != closed {
            return None;
        }
        if matches!(
            event.kind,
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
        ) {
            // A folder that went away is watched no more, whatever takes its place.
            for gone in &event.paths {
                self.watched.retain(|folder| !folder.starts_with(gone));
            }
        }
        let files: Vec<PathBuf> = event.paths.iter().filter(|path| self.matters(path)).cloned().collect();
        let done = event.kind == closed
            || matches!(
                event.kind,
                EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both))
            );
        (!files.is_empty()).then_some(Change {
            files,
            patience: if done { AT_ONCE } else { SOON },
        })
    }

    fn matters(&self, path: &Path) -> bool {
        if self.files.contains(path) {
            return true;
        }
        let Some(folder) = self.folders.iter().find(|folder| path.starts_with(folder)) else {
            return false;
        };
        let below = path.strip_prefix(folder).unwrap_or(path);
        // What is hidden, and the swap and backup files of editors.
        let aside = |part: Component| {
            let name = part.as_os_str().to_string_lossy();
            name.starts_with('.') || name.ends_with('~') || name == "4913"
        };
        let made = self
            .output
            .as_ref()
            .is_some_and(|output| path.starts_with(output) && !folder.starts_with(output));
        !made && !below.components().any(aside)
    }
}
