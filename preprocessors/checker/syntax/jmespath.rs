//! JMESPath as the AWS CLI compiles `--query`: a tree, or the one reason why there is none.
//!
//! What Python's `jmespath` accepts is accepted, and what it refuses is refused: the AWS CLI compiles with that library, and its
//! habits are part of the language here: arguments and members of a multi-select hash need no commas, and `!a.b` is `(!a).b`.
//! Only the grammar is judged. Whether a field or a function exists, how many arguments a function takes, and that a slice
//! cannot go by steps of 0 shows when an expression is evaluated; [`functions`] has what a caller needs to tell.

pub mod functions;

mod brackets;
mod fault;
mod flaw;
mod json;
mod lexer;
mod parser;
#[cfg(test)]
mod tests;

use super::{Token, TokenKind};
use crate::diagnostic::{Applicability, Edit, Fix, Text};
use lexer::{Kind as Lexed, Lexeme};
use std::ops::{Index, Range};

/// Reads an expression as it reaches the AWS CLI: what a shell does to its quotes has been done.
///
/// # Errors
///
/// [`Failure::Refused`] where the AWS CLI refuses the expression, with the first mistake alone; [`Failure::Unjudged`] where it
/// is nested deeper than [`MAX_DEPTH`].
pub fn parse(text: &str) -> Result<Ast, Failure> {
    parser::parse(text)
}

/// The deepest nesting that is judged, of brackets and of nodes. Python gives up somewhat later: at what depth depends on how
/// much of its stack is in use. A tree that [`parse`] gave is no higher, so that it can be walked by recursion.
pub const MAX_DEPTH: usize = 200;

/// Why there is no tree.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The AWS CLI refuses the expression.
    Refused(Box<Error>),
    /// The expression is nested too deeply to say.
    Unjudged,
}

/// What is wrong with an expression.
#[derive(Clone, Debug)]
pub struct Error {
    /// The guilty place, as small as can be; empty in an expression that is empty.
    pub at: Range<usize>,
    /// What is wrong; it stands alone.
    pub message: Text,
    /// What to do, for mistakes that are often made.
    pub help: Option<Text>,
    /// How to mend it, where that is known. The quotes that a shell needs around it are not thought of.
    pub fix: Option<Fix<Range<usize>>>,
}

impl Error {
    fn new(at: Range<usize>, message: Text) -> Self {
        Self {
            at,
            message,
            help: None,
            fix: None,
        }
    }

    fn help(mut self, text: Text) -> Self {
        self.help = Some(text);
        self
    }

    fn fix(mut self, applicability: Applicability, title: Text, at: Range<usize>, text: &str) -> Self {
        let text = text.to_owned();
        self.fix = Some(Fix {
            title,
            edits: vec![Edit { at, text }],
            applicability,
        });
        self
    }
}

/// An expression.
#[derive(Clone, Debug)]
pub struct Ast {
    /// The whole of it.
    pub root: NodeId,
    nodes: Vec<Node>,
}

/// A node of one [`Ast`]: `ast[id]` is the [`Node`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl Index<NodeId> for Ast {
    type Output = Node;

    fn index(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
}

