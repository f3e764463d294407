//! What is known of the AWS CLI: its commands, their arguments, and the shapes of what goes in and comes out.
//!
//! A [`Service`] is one top-level command, unpacked from the bytes that `proof-facts` carries into flat tables of numbers and
//! one pool of text. Everything handed out here is a place in those tables: two words that are copied, nothing that is
//! allocated. Nothing here judges a command line.

use super::packed::{self, Tables};

/// One top-level command of the AWS CLI (`ecs`, `s3`, `configure`, ...), unpacked.
pub struct Service {
    tables: Tables,
}

impl Service {
    /// Reads what `proof-facts` packed. `None` unless the bytes are one whole service: every index is checked here, once,
    /// so that nothing that is asked later can miss.
    pub fn new(bytes: Vec<u8>) -> Option<Self> {
        packed::read(&bytes).map(|tables| Self { tables })
    }

    /// The top-level command itself.
    pub fn root(&self) -> Command<'_> {
        Command(At {
            service: self,
            index: 0,
        })
    }
}

/// A place in the tables of a service.
#[derive(Clone, Copy)]
struct At<'s> {
    service: &'s Service,
    index: usize,
}

impl PartialEq for At<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.service, other.service) && self.index == other.index
    }
}

impl Eq for At<'_> {}

impl std::fmt::Debug for At<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.index)
    }
}

impl<'s> At<'s> {
    fn tables(self) -> &'s Tables {
        &self.service.tables
    }

    fn to(self, index: usize) -> Self {
        Self { index, ..self }
    }

    fn shape(self, id: Option<u16>) -> Option<Shape<'s>> {
        id.map(|id| Shape(self.to(id.into())))
    }

    fn text(self, id: Option<u16>) -> Option<&'s str> {
        id.map(|id| self.tables().text(id))
    }
}

/// Which of the two versions of the AWS CLI knows a command or an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Both do.
    Both,
    /// Version 1 alone: version 2 refuses it.
    V1Only,
    /// Version 2 alone.
    V2Only,
}

/// How a command takes its command line apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// A service: the next word has to be one of its commands; it has no arguments of its own.
    Service,
    /// An operation of the API: no subcommands, the words that its arguments leave over are unknown.
    Operation,
    /// A command below `wait`: an operation that is polled.
    Waiter,
    /// Anything else: subcommands are optional unless `subcommand_required` says otherwise, and it may have arguments too.
    Custom,
}

/// A command: a service, an operation, a waiter, or one that the CLI adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command<'s>(At<'s>);

impl<'s> Command<'s> {
    fn row(self) -> &'s packed::Command {
        &self.0.tables().commands[self.0.index]
    }

    /// Its own name: the word that it is called by.
    pub fn name(self) -> &'s str {
        self.0.tables().text(self.row().name)
    }

    /// How it takes its command line apart.
    pub fn kind(self) -> CommandKind {
        self.row().kind
    }

    /// Which version of the CLI has it.
    pub fn origin(self) -> Origin {
        self.row().origin
    }

    /// Whether the CLI's help leaves it out.
    pub fn hidden(self) -> bool {
        self.row().hidden
    }

    /// Whether it does nothing by itself: a word that is one of `commands` has to follow.
    pub fn subcommand_required(self) -> bool {
        self.row().subcommand_required
    }

    /// The operations or subcommands below it, by name.
    pub fn commands(self) -> impl ExactSizeIterator<Item = Command<'s>> + Clone {
        self.row()
            .commands
            .clone()
            .map(move |index| Command(self.0.to(index as usize)))
    }

    /// The one below it that has this very name.
    pub fn command(self, name: &str) -> Option<Command<'s>> {
        let tables = self.0.tables();
        let range = packed::usizes(&self.row().commands);
        let at = tables.commands[range.clone()].binary_search_by(|row| tables.text(row.name).cmp(name));
        at.ok().map(|at| Command(self.0.to(range.start + at)))
    }

    /// Its arguments in the CLI's own order, with those that every operation has (`--cli-input-json`, ...).
    pub fn args(self) -> impl ExactSizeIterator<Item = Arg<'s>> + Clone {
        self.row().args.clone().map(move |index| Arg(self.0.to(index as usize)))
    }

    /// The operation of the API that it calls, or for a waiter polls: `RunTask`.
    pub fn operation(self) -> Option<&'s str> {
        self.0.text(self.row().operation)
    }

    /// The structure that the operation takes; none where it takes nothing.
    pub fn input(self) -> Option<Shape<'s>> {
        self.0.shape(self.row().input)
    }

    /// The structure that the operation gives back; none where it gives nothing. A waiter prints nothing, whatever this says.
    pub fn output(self) -> Option<Shape<'s>> {
        self.0.shape(self.row().output)
    }

    /// How the operation hands out its results in pages; none where it does not.
    pub fn paging(self) -> Option<Paging<'s>> {
        self.row().paging.map(|id| Paging(self.0.to(id.into())))
    }
}

