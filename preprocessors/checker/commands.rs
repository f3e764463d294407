//! The commands of a chapter, judged once all its blocks are read: they may name files that other blocks show.

mod launched;
mod outputs;
mod written;

use crate::crossing;
use crate::diagnostic::{Applicability, Finding};
use crate::explain;
use crate::grammar::aws::{self, FileText};
use crate::grammar::tool;
use crate::grammar::{Mention, Note};
use crate::model::{Against, Block, Facts, Options};
use crate::rules::{self, Context};
use crate::syntax::json::{self, Tree};
use crate::syntax::shell::{self, Call, Console, Entry, Script};
use std::ops::Range;

/// What the text of a block was read as, kept until its commands are judged.
pub(crate) enum Reading {
    /// Nothing that matters here.
    Other,
    /// A JSON document, which may be a file.
    Json(Tree),
    /// Commands.
    Script(Script),
    /// Commands of a transcript, each with what is printed.
    Transcript(Vec<Typed>),
}

/// What was typed at one prompt.
pub(crate) struct Typed {
    calls: Vec<Call<'static>>,
    /// Where the output stands, if it is that of the first call alone, and a success.
    output: Option<Range<usize>>,
}

impl Typed {
    /// Commands whose output is not shown.
    pub(crate) fn silent(calls: Vec<Call<'static>>) -> Self {
        Self { calls, output: None }
    }

    /// The commands of a transcript.
    pub(crate) fn all(console: &Console) -> Vec<Self> {
        let typed = |entry: &Entry| Self {
            calls: entry.calls(),
            output: (entry.script.list.alone() && entry.status.unwrap_or(0) == 0).then(|| entry.output.range()),
        };
        console.entries.iter().map(typed).collect()
    }
}

/// Judges the commands of a chapter; `readings` go with `blocks`.
pub(crate) fn check(blocks: &mut [Block], readings: &[Reading], facts: &Facts, options: &Options) {
    let mut found: Vec<(usize, Finding)> = Vec::new();
    let mut known: Vec<(usize, Vec<Note>, Vec<Mention>)> = Vec::new();
    let mut tools: Vec<(usize, Vec<Note>)> = Vec::new();
    let mut named: Vec<(usize, Vec<Mention>)> = Vec::new();
    let written = written::all(blocks, readings, facts, options);
    let shown = outputs::shown(blocks, readings);
    let held: Vec<usize> = shown.iter().map(|shown| shown.block).collect();
    for (i, reading) in readings.iter().enumerate() {
        let mut judge = |call: &Call, output: Option<Range<usize>>| {
            if broken(call, &blocks[i]) {
                return;
            }
            if options.explain {
                tools.push((i, explained(call, &blocks[i].code.text, facts, options)));
            }
            if is_aws(call) {
                let outputs = shown.iter().filter(|shown| shown.of == i && shown.call == call.bytes);
                let place = Place {
                    block: i,
                    output,
                    shown: outputs.map(|shown| shown.block).collect(),
                };
                let chapter = Chapter {
                    blocks,
                    readings,
                    written: &written,
                };
                let judged = judge(call, &place, &chapter, facts, options);
                found.extend(judged.found);
                known.push((i, judged.notes, judged.mentions));
            } else if !misspelt(call, &blocks[i]) {
                named.push((i, crossing::of_call(call)));
                let judged = judge_tool(call, &blocks[i].code.text, facts, options);
                found.extend(judged.into_iter().map(|finding| (i, finding)));
            }
        };
        match reading {
            Reading::Script(script) => {
                let calls = shell::calls(script, &blocks[i].code.text);
                calls.iter().for_each(|call| judge(call, None));
            }
            Reading::Transcript(typed) => {
                for typed in typed {
                    let mut output = typed.output.clone();
                    typed.calls.iter().for_each(|call| judge(call, output.take()));
                }
            }
            Reading::Other | Reading::Json(_) => {}
        }
    }
    for (index, notes) in tools {
        blocks[index].notes.extend(notes);
    }
    for block in held {
        blocks[block].against = Some(Against::AwsCli);
    }
    for (index, mentions) in named {
        blocks[index].mentions.extend(mentions);
    }
    for (index, notes, mentions) in known {
        let block = &mut blocks[index];
        block.notes.extend(notes);
        block.mentions.extend(mentions);
        if block.against == Some(Against::Syntax) {
            block.against = Some(Against::AwsCli);
        }
    }
    found.extend(launched::check(blocks, readings, facts, options));
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

/// What a call finds around it.
struct Chapter<'c> {
    blocks: &'c [Block],
    readings: &'c [Reading],
    /// The files that its blocks write.
    written: &'c [written::Written],
}

