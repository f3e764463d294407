//! The grammars of the tools that examples call: what their command lines may say.

pub mod aws;
pub mod tool;
mod word;
