//! What people are told: about the words of a command here, about the values in [`problem`].

mod problem;

pub(crate) use problem::INVALID_PARAMETER;
pub(super) use problem::{problem, query};

use super::argparse::{Fault, Given};
use super::facts::{Action, Arg, Aws, Command, Nargs, Origin};
use super::line::{End, Line};
use crate::diagnostic::{Applicability, Finding, Text, did_you_mean};
use crate::grammar::word::Word;
use crate::say;
use crate::suggest::nearest;
use std::ops::Range;

/// The rule about services and operations that do not exist.
pub(crate) const UNKNOWN_COMMAND: &str = "unknown-command";
/// The rule about options and words that a command does not take.
pub(crate) const UNKNOWN_OPTION: &str = "unknown-option";
/// The rule about options that a command needs.
pub(crate) const MISSING_OPTION: &str = "missing-option";
/// The rule about options without their value.
pub(crate) const MISSING_VALUE: &str = "missing-value";

/// Names under which people look for a service that the CLI calls otherwise.
const ALSO_KNOWN_AS: [(&str, &str); 12] = [
    ("codedeploy", "deploy"),
    ("cloudwatchlogs", "logs"),
    ("cloudwatch-logs", "logs"),
    ("eventbridge", "events"),
    ("alb", "elbv2"),
    ("nlb", "elbv2"),
    ("elasticloadbalancing", "elbv2"),
    ("fargate", "ecs"),
    ("parameter-store", "ssm"),
    ("parameterstore", "ssm"),
    ("systems-manager", "ssm"),
    ("application-auto-scaling", "application-autoscaling"),
];

/// Services among whose commands a name is looked for that its own service does not have.
const NEIGHBOURS: [&str; 11] = [
    "ecs",
    "ecr",
    "elbv2",
    "ec2",
    "iam",
    "logs",
    "cloudwatch",
    "ssm",
    "sts",
    "s3api",
    "application-autoscaling",
];

/// How many names a message lists.
const LISTED: usize = 12;

/// Tells what is wrong with the words of one command.
pub(super) struct Speaker<'r, 'c> {
    pub(super) words: &'r [Word<'c>],
    pub(super) line: &'r Line,
    pub(super) aws: &'r Aws,
    /// Where `aws` itself stands.
    pub(super) name: Range<usize>,
}

/// Names in backquotes, with commas.
fn listed<'n>(names: impl Iterator<Item = &'n str>, before: &str) -> String {
    let names: Vec<String> = names.map(|name| format!("`{before}{name}`")).collect();
    names.join(", ")
}

impl Speaker<'_, '_> {
    /// Everything about the words: commands, options, what is missing, what is too much.
    pub(super) fn line(&self, found: &mut Vec<Finding>) {
        match self.line.end {
            End::NoCommand => found.push(self.no_command()),
            End::NotACommand(word) => found.push(self.not_a_command(word)),
            End::Whole | End::Help | End::Unknown => {}
        }
        self.origins(found);
        // A value may come from where the words behind the last come from.
        let last = self.words.len().saturating_sub(1);
        let open =
            |fault: &&Fault| self.line.doubtful && matches!(fault, Fault::MissingValue { word, .. } if *word == last);
        let faults = self.line.faults.iter().filter(|fault| !open(fault));
        found.extend(faults.map(|fault| self.fault(fault)));
        if self.line.end == End::Whole {
            self.left_over(found);
            found.extend(self.missing());
        }
    }

    fn text(&self, word: usize) -> &str {
        self.words[word].text.as_deref().unwrap_or_default()
    }

    /// `ecs run-task`: the commands named so far.
    fn path(&self) -> String {
        let names: Vec<&str> = self.line.commands.iter().map(|(_, command)| command.name()).collect();
        names.join(" ")
    }

    /// Where what is called stands.
    fn called(&self) -> Range<usize> {
        let last = self.line.commands.last();
        last.map_or(self.name.clone(), |&(word, _)| self.words[word].range())
    }

