//! `{{#include}}` as mdBook's `links` preprocessor resolves it, with a map back.
//!
//! Only `include` is resolved; `title`, `playground` and `rustdoc_include` stay
//! for mdBook, and so does an escaped `\{{#...}}`. A directive that cannot be
//! resolved stays in the text as it is and is reported there.

use crate::diagnostic::{Finding, Text};
use crate::say;
use crate::source::{Source, SourceFile};
use std::ops::Range;
use std::sync::Arc;

/// The rule that reports what cannot be included.
const RULE: &str = "broken-include";

/// How many files may include one another before mdBook gives up.
const MAX_DEPTH: usize = 10;

/// Reads the file at a path, or says why it cannot.
pub type Read<'a> = dyn Fn(&str) -> Result<String, Text> + 'a;

/// A chapter's text, and the includes that could not be resolved, in its offsets.
#[derive(Debug)]
pub struct Chapter {
    /// The text and where it comes from.
    pub source: Source,
    /// What could not be included.
    pub broken: Vec<Finding>,
}

impl Chapter {
    /// A chapter as it is, no include resolved.
    pub fn new(file: &Arc<SourceFile>) -> Self {
        let mut source = Source::begin(file);
        let start = source.locate(0..0).start;
        source.push(file, start..file.text.len());
        Self {
            source,
            broken: Vec::new(),
        }
    }

    /// A chapter with its includes resolved.
    ///
    /// `read` gets paths relative to where `file.path` is relative to.
    pub fn with_includes(file: &Arc<SourceFile>, read: &Read) -> Self {
        let mut resolver = Resolver {
            read,
            open: vec![file.path.clone()],
            out: Source::begin(file),
            findings: Vec::new(),
        };
        let start = resolver.out.locate(0..0).start;
        resolver.range(file, start..file.text.len());
        Self {
            source: resolver.out,
            broken: resolver.findings,
        }
    }
}

struct Resolver<'a> {
    read: &'a Read<'a>,
    open: Vec<String>,
    out: Source,
    findings: Vec<Finding>,
}

impl Resolver<'_> {
    fn range(&mut self, file: &Arc<SourceFile>, range: Range<usize>) {
        let mut done = range.start;
        for directive in Directives::new(&file.text, range.clone()) {
            self.out.push(file, done..directive.range.start);
            done = directive.range.end;
            if let Err(finding) = self.include(file, &directive) {
                let start = self.out.text().len();
                self.out.push(file, directive.range);
                self.findings.push(finding(start..self.out.text().len()));
            }
        }
        self.out.push(file, done..range.end);
    }

    fn include(&mut self, from: &Arc<SourceFile>, directive: &Directive) -> Result<(), Refusal> {
        let (name, part) = match directive.target.split_once(':') {
            Some((name, part)) => (name, Part::parse(part)),
            None => (directive.target, Part::Lines(0..usize::MAX)),
        };
        let path = join(&from.path, name);
        if self.open.contains(&path) {
            let cycle = self
                .open
                .iter()
                .map(|p| format!("`{p}`"))
                .chain([format!("`{path}`")])
                .collect::<Vec<_>>();
            let cycle = cycle.join(" → ");
            return Err(refuse(
                say!(ko: "`{path}`이(가) 자기 자신을 다시 포함합니다", en: "`{path}` includes itself"),
                say!(ko: "포함 순서: {cycle}", en: "The chain of includes: {cycle}"),
            ));
        }
        if self.open.len() > MAX_DEPTH {
            return Err(refuse(
                say!(ko: "포함이 {MAX_DEPTH}단계보다 깊습니다", en: "includes go deeper than {MAX_DEPTH} files"),
                say!(ko: "mdBook은 이보다 깊은 포함을 버립니다.", en: "mdBook drops what lies deeper."),
            ));
        }
        let text = (self.read)(&path).map_err(|why| {
            refuse(
                say!(ko: "포함할 파일 `{path}`을(를) 읽을 수 없습니다", en: "cannot read the included file `{path}`"),
                Text {
                    ko: format!("{}. 경로는 이 글이 있는 폴더를 기준으로 합니다.", why.ko).into(),
                    en: format!(
                        "{}. The path is relative to the folder of the text that includes it.",
                        why.en
                    )
                    .into(),
                },
            )
        })?;
        let file = SourceFile::new(path.clone(), text);
        let lines = part
            .lines(&file.text)
            .map_err(|(message, help)| refuse(message, help))?;
        self.open.push(path);
        let mut run: Option<Range<usize>> = None;
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                // mdBook joins the lines with "\n"; where the file has just that, the run goes on.
                let adjoining = run.as_ref().is_some_and(|r| r.end + 1 == line.start);
                match &mut run {
                    Some(r) if adjoining => r.end += 1,
                    _ => {
                        self.flush(&file, run.take());
                        self.line_break(&file, lines[index - 1].end);
                    }
                }
            }
            match &mut run {
                Some(r) => r.end = line.end,
                None => run = Some(line.clone()),
            }
        }
        self.flush(&file, run);
        self.open.pop();
        Ok(())
    }

    fn flush(&mut self, file: &Arc<SourceFile>, run: Option<Range<usize>>) {
        if let Some(run) = run {
            self.range(file, run);
        }
    }

    /// The line break after `end`, without the carriage return that mdBook drops.
    fn line_break(&mut self, file: &Arc<SourceFile>, end: usize) {
        if let Some(length) = file.text[end..].find('\n') {
            self.out.push(file, end + length..end + length + 1);
        }
    }
}

