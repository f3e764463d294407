//! What is known of the tools and services that examples call: the files of
//! `schemas/`, compiled into the binary. Where each comes from is written in
//! `schemas/sources.toml`.

use proof_checker::{Facts, Schema};
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
        schemas: BTreeMap::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_schema_compiles() {
        let schema = serde_json::from_str(TASK_DEFINITION).expect("the committed schema is JSON");
        assert_eq!(Schema::new(schema).map(|_| ()), Ok(()));
    }
}
