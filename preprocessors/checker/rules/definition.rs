//! A task definition as the families of rules look at it.
//!
//! Every getter gives only what is certain: a value of the wrong type is the
//! schema's business, and one with a placeholder in it is the reader's.

use super::Context;
use crate::diagnostic::Finding;
use crate::placeholder;
use crate::say;
use crate::suggest::nearest;
use crate::syntax::json::{NodeId, Value};

/// A task definition, a piece of one, or one container by itself.
pub(super) struct Definition<'a> {
    /// The block that it stands in.
    pub(super) context: &'a Context<'a>,
    /// The object; for a container by itself, that container.
    pub(super) node: NodeId,
    /// Whether all of it is shown, so that what is not there is missing.
    pub(super) whole: bool,
    /// Whether the object is one container definition.
    pub(super) lone_container: bool,
    /// Whether a command runs it on Fargate, whatever it says of itself.
    pub(super) launched: bool,
}

impl<'a> Definition<'a> {
    /// A member of the task definition itself; nothing of a container by itself.
    pub(super) fn field(&self, key: &str) -> Option<NodeId> {
        let tree = self.context.tree;
        (!self.lone_container).then(|| tree.get(self.node, key)).flatten()
    }

    /// The container definitions that are objects, in order.
    pub(super) fn containers(&self) -> impl Iterator<Item = NodeId> + use<'a> {
        let tree = self.context.tree;
        let lone = self.lone_container.then_some(self.node);
        let list = self.field("containerDefinitions");
        let listed = list
            .into_iter()
            .flat_map(move |list| tree.elements(list).iter().copied());
        let object = move |id: &NodeId| matches!(tree[*id].value, Value::Object { .. });
        lone.into_iter().chain(listed).filter(object)
    }

    /// Whether a list or object, or the definition itself, is shown without gaps.
    pub(super) fn complete(&self, node: NodeId) -> bool {
        self.whole && !self.context.tree.elided(node) && !self.context.tree.elided(self.node)
    }

    /// Whether it is for Fargate: it says so, or a command runs it there.
    pub(super) fn fargate(&self) -> bool {
        self.launched || self.compatible("FARGATE")
    }

    /// Whether `requiresCompatibilities` names a launch type.
    pub(super) fn compatible(&self, launch_type: &str) -> bool {
        let list = self.field("requiresCompatibilities");
        let elements = list.map(|list| self.context.tree.elements(list)).unwrap_or_default();
        elements.iter().any(|&e| self.context.text_of(e) == Some(launch_type))
    }
}

impl Context<'_> {
    /// A string without a placeholder in it.
    pub(super) fn text_of(&self, node: NodeId) -> Option<&str> {
        let text = self.tree.string(node)?;
        let unknown = self.options.placeholders && placeholder::has_placeholder(text);
        (!unknown).then_some(text)
    }

    /// A member that is a string without a placeholder in it.
    pub(super) fn text_at(&self, object: NodeId, key: &str) -> Option<&str> {
        self.text_of(self.tree.get(object, key)?)
    }

    /// An integer.
    pub(super) fn integer(&self, node: NodeId) -> Option<i64> {
        let node = &self.tree[node];
        matches!(node.value, Value::Number).then(|| self.text()[node.range.clone()].parse().ok())?
    }

    /// A member that is an integer.
    pub(super) fn integer_at(&self, object: NodeId, key: &str) -> Option<i64> {
        self.integer(self.tree.get(object, key)?)
    }

    /// A member that is `true` or `false`.
    pub(super) fn flag_at(&self, object: NodeId, key: &str) -> Option<bool> {
        match self.tree[self.tree.get(object, key)?].value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The elements of a member that is a list.
    pub(super) fn list_at(&self, object: NodeId, key: &str) -> &[NodeId] {
        self.tree
            .get(object, key)
            .map(|list| self.tree.elements(list))
            .unwrap_or_default()
    }
}

