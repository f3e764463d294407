//! Facts of the guide that age say when they were checked, and the page for the yearly review points to each of them.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

/// The page that lists them, below the book's folder.
const LIST: &str = "appendix/review.md";

/// What stands before a date.
const MARK: &str = "기준: ";

/// The anchor that mdBook gives to a plain heading.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter_map(|c| match c {
        _ if c.is_alphanumeric() || matches!(c, '_' | '-') => Some(c),
        _ if c.is_whitespace() => Some('-'),
        _ => None,
    });
    kept.collect::<String>().to_lowercase()
}

/// The months, such as `2026-11`, that a line names as those in which it was checked; what stands in code is an example.
fn months(line: &str) -> Vec<&str> {
    let marks = line.match_indices(MARK).filter(|(at, _)| !line[..*at].ends_with('`'));
    marks
        .filter_map(|(at, mark)| line.get(at + mark.len()..at + mark.len() + 7))
        .filter(|month| month.starts_with("20") && month.as_bytes()[4] == b'-')
        .collect()
}

/// The sections of a page that name a month, with the latest that they name.
fn sections(page: &str, text: &str, found: &mut BTreeMap<String, String>) {
    let mut heading = String::new();
    let mut code = false;
    for line in text.lines() {
        code ^= line.starts_with("```");
        if code {
            continue;
        }
        if let Some(title) = line.strip_prefix('#') {
            heading = anchor(title.trim_start_matches('#'));
        }
        for month in months(line) {
            let latest = found.entry(format!("{page}#{heading}")).or_default();
            if latest.as_str() < month {
                *latest = month.to_owned();
            }
        }
    }
}

/// The places that a row of the list points to, below the book's folder, with its month.
fn row(line: &str) -> Option<(Vec<String>, String)> {
    let cells: Vec<&str> = line.split(" | ").collect();
    let [_, places, month, _] = cells[..] else {
        return None;
    };
    let targets = places.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let inside = targets.map(|target| match target.strip_prefix("../") {
        Some(above) => above.replace("/index.md", "/README.md"),
        None => format!("appendix/{target}"),
    });
    month.starts_with("20").then(|| (inside.collect(), month.to_owned()))
}

#[test]
fn what_ages_is_dated_and_listed() {
    let book = support::root().join("src");
    let mut dated = BTreeMap::new();
    for path in support::files("src", &["md"]) {
        let page = support::shown(&path).replacen("src/", "", 1);
        if page != LIST {
            sections(&page, &support::read(&path), &mut dated);
        }
    }
    let list = support::read(&book.join(LIST));
    let listed: BTreeMap<String, String> = list
        .lines()
        .filter_map(row)
        .flat_map(|(places, month)| places.into_iter().map(move |place| (place, month.clone())))
        .collect();
    assert!(dated.len() > 30, "where are the dates? {dated:#?}");
    let differ = |one: &BTreeMap<String, String>, other: &BTreeMap<String, String>| -> Vec<String> {
        let missing = one.iter().filter(|(place, month)| other.get(*place) != Some(month));
        missing.map(|(place, month)| format!("{place} ({month})")).collect()
    };
    let unlisted = differ(&dated, &listed);
    let undated = differ(&listed, &dated);
    let shown = Path::new("src").join(LIST);
    assert!(unlisted.is_empty(), "{}: not listed so: {unlisted:#?}", shown.display());
    assert!(undated.is_empty(), "{}: not dated so: {undated:#?}", shown.display());
}

/// An entry of `schemas/sources.toml`: its version, and the month in which it was fetched.
fn source(sources: &str, path: &str) -> Option<(String, String)> {
    let entry = sources
        .split("[[file]]")
        .find(|entry| entry.contains(&format!("path = \"{path}\"\n")))?;
    let value = |key: &str| {
        let line = entry
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "))?;
        Some(line.trim_matches('"').to_owned())
    };
    Some((value("version")?, value("retrieved")?.chars().take(7).collect()))
}

#[test]
fn what_examples_are_held_against_is_said_as_it_is() {
    let page = support::read(&support::root().join("src/appendix/proof.md"));
    let sources = support::read(&support::root().join("schemas/sources.toml"));
    let mut rows = 0;
    for line in page.lines() {
        let cells: Vec<&str> = line.trim_matches(['|', ' ']).split(" | ").collect();
        let [_, path, version, month] = cells[..] else {
            continue;
        };
        let Some(path) = path.strip_prefix('`').and_then(|path| path.strip_suffix('`')) else {
            continue;
        };
        let (known, retrieved) = source(&sources, path).unwrap_or_else(|| panic!("sources.toml knows no {path}"));
        assert!(
            known.contains(version),
            "{path}: {version} on the page, {known} in sources.toml"
        );
        assert_eq!(month, retrieved, "{path}");
        rows += 1;
    }
    assert!(rows > 5, "where is the table?");
}