/// How an operation hands out its results in pages. The members are JMESPath expressions, nearly always plain names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging<'s>(At<'s>);

impl<'s> Paging<'s> {
    fn row(self) -> &'s packed::Paging {
        &self.0.tables().pagings[self.0.index]
    }

    /// The input members that say where to go on.
    pub fn input_tokens(self) -> impl ExactSizeIterator<Item = &'s str> + Clone {
        self.0.tables().list(self.row().input_tokens)
    }

    /// The output members that say it, in the same order.
    pub fn output_tokens(self) -> impl ExactSizeIterator<Item = &'s str> + Clone {
        self.0.tables().list(self.row().output_tokens)
    }

    /// The output members that hold the results.
    pub fn result_keys(self) -> impl ExactSizeIterator<Item = &'s str> + Clone {
        self.0.tables().list(self.row().result_keys)
    }

    /// The input member that limits a page.
    pub fn limit_key(self) -> Option<&'s str> {
        self.0.text(self.row().limit_key)
    }

    /// The output member that says whether there is more.
    pub fn more_results(self) -> Option<&'s str> {
        self.0.text(self.row().more_results)
    }
}

/// How many words an argument takes: `nargs` of Python's argparse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nargs {
    /// None: a flag.
    None,
    /// One.
    One,
    /// One or none (`?`).
    Optional,
    /// Any number (`*`).
    Any,
    /// At least one (`+`).
    Some,
    /// So many.
    Exactly(u8),
}

/// What an argument does when it stands on the line: `action` of argparse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Keeps its words; the last time counts.
    Store,
    /// Sets its destination to true.
    True,
    /// Sets its destination to false.
    False,
    /// Collects: each time counts.
    Append,
    /// Sets its destination to a constant.
    Const,
    /// Ends the program with what it prints: `--version`.
    Version,
    /// An action of the CLI's own; `special` names it.
    Other,
}

/// What each word is converted to while the line is taken apart: `type` of argparse. Where it fails the CLI refuses at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Nothing.
    Str,
    /// What Python's `int` takes.
    Int,
    /// What Python's `float` takes.
    Float,
    /// What Python's `bool` takes, which is anything.
    Bool,
}

/// An argument of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arg<'s>(At<'s>);

impl<'s> Arg<'s> {
    fn row(self) -> &'s packed::Arg {
        &self.0.tables().args[self.0.index]
    }

    /// The option's name without dashes, or what the CLI calls the positional.
    pub fn name(self) -> &'s str {
        self.0.tables().text(self.row().name)
    }

    /// Whether it is known by its place and not by its name.
    pub fn positional(self) -> bool {
        self.row().positional
    }

    /// Whether the option parser refuses a line without it. The members that the API needs are `Member::required`.
    pub fn required(self) -> bool {
        self.row().required
    }

    /// Whether the CLI's help leaves it out.
    pub fn hidden(self) -> bool {
        self.row().hidden
    }

    /// Which version of the CLI has it.
    pub fn origin(self) -> Origin {
        self.row().origin
    }

    /// How many words it takes.
    pub fn nargs(self) -> Nargs {
        self.row().nargs
    }

    /// What it does when it stands on the line.
    pub fn action(self) -> Action {
        self.row().action
    }

    /// What each of its words is converted to by the option parser.
    pub fn value_type(self) -> ValueType {
        self.row().value_type
    }

    /// The words that it takes, where the option parser knows them; none where any word will do.
    pub fn choices(self) -> Option<impl ExactSizeIterator<Item = &'s str> + Clone> {
        let tables = self.0.tables();
        self.row().choices.map(|id| tables.list(Some(id)))
    }

    /// What its value has to be once the words are unpacked; none where nothing checks it.
    pub fn shape(self) -> Option<Shape<'s>> {
        self.0.shape(self.row().shape)
    }

    /// The member of the operation's input that it fills; a path with dots where it fills one that lies deeper.
    pub fn member(self) -> Option<&'s str> {
        self.0.text(self.row().member)
    }

    /// Where the option parser keeps its value, in dashes: `--x` and `--no-x` share it.
    pub fn dest(self) -> &'s str {
        self.0.tables().text(self.row().dest)
    }

    /// The tag of an argument that reads its value in a way of its own (`ec2-count`, ...); `schemas/README.md` lists them.
    pub fn special(self) -> Option<&'s str> {
        self.0.text(self.row().special)
    }
}

