//! What keeps a command from running at all: exit status 2, with what, why and what to do.

use crate::screen;
use proof_checker::diagnostic::{Lang, Text};
use std::fmt;
use std::process::ExitCode;

/// Why a command could not run.
#[derive(Debug)]
pub(crate) struct Failure {
    text: Text,
    hint: Option<Text>,
}

/// What a command gives, or why it could not.
pub(crate) type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    /// A failure that says what went wrong, and why.
    pub(crate) fn new(text: Text) -> Self {
        Self { text, hint: None }
    }

    /// The same with what to do about it.
    #[must_use]
    pub(crate) fn hint(mut self, hint: Text) -> Self {
        self.hint = Some(hint);
        self
    }

    /// What it says, in one language.
    pub(crate) fn message(&self, lang: Lang) -> String {
        let (error, help) = match lang {
            Lang::Ko => ("오류", "도움말"),
            Lang::En => ("error", "help"),
        };
        let mut message = format!("{error}: {}\n", self.text.get(lang));
        if let Some(hint) = &self.hint {
            message += &format!("{help}: {}\n", hint.get(lang));
        }
        message
    }

    /// Says it on standard error; gives the exit status.
    pub(crate) fn exit(&self, lang: Lang) -> ExitCode {
        screen::note(&self.message(lang));
        ExitCode::from(2)
    }
}

/// A failure of ours that went through mdBook, or what mdBook says in its own words.
impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        error.downcast().unwrap_or_else(|error| {
            let text = format!("{error:#}");
            Self::new(Text {
                ko: text.clone().into(),
                en: text.into(),
            })
        })
    }
}

/// For the way through mdBook, which passes errors on; people read [`Failure::message`].
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.text.en)
    }
}

impl std::error::Error for Failure {}
