//! Expressions: their syntax, and whether what they name is there.

use super::keys::Around;
use super::{EXPRESSION, Judge, REFERENCE, facts};
use crate::diagnostic::{Finding, Severity, Text};
use crate::say;
use crate::suggest;
use crate::syntax::expression::{self, Expression, Reference};
use crate::syntax::yaml::{NodeId, Value};
use std::ops::Range;

/// What an expression can refer to; what is `None` is not known, and not judged.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope<'t> {
    /// The list of the contexts that are there.
    pub(super) available: Option<&'static str>,
    /// The ids of the job's steps.
    pub(super) steps: Option<Vec<&'t str>>,
    /// The jobs that the job waits for.
    pub(super) needs: Option<Vec<&'t str>>,
    /// What the matrix varies.
    pub(super) matrix: Option<Vec<&'t str>>,
    /// The inputs of the workflow.
    pub(super) inputs: Option<Vec<&'t str>>,
    /// The jobs of the workflow.
    pub(super) jobs: Option<NodeId>,
}

impl Scope<'_> {
    /// The same, where other contexts are there.
    pub(super) fn at(&self, available: Option<&'static str>) -> Self {
        Self {
            available,
            ..self.clone()
        }
    }

    /// The same, where nothing is missed.
    fn without_names(&self) -> Self {
        Self {
            steps: None,
            needs: None,
            matrix: None,
            inputs: None,
            jobs: None,
            available: self.available,
        }
    }
}

impl<'t> Judge<'t> {
    /// What the expressions of a job can refer to.
    pub(super) fn scope(&self, job: NodeId, around: &Around<'t>) -> Scope<'t> {
        let tree = self.tree;
        let open = tree.open(job) || around.jobs.is_none();
        let needs = match tree.get(job, "needs") {
            None => Some(Vec::new()),
            Some(needs) => {
                let names: Vec<&str> = self.strings(needs).into_iter().map(|(_, name)| name).collect();
                (!names.is_empty() && !tree.open(needs)).then_some(names)
            }
        };
        Scope {
            available: None,
            steps: None,
            needs: needs.filter(|_| !open),
            matrix: self.matrix(job).filter(|_| !open),
            inputs: around.inputs.clone(),
            jobs: around.jobs,
        }
    }

    /// The names that the matrix of a job varies, where all are known.
    fn matrix(&self, job: NodeId) -> Option<Vec<&'t str>> {
        let tree = self.tree;
        let Some(strategy) = tree.get(job, "strategy") else {
            return Some(Vec::new());
        };
        let Some(matrix) = tree.get(strategy, "matrix") else {
            return (!tree.open(strategy)).then(Vec::new);
        };
        if tree.open(matrix) || !matches!(tree[matrix].value, Value::Mapping { .. }) {
            return None;
        }
        let mut names = Vec::new();
        for member in tree.members(matrix) {
            match member.key.as_str() {
                "include" => {
                    let static_list = matches!(tree[member.value].value, Value::Sequence { open: false, .. });
                    if !static_list {
                        return None;
                    }
                    for &element in tree.elements(member.value) {
                        if !matches!(tree[element].value, Value::Mapping { open: false, .. }) {
                            return None;
                        }
                        names.extend(tree.members(element).iter().map(|member| member.key.as_str()));
                    }
                }
                "exclude" => {}
                key => names.push(key),
            }
        }
        Some(names)
    }

    /// Judges the expressions of a job's own keys.
    pub(super) fn job_expressions(&mut self, job: NodeId, scope: &Scope<'t>) {
        let tree = self.tree;
        for member in tree.members(job) {
            let available = match member.key.as_str() {
                "if" => {
                    self.condition(member.value, &scope.at(Some("job-if")));
                    continue;
                }
                "name" => "job-name",
                "runs-on" => "runs-on",
                "outputs" => {
                    self.outputs(job, member.value, scope);
                    continue;
                }
                "strategy" => "matrix",
                "with" | "secrets" | "environment" | "container" | "services" | "timeout-minutes"
                | "continue-on-error" => {
                    self.expressions(member.value, &scope.at(None));
                    continue;
                }
                _ => continue,
            };
            let mut scope = scope.at(Some(available));
            if member.key == "strategy" {
                scope.matrix = None;
            }
            self.expressions(member.value, &scope);
        }
    }

