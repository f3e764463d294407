//! `[output.proof]`: a backend that takes the site that mdBook rendered and
//! publishes it finished, in a folder of its own. Both ways of building come through here.
//!
//! The new site is written beside the old one and takes its place by a rename, on Linux in one step,
//! so that whoever reads it sees the one or the other.

use crate::failure::{Failure, Result};
use crate::files;
use crate::scratch::{self, Scratch};
use crate::screen;
use mdbook_driver::book::{Book, BookItem};
use mdbook_driver::config::Config;
use mdbook_renderer::{RenderContext, Renderer};
use proof_checker::diagnostic::Lang;
use proof_checker::say;
use proof_site::{Entry, Files, Kind};
use serde_json::Value;
use std::io::{self, stdin};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use walkdir::WalkDir;

/// The name of the backend.
pub(crate) const NAME: &str = "proof";

/// The keys of `[output.proof]` that are ours, and those that are mdBook's.
const OWN: [&str; 2] = ["url", SEARCH];
const MDBOOK: [&str; 2] = ["command", "optional"];

/// Whether the site has a search: where this is not said, as mdBook's own setting says.
pub(crate) const SEARCH: &str = "search";

/// Whether a book wants its site finished.
pub(crate) fn wanted(config: &Config) -> bool {
    config.contains_key("output.proof")
}

/// Runs mdBook's protocol for backends: what there is to render comes as JSON on standard input.
pub(crate) fn run(lang: Lang) -> Result<ExitCode> {
    let context = RenderContext::from_json(stdin().lock()).map_err(|e| {
        Failure::new(say!(
            ko: "표준 입력에서 mdBook의 책을 읽을 수 없습니다: {e:#}",
            en: "cannot read a book of mdBook's from standard input: {e:#}"
        ))
        .hint(say!(
            ko: "이 명령은 mdBook이 `[output.proof]`를 만들 때 부릅니다. 직접 쓸 때는 `mdbook-proof build`를 쓰십시오",
            en: "mdBook calls this command for `[output.proof]`; to build a book yourself, use `mdbook-proof build`"
        ))
    })?;
    let site = finish(&context)?;
    let shown = site.display();
    let said = say!(ko: "사이트를 마무리했습니다: {shown}", en: "finished the site: {shown}");
    screen::note(&format!("{}\n", said.get(lang)));
    Ok(ExitCode::SUCCESS)
}

/// The backend in this process.
pub(crate) struct Finish;

impl Renderer for Finish {
    fn name(&self) -> &str {
        NAME
    }

    fn render(&self, context: &RenderContext) -> anyhow::Result<()> {
        finish(context)?;
        Ok(())
    }
}

/// Finishes the site of a book; gives the folder.
fn finish(context: &RenderContext) -> Result<PathBuf> {
    let rendered = context.root.join(&context.config.build.build_dir).join("html");
    if !context.config.contains_key("output.html") {
        return Err(Failure::new(say!(
            ko: "`book.toml`에 `[output.proof]`는 있지만 `[output.html]`이 없습니다",
            en: "`book.toml` has `[output.proof]` but no `[output.html]`"
        ))
        .hint(say!(
            ko: "`[output.html]`을 한 줄 더하십시오. `[output.proof]`는 mdBook이 만든 HTML을 마무리합니다",
            en: "Add a line `[output.html]`: `[output.proof]` finishes the HTML that mdBook makes"
        )));
    }
    let book = book(context)?;
    let files = read(&rendered).map_err(|e| cannot(&rendered, &e))?;
    publish(&proof_site::finish(&book, files), &context.destination).map_err(|e| cannot(&context.destination, &e))?;
    Ok(context.destination.clone())
}

/// Finishes a few pages of a book as they are finished in the whole, as far as other pages have no part in them.
///
/// `rendered` is everything that mdBook made of the book but its pages. Gives what was made, in which names
/// with a hash may be others than in the whole.
pub(crate) fn few(context: &RenderContext, rendered: &Files, pages: Files) -> Result<Files> {
    let mut files = rendered.clone();
    files.extend(pages);
    Ok(proof_site::finish_few(&book(context)?, files))
}

/// The files of a folder but for its pages, by their paths in it.
pub(crate) fn read_all_but_pages(folder: &Path) -> io::Result<Files> {
    let mut files = read(folder)?;
    files.retain(|path, _| !path.ends_with(".html"));
    Ok(files)
}

fn cannot(folder: &Path, error: &io::Error) -> Failure {
    let shown = folder.display();
    Failure::new(say!(
        ko: "사이트를 마무리할 수 없습니다: {shown}: {error}",
        en: "cannot finish the site: {shown}: {error}"
    ))
}

/// What the finishing has to know of a book.
fn book(context: &RenderContext) -> Result<proof_site::Book> {
    let config = &context.config;
    let html = config.html_config().unwrap_or_default();
    let language = config.book.language.as_deref().unwrap_or("en");
    Ok(proof_site::Book {
        lang: if language.starts_with("ko") { Lang::Ko } else { Lang::En },
        title: config.book.title.clone().unwrap_or_default(),
        description: config.book.description.clone().unwrap_or_default(),
        url: url(config)?,
        base: html.site_url.clone().map_or_else(|| "/".to_owned(), slashed),
        numbered: !html.no_section_label,
        fold: html.fold.enable.then_some(html.fold.level.into()),
        entries: entries(&context.book, &searched(config)?),
        terms: proof_facts::glossary().into_iter().map(names).collect(),
    })
}

