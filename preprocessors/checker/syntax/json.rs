//! A tolerant reader of JSON: a tree, tokens and findings, whatever the text.
//!
//! RFC 8259 decides what is an error. What people write in books nonetheless (elided parts, placeholders, bare members of an
//! object) is understood where [`Options`] allow it. Each mistake is told once, where it is, and the rest is read
//! as if it had been made good. Nothing here recurses, so depth costs nothing, and all of it takes linear time. What a
//! property means, or whether a value is the right one, is the business of the rules.

mod bare;
mod brackets;
mod lexer;
mod parser;
mod said;
mod strings;
#[cfg(test)]
mod tests;
mod whole;
pub(super) mod words;

use super::Token;
use crate::diagnostic::Finding;
use std::borrow::Cow;
use std::ops::{Index, Range};

/// What is legal besides strict JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How comments are judged.
    pub comments: Comments,
    /// Whether `<name>`, `${NAME}`, `{{ name }}`, `YOUR_NAME`, `...` and members without braces stand for something else.
    pub placeholders: bool,
    /// Whether several documents may follow each other, as in JSON Lines.
    pub many: bool,
}

/// How comments are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comments {
    /// They belong to the language: JSONC.
    Allowed,
    /// They are told of, under the rule `json-comment`.
    Report,
}

/// Reads a text. Findings come in the order of their places, 20 at most; a blank text has neither roots nor findings.
pub fn parse(text: &str, options: &Options) -> (Tree, Vec<Finding>) {
    parser::parse(text, options)
}

/// What a text says, as far as it could be read.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The documents: one, as a rule.
    pub roots: Vec<NodeId>,
    /// Every non-blank character of the text, in order.
    pub tokens: Vec<Token>,
    /// Whether the text is a part of a document: members without braces, or elements without brackets.
    pub fragment: bool,
    nodes: Vec<Node>,
}

/// A node of one [`Tree`]: `tree[id]` is the [`Node`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it stands, quotes and brackets included.
    pub range: Range<usize>,
    /// What it is.
    pub value: Value,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// An object; `elided` when it says that members were left out.
    Object {
        /// The members as written, duplicates included.
        members: Vec<Member>,
        /// Whether `...` stands in it.
        elided: bool,
    },
    /// An array; `elided` when it says that elements were left out.
    Array {
        /// The elements.
        elements: Vec<NodeId>,
        /// Whether `...` stands in it.
        elided: bool,
    },
    /// A string, decoded.
    String(String),
    /// A number; its text is in the node's range.
    Number,
    /// `true` or `false`.
    Bool(bool),
    /// `null`.
    Null,
    /// A placeholder, an elision, or something that could not be read.
    Unknown,
}

/// One member of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The key, decoded.
    pub key: String,
    /// Where the key stands, quotes included.
    pub key_range: Range<usize>,
    /// The value.
    pub value: NodeId,
}

/// A step of a JSON pointer as the key that it stands for.
fn unescaped(step: &str) -> Cow<'_, str> {
    match step.contains('~') {
        true => step.replace("~1", "/").replace("~0", "~").into(),
        false => step.into(),
    }
}

impl Index<NodeId> for Tree {
    type Output = Node;

    fn index(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
}

impl Tree {
    /// The members of an object; of anything else, none.
    pub fn members(&self, id: NodeId) -> &[Member] {
        match &self[id].value {
            Value::Object { members, .. } => members,
            _ => &[],
        }
    }

    /// The elements of an array; of anything else, none.
    pub fn elements(&self, id: NodeId) -> &[NodeId] {
        match &self[id].value {
            Value::Array { elements, .. } => elements,
            _ => &[],
        }
    }

    /// The member with a key; of several, the last, as most readers choose.
    pub fn member(&self, object: NodeId, key: &str) -> Option<&Member> {
        self.members(object).iter().rev().find(|member| member.key == key)
    }

    /// The value under a key; of several, the last.
    pub fn get(&self, object: NodeId, key: &str) -> Option<NodeId> {
        self.member(object, key).map(|member| member.value)
    }

    /// The text of a string; of anything else, nothing.
    pub fn string(&self, id: NodeId) -> Option<&str> {
        match &self[id].value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Whether `...` in an object or array says that something was left out.
    pub fn elided(&self, id: NodeId) -> bool {
        matches!(
            self[id].value,
            Value::Object { elided: true, .. } | Value::Array { elided: true, .. }
        )
    }

    /// The value that a JSON pointer (`/containerDefinitions/0/name`) leads to from a node.
    pub fn pointer(&self, from: NodeId, pointer: &str) -> Option<NodeId> {
        pointer
            .split('/')
            .skip(1)
            .try_fold(from, |id, step| match &self[id].value {
                Value::Object { .. } => self.get(id, &unescaped(step)),
                Value::Array { elements, .. } => elements.get(step.parse::<usize>().ok()?).copied(),
                _ => None,
            })
    }
}
