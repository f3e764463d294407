//! The tags of an HTML page, with their places: enough to change a page that
//! mdBook wrote without touching the bytes around. It builds no tree, and mends nothing.

use memchr::{memchr, memmem};
use std::ops::Range;

/// One tag, from `<` to `>`.
#[derive(Clone, Debug)]
pub(crate) struct Tag<'a> {
    html: &'a str,
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// Its name as it is written, without the slash.
    pub(crate) name: &'a str,
    /// Whether it closes an element.
    pub(crate) closing: bool,
}

/// The places of an attribute's name, and of its value without quotes.
struct Attribute {
    name: Range<usize>,
    value: Option<Range<usize>>,
}

impl<'a> Tag<'a> {
    /// The place of an attribute's value, quotes left out; nothing where there is no such attribute or it has no value.
    pub(crate) fn place(&self, name: &str) -> Option<Range<usize>> {
        self.attribute(name)?.value
    }

    /// The place of a whole attribute, from its name to the quote behind its value.
    pub(crate) fn whole(&self, name: &str) -> Option<Range<usize>> {
        let attribute = self.attribute(name)?;
        let end = attribute.value.map_or(attribute.name.end, |value| {
            let quoted = matches!(self.html.as_bytes()[value.start - 1], b'"' | b'\'');
            value.end + usize::from(quoted)
        });
        Some(attribute.name.start..end.min(self.range.end - 1))
    }

    /// An attribute's value as it is written, references and all.
    pub(crate) fn value(&self, name: &str) -> Option<&'a str> {
        Some(&self.html[self.place(name)?])
    }

    /// Whether it has an attribute, with or without a value.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.attribute(name).is_some()
    }

    /// Whether one of its classes is this.
    pub(crate) fn has_class(&self, class: &str) -> bool {
        self.value("class")
            .is_some_and(|classes| classes.split_ascii_whitespace().any(|c| c == class))
    }

    /// Where another attribute can be written: right after the name.
    pub(crate) fn after_name(&self) -> usize {
        self.range.start + 1 + self.name.len()
    }

    fn attribute(&self, name: &str) -> Option<Attribute> {
        self.attributes()
            .find(|found| self.html[found.name.clone()].eq_ignore_ascii_case(name))
    }

    fn attributes(&self) -> impl Iterator<Item = Attribute> + use<'a> {
        let html = self.html;
        let end = self.range.end - 1;
        let bytes = &html.as_bytes()[..end];
        let mut at = (self.after_name() + usize::from(self.closing)).min(end);
        std::iter::from_fn(move || {
            at = skip(bytes, at, |b| b.is_ascii_whitespace() || b == b'/');
            let start = at;
            at = skip(bytes, at, |b| !b.is_ascii_whitespace() && !matches!(b, b'=' | b'/'));
            if at == start {
                // A stray `=` is no name; nothing that follows can be told for certain.
                return None;
            }
            let name = start..at;
            let equals = skip(bytes, at, |b| b.is_ascii_whitespace());
            if bytes.get(equals) != Some(&b'=') {
                return Some(Attribute { name, value: None });
            }
            let from = skip(bytes, equals + 1, |b| b.is_ascii_whitespace());
            let value = match bytes.get(from) {
                Some(quote @ (b'"' | b'\'')) => {
                    let length = memchr(*quote, &bytes[from + 1..]);
                    from + 1..length.map_or(end, |length| from + 1 + length)
                }
                _ => from..skip(bytes, from, |b| !b.is_ascii_whitespace()),
            };
            at = (value.end + 1).min(end);
            Some(Attribute {
                name,
                value: Some(value),
            })
        })
    }
}

/// Behind the bytes from a place on that are of a kind.
fn skip(bytes: &[u8], from: usize, those: impl Fn(u8) -> bool) -> usize {
    let rest = &bytes[from..];
    rest.iter()
        .position(|b| !those(*b))
        .map_or(bytes.len(), |length| from + length)
}

/// Elements whose content is text, whatever it looks like.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];

