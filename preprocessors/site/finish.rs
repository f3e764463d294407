//! The finishing of a site that mdBook has rendered: what its pages need that
//! only the whole book knows. Files in, files out; the binary reads and writes them.
//!
//! A page keeps its `<main>` but for what a strict Content-Security-Policy asks of it.
//! A page of a theme that is not ours gets its meta tags, and is left alone otherwise.

mod assets;
mod chapters;
mod code;
mod contents;
mod find;
mod head;
mod page;
mod pictures;
mod references;
mod script;

use crate::cores::on_every_core;
use crate::folded;
use crate::words::Words;
use proof_checker::diagnostic::Lang;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The files of a site by their paths, which are written with `/` and begin at the site's root.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What is known of a book beside its pages.
#[derive(Debug, Default)]
pub struct Book {
    /// The language of what its pages say for themselves.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// One sentence about it, for pages that have no text of their own to describe them.
    pub description: String,
    /// Where it will be published, as in `https://example.com/book/`, with the slash; nothing where that is not known.
    pub url: Option<String>,
    /// The path of its root on its server, with both slashes: pages that stand anywhere, as 404.html does, begin their links with it.
    pub base: String,
    /// Whether numbers of sections stand before the names of chapters.
    pub numbered: bool,
    /// How deep a chapter has to stand for what is under it to be listed on its own branch alone; nothing where all is listed.
    pub fold: Option<usize>,
    /// Its table of contents, in reading order.
    pub entries: Vec<Entry>,
    /// Terms that readers may search for: each one's names, the two that a book prefers first.
    pub terms: Vec<Vec<String>>,
}

/// One line of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is called; a separator has no name.
    pub name: String,
    /// How deep it stands: 0 for the outermost chapters.
    pub depth: usize,
    /// What it is.
    pub kind: Kind,
}

/// What a line of the table of contents is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// The title of a part.
    Part,
    /// A line between chapters.
    Separator,
    /// A chapter that is not written yet.
    Draft,
    /// A chapter: the path of its page, and its number, as in `1.2.`.
    Page {
        /// As in `ecs/task.html`.
        path: String,
        /// As in `1.2.`; prefix and suffix chapters have none.
        number: Option<String>,
        /// Whether the search knows it.
        searched: bool,
    },
}

impl Entry {
    /// The path of its page.
    pub(crate) fn path(&self) -> Option<&str> {
        match &self.kind {
            Kind::Page { path, .. } => Some(path),
            _ => None,
        }
    }
}

/// Finishes a site: gives the files as they are to be published.
///
/// The same files and book give the same bytes. Nothing is an error: what is not understood stays as it is.
pub fn finish(book: &Book, files: Files) -> Files {
    finished(book, files, true)
}

/// Finishes a few pages of a site, beside all its other files.
///
/// The pages are what they are in the whole, but for the hashes in names of files that are made of all pages: the
/// style sheet with the font, and the search, which is of these pages alone here.
pub fn finish_few(book: &Book, files: Files) -> Files {
    finished(book, files, false)
}

/// The pages of a site by their paths.
type Pages = BTreeMap<String, String>;

fn finished(book: &Book, files: Files, whole: bool) -> Files {
    let words = Words::of(book.lang);
    let outline = chapters::Outline::new(book);
    let (mut pages, mut files) = apart(files);
    let sheets = pages.iter().find_map(|(path, html)| page::style_sheets(path, html));
    // What is folded is not searched and asks for no file: to look for either is quicker before the pages are unfolded.
    let search = sheets.as_ref().and_then(|_| {
        assets::drop_unused(&mut files, &pages);
        find::index(book, &outline, &pages)
    });
    // On paper nobody unfolds anything.
    each_page(&mut pages, |path, page| folded::unfolded(page, path != page::WHOLE));
    let mut made = assets::add(&mut files);
    let styles = sheets.and_then(|sheets| {
        // To cut a font takes longer than all the rest, and no page names it.
        let font = if whole {
            code::add_font(book, &pages, &mut files)
        } else {
            String::new()
        };
        assets::bundle(&mut files, &sheets, &font)
    });
    if let Some(search) = search {
        assets::add_search(&mut files, &mut made, search, book.lang);
    }
    let pictures = pictures::add(book, &outline, &pages, &mut files);
    let surroundings = page::Surroundings {
        book,
        words,
        outline: &outline,
        pictures: &pictures,
        styles: styles.as_ref(),
        made: &made,
    };
    each_page(&mut pages, |path, html| Some(page::finish(path, html, &surroundings)));
    files.extend(pages.into_iter().map(|(path, html)| (path, html.into_bytes())));
    if let Some(url) = book.url.as_ref().filter(|_| whole) {
        files.insert("sitemap.xml".to_owned(), head::sitemap(book, url).into_bytes());
    }
    files
}

/// The pages of a site, and its other files, with which a page stays that is no text.
fn apart(files: Files) -> (Pages, Files) {
    let mut pages = Pages::new();
    let mut others = Files::new();
    for (path, bytes) in files {
        if !is_page(&path) {
            others.insert(path, bytes);
            continue;
        }
        match String::from_utf8(bytes) {
            Ok(html) => drop(pages.insert(path, html)),
            Err(error) => drop(others.insert(path, error.into_bytes())),
        }
    }
    (pages, others)
}

/// Puts what `act` makes of every page in its place, on as many cores as there are; a page of which it makes nothing stays.
fn each_page(pages: &mut Pages, act: impl Fn(&str, &str) -> Option<String> + Sync) {
    let mut pages: Vec<_> = pages.iter_mut().collect();
    // The page with the whole book in it takes as long as many others: it goes first.
    pages.sort_by_key(|(_, html)| std::cmp::Reverse(html.len()));
    let pages: Vec<_> = pages.into_iter().map(|(path, html)| (path, Mutex::new(html))).collect();
    let work = |(path, html): &(&String, Mutex<&mut String>)| {
        let mut html = html.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = act(path, &html) {
            **html = made;
        }
    };
    on_every_core(&pages, usize::MAX, work, |_, ()| {});
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}
