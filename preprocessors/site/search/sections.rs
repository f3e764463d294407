//! The sections of a rendered page: a heading and the text under it, with how each word of the text was set.
//!
//! No tree is built, nothing is repaired, and whatever the page holds, it is read in linear time.

use crate::tags::{Tag, push_decoded, tags};
use memchr::{memchr, memmem};

/// How a stretch of text is set, which tells what it is worth to a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Set {
    /// Running text.
    Prose,
    /// Emphasised as strong or a definition.
    Strong,
    /// Code in a sentence.
    Code,
    /// A block of code.
    Block,
    /// A block that holds a message.
    Said,
    /// The name of something elsewhere: a link that leaves the site.
    Away,
}

/// A heading and what stands under it, up to the next heading.
#[derive(Debug, Default)]
pub(super) struct Section {
    /// 1 to 6; 0 for what stands before the first heading.
    pub(super) level: u8,
    /// The heading's id; empty where it has none.
    pub(super) id: String,
    /// The heading's text.
    pub(super) title: String,
    /// The text under it, runs of white space as one space.
    pub(super) text: String,
    /// From which byte of `text` on it is set how, in order.
    pub(super) runs: Vec<(usize, Set)>,
    /// The bytes of `text` at which a line of a block has ended, in order.
    pub(super) breaks: Vec<usize>,
    /// How many bytes of `text` are the names of other pages.
    pub(super) linked: usize,
}

impl Section {
    /// The text in stretches that are set alike, and those of blocks line by line.
    pub(super) fn stretches(&self) -> impl Iterator<Item = (Set, &str)> {
        let ends = self.runs.iter().skip(1).map(|(start, _)| *start);
        let ends = ends.chain([self.text.len()]);
        self.runs.iter().zip(ends).flat_map(move |((start, set), end)| {
            let among = |at: &usize| self.breaks.partition_point(|broken| broken < at);
            let breaks = self.breaks[among(start)..among(&end)].iter().copied();
            let mut from = *start;
            breaks.chain([end]).map(move |to| {
                let line = self.text.get(from..to).unwrap_or_default();
                from = to;
                (*set, line)
            })
        })
    }
}

/// The sections of the HTML of a page's main part. What stands before the first heading is one too, if it has text.
pub(super) fn sections(html: &str) -> Vec<Section> {
    let mut scan = Scan::default();
    let mut done = 0;
    // The element whose text says nothing, and how many of its name are open.
    let mut silent: Option<(&str, u32)> = None;
    for tag in tags(html) {
        let gap = &html[done.min(tag.range.start)..tag.range.start];
        done = tag.range.end;
        let empty = html[..done].ends_with("/>");
        if let Some((name, depth)) = silent {
            let depth = match tag.closing {
                _ if !tag.name.eq_ignore_ascii_case(name) || empty => depth,
                true => depth - 1,
                false => depth + 1,
            };
            silent = (depth > 0).then_some((name, depth));
            continue;
        }
        scan.gap(gap);
        let element = Element::of(tag.name);
        scan.part(element);
        if !tag.closing && !empty && is_silent(&tag, element, &html[tag.range.clone()]) {
            silent = Some((tag.name, 1));
        } else {
            scan.tag(&tag, element);
        }
    }
    if silent.is_none() {
        scan.gap(&html[done..]);
    }
    scan.done()
}

#[derive(Default)]
struct Scan {
    found: Vec<Section>,
    current: Section,
    /// Whether a heading is being read.
    heading: bool,
    strong: u32,
    code: u32,
    away: u32,
    link: u32,
    /// The block that is being read: whether it holds a message.
    block: Option<bool>,
}

/// What an element is to the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Strong,
    /// A term whose definition follows: strong, and apart from it.
    Term,
    Code,
    Link,
    Block,
    Picture,
    Heading(u8),
    /// Its text is no part of what the page says.
    Silent,
    /// One of the others that do not end a word.
    Inline,
    Other,
}

impl Element {
    fn of(name: &str) -> Self {
        // No name below is longer.
        let mut small = [0; 8];
        let Some(small) = small.get_mut(..name.len()) else {
            return Self::Other;
        };
        small.copy_from_slice(name.as_bytes());
        small.make_ascii_lowercase();
        match &*small {
            b"strong" | b"b" | b"dfn" => Self::Strong,
            b"dt" => Self::Term,
            b"code" | b"kbd" | b"samp" => Self::Code,
            b"a" => Self::Link,
            b"pre" => Self::Block,
            b"img" => Self::Picture,
            [b'h', level @ b'1'..=b'6'] => Self::Heading(level - b'0'),
            b"script" | b"style" | b"svg" | b"template" | b"noscript" | b"button" | b"nav" | b"textarea"
            | b"select" | b"iframe" => Self::Silent,
            b"abbr" | b"bdi" | b"bdo" | b"cite" | b"data" | b"del" | b"em" | b"font" | b"i" | b"ins" | b"mark"
            | b"q" | b"s" | b"small" | b"span" | b"sub" | b"sup" | b"u" | b"var" | b"wbr" => Self::Inline,
            _ => Self::Other,
        }
    }

