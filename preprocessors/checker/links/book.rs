//! Links in a book, by mdBook's rules: a chapter's Markdown becomes a page, other
//! files are copied as they are, and a link is broken where neither is there.

use super::say::Fault;
use super::target::{Here, has_extension};
use super::{Chapter, Matching, Site, anchor, nearest_name, parent, relative};
use crate::include::join;
use std::collections::{HashMap, HashSet};

/// The file that lists the chapters.
const SUMMARY: &str = "SUMMARY.md";

/// Pages that mdBook makes beside the chapters.
const MADE: [&str; 4] = ["index.html", "print.html", "toc.html", "404.html"];

/// The pages of a book.
#[derive(Debug, Default)]
pub struct Book {
    /// The folder of the chapters, as the paths of source files begin.
    src: String,
    /// The file that each page is made of; both paths are relative to `src`.
    pages: HashMap<String, String>,
    /// The page that is made of each file.
    files: HashMap<String, String>,
    /// The page that `index.html` shows too.
    first: Option<String>,
    /// The folders that hold pages.
    folders: HashSet<String>,
    /// The files by their names, and by their folders.
    by_name: HashMap<String, Vec<String>>,
    by_folder: HashMap<String, Vec<String>>,
    /// Addresses that lead on, `page.html` or `page.html#anchor`.
    redirects: HashSet<String>,
    /// Whether nothing else makes pages or anchors.
    certain: bool,
    /// Whether mdBook writes the chapters of the summary that have no file.
    creates_missing: bool,
}

/// What `book.toml` says of a book's pages.
#[derive(Debug, Default)]
pub struct BookSettings {
    /// The keys of `[output.html.redirect]`.
    pub redirects: Vec<String>,
    /// Whether no other tool adds pages or anchors.
    pub certain: bool,
    /// `create-missing` of `[build]`.
    pub creates_missing: bool,
}

impl Book {
    /// A book of chapters in a folder: the file and the page of each, in the book's order, relative to that folder.
    ///
    pub fn new(src: &str, chapters: impl IntoIterator<Item = (String, String)>, settings: BookSettings) -> Self {
        let redirects = settings.redirects.iter();
        let mut book = Self {
            src: src.trim_end_matches('/').to_owned(),
            redirects: redirects.map(|from| from.trim_start_matches('/').to_owned()).collect(),
            certain: settings.certain,
            creates_missing: settings.creates_missing,
            ..Self::default()
        };
        for (file, page) in chapters {
            book.first.get_or_insert_with(|| page.clone());
            let mut folder = parent(&page).0;
            while !folder.is_empty() && book.folders.insert(folder.to_owned()) {
                folder = parent(folder).0;
            }
            let (folder, name) = parent(&file);
            let by_name = book.by_name.entry(name.to_lowercase()).or_default();
            by_name.push(file.clone());
            book.by_folder
                .entry(folder.to_owned())
                .or_default()
                .push(name.to_owned());
            book.files.insert(file.clone(), page.clone());
            book.pages.insert(page, file);
        }
        book
    }

    /// The page that mdBook makes of a file: `index.html` of a `README.md`, where its preprocessor `index` runs.
    pub fn page(file: &str, index: bool) -> String {
        let (folder, name) = parent(file);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let stem = if index && stem.eq_ignore_ascii_case("readme") {
            "index"
        } else {
            stem
        };
        in_folder(folder, &format!("{stem}.html"))
    }

