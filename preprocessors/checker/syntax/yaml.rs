//! A tolerant reader of YAML 1.2: a tree, tokens and findings, whatever the text.
//!
//! Every node and key has its range in bytes, and a scalar knows where each byte of what it says is written, so that the lines
//! of `run: |` can be judged by others. Aliases are not followed and tags mean nothing here: a node that another place
//! decides is [`Value::Unknown`]. Where [`Options`] allow it, an excerpt with parts left out is read as what it is. One
//! mistake is told once; the lines around it are read as if it had been made good. All of it takes linear time, and
//! a text nested deeper than [`DEEPEST`] is given up without a word.

mod block;
mod chars;
mod fault;
mod flow;
mod reader;
mod scalar;
#[cfg(test)]
mod tests;

use super::{Mapped, Token};
use crate::diagnostic::Finding;
use std::ops::{Index, Range};

/// How many collections may lie within each other.
pub const DEEPEST: usize = 100;

/// The rule that reports what YAML refuses.
pub const SYNTAX: &str = "yaml-syntax";

/// What is legal besides strict YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether lines of dots and `{{ name }}` stand for something else, and an excerpt may begin deeper than it ends.
    pub placeholders: bool,
}

/// Reads a text. Findings come in the order of their places, 20 at most.
pub fn parse(text: &str, options: &Options) -> (Tree, Vec<Finding>) {
    reader::parse(text, *options)
}

/// What a text says, as far as it could be read.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The documents, or the parts of an excerpt.
    pub roots: Vec<NodeId>,
    /// Every non-blank character of the text, in order.
    pub tokens: Vec<Token>,
    /// Whether something was left out, or given up: what is absent may stand elsewhere.
    pub elided: bool,
    nodes: Vec<Node>,
}

/// A node of one [`Tree`]: `tree[id]` is the [`Node`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it stands; for an empty node, where it would.
    pub range: Range<usize>,
    /// What it is.
    pub value: Value,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum Value {
    /// A mapping.
    Mapping {
        /// The members as written, duplicates included.
        members: Vec<Member>,
        /// Whether a part of it was left out, or comes from elsewhere through `<<`.
        open: bool,
    },
    /// A sequence.
    Sequence {
        /// The elements.
        elements: Vec<NodeId>,
        /// Whether a part of it was left out.
        open: bool,
    },
    /// A scalar that says something.
    Scalar(Scalar),
    /// Nothing at all, as after `key:`.
    Null,
    /// An alias, a tagged node, or something that could not be read.
    Unknown,
}

/// What a scalar says, and how it is written.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// What it says, with a map to where that is written.
    pub content: Mapped,
    /// How it is written.
    pub style: Style,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In `'` or `"`.
    Quoted,
    /// After `|` or `>`.
    Block,
}

/// What a plain scalar means in YAML 1.2's core schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`, `~`, nothing.
    Null,
    /// `true`, `false`.
    Bool,
    /// A whole number or one with a point.
    Number,
    /// Anything else, and whatever is quoted.
    Text,
}

/// One member of a mapping.
#[derive(Clone, Debug)]
pub struct Member {
    /// What the key says; empty where it is no scalar.
    pub key: String,
    /// Where the key stands, quotes included.
    pub key_range: Range<usize>,
    /// The value.
    pub value: NodeId,
}

impl Index<NodeId> for Tree {
    type Output = Node;

    fn index(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
}

impl Tree {
    /// The members of a mapping; of anything else, none.
    pub fn members(&self, id: NodeId) -> &[Member] {
        match &self[id].value {
            Value::Mapping { members, .. } => members,
            _ => &[],
        }
    }

    /// The elements of a sequence; of anything else, none.
    pub fn elements(&self, id: NodeId) -> &[NodeId] {
        match &self[id].value {
            Value::Sequence { elements, .. } => elements,
            _ => &[],
        }
    }

    /// The member with a key; of several, the first.
    pub fn member(&self, mapping: NodeId, key: &str) -> Option<&Member> {
        self.members(mapping).iter().find(|member| member.key == key)
    }

    /// The value under a key; of several, the first.
    pub fn get(&self, mapping: NodeId, key: &str) -> Option<NodeId> {
        self.member(mapping, key).map(|member| member.value)
    }

    /// A scalar and how it is written; of anything else, nothing.
    pub fn scalar(&self, id: NodeId) -> Option<&Scalar> {
        match &self[id].value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// What a scalar says; of anything else, nothing.
    pub fn string(&self, id: NodeId) -> Option<&str> {
        self.scalar(id).map(|scalar| scalar.content.text.as_str())
    }

    /// Whether a part of a collection was left out, or stands elsewhere.
    pub fn open(&self, id: NodeId) -> bool {
        match self[id].value {
            Value::Mapping { open, .. } | Value::Sequence { open, .. } => open,
            Value::Unknown => true,
            Value::Scalar(_) | Value::Null => false,
        }
    }
}

impl Scalar {
    /// What it means in the core schema.
    pub fn kind(&self) -> Kind {
        if self.style != Style::Plain {
            return Kind::Text;
        }
        match self.content.text.as_str() {
            "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
            "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => Kind::Bool,
            text if chars::is_number(text) => Kind::Number,
            _ => Kind::Text,
        }
    }
}
