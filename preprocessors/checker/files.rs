//! Files that hold commands: YAML with its workflows, and Dockerfiles. They are read and judged here, and what a shell
//! would run in them is read as the shell does, at its own place.

use crate::diagnostic::Finding;
use crate::explain;
use crate::extract::CodeBlock;
use crate::grammar::Note;
use crate::grammar::words::Words;
use crate::model::{Against, Options};
use crate::rules::{dockerfile as docker_rules, workflow};
use crate::syntax::shell::{self, Call};
use crate::syntax::yaml::{NodeId, Tree};
use crate::syntax::{Mapped, Token, TokenKind, dockerfile, expression, yaml};
use std::ops::Range;

/// What was made of a block.
#[derive(Default)]
pub(crate) struct Judged {
    pub(crate) tokens: Vec<Token>,
    pub(crate) found: Vec<Finding>,
    /// The commands that a shell runs in it.
    pub(crate) calls: Vec<Call<'static>>,
    /// What its words are, but for those of commands, if that was asked for.
    pub(crate) notes: Vec<Note>,
    /// Nothing where the block was not judged.
    pub(crate) against: Option<Against>,
}

/// Reads and judges a block of YAML.
pub(crate) fn yaml(code: &CodeBlock, words: &Words, options: &Options) -> Judged {
    let reading = yaml::Options {
        placeholders: options.placeholders,
    };
    let (tree, found) = yaml::parse(&code.text, &reading);
    let mut judged = Judged {
        tokens: tree.tokens.clone(),
        against: (!tree.roots.is_empty() || code.text.trim().is_empty()).then_some(Against::Syntax),
        found,
        ..Judged::default()
    };
    // Of a text that cannot be read, nothing more is certain.
    if judged.found.iter().any(|finding| finding.rule == yaml::SYNTAX) {
        return judged;
    }
    if let Some(checked) = workflow::check(&tree, file(code), options.placeholders) {
        judged.against = Some(Against::Workflow);
        if options.explain {
            judged.notes = explain::workflow(&tree, words);
        }
        judged.found.extend(checked.found);
        let scripts = checked.scripts.iter().filter_map(|&run| script(&tree, run));
        judged.scripts(&code.text, scripts.collect(), options);
    }
    judged
}

/// Reads and judges a Dockerfile.
pub(crate) fn dockerfile(code: &CodeBlock, words: &Words, options: &Options) -> Judged {
    let file = dockerfile::parse(&code.text, options.placeholders);
    let Some(checked) = docker_rules::check(&file, options.placeholders) else {
        return Judged::default();
    };
    let notes = if options.explain {
        explain::dockerfile(&file, words)
    } else {
        Vec::new()
    };
    let mut judged = Judged {
        notes,
        tokens: file.tokens,
        found: checked.found,
        against: Some(Against::Dockerfile),
        ..Judged::default()
    };
    judged.scripts(&code.text, checked.scripts, options);
    judged.fill(&code.text);
    judged
}

/// The path that a block is said to be: its `file` attribute, or a comment in its first line.
fn file(code: &CodeBlock) -> Option<&str> {
    let attribute = code.attribute("file").and_then(|file| file.value.as_deref());
    attribute.or_else(|| code.text.lines().next()?.trim().strip_prefix('#').map(str::trim))
}

/// The commands of a `run:`. An expression in them is a variable that nobody set, for what stands there is not known.
fn script(tree: &Tree, run: NodeId) -> Option<Mapped> {
    let content = &tree.scalar(run)?.content;
    let mut text = content.text.clone();
    for at in expression::find(&content.text).0 {
        // As long as what was there, so that every place stays.
        text.replace_range(at.start - 3..at.end + 2, &format!("${{{}}}", "x".repeat(at.len() + 2)));
    }
    Some(content.respelled(text))
}

impl Judged {
    /// Judges the commands of scripts.
    fn scripts(&mut self, text: &str, scripts: Vec<Mapped>, options: &Options) {
        let reading = shell::Options {
            placeholders: options.placeholders,
        };
        let mut tokens: Vec<Token> = Vec::new();
        for script in scripts {
            let (read, found) = shell::parse(&script.text, &reading);
            let place = |at: Range<usize>| script.place(at);
            self.found.extend(
                found
                    .into_iter()
                    .map(|finding| finding.map(place, |at| script.exactly(at))),
            );
            let calls = shell::calls(&read, &script.text);
            self.calls.extend(calls.into_iter().map(|call| call.placed(&place)));
            tokens.extend(
                shell::tokens(&read.leaves)
                    .into_iter()
                    .flat_map(|token| lines(&script, &token)),
            );
        }
        tokens.sort_by_key(|token| token.range.start);
        self.tokens = merged(text, std::mem::take(&mut self.tokens), &tokens);
    }

    /// Makes tokens of what no token covers: the words of a Dockerfile.
    fn fill(&mut self, text: &str) {
        let mut all = Vec::new();
        let mut from = 0;
        let ends = text.len()..text.len();
        for range in self.tokens.iter().map(|token| token.range.clone()).chain([ends]) {
            all.extend(words(text, from..range.start.max(from)));
            from = from.max(range.end);
        }
        self.tokens = merged(text, all, &self.tokens);
    }
}

/// A token of a script where it is written, a piece for each line.
fn lines(script: &Mapped, token: &Token) -> Vec<Token> {
    let mut start = token.range.start;
    let mut pieces = Vec::new();
    for line in script.text[token.range.clone()].split_inclusive('\n') {
        let said = line.trim_end_matches('\n');
        if !said.trim().is_empty() {
            pieces.push(Token {
                range: script.place(start..start + said.len()),
                kind: token.kind,
            });
        }
        start += line.len();
    }
    pieces
}

/// The words in a range of a text that no token covers.
fn words(text: &str, range: Range<usize>) -> Vec<Token> {
    let gap = &text[range.clone()];
    let start = gap.as_ptr() as usize;
    let words = gap.split_whitespace().map(|word| {
        let at = range.start + word.as_ptr() as usize - start;
        Token {
            range: at..at + word.len(),
            kind: TokenKind::String,
        }
    });
    words.collect()
}

/// Two lists of tokens in order as one; what stands in `inner` takes the place of what it lies in.
fn merged(text: &str, outer: Vec<Token>, inner: &[Token]) -> Vec<Token> {
    let mut all = Vec::with_capacity(outer.len() + inner.len());
    let mut next = 0;
    for token in outer {
        let mut rest = token.range.clone();
        while let Some(within) = inner.get(next).filter(|within| within.range.start < rest.end) {
            all.extend(said(text, rest.start..within.range.start, &token));
            all.push(within.clone());
            rest.start = rest.start.max(within.range.end);
            next += 1;
        }
        all.extend(said(text, rest, &token));
    }
    all.extend_from_slice(&inner[next..]);
    all
}

/// A part of a token without the blanks around it, if anything is left.
fn said(text: &str, range: Range<usize>, token: &Token) -> Option<Token> {
    let part = text.get(range.clone())?;
    let start = range.start + part.len() - part.trim_start().len();
    let range = start..start + part.trim().len();
    (!range.is_empty()).then_some(Token {
        range,
        kind: token.kind,
    })
}
