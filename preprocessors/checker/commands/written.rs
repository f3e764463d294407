//! JSON that a command writes into a file with a here-document, `cat > task.json <<'EOF'`: judged where it stands, and
//! found by the commands that name the file.

use super::Reading;
use crate::crossing;
use crate::diagnostic::Finding;
use crate::grammar::Mention;
use crate::grammar::aws::FileText;
use crate::model::{Against, Block, Facts, Options};
use crate::rules::{self, Context};
use crate::syntax::json::{self, Tree};
use crate::syntax::shell::{Call, Heredoc, calls};
use std::borrow::Cow;
use std::ops::Range;

/// A file that a block writes.
pub(super) struct Written {
    block: usize,
    /// Where its text stands in the block's.
    start: usize,
    name: String,
    /// As long as what is written, byte for byte; what the shell fills in is a placeholder.
    text: String,
    tree: Tree,
    judged: bool,
    /// Whether the shell leaves the text as it stands.
    literal: bool,
}

impl Written {
    /// The finding, which was made in the file's text, in that of its block.
    pub(super) fn place(&self, finding: Finding) -> (usize, Finding) {
        let moved = |at: Range<usize>| at.start + self.start..at.end + self.start;
        // What the shell reads first is not edited unseen.
        (self.block, finding.map(moved, |at| self.literal.then(|| moved(at))))
    }
}

/// The files that the blocks of a chapter write; adds what is wrong with them, and what they call by name.
pub(super) fn all(blocks: &mut [Block], readings: &[Reading], facts: &Facts, options: &Options) -> Vec<Written> {
    let mut written = Vec::new();
    for (index, reading) in readings.iter().enumerate() {
        let Reading::Script(script) = reading else { continue };
        if script.heredocs.is_empty() {
            continue;
        }
        let text = blocks[index].code.text.clone();
        for call in calls(script, &text) {
            let Some((name, heredoc)) = file_of(&call, &script.heredocs) else {
                continue;
            };
            let start = heredoc.body.range().start;
            let Some(body) = text
                .get(heredoc.body.range())
                .and_then(|body| filled(body, heredoc.literal))
            else {
                continue;
            };
            let (file, found, mentions) = read(index, start, (name, &body, heredoc.literal), facts, options);
            let found = found.into_iter().map(|finding| file.place(finding).1);
            blocks[index].inside.extend(found);
            blocks[index].mentions.extend(mentions);
            written.push(file);
        }
    }
    written
}

/// The file that a call writes, and the here-document that it writes into it.
fn file_of<'s>(call: &Call, heredocs: &'s [Heredoc]) -> Option<(String, &'s Heredoc)> {
    let [heredoc] = call.redirections.iter().filter_map(|r| r.heredoc).collect::<Vec<_>>()[..] else {
        return None;
    };
    let heredoc = heredocs.get(heredoc).filter(|heredoc| heredoc.ended && !heredoc.tabs)?;
    let mut into = call
        .redirections
        .iter()
        .filter(|r| matches!(r.operator.as_str(), ">" | ">|"));
    let target = match (call.name()?.as_ref(), &call.argv[1..], into.next()) {
        ("cat", [], Some(into)) => into.target.as_ref()?.known()?,
        ("tee", [file], _) => file.known()?,
        _ => return None,
    };
    target.ends_with(".json").then(|| (target.into_owned(), heredoc))
}

/// The text of a body with each expansion made a placeholder of the same length; nothing where the file will be another.
fn filled(body: &str, literal: bool) -> Option<Cow<'_, str>> {
    if literal || !body.contains(['$', '`', '\\']) {
        return Some(Cow::Borrowed(body));
    }
    if body.contains('`') || ["\\$", "\\\\", "\\\n"].iter().any(|taken| body.contains(taken)) {
        return None;
    }
    let mut filled = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('$') {
        filled.push_str(&rest[..at]);
        let length = expansion(&rest[at..])?;
        // `${` and `}`, and a letter for each byte between them.
        filled.push_str("${");
        filled.extend(std::iter::repeat_n(
            'x',
            length.checked_sub(3).filter(|&inside| inside > 0)?,
        ));
        filled.push('}');
        rest = &rest[at + length..];
    }
    filled.push_str(rest);
    Some(Cow::Owned(filled))
}

/// How long the expansion is with which a text begins.
fn expansion(text: &str) -> Option<usize> {
    let (open, close) = match text.as_bytes().get(1)? {
        b'{' => (b'{', b'}'),
        b'(' => (b'(', b')'),
        _ => {
            let name = text[1..]
                .bytes()
                .take_while(|b| b.is_ascii_alphanumeric() || *b == b'_');
            return Some(1 + name.count());
        }
    };
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        depth = match byte {
            byte if byte == open => depth + 1,
            byte if byte == close => depth - 1,
            b'\n' => return None,
            _ => depth,
        };
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

fn read(
    block: usize,
    start: usize,
    (name, text, literal): (String, &str, bool),
    facts: &Facts,
    options: &Options,
) -> (Written, Vec<Finding>, Vec<Mention>) {
    // What the shell fills in is open, however literally the rest is read.
    let open = Options {
        placeholders: options.placeholders || !literal,
        ..options.clone()
    };
    let reading = json::Options {
        comments: json::Comments::Allowed,
        placeholders: open.placeholders,
        many: false,
    };
    let (tree, mut found) = json::parse(text, &reading);
    let context = Context {
        text,
        tree: &tree,
        facts,
        options: &open,
    };
    let judged = rules::check_json(&context, None, &mut found) == Against::TaskDefinition;
    let mut mentions = Vec::new();
    if judged {
        mentions = crossing::of_definition(&tree, text);
    }
    let moved = |at: &Range<usize>| at.start + start..at.end + start;
    for mention in &mut mentions {
        mention.range = moved(&mention.range);
        if let Some(region) = &mut mention.region {
            region.range = moved(&region.range);
        }
    }
    let file = Written {
        block,
        start,
        name,
        text: text.to_owned(),
        tree,
        judged,
        literal,
    };
    (file, found, mentions)
}

/// The file of that name, as a command in `block` finds it: what was written last before it, else what comes first. Its
/// block is its index behind all `blocks`.
pub(super) fn named<'w>(name: &str, block: usize, written: &'w [Written], blocks: usize) -> Option<FileText<'w>> {
    let bare = |name: &'_ str| name.strip_prefix("./").unwrap_or(name).to_owned();
    let is_it = |(_, file): &(usize, &Written)| bare(&file.name) == bare(name);
    let all = || written.iter().enumerate().filter(is_it);
    let before = all().rfind(|(_, file)| file.block <= block);
    let (index, file) = before.or_else(|| all().next())?;
    Some(FileText {
        block: blocks + index,
        tree: &file.tree,
        text: &file.text,
        judged: file.judged,
    })
}
