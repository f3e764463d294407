//! `serve`: the checked book on localhost, built anew on every change.
//!
//! A change of a chapter is judged and shown at once, by itself ([`quick`]); the whole
//! book follows when the writer rests, through the same door as `build`, and it has the
//! last word. A book that fails its check leaves the last good one where it is, and says
//! so over it.

mod open;
mod port;
mod quick;
mod report;
mod site;
mod watch;
mod web;

use crate::args::{Common, spoken};
use crate::book::fails;
use crate::build::{Built, build};
use crate::failure::{Failure, Result};
use crate::memory::Memory;
use crate::scratch::Scratch;
use crate::screen::{self, Count, Format};
use crate::settings::Settings;
use mdbook_driver::book::Book;
use proof_checker::diagnostic::{Diagnostic, Lang, Text};
use proof_checker::say;
use site::{Base, Site};
use std::collections::{BTreeSet, HashSet, VecDeque};
use std::io::stderr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What `serve` takes.
#[derive(Debug)]
pub(crate) struct Options {
    /// What every command takes.
    pub(crate) common: Common,
    /// The book's folder.
    pub(crate) root: PathBuf,
    /// The port; 0 for any free one.
    pub(crate) port: u16,
    /// The name or address to listen on, where it is not this machine alone.
    pub(crate) hostname: Option<String>,
    /// Whether to open a browser.
    pub(crate) open: bool,
}

/// How long a writer has to rest before the whole book is built.
const REST: Duration = Duration::from_millis(300);

/// How long a change may go on before what is there is built: some programs write without end.
const LONGEST: Duration = Duration::from_millis(500);

/// How many chapters are shown by themselves; when more change at once the whole book is as quick.
const FEW: usize = 24;

/// What the main loop hears of.
enum News {
    /// Something happened to a file.
    Disk(notify::Event),
    /// The whole book was built, as it was at a moment.
    Built(u64, Result<Whole>),
}

/// A whole book that was built in a folder of its own.
struct Whole {
    built: Built,
    folder: Scratch,
    outline: Option<Book>,
}

/// Runs the command until it is interrupted.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let settings = Settings::of_book(&options.root);
    if !options.root.join("book.toml").is_file() {
        return settings.map(|_| ExitCode::SUCCESS);
    }
    let own = settings.as_ref().ok().and_then(|settings| settings.lang);
    let lang = options.common.lang.or(own).unwrap_or_else(|| spoken(None));
    let site = Arc::new(Site::new(lang));
    let server = port::listen(options.hostname.as_deref(), options.port, &options.root)?;
    let url = server.url();
    let (sender, news) = mpsc::channel();
    let mut studio = Studio {
        root: options.root.clone(),
        lang,
        colour: options.common.colour.on(&stderr()),
        settings: None,
        memory: Arc::default(),
        watcher: watch::Watcher::new(sender.clone())?,
        site: Arc::clone(&site),
        sender,
        moment: 0,
        unshown: BTreeSet::new(),
        shown: None,
        behind: false,
        building: false,
        said: HashSet::new(),
    };
    web::serve(server, site);
    studio.take_settings(settings);
    say(
        lang,
        &say!(
            ko: "{url} 에서 보고 있습니다. 멈추려면 Ctrl+C를 누르십시오",
            en: "serving on {url}; press Ctrl+C to stop"
        ),
    );
    if options.open {
        open::browser(&url);
    }
    studio.watch(&news);
    Ok(ExitCode::SUCCESS)
}

fn say(lang: Lang, text: &Text) {
    screen::note(&format!("{}\n", text.get(lang)));
}

