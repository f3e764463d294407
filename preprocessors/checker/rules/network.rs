//! Ports, network modes and names of ports.

mod mode;
mod ports;
mod range;

use super::definition::Definition;
use crate::diagnostic::Finding;

/// Judges a task definition.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    mode::check(definition, found);
    ports::check(definition, found);
}
