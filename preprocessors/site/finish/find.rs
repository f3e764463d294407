//! The pages of a book as its search takes them.

use super::chapters::Outline;
use super::{Book, Pages, page};
use crate::search::{Kind, Page, Search, search};
use proof_checker::rule;

/// The search of a book: its pages in reading order, as mdBook rendered them. Nothing where none of them is to be searched.
pub(super) fn index(book: &Book, outline: &Outline, pages: &Pages) -> Option<Search> {
    let within: Vec<Vec<String>> = (0..book.entries.len()).map(|entry| outline.above(entry)).collect();
    let pages = book.entries.iter().zip(&within).filter_map(|(entry, within)| {
        let path = entry
            .path()
            .filter(|_| matches!(entry.kind, super::Kind::Page { searched: true, .. }))?;
        let html = pages.get(path)?;
        let id = path.strip_prefix("rules/").and_then(|name| name.strip_suffix(".html"));
        Some(Page {
            path,
            title: &entry.name,
            within,
            main: &html[page::main(html)],
            kind: if id.and_then(rule).is_some() {
                Kind::Rule
            } else {
                Kind::Chapter
            },
        })
    });
    let pages: Vec<Page> = pages.collect();
    let terms: Vec<Vec<&str>> = book
        .terms
        .iter()
        .map(|names| names.iter().map(String::as_str).collect())
        .collect();
    (!pages.is_empty()).then(|| search(&pages, &terms))
}
