//! `run`: executes the examples of chapters, each chapter a session of its own in a temporary folder, with an emulator
//! of AWS around it. The one command that executes anything.

mod chapter;
mod config;
mod results;
mod terminal;
mod tools;
mod update;
mod words;

pub(crate) use config::Config;
pub(crate) use results::Results;

use crate::args::{Common, spoken};
use crate::check::{cannot_read, groups};
use crate::failure::{Failure, Result};
use crate::files;
use crate::screen::{self, Format};
use crate::settings::Settings;
use chapter::Done;
use config::Emulator;
use proof_checker::diagnostic::{Diagnostic, Lang, Severity, Text};
use proof_checker::session::{Fate, Place, Session, session};
use proof_checker::source::Span;
use proof_checker::{Analysis, analyse, say};
use proof_site::on_every_core;
use std::collections::BTreeMap;
use std::io::{IsTerminal, stderr, stdout};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;
use terminal::{Plan, Walls};

/// What `run` takes.
#[derive(Debug)]
pub(crate) struct Options {
    /// What every command takes.
    pub(crate) common: Common,
    /// Files and folders; none stands for the current folder.
    pub(crate) paths: Vec<PathBuf>,
    /// How to print.
    pub(crate) format: Format,
    /// Whether outputs and results are written.
    pub(crate) update: bool,
    /// Whether every step that is left out is named.
    pub(crate) verbose: bool,
    /// The AWS CLI to use.
    pub(crate) aws: Option<PathBuf>,
    /// The emulator to use, by its name.
    pub(crate) emulator: Option<String>,
    /// An emulator that runs already.
    pub(crate) endpoint: Option<String>,
    /// The profile of a real account to use.
    pub(crate) real_account: Option<String>,
}

/// A chapter that was read.
struct Chapter {
    path: PathBuf,
    analysis: Analysis,
    session: Session,
}

/// Counts of all chapters.
#[derive(Default)]
struct Totals {
    ran: usize,
    skipped: usize,
    failed: usize,
    unread: usize,
    reasons: BTreeMap<String, usize>,
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    if !cfg!(unix) {
        return Err(Failure::new(say!(
            ko: "`run`은 bash가 있는 Linux와 macOS에서만 동작합니다",
            en: "`run` works on Linux and macOS, where bash is"
        )));
    }
    let mut totals = Totals::default();
    let mut lang = spoken(options.common.lang);
    for (settings, paths) in groups(&options.paths, false)? {
        lang = options.common.lang.or(settings.lang).unwrap_or_else(|| spoken(None));
        group(&settings, &paths, options, lang, &mut totals)?;
    }
    screen::note(&totals.words(lang));
    Ok(match (totals.unread, totals.failed) {
        (1.., _) => ExitCode::from(2),
        (0, 1..) => ExitCode::FAILURE,
        (0, 0) => ExitCode::SUCCESS,
    })
}

/// Runs the files of one book or folder.
fn group(settings: &Settings, paths: &[PathBuf], options: &Options, lang: Lang, totals: &mut Totals) -> Result<()> {
    let mut config = settings.run.clone();
    if let Some(name) = &options.emulator {
        config.emulator = Emulator::named(name)?;
    }
    if let Some(endpoint) = &options.endpoint {
        config.emulator = Emulator::at(endpoint)?;
    }
    // A real account and an emulator that runs already are reached over the network.
    let network = options.real_account.is_some() || config.emulator.endpoint.is_some();
    let way = terminal::way(network);
    let walls = match (&way, network) {
        (Some(_), false) => Walls::Stand,
        (Some(_), true) => Walls::Files,
        (None, _) => Walls::None,
    };
    let mut place = Place {
        walls: walls == Walls::Stand,
        docker: false,
    };
    let mut chapters = read(settings, paths, place, lang, totals);
    let docker = |chapter: &Chapter| {
        chapter
            .session
            .commands()
            .any(|(_, command)| command.text.contains("docker "))
    };
    if chapters.iter().any(docker) && tools::docker() {
        place.docker = true;
        for chapter in &mut chapters {
            chapter.session = session(&chapter.analysis, place);
        }
    }
    let runs = |chapter: &Chapter| chapter.session.commands().any(|(_, c)| matches!(c.fate, Fate::Run));
    let any = chapters.iter().any(runs);
    let (cli, bin) = if any {
        let named = options.aws.as_deref().or(config.aws.as_deref());
        let cli = tools::cli(named)?;
        let bin = if network {
            PathBuf::new()
        } else {
            tools::emulator(&config.emulator, lang)?
        };
        if let Some(text) = chapter::about_walls(walls) {
            screen::note(&format!("{}\n", text.get(lang)));
        }
        (cli, bin)
    } else {
        (tools::Cli::none(), PathBuf::new())
    };
    let plan = Plan {
        config: &config,
        aws: &cli.path,
        bin: &bin,
        walls,
        way: way.as_deref().unwrap_or_default(),
        profile: options.real_account.as_deref(),
    };
    let mut results = Results::read(settings);
    let mut edits = update::Edits::default();
    each(&chapters, &plan, |chapter, mut done| {
        if options.update {
            done.failed -= edits.add(&chapter.analysis, &mut done);
            results.put(chapter, settings, &done, &cli.version, &config.emulator.label());
        }
        report(&done, options, lang, totals);
    });
    for path in edits.write()? {
        screen::print(&match lang {
            Lang::Ko => format!("출력을 고쳤습니다: {path}\n"),
            Lang::En => format!("updated {path}\n"),
        });
    }
    if options.update {
        results.write()?;
    }
    Ok(())
}

