//! Writes a service as columns of numbers, in the form that `preprocessors/checker/grammar/aws/packed.rs` reads: that file
//! says what each column holds.

use super::dash::dash;
use super::text::{Arg, Command, Form, Member, Nargs, Paging, Service};
use std::collections::{BTreeMap, HashMap};

const FORM: u64 = 1;
const MEMBER: u64 = 0;
const NEGATION: u64 = 1;
const RENAMED: u64 = 2;
const JUMP: u64 = 3;
const NEW: u64 = 4;
const KNOWN: u64 = 5;

/// The bytes of a service. An error says what in it cannot be packed.
pub(crate) fn write(service: &Service) -> Result<Vec<u8>, String> {
    let commands = breadth_first(&service.root);
    let mut graph = Graph::default();
    for command in &commands {
        for shape in roots(command, service) {
            graph.add(shape, service)?;
        }
    }
    let mut lists = Lists::default();
    for row in &graph.rows {
        if let Some(values) = &row.values {
            lists.id(values);
        }
    }
    for command in &commands {
        if let Some(paging) = &command.paging {
            let all = [&paging.input_tokens, &paging.output_tokens, &paging.result_keys];
            for list in all.into_iter().filter(|list| !list.is_empty()) {
                lists.id(list);
            }
        }
        for arg in &command.args {
            if !arg.form.choices.is_empty() {
                lists.id(&arg.form.choices);
            }
        }
    }
    let mut writer = Writer {
        service,
        graph: &graph,
        lists: &lists,
        names: Names::default(),
        next_root: 0,
        templates: HashMap::new(),
    };
    let list_column = writer.lists();
    let [shapes, bounds, refs, member_flags] = writer.shapes()?;
    let (paging_column, pagings) = writer.pagings(&commands);
    let (form_column, forms) = writer.forms(&commands);
    let [args, command_column] = writer.commands(&commands, &pagings, &forms)?;
    let Names {
        column: names,
        lengths,
        text,
        ids,
    } = writer.names;
    if ids.len() * 2 >= usize::from(u16::MAX) || graph.rows.len() >= usize::from(u16::MAX) {
        return Err("it has more texts or shapes than a number of 16 bits holds".to_owned());
    }
    let mut out = Column::default();
    out.number(FORM);
    out.part(text.as_bytes());
    for column in [
        lengths,
        names,
        list_column,
        shapes,
        bounds,
        refs,
        member_flags,
        paging_column,
        form_column,
        args,
        command_column,
    ] {
        out.part(&column.0);
    }
    Ok(out.0)
}

#[derive(Default)]
struct Column(Vec<u8>);

impl Column {
    fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    fn part(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    fn bound(&mut self, bound: f64) {
        if bound.fract() == 0.0 && bound.abs() < 1e15 {
            self.number((bound.abs() as u64) << 2 | u64::from(bound < 0.0) << 1);
        } else {
            self.number(1);
            self.0.extend_from_slice(&bound.to_le_bytes());
        }
    }
}

/// Texts, numbered in the order in which they are first written.
#[derive(Default)]
struct Names {
    column: Column,
    lengths: Column,
    text: String,
    ids: HashMap<String, u64>,
}

impl Names {
    fn write(&mut self, name: &str) {
        if let Some(id) = self.ids.get(name) {
            return self.column.number(id + 1);
        }
        self.column.number(0);
        self.ids.insert(name.to_owned(), self.ids.len() as u64);
        self.lengths.number(name.len() as u64);
        self.text.push_str(name);
    }
}

/// Lists of texts, each once.
#[derive(Default)]
struct Lists<'s> {
    ids: HashMap<&'s [String], u64>,
    order: Vec<&'s [String]>,
}

impl<'s> Lists<'s> {
    fn id(&mut self, list: &'s [String]) -> u64 {
        let next = self.order.len() as u64;
        *self.ids.entry(list).or_insert_with(|| {
            self.order.push(list);
            next
        })
    }
}

/// Every type that is named, in the order of its first use, breadth first below each root.
#[derive(Default)]
struct Graph<'s> {
    ids: HashMap<String, u64>,
    rows: Vec<Row<'s>>,
    roots: Vec<u64>,
}

struct Row<'s> {
    kind: u64,
    flags: u64,
    min: Option<f64>,
    max: Option<f64>,
    values: Option<&'s [String]>,
    key: Option<u64>,
    inner: Option<u64>,
    members: &'s [Member],
    member_ids: Vec<u64>,
}

