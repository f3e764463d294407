//! Every simple command of a script, wherever it hides: in substitutions, functions, here-documents,
//! behind `sudo` and `xargs`, and in the text that `bash -c` is handed.

use super::Options;
use super::tree::{Bytes, Command, CommandKind, List, Part, PartKind, Redirection, Script, Simple, Word};
use super::value::Arg;
use super::wrappers;

/// How many texts within texts are read.
const DEEPEST: u32 = 4;

/// How many commands may run each other: `sudo env nice ...`.
const LONGEST_CHAIN: usize = 8;

/// How many arguments braces may make in one text.
const MOST_EXPANDED: usize = 10_000;

/// A simple command, its words evaluated.
#[derive(Clone, Debug, Default)]
pub struct Call<'t> {
    /// All of it, in the text that was parsed.
    pub bytes: Bytes,
    /// The variables set before its name.
    pub assignments: Vec<Assignment<'t>>,
    /// Its name and arguments.
    pub argv: Vec<Arg<'t>>,
    /// Its redirections, those of commands around it left out: these are a call of no name, behind those inside.
    pub redirections: Vec<Redirected<'t>>,
    /// The command that runs it: `sudo`, `xargs`, `bash`. It is listed before as a call of its own.
    pub via: Option<&'static str>,
    /// Whether more arguments come from elsewhere, as with `xargs`.
    pub open_ended: bool,
}

/// A variable that is set.
#[derive(Clone, Debug)]
pub struct Assignment<'t> {
    /// The name and the value.
    pub bytes: Bytes,
    /// The name.
    pub name: String,
    /// The value; `None` for an array.
    pub value: Option<Arg<'t>>,
}

/// A redirection, its word evaluated.
#[derive(Clone, Debug)]
pub struct Redirected<'t> {
    /// All of it.
    pub bytes: Bytes,
    /// `>`, `<<` and so on.
    pub operator: String,
    /// Where to or from.
    pub target: Option<Arg<'t>>,
    /// For a here-document: its index in [`Script::heredocs`].
    pub heredoc: Option<usize>,
}

/// All simple commands of a script, in the order in which they are written.
pub fn calls<'t>(script: &Script, text: &'t str) -> Vec<Call<'t>> {
    nested(script, text, 0)
}

fn nested<'t>(script: &Script, text: &'t str, depth: u32) -> Vec<Call<'t>> {
    let mut walk = Walk {
        text,
        calls: Vec::new(),
        depth,
        expanded: 0,
    };
    walk.list(&script.list);
    for heredoc in &script.heredocs {
        walk.parts(&heredoc.parts);
    }
    walk.calls
}

struct Walk<'t> {
    text: &'t str,
    calls: Vec<Call<'t>>,
    depth: u32,
    /// How many arguments came from words that made several.
    expanded: usize,
}

impl<'t> Walk<'t> {
    fn list(&mut self, list: &List) {
        for item in &list.items {
            for command in &item.pipeline.commands {
                self.command(command);
            }
        }
    }

    fn command(&mut self, command: &Command) {
        match &command.kind {
            CommandKind::Simple(simple) => self.simple(command, simple),
            CommandKind::If(branches) => {
                for branch in branches {
                    self.list(&branch.condition);
                    self.list(&branch.body);
                }
            }
            CommandKind::Loop(branch) => {
                self.list(&branch.condition);
                self.list(&branch.body);
            }
            CommandKind::For { words, body, .. } => {
                self.words(words);
                self.list(body);
            }
            CommandKind::ArithmeticFor { parts, body } => {
                self.parts(parts);
                self.list(body);
            }
            CommandKind::Case { subject, arms } => {
                self.words(subject.as_slice());
                for arm in arms {
                    self.words(&arm.patterns);
                    self.list(&arm.body);
                }
            }
            CommandKind::Subshell(list) | CommandKind::Group(list) => self.list(list),
            CommandKind::Conditional(words) => self.words(words),
            CommandKind::Arithmetic(parts) => self.parts(parts),
            CommandKind::Function { body, .. } | CommandKind::Coprocess { body, .. } => {
                if let Some(body) = body {
                    self.command(body);
                }
            }
        }
        if !matches!(command.kind, CommandKind::Simple(_)) {
            if !command.redirections.is_empty() {
                // No name, no arguments: only where its output goes matters.
                self.calls.push(Call {
                    bytes: command.bytes,
                    redirections: redirected(&command.redirections, self.text),
                    ..Call::default()
                });
            }
            self.targets(&command.redirections);
        }
    }

