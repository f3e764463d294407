//! The keys of workflows, jobs and steps: which there are, and what their values look like.

use super::expressions::Scope;
use super::{Judge, REFERENCE, SCHEMA, facts};
use crate::diagnostic::{Finding, Severity, Text};
use crate::say;
use crate::suggest;
use crate::syntax::yaml::{Member, NodeId, Value};

/// What runs the commands of a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shell {
    /// Bash, or `sh`.
    #[default]
    Bash,
    /// Another, or nobody knows.
    Other,
}

/// What a job has around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Around<'t> {
    /// The shell that the workflow sets for all of its steps.
    pub(super) shell: Option<Shell>,
    /// The inputs of the workflow, where all of them are known.
    pub(super) inputs: Option<Vec<&'t str>>,
    /// The jobs, where all of them are known.
    pub(super) jobs: Option<NodeId>,
}

/// What a mapping is, in both languages, and the list of its keys.
#[derive(Clone, Copy)]
struct Part {
    ko: &'static str,
    en: &'static str,
    keys: &'static str,
    /// Whether another key is surely wrong; else only a slip of the pen is.
    closed: bool,
}

const WORKFLOW: Part = part("워크플로", "a workflow", "workflow", true);
const JOB: Part = part("작업(job)", "a job", "job", true);
const CALLING_JOB: Part = part(
    "워크플로를 부르는 작업",
    "a job that calls a workflow",
    "calling-job",
    true,
);
const STEP: Part = part("단계(step)", "a step", "step", true);
const STRATEGY: Part = part("`strategy`", "`strategy`", "strategy", true);
const CONTAINER: Part = part("`container`", "`container`", "container", false);
const DEFAULTS: Part = part("`defaults`", "`defaults`", "defaults", true);
const RUN_DEFAULTS: Part = part("`defaults.run`", "`defaults.run`", "run-defaults", true);
const CONCURRENCY: Part = part("`concurrency`", "`concurrency`", "concurrency", false);
const ENVIRONMENT: Part = part("`environment`", "`environment`", "environment", false);

const fn part(ko: &'static str, en: &'static str, keys: &'static str, closed: bool) -> Part {
    Part { ko, en, keys, closed }
}

impl<'t> Judge<'t> {
    /// Judges a workflow.
    pub(super) fn workflow(&mut self, root: NodeId, named: bool) {
        let tree = self.tree;
        self.keys(root, WORKFLOW);
        if named && !tree.open(root) && tree.get(root, "on").is_none() {
            let text = say!(ko: "워크플로에 `on`이 없습니다", en: "this workflow has no `on`");
            let finding = Finding::error(SCHEMA, self.place(root), text);
            self.report(finding.help(say!(
                ko: "무엇이 워크플로를 시작하는지 `on: push`처럼 적어야 합니다.",
                en: "It has to say what starts it, such as `on: push`."
            )));
        }
        let mut around = Around {
            shell: self.default_shell(root),
            ..Around::default()
        };
        if let Some(on) = tree.get(root, "on") {
            around.inputs = self.events(on);
        }
        let plain = |available| Scope {
            available,
            inputs: around.inputs.clone(),
            ..Scope::default()
        };
        self.shared(root, &plain(Some("env")), &plain(Some("concurrency")));
        if let Some(name) = tree.get(root, "run-name") {
            self.expressions(name, &plain(Some("run-name")));
        }
        if let Some(jobs) = tree.get(root, "jobs") {
            let none = say!(ko: "`jobs`에 작업이 하나도 없습니다", en: "`jobs` has no job in it");
            self.nothing_in(jobs, none);
            around.jobs = (!tree.open(jobs)).then_some(jobs);
            self.jobs(jobs, &around);
        }
    }

