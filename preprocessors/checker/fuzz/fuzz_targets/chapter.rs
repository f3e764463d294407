//! Any text as a chapter of a book: it is judged, what is found can be shown in both languages,
//! and safe fixes come to an end.
#![no_main]

use libfuzzer_sys::fuzz_target;
use proof_checker::diagnostic::{Applicability, Diagnostic, Lang};
use proof_checker::links::{Book, BookSettings, Publisher, Site, check_links};
use proof_checker::output::{human, json};
use proof_checker::source::SourceFile;
use proof_checker::{Chapter, Facts, Options, analyse, finish, fix};
use std::sync::{Arc, LazyLock};

static FACTS: LazyLock<Facts> = LazyLock::new(proof_facts::facts_of_rule_pages);

/// How many rounds of fixing may follow each other.
const MOST_ROUNDS: usize = 20;

fuzz_target!(|text: &str| {
    for (lang, literal) in [(Lang::Ko, false), (Lang::En, true)] {
        let options = Options {
            lang,
            placeholders: !literal,
            strict_attributes: literal,
            ..Options::default()
        };
        check(text, &options);
    }
});

fn check(text: &str, options: &Options) {
    let mut now = SourceFile::new("fuzz.md", text);
    let mut found = judge(&now, options);
    for round in 0.. {
        found.iter().for_each(show);
        let Some(fixed) = fix::apply(&now, &found, Applicability::Safe) else {
            break;
        };
        assert!(round < MOST_ROUNDS, "the fixes have no end:\n{}\n{found:#?}", now.text);
        now = SourceFile::new("fuzz.md", fixed);
        found = judge(&now, options);
    }
}

fn judge(file: &Arc<SourceFile>, options: &Options) -> Vec<Diagnostic> {
    let mut analysis = analyse(Chapter::new(file), &FACTS, options);
    let chapters = [(file.path.clone(), Book::page(&file.path, true))];
    let book = Book::new(".", chapters, BookSettings::default());
    let site = Site {
        folder: &|_| None,
        anchors: &|_| None,
        publisher: Publisher::Book(&book, &file.path),
    };
    check_links(&mut analysis, &site, options);
    for block in &analysis.blocks {
        let mut end = 0;
        for token in &block.tokens {
            let range = &token.range;
            assert!(end <= range.start && range.start < range.end, "{token:?} after {end}");
            assert!(block.code.text.get(range.clone()).is_some(), "{token:?}");
            end = range.end;
        }
    }
    finish(std::slice::from_ref(&analysis), options)
}

fn show(diagnostic: &Diagnostic) {
    let labels = diagnostic.labels.iter().map(|label| &label.at);
    let edits = diagnostic
        .fix
        .iter()
        .flat_map(|fix| fix.edits.iter().map(|edit| &edit.at));
    for span in labels.chain(edits).chain([&diagnostic.at]) {
        assert!(span.file.text.get(span.range()).is_some(), "{diagnostic:?}");
    }
    for lang in [Lang::Ko, Lang::En] {
        for colour in [false, true] {
            assert!(human::render(diagnostic, lang, colour).contains(diagnostic.rule));
        }
        let line = json::line(diagnostic, lang);
        assert!(
            !line.contains('\n') && serde_json::from_str::<serde_json::Value>(&line).is_ok(),
            "{line}"
        );
    }
}