    fn no_command(&self) -> Finding {
        let message = match &self.path()[..] {
            "" => say!(
                ko: "`aws` 다음에 서비스 이름이 없습니다",
                en: "`aws` is not followed by the name of a service"
            ),
            path => say!(
                ko: "`aws {path}` 다음에 할 일의 이름이 없습니다",
                en: "`aws {path}` is not followed by the name of a command"
            ),
        };
        let finding = Finding::error(UNKNOWN_COMMAND, self.called(), message);
        match self.line.command().map(|command| command.commands()) {
            Some(names) if names.len() <= LISTED => finding.help(one_of(names.map(Command::name), "")),
            _ => finding,
        }
    }

    fn not_a_command(&self, word: usize) -> Finding {
        let (name, path) = (self.text(word), self.path());
        let at = self.words[word].range();
        let message = match self.line.command() {
            None => say!(
                ko: "AWS CLI에 `{name}` 서비스가 없습니다",
                en: "the AWS CLI has no service `{name}`"
            ),
            Some(_) => say!(
                ko: "`aws {path}`에 `{name}` 명령이 없습니다",
                en: "`aws {path}` has no command `{name}`"
            ),
        };
        let finding = Finding::error(UNKNOWN_COMMAND, at.clone(), message);
        if name.starts_with('-') || name.contains(' ') {
            return finding;
        }
        let Some(command) = self.line.command() else {
            let known = ALSO_KNOWN_AS
                .iter()
                .find(|(other, _)| *other == name)
                .map(|&(_, known)| known);
            let names = self.aws.commands.iter().filter(|entry| entry.origin != Origin::V1Only);
            let meant = known.or_else(|| nearest(name, names.map(|entry| entry.name)));
            return suggest(finding, meant, at);
        };
        let names = command.commands().filter(|command| command.origin() != Origin::V1Only);
        if let Some(meant) = nearest(name, names.clone().map(Command::name)) {
            return suggest(finding, Some(meant), at);
        }
        let elsewhere = NEIGHBOURS.iter().filter(|&&service| {
            service != command.name()
                && self
                    .aws
                    .command(service)
                    .is_some_and(|other| other.command(name).is_some())
        });
        if let Some(service) = elsewhere.copied().next() {
            return finding.help(say!(
                ko: "`{name}` 명령은 `aws {service}`에 있습니다.",
                en: "`{name}` is a command of `aws {service}`."
            ));
        }
        if names.clone().count() <= LISTED {
            return finding.help(one_of(names.map(Command::name), ""));
        }
        finding.help(say!(
            ko: "`aws {path} help`가 있는 명령을 모두 보여 줍니다.",
            en: "`aws {path} help` lists the commands that there are."
        ))
    }

    /// What only version 1 of the CLI has.
    fn origins(&self, found: &mut Vec<Finding>) {
        for (i, &(word, command)) in self.line.commands.iter().enumerate() {
            if command.origin() != Origin::V1Only {
                continue;
            }
            let names: Vec<&str> = self.line.commands[..=i]
                .iter()
                .map(|(_, command)| command.name())
                .collect();
            let path = names.join(" ");
            let finding = Finding::error(
                UNKNOWN_COMMAND,
                self.words[word].range(),
                say!(
                    ko: "`aws {path}` 명령은 AWS CLI 버전 1에만 있습니다",
                    en: "`aws {path}` exists only in version 1 of the AWS CLI"
                ),
            );
            found.push(match &path[..] {
                "ecr get-login" => finding.help(say!(
                    ko: "버전 2에서는 `aws ecr get-login-password | docker login --username AWS --password-stdin 레지스트리주소`를 씁니다.",
                    en: "Version 2 has `aws ecr get-login-password | docker login --username AWS --password-stdin REGISTRY`."
                )),
                _ => finding,
            });
            return;
        }
        for given in self
            .line
            .given
            .iter()
            .filter(|given| given.arg.origin() == Origin::V1Only)
        {
            let Some(word) = given.option else { continue };
            let name = given.arg.name();
            let finding = Finding::error(
                UNKNOWN_OPTION,
                self.option(word),
                say!(
                    ko: "`--{name}` 옵션은 AWS CLI 버전 1에만 있습니다",
                    en: "`--{name}` exists only in version 1 of the AWS CLI"
                ),
            );
            found.push(suggest_option(finding, self.nearest_option(name), self.option(word)));
        }
    }

