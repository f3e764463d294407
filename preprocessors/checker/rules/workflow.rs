//! GitHub Actions workflows: found by their content, judged by what GitHub documents.
//!
//! A whole workflow, some of its jobs, one job, or a list of steps: what is shown in part is judged for what it shows. Other
//! services that know `jobs:` are left alone. The commands of `run:` are handed back for the shell to judge.

mod events;
mod expressions;
mod facts;
mod keys;
mod order;
mod uses;
mod values;

use crate::diagnostic::{Applicability, Finding, Severity, Text};
use crate::placeholder;
use crate::say;
use crate::suggest;
use crate::syntax::yaml::{Member, NodeId, Tree, Value};
use std::ops::Range;

const SCHEMA: &str = "workflow-schema";
const EXPRESSION: &str = "workflow-expression";
const REFERENCE: &str = "workflow-reference";
const USES: &str = "workflow-uses";
const TRIGGER: &str = "workflow-trigger";

/// What was found in a workflow, and the `run:` scalars that hold commands of bash.
pub(crate) struct Checked {
    pub(crate) found: Vec<Finding>,
    pub(crate) scripts: Vec<NodeId>,
}

/// Judges the workflow in a block, if there is one; `file` is the path that the block is said to be.
pub(crate) fn check(tree: &Tree, file: Option<&str>, placeholders: bool) -> Option<Checked> {
    let mut judge = Judge {
        tree,
        placeholders,
        found: Vec::new(),
        scripts: Vec::new(),
    };
    let file = file.filter(|file| file.contains(".github/workflows/"));
    // A comment that says more than a path may be about another file.
    let is_file = file.is_some_and(|file| !file.contains(char::is_whitespace));
    let mut any = false;
    for &root in &tree.roots {
        if is_file && judge.known(root).is_some_and(|text| !text.trim().is_empty()) {
            judge.report(no_mapping(judge.place(root)));
            any = true;
        } else {
            any |= judge.root(root, file.is_some());
        }
    }
    judge.without_consequences();
    any.then_some(Checked {
        found: judge.found,
        scripts: judge.scripts,
    })
}

struct Judge<'t> {
    tree: &'t Tree,
    placeholders: bool,
    found: Vec<Finding>,
    scripts: Vec<NodeId>,
}

/// Keys that only the files of other services have next to `jobs`.
const FOREIGN: [&str; 14] = [
    "version",
    "orbs",
    "workflows",
    "trigger",
    "pool",
    "stages",
    "language",
    "script",
    "parameters",
    "pr",
    "resources",
    "executors",
    "variables",
    "apiVersion",
];

/// Keys of a job that no other service has.
fn is_job(tree: &Tree, node: NodeId) -> bool {
    let has = |key: &str| tree.get(node, key).is_some();
    has("runs-on") && (has("steps") || has("strategy") || has("needs") || has("if") || has("environment"))
}

/// Whether a node is a step that calls an action.
fn is_step(tree: &Tree, node: NodeId) -> bool {
    let uses = tree.get(node, "uses").and_then(|uses| tree.string(uses));
    uses.is_some_and(|uses| {
        let name = uses.split('@').next().unwrap_or_default();
        (uses.contains('@') && name.split('/').count() >= 2) || uses.starts_with("./") || uses.starts_with("docker://")
    })
}

/// What stands in the file of a workflow and is prose to YAML, however much it looks like one.
fn no_mapping(at: Range<usize>) -> Finding {
    let message = say!(
        ko: "워크플로가 아니라 문자열 하나입니다",
        en: "this is one string, not a workflow"
    );
    Finding::error(SCHEMA, at, message).help(say!(
        ko: "워크플로는 `on:`과 `jobs:`가 있는 매핑입니다. 번호를 붙인 설명이라면 블록의 언어를 `text`로 적으십시오.",
        en: "A workflow is a mapping with `on:` and `jobs:`. Label the block `text` if it describes one."
    ))
}

