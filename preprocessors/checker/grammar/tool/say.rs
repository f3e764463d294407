//! What people are told about the words of a command; what is told about values is in `values`.

use super::facts::{Argument, Opt, Takes, Tool};
use super::line::{End, Fault, Line, Name, near};
use crate::diagnostic::{Applicability, Finding, Severity, Text, did_you_mean};
use crate::grammar::word::Word;
use crate::placeholder;
use crate::say;
use std::ops::Range;

/// The rule about commands that do not exist.
const UNKNOWN_COMMAND: &str = "unknown-command";
/// The rule about options and words that a command does not take.
const UNKNOWN_OPTION: &str = "unknown-option";
/// The rule about what a command needs.
const MISSING_OPTION: &str = "missing-option";
/// The rule about options without their value.
const MISSING_VALUE: &str = "missing-value";
/// The rule about values that cannot be read.
pub(super) const INVALID_VALUE: &str = "invalid-value";
/// The rule about values that are not among those that an option takes.
pub(super) const INVALID_CHOICE: &str = "invalid-choice";

/// How many names a message lists.
pub(super) const LISTED: usize = 12;

/// Tells what is wrong with the words of one command.
pub(super) struct Speaker<'r, 'c> {
    pub(super) tool: &'r Tool,
    pub(super) words: &'r [Word<'c>],
    pub(super) line: &'r Line<'r>,
    /// The name by which the tool is called, and where it stands.
    pub(super) called: String,
    pub(super) at: Range<usize>,
    pub(super) placeholders: bool,
}

/// Names in backquotes, with commas.
pub(super) fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

impl Speaker<'_, '_> {
    /// Everything about the words: commands, options, what is missing, what is too much.
    pub(super) fn line(&self, found: &mut Vec<Finding>) {
        if let End::NotACommand(word) = self.line.end {
            found.push(self.not_a_command(word));
        }
        found.extend(self.line.faults.iter().map(|fault| self.fault(fault)));
        if self.line.end != End::Whole || self.line.doubtful {
            return;
        }
        let command = &self.tool.commands[self.line.command];
        if command.needs_command && self.line.arguments.is_empty() {
            found.push(self.no_command());
            return;
        }
        self.required(found);
        if !command.instead.iter().any(|name| self.line.has(name)) {
            found.extend(command.arguments.as_deref().and_then(|usage| self.arguments(usage)));
        }
    }

    /// `docker image`: the commands named so far.
    fn path(&self, command: usize) -> String {
        let called = self.called.rsplit('/').next().unwrap_or_default();
        let commands = &self.line.commands;
        let count = commands.iter().position(|&(_, index)| index == command);
        let below = commands.iter().take(count.map_or(0, |last| last + 1));
        let names = below.map(|&(_, index)| self.tool.commands[index].name.as_str());
        let path: Vec<&str> = std::iter::once(called).chain(names).collect();
        path.join(" ")
    }

    /// Where what is called stands.
    fn callee(&self) -> Range<usize> {
        let last = self.line.commands.last();
        last.map_or(self.at.clone(), |&(word, _)| self.words[word].range())
    }

    fn no_command(&self) -> Finding {
        let path = self.path(self.line.command);
        let message = say!(
            ko: "`{path}` 다음에 할 일의 이름이 없습니다",
            en: "`{path}` is not followed by the name of a command"
        );
        self.one_of_commands(Finding::error(UNKNOWN_COMMAND, self.callee(), message))
    }

    fn not_a_command(&self, word: usize) -> Finding {
        let name = self.words[word].text.as_deref().unwrap_or_default();
        let path = self.path(self.line.command);
        let at = self.words[word].range();
        let message = say!(
            ko: "`{path}`에 `{name}` 명령이 없습니다",
            en: "`{path}` has no command `{name}`"
        );
        let finding = Finding::error(UNKNOWN_COMMAND, at.clone(), message);
        match near(self.tool, self.line.command, name) {
            Some(meant) => suggest(finding, Some(meant), at),
            None => self.one_of_commands(finding),
        }
    }