    /// Judges a mapping of jobs.
    pub(super) fn jobs(&mut self, jobs: NodeId, around: &Around<'t>) {
        let tree = self.tree;
        for member in tree.members(jobs) {
            if self.stands_in(member) {
                continue;
            }
            let mut letters = member.key.chars();
            let first = letters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
            if !first || !letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) {
                let key = &member.key;
                self.report(identifier(
                    member,
                    say!(
                        ko: "`{key}`는 작업의 이름이 될 수 없습니다",
                        en: "`{key}` cannot be the name of a job"
                    ),
                ));
            }
            self.job(member.value, Some(member), around);
        }
        self.order(jobs);
    }

    /// Judges a job; `member` is its name, where that is shown.
    pub(super) fn job(&mut self, job: NodeId, member: Option<&Member>, around: &Around<'t>) {
        let tree = self.tree;
        if !self.is_mapping(job, "작업", "a job") {
            return;
        }
        let calling = tree.get(job, "uses").is_some() && tree.get(job, "steps").is_none();
        self.keys(job, if calling { CALLING_JOB } else { JOB });
        if let Some(uses) = tree.get(job, "uses").filter(|_| calling) {
            self.uses_workflow(uses);
        }
        // A slip in the key that is missing is told of as such.
        let slip = || {
            let mut keys = tree.members(job).iter().map(|m| m.key.as_str());
            keys.any(|key| key != "runs-on" && suggest::nearest(key, ["runs-on"]).is_some())
        };
        if !calling
            && !tree.open(job)
            && tree.get(job, "steps").is_some()
            && tree.get(job, "runs-on").is_none()
            && !slip()
        {
            let at = member.map_or_else(|| self.place(job), |member| member.key_range.clone());
            let text = say!(ko: "작업에 `runs-on`이 없습니다", en: "this job has no `runs-on`");
            self.report(Finding::error(SCHEMA, at, text).help(say!(
                ko: "어디에서 실행할지 `runs-on: ubuntu-latest`처럼 적어야 합니다.",
                en: "It has to say where it runs, such as `runs-on: ubuntu-latest`."
            )));
        }
        if let Some(runner) = tree.get(job, "runs-on") {
            self.runner(runner);
        }
        if let Some(minutes) = tree.get(job, "timeout-minutes") {
            self.number(minutes, "timeout-minutes");
        }
        let scope = self.scope(job, around);
        self.job_expressions(job, &scope);
        for (key, part) in [
            ("strategy", STRATEGY),
            ("environment", ENVIRONMENT),
            ("container", CONTAINER),
        ] {
            if let Some(node) = tree.get(job, key) {
                self.keys(node, part);
            }
        }
        if let Some(strategy) = tree.get(job, "strategy") {
            self.strategy(strategy);
        }
        self.switches(job, &["continue-on-error"]);
        let of_job = |available| scope.at(Some(available));
        self.shared(job, &of_job("job-env"), &of_job("job-concurrency"));
        if let Some(steps) = tree.get(job, "steps") {
            let shell = self
                .default_shell(job)
                .or(around.shell)
                .unwrap_or_else(|| self.shell_of_runner(job));
            self.steps(steps, &scope, shell, member.is_some());
        }
    }

    /// What workflows and jobs have in common.
    fn shared(&mut self, node: NodeId, env: &Scope<'t>, concurrency: &Scope<'t>) {
        let tree = self.tree;
        if let Some(permissions) = tree.get(node, "permissions") {
            self.permissions(permissions);
        }
        if let Some(node) = tree.get(node, "env")
            && self.is_mapping(node, "`env`", "`env`")
        {
            self.expressions(node, env);
        }
        if let Some(node) = tree.get(node, "concurrency") {
            self.keys(node, CONCURRENCY);
            self.concurrency(node);
            self.expressions(node, concurrency);
        }
        if let Some(defaults) = tree.get(node, "defaults") {
            self.keys(defaults, DEFAULTS);
            if let Some(run) = tree.get(defaults, "run") {
                self.keys(run, RUN_DEFAULTS);
                self.shell_name(run);
            }
        }
    }

    /// Judges a list of steps; with `whole`, all the steps of the job are there.
    pub(super) fn steps(&mut self, steps: NodeId, scope: &Scope<'t>, shell: Shell, whole: bool) {
        let tree = self.tree;
        if !matches!(tree[steps].value, Value::Sequence { .. }) {
            if !self.unknown(steps) {
                let text = say!(ko: "`steps`는 목록이어야 합니다", en: "`steps` has to be a list");
                self.report(Finding::error(SCHEMA, self.place(steps), text));
            }
            return;
        }
        let none = say!(ko: "`steps`에 단계가 하나도 없습니다", en: "`steps` has no step in it");
        self.nothing_in(steps, none);
        let mut scope = scope.at(Some("step"));
        let mut ids: Vec<(&str, NodeId)> = Vec::new();
        let all = |key: &str| {
            tree.elements(steps)
                .iter()
                .filter_map(|&step| tree.get(step, key))
                .collect::<Vec<_>>()
        };
        for id in all("id") {
            let Some(name) = self.known(id) else { continue };
            if let Some((_, first)) = ids.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
                let text = say!(ko: "같은 `id`의 단계가 이미 있습니다", en: "another step has this `id` already");
                let finding = Finding::error(REFERENCE, self.place(id), text);
                self.report(finding.label(self.place(*first), say!(ko: "처음 나온 곳", en: "first here")));
            }
            ids.push((name, id));
        }
        let complete = whole && !tree.open(steps) && all("id").len() == ids.len();
        scope.steps = complete.then(|| ids.iter().map(|(name, _)| *name).collect());
        for &step in tree.elements(steps) {
            self.step(step, &scope, shell);
        }
    }

    fn step(&mut self, step: NodeId, scope: &Scope<'t>, shell: Shell) {
        let tree = self.tree;
        if !self.is_mapping(step, "단계", "a step") || matches!(tree[step].value, Value::Null | Value::Unknown) {
            return;
        }
        self.keys(step, STEP);
        let (uses, run) = (tree.member(step, "uses"), tree.member(step, "run"));
        let mut slips = tree
            .members(step)
            .iter()
            .filter(|m| !facts::list("keys", "step").contains(&m.key.as_str()));
        match (uses, run) {
            (Some(uses), Some(run)) => {
                let text = say!(
                    ko: "한 단계에 `uses`와 `run`을 함께 쓸 수 없습니다",
                    en: "a step cannot have both `uses` and `run`"
                );
                let (at, other) = (run.key_range.clone(), uses.key_range.clone());
                self.report(Finding::error(SCHEMA, at, text).label(other, say!(ko: "`uses`", en: "`uses`")));
            }
            (None, None) if !tree.open(step) && slips.next().is_none() => {
                let text = say!(
                    ko: "단계에 `uses`도 `run`도 없습니다",
                    en: "this step has neither `uses` nor `run`"
                );
                self.report(Finding::error(SCHEMA, self.place(step), text));
            }
            _ => {}
        }
        if let Some(uses) = uses {
            self.uses_action(uses.value);
        }
        if let Some(minutes) = tree.get(step, "timeout-minutes") {
            self.number(minutes, "timeout-minutes");
        }
        self.switches(step, &["continue-on-error"]);
        let own = self.shell_name(step);
        if let Some(run) = run.filter(|_| own.unwrap_or(shell) == Shell::Bash) {
            self.scripts.push(run.value);
        }
        for member in tree.members(step) {
            match member.key.as_str() {
                "uses" => {}
                "if" => self.condition(member.value, &scope.at(Some("step-if"))),
                _ => self.expressions(member.value, scope),
            }
        }
    }

    /// Judges the `shell` of a step or of `defaults.run`; says what kind of shell it is, if it is given.
    fn shell_name(&mut self, node: NodeId) -> Option<Shell> {
        let shell = self.tree.get(node, "shell")?;
        let Some(name) = self.known(shell) else {
            return Some(Shell::Other);
        };
        let names = facts::list("shells", "names");
        if !names.contains(&name) && !name.contains("{0}") {
            let text = say!(ko: "`{name}`라는 셸은 없습니다", en: "there is no shell `{name}`");
            let finding = self.wrong_name(SCHEMA, self.written(shell), text, name, names);
            self.report(finding.help(say!(
                ko: "다른 명령을 쓰려면 스크립트 파일이 올 자리에 `{{0}}`을 둡니다.",
                en: "A command of your own has `{{0}}` where the file of the script goes."
            )));
        }
        let bash = matches!(name.split(' ').next(), Some("bash" | "sh" | "/bin/bash" | "/bin/sh"));
        Some(if bash { Shell::Bash } else { Shell::Other })
    }

    /// The shell that `defaults` sets.
    fn default_shell(&self, node: NodeId) -> Option<Shell> {
        let run = self.tree.get(self.tree.get(node, "defaults")?, "run")?;
        let shell = self.tree.get(run, "shell")?;
        let bash = matches!(self.known(shell), Some(name) if name.starts_with("bash") || name.starts_with("sh"));
        Some(if bash { Shell::Bash } else { Shell::Other })
    }

    /// Without a word about it, commands run in bash, but on Windows in PowerShell.
    fn shell_of_runner(&self, job: NodeId) -> Shell {
        let mut said = Vec::new();
        let mut ahead: Vec<NodeId> = ["runs-on", "strategy"]
            .iter()
            .filter_map(|key| self.tree.get(job, key))
            .collect();
        while let Some(node) = ahead.pop() {
            ahead.extend(self.tree.members(node).iter().map(|member| member.value));
            ahead.extend(self.tree.elements(node));
            said.extend(self.tree.string(node));
        }
        let windows = said.iter().any(|text| text.to_ascii_lowercase().contains("windows"));
        let elsewhere = said
            .iter()
            .any(|text| text.contains("inputs.") || text.contains("fromJ"));
        if windows || elsewhere {
            Shell::Other
        } else {
            Shell::Bash
        }
    }

    fn runner(&mut self, node: NodeId) {
        for (node, label) in self.strings(node) {
            let labels = facts::list("runners", "labels");
            let Some(near) = suggest::slip(label, labels.iter().copied()).filter(|near| *near != label) else {
                continue;
            };
            // Versions differ by a digit, and others may come.
            if label.contains(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let text =
                say!(ko: "`{label}`라는 실행기(runner)는 GitHub에 없습니다", en: "GitHub has no runner `{label}`");
            let mut finding = self.wrong_name(SCHEMA, self.written(node), text, label, &[near]);
            finding.severity = Severity::Warning;
            self.report(finding.help(say!(
                ko: "직접 운영하는 실행기의 레이블이라면 그대로 두어도 됩니다.",
                en: "If it is a label of a runner of your own, it is fine."
            )));
        }
    }

    fn permissions(&mut self, node: NodeId) {
        let (scopes, levels) = (
            facts::list("permissions", "scopes"),
            facts::list("permissions", "levels"),
        );
        if let Some(all) = self.known(node) {
            let allowed = facts::list("permissions", "all");
            if !allowed.contains(&all) {
                let text = say!(
                    ko: "`permissions`에 `{all}` 값은 쓸 수 없습니다",
                    en: "`permissions` cannot be `{all}`"
                );
                self.report(self.wrong_name(SCHEMA, self.written(node), text, all, allowed));
            }
        }
        for member in self.tree.members(node) {
            let key = member.key.as_str();
            if self.stands_in(member) {
                continue;
            }
            if !scopes.contains(&key) {
                let text = say!(ko: "`{key}`라는 권한은 없습니다", en: "there is no permission `{key}`");
                self.report(self.wrong_name(SCHEMA, member.key_range.clone(), text, key, scopes));
                continue;
            }
            if let Some(level) = self.known(member.value).filter(|level| !levels.contains(level)) {
                let text = say!(
                    ko: "`{key}` 권한에 `{level}` 값은 쓸 수 없습니다",
                    en: "the permission `{key}` cannot be `{level}`"
                );
                self.report(self.wrong_name(SCHEMA, self.written(member.value), text, level, levels));
            }
        }
    }

    /// Judges the keys of a mapping.
    fn keys(&mut self, node: NodeId, part: Part) {
        let allowed = facts::list("keys", part.keys);
        let (ko, en) = (part.ko, part.en);
        for member in self.tree.members(node) {
            let key = member.key.as_str();
            let slip = || suggest::nearest(key, allowed.iter().copied()).is_some();
            if allowed.contains(&key) || self.stands_in(member) || !(part.closed || slip()) {
                continue;
            }
            let text = say!(ko: "{ko}에는 `{key}` 키가 없습니다", en: "{en} has no key `{key}`");
            self.report(self.wrong_name(SCHEMA, member.key_range.clone(), text, key, allowed));
        }
    }

    /// Whether a node is a mapping, or may be; what is surely none is told of.
    fn is_mapping(&mut self, node: NodeId, ko: &str, en: &str) -> bool {
        if matches!(self.tree[node].value, Value::Mapping { .. }) || self.unknown(node) {
            return true;
        }
        let text = say!(ko: "{ko} 자리에는 키와 값이 와야 합니다", en: "{en} has to be a mapping of keys and values");
        self.report(Finding::error(SCHEMA, self.place(node), text));
        false
    }
}

fn identifier(member: &Member, text: Text) -> Finding {
    Finding::error(SCHEMA, member.key_range.clone(), text).help(say!(
        ko: "영문자나 `_`로 시작하고 영문자, 숫자, `-`, `_`만 쓸 수 있습니다.",
        en: "It begins with a letter or `_`, and goes on with letters, digits, `-` and `_`."
    ))
}
