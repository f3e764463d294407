//! The tables of one top-level command, and how they are read from the bytes that `proof-facts` packs.
//!
//! The bytes are streams of numbers, one for each column, so that what is alike stands together and compresses well. What
//! follows from the rest is not in them: an option is named after its member, a command after its operation, and a negation
//! after the option before it. `preprocessors/facts/pack/wire.rs` writes what is read here.

mod column;
mod dash;

use super::facts::{Action, CommandKind, Kind, Nargs, Origin, ValueType};
use column::{Column, Fresh};
use dash::dash;
use std::ops::Range;

/// The first byte of every pack: raised when its form changes.
const FORM: u64 = 1;
/// How many columns follow the text.
const COLUMNS: usize = 11;

/// Exactly one member of a structure is to be set.
pub(super) const UNION: u8 = 1;
/// Any JSON will do.
pub(super) const DOCUMENT: u8 = 2;
/// Bytes that are a stream.
pub(super) const STREAMING: u8 = 4;
/// A structure that is a stream of events.
pub(super) const EVENT_STREAM: u8 = 8;
/// Text that is JSON and travels in a header.
pub(super) const JSON_VALUE: u8 = 16;

/// Everything that a service has, in rows that name each other by their index.
pub(super) struct Tables {
    text: String,
    /// Where each piece of text ends; it begins where the one before ends.
    ends: Vec<u32>,
    lists: Vec<Range<u32>>,
    items: Vec<u16>,
    pub(super) shapes: Vec<Shape>,
    pub(super) members: Vec<Member>,
    pub(super) pagings: Vec<Paging>,
    pub(super) args: Vec<Arg>,
    pub(super) commands: Vec<Command>,
}

pub(super) struct Shape {
    pub(super) kind: Kind,
    pub(super) flags: u8,
    pub(super) key: Option<u16>,
    pub(super) inner: Option<u16>,
    pub(super) values: Option<u16>,
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    pub(super) members: Range<u32>,
}

impl Shape {
    pub(super) fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

pub(super) struct Member {
    pub(super) name: u16,
    pub(super) shape: u16,
    pub(super) required: bool,
    pub(super) idempotency_token: bool,
}

pub(super) struct Paging {
    pub(super) input_tokens: Option<u16>,
    pub(super) output_tokens: Option<u16>,
    pub(super) result_keys: Option<u16>,
    pub(super) limit_key: Option<u16>,
    pub(super) more_results: Option<u16>,
}

#[derive(Clone)]
pub(super) struct Arg {
    pub(super) name: u16,
    pub(super) dest: u16,
    pub(super) member: Option<u16>,
    pub(super) shape: Option<u16>,
    pub(super) choices: Option<u16>,
    pub(super) special: Option<u16>,
    pub(super) nargs: Nargs,
    pub(super) action: Action,
    pub(super) value_type: ValueType,
    pub(super) origin: Origin,
    pub(super) positional: bool,
    pub(super) required: bool,
    pub(super) hidden: bool,
}

pub(super) struct Command {
    pub(super) name: u16,
    pub(super) operation: Option<u16>,
    pub(super) input: Option<u16>,
    pub(super) output: Option<u16>,
    pub(super) paging: Option<u16>,
    pub(super) kind: CommandKind,
    pub(super) origin: Origin,
    pub(super) hidden: bool,
    pub(super) subcommand_required: bool,
    pub(super) commands: Range<u32>,
    pub(super) args: Range<u32>,
}

impl Tables {
    pub(super) fn text(&self, id: u16) -> &str {
        let id = usize::from(id);
        let start = if id == 0 { 0 } else { self.ends[id - 1] };
        &self.text[start as usize..self.ends[id] as usize]
    }

