//! What machines read of a page: its address, its description, what a link to it
//! looks like elsewhere, what it may load; and the list of all pages.

use super::{Book, Kind};
use crate::html::push_text;
use crate::words::Words;

/// What pages may load: files of their own site, and pictures written into them. Nothing inline runs.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'";

/// What is said of one page.
pub(super) struct Page<'a> {
    /// Its path from the site's root.
    pub(super) path: &'a str,
    /// Its title, as HTML would show it.
    pub(super) title: &'a str,
    /// What it is about.
    pub(super) description: &'a str,
    /// The path of its picture.
    pub(super) card: Option<&'a str>,
}

/// The tags that say where a page is published and how a link to it looks.
pub(super) fn tags(book: &Book, page: &Page, words: &Words) -> String {
    let mut out = String::new();
    let mut meta = |kind: &str, name: &str, content: &str| {
        out.push_str(&format!("<meta {kind}=\"{name}\" content=\""));
        push_text(&mut out, content);
        out.push_str("\">\n");
    };
    meta("property", "og:type", "article");
    meta("property", "og:site_name", &book.title);
    meta("property", "og:title", page.title);
    meta("property", "og:description", page.description);
    meta("property", "og:locale", words.locale);
    if let Some(url) = &book.url {
        let address = address(url, canonical(book, page.path));
        meta("property", "og:url", &address);
        if let Some(card) = page.card {
            // Those who read this tag do not know the page's own address, so that only a whole one is understood.
            meta("property", "og:image", &format!("{url}{card}"));
            meta("property", "og:image:width", "1200");
            meta("property", "og:image:height", "630");
            meta("property", "og:image:alt", page.title);
            meta("name", "twitter:card", "summary_large_image");
        }
        out.push_str("<link rel=\"canonical\" href=\"");
        push_text(&mut out, &address);
        out.push_str("\">\n");
    }
    out
}

/// The path that a page is known by: the first chapter is the book's front page too.
fn canonical<'a>(book: &Book, path: &'a str) -> &'a str {
    let first = book.entries.iter().find_map(|entry| entry.path());
    if first == Some(path) { "index.html" } else { path }
}

fn address(url: &str, path: &str) -> String {
    let path = match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    };
    let mut out = url.to_owned();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// The list of the book's pages for search engines.
pub(super) fn sitemap(book: &Book, url: &str) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for entry in &book.entries {
        let Kind::Page { path, .. } = &entry.kind else { continue };
        out.push_str("<url><loc>");
        push_text(&mut out, &address(url, canonical(book, path)));
        out.push_str("</loc></url>\n");
    }
    out.push_str("</urlset>\n");
    out
}
