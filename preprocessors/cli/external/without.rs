//! `check --links` of a program that was built without the feature `links`: it says so.

use crate::failure::{Failure, Result};
use crate::settings::Settings;
use proof_checker::diagnostic::Lang;
use proof_checker::{Analysis, say};
use std::path::PathBuf;

/// What is wrong with external links: nothing is known of them.
#[derive(Debug, Default)]
pub(crate) struct External;

impl External {
    /// Has nothing to report.
    pub(crate) fn report(&self, _: &mut Analysis, _: &Settings) {}
}

/// Says that nobody can be asked.
pub(crate) fn ask(_: &[(Settings, Vec<PathBuf>)], _: Lang) -> Result<External> {
    Err(
        Failure::new(say!(ko: "이 프로그램에는 `--links`가 없습니다", en: "this program was built without `--links`"))
            .hint(say!(
                ko: "기능 `links`를 켜서 다시 빌드하십시오",
                en: "build it anew with the feature `links`"
            )),
    )
}
