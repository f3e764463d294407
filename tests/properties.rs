//! What holds for any text: nothing panics, every span is inside its file, every
//! diagnostic can be shown, and safe fixes come to an end and do no harm.
//!
//! The texts are the specs, the rules' pages and the guide, whole and cut off anywhere.

mod support;

use proof_checker::diagnostic::{Applicability, Diagnostic, Lang, Severity};
use proof_checker::links::{Book, BookSettings, Folder, Publisher, Site, check_links};
use proof_checker::output::{human, json};
use proof_checker::source::{SourceFile, Span};
use proof_checker::{Analysis, Chapter, Options, analyse, finish, fix};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

/// How many beginnings of each chapter are tried; enough to cut every kind of token, few enough for seconds.
const CUTS: usize = 16;

fn chapters() -> Vec<PathBuf> {
    let folders = ["tests/specs", "preprocessors/checker/rules/pages", "src"];
    let found: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| support::files(folder, &["md"]))
        .collect();
    for folder in folders {
        let start = support::root().join(folder);
        assert!(
            found.iter().any(|path| path.starts_with(&start)),
            "{folder} has no chapter"
        );
    }
    found
}

/// The whole text, both ways of reading it, both languages.
static READINGS: LazyLock<[Options; 2]> = LazyLock::new(|| {
    let read = |lang, literal: bool| Options {
        lang,
        placeholders: !literal,
        strict_attributes: literal,
        explain: true,
        ..Options::default()
    };
    [read(Lang::Ko, false), read(Lang::En, true)]
});

/// Judges a text as the only chapter of a book, or as a file of a repository.
fn judge(file: &Arc<SourceFile>, options: &Options) -> (Analysis, Vec<Diagnostic>) {
    let mut analysis = analyse(Chapter::new(file), &support::FACTS, options);
    let page = Book::page(&file.path, true);
    let book = Book::new(".", [(file.path.clone(), page)], BookSettings::default());
    let folder = Arc::new(Folder {
        files: ["README.md".to_owned(), "a.png".to_owned()].into(),
        folders: ["part".to_owned()].into(),
    });
    let site = Site {
        folder: &|_| Some(Arc::clone(&folder)),
        anchors: &|_| None,
        publisher: match options.strict_attributes {
            true => Publisher::Book(&book, &file.path),
            false => Publisher::Unknown(Some(".")),
        },
    };
    check_links(&mut analysis, &site, options);
    let found = finish(std::slice::from_ref(&analysis), options);
    (analysis, found)
}

#[test]
fn any_beginning_of_a_chapter_is_read() {
    for path in chapters() {
        let text = support::read(&path);
        let shown = support::shown(&path);
        // A step that shares no factor with line lengths cuts at other columns each time.
        let step = (text.len() / CUTS).max(1) | 1;
        let cuts = (0..text.len()).step_by(step).chain([text.len()]);
        for (index, cut) in cuts.enumerate() {
            let beginning = beginning(&text, cut);
            check(&shown, beginning, &READINGS[index % READINGS.len()]);
        }
        READINGS.iter().for_each(|options| check(&shown, &text, options));
    }
}

#[test]
fn any_beginning_of_a_block_is_read() {
    for path in chapters() {
        let whole = SourceFile::new(support::shown(&path), support::read(&path));
        let (analysis, _) = judge(&whole, &READINGS[0]);
        for block in &analysis.blocks {
            let text = &block.code.text;
            let step = (text.len() / CUTS).max(1);
            for cut in (0..text.len()).step_by(step) {
                let beginning = beginning(text, cut);
                let chapter = format!("`````{}\n{beginning}", block.code.info.language);
                check(&whole.path, &chapter, &READINGS[cut % READINGS.len()]);
            }
        }
    }
}

/// The first bytes of a text, no character cut in two.
fn beginning(text: &str, mut cut: usize) -> &str {
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    &text[..cut]
}