/// A part of an expression and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands: of a field, its name. Parentheses belong to what is built on them, not to what is in them.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// What a part of an expression does with the value that it is given, its input.
///
/// `of` is always evaluated on the input. A projection evaluates `each` on every element of what `of` gives, drops what is then
/// null and gives an array of the rest; where nothing is left to do, `each` is a [`Kind::Current`] with an empty range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The input itself: `@`. Where nothing is written, its range is empty: what `[0]`, `[*]` or `[?a]` at the start of an
    /// expression is taken of.
    Current,
    /// The member of an object: `name`, or `"name"`, decoded.
    Field(String),
    /// A value that is written out.
    Literal {
        /// The value.
        value: Literal,
        /// How it is written.
        quoting: Quoting,
    },
    /// `of.then`: `then` is evaluated on what `of` gives. `then` begins with a field, function, multi-select list or hash.
    Subexpression {
        /// What stands before the dot.
        of: NodeId,
        /// What stands after it.
        then: NodeId,
    },
    /// `of | then`: as a subexpression, but a projection in `of` ends here, so that `then` gets the whole array.
    Pipe {
        /// What stands before the bar.
        of: NodeId,
        /// What stands after it.
        then: NodeId,
    },
    /// `of[0]`: an element of an array. A number beyond the range of `i64` is the nearest one in it.
    Index {
        /// The array.
        of: NodeId,
        /// Which; of a negative number, from the end.
        index: i64,
    },
    /// `of[start:stop:step]`: a part of an array. It stands in a [`Kind::Projection`], except after an index: `a[0][1:2].b`
    /// looks for `b` in the array itself.
    Slice {
        /// The array.
        of: NodeId,
        /// Start, stop and step, as written.
        bounds: [Option<i64>; 3],
    },
    /// `of[]`: the elements of an array, and in the place of those that are arrays, their elements. It stands in a
    /// [`Kind::Projection`].
    Flatten(NodeId),
    /// `of[*].each`, and what follows a slice or `[]`: over the elements of an array.
    Projection {
        /// The array.
        of: NodeId,
        /// What is done with each element.
        each: NodeId,
    },
    /// `of.*.each`: over the values of an object.
    ValueProjection {
        /// The object.
        of: NodeId,
        /// What is done with each value.
        each: NodeId,
    },
    /// `of[?condition].each`: over the elements of an array for which a condition holds. A filter goes as far as the next one:
    /// `a[?b].c[?d]` is `(a[?b].c)[?d]`, though `a[*].c[?d]` filters each `c`.
    FilterProjection {
        /// The array.
        of: NodeId,
        /// The condition, evaluated on each element.
        condition: NodeId,
        /// What is done with each element that is left.
        each: NodeId,
    },
    /// `[a, b]`: an array of what the expressions give on the input; null of null.
    MultiSelectList(Vec<NodeId>),
    /// `{a: b}`: an object of what the expressions give on the input; null of null.
    MultiSelectHash(Vec<Pair>),
    /// `name(a, b)`: any name and any number of arguments, each evaluated on the input.
    Function {
        /// The name.
        name: String,
        /// Where the name stands.
        name_range: Range<usize>,
        /// The arguments.
        arguments: Vec<NodeId>,
    },
    /// `&expression`: an expression as such, which a function evaluates on elements of its choice.
    Reference(NodeId),
    /// `!expression`. It binds tighter than dots and filters: `!a.b` is `(!a).b`.
    Not(NodeId),
    /// `left && right`.
    And(NodeId, NodeId),
    /// `left || right`.
    Or(NodeId, NodeId),
    /// `left == right` and the like.
    Comparison {
        /// Which.
        comparator: Comparator,
        /// The left side.
        left: NodeId,
        /// The right side.
        right: NodeId,
    },
}

/// One member of a multi-select hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The key, decoded.
    pub key: String,
    /// Where the key stands, quotes included.
    pub key_range: Range<usize>,
    /// What it is set to.
    pub value: NodeId,
}

/// How two values are compared. All but the first two give null unless both sides are numbers or strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// `==`.
    Equal,
    /// `!=`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
}

/// A value that is written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number; its text is in the node's range. Python takes `NaN`, `Infinity` and `-Infinity` for numbers too.
    Number,
    /// A string, decoded. Half of a surrogate pair, which Rust cannot hold, is U+FFFD.
    String(String),
    /// An array; its text is in the node's range.
    Array,
    /// An object; its text is in the node's range.
    Object,
}

/// How a literal is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoting {
    /// `'text'`.
    Raw,
    /// JSON in backticks.
    Json,
    /// In backticks, and not JSON: a string without its quotes, which JEP 12 deprecates.
    Bare,
}

/// What the words of an expression are to a reader, whether or not it can be parsed.
pub fn tokens(text: &str) -> Vec<Token> {
    let lexemes = lexer::lex(text).lexemes;
    let following = lexemes.iter().skip(1);
    let pairs = lexemes.iter().zip(following);
    pairs
        .map(|(lexeme, next)| Token {
            range: lexeme.range.clone(),
            kind: token_kind(lexeme, next),
        })
        .collect()
}

fn token_kind(lexeme: &Lexeme, next: &Lexeme) -> TokenKind {
    match &lexeme.kind {
        Lexed::Name if next.kind == Lexed::OpenParen => TokenKind::Command,
        Lexed::Name | Lexed::Quoted(_) => TokenKind::Property,
        Lexed::Literal(Literal::Number, _) | Lexed::Number(_) => TokenKind::Number,
        Lexed::Literal(Literal::Null | Literal::Bool(_), _) => TokenKind::Literal,
        Lexed::Literal(..) => TokenKind::String,
        Lexed::Current => TokenKind::Variable,
        Lexed::Compare(_) | Lexed::Pipe | Lexed::Or | Lexed::And | Lexed::Not | Lexed::Reference | Lexed::Star => {
            TokenKind::Operator
        }
        Lexed::Invalid => TokenKind::Invalid,
        _ => TokenKind::Punctuation,
    }
}