/// What kind of value a shape is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An object with known members.
    Structure,
    /// An array.
    List,
    /// An object with any keys.
    Map,
    /// Text.
    String,
    /// A whole number of 32 bits.
    Integer,
    /// A whole number of 64 bits.
    Long,
    /// A number.
    Float,
    /// A number of double precision.
    Double,
    /// `true` or `false`.
    Boolean,
    /// Bytes.
    Blob,
    /// A point in time.
    Timestamp,
}

/// A value that goes into an operation or comes out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape<'s>(At<'s>);

impl<'s> Shape<'s> {
    fn row(self) -> &'s packed::Shape {
        &self.0.tables().shapes[self.0.index]
    }

    /// What kind of value it is.
    pub fn kind(self) -> Kind {
        self.row().kind
    }

    /// The members of a structure, in the API's order; none for anything else.
    pub fn members(self) -> impl ExactSizeIterator<Item = Member<'s>> + Clone {
        self.row()
            .members
            .clone()
            .map(move |index| Member(self.0.to(index as usize)))
    }

    /// The member that has this very name.
    pub fn member(self, name: &str) -> Option<Member<'s>> {
        self.members().find(|member| member.name() == name)
    }

    /// What a list holds.
    pub fn element(self) -> Option<Shape<'s>> {
        self.of(Kind::List, self.row().inner)
    }

    /// What the keys of a map are.
    pub fn key(self) -> Option<Shape<'s>> {
        self.of(Kind::Map, self.row().key)
    }

    /// What the values of a map are.
    pub fn value(self) -> Option<Shape<'s>> {
        self.of(Kind::Map, self.row().inner)
    }

    fn of(self, kind: Kind, id: Option<u16>) -> Option<Shape<'s>> {
        if self.kind() == kind { self.0.shape(id) } else { None }
    }

    /// Whether the API knows all the values that it takes.
    pub fn is_enum(self) -> bool {
        self.row().values.is_some()
    }

    /// The values that the API knows; none where it is not such a shape.
    pub fn values(self) -> impl ExactSizeIterator<Item = &'s str> + Clone {
        self.0.tables().list(self.row().values)
    }

    /// The least length of text, bytes, a list or a map, or the least value of a number.
    pub fn min(self) -> Option<f64> {
        self.row().min
    }

    /// The greatest, likewise. The CLI does not check it; the service does.
    pub fn max(self) -> Option<f64> {
        self.row().max
    }

    /// Whether exactly one member of the structure is to be set.
    pub fn union(self) -> bool {
        self.row().has(packed::UNION)
    }

    /// Whether any JSON will do.
    pub fn document(self) -> bool {
        self.row().has(packed::DOCUMENT)
    }

    /// Whether the bytes are a stream, for which the CLI takes a path.
    pub fn streaming(self) -> bool {
        self.row().has(packed::STREAMING)
    }

    /// Whether it is a stream of events.
    pub fn event_stream(self) -> bool {
        self.row().has(packed::EVENT_STREAM)
    }

    /// Whether the text is JSON that travels in a header.
    pub fn json_value(self) -> bool {
        self.row().has(packed::JSON_VALUE)
    }
}

/// A member of a structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member<'s>(At<'s>);

impl<'s> Member<'s> {
    fn row(self) -> &'s packed::Member {
        &self.0.tables().members[self.0.index]
    }

    /// Its name in the API.
    pub fn name(self) -> &'s str {
        self.0.tables().text(self.row().name)
    }

    /// What it holds.
    pub fn shape(self) -> Shape<'s> {
        Shape(self.0.to(self.row().shape.into()))
    }

    /// Whether the structure has to have it.
    pub fn required(self) -> bool {
        self.row().required
    }

    /// Whether the CLI makes a value up when none is given.
    pub fn idempotency_token(self) -> bool {
        self.row().idempotency_token
    }
}

/// A top-level command, before it is unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// Which version of the CLI has it.
    pub origin: Origin,
}

/// All that is known of the AWS CLI. A command is unpacked when it is first asked for.
#[derive(Clone, Copy)]
pub struct Aws {
    /// The top-level commands, by name.
    pub commands: &'static [Entry],
    /// Unpacks one of them, by its place in `commands`.
    pub load: fn(usize) -> Option<&'static Service>,
    /// Unpacks the options that may stand anywhere: the arguments of a command that has nothing else.
    pub globals: fn() -> Option<&'static Service>,
}

impl Aws {
    /// The top-level command that has this very name.
    pub fn command(&self, name: &str) -> Option<Command<'static>> {
        let at = self.commands.binary_search_by(|entry| entry.name.cmp(name)).ok()?;
        (self.load)(at).map(Service::root)
    }
}
