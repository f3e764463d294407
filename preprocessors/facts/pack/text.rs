//! Reads the text of `schemas/aws`, which `schemas/README.md` describes: what follows from an operation by itself is made here.

use super::dash::dash;
use std::collections::BTreeMap;

/// A top-level command with the structures and enums that it uses.
pub(crate) struct Service {
    pub(crate) root: Command,
    pub(crate) structures: BTreeMap<String, Structure>,
    pub(crate) enums: BTreeMap<String, Vec<String>>,
}

#[derive(Default)]
pub(crate) struct Command {
    pub(crate) name: String,
    pub(crate) kind: u64,
    pub(crate) operation: Option<String>,
    pub(crate) input: Option<String>,
    pub(crate) output: Option<String>,
    pub(crate) paging: Option<Paging>,
    pub(crate) origin: u64,
    pub(crate) hidden: bool,
    pub(crate) subcommand_required: bool,
    pub(crate) args: Vec<Arg>,
    pub(crate) commands: Vec<Command>,
}

#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Paging {
    pub(crate) input_tokens: Vec<String>,
    pub(crate) output_tokens: Vec<String>,
    pub(crate) result_keys: Vec<String>,
    pub(crate) limit_key: Option<String>,
    pub(crate) more_results: Option<String>,
}

#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Arg {
    pub(crate) name: String,
    pub(crate) dest: String,
    pub(crate) member: Option<String>,
    /// The type as it is written.
    pub(crate) shape: Option<String>,
    pub(crate) form: Form,
}

/// What an argument is like, whatever it is called. The numbers are places in the lists below.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Form {
    pub(crate) positional: bool,
    pub(crate) required: bool,
    pub(crate) hidden: bool,
    pub(crate) origin: u64,
    pub(crate) nargs: Nargs,
    pub(crate) action: u64,
    pub(crate) value_type: u64,
    pub(crate) choices: Vec<String>,
    pub(crate) special: Option<String>,
}

#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(crate) enum Nargs {
    None,
    #[default]
    One,
    Optional,
    Any,
    Some,
    Exactly(u64),
}

pub(crate) const KINDS: [&str; 4] = ["operation", "waiter", "service", "command"];
pub(crate) const ORIGINS: [&str; 3] = ["both", "v1-only", "v2-only"];
pub(crate) const ACTIONS: [&str; 7] = ["store", "true", "false", "append", "const", "version", "other"];
pub(crate) const VALUE_TYPES: [&str; 4] = ["str", "int", "float", "bool"];

pub(crate) struct Structure {
    pub(crate) union: bool,
    pub(crate) events: bool,
    pub(crate) members: Vec<Member>,
}

pub(crate) struct Member {
    pub(crate) name: String,
    /// The type as it is written, but never left out.
    pub(crate) shape: String,
    pub(crate) required: bool,
    pub(crate) token: bool,
}

/// Reads a file. An error says which line is wrong.
pub(crate) fn read(text: &str) -> Result<Service, String> {
    let lines: Vec<Line> = text.lines().enumerate().filter_map(Line::new).collect();
    let first = lines.iter().position(|line| line.is_shape()).unwrap_or(lines.len());
    let (commands, shapes) = lines.split_at(first);
    let (structures, enums) = read_shapes(shapes)?;
    let mut rest = commands;
    let root = read_command(&mut rest, &structures)?;
    match rest.first() {
        Some(line) => Err(line.wrong()),
        None => Ok(Service {
            root,
            structures,
            enums,
        }),
    }
}

struct Line<'t> {
    number: usize,
    indent: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn new((index, line): (usize, &'t str)) -> Option<Self> {
        let text = line.trim_start_matches(' ');
        let said = !text.is_empty() && !line.starts_with('#');
        said.then_some(Self {
            number: index + 1,
            indent: line.len() - text.len(),
            text,
        })
    }

    fn is_shape(&self) -> bool {
        self.indent == 0
            && ["structure ", "union ", "events ", "enum "]
                .iter()
                .any(|kind| self.text.starts_with(kind))
    }

    fn wrong(&self) -> String {
        format!("line {} says nothing that is known: {}", self.number, self.text)
    }
}

type Structures = BTreeMap<String, Structure>;

fn read_shapes(lines: &[Line]) -> Result<(Structures, BTreeMap<String, Vec<String>>), String> {
    let (mut structures, mut enums) = (Structures::new(), BTreeMap::new());
    let mut rest = lines;
    while let [head, below @ ..] = rest {
        let (kind, name) = head.text.split_once(' ').ok_or_else(|| head.wrong())?;
        let count = below.iter().take_while(|line| line.indent > 0).count();
        let (inside, after) = below.split_at(count);
        rest = after;
        if kind == "enum" {
            enums.insert(
                name.to_owned(),
                inside.iter().map(|line| line.text.to_owned()).collect(),
            );
        } else {
            let structure = Structure {
                union: kind == "union",
                events: kind == "events",
                members: inside.iter().map(|line| member(line.text)).collect(),
            };
            structures.insert(name.to_owned(), structure);
        }
    }
    Ok((structures, enums))
}

