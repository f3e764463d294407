//! A grammar's file: TOML of tables and lists, in which options and arguments are written as help texts write them.
//! The guide's appendix `grammars.md` describes it.

use super::facts::{Command, Kind, Opt, Tool};
use super::notation;
use crate::diagnostic::Text;
use crate::say;
use crate::suggest::nearest;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Why a file is no grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The guilty bytes of the file.
    pub at: Range<usize>,
    /// What is wrong with them.
    pub message: Text,
}

/// The keys of a command.
const COMMAND: [&str; 14] = [
    "options",
    "inherited",
    "help",
    "sets",
    "arguments",
    "options-first",
    "instead",
    "required",
    "values",
    "needs-command",
    "open",
    "others",
    "complete",
    "same-as",
];

/// The keys that only the tool itself has.
const TOOL: [&str; 5] = ["commands", "option-sets", "abbreviations", "flag-values", "clusters"];

type Table<'t> = DeTable<'t>;
type Value<'t> = Spanned<DeValue<'t>>;

impl Tool {
    /// Reads a grammar.
    ///
    /// # Errors
    /// The first thing that is wrong with it, and where.
    pub fn read(text: &str) -> Result<Self, Flaw> {
        let table = DeTable::parse(text).map_err(|error| {
            let why = error.message().to_owned();
            Flaw {
                at: error.span().unwrap_or(0..0),
                message: say!(ko: "TOML로 읽을 수 없습니다: {why}", en: "this is not TOML: {why}"),
            }
        })?;
        let table = table.get_ref();
        let mut reading = Reading::default();
        reading.sets(table)?;
        reading.tool.clusters = true;
        for (key, value) in table {
            match &**key.get_ref() {
                "abbreviations" => reading.tool.abbreviations = boolean(value)?,
                "flag-values" => reading.tool.flag_values = boolean(value)?,
                "clusters" => reading.tool.clusters = boolean(value)?,
                _ => {}
            }
        }
        let root = Command {
            complete: true,
            ..Command::default()
        };
        let root = reading.command(root, table, &TOOL)?;
        reading.tool.commands.push(root);
        if let Some(commands) = table.get("commands") {
            reading.commands(commands)?;
        }
        reading.check_names()?;
        Ok(reading.tool)
    }
}

#[derive(Default)]
struct Reading {
    tool: Tool,
    sets: HashMap<String, Arc<[Opt]>>,
    /// Names of options that a command speaks of, to be looked up when all are read.
    named: Vec<(usize, String, Range<usize>)>,
}

impl Reading {
    fn sets(&mut self, table: &Table) -> Result<(), Flaw> {
        let Some(sets) = table.get("option-sets") else {
            return Ok(());
        };
        for (name, value) in expect_table(sets)? {
            self.sets.insert(name.get_ref().to_string(), options(value)?);
        }
        Ok(())
    }

    /// The commands below the tool, by their paths: parents first.
    fn commands(&mut self, commands: &Value) -> Result<(), Flaw> {
        let mut entries: Vec<_> = expect_table(commands)?.iter().collect();
        entries.sort_by_key(|(path, _)| path.get_ref().split_whitespace().count());
        for (path, value) in &entries {
            let table = expect_table(value)?;
            let (above, name) = match path.get_ref().trim().rsplit_once(' ') {
                Some((above, name)) => (above, name),
                None => ("", path.get_ref().trim()),
            };
            let parent = self.tool.at_path(above).ok_or_else(|| {
                flaw(
                    path.span(),
                    say!(ko: "위의 명령 `{above}`이(가) 없습니다", en: "there is no command `{above}` above it"),
                )
            })?;
            let command = Command {
                name: name.to_owned(),
                parent: Some(parent),
                complete: self.tool.commands[parent].complete,
                ..Command::default()
            };
            let command = self.command(command, table, &[])?;
            let index = self.tool.commands.len();
            self.tool.commands.push(command);
            self.tool.commands[parent].children.push(index);
        }
        // What is the same as another is told once that is read, whatever the order.
        for (path, value) in &entries {
            let Some(other) = expect_table(value)?.get("same-as") else {
                continue;
            };
            let name = string(other)?;
            let found = self.tool.at_path(name).zip(self.tool.at_path(path.get_ref()));
            let (other, own) = found.filter(|(other, own)| other != own).ok_or_else(|| {
                flaw(
                    other.span(),
                    say!(ko: "`{name}` 명령이 없습니다", en: "there is no command `{name}`"),
                )
            })?;
            let same = Command {
                name: std::mem::take(&mut self.tool.commands[own].name),
                parent: self.tool.commands[own].parent,
                children: std::mem::take(&mut self.tool.commands[own].children),
                ..self.tool.commands[other].clone()
            };
            self.tool.commands[own] = same;
        }
        Ok(())
    }

