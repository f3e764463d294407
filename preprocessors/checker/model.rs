//! What goes in and what comes out: facts and options, a chapter's analysis.

use crate::diagnostic::{Finding, Lang};
use crate::extract::{Allow, CodeBlock};
use crate::grammar::aws::facts::Aws;
use crate::grammar::tool::Tools;
use crate::language::Language;
use crate::schema::Schema;
use crate::source::Source;
use crate::syntax::Token;
use std::collections::BTreeMap;

/// What is known of the tools and services that examples call, handed in by the caller.
pub struct Facts {
    /// What `aws ecs register-task-definition` takes and `describe-task-definition` prints.
    pub task_definition: Schema,
    /// The grammar of the AWS CLI; without it its commands are not judged.
    pub aws: Option<Aws>,
    /// The grammars of other tools; the commands of a tool without one are not judged.
    pub tools: Tools,
    /// The schemas that a book brings along, by the name that `schema=NAME` uses.
    pub schemas: BTreeMap<String, Schema>,
}

/// How a book wants to be judged.
#[derive(Clone, Debug)]
pub struct Options {
    /// The language of the book, which its `diagnostic` blocks are in.
    pub lang: Lang,
    /// Whether `<cluster>`, `${VAR}` and `...` stand for what a reader fills in.
    pub placeholders: bool,
    /// Whether every attribute that nobody owns is reported, or only slips of our own.
    pub strict_attributes: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            lang: Lang::En,
            placeholders: true,
            strict_attributes: false,
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
    /// `allow` comments that no block follows.
    pub(crate) stray: Vec<Allow>,
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
    /// What it was held against; nothing where it was not judged.
    pub against: Option<Against>,
    /// What was found in it, in offsets of its text.
    pub(crate) inside: Vec<Finding>,
    /// What was found about it, in offsets of the chapter.
    pub(crate) around: Vec<Finding>,
}

/// What a block was held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Against {
    /// The syntax of its language.
    Syntax,
    /// The schema of ECS task definitions.
    TaskDefinition,
    /// A schema of the book's own, by its name.
    Schema(String),
}
