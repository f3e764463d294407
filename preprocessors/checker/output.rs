//! How diagnostics look: to people, and to programs.

pub mod human;
pub mod json;
