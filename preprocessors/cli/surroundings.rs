//! What lies around a chapter, for the links in it: the pages of its book, folders
//! of the disk, the anchors of other files. Looked up when asked for, and once.

use crate::files;
use crate::settings::Settings;
use proof_checker::links::{Book, BookSettings, Folder, Publisher, Site, check_links};
use proof_checker::{Analysis, Anchors};
use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Preprocessors that add neither pages nor anchors.
const HARMLESS: [&str; 7] = ["proof", "links", "index", "mermaid", "katex", "toc", "alerts"];

/// What lies around the chapters of a book, or the files of a folder.
pub(crate) struct Surroundings<'a> {
    settings: &'a Settings,
    book: Option<Book>,
    /// The folder of the chapters, absolute.
    src: Option<PathBuf>,
    folders: Once<Option<Arc<Folder>>>,
    anchors: Once<Option<Arc<Anchors>>>,
    repositories: Once<Option<String>>,
}

/// Answers by what was asked.
type Once<T> = Mutex<HashMap<String, T>>;

impl<'a> Surroundings<'a> {
    /// The surroundings of files on the disk. The chapters of a book are those that its `SUMMARY.md` lists.
    pub(crate) fn of(settings: &'a Settings) -> Self {
        let index = runs_index(settings);
        let book = listed(settings).map(|chapters| {
            let page = |file: String| (file.clone(), Book::page(&file, index));
            book(settings, chapters.into_iter().map(page))
        });
        Self::new(settings, book)
    }

    /// The surroundings of a book in memory: the file and the page of each chapter, and the anchors of those that were read.
    pub(crate) fn of_book(
        settings: &'a Settings,
        chapters: impl IntoIterator<Item = (String, String)>,
        anchors: impl IntoIterator<Item = (String, Arc<Anchors>)>,
    ) -> Self {
        let book = book(settings, chapters);
        let known = anchors
            .into_iter()
            .map(|(file, anchors)| (book.source(&file), Some(anchors)));
        let known = Mutex::new(known.collect());
        Self {
            anchors: known,
            ..Self::new(settings, Some(book))
        }
    }

    fn new(settings: &'a Settings, book: Option<Book>) -> Self {
        Self {
            settings,
            src: settings.src().filter(|_| book.is_some()).map(|src| lexical(&src)),
            book,
            folders: Once::default(),
            anchors: Once::default(),
            repositories: Once::default(),
        }
    }

    /// The files of the book's chapters, absolute; none where there is no book.
    pub(crate) fn chapters(&self) -> Vec<PathBuf> {
        let (Some(src), Some(_)) = (&self.src, &self.book) else {
            return Vec::new();
        };
        let files = listed(self.settings).unwrap_or_default();
        files.iter().map(|file| lexical(&src.join(file))).collect()
    }

    /// Judges the links of a file on the disk.
    pub(crate) fn check(&self, analysis: &mut Analysis, path: &Path) {
        let below = self
            .src
            .as_deref()
            .and_then(|src| lexical(path).strip_prefix(src).ok().map(Path::to_owned));
        match (&self.book, below) {
            (Some(book), Some(file)) => {
                let file = files::slashed(&file);
                // Of what is no chapter nobody knows from where it is read: it may be a part of any.
                if book.publishes(&file) {
                    // Others link here: what is read already need not be read for them.
                    let mut known = self.anchors.lock().unwrap_or_else(PoisonError::into_inner);
                    known.insert(book.source(&file), Some(analysis.anchors()));
                    drop(known);
                    self.check_chapter(analysis, &file);
                }
            }
            _ => {
                let whole = self.repository(path);
                self.check_as(analysis, Publisher::Unknown(whole.as_deref()));
            }
        }
    }

    /// Judges the links of a chapter; its file is relative to the folder of the chapters.
    pub(crate) fn check_chapter(&self, analysis: &mut Analysis, file: &str) {
        if let Some(book) = &self.book {
            self.check_as(analysis, Publisher::Book(book, file));
        }
    }

    fn check_as(&self, analysis: &mut Analysis, publisher: Publisher) {
        let folder = |path: &str| once(&self.folders, path, || folder(path));
        let anchors = |path: &str| once(&self.anchors, path, || self.read_anchors(path));
        let site = Site {
            folder: &folder,
            anchors: &anchors,
            publisher,
        };
        check_links(analysis, &site, &self.settings.options);
    }

