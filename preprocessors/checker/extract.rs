//! Markdown -> fenced and indented code blocks, each with a map from its text
//! to the chapter's, through lists, quotes, tabs and CRLF; and the links and
//! anchors between them.
//!
//! The Markdown is read with mdBook's own options, so that what is a block here
//! is a block on the page. Nothing is judged here.

mod anchors;
mod html;
mod links;

pub use anchors::Anchors;
pub(crate) use links::{Links, Reference, Undefined, folded};

use crate::include;
use links::Collector;
use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// The parts of Markdown that a book may switch off in `[output.html]`.
#[derive(Clone, Copy, Debug)]
pub struct Dialect {
    /// `smart-punctuation`: straight quotes and hyphens become typographic ones.
    pub smart_punctuation: bool,
    /// `definition-lists`.
    pub definition_lists: bool,
    /// `admonitions`: `> [!NOTE]`.
    pub admonitions: bool,
}

impl Default for Dialect {
    /// What mdBook 0.5 switches on by default.
    fn default() -> Self {
        Self {
            smart_punctuation: true,
            definition_lists: true,
            admonitions: true,
        }
    }
}

/// What one chapter's Markdown holds.
pub(crate) struct Extract {
    /// The code blocks, in order.
    pub(crate) codes: Vec<CodeBlock>,
    /// The `allow` comments that no code block follows.
    pub(crate) stray: Vec<Allow>,
    /// The links and anchors.
    pub(crate) links: Links,
}

/// A code block as the reader sees it, and where its parts stand in the chapter.
#[derive(Clone, Debug)]
pub struct CodeBlock {
    /// The text, without indentation, quote marks and carriage returns.
    pub text: String,
    /// The whole block in the chapter, fences included.
    pub range: Range<usize>,
    /// The info string; empty for an indented block.
    pub info: Info,
    /// The `allow` comments right before it.
    pub allows: Vec<Allow>,
    pieces: Vec<Piece>,
}

/// The text after the opening fence: a language and attributes, separated by commas or blanks.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// Where it stands in the chapter; the opening fence where there is none.
    pub range: Range<usize>,
    /// The first word, or nothing.
    pub language: String,
    /// The other words.
    pub attributes: Vec<Attribute>,
}

/// One attribute of an info string: `name` or `name=value`.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// What stands before `=`.
    pub name: String,
    /// What stands after `=`.
    pub value: Option<String>,
    /// Where the attribute stands in the chapter.
    pub range: Range<usize>,
}

/// `<!-- allow: rule - reason -->`, which silences one rule in what follows it.
#[derive(Clone, Debug)]
pub struct Allow {
    /// The rule's id as written.
    pub rule: String,
    /// Where the id stands in the chapter.
    pub rule_range: Range<usize>,
    /// Why; empty where the writer gave none.
    pub reason: String,
    /// Whether `allow` is followed by its colon; one without may be a comment about something else.
    pub colon: bool,
    /// Where the comment stands in the chapter.
    pub range: Range<usize>,
    /// The paragraph, list, table or other block that follows it; empty where none does.
    pub covers: Range<usize>,
}

/// A run of a block's text and where it comes from. An inexact piece stands for
/// something written differently, such as half of a tab.
#[derive(Clone, Debug)]
struct Piece {
    at: usize,
    from: Range<usize>,
    exact: bool,
}

