//! What servers answered, kept for a week in the user's cache folder: JSON, the
//! time and the status by address. A file that cannot be read is an empty one.

use crate::failure::{Failure, Result};
use crate::files;
use proof_checker::say;
use serde_json::{Map, Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// How long an answer holds, in seconds.
const WEEK: u64 = 7 * 24 * 60 * 60;

/// Answers by address: when it came, in seconds of Unix time, and its status.
#[derive(Debug, Default)]
pub(super) struct Cache {
    answers: Map<String, Value>,
    /// Whether there are answers that the file does not have.
    changed: bool,
}

impl Cache {
    /// The answers of a file that still hold.
    pub(super) fn read(file: &Path) -> Self {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let mut answers: Map<String, Value> = serde_json::from_str(&text).unwrap_or_default();
        let now = now();
        // A time to come is that of another clock.
        answers.retain(|_, answer| {
            let at = answer["checked"].as_u64();
            at.is_some_and(|at| at <= now && now - at < WEEK) && status(answer).is_some()
        });
        Self {
            answers,
            changed: false,
        }
    }

    /// The status that an address had.
    pub(super) fn get(&self, url: &str) -> Option<u16> {
        self.answers.get(url).and_then(status)
    }

    /// Keeps the status of an address.
    pub(super) fn put(&mut self, url: &str, status: u16) {
        let answer = json!({ "checked": now(), "status": status });
        self.answers.insert(url.to_owned(), answer);
        self.changed = true;
    }

    /// Writes new answers to a file, beside it first, so that no half of it is ever there.
    pub(super) fn write(&self, file: &Path) -> Result<()> {
        if !self.changed {
            return Ok(());
        }
        let shown = file.display();
        let failure = |e: std::io::Error| {
            Failure::new(
                say!(ko: "링크 캐시 `{shown}`에 쓸 수 없습니다: {e}", en: "cannot write the cache of links `{shown}`: {e}"),
            )
        };
        let text = serde_json::to_string_pretty(&self.answers).map_err(anyhow::Error::from)?;
        let folder = file.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(failure)?;
        let mut beside = tempfile::NamedTempFile::new_in(folder).map_err(failure)?;
        beside.write_all(text.as_bytes()).map_err(failure)?;
        beside.persist(file).map_err(|e| failure(e.error))?;
        Ok(())
    }
}

fn status(answer: &Value) -> Option<u16> {
    answer["status"].as_u64().and_then(|status| u16::try_from(status).ok())
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_secs())
}

/// Where answers are kept: `mdbook-proof/links.json` in the user's cache folder; nothing where there is none.
pub(super) fn file() -> Option<PathBuf> {
    Some(files::cache()?.join("links.json"))
}
