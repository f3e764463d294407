//! For people: the source line, a caret under the guilty place, why, and what to do.
//!
//! The one wrapper around `annotate-snippets`, which panics on spans inside a
//! character and prints what a file holds as it is: here spans are clamped, long
//! lines are cut, and control characters are made visible.

use crate::diagnostic::{Diagnostic, Finding, Lang, Severity};
use crate::rules;
use crate::source::{SourceFile, Span};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};
use std::ops::Range;

/// How far to each side of a place a line is shown, in bytes.
const REACH: usize = 200;

/// One diagnostic as text that ends with a line break; `colour` adds ANSI colours.
pub fn render(diagnostic: &Diagnostic, lang: Lang, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let text = renderer
        .decor_style(DecorStyle::Ascii)
        .render(&[group(diagnostic, lang, true)]);
    true_column(text, &diagnostic.at) + "\n"
}

/// Where a long line was cut, the renderer counts columns in what is left of it: puts the file's own there.
fn true_column(mut text: String, at: &Span) -> String {
    let (line, column) = at.file.line_column(at.start);
    let place = format!("{}:{line}:", printable(&at.file.path));
    if let Some(start) = text.find(&place).map(|start| start + place.len()) {
        let digits = text[start..].find(|c: char| !c.is_ascii_digit());
        let end = digits.map_or(text.len(), |digits| start + digits);
        text.replace_range(start..end, &column.to_string());
    }
    text
}

/// What the checker says of a block on its own: the findings, their lines counted from the block's first.
pub(crate) fn excerpt(text: &str, found: &[&Finding], lang: Lang) -> String {
    let file = SourceFile::new(String::new(), text);
    let span = |range: Range<usize>| Span {
        file: file.clone(),
        start: range.start,
        end: range.end,
    };
    let renderer = Renderer::plain().decor_style(DecorStyle::Ascii);
    let one = |finding: &&Finding| {
        let placed: Diagnostic = Finding::clone(finding).map(span, |range| Some(span(range)));
        renderer.render(&[group(&placed, lang, false)])
    };
    found.iter().map(one).collect::<Vec<_>>().join("\n\n")
}

fn group<'a>(diagnostic: &'a Diagnostic, lang: Lang, with_path: bool) -> Group<'a> {
    let level = match (diagnostic.severity, lang) {
        (Severity::Error, Lang::En) => Level::ERROR,
        (Severity::Warning, Lang::En) => Level::WARNING,
        (Severity::Info, Lang::En) => Level::INFO,
        (Severity::Error, Lang::Ko) => Level::ERROR.with_name("오류"),
        (Severity::Warning, Lang::Ko) => Level::WARNING.with_name("경고"),
        (Severity::Info, Lang::Ko) => Level::INFO.with_name("정보"),
    };
    let mut elements: Vec<Element<'a>> = Vec::new();
    // Labels in another file get a snippet of their own after the first.
    let mut files: Vec<&Span> = vec![&diagnostic.at];
    for label in &diagnostic.labels {
        if files.iter().all(|span| span.file.path != label.at.file.path) {
            files.push(&label.at);
        }
    }
    for first in files {
        let path = with_path.then(|| printable(&first.file.path));
        elements.push(snippet(diagnostic, first, lang).path(path).into());
    }
    for help in &diagnostic.help {
        elements.push(help_level(lang).message(printable(help.get(lang))).into());
    }
    if let Some(fix) = &diagnostic.fix {
        elements.push(fix_level(lang).message(printable(fix.title.get(lang))).into());
    }
    if let Some(rule) = rules::rule(diagnostic.rule).filter(|_| with_path) {
        let name = match lang {
            Lang::Ko => "규칙",
            Lang::En => "rule",
        };
        elements.push(Level::NOTE.with_name(name).message(rule.url()).into());
    }
    level
        .primary_title(printable(diagnostic.message.get(lang)))
        .id(diagnostic.rule)
        .elements(elements)
}

fn help_level(lang: Lang) -> Level<'static> {
    match lang {
        Lang::Ko => Level::HELP.with_name("도움말"),
        Lang::En => Level::HELP,
    }
}

fn fix_level(lang: Lang) -> Level<'static> {
    match lang {
        Lang::Ko => Level::NOTE.with_name("고치기"),
        Lang::En => Level::NOTE.with_name("fix"),
    }
}

fn snippet<'a>(
    diagnostic: &'a Diagnostic,
    first: &'a Span,
    lang: Lang,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let file = &first.file;
    let here = |span: &Span| span.file.path == file.path;
    let mut marks: Vec<(Range<usize>, bool, &str)> = Vec::new();
    if here(&diagnostic.at) {
        marks.push((diagnostic.at.range(), true, ""));
    }
    let labels = diagnostic.labels.iter().filter(|label| here(&label.at));
    marks.extend(labels.map(|label| (label.at.range(), false, label.text.get(lang))));

    let window = Window::new(file, &marks.iter().map(|(range, ..)| range.clone()).collect::<Vec<_>>());
    let annotations: Vec<_> = marks
        .into_iter()
        .map(|(range, primary, text)| {
            let kind = if primary {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            let label = (!text.is_empty()).then(|| printable(text));
            kind.span(window.place(range)).label(label)
        })
        .collect();
    Snippet::source(window.text)
        .line_start(window.first_line)
        .annotations(annotations)
}

