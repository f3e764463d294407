//! The explanations of a page's words: a folded table under each block, in which each word of the page has a row once.
//! Without scripts the table is what there is; with them a word shows its row where it stands.

use crate::html::push_text;
use crate::layers::Marks;
use crate::words::Words;
use proof_checker::grammar::Note;
use std::collections::BTreeSet;

/// How many allowed values are listed.
const VALUES: usize = 12;

/// The words that a page has explained so far, by the ids of their rows.
#[derive(Default)]
pub(crate) struct Explained {
    rows: BTreeSet<String>,
}

/// A block's notes with the ids of their rows.
pub(crate) fn words(notes: &[Note]) -> Vec<(Note, String)> {
    let known = |note: &&Note| !(note.about.is_empty() && note.kind.is_empty() && note.url.is_empty());
    notes
        .iter()
        .filter(known)
        .map(|note| (note.clone(), id(note)))
        .collect()
}

/// The id of a note's row, without what all of them begin with: the same word has the same on every page.
fn id(note: &Note) -> String {
    let name = note.name.split(", ").next().unwrap_or_default();
    let mut whole = note.key.replace('*', "");
    if !note.key.ends_with(name) {
        let long = note.name.split(", ").find(|name| note.key.ends_with(name));
        if long.is_none() {
            whole.push(' ');
            whole.push_str(name);
        }
    }
    let plain = |c: char| if c.is_alphanumeric() || c == '.' { c } else { '-' };
    whole.chars().map(plain).collect()
}

impl Explained {
    /// The table of a block's words: a row for each that is new on the page, the names of others. Nothing where there are none.
    ///
    /// Rows have no `id` yet: mdBook makes all those of a book differ, on the page that prints it, by trying one number
    /// after the other, which takes the square of the book's length. The finishing makes ids of them, and links to them.
    pub(crate) fn table(&mut self, marks: Marks, words: &Words, about: &str) -> String {
        let mut html = String::new();
        let out = &mut html;
        let mut seen = BTreeSet::new();
        let distinct: Vec<_> = marks.words.iter().filter(|(_, id)| seen.insert(id.as_str())).collect();
        if distinct.is_empty() {
            return html;
        }
        let count = distinct.len();
        let (before, new): (Vec<_>, Vec<_>) = distinct.into_iter().partition(|(_, id)| self.rows.contains(id));
        out.push_str("<details class=\"proof-words\"><summary>");
        push_text(out, &(words.explained)(count));
        out.push_str("</summary>");
        if !new.is_empty() {
            out.push_str("<div class=\"table-wrapper\"><table><tbody>");
            for (note, id) in new {
                push_row(out, note, id, words);
                self.rows.insert(id.clone());
            }
            out.push_str("</tbody></table></div>");
        }
        if !before.is_empty() {
            out.push_str("<p>");
            push_text(out, words.explained_above);
            for (i, (note, id)) in before.iter().enumerate() {
                out.push_str(if i == 0 {
                    " <code data-row=\""
                } else {
                    ", <code data-row=\""
                });
                push_text(out, id);
                out.push_str("\">");
                push_text(out, &note.name);
                out.push_str("</code>");
            }
            out.push_str("</p>");
        }
        out.push_str(about);
        out.push_str("</details>");
        html
    }
}

fn push_row(out: &mut String, note: &Note, id: &str, words: &Words) {
    out.push_str("<tr data-row=\"");
    push_text(out, id);
    out.push_str("\"><th scope=\"row\"><code>");
    push_text(out, &note.name);
    out.push_str("</code></th><td>");
    if !note.term.is_empty() {
        out.push_str("<b>");
        push_text(out, &note.term);
        out.push_str("</b> ");
    }
    push_code(out, &note.about);
    let facts = facts(note, words);
    if !facts.is_empty() || !note.url.is_empty() {
        if !note.about.is_empty() {
            out.push(' ');
        }
        out.push_str("<small>");
        out.push_str(&facts.join(" · "));
        if !note.url.is_empty() {
            if !facts.is_empty() {
                out.push_str(" · ");
            }
            out.push_str("<a href=\"");
            push_text(out, &note.url);
            out.push_str("\">");
            push_text(out, words.reference);
            out.push_str("</a>");
        }
        out.push_str("</small>");
    }
    out.push_str("</td></tr>");
}

/// What is known of a word besides its sentence, each as HTML.
fn facts(note: &Note, words: &Words) -> Vec<String> {
    let mut facts = Vec::new();
    let mut fact = |text: &str| {
        let mut html = String::new();
        push_code(&mut html, text);
        facts.push(html);
    };
    // The operation of a command is in its page; its name says the same as the command's.
    let command = note.kind.starts_with(|c: char| c.is_ascii_uppercase());
    if !note.kind.is_empty() && !command {
        fact(&(words.kind)(&note.kind));
    }
    if note.required {
        fact(words.required);
    }
    if !note.allowed.is_empty() {
        let some = note.allowed.iter().take(VALUES);
        let mut list: Vec<String> = some.map(|value| format!("`{value}`")).collect();
        if note.allowed.len() > VALUES {
            list.push((words.more)(note.allowed.len() - VALUES));
        }
        fact(&(words.allowed)(&list.join(", ")));
    }
    if !note.default.is_empty() {
        fact(&(words.default)(&format!("`{}`", note.default)));
    }
    facts
}

/// Appends a sentence, in which what stands between backticks is code.
fn push_code(out: &mut String, text: &str) {
    let pairs = text.matches('`').count().is_multiple_of(2);
    for (i, part) in text.split('`').enumerate() {
        let code = pairs && i % 2 == 1;
        out.push_str(if code { "<code>" } else { "" });
        push_text(out, part);
        out.push_str(if code { "</code>" } else { "" });
    }
}