/// `name!~ type`: without a type it is text, and a point is the name with a capital.
fn member(line: &str) -> Member {
    let (head, shape) = line.split_once(' ').unwrap_or((line, "string"));
    let name = head.trim_end_matches(['!', '~']);
    let marks = &head[name.len()..];
    let capital = || name[..1].to_uppercase() + &name[1..];
    Member {
        name: name.to_owned(),
        shape: if shape == "." { capital() } else { shape.to_owned() },
        required: marks.contains('!'),
        token: marks.contains('~'),
    }
}

/// The first line's command with all that stands deeper; the lines that are left begin after it.
fn read_command(lines: &mut &[Line], structures: &Structures) -> Result<Command, String> {
    let [head, rest @ ..] = *lines else {
        return Err("there is no command".to_owned());
    };
    let mut command = head_of(head).ok_or_else(|| head.wrong())?;
    *lines = rest;
    let (mut without, mut changed) = (Vec::new(), Vec::new());
    while let [line, rest @ ..] = *lines {
        if line.indent <= head.indent {
            break;
        }
        match line.text.split_once(' ') {
            Some(("page", words)) => command.paging = Some(paging(words).ok_or_else(|| line.wrong())?),
            Some(("without", name)) => without.push(name),
            Some(("arg", _)) => changed.push(line),
            _ => {
                command.commands.push(read_command(lines, structures)?);
                continue;
            }
        }
        *lines = rest;
    }
    let (mut args, tail) = derived(&command, structures);
    let usual = [args.as_slice(), &tail].concat();
    let members = args.len();
    args.extend(tail);
    let mut own = Vec::new();
    for line in changed {
        let arg = arg(&line.text["arg ".len()..], &usual).ok_or_else(|| line.wrong())?;
        match args.iter_mut().find(|known| known.name == arg.name) {
            Some(known) => *known = arg,
            None => own.push(arg),
        }
    }
    args.splice(members..members, own);
    args.retain(|arg| !without.contains(&arg.name.as_str()));
    command.args = args;
    command.commands.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(command)
}

/// A command without what stands below it.
fn head_of(line: &Line) -> Option<Command> {
    let mut words = line.text.split(' ');
    let kind = words.next()?;
    let mut command = Command {
        kind: place(&KINDS, kind)?,
        ..Command::default()
    };
    if kind != "operation" {
        command.name = words.next()?.to_owned();
    }
    if kind == "operation" || kind == "waiter" {
        let operation = words.next()?;
        if kind == "operation" {
            dash(operation, &mut command.name);
        }
        command.input = structure(words.next()?, operation);
        command.operation = Some(operation.to_owned());
    }
    for word in words {
        if let Some(origin) = place(&ORIGINS, word) {
            command.origin = origin;
        } else if let Some(name) = word.strip_prefix("as=") {
            command.name = name.to_owned();
        } else if word == "hidden" {
            command.hidden = true;
        } else if word == "subcommand-required" {
            command.subcommand_required = true;
        } else {
            let operation = command.operation.as_deref()?;
            command.output = structure(word, operation);
        }
    }
    Some(command)
}

/// The name of a structure: `-` is none, and what begins with `~` goes on after the operation's name.
fn structure(word: &str, operation: &str) -> Option<String> {
    match word.strip_prefix('~') {
        Some(suffix) => Some(format!("{operation}{suffix}")),
        None => (word != "-").then(|| word.to_owned()),
    }
}

fn paging(words: &str) -> Option<Paging> {
    let mut paging = Paging::default();
    for word in words.split(' ') {
        let (key, value) = word.split_once('=')?;
        let mut values = list(value);
        match key {
            "in" => paging.input_tokens = values,
            "out" => paging.output_tokens = values,
            "results" => paging.result_keys = values,
            "limit" => paging.limit_key = values.pop(),
            "more" => paging.more_results = values.pop(),
            _ => return None,
        }
    }
    Some(paging)
}

/// What an operation or waiter has unless something changes it: from its members, and what every one has.
fn derived(command: &Command, structures: &Structures) -> (Vec<Arg>, Vec<Arg>) {
    if command.operation.is_none() {
        return (Vec::new(), Vec::new());
    }
    let mut args: Vec<Arg> = Vec::new();
    let members = command.input.as_ref().and_then(|input| structures.get(input));
    let members = members.map_or(&[][..], |structure| &structure.members);
    for member in members {
        let pages = command.paging.as_ref();
        let paged =
            pages.is_some_and(|p| p.input_tokens.contains(&member.name) || p.limit_key.as_ref() == Some(&member.name));
        of_member(member, paged, &mut args);
    }
    // What pages does so in the place of a member of that name.
    let (instead, tail) = of_every_operation(command, members)
        .into_iter()
        .partition::<Vec<Arg>, _>(|arg| args.iter().any(|known| known.name == arg.name));
    for arg in instead {
        if let Some(known) = args.iter_mut().find(|known| known.name == arg.name) {
            *known = arg;
        }
    }
    (args, tail)
}