    /// The outputs of a job come from its steps.
    fn outputs(&mut self, job: NodeId, outputs: NodeId, scope: &Scope<'t>) {
        let tree = self.tree;
        let mut scope = scope.at(Some("outputs"));
        if let Some(steps) = tree.get(job, "steps").filter(|steps| !tree.open(*steps)) {
            let ids = tree.elements(steps).iter().filter_map(|&step| tree.get(step, "id"));
            let names: Option<Vec<&str>> = ids.map(|id| self.known(id)).collect();
            scope.steps = names.filter(|_| !tree.open(job));
        }
        self.expressions(outputs, &scope);
    }

    /// Judges every expression in what is below a node.
    pub(super) fn expressions(&mut self, node: NodeId, scope: &Scope<'t>) {
        let tree = self.tree;
        let Some(text) = tree.string(node) else {
            for member in tree.members(node) {
                self.expressions(member.value, scope);
            }
            for &element in tree.elements(node) {
                self.expressions(element, scope);
            }
            return;
        };
        let (found, open) = expression::find(text);
        for at in found {
            self.expression(node, at, scope);
        }
        if let Some(at) = open {
            let said = say!(ko: "`${{{{`를 닫는 `}}}}`가 없습니다", en: "`${{{{` is never closed: there is no matching `}}}}`");
            let at = self.inside(node, at);
            self.report(Finding::error(EXPRESSION, at, said));
        }
    }

    /// Judges an `if`, which is an expression with `${{ }}` or without.
    pub(super) fn condition(&mut self, node: NodeId, scope: &Scope<'t>) {
        let Some(text) = self.tree.string(node) else { return };
        if !text.contains("${{") {
            return self.expression(node, 0..text.trim_end().len(), scope);
        }
        self.expressions(node, scope);
        let trimmed = text.trim();
        let (found, open) = expression::find(trimmed);
        let all = open.is_none()
            && found
                .first()
                .is_some_and(|at| at.start == 3 && at.end + 2 == trimmed.len());
        if !all && open.is_none() && found.len() == 1 {
            let said = say!(
                ko: "`${{{{ }}}}` 밖에 글자가 있어 이 조건은 언제나 참입니다",
                en: "this condition is always true: some of it stands outside of `${{{{ }}}}`"
            );
            let finding = Finding::warning(EXPRESSION, self.place(node), said);
            self.report(finding.help(say!(
                ko: "밖의 글자는 식이 아니라 문자열이 됩니다. 조건 전체를 `${{{{ }}}}` 안에 넣으십시오.",
                en: "What stands outside becomes text. Put the whole condition inside `${{{{ }}}}`."
            )));
        }
    }

    /// Where a range of what a scalar says is written.
    fn inside(&self, node: NodeId, at: Range<usize>) -> Range<usize> {
        match self.tree.scalar(node) {
            Some(scalar) => scalar.content.place(at),
            None => self.place(node),
        }
    }

    fn expression(&mut self, node: NodeId, at: Range<usize>, scope: &Scope<'t>) {
        let text = self.tree.string(node).unwrap_or_default();
        let Some(text) = text.get(at.clone()) else { return };
        if self.placeholders && (text.contains("...") || text.contains('…') || text.contains('<') && text.contains('>'))
        {
            return;
        }
        let read = expression::parse(text);
        let place = |judge: &Self, inner: Range<usize>| {
            let range = at.start + inner.start..at.start + inner.end;
            let range = if range.is_empty() {
                at.start.saturating_sub(1)..at.end
            } else {
                range
            };
            judge.inside(node, range)
        };
        if let Some((inner, said)) = &read.fault {
            let at = place(self, inner.clone());
            return self.report(Finding::error(EXPRESSION, at, said.clone()));
        }
        let mut found = Vec::new();
        self.functions(&read, scope, &mut found);
        // Where a default follows, what is not there was thought of.
        let optional = text.contains("||");
        let scope = &match optional {
            true => scope.without_names(),
            false => scope.clone(),
        };
        for reference in &read.references {
            self.context(reference, scope, &mut found);
        }
        for finding in found {
            let exactly = |inner: Range<usize>| {
                let scalar = self.tree.scalar(node)?;
                scalar.content.exactly(at.start + inner.start..at.start + inner.end)
            };
            let finding = finding.map(|inner| place(self, inner), exactly);
            self.report(finding);
        }
    }

