//! The pages of a few chapters that have changed, made without the rest of the book.
//!
//! mdBook renders a book whole. What a page shows of other chapters is their names and
//! places alone, so it gets the outline of the book with the text of those chapters in
//! it, and what it makes of them is what it makes of them in the whole. So is what the
//! finishing makes of them. Some names differ: the table of contents and the search index
//! carry a hash of what they hold. The pages get the names that the last whole book has,
//! until the next one is there.

use super::site::Base;
use crate::book::HTML;
use crate::build;
use crate::failure::{Failure, Result};
use crate::files;
use crate::finish;
use crate::scratch::Scratch;
use crate::settings::Settings;
use mdbook_driver::MDBook;
use mdbook_driver::book::{Book, BookItem};
use mdbook_html::HtmlHandlebars;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use mdbook_renderer::{RenderContext, Renderer};
use proof_checker::diagnostic::Lang;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A page: its path in the site, `/` between the parts, and its HTML.
pub(super) type Page = (String, String);

/// Whether pages of single chapters can be had: nothing that sees the whole book may have its hands in them.
pub(super) fn is_possible(settings: &Settings) -> bool {
    let output: Vec<String> = build::names(&settings.config, "output").collect();
    let known = ["proof", "links", "index"];
    build::names(&settings.config, "preprocessor").all(|name| known.contains(&name.as_str()))
        && (output.is_empty() || output.iter().any(|name| name == HTML))
}

/// The pages of the chapters in `files`, relative to the folder of the chapters. `book` is the outline of the
/// whole with the text of those in it; `base` is the last whole book.
pub(super) fn pages(settings: &Settings, book: Book, files: Vec<PathBuf>, base: Base) -> Result<Vec<Page>> {
    let root = settings.root.clone().unwrap_or_else(|| ".".into());
    let config = build::config(settings)?;
    let finishes = finish::wanted(&config);
    let mut mdbook = MDBook::load_with_config_and_summary(root, config, <_>::default())?;
    mdbook.book = book;
    mdbook.with_preprocessor(Done);
    let made = Arc::new(Mutex::new(Vec::new()));
    let scratch = Scratch::new().map_err(|e| Failure::from(anyhow::Error::from(e)))?;
    let renderer = Few {
        files,
        scratch: scratch.path().to_owned(),
        base,
        finishes,
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
    base: Base,
    finishes: bool,
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
        let names = Names::new(names(&few.destination), &self.base.rendered);
        let mut pages = Vec::new();
        let mut add = |path: &Path| -> anyhow::Result<()> {
            let page = std::fs::read_to_string(few.destination.join(path))?;
            pages.push((files::slashed(path), names.known(page)));
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
        if self.finishes {
            pages = self
                .finished(whole, pages)
                .map_err(|failure| anyhow::Error::msg(failure.parts(Lang::En).0.to_owned()))?;
        }
        *self.made.lock().unwrap_or_else(PoisonError::into_inner) = pages;
        Ok(())
    }
}

impl Few {
    fn finished(&self, whole: &RenderContext, pages: Vec<Page>) -> Result<Vec<Page>> {
        let paths: Vec<String> = pages.iter().map(|(path, _)| path.clone()).collect();
        let pages = pages
            .into_iter()
            .map(|(path, page)| (path, page.into_bytes()))
            .collect();
        let mut made = finish::few(whole, self.base.others(), pages)?;
        let names = Names::new(made.keys().cloned(), &self.base.pages);
        let page = |path: String| {
            let page = String::from_utf8(made.remove(&path)?).ok()?;
            Some((path, names.known(page)))
        };
        Ok(paths.into_iter().filter_map(page).collect())
    }
}

/// Names with a hash in them that a few pages have otherwise than the whole book.
struct Names(Vec<(String, String)>);

impl Names {
    /// The paths of what was made of a few pages, against those in the folder of the whole.
    fn new(few: impl Iterator<Item = String>, whole: &Path) -> Self {
        let hashed: Vec<String> = few.filter(|path| without_hash(path).is_some()).collect();
        let folder = |path: &String| {
            path.rsplit_once('/')
                .map_or(String::new(), |(folder, _)| format!("{folder}/"))
        };
        let folders: BTreeSet<String> = hashed.iter().map(folder).collect();
        let known = |folder: &String| {
            names(&whole.join(folder))
                .map(|name| format!("{folder}{name}"))
                .collect::<Vec<_>>()
        };
        let known: Vec<String> = folders.iter().flat_map(known).collect();
        let differing = hashed
            .into_iter()
            .filter(|path| !known.contains(path))
            .filter_map(|path| {
                let mut same = known.iter().filter(|known| without_hash(known) == without_hash(&path));
                let one = same.next().filter(|_| same.next().is_none())?;
                Some((path, one.clone()))
            });
        Self(differing.collect())
    }

    /// A page with the names that the whole book has.
    fn known(&self, page: String) -> String {
        let rename = |page: String, (few, whole): &(String, String)| page.replace(few, whole);
        self.0.iter().fold(page, rename)
    }
}

fn names(folder: &Path) -> impl Iterator<Item = String> + use<> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok())
}

/// What stands before and after the hash in `STEM-HASH.ENDING`.
pub(super) fn without_hash(name: &str) -> Option<(&str, &str)> {
    let (stem, rest) = name.rsplit_once('-')?;
    let (hash, ending) = rest.split_once('.')?;
    let is_hash = hash.len() >= 8 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    is_hash.then_some((stem, ending))
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
