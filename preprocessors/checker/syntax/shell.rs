//! Bash 5.2: a lossless lexer and a tolerant parser, written for examples in books.
//!
//! A text becomes a tree, the leaves that it is made of, and findings; never a
//! failure. What bash refuses, and only that, is an error of rule `shell-syntax`.
//! Nothing is run, nothing is expanded that only the shell could know, and no
//! command is known by name except those that lead to another command.

mod advice;
mod braces;
mod calls;
mod compound;
mod conditional;
mod console;
mod doubt;
mod fault;
mod habit;
mod heredoc;
mod hidden;
mod lexer;
mod list;
mod particle;
mod placeholder;
mod quote;
mod reader;
#[cfg(test)]
mod tests;
mod token;
mod tree;
mod typography;
mod value;
mod word;
mod wrappers;

pub use calls::{Assignment, Call, Redirected, calls};
pub use console::{Console, Entry, first_prompt, parse_console};
pub use hidden::hidden_lines;
pub(crate) use hidden::without_marks;
pub use tree::{
    Arm, Branch, Bytes, Command, CommandKind, Heredoc, Item, Join, Leaf, LeafKind, List, Part, PartKind, Pipeline,
    Redirection, Script, Simple, Word,
};
pub use value::{Arg, Piece};

use super::{Token, TokenKind};
use crate::diagnostic::Finding;
use reader::Parser;

/// How to read.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether `<cluster>` is something to fill in, not a redirection.
    pub placeholders: bool,
}

/// Reads a text as bash does: its tree, and what is wrong with it.
///
/// A transcript in the place of commands is told so. Unless everything is to be
/// read as bash reads it, what is wrong with the rest of it is then judged as a
/// transcript is: outputs are no commands.
pub fn parse(text: &str, options: &Options) -> (Script, Vec<Finding>) {
    if u32::try_from(text.len()).is_err() {
        return (Script::default(), Vec::new());
    }
    let mut parser = Parser::new(text, options.placeholders);
    let script = parser.script();
    let mut found = extras(text, &script, parser.faults, &parser.suspects, options);
    if let Some(prompt) = first_prompt(text) {
        if options.placeholders {
            found = parse_console(text, options).1;
        }
        found.insert(0, habit::prompt(prompt));
    }
    (script, found)
}

/// The rule that reports what bash refuses.
pub const SYNTAX: &str = "shell-syntax";

/// What the leaves of a text are to a reader; neighbours of one kind become one token.
pub fn tokens(leaves: &[Leaf]) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut start = 0;
    for leaf in leaves {
        let range = start..leaf.end as usize;
        start = range.end;
        let Some(kind) = token_kind(leaf.kind) else { continue };
        match tokens.last_mut() {
            Some(last) if last.kind == kind && last.range.end == range.start => last.range.end = range.end,
            _ => tokens.push(Token { range, kind }),
        }
    }
    tokens
}

fn token_kind(kind: LeafKind) -> Option<TokenKind> {
    Some(match kind {
        LeafKind::Blank => return None,
        LeafKind::Comment => TokenKind::Comment,
        LeafKind::Operator | LeafKind::Redirection => TokenKind::Operator,
        LeafKind::Reserved => TokenKind::Keyword,
        LeafKind::Text | LeafKind::Escape => TokenKind::Word,
        LeafKind::Command => TokenKind::Command,
        LeafKind::Option => TokenKind::Option,
        LeafKind::Name | LeafKind::Expansion => TokenKind::Variable,
        LeafKind::Quoted | LeafKind::Heredoc => TokenKind::String,
        LeafKind::Arithmetic => TokenKind::Number,
        LeafKind::Placeholder => TokenKind::Placeholder,
        LeafKind::Prompt => TokenKind::Prompt,
        LeafKind::Status | LeafKind::Output => TokenKind::Output,
        LeafKind::Unread => TokenKind::Invalid,
    })
}

/// The tree and the syntax errors alone.
fn read(text: &str, options: &Options) -> (Script, Vec<Finding>) {
    let mut parser = Parser::new(text, options.placeholders);
    let script = parser.script();
    (script, parser.faults)
}

/// Adds what is wrong beyond syntax, and puts everything in order.
fn extras(text: &str, script: &Script, faults: Vec<Finding>, suspects: &[u32], options: &Options) -> Vec<Finding> {
    let mut odd = typography::look_alikes(text, &script.leaves, suspects);
    odd.extend(habit::broken_lines(text, &script.leaves));
    odd.extend(habit::unfinished(text, &script.leaves));
    doubt::fixes(text, &mut odd, options);
    let mut found = faults;
    found.extend(odd);
    found.extend(placeholder::redirections(text, &script.leaves));
    found.sort_by_key(|finding| finding.at.start);
    found
}