    fn functions(&self, read: &Expression, scope: &Scope, found: &mut Vec<Finding>) {
        for call in &read.calls {
            let (name, count) = (&call.name, call.arguments);
            let known = facts::functions().find(|(known, _, _)| known.eq_ignore_ascii_case(name));
            let Some((known, least, most)) = known else {
                let names: Vec<&str> = facts::functions().map(|(name, _, _)| name).collect();
                let said = say!(ko: "식에 `{name}`라는 함수는 없습니다", en: "expressions have no function `{name}`");
                found.push(self.wrong_name(EXPRESSION, call.at.clone(), said, name, &names));
                continue;
            };
            if !(least..=most).contains(&count) {
                let said = say!(
                    ko: "`{known}`에 인자가 {count}개입니다. {least}개 이상 {most}개 이하여야 합니다",
                    en: "`{known}` is given {count} arguments; it takes {least} to {most}"
                );
                found.push(Finding::error(EXPRESSION, call.at.clone(), said));
            }
            let of_status = matches!(known, "always" | "cancelled" | "failure" | "success");
            let conditions = ["job-if", "step-if"];
            if of_status
                && scope
                    .available
                    .is_some_and(|available| !conditions.contains(&available))
            {
                let said =
                    say!(ko: "`{known}()`은 `if`에서만 쓸 수 있습니다", en: "`{known}()` can be used in `if` alone");
                found.push(Finding::error(EXPRESSION, call.at.clone(), said));
            }
        }
    }

    fn context(&self, reference: &Reference, scope: &Scope, found: &mut Vec<Finding>) {
        let Some((name, at)) = reference.path.first() else {
            return;
        };
        let lower = name.to_ascii_lowercase();
        let names = facts::list("contexts", "names");
        if !names.contains(&lower.as_str()) {
            let said = say!(ko: "식에 `{name}`라는 컨텍스트는 없습니다", en: "expressions have no context `{name}`");
            let finding = self.wrong_name(EXPRESSION, at.clone(), said, name, names);
            found.push(finding.help(say!(
                ko: "문자열이라면 작은따옴표로 감싸십시오.",
                en: "If it is a string, put single quotes around it."
            )));
            return;
        }
        let available = scope.available.map(|list| facts::list("available", list));
        if available.is_some_and(|available| !available.contains(&lower.as_str())) {
            let list = available
                .unwrap_or_default()
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ");
            let said = say!(ko: "`{name}` 컨텍스트는 여기에서 쓸 수 없습니다", en: "the context `{name}` is not available here");
            let finding = Finding::error(EXPRESSION, at.clone(), said);
            found.push(finding.help(say!(ko: "여기에서 쓸 수 있는 것: {list}", en: "What is available here: {list}")));
            return;
        }
        let Some((property, at)) = reference.path.get(1) else {
            return;
        };
        let before = found.len();
        self.property(&lower, (property, at), reference.path.get(2), scope, found);
        if found.len() == before && lower == "needs" {
            self.output(reference, scope, found);
        }
    }

