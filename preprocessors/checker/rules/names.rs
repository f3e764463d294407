//! Names and what refers to them: containers, volumes, images, roles, secrets, tags.

use super::definition::Definition;
use crate::diagnostic::Finding;

/// Judges a task definition.
pub(super) fn check(_definition: &Definition, _found: &mut Vec<Finding>) {}