    /// The texts of a list; of none when there is none.
    pub(super) fn list(&self, id: Option<u16>) -> impl ExactSizeIterator<Item = &str> + Clone {
        let range = id.map_or(0..0, |id| usizes(&self.lists[usize::from(id)]));
        self.items[range].iter().map(|&id| self.text(id))
    }
}

pub(super) fn usizes(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// Reads a pack. `None` where it is cut off, goes on after its end, or names what is not there.
pub(super) fn read(bytes: &[u8]) -> Option<Tables> {
    let mut all = Column::new(bytes);
    if all.number()? != FORM {
        return None;
    }
    let text = std::str::from_utf8(all.part()?).ok()?;
    let mut columns = [Column::new(&[]); COLUMNS];
    for column in &mut columns {
        *column = Column::new(all.part()?);
    }
    let [
        lengths,
        names,
        lists,
        shapes,
        bounds,
        refs,
        member_flags,
        pagings,
        arg_forms,
        args,
        commands,
    ] = columns;
    let mut reader = Reader {
        tables: Tables::new(text, lengths)?,
        names: Fresh::new(names),
        refs: Fresh::new(refs),
        dashed: Vec::new(),
        negated: Vec::new(),
        roots: Vec::new(),
        next_root: 0,
        templates: Vec::new(),
    };
    reader.lists(lists)?;
    reader.shapes(shapes, bounds, member_flags)?;
    reader.pagings(pagings)?;
    let forms = reader.forms(arg_forms)?;
    reader.commands(commands, args, &forms)?;
    let whole = all.is_empty() && reader.names.is_empty() && reader.refs.is_empty();
    whole.then_some(reader.tables)
}

impl Tables {
    fn new(text: &str, mut lengths: Column<'_>) -> Option<Self> {
        let (mut ends, mut end) = (Vec::with_capacity(lengths.len()), 0_u32);
        while !lengths.is_empty() {
            end = end.checked_add(lengths.small()?)?;
            if !text.is_char_boundary(end as usize) {
                return None;
            }
            ends.push(end);
        }
        if end as usize != text.len() || ends.len() > usize::from(u16::MAX) {
            return None;
        }
        Some(Self {
            text: text.to_owned(),
            ends,
            lists: Vec::new(),
            items: Vec::new(),
            shapes: Vec::new(),
            members: Vec::new(),
            pagings: Vec::new(),
            args: Vec::new(),
            commands: Vec::new(),
        })
    }
}

struct Reader<'b> {
    tables: Tables,
    names: Fresh<'b>,
    refs: Fresh<'b>,
    /// The name in dashes of each text, once it was asked for.
    dashed: Vec<Option<u16>>,
    /// Likewise with `no-` before it.
    negated: Vec<Option<u16>>,
    /// The shapes that no shape before them names, in order.
    roots: Vec<u16>,
    next_root: usize,
    /// The arguments that were written out, for those that are the same.
    templates: Vec<Arg>,
}

impl Reader<'_> {
    fn name(&mut self) -> Option<u16> {
        // A new one has to be among the texts of the pack, which end where the derived ones begin.
        self.names.read().filter(|&id| usize::from(id) < self.tables.ends.len())
    }

    /// Lists of texts: a size, and so many names.
    fn lists(&mut self, mut column: Column<'_>) -> Option<()> {
        while !column.is_empty() {
            let start = self.tables.items.len() as u32;
            for _ in 0..column.small::<u16>()? {
                let name = self.name()?;
                self.tables.items.push(name);
            }
            self.tables.lists.push(start..self.tables.items.len() as u32);
        }
        Some(())
    }

    /// Shapes in the order in which they are first named, breadth first below each root.
    fn shapes(&mut self, mut heads: Column<'_>, mut bounds: Column<'_>, mut flags: Column<'_>) -> Option<()> {
        let mut next_list = 0_usize;
        while !heads.is_empty() {
            let id = u16::try_from(self.tables.shapes.len()).ok()?;
            if self.refs.next == id {
                self.refs.next = id.checked_add(1)?;
                self.roots.push(id);
            }
            let head: u16 = heads.small()?;
            let kind = kind(head & 15)?;
            let min = if head & 16 != 0 { Some(bounds.bound()?) } else { None };
            let max = if head & 32 != 0 { Some(bounds.bound()?) } else { None };
            let mut values = None;
            if head & 64 != 0 {
                values = Some(heads.small::<u16>()?);
                next_list = next_list.max(usize::from(values?) + 1);
            }
            let key = if kind == Kind::Map {
                Some(self.refs.read()?)
            } else {
                None
            };
            let inner = if matches!(kind, Kind::Map | Kind::List) {
                Some(self.refs.read()?)
            } else {
                None
            };
            let start = self.tables.members.len() as u32;
            if kind == Kind::Structure {
                for _ in 0..heads.small::<u16>()? {
                    let (name, shape, flags) = (self.name()?, self.refs.read()?, flags.number()?);
                    self.tables.members.push(Member {
                        name,
                        shape,
                        required: flags & 1 != 0,
                        idempotency_token: flags & 2 != 0,
                    });
                }
            }
            self.tables.shapes.push(Shape {
                kind,
                flags: (head >> 7).try_into().ok()?,
                key,
                inner,
                values,
                min,
                max,
                members: start..self.tables.members.len() as u32,
            });
        }
        // What was named has to be there.
        let there = usize::from(self.refs.next) == self.tables.shapes.len() && next_list <= self.tables.lists.len();
        there.then_some(())
    }

