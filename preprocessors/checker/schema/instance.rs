//! Our tree as `jsonschema` looks at a document, without a copy of it.
//!
//! What the tree does not know is `null` here; of members with one key the last counts, as it does for most readers.

use crate::syntax::json::{Member, NodeId, Tree, Value as Kind};
use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node, NodeIdentity, Object};
use serde_json::Value;
use std::borrow::Cow;

/// The representation of JSON whose values are nodes of our trees.
pub(super) struct Trees;

/// A node of a tree, beside the text that it was read from.
#[derive(Clone, Copy)]
pub(super) enum Instance<'a> {
    At(&'a Tree, &'a str, NodeId),
    /// The name of a member, which is a value where names are judged.
    Name(&'a str),
}

impl Instance<'_> {
    /// A number that JSON's own libraries can hold; nothing for one that is too large, and for anything else.
    fn number(self) -> Option<serde_json::Number> {
        match self {
            Instance::At(tree, text, id) if tree[id].value == Kind::Number => {
                serde_json::from_str(&text[tree[id].range.clone()]).ok()
            }
            _ => None,
        }
    }

    /// Whether nobody can say what the value is.
    pub(super) fn is_unknown(self) -> bool {
        match self {
            Instance::At(tree, _, id) => match tree[id].value {
                Kind::Unknown => true,
                Kind::Number => !self.is_number(),
                _ => false,
            },
            Instance::Name(_) => false,
        }
    }
}

impl Json for Trees {
    type Node<'a> = Instance<'a>;
    type PreparedKey = String;
    type StringBuffer = String;

    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(buffer: &mut String, string: &str, f: impl FnOnce(Instance<'_>) -> T) -> T {
        buffer.clear();
        buffer.push_str(string);
        f(Instance::Name(buffer))
    }
}

impl<'a> Node<'a, Trees> for Instance<'a> {
    type Object = Members<'a>;
    type Array = Elements<'a>;
    type Number = Number;

    fn as_object(&self) -> Option<Members<'a>> {
        match *self {
            Instance::At(tree, text, id) => match &tree[id].value {
                Kind::Object { members, .. } => Some(Members { tree, text, members }),
                _ => None,
            },
            Instance::Name(_) => None,
        }
    }

    fn as_array(&self) -> Option<Elements<'a>> {
        match *self {
            Instance::At(tree, text, id) => match &tree[id].value {
                Kind::Array { elements, .. } => Some(Elements { tree, text, elements }),
                _ => None,
            },
            Instance::Name(_) => None,
        }
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match *self {
            Instance::At(tree, _, id) => tree.string(id).map(Cow::Borrowed),
            Instance::Name(name) => Some(Cow::Borrowed(name)),
        }
    }

    fn as_number(&self) -> Option<Number> {
        self.number().map(Number)
    }

    fn as_boolean(&self) -> Option<bool> {
        match *self {
            Instance::At(tree, _, id) => match tree[id].value {
                Kind::Bool(value) => Some(value),
                _ => None,
            },
            Instance::Name(_) => None,
        }
    }

    fn is_null(&self) -> bool {
        self.json_type() == JsonType::Null
    }

    fn is_number(&self) -> bool {
        match *self {
            Instance::At(tree, text, id) if tree[id].value == Kind::Number => {
                is_short(&text[tree[id].range.clone()]) || self.number().is_some()
            }
            _ => false,
        }
    }

    fn json_type(&self) -> JsonType {
        match *self {
            Instance::At(tree, _, id) => match tree[id].value {
                Kind::Object { .. } => JsonType::Object,
                Kind::Array { .. } => JsonType::Array,
                Kind::String(_) => JsonType::String,
                Kind::Bool(_) => JsonType::Boolean,
                Kind::Number if self.is_number() => JsonType::Number,
                Kind::Number | Kind::Null | Kind::Unknown => JsonType::Null,
            },
            Instance::Name(_) => JsonType::String,
        }
    }

    fn equals_value(&self, expected: &Value) -> bool {
        match (self.as_string(), expected) {
            (Some(own), Value::String(expected)) => own == expected.as_str(),
            (Some(_), _) | (None, Value::String(_)) => false,
            (None, _) => jsonschema::json::cmp::equal(&self.to_value(), expected),
        }
    }

    fn to_value(&self) -> Cow<'a, Value> {
        let value = |node: Instance| node.to_value().into_owned();
        Cow::Owned(if let Some(object) = self.as_object() {
            let members = object.members().map(|(key, node)| (key.to_owned(), value(node)));
            Value::Object(members.collect())
        } else if let Some(array) = self.as_array() {
            Value::Array(array.elements().map(value).collect())
        } else if let Some(string) = self.as_string() {
            Value::String(string.into_owned())
        } else if let Some(value) = self.as_boolean() {
            Value::Bool(value)
        } else {
            self.number().map_or(Value::Null, Value::Number)
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        match *self {
            Instance::At(tree, _, id) => Some(NodeIdentity::new(std::ptr::from_ref(&tree[id]) as usize)),
            Instance::Name(_) => None,
        }
    }
}

