//! Bash 5.2: a lossless lexer and a tolerant parser, written for examples in books.
//!
//! A text becomes a tree, the leaves that it is made of, and findings; never a
//! failure. What bash refuses, and only that, is an error of rule `shell-syntax`.
//! Nothing is run, nothing is expanded that only the shell could know, and no
//! command is known by name except those that lead to another command.

mod compound;
mod conditional;
mod fault;
mod habit;
mod heredoc;
mod lexer;
mod list;
mod placeholder;
mod quote;
mod reader;
mod token;
mod tree;
mod typography;
mod word;

pub use tree::{
    Arm, Branch, Bytes, Command, CommandKind, Heredoc, Item, Join, Leaf, LeafKind, List, Part, PartKind, Pipeline,
    Redirection, Script, Simple, Word,
};

use crate::diagnostic::Finding;
use reader::Parser;

/// How to read.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether `<cluster>` is something to fill in, not a redirection.
    pub placeholders: bool,
}

/// Reads a text as bash does: its tree, and what is wrong with it.
pub fn parse(text: &str, options: &Options) -> (Script, Vec<Finding>) {
    if u32::try_from(text.len()).is_err() {
        return (Script::default(), Vec::new());
    }
    let mut parser = Parser::new(text, options.placeholders);
    let script = parser.script();
    let mut found = parser.faults;
    found.extend(typography::look_alikes(text, &script.leaves, &parser.suspects));
    found.extend(habit::broken_lines(text, &script.leaves));
    found.extend(habit::prompt(text, &script));
    found.sort_by_key(|finding| finding.at.start);
    (script, found)
}
