//! One page, finished: edits at the places that ask for them, every other byte as it was.

use super::chapters::Outline;
use super::pictures::Pictures;
use super::references::{Link, root_of};
use super::{Book, assets, contents, head};
use crate::html::push_text;
use crate::tags::{Tag, tags, text};
use crate::words::Words;
use memchr::memmem;
use std::ops::Range;

/// What a page is finished with.
pub(super) struct Surroundings<'a> {
    /// The book.
    pub(super) book: &'a Book,
    /// The words of its language.
    pub(super) words: &'a Words,
    /// Its chapters.
    pub(super) outline: &'a Outline<'a>,
    /// The pictures of its pages.
    pub(super) pictures: &'a Pictures,
    /// Its style sheets, where they were put together.
    pub(super) styles: Option<&'a assets::Styles>,
    /// Scripts and styles that were added.
    pub(super) made: &'a assets::Made,
}

/// The mark that our templates leave on the root element.
const OURS: &str = "data-proof-theme";

/// The page that is shown in place of any that is not there.
const LOST: &str = "404.html";

/// The page that prints the whole book, on which no word is explained.
pub(super) const WHOLE: &str = "print.html";

/// Whether a page was made by our templates.
fn is_ours(html: &str) -> bool {
    let root = tags(html).find(|tag| tag.name.eq_ignore_ascii_case("html"));
    root.is_some_and(|root| root.has(OURS))
}

/// The style sheets that a page of ours asks for whatever the medium; nothing for other pages.
pub(super) fn style_sheets(path: &str, html: &str) -> Option<Vec<String>> {
    let sheet = |tag: Tag| {
        let plain = tag.name == "link" && tag.value("rel") == Some("stylesheet") && !tag.has("media");
        plain.then(|| Link::new(tag.value("href")?)?.target(path)).flatten()
    };
    is_ours(html).then(|| tags(html).filter_map(sheet).collect())
}

/// Edits of a text, in any order. Of two that overlap the first one counts.
#[derive(Default)]
struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    fn replace(&mut self, range: Range<usize>, with: impl Into<String>) {
        self.0.push((range, with.into()));
    }

    fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(text.len() + self.0.iter().map(|(_, with)| with.len()).sum::<usize>());
        let mut done = 0;
        for (range, with) in self.0 {
            if range.start < done {
                continue;
            }
            out.push_str(&text[done..range.start]);
            out.push_str(&with);
            done = range.end;
        }
        out.push_str(&text[done..]);
        out
    }
}

