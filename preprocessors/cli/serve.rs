//! `serve`: the checked book on localhost, built anew on every change.
//!
//! Each build goes to a fresh folder that takes the old one's place when it is
//! done; a book that fails its check leaves the last good one where it is.

mod watch;
mod web;

use crate::args::{Common, spoken};
use crate::build::{self, Built, build};
use crate::failure::{Failure, Result};
use crate::screen;
use crate::settings::Settings;
use proof_checker::diagnostic::{Lang, Text};
use proof_checker::output::human;
use proof_checker::say;
use std::io::stderr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use tempfile::TempDir;

/// What `serve` takes.
#[derive(Debug)]
pub(crate) struct Options {
    /// What every command takes.
    pub(crate) common: Common,
    /// The book's folder.
    pub(crate) root: PathBuf,
    /// The port; 0 for any free one.
    pub(crate) port: u16,
}

/// Runs the command until it is interrupted.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let settings = Settings::of_book(&options.root)?;
    let lang = options.common.lang.or(settings.lang).unwrap_or_else(|| spoken(None));
    let colour = options.common.colour.on(&stderr());
    let server = web::listen(options.port)?;
    let port = server.port();
    let site = Arc::new(web::Site::default());
    let mut watcher = watch::Watcher::new()?;
    watcher.look_at(&settings);
    rebuild(Ok(settings), &site, lang, colour);
    web::serve(server, Arc::clone(&site));
    say(
        lang,
        &say!(
            ko: "http://localhost:{port} 에서 보고 있습니다. 멈추려면 Ctrl+C를 누르십시오",
            en: "serving on http://localhost:{port}; press Ctrl+C to stop"
        ),
    );
    while let Some(changed) = watcher.wait() {
        let changed = changed.display();
        say(lang, &say!(ko: "바뀜: {changed}", en: "changed: {changed}"));
        let settings = Settings::of_book(&options.root);
        if let Ok(settings) = &settings {
            watcher.look_at(settings);
        }
        rebuild(settings, &site, lang, colour);
    }
    Ok(ExitCode::SUCCESS)
}

fn say(lang: Lang, text: &Text) {
    screen::note(&format!("{}\n", text.get(lang)));
}

/// Builds; shows the new book, or says why there is none.
fn rebuild(settings: Result<Settings>, site: &web::Site, lang: Lang, colour: bool) {
    let built = settings.and_then(|settings| {
        let folder = TempDir::with_prefix("mdbook-proof-").map_err(|e| {
            Failure::new(say!(ko: "임시 폴더를 만들 수 없습니다: {e}", en: "cannot make a temporary folder: {e}"))
        })?;
        Ok((build(settings, Some(folder.path()))?, folder))
    });
    match built {
        Ok((Built { found, failed, .. }, _)) if failed => {
            build::report(&found, lang, colour);
            site.fail(
                &found
                    .iter()
                    .map(|d| human::render(d, lang, false))
                    .collect::<Vec<_>>()
                    .join("\n"),
            );
        }
        Ok((Built { found, site: html, .. }, folder)) => {
            build::report(&found, lang, colour);
            site.show(folder, html);
        }
        Err(failure) => {
            let message = failure.message(lang);
            screen::note(&message);
            site.fail(&message);
        }
    }
}