impl<'a> Definition<'a> {
    /// Whether a member is really missing: all of the object is shown, and no key of it is that one misspelt.
    pub(super) fn lacks(&self, node: NodeId, key: &str) -> bool {
        self.complete(node) && !self.context.names(node, key)
    }

    /// Whether the task definition itself is really without a member.
    pub(super) fn lacks_field(&self, key: &str) -> bool {
        !self.lone_container && self.lacks(self.node, key)
    }

    /// The task's `cpu` in CPU units or its `memory` in MiB, with the node that says it.
    pub(super) fn task_size(&self, key: &str) -> Option<(NodeId, i64)> {
        let node = self.field(key)?;
        let unit = if key == "cpu" { "vcpu" } else { "gb" };
        Some((node, size(self.context.text_of(node)?, unit)?))
    }

    /// The network mode that is in force; nothing where that is not known.
    pub(super) fn network_mode(&self) -> Option<&'a str> {
        match self.field("networkMode") {
            Some(mode) => self.context.text_of(mode),
            None if self.lacks_field("networkMode") && !self.windows() => Some("bridge"),
            None => None,
        }
    }

    /// Whether it says that it is for Windows.
    pub(super) fn windows(&self) -> bool {
        let platform = self.field("runtimePlatform");
        let family = platform.and_then(|platform| self.context.tree.get(platform, "operatingSystemFamily"));
        let family = family.and_then(|family| self.context.word_of(family));
        family.is_some_and(|family| family.starts_with("WINDOWS_"))
    }
}

/// The CPU units or MiB of a task's size: `1024`, `1 vCPU`, `.5 GB`; nothing for what is not a size.
pub(super) fn size(text: &str, unit: &str) -> Option<i64> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let (number, tail) = text.split_at_checked(text.len().checked_sub(unit.len())?)?;
    let number = number.trim_end();
    let decimal = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let units = number.parse::<f64>().ok()? * 1024.0;
    (decimal && tail.eq_ignore_ascii_case(unit) && units < 1e12).then_some(units as i64)
}

impl Context<'_> {
    /// Whether an object has a key, or one that is hardly spelt otherwise.
    fn names(&self, object: NodeId, key: &str) -> bool {
        let keys = || self.tree.members(object).iter().map(|member| member.key.as_str());
        let near = |other: &str| {
            let alike = other.len().abs_diff(key.len()) <= 3;
            alike && (other.replace('_', "").eq_ignore_ascii_case(key) || nearest(other, [key]).is_some())
        };
        keys().any(|other| other == key) || keys().any(near)
    }

    /// A string that is a word in capitals, such as `NET_ADMIN`: only what is marked is a placeholder.
    pub(super) fn word_of(&self, node: NodeId) -> Option<&str> {
        let text = self.tree.string(node)?;
        let unknown = self.options.placeholders && placeholder::has_marked_placeholder(text);
        (!unknown).then_some(text)
    }

    /// A list with something in it, under a key.
    pub(super) fn filled(&self, object: NodeId, key: &str) -> Option<NodeId> {
        self.tree
            .get(object, key)
            .filter(|&list| !self.tree.elements(list).is_empty())
    }
}

/// Judges an integer by its bounds; `name` is the member's.
pub(super) fn bounds(
    definition: &Definition,
    (rule, object, name): (&'static str, NodeId, &str),
    (low, high): (i64, i64),
    found: &mut Vec<Finding>,
) {
    let context = definition.context;
    let Some(node) = context.tree.get(object, name) else {
        return;
    };
    let Some(value) = context.integer(node).filter(|value| !(low..=high).contains(value)) else {
        return;
    };
    let help = match high {
        i64::MAX => say!(ko: "{low} 이상이어야 합니다.", en: "It has to be at least {low}."),
        _ => say!(ko: "{low}에서 {high}까지여야 합니다.", en: "It has to be from {low} to {high}."),
    };
    found.push(
        Finding::error(
            rule,
            context.place(node),
            say!(ko: "`{name}` 값은 {value}일 수 없습니다", en: "`{name}` cannot be {value}"),
        )
        .help(help),
    );
}