    /// The path of a source file relative to the folder of the chapters; nothing for a file outside of it.
    fn below<'a>(&self, path: &'a str) -> Option<&'a str> {
        if self.src.is_empty() || self.src == "." {
            return (!path.starts_with("../") && !path.starts_with('/')).then_some(path);
        }
        path.strip_prefix(self.src.as_str())?.strip_prefix('/')
    }

    /// Whether links in that file are known to be read: it is a chapter, or the list of them.
    pub fn publishes(&self, file: &str) -> bool {
        file == SUMMARY || self.files.contains_key(file)
    }

    /// Whether no other tool adds pages or anchors.
    pub(super) fn is_certain(&self) -> bool {
        self.certain
    }

    /// The source file, or folder, of a path relative to the folder of the chapters, as a [`Site`] is asked for it.
    pub fn source(&self, path: &str) -> String {
        match (self.src.as_str(), path) {
            ("" | ".", path) => path.to_owned(),
            (src, "") => src.to_owned(),
            (src, path) => format!("{src}/{path}"),
        }
    }

    /// The page's path as a writer links to it: the file, or `index.md` for a file whose page is called otherwise.
    fn written(&self, file: &str) -> String {
        let stem = |path: &str| path.rsplit_once('.').map_or(path, |(stem, _)| stem).to_owned();
        match self.files.get(file) {
            Some(page) if stem(page) != stem(file) => format!("{}.md", stem(page)),
            _ => file.to_owned(),
        }
    }
}

/// What is wrong with a link in a chapter of a book.
pub(super) fn check(chapter: &Chapter, book: &Book, file: &str, here: &Here, near: bool) -> Option<Fault> {
    if file == SUMMARY {
        return unwritten(chapter.site, book, here, near);
    }
    let own = book.files.get(file)?;
    let fault = match find(chapter, book, own, here) {
        Found::Page(page) => return missing_anchor(chapter, book, own, &page, here, near),
        Found::Fine => return None,
        Found::Not(page) => explain(chapter, book, file, &page, here, near)?,
        Found::Outside => outside(chapter.site, book, file, here)?,
    };
    (book.certain || fault.has_suggestion()).then_some(fault)
}

/// A chapter of the summary without a file, where mdBook does not write one itself.
fn unwritten(site: &Site, book: &Book, here: &Here, near: bool) -> Option<Fault> {
    let wanted = join(SUMMARY, &here.written);
    let path = book.source(&wanted);
    if book.creates_missing || here.written.is_empty() || site.is_file(&path) {
        return None;
    }
    let (folder, name) = parent(&wanted);
    let listing = if near {
        (site.folder)(&book.source(folder))
    } else {
        None
    };
    let slip = listing.and_then(|listing| {
        let names = listing.files.iter().map(String::as_str);
        nearest_name(name, names).map(|near| in_folder(folder, near))
    });
    Some(Fault::Missing { path, near: slip })
}

/// Where a link leads.
enum Found {
    /// To the page of a chapter.
    Page(String),
    /// To something that is there, or that nobody can know.
    Fine,
    /// To nothing, at that path of the site.
    Not(String),
    /// Out of the site.
    Outside,
}

fn find(chapter: &Chapter, book: &Book, own: &str, here: &Here) -> Found {
    if here.path.is_empty() {
        return Found::Page(own.to_owned());
    }
    let path = join(own, &here.path);
    if path == ".." || path.starts_with("../") {
        return Found::Outside;
    }
    if book.pages.contains_key(&path) {
        return Found::Page(path);
    }
    let index = match path.as_str() {
        "" => "index.html".to_owned(),
        path => format!("{path}/index.html"),
    };
    let candidates = [index.clone(), format!("{path}.html")];
    if let Some(page) = candidates.into_iter().find(|page| book.pages.contains_key(page)) {
        return Found::Page(page);
    }
    if path == "index.html" || path.is_empty() {
        return book.first.clone().map_or(Found::Fine, Found::Page);
    }
    let copied = |path: &str| chapter.site.is_file(&book.source(path)) && !has_extension(path, &["md"]);
    let leads_on = |path: &str| book.redirects.contains(path);
    // Scripts and styles of a theme lie beside the chapters only once the book is built.
    let theme = !path.contains('/') && (has_extension(&path, &["js", "css"]) || path.starts_with("favicon."));
    let made = theme || MADE.contains(&path.as_str());
    if made
        || [path.as_str(), &index]
            .iter()
            .any(|path| copied(path) || leads_on(path))
    {
        return Found::Fine;
    }
    Found::Not(path)
}