/// All names of a term, those that the guide prefers first.
fn names(term: proof_facts::Term) -> Vec<String> {
    let mut names = vec![term.ko, term.en];
    names.extend(term.also);
    names
}

/// The address that a book is published at, checked.
fn url(config: &Config) -> Result<Option<String>> {
    let table = config.get::<Value>("output.proof")?.unwrap_or_default();
    let mut url = None;
    for (key, value) in table.as_object().into_iter().flatten() {
        match key.as_str() {
            "url" => {
                let written = value
                    .as_str()
                    .filter(|url| url.starts_with("https://") || url.starts_with("http://"));
                url = Some(slashed(written.map(str::to_owned).ok_or_else(|| {
                    Failure::new(say!(
                        ko: "`book.toml`의 `output.proof.url`은 `\"https://example.com/book/\"`처럼 책을 펴낼 주소여야 합니다",
                        en: "`output.proof.url` in `book.toml` has to be the address that the book is published at, as in `\"https://example.com/book/\"`"
                    ))
                })?));
            }
            SEARCH if value.is_boolean() => {}
            SEARCH => return Err(Failure::setting("output.proof.search", "true")),
            key if MDBOOK.contains(&key) => {}
            key => return Err(Failure::unknown_setting("output.proof", key, &OWN)),
        }
    }
    Ok(url)
}

fn slashed(mut address: String) -> String {
    if !address.ends_with('/') {
        address.push('/');
    }
    address
}

/// Tells of a chapter's file whether the search is to know it, by mdBook's settings of its own search.
fn searched(config: &Config) -> Result<impl Fn(&Path) -> bool + use<>> {
    let html = config.html_config().unwrap_or_default();
    let search = html.search.unwrap_or_default();
    let all = config
        .get::<bool>(&format!("output.{NAME}.{SEARCH}"))?
        .unwrap_or(search.enable);
    let mut chapters: Vec<(String, bool)> = search
        .chapter
        .into_iter()
        .filter_map(|(path, chapter)| Some((path, chapter.enable?)))
        .collect();
    // Of a folder and something in it the latter has the last word.
    chapters.sort_by_key(|(path, _)| std::cmp::Reverse(path.len()));
    Ok(move |source: &Path| {
        let own = chapters.iter().find(|(path, _)| source.starts_with(path));
        all && own.is_none_or(|(_, enable)| *enable)
    })
}

/// The table of contents as the site knows it.
fn entries(book: &Book, searched: &impl Fn(&Path) -> bool) -> Vec<Entry> {
    fn add(items: &[BookItem], depth: usize, searched: &impl Fn(&Path) -> bool, out: &mut Vec<Entry>) {
        for item in items {
            let (name, kind) = match item {
                BookItem::PartTitle(title) => (title.clone(), Kind::Part),
                BookItem::Separator => (String::new(), Kind::Separator),
                BookItem::Chapter(chapter) => {
                    let kind = match &chapter.path {
                        Some(path) => Kind::Page {
                            path: files::slashed(&path.with_extension("html")),
                            number: chapter.number.as_ref().map(ToString::to_string),
                            searched: chapter.source_path.as_deref().is_none_or(searched),
                        },
                        None => Kind::Draft,
                    };
                    (chapter.name.clone(), kind)
                }
            };
            out.push(Entry { name, depth, kind });
            if let BookItem::Chapter(chapter) = item {
                add(&chapter.sub_items, depth + 1, searched, out);
            }
        }
    }
    let mut out = Vec::new();
    add(&book.items, 0, searched, &mut out);
    out
}

/// The files of a folder, by their paths in it.
fn read(folder: &Path) -> io::Result<Files> {
    let mut files = Files::new();
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            files.insert(files::slashed(path), std::fs::read(entry.path())?);
        }
    }
    Ok(files)
}

/// Puts a site in the place of the one that is there, whole or not at all.
fn publish(site: &Files, destination: &Path) -> io::Result<()> {
    let parent = destination.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent)?;
    // Beside the old one: only within a file system is a rename one step.
    let beside = Scratch::within(parent, ".proof-")?;
    let new = beside.path().join("new");
    std::fs::create_dir(&new)?;
    let mut made = PathBuf::new();
    for (path, bytes) in site {
        let file = new.join(path);
        // Files come sorted, so that those of a folder follow each other.
        if let Some(folder) = file.parent().filter(|folder| **folder != *made) {
            std::fs::create_dir_all(folder)?;
            folder.clone_into(&mut made);
        }
        std::fs::write(&file, bytes)?;
    }
    if destination.exists() {
        if exchange(&new, destination) {
            return Ok(());
        }
        return scratch::undisturbed(|| {
            std::fs::rename(destination, beside.path().join("old"))?;
            std::fs::rename(&new, destination)
        });
    }
    std::fs::rename(&new, destination)
}

/// Lets two folders change places in one step, where the system can: between two renames there is no site for a moment.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}
