//! A command line of the AWS CLI, level by level: global options, service, operation, arguments.

use super::argparse::{self, Fault, Given, Last, Level, Parsed};
use super::facts::{Action, Arg, Aws, Command, CommandKind, Origin};
use crate::grammar::word::Word;

/// What the words of a command are.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// The commands named, outermost first, and the words that name them.
    pub(super) commands: Vec<(usize, Command<'static>)>,
    /// The global options.
    pub(super) globals: Vec<Given<'static>>,
    /// The arguments of the innermost command.
    pub(super) given: Vec<Given<'static>>,
    /// Words that cannot be taken.
    pub(super) faults: Vec<Fault<'static>>,
    /// What is required and was not given.
    pub(super) missing: Vec<Arg<'static>>,
    /// Words that nothing takes.
    pub(super) left_over: Vec<usize>,
    /// How far it could be read.
    pub(super) end: End,
    /// Whether arguments may be there that cannot be seen.
    pub(super) doubtful: bool,
}

/// How far a line could be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum End {
    /// As far as there are words.
    #[default]
    Whole,
    /// It asks for help, or for the version: nothing is called.
    Help,
    /// What is called cannot be seen.
    Unknown,
    /// A service or operation has to follow.
    NoCommand,
    /// This word names none.
    NotACommand(usize),
}

impl Line {
    /// The command that is called.
    pub(super) fn command(&self) -> Option<Command<'static>> {
        self.commands.last().map(|&(_, command)| command)
    }

    /// Reads words; `open` where some may be hidden.
    pub(super) fn read(words: &[Word], open: bool, aws: &Aws) -> Option<Self> {
        let globals = (aws.globals)()?.root();
        let mut line = Self {
            doubtful: open,
            ..Self::default()
        };
        let order: Vec<usize> = (0..words.len()).collect();
        let first = parse(globals.args(), Some(Last::Command), true, words, &order);
        let version = first.given.iter().any(|given| given.arg.action() == Action::Version);
        let (last, mut order) = line.take_level(first, true);
        if version {
            line.end = End::Help;
            return Some(line);
        }
        let Some(name) = line.name(last, words) else {
            return Some(line);
        };
        let Some(mut command) = aws.command(&name) else {
            line.end = End::NotACommand(last.unwrap_or_default());
            return Some(line);
        };
        line.commands.push((last.unwrap_or_default(), command));
        while let Some((word, next)) = line.descend(command, words, &mut order) {
            line.commands.push((word, next));
            command = next;
        }
        if line.end == End::Whole {
            line.arguments(command, words, &order);
        }
        Some(line)
    }

    /// The subcommand that comes next, and the word that names it; `None` where the line ends or arguments follow.
    fn descend(
        &mut self,
        command: Command<'static>,
        words: &[Word],
        order: &mut Vec<usize>,
    ) -> Option<(usize, Command<'static>)> {
        // What only version 1 has below a command takes no word away from its arguments.
        if command.commands().all(|below| below.origin() == Origin::V1Only) {
            return None;
        }
        if let [only] = order[..]
            && words[only].text.as_deref() == Some("help")
        {
            self.end = End::Help;
            return None;
        }
        let service = command.kind() == CommandKind::Service;
        let last = if service { Last::Command } else { Last::Subcommand };
        let parsed = parse(command.args(), Some(last), false, words, order);
        let Some(word) = parsed.last else {
            if service || command.subcommand_required() {
                let hidden = self.doubtful || parsed.doubtful;
                self.end = if hidden { End::Unknown } else { End::NoCommand };
            }
            return None;
        };
        let name = self.name(Some(word), words)?;
        let Some(next) = command.command(&name) else {
            self.end = End::NotACommand(word);
            return None;
        };
        if service {
            *order = parsed.rest;
        } else {
            order.retain(|&other| other != word);
        }
        Some((word, next))
    }

    fn arguments(&mut self, command: Command<'static>, words: &[Word], order: &[usize]) {
        let operation = matches!(command.kind(), CommandKind::Operation | CommandKind::Waiter);
        if let [only] = order[..]
            && words[only].text.as_deref() == Some("help")
        {
            self.end = End::Help;
            return;
        }
        let parsed = parse(
            command.args(),
            operation.then_some(Last::Help),
            !lifted(words, order),
            words,
            order,
        );
        let last = parsed.last;
        let (_, rest) = self.take_level(parsed, false);
        self.left_over = rest;
        match last.map(|word| (word, words[word].text.as_deref())) {
            Some((_, Some("help"))) => self.end = End::Help,
            // An empty word is the CLI's no word.
            Some((_, Some(""))) => {}
            Some((word, _)) => {
                self.left_over.push(word);
                self.left_over.sort_unstable();
            }
            None => {}
        }
    }

    /// Keeps what one level found; the word of its last positional, and the words for the next.
    fn take_level(&mut self, parsed: Parsed<'static>, global: bool) -> (Option<usize>, Vec<usize>) {
        self.faults.extend(parsed.faults);
        self.missing.extend(parsed.missing);
        self.doubtful |= parsed.doubtful;
        let given = if global { &mut self.globals } else { &mut self.given };
        given.extend(parsed.given);
        (parsed.last, parsed.rest)
    }

    /// What the word says that is to name a command; `None`, with the reason in `end`, where it names none.
    fn name(&mut self, word: Option<usize>, words: &[Word]) -> Option<String> {
        let said = word.map(|word| words[word].text.as_deref());
        self.end = match said {
            Some(Some("help")) => End::Help,
            Some(Some(name)) => return Some(name.to_owned()),
            Some(None) => End::Unknown,
            None if self.doubtful => End::Unknown,
            None => End::NoCommand,
        };
        None
    }
}

fn parse<I>(args: I, last: Option<Last>, strict: bool, words: &[Word], order: &[usize]) -> Parsed<'static>
where
    I: Iterator<Item = Arg<'static>> + Clone,
{
    let level = Level { args, last, strict };
    argparse::parse(&level, words, order)
}

/// Whether a word lifts what is required: input from elsewhere, or only a skeleton asked for.
fn lifted(words: &[Word], order: &[usize]) -> bool {
    let said = |i: usize| order.get(i).and_then(|&word| words[word].text.as_deref());
    (0..order.len()).any(|i| match said(i) {
        Some("--cli-input-json" | "--cli-input-yaml") => true,
        Some("--generate-cli-skeleton") => said(i + 1) != Some("output"),
        _ => false,
    })
}