/// Reads a chapter.
pub(crate) fn read(markdown: &str, dialect: Dialect) -> Extract {
    let mut undefined = Vec::new();
    let note = |broken: BrokenLink| {
        if broken.link_type == LinkType::Reference {
            undefined.push(Undefined {
                name: broken.reference.to_string(),
                range: broken.span,
            });
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(markdown, options(dialect), Some(note));
    let definitions = parser.reference_definitions().iter();
    let definitions = definitions.map(|(label, definition)| (label.to_owned(), definition.span.clone()));
    let mut collector = Collector::new(markdown, definitions);
    let mut blocks = Blocks {
        markdown,
        found: Vec::new(),
        stray: Vec::new(),
        allows: Vec::new(),
        open: None,
    };
    for (event, range) in parser.into_offset_iter() {
        if blocks.open.is_none() {
            collector.event(&event, &range);
        }
        blocks.event(event, range);
    }
    blocks.stray.append(&mut blocks.allows);
    Extract {
        codes: blocks.found,
        stray: blocks.stray,
        links: collector.finish(undefined),
    }
}

/// Gathers code blocks and `allow` comments from events.
struct Blocks<'a> {
    markdown: &'a str,
    found: Vec<CodeBlock>,
    stray: Vec<Allow>,
    /// The comments since the last text.
    allows: Vec<Allow>,
    open: Option<CodeBlock>,
}

impl Blocks<'_> {
    fn event(&mut self, event: Event, range: Range<usize>) {
        match (event, &mut self.open) {
            (Event::Start(Tag::CodeBlock(kind)), _) => {
                self.cover(&range);
                self.open = Some(CodeBlock {
                    text: String::new(),
                    info: info(self.markdown, &range, &kind),
                    range,
                    allows: std::mem::take(&mut self.allows),
                    pieces: Vec::new(),
                });
            }
            (Event::Text(text), Some(block)) => block.push(self.markdown, &text, range),
            (Event::End(TagEnd::CodeBlock), _) => {
                if let Some(mut block) = self.open.take() {
                    block.unescape();
                    self.found.push(block);
                }
            }
            (Event::Start(Tag::HtmlBlock), _) => {
                read_allows(&self.markdown[range.clone()], range, &mut self.allows);
            }
            (Event::Start(_), None) => self.cover(&range),
            // Blank lines and containers may stand between a comment and its block; text may not.
            (Event::Text(_) | Event::Code(_) | Event::InlineHtml(_) | Event::Rule, None) => {
                self.stray.append(&mut self.allows);
            }
            _ => {}
        }
    }

    /// What begins is what the comments before it speak of, if nothing has begun since.
    fn cover(&mut self, range: &Range<usize>) {
        for allow in self.allows.iter_mut().rev() {
            if !allow.covers.is_empty() {
                break;
            }
            allow.covers = range.clone();
        }
    }
}

/// What mdBook 0.5 switches on (mdbook-markdown, `new_cmark_parser`).
fn options(dialect: Dialect) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    options.set(Options::ENABLE_SMART_PUNCTUATION, dialect.smart_punctuation);
    options.set(Options::ENABLE_DEFINITION_LIST, dialect.definition_lists);
    options.set(Options::ENABLE_GFM, dialect.admonitions);
    options
}

impl CodeBlock {
    /// The attribute of that name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.info.attributes.iter().find(|a| a.name == name)
    }

    /// The range of the chapter that a range of the block's text comes from.
    ///
    /// Over several lines it covers what stands between them too (indentation, quote marks).
    pub fn place(&self, range: Range<usize>) -> Range<usize> {
        let start = self.offset(range.start, false);
        let end = if range.is_empty() {
            start
        } else {
            self.offset(range.end, true)
        };
        start..end.max(start)
    }

    /// The range of the block's text that a range of the chapter holds; the other way round from [`CodeBlock::place`].
    pub(crate) fn within(&self, range: Range<usize>) -> Range<usize> {
        let inside = |offset: usize| {
            let after = self.pieces.partition_point(|p| p.from.start <= offset);
            let Some(piece) = after.checked_sub(1).map(|index| &self.pieces[index]) else {
                return 0;
            };
            let end = self.pieces.get(after).map_or(self.text.len(), |next| next.at);
            (piece.at + (offset - piece.from.start)).min(end)
        };
        let start = inside(range.start);
        start..inside(range.end).max(start)
    }

    /// Like [`CodeBlock::place`], but only where replacing that range of the
    /// chapter replaces just that range of the block.
    pub fn place_exactly(&self, range: Range<usize>) -> Option<Range<usize>> {
        let first = self.piece(range.start, false)?;
        let last = self.piece(range.end, !range.is_empty())?;
        let whole = &self.pieces[first..=last];
        let joined = whole.windows(2).all(|pair| pair[0].from.end == pair[1].from.start);
        (joined && whole.iter().all(|p| p.exact)).then(|| self.place(range))
    }

    fn push(&mut self, markdown: &str, text: &str, from: Range<usize>) {
        let exact = markdown.get(from.clone()) == Some(text);
        self.pieces.push(Piece {
            at: self.text.len(),
            from,
            exact,
        });
        self.text.push_str(text);
    }

    /// mdBook's `links` takes the backslash of `\{{#include}}` away: the reader never sees it.
    fn unescape(&mut self) {
        let mut from = 0;
        while let Some(at) = self.text[from..].find("\\{{#").map(|at| from + at) {
            from = at + 1;
            if include::escaped(&self.text, at + 1).is_some() {
                self.remove(at);
                from = at;
            }
        }
    }

    /// Takes one byte out of the text, and out of the map.
    fn remove(&mut self, at: usize) {
        let Some(index) = self.piece(at, false) else { return };
        self.text.remove(at);
        for later in &mut self.pieces[index + 1..] {
            later.at -= 1;
        }
        let piece = &mut self.pieces[index];
        if piece.exact {
            let cut = piece.from.start + (at - piece.at);
            let tail = Piece {
                at,
                from: cut + 1..piece.from.end,
                exact: true,
            };
            piece.from.end = cut;
            self.pieces.insert(index + 1, tail);
            self.pieces.retain(|p| !p.from.is_empty());
        }
    }

    /// The piece that holds the byte at `offset`, or with `end` the byte before it.
    fn piece(&self, offset: usize, end: bool) -> Option<usize> {
        let wanted = if end { offset.saturating_sub(1) } else { offset };
        self.pieces.partition_point(|p| p.at <= wanted).checked_sub(1)
    }

    fn offset(&self, offset: usize, end: bool) -> usize {
        let Some(piece) = self.piece(offset, end).map(|index| &self.pieces[index]) else {
            // An empty block: its text would begin where its info string ends.
            return self.info.range.end;
        };
        match (piece.exact, end) {
            (true, _) => (piece.from.start + (offset - piece.at)).min(piece.from.end),
            (false, false) => piece.from.start,
            (false, true) => piece.from.end,
        }
    }
}

