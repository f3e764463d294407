//! What a chapter defines and refers to: anchors, links, images, footnotes.
//!
//! Only collected here, from the same events that the code blocks come from;
//! where a link leads is asked in `links`.

use super::anchors::{Anchors, Ids};
use super::html;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// What a chapter defines and refers to.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// The anchors of its page.
    pub(crate) anchors: Arc<Anchors>,
    /// Its links and images.
    pub(crate) references: Vec<Reference>,
    /// The labels of its link reference definitions, as they are compared.
    pub(crate) labels: HashSet<String>,
    /// `[text][label]` that nothing defines.
    pub(crate) undefined: Vec<Undefined>,
    /// Its footnotes, by name; where each is first defined.
    pub(crate) footnotes: Vec<(String, Range<usize>)>,
    /// The footnotes that are referred to.
    pub(crate) noted: HashSet<String>,
    /// `[^name]` that nothing defines.
    pub(crate) missing_notes: Vec<Undefined>,
}

/// A link or an image.
#[derive(Debug)]
pub(crate) struct Reference {
    /// The address, escapes resolved.
    pub(crate) url: String,
    /// Whether it is an image.
    pub(crate) image: bool,
    /// Whether mdBook turns its `.md` into `.html`: in Markdown always, in HTML for `<a>` alone.
    pub(crate) rewritten: bool,
    /// The whole link in the chapter.
    pub(crate) range: Range<usize>,
    /// Where the address stands, where it is written as it is read; for a reference that is its definition.
    pub(crate) address: Option<Range<usize>>,
    /// Whether the address stands in a definition elsewhere.
    pub(crate) by_label: bool,
}

/// Something referred to that nothing defines.
#[derive(Debug)]
pub(crate) struct Undefined {
    /// The label or name.
    pub(crate) name: String,
    /// Where the whole reference stands in the chapter.
    pub(crate) range: Range<usize>,
}

/// Collects from the events of a chapter, in order.
pub(super) struct Collector<'a> {
    text: &'a str,
    links: Links,
    anchors: Anchors,
    ids: Ids,
    /// The heading or term that is open: its text so far, and the id that it was given.
    heading: Option<(String, Option<String>)>,
    /// Links and images that are open, and where what stands in them ends.
    open: Vec<(Reference, LinkType, String, usize)>,
    /// Definitions by label: the range of each.
    definitions: HashMap<String, Range<usize>>,
    /// The definitions that a reference was seen of.
    reported: HashSet<String>,
    /// The numbers of footnotes, and how often each was referred to.
    numbers: HashMap<String, (usize, usize)>,
    after_note: bool,
    /// The last two pieces of text, where the first is a bracket: `[^name` so far.
    bracket: Option<(usize, Option<String>)>,
}

impl<'a> Collector<'a> {
    /// A collector for a chapter with those link reference definitions.
    pub(super) fn new(text: &'a str, definitions: impl Iterator<Item = (String, Range<usize>)>) -> Self {
        Self {
            text,
            links: Links::default(),
            anchors: Anchors::new(),
            ids: Ids::default(),
            heading: None,
            open: Vec::new(),
            definitions: definitions.map(|(label, at)| (folded(&label), at)).collect(),
            reported: HashSet::new(),
            numbers: HashMap::new(),
            after_note: false,
            bracket: None,
        }
    }

