//! What is to be said of a book, as the overlay reads it: the fields of `--format json`, and the lines around each place.

use super::site::Site;
use crate::book::fails;
use crate::failure::Failure;
use crate::screen::Count;
use proof_checker::diagnostic::{Diagnostic, Lang, Severity};
use proof_checker::output::json;
use proof_checker::rule;
use proof_checker::source::Span;
use serde_json::{Value, json};

/// How many diagnostics a page gets; their number is told in any case.
const MOST: usize = 100;

/// How many lines are shown before and after a place, and of a place that is long.
const AROUND: usize = 2;
const LONGEST: usize = 8;

/// How many characters of a line are shown on each side of a place.
const REACH: usize = 160;

/// What was found in a book, the worst first.
pub(super) fn of(found: &[Diagnostic], site: &Site) -> Value {
    let lang = site.lang;
    let Count { errors, warnings } = Count::of(found);
    let mut sorted: Vec<&Diagnostic> = found.iter().collect();
    sorted.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
    let shown = sorted.iter().take(MOST).map(|diagnostic| one(diagnostic, site));
    json!({
        "lang": code(lang),
        "failed": fails(found),
        "errors": errors,
        "warnings": warnings,
        "infos": found.len() - errors - warnings,
        "diagnostics": shown.collect::<Value>(),
    })
}

/// Why there is no book to be judged.
pub(super) fn of_failure(failure: &Failure, lang: Lang) -> Value {
    let (text, hint) = failure.parts(lang);
    json!({
        "lang": code(lang),
        "failed": true,
        "errors": 1,
        "warnings": 0,
        "infos": 0,
        "diagnostics": [{ "severity": Severity::Error.name(), "message": text, "help": hint }],
    })
}

fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Ko => "ko",
        Lang::En => "en",
    }
}

fn one(diagnostic: &Diagnostic, site: &Site) -> Value {
    let mut object = json::object(diagnostic, site.lang);
    object.insert("excerpt".to_owned(), excerpt(&diagnostic.at));
    // The book's own page of the rule, where it has one.
    let page = format!("rules/{}.html", diagnostic.rule);
    if rule(diagnostic.rule).is_some() && site.has(&page) {
        object.insert("url".to_owned(), format!("/{page}").into());
    }
    Value::Object(object)
}

/// The lines around a place: number, text, and what of it is meant, from and to in characters.
fn excerpt(at: &Span) -> Value {
    let text = &at.file.text;
    let (first, column) = at.file.line_column(at.start);
    let (last, end) = at.file.line_column(at.end.max(at.start));
    // A place that ends before the first character of a line ends with the line before.
    let (last, end) = if last > first && end == 1 {
        (last - 1, usize::MAX)
    } else {
        (last, end)
    };
    let from = first.saturating_sub(AROUND).max(1);
    let to = (last + AROUND).min(first + LONGEST);
    let lines = text.lines().enumerate().skip(from - 1).take(to + 1 - from);
    let line = |(index, text): (usize, &str)| {
        let number = index + 1;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let length = text.chars().count();
        let marked = (first..=last).contains(&number).then(|| {
            let start = if number == first { column - 1 } else { 0 };
            let stop = if number == last { end - 1 } else { length };
            let start = start.min(length);
            (start, stop.clamp(start, length))
        });
        let (start, stop) = marked.unwrap_or_default();
        let skipped = start.saturating_sub(REACH);
        let shown: String = text.chars().skip(skipped).take(stop - start + 2 * REACH).collect();
        json!({
            "line": number,
            "text": shown,
            "mark": marked.map(|(start, stop)| [start - skipped, stop - skipped]),
        })
    };
    lines.map(line).collect()
}