    /// How results are paged: which of the five there are, the lists by their index, the names from theirs.
    fn pagings(&mut self, mut column: Column<'_>) -> Option<()> {
        while !column.is_empty() {
            let has = column.number()?;
            let lists = self.tables.lists.len();
            let mut list = |bit: u64| {
                if has & bit != 0 {
                    column.index(lists).map(Some)
                } else {
                    Some(None)
                }
            };
            let (input_tokens, output_tokens, result_keys) = (list(1)?, list(2)?, list(4)?);
            let limit_key = if has & 8 != 0 { Some(self.name()?) } else { None };
            let more_results = if has & 16 != 0 { Some(self.name()?) } else { None };
            self.tables.pagings.push(Paging {
                input_tokens,
                output_tokens,
                result_keys,
                limit_key,
                more_results,
            });
        }
        Some(())
    }

    /// What arguments may be like, whatever they are called.
    fn forms(&mut self, mut column: Column<'_>) -> Option<Vec<Arg>> {
        let mut forms = Vec::new();
        while !column.is_empty() {
            let head = column.number()?;
            let nargs = match head >> 5 & 7 {
                0 => Nargs::None,
                1 => Nargs::One,
                2 => Nargs::Optional,
                3 => Nargs::Any,
                4 => Nargs::Some,
                5 => Nargs::Exactly(column.small()?),
                _ => return None,
            };
            let choices = if head & 0x2000 != 0 {
                Some(column.index(self.tables.lists.len())?)
            } else {
                None
            };
            let special = if head & 0x4000 != 0 { Some(self.name()?) } else { None };
            forms.push(Arg {
                name: 0,
                dest: 0,
                member: None,
                shape: None,
                choices,
                special,
                nargs,
                action: action(head >> 8 & 7)?,
                value_type: value_type(head >> 11 & 3),
                origin: origin(head >> 3 & 3)?,
                positional: head & 1 != 0,
                required: head & 2 != 0,
                hidden: head & 4 != 0,
            });
        }
        Some(forms)
    }

    /// Commands, breadth first from the top-level one, those below a command by name.
    fn commands(&mut self, mut column: Column<'_>, mut args: Column<'_>, forms: &[Arg]) -> Option<()> {
        let mut below = 1_u32;
        while !column.is_empty() {
            // Each stands below one that came before it, so that they are a tree.
            if self.tables.commands.len() >= below as usize {
                return None;
            }
            let head = column.number()?;
            let operation = if head & 64 != 0 { Some(self.name()?) } else { None };
            let name = match operation {
                Some(operation) if head & 128 == 0 => self.dashed(operation)?,
                _ => self.name()?,
            };
            let paging = if head & 256 != 0 {
                Some(column.index(self.tables.pagings.len())?)
            } else {
                None
            };
            let input = if head & 512 != 0 {
                Some(self.root(&mut column)?)
            } else {
                None
            };
            let output = if head & 1024 != 0 {
                Some(self.root(&mut column)?)
            } else {
                None
            };
            let first = below;
            below = below.checked_add(column.small()?)?;
            let start = self.tables.args.len() as u32;
            self.args(column.small()?, &mut args, forms, input)?;
            self.tables.commands.push(Command {
                name,
                operation,
                input,
                output,
                paging,
                kind: command_kind(head & 3),
                origin: origin(head >> 2 & 3)?,
                hidden: head & 16 != 0,
                subcommand_required: head & 32 != 0,
                commands: first..below,
                args: start..self.tables.args.len() as u32,
            });
        }
        (below as usize == self.tables.commands.len() && args.is_empty()).then_some(())
    }

    /// The arguments of one command: what is called after a member of its input follows from that.
    fn args(&mut self, count: u16, column: &mut Column<'_>, forms: &[Arg], input: Option<u16>) -> Option<()> {
        let members = input.map_or(0..0, |id| usizes(&self.tables.shapes[usize::from(id)].members));
        let mut at = members.start;
        for _ in 0..count {
            let mut code = column.number()?;
            if code == JUMP {
                at = members.start.checked_add(column.small()?)?;
                code = column.number()?;
            }
            let arg = match code {
                MEMBER | RENAMED => {
                    let member = self.tables.members[members.clone()].get(at.checked_sub(members.start)?)?;
                    let (member, shape) = (member.name, member.shape);
                    at += 1;
                    let form = forms.get(column.small::<usize>()?)?;
                    let name = if code == MEMBER {
                        self.dashed(member)?
                    } else {
                        self.name()?
                    };
                    Arg {
                        name,
                        dest: if code == MEMBER { name } else { self.name()? },
                        member: Some(member),
                        shape: Some(shape),
                        ..form.clone()
                    }
                }
                NEGATION => {
                    let positive = self.tables.args.last()?.clone();
                    let form = forms.get(column.small::<usize>()?)?;
                    Arg {
                        name: self.negated(positive.name)?,
                        dest: positive.dest,
                        member: positive.member,
                        shape: positive.shape,
                        ..form.clone()
                    }
                }
                NEW => self.template(column, forms)?,
                known => {
                    let known = usize::try_from(known.checked_sub(KNOWN)?).ok()?;
                    self.templates.get(known)?.clone()
                }
            };
            self.tables.args.push(arg);
        }
        Some(())
    }

