//! Task definitions as commands run them, which may be where the definition does not say that it can.

use crate::diagnostic::{Finding, Severity};
use crate::rules::Context;
use crate::rules::definition::Definition;
use crate::say;
use crate::syntax::json::{NodeId, Value};
use std::ops::Range;

/// The rule about launch types that a definition does not have.
pub(crate) const LAUNCH_TYPE: &str = "launch-type";

/// What a definition says of where it runs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Runs {
    /// Nothing: ECS decides by what is in it.
    Undeclared,
    /// On other launch types than Fargate; ECS still takes it there if it has what Fargate asks for.
    Elsewhere,
    /// On Fargate, or on something that only the reader knows.
    Open,
}

/// The whole definitions of a family in a block, each with what it says of where it runs.
pub(crate) fn of_family(context: &Context, family: &str) -> Vec<(NodeId, Runs)> {
    let mut whole = super::whole(context);
    whole.retain(|&node| context.text_at(node, "family") == Some(family));
    whole.into_iter().map(|node| (node, runs(context, node))).collect()
}

fn runs(context: &Context, node: NodeId) -> Runs {
    let Some(list) = context.tree.get(node, "requiresCompatibilities") else {
        let missing = definition(context, node, false).lacks_field("requiresCompatibilities");
        return if missing { Runs::Undeclared } else { Runs::Open };
    };
    let Value::Array {
        elements,
        elided: false,
    } = &context.tree[list].value
    else {
        return Runs::Open;
    };
    let elsewhere = |&element: &NodeId| context.text_of(element).is_some_and(|name| name != "FARGATE");
    match elements.as_slice() {
        [] => Runs::Undeclared,
        elements if elements.iter().all(elsewhere) => Runs::Elsewhere,
        _ => Runs::Open,
    }
}

/// What Fargate refuses of a definition that does not declare it.
pub(crate) fn on_fargate(context: &Context, node: NodeId) -> Vec<Finding> {
    let mut found = Vec::new();
    super::judge(&definition(context, node, true), &mut found);
    let why = say!(
        ko: "이 장의 명령이 이 태스크 정의를 Fargate에서 실행합니다.",
        en: "A command of this chapter runs this definition on Fargate."
    );
    found.into_iter().map(|finding| finding.help(why.clone())).collect()
}

fn definition<'a>(context: &'a Context<'a>, node: NodeId, launched: bool) -> Definition<'a> {
    Definition {
        context,
        node,
        whole: true,
        lone_container: false,
        launched,
    }
}

/// A command that runs a family on Fargate of which no definition can; `reasons` are what Fargate refuses, definition by definition.
pub(crate) fn refused(at: Range<usize>, family: &str, reasons: &[Vec<Finding>]) -> Option<Finding> {
    let errors = |found: &[Finding]| {
        found
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .count()
    };
    if reasons.iter().any(|found| errors(found) == 0) {
        return None;
    }
    let finding = Finding::error(
        LAUNCH_TYPE,
        at,
        say!(
            ko: "태스크 정의 `{family}`은(는) Fargate에서 실행할 수 없습니다",
            en: "the task definition `{family}` cannot run on Fargate"
        ),
    );
    let first = reasons
        .first()?
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    let finding = first
        .take(3)
        .fold(finding, |finding, reason| finding.help(reason.message.clone()));
    Some(finding.help(say!(
        ko: "정의에 적힌 시작 유형으로 실행하거나, 정의를 Fargate에 맞게 고치고 `requiresCompatibilities`에 `FARGATE`를 더하십시오.",
        en: "Run it on the launch type that it names, or give it what Fargate asks for and add `FARGATE` to `requiresCompatibilities`."
    )))
}
