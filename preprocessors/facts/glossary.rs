//! The terms of the guide, `schemas/glossary.toml`: what each is called in Korean, in English, and by others.

use toml::de::{DeTable, DeValue};

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
    let text = include_str!("../../schemas/glossary.toml");
    let table = DeTable::parse(text).expect("the committed glossary is TOML");
    let terms = table.get_ref().get("term").and_then(|terms| terms.get_ref().as_array());
    terms
        .into_iter()
        .flatten()
        .filter_map(|value| term(value.get_ref().as_table()?))
        .collect()
}

fn term(table: &DeTable) -> Option<Term> {
    let text = |value: &DeValue| value.as_str().map(str::to_owned);
    let also = table.get("also")?.get_ref().as_array()?;
    Some(Term {
        ko: text(table.get("ko")?.get_ref())?,
        en: text(table.get("en")?.get_ref())?,
        also: also.iter().filter_map(|name| text(name.get_ref())).collect(),
        says: text(table.get("says")?.get_ref())?,
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