type Refusal = Box<dyn FnOnce(Range<usize>) -> Finding>;

fn refuse(message: Text, help: Text) -> Refusal {
    Box::new(move |at| Finding::error(RULE, at, message).help(help))
}

/// What part of a file a directive asks for.
enum Part<'a> {
    /// Lines, counted from 0.
    Lines(Range<usize>),
    /// The lines between `ANCHOR: name` and `ANCHOR_END: name`.
    Anchor(&'a str),
}

impl<'a> Part<'a> {
    fn parse(part: &'a str) -> Self {
        let mut parts = part.splitn(3, ':');
        let first = parts.next().unwrap_or_default();
        let second = parts.next().map(str::parse::<usize>);
        match (first.parse::<usize>(), second) {
            (Ok(line), Some(Ok(end))) => Self::Lines(line.saturating_sub(1)..end),
            (Ok(line), Some(Err(_))) => Self::Lines(line.saturating_sub(1)..usize::MAX),
            (Ok(line), None) => Self::Lines(line.saturating_sub(1)..line.saturating_sub(1) + 1),
            (Err(_), _) if !first.is_empty() => Self::Anchor(first),
            (Err(_), Some(Ok(end))) => Self::Lines(0..end),
            (Err(_), _) => Self::Lines(0..usize::MAX),
        }
    }

    /// The byte ranges of the lines asked for, line breaks left out, or what is wrong and why.
    fn lines(&self, text: &str) -> Result<Vec<Range<usize>>, (Text, Text)> {
        let all: Vec<_> = lines(text).collect();
        match self {
            Self::Lines(wanted) => {
                let count = all.len();
                if wanted.start >= count && wanted.start > 0 {
                    let first = wanted.start + 1;
                    return Err((
                        say!(ko: "{first}번째 줄이 없습니다: 파일은 {count}줄입니다", en: "there is no line {first}: the file has {count} lines"),
                        say!(ko: "줄 번호를 고치거나 `ANCHOR:` 이름으로 포함하십시오.", en: "Mend the line number, or include by an `ANCHOR:` name."),
                    ));
                }
                Ok(all[wanted.start.min(count)..wanted.end.clamp(wanted.start.min(count), count)].to_vec())
            }
            Self::Anchor(name) => {
                let mut kept = Vec::new();
                let mut inside = false;
                let mut names = Vec::new();
                for line in all {
                    let content = &text[line.clone()];
                    let start = anchor(content, "ANCHOR:");
                    names.extend(start);
                    if !inside {
                        inside = start == Some(*name);
                        continue;
                    }
                    match anchor(content, "ANCHOR_END:") {
                        Some(end) if end == *name => return Ok(kept),
                        Some(_) => {}
                        None if start.is_none() => kept.push(line),
                        None => {}
                    }
                }
                if inside {
                    return Ok(kept);
                }
                let names = names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
                Err((
                    say!(ko: "`ANCHOR: {name}`이(가) 파일에 없습니다", en: "the file has no `ANCHOR: {name}`"),
                    if names.is_empty() {
                        say!(ko: "파일에 앵커가 하나도 없습니다.", en: "The file has no anchor at all.")
                    } else {
                        say!(ko: "파일에 있는 앵커: {names}", en: "Its anchors: {names}")
                    },
                ))
            }
        }
    }
}

fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        let content = line
            .strip_suffix('\n')
            .map_or(line, |l| l.strip_suffix('\r').unwrap_or(l));
        start..start + content.len()
    })
}

/// The name after `ANCHOR:` or `ANCHOR_END:` in a line: word characters and hyphens.
fn anchor<'a>(line: &'a str, mark: &str) -> Option<&'a str> {
    let rest = line[line.find(mark)? + mark.len()..].trim_start();
    let end = rest
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
        .unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}

