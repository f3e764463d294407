//! `check`: judges files and says what it found.

use crate::args::{Common, spoken};
use crate::external::{self, External};
use crate::failure::Result;
use crate::files;
use crate::screen::{self, Count, Format, Progress};
use crate::settings::Settings;
use crate::surroundings::{Surroundings, lexical};
use proof_checker::diagnostic::{Diagnostic, Lang, Severity};
use proof_checker::{Analysis, Asked, Names, analyse, finish_beside};
use proof_site::on_every_core;
use std::collections::{HashMap, HashSet};
use std::io::stdout;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

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

/// Judges files on every core; `each` gets them in the order of `paths`. Those of a book are held against all of
/// its chapters, whichever are judged.
pub(crate) fn check(settings: &Settings, paths: &[PathBuf], external: &External, mut each: impl FnMut(Checked)) {
    let around = &Surroundings::of(settings);
    let chapters = around.chapters();
    let nothing = Names::default();
    let by_itself = |path: &PathBuf| judge(path, settings, around, external, &nothing);
    if chapters.is_empty() {
        return on_every_core(paths, usize::MAX, by_itself, |_, judged| each(judged.checked));
    }
    let mut judged = Vec::with_capacity(paths.len());
    on_every_core(paths, usize::MAX, by_itself, |_, one| judged.push(one));
    let names = names(settings, &chapters, paths, &judged);
    for (path, Judged { checked, asked, .. }) in paths.iter().zip(judged) {
        // What could be told otherwise, now that all names are known, is judged again.
        each(match names.doubt(&asked) {
            true => judge(path, settings, around, external, &names).checked,
            false => checked,
        });
    }
}

/// What was found in a file, and what it makes and asks for by name.
struct Judged {
    checked: Checked,
    makes: Names,
    asked: Asked,
}

/// What all chapters of a book make by name. Where none of the files asks for anything, the others are not read.
fn names(settings: &Settings, chapters: &[PathBuf], paths: &[PathBuf], judged: &[Judged]) -> Names {
    let mut names = Names::default();
    if judged.iter().all(|judged| judged.asked.is_empty()) {
        return names;
    }
    let known: HashMap<PathBuf, &Judged> = paths.iter().map(|path| lexical(path)).zip(judged).collect();
    let (given, rest): (Vec<&PathBuf>, Vec<&PathBuf>) =
        chapters.iter().partition(|chapter| known.contains_key(*chapter));
    for chapter in given {
        names.add(&known[chapter].makes);
    }
    let rest: Vec<PathBuf> = rest.into_iter().cloned().collect();
    let made = |path: &PathBuf| read(path, settings).map(|analysis| Names::of(&analysis));
    on_every_core(&rest, usize::MAX, made, |_, made| {
        if let Ok(made) = made {
            names.add(&made);
        }
    });
    names
}

fn judge(path: &Path, settings: &Settings, around: &Surroundings, external: &External, names: &Names) -> Judged {
    let mut judged = Judged {
        checked: Checked {
            path: path.to_owned(),
            result: Ok((0, Vec::new())),
        },
        makes: Names::default(),
        asked: Asked::default(),
    };
    judged.checked.result = read(path, settings).map_err(|e| e.to_string()).map(|mut analysis| {
        around.check(&mut analysis, path);
        external.report(&mut analysis, settings);
        judged.makes = Names::of(&analysis);
        judged.asked = Asked::of(&analysis);
        let blocks = analysis.blocks.len();
        (blocks, finish_beside(&[analysis], names, &settings.options))
    });
    judged
}

fn read(path: &Path, settings: &Settings) -> std::io::Result<Analysis> {
    let chapter = files::chapter(path, files::read(path)?, settings);
    Ok(analyse(chapter, &settings.facts, &settings.options))
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
