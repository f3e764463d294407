//! The checker: text in, analysis out.
//!
//! [`analyse`] reads one chapter and says what every fenced block in it is and
//! what is wrong with it; [`finish`] takes the analyses of a whole book and
//! gives the diagnostics that people see. Nothing here reads a file, the
//! environment or a clock, and nothing fails or panics on any input: what
//! touches the world lives in the binary.

mod commands;
mod crossing;
pub mod diagnostic;
mod expect;
mod explain;
mod extract;
mod files;
pub mod fix;
pub mod grammar;
mod include;
mod info;
mod language;
pub mod links;
mod model;
pub mod output;
mod placeholder;
mod rules;
mod schema;
pub mod session;
pub mod source;
mod suggest;
pub mod syntax;

pub use crossing::{Asked, Names};
pub use expect::{finish, finish_beside};
pub use extract::{Anchors, Attribute, CodeBlock, Dialect, Info};
pub use include::{Chapter, Read};
pub use language::Language;
pub use model::{Actions, Against, Analysis, Block, Executed, Facts, Levels, Options};
pub use placeholder::blanks;
pub use rules::{EXAMPLE_SCHEMA, RULES, Rule, fargate_sizes, rule};
pub use schema::Schema;
pub use suggest::nearest;

use commands::{Reading, Typed};
use diagnostic::Finding;
use extract::Extract;
use grammar::words::Words;
use links::{Site, check_links};
use source::{Source, SourceFile};
use std::sync::Arc;
use syntax::{json, shell};

/// Judges one chapter.
pub fn analyse(chapter: Chapter, facts: &Facts, options: &Options) -> Analysis {
    let Chapter { source, broken } = chapter;
    let Extract {
        codes,
        mut stray,
        links,
    } = read(&source, &broken, options);
    stray.retain(info::is_allow);
    let mut outside = broken;
    let judged = codes.into_iter().map(|code| block(code, facts, options));
    let (mut blocks, readings): (Vec<Block>, Vec<Reading>) = judged.unzip();
    commands::check(&mut blocks, &readings, facts, options);
    for block in &mut blocks {
        explain::finish(&mut block.notes, &facts.words, options.lang);
        if block.code.attribute("ignore").is_some() {
            block.inside.clear();
            block.against = None;
        }
        block.inside.sort_by_key(|finding| finding.at.start);
        let missing: Vec<Finding> = outside
            .extract_if(.., |finding| block.code.range.contains(&finding.at.start))
            .collect();
        if !missing.is_empty() {
            // What is judged is not what the writer meant: the directive stands where a file should.
            block.inside.clear();
            let place = |at: std::ops::Range<usize>| block.code.within(at);
            block
                .inside
                .extend(missing.into_iter().map(|finding| finding.map(place, |_| None)));
        }
    }
    outside.extend(stray.iter().filter_map(info::check_allow));
    for block in &mut blocks {
        weigh(&mut block.inside, options);
        weigh(&mut block.around, options);
    }
    Analysis {
        source,
        blocks,
        outside,
        astray: Vec::new(),
        stray,
        links,
    }
}

/// The anchors of a chapter's page, for those that link to it.
pub fn anchors(chapter: &Chapter, options: &Options) -> Arc<Anchors> {
    read(&chapter.source, &chapter.broken, options).links.anchors
}

fn read(source: &Source, broken: &[Finding], options: &Options) -> Extract {
    let mut extract = extract::read(source.text(), options.dialect);
    if let Some(anchors) = Arc::get_mut(&mut extract.links.anchors).filter(|_| !broken.is_empty()) {
        // What could not be included may have any anchor.
        anchors.complete = false;
    }
    extract
}

/// Gives findings the severities that the book has chosen. What a rule finds that is off
/// stays until [`finish`], which knows what was expected or allowed.
fn weigh(found: &mut [Finding], options: &Options) {
    for finding in found {
        if let Some(Some(severity)) = options.levels.get(finding.rule) {
            finding.severity = *severity;
        }
    }
}