fn info(markdown: &str, block: &Range<usize>, kind: &CodeBlockKind) -> Info {
    let CodeBlockKind::Fenced(text) = kind else {
        return Info {
            range: block.start..block.start,
            ..Info::default()
        };
    };
    let line = markdown[block.clone()].lines().next().unwrap_or_default();
    let fence = line.len() - line.trim_start_matches(['`', '~']).len();
    let written = line[fence..].trim();
    let start = block.start + line.len() - line[fence..].trim_start().len();
    let range = if written.is_empty() {
        block.start..block.start + fence
    } else {
        start..start + written.len()
    };
    let mut info = Info {
        range,
        ..Info::default()
    };
    // Where an entity or a backslash makes the text differ from what is written, places are the whole info string's.
    let exact = written == &**text;
    for (index, (at, word)) in words(text).into_iter().enumerate() {
        if index == 0 {
            word.clone_into(&mut info.language);
            continue;
        }
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (word, None),
        };
        info.attributes.push(Attribute {
            name: name.to_owned(),
            value,
            range: if exact {
                start + at..start + at + word.len()
            } else {
                info.range.clone()
            },
        });
    }
    info
}

/// The words of an info string and their offsets, split as mdBook does it.
fn words(info: &str) -> Vec<(usize, &str)> {
    let start = info.as_ptr() as usize;
    info.split([' ', '\t', ','])
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - start, word))
        .collect()
}

/// Reads the `allow` comments of one HTML block.
fn read_allows(html: &str, range: Range<usize>, allows: &mut Vec<Allow>) {
    let mut from = 0;
    while let Some(open) = html[from..].find("<!--").map(|at| from + at) {
        let Some(close) = html[open..].find("-->").map(|at| open + at) else {
            return;
        };
        from = close + 3;
        let start = open + 4 + (html[open + 4..close].len() - html[open + 4..close].trim_start().len());
        let body = html[start..close].trim_end();
        let Some(rest) = body.strip_prefix("allow") else {
            continue;
        };
        let after = rest.strip_prefix(':').or(rest.strip_prefix(' '));
        let Some(rest) = after else { continue };
        let rest = rest.trim_start();
        let end = rest.find(|c: char| !is_rule_char(c)).unwrap_or(rest.len());
        let (rule, reason) = rest.split_at(end);
        let rule_start = range.start + start + (body.len() - rest.len());
        let reason = reason.trim_start();
        allows.push(Allow {
            rule: rule.to_owned(),
            rule_range: rule_start..rule_start + rule.len(),
            reason: reason
                .strip_prefix(['-', '–', '—', ':'])
                .unwrap_or_default()
                .trim()
                .to_owned(),
            colon: body.starts_with("allow:"),
            range: range.start + open..range.start + from,
            covers: 0..0,
        });
    }
}

fn is_rule_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}
