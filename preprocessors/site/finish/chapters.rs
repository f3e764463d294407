//! The list of chapters beside a page, written into the page itself: it needs no
//! script. A list in every page grows with the square of the book, so a long one
//! shows the neighbourhood of its page alone, and a link to the whole.

use super::{Book, Entry, Kind};
use crate::html::push_text;
use crate::words::Words;
use std::collections::HashMap;

/// A list of more chapters than this is cut to a neighbourhood.
const MOST: usize = 160;

/// A chapter with more sub-chapters than this shows them only to pages among them.
const FOLDED: usize = 24;

/// A book's list of chapters, ready to be written for any page.
pub(super) struct Outline<'a> {
    entries: &'a [Entry],
    /// The entries of pages.
    pages: HashMap<&'a str, usize>,
    /// For each entry the chapter that it stands under.
    parents: Vec<Option<usize>>,
    /// For each entry how many stand right under it.
    children: Vec<usize>,
    numbered: bool,
    fold: Option<usize>,
}

impl<'a> Outline<'a> {
    /// Reads the order and depth of a book's chapters.
    pub(super) fn new(book: &'a Book) -> Self {
        let mut open: Vec<usize> = Vec::new();
        let mut parents = Vec::with_capacity(book.entries.len());
        let mut children = vec![0; book.entries.len()];
        for (index, entry) in book.entries.iter().enumerate() {
            if matches!(entry.kind, Kind::Part | Kind::Separator) {
                open.clear();
            }
            open.truncate(entry.depth);
            let parent = open.last().copied();
            if let Some(parent) = parent {
                children[parent] += 1;
            }
            parents.push(parent);
            open.push(index);
        }
        let pages = book.entries.iter().enumerate();
        Self {
            entries: &book.entries,
            pages: pages
                .filter_map(|(index, entry)| Some((entry.path()?, index)))
                .collect(),
            parents,
            children,
            numbered: book.numbered,
            fold: book.fold,
        }
    }

    /// The entry of a page.
    pub(super) fn entry(&self, path: &str) -> Option<usize> {
        self.pages.get(path).copied()
    }

    /// The entry of the first page, which is the book's front page too.
    pub(super) fn first(&self) -> Option<usize> {
        self.entries.iter().position(|entry| entry.path().is_some())
    }

    /// The names of what an entry stands under, from the outside in: its part, the chapters above it.
    pub(super) fn above(&self, entry: usize) -> Vec<String> {
        let mut names: Vec<String> = std::iter::successors(self.parents[entry], |above| self.parents[*above])
            .map(|above| self.entries[above].name.clone())
            .collect();
        names.extend(self.part(entry).map(str::to_owned));
        names.reverse();
        names
    }

    /// The path of an entry's page.
    pub(super) fn path(&self, entry: Option<usize>) -> Option<&'a str> {
        self.entries[entry?].path()
    }

    /// The title of the part that an entry stands in.
    pub(super) fn part(&self, index: usize) -> Option<&'a str> {
        let part = self.entries[..index].iter().rfind(|entry| entry.kind == Kind::Part)?;
        Some(&part.name)
    }

    /// Writes the list for the page at an entry, whose links begin with `root`.
    pub(super) fn write(&self, current: Option<usize>, root: &str, words: &Words) -> String {
        let mut shown: Vec<usize> = (0..self.entries.len())
            .filter(|index| self.unfolds(*index, current))
            .collect();
        let cut = shown.len() > MOST;
        if cut {
            shown = self.neighbourhood(&shown, current.unwrap_or(0));
        }
        let mut out = String::with_capacity(shown.len() * 96);
        if cut {
            self.push_link_to_all(&mut out, root, words);
        }
        let mut depth = 0;
        for index in shown {
            let entry = &self.entries[index];
            let wanted = match entry.kind {
                Kind::Part | Kind::Separator => 0,
                _ => entry.depth + 1,
            };
            while depth > wanted {
                out.push_str("</ol>");
                depth -= 1;
            }
            while depth < wanted {
                out.push_str("<ol>");
                depth += 1;
            }
            self.push_entry(&mut out, entry, current == Some(index), root);
        }
        out.push_str(&"</ol>".repeat(depth));
        out
    }

    /// Whether the page at `current` shows an entry: long lists of sub-chapters open on their own branch alone, and so do all
    /// that the book folds.
    fn unfolds(&self, index: usize, current: Option<usize>) -> bool {
        let mut parent = self.parents[index];
        while let Some(above) = parent {
            let deep = self.fold.is_some_and(|fold| self.entries[above].depth >= fold);
            if (deep || self.children[above] > FOLDED) && !current.is_some_and(|current| self.leads(above, current)) {
                return false;
            }
            parent = self.parents[above];
        }
        true
    }

    /// Whether an entry is one, or stands under it.
    fn leads(&self, above: usize, index: usize) -> bool {
        let mut at = Some(index);
        while let Some(index) = at {
            if index == above {
                return true;
            }
            at = self.parents[index];
        }
        false
    }

    /// The entries next to a page, with the chapters and the parts that they stand under.
    fn neighbourhood(&self, shown: &[usize], current: usize) -> Vec<usize> {
        let middle = shown.partition_point(|index| *index < current);
        let from = middle.saturating_sub(MOST / 2).min(shown.len() - MOST);
        let mut near = shown[from..from + MOST].to_vec();
        let mut above = self.parents[near[0]];
        while let Some(index) = above {
            near.insert(0, index);
            above = self.parents[index];
        }
        let first = near[0];
        if let Some(part) = self.entries[..first].iter().rposition(|entry| entry.kind == Kind::Part) {
            near.insert(0, part);
        }
        near
    }

    fn push_link_to_all(&self, out: &mut String, root: &str, words: &Words) {
        out.push_str("<p><a href=\"");
        out.push_str(root);
        out.push_str("toc.html\">");
        out.push_str(words.all_chapters);
        out.push_str("</a></p>");
    }

    fn push_entry(&self, out: &mut String, entry: &Entry, current: bool, root: &str) {
        match &entry.kind {
            Kind::Part => {
                out.push_str("<p class=\"part\">");
                push_text(out, &entry.name);
                out.push_str("</p>");
            }
            Kind::Separator => out.push_str("<hr>"),
            Kind::Draft => {
                out.push_str("<li><span class=\"draft\">");
                push_text(out, &entry.name);
                out.push_str("</span>");
            }
            Kind::Page { path, number, .. } => {
                out.push_str("<li><a href=\"");
                out.push_str(root);
                push_text(out, path);
                out.push_str(if current { "\" aria-current=\"page\">" } else { "\">" });
                if let Some(number) = number.as_ref().filter(|_| self.numbered) {
                    push_text(out, number);
                    out.push(' ');
                }
                push_text(out, &entry.name);
                out.push_str("</a>");
            }
        }
    }
}