/// The tags of a page in order, comments and the text of scripts and the like left out.
pub(crate) fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let bytes = html.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + memchr(b'<', bytes.get(at..)?)?;
            if bytes[start..].starts_with(b"<!--") {
                at = memmem::find(&bytes[start + 4..], b"-->").map_or(bytes.len(), |length| start + 4 + length + 3);
                continue;
            }
            let closing = bytes.get(start + 1) == Some(&b'/');
            let name_at = start + 1 + usize::from(closing);
            if !bytes.get(name_at).is_some_and(u8::is_ascii_alphabetic) {
                at = start + 1;
                continue;
            }
            let name_end = skip(bytes, name_at, |b| {
                !b.is_ascii_whitespace() && !matches!(b, b'>' | b'/' | b'<')
            });
            let name = &html[name_at..name_end];
            let end = end(bytes, name_end)?;
            at = end;
            let raw = !closing && RAW.iter().any(|raw| name.eq_ignore_ascii_case(raw));
            if raw {
                at += close_of(&html[end..], name);
            }
            return Some(Tag {
                html,
                range: start..end,
                name,
                closing,
            });
        }
    })
}

/// Behind the `>` of a tag: one inside of quotes does not count.
fn end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        match bytes.get(at)? {
            b'>' => return Some(at + 1),
            quote @ (b'"' | b'\'') => at += 1 + memchr(*quote, &bytes[at + 1..])? + 1,
            _ => at += 1,
        }
    }
}

/// How far it is to the closing tag of an element of text.
fn close_of(rest: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(found) = rest[from..].find("</") {
        let at = from + found;
        let after = rest.get(at + 2..at + 2 + name.len());
        if after.is_some_and(|after| after.eq_ignore_ascii_case(name)) {
            return at;
        }
        from = at + 2;
    }
    rest.len()
}

/// The text of HTML: tags left out, references of the few kinds that mdBook writes read.
pub(crate) fn text(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut done = 0;
    for tag in tags(html) {
        push_decoded(&mut out, &html[done.min(tag.range.start)..tag.range.start]);
        done = tag.range.end;
    }
    push_decoded(&mut out, &html[done..]);
    out
}

/// Appends text of HTML, the references in it read.
pub(crate) fn push_decoded(out: &mut String, mut rest: &str) {
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // No reference that is known is longer, and many a `&` is none.
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| Some((decoded(&rest[1..end])?, end))) {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
}

fn decoded(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        "hellip" => Some('…'),
        "mdash" => Some('—'),
        "ndash" => Some('–'),
        "middot" => Some('·'),
        "times" => Some('×'),
        _ => {
            let digits = name.strip_prefix('#')?;
            let number = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(number)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{tags, text};

    /// Each tag as `name`, `/name`, or `name(attribute=value ...)`.
    #[track_caller]
    fn check(html: &str, expected: &str) {
        let shown = tags(html).map(|tag| {
            let mut shown = format!("{}{}", if tag.closing { "/" } else { "" }, tag.name);
            for found in tag.attributes() {
                shown += &format!(" {}={:?}", &html[found.name], found.value.map(|range| &html[range]));
            }
            shown
        });
        assert_eq!(shown.collect::<Vec<_>>().join("; "), expected);
    }

    #[test]
    fn tags_are_found_where_they_are() {
        check("", "");
        check("a < b <- c <3", "");
        check("<p>x</p>", "p; /p");
        check("<br/><hr />", "br; hr");
        check(
            "<a href=\"x>y\" b='c' d=e f>",
            "a href=Some(\"x>y\") b=Some(\"c\") d=Some(\"e\") f=None",
        );
        check("<a href = \"x\" >", "a href=Some(\"x\")");
        check("<!-- <p> --><b>", "b");
        check("<!doctype html><html>", "html");
        check("<script>if (a<b) '</p>'</script><i>", "script; /script; i");
        check("<title>a <b></title>", "title; /title");
        check("<p", "");
        check("<p class=\"unclosed>", "");
        check("<!-- never closed <p>", "");
        check("<가>", "");
    }

    #[test]
    fn text_is_without_tags_and_references() {
        for (html, expected) in [
            ("<p>a &amp; b</p>", "a & b"),
            ("a&#10;b&#x41;", "a\nbA"),
            ("&unknown; & &;", "&unknown; & &;"),
            ("<b>한</b>글", "한글"),
        ] {
            assert_eq!(text(html), expected);
        }
    }
}