/// The lines of a file that a diagnostic is about, made fit to be shown.
struct Window {
    text: String,
    first_line: usize,
    /// For each character shown: where it stands in the file, and in `text`.
    map: Vec<(usize, usize)>,
}

impl Window {
    fn new(file: &SourceFile, marks: &[Range<usize>]) -> Self {
        let start = marks.iter().map(|m| m.start).min().unwrap_or(0);
        let end = marks.iter().map(|m| m.end.max(m.start)).max().unwrap_or(0);
        let first = file.line_range(start);
        let last = file.line_range(end.min(file.text.len()));
        let mut window = Self {
            text: String::new(),
            first_line: file.line_column(start).0,
            map: Vec::new(),
        };
        let near = |at: usize| {
            marks
                .iter()
                .any(|m| at + REACH >= m.start && at <= m.start + REACH || at.abs_diff(m.end) <= REACH)
        };
        let mut skipped = false;
        let shown = first.start..last.end.max(first.end);
        for (offset, c) in file.text[shown.clone()].char_indices() {
            let at = shown.start + offset;
            if c != '\n' && !near(at) {
                skipped = true;
                continue;
            }
            if std::mem::take(&mut skipped) && c != '\n' {
                window.text.push('…');
            }
            window.map.push((at, window.text.len()));
            match c {
                '\n' | '\t' => window.text.push(c),
                '\r' | '\u{feff}' => {}
                c => window.text.push(visible(c)),
            }
        }
        window.map.push((shown.end, window.text.len()));
        window
    }

    /// A range of the file as a range of the text: never empty where there is a character to point at.
    fn place(&self, range: Range<usize>) -> Range<usize> {
        let start = self.offset(range.start);
        let end = self.offset(range.end.max(range.start)).max(start);
        start..end.min(self.text.len())
    }

    fn offset(&self, at: usize) -> usize {
        let index = self.map.partition_point(|(file, _)| *file < at);
        self.map.get(index).map_or(self.text.len(), |(_, text)| *text)
    }
}

/// A character as it is safe to print: a control character as its picture.
fn visible(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('�'),
        '\u{7f}' => '␡',
        '\u{80}'..='\u{9f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}' => '�',
        c => c,
    }
}

/// A text of ours that quotes from a file, made safe to print.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { c } else { visible(c) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Report;
    use crate::say;

    #[track_caller]
    fn check(text: &str, at: Range<usize>, label: Option<Range<usize>>, expected: &str) {
        let file = SourceFile::new("src/a.md", text);
        let span = |r: Range<usize>| Span {
            file: file.clone(),
            start: r.start,
            end: r.end,
        };
        let mut report = Report::error("json-syntax", span(at), say!(ko: "말", en: "message"));
        if let Some(range) = label {
            report = report.label(span(range), say!(ko: "여기", en: "here"));
        }
        let shown = render(&report, Lang::En, false);
        // The address of the rule's page, and the bar above it, are the same everywhere.
        let mut shown: Vec<&str> = shown.lines().map(str::trim_end).collect();
        shown.truncate(shown.len() - 2);
        assert_eq!(shown.join("\n"), expected);
    }

    #[test]
    fn points() {
        check(
            "a\n\"포트\": 80\n",
            12..14,
            None,
            "error[json-syntax]: message\n --> src/a.md:2:7\n  |\n2 | \"포트\": 80\n  |         ^^",
        );
        check(
            "\u{feff}{\r\n\u{1b}[31m\0}\r\n",
            11..12,
            Some(3..4),
            "error[json-syntax]: message\n --> src/a.md:2:6\n  |\n1 | {\n  | - here\n2 | ␛[31m␀}\n  |      ^",
        );
        check(
            &format!("{}x{}", "a".repeat(1000), "b".repeat(1000)),
            1000..1001,
            None,
            &format!(
                "error[json-syntax]: message\n --> src/a.md:1:1001\n  |\n1 | ...{}x{}...\n  | {}^",
                "a".repeat(64),
                "b".repeat(65),
                " ".repeat(67)
            ),
        );
        check(
            "",
            0..0,
            None,
            "error[json-syntax]: message\n --> src/a.md:1:1\n  |\n1 |\n  | ^",
        );
    }

    #[test]
    fn any_range_of_any_text_is_shown() {
        let text = "가\t\u{1b}\r\n\n😀\"\u{200b}나\n끝";
        for start in 0..=text.len() + 2 {
            for end in start..=text.len() + 2 {
                let file = SourceFile::new("a", text);
                let at = Span { file, start, end };
                let shown = render(
                    &Report::error("json-syntax", at, say!(ko: "말", en: "m")),
                    Lang::Ko,
                    true,
                );
                assert!(shown.contains("json-syntax"), "{start}..{end}");
            }
        }
    }
}