    fn simple(&mut self, command: &Command, simple: &Simple) {
        let text = self.text;
        let assignments = simple.assignments.iter().map(|word| Assignment {
            bytes: word.bytes,
            name: word.variable(text).unwrap_or_default().to_owned(),
            value: word.assigned(text),
        });
        let call = Call {
            bytes: command.bytes,
            assignments: assignments.collect(),
            argv: self.argv(&simple.words),
            redirections: redirected(&command.redirections, text),
            via: None,
            open_ended: false,
        };
        self.call(call);
        self.words(&simple.assignments);
        self.words(&simple.words);
        self.targets(&command.redirections);
    }

    fn argv(&mut self, words: &[Word]) -> Vec<Arg<'t>> {
        let mut argv = Vec::with_capacity(words.len());
        for word in words {
            if self.expanded > MOST_EXPANDED {
                argv.push(Arg::unknown(word.bytes));
                continue;
            }
            let before = argv.len();
            word.push_args(self.text, &mut argv);
            self.expanded += (argv.len() - before).saturating_sub(1);
        }
        argv
    }

    /// Takes a call, and those that it makes in turn.
    fn call(&mut self, call: Call<'t>) {
        let mut next = Some(call);
        for _ in 0..LONGEST_CHAIN {
            let Some(call) = next.take() else { return };
            let inner = wrappers::inner(&call);
            self.calls.push(call);
            match inner {
                None => {}
                Some(wrappers::Inner::Call(call)) => next = Some(*call),
                Some(wrappers::Inner::Text(arg, via)) => self.script(&arg, via),
            }
        }
    }

    /// Reads an argument that is a script.
    fn script(&mut self, arg: &Arg<'t>, via: &'static str) {
        let Some(text) = arg.known().filter(|_| self.depth < DEEPEST) else {
            return;
        };
        let (script, found) = super::read(&text, &Options { placeholders: true });
        if !found.is_empty() {
            return;
        }
        let place = |bytes: Bytes| arg.place(bytes.range());
        for call in nested(&script, &text, self.depth + 1) {
            let mut call = call.moved(&place);
            call.via = call.via.or(Some(via));
            self.calls.push(call);
        }
    }

    fn targets(&mut self, redirections: &[Redirection]) {
        for redirection in redirections {
            self.words(redirection.target.as_slice());
        }
    }

    fn words(&mut self, words: &[Word]) {
        for word in words {
            self.parts(&word.parts);
        }
    }

    fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            match &part.kind {
                PartKind::Double(parts)
                | PartKind::Parameter(parts)
                | PartKind::Arithmetic(parts)
                | PartKind::Group(parts) => self.parts(parts),
                PartKind::Substitution(list) | PartKind::Process(list) | PartKind::Backquotes(Some(list)) => {
                    self.list(list);
                }
                PartKind::Array(words) => self.words(words),
                _ => {}
            }
        }
    }
}

fn redirected<'t>(redirections: &[Redirection], text: &'t str) -> Vec<Redirected<'t>> {
    let evaluated = redirections.iter().map(|redirection| Redirected {
        bytes: redirection.bytes,
        operator: redirection.operator.of(text).to_owned(),
        target: redirection
            .target
            .as_ref()
            .and_then(|word| word.args(text).into_iter().next()),
        heredoc: redirection.heredoc,
    });
    evaluated.collect()
}

impl Call<'_> {
    /// The command's name, if it is known.
    pub fn name(&self) -> Option<std::borrow::Cow<'_, str>> {
        self.argv.first().and_then(Arg::known)
    }

    /// The same call, of a text that was taken out of another, at its places there.
    pub fn placed(self, place: &dyn Fn(std::ops::Range<usize>) -> std::ops::Range<usize>) -> Call<'static> {
        self.moved(&|bytes| {
            let at = place(bytes.range());
            Bytes::new(at.start, at.end)
        })
    }

    /// The same call without what it borrows, each place run through `place`.
    pub(super) fn moved(self, place: &dyn Fn(Bytes) -> Bytes) -> Call<'static> {
        let assignments = self.assignments.into_iter().map(|assignment| Assignment {
            bytes: place(assignment.bytes),
            name: assignment.name,
            value: assignment.value.map(|value| value.moved(place)),
        });
        let redirections = self.redirections.into_iter().map(|redirected| Redirected {
            bytes: place(redirected.bytes),
            operator: redirected.operator,
            target: redirected.target.map(|target| target.moved(place)),
            heredoc: redirected.heredoc,
        });
        Call {
            bytes: place(self.bytes),
            assignments: assignments.collect(),
            argv: self.argv.into_iter().map(|arg| arg.moved(place)).collect(),
            redirections: redirections.collect(),
            via: self.via,
            open_ended: self.open_ended,
        }
    }
}
