//! What goes in and what comes out: facts and options, a chapter's analysis.

use crate::diagnostic::{Finding, Lang, Severity};
use crate::extract::{Allow, Anchors, CodeBlock, Dialect, Links};
use crate::grammar::aws::facts::Aws;
use crate::grammar::tool::Tools;
use crate::grammar::words::Words;
use crate::grammar::{Mention, Note};
use crate::language::Language;
use crate::schema::Schema;
use crate::source::Source;
use crate::syntax::Token;
use crate::syntax::shell::hidden_lines;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// What is known of the tools and services that examples call, handed in by the caller.
pub struct Facts {
    /// What `aws ecs register-task-definition` takes and `describe-task-definition` prints.
    pub task_definition: Schema,
    /// The grammar of the AWS CLI; without it its commands are not judged.
    pub aws: Option<Aws>,
    /// The grammars of other tools; the commands of a tool without one are not judged.
    pub tools: Tools,
    /// What is said of words where they are explained.
    pub words: Words,
    /// The actions that IAM policies speak of; without them any is taken.
    pub actions: fn() -> Option<&'static Actions>,
    /// The schemas that a book brings along, by the name that `schema=NAME` uses.
    pub schemas: BTreeMap<String, Schema>,
}

/// The actions of each service, by what stands before the colon: `ecs`, and `RunTask`, `StopTask`, ...
pub type Actions = BTreeMap<&'static str, Vec<&'static str>>;

/// How a book wants to be judged.
#[derive(Clone, Debug)]
pub struct Options {
    /// The language of the book, which its `diagnostic` blocks are in.
    pub lang: Lang,
    /// Whether `<cluster>`, `${VAR}` and `...` stand for what a reader fills in.
    pub placeholders: bool,
    /// Whether every attribute that nobody owns is reported, or only slips of our own.
    pub strict_attributes: bool,
    /// How its Markdown is read.
    pub dialect: Dialect,
    /// Addresses of links that are not judged; `*` stands for anything.
    pub ignored_links: Vec<String>,
    /// Whether words are explained, in [`Block::notes`].
    pub explain: bool,
    /// How much what a rule finds weighs, where a book decides otherwise than the rule.
    pub levels: Levels,
}

/// What a book makes of rules, by their ids: a severity for all that a rule finds, or nothing where the rule is off.
pub type Levels = BTreeMap<&'static str, Option<Severity>>;

impl Default for Options {
    fn default() -> Self {
        Self {
            lang: Lang::En,
            placeholders: true,
            strict_attributes: false,
            dialect: Dialect::default(),
            ignored_links: Vec::new(),
            explain: false,
            levels: Levels::new(),
        }
    }
}

/// What one chapter is: its text, its blocks, and what was found in them.
#[derive(Debug)]
pub struct Analysis {
    /// The text, includes resolved.
    pub source: Source,
    /// The code blocks, in order.
    pub blocks: Vec<Block>,
    /// What was found outside of blocks, in offsets of the text.
    pub(crate) outside: Vec<Finding>,
    /// Links that lead nowhere, as the latest look at what lies around found them, in offsets of the text.
    pub(crate) astray: Vec<Finding>,
    /// `allow` comments that no code block follows.
    pub(crate) stray: Vec<Allow>,
    /// What it defines and refers to.
    pub(crate) links: Links,
}

impl Analysis {
    /// The anchors of the chapter's page.
    pub fn anchors(&self) -> Arc<Anchors> {
        Arc::clone(&self.links.anchors)
    }
}

/// One code block, judged.
#[derive(Debug)]
pub struct Block {
    /// The block as it stands in the chapter.
    pub code: CodeBlock,
    /// The language that it was read as.
    pub language: Language,
    /// What its words are; empty where its language is not read.
    pub tokens: Vec<Token>,
    /// What its words are, in order and without overlap, where that was asked for.
    pub notes: Vec<Note>,
    /// The names of things in it.
    pub(crate) mentions: Vec<Mention>,
    /// What it was held against; nothing where it was not judged.
    pub against: Option<Against>,
    /// When and by what it was executed, if the book's results say so of this very text. The caller fills it in.
    pub executed: Option<Executed>,
    /// What was found in it, in offsets of its text.
    pub(crate) inside: Vec<Finding>,
    /// What was found about it, in offsets of the chapter.
    pub(crate) around: Vec<Finding>,
}

impl Block {
    /// The block as readers see it, if lines in it are hidden from them: its text, its tokens and its notes without those.
    pub fn seen(&self) -> Option<Self> {
        let commands = matches!(self.language, Language::Shell | Language::Console);
        let hidden = if commands {
            hidden_lines(&self.code.text)
        } else {
            Vec::new()
        };
        if hidden.is_empty() {
            return None;
        }
        let inside = |range: &Range<usize>| {
            hidden
                .iter()
                .any(|line| line.start < range.end && range.start < line.end)
        };
        let moved = |range: &Range<usize>| {
            let before = hidden
                .iter()
                .take_while(|line| line.end <= range.start)
                .map(Range::len)
                .sum::<usize>();
            range.start - before..range.end - before
        };
        let mut code = self.code.clone();
        code.text = String::new();
        let mut from = 0;
        for line in &hidden {
            code.text.push_str(&self.code.text[from..line.start]);
            from = line.end;
        }
        code.text.push_str(&self.code.text[from..]);
        let mut tokens = self.tokens.clone();
        tokens.retain(|token| !inside(&token.range));
        tokens.iter_mut().for_each(|token| token.range = moved(&token.range));
        let mut notes = self.notes.clone();
        notes.retain(|note| !inside(&note.range));
        notes.iter_mut().for_each(|note| note.range = moved(&note.range));
        let mut found = self.inside.clone();
        found.retain(|finding| !inside(&finding.at));
        found.iter_mut().for_each(|finding| finding.at = moved(&finding.at));
        Some(Self {
            code,
            language: self.language,
            tokens,
            notes,
            mentions: Vec::new(),
            against: self.against.clone(),
            executed: self.executed.clone(),
            inside: found,
            around: Vec::new(),
        })
    }

    /// Where rules, named as `expect=` names them, found something in the block's text: in order, none over another.
    pub fn faults(&self, rules: &str) -> Vec<Range<usize>> {
        let named = |finding: &&Finding| rules.split('+').any(|rule| rule == finding.rule);
        let mut found: Vec<Range<usize>> = self
            .inside
            .iter()
            .filter(named)
            .map(|finding| finding.at.clone())
            .collect();
        found.sort_by_key(|range| (range.start, range.end));
        let mut faults: Vec<Range<usize>> = Vec::new();
        for range in found {
            match faults.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => faults.push(range),
            }
        }
        faults
    }
}

/// When and by what a block was executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Executed {
    /// The day: `2026-11-29`.
    pub date: String,
    /// The AWS CLI and the emulator.
    pub by: String,
}

/// What a block was held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Against {
    /// The syntax of its language.
    Syntax,
    /// The syntax of its language, and the grammar of the AWS CLI.
    AwsCli,
    /// What GitHub documents of workflows.
    Workflow,
    /// The instructions of Dockerfiles.
    Dockerfile,
    /// The schema of ECS task definitions.
    TaskDefinition,
    /// The grammar of IAM policies.
    Policy,
    /// A schema of the book's own, by its name.
    Schema(String),
}
