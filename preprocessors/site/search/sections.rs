//! The sections of a rendered page: a heading and the text under it, with how each word of the text was set.
//!
//! A scanner, not a parser: no tree is built, nothing is repaired, and whatever the page holds, it ends in linear time.

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
    /// How many bytes of `text` are the names of other pages.
    pub(super) linked: usize,
}

/// The sections of the HTML of a page's main part. What stands before the first heading is one too, if it has text.
pub(super) fn sections(html: &str) -> Vec<Section> {
    let mut scan = Scan::default();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|offset| at + offset) {
        scan.text(&html[at..open]);
        let rest = &html[open..];
        let Some(length) = scan.markup(rest) else {
            at = html.len();
            break;
        };
        at = open + length;
    }
    scan.text(&html[at..]);
    scan.done()
}

#[derive(Default)]
struct Scan {
    found: Vec<Section>,
    current: Section,
    /// The level of the heading that is being read, or 0.
    heading: u8,
    strong: u32,
    code: u32,
    away: u32,
    link: u32,
    /// The block that is being read: whether it holds a message.
    block: Option<bool>,
}

/// Elements whose text is no part of what the page says.
const SILENT: [&str; 10] = [
    "script", "style", "svg", "template", "noscript", "button", "nav", "textarea", "select", "iframe",
];

/// Elements that do not end a word.
const INLINE: [&str; 27] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr",
];

impl Scan {
    /// Reads the markup that the text begins with; gives its length, or nothing where it has no end.
    fn markup(&mut self, html: &str) -> Option<usize> {
        if html.starts_with("<!--") {
            return Some(html.find("-->")? + 3);
        }
        let closing = html[1..].starts_with('/');
        let start = 1 + usize::from(closing);
        let name: &str = html[start..]
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .next()
            .unwrap_or_default();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            if html.starts_with("<!") || html.starts_with("<?") || closing {
                return Some(html.find('>')? + 1);
            }
            self.text("<");
            return Some(1);
        }
        let length = tag_end(html)?;
        let tag = &html[start + name.len()..length - 1];
        let name = name.to_ascii_lowercase();
        if closing {
            self.end(&name);
            return Some(length);
        }
        let silent = SILENT.contains(&name.as_str()) || class(tag).any(|class| class == "proof-badge");
        if silent && !tag.ends_with('/') {
            self.part(&name);
            return Some(length + element_end(&html[length..], &name));
        }
        self.start(&name, tag);
        Some(length)
    }

    fn start(&mut self, name: &str, tag: &str) {
        self.part(name);
        match name {
            "strong" | "b" | "dfn" | "dt" => self.strong += 1,
            "code" | "kbd" | "samp" => self.code += 1,
            "a" => {
                self.link += 1;
                self.away += u32::from(self.away > 0 || attribute(tag, "href").is_some_and(|href| href.contains("://")));
            }
            "pre" => self.block = Some(class(tag).any(|class| class == "proof-says")),
            "img" => {
                if let Some(alt) = attribute(tag, "alt") {
                    self.text(alt);
                    self.part("img");
                }
            }
            _ => {}
        }
        if let Some(level) = heading(name) {
            self.close_section();
            self.heading = level;
            self.current = Section {
                level,
                id: attribute(tag, "id").map(decoded).unwrap_or_default(),
                ..Section::default()
            };
        }
    }

    fn end(&mut self, name: &str) {
        self.part(name);
        match name {
            "strong" | "b" | "dfn" | "dt" => self.strong = self.strong.saturating_sub(1),
            "code" | "kbd" | "samp" => self.code = self.code.saturating_sub(1),
            "a" => (self.link, self.away) = (self.link.saturating_sub(1), self.away.saturating_sub(1)),
            "pre" => self.block = None,
            _ if heading(name).is_some() => self.heading = 0,
            _ => {}
        }
    }

    /// An element begins or ends, and with it a word, unless it may stand inside one.
    fn part(&mut self, name: &str) {
        if !INLINE.contains(&name) {
            self.push(' ');
        }
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
        if self.heading == 0 && runs.last().is_none_or(|(_, last)| *last != set) {
            runs.push((self.current.text.len(), set));
        }
        let before = self.current.text.len();
        if html.contains('&') {
            decoded(html).chars().for_each(|c| self.push(c));
        } else {
            html.chars().for_each(|c| self.push(c));
        }
        if self.link > 0 {
            self.current.linked += self.current.text.len() - before;
        }
    }

    fn push(&mut self, c: char) {
        let to = if self.heading > 0 { &mut self.current.title } else { &mut self.current.text };
        if !c.is_whitespace() && c != '\u{200b}' {
            to.push(c);
        } else if !to.is_empty() && !to.ends_with(' ') {
            to.push(' ');
        }
    }

    fn close_section(&mut self) {
        let mut section = std::mem::take(&mut self.current);
        section.text.truncate(section.text.trim_end().len());
        section.title.truncate(section.title.trim_end().len());
        if section.level > 0 || !section.text.is_empty() {
            self.found.push(section);
        }
        // An element that was never closed reaches no further than its section.
        *self = Self { found: std::mem::take(&mut self.found), ..Self::default() };
    }

    fn done(mut self) -> Vec<Section> {
        self.close_section();
        self.found
    }
}

