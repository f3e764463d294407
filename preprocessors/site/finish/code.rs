//! The font of a book's code, cut to what its pages show.

use super::{Book, Files, assets, page};
use crate::fonts;
use crate::tags::{tags, text};
use std::collections::BTreeSet;

/// Adds the font's files; gives the rules that ask for them, for a style sheet that lies beside the files.
pub(super) fn add_font(book: &Book, files: &mut Files) -> String {
    let page = |entry: &super::Entry| {
        let html = std::str::from_utf8(files.get(entry.path()?)?).ok()?;
        Some(characters(&html[page::main(html)]))
    };
    let pages: Vec<BTreeSet<char>> = book.entries.iter().filter_map(page).collect();
    let cuts = fonts::cut(&pages);
    let path = |cut: &fonts::Cut| assets::fingerprinted(&format!("{}.woff2", cut.name), &cut.bytes);
    let style = fonts::style(&cuts, |cut| assets::beside(&path(cut)).to_owned());
    for cut in cuts {
        files.insert(path(&cut), cut.bytes);
    }
    style
}

/// The characters of a page's code.
fn characters(main: &str) -> BTreeSet<char> {
    let mut found = BTreeSet::new();
    let mut open: Option<(&str, usize)> = None;
    for tag in tags(main) {
        let code = matches!(tag.name, "code" | "kbd" | "samp") || tag.name == "text" && tag.has_class("code");
        match open {
            None if code && !tag.closing => open = Some((tag.name, tag.range.end)),
            Some((name, from)) if tag.closing && tag.name == name => {
                found.extend(text(&main[from..tag.range.start]).chars().filter(|c| !c.is_control()));
                open = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::characters;

    #[test]
    fn code_is_what_stands_in_code() {
        for (main, expected) in [
            ("<p>no <code>a&amp;b</code></p>", "&ab"),
            ("<pre><code><span>x</span>가&#10;</code></pre>", "x가"),
            ("<svg><text class=\"code mid\">y</text><text>z</text></svg>", "y"),
            ("<code>never closed", ""),
        ] {
            assert_eq!(characters(main).into_iter().collect::<String>(), expected, "{main}");
        }
    }
}
