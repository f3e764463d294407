//! `check`: judges files and says what it found.

use crate::args::{Common, spoken};
use crate::external::{self, External};
use crate::failure::Result;
use crate::files;
use crate::screen::{self, Count, Format, Progress};
use crate::settings::Settings;
use crate::surroundings::Surroundings;
use proof_checker::diagnostic::{Diagnostic, Lang, Severity};
use proof_checker::{analyse, finish};
use std::collections::{BTreeMap, HashSet};
use std::io::stdout;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// What `check` takes.
#[derive(Debug)]
pub(crate) struct Options {
    /// What every command takes.
    pub(crate) common: Common,
    /// Files and folders; none stands for the current folder.
    pub(crate) paths: Vec<PathBuf>,
    /// How to print.
    pub(crate) format: Format,
    /// Whether warnings fail.
    pub(crate) deny_warnings: bool,
    /// Whether placeholders are read literally.
    pub(crate) literal: bool,
    /// Whether external links are asked for.
    pub(crate) links: bool,
}

/// What was found in one file.
pub(crate) struct Checked {
    /// The file.
    pub(crate) path: PathBuf,
    /// How many blocks it has, and what was found; or why it could not be read.
    pub(crate) result: std::result::Result<(usize, Vec<Diagnostic>), String>,
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let mut count = Count::default();
    let (mut files, mut blocks, mut unread) = (0, 0, 0_usize);
    let mut lang = spoken(options.common.lang);
    let colour = options.common.colour.on(&stdout());
    let mut seen = HashSet::new();
    let groups = groups(&options.paths, options.literal)?;
    let external = if options.links {
        let book = groups.iter().find_map(|(settings, _)| settings.lang);
        external::ask(&groups, options.common.lang.or(book).unwrap_or(lang))?
    } else {
        External::default()
    };
    for (settings, paths) in groups {
        let speak = options.common.lang.or(settings.lang).unwrap_or_else(|| spoken(None));
        lang = speak;
        files += paths.len();
        let mut progress = Progress::new(paths.len());
        let mut done = 0;
        check(&settings, &paths, &external, |checked| {
            done += 1;
            progress.at(done);
            match checked.result {
                Ok((in_file, found)) => {
                    blocks += in_file;
                    for mut diagnostic in found {
                        if options.deny_warnings && diagnostic.severity == Severity::Warning {
                            diagnostic.severity = Severity::Error;
                        }
                        // A file that others include is judged with each of them, and reported once.
                        let at = &diagnostic.at;
                        if seen.insert((at.file.path.clone(), at.start, at.end, diagnostic.rule)) {
                            progress.clear();
                            count.add(diagnostic.severity);
                            screen::print(&screen::show(&diagnostic, options.format, speak, colour));
                        }
                    }
                }
                Err(why) => {
                    progress.clear();
                    unread += 1;
                    screen::note(&cannot_read(&checked.path.display().to_string(), &why, speak));
                }
            }
        });
        progress.clear();
    }
    screen::note(&summary(files, blocks, count, lang));
    Ok(match (unread, count.errors) {
        (1.., _) => ExitCode::from(2),
        (0, 1..) => ExitCode::FAILURE,
        (0, 0) => ExitCode::SUCCESS,
    })
}

/// The files that the paths stand for, with the settings that hold for each.
pub(crate) fn groups(paths: &[PathBuf], literal: bool) -> Result<Vec<(Settings, Vec<PathBuf>)>> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here[..] } else { paths };
    let mut groups = Vec::new();
    let mut seen = HashSet::new();
    for path in paths {
        let mut settings = Settings::near(path)?;
        settings.options.placeholders &= !literal;
        let mut files = files::markdown(path, &settings)?;
        files.retain(|file| seen.insert(file.clone()));
        groups.push((settings, files));
    }
    Ok(groups)
}

/// Judges files on every core; `each` gets them in the order of `paths`.
pub(crate) fn check(settings: &Settings, paths: &[PathBuf], external: &External, mut each: impl FnMut(Checked)) {
    let around = &Surroundings::of(settings);
    if let [only] = paths {
        // A thread would cost more than it saves.
        return each(judge(only, settings, around, external));
    }
    let next = AtomicUsize::new(0);
    let cores = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(paths.len().max(1));
    let (sender, receiver) = mpsc::sync_channel(cores * 8);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if sender.send((path, judge(path, settings, around, external))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut order = paths.iter();
        let mut wanted = order.next();
        for (path, checked) in receiver {
            waiting.insert(path, checked);
            while let Some(ready) = wanted.and_then(|path| waiting.remove(path)) {
                each(ready);
                wanted = order.next();
            }
        }
    });
}

fn judge(path: &Path, settings: &Settings, around: &Surroundings, external: &External) -> Checked {
    let result = files::read(path).map_err(|e| e.to_string()).map(|text| {
        let chapter = files::chapter(path, text, settings);
        let mut analysis = analyse(chapter, &settings.facts, &settings.options);
        around.check(&mut analysis, path);
        external.report(&mut analysis, settings);
        (analysis.blocks.len(), finish(&[analysis], &settings.options))
    });
    Checked {
        path: path.to_owned(),
        result,
    }
}

/// Says that a file could not be read.
pub(crate) fn cannot_read(path: &str, why: &str, lang: Lang) -> String {
    match lang {
        Lang::Ko => format!("오류: `{path}`을(를) 읽을 수 없습니다: {why}\n"),
        Lang::En => format!("error: cannot read `{path}`: {why}\n"),
    }
}

fn summary(files: usize, blocks: usize, count: Count, lang: Lang) -> String {
    let words = count.words(lang);
    let s = |n: usize| if n == 1 { "" } else { "s" };
    match lang {
        Lang::Ko => format!("파일 {files}개, 코드 블록 {blocks}개: {words}\n"),
        Lang::En => format!("{files} file{}, {blocks} code block{}: {words}\n", s(files), s(blocks)),
    }
}
