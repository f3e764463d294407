//! mdBook's preprocessor protocol: a book as JSON on standard input, the proven
//! book on standard output, diagnostics on standard error.

use crate::args::{Common, spoken};
use crate::book::{fails, prove};
use crate::failure::{Failure, Result};
use crate::files;
use crate::help;
use crate::memory::Memory;
use crate::screen::{self, Count, Format};
use crate::settings::Settings;
use proof_checker::say;
use std::io::{BufReader, IsTerminal, stderr, stdin};
use std::process::ExitCode;

/// Runs the protocol; on a terminal, where nobody speaks it, shows the help.
pub(crate) fn run(common: Common) -> Result<ExitCode> {
    if stdin().is_terminal() {
        screen::note(&help::text(None, spoken(common.lang)));
        return Ok(ExitCode::from(2));
    }
    let (context, mut book) = mdbook_preprocessor::parse_input(BufReader::new(stdin().lock())).map_err(|e| {
        Failure::new(say!(
            ko: "표준 입력에서 mdBook의 책을 읽을 수 없습니다: {e:#}",
            en: "cannot read a book of mdBook's from standard input: {e:#}"
        ))
        .hint(say!(
            ko: "명령 없이 쓰는 것은 mdBook뿐입니다. `mdbook-proof --help`를 보십시오",
            en: "only mdBook calls this without a command; see `mdbook-proof --help`"
        ))
    })?;
    let settings = Settings::from_config(&files::relative(&context.root), context.config.clone())?;
    settings.comes_first()?;
    let found = prove(&context, &settings, &mut book, &mut Memory::default());
    let lang = common.lang.or(settings.lang).unwrap_or_else(|| spoken(None));
    let colour = common.colour.on(&stderr());
    for diagnostic in &found {
        screen::note(&screen::show(diagnostic, Format::Human, lang, colour));
    }
    if fails(&found) {
        screen::note(&format!("mdbook-proof: {}\n", Count::of(&found).words(lang)));
        return Ok(ExitCode::FAILURE);
    }
    screen::print(&serde_json::to_string(&book).map_err(anyhow::Error::from)?);
    Ok(ExitCode::SUCCESS)
}