/// A path relative to the folder of another, `.` and `..` resolved by their names alone.
pub(crate) fn join(from: &str, name: &str) -> String {
    if name.starts_with('/') {
        return name.to_owned();
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(name.split('/')) {
        match part {
            "" if parts.is_empty() && folder.starts_with('/') => parts.push(""),
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| !last.is_empty() && *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

struct Directive<'a> {
    range: Range<usize>,
    target: &'a str,
}

/// The `{{#include ...}}` directives of a text, in order.
struct Directives<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

impl<'a> Directives<'a> {
    fn new(text: &'a str, range: Range<usize>) -> Self {
        Self {
            text: &text[..range.end],
            at: range.start,
            end: range.end,
        }
    }
}

impl<'a> Iterator for Directives<'a> {
    type Item = Directive<'a>;

    fn next(&mut self) -> Option<Directive<'a>> {
        while self.at < self.end {
            let start = self.at + self.text[self.at..].find("{{")?;
            if let Some(end) = escaped(self.text, start) {
                self.at = end;
                continue;
            }
            let Some((name, rest, end)) = directive(self.text, start) else {
                self.at = start + 1;
                continue;
            };
            self.at = end;
            if name == "include" {
                let target = rest.split_whitespace().next().unwrap_or_default();
                return Some(Directive {
                    range: start..end,
                    target,
                });
            }
        }
        None
    }
}

/// Where an escaped directive ends, `\{{#` up to the last `}}` of its line, if one has its braces at `braces`.
pub(crate) fn escaped(text: &str, braces: usize) -> Option<usize> {
    if !(text[..braces].ends_with('\\') && text[braces..].starts_with("{{#")) {
        return None;
    }
    let line = text[braces..].split('\n').next().unwrap_or_default();
    line.rfind("}}").map(|at| braces + at + 2)
}

/// The name, the rest and the end of a directive that begins at `start`.
fn directive(text: &str, start: usize) -> Option<(&str, &str, usize)> {
    let body = &text[start + 2..];
    let close = body.find('}')?;
    let inside = body[..close].trim_start().strip_prefix('#')?;
    if !body[close..].starts_with("}}") {
        return None;
    }
    let name_end = inside.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
    let (name, rest) = inside.split_at(name_end);
    let wanted = !name.is_empty() && rest.starts_with(char::is_whitespace) && !rest.trim().is_empty();
    wanted.then(|| (name, rest.trim(), start + 2 + close + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Resolves `chapter.md` among `files` and prints each run of text as `path@line:column text`.
    #[track_caller]
    fn check(chapter: &str, files: &[(&str, &str)], expected: &str) {
        let file = SourceFile::new("src/chapter.md", chapter);
        let read = |path: &str| {
            let found = files.iter().find(|(name, _)| *name == path);
            found
                .map(|(_, text)| (*text).to_owned())
                .ok_or_else(|| say!(ko: "없음", en: "not found"))
        };
        let Chapter { source, broken } = Chapter::with_includes(&file, &read);
        let mut shown = source.text().to_owned();
        for finding in broken {
            let span = source.locate(finding.at);
            let (line, column) = span.file.line_column(span.start);
            shown += &format!("\n{}:{line}:{column} {}", span.file.path, finding.message.en);
        }
        assert_eq!(shown, expected);
        for (at, _) in source.text().char_indices() {
            let span = source.locate(at..at + 1);
            let there = &span.file.text[span.start..];
            assert_eq!(there.chars().next(), source.text()[at..].chars().next(), "at {at}");
        }
    }

    #[test]
    fn includes() {
        let files = [
            ("src/a.json", "{\n  \"a\": 1\n}\n"),
            ("src/crlf.txt", "one\r\ntwo\r\nthree"),
            (
                "src/part.sh",
                "# ANCHOR: a\nls\n# ANCHOR: b\npwd\n# ANCHOR_END: b\n# ANCHOR_END: a\nexit\n",
            ),
            ("src/in/nest.md", "<{{#include ../a.json:2}}>"),
            ("src/self.md", "{{#include self.md}}"),
        ];
        check("x {{#include a.json}} y", &files, "x {\n  \"a\": 1\n} y");
        check("{{#include a.json:2}}", &files, "  \"a\": 1");
        check("{{#include a.json:2:}}", &files, "  \"a\": 1\n}");
        check("{{#include a.json::1}}", &files, "{");
        check("{{ #include crlf.txt }}.", &files, "one\ntwo\nthree.");
        check("{{#include part.sh:a}}", &files, "ls\npwd");
        check("{{#include in/nest.md}}", &files, "<  \"a\": 1>");
        check("\u{feff}가{{#include ./in/../a.json::1}}나", &files, "가{나");
        check(
            "\\{{#include a.json}} {{#title x}} {{x}} {{#include",
            &files,
            "\\{{#include a.json}} {{#title x}} {{x}} {{#include",
        );
        check("", &files, "");
    }

    #[test]
    fn what_cannot_be_included_stays_and_is_reported() {
        let files = [
            ("src/a.txt", "# ANCHOR: one\nx\n"),
            ("src/self.md", "a\n{{#include self.md}}"),
        ];
        check(
            "말 {{#include no.txt}}",
            &files,
            "말 {{#include no.txt}}\nsrc/chapter.md:1:3 cannot read the included file `src/no.txt`",
        );
        check(
            "{{#include self.md}}",
            &files,
            "a\n{{#include self.md}}\nsrc/self.md:2:1 `src/self.md` includes itself",
        );
        check(
            "{{#include a.txt:two}}",
            &files,
            "{{#include a.txt:two}}\nsrc/chapter.md:1:1 the file has no `ANCHOR: two`",
        );
        check(
            "{{#include a.txt:9:12}}",
            &files,
            "{{#include a.txt:9:12}}\nsrc/chapter.md:1:1 there is no line 9: the file has 2 lines",
        );
    }
}
