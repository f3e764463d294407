//! Health checks and the order in which containers start.

use super::definition::Definition;
use crate::diagnostic::Finding;

/// Judges a task definition.
pub(super) fn check(_definition: &Definition, _found: &mut Vec<Finding>) {}
