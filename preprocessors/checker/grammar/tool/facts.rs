//! What is known of a tool: its commands, their options and arguments.

use super::read::Flaw;
use std::sync::{Arc, OnceLock};

/// The grammar of one tool.
#[derive(Debug, Default)]
pub struct Tool {
    /// Whether a long option may be cut short as long as it stays the only one.
    pub(super) abbreviations: bool,
    /// Whether a flag may be given `=true` or `=false`.
    pub(super) flag_values: bool,
    /// Whether `-abc` is `-a -b -c`.
    pub(super) clusters: bool,
    /// Its commands; the first is the tool itself, a parent stands before its children.
    pub(super) commands: Vec<Command>,
}

/// A command of a tool, or the tool itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Command {
    pub(super) name: String,
    pub(super) parent: Option<usize>,
    pub(super) children: Vec<usize>,
    /// Its own options, list by list: lists may be shared.
    pub(super) options: Vec<Arc<[Opt]>>,
    /// Options that it and what is below it take.
    pub(super) inherited: Arc<[Opt]>,
    /// The same; with one of these nothing else is needed.
    pub(super) help: Arc<[Opt]>,
    /// Its arguments; nothing is known of them without.
    pub(super) arguments: Option<Vec<Argument>>,
    /// Whether its options end where its arguments begin.
    pub(super) options_first: bool,
    /// Options in whose presence its arguments are others.
    pub(super) instead: Vec<String>,
    /// Options that it cannot do without.
    pub(super) required: Vec<String>,
    /// What the values of options and arguments may be, by their names.
    pub(super) values: Vec<(String, Kind)>,
    /// Whether one of its subcommands has to follow.
    pub(super) needs_command: bool,
    /// Whether there may be subcommands that are not known here: plug-ins, aliases.
    pub(super) open: bool,
    /// Subcommands known by their names alone.
    pub(super) others: Vec<String>,
    /// Whether all of its options are known.
    pub(super) complete: bool,
}

/// An option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Opt {
    /// Its names, dashes included.
    pub(super) names: Vec<String>,
    pub(super) takes: Takes,
}

/// The value of an option.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Takes {
    /// None: a flag.
    #[default]
    Nothing,
    /// So many words, of which the first may be joined to the option.
    Words(u8),
    /// One that has to be joined to the option, or none.
    Joined,
    /// One, joined or as the next word, or none.
    Maybe,
}

/// An argument that is no option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Argument {
    pub(super) name: String,
    pub(super) optional: bool,
    pub(super) many: bool,
}

/// What a value may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One of these; one that ends in `*` stands for all that begin so.
    OneOf(Vec<String>),
    Integer,
    Number,
    Boolean,
    /// `1h30m`, as Go writes it.
    Duration,
    /// `512m`: bytes with a unit.
    Size,
    /// `127.0.0.1:8080:80/tcp`: what `docker run --publish` takes.
    Ports,
    /// `linux/arm64`.
    Platform,
    /// `NAME:PATH:OPTIONS`: what `docker run --volume` takes.
    Volume,
    /// A program of jq.
    JqFilter,
}

impl Kind {
    /// The kinds that have a name in a grammar's file.
    pub(super) const NAMED: [(&'static str, Self); 9] = [
        ("integer", Self::Integer),
        ("number", Self::Number),
        ("boolean", Self::Boolean),
        ("duration", Self::Duration),
        ("size", Self::Size),
        ("ports", Self::Ports),
        ("platform", Self::Platform),
        ("volume", Self::Volume),
        ("jq-filter", Self::JqFilter),
    ];
}

impl Opt {
    /// The name that a person reads best: the first long one.
    pub(super) fn name(&self) -> &str {
        let long = self.names.iter().find(|name| name.starts_with("--"));
        long.or(self.names.first()).map_or("", String::as_str)
    }

    pub(super) fn is_called(&self, name: &str) -> bool {
        self.names.iter().any(|own| own == name)
    }
}

impl Tool {
    /// A command and those above it, from the inside out.
    pub(super) fn upwards(&self, command: usize) -> impl Iterator<Item = &Command> + Clone {
        let parent = |&at: &usize| self.commands[at].parent;
        std::iter::successors(Some(command), parent).map(|at| &self.commands[at])
    }

    /// The child of a command that has this name.
    pub(super) fn child(&self, command: usize, name: &str) -> Option<usize> {
        let children = self.commands[command].children.iter().copied();
        children.into_iter().find(|&child| self.commands[child].name == name)
    }

    /// Every option that a command takes.
    pub(super) fn options(&self, command: usize) -> impl Iterator<Item = &Opt> + Clone {
        let own = self.commands[command].options.iter().flat_map(|list| list.iter());
        let above = self.upwards(command);
        own.chain(above.flat_map(|command| command.help.iter().chain(command.inherited.iter())))
    }

    /// Whether an option is one of those with which nothing else is needed.
    pub(super) fn is_help(&self, command: usize, option: &Opt) -> bool {
        self.upwards(command)
            .any(|command| command.help.iter().any(|help| std::ptr::eq(help, option)))
    }

    /// What the value of an option or argument of a command may be.
    pub(super) fn kind(&self, command: usize, names: &[String]) -> Option<&Kind> {
        let mut values = self.upwards(command).flat_map(|command| &command.values);
        values
            .find(|(name, _)| names.iter().any(|own| own == name))
            .map(|(_, kind)| kind)
    }

    /// The command reached by names from the tool itself.
    pub(super) fn at_path(&self, path: &str) -> Option<usize> {
        path.split_whitespace().try_fold(0, |at, name| self.child(at, name))
    }
}

/// The grammars by the names under which tools are called.
#[derive(Default)]
pub struct Tools {
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    source: Source,
    /// The command of the tool that the name stands for.
    path: &'static str,
}

enum Source {
    Shipped(&'static Shipped),
    Own(Tool),
}

/// A grammar that is read when it is first asked for.
pub struct Shipped {
    text: &'static str,
    tool: OnceLock<Option<Tool>>,
}

impl Shipped {
    /// A grammar whose text is known to be one; else its tool is not judged.
    pub const fn new(text: &'static str) -> Self {
        let tool = OnceLock::new();
        Self { text, tool }
    }

    /// What is wrong with the text, for a test to say.
    pub fn flaw(&self) -> Option<Flaw> {
        Tool::read(self.text).err()
    }

    fn tool(&self) -> Option<&Tool> {
        self.tool.get_or_init(|| Tool::read(self.text).ok()).as_ref()
    }
}

impl Tools {
    /// Adds a grammar that ships; `path` is the command of it that `name` stands for, empty for the tool itself.
    pub fn ship(&mut self, name: &str, grammar: &'static Shipped, path: &'static str) {
        let source = Source::Shipped(grammar);
        self.put(name, source, path);
    }

    /// Adds a grammar of a book's own; it takes the place of one that ships.
    pub fn add(&mut self, name: &str, tool: Tool) {
        self.put(name, Source::Own(tool), "");
    }

    fn put(&mut self, name: &str, source: Source, path: &'static str) {
        self.entries.retain(|entry| entry.name != name);
        let name = name.to_owned();
        self.entries.push(Entry { name, source, path });
    }

    /// The grammar for a name, and the command that the name stands for.
    pub(crate) fn get(&self, name: &str) -> Option<(&Tool, usize)> {
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        let tool = match &entry.source {
            Source::Shipped(shipped) => shipped.tool()?,
            Source::Own(tool) => tool,
        };
        Some((tool, tool.at_path(entry.path)?))
    }
}
