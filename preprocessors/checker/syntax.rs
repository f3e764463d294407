//! Tolerant parsers: a tree and a list of findings, never a failure, a span on
//! every node. They know neither Markdown nor rules about meaning.

pub mod dockerfile;
pub mod expression;
pub mod jmespath;
pub mod jq;
pub mod json;
mod mapped;
pub mod shell;
pub mod yaml;

pub use mapped::Mapped;

use std::ops::Range;

/// A run of a block's text that is one thing to a reader: what colouring and explanations hang on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where, in the block's text. Tokens come in order and do not overlap; what lies between them is blank.
    pub range: Range<usize>,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is; each is a class of the highlighter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// The name of a property.
    Property,
    /// A string, quotes included.
    String,
    /// A number.
    Number,
    /// `true`, `false`, `null`.
    Literal,
    /// Brackets, commas, colons.
    Punctuation,
    /// A comment.
    Comment,
    /// A word that is nothing more special.
    Word,
    /// The name of a command.
    Command,
    /// An option of a command.
    Option,
    /// A word that is grammar: `if`, `done`.
    Keyword,
    /// `|`, `&&`, `>` and the like.
    Operator,
    /// A variable, set or used, and what frames a substitution.
    Variable,
    /// The prompt of a session.
    Prompt,
    /// What a command printed, its exit status included.
    Output,
    /// Something for the reader to fill in, or left out: `<cluster>`, `${VAR}`, `...`.
    Placeholder,
    /// What could not be read.
    Invalid,
}