fn of_member(member: &Member, hidden: bool, args: &mut Vec<Arg>) {
    let mut name = String::new();
    dash(&member.name, &mut name);
    let scalar = member.shape.split(' ').next().unwrap_or_default();
    let form = Form {
        hidden,
        required: member.required && !member.token && scalar != "bool",
        nargs: match scalar {
            "bool" => Nargs::None,
            list if list.starts_with('[') => Nargs::Any,
            _ => Nargs::One,
        },
        action: u64::from(scalar == "bool"),
        value_type: match scalar {
            "long" => 1,
            "float" | "double" => 2,
            _ => 0,
        },
        ..Form::default()
    };
    let arg = Arg {
        dest: name.clone(),
        name,
        member: Some(member.name.clone()),
        shape: Some(member.shape.clone()),
        form,
    };
    let no = (scalar == "bool").then(|| Arg {
        name: format!("no-{}", arg.name),
        form: Form {
            action: 2,
            hidden: false,
            ..arg.form.clone()
        },
        ..arg.clone()
    });
    args.push(arg);
    args.extend(no);
}

fn of_every_operation(command: &Command, members: &[Member]) -> Vec<Arg> {
    let option = |name: &str, special: &str, form: Form| Arg {
        name: name.to_owned(),
        dest: name.to_owned(),
        member: None,
        shape: Some("string".to_owned()),
        form: Form {
            special: Some(special.to_owned()),
            ..form
        },
    };
    let v2_only = Form {
        origin: 2,
        ..Form::default()
    };
    let mut args = vec![
        option("cli-input-json", "cli-input", Form::default()),
        option("cli-input-yaml", "cli-input", v2_only),
    ];
    if let Some(paging) = command.paging.as_ref().filter(|_| command.input.is_some()) {
        let limit = members
            .iter()
            .find(|member| Some(&member.name) == paging.limit_key.as_ref());
        let text = limit.is_some_and(|limit| limit.shape.split(' ').next() == Some("string"));
        let number = Form {
            value_type: u64::from(!text),
            ..Form::default()
        };
        args.push(option("starting-token", "paging", Form::default()));
        if paging.limit_key.is_some() {
            args.push(option("page-size", "paging", number.clone()));
        }
        args.push(option("max-items", "paging", number));
    }
    let skeleton = Form {
        nargs: Nargs::Optional,
        choices: ["input", "output", "yaml-input"].map(str::to_owned).to_vec(),
        ..Form::default()
    };
    args.push(Arg {
        shape: None,
        ..option("generate-cli-skeleton", "skeleton", skeleton)
    });
    args
}

/// `name`, and how it differs from the derived argument of that name, or from a plain option.
fn arg(line: &str, usual: &[Arg]) -> Option<Arg> {
    let mut words = line.split(' ');
    let name = words.next()?;
    let plain = || Arg {
        name: name.to_owned(),
        dest: name.to_owned(),
        shape: Some("string".to_owned()),
        ..Arg::default()
    };
    let mut arg = usual.iter().find(|arg| arg.name == name).cloned().unwrap_or_else(plain);
    for word in words {
        match word.split_once('=') {
            None => mark(&mut arg, word)?,
            Some(("of", of)) => {
                arg = usual.iter().find(|arg| arg.name == of)?.clone();
                arg.name = name.to_owned();
            }
            Some((key, value)) => change(&mut arg, key, value)?,
        }
    }
    Some(arg)
}

fn mark(arg: &mut Arg, word: &str) -> Option<()> {
    match word {
        "true" | "false" => {
            arg.form.action = place(&ACTIONS, word)?;
            arg.form.nargs = Nargs::None;
            arg.shape = Some("bool".to_owned());
        }
        "positional" => arg.form.positional = true,
        "required" | "optional" => arg.form.required = word == "required",
        "hidden" | "shown" => arg.form.hidden = word == "hidden",
        origin => arg.form.origin = place(&ORIGINS, origin)?,
    }
    Some(())
}

fn change(arg: &mut Arg, key: &str, value: &str) -> Option<()> {
    let one = || (value != "-").then(|| unquote(value));
    match key {
        "nargs" => arg.form.nargs = nargs(value)?,
        "action" => arg.form.action = place(&ACTIONS, value)?,
        "type" => arg.form.value_type = place(&VALUE_TYPES, value)?,
        "dest" => arg.dest = one()?,
        "member" => arg.member = one(),
        "shape" => arg.shape = one(),
        "special" => arg.form.special = one(),
        "choices" => arg.form.choices = list(value),
        _ => return None,
    }
    Some(())
}

fn nargs(value: &str) -> Option<Nargs> {
    Some(match value {
        "0" => Nargs::None,
        "?" => Nargs::Optional,
        "*" => Nargs::Any,
        "+" => Nargs::Some,
        "1" => Nargs::One,
        number => Nargs::Exactly(number.parse().ok()?),
    })
}

fn place(words: &[&str], word: &str) -> Option<u64> {
    words.iter().position(|known| *known == word).map(|at| at as u64)
}

fn list(value: &str) -> Vec<String> {
    value.split(',').map(unquote).collect()
}

/// `%20` and the like are what they stand for.
fn unquote(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let coded = (*first == b'%')
            .then_some(after)
            .and_then(|after| after.first_chunk::<2>());
        let byte = coded.and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
