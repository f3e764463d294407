//! The rules' pages as chapters of a book: the same text that `explain` prints.

use proof_checker::diagnostic::Lang;
use proof_checker::{RULES, Rule};

/// The comment that asks for the rules' pages, as sub-chapters of the chapter that holds it.
pub const MARK: &str = "<!-- proof: rules -->";

/// One chapter to add.
pub struct Page {
    /// The chapter's title.
    pub name: String,
    /// Its path in the book, `rules/<id>.md`.
    pub path: String,
    /// Its Markdown.
    pub content: &'static str,
}

/// A page for every rule.
pub fn pages(lang: Lang) -> impl Iterator<Item = Page> {
    RULES.iter().map(move |rule: &Rule| Page {
        name: rule.id.to_owned(),
        path: format!("rules/{}.md", rule.id),
        content: rule.page(lang),
    })
}
