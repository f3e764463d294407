//! The terms of the guide, `schemas/glossary.toml`: what each is called in Korean, in English, and by others.

use toml::{Table, Value};

/// A term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its name in Korean.
    pub ko: String,
    /// Its name in English.
    pub en: String,
    /// Other names, in either language.
    pub also: Vec<String>,
    /// One sentence about it, in Korean.
    pub says: String,
}

/// The terms, in the order of the file.
///
/// # Panics
/// When the committed file is no TOML, which a test rules out.
pub fn glossary() -> Vec<Term> {
    let table: Table = include_str!("../../schemas/glossary.toml")
        .parse()
        .expect("the committed glossary is TOML");
    let terms = table.get("term").and_then(Value::as_array);
    terms.into_iter().flatten().filter_map(term).collect()
}

fn term(value: &Value) -> Option<Term> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    Some(Term {
        ko: text(value.get("ko")?)?,
        en: text(value.get("en")?)?,
        also: value.get("also")?.as_array()?.iter().filter_map(text).collect(),
        says: text(value.get("says")?)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_is_read() {
        let terms = glossary();
        let written = include_str!("../../schemas/glossary.toml").matches("[[term]]").count();
        assert_eq!(terms.len(), written);
        let cluster = terms
            .iter()
            .find(|term| term.en == "Cluster")
            .expect("the cluster is a term");
        assert_eq!(cluster.ko, "클러스터");
        assert!(cluster.also.contains(&"ECS cluster".to_owned()), "{cluster:?}");
        assert!(cluster.says.ends_with("니다."), "{cluster:?}");
    }
}
