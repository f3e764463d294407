//! The tree of a shell text: what the parser makes, and what all else looks at.
//!
//! Every node knows the bytes that it came from. Nothing here is evaluated: see
//! `value` for what a word becomes. What could not be read is simply absent.

use std::ops::Range;

/// A range of bytes in the text that was parsed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Bytes {
    pub(super) fn new(start: usize, end: usize) -> Self {
        // Texts of 4 GiB and more are turned away before anything is read.
        Self {
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(end).unwrap_or(u32::MAX),
        }
    }

    /// The same as a range of the standard library.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// What these bytes of `text` say.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// Whether `offset` is one of these bytes.
    pub fn holds(self, offset: usize) -> bool {
        self.range().contains(&offset)
    }
}

/// A whole text as bash reads it.
#[derive(Debug, Default)]
pub struct Script {
    /// Its commands.
    pub list: List,
    /// Every byte of the text, in order and without a gap.
    pub leaves: Vec<Leaf>,
    /// The here-documents, in the order of their operators.
    pub heredocs: Vec<Heredoc>,
}

/// A run of bytes that is one thing. A leaf begins where the one before it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The byte after its last.
    pub end: u32,
    /// What it is.
    pub kind: LeafKind,
}

/// What a leaf is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafKind {
    /// Spaces, tabs, line breaks, and a backslash before a line break.
    Blank,
    /// From `#` to the end of the line.
    Comment,
    /// `;`, `&&`, `|`, `(` and the like.
    Operator,
    /// `>`, `2>&`, `<<` and the like, the number included.
    Redirection,
    /// A reserved word where it is one: `if`, `{`, `[[`.
    Reserved,
    /// Unquoted characters of a word.
    Text,
    /// The same, in the word that names a command.
    Command,
    /// The same, in a word that begins with `-`.
    Option,
    /// The variable before `=`.
    Name,
    /// A backslash and what it protects.
    Escape,
    /// A quote character and what stands between quotes.
    Quoted,
    /// `$name`, and the frame of `${...}`, `$(...)`, backquotes and `<(...)`.
    Expansion,
    /// What stands inside `(( ))`, `$(( ))` or a subscript.
    Arithmetic,
    /// The body of a here-document, its last line included.
    Heredoc,
    /// `<cluster>` and the like: for the reader to fill in.
    Placeholder,
    /// In a transcript: `$ `, or the `> ` before a further line.
    Prompt,
    /// In a transcript: the exit status, `? 1`.
    Status,
    /// In a transcript: what a command prints.
    Output,
    /// What no rule of the shell explains.
    Unread,
}

/// Commands, one after another.
#[derive(Debug, Default)]
pub struct List {
    /// From the first command to the last.
    pub bytes: Bytes,
    /// The commands with what joins them.
    pub items: Vec<Item>,
}

impl List {
    /// Whether what it prints comes from one simple command alone: no pipe, no redirection, nothing beside it.
    pub fn alone(&self) -> bool {
        matches!(&self.items[..], [item] if item.alone().is_some())
    }
}

/// A pipeline and what follows it.
#[derive(Debug)]
pub struct Item {
    /// The pipeline.
    pub pipeline: Pipeline,
    /// `&&`, `||`, `;`, `&` or a line break, if there is any.
    pub then: Option<Join>,
}

impl Item {
    /// The one simple command that it is, if it is one: no pipe, no redirection.
    pub fn alone(&self) -> Option<&Command> {
        let [command] = &self.pipeline.commands[..] else {
            return None;
        };
        let simple = matches!(command.kind, CommandKind::Simple(_)) && command.redirections.is_empty();
        simple.then_some(command)
    }
}

/// What joins a pipeline with the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// `&&`
    And,
    /// `||`
    Or,
    /// `;` or a line break.
    Next,
    /// `&`
    Background,
}

/// Commands connected by `|` or `|&`.
#[derive(Debug, Default)]
pub struct Pipeline {
    /// From `!` or `time`, or from the first command, to the last.
    pub bytes: Bytes,
    /// Whether an odd number of `!` stands before it.
    pub negated: bool,
    /// Whether `time` stands before it.
    pub timed: bool,
    /// Its commands.
    pub commands: Vec<Command>,
}

/// One command of whatever kind.
#[derive(Debug)]
pub struct Command {
    /// All of it, redirections included.
    pub bytes: Bytes,
    /// What it is.
    pub kind: CommandKind,
    /// Its redirections, in order.
    pub redirections: Vec<Redirection>,
}

