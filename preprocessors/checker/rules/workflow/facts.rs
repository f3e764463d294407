//! What a workflow can say: the lists of `schemas/github-workflow.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The table: its origin stands in `schemas/sources.toml`.
const TABLE: &str = include_str!("../../../../schemas/github-workflow.toml");

/// The sections of the table, each with its lists.
type Lists = BTreeMap<&'static str, BTreeMap<&'static str, Vec<&'static str>>>;

static LISTS: LazyLock<Lists> = LazyLock::new(read);

/// The names in a list of the table; of a list that is not there, none.
pub(super) fn list(section: &str, name: &str) -> &'static [&'static str] {
    let found = LISTS.get(section).and_then(|lists| lists.get(name));
    found.map_or(&[], Vec::as_slice)
}

/// The functions, with the least and the most arguments that each takes.
pub(super) fn functions() -> impl Iterator<Item = (&'static str, usize, usize)> {
    let rows = LISTS.get("functions").into_iter().flatten();
    rows.map(|(name, bounds)| {
        let bound = |index: usize| {
            bounds
                .get(index)
                .and_then(|bound| bound.parse().ok())
                .unwrap_or_default()
        };
        (*name, bound(0), bound(1))
    })
}

fn read() -> Lists {
    let mut lists = Lists::new();
    let mut section = "";
    for line in TABLE.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name;
        } else if let Some((name, names)) = line.split_once(" = [") {
            let names = names
                .trim_end_matches(']')
                .split(", ")
                .map(|name| name.trim_matches('"'));
            lists.entry(section).or_default().insert(name, names.collect());
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        assert_eq!(list("keys", "strategy"), ["matrix", "fail-fast", "max-parallel"]);
        assert_eq!(list("keys", "nothing"), [""; 0]);
        assert!(functions().any(|row| row == ("join", 1, 2)));
        let lines = TABLE.lines().filter(|line| line.contains(" = ")).count();
        let lists: usize = LISTS.values().map(BTreeMap::len).sum();
        assert_eq!(lists, lines, "every line of the table is a list");
    }
}
