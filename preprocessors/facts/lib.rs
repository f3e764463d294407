//! What is known of the tools and services that examples call: the files of
//! `schemas/`, compiled into the binary. Where each comes from is written in
//! `schemas/sources.toml`.

mod actions;
mod aws;
mod glossary;
mod tools;

pub use glossary::{Term, glossary};

use proof_checker::{EXAMPLE_SCHEMA, Facts, Schema};
use std::collections::BTreeMap;

/// The schema of ECS task definitions, as `schemas/` holds it.
pub const TASK_DEFINITION: &str = include_str!("../../schemas/ecs-task-definition.schema.json");

/// The facts that ship with the checker; schemas of a book's own are for the caller to add.
///
/// # Panics
/// When the committed schema is not JSON, which a test rules out.
pub fn facts() -> Facts {
    let schema = serde_json::from_str(TASK_DEFINITION).expect("the committed schema is JSON");
    Facts {
        task_definition: Schema::trusted(schema),
        tools: tools::tools(),
        schemas: BTreeMap::new(),
        aws: Some(aws::AWS),
        actions: actions::actions,
    }
}

/// The facts that the rules' pages are judged by, whatever book they stand in: those
/// that ship, and the schema of their examples.
///
/// # Panics
/// When that schema is not one, which a test rules out.
pub fn facts_of_rule_pages() -> Facts {
    let (name, text) = EXAMPLE_SCHEMA;
    let schema = serde_json::from_str(text).expect("the schema of the examples is JSON");
    let mut facts = facts();
    facts.schemas.insert(name.to_owned(), Schema::trusted(schema));
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_schemas_compile() {
        let schema = serde_json::from_str(TASK_DEFINITION).expect("the committed schema is JSON");
        assert_eq!(Schema::new(schema).map(|_| ()), Ok(()));
        let example = serde_json::from_str(EXAMPLE_SCHEMA.1).expect("the schema of the examples is JSON");
        assert_eq!(Schema::new(example).map(|_| ()), Ok(()));
    }
}
