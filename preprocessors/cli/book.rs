//! A book proven: every chapter judged and annotated. Both ways of building, mdBook's
//! preprocessor protocol and the in-process one, come through here.

use crate::failure::Result;
use crate::files;
use crate::settings::Settings;
use mdbook_driver::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::PreprocessorContext;
use proof_checker::diagnostic::{Diagnostic, Lang, Severity};
use proof_checker::{Analysis, analyse, finish};
use std::path::Path;

/// The renderer whose chapters are Markdown with HTML in it.
const HTML: &str = "html";

/// Judges a book; for the HTML renderer annotates it too. What was found is for the caller to say.
pub(crate) fn prove(context: &PreprocessorContext, book: &mut Book) -> Result<(Vec<Diagnostic>, Settings)> {
    let root = files::relative(&context.root);
    let settings = Settings::from_config(&root, context.config.clone())?;
    let src = files::tidy(&root.join(&context.config.book.src));
    let lang = settings.lang.unwrap_or_default();
    add_rule_pages(&mut book.items, lang);

    let mut analyses: Vec<Analysis> = Vec::new();
    book.for_each_chapter_mut(|chapter| {
        let Some(source) = chapter.source_path.as_ref().or(chapter.path.as_ref()) else {
            return;
        };
        let text = std::mem::take(&mut chapter.content);
        let read = files::chapter(&src.join(source), text, &settings);
        let analysis = analyse(read, &settings.facts, &settings.options);
        chapter.content = if context.renderer == HTML {
            let depth = chapter
                .path
                .as_deref()
                .and_then(Path::parent)
                .map_or(0, |folder| folder.components().count());
            proof_site::annotate(&analysis, lang, &"../".repeat(depth))
        } else {
            analysis.source.text().to_owned()
        };
        analyses.push(analysis);
    });
    Ok((finish(&analyses, &settings.options), settings))
}

/// Whether what was found keeps a book from being built.
pub(crate) fn fails(found: &[Diagnostic]) -> bool {
    found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Adds the rules' pages under the chapter that asks for them.
fn add_rule_pages(items: &mut [BookItem], lang: Lang) {
    for item in items {
        let BookItem::Chapter(chapter) = item else { continue };
        add_rule_pages(&mut chapter.sub_items, lang);
        if chapter.content.contains(proof_site::MARK) {
            let mut parents = chapter.parent_names.clone();
            parents.push(chapter.name.clone());
            let pages = proof_site::pages(lang).map(|page| {
                BookItem::Chapter(Chapter::new(
                    &page.name,
                    page.content.to_owned(),
                    page.path,
                    parents.clone(),
                ))
            });
            chapter.sub_items.extend(pages);
        }
    }
}
