//! The commands of a chapter, judged once all its blocks are read: they may name files that other blocks show.

use crate::diagnostic::{Applicability, Finding};
use crate::grammar::aws::{self, FileText};
use crate::grammar::tool;
use crate::model::{Against, Block, Facts, Options};
use crate::rules::{self, Context};
use crate::syntax::json::Tree;
use crate::syntax::shell::{self, Call, Script};

/// What the text of a block was read as, kept until its commands are judged.
pub(crate) enum Reading {
    /// Nothing that matters here.
    Other,
    /// A JSON document, which may be a file.
    Json(Tree),
    /// Commands.
    Script(Script),
    /// Commands of a transcript.
    Calls(Vec<Call<'static>>),
}

/// Judges the commands of a chapter; `readings` go with `blocks`.
pub(crate) fn check(blocks: &mut [Block], readings: &[Reading], facts: &Facts, options: &Options) {
    let mut found: Vec<(usize, Finding)> = Vec::new();
    for (i, reading) in readings.iter().enumerate() {
        let calls;
        let calls: &[Call] = match reading {
            Reading::Script(script) => {
                calls = shell::calls(script, &blocks[i].code.text);
                &calls
            }
            Reading::Calls(calls) => calls,
            Reading::Other | Reading::Json(_) => continue,
        };
        for call in calls.iter().filter(|call| is_aws(call)) {
            found.extend(judge(call, i, blocks, readings, facts, options));
        }
        let text = &blocks[i].code.text;
        let others = calls.iter().flat_map(|call| judge_tool(call, text, facts, options));
        found.extend(others.map(|finding| (i, finding)));
    }
    for (block, finding) in found {
        let inside = &mut blocks[block].inside;
        // A file that two commands name is told of once.
        let again =
            |known: &Finding| known.rule == finding.rule && known.at == finding.at && known.message == finding.message;
        if !inside.iter().any(again) {
            inside.push(finding);
        }
    }
}

/// Whether a call is one of the AWS CLI, or of LocalStack's wrapper around it.
fn is_aws(call: &Call) -> bool {
    let name = call.name();
    name.is_some_and(|name| matches!(name.rsplit('/').next(), Some("aws" | "awslocal")))
}

/// Judges one call of a tool whose grammar is data.
fn judge_tool(call: &Call, text: &str, facts: &Facts, options: &Options) -> Vec<Finding> {
    let name = call.name().unwrap_or_default();
    let name = name.rsplit('/').next().unwrap_or_default();
    match facts.tools.get(name) {
        Some(grammar) => tool::check(call, text, grammar, options.placeholders),
        None => Vec::new(),
    }
}

/// Judges one call; the findings, each with the block that it is about.
fn judge(
    call: &Call,
    block: usize,
    blocks: &[Block],
    readings: &[Reading],
    facts: &Facts,
    options: &Options,
) -> Vec<(usize, Finding)> {
    let Some(aws) = &facts.aws else { return Vec::new() };
    let files = |name: &str| file(name, block, blocks, readings);
    let judging = aws::Options {
        placeholders: options.placeholders,
    };
    let mut checked = aws::check(call, aws, &files, judging);
    let mut found = checked.files;
    for document in &checked.documents {
        let context = Context {
            text: &document.value.text,
            tree: &document.tree,
            facts,
            options,
        };
        let mut inside = Vec::new();
        if rules::check_document(&context, &mut inside) != Against::TaskDefinition {
            continue;
        }
        // The rules about task definitions say the same, and more of it.
        let all = document.value.place(0..document.value.text.len());
        checked.here.retain(|finding| {
            let within = all.start <= finding.at.start && finding.at.end <= all.end;
            finding.rule != aws::INVALID_PARAMETER || !within
        });
        let place = |at: std::ops::Range<usize>| document.value.place(at);
        for mut finding in inside {
            // What is in quotes of the shell is not edited unseen.
            if let Some(fix) = &mut finding.fix {
                fix.applicability = Applicability::Unsafe;
            }
            checked.here.push(finding.map(place, |at| document.value.exactly(at)));
        }
    }
    found.extend(checked.here.into_iter().map(|finding| (block, finding)));
    found
}

/// The JSON block that is the file of that name: the last before a command, else the first after it.
fn file<'f>(name: &str, command: usize, blocks: &'f [Block], readings: &'f [Reading]) -> Option<FileText<'f>> {
    let is_it = |index: &usize| {
        let code = &blocks[*index].code;
        let named = code.attribute("file").and_then(|attribute| attribute.value.as_deref()) == Some(name);
        // What is shown as a mistake is no file that a command would find.
        named && code.attribute("expect").is_none()
    };
    let index = (0..command)
        .rev()
        .find(is_it)
        .or_else(|| (command..blocks.len()).find(is_it))?;
    let Reading::Json(tree) = &readings[index] else {
        return None;
    };
    Some(FileText {
        block: index,
        tree,
        text: &blocks[index].code.text,
        judged: blocks[index].against == Some(Against::TaskDefinition),
    })
}
