//! `schema=NAME`: a block held against a schema that the book brings along.

use super::{Context, phrase};
use crate::Against;
use crate::diagnostic::Finding;

/// The rule that reports what such a schema refuses.
const RULE: &str = "schema-violation";

/// Judges the block by the schema it names; says which, if it names one that exists.
pub(super) fn check(context: &Context, found: &mut Vec<Finding>) -> Option<Against> {
    let name = context.block.attribute("schema")?.value.as_ref()?;
    let schema = context.facts.schemas.get(name)?;
    for &root in &context.tree.roots {
        for violation in schema.check("", context.tree, context.text(), root) {
            if !phrase::depends_on_placeholder(context, &violation) {
                found.push(phrase::finding(RULE, context, schema, &violation));
            }
        }
    }
    Some(Against::Schema(name.clone()))
}
