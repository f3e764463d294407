//! The tags of a piece of HTML, as far as links and anchors need them: attributes and where their values stand.
//!
//! No tree is built and nothing is repaired: what is not a plain tag is passed over.

use std::ops::Range;

/// One attribute of a start tag.
pub(super) struct Attribute<'a> {
    /// The tag's name as written.
    pub(super) tag: &'a str,
    /// The attribute's name as written.
    pub(super) name: &'a str,
    /// The value as written, without its quotes.
    pub(super) value: &'a str,
    /// Where the value stands in the text.
    pub(super) range: Range<usize>,
}

/// The attributes that have a value, of every start tag, in order; comments, scripts and styles are passed over.
pub(super) fn attributes(html: &str) -> Vec<Attribute<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|offset| at + offset) {
        let rest = &html[open..];
        at = open + 1;
        if rest.starts_with("<!--") {
            let Some(end) = rest.find("-->") else { break };
            at = open + end;
            continue;
        }
        let name = word(&rest[1..], |c| c.is_ascii_alphanumeric() || c == '-');
        if name.is_empty() {
            continue;
        }
        at = tag(html, open + 1, name, &mut found);
        if ["script", "style"].iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
            at = html[at..].find("</").map_or(html.len(), |end| at + end);
        }
    }
    found
}

/// Reads the attributes of a tag whose name begins at `start`; gives where the tag ends.
fn tag<'a>(html: &'a str, start: usize, name: &'a str, found: &mut Vec<Attribute<'a>>) -> usize {
    let mut at = start + name.len();
    loop {
        at += html[at..].len()
            - html[at..]
                .trim_start_matches(|c: char| c.is_whitespace() || c == '/')
                .len();
        let attribute = word(&html[at..], |c| !c.is_whitespace() && !"=>/\"'<".contains(c));
        if attribute.is_empty() {
            // The end of the tag, or something that is no attribute.
            return at;
        }
        at += attribute.len();
        let rest = html[at..].trim_start();
        let Some(after) = rest.strip_prefix('=') else { continue };
        let after = after.trim_start();
        let begin = html.len() - after.len();
        let (value, end) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => match after[1..].find(quote) {
                Some(length) => (begin + 1..begin + 1 + length, begin + length + 2),
                None => return html.len(),
            },
            _ => {
                let value = word(after, |c| !c.is_whitespace() && c != '>');
                (begin..begin + value.len(), begin + value.len())
            }
        };
        found.push(Attribute {
            tag: name,
            name: attribute,
            value: &html[value.clone()],
            range: value,
        });
        at = end;
    }
}

/// What a text begins with, as long as `keep` says so.
fn word(text: &str, keep: impl Fn(char) -> bool) -> &str {
    &text[..text.find(|c| !keep(c)).unwrap_or(text.len())]
}
