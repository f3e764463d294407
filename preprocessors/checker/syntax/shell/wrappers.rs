//! Commands that run another command: which of their arguments it begins with.
//!
//! Only as much of each is known as is needed to step over its own options. Where
//! that is not certain, nothing is inside.

mod containers;

use super::calls::{Assignment, Call};
use super::lexer::is_name;
use super::tree::Bytes;
use super::value::Arg;

/// What a command runs.
pub(super) enum Inner<'t> {
    /// The rest of its arguments.
    Call(Box<Call<'t>>),
    /// One argument that is a script, and who reads it.
    Text(Arg<'t>, &'static str),
}

/// A command that runs another.
struct Wrapper {
    name: &'static str,
    /// Its short options that take a value.
    short: &'static str,
    /// Its long options that take a value as the next argument.
    long: &'static [&'static str],
    /// Options with which it runs nothing.
    idle: &'static [&'static str],
    /// How many operands come before the command.
    operands: usize,
    /// Whether `NAME=value` may come before the command.
    assigns: bool,
    /// Whether it adds arguments of its own.
    open_ended: bool,
}

const fn wrapper(name: &'static str, short: &'static str) -> Wrapper {
    Wrapper {
        name,
        short,
        long: &[],
        idle: &[],
        operands: 0,
        assigns: false,
        open_ended: false,
    }
}

const WRAPPERS: [Wrapper; 15] = [
    Wrapper {
        long: &[
            "--user",
            "--group",
            "--host",
            "--prompt",
            "--chdir",
            "--close-from",
            "--other-user",
            "--role",
            "--type",
        ],
        idle: &[
            "-l",
            "-v",
            "-V",
            "-e",
            "-K",
            "--list",
            "--validate",
            "--version",
            "--edit",
            "--help",
        ],
        assigns: true,
        ..wrapper("sudo", "ugphCcrtTUDR")
    },
    wrapper("doas", "uC"),
    Wrapper {
        long: &["--format", "--output"],
        ..wrapper("time", "fo")
    },
    Wrapper {
        idle: &["-v", "-V"],
        ..wrapper("command", "")
    },
    wrapper("builtin", ""),
    wrapper("exec", "a"),
    Wrapper {
        long: &["--unset", "--chdir"],
        idle: &["-S", "--split-string"],
        assigns: true,
        ..wrapper("env", "uC")
    },
    Wrapper {
        long: &[
            "--max-args",
            "--max-procs",
            "--delimiter",
            "--arg-file",
            "--max-chars",
            "--replace",
            "--max-lines",
        ],
        open_ended: true,
        ..wrapper("xargs", "IEdanLPs")
    },
    Wrapper {
        long: &["--interval"],
        ..wrapper("watch", "n")
    },
    wrapper("nohup", ""),
    Wrapper {
        long: &["--adjustment"],
        ..wrapper("nice", "n")
    },
    Wrapper {
        long: &["--signal", "--kill-after"],
        operands: 1,
        ..wrapper("timeout", "sk")
    },
    Wrapper {
        long: &["--input", "--output", "--error"],
        ..wrapper("stdbuf", "ioe")
    },
    wrapper("setsid", ""),
    wrapper("caffeinate", "tw"),
];

/// The shells whose `-c` takes a script.
const SHELLS: [&str; 5] = ["bash", "sh", "zsh", "dash", "ash"];

/// What a call runs, if it runs something.
pub(super) fn inner<'t>(call: &Call<'t>) -> Option<Inner<'t>> {
    let name = call.name()?;
    // `/usr/bin/env` is `env`.
    let name = name.rsplit('/').next().unwrap_or_default();
    if let Some(shell) = SHELLS.iter().find(|shell| **shell == name) {
        return script(call, shell);
    }
    if name == "eval" {
        return match &call.argv[1..] {
            [arg] => Some(Inner::Text(arg.clone(), "eval")),
            _ => None,
        };
    }
    if let "docker" | "docker-compose" = name {
        return containers::inner(call, name).map(|(at, via)| from(call, at, Vec::new(), via, false));
    }
    let wrapper = WRAPPERS.iter().find(|wrapper| wrapper.name == name)?;
    let mut at = after_options(call, wrapper)? + wrapper.operands;
    let mut assignments = Vec::new();
    while let Some(arg) = call.argv.get(at).filter(|_| wrapper.assigns) {
        let Some(assignment) = assignment(arg) else { break };
        assignments.push(assignment);
        at += 1;
    }
    let rest = call.argv.get(at..)?;
    let first = rest.first()?;
    if first.splits() {
        return None;
    }
    // `watch 'a | b'` hands one argument to a shell.
    if let ("watch", [only]) = (name, rest) {
        return Some(Inner::Text(only.clone(), "watch"));
    }
    Some(from(call, at, assignments, wrapper.name, wrapper.open_ended))
}

/// The call that the arguments from `at` on are.
fn from<'t>(
    call: &Call<'t>,
    at: usize,
    assignments: Vec<Assignment<'t>>,
    via: &'static str,
    open_ended: bool,
) -> Inner<'t> {
    let argv = call.argv.get(at..).unwrap_or_default().to_vec();
    let start = argv.first().map_or(call.bytes.end, |first| first.bytes.start);
    let end = argv.last().map_or(start, |last| last.bytes.end);
    Inner::Call(Box::new(Call {
        bytes: Bytes {
            start,
            end: end.max(start),
        },
        assignments,
        argv,
        redirections: call.redirections.clone(),
        via: Some(via),
        open_ended: call.open_ended || open_ended,
    }))
}

/// The index of the first argument that is neither an option nor an option's value.
fn after_options(call: &Call<'_>, wrapper: &Wrapper) -> Option<usize> {
    let mut at = 1;
    while let Some(arg) = call.argv.get(at) {
        if arg.splits() {
            return None;
        }
        let head = arg.head();
        if head == "--" {
            return Some(at + 1);
        }
        if !head.starts_with('-') || head == "-" {
            break;
        }
        if wrapper.idle.iter().any(|idle| *idle == head) {
            return None;
        }
        let takes_next = if head.starts_with("--") {
            wrapper.long.iter().any(|long| *long == head)
        } else {
            // The value may be glued to the letter: `-n1`.
            let letters = head.get(1..).unwrap_or_default();
            letters
                .find(|letter| wrapper.short.contains(letter))
                .is_some_and(|place| place + 1 == letters.len())
                && arg.known().is_some()
        };
        at += if takes_next { 2 } else { 1 };
    }
    Some(at)
}

fn assignment<'t>(arg: &Arg<'t>) -> Option<Assignment<'t>> {
    let head = arg.head();
    let (name, _) = head.split_once('=')?;
    is_name(name.as_bytes()).then(|| Assignment {
        bytes: arg.bytes,
        name: name.to_owned(),
        value: None,
    })
}

/// The script of `bash -c`.
fn script<'t>(call: &Call<'t>, shell: &'static str) -> Option<Inner<'t>> {
    let mut command = false;
    let mut skip = false;
    for arg in call.argv.iter().skip(1) {
        if std::mem::take(&mut skip) {
            continue;
        }
        if arg.splits() {
            return None;
        }
        let head = arg.head();
        if head.starts_with("--") {
            skip = matches!(&*head, "--rcfile" | "--init-file");
        } else if let Some(letters) = head.strip_prefix(['-', '+']).filter(|letters| !letters.is_empty()) {
            command |= head.starts_with('-') && letters.contains('c');
            skip = letters.ends_with(['o', 'O']);
        } else {
            return command.then(|| Inner::Text(arg.clone(), shell));
        }
    }
    None
}
