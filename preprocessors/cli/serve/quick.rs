//! The pages of a few chapters that have changed, made without the rest of the book.
//!
//! mdBook renders a book whole. What a page shows of other chapters is their names and
//! places alone, so it gets the outline of the book with the text of those chapters in
//! it, and what it makes of them is what it makes of them in the whole. Two names differ:
//! the table of contents and the search index carry a hash of what they hold. The pages
//! get the names that the last whole book has, until the next one is there.

use crate::book::HTML;
use crate::failure::{Failure, Result};
use crate::settings::Settings;
use mdbook_driver::MDBook;
use mdbook_driver::book::{Book, BookItem};
use mdbook_html::HtmlHandlebars;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use mdbook_renderer::{RenderContext, Renderer};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::TempDir;

/// A page: its path in the site, `/` between the parts, and its HTML.
pub(super) type Page = (String, String);

/// Whether pages of single chapters can be had: nothing that sees the whole book may have its hands in them.
pub(super) fn is_possible(settings: &Settings) -> bool {
    let names = |table: &str| {
        let table = settings.config.get::<serde_json::Map<String, serde_json::Value>>(table);
        table
            .ok()
            .flatten()
            .unwrap_or_default()
            .into_iter()
            .map(|(name, _)| name)
    };
    let output: Vec<String> = names("output").collect();
    let known = ["proof", "links", "index"];
    names("preprocessor").all(|name| known.contains(&name.as_str()))
        && (output.is_empty() || output.iter().any(|name| name == HTML))
}

/// The pages of the chapters in `files`, relative to the folder of the chapters. `book` is the outline of the
/// whole with the text of those in it; `base` is the folder of the last whole book.
pub(super) fn pages(settings: &Settings, book: Book, files: Vec<PathBuf>, base: &Path) -> Result<Vec<Page>> {
    let root = settings.root.clone().unwrap_or_else(|| ".".into());
    let mut mdbook = MDBook::load_with_config_and_summary(root, settings.config.clone(), <_>::default())?;
    mdbook.book = book;
    mdbook.with_preprocessor(Done);
    let made = Arc::new(Mutex::new(Vec::new()));
    let scratch = TempDir::with_prefix("mdbook-proof-").map_err(|e| Failure::from(anyhow::Error::from(e)))?;
    let renderer = Few {
        files,
        scratch: scratch.path().to_owned(),
        base: base.to_owned(),
        made: Arc::clone(&made),
    };
    mdbook.execute_build_process(&renderer)?;
    let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut *made))
}

/// Stands where the checker stands in a whole build: the text that it gets is annotated already.
struct Done;

impl Preprocessor for Done {
    fn name(&self) -> &str {
        "proof"
    }

    fn run(&self, _: &PreprocessorContext, book: Book) -> anyhow::Result<Book> {
        Ok(book)
    }
}

/// mdBook's own renderer, for a few chapters of a book.
struct Few {
    files: Vec<PathBuf>,
    scratch: PathBuf,
    base: PathBuf,
    made: Arc<Mutex<Vec<Page>>>,
}

impl Renderer for Few {
    fn name(&self) -> &str {
        HTML
    }

    fn render(&self, whole: &RenderContext) -> anyhow::Result<()> {
        let mut few = whole.clone();
        let html = few.config.html_config().unwrap_or_default();
        let wanted = |file: &Option<PathBuf>| file.as_ref().is_some_and(|file| self.files.contains(file));
        if !lists_chapters(&html.theme_dir(&few.root)) {
            keep(&mut few.book, wanted);
        }
        few.destination = self.scratch.join("site");
        few.config.set("output.html.input-404", "")?;
        if html.edit_url_template.is_none() {
            // Nothing of what lies beside the chapters is needed; only the address for edits names their folder.
            let empty = self.scratch.join("src");
            std::fs::create_dir(&empty)?;
            few.config.book.src = empty;
        }
        HtmlHandlebars::new().render(&few)?;
        let names = [("toc", "js"), ("searchindex", "js")].map(|(stem, ending)| {
            let name = |folder: &Path| hashed(folder, stem, ending);
            name(&few.destination).zip(name(&self.base))
        });
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let mut add = |path: &Path| -> anyhow::Result<()> {
            let mut page = std::fs::read_to_string(few.destination.join(path))?;
            for (new, known) in names.iter().flatten() {
                page = page.replace(new, known);
            }
            made.push((crate::files::slashed(path), page));
            Ok(())
        };
        for (at, chapter) in whole.book.chapters().enumerate() {
            if wanted(&chapter.source_path) {
                let path = chapter.path.clone().unwrap_or_default().with_extension("html");
                add(&path)?;
                if at == 0 && path != Path::new("index.html") {
                    add(Path::new("index.html"))?;
                }
            }
        }
        Ok(())
    }
}

/// Makes drafts of all chapters but those that are wanted and their neighbours, which a page links to. mdBook makes no pages of drafts.
fn keep(book: &mut Book, wanted: impl Fn(&Option<PathBuf>) -> bool) {
    let chapters: Vec<_> = book
        .chapters()
        .map(|chapter| (chapter.path.clone(), wanted(&chapter.source_path)))
        .collect();
    let near = |at: usize| {
        chapters[at.saturating_sub(1)..chapters.len().min(at + 2)]
            .iter()
            .any(|(_, wanted)| *wanted)
    };
    let kept = (0..chapters.len())
        .filter(|&at| near(at))
        .map(|at| chapters[at].0.clone());
    let kept: BTreeSet<_> = kept.collect();
    book.for_each_mut(|item| {
        if let BookItem::Chapter(chapter) = item
            && !kept.contains(&chapter.path)
        {
            chapter.path = None;
            chapter.source_path = None;
        }
    });
}

/// Whether the pages of a theme hold the list of chapters themselves, as mdBook's own do not.
fn lists_chapters(theme: &Path) -> bool {
    ["index.hbs", "head.hbs", "header.hbs"].iter().any(|name| {
        let template = std::fs::read_to_string(theme.join(name)).unwrap_or_default();
        template.contains("#toc") || template.contains("chapters}}") || template.contains("each chapters")
    })
}

/// The file of a folder that is called `STEM-HASH.ENDING`.
fn hashed(folder: &Path, stem: &str, ending: &str) -> Option<String> {
    std::fs::read_dir(folder).ok()?.flatten().find_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let hash = name
            .strip_prefix(stem)?
            .strip_prefix('-')?
            .strip_suffix(ending)?
            .strip_suffix('.')?;
        hash.bytes().all(|b| b.is_ascii_hexdigit()).then(|| name.clone())
    })
}