    /// Takes one event.
    pub(super) fn event(&mut self, event: &Event, range: &Range<usize>) {
        if let Some((.., end)) = self.open.last_mut().filter(|_| !matches!(event, Event::End(_))) {
            *end = (*end).max(range.end);
        }
        self.bracketed(event, range);
        let after_note = std::mem::take(&mut self.after_note);
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, range),
            Event::Text(text) => {
                if text.contains("{{") {
                    // A directive: another tool may put anything here.
                    self.anchors.complete = false;
                }
                self.say(text);
            }
            Event::Code(text) => self.say(text),
            Event::SoftBreak => self.say("\n"),
            Event::FootnoteReference(name) => self.note(name, after_note),
            Event::InlineHtml(_) => self.html(range.clone()),
            _ => {}
        }
    }

    /// What was collected, given what the parser found no definition of.
    pub(super) fn finish(mut self, undefined: Vec<Undefined>) -> Links {
        self.links.labels = self.definitions.into_keys().collect();
        self.links.undefined = undefined;
        self.links.anchors = Arc::new(self.anchors);
        self.links
    }

    fn start(&mut self, tag: &Tag, range: &Range<usize>) {
        match tag {
            Tag::Heading { id, attrs, .. } => {
                let named = attrs.iter().rev().find(|(name, _)| &**name == "id");
                let id = id.as_ref().or(named.and_then(|(_, value)| value.as_ref()));
                self.heading = Some((String::new(), id.map(|id| id.to_string())));
            }
            Tag::DefinitionListTitle => self.heading = Some((String::new(), None)),
            Tag::FootnoteDefinition(name) => {
                self.anchors.add_quietly(format!("footnote-{name}"));
                self.links.footnotes.push((name.to_string(), range.clone()));
            }
            Tag::HtmlBlock => self.html(range.clone()),
            Tag::Link {
                link_type,
                dest_url,
                id,
                ..
            } => self.opened(*link_type, dest_url, id, false, range),
            Tag::Image {
                link_type,
                dest_url,
                id,
                ..
            } => self.opened(*link_type, dest_url, id, true, range),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Heading(_) | TagEnd::DefinitionListTitle => {
                if let Some((text, id)) = self.heading.take() {
                    let id = id.unwrap_or_else(|| self.ids.of(&text));
                    self.anchors.add(&id);
                }
            }
            TagEnd::Link | TagEnd::Image => self.closed(range),
            _ => {}
        }
    }

    /// Text of the heading that is open; what describes an image is no text.
    fn say(&mut self, text: &str) {
        let in_image = self.open.iter().any(|(link, ..)| link.image);
        if let Some((heading, _)) = self.heading.as_mut().filter(|_| !in_image) {
            heading.push_str(text);
        }
    }

    /// A footnote's number is text of its heading too.
    fn note(&mut self, name: &str, after_note: bool) {
        let next = self.numbers.len() + 1;
        let (number, count) = self.numbers.entry(name.to_owned()).or_insert((next, 0));
        *count += 1;
        let number = number.to_string();
        let back = format!("fr-{name}-{count}");
        self.anchors.add_quietly(back);
        self.links.noted.insert(name.to_owned());
        if after_note {
            self.say(" ");
        }
        self.say(&number);
        self.after_note = true;
    }

    fn opened(&mut self, kind: LinkType, url: &str, label: &str, image: bool, range: &Range<usize>) {
        let reference = Reference {
            url: url.to_owned(),
            image,
            rewritten: true,
            range: range.clone(),
            address: None,
            by_label: false,
        };
        let mark = if image { 2 } else { 1 };
        self.open.push((reference, kind, label.to_owned(), range.start + mark));
    }

    fn closed(&mut self, range: &Range<usize>) {
        let Some((mut link, kind, label, inside)) = self.open.pop() else {
            return;
        };
        match kind {
            LinkType::Email => return,
            LinkType::Inline => {
                let rest = inside.min(range.end)..range.end;
                link.address = self.address(rest, "](", &link.url);
            }
            LinkType::Autolink => {
                let rest = range.start..range.end;
                link.address = self.address(rest, "<", &link.url);
            }
            _ => {
                let label = folded(&label);
                let definition = self.definitions.get(&label).cloned();
                link.address = definition.and_then(|at| self.address(at, "]:", &link.url));
                link.by_label = true;
                // One mistake in a definition is one mistake, however often it is referred to.
                if !self.reported.insert(label) {
                    return;
                }
            }
        }
        self.links.references.push(link);
    }

    /// Where an address stands that follows a mark, if it is written there as it is read.
    fn address(&self, within: Range<usize>, mark: &str, url: &str) -> Option<Range<usize>> {
        let text = self.text.get(within.clone())?;
        let after = &text[text.find(mark)? + mark.len()..];
        let after = after.trim_start();
        let after = after.strip_prefix('<').unwrap_or(after);
        let start = within.end - after.len();
        (!url.is_empty() && after.starts_with(url)).then(|| start..start + url.len())
    }

    /// The anchors and links of a piece of HTML.
    fn html(&mut self, range: Range<usize>) {
        let Some(text) = self.text.get(range.clone()) else {
            return;
        };
        for attribute in html::attributes(text) {
            let is = |tag: &str, name: &str| {
                attribute.tag.eq_ignore_ascii_case(tag) && attribute.name.eq_ignore_ascii_case(name)
            };
            if attribute.name.eq_ignore_ascii_case("id") || is("a", "name") {
                self.anchors.add(attribute.value);
            }
            let (link, image) = (is("a", "href"), is("img", "src"));
            // An entity makes the address differ from what is written.
            if (link || image) && !attribute.value.contains('&') {
                let at = range.start + attribute.range.start..range.start + attribute.range.end;
                self.links.references.push(Reference {
                    url: attribute.value.to_owned(),
                    image,
                    rewritten: link,
                    range: at.clone(),
                    address: Some(at),
                    by_label: false,
                });
            }
        }
    }

    /// Looks for `[^name]` that was left as text: a bracket, a name, a bracket, each a piece of its own.
    fn bracketed(&mut self, event: &Event, range: &Range<usize>) {
        let before = self.bracket.take();
        let Event::Text(text) = event else { return };
        match (&**text, before) {
            ("[", _) if !self.text[..range.start].ends_with('\\') => self.bracket = Some((range.start, None)),
            ("]", Some((start, Some(name)))) => {
                let range = start..range.end;
                self.links.missing_notes.push(Undefined { name, range });
            }
            (text, Some((start, None))) => {
                let name = text.strip_prefix('^').filter(|name| !name.is_empty());
                self.bracket = name.map(|name| (start, Some(name.to_owned())));
            }
            _ => {}
        }
    }
}

/// A label as labels are compared: case folded, blanks as one.
pub(crate) fn folded(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
