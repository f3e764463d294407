//! The command line: every flag in one place.

use crate::failure::{Failure, Result};
use crate::screen::{self, Colour, Format};
use crate::{build, check, explain, finish, fix, help, init, preprocess, run, serve};
use lexopt::{Arg, Parser, ValueExt};
use proof_checker::diagnostic::Lang;
use proof_checker::{nearest, say};
use std::path::PathBuf;
use std::process::ExitCode;

/// What every command takes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Common {
    /// `--lang`.
    pub(crate) lang: Option<Lang>,
    /// `--color`.
    pub(crate) colour: Colour,
}

/// A command with its options.
#[derive(Debug)]
pub(crate) enum Command {
    /// No command at all: mdBook's preprocessor protocol.
    Preprocess(Common),
    /// `supports RENDERER`: mdBook asks whether to call for it.
    Supports,
    /// `finish`: mdBook's protocol for backends.
    Finish(Common),
    /// `init`.
    Init(init::Options),
    /// `check`.
    Check(check::Options),
    /// `fix`.
    Fix(fix::Options),
    /// `explain`.
    Explain(Common, Option<String>),
    /// `run`.
    Run(run::Options),
    /// `build`.
    Build(build::Options),
    /// `serve`.
    Serve(serve::Options),
    /// `--help`, of a command or of all.
    Help(Common, Option<&'static str>),
    /// `--version`.
    Version,
}

impl Command {
    /// Runs it; gives the exit status.
    pub(crate) fn run(self) -> ExitCode {
        let lang = self.common().lang;
        let status = match self {
            Self::Preprocess(common) => preprocess::run(common),
            Self::Supports => Ok(ExitCode::SUCCESS),
            Self::Finish(common) => finish::run(spoken(common.lang)),
            Self::Init(options) => init::run(&options),
            Self::Check(options) => check::run(&options),
            Self::Fix(options) => fix::run(&options),
            Self::Explain(common, rule) => explain::run(common, rule.as_deref()),
            Self::Run(options) => run::run(&options),
            Self::Build(options) => build::run(&options),
            Self::Serve(options) => serve::run(&options),
            Self::Help(common, command) => {
                screen::print(&help::text(command, spoken(common.lang)));
                Ok(ExitCode::SUCCESS)
            }
            Self::Version => {
                screen::print(concat!("mdbook-proof ", env!("CARGO_PKG_VERSION"), "\n"));
                Ok(ExitCode::SUCCESS)
            }
        };
        status.unwrap_or_else(|failure| failure.exit(spoken(lang)))
    }

