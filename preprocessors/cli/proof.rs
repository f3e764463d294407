//! What a book's pages tell of its proof: the day, the version, the facts; and which page says how it works.

use crate::settings::Settings;
use crate::surroundings::runs_index;
use mdbook_driver::book::Book;
use proof_checker::links;
use proof_site::{PROOF_MARK, Proof};
use std::time::{SystemTime, UNIX_EPOCH};

/// What is told on every page of a book.
pub(crate) fn of(book: &Book, settings: &Settings) -> Proof {
    let index = runs_index(settings);
    let about = book.chapters().find(|chapter| chapter.content.contains(PROOF_MARK));
    let path = about.and_then(|chapter| chapter.path.as_deref());
    let origin = |path| {
        let (version, date) = proof_facts::origin(path).unwrap_or_default();
        // `AWS CLI 2.36.7 against awscli 1.46.3`: what it was compared with is no news to a reader.
        let version = version.split(" against ").next().unwrap_or(version);
        (version.to_owned(), date.to_owned())
    };
    Proof {
        date: today(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        aws_cli: origin("aws-cli-v2.toml"),
        task_definition: origin("ecs-task-definition.schema.json"),
        workflow: origin("github-workflow.toml"),
        page: path.map(|path| links::Book::page(&crate::files::slashed(path), index)),
    }
}

/// The day in UTC; that of `SOURCE_DATE_EPOCH`, where somebody wants the same site twice.
pub(crate) fn today() -> String {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let wanted = std::env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|text| text.parse().ok());
    day(wanted.unwrap_or(now))
}

/// The day of a second since 1970, in the Gregorian calendar.
fn day(seconds: u64) -> String {
    let mut days = seconds / 86_400;
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    // A hostile environment cannot keep this busy: nothing is told of what lies further than that.
    while year < 9999 && days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let february = 28 + u64::from(leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", days.min(30) + 1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn days_are_those_of_the_calendar() {
        for (seconds, day) in [
            (0, "1970-01-01"),
            (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"),
            (1_795_910_399, "2026-11-28"),
            (1_795_910_400, "2026-11-29"),
            (u64::MAX, "9999-12-31"),
        ] {
            assert_eq!(super::day(seconds), day);
        }
    }
}