impl<'t> Judge<'t> {
    /// Judges a document for what it is; says whether it is anything of a workflow.
    fn root(&mut self, root: NodeId, named: bool) -> bool {
        let tree = self.tree;
        if tree.elements(root).iter().any(|&step| is_step(tree, step)) {
            let scope = expressions::Scope::default();
            self.steps(root, &scope, keys::Shell::Bash, false);
            return true;
        }
        let members = tree.members(root);
        let has = |key: &str| members.iter().any(|member| member.key == key);
        let foreign = FOREIGN.iter().any(|key| has(key));
        if has("runs") && has("name") && !has("jobs") {
            return false;
        }
        let slip = || {
            members
                .iter()
                .find(|member| suggest::slip(&member.key, ["jobs"]).is_some())
        };
        let jobs = tree
            .get(root, "jobs")
            .or_else(|| slip().filter(|_| has("on")).map(|member| member.value));
        let jobs = jobs.filter(|jobs| matches!(tree[*jobs].value, Value::Mapping { .. }));
        let some_job = |jobs: NodeId| tree.members(jobs).iter().any(|job| is_job(tree, job.value));
        match jobs {
            Some(jobs) if !foreign && (named || has("on") || some_job(jobs)) => {
                self.workflow(root, named);
                true
            }
            None if !foreign && is_job(tree, root) => {
                self.job(root, None, &keys::Around::default());
                true
            }
            None if !foreign && !members.is_empty() && members.iter().all(|member| is_job(tree, member.value)) => {
                self.jobs(root, &keys::Around::default());
                true
            }
            None => self.lone_steps(root),
            Some(_) => false,
        }
    }

    /// `steps:` and nothing else that would say what it belongs to.
    fn lone_steps(&mut self, root: NodeId) -> bool {
        let tree = self.tree;
        let Some(steps) = tree.get(root, "steps").filter(|_| tree.members(root).len() == 1) else {
            return false;
        };
        let found = tree.elements(steps).iter().any(|&step| is_step(tree, step));
        if found {
            self.steps(steps, &expressions::Scope::default(), keys::Shell::Bash, false);
        }
        found
    }

    /// What a scalar says, if it says it here: no placeholder, no expression.
    fn known(&self, node: NodeId) -> Option<&'t str> {
        let text = self.tree.string(node)?;
        let unknown = text.contains("${{") || (self.placeholders && placeholder::has_marked_placeholder(text));
        (!unknown).then_some(text)
    }

    /// Whether what a node is depends on something else.
    fn unknown(&self, node: NodeId) -> bool {
        match &self.tree[node].value {
            Value::Unknown | Value::Null => true,
            Value::Scalar(_) => self.known(node).is_none(),
            _ => false,
        }
    }

    /// A string, or the strings of a list, each with its node.
    fn strings(&self, node: NodeId) -> Vec<(NodeId, &'t str)> {
        match self.known(node) {
            Some(text) => vec![(node, text)],
            None => {
                let elements = self.tree.elements(node).iter();
                elements
                    .filter_map(|&element| Some((element, self.known(element)?)))
                    .collect()
            }
        }
    }

    /// A name that is misspelt where it is set is missing wherever it is used.
    fn without_consequences(&mut self) {
        let cause =
            |finding: &Finding| matches!(finding.rule, SCHEMA | REFERENCE) && finding.severity == Severity::Error;
        if self.found.iter().any(cause) {
            self.found
                .retain(|finding| finding.rule != REFERENCE || finding.severity == Severity::Error);
        }
    }

    fn report(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    /// Where to point for a node: at all of a scalar, at the start of a collection.
    fn place(&self, node: NodeId) -> Range<usize> {
        let range = self.tree[node].range.clone();
        match &self.tree[node].value {
            Value::Mapping { members, .. } if !members.is_empty() => members[0].key_range.clone(),
            Value::Mapping { .. } | Value::Sequence { .. } => range.start..range.start + 1,
            Value::Scalar(_) | Value::Null | Value::Unknown => range,
        }
    }

    /// Where a scalar is written without its quotes, if it is written as it reads.
    fn written(&self, node: NodeId) -> Range<usize> {
        let scalar = self.tree.scalar(node).map(|scalar| &scalar.content);
        let exact = scalar.and_then(|content| content.exactly(0..content.text.len()));
        exact.unwrap_or_else(|| self.place(node))
    }

    /// A finding for a name that is not among those allowed, with the nearest or all of them.
    fn wrong_name(&self, rule: &'static str, at: Range<usize>, message: Text, name: &str, allowed: &[&str]) -> Finding {
        let finding = Finding::error(rule, at.clone(), message);
        if let Some(near) = suggest::nearest(name, allowed.iter().copied()) {
            return finding
                .help(say!(ko: "비슷한 이름: `{near}`", en: "A similar name: `{near}`"))
                .fix(Applicability::Unsafe, say!(ko: "`{near}`", en: "`{near}`"), at, near);
        }
        if allowed.is_empty() || allowed.len() > 20 {
            return finding;
        }
        let list = allowed
            .iter()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ");
        finding.help(say!(ko: "쓸 수 있는 이름: {list}", en: "The names that are known: {list}"))
    }

    /// Whether a key stands for what is left out or merged in.
    fn stands_in(&self, member: &Member) -> bool {
        member.key.is_empty()
            || member.key == "<<"
            || (self.placeholders && placeholder::has_marked_placeholder(&member.key))
    }
}
