//! Links: whether what a chapter refers to is there.
//!
//! A chapter's own anchors and definitions are in its analysis; for everything
//! else the caller is asked ([`Site`]), for nothing here reads a file. In a book
//! mdBook's rules hold to the letter: which file becomes which page, and which
//! heading which anchor. Elsewhere nobody knows what publishes the text, and only
//! what no tool could make right is reported.

mod book;
mod labels;
mod plain;
mod say;
mod target;
#[cfg(test)]
mod tests;

pub use book::{Book, BookSettings};
pub use target::host;

use crate::diagnostic::{Finding, Severity};
use crate::extract::{Anchors, Reference};
use crate::include::join;
use crate::model::{Analysis, Options};
use crate::suggest;
use say::Fault;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use target::{Here, Target};

/// The rule about links and images whose target is not there.
const BROKEN: &str = "broken-link";
/// The rule about external links that are gone.
const DEAD: &str = "dead-link";

/// How many faults of a chapter get a suggestion; each costs a look at every name.
const SUGGESTIONS: usize = 200;

/// What a folder holds, by name.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// Its files.
    pub files: BTreeSet<String>,
    /// Its folders.
    pub folders: BTreeSet<String>,
}

/// What lies around a chapter. Paths are those of `SourceFile::path`: `/`-separated, relative to where the user stands.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// What a folder holds; nothing where there is no such folder.
    pub folder: &'a dyn Fn(&str) -> Option<Arc<Folder>>,
    /// The anchors of a Markdown file; nothing where it cannot be read.
    pub anchors: &'a dyn Fn(&str) -> Option<Arc<Anchors>>,
    /// Who publishes the chapter.
    pub publisher: Publisher<'a>,
}

/// Who makes pages of Markdown.
#[derive(Clone, Copy)]
pub enum Publisher<'a> {
    /// mdBook; the chapter's file, relative to the folder of the chapters.
    Book(&'a Book, &'a str),
    /// Nobody known. The folder is one that holds everything below it, such as a
    /// repository; without one, what is missing may be missing here alone.
    Unknown(Option<&'a str>),
    /// Nobody: the Markdown is an example, most likely a part of something.
    Example,
}

impl Site<'_> {
    /// The site of an example: there is nothing around it.
    pub(crate) fn of_example() -> Self {
        Site {
            folder: &|_| None,
            anchors: &|_| None,
            publisher: Publisher::Example,
        }
    }

    fn is_file(&self, path: &str) -> bool {
        let (folder, name) = parent(path);
        (self.folder)(folder).is_some_and(|folder| folder.files.contains(name))
    }

    fn is_folder(&self, path: &str) -> bool {
        if path.is_empty() || path == "." {
            return true;
        }
        let (folder, name) = parent(path);
        (self.folder)(folder).is_some_and(|folder| folder.folders.contains(name))
    }
}

/// Judges the links of a chapter. What is found takes the place of what an earlier look found: around a chapter
/// that is the same, others may have changed.
pub fn check_links(analysis: &mut Analysis, site: &Site, options: &Options) {
    let mut found = Vec::new();
    let chapter = Chapter {
        path: analysis.source.path(),
        anchors: &analysis.links.anchors,
        site,
    };
    for reference in &analysis.links.references {
        if is_ignored(&reference.url, options) {
            continue;
        }
        match Target::of(&reference.url, reference.rewritten) {
            Target::Here(here) => found.extend(judge(&chapter, reference, &here, found.len() < SUGGESTIONS)),
            Target::Web if target::is_nowhere(&reference.url) => {
                found.push(say::external(external(reference), &Trouble::Nowhere));
            }
            Target::Web | Target::Elsewhere => {}
        }
    }
    found.extend(labels::check(&analysis.links, analysis.source.text(), site.publisher));
    analysis.astray = found;
}

/// The chapter that links are judged of.
struct Chapter<'a> {
    path: &'a str,
    anchors: &'a Arc<Anchors>,
    site: &'a Site<'a>,
}

fn judge(chapter: &Chapter, reference: &Reference, here: &Here, near: bool) -> Option<Finding> {
    let fault = match chapter.site.publisher {
        Publisher::Book(book, file) => book::check(chapter, book, file, here, near),
        Publisher::Unknown(whole) => plain::check(chapter, whole, here, near),
        // A link to something outside of the example says nothing; one to a heading with a slip in it does.
        Publisher::Example if here.path.is_empty() => {
            let fault = anchor(chapter.anchors, here, Matching::Loose, near)?;
            Some(Fault::Anchor { fault, path: None }).filter(Fault::has_suggestion)
        }
        Publisher::Example => None,
    }?;
    let severity = match chapter.site.publisher {
        Publisher::Unknown(_) => Severity::Warning,
        _ => Severity::Error,
    };
    Some(fault.finding(severity, reference, here))
}