    fn common(&self) -> Common {
        match self {
            Self::Preprocess(common) | Self::Finish(common) | Self::Explain(common, _) | Self::Help(common, _) => {
                *common
            }
            Self::Init(options) => options.common,
            Self::Check(options) => options.common,
            Self::Fix(options) => options.common,
            Self::Run(options) => options.common,
            Self::Build(options) => options.common,
            Self::Serve(options) => options.common,
            Self::Supports | Self::Version => Common::default(),
        }
    }
}

/// The language to speak: as asked, else the locale's.
pub(crate) fn spoken(asked: Option<Lang>) -> Lang {
    let locale = || {
        let set = |name: &&str| std::env::var(name).is_ok_and(|value| !value.is_empty());
        let name = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find(|name| set(name));
        let korean = name
            .and_then(|name| std::env::var(name).ok())
            .is_some_and(|value| value.starts_with("ko"));
        if korean { Lang::Ko } else { Lang::En }
    };
    asked.unwrap_or_else(locale)
}

/// The commands, in the order that help lists them.
pub(crate) const COMMANDS: [&str; 7] = ["init", "build", "serve", "check", "fix", "run", "explain"];

/// Reads the command line; a failure comes with the language that was asked for before it.
pub(crate) fn parse(parser: Parser) -> std::result::Result<Command, (Failure, Option<Lang>)> {
    let mut raw = Raw::default();
    let command = read(parser, &mut raw);
    let lang = raw.common.lang;
    command
        .and_then(|name| raw.command(name.as_deref()))
        .map_err(|failure| (failure, lang))
}

/// Reads the options; gives the name of the command.
fn read(mut parser: Parser, raw: &mut Raw) -> Result<Option<String>> {
    let mut name: Option<String> = None;
    while let Some(arg) = parser.next().map_err(usage)? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => raw.help = true,
            Arg::Short('V') | Arg::Long("version") => raw.version = true,
            Arg::Long("lang") => {
                raw.common.lang = Some(choice(&mut parser, "--lang", &[("ko", Lang::Ko), ("en", Lang::En)])?)
            }
            Arg::Long("color") => {
                let colours = [
                    ("auto", Colour::Auto),
                    ("always", Colour::Always),
                    ("never", Colour::Never),
                ];
                raw.common.colour = choice(&mut parser, "--color", &colours)?;
            }
            Arg::Value(value) if name.is_none() => name = Some(value.to_string_lossy().into_owned()),
            Arg::Value(value) => raw.values.push(value.into()),
            other => match (name.as_deref(), other) {
                (Some("check" | "run"), Arg::Long("format")) => {
                    raw.format = choice(
                        &mut parser,
                        "--format",
                        &[("human", Format::Human), ("json", Format::Json)],
                    )?;
                }
                (Some("check"), Arg::Long("deny")) => {
                    raw.deny_warnings = choice(&mut parser, "--deny", &[("warnings", true)])?;
                }
                (Some("check"), Arg::Long("links")) => raw.links = true,
                (Some("check" | "fix"), Arg::Long("no-placeholders")) => raw.literal = true,
                (Some("fix"), Arg::Long("unsafe")) => raw.unsafe_too = true,
                (Some("run"), Arg::Long("update")) => raw.update = true,
                (Some("run"), Arg::Short('v') | Arg::Long("verbose")) => raw.verbose = true,
                (Some("run"), Arg::Long("aws")) => raw.aws = Some(parser.value().map_err(usage)?.into()),
                (Some("run"), Arg::Long("emulator")) => raw.emulator = Some(text(&mut parser)?),
                (Some("run"), Arg::Long("endpoint")) => raw.endpoint = Some(text(&mut parser)?),
                (Some("run"), Arg::Long("real-account")) => raw.real_account = Some(text(&mut parser)?),
                (Some("build"), Arg::Short('d') | Arg::Long("dest-dir")) => {
                    raw.dest = Some(parser.value().map_err(usage)?.into());
                }
                (Some("serve"), Arg::Short('p') | Arg::Long("port")) => {
                    raw.port = parser.value().map_err(usage)?.parse().map_err(usage)?;
                }
                (Some("serve"), Arg::Short('n') | Arg::Long("hostname")) => {
                    raw.hostname = Some(parser.value().map_err(usage)?.to_string_lossy().into_owned());
                }
                (Some("init"), Arg::Long("theme")) => raw.theme = true,
                (Some("init"), Arg::Long("force")) => raw.force = true,
                (Some("init"), Arg::Long("dry-run")) => raw.dry_run = true,
                (Some("serve"), Arg::Short('o') | Arg::Long("open")) => raw.open = true,
                (_, other) => return Err(usage(other.unexpected())),
            },
        }
    }
    Ok(name)
}

/// Options before it is known whose they are.
struct Raw {
    common: Common,
    help: bool,
    version: bool,
    values: Vec<PathBuf>,
    format: Format,
    deny_warnings: bool,
    literal: bool,
    links: bool,
    unsafe_too: bool,
    dest: Option<PathBuf>,
    port: u16,
    hostname: Option<String>,
    open: bool,
    theme: bool,
    force: bool,
    dry_run: bool,
    update: bool,
    verbose: bool,
    aws: Option<PathBuf>,
    emulator: Option<String>,
    endpoint: Option<String>,
    real_account: Option<String>,
}

impl Default for Raw {
    fn default() -> Self {
        Self {
            common: Common::default(),
            help: false,
            version: false,
            values: Vec::new(),
            format: Format::default(),
            deny_warnings: false,
            literal: false,
            links: false,
            unsafe_too: false,
            dest: None,
            port: 3000,
            hostname: None,
            open: false,
            theme: false,
            force: false,
            dry_run: false,
            update: false,
            verbose: false,
            aws: None,
            emulator: None,
            endpoint: None,
            real_account: None,
        }
    }
}

