//! `fix`: applies what is certain, until nothing is left to apply.

use crate::args::{Common, spoken};
use crate::check::{self, cannot_read};
use crate::external::External;
use crate::failure::{Failure, Result};
use crate::screen;
use proof_checker::diagnostic::{Applicability, Diagnostic, Lang};
use proof_checker::fix::apply;
use proof_checker::say;
use proof_checker::source::SourceFile;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// What `fix` takes.
#[derive(Debug)]
pub(crate) struct Options {
    /// What every command takes.
    pub(crate) common: Common,
    /// Files and folders; none stands for the current folder.
    pub(crate) paths: Vec<PathBuf>,
    /// Whether placeholders are read literally.
    pub(crate) literal: bool,
    /// Whether guesses are applied too.
    pub(crate) unsafe_too: bool,
}

/// One fix may make room for another; more rounds than this would be a quarrel of fixes.
const ROUNDS: usize = 10;

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let at_least = if options.unsafe_too {
        Applicability::Unsafe
    } else {
        Applicability::Safe
    };
    let mut lang = spoken(options.common.lang);
    let mut fixed = BTreeSet::new();
    let mut unread = BTreeMap::new();
    for (settings, paths) in check::groups(&options.paths, options.literal)? {
        lang = options.common.lang.or(settings.lang).unwrap_or_else(|| spoken(None));
        for _ in 0..ROUNDS {
            let mut found: BTreeMap<String, (Arc<SourceFile>, Vec<Diagnostic>)> = BTreeMap::new();
            check::check(&settings, &paths, &External::default(), |checked| {
                match checked.result {
                    Ok((_, diagnostics)) => {
                        for diagnostic in diagnostics.into_iter().filter(|d| d.fix.is_some()) {
                            let file = Arc::clone(&diagnostic.at.file);
                            found
                                .entry(file.path.clone())
                                .or_insert_with(|| (file, Vec::new()))
                                .1
                                .push(diagnostic);
                        }
                    }
                    Err(why) => {
                        unread.insert(checked.path, why);
                    }
                }
            });
            let mut changed = Vec::new();
            for (file, diagnostics) in found.into_values() {
                if let Some(text) = apply(&file, &diagnostics, at_least) {
                    write(Path::new(&file.path), &text)?;
                    changed.push(PathBuf::from(&file.path));
                }
            }
            if changed.is_empty() {
                break;
            }
            fixed.extend(changed);
        }
    }
    for path in &fixed {
        screen::print(&fixed_line(&path.display().to_string(), lang));
    }
    for (path, why) in &unread {
        screen::note(&cannot_read(&path.display().to_string(), why, lang));
    }
    if fixed.is_empty() {
        screen::note(match lang {
            Lang::Ko => "고칠 것이 없습니다\n",
            Lang::En => "nothing to fix\n",
        });
    }
    Ok(if !unread.is_empty() {
        ExitCode::from(2)
    } else {
        ExitCode::SUCCESS
    })
}

fn fixed_line(path: &str, lang: Lang) -> String {
    match lang {
        Lang::Ko => format!("고쳤습니다: {path}\n"),
        Lang::En => format!("fixed {path}\n"),
    }
}

/// Writes beside the file and renames, so that no half of it is ever there.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    let shown = path.display();
    let failure = |e: &dyn std::fmt::Display| {
        Failure::new(say!(ko: "`{shown}`에 쓸 수 없습니다: {e}", en: "cannot write `{shown}`: {e}"))
    };
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut beside = tempfile::NamedTempFile::new_in(folder).map_err(|e| failure(&e))?;
    std::io::Write::write_all(&mut beside, text.as_bytes()).map_err(|e| failure(&e))?;
    let permissions = std::fs::metadata(path).map_err(|e| failure(&e))?.permissions();
    beside.as_file().set_permissions(permissions).map_err(|e| failure(&e))?;
    beside.persist(path).map_err(|e| failure(&e.error))?;
    Ok(())
}