    /// Where the name of an option stands, without a value behind `=`.
    fn option(&self, word: usize) -> Range<usize> {
        let head = self.words[word].head();
        match head.find('=') {
            Some(end) => self.words[word].place(0..end),
            None => self.words[word].range(),
        }
    }

    fn fault(&self, fault: &Fault<'static>) -> Finding {
        match fault {
            Fault::Ambiguous { word, options } => {
                let at = self.option(*word);
                let head = self.words[*word].head();
                let name = head.split('=').next().unwrap_or_default();
                let message = say!(
                    ko: "`{name}` 하나로는 어느 옵션인지 알 수 없습니다",
                    en: "`{name}` may be short for more than one option"
                );
                let help = one_of(options.iter().map(|arg| arg.name()), "--");
                Finding::error(UNKNOWN_OPTION, at, message).help(help)
            }
            Fault::MissingValue { word, arg } => self.missing_value(*word, *arg),
            Fault::FlagValue { word, arg } => self.flag_value(*word, *arg),
        }
    }

    fn missing_value(&self, word: usize, arg: Arg<'static>) -> Finding {
        let name = arg.name();
        let message = match arg.nargs() {
            Nargs::Exactly(count) => say!(
                ko: "`--{name}` 옵션에는 값이 {count}개 있어야 합니다",
                en: "`--{name}` needs {count} values"
            ),
            _ => say!(ko: "`--{name}` 옵션에 값이 없습니다", en: "`--{name}` has no value"),
        };
        let finding = Finding::error(MISSING_VALUE, self.option(word), message);
        let next = self.words.get(word + 1).and_then(|next| next.text.as_deref());
        match next {
            Some(next) if next.starts_with('-') && !next.starts_with("--") => finding.help(say!(
                ko: "`{next}`처럼 `-`로 시작하는 값은 `--{name}={next}`로 씁니다.",
                en: "A value that begins with `-` is written `--{name}={next}`."
            )),
            _ => match arg.choices() {
                Some(choices) if choices.len() <= LISTED => finding.help(one_of(choices, "")),
                _ => finding,
            },
        }
    }

    fn flag_value(&self, word: usize, arg: Arg<'static>) -> Finding {
        let name = arg.name();
        let head = self.words[word].head();
        let message = say!(
            ko: "`--{name}` 옵션은 값을 받지 않습니다",
            en: "`--{name}` takes no value"
        );
        let at = self.words[word].range();
        let finding = Finding::error(problem::INVALID_VALUE, at.clone(), message);
        let value = head.split_once('=').map_or("", |(_, value)| value).to_ascii_lowercase();
        let meant = match &value[..] {
            "true" => Some(name.to_owned()),
            "false" => self.opposite(arg).map(|arg| arg.name().to_owned()),
            _ => None,
        };
        match meant {
            Some(meant) => finding.fix(
                Applicability::Safe,
                say!(ko: "`--{meant}`(으)로 씁니다", en: "write `--{meant}`"),
                at,
                format!("--{meant}"),
            ),
            None => finding,
        }
    }

