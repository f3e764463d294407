//! The grammar of the AWS CLI, version 2: a command line read as the CLI reads it, up to the request that it would send.
//!
//! [`check`] says what the CLI would refuse, and where; what only the service refuses (allowed values) has a rule of its
//! own. What cannot be known from the text is left alone, and silences what depends on it.

mod argparse;
mod custom;
pub mod facts;
mod globals;
mod json;
mod judge;
mod line;
mod mentions;
mod notes;
mod output;
mod packed;
mod paging;
mod python;
mod say;
mod shorthand;
mod special;
mod validate;
mod value;
mod values;

pub(crate) use output::{Sample, Type};
pub(crate) use say::INVALID_PARAMETER;

use super::word::{self, Spelled};
use super::{Mention, Note};
use crate::diagnostic::Finding;
use crate::syntax::json::Tree;
use crate::syntax::shell::Call;
use facts::Aws;
use line::{End, Line};
use value::Wrong;
use values::{Text, Values};

/// How to judge.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    /// Whether `<name>`, `$NAME` and `...` stand for what a reader fills in.
    pub(crate) placeholders: bool,
    /// Whether its words are explained.
    pub(crate) explain: bool,
}

/// A JSON file of the chapter that a command names.
#[derive(Clone, Copy)]
pub(crate) struct FileText<'f> {
    /// The block that it is, by the caller's count.
    pub(crate) block: usize,
    pub(crate) tree: &'f Tree,
    pub(crate) text: &'f str,
    /// Whether rules judge what is in it already.
    pub(crate) judged: bool,
}

/// A document inside a command, for rules of its own.
pub(crate) struct Document {
    pub(crate) tree: Tree,
    pub(crate) value: Spelled,
}

/// What came of one command.
#[derive(Default)]
pub(crate) struct Checked {
    /// What is wrong with it, at places of the text that the call comes from.
    pub(crate) here: Vec<Finding>,
    /// What is wrong in files that it names: which block, and at which places of its text.
    pub(crate) files: Vec<(usize, Finding)>,
    pub(crate) documents: Vec<Document>,
    /// What it prints, where that is known and JSON.
    pub(crate) prints: Option<output::Type>,
    /// The service that is called, where one is.
    pub(crate) service: &'static str,
    /// What it names.
    pub(crate) mentions: Vec<Mention>,
    /// What its words are, if that was asked for.
    pub(crate) notes: Vec<Note>,
}

/// Judges a call of `aws`. `files` gives the JSON file of a name, where the chapter shows it.
pub(crate) fn check<'f>(
    call: &Call,
    aws: &Aws,
    files: &dyn Fn(&str) -> Option<FileText<'f>>,
    options: Options,
) -> Checked {
    let mut checked = Checked::default();
    let (words, open) = word::words(call, options.placeholders);
    if options.placeholders && words.iter().any(is_synopsis) {
        return checked;
    }
    let Some(line) = Line::read(&words, open, aws) else {
        return checked;
    };
    if options.explain {
        checked.notes = notes::notes(&line, &words);
    }
    let name = call.argv.first().map_or(0..0, |name| name.bytes.range());
    let speaker = say::Speaker {
        words: &words,
        line: &line,
        aws,
        name,
    };
    speaker.line(&mut checked.here);
    let (End::Whole, Some(command)) = (line.end, line.command()) else {
        return checked;
    };
    checked.service = line.commands.first().map_or("", |(_, service)| service.name());
    let path: Vec<&str> = line.commands.iter().map(|(_, command)| command.name()).collect();
    let path = path.join(" ");
    let mut values = Values {
        words: &words,
        files,
        placeholders: options.placeholders,
        command,
        path: &path,
        texts: Vec::new(),
        problems: Vec::new(),
        documents: Vec::new(),
    };
    let region = mentions::region(&line, &values);
    let query = globals::check(&line, &mut values, &mut checked.here);
    checked.prints = output::printed(&line, &values, query.as_ref());
    let mut named = Vec::new();
    if line.faults.is_empty() {
        named = judge::judge(&line, &mut values, options);
        checked.mentions = mentions::of_words(&line, &values);
    }
    let Values {
        texts,
        problems,
        documents,
        ..
    } = values;
    checked.documents = documents;
    for (text, mut mention) in named {
        // What a file names is the file's to say.
        if let Some(Text::Word(spelled)) = texts.get(usize::from(text)) {
            mention.range = spelled.place(mention.range);
            if let Some(region) = &mut mention.region {
                region.range = mention.range.clone();
            }
            checked.mentions.push(mention);
        }
    }
    for mention in &mut checked.mentions {
        mention.region = mention.region.take().or_else(|| region.clone());
    }
    for (arg, problem) in &problems {
        let finding = say::problem(*arg, problem, command);
        match &texts.get(usize::from(problem.at.text)) {
            Some(Text::Word(spelled)) => {
                let place = |at| spelled.place(at);
                checked.here.push(finding.map(place, |at| spelled.exactly(at)));
            }
            Some(Text::File { file, word }) => {
                let root = file.tree.roots.first().map(|&root| file.tree[root].range.clone());
                let whole = matches!(problem.kind, Wrong::Type { .. }) && root == Some(problem.at.range());
                if whole {
                    let at = words[*word].range();
                    checked.here.push(finding.map(|_| at.clone(), |_| None));
                } else if arg.is_some() || !file.judged {
                    checked.files.push((file.block, finding));
                }
            }
            None => {}
        }
    }
    checked
}

/// `aws ecs list-tasks [--cluster <value>]`: how a command may be called, not a call.
fn is_synopsis(word: &word::Word) -> bool {
    let head = word.head();
    head.starts_with("[-") || head.starts_with("[<") || head == "["
}
