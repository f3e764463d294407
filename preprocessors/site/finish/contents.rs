//! What a page's own text says of it: its headings, and the paragraph that describes it.

use crate::html::push_text;
use crate::tags::{Tag, tags, text};
use crate::words::Words;

/// A heading that can be linked to.
struct Heading<'a> {
    id: &'a str,
    level: u8,
    text: String,
}

/// The list of a page's headings, of which `tags` are those of its main part; nothing where there are fewer than two.
pub(super) fn list(html: &str, tags: &[Tag], words: &Words) -> String {
    let headings = headings(html, tags);
    if headings.len() < 2 {
        return String::new();
    }
    let name = words.on_this_page;
    let mut out = format!(
        "<button class=\"here\" type=\"button\" popovertarget=\"contents\">{name}</button>\
         <nav id=\"contents\" popover aria-labelledby=\"contents-name\"><p id=\"contents-name\">{name}</p><ol>"
    );
    let mut deep = false;
    for (index, heading) in headings.iter().enumerate() {
        let below = heading.level > 2 && index > 0;
        match (deep, below) {
            (false, true) => out.push_str("<ol>"),
            (true, false) => out.push_str("</ol>"),
            _ => {}
        }
        deep = below;
        out.push_str("<li><a href=\"#");
        // Already written as HTML in the page.
        out.push_str(heading.id);
        out.push_str("\">");
        push_text(&mut out, heading.text.trim());
        out.push_str("</a>");
    }
    out.push_str(if deep { "</ol></ol></nav>" } else { "</ol></nav>" });
    out
}

fn level(tag: &Tag) -> Option<u8> {
    match tag.name {
        "h2" => Some(2),
        "h3" => Some(3),
        _ => None,
    }
}

fn headings<'a>(html: &str, tags: &[Tag<'a>]) -> Vec<Heading<'a>> {
    let mut found = Vec::new();
    let mut open: Option<(&Tag, u8)> = None;
    for tag in tags {
        match (&open, level(tag)) {
            (None, Some(level)) if !tag.closing => open = Some((tag, level)),
            (Some((start, level)), Some(_)) if tag.closing => {
                if let Some(id) = start.value("id") {
                    found.push(Heading {
                        id,
                        level: *level,
                        text: text(&html[start.range.end..tag.range.start]),
                    });
                }
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// The longest description that search engines show whole, in characters.
const DESCRIPTION: usize = 150;

/// The first paragraph of a page as plain text, cut where a sentence or a word ends.
pub(super) fn description(main: &str) -> Option<String> {
    let mut start = None;
    for tag in tags(main) {
        match (tag.name, tag.closing, start) {
            ("p", false, _) => start = Some(tag.range.end),
            ("p", true, Some(from)) => {
                let words = text(&main[from..tag.range.start]);
                let words: Vec<&str> = words.split_whitespace().collect();
                // A line of a few letters is a caption or a date.
                let found = words.join(" ");
                if found.chars().count() >= 20 {
                    return Some(cut(&found));
                }
                start = None;
            }
            _ => {}
        }
    }
    None
}

fn cut(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(DESCRIPTION) else {
        return text.to_owned();
    };
    let kept = &text[..end];
    match kept.rfind(['.', '!', '?']) {
        // A full stop inside of a name or a number ends no sentence.
        Some(at) if at * 2 > end && text[at + 1..].starts_with(' ') => kept[..=at].to_owned(),
        _ => format!("{}…", kept.rfind(' ').map_or(kept, |at| &kept[..at])),
    }
}

#[cfg(test)]
mod tests {
    use super::{description, list, tags};
    use crate::words::Words;
    use proof_checker::diagnostic::Lang;

    fn listed(main: &str, lang: Lang) -> String {
        list(main, &tags(main).collect::<Vec<_>>(), Words::of(lang))
    }

    #[test]
    fn headings_are_listed_in_their_order() {
        let main = "<h1 id=\"t\">T</h1><h2 id=\"a\"><a class=\"header\" href=\"#a\">A &amp; <code>b</code></a></h2>\
                    <h3 id=\"b\">B</h3><h4 id=\"x\">x</h4><h2 id=\"c\">C</h2><h2>no id</h2>";
        let list = listed(main, Lang::En);
        let from = list.find("<ol>").expect("a list");
        assert_eq!(
            &list[from..],
            "<ol><li><a href=\"#a\">A &amp; b</a><ol><li><a href=\"#b\">B</a></ol><li><a href=\"#c\">C</a></ol></nav>"
        );
    }

    #[test]
    fn one_heading_needs_no_list() {
        assert_eq!(listed("<h2 id=\"a\">A</h2>", Lang::Ko), "");
    }

    #[test]
    fn descriptions_end_where_a_sentence_or_a_word_does() {
        let long = "열 글자가 넘는 문장입니다. ".repeat(9);
        for (main, expected) in [
            ("<p>short</p>", None),
            (
                "<p>a</p><p>A paragraph of <b>some</b> &amp;\nlength.</p>",
                Some("A paragraph of some & length.".to_owned()),
            ),
            (
                &format!("<p>{long}</p>"),
                Some("열 글자가 넘는 문장입니다. ".repeat(9).trim_end().to_owned()),
            ),
            (
                &format!("<p>{}</p>", "word ".repeat(60)),
                Some(format!("{}…", "word ".repeat(30).trim_end())),
            ),
        ] {
            assert_eq!(description(main), expected, "{main}");
        }
    }
}