    /// An argument that is written out.
    fn template(&mut self, column: &mut Column<'_>, forms: &[Arg]) -> Option<Arg> {
        let form = forms.get(column.small::<usize>()?)?.clone();
        let has = column.number()?;
        let name = self.name()?;
        let arg = Arg {
            name,
            dest: if has & 1 != 0 { self.name()? } else { name },
            member: if has & 2 != 0 { Some(self.name()?) } else { None },
            shape: if has & 4 != 0 { Some(self.root(column)?) } else { None },
            ..form
        };
        self.templates.push(arg.clone());
        Some(arg)
    }

    /// A shape that a command or an argument names: 0 is the next root, others count from 1.
    fn root(&mut self, column: &mut Column<'_>) -> Option<u16> {
        let code: u16 = column.small()?;
        let Some(known) = code.checked_sub(1) else {
            self.next_root += 1;
            return self.roots.get(self.next_root - 1).copied();
        };
        (usize::from(known) < self.tables.shapes.len()).then_some(known)
    }

    /// The text with dashes, as the CLI makes an option's name from a member's.
    fn dashed(&mut self, of: u16) -> Option<u16> {
        if let Some(&Some(known)) = self.dashed.get(usize::from(of)) {
            return Some(known);
        }
        let mut name = String::new();
        dash(self.tables.text(of), &mut name);
        let id = self.derive(&name)?;
        remember(&mut self.dashed, of, id);
        Some(id)
    }

    fn negated(&mut self, of: u16) -> Option<u16> {
        if let Some(&Some(known)) = self.negated.get(usize::from(of)) {
            return Some(known);
        }
        let name = format!("no-{}", self.tables.text(of));
        let id = self.derive(&name)?;
        remember(&mut self.negated, of, id);
        Some(id)
    }

    fn derive(&mut self, text: &str) -> Option<u16> {
        let id = u16::try_from(self.tables.ends.len()).ok()?;
        self.tables.text.push_str(text);
        self.tables.ends.push(self.tables.text.len().try_into().ok()?);
        Some(id)
    }
}

/// The next member of the input, under its own name.
const MEMBER: u64 = 0;
/// The argument before, negated.
const NEGATION: u64 = 1;
/// The next member of the input, under another name.
const RENAMED: u64 = 2;
/// Where among the members to go on; a code follows.
const JUMP: u64 = 3;
/// An argument that is written out.
const NEW: u64 = 4;
/// From here on: one that was written out before.
const KNOWN: u64 = 5;

fn remember(known: &mut Vec<Option<u16>>, of: u16, id: u16) {
    let of = usize::from(of);
    if known.len() <= of {
        known.resize(of + 1, None);
    }
    known[of] = Some(id);
}

fn kind(code: u16) -> Option<Kind> {
    let kinds = [
        Kind::Structure,
        Kind::List,
        Kind::Map,
        Kind::String,
        Kind::Integer,
        Kind::Long,
        Kind::Float,
        Kind::Double,
        Kind::Boolean,
        Kind::Blob,
        Kind::Timestamp,
    ];
    kinds.get(usize::from(code)).copied()
}

fn command_kind(code: u64) -> CommandKind {
    match code {
        0 => CommandKind::Operation,
        1 => CommandKind::Waiter,
        2 => CommandKind::Service,
        _ => CommandKind::Custom,
    }
}

fn origin(code: u64) -> Option<Origin> {
    [Origin::Both, Origin::V1Only, Origin::V2Only]
        .get(code as usize)
        .copied()
}

fn action(code: u64) -> Option<Action> {
    let actions = [
        Action::Store,
        Action::True,
        Action::False,
        Action::Append,
        Action::Const,
        Action::Version,
        Action::Other,
    ];
    actions.get(code as usize).copied()
}

fn value_type(code: u64) -> ValueType {
    match code {
        0 => ValueType::Str,
        1 => ValueType::Int,
        2 => ValueType::Float,
        _ => ValueType::Bool,
    }
}
