//! The lines of a grammar: options as help texts list them, arguments as usage lines do.
//!
//! ```text
//! -d, --detach                  a flag
//! -p, --publish LIST            one value, as the next word or behind `=`
//!     --arg NAME VALUE          two values
//!     --color[=WHEN]            a value behind `=`, or none
//!     --color [WHEN]            a value behind `=` or as the next word, or none
//!     --[no-]verify             --verify and --no-verify
//! -NUM                          `-` and digits
//! ```

use super::facts::{Argument, Opt, Takes};
use crate::diagnostic::Text;
use crate::say;

/// The name that stands for `-` and digits.
pub(super) const NUMBER: &str = "-NUM";

/// How a name begins that stands for itself and its contrary.
const NEGATABLE: &str = "--[no-]";

/// Most values that one option takes.
const MOST_VALUES: usize = 3;

/// The options of a text, one a line. Lines that do not begin with `-` go on about the option before them.
///
/// # Errors
/// Why a line is none, and the line.
pub(super) fn options(text: &str) -> Result<Vec<Opt>, (Text, &str)> {
    let mut options = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with('-') {
            option(line, &mut options).map_err(|why| (why, line))?;
        }
    }
    Ok(options)
}

/// Reads one line; two options come of `--[no-]name`.
fn option(line: &str, options: &mut Vec<Opt>) -> Result<(), Text> {
    let (line, _) = line.split_once('\t').unwrap_or((line, ""));
    let (line, _) = line.split_once("  ").unwrap_or((line, ""));
    let mut option = Opt {
        names: Vec::with_capacity(2),
        takes: Takes::Nothing,
    };
    let mut negated = Vec::new();
    for part in parts(line) {
        let part = part.trim();
        let from = if part.starts_with(NEGATABLE) {
            NEGATABLE.len()
        } else {
            0
        };
        let end = part[from..].find([' ', '=', '[']).map_or(part.len(), |at| from + at);
        let (name, value) = part.split_at(end);
        if let Some(stem) = name.strip_prefix(NEGATABLE) {
            option.names.push(format!("--{stem}"));
            negated.push(format!("--no-{stem}"));
        } else {
            option.names.push(name.to_owned());
        }
        if !value.is_empty() {
            option.takes = takes(value.trim_end_matches("..."))?;
        }
    }
    let names = option.names.iter().chain(&negated);
    if let Some(bad) = names.into_iter().find(|name| !is_name(name)) {
        return Err(say!(ko: "`{bad}`은(는) 옵션 이름이 아닙니다", en: "`{bad}` is no name of an option"));
    }
    options.push(option);
    if !negated.is_empty() {
        options.push(Opt {
            names: negated,
            takes: Takes::Nothing,
        });
    }
    Ok(())
}

/// The names of a line, which commas separate; a comma in a value separates nothing.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        let comma = text.match_indices(',').map(|(at, _)| at);
        let next = comma
            .into_iter()
            .find(|&at| text[at + 1..].trim_start().starts_with('-'));
        let (part, after) = match next {
            Some(at) => (&text[..at], Some(text[at + 1..].trim_start())),
            None => (text, None),
        };
        rest = after;
        Some(part)
    })
}

/// What stands behind a name.
fn takes(value: &str) -> Result<Takes, Text> {
    if value.starts_with('[') {
        return Ok(Takes::Joined);
    }
    let value = value.strip_prefix('=').unwrap_or(value).trim();
    if bracketed(value) {
        return Ok(Takes::Maybe);
    }
    // Go's pflag writes `--opt string[="default"]`.
    if value.contains("[=") {
        return Ok(Takes::Joined);
    }
    let count = words(value);
    match u8::try_from(count) {
        Ok(count) if usize::from(count) <= MOST_VALUES => Ok(Takes::Words(count.max(1))),
        _ => Err(say!(
            ko: "값이 {count}개로 읽힙니다. 설명은 빈칸 두 칸을 띄우고 씁니다",
            en: "this reads as {count} values; a description begins after two blanks"
        )),
    }
}

/// Whether one pair of brackets holds all of it.
fn bracketed(value: &str) -> bool {
    let mut depth = 0_i32;
    let closes = value.bytes().position(|byte| {
        depth += match byte {
            b'[' => 1,
            b']' => -1,
            _ => 0,
        };
        depth <= 0
    });
    value.starts_with('[') && closes == Some(value.len() - 1)
}

/// How many words there are, of which one in `<...>` may have blanks.
fn words(value: &str) -> usize {
    let mut depth = 0;
    let words = value.split(|c: char| {
        match c {
            '<' => depth += 1,
            '>' => depth -= 1,
            _ => {}
        }
        depth <= 0 && c == ' '
    });
    words.filter(|word| !word.is_empty()).count()
}

/// Whether this is one or two dashes and something that can stand behind them.
fn is_name(name: &str) -> bool {
    let stem = name
        .strip_prefix("--")
        .or_else(|| name.strip_prefix('-'))
        .unwrap_or_default();
    let good = |c: char| c.is_ascii_graphic() && !"[]<>=,|\"'".contains(c);
    !stem.is_empty() && stem.chars().all(good) && !stem.starts_with('-')
}

