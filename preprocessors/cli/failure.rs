//! What keeps a command from running at all: exit status 2, with what, why and what to do.

use crate::screen;
use proof_checker::diagnostic::{Lang, Text};
use proof_checker::{nearest, say};
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

    /// A setting whose value is not of the kind that is wanted; `key` leads to it from `[preprocessor.proof]`.
    pub(crate) fn setting(key: &str, wanted: &str) -> Self {
        Self::new(say!(
            ko: "`book.toml`의 `{key}` 값이 잘못되었습니다. 이런 값이어야 합니다: `{wanted}`",
            en: "`{key}` in `book.toml` has the wrong kind of value; it has to be like `{wanted}`"
        ))
    }

    /// A setting in a table of `book.toml` that nobody reads; `known` are those that the table has.
    pub(crate) fn unknown_setting(table: &str, key: &str, known: &[&str]) -> Self {
        let failure = Self::new(say!(
            ko: "`book.toml`의 `[{table}]`에 모르는 설정 `{key}`이(가) 있습니다",
            en: "`[{table}]` in `book.toml` has an unknown setting `{key}`"
        ));
        let all: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        let all = all.join(", ");
        failure.hint(match nearest(key, known.iter().copied()) {
            Some(near) => say!(ko: "비슷한 설정은 `{near}`입니다", en: "a setting with a similar name is `{near}`"),
            None => say!(ko: "쓸 수 있는 설정: {all}", en: "the settings are {all}"),
        })
    }

    /// What it says, in one language.
    pub(crate) fn message(&self, lang: Lang) -> String {
        let (error, help) = match lang {
            Lang::Ko => ("오류", "도움말"),
            Lang::En => ("error", "help"),
        };
        let (text, hint) = self.parts(lang);
        let mut message = format!("{error}: {text}\n");
        if let Some(hint) = hint {
            message += &format!("{help}: {hint}\n");
        }
        message
    }

    /// What is wrong and what to do about it, in one language.
    pub(crate) fn parts(&self, lang: Lang) -> (&str, Option<&str>) {
        (self.text.get(lang), self.hint.as_ref().map(|hint| hint.get(lang)))
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