fn heading(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// Where the tag ends that the text begins with; a `>` in a quoted value does not end it.
fn tag_end(html: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            // A quote begins a value only where one can stand: `<p class=a"b>` has none.
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    None
}

/// How far it is to the end of an element whose start tag has just been read.
fn element_end(html: &str, name: &str) -> usize {
    let mut depth = 1;
    let mut at = 0;
    let raw = ["script", "style", "textarea", "iframe"].contains(&name);
    while let Some(open) = html[at..].find('<').map(|offset| at + offset) {
        let closing = html[open + 1..].starts_with('/');
        let start = open + 1 + usize::from(closing);
        let same = html.get(start..start + name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name));
        let whole = !html[start..].get(name.len()..).unwrap_or_default().starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        at = open + 1;
        if !same || !whole || (raw && !closing) {
            continue;
        }
        let Some(length) = tag_end(&html[open..]) else { break };
        at = open + length;
        match (closing, html[..at].ends_with("/>")) {
            (true, _) => depth -= 1,
            (false, false) => depth += 1,
            (false, true) => {}
        }
        if depth == 0 {
            return at;
        }
    }
    html.len()
}

/// The value of an attribute, as it is written; `tag` is what follows the tag's name.
fn attribute<'a>(tag: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let length = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '/').unwrap_or(rest.len());
        let name = &rest[..length];
        // A stray sign is no name; it must not keep the loop standing.
        rest = &rest[length..];
        if name.is_empty() && !rest.starts_with('=') {
            return None;
        }
        let Some(value) = rest.trim_start().strip_prefix('=') else { continue };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| "\"'".contains(*c));
        let (value, after) = match quote {
            Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = after;
    }
}

fn class(tag: &str) -> impl Iterator<Item = &str> {
    attribute(tag, "class").unwrap_or_default().split_ascii_whitespace()
}

/// Text of HTML with the references resolved that renderers of Markdown write.
fn decoded(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // No reference that is known here is longer; a lone `&` is looked at once.
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        let known = end.and_then(|end| Some((referred(&rest[1..end])?, end + 1)));
        let (c, length) = known.unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

fn referred(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?).filter(|c| *c != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "hellip" => '…',
        "mdash" => '—',
        "ndash" => '–',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "middot" => '·',
        "times" => '×',
        "rarr" => '→',
        _ => return None,
    })
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
        check("<p>medusa<code>-x</code>는</p><ul><li>가<li>나</ul>", &["0 ||medusa`-x는 가 나"]);
        check("a<br>b&nbsp;c&#10;d", &["0 ||a b c d"]);
    }

    #[test]
    fn settings_are_told_apart() {
        check(
            "<strong>굵게</strong> <a href=\"https://x\">밖</a> <a href=\"y.html\">안</a><pre class=\"proof proof-says\">말</pre><pre><code>x <b>y</b></code></pre>",
            &["0 ||*굵게 @밖 안 !말 #x y"],
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
        check("a < b <3 c</ d", &["0 ||a < b <3 c"]);
        check("a<p title=\"<h1>\">b", &["0 ||a b"]);
        check("a<!-- b", &["0 ||a"]);
        check("a<h2 id=\"b", &["0 ||a"]);
        check("<h2 id=b>가<h3>나", &["2 b|가|", "3 |나|"]);
        check("<svg>never closed <h1>x</h1>", &[]);
        check("</h1></strong></pre>x", &["0 ||x"]);
        check("<p = / =x>y &#0; &#xFFFFFFFF; &bogus; &", &["0 ||y &#0; &#xFFFFFFFF; &bogus; &"]);
        check("<strong>x<h2>y</h2>z", &["0 ||*x", "2 |y|z"]);
        for shape in ["<", "<a ", "<a b=\"", "&", "<!--", "<svg>", "<h1>", "</", "<pre><code>", "<a href='", "&#x1;"] {
            sections(&shape.repeat(40_000));
        }
    }
}
