//! A chapter as a session in a terminal: which files it shows, which commands a reader would type in which order, what
//! each of them prints, and which of them may be run at all.
//!
//! Nothing is run here. What is not certainly harmless is skipped, with the reason; what reaches out of the session is
//! refused, and said to be wrong.

mod aws;
pub mod compare;
mod git;
mod may;
mod places;
mod programs;
mod tokens;

use crate::diagnostic::Text;
use crate::language::Language;
use crate::model::{Analysis, Block};
use crate::say;
use crate::syntax::shell::{self, Call, CommandKind, Item, Join, Options};
use may::Known;
use std::collections::BTreeSet;
use std::ops::Range;

/// What there is for the commands of a session.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Whether walls hold: no way to the network, nothing but the session's folder to write to.
    pub walls: bool,
    /// Whether a daemon of Docker answers.
    pub docker: bool,
}

/// What a chapter does.
#[derive(Debug)]
pub struct Session {
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

impl Session {
    /// The steps that are commands.
    pub fn commands(&self) -> impl Iterator<Item = (&Step, &Command)> {
        self.steps.iter().filter_map(|step| match &step.kind {
            Kind::Command(command) => Some((step, command)),
            Kind::File(_) => None,
        })
    }

    /// Whether the session is one in a repository of git that is there already: it uses one and makes none before.
    pub fn in_repository(&self) -> bool {
        let mut texts = self.commands().filter(|(_, command)| matches!(command.fate, Fate::Run));
        let first = texts.find_map(|(_, command)| {
            let at = command.text.find("git ")?;
            Some(command.text[at + 4..].trim_start().to_owned())
        });
        first.is_some_and(|first| !first.starts_with("init") && !first.starts_with("--version"))
    }
}

/// One thing that happens.
#[derive(Debug)]
pub struct Step {
    /// The block that it is in, by its index.
    pub block: usize,
    /// Its first line, in the text of the block.
    pub at: Range<usize>,
    /// What happens.
    pub kind: Kind,
}

/// What happens in a step.
#[derive(Debug)]
pub enum Kind {
    /// The block is a file of this name, or why it is not made.
    File(Result<String, Text>),
    /// Commands.
    Command(Command),
}

/// Commands that are typed together.
#[derive(Debug)]
pub struct Command {
    /// As bash gets them.
    pub text: String,
    /// Where what they print is shown, in the text of the block.
    pub output: Option<Range<usize>>,
    /// The exit status that they should have.
    pub status: i32,
    /// How long they may take, in seconds, if the block says so.
    pub timeout: Option<u64>,
    /// Whether they may be run.
    pub fate: Fate,
    /// The variables and files that they set or write.
    pub sets: BTreeSet<String>,
    /// The variables and files that they use.
    pub uses: BTreeSet<String>,
    /// Whether the checker had nothing to say of the block: what the CLI does not know is then newer than it.
    pub sound: bool,
    /// Whether what they print may differ from what is shown.
    pub sample: bool,
    /// Whether the exit status 1 is an answer, not a failure: that of `diff` and `cmp`.
    pub compares: bool,
}

/// Whether a command may be run.
#[derive(Clone, Debug)]
pub enum Fate {
    /// It may.
    Run,
    /// It is left out, for this reason.
    Skip(Text),
    /// It reaches out of the session: what is wrong, and where in the text of the block.
    Refuse(Text, Range<usize>),
}

/// What a block says that the runner has to know.
struct Head {
    fate: Fate,
    timeout: Option<u64>,
    sound: bool,
    sample: bool,
}

/// The session that a chapter is.
pub fn session(analysis: &Analysis, place: Place) -> Session {
    let mut known = Known::new(&analysis.blocks, place);
    let mut steps = Vec::new();
    for (index, block) in analysis.blocks.iter().enumerate() {
        let head = head(block);
        if block.code.attribute("file").is_some() {
            // A file that is wrong on purpose gives way to a right one.
            if block.code.attribute("expect").is_none() && !matches!(block.language, Language::Diagnostic) {
                steps.push(Step {
                    block: index,
                    at: 0..block.code.text.find('\n').unwrap_or(block.code.text.len()),
                    kind: Kind::File(file_name(block).map(str::to_owned).ok_or_else(no_file_of_ours)),
                });
            }
            continue;
        }
        match block.language {
            Language::Shell if shell::first_prompt(&block.code.text).is_none() => {
                script(index, block, &head, &mut known, &mut steps);
            }
            Language::Shell | Language::Console => transcript(index, block, &head, &mut known, &mut steps),
            _ => {}
        }
    }
    Session { steps }
}

/// What tells a block from any other: 16 digits of hexadecimal (FNV-1a) of its language, its attributes and its text.
pub fn hash(block: &Block) -> String {
    let attributes = block.code.info.attributes.iter();
    let attributes =
        attributes.map(|attribute| format!("{}={}", attribute.name, attribute.value.as_deref().unwrap_or("")));
    let all = [
        block.code.info.language.clone(),
        attributes.collect::<Vec<_>>().join(","),
        block.code.text.clone(),
    ];
    fingerprint(&all.join("\0"))
}

/// 16 digits of hexadecimal that tell a text from any other that is not made to deceive (FNV-1a, 64 bits).
pub fn fingerprint(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// The name of the file that a block is, if it is one below the session's folder; git's own settings may name programs.
fn file_name(block: &Block) -> Option<&str> {
    let name = block.code.attribute("file")?.value.as_deref()?;
    let inside = places::of_path(name, false) == places::Where::Inside;
    let of_git = name.split('/').any(|part| part.eq_ignore_ascii_case(".git"));
    (!name.is_empty() && inside && !of_git).then_some(name)
}

fn no_file_of_ours() -> Text {
    say!(ko: "임시 폴더에 만들 파일이 아닙니다", en: "it is no file to make in a temporary folder")
}

fn head(block: &Block) -> Head {
    let has = |name: &str| block.code.attribute(name).is_some();
    let fate = if has("no_run") {
        Fate::Skip(say!(ko: "`no_run`이라고 적혀 있습니다", en: "it says `no_run`"))
    } else if has("ignore") {
        Fate::Skip(say!(ko: "`ignore`라고 적혀 있습니다", en: "it says `ignore`"))
    } else if has("expect") {
        Fate::Skip(say!(ko: "일부러 틀린 예입니다", en: "it is wrong on purpose"))
    } else if block.inside.iter().any(|finding| finding.rule == shell::SYNTAX) {
        Fate::Skip(say!(ko: "bash가 읽을 수 없습니다", en: "bash cannot read it"))
    } else {
        Fate::Run
    };
    let timeout = block.code.attribute("timeout").and_then(|timeout| {
        let value = timeout.value.as_deref()?;
        let (number, unit) = value.split_at_checked(value.len().checked_sub(1)?)?;
        let seconds = match unit {
            "s" => 1,
            "m" => 60,
            _ => return None,
        };
        number.parse::<u64>().ok()?.checked_mul(seconds)
    });
    Head {
        fate,
        timeout,
        sound: !block
            .inside
            .iter()
            .any(|finding| finding.severity == crate::diagnostic::Severity::Error),
        sample: has("sample"),
    }
}

/// The steps of a block of commands: what begins on a line of its own is a step of its own.
fn script(index: usize, block: &Block, head: &Head, known: &mut Known, steps: &mut Vec<Step>) {
    let text = &block.code.text;
    let script = shell::parse(text, &Options { placeholders: true }).0;
    let calls = shell::calls(&script, text);
    let mut from = 0;
    let items = &script.list.items;
    while from < items.len() {
        let mut to = from + 1;
        while to < items.len() && joined(text, &items[to - 1], &items[to]) {
            to += 1;
        }
        let start = items[from].pipeline.bytes.range().start;
        let end = items
            .get(to)
            .map_or(text.len(), |next| next.pipeline.bytes.range().start);
        let typed = Typed {
            text,
            range: start..end,
            items: &items[from..to],
            calls: calls
                .iter()
                .filter(|call| (start..end).contains(&call.bytes.range().start))
                .collect(),
            place: &|at| at,
        };
        steps.push(step(index, head, known, &typed, None, 0));
        from = to;
    }
}

/// Whether a command goes on where another stood: nothing but the same line, or `&&`, is between them.
fn joined(text: &str, before: &Item, next: &Item) -> bool {
    if matches!(before.then, Some(Join::And | Join::Or)) {
        return true;
    }
    let between = before.pipeline.bytes.range().end..next.pipeline.bytes.range().start;
    !text.get(between).unwrap_or_default().contains('\n')
}

fn transcript(index: usize, block: &Block, head: &Head, known: &mut Known, steps: &mut Vec<Step>) {
    let console = shell::parse_console(&block.code.text, &Options { placeholders: true }).0;
    for entry in &console.entries {
        let calls = shell::calls(&entry.script, &entry.text);
        let items = &entry.script.list.items;
        let Some(last) = items.last() else { continue };
        // The text may go on with what is printed; here-documents stand behind the last command.
        let heredocs = entry.script.heredocs.iter().map(|heredoc| heredoc.body.range().end);
        let end = heredocs.fold(last.pipeline.bytes.range().end, usize::max);
        let end = entry.text[end..]
            .find('\n')
            .map_or(entry.text.len(), |found| end + found);
        let end = after_end_words(&entry.text, end, !entry.script.heredocs.is_empty());
        let typed = Typed {
            text: &entry.text,
            range: 0..end,
            items,
            calls: calls.iter().collect(),
            place: &|at: Range<usize>| {
                let bytes = shell::Bytes {
                    start: u32::try_from(at.start).unwrap_or(u32::MAX),
                    end: u32::try_from(at.end).unwrap_or(u32::MAX),
                };
                entry.place(bytes).range()
            },
        };
        // What is not shown is not compared: few books show what `mkdir` prints.
        let output = Some(entry.output.range()).filter(|range| !block.code.text[range.clone()].trim().is_empty());
        steps.push(step(index, head, known, &typed, output, entry.status.unwrap_or(0)));
    }
}

/// Where a here-document's last line ends, from where its body ends.
fn after_end_words(text: &str, end: usize, any: bool) -> usize {
    if !any {
        return end;
    }
    let next = (end + 1).min(text.len());
    text[next..].find('\n').map_or(text.len(), |found| next + found)
}

/// What is typed in one step.
struct Typed<'a> {
    /// What the offsets below are in.
    text: &'a str,
    range: Range<usize>,
    items: &'a [Item],
    calls: Vec<&'a Call<'a>>,
    /// From there to the text of the block.
    place: &'a dyn Fn(Range<usize>) -> Range<usize>,
}

fn step(
    block: usize,
    head: &Head,
    known: &mut Known,
    typed: &Typed,
    output: Option<Range<usize>>,
    status: i32,
) -> Step {
    let slice = typed.text.get(typed.range.clone()).unwrap_or_default();
    let first = slice.find('\n').unwrap_or(slice.len());
    let at = (typed.place)(typed.range.start..typed.range.start + first);
    let text = shell::without_marks(slice.trim_end());
    let defines = typed.items.iter().flat_map(|item| &item.pipeline.commands);
    let defines: BTreeSet<String> = defines
        .filter_map(|command| match &command.kind {
            CommandKind::Function { name: Some(name), .. } => Some(name.bytes.of(typed.text).to_owned()),
            _ => None,
        })
        .collect();
    let fate = match (&head.fate, defines.iter().find(|name| may::is_taken(name))) {
        (Fate::Run, None) => known.judge(typed),
        (Fate::Run, Some(name)) => Fate::Skip(say!(
            ko: "`{name}`의 뜻을 바꿉니다",
            en: "it gives `{name}` another meaning"
        )),
        (left_out, _) => left_out.clone(),
    };
    if matches!(fate, Fate::Run) {
        known.functions.extend(defines.iter().cloned());
    } else {
        known.functions.retain(|name| !defines.contains(name));
    }
    let mut sets = may::sets(&typed.calls);
    sets.extend(may::loop_variables(&text));
    Step {
        block,
        at,
        kind: Kind::Command(Command {
            uses: may::uses(&text, &typed.calls, &sets),
            sets,
            text,
            output,
            status,
            timeout: head.timeout,
            fate,
            sound: head.sound,
            sample: head.sample,
            compares: typed
                .calls
                .last()
                .and_then(|call| call.name())
                .is_some_and(|name| matches!(name.as_ref(), "diff" | "cmp")),
        }),
    }
}
