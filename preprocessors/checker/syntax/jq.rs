//! Programs of jq, as jq 1.6 to 1.8 compile them: what any of these takes is taken here.
//!
//! [`check`] gives the first thing that jq refuses when it compiles a program: its syntax, functions and variables that
//! are not defined, formats that there are not. What a program does with its input is not looked at. It is a reader of
//! our own: other implementations read other languages (of jaq 3.1 the syntax of chained comparisons, numbers such as
//! `.5`, alternative patterns and names with `::` differs), and say less exactly where a mistake is.

mod builtins;
mod fault;
mod lexer;
mod names;
mod parser;
#[cfg(test)]
mod tests;

use crate::diagnostic::{Applicability, Edit, Fix, Text, did_you_mean};
use crate::say;
use crate::suggest::nearest;
use builtins::{BUILTINS, FORMATS};
use parser::{Failure, Names, Used};
use std::ops::Range;

/// What a program finds around it.
#[derive(Clone, Copy, Debug)]
pub struct Outside<'o> {
    /// The variables that options define, without `$`; `None` if they are not known.
    pub variables: Option<&'o [&'o str]>,
    /// Whether modules may define functions that cannot be seen.
    pub modules: bool,
}

/// What is wrong with a program.
#[derive(Clone, Debug)]
pub struct Error {
    /// The guilty place, as small as can be.
    pub at: Range<usize>,
    /// What is wrong; it stands alone.
    pub message: Text,
    /// What to do, for mistakes that are often made.
    pub help: Option<Text>,
    /// How to mend it, where that is known.
    pub fix: Option<Fix<Range<usize>>>,
}

impl Error {
    fn new(at: Range<usize>, message: Text) -> Self {
        Self {
            at,
            message,
            help: None,
            fix: None,
        }
    }

    fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }

    /// The same, to be mended by writing `text` over `at`.
    fn fix(mut self, at: Range<usize>, text: &str) -> Self {
        let edit = Edit {
            at,
            text: text.to_owned(),
        };
        self.fix = Some(Fix {
            title: say!(ko: "`{text}`(으)로 바꾸기", en: "replace it by `{text}`"),
            edits: vec![edit],
            applicability: Applicability::Unsafe,
        });
        self
    }

    fn meant(self, meant: Option<&str>, at: Range<usize>) -> Self {
        match meant {
            Some(meant) => self.help(did_you_mean(meant)).fix(at, meant),
            None => self,
        }
    }
}

/// The first thing for which jq refuses a program; `None` also where it is nested too deeply to say.
pub fn check(program: &str, outside: &Outside) -> Option<Error> {
    let names = match parser::parse(program) {
        Ok(names) => names,
        Err(Failure::Refused(error)) => return Some(*error),
        Err(Failure::Unjudged) => return None,
    };
    let modules = outside.modules || names.modules;
    let function = names.functions.iter().filter(|_| !modules);
    let function = function.filter_map(|used| function_error(program, used, &names)).next();
    let variable = names.variables.iter().filter(|_| !modules);
    let variable = variable.filter_map(|used| variable_error(used, &names, outside)).next();
    let format = names.formats.iter().filter_map(format_error).next();
    let first = [function, variable, format].into_iter().flatten();
    first.min_by_key(|error| error.at.start)
}

fn function_error(program: &str, used: &Used, names: &Names) -> Option<Error> {
    let (name, arity) = (used.name, used.arity);
    let known = BUILTINS.iter().find(|(own, _)| *own == name);
    let takes = known.is_some_and(|(_, arities)| arities.contains(&arity));
    if takes || name.starts_with('_') || name.contains("::") || names.defines(name, arity) {
        return None;
    }
    let at = used.at.clone();
    if let Some((_, arities)) = known {
        let wanted: Vec<String> = arities.iter().map(u8::to_string).collect();
        let (ko, en) = (wanted.join(", "), wanted.join(" or "));
        let message = say!(
            ko: "`{name}` 함수의 인수가 {arity}개인데 {ko}개여야 합니다",
            en: "the function `{name}` has {arity} arguments here, and takes {en}"
        );
        let error = Error::new(at, message);
        return Some(match arities.contains(&(arity + 1)) || arity > 0 {
            true => error.help(say!(ko: "jq의 인수는 `;`로 나눕니다: `limit(3; .[])`", en: "Arguments are separated by `;` in jq: `limit(3; .[])`")),
            false => error,
        });
    }
    let message = say!(ko: "jq에 `{name}` 함수가 없습니다", en: "jq has no function `{name}`");
    let error = Error::new(at.clone(), message);
    // `.a-b` subtracts what the function `b` gives from `.a`.
    let before = &program[..at.start];
    if let Some(field) = before.strip_suffix('-').and_then(field_at_end) {
        return Some(error.help(say!(
            ko: "`-`가 든 키는 따옴표로 감쌉니다: `.\"{field}-{name}\"`",
            en: "A key with `-` in it is quoted: `.\"{field}-{name}\"`"
        )));
    }
    let own = names.defined.iter().map(|(own, _)| *own);
    let meant = nearest(name, BUILTINS.iter().map(|(own, _)| *own).chain(own));
    Some(error.meant(meant, at))
}

/// The name of the field with which a text ends.
fn field_at_end(text: &str) -> Option<&str> {
    let start = text.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))?;
    let name = text.get(start + 1..)?;
    (text[start..].starts_with('.') && !name.is_empty()).then_some(name)
}

fn variable_error(used: &Used, names: &Names, outside: &Outside) -> Option<Error> {
    const OWN: [&str; 5] = ["ENV", "ARGS", "__loc__", "__prog_args", "__prog_name"];
    let name = used.name;
    let given = outside.variables?;
    if OWN.contains(&name) || name.contains("::") || names.variables_defined.contains(&name) || given.contains(&name) {
        return None;
    }
    let message = say!(
        ko: "`${name}` 변수가 정해지지 않았습니다",
        en: "the variable `${name}` is not defined"
    );
    let error = Error::new(used.at.clone(), message);
    let defined = names.variables_defined.iter().copied().chain(given.iter().copied());
    let meant = nearest(name, defined).map(|meant| format!("${meant}"));
    Some(match meant {
        Some(meant) => error.meant(Some(&meant), used.at.clone()),
        None => error.help(say!(
            ko: "셸의 값은 `jq --arg {name} \"값\"`으로 넘깁니다.",
            en: "A value of the shell is handed over with `jq --arg {name} \"value\"`."
        )),
    })
}

fn format_error(used: &Used) -> Option<Error> {
    let name = used.name;
    if FORMATS.contains(&name) {
        return None;
    }
    let message = say!(ko: "jq에 `@{name}` 형식이 없습니다", en: "jq has no format `@{name}`");
    let meant = nearest(name, FORMATS).map(|meant| format!("@{meant}"));
    Some(Error::new(used.at.clone(), message).meant(meant.as_deref(), used.at.clone()))
}
