//! The grammars of the tools that examples call: what their command lines may say.

pub mod aws;
mod word;

use std::ops::Range;

/// What a word of a command is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where it stands, in the block's text.
    pub range: Range<usize>,
    /// What part it plays.
    pub role: Role,
    /// The name of the command, or of the option or argument that it is or belongs to, with its dashes.
    pub name: String,
    /// The type of the value: `string`, `list of structure`, `flag`; for a command the operation of the API.
    pub kind: String,
    /// Whether the command cannot do without it.
    pub required: bool,
    /// The values that are allowed, where those are known.
    pub allowed: Vec<&'static str>,
    /// The page of the reference that has it.
    pub url: String,
}

/// What part a word plays in a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The service, or another top-level command.
    Service,
    /// The operation, or a subcommand.
    Command,
    /// An option's name.
    Option,
    /// The value of an option or argument.
    Value,
}