impl<'s> Graph<'s> {
    fn add(&mut self, shape: &str, service: &'s Service) -> Result<(), String> {
        if self.ids.contains_key(shape) {
            return Ok(());
        }
        let mut waiting = std::collections::VecDeque::from([shape.to_owned()]);
        self.roots.push(self.ids.len() as u64);
        self.ids.insert(shape.to_owned(), self.ids.len() as u64);
        while let Some(shape) = waiting.pop_front() {
            let parsed = Type::read(&shape, service).ok_or_else(|| format!("`{shape}` is no type"))?;
            let mut id = |inner: &str| {
                if let Some(id) = self.ids.get(inner) {
                    return *id;
                }
                let id = self.ids.len() as u64;
                self.ids.insert(inner.to_owned(), id);
                waiting.push_back(inner.to_owned());
                id
            };
            let row = Row {
                kind: parsed.kind,
                flags: parsed.flags,
                min: parsed.min,
                max: parsed.max,
                values: parsed.values,
                key: parsed.key.as_deref().map(&mut id),
                inner: parsed.inner.as_deref().map(&mut id),
                members: parsed.members,
                member_ids: parsed.members.iter().map(|member| id(&member.shape)).collect(),
            };
            self.rows.push(row);
        }
        Ok(())
    }
}

/// A type, read from how it is written.
#[derive(Default)]
struct Type<'s> {
    kind: u64,
    flags: u64,
    min: Option<f64>,
    max: Option<f64>,
    values: Option<&'s [String]>,
    key: Option<String>,
    inner: Option<String>,
    members: &'s [Member],
}

/// The kinds that have no name of their own, with their numbers.
const SCALARS: [(&str, u64); 8] = [
    ("string", 3),
    ("int", 4),
    ("long", 5),
    ("float", 6),
    ("double", 7),
    ("bool", 8),
    ("blob", 9),
    ("time", 10),
];

impl<'s> Type<'s> {
    fn read(text: &str, service: &'s Service) -> Option<Self> {
        let (base, traits) = split(text)?;
        let mut out = Self::default();
        for word in traits.split_whitespace() {
            match word.split_once("..") {
                Some((min, max)) => (out.min, out.max) = (bound(min)?, bound(max)?),
                None => out.flags |= [("stream", 4), ("json", 16)].iter().find(|(name, _)| *name == word)?.1,
            }
        }
        if let Some(inner) = base.strip_prefix('[') {
            out.kind = 1;
            out.inner = Some(inner.strip_suffix(']')?.to_owned());
        } else if let Some(inner) = base.strip_prefix('{') {
            let (key, value) = inner.strip_suffix('}')?.split_once(": ")?;
            (out.kind, out.key, out.inner) = (2, Some(key.to_owned()), Some(value.to_owned()));
        } else if base == "document" {
            out.flags |= 2;
        } else if let Some((_, kind)) = SCALARS.iter().find(|(name, _)| *name == base) {
            out.kind = *kind;
        } else if let Some(values) = service.enums.get(base) {
            (out.kind, out.values) = (3, Some(values.as_slice()));
        } else {
            let structure = service.structures.get(base)?;
            out.flags |= u64::from(structure.union) | u64::from(structure.events) << 3;
            out.members = &structure.members;
        }
        Some(out)
    }
}

/// A type without what stands after it, and that.
fn split(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_i32;
    let end = text.find(|letter: char| {
        depth += i32::from("[{".contains(letter)) - i32::from("]}".contains(letter));
        letter == ' ' && depth == 0
    });
    (!text.is_empty()).then(|| text.split_at(end.unwrap_or(text.len())))
}

fn bound(text: &str) -> Option<Option<f64>> {
    if text.is_empty() {
        Some(None)
    } else {
        text.parse().ok().map(Some)
    }
}

/// The types that a command names, in the order in which `Writer::commands` writes them.
fn roots<'c>(command: &'c Command, service: &'c Service) -> Vec<&'c str> {
    let own = command
        .args
        .iter()
        .filter(|arg| follows(arg, members(command, service)).is_none());
    let shapes = [&command.input, &command.output]
        .into_iter()
        .chain(own.map(|arg| &arg.shape));
    shapes.flatten().map(String::as_str).collect()
}