/// The page as it is published.
pub(super) fn finish(path: &str, html: &str, around: &Surroundings) -> String {
    let ours = is_ours(html);
    let lost = path == LOST;
    // A page that is shown in place of any other begins its links at the server's root.
    let root = if lost { around.book.base.clone() } else { root_of(path) };
    let mut edits = Edits::default();
    let mut head_end = None;
    let mut title = None;
    let mut description_at = None;
    let all: Vec<Tag> = tags(html).collect();
    for tag in &all {
        match (tag.name, tag.closing) {
            ("html", false) if ours => root_attributes(&mut edits, tag, lost, &root, around),
            ("title", false) if title.is_none() => title = text_after(html, tag),
            ("meta", false) if ours && tag.has("charset") => edits.insert(tag.range.end, policy()),
            ("head", true) => head_end = Some(tag.range.start),
            ("base", false) if ours => edits.replace(tag.range.clone(), ""),
            ("meta", false) if tag.value("name") == Some("description") => description_at = tag.place("content"),
            ("link", false) if ours => linked(&mut edits, tag, path, &root, around.styles),
            ("a", false) if lost && ours => absolute(&mut edits, tag, "href", path, &root),
            ("script" | "img", false) if lost && ours => absolute(&mut edits, tag, "src", path, &root),
            // Those that enlarge a picture have its name.
            ("input", false)
                if ours
                    && tag.value("type") == Some("checkbox")
                    && !tag.has("aria-label")
                    && !tag.has_class("checkbox-img") =>
            {
                edits.insert(tag.after_name(), format!(" aria-label=\"{}\"", around.words.to_do));
            }
            ("tr" | "code", false) if ours => row(&mut edits, html, tag),
            ("td" | "th", false) if ours => {
                align(&mut edits, tag);
                header(&mut edits, html, tag);
            }
            _ => {}
        }
    }
    let within = main(html);
    let main = &html[within.clone()];
    let mut title = title.unwrap_or_default();
    if lost && ours && main.contains(LOST_ID) {
        title = lose(&mut edits, html, within.clone(), &root, around);
    }
    let described = contents::description(main).unwrap_or_else(|| around.book.description.clone());
    if let Some(place) = description_at {
        let mut value = String::new();
        push_text(&mut value, &described);
        edits.replace(place, value);
    }
    let current = around
        .outline
        .entry(path)
        .or_else(|| (path == "index.html").then(|| around.outline.first()).flatten());
    if let Some(at) = head_end {
        let page = head::Page {
            path,
            title: &title,
            description: &described,
            card: around
                .outline
                .path(current)
                .and_then(|path| around.pictures.get(path))
                .map(String::as_str),
        };
        let published = current.is_some();
        let mut added = if published {
            head::tags(around.book, &page, around.words)
        } else {
            String::new()
        };
        if ours {
            added.push_str(&scripts(&root, around));
        }
        edits.insert(at, added);
    }
    if ours {
        fill(
            &mut edits,
            html,
            "chapters",
            &around.outline.write(current, &root, around.words),
        );
        let before = |place: usize| all.partition_point(|tag| tag.range.start < place);
        let tags = &all[before(within.start)..before(within.end)];
        fill(&mut edits, html, "contents", &contents::list(html, tags, around.words));
        scrollable(&mut edits, tags);
    }
    edits.apply(html)
}

/// Where the content of a page's `<main>` stands; nowhere where there is none.
pub(super) fn main(html: &str) -> Range<usize> {
    let mut mains = tags(html).filter(|tag| tag.name == "main");
    let Some(start) = mains.by_ref().find(|tag| !tag.closing).map(|tag| tag.range.end) else {
        return 0..0;
    };
    let rest = &html.as_bytes()[start..];
    let mut ends = memmem::find_iter(rest, b"</main");
    let end = match (ends.next(), ends.next()) {
        // What alone looks like the end is it.
        (Some(end), None) if rest[end..].starts_with(b"</main>") => Some(start + end),
        _ => mains.filter(|tag| tag.closing).last().map(|tag| tag.range.start),
    };
    end.map_or(0..0, |end| start..end)
}

fn text_after(html: &str, tag: &Tag) -> Option<String> {
    let rest = &html[tag.range.end..];
    Some(text(&rest[..rest.find('<')?]))
}

/// Tells the page's scripts where the site begins and what it may load later.
fn root_attributes(edits: &mut Edits, tag: &Tag, lost: bool, root: &str, around: &Surroundings) {
    if lost && let Some(place) = tag.place("data-root") {
        edits.replace(place, root);
    }
    for (name, path) in around.made {
        if let Some(attribute) = assets::attribute(name) {
            edits.insert(tag.after_name(), format!(" {attribute}=\"{path}\""));
        }
    }
}

/// What the page may load. Only for pages of ours: others may have scripts in them that would stop.
fn policy() -> String {
    format!(
        "\n<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">",
        head::POLICY
    )
}

fn scripts(root: &str, around: &Surroundings) -> String {
    let mut out = String::new();
    for (name, kind) in [("early.js", ""), ("site.js", " type=\"module\"")] {
        if let Some(path) = around.made.get(name) {
            out.push_str(&format!("<script{kind} src=\"{root}{path}\"></script>\n"));
        }
    }
    out
}

/// Follows style sheets to where they were put together.
fn linked(edits: &mut Edits, tag: &Tag, page: &str, root: &str, styles: Option<&assets::Styles>) {
    let Some((place, written)) = tag.place("href").zip(tag.value("href")) else {
        return;
    };
    let Some(link) = Link::new(written) else { return };
    let Some(target) = link.target(page) else { return };
    match styles {
        Some(styles) if styles.is_other(&target) => edits.replace(tag.range.clone(), ""),
        Some(styles) if styles.is_first(&target) => edits.replace(place, link.written(root, &styles.path)),
        _ if page == LOST => edits.replace(place, link.written(root, &target)),
        _ => {}
    }
}

