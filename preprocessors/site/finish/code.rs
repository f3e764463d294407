//! The font of a book's code, cut to what its pages show.

use super::{Book, Files, Pages, assets, page};
use crate::cores::on_every_core;
use crate::fonts;
use crate::tags::{tags, text};
use std::collections::BTreeSet;

/// Adds the font's files; gives the rules that ask for them, for a style sheet that lies beside the files.
pub(super) fn add_font(book: &Book, pages: &Pages, files: &mut Files) -> String {
    let pages: Vec<&String> = book
        .entries
        .iter()
        .filter_map(|entry| pages.get(entry.path()?))
        .collect();
    let read = |html: &&String| characters(&html[page::main(html)]);
    let mut used = Vec::with_capacity(pages.len());
    on_every_core(&pages, usize::MAX, read, |_, characters| used.push(characters));
    let cuts = fonts::cut(&used);
    let path = |cut: &fonts::Cut| assets::fingerprinted(&format!("{}.woff2", cut.name), &cut.bytes);
    let style = fonts::style(&cuts, |cut| assets::beside(&path(cut)).to_owned());
    for cut in cuts {
        files.insert(path(&cut), cut.bytes);
    }
    style
}

/// The characters of a page's code. What a diagnostic says in sentences is set as text is; what it shows of a source is code.
fn characters(main: &str) -> BTreeSet<char> {
    let mut found = BTreeSet::new();
    // Nearly every character was there before, and to ask a set takes long.
    let mut seen = vec![false; 1 << 16];
    let mut says = false;
    // The element that is being read, where its text begins, and how many of its name are open in it.
    let mut open: Option<(&str, usize, usize)> = None;
    for tag in tags(main) {
        let code = match says {
            true => tag.has_class("shown"),
            false => matches!(tag.name, "code" | "kbd" | "samp") || tag.name == "text" && tag.has_class("code"),
        };
        match &mut open {
            None if tag.name == "pre" => says = !tag.closing && tag.has_class("proof-says"),
            None if code && !tag.closing => open = Some((tag.name, tag.range.end, 0)),
            Some((name, _, depth)) if tag.name == *name && !tag.closing => *depth += 1,
            Some((name, from, depth)) if tag.name == *name => {
                if *depth > 0 {
                    *depth -= 1;
                    continue;
                }
                let new = |c: &char| {
                    seen.get_mut(*c as usize)
                        .is_none_or(|seen| !std::mem::replace(seen, true))
                };
                let text = text(&main[*from..tag.range.start]);
                found.extend(text.chars().filter(new).filter(|c| !c.is_control()));
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
            (
                "<pre class=\"proof proof-says\"><code>말 <span class=\"shown\">1 | a<span>b</span>가</span> 끝</code></pre><code>c</code>",
                " 1abc|가",
            ),
        ] {
            assert_eq!(characters(main).into_iter().collect::<String>(), expected, "{main}");
        }
    }
}