/// Reads the files, and what is to be run in each.
fn read(settings: &Settings, paths: &[PathBuf], place: Place, lang: Lang, totals: &mut Totals) -> Vec<Chapter> {
    let mut chapters = Vec::new();
    for path in paths {
        match files::read(path) {
            Ok(text) => {
                let analysis = analyse(files::chapter(path, text, settings), &settings.facts, &settings.options);
                let session = session(&analysis, place);
                chapters.push(Chapter {
                    path: path.clone(),
                    analysis,
                    session,
                });
            }
            Err(why) => {
                totals.unread += 1;
                screen::note(&cannot_read(&path.display().to_string(), &why.to_string(), lang));
            }
        }
    }
    chapters
}

/// Runs chapters on every core; `then` gets them in their order.
fn each(chapters: &[Chapter], plan: &Plan, mut then: impl FnMut(&Chapter, Done)) {
    // An endpoint that is there for all has one state for all.
    let alone = plan.config.emulator.endpoint.is_some()
        || plan.profile.is_some()
        || plan.config.emulator.port.is_some() && plan.walls != Walls::Stand;
    let most = if alone { 1 } else { usize::MAX };
    let watched = stderr().is_terminal();
    let run = |chapter: &Chapter| {
        let started = Instant::now();
        let progress = |at: &Span, command: &str| {
            if watched {
                let line = at.file.line_column(at.start).0;
                let short: String = command.chars().take(50).collect();
                let seconds = started.elapsed().as_secs();
                screen::note(&format!("\r\x1b[K{}:{line} {short} ({seconds} s)", at.file.path));
            }
        };
        chapter::run(&chapter.analysis, &chapter.session, plan, &progress)
    };
    on_every_core(chapters, most, run, |chapter, done| {
        if watched {
            screen::note("\r\x1b[K");
        }
        then(chapter, done);
    });
}

/// Says what came of a chapter, and counts it.
fn report(done: &Done, options: &Options, lang: Lang, totals: &mut Totals) {
    totals.ran += done.ran;
    totals.failed += done.failed;
    totals.skipped += done.skipped.len();
    let colour = options.common.colour.on(&stdout());
    for diagnostic in &done.found {
        screen::print(&screen::show(diagnostic, options.format, lang, colour));
    }
    for (place, why) in &done.skipped {
        *totals.reasons.entry(why.get(lang).to_owned()).or_default() += 1;
        match options.format {
            Format::Json => screen::print(&screen::show(&skipped(place, why), options.format, lang, colour)),
            Format::Human if options.verbose => {
                let line = place.file.line_column(place.start).0;
                let (path, why) = (&place.file.path, why.get(lang));
                screen::print(&match lang {
                    Lang::Ko => format!("{path}:{line}: 건너뜀: {why}\n"),
                    Lang::En => format!("{path}:{line}: skipped: {why}\n"),
                });
            }
            Format::Human => {}
        }
    }
}

/// A step that was left out, as a diagnostic that fails nothing.
fn skipped(place: &Span, why: &Text) -> Diagnostic {
    let Text { ko, en } = why;
    let text = say!(ko: "실행하지 않았습니다: {ko}", en: "not run: {en}");
    Diagnostic::new(Severity::Info, "run-skipped", place.clone(), text)
}

impl Totals {
    fn words(&self, lang: Lang) -> String {
        let mut out = String::new();
        let mut reasons: Vec<(&String, &usize)> = self.reasons.iter().collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        for (reason, count) in reasons {
            out += &match lang {
                Lang::Ko => format!("건너뜀 {count}: {reason}\n"),
                Lang::En => format!("skipped {count}: {reason}\n"),
            };
        }
        let Self {
            ran, skipped, failed, ..
        } = self;
        // Programs look for the English words, whatever the language.
        out += &match lang {
            Lang::Ko => {
                format!("실행 {ran}, 건너뜀 {skipped}, 실패 {failed}: {ran} ran, {skipped} skipped, {failed} failed\n")
            }
            Lang::En => format!("{ran} ran, {skipped} skipped, {failed} failed\n"),
        };
        out
    }
}