/// Lets a link begin at the server's root.
fn absolute(edits: &mut Edits, tag: &Tag, attribute: &str, page: &str, root: &str) {
    let Some((place, written)) = tag.place(attribute).zip(tag.value(attribute)) else {
        return;
    };
    let Some(link) = Link::new(written) else { return };
    if let Some(target) = link.target(page) {
        edits.replace(place, link.written(root, &target));
    }
}

/// What mdBook's own page for what is not there begins with; a book's own has another heading.
const LOST_ID: &str = "id=\"document-not-found-404\"";

/// Says in the book's language that there is no such page; gives the page's title.
fn lose(edits: &mut Edits, html: &str, main: Range<usize>, root: &str, around: &Surroundings) -> String {
    let [heading, text] = around.words.lost;
    let link = format!("<a href=\"{root}toc.html\">{}</a>", around.words.all_chapters);
    edits.replace(
        main,
        format!("\n<h1>{heading}</h1>\n<p>{}</p>\n", text.replace("{}", &link)),
    );
    let title = format!("{heading} - {}", around.book.title);
    if let Some(tag) = tags(html).find(|tag| tag.name == "title" && !tag.closing)
        && let Some(length) = html[tag.range.end..].find('<')
    {
        let mut shown = String::new();
        push_text(&mut shown, &title);
        edits.replace(tag.range.end..tag.range.end + length, shown);
    }
    title
}

/// The row of an explained word gets the id that leads to it, and a word that was explained above the link there.
fn row(edits: &mut Edits, html: &str, tag: &Tag) {
    let Some((place, id)) = tag.whole("data-row").zip(tag.value("data-row")) else {
        return;
    };
    if tag.name == "tr" {
        edits.replace(place, format!("id=\"w-{id}\""));
    } else if let Some(length) = html[tag.range.end..].find("</code>") {
        let end = tag.range.end + length + "</code>".len();
        edits.replace(tag.range.clone(), format!("<a href=\"#w-{id}\"><code>"));
        edits.insert(end, "</a>");
    }
}

/// Aligned cells carry a style, which the policy forbids; a class does the same.
fn align(edits: &mut Edits, tag: &Tag) {
    let Some((place, style)) = tag.whole("style").zip(tag.value("style")) else {
        return;
    };
    let class = match style.trim().trim_end_matches(';').replace(' ', "").as_str() {
        "text-align:left" => "left",
        "text-align:center" => "center",
        "text-align:right" => "right",
        _ => return,
    };
    edits.replace(place, format!("class=\"{class}\""));
}

/// A header that says nothing heads nothing: the corner of a table is a cell like any other.
fn header(edits: &mut Edits, html: &str, tag: &Tag) {
    let end = tag.range.end;
    if tag.name == "th" && html[end..].starts_with("</th>") {
        let name = tag.range.start + 1;
        edits.replace(name..name + 2, "td");
        edits.replace(end + 2..end + 4, "td");
    }
}

/// Fills a place that our templates mark with a comment before and after it.
fn fill(edits: &mut Edits, html: &str, name: &str, with: &str) {
    let (open, close) = (format!("<!-- proof:{name} -->"), format!("<!-- /proof:{name} -->"));
    let Some(start) = html.find(&open) else { return };
    if let Some(length) = html[start..].find(&close) {
        edits.replace(start..start + length + close.len(), with);
    }
}

/// What scrolls sideways has to be reachable for those who scroll with keys.
fn scrollable(edits: &mut Edits, main: &[Tag]) {
    let mut in_pre = false;
    for tag in main {
        match (tag.name, tag.closing) {
            ("pre", closing) => in_pre = !closing,
            ("code", false) if in_pre && !tag.has("tabindex") => edits.insert(tag.after_name(), " tabindex=\"0\""),
            ("div", false) if tag.has_class("table-wrapper") => edits.insert(tag.after_name(), " tabindex=\"0\""),
            _ => {}
        }
    }
}
