//! Task definitions of a chapter that its commands run: on a launch type that they do not have, or on Fargate without a word of it.

use super::Reading;
use crate::diagnostic::Finding;
use crate::grammar::{Mention, Thing};
use crate::model::{Against, Block, Facts, Options};
use crate::rules::Context;
use crate::rules::launch::{self, Runs};
use crate::syntax::json::NodeId;
use std::collections::BTreeSet;

/// What is wrong with definitions that are run, and with commands that run them, each with the block that it is about.
pub(super) fn check(blocks: &[Block], readings: &[Reading], facts: &Facts, options: &Options) -> Vec<(usize, Finding)> {
    let asked = |(index, block): (usize, &'_ Block)| -> Vec<(usize, Mention)> {
        let launches = block
            .mentions
            .iter()
            .filter(|mention| mention.thing == Thing::OnFargate);
        launches.map(|mention| (index, mention.clone())).collect()
    };
    let launches: Vec<(usize, Mention)> = blocks.iter().enumerate().flat_map(asked).collect();
    let mut found = Vec::new();
    let mut told = BTreeSet::new();
    for (index, mention) in launches {
        let family = &mention.name;
        let defined = defined(family, blocks, readings, facts, options);
        // Of several the one that is run may be the one that Fargate takes.
        if defined
            .iter()
            .any(|(.., runs)| !matches!(runs, Runs::Undeclared | Runs::Elsewhere))
        {
            continue;
        }
        let mut reasons = Vec::new();
        for (block, node, runs) in &defined {
            let Some(context) = context(*block, blocks, readings, facts, options) else {
                continue;
            };
            let known = &blocks[*block].inside;
            let same = |one: &Finding, other: &Finding| {
                one.rule == other.rule && one.at == other.at && one.message == other.message
            };
            let refused: Vec<Finding> = launch::on_fargate(&context, *node)
                .into_iter()
                .filter(|finding| !known.iter().any(|other| same(finding, other)))
                .collect();
            if *runs == Runs::Elsewhere {
                reasons.push(refused);
            } else if told.insert((*block, *node)) {
                found.extend(refused.into_iter().map(|finding| (*block, finding)));
            }
        }
        if !defined.is_empty() && reasons.len() == defined.len() {
            found.extend(launch::refused(mention.range, family, &reasons).map(|finding| (index, finding)));
        }
    }
    found
}

/// The whole definitions of a family in the chapter; those shown as mistakes only where there is no other.
fn defined(
    family: &str,
    blocks: &[Block],
    readings: &[Reading],
    facts: &Facts,
    options: &Options,
) -> Vec<(usize, NodeId, Runs)> {
    let of = |wrong: bool| -> Vec<(usize, NodeId, Runs)> {
        let shown = (0..blocks.len()).filter(|&index| {
            let judged = blocks[index].against == Some(Against::TaskDefinition);
            judged && blocks[index].code.attribute("expect").is_some() == wrong
        });
        let each = |index: usize| {
            let context = context(index, blocks, readings, facts, options)?;
            let all = launch::of_family(&context, family);
            Some(all.into_iter().map(move |(node, runs)| (index, node, runs)))
        };
        shown.filter_map(each).flatten().collect()
    };
    let right = of(false);
    if right.is_empty() { of(true) } else { right }
}

fn context<'c>(
    index: usize,
    blocks: &'c [Block],
    readings: &'c [Reading],
    facts: &'c Facts,
    options: &'c Options,
) -> Option<Context<'c>> {
    let Reading::Json(tree) = &readings[index] else {
        return None;
    };
    Some(Context {
        text: &blocks[index].code.text,
        tree,
        facts,
        options,
    })
}