    fn ends_word(self) -> bool {
        !matches!(self, Self::Strong | Self::Code | Self::Link | Self::Inline)
    }
}

/// Whether the text of an element is left out, for what it is or for its class. `written` is its whole tag.
fn is_silent(tag: &Tag, element: Element, written: &str) -> bool {
    let by_class = |classes: &str| {
        let mut classes = classes.split_ascii_whitespace();
        classes.any(|class| matches!(class, "proof-badge" | "proof-words"))
    };
    // Most tags have attributes, and few have one that is worth to be found.
    let may = || memmem::find(written.as_bytes(), b"proof-").is_some();
    element == Element::Silent || (may() && tag.value("class").is_some_and(by_class))
}

impl Scan {
    fn tag(&mut self, tag: &Tag, element: Element) {
        let open = u32::from(!tag.closing);
        let turn = |depth: u32| {
            if tag.closing {
                depth.saturating_sub(1)
            } else {
                depth + 1
            }
        };
        match element {
            Element::Strong | Element::Term => self.strong = turn(self.strong),
            Element::Code => {
                self.code = turn(self.code);
                // Plain text in a block is what a program prints: the message that somebody pastes.
                if open > 0 && self.block.is_some() && tag.has_class("language-text") {
                    self.block = Some(true);
                }
            }
            Element::Link => {
                self.link = turn(self.link);
                if open == 0 || self.away > 0 || tag.value("href").is_some_and(|href| href.contains("://")) {
                    self.away = turn(self.away);
                }
            }
            Element::Block => {
                self.end_line();
                self.block = (open > 0).then(|| tag.has_class("proof-says"));
            }
            Element::Picture => {
                self.gap(tag.value("alt").unwrap_or_default());
                self.part(element);
            }
            Element::Heading(level) => self.head(level, tag),
            Element::Silent | Element::Inline | Element::Other => {}
        }
    }

    fn head(&mut self, level: u8, tag: &Tag) {
        if tag.closing {
            self.heading = false;
            return;
        }
        self.close_section();
        self.heading = true;
        self.current.level = level;
        push_decoded(&mut self.current.id, tag.value("id").unwrap_or_default());
    }

    /// An element begins or ends, and with it a word, unless it may stand inside one.
    fn part(&mut self, element: Element) {
        if element.ends_word() {
            self.space();
        }
    }

    /// What stands between two tags: text, and comments.
    fn gap(&mut self, mut html: &str) {
        while memchr(b'<', html.as_bytes()).is_some()
            && let Some(at) = memmem::find(html.as_bytes(), b"<!--")
        {
            self.text(&html[..at]);
            html = &html[at + 4..];
            let end = memmem::find(html.as_bytes(), b"-->").map(|at| at + 3);
            html = &html[end.unwrap_or(html.len())..];
        }
        self.text(html);
    }

    fn text(&mut self, html: &str) {
        if html.is_empty() {
            return;
        }
        let set = match self.block {
            Some(true) => Set::Said,
            Some(false) => Set::Block,
            None if self.away > 0 => Set::Away,
            None if self.strong > 0 => Set::Strong,
            None if self.code > 0 => Set::Code,
            None => Set::Prose,
        };
        let runs = &mut self.current.runs;
        if !self.heading && runs.last().is_none_or(|(_, last)| *last != set) {
            runs.push((self.current.text.len(), set));
        }
        let before = self.current.text.len();
        if memchr(b'&', html.as_bytes()).is_some() {
            let mut text = String::with_capacity(html.len());
            push_decoded(&mut text, html);
            self.push_all(&text);
        } else {
            self.push_all(html);
        }
        if self.link > 0 {
            self.current.linked += self.current.text.len() - before;
        }
    }

    fn push_all(&mut self, mut text: &str) {
        while !text.is_empty() {
            let mut before = self.to().bytes().next_back().unwrap_or(b' ');
            // A space behind another, and what is or begins white space of another kind; all else stays as it is.
            let special = |byte| {
                let before = std::mem::replace(&mut before, byte);
                matches!(byte, b'\t'..=b'\r' | 0xc2 | 0xe1..=0xe3) || (byte == b' ' && before == b' ')
            };
            let (plain, rest) = text.split_at(text.bytes().position(special).unwrap_or(text.len()));
            self.to().push_str(plain);
            text = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{200b}');
            let white = &rest[..rest.len() - text.len()];
            if !white.is_empty() {
                self.space();
                if white.contains('\n') && self.block.is_some() {
                    self.end_line();
                }
            } else if let Some(c) = text.chars().next() {
                self.to().push(c);
                text = &text[c.len_utf8()..];
            }
        }
    }