/// How an anchor is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Matching {
    /// As mdBook makes it and a browser looks for it.
    Exact,
    /// As any tool may make it.
    Loose,
}

/// An anchor that is not there, and the one that was most likely meant.
struct NoAnchor {
    near: Option<String>,
}

/// Whether the anchor that a link leads to is missing.
fn anchor(anchors: &Anchors, here: &Here, matching: Matching, near: bool) -> Option<NoAnchor> {
    let wanted = here.fragment.as_str();
    let there = match matching {
        Matching::Exact => anchors.has(wanted),
        Matching::Loose => anchors.may_have(wanted),
    };
    // Browsers go to the top for an empty fragment and for `top`.
    if there || wanted.is_empty() || wanted.eq_ignore_ascii_case("top") || !anchors.complete {
        return None;
    }
    let near = if near { nearest_anchor(anchors, wanted) } else { None };
    Some(NoAnchor { near })
}

fn nearest_anchor(anchors: &Anchors, wanted: &str) -> Option<String> {
    let letters = |id: &str| -> String {
        id.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let same = letters(wanted);
    let mut names = anchors.names();
    let near = names
        .find(|name| !same.is_empty() && letters(name) == same)
        .or_else(|| suggest::nearest(wanted, anchors.names()));
    near.map(str::to_owned)
}

/// Whether a book asked not to judge links to that address.
fn is_ignored(url: &str, options: &Options) -> bool {
    options
        .ignored_links
        .iter()
        .any(|pattern| target::matches(pattern, url))
}

/// The file name that was written with a slip, of those with the same extension; or the one with another extension.
fn nearest_name<'a>(written: &str, names: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let (wanted, extension) = written.split_at(written.rfind('.').unwrap_or(written.len()));
    let alike = names.clone().filter(|name| name.ends_with(extension));
    let stems = alike.filter_map(|name| name.strip_suffix(extension));
    if let Some(near) = suggest::slip(wanted, stems) {
        let mut alike = names.filter(|name| name.ends_with(extension));
        return alike.find(|name| name.strip_suffix(extension) == Some(near));
    }
    let mut others = names.filter(|name| name.rsplit_once('.').is_some_and(|(stem, _)| stem == wanted));
    others.next().filter(|_| extension != ".md")
}

/// The folder and the name of a path.
fn parent(path: &str) -> (&str, &str) {
    match path.rsplit_once('/') {
        Some(("", name)) => ("/", name),
        Some(split) => split,
        None => ("", path),
    }
}

/// The path that leads from the folder of one file to another; both are relative to the same folder.
fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = parent(from).0.split('/').filter(|part| !part.is_empty()).collect();
    let parts: Vec<&str> = to.split('/').collect();
    let folders = &parts[..parts.len() - 1];
    let common = from.iter().zip(folders).take_while(|(a, b)| a == b).count();
    let up = from[common..].iter().map(|_| "..");
    up.chain(parts[common..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// An external link of a chapter.
#[derive(Clone, Debug)]
pub struct External {
    /// The address, its fragment left out.
    pub url: String,
    at: Range<usize>,
}

/// The external links of a chapter that a book has judged, in order.
pub fn external_links(analysis: &Analysis, options: &Options) -> Vec<External> {
    let references = analysis.links.references.iter();
    let web = references.filter(|reference| {
        let web = Target::of(&reference.url, reference.rewritten) == Target::Web;
        web && !target::is_nowhere(&reference.url) && !is_ignored(&reference.url, options)
    });
    web.map(external).collect()
}

fn external(reference: &Reference) -> External {
    External {
        url: reference.url.split('#').next().unwrap_or_default().to_owned(),
        at: reference.address.clone().unwrap_or(reference.range.clone()),
    }
}

/// What is known of an external address that did not just answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The server says that there is no such page: the status.
    Gone(u16),
    /// The server does not answer programs, or not now: the status.
    Refused(u16),
    /// The server failed, at every try: the status.
    Failing(u16),
    /// The name in the address is one that never names a server.
    Nowhere,
    /// No server answered, at any try: why, in the words of the network.
    Unreachable(String),
}

/// Puts what was found out about external links with what an analysis has.
pub fn report_external(analysis: &mut Analysis, options: &Options, trouble: impl Fn(&str) -> Option<Trouble>) {
    for link in external_links(analysis, options) {
        if let Some(trouble) = trouble(&link.url) {
            analysis.outside.push(say::external(link, &trouble));
        }
    }
}