impl Raw {
    fn command(mut self, name: Option<&str>) -> Result<Command> {
        let common = self.common;
        if self.version {
            return Ok(Command::Version);
        }
        if self.help || name == Some("help") {
            let asked = name.filter(|name| *name != "help").map(str::to_owned);
            let asked = asked.or_else(|| self.values.first().map(|v| v.to_string_lossy().into_owned()));
            return Ok(Command::Help(
                common,
                COMMANDS.into_iter().find(|c| Some(*c) == asked.as_deref()),
            ));
        }
        Ok(match name {
            None => Command::Preprocess(common),
            Some("supports") => Command::Supports,
            Some("finish") => Command::Finish(common),
            Some("init") => Command::Init(init::Options {
                common,
                root: self.one("init")?.unwrap_or_else(|| ".".into()),
                theme: self.theme,
                force: self.force,
                dry_run: self.dry_run,
            }),
            Some("check") => Command::Check(check::Options {
                common,
                paths: self.values,
                format: self.format,
                deny_warnings: self.deny_warnings,
                literal: self.literal,
                links: self.links,
            }),
            Some("fix") => Command::Fix(fix::Options {
                common,
                paths: self.values,
                literal: self.literal,
                unsafe_too: self.unsafe_too,
            }),
            Some("run") => Command::Run(run::Options {
                common,
                paths: self.values,
                format: self.format,
                update: self.update,
                verbose: self.verbose,
                aws: self.aws,
                emulator: self.emulator,
                endpoint: self.endpoint,
                real_account: self.real_account,
            }),
            Some("explain") => {
                let rule = self.one("explain")?.map(|rule| rule.to_string_lossy().into_owned());
                Command::Explain(common, rule)
            }
            Some("build") => Command::Build(build::Options {
                common,
                root: self.one("build")?.unwrap_or_else(|| ".".into()),
                dest: self.dest,
            }),
            Some("serve") => Command::Serve(serve::Options {
                common,
                root: self.one("serve")?.unwrap_or_else(|| ".".into()),
                port: self.port,
                hostname: self.hostname,
                open: self.open,
            }),
            Some(unknown) => return Err(no_command(unknown)),
        })
    }

    /// The only value, where a command takes no more than one.
    fn one(&mut self, command: &str) -> Result<Option<PathBuf>> {
        if self.values.len() > 1 {
            let extra = self.values[1].display().to_string();
            return Err(Failure::new(say!(
                ko: "`{command}` 명령은 `{extra}`까지 받지 않습니다",
                en: "`{command}` takes one argument; `{extra}` is one too many"
            )));
        }
        Ok(self.values.pop())
    }
}

fn text(parser: &mut Parser) -> Result<String> {
    Ok(parser.value().map_err(usage)?.to_string_lossy().into_owned())
}

fn choice<T: Copy>(parser: &mut Parser, option: &str, choices: &[(&str, T)]) -> Result<T> {
    let value = parser.value().map_err(usage)?;
    let value = value.to_string_lossy();
    let chosen = choices.iter().find(|(name, _)| *name == value);
    chosen.map(|(_, choice)| *choice).ok_or_else(|| {
        let names = choices
            .iter()
            .map(|(name, _)| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ");
        Failure::new(say!(
            ko: "`{option}`에 `{value}`은(는) 쓸 수 없습니다. 쓸 수 있는 값: {names}",
            en: "`{option}` cannot be `{value}`; allowed are {names}"
        ))
    })
}

fn no_command(name: &str) -> Failure {
    let failure = Failure::new(say!(ko: "`{name}` 명령은 없습니다", en: "there is no command `{name}`"));
    match nearest(name, COMMANDS) {
        Some(near) => {
            failure.hint(say!(ko: "비슷한 명령은 `{near}`입니다", en: "a command with a similar name is `{near}`"))
        }
        None => failure.hint(say!(
            ko: "`mdbook-proof --help`가 명령을 모두 보여 줍니다",
            en: "`mdbook-proof --help` lists the commands"
        )),
    }
}

fn usage(error: lexopt::Error) -> Failure {
    use lexopt::Error as E;
    let text = match error {
        E::MissingValue { option } => {
            let option = option.unwrap_or_default();
            say!(ko: "`{option}` 옵션에 값이 없습니다", en: "the option `{option}` has no value")
        }
        E::UnexpectedOption(option) => {
            say!(ko: "`{option}` 옵션은 없습니다", en: "there is no option `{option}` here")
        }
        E::UnexpectedValue { option, value } => {
            let value = value.to_string_lossy();
            say!(ko: "`{option}` 옵션은 값을 받지 않습니다: `{value}`", en: "the option `{option}` takes no value: `{value}`")
        }
        other => say!(ko: "{other}", en: "{other}"),
    };
    Failure::new(text).hint(say!(
        ko: "`mdbook-proof --help`가 옵션을 모두 보여 줍니다",
        en: "`mdbook-proof --help` lists the options"
    ))
}