    fn read_anchors(&self, path: &str) -> Option<Arc<Anchors>> {
        let text = files::read(Path::new(path)).ok()?;
        let chapter = files::chapter(Path::new(path), text, self.settings);
        Some(proof_checker::anchors(&chapter, &self.settings.options))
    }

    /// The repository that a file belongs to, as the beginning of paths like the file's.
    fn repository(&self, path: &Path) -> Option<String> {
        let parent = path.parent().unwrap_or(Path::new(""));
        once(&self.repositories, &files::slashed(parent), || {
            let absolute = lexical(path);
            let root = absolute
                .ancestors()
                .skip(1)
                .find(|folder| folder.join(".git").exists())?;
            let here = std::env::current_dir().ok()?;
            Some(match path.is_absolute() || !here.starts_with(root) {
                true => files::slashed(root),
                false => String::new(),
            })
        })
    }
}

/// The answer to a question, asked once. Two threads may ask at the same time; both get the same.
fn once<T: Clone>(answers: &Once<T>, question: &str, answer: impl FnOnce() -> T) -> T {
    let known = answers
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .get(question)
        .cloned();
    known.unwrap_or_else(|| {
        let answer = answer();
        let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.insert(question.to_owned(), answer.clone());
        answer
    })
}

/// Whether mdBook's `index` runs, which makes `index.html` of a `README.md`.
pub(crate) fn runs_index(settings: &Settings) -> bool {
    settings.config.build.use_default_preprocessors || settings.config.contains_key("preprocessor.index")
}

fn book(settings: &Settings, chapters: impl IntoIterator<Item = (String, String)>) -> Book {
    let html = settings.config.html_config().unwrap_or_default();
    // The rules' pages come into a book through a comment in one of its chapters.
    let rules = proof_site::pages(settings.lang.unwrap_or_default()).map(|page| Book::page(&page.path, false));
    let table = |name: &str| {
        let table = settings.config.get::<serde_json::Map<String, serde_json::Value>>(name);
        table.ok().flatten().unwrap_or_default()
    };
    let others = table("preprocessor")
        .keys()
        .any(|name| !HARMLESS.contains(&name.as_str()));
    let output = table("output");
    let makes_html = output.is_empty() || output.contains_key("html");
    let src = settings.src().unwrap_or_else(|| ".".into());
    let settings = BookSettings {
        redirects: html.redirect.into_keys().chain(rules).collect(),
        certain: !others && makes_html,
        creates_missing: settings.config.build.create_missing,
    };
    Book::new(&files::slashed(&files::tidy(&src)), chapters, settings)
}

/// The files that the `SUMMARY.md` of a book lists, relative to its folder; nothing where it cannot be read.
fn listed(settings: &Settings) -> Option<Vec<String>> {
    let text = files::read(&settings.src()?.join("SUMMARY.md")).ok()?;
    let summary = mdbook_summary::parse_summary(&text).ok()?;
    let parts = [
        summary.prefix_chapters,
        summary.numbered_chapters,
        summary.suffix_chapters,
    ];
    let mut chapters = Vec::new();
    parts.iter().for_each(|items| locations(items, &mut chapters));
    Some(chapters)
}

/// Whether a book lists one of these files that is not there.
pub(crate) fn lists_missing(settings: &Settings, files: &HashSet<String>) -> bool {
    let src = settings.src().unwrap_or_default();
    let missing = |file: &String| files.contains(file) && !src.join(file).exists();
    !files.is_empty() && listed(settings).is_some_and(|listed| listed.iter().any(missing))
}

fn locations(items: &[mdbook_summary::SummaryItem], chapters: &mut Vec<String>) {
    for item in items {
        if let mdbook_summary::SummaryItem::Link(link) = item {
            chapters.extend(link.location.as_deref().map(|file| files::slashed(&files::tidy(file))));
            locations(&link.nested_items, chapters);
        }
    }
}

/// What a folder of the disk holds.
fn folder(path: &str) -> Option<Arc<Folder>> {
    let path = if path.is_empty() { "." } else { path };
    let mut folder = Folder::default();
    for entry in std::fs::read_dir(path).ok()?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        // A link of the file system is what it leads to.
        if entry.path().is_dir() {
            folder.folders.insert(name);
        } else {
            folder.files.insert(name);
        }
    }
    Some(Arc::new(folder))
}

/// An absolute path, `.` and `..` resolved by their names alone.
pub(crate) fn lexical(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut out = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}