fn block(mut code: CodeBlock, facts: &Facts, options: &Options) -> (Block, Reading) {
    code.allows.retain(info::is_allow);
    let language = Language::recognise(&code.info.language, &code.text);
    let mut block = Block {
        around: info::check(&code, language, facts, options),
        language,
        tokens: Vec::new(),
        notes: Vec::new(),
        mentions: Vec::new(),
        against: None,
        executed: None,
        inside: Vec::new(),
        code,
    };
    block
        .around
        .extend(block.code.allows.iter().filter_map(info::check_allow));
    let ignored = block.code.attribute("ignore").is_some();
    let reading = match language {
        Language::Json | Language::Jsonc | Language::JsonLines => judge_json(&mut block, facts, options),
        Language::Shell | Language::OtherShell | Language::Console => judge_shell(&mut block, options),
        Language::Yaml => judge_file(&mut block, files::yaml, facts, options),
        Language::Dockerfile => judge_file(&mut block, files::dockerfile, facts, options),
        Language::Markdown if !ignored => judge_markdown(&mut block, facts, options),
        _ => Reading::Other,
    };
    // Markdown in Markdown has been judged block by block; a diagnostic quotes its block.
    if !matches!(language, Language::Markdown | Language::Diagnostic) {
        rules::check_text(&block.code.text, &mut block.inside);
    }
    (block, reading)
}

fn judge_json(block: &mut Block, facts: &Facts, options: &Options) -> Reading {
    let reading = json::Options {
        comments: match block.language {
            Language::Jsonc => json::Comments::Allowed,
            _ => json::Comments::Report,
        },
        placeholders: options.placeholders,
        many: block.language == Language::JsonLines,
    };
    let (tree, found) = json::parse(&block.code.text, &reading);
    block.inside = found;
    let context = rules::Context {
        text: &block.code.text,
        tree: &tree,
        facts,
        options,
    };
    let schema = block
        .code
        .attribute("schema")
        .and_then(|schema| schema.value.as_deref());
    block.against = Some(match block.code.attribute("output") {
        // What a command prints is no document that somebody wrote.
        Some(_) if schema.is_none() => Against::Syntax,
        _ => rules::check_json(&context, schema, &mut block.inside),
    });
    if options.explain {
        block.notes = explain::json(&context, block.against.as_ref());
    }
    if block.against == Some(Against::TaskDefinition) {
        block.mentions = crossing::of_definition(&tree, &block.code.text);
    }
    block.tokens = tree.tokens.clone();
    Reading::Json(tree)
}

fn judge_shell(block: &mut Block, options: &Options) -> Reading {
    let reading = shell::Options {
        placeholders: options.placeholders,
    };
    let text = &block.code.text;
    // A transcript in a block of commands is told so, and read as the transcript that it is.
    let transcript = options.placeholders && shell::first_prompt(text).is_some();
    let (leaves, found, commands) = if block.language == Language::Console {
        let (console, found) = shell::parse_console(text, &reading);
        let commands = Reading::Transcript(Typed::all(&console));
        (console.leaves, found, commands)
    } else {
        let (mut script, found) = shell::parse(text, &reading);
        if transcript {
            let console = shell::parse_console(text, &reading).0;
            let commands = Reading::Transcript(Typed::all(&console));
            (console.leaves, found, commands)
        } else {
            (std::mem::take(&mut script.leaves), found, Reading::Script(script))
        }
    };
    block.tokens = shell::tokens(&leaves);
    block.inside = found;
    if block.language == Language::OtherShell {
        // Its grammar is not bash's; look-alikes are wrong in any shell.
        block.inside.retain(|finding| finding.rule != shell::SYNTAX);
    }
    block.against = Some(Against::Syntax);
    commands
}

/// A file that may hold commands.
fn judge_file(
    block: &mut Block,
    judge: fn(&CodeBlock, &Words, &Options) -> files::Judged,
    facts: &Facts,
    options: &Options,
) -> Reading {
    let judged = judge(&block.code, &facts.words, options);
    block.tokens = judged.tokens;
    block.notes = judged.notes;
    block.inside = judged.found;
    block.against = judged.against;
    Reading::Transcript(vec![Typed::silent(judged.calls)])
}

/// Markdown shown in Markdown is a chapter of its own; its includes are left alone.
fn judge_markdown(block: &mut Block, facts: &Facts, options: &Options) -> Reading {
    let file = SourceFile::new(String::new(), block.code.text.as_str());
    let mut inner = analyse(Chapter::new(&file), facts, options);
    check_links(&mut inner, &Site::of_example(), options);
    if inner.blocks.is_empty() && inner.stray.is_empty() && inner.outside.is_empty() && inner.astray.is_empty() {
        return Reading::Other;
    }
    block.against = Some(Against::Syntax);
    let found = finish(&[inner], options);
    let inside = found
        .into_iter()
        .map(|d| d.map(|span| span.range(), |span| Some(span.range())));
    block.inside.extend(inside);
    Reading::Other
}