    /// The flag that says the contrary.
    fn opposite(&self, arg: Arg<'static>) -> Option<Arg<'static>> {
        let command = self.line.command()?;
        command.args().find(|&other| {
            let flags = matches!(other.action(), Action::True | Action::False);
            flags && other != arg && other.dest() == arg.dest()
        })
    }

    /// Words that nothing takes. What follows an option that is not known is its value, and not told of again.
    fn left_over(&self, found: &mut Vec<Finding>) {
        let mut after_option = None;
        let without_value = |word: usize| {
            let mut faults = self.line.faults.iter();
            faults.any(|fault| matches!(fault, Fault::MissingValue { word: option, .. } if option + 1 == word))
        };
        for &word in &self.line.left_over {
            if without_value(word) {
                // What was meant for a value is told of with the option.
                after_option = Some(word);
                continue;
            }
            let Some(text) = self.words[word].text.as_deref() else {
                after_option = Some(word);
                continue;
            };
            let option = text.len() > 1 && text.starts_with(is_dash) && !text.contains(' ');
            if option {
                found.push(self.unknown_option(word, text));
                after_option = Some(word);
            } else if after_option.is_some_and(|before| before + 1 == word) {
                after_option = Some(word);
            } else if !self.line.doubtful {
                found.push(self.too_much(word, text));
                after_option = Some(word);
            }
        }
    }

    fn unknown_option(&self, word: usize, text: &str) -> Finding {
        let path = self.path();
        let name = text.split('=').next().unwrap_or_default();
        let at = self.option(word);
        let message = say!(
            ko: "`aws {path}` 명령에 `{name}` 옵션이 없습니다",
            en: "`aws {path}` has no option `{name}`"
        );
        let finding = Finding::error(UNKNOWN_OPTION, at.clone(), message);
        let bare = name.trim_start_matches(is_dash);
        if let Some(meant) = self.nearest_option(bare) {
            return suggest_option(finding, Some(meant), at);
        }
        let others = self.commands_with(bare);
        if others.is_empty() {
            return finding;
        }
        let list = listed(others.iter().map(String::as_str), "aws ");
        finding.help(say!(
            ko: "`--{bare}`: {list}의 옵션입니다.",
            en: "`--{bare}` is an option of {list}."
        ))
    }

    /// The option of this command that was likely meant.
    fn nearest_option(&self, name: &str) -> Option<&'static str> {
        let command = self.line.command()?;
        let globals = (self.aws.globals)().map(|globals| globals.root().args());
        let own = command
            .args()
            .filter(|arg| !arg.positional() && arg.origin() != Origin::V1Only);
        let names = own.clone().map(Arg::name);
        let all = names.chain(globals.into_iter().flatten().map(Arg::name));
        // `--cluster-name` for `--cluster`, `--task-arn` for `--tasks`.
        let begins = |arg: &Arg| {
            let rest = name.strip_prefix(arg.name().trim_end_matches('s'));
            arg.name().len() >= 4 && rest.is_some_and(|rest| rest.starts_with('-'))
        };
        nearest(name, all).or_else(|| own.filter(begins).map(Arg::name).max_by_key(|name| name.len()))
    }

    /// Commands beside this one that have an option of that very name.
    fn commands_with(&self, option: &str) -> Vec<String> {
        let Some(&[.., (_, parent), (_, own)]) = self.line.commands.get(..).filter(|commands| commands.len() > 1)
        else {
            return Vec::new();
        };
        let has =
            |command: &Command| *command != own && command.args().any(|arg| arg.name() == option && !arg.hidden());
        let above: Vec<&str> = self.line.commands.iter().map(|(_, command)| command.name()).collect();
        let above = above[..above.len() - 1].join(" ");
        let found = parent.commands().filter(has).take(3);
        found.map(|command| format!("{above} {}", command.name())).collect()
    }

    fn too_much(&self, word: usize, text: &str) -> Finding {
        let path = self.path();
        let at = self.words[word].range();
        let shown = text.trim();
        if shown.is_empty() {
            return Finding::error(
                UNKNOWN_OPTION,
                at,
                say!(
                    ko: "빈칸 하나가 인수로 전달됩니다",
                    en: "a blank is passed as an argument"
                ),
            )
            .help(say!(
                ko: "줄을 이어 쓰려면 `\\`가 줄의 마지막 글자여야 합니다.",
                en: "For a line to go on, `\\` has to be its last character."
            ));
        }
        let finding = Finding::error(
            UNKNOWN_OPTION,
            at,
            say!(
                ko: "`aws {path}` 명령에 `{shown}` 인수를 받을 곳이 없습니다",
                en: "nothing in `aws {path}` takes the argument `{shown}`"
            ),
        );
        if FALSE_CONTINUATIONS.contains(&shown) {
            return finding.help(say!(
                ko: "bash에서 줄을 이어 쓰는 글자는 `\\`입니다.",
                en: "In bash a line goes on after `\\`."
            ));
        }
        let Some(before) = self.option_before(word) else {
            return finding;
        };
        let (arg, last) = (before.arg, before.values.last());
        let name = arg.name();
        if arg.nargs() == Nargs::None {
            let help = match self.opposite(arg) {
                Some(other) => {
                    let other = other.name();
                    say!(
                        ko: "`--{name}` 옵션은 값을 받지 않습니다. 반대는 `--{other}`입니다.",
                        en: "`--{name}` takes no value; its contrary is `--{other}`."
                    )
                }
                None => say!(ko: "`--{name}` 옵션은 값을 받지 않습니다.", en: "`--{name}` takes no value."),
            };
            return finding.help(help);
        }
        if last.is_some_and(|value| self.words[value.word].twin_of(&self.words[word])) {
            return finding.help(say!(
                ko: "bash가 따옴표 없는 `{{a,b}}`를 여러 인수로 펼쳤습니다. 값 전체를 작은따옴표로 감싸십시오.",
                en: "bash expanded the unquoted `{{a,b}}` into several arguments. Put the whole value into single quotes."
            ));
        }
        finding.help(say!(
            ko: "`--{name}` 옵션은 값을 하나만 받습니다. 빈칸이 든 값이면 따옴표로 감싸십시오.",
            en: "`--{name}` takes one value. If there are blanks in it, put it into quotes."
        ))
    }

