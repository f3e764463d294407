//! The anchors of a chapter: what `#fragment` may follow its page's address.
//!
//! Headings and the terms of definition lists get the ids that mdBook 0.5.4 gives
//! them (mdbook-html, `id_from_content` and `unique_id`, read 2026-11-23); written
//! ids and footnotes are anchors too.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

/// The anchors of one chapter.
#[derive(Debug, Default)]
pub struct Anchors {
    ids: HashSet<String>,
    /// The ids again, in the order of the chapter: for those who suggest one.
    order: Vec<String>,
    /// Whether nothing else can add anchors: no directive of another tool, no include that failed.
    pub(crate) complete: bool,
    loose: OnceLock<BTreeSet<String>>,
}

impl Anchors {
    /// No anchors yet.
    pub(super) fn new() -> Self {
        Self {
            complete: true,
            ..Self::default()
        }
    }

    /// Whether the page has that anchor, letter for letter, as a browser looks for it.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Whether any tool that publishes Markdown may make that anchor. Letters and digits alone are compared; and what
    /// one tool makes of a whole heading another makes of how it begins.
    pub(crate) fn may_have(&self, id: &str) -> bool {
        let all = self
            .loose
            .get_or_init(|| self.order.iter().map(|id| squashed(id)).collect());
        let wanted = squashed(id);
        let next = all.range::<String, _>(&wanted..).next();
        self.has(id) || (!wanted.is_empty() && next.is_some_and(|next| next.starts_with(&wanted)))
    }

    /// The anchors that a writer would link to, in the order of the chapter: headings, terms, ids in HTML.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.order.iter().map(String::as_str)
    }

    /// Adds one that stands in the text; it may stand there twice.
    pub(super) fn add(&mut self, id: &str) {
        if self.ids.insert(id.to_owned()) {
            self.order.push(id.to_owned());
        }
    }

    /// Adds one that nobody writes out, such as where a footnote leads back to.
    pub(super) fn add_quietly(&mut self, id: String) {
        self.ids.insert(id);
    }
}

/// An id without what tools treat differently: signs, case, a number in front.
fn squashed(id: &str) -> String {
    let letters: String = id
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let bare = letters.trim_start_matches(|c: char| c.is_ascii_digit());
    if bare.is_empty() { letters } else { bare.to_owned() }
}

/// Gives headings their ids, as mdBook does: a written id takes no part in keeping the made ones apart.
#[derive(Debug, Default)]
pub(super) struct Ids {
    used: HashSet<String>,
    /// The suffix to try next for an id, so that a thousand equal headings take no million steps.
    next: HashMap<String, u32>,
}

impl Ids {
    /// The id of the heading with that text.
    pub(super) fn of(&mut self, text: &str) -> String {
        let id = id_from_text(text);
        if self.used.insert(id.clone()) {
            return id;
        }
        let next = self.next.entry(id.clone()).or_insert(1);
        loop {
            let candidate = format!("{id}-{next}");
            *next += 1;
            if self.used.insert(candidate.clone()) {
                return candidate;
            }
        }
    }
}

fn id_from_text(text: &str) -> String {
    let keep = |c: char| match c {
        '_' | '-' => Some(c),
        c if c.is_alphanumeric() => Some(c),
        c if c.is_whitespace() => Some('-'),
        _ => None,
    };
    text.trim().to_lowercase().chars().filter_map(keep).collect()
}