/// Everything that the main loop keeps.
struct Studio {
    root: PathBuf,
    lang: Lang,
    colour: bool,
    /// The book's settings; nothing while `book.toml` cannot be followed.
    settings: Option<Arc<Settings>>,
    memory: Arc<Mutex<Memory>>,
    watcher: watch::Watcher,
    site: Arc<Site>,
    sender: Sender<News>,
    /// Counts the changes: what was built of an earlier moment is out of date.
    moment: u64,
    /// Chapters that have changed since they were last shown.
    unshown: BTreeSet<usize>,
    /// The outline of the whole book that is shown; nothing where it could not be built as it is now.
    shown: Option<Book>,
    /// Whether the whole book has to be built.
    behind: bool,
    /// Whether that is going on.
    building: bool,
    /// What was said on the terminal last, so that it is not said again.
    said: HashSet<(String, &'static str, String)>,
}

impl Studio {
    /// Listens for news until nobody is left to tell any.
    fn watch(&mut self, news: &Receiver<News>) {
        let mut waiting = VecDeque::new();
        loop {
            let next = match waiting.pop_front() {
                Some(next) => Ok(next),
                None if self.behind && !self.building => news.recv_timeout(REST),
                None => news.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match next {
                Ok(News::Disk(event)) => {
                    let changed = self.settled(&event, news, &mut waiting);
                    if !changed.is_empty() {
                        self.changed(&changed);
                    }
                }
                Ok(News::Built(moment, whole)) => {
                    self.building = false;
                    if moment == self.moment {
                        self.take(whole, false);
                    }
                }
                Err(RecvTimeoutError::Timeout) => self.build_behind(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// The files that changed, once the change is over; what else is heard meanwhile waits.
    fn settled(
        &mut self,
        first: &notify::Event,
        news: &Receiver<News>,
        waiting: &mut VecDeque<News>,
    ) -> BTreeSet<PathBuf> {
        let mut changed = BTreeSet::new();
        let mut event = self.watcher.change(first);
        let started = Instant::now();
        while let Some(change) = event.take() {
            changed.extend(change.files);
            while event.is_none() && started.elapsed() < LONGEST {
                match news.recv_timeout(change.patience) {
                    Ok(News::Disk(next)) => event = self.watcher.change(&next),
                    Ok(other) => waiting.push_back(other),
                    Err(_) => return changed,
                }
            }
        }
        changed
    }

    fn changed(&mut self, files: &BTreeSet<PathBuf>) {
        for file in files {
            let shown = crate::files::relative(file);
            let shown = shown.display();
            say(self.lang, &say!(ko: "바뀜: {shown}", en: "changed: {shown}"));
        }
        self.moment += 1;
        let files: Vec<PathBuf> = files.iter().cloned().collect();
        let of_settings = |settings: &Arc<Settings>| {
            let own = settings
                .fact_files
                .iter()
                .map(|file| crate::surroundings::lexical(file));
            let own: BTreeSet<PathBuf> = own
                .chain([crate::surroundings::lexical(&self.root.join("book.toml"))])
                .collect();
            files.iter().any(|file| own.contains(file))
        };
        if self.settings.as_ref().is_none_or(of_settings) {
            self.take_settings(Settings::of_book(&self.root));
        } else if self.quickly(&files).is_none() {
            let text = |file: &PathBuf| file.extension().is_some_and(|ending| ending == "md");
            self.build_now(!files.iter().all(text));
        }
    }

    /// Begins anew, with other settings or for the first time.
    fn take_settings(&mut self, settings: Result<Settings>) {
        // Whoever builds still by the old ones keeps what it knows to itself.
        self.memory = Arc::default();
        self.settings = None;
        self.watcher.look_at_file(&self.root.join("book.toml"));
        match settings {
            Ok(settings) => {
                self.settings = Some(Arc::new(settings));
                self.build_now(true);
            }
            Err(failure) => {
                // A file that `book.toml` names may be what is broken.
                Settings::named_files(&self.root)
                    .iter()
                    .for_each(|file| self.watcher.look_at_file(file));
                self.fail(&failure);
            }
        }
    }

    /// Shows what has changed by itself, where that is possible.
    fn quickly(&mut self, files: &[PathBuf]) -> Option<()> {
        let settings = Arc::clone(self.settings.as_ref()?);
        let base = self.site.base()?;
        if !quick::is_possible(&settings) {
            return None;
        }
        let shared = Arc::clone(&self.memory);
        let mut memory = lock(&shared);
        if self.shown.is_none() || memory.outline != self.shown {
            return None;
        }
        self.unshown.extend(memory.read_again(files, &settings)?);
        if self.unshown.len() > FEW {
            return None;
        }
        let found = memory.judge(&settings);
        self.site.say(report::of(&found, &self.site));
        // A book with errors is not built; what was shown before they came will be, once they are gone.
        self.behind = !fails(&found);
        if self.behind {
            let few: Vec<usize> = self.unshown.iter().copied().collect();
            let (book, sources) = memory.with_text_of(&few, &settings)?;
            drop(memory);
            // What mdBook refuses it refuses of the whole book too, and says so there.
            self.site.show_pages(quick::pages(&settings, book, sources, base).ok()?);
            self.unshown.clear();
        }
        self.report(&found);
        Some(())
    }

    /// Builds the whole book while everything waits; `assets` says that more than pages may have changed.
    fn build_now(&mut self, assets: bool) {
        let Some(settings) = &self.settings else { return };
        self.watcher.look_at(settings);
        let whole = whole(settings, &self.memory);
        self.take(whole, assets);
    }

    /// Builds the whole book while other things go on.
    fn build_behind(&mut self) {
        let Some(settings) = self.settings.clone() else { return };
        self.building = true;
        let (memory, moment, sender) = (Arc::clone(&self.memory), self.moment, self.sender.clone());
        std::thread::spawn(move || {
            // When nobody listens any more the program is about to end.
            let _ = sender.send(News::Built(moment, whole(&settings, &memory)));
        });
    }

    /// Shows a whole book, or says why there is none.
    fn take(&mut self, whole: Result<Whole>, assets: bool) {
        self.behind = false;
        match whole {
            Ok(Whole { built, folder, outline }) => {
                if built.failed {
                    self.shown.take_if(|shown| Some(&*shown) != outline.as_ref());
                } else {
                    self.site.show(Base::new(folder, &built), assets);
                    self.unshown.clear();
                    self.shown = outline;
                }
                self.site.say(report::of(&built.found, &self.site));
                self.report(&built.found);
                let included: Vec<PathBuf> = lock(&self.memory).included().map(Path::to_owned).collect();
                included.iter().for_each(|file| self.watcher.look_at_file(file));
            }
            Err(failure) => self.fail(&failure),
        }
    }

    fn fail(&mut self, failure: &Failure) {
        self.shown = None;
        self.said.clear();
        screen::note(&failure.message(self.lang));
        self.site.say(report::of_failure(failure, self.lang));
    }

    /// Says on the terminal what was not said last time, and how many there are.
    fn report(&mut self, found: &[Diagnostic]) {
        let name = |d: &Diagnostic| (d.at.file.path.clone(), d.rule, d.message.en.to_string());
        for diagnostic in found.iter().filter(|diagnostic| !self.said.contains(&name(diagnostic))) {
            screen::note(&screen::show(diagnostic, Format::Human, self.lang, self.colour));
        }
        self.said = found.iter().map(name).collect();
        screen::note(&format!("{}\n", Count::of(found).words(self.lang)));
    }
}

/// Builds a whole book in a folder of its own.
fn whole(settings: &Arc<Settings>, memory: &Arc<Mutex<Memory>>) -> Result<Whole> {
    let folder = Scratch::new().map_err(|e| {
        Failure::new(say!(ko: "임시 폴더를 만들 수 없습니다: {e}", en: "cannot make a temporary folder: {e}"))
    })?;
    let built = build(settings, Some(folder.path()), Some(memory))?;
    let outline = lock(memory).outline.clone();
    Ok(Whole { built, folder, outline })
}

fn lock(memory: &Mutex<Memory>) -> MutexGuard<'_, Memory> {
    memory.lock().unwrap_or_else(PoisonError::into_inner)
}