    fn one_of_commands(&self, finding: Finding) -> Finding {
        let children = &self.tool.commands[self.line.command].children;
        if children.is_empty() || children.len() > LISTED {
            return finding;
        }
        let names = children.iter().map(|&child| self.tool.commands[child].name.as_str());
        finding.help(one_of(names))
    }

    fn fault(&self, fault: &Fault) -> Finding {
        match fault {
            Fault::Unknown { name, command, meant } => self.unknown_option(name, *command, meant.as_deref()),
            Fault::MissingValue { name, option, command } => self.missing_value(name, option, *command),
            Fault::FlagValue { name, option, value } => self.flag_value(name, option, value.clone()),
        }
    }

    fn unknown_option(&self, name: &Name, command: usize, meant: Option<&str>) -> Finding {
        let (text, path) = (&name.text, self.path(command));
        let at = self.words[name.word].place(name.range.clone());
        let severity = match self.tool.commands[command].complete {
            true => Severity::Error,
            false => Severity::Warning,
        };
        let message = say!(
            ko: "`{path}` 명령에 `{text}` 옵션이 없습니다",
            en: "`{path}` has no option `{text}`"
        );
        let finding = Finding::new(severity, UNKNOWN_OPTION, at.clone(), message);
        if meant.is_some() {
            return suggest(finding, meant, at);
        }
        if let Some(elsewhere) = self.elsewhere(text, command) {
            return finding.help(elsewhere);
        }
        finding
    }

    /// Where else the option stands: at a command above, or right below.
    fn elsewhere(&self, name: &str, command: usize) -> Option<Text> {
        let above = self.tool.commands[command].parent?;
        let has = |other: usize| self.tool.options(other).any(|option| option.is_called(name));
        if has(above) {
            let (own, above) = (&self.tool.commands[command].name, self.path(above));
            return Some(say!(
                ko: "`{above}`의 옵션입니다. `{own}` 앞에 씁니다: `{above} {name} ... {own}`",
                en: "It is an option of `{above}`, and stands before `{own}`: `{above} {name} ... {own}`"
            ));
        }
        let siblings = self.tool.commands[above].children.iter().copied();
        let siblings: Vec<&str> = siblings
            .filter(|&other| other != command && name.starts_with("--") && has(other))
            .map(|other| self.tool.commands[other].name.as_str())
            .collect();
        if siblings.is_empty() || siblings.len() > 3 {
            return None;
        }
        let path = self.path(above);
        let siblings: Vec<String> = siblings.iter().map(|name| format!("{path} {name}")).collect();
        let siblings = listed(siblings.iter().map(String::as_str));
        Some(say!(ko: "`{name}`: {siblings}의 옵션입니다.", en: "`{name}` is an option of {siblings}."))
    }

    fn missing_value(&self, name: &Name, option: &Opt, command: usize) -> Finding {
        let text = &name.text;
        let at = self.words[name.word].place(name.range.clone());
        let message = match option.takes {
            Takes::Words(count) if count > 1 => say!(
                ko: "`{text}` 옵션에는 값이 {count}개 있어야 합니다",
                en: "`{text}` needs {count} values"
            ),
            _ => say!(ko: "`{text}` 옵션에 값이 없습니다", en: "`{text}` has no value"),
        };
        let finding = Finding::error(MISSING_VALUE, at, message);
        match self.tool.kind(command, &option.names) {
            Some(super::facts::Kind::OneOf(values)) if values.len() <= LISTED => {
                finding.help(one_of(values.iter().map(String::as_str)))
            }
            _ => finding,
        }
    }

    fn flag_value(&self, name: &Name, option: &Opt, value: Range<usize>) -> Finding {
        let text = &name.text;
        let word = &self.words[name.word];
        if self.tool.flag_values {
            let given = word.head();
            let given = given.get(value.clone()).unwrap_or_default();
            let message = say!(
                ko: "`{text}` 옵션의 값 `{given}`은(는) `true`도 `false`도 아닙니다",
                en: "the value `{given}` of `{text}` is neither `true` nor `false`"
            );
            return Finding::error(INVALID_VALUE, word.place(value), message);
        }
        let name = option.name();
        let message = say!(ko: "`{text}` 옵션은 값을 받지 않습니다", en: "`{text}` takes no value");
        Finding::error(INVALID_VALUE, word.range(), message).fix(
            Applicability::Unsafe,
            say!(ko: "`{name}`(으)로 씁니다", en: "write `{name}`"),
            word.range(),
            name,
        )
    }

