//! A book proven: every chapter judged and annotated. Both ways of building, mdBook's
//! preprocessor protocol and the in-process one, come through here.

use crate::files;
use crate::finish;
use crate::run::Results;
use crate::settings::Settings;
use crate::surroundings::{Surroundings, runs_index};
use mdbook_driver::book::{Book, BookItem, Chapter, SectionNumber};
use mdbook_preprocessor::PreprocessorContext;
use proof_checker::diagnostic::{Diagnostic, Lang, Severity};
use proof_checker::source::SourceFile;
use proof_checker::{Analysis, Options, analyse, links, say};
use std::path::Path;

/// The renderer whose chapters are Markdown with HTML in it.
const HTML: &str = "html";

/// Judges a book; for the HTML renderer annotates it too. What was found is for the caller to say.
pub(crate) fn prove(context: &PreprocessorContext, settings: &Settings, book: &mut Book) -> Vec<Diagnostic> {
    let src = files::tidy(&files::relative(&context.root).join(&context.config.book.src));
    let lang = settings.lang.unwrap_or_default();
    let annotated = context.renderer == HTML;
    // What finishes the HTML wants the list of chapters alone: the HTML was judged a moment ago.
    let listed = context.renderer == finish::NAME && context.config.contains_key("output.html");
    let results = Results::read(settings);
    let mut analyses: Vec<Analysis> = Vec::new();
    let mut sources: Vec<String> = Vec::new();
    book.for_each_chapter_mut(|chapter| {
        let Some(source) = chapter.source_path.clone().or(chapter.path.clone()) else {
            return;
        };
        let text = std::mem::take(&mut chapter.content);
        if text.contains(proof_site::MARK) {
            add_rule_pages(chapter, lang, annotated);
        }
        if listed {
            return;
        }
        let read = files::chapter(&src.join(&source), text, settings);
        let mut analysis = analyse(read, &settings.facts, &settings.options);
        results.mark(&files::slashed(&context.config.book.src.join(&source)), &mut analysis);
        chapter.content = content(&analysis, chapter, lang, annotated);
        analyses.push(analysis);
        sources.push(files::slashed(&source));
    });
    if listed {
        return Vec::new();
    }
    check_links(settings, book, &sources, &mut analyses);
    proof_checker::finish(&analyses, &settings.options)
}

/// Judges the links of chapters, whose files are `sources`.
fn check_links(settings: &Settings, book: &Book, sources: &[String], analyses: &mut [Analysis]) {
    let index = runs_index(settings);
    let page = |chapter: &Chapter| {
        let path = files::slashed(chapter.path.as_deref()?);
        let source = chapter.source_path.as_deref().map_or(path.clone(), files::slashed);
        Some((source, links::Book::page(&path, index)))
    };
    let chapters: Vec<_> = book.chapters().filter_map(page).collect();
    let anchors = analyses.iter().map(Analysis::anchors);
    let anchors: Vec<_> = sources.iter().cloned().zip(anchors).collect();
    let around = Surroundings::of_book(settings, chapters, anchors);
    for (analysis, source) in analyses.iter_mut().zip(sources) {
        around.check_chapter(analysis, source);
    }
}

/// What a chapter's renderer gets.
fn content(analysis: &Analysis, chapter: &Chapter, lang: Lang, annotated: bool) -> String {
    if !annotated {
        return analysis.source.text().to_owned();
    }
    let folder = chapter.path.as_deref().and_then(Path::parent);
    let depth = folder.map_or(0, |folder| folder.components().count());
    proof_site::annotate(analysis, lang, &"../".repeat(depth))
}

/// Whether what was found keeps a book from being built.
pub(crate) fn fails(found: &[Diagnostic]) -> bool {
    found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Adds the rules' pages under the chapter that asks for them. They are proven by the project's
/// own tests and by its own options, so that a book's settings cannot break them.
fn add_rule_pages(chapter: &mut Chapter, lang: Lang, annotated: bool) {
    let mut parents = chapter.parent_names.clone();
    parents.push(chapter.name.clone());
    let facts = proof_facts::facts_of_rule_pages();
    let options = Options {
        lang,
        ..Options::default()
    };
    for (index, page) in (1..).zip(proof_site::pages(lang)) {
        let file = SourceFile::new(page.path.as_str(), page.content);
        let nothing = |_: &str| Err(say!(ko: "그런 파일이 없습니다", en: "There is no such file"));
        let analysis = analyse(proof_checker::Chapter::with_includes(&file, &nothing), &facts, &options);
        let mut added = Chapter::new(&page.name, String::new(), page.path, parents.clone());
        // Numbered like written ones: the sidebar indents by the number.
        added.number = chapter.number.as_ref().map(|number| {
            let mut parts = number.to_vec();
            parts.push(index);
            SectionNumber::new(parts)
        });
        added.content = content(&analysis, &added, lang, annotated);
        chapter.sub_items.push(BookItem::Chapter(added));
    }
}