/// The kinds of commands.
#[derive(Debug)]
pub enum CommandKind {
    /// A name and its arguments, or only assignments.
    Simple(Simple),
    /// `if`, its conditions and branches; the last condition is empty for `else`.
    If(Vec<Branch>),
    /// `while` or `until`.
    Loop(Branch),
    /// `for` or `select` over words.
    For {
        /// The variable.
        name: Option<Word>,
        /// The words after `in`.
        words: Vec<Word>,
        /// What is repeated.
        body: List,
    },
    /// `for (( ; ; ))`.
    ArithmeticFor {
        /// What stands inside the parentheses.
        parts: Vec<Part>,
        /// What is repeated.
        body: List,
    },
    /// `case`.
    Case {
        /// What is compared.
        subject: Option<Word>,
        /// Its clauses.
        arms: Vec<Arm>,
    },
    /// `( ... )`.
    Subshell(List),
    /// `{ ...; }`.
    Group(List),
    /// `[[ ... ]]`, its words in order.
    Conditional(Vec<Word>),
    /// `(( ... ))`.
    Arithmetic(Vec<Part>),
    /// A function and its body.
    Function {
        /// Its name.
        name: Option<Word>,
        /// A compound command; absent where there is none.
        body: Option<Box<Command>>,
    },
    /// `coproc`, with a name or without.
    Coprocess {
        /// Its name.
        name: Option<Word>,
        /// What runs.
        body: Option<Box<Command>>,
    },
}

/// A condition and what depends on it.
#[derive(Debug, Default)]
pub struct Branch {
    /// The condition; empty for `else`.
    pub condition: List,
    /// What runs.
    pub body: List,
}

/// One clause of a `case`.
#[derive(Debug, Default)]
pub struct Arm {
    /// Its patterns.
    pub patterns: Vec<Word>,
    /// What runs.
    pub body: List,
}

/// Assignments, a name and arguments.
#[derive(Debug, Default)]
pub struct Simple {
    /// The assignments before the name.
    pub assignments: Vec<Word>,
    /// The name and its arguments.
    pub words: Vec<Word>,
}

/// A redirection.
#[derive(Debug)]
pub struct Redirection {
    /// All of it.
    pub bytes: Bytes,
    /// `>`, `<<-` and so on, without the number.
    pub operator: Bytes,
    /// Where to or from: a file, a descriptor, the end word of a here-document.
    pub target: Option<Word>,
    /// For a here-document: its index in [`Script::heredocs`].
    pub heredoc: Option<usize>,
}

/// A here-document.
#[derive(Debug)]
pub struct Heredoc {
    /// The lines between, the end word's line left out.
    pub body: Bytes,
    /// Whether the end word is quoted, so that nothing is expanded.
    pub literal: bool,
    /// Whether `<<-` takes tabs away.
    pub tabs: bool,
    /// Whether its end was found; bash only warns where it was not.
    pub ended: bool,
    /// The expansions in the body, and the text between them.
    pub parts: Vec<Part>,
}

/// A word: what is one argument before expansion.
#[derive(Debug, Default)]
pub struct Word {
    /// All of it.
    pub bytes: Bytes,
    /// Its parts, in order and without a gap.
    pub parts: Vec<Part>,
    /// For `name=value`, `name+=value` and `name[i]=value`: the byte after the `=`.
    pub equals: Option<u32>,
    /// Its first leaf.
    pub(super) leaf: u32,
}

/// A piece of a word.
#[derive(Debug)]
pub struct Part {
    /// All of it, quotes included.
    pub bytes: Bytes,
    /// What it is.
    pub kind: PartKind,
}

/// The kinds of pieces of a word.
#[derive(Debug)]
pub enum PartKind {
    /// Characters that stand for themselves.
    Text,
    /// A backslash and a character.
    Escape,
    /// A backslash and a line break, which vanish.
    Continuation,
    /// `'...'`
    Single,
    /// `$'...'`
    Ansi,
    /// `"..."` or `$"..."`
    Double(Vec<Part>),
    /// `$name` or `${...}`, with what stands inside.
    Parameter(Vec<Part>),
    /// `$( ... )`
    Substitution(List),
    /// Backquotes, whose inside bash reads only when it runs; absent when it cannot be read.
    Backquotes(Option<List>),
    /// `$(( ... ))` or `$[ ... ]`
    Arithmetic(Vec<Part>),
    /// `<( ... )` or `>( ... )`
    Process(List),
    /// `( ... )` after `name=`
    Array(Vec<Word>),
    /// `[ ... ]` after a name, or a group of a pattern or regular expression.
    Group(Vec<Part>),
    /// `<cluster>` and the like.
    Placeholder,
}
