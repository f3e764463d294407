//! The glossary of the guide and its data say the same.

mod support;

use std::path::Path;

#[test]
fn every_term_of_the_data_is_on_the_page() {
    let page = support::read(&support::root().join("src/wrap-up/glossary.md"));
    let data = support::read(&support::root().join("schemas/glossary.toml"));
    let names = |line: &str| -> Vec<String> {
        let list = line.strip_prefix("also = [").and_then(|rest| rest.strip_suffix(']'));
        let words = list.map(|list| list.split(", ").map(|word| word.trim_matches('"').to_owned()));
        words.into_iter().flatten().collect()
    };
    let others = data.lines().flat_map(names);
    let said = data.lines().filter_map(|line| {
        let (key, value) = line.split_once(" = ")?;
        let text = value.strip_prefix('"')?.strip_suffix('"')?;
        matches!(key, "ko" | "en" | "says").then(|| text.replace("\\\"", "\""))
    });
    let missing: Vec<String> = said
        .chain(others)
        .filter(|text| !page.contains(text.as_str()))
        .collect();
    assert!(
        missing.is_empty(),
        "{}: {missing:#?}",
        Path::new("src/wrap-up/glossary.md").display()
    );
    assert!(data.matches("[[").count() >= 80, "where are the terms?");
}