/// Where a call stands.
struct Place {
    block: usize,
    /// Where its output stands, if that is shown.
    output: Option<Range<usize>>,
    /// The blocks that show its output.
    shown: Vec<usize>,
}

/// Judges a sample of output that is JSON.
fn sample(printed: &aws::Type, service: &str, output: &Range<usize>, text: &str, options: &Options) -> Vec<Finding> {
    let said = text.get(output.clone()).unwrap_or_default();
    if !said.trim_start().starts_with(['{', '[']) {
        return Vec::new();
    }
    let reading = json::Options {
        comments: json::Comments::Report,
        placeholders: options.placeholders,
        many: false,
    };
    let (tree, mut found) = json::parse(said, &reading);
    found.extend(against(printed, service, &tree, said, options));
    let moved = |at: Range<usize>| at.start + output.start..at.end + output.start;
    found
        .into_iter()
        .map(|finding| finding.map(moved, |at| Some(moved(at))))
        .collect()
}

/// Holds JSON against what a command prints.
fn against(printed: &aws::Type, service: &str, tree: &Tree, text: &str, options: &Options) -> Vec<Finding> {
    let placeholders = options.placeholders;
    let sample = aws::Sample {
        tree,
        text,
        service,
        placeholders,
    };
    sample.check(printed)
}

/// Whether the shell would not get to run a call: what was read of it is a guess.
fn broken(call: &Call, block: &Block) -> bool {
    let faults = block.inside.iter().filter(|finding| finding.rule == shell::SYNTAX);
    let call = call.bytes.range();
    // A word that cannot be read, right behind it, is one of its arguments.
    let after = block.code.text.get(call.end..).unwrap_or_default();
    let end = call.end + after.len() - after.trim_start_matches([' ', '\t']).len();
    faults
        .into_iter()
        .any(|fault| fault.at.start <= end && call.start <= fault.at.end)
}

/// Whether look-alikes stand in a call: its words are not what its writer meant.
fn misspelt(call: &Call, block: &Block) -> bool {
    let found = block.inside.iter().filter(|finding| finding.rule == "shell-typography");
    let call = call.bytes.range();
    found.into_iter().any(|finding| call.contains(&finding.at.start))
}

/// What came of one call.
#[derive(Default)]
struct Judged {
    /// What is wrong, each with the block that it is about.
    found: Vec<(usize, Finding)>,
    notes: Vec<Note>,
    mentions: Vec<Mention>,
}

/// What is known of the words of a call, but for those of the AWS CLI: its program, and all others where its grammar is data.
fn explained(call: &Call, text: &str, facts: &Facts, options: &Options) -> Vec<Note> {
    let program = explain::program(call, &facts.words);
    let name = program_name(call);
    let known = (name.as_str(), &facts.words);
    let grammar = facts.tools.get(&name);
    let notes = grammar.map(|grammar| tool::explain(call, text, grammar, options.placeholders, known));
    program.into_iter().chain(notes.into_iter().flatten()).collect()
}

/// What the program of a call is called, wherever it lies.
fn program_name(call: &Call) -> String {
    let name = call.name().unwrap_or_default();
    name.rsplit('/').next().unwrap_or_default().to_owned()
}