pub(super) struct Members<'a> {
    tree: &'a Tree,
    text: &'a str,
    members: &'a [Member],
}

impl<'a> Object<'a, Trees> for Members<'a> {
    type Node = Instance<'a>;
    type MemberName = &'a str;
    type MembersIter = LastOfEach<'a>;

    fn len(&self) -> usize {
        self.members.len()
    }

    fn get(&self, key: &String) -> Option<Instance<'a>> {
        let member = self.members.iter().rfind(|member| member.key == *key)?;
        Some(Instance::At(self.tree, self.text, member.value))
    }

    fn members(&self) -> LastOfEach<'a> {
        LastOfEach {
            tree: self.tree,
            text: self.text,
            left: self.members,
        }
    }
}

/// The members that no later one replaces.
pub(super) struct LastOfEach<'a> {
    tree: &'a Tree,
    text: &'a str,
    left: &'a [Member],
}

/// How many members are looked through for a later one of the same key. Larger objects are not so written, and each key that
/// is there twice is told of anyway.
const NEAR: usize = 64;

impl<'a> Iterator for LastOfEach<'a> {
    type Item = (&'a str, Instance<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (member, left) = self.left.split_first()?;
            self.left = left;
            if !left.iter().take(NEAR).any(|later| later.key == member.key) {
                return Some((&member.key, Instance::At(self.tree, self.text, member.value)));
            }
        }
    }
}

pub(super) struct Elements<'a> {
    tree: &'a Tree,
    text: &'a str,
    elements: &'a [NodeId],
}

impl<'a> Array<'a, Trees> for Elements<'a> {
    type Node = Instance<'a>;
    type ElementsIter = EachOf<'a>;

    fn len(&self) -> usize {
        self.elements.len()
    }

    fn elements(&self) -> EachOf<'a> {
        EachOf {
            tree: self.tree,
            text: self.text,
            left: self.elements.iter(),
        }
    }
}

pub(super) struct EachOf<'a> {
    tree: &'a Tree,
    text: &'a str,
    left: std::slice::Iter<'a, NodeId>,
}

impl<'a> Iterator for EachOf<'a> {
    type Item = Instance<'a>;

    fn next(&mut self) -> Option<Instance<'a>> {
        let id = self.left.next()?;
        Some(Instance::At(self.tree, self.text, *id))
    }
}

/// Whether a number need not be read to know that it is one: a few digits without a zero before them.
fn is_short(text: &str) -> bool {
    text.len() < 16 && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number as `serde_json` holds it.
pub(super) struct Number(serde_json::Number);

impl JsonNumber for Number {
    fn as_u64(&self) -> Option<u64> {
        self.0.as_u64()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.as_i64()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.as_f64()
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Owned(self.0.to_string())
    }

    fn to_number(&self) -> Cow<'_, serde_json::Number> {
        Cow::Borrowed(&self.0)
    }
}