    /// Options that the command cannot do without.
    fn required(&self, found: &mut Vec<Finding>) {
        let command = &self.tool.commands[self.line.command];
        let missing: Vec<&str> = command
            .required
            .iter()
            .map(String::as_str)
            .filter(|name| !self.line.has(name))
            .collect();
        if missing.is_empty() {
            return;
        }
        let (path, missing) = (self.path(self.line.command), listed(missing.into_iter()));
        let message = say!(ko: "`{path}` 명령에 {missing} 옵션이 빠졌습니다", en: "`{path}` needs {missing}");
        found.push(Finding::error(MISSING_OPTION, self.callee(), message));
    }

    /// Too few arguments, or too many.
    fn arguments(&self, usage: &[Argument]) -> Option<Finding> {
        let given = self.line.arguments.len();
        let least = usage.iter().filter(|argument| !argument.optional).count();
        let unsure = |&word: &usize| {
            let word = &self.words[word];
            self.placeholders && (word.placeholder() || word.text.as_deref().is_some_and(placeholder::is_placeholder))
        };
        if self.line.arguments.iter().any(unsure) {
            return None;
        }
        let path = self.path(self.line.command);
        if given < least {
            let needed = usage.iter().filter(|argument| !argument.optional);
            let missing = listed(needed.skip(given).map(|argument| argument.name.as_str()));
            let message =
                say!(ko: "`{path}` 명령에 {missing} 인수가 빠졌습니다", en: "`{path}` needs the argument {missing}");
            return Some(Finding::error(MISSING_OPTION, self.callee(), message));
        }
        if given <= usage.len() || usage.iter().any(|argument| argument.many) {
            return None;
        }
        let word = self.line.arguments[usage.len()];
        Some(self.too_much(word, &path, usage.len()))
    }

    fn too_much(&self, word: usize, path: &str, most: usize) -> Finding {
        let at = self.words[word].range();
        let text = self.words[word].text.as_deref().unwrap_or_default();
        if text.trim().is_empty() && !text.is_empty() {
            let message = say!(ko: "빈칸 하나가 인수로 전달됩니다", en: "a blank is passed as an argument");
            return Finding::error(UNKNOWN_OPTION, at, message).help(say!(
                ko: "줄을 이어 쓰려면 `\\`가 줄의 마지막 글자여야 합니다.",
                en: "For a line to go on, `\\` has to be its last character."
            ));
        }
        let message = match self.words[word].text {
            Some(_) => say!(
                ko: "`{path}` 명령에 `{text}` 인수를 받을 곳이 없습니다",
                en: "nothing in `{path}` takes the argument `{text}`"
            ),
            None => say!(
                ko: "`{path}` 명령에 이 인수를 받을 곳이 없습니다",
                en: "nothing in `{path}` takes this argument"
            ),
        };
        let finding = Finding::error(UNKNOWN_OPTION, at, message);
        match most {
            0 => finding.help(say!(ko: "`{path}`은(는) 인수를 받지 않습니다.", en: "`{path}` takes no arguments.")),
            _ => finding.help(say!(
                ko: "인수는 {most}개까지 받습니다. 빈칸이 든 값이면 따옴표로 감싸십시오.",
                en: "It takes {most} at most. If there are blanks in a value, put it into quotes."
            )),
        }
    }
}

/// What is allowed.
pub(super) fn one_of<'n>(names: impl Iterator<Item = &'n str>) -> Text {
    let names = listed(names);
    say!(ko: "쓸 수 있는 것: {names}", en: "One of: {names}")
}

/// Adds the name that was likely meant, and puts it there.
pub(super) fn suggest(finding: Finding, meant: Option<&str>, at: Range<usize>) -> Finding {
    let Some(meant) = meant else { return finding };
    finding.help(did_you_mean(meant)).fix(
        Applicability::Unsafe,
        say!(ko: "`{meant}`(으)로 바꾸기", en: "replace it by `{meant}`"),
        at,
        meant,
    )
}