/// The arguments of a usage line: `SOURCE... TARGET`, `IMAGE [COMMAND [ARG...]]`.
///
/// # Errors
/// Why it cannot be read.
pub(super) fn arguments(usage: &str) -> Result<Vec<Argument>, Text> {
    let unmatched = || say!(ko: "`{usage}`의 대괄호가 맞지 않습니다", en: "the brackets of `{usage}` do not match");
    let mut arguments: Vec<Argument> = Vec::new();
    let mut depth = 0_usize;
    for word in usage.split_whitespace() {
        let inner = word.trim_start_matches('[');
        depth += word.len() - inner.len();
        let optional = depth > 0;
        // `NAME[:TAG]`: the brackets in a name are its own.
        let mut within = 0_usize;
        let mut end = inner.len();
        for (at, c) in inner.char_indices() {
            match c {
                '[' => within += 1,
                ']' if within > 0 => within -= 1,
                ']' => {
                    end = end.min(at);
                    depth = depth.checked_sub(1).ok_or_else(unmatched)?;
                }
                _ => {}
            }
        }
        let name = inner[..end].trim_end_matches("...");
        let many = word.contains("...");
        match arguments.last_mut().filter(|_| name.is_empty()) {
            Some(last) => last.many |= many,
            None => arguments.push(Argument {
                name: name.to_owned(),
                optional,
                many,
            }),
        }
    }
    if depth > 0 {
        return Err(unmatched());
    }
    Ok(arguments)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(option: &Opt) -> String {
        let takes = match option.takes {
            Takes::Nothing => "",
            Takes::Words(1) => " 1",
            Takes::Words(_) => " n",
            Takes::Joined => " joined",
            Takes::Maybe => " maybe",
        };
        option.names.join("|") + takes
    }

    #[test]
    fn option_lines() {
        for (line, expected) in [
            ("-d, --detach", "-d|--detach"),
            ("  -d, --detach      Run in background", "-d|--detach"),
            ("--rm\tRemove it", "--rm"),
            ("-p, --publish list   Publish a port", "-p|--publish 1"),
            ("-m, --message <a message>", "-m|--message 1"),
            ("-o FILE, --output FILE", "-o|--output 1"),
            ("--format=FORMAT", "--format 1"),
            ("--arg name value", "--arg n"),
            ("--color[=when]", "--color joined"),
            ("--color[=<when>]", "--color joined"),
            ("-U[<n>]", "-U joined"),
            ("--dirstat[=<a>,<b>...]", "--dirstat joined"),
            ("--level [N]", "--level maybe"),
            ("--pull string[=\"always\"]", "--pull joined"),
            ("--[no-]verify", "--verify; --no-verify"),
            ("-S, --[no-]gpg-sign[=<key-id>]", "-S|--gpg-sign joined; --no-gpg-sign"),
            ("-e, --env VALUE...", "-e|--env 1"),
            ("-chdir=DIR", "-chdir 1"),
            ("-NUM", "-NUM"),
            ("--user <user:password>", "--user 1"),
            ("--proxy <[protocol://]host[:port]>", "--proxy 1"),
            ("--fixup [(amend|reword):]commit", "--fixup 1"),
            ("--[no-]filter <args>", "--filter 1; --no-filter"),
        ] {
            let read = options(line).expect(line);
            let read: Vec<String> = read.iter().map(shown).collect();
            assert_eq!(read.join("; "), expected, "{line}");
        }
        for line in ["--", "-", "--a b c d e f", "-[x", "---x"] {
            assert!(options(line).is_err(), "{line}");
        }
    }

    #[test]
    fn usage_lines() {
        for (usage, expected) in [
            ("", ""),
            ("PATH", "PATH"),
            ("SOURCE... TARGET", "SOURCE* TARGET"),
            ("IMAGE [COMMAND] [ARG...]", "IMAGE COMMAND? ARG?*"),
            ("IMAGE [COMMAND [ARG...]]", "IMAGE COMMAND? ARG?*"),
            ("[NAME[:TAG]]", "NAME[:TAG]?"),
            ("[NAME[:TAG]...]", "NAME[:TAG]?*"),
            ("CONTAINER [CONTAINER...]", "CONTAINER CONTAINER?*"),
            ("PATH|URL|-", "PATH|URL|-"),
            ("[FILE]...", "FILE?*"),
            ("NAME ...", "NAME*"),
        ] {
            let read = arguments(usage).expect(usage);
            let read: Vec<String> = read
                .iter()
                .map(|argument| {
                    let optional = if argument.optional { "?" } else { "" };
                    let many = if argument.many { "*" } else { "" };
                    format!("{}{optional}{many}", argument.name)
                })
                .collect();
            assert_eq!(read.join(" "), expected, "{usage}");
        }
        for usage in ["[A", "A]", "[[A]"] {
            assert!(arguments(usage).is_err(), "{usage}");
        }
    }
}