    /// `needs.job.outputs.name`: whether that job has such an output.
    fn output(&self, reference: &Reference, scope: &Scope, found: &mut Vec<Finding>) {
        let [_, (job, _), (outputs, _), (name, at), ..] = &reference.path[..] else {
            return;
        };
        let known = self.outputs_of(scope.jobs, job).filter(|_| outputs == "outputs");
        let Some(names) = known.filter(|names| !names.iter().any(|known| known.eq_ignore_ascii_case(name))) else {
            return;
        };
        let said =
            say!(ko: "`{job}` 작업에는 `{name}`라는 출력값이 없습니다", en: "the job `{job}` has no output `{name}`");
        found.push(self.dangling(at.clone(), said, name, &names));
    }

    /// Judges the property that is asked of a context.
    fn property(
        &self,
        context: &str,
        (property, at): (&String, &Range<usize>),
        third: Option<&(String, Range<usize>)>,
        scope: &Scope,
        found: &mut Vec<Finding>,
    ) {
        let has = |names: &[&str], name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        let missing = |names: &Option<Vec<&str>>| names.as_ref().is_some_and(|names| !has(names, property));
        let of = |names: &Option<Vec<&str>>, said: Text| {
            let names = names.clone().unwrap_or_default();
            self.dangling(at.clone(), said, property, &names)
        };
        match context {
            "steps" if missing(&scope.steps) => found.push(of(
                &scope.steps,
                say!(ko: "`id`가 `{property}`인 단계가 이 작업에 없습니다", en: "no step of this job has the id `{property}`"),
            )),
            "needs" if missing(&scope.needs) => found.push(of(
                &scope.needs,
                say!(
                    ko: "이 작업의 `needs`에 `{property}`가 없습니다",
                    en: "the `needs` of this job do not name `{property}`"
                ),
            )),
            "matrix" if missing(&scope.matrix) => found.push(of(
                &scope.matrix,
                say!(ko: "이 작업의 `matrix`에 `{property}`가 없습니다", en: "the `matrix` of this job has no `{property}`"),
            )),
            "inputs" if missing(&scope.inputs) => found.push(of(
                &scope.inputs,
                say!(ko: "이 워크플로에 `{property}`라는 입력값이 없습니다", en: "this workflow has no input `{property}`"),
            )),
            "github" | "runner" => {
                let names = facts::list("contexts", context);
                // Properties may come; only a slip of the pen is certain.
                if !has(names, property) && suggest::slip(property, names.iter().copied()).is_some() {
                    let said = say!(ko: "`{context}`에는 `{property}`가 없습니다", en: "`{context}` has no property `{property}`");
                    found.push(self.wrong_name(EXPRESSION, at.clone(), said, property, names));
                }
            }
            "steps" | "needs" => {
                let Some((name, at)) = third else { return };
                let names = facts::list("contexts", context);
                if !has(names, name) {
                    let said = say!(
                        ko: "`{context}.{property}`에는 `{name}`가 없습니다",
                        en: "`{context}.{property}` has no property `{name}`"
                    );
                    found.push(self.wrong_name(EXPRESSION, at.clone(), said, name, names));
                }
            }
            _ => {}
        }
    }

    /// A reference that leads nowhere: the service does not refuse it, it puts nothing in its place.
    fn dangling(&self, at: Range<usize>, said: Text, name: &str, names: &[&str]) -> Finding {
        let mut finding = self.wrong_name(REFERENCE, at, said, name, names);
        finding.severity = Severity::Warning;
        finding.help(say!(
            ko: "GitHub은 오류를 내지 않고 빈 값을 넣습니다.",
            en: "GitHub does not refuse it: the value is empty."
        ))
    }

    /// The outputs of a job, where all are known.
    fn outputs_of(&self, jobs: Option<NodeId>, job: &str) -> Option<Vec<&'t str>> {
        let job = self.tree.get(jobs?, job)?;
        let outputs = self.tree.get(job, "outputs");
        let known = !self.tree.open(job) && self.tree.get(job, "uses").is_none();
        known.then(|| {
            let members = outputs.map(|outputs| self.tree.members(outputs)).unwrap_or_default();
            members.iter().map(|member| member.key.as_str()).collect()
        })
    }
}