    /// One space, unless there is one or nothing before it.
    fn space(&mut self) {
        let to = self.to();
        if !to.is_empty() && !to.ends_with(' ') {
            to.push(' ');
        }
    }

    fn end_line(&mut self) {
        let at = self.current.text.len();
        if self.current.breaks.last() != Some(&at) {
            self.current.breaks.push(at);
        }
    }

    /// What is being written.
    fn to(&mut self) -> &mut String {
        if self.heading {
            &mut self.current.title
        } else {
            &mut self.current.text
        }
    }

    fn close_section(&mut self) {
        let mut section = std::mem::take(&mut self.current);
        section.text.truncate(section.text.trim_end().len());
        // What begins in the white space that went has no text.
        section.runs.retain(|(start, _)| *start < section.text.len());
        section.breaks.retain(|at| *at < section.text.len());
        section.title.truncate(section.title.trim_end().len());
        if section.level > 0 || !section.text.is_empty() {
            self.found.push(section);
        }
        // An element that was never closed reaches no further than its section.
        *self = Self {
            found: std::mem::take(&mut self.found),
            ..Self::default()
        };
    }

    fn done(mut self) -> Vec<Section> {
        self.close_section();
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each section as `level id|title|text`, its text with marks where its setting changes.
    fn check(html: &str, expected: &[&str]) {
        let shown = |section: &Section| {
            let mut text = section.text.clone();
            for (at, set) in section.runs.iter().rev() {
                let mark = match set {
                    Set::Prose => continue,
                    Set::Strong => '*',
                    Set::Code => '`',
                    Set::Block => '#',
                    Set::Said => '!',
                    Set::Away => '@',
                };
                text.insert((*at).min(text.len()), mark);
            }
            format!("{} {}|{}|{text}", section.level, section.id, section.title)
        };
        let found: Vec<String> = sections(html).iter().map(shown).collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn sections_begin_at_headings() {
        check("", &[]);
        check("just text", &["0 ||just text"]);
        check(
            "<h1 id=\"가\"><a class=\"header\" href=\"#가\">가 <code>b</code></a></h1>\n<p>하나</p><p>둘</p>\n<H2 ID='c'>C</H2>끝",
            &["1 가|가 b|하나 둘", "2 c|C|끝"],
        );
        check("before<h2>no id</h2>after", &["0 ||before", "2 |no id|after"]);
    }

    #[test]
    fn words_end_where_elements_do() {
        check(
            "<p>medusa<code>-x</code>는</p><ul><li>가<li>나</ul>",
            &["0 ||medusa`-x는 가 나"],
        );
        check("a<br>b&nbsp;c&#10;d", &["0 ||a b c d"]);
        check(" a  b\n \u{2003} c\u{3000} d …  e ", &["0 ||a b c d … e"]);
    }

    #[test]
    fn settings_are_told_apart() {
        check(
            "<strong>굵게</strong> <a href=\"https://x\">밖</a> <a href=\"y.html\">안</a><pre class=\"proof proof-says\">말</pre><pre><code>x <b>y</b></code></pre><pre><code class=\"language-text\">z</code></pre>",
            &["0 ||*굵게 @밖 안 !말 #x y !z"],
        );
    }

    #[test]
    fn what_is_not_said_is_left_out() {
        check(
            "<svg><title>t</title><svg/></svg>a<script>if (a<b) '</p>'</script><style>p{}</style><!-- <h1>no</h1> --><button>복사</button><pre>x<small class=\"proof-badge\">✓</small></pre>",
            &["0 ||a #x"],
        );
        check("<img src=x alt=\"그림 &quot;하나&quot;\">", &["0 ||그림 \"하나\""]);
    }

    #[test]
    fn hostile_html_is_survived() {
        check("a < b <3 c</ d", &["0 ||a < b <3 c</ d"]);
        check("a<p title=\"<h1>\">b", &["0 ||a b"]);
        check("a<!-- b", &["0 ||a"]);
        check("a<h2 id=\"b", &["0 ||a<h2 id=\"b"]);
        check("<h2 id=b>가<h3>나", &["2 b|가|", "3 |나|"]);
        check("<svg>never closed <h1>x</h1>", &[]);
        check("</h1></strong></pre>x", &["0 ||x"]);
        check(
            "<p = / =x>y &#0; &#xFFFFFFFF; &bogus; &",
            &["0 ||y \0 &#xFFFFFFFF; &bogus; &"],
        );
        check("<strong>x<h2>y</h2>z", &["0 ||*x", "2 |y|z"]);
        for shape in [
            "<",
            "<a ",
            "<a b=\"",
            "&",
            "<!--",
            "<svg>",
            "<h1>",
            "</",
            "<pre><code>",
            "<a href='",
            "&#x1;",
        ] {
            sections(&shape.repeat(40_000));
        }
    }
}
