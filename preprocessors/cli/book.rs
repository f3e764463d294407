//! A book proven: every chapter judged and annotated. Both ways of building, mdBook's
//! preprocessor protocol and the in-process one, come through here.

use crate::files;
use crate::finish;
use crate::memory::Memory;
use crate::proof;
use crate::run::Results;
use crate::settings::Settings;
use crate::surroundings::runs_index;
use mdbook_driver::book::{Book, BookItem, Chapter, SectionNumber};
use mdbook_preprocessor::PreprocessorContext;
use proof_checker::diagnostic::{Diagnostic, Severity};
use proof_checker::source::SourceFile;
use proof_checker::{Options, analyse, links, say};
use proof_site::{Proof, Setting};
use std::path::Path;

/// The renderer whose chapters are Markdown with HTML in it.
pub(crate) const HTML: &str = "html";

/// Judges a book; for the HTML renderer annotates it too. What was found is for the caller to say.
///
/// What `memory` knows of chapters that are the same is not found out again.
pub(crate) fn prove(
    context: &PreprocessorContext,
    settings: &Settings,
    book: &mut Book,
    memory: &mut Memory,
) -> Vec<Diagnostic> {
    let src = files::tidy(&files::relative(&context.root).join(&context.config.book.src));
    let annotated = context.renderer == HTML;
    memory.tell(proof::of(book, settings), Results::read(settings));
    // What finishes the HTML wants the list of chapters alone: the HTML was judged a moment ago.
    let listed = context.renderer == finish::NAME && context.config.contains_key("output.html");
    let mut old = (!listed).then(|| memory.begin());
    if let Some(old) = &mut old {
        let unread = |chapter: &Chapter| {
            let source = chapter.source_path.clone().or(chapter.path.clone())?;
            Some((source, chapter.content.clone(), to_root(chapter)))
        };
        let chapters = book.chapters().filter_map(unread).collect();
        memory.read_ahead(&src, chapters, annotated, settings, old);
    }
    book.for_each_chapter_mut(|chapter| {
        let Some(source) = chapter.source_path.clone().or(chapter.path.clone()) else {
            return;
        };
        let text = std::mem::take(&mut chapter.content);
        if text.contains(proof_site::MARK) {
            add_rule_pages(chapter, settings, annotated, memory);
        }
        let Some(old) = &mut old else { return };
        memory.take_in(&src, &source, text, settings, old);
        chapter.content = match annotated {
            true => memory.annotated(settings, &to_root(chapter)),
            false => memory.plain(),
        };
    });
    if listed {
        return Vec::new();
    }
    let index = runs_index(settings);
    let page = |chapter: &Chapter| {
        let path = files::slashed(chapter.path.as_deref()?);
        let source = chapter.source_path.as_deref().map_or(path.clone(), files::slashed);
        Some((source, links::Book::page(&path, index)))
    };
    memory.pages = book.chapters().filter_map(page).collect();
    if annotated {
        memory.outline = Some(outline(book));
    }
    memory.judge(settings)
}

/// The way from a chapter's page to the root of the site: `""`, `"../"`, ...
pub(crate) fn to_root(chapter: &Chapter) -> String {
    let folder = chapter.path.as_deref().and_then(Path::parent);
    "../".repeat(folder.map_or(0, |folder| folder.components().count()))
}

/// Whether what was found keeps a book from being built.
pub(crate) fn fails(found: &[Diagnostic]) -> bool {
    found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// A book without its text.
fn outline(book: &Book) -> Book {
    fn item(from: &BookItem) -> BookItem {
        let BookItem::Chapter(chapter) = from else {
            return from.clone();
        };
        BookItem::Chapter(Chapter {
            name: chapter.name.clone(),
            content: String::new(),
            number: chapter.number.clone(),
            sub_items: chapter.sub_items.iter().map(item).collect(),
            path: chapter.path.clone(),
            source_path: chapter.source_path.clone(),
            parent_names: chapter.parent_names.clone(),
        })
    }
    Book::new_with_items(book.items.iter().map(item).collect())
}

/// Adds the rules' pages under the chapter that asks for them. They are proven by the project's
/// own tests and by its own options, so that a book's settings cannot break them.
fn add_rule_pages(chapter: &mut Chapter, settings: &Settings, annotated: bool, memory: &mut Memory) {
    let mut parents = chapter.parent_names.clone();
    parents.push(chapter.name.clone());
    if annotated && memory.rules.is_empty() {
        memory.rules = annotated_rules(settings, &memory.proof);
    }
    for (index, page) in (0..).zip(proof_site::pages(settings.lang.unwrap_or_default())) {
        let content = if annotated { &memory.rules[index] } else { page.content };
        let mut added = Chapter::new(&page.name, content.to_owned(), page.path, parents.clone());
        // Numbered like written ones: the sidebar indents by the number.
        added.number = chapter.number.as_ref().map(|number| {
            let mut parts = number.to_vec();
            parts.push(u32::try_from(index + 1).unwrap_or(u32::MAX));
            SectionNumber::new(parts)
        });
        chapter.sub_items.push(BookItem::Chapter(added));
    }
}

/// The rules' pages, annotated.
fn annotated_rules(settings: &Settings, proof: &Proof) -> Vec<String> {
    let lang = settings.lang.unwrap_or_default();
    let facts = proof_facts::facts_of_rule_pages();
    let options = Options {
        lang,
        explain: true,
        ..Options::default()
    };
    let one = |page: proof_site::Page| {
        let file = SourceFile::new(page.path.as_str(), page.content);
        let nothing = |_: &str| Err(say!(ko: "그런 파일이 없습니다", en: "There is no such file"));
        let analysis = analyse(proof_checker::Chapter::with_includes(&file, &nothing), &facts, &options);
        let depth = Path::new(&page.path).components().count().saturating_sub(1);
        let setting = Setting {
            lang,
            root: &"../".repeat(depth),
            // The names in them are nobody's.
            variables: &[],
            proof,
            finished: finish::wanted(&settings.config),
        };
        proof_site::annotate(&analysis, setting)
    };
    proof_site::pages(lang).map(one).collect()
}