    /// The option that stands right before a word, with its values.
    fn option_before(&self, word: usize) -> Option<&Given<'static>> {
        let given = self.line.given.iter().chain(&self.line.globals);
        let mut given = given.filter(|given| given.option.is_some());
        given.find(|given| {
            let last = given.values.last().map(|value| value.word).or(given.option);
            last.is_some_and(|last| last + 1 == word)
        })
    }

    /// What is required and was not given; what was given with a slip of the pen is told of as that alone.
    fn missing(&self) -> Option<Finding> {
        let left = self.line.left_over.iter().map(|&word| self.text(word));
        // What should have gone on with the next line.
        let cut = |text: &str| FALSE_CONTINUATIONS.contains(&text) || text == " ";
        if self.line.doubtful || left.clone().any(cut) {
            return None;
        }
        let slips = left.filter(|text| text.starts_with(is_dash));
        let slips = slips.filter_map(|text| self.nearest_option(option_name(text)));
        let slips: Vec<&str> = slips.collect();
        let missing = self.line.missing.iter().filter(|arg| !slips.contains(&arg.name()));
        let (positional, options): (Vec<Arg>, Vec<Arg>) = missing.partition(|arg| arg.positional());
        if positional.is_empty() && options.is_empty() {
            return None;
        }
        let path = self.path();
        let names = listed(options.iter().map(|arg| arg.name()), "--");
        let places = listed(positional.iter().map(|arg| arg.name()), "");
        let names = if options.is_empty() || positional.is_empty() {
            format!("{names}{places}")
        } else {
            format!("{places}, {names}")
        };
        let message = if options.is_empty() {
            say!(ko: "`aws {path}` 명령에 {names} 인수가 빠졌습니다", en: "`aws {path}` needs the argument {names}")
        } else {
            say!(ko: "`aws {path}` 명령에 {names} 옵션이 빠졌습니다", en: "`aws {path}` needs {names}")
        };
        Some(Finding::error(MISSING_OPTION, self.called(), message))
    }
}

/// The name in a word that looks like an option.
fn option_name(text: &str) -> &str {
    text.split('=').next().unwrap_or_default().trim_start_matches(is_dash)
}

/// A hyphen, or what word processors make of two.
fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}

/// What continues a line in other shells, or looks like what does.
const FALSE_CONTINUATIONS: [&str; 3] = ["^", "`", "\u{ff3c}"];

/// What is allowed.
fn one_of<'n>(names: impl Iterator<Item = &'n str>, before: &str) -> Text {
    let names = listed(names, before);
    say!(ko: "쓸 수 있는 것: {names}", en: "One of: {names}")
}

/// Adds the name that was likely meant, and puts it there.
fn suggest(finding: Finding, meant: Option<&str>, at: Range<usize>) -> Finding {
    let Some(meant) = meant else { return finding };
    finding.help(did_you_mean(meant)).fix(
        Applicability::Unsafe,
        say!(ko: "`{meant}`(으)로 바꾸기", en: "replace it by `{meant}`"),
        at,
        meant,
    )
}

/// The same for an option, with its dashes.
fn suggest_option(finding: Finding, meant: Option<&str>, at: Range<usize>) -> Finding {
    let meant = meant.map(|meant| format!("--{meant}"));
    suggest(finding, meant.as_deref(), at)
}
