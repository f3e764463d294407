//! `build`: mdBook in-process, with the checker in the place of its command.

use crate::args::{Common, spoken};
use crate::book::{HTML, fails, prove};
use crate::failure::Result;
use crate::finish::{self, Finish};
use crate::memory::Memory;
use crate::screen::{self, Count, Format};
use crate::settings::Settings;
use crate::surroundings;
use mdbook_driver::MDBook;
use mdbook_driver::book::Book;
use mdbook_driver::config::Config;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use proof_checker::diagnostic::{Diagnostic, Lang};
use std::io::stderr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

/// What `build` takes.
#[derive(Debug)]
pub(crate) struct Options {
    /// What every command takes.
    pub(crate) common: Common,
    /// The book's folder.
    pub(crate) root: PathBuf,
    /// Where to put the result, instead of where `book.toml` says.
    pub(crate) dest: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let settings = Settings::of_book(&options.root)?;
    let lang = options.common.lang.or(settings.lang).unwrap_or_else(|| spoken(None));
    let built = build(&Arc::new(settings), options.dest.as_deref(), None)?;
    report(&built.found, lang, options.common.colour.on(&stderr()));
    if built.failed {
        return Ok(ExitCode::FAILURE);
    }
    let shown = built.site.display();
    screen::print(&match lang {
        Lang::Ko => format!("책을 만들었습니다: {shown}\n"),
        Lang::En => format!("built the book: {shown}\n"),
    });
    Ok(ExitCode::SUCCESS)
}

/// Says what was found in a book.
pub(crate) fn report(found: &[Diagnostic], lang: Lang, colour: bool) {
    for diagnostic in found {
        screen::note(&screen::show(diagnostic, Format::Human, lang, colour));
    }
    screen::note(&format!("{}\n", Count::of(found).words(lang)));
}

/// How a build went.
pub(crate) struct Built {
    /// What was found, whether or not it failed the build.
    pub(crate) found: Vec<Diagnostic>,
    /// Whether what was found kept the book from being built.
    pub(crate) failed: bool,
    /// Where the site lies.
    pub(crate) site: PathBuf,
    /// Where the HTML lies that mdBook made of it.
    pub(crate) rendered: PathBuf,
}

/// Checks and builds a book.
///
/// `memory` is what is known of its chapters from an earlier build under the same settings; nothing where there will be no
/// other build.
pub(crate) fn build(
    settings: &Arc<Settings>,
    dest: Option<&Path>,
    memory: Option<&Arc<Mutex<Memory>>>,
) -> Result<Built> {
    settings.comes_first()?;
    let mut config = config(settings)?;
    let root = settings.root.clone().unwrap_or_else(|| ".".into());
    if let Some(dest) = dest {
        config.build.build_dir = std::path::absolute(dest).unwrap_or_else(|_| dest.to_owned());
    }
    // Another renderer than these wants the chapters too.
    let once = names(&config, "output").all(|name| [HTML, finish::NAME].contains(&name.as_str()));
    let memory = match memory {
        Some(memory) => Arc::clone(memory),
        None if once => Arc::new(Mutex::new(Memory::brief())),
        None => Arc::default(),
    };
    let known = memory.lock().unwrap_or_else(PoisonError::into_inner).files();
    if config.build.create_missing && surroundings::lists_missing(settings, &known) {
        // A chapter that was there is being moved or replaced; an empty one must not get in the way of it.
        config.build.create_missing = false;
    }
    let finishes = finish::wanted(&config);
    let mut book = MDBook::load_with_config(&root, config)?;
    let found = Arc::new(Mutex::new(Vec::new()));
    book.with_preprocessor(Proof {
        settings: Arc::clone(settings),
        found: Arc::clone(&found),
        memory,
    });
    if finishes {
        book.with_renderer(Finish);
    }
    let site = book.build_dir_for(if finishes { finish::NAME } else { "html" });
    let rendered = book.build_dir_for("html");
    let built = book.build();
    let found = std::mem::take(&mut *found.lock().unwrap_or_else(PoisonError::into_inner));
    let failed = fails(&found);
    // A book with errors stops its build with an error of ours; any other is mdBook's.
    if !failed {
        built?;
    }
    Ok(Built {
        found,
        failed,
        site,
        rendered,
    })
}

/// The names of what a table of `book.toml` holds: `output`, `preprocessor`.
pub(crate) fn names(config: &Config, table: &str) -> impl Iterator<Item = String> + use<> {
    let table = config.get::<serde_json::Map<String, serde_json::Value>>(table);
    table
        .ok()
        .flatten()
        .unwrap_or_default()
        .into_iter()
        .map(|(name, _)| name)
}

/// A book's configuration, with what it takes for granted.
pub(crate) fn config(settings: &Settings) -> Result<Config> {
    let mut config = settings.config.clone();
    if !config.contains_key("preprocessor.proof") {
        // A book that never heard of the checker: it has to come before `links` resolves the includes.
        config.set("preprocessor.proof.before", ["links"])?;
    }
    if finish::wanted(&config) {
        if !config.contains_key("output.html") {
            config.set("output.html", serde_json::json!({}))?;
        }
        let search = format!("output.{}.{}", finish::NAME, finish::SEARCH);
        if !config.contains_key(&search) {
            let html = config.html_config().unwrap_or_default();
            config.set(&search, html.search.unwrap_or_default().enable)?;
        }
        // A finished site has a search of its own; mdBook's index would be made for nobody.
        config.set("output.html.search.enable", false)?;
    }
    Ok(config)
}

/// The checker as a preprocessor, which keeps what it found for the caller.
struct Proof {
    settings: Arc<Settings>,
    found: Arc<Mutex<Vec<Diagnostic>>>,
    memory: Arc<Mutex<Memory>>,
}

impl Preprocessor for Proof {
    fn name(&self) -> &str {
        "proof"
    }

    fn run(&self, context: &PreprocessorContext, mut book: Book) -> anyhow::Result<Book> {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let found = prove(context, &self.settings, &mut book, &mut memory);
        memory.done();
        drop(memory);
        let failed = fails(&found);
        // Every renderer but the last, which only finishes, has the book judged anew; the last time speaks for all.
        if context.renderer != finish::NAME {
            *self.found.lock().unwrap_or_else(PoisonError::into_inner) = found;
        }
        if failed {
            // Only stops mdBook: `build` says what was found.
            return Err(anyhow::Error::msg("the book has errors"));
        }
        Ok(book)
    }
}