/// Judges one call of a tool whose grammar is data.
fn judge_tool(call: &Call, text: &str, facts: &Facts, options: &Options) -> Vec<Finding> {
    match facts.tools.get(&program_name(call)) {
        Some(grammar) => tool::check(call, text, grammar, options.placeholders),
        None => Vec::new(),
    }
}

/// Judges one call of the AWS CLI.
fn judge(call: &Call, place: &Place, chapter: &Chapter, facts: &Facts, options: &Options) -> Judged {
    let Chapter {
        blocks,
        readings,
        written,
    } = *chapter;
    let Some(aws) = &facts.aws else {
        return Judged::default();
    };
    let count = blocks.len();
    let files = |name: &str| {
        let shown = file(name, place.block, blocks, readings);
        shown.or_else(|| written::named(name, place.block, written, count))
    };
    let judging = aws::Options {
        placeholders: options.placeholders,
        explain: options.explain,
    };
    let mut checked = aws::check(call, aws, &files, judging);
    let in_files = checked.files.into_iter();
    let mut found: Vec<(usize, Finding)> = in_files
        .map(|(block, finding)| match block.checked_sub(count) {
            Some(index) => written[index].place(finding),
            None => (block, finding),
        })
        .collect();
    for document in &checked.documents {
        let context = Context {
            text: &document.value.text,
            tree: &document.tree,
            facts,
            options,
        };
        let mut inside = Vec::new();
        if rules::check_document(&context, &mut inside) == Against::TaskDefinition {
            // The schema of task definitions says the same, and more of it.
            let all = document.value.place(0..document.value.text.len());
            checked.here.retain(|finding| {
                let within = all.start <= finding.at.start && finding.at.end <= all.end;
                finding.rule != aws::INVALID_PARAMETER || !within
            });
        }
        let place = |at: Range<usize>| document.value.place(at);
        for mut finding in inside {
            // What is in quotes of the shell is not edited unseen.
            if let Some(fix) = &mut finding.fix {
                fix.applicability = Applicability::Unsafe;
            }
            checked.here.push(finding.map(place, |at| document.value.exactly(at)));
        }
    }
    if let (Some(printed), Some(output)) = (&checked.prints, &place.output) {
        checked.here.extend(sample(
            printed,
            checked.service,
            output,
            &blocks[place.block].code.text,
            options,
        ));
    }
    for (printed, &shown) in checked
        .prints
        .iter()
        .flat_map(|printed| place.shown.iter().map(move |shown| (printed, shown)))
    {
        let text = &blocks[shown].code.text;
        let wrong = match &readings[shown] {
            Reading::Json(tree) => against(printed, checked.service, tree, text, options),
            _ => sample(printed, checked.service, &(0..text.len()), text, options),
        };
        found.extend(wrong.into_iter().map(|finding| (shown, finding)));
    }
    found.extend(checked.here.into_iter().map(|finding| (place.block, finding)));
    Judged {
        found,
        notes: checked.notes,
        mentions: checked.mentions,
    }
}

/// The JSON block that is the file of that name: the last before a command, else the first after it.
fn file<'f>(name: &str, command: usize, blocks: &'f [Block], readings: &'f [Reading]) -> Option<FileText<'f>> {
    let is_it = |index: &usize| {
        let file = blocks[*index].code.attribute("file");
        file.and_then(|attribute| attribute.value.as_deref()) == Some(name)
    };
    // What is shown as a mistake is what a command finds only where nothing better is shown.
    let good = |index: &usize| is_it(index) && blocks[*index].code.attribute("expect").is_none();
    let before = || (0..command).rev();
    let after = || command..blocks.len();
    let index = before().find(good).or_else(|| after().find(good));
    let index = index.or_else(|| before().find(is_it)).or_else(|| after().find(is_it))?;
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
