//! The lists of a definition as others refer to them: who is in it, and whether that is everyone.

use super::definition::Definition;
use crate::placeholder::has_marked_placeholder;
use crate::syntax::json::{NodeId, Value};
use std::collections::BTreeMap;

impl<'a> Definition<'a> {
    /// The names in a list of objects of the task definition, each with its object; nothing unless all of it is known.
    pub(super) fn roster(&self, key: &str) -> Option<Vec<(&'a str, NodeId)>> {
        let tree = self.context.tree;
        if self.lone_container || !self.complete(self.node) {
            return None;
        }
        let Some(list) = tree.get(self.node, key) else {
            return Some(Vec::new());
        };
        if !matches!(tree[list].value, Value::Array { .. }) || !self.complete(list) {
            return None;
        }
        let named = |&object: &NodeId| Some((self.context.text_at(object, "name")?, object));
        tree.elements(list).iter().map(named).collect()
    }

    /// The objects of a list at the task's level, in order.
    pub(super) fn objects(&self, key: &str) -> impl Iterator<Item = NodeId> + use<'a> {
        let tree = self.context.tree;
        let elements = self.field(key).map(|list| tree.elements(list)).unwrap_or_default();
        let object = move |id: &NodeId| matches!(tree[*id].value, Value::Object { .. });
        elements.iter().copied().filter(object)
    }

    /// The values of one member in a list of objects; where it holds a placeholder, none.
    pub(super) fn values(&self, object: NodeId, list: &str, key: &str) -> Vec<(&'a str, NodeId)> {
        let context = self.context;
        let value = |&entry: &NodeId| {
            let node = context.tree.get(entry, key)?;
            Some((context.text_of(node)?, node))
        };
        context.list_at(object, list).iter().filter_map(value).collect()
    }

    /// The names in a list of variables or secrets, where words in capitals are names and no placeholders.
    pub(super) fn variables(&self, object: NodeId, list: &str) -> Vec<(&'a str, NodeId)> {
        let context = self.context;
        let name = |&entry: &NodeId| {
            let node = context.tree.get(entry, "name")?;
            let name = context.tree.string(node)?;
            let unknown = context.options.placeholders && has_marked_placeholder(name);
            (!unknown).then_some((name, node))
        };
        context.list_at(object, list).iter().filter_map(name).collect()
    }
}

/// Each that repeats a name before it, with the first of that name.
pub(super) fn repeated<'a>(all: &[(&'a str, NodeId)]) -> Vec<(&'a str, NodeId, NodeId)> {
    let mut first = BTreeMap::new();
    let mut found = Vec::new();
    for &(name, node) in all {
        match first.get(name) {
            Some(&before) => found.push((name, before, node)),
            None => {
                first.insert(name, node);
            }
        }
    }
    found
}
