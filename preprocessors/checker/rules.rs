//! The rules: what each is called, how much it weighs, its pages, and what they look at.
//!
//! Rules know neither Markdown nor how a diagnostic is shown, and none knows another.

mod definition;
pub(crate) mod dockerfile;
mod fargate;
mod health;
mod images;
mod isolation;
mod leaks;
mod logging;
mod names;
mod network;
mod own_schema;
mod phrase;
mod policy;
mod proxy;
mod references;
mod regions;
mod resources;
mod roster;
mod secrets;
mod security;
mod task_definition;
mod volumes;
pub(crate) mod workflow;

pub use fargate::fargate_sizes;
pub(crate) use task_definition::launch;

use crate::diagnostic::{Finding, Lang, Severity};
use crate::model::{Against, Facts, Options};
use crate::syntax::json::{Member, NodeId, Tree, Value};
use std::ops::Range;

/// One rule: everything that is known of it but its code.
pub struct Rule {
    /// The id, kebab-case, stable; read after "allow".
    pub id: &'static str,
    /// How much what it finds weighs at most.
    pub severity: Severity,
    ko: &'static str,
    en: &'static str,
}

impl Rule {
    /// The rule's page, Markdown: what, why, a wrong example, what is said of it, a right one.
    pub fn page(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ko => self.ko,
            Lang::En => self.en,
        }
    }

    /// The page's first heading without its id: one line that says what the rule finds.
    pub fn title(&self, lang: Lang) -> &'static str {
        let page = self.page(lang);
        let mut lines = page
            .lines()
            .map(|l| l.trim_start_matches('#').trim())
            .filter(|l| !l.is_empty());
        lines.nth(1).unwrap_or_default()
    }

    /// Where the page stands on the project's site.
    pub fn url(&self) -> String {
        format!("{}/rules/{}.html", env!("CARGO_PKG_HOMEPAGE"), self.id)
    }
}

/// Lists the rules; a rule without both pages does not compile.
macro_rules! rules {
    ($($id:literal $severity:ident;)+) => {
        /// Every rule, in the order of the book.
        pub const RULES: &[Rule] = &[$(Rule {
            id: $id,
            severity: Severity::$severity,
            ko: include_str!(concat!("rules/pages/", $id, ".ko.md")),
            en: include_str!(concat!("rules/pages/", $id, ".en.md")),
        }),+];
    };
}

rules! {
    "shell-syntax" Error;
    "shell-typography" Warning;
    "shell-prompt" Warning;
    "trailing-backslash" Warning;
    "unknown-command" Error;
    "unknown-option" Error;
    "missing-option" Error;
    "missing-value" Error;
    "invalid-choice" Error;
    "invalid-value" Error;
    "invalid-parameter" Error;
    "invalid-query" Error;
    "unknown-enum-value" Error;
    "query-unknown-field" Error;
    "output-mismatch" Error;
    "cross-reference" Warning;
    "placeholder" Info;
    "yaml-syntax" Error;
    "workflow-schema" Error;
    "workflow-trigger" Error;
    "workflow-uses" Error;
    "workflow-expression" Error;
    "workflow-reference" Error;
    "dockerfile-syntax" Error;
    "dockerfile-stage" Error;
    "dockerfile-value" Error;
    "json-syntax" Error;
    "json-comment" Warning;
    "duplicate-key" Error;
    "task-definition-schema" Error;
    "read-only-field" Error;
    "fargate-log-driver" Error;
    "fargate-cpu-memory" Error;
    "fargate-network-mode" Error;
    "missing-execution-role" Error;
    "fargate-unsupported" Error;
    "fargate-timeout" Error;
    "launch-type" Error;
    "windows-platform" Error;
    "container-count" Error;
    "no-essential-container" Error;
    "missing-memory" Error;
    "task-size" Error;
    "container-memory" Error;
    "memory-sum" Error;
    "cpu-sum" Error;
    "ephemeral-storage" Error;
    "resource-requirement" Error;
    "restart-policy" Error;
    "placement-constraint" Error;
    "linux-parameters" Error;
    "unknown-capability" Error;
    "host-port-mismatch" Error;
    "port-number" Error;
    "port-range" Error;
    "duplicate-host-port" Error;
    "port-name" Error;
    "network-mode-conflict" Error;
    "soft-limit-above-hard" Warning;
    "reserved-port" Warning;
    "deprecated-feature" Warning;
    "schema-violation" Error;
    "invalid-name" Error;
    "duplicate-container-name" Error;
    "duplicate-volume-name" Error;
    "duplicate-environment-name" Warning;
    "environment-name" Warning;
    "invalid-tag" Error;
    "invalid-image" Error;
    "mutable-image-tag" Warning;
    "unknown-volume" Error;
    "unused-volume" Warning;
    "unknown-container" Error;
    "dependency-cycle" Error;
    "dependency-on-essential" Error;
    "healthy-without-health-check" Warning;
    "invalid-role-arn" Error;
    "invalid-secret-arn" Error;
    "secret-name-clash" Error;
    "plaintext-secret" Warning;
    "invalid-environment-file" Error;
    "health-check-command" Error;
    "health-check-bounds" Error;
    "awslogs-options" Error;
    "missing-log-router" Error;
    "several-volume-kinds" Error;
    "efs-transit-encryption" Error;
    "efs-access-point-root" Error;
    "efs-id" Warning;
    "docker-volume-autoprovision" Warning;
    "mount-path" Warning;
    "broken-link" Error;
    "undefined-reference" Error;
    "unused-footnote" Warning;
    "dead-link" Warning;
    "container-cpu" Error;
    "duplicate-dependency" Warning;
    "proxy-configuration" Error;
    "mixed-regions" Warning;
    "shared-role" Warning;
    "credential-spec" Error;
    "docker-security-option" Error;
    "host-access" Info;
    "system-control" Error;
    "fault-injection" Error;
    "trusted-execution" Error;
    "health-check-tool" Warning;
    "health-check-port" Info;
    "splunk-options" Warning;
    "no-log-configuration" Info;
    "launch-volume" Error;
    "iam-policy" Error;
    "account-id" Warning;
    "secret" Error;
    "broken-include" Error;
    "info-string" Error;
    "allow-comment" Error;
    "unused-allow" Warning;
    "unmet-expectation" Error;
    "outdated-diagnostic" Error;
}