    /// Fills in a command from its table, in which `more` keys may stand beside its own.
    fn command(&mut self, mut command: Command, table: &Table, more: &[&str]) -> Result<Command, Flaw> {
        let index = self.tool.commands.len();
        for (key, value) in table {
            match &**key.get_ref() {
                "options" => command.options.push(options(value)?),
                "inherited" => command.inherited = options(value)?,
                "help" => command.help = options(value)?,
                "sets" => {
                    for name in list(value)? {
                        let set = self.sets.get(&name).ok_or_else(|| {
                            flaw(
                                value.span(),
                                say!(ko: "`{name}` 묶음이 `option-sets`에 없습니다", en: "`option-sets` has no `{name}`"),
                            )
                        })?;
                        command.options.push(Arc::clone(set));
                    }
                }
                "arguments" => {
                    let usage = notation::arguments(string(value)?).map_err(|why| flaw(value.span(), why))?;
                    command.arguments = Some(usage);
                }
                "options-first" => command.options_first = boolean(value)?,
                "instead" => command.instead = self.names(index, value)?,
                "required" => command.required = self.names(index, value)?,
                "values" => command.values = self.values(index, value)?,
                "needs-command" => command.needs_command = boolean(value)?,
                "open" => command.open = boolean(value)?,
                "others" => command.others = list(value)?,
                "complete" => command.complete = boolean(value)?,
                "same-as" if more.is_empty() => {}
                known if more.contains(&known) => {}
                unknown => return Err(unknown_key(unknown, more, key.span())),
            }
        }
        Ok(command)
    }

    /// Names of options.
    fn names(&mut self, command: usize, value: &Value) -> Result<Vec<String>, Flaw> {
        let names = list(value)?;
        let named = names.iter().map(|name| (command, name.clone(), value.span()));
        self.named.extend(named);
        Ok(names)
    }

    /// What values may be, by the names of options and arguments.
    fn values(&mut self, command: usize, value: &Value) -> Result<Vec<(String, Kind)>, Flaw> {
        let mut values = Vec::new();
        for (name, value) in expect_table(value)? {
            let kind = match value.get_ref() {
                DeValue::Array(_) => Kind::OneOf(list(value)?),
                _ => kind(string(value)?, value.span())?,
            };
            // Of options below the tool there may be none of that name in the tool itself.
            if command > 0 && name.get_ref().starts_with('-') {
                self.named.push((command, name.get_ref().to_string(), name.span()));
            }
            values.push((name.get_ref().to_string(), kind));
        }
        Ok(values)
    }

    /// Whether every option that is spoken of is one.
    fn check_names(&self) -> Result<(), Flaw> {
        for (command, name, at) in &self.named {
            let options = self.tool.options(*command);
            if !options.clone().any(|option| option.is_called(name)) {
                let message = say!(ko: "이 명령에 `{name}` 옵션이 없습니다", en: "the command has no option `{name}`");
                return Err(flaw(at.clone(), message));
            }
        }
        Ok(())
    }
}

fn flaw(at: Range<usize>, message: Text) -> Flaw {
    Flaw { at, message }
}

fn unknown_key(key: &str, more: &[&str], at: Range<usize>) -> Flaw {
    let names = COMMAND.iter().chain(more).copied();
    flaw(
        at,
        match nearest(key, names) {
            Some(near) => {
                say!(ko: "`{key}` 키가 없습니다. 비슷한 키는 `{near}`입니다", en: "there is no key `{key}`; a key with a similar name is `{near}`")
            }
            None => say!(ko: "`{key}` 키가 없습니다", en: "there is no key `{key}`"),
        },
    )
}

fn kind(name: &str, at: Range<usize>) -> Result<Kind, Flaw> {
    let known = Kind::NAMED.into_iter().find(|(known, _)| *known == name);
    known.map(|(_, kind)| kind).ok_or_else(|| {
        let names = Kind::NAMED.map(|(name, _)| format!("`{name}`")).join(", ");
        flaw(
            at,
            say!(ko: "`{name}`은(는) 값의 종류가 아닙니다. 쓸 수 있는 것: {names}", en: "`{name}` is no kind of value; the kinds are {names}"),
        )
    })
}

fn expect_table<'v, 't>(value: &'v Value<'t>) -> Result<&'v Table<'t>, Flaw> {
    match value.get_ref() {
        DeValue::Table(table) => Ok(table),
        _ => Err(flaw(
            value.span(),
            say!(ko: "표가 와야 합니다", en: "this has to be a table"),
        )),
    }
}

fn string<'v>(value: &'v Value) -> Result<&'v str, Flaw> {
    match value.get_ref() {
        DeValue::String(text) => Ok(text),
        _ => Err(flaw(
            value.span(),
            say!(ko: "문자열이 와야 합니다", en: "this has to be a string"),
        )),
    }
}

fn boolean(value: &Value) -> Result<bool, Flaw> {
    match value.get_ref() {
        DeValue::Boolean(is) => Ok(*is),
        _ => Err(flaw(
            value.span(),
            say!(ko: "`true`나 `false`가 와야 합니다", en: "this has to be `true` or `false`"),
        )),
    }
}

fn list(value: &Value) -> Result<Vec<String>, Flaw> {
    match value.get_ref() {
        DeValue::Array(items) => items.iter().map(|item| string(item).map(str::to_owned)).collect(),
        _ => Err(flaw(
            value.span(),
            say!(ko: "문자열의 목록이 와야 합니다", en: "this has to be a list of strings"),
        )),
    }
}

fn options(value: &Value) -> Result<Arc<[Opt]>, Flaw> {
    let text = string(value)?;
    match notation::options(text) {
        Ok(options) => Ok(options.into()),
        Err((why, line)) => {
            let (ko, en) = (why.ko, why.en);
            Err(flaw(value.span(), say!(ko: "`{line}`: {ko}", en: "`{line}`: {en}")))
        }
    }
}