/// What has to hold for one text.
fn check(shown: &str, text: &str, options: &Options) {
    let file = SourceFile::new(shown, text);
    let (analysis, found) = judge(&file, options);
    let cut = text.len();
    for block in &analysis.blocks {
        let mut end = 0;
        for token in &block.tokens {
            let range = &token.range;
            assert!(
                end <= range.start && range.start < range.end,
                "{shown}, {cut}: {token:?} after {end}"
            );
            assert!(
                block.code.text.get(range.clone()).is_some(),
                "{shown}, {cut}: {token:?}"
            );
            end = range.end;
        }
        assert!(
            analysis.source.text().get(block.code.range.clone()).is_some(),
            "{shown}, {cut}"
        );
    }
    for diagnostic in &found {
        let labels = diagnostic.labels.iter().map(|label| &label.at);
        let edits = diagnostic
            .fix
            .iter()
            .flat_map(|fix| fix.edits.iter().map(|edit| &edit.at));
        for span in std::iter::once(&diagnostic.at).chain(labels).chain(edits) {
            assert!(inside(span), "{shown}, {cut}: {span:?} of {diagnostic:?}");
        }
        for lang in [Lang::Ko, Lang::En] {
            let said = human::render(diagnostic, lang, cut.is_multiple_of(2));
            assert!(said.contains(diagnostic.rule) && said.ends_with('\n'), "{said}");
            let line = json::line(diagnostic, lang);
            let value: serde_json::Value = serde_json::from_str(&line).expect("a line is JSON");
            assert_eq!(value["rule"], diagnostic.rule);
            assert!(
                value["line"].as_u64() >= Some(1) && value["column"].as_u64() >= Some(1),
                "{line}"
            );
            assert!(!line.contains('\n'));
        }
    }
}

fn inside(span: &Span) -> bool {
    span.file.text.get(span.range()).is_some()
}

#[test]
fn safe_fixes_come_to_an_end_and_do_no_harm() {
    let mut fixed = 0;
    for path in chapters() {
        let text = support::read(&path);
        // What a page expects to be wrong counts too: the checker has a fix for some of it.
        for text in [text.replace("expect=", "title="), text] {
            fixed += usize::from(converges(&support::shown(&path), &text));
        }
    }
    assert!(fixed > 0, "no text had a fix");
}

#[test]
fn fixes_keep_the_line_breaks_of_a_file() {
    for text in [
        "```json\n{ 'a': True }\n```\n",
        "> ```json,expect=json-comment\n> {} // said\n> ```\n>\n> ```diagnostic\n> ```\n",
        "```json,expect=json-comment\n{} // said\n```\n\n```diagnostic\nold\n\nold\n```\n",
    ] {
        let mended = |text: &str| {
            let file = SourceFile::new("a.md", text);
            let found = judge(&file, &Options::default()).1;
            fix::apply(&file, &found, Applicability::Safe).expect("there is a fix")
        };
        assert_eq!(mended(&text.replace('\n', "\r\n")), mended(text).replace('\n', "\r\n"));
    }
}

/// Applies what is safe until nothing is left; says whether there was anything.
fn converges(shown: &str, text: &str) -> bool {
    let options = Options::default();
    let mut now = SourceFile::new(shown, text);
    let (_, found) = judge(&now, &options);
    let before = errors(&found);
    let mut found = found;
    for round in 0.. {
        let Some(text) = fix::apply(&now, &found, Applicability::Safe) else {
            break;
        };
        assert!(round < 10, "{shown}: the fixes of {found:#?} have no end");
        now = SourceFile::new(shown, text);
        found = judge(&now, &options).1;
    }
    for (rule, count) in errors(&found) {
        let allowed = before.get(rule).copied().unwrap_or_default();
        assert!(
            count <= allowed,
            "{shown}: {count} times {rule} after fixing, {allowed} before:\n{}",
            now.text
        );
    }
    now.text != text
}

/// How often each rule finds an error. A fault in the syntax hides what a rule about meaning would say, so only the
/// rules whose findings a fix cannot uncover are counted.
fn errors(found: &[Diagnostic]) -> BTreeMap<&'static str, usize> {
    let mut count = BTreeMap::new();
    for diagnostic in found.iter().filter(|d| d.severity == Severity::Error) {
        if matches!(
            diagnostic.rule,
            "json-syntax" | "info-string" | "outdated-diagnostic" | "broken-include"
        ) {
            *count.entry(diagnostic.rule).or_default() += 1;
        }
    }
    count
}
