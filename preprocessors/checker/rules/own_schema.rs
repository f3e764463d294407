//! `schema=NAME`: a block held against a schema that the book brings along.

use super::{Context, phrase};
use crate::diagnostic::Finding;
use crate::model::Against;

/// The rule that reports what such a schema refuses.
const RULE: &str = "schema-violation";

/// Judges a block by the schema of that name; says so, if there is one.
pub(super) fn check(context: &Context, name: &str, found: &mut Vec<Finding>) -> Option<Against> {
    let schema = context.facts.schemas.get(name)?;
    for &root in &context.tree.roots {
        let violations = phrase::violations(context, schema, "", root);
        found.extend(violations.iter().map(|v| phrase::finding(RULE, context, schema, v)));
    }
    Some(Against::Schema(name.to_owned()))
}
