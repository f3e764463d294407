//! The programs and builtins that are known to be harmless, and how each treats its arguments.

/// How a program treats its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Program {
    /// They are words.
    Words,
    /// They may name files to read.
    Reads,
    /// They may name files to write, to make or to take away.
    Writes,
    /// They set variables.
    Sets,
    /// They are judged by their text: `sed`.
    Edits,
    /// A command follows, which is a call of its own.
    Wraps,
}

/// The harmless ones, sorted by what they do.
const HARMLESS: [(Program, &[&str]); 6] = [
    (
        Program::Words,
        &[
            ":", "[", "[[", "basename", "break", "continue", "date", "dirname", "echo", "exit", "expr", "false", "id",
            "nproc", "openssl", "printf", "pwd", "return", "seq", "set", "shift", "sleep", "test", "tr", "true",
            "type", "uname", "unset", "wait", "which", "whoami", "let",
        ],
    ),
    (
        Program::Reads,
        &[
            "base64",
            "cat",
            "cksum",
            "cmp",
            "column",
            "comm",
            "cut",
            "diff",
            "du",
            "egrep",
            "expand",
            "fgrep",
            "fold",
            "grep",
            "head",
            "jq",
            "join",
            "ls",
            "md5sum",
            "nl",
            "paste",
            "readlink",
            "realpath",
            "rev",
            "sha1sum",
            "sha256sum",
            "sha512sum",
            "stat",
            "tac",
            "tail",
            "tree",
            "wc",
            "cd",
            "file",
            "od",
            "xxd",
        ],
    ),
    (
        Program::Writes,
        &[
            "chmod", "cp", "ln", "mkdir", "mktemp", "mv", "rm", "rmdir", "sort", "tee", "touch", "truncate", "uniq",
        ],
    ),
    (
        Program::Sets,
        &["declare", "export", "local", "read", "readonly", "typeset"],
    ),
    (Program::Edits, &["sed"]),
    (
        Program::Wraps,
        &[
            "command", "builtin", "env", "nice", "stdbuf", "time", "timeout", "xargs",
        ],
    ),
];

/// How a program treats its arguments; nothing where it is not known to be harmless.
pub(super) fn harmless(name: &str) -> Option<Program> {
    let row = HARMLESS.iter().find(|(_, names)| names.contains(&name));
    row.map(|(program, _)| *program)
}

/// The options by which a harmless program is not: they run, write or wait.
const HARMFUL: [(&str, &[&str]); 5] = [
    ("tail", &["-f", "-F", "--follow", "--retry"]),
    ("sort", &["--compress-program"]),
    ("tree", &["-o"]),
    ("date", &["-s", "--set", "-f", "--file", "-r", "--reference"]),
    ("sort", &["-T", "--temporary-directory"]),
];

/// Whether an option makes a harmless program harmful.
pub(super) fn is_harmful(program: &str, option: &str) -> bool {
    let option = option.split('=').next().unwrap_or(option);
    // Of the many things that it does, random numbers alone touch nothing.
    let counts = || !option.is_empty() && option.bytes().all(|byte| byte.is_ascii_digit());
    if program == "openssl" && !matches!(option, "rand" | "-hex" | "-base64") && !counts() {
        return true;
    }
    HARMFUL
        .iter()
        .any(|(name, options)| *name == program && options.contains(&option))
}

/// What may follow a harmless program on the line of `xargs`, whose arguments nobody knows.
pub(super) const TAKES_ANYTHING: [&str; 6] = ["aws", "basename", "dirname", "echo", "printf", "expr"];

/// Whether a program of `sed` only prints and replaces: no `e`, `w`, `r`, no files.
///
/// Each of its commands is an address, or none, and `s`, `d`, `p`, `q`, `=` or `y`.
pub(super) fn is_plain_sed(program: &str) -> bool {
    let mut rest = program.trim_start_matches(is_gap);
    while !rest.is_empty() {
        let Some(next) = sed_command(rest) else { return false };
        rest = next.trim_start_matches(is_gap);
    }
    true
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || c == ';'
}

/// What follows the first command of a program of `sed`.
fn sed_command(program: &str) -> Option<&str> {
    let mut rest = program;
    loop {
        rest = sed_address(rest)?.trim_start();
        match rest.strip_prefix(',') {
            Some(next) => rest = next.trim_start(),
            None => break,
        }
    }
    rest = rest.trim_start_matches(['!', ' ']);
    let mut letters = rest.chars();
    match letters.next()? {
        'd' | 'p' | 'q' | '=' => Some(letters.as_str()),
        command @ ('s' | 'y') => {
            let mark = letters.next().filter(|mark| !mark.is_alphanumeric() && *mark != '\\')?;
            let rest = after(letters.as_str(), mark)?;
            let rest = after(rest, mark)?;
            let flags = if command == 's' {
                &['g', 'p', 'i', 'I', 'm', 'M'][..]
            } else {
                &[]
            };
            let rest = rest.trim_start_matches(|c: char| flags.contains(&c) || (command == 's' && c.is_ascii_digit()));
            (rest.is_empty() || rest.starts_with(|c| is_gap(c) || c == '}')).then_some(rest)
        }
        _ => None,
    }
}

fn sed_address(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix('/') {
        return after(rest, '/').map(|rest| rest.trim_start_matches('I'));
    }
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '$' | '~' | '+'));
    Some(rest)
}

/// What follows the next mark that no backslash protects.
fn after(text: &str, mark: char) -> Option<&str> {
    let mut protected = false;
    for (at, c) in text.char_indices() {
        if protected {
            protected = false;
        } else if c == '\\' {
            protected = true;
        } else if c == mark {
            return text.get(at + c.len_utf8()..);
        } else if c == '\n' {
            return None;
        }
    }
    None
}