/// The schema that the pages' own examples of `schema=NAME` name: its name, and its JSON.
pub const EXAMPLE_SCHEMA: (&str, &str) = ("appspec", include_str!("rules/pages/appspec.json"));

/// The rule of that id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

/// What a rule about JSON looks at.
pub(crate) struct Context<'a> {
    pub(crate) text: &'a str,
    pub(crate) tree: &'a Tree,
    pub(crate) facts: &'a Facts,
    pub(crate) options: &'a Options,
}

impl Context<'_> {
    fn text(&self) -> &str {
        self.text
    }

    /// Where to point for a node: at an opening bracket alone, at the whole of anything else.
    fn place(&self, node: NodeId) -> Range<usize> {
        let node = &self.tree[node];
        let bracket = self.text()[node.range.clone()].starts_with(['{', '[']);
        match node.value {
            Value::Object { .. } | Value::Array { .. } if bracket => node.range.start..node.range.start + 1,
            // A fragment has no bracket of its own: its first line stands for it.
            Value::Object { .. } | Value::Array { .. } => {
                let first = self.text()[node.range.clone()].lines().next().map_or(0, str::len);
                node.range.start..node.range.start + first
            }
            _ => node.range.clone(),
        }
    }

    /// Where a key of an object stands; of several alike the last.
    fn key_range(&self, object: NodeId, key: &str) -> Range<usize> {
        let member = match &self.tree[object].value {
            Value::Object { members, .. } => members.iter().rfind(|m| m.key == key),
            _ => None,
        };
        member.map_or_else(|| self.place(object), |m| m.key_range.clone())
    }

    /// What to write where so that an object has a member more, as its first. Nothing where it has no member to stand before.
    fn insertion(&self, object: NodeId, key: &str, value: &str) -> Option<(Range<usize>, String)> {
        let first = self.tree.members(object).first()?.key_range.start;
        Some((first..first, format!("\"{key}\": \"{value}\", ")))
    }

    /// What to delete so that an object is without a member and still JSON: up to the next member, or from the end of the
    /// one before. Nothing where a comment stands in between, or where the key is there twice.
    fn removal(&self, object: NodeId, key: &str) -> Option<Range<usize>> {
        let members = self.tree.members(object);
        let index = members.iter().position(|m| m.key == key)?;
        let once = members.iter().filter(|m| m.key == key).count() == 1;
        let end = |m: &Member| self.tree[m.value].range.end;
        let start = |m: &Member| m.key_range.start;
        let member = &members[index];
        let before = index.checked_sub(1).map(|before| end(&members[before]));
        let (range, gap) = match (members.get(index + 1), before) {
            (Some(next), _) => (start(member)..start(next), end(member)..start(next)),
            (None, Some(before)) => (before..end(member), before..start(member)),
            (None, None) => (start(member)..end(member), 0..0),
        };
        let plain = self.text().get(gap)?.chars().all(|c| c.is_whitespace() || c == ',');
        (once && plain).then_some(range)
    }
}

/// Judges the meaning of a JSON block, by the schema it names if it names one; says what it was held against.
pub(crate) fn check_json(context: &Context, schema: Option<&str>, found: &mut Vec<Finding>) -> Against {
    let own = schema.and_then(|name| own_schema::check(context, name, found));
    own.unwrap_or_else(|| check_document(context, found))
}

/// Judges the meaning of a document; says what it was held against.
pub(crate) fn check_document(context: &Context, found: &mut Vec<Finding>) -> Against {
    let against = task_definition::check(context, found).or_else(|| policy::check(context, found));
    against.unwrap_or(Against::Syntax)
}

/// Every task definition or piece of one in a document, with its definition in the schema.
pub(crate) fn definitions(context: &Context) -> Vec<(NodeId, &'static str)> {
    task_definition::definitions(context)
}

/// Every IAM policy in a document, and every statement that stands alone.
pub(crate) fn policies(context: &Context) -> Vec<NodeId> {
    policy::policies(context)
}

/// Judges the text of any block.
pub(crate) fn check_text(text: &str, found: &mut Vec<Finding>) {
    leaks::check(text, found);
}
