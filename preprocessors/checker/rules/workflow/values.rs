//! Values of a certain kind, and what may not be empty.

use super::{Judge, SCHEMA};
use crate::diagnostic::{Finding, Text};
use crate::say;
use crate::suggest;
use crate::syntax::yaml::{Kind, NodeId, Value};

impl Judge<'_> {
    /// Judges a value that has to be a number.
    pub(super) fn number(&mut self, node: NodeId, key: &str) {
        if self.is_other(node, |kind, _| kind == Kind::Number) {
            let text = say!(ko: "`{key}` 값은 수여야 합니다", en: "the value of `{key}` has to be a number");
            self.report(Finding::error(SCHEMA, self.place(node), text));
        }
    }

    /// Judges the values below a node that have to be `true` or `false`.
    pub(super) fn switches(&mut self, node: NodeId, keys: &[&str]) {
        for &key in keys {
            let Some(value) = self.tree.get(node, key) else {
                continue;
            };
            // Whether GitHub takes a quoted one is left open.
            let is_switch = |kind, said: &str| {
                kind == Kind::Bool || said.eq_ignore_ascii_case("true") || said.eq_ignore_ascii_case("false")
            };
            if self.is_other(value, is_switch) {
                let text = say!(
                    ko: "`{key}` 값은 `true`나 `false`여야 합니다",
                    en: "the value of `{key}` has to be `true` or `false`"
                );
                self.report(Finding::error(SCHEMA, self.place(value), text));
            }
        }
    }

    /// Whether a value is known, and none of the kind that is asked for.
    fn is_other(&self, node: NodeId, is_right: impl Fn(Kind, &str) -> bool) -> bool {
        match &self.tree[node].value {
            Value::Scalar(scalar) => self.known(node).is_some_and(|said| !is_right(scalar.kind(), said)),
            Value::Mapping { .. } | Value::Sequence { .. } => true,
            Value::Null | Value::Unknown => false,
        }
    }

    /// Reports a list or mapping that is written out and has nothing in it.
    pub(super) fn nothing_in(&mut self, node: NodeId, text: Text) {
        let empty = match &self.tree[node].value {
            Value::Mapping { members, open, .. } => members.is_empty() && !open,
            Value::Sequence { elements, open, .. } => elements.is_empty() && !open,
            _ => false,
        };
        if empty {
            self.report(Finding::error(SCHEMA, self.tree[node].range.clone(), text));
        }
    }

    /// Judges `strategy`: its switches, and the lists of its matrix.
    pub(super) fn strategy(&mut self, strategy: NodeId) {
        self.switches(strategy, &["fail-fast"]);
        let tree = self.tree;
        let Some(matrix) = tree.get(strategy, "matrix") else {
            return;
        };
        for member in tree.members(matrix) {
            if !matches!(member.key.as_str(), "include" | "exclude") {
                let key = &member.key;
                let text =
                    say!(ko: "`matrix`의 `{key}`에 값이 하나도 없습니다", en: "the matrix gives `{key}` no value");
                self.nothing_in(member.value, text);
            }
        }
    }

    /// Judges `concurrency`, whose group has to be named.
    pub(super) fn concurrency(&mut self, node: NodeId) {
        self.switches(node, &["cancel-in-progress"]);
        let tree = self.tree;
        let members = tree.members(node);
        // A slip in the key that is missing is told of as such.
        let named = |key: &str| key == "group" || suggest::nearest(key, ["group"]).is_some();
        if let [first, ..] = members
            && !tree.open(node)
            && !members
                .iter()
                .any(|member| named(&member.key) || self.stands_in(member))
        {
            let text = say!(ko: "`concurrency`에 `group`이 없습니다", en: "`concurrency` has no `group`");
            self.report(Finding::error(SCHEMA, first.key_range.clone(), text));
        }
    }
}