fn missing_anchor(chapter: &Chapter, book: &Book, own: &str, page: &str, here: &Here, near: bool) -> Option<Fault> {
    if here.fragment.is_empty() || here.fragment.starts_with("mdbook-") {
        return None;
    }
    if book.redirects.contains(&format!("{page}#{}", here.fragment)) {
        return None;
    }
    let (anchors, path) = if page == own {
        (chapter.anchors.clone(), None)
    } else {
        let path = book.source(book.pages.get(page)?);
        ((chapter.site.anchors)(&path)?, Some(path))
    };
    let fault = anchor(&anchors, here, Matching::Exact, near)?;
    let fault = Fault::Anchor { fault, path };
    (book.certain || fault.has_suggestion()).then_some(fault)
}

/// Why there is nothing at a path of the site.
fn explain(chapter: &Chapter, book: &Book, file: &str, page: &str, here: &Here, near: bool) -> Option<Fault> {
    let markdown = match has_extension(page, &["html"]) {
        true => format!("{}.md", &page[..page.len() - 5]),
        false => page.to_owned(),
    };
    let site = chapter.site;
    if book.files.contains_key(&markdown) {
        // The page of this file has another name.
        let written = book.written(&markdown);
        let instead = if here.is_markdown() {
            written
        } else {
            book.files[&markdown].clone()
        };
        return Some(Fault::Readme {
            page: page.to_owned(),
            instead: relative(file, &instead),
        });
    }
    let path = book.source(&markdown);
    if markdown != page && site.is_file(&path) {
        return Some(Fault::Unlisted { path });
    }
    let path = book.source(page);
    if book.folders.contains(page) || site.is_folder(&path) {
        return Some(Fault::NoIndex { path });
    }
    let meant = if near {
        nearest(site, book, file, &markdown, here)
    } else {
        None
    };
    // What other tools put beside the book is not to be seen here; a folder that is there holds what it holds.
    let folder = parent(page).0;
    let holds = book.folders.contains(folder) || site.is_folder(&book.source(folder));
    let known = here.is_markdown() || (holds && parent(page).1.contains('.'));
    let path = if here.is_markdown() {
        book.source(&markdown)
    } else {
        path
    };
    (known || meant.is_some()).then_some(Fault::Missing { path, near: meant })
}

/// A file that was most likely meant, as a path to write.
fn nearest(site: &Site, book: &Book, file: &str, wanted: &str, here: &Here) -> Option<String> {
    let (folder, name) = parent(wanted);
    let is_page = here.is_markdown() || has_extension(&here.path, &["html"]);
    if !is_page {
        let listing = (site.folder)(&book.source(folder))?;
        let near = nearest_name(name, listing.files.iter().map(String::as_str))?;
        return Some(relative(file, &in_folder(folder, near)));
    }
    let beside = book.by_folder.get(folder);
    let slip = beside.and_then(|names| nearest_name(name, names.iter().map(String::as_str)));
    let same_name = || match book.by_name.get(&name.to_lowercase()).map(Vec::as_slice) {
        Some([only]) => Some(only.clone()),
        _ => None,
    };
    let found = slip.map(|name| in_folder(folder, name)).or_else(same_name)?;
    let written = if here.is_markdown() {
        book.written(&found)
    } else {
        book.files.get(&found)?.clone()
    };
    Some(relative(file, &written))
}

/// The path of a name in a folder.
fn in_folder(folder: &str, name: &str) -> String {
    match folder {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    }
}

/// A Markdown file that is there, while the site ends before it.
fn outside(site: &Site, book: &Book, file: &str, here: &Here) -> Option<Fault> {
    let path = join(&book.source(file), &here.written);
    if !here.is_markdown() || !site.is_file(&path) {
        return None;
    }
    Some(match book.below(&path) {
        Some(target) => Fault::Roundabout {
            page: here.path.clone(),
            instead: relative(file, &book.written(target)),
        },
        None => Fault::Outside { path },
    })
}