fn members<'s>(command: &Command, service: &'s Service) -> &'s [Member] {
    let input = command.input.as_ref().and_then(|input| service.structures.get(input));
    input.map_or(&[], |structure| &structure.members)
}

/// Which member of the input an argument fills just as it is.
fn follows(arg: &Arg, members: &[Member]) -> Option<usize> {
    let name = arg.member.as_ref()?;
    members
        .iter()
        .position(|member| member.name == *name && Some(&member.shape) == arg.shape.as_ref())
}

fn breadth_first(root: &Command) -> Vec<&Command> {
    let mut commands = vec![root];
    let mut next = 0;
    while let Some(command) = commands.get(next) {
        let below: Vec<&Command> = command.commands.iter().collect();
        commands.extend(below);
        next += 1;
    }
    commands
}

struct Writer<'s> {
    service: &'s Service,
    graph: &'s Graph<'s>,
    lists: &'s Lists<'s>,
    names: Names,
    next_root: usize,
    templates: HashMap<Arg, u64>,
}

impl Writer<'_> {
    fn lists(&mut self) -> Column {
        let mut column = Column::default();
        for list in &self.lists.order {
            column.number(list.len() as u64);
            list.iter().for_each(|name| self.names.write(name));
        }
        column
    }

    fn shapes(&mut self) -> Result<[Column; 4], String> {
        let [mut heads, mut bounds, mut refs, mut flags] = [const { Column(Vec::new()) }; 4];
        let mut next = 0;
        for (id, row) in self.graph.rows.iter().enumerate() {
            next = next.max(id as u64 + 1);
            let head = row.kind
                | u64::from(row.min.is_some()) << 4
                | u64::from(row.max.is_some()) << 5
                | u64::from(row.values.is_some()) << 6
                | row.flags << 7;
            heads.number(head);
            row.min.iter().chain(&row.max).for_each(|bound| bounds.bound(*bound));
            if let Some(values) = row.values {
                heads.number(self.lists.ids[values]);
            }
            if row.kind == 0 {
                heads.number(row.members.len() as u64);
            }
            for member in row.members {
                self.names.write(&member.name);
                flags.number(u64::from(member.required) | u64::from(member.token) << 1);
            }
            for id in row.key.iter().chain(&row.inner).chain(&row.member_ids) {
                if *id == next {
                    refs.number(0);
                    next += 1;
                } else {
                    refs.number(id + 1);
                }
            }
        }
        Ok([heads, bounds, refs, flags])
    }

    fn pagings<'c>(&mut self, commands: &[&'c Command]) -> (Column, HashMap<&'c Paging, u64>) {
        let (mut column, mut ids) = (Column::default(), HashMap::new());
        for paging in commands.iter().filter_map(|command| command.paging.as_ref()) {
            if ids.contains_key(paging) {
                continue;
            }
            ids.insert(paging, ids.len() as u64);
            let lists = [&paging.input_tokens, &paging.output_tokens, &paging.result_keys];
            let names = [&paging.limit_key, &paging.more_results];
            let has = lists
                .iter()
                .map(|list| !list.is_empty())
                .chain(names.iter().map(|name| name.is_some()));
            column.number(has.enumerate().map(|(bit, has)| u64::from(has) << bit).sum());
            for list in lists.into_iter().filter(|list| !list.is_empty()) {
                column.number(self.lists.ids[list.as_slice()]);
            }
            names.into_iter().flatten().for_each(|name| self.names.write(name));
        }
        (column, ids)
    }

    fn forms<'c>(&mut self, commands: &[&'c Command]) -> (Column, HashMap<&'c Form, u64>) {
        // The commonest first, so that most of their numbers are small.
        let mut counts: BTreeMap<u64, (u64, &Form)> = BTreeMap::new();
        let mut seen: HashMap<&Form, u64> = HashMap::new();
        for form in commands.iter().flat_map(|command| &command.args).map(|arg| &arg.form) {
            let next = seen.len() as u64;
            let id = *seen.entry(form).or_insert(next);
            counts.entry(id).or_insert((0, form)).0 += 1;
        }
        let mut order: Vec<(u64, &Form)> = counts.into_values().collect();
        order.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let (mut column, mut ids) = (Column::default(), HashMap::new());
        for (_, form) in order {
            self.form(form, &mut column);
            ids.insert(form, ids.len() as u64);
        }
        (column, ids)
    }

    fn form(&mut self, form: &Form, column: &mut Column) {
        let (nargs, count) = match form.nargs {
            Nargs::None => (0, None),
            Nargs::One => (1, None),
            Nargs::Optional => (2, None),
            Nargs::Any => (3, None),
            Nargs::Some => (4, None),
            Nargs::Exactly(count) => (5, Some(count)),
        };
        let head = u64::from(form.positional)
            | u64::from(form.required) << 1
            | u64::from(form.hidden) << 2
            | form.origin << 3
            | nargs << 5
            | form.action << 8
            | form.value_type << 11
            | u64::from(!form.choices.is_empty()) << 13
            | u64::from(form.special.is_some()) << 14;
        column.number(head);
        count.iter().for_each(|count| column.number(*count));
        if !form.choices.is_empty() {
            column.number(self.lists.ids[form.choices.as_slice()]);
        }
        form.special.iter().for_each(|special| self.names.write(special));
    }

    fn commands(
        &mut self,
        commands: &[&Command],
        pagings: &HashMap<&Paging, u64>,
        forms: &HashMap<&Form, u64>,
    ) -> Result<[Column; 2], String> {
        let (mut args, mut column) = (Column::default(), Column::default());
        for command in commands {
            let usual = command
                .operation
                .as_ref()
                .is_some_and(|operation| command.name == dashed(operation));
            let head = command.kind
                | command.origin << 2
                | u64::from(command.hidden) << 4
                | u64::from(command.subcommand_required) << 5
                | u64::from(command.operation.is_some()) << 6
                | u64::from(!usual) << 7
                | u64::from(command.paging.is_some()) << 8
                | u64::from(command.input.is_some()) << 9
                | u64::from(command.output.is_some()) << 10;
            column.number(head);
            command
                .operation
                .iter()
                .for_each(|operation| self.names.write(operation));
            if !usual {
                self.names.write(&command.name);
            }
            if let Some(paging) = &command.paging {
                column.number(pagings[paging]);
            }
            for shape in [&command.input, &command.output].into_iter().flatten() {
                self.root(shape, &mut column);
            }
            column.number(command.commands.len() as u64);
            column.number(command.args.len() as u64);
            self.args(command, &mut args, forms);
        }
        Ok([args, column])
    }

    fn args(&mut self, command: &Command, column: &mut Column, forms: &HashMap<&Form, u64>) {
        let members = members(command, self.service);
        let mut at = 0;
        let mut before: Option<&Arg> = None;
        for arg in &command.args {
            let form = forms[&arg.form];
            let follows = follows(arg, members);
            if before.is_some_and(|before| negates(arg, before)) {
                column.number(NEGATION);
                column.number(form);
            } else if let Some(member) = follows {
                if member != at {
                    column.number(JUMP);
                    column.number(member as u64);
                }
                at = member + 1;
                let usual = dashed(&members[member].name);
                let plain = arg.name == usual && arg.dest == usual;
                column.number(if plain { MEMBER } else { RENAMED });
                column.number(form);
                if !plain {
                    self.names.write(&arg.name);
                    self.names.write(&arg.dest);
                }
            } else if let Some(known) = self.templates.get(arg) {
                column.number(known + KNOWN);
            } else {
                column.number(NEW);
                column.number(form);
                let has = u64::from(arg.dest != arg.name)
                    | u64::from(arg.member.is_some()) << 1
                    | u64::from(arg.shape.is_some()) << 2;
                column.number(has);
                self.names.write(&arg.name);
                if arg.dest != arg.name {
                    self.names.write(&arg.dest);
                }
                arg.member.iter().for_each(|member| self.names.write(member));
                arg.shape.iter().for_each(|shape| self.root(shape, column));
                self.templates.insert(arg.clone(), self.templates.len() as u64);
            }
            before = Some(arg);
        }
    }

    fn root(&mut self, shape: &str, column: &mut Column) {
        let id = self.graph.ids[shape];
        if self.graph.roots.get(self.next_root) == Some(&id) {
            self.next_root += 1;
            column.number(0);
        } else {
            column.number(id + 1);
        }
    }
}

fn negates(arg: &Arg, before: &Arg) -> bool {
    let name = arg.name.strip_prefix("no-") == Some(&before.name);
    name && arg.dest == before.dest && arg.member == before.member && arg.shape == before.shape
}

fn dashed(name: &str) -> String {
    let mut out = String::new();
    dash(name, &mut out);
    out
}
