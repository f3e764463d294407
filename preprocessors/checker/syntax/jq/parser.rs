//! The grammar of jq: a program is accepted or refused, and the names in it are noted. No tree is made.

use super::Error;
use super::lexer::{self, Kind, Token};
use crate::diagnostic::Text;
use crate::say;
use std::ops::Range;

/// The deepest nesting that is judged.
const MAX_DEPTH: usize = 200;

/// Why there is nothing to say of names.
#[derive(Debug)]
pub(super) enum Failure {
    /// jq refuses the program.
    Refused(Box<Error>),
    /// It is nested too deeply.
    Unjudged,
}

/// The names in a program.
#[derive(Debug, Default)]
pub(super) struct Names<'t> {
    /// Functions that are called.
    pub(super) functions: Vec<Used<'t>>,
    /// Functions that are defined anywhere, with the number of their arguments.
    pub(super) defined: Vec<(&'t str, u8)>,
    pub(super) variables: Vec<Used<'t>>,
    pub(super) variables_defined: Vec<&'t str>,
    pub(super) formats: Vec<Used<'t>>,
    /// Whether modules are read, which may define anything.
    pub(super) modules: bool,
}

/// A name that is used, without `$` or `@`, and where it stands with it.
#[derive(Debug)]
pub(super) struct Used<'t> {
    pub(super) name: &'t str,
    pub(super) at: Range<usize>,
    pub(super) arity: u8,
}

impl Names<'_> {
    pub(super) fn defines(&self, name: &str, arity: u8) -> bool {
        self.defined
            .iter()
            .any(|&(own, own_arity)| own == name && own_arity == arity)
    }
}

type Parse<T = ()> = Result<T, Failure>;

/// How operators bind, the loosest first.
const PIPE: u8 = 1;
const COMMA: u8 = 2;
const ALTERNATIVE: u8 = 3;
const UPDATE: u8 = 4;
const COMPARISON: u8 = 7;

/// How tightly an operator binds; `None` for what is none.
fn binding(operator: &str) -> Option<u8> {
    Some(match operator {
        "|" => PIPE,
        "," => COMMA,
        "//" => ALTERNATIVE,
        "=" | "|=" | "+=" | "-=" | "*=" | "/=" | "%=" | "//=" => UPDATE,
        "or" => 5,
        "and" => 6,
        "==" | "!=" | "<" | "<=" | ">" | ">=" => COMPARISON,
        "+" | "-" => 8,
        "*" | "/" | "%" => 9,
        _ => return None,
    })
}

/// Words that are no functions.
const KEYWORDS: [&str; 19] = [
    "def", "if", "then", "elif", "else", "end", "as", "reduce", "foreach", "try", "catch", "label", "import",
    "include", "and", "or", "module", "__loc__", "break",
];

pub(super) fn parse(text: &str) -> Parse<Names<'_>> {
    let mut parser = Parser {
        text,
        token: lexer::token(text, 0),
        names: Names::default(),
        depth: 0,
        folding: false,
    };
    parser.program()?;
    Ok(parser.names)
}

struct Parser<'t> {
    text: &'t str,
    token: Token,
    names: Names<'t>,
    depth: usize,
    /// Whether the source of a `reduce` is being read, whose `as` is not its own.
    folding: bool,
}

impl<'t> Parser<'t> {
    fn program(&mut self) -> Parse {
        if self.word() == "module" {
            self.next();
            self.operand()?;
            self.expect(";")?;
        }
        while matches!(self.word(), "import" | "include") {
            self.names.modules = true;
            while !self.is(";") && self.token.kind != Kind::End {
                self.skip_over()?;
            }
            self.expect(";")?;
        }
        // Definitions alone, or nothing: older versions take that for `.`.
        while self.word() == "def" {
            self.definition()?;
        }
        if self.token.kind != Kind::End {
            self.query(PIPE)?;
        }
        match self.token.kind {
            Kind::End => Ok(()),
            _ => Err(self.unexpected()),
        }
    }

    /// Goes over a word of an import, of which strings are whole.
    fn skip_over(&mut self) -> Parse {
        match self.token.kind {
            Kind::Quote => self.string(),
            Kind::Variable => {
                self.define_variable();
                Ok(())
            }
            _ => {
                self.next();
                Ok(())
            }
        }
    }

    fn word(&self) -> &'t str {
        match self.token.kind {
            Kind::Quote => "\"",
            _ => &self.text[self.token.range.clone()],
        }
    }

    fn is(&self, sign: &str) -> bool {
        matches!(self.token.kind, Kind::Sign | Kind::Name) && self.word() == sign
    }

    fn next(&mut self) {
        self.token = lexer::token(self.text, self.token.range.end);
    }

    fn takes(&mut self, sign: &str) -> bool {
        let is = self.is(sign);
        if is {
            self.next();
        }
        is
    }

    fn expect(&mut self, sign: &str) -> Parse {
        match self.takes(sign) {
            true => Ok(()),
            false => Err(self.wanted(sign)),
        }
    }

    /// Expects the bracket that closes the one at `opened`.
    fn close(&mut self, sign: &str, opened: Range<usize>) -> Parse {
        if self.token.kind != Kind::End {
            return self.expect(sign);
        }
        let bracket = &self.text[opened.clone()];
        Err(refused(Error::new(
            opened,
            say!(ko: "`{bracket}`가 닫히지 않았습니다", en: "`{bracket}` is never closed"),
        )))
    }

    /// A program, or as much of it as binds at least so tightly.
    fn query(&mut self, least: u8) -> Parse {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Failure::Unjudged);
        }
        // What is in brackets has its own `as` again.
        let folding = self.folding;
        self.folding &= least > PIPE;
        let read = self.query_inside(least);
        self.folding = folding;
        self.depth -= 1;
        read
    }

    fn query_inside(&mut self, least: u8) -> Parse {
        if self.word() == "def" {
            self.definition()?;
            return self.query(least);
        }
        if self.word() == "label" {
            self.next();
            self.label()?;
            self.expect("|")?;
            return self.query(PIPE.max(least));
        }
        self.operand()?;
        if self.word() == "as" && !self.folding {
            self.next();
            self.patterns()?;
            self.expect("|")?;
            return self.query(PIPE);
        }
        self.operators(least)
    }

    /// The operators behind an operand, and what is behind them.
    fn operators(&mut self, least: u8) -> Parse {
        let mut nonassociative = None;
        loop {
            let binds = match self.token.kind {
                Kind::Sign | Kind::Name => binding(self.word()),
                _ => None,
            };
            let Some(binds) = binds.filter(|&binds| binds >= least) else {
                return Ok(());
            };
            if nonassociative == Some(binds) {
                return Err(self.chained());
            }
            let alone = matches!(binds, UPDATE | COMPARISON);
            nonassociative = alone
                .then_some(binds)
                .or(nonassociative.filter(|&before| before < binds));
            self.next();
            // A pipe goes on in this loop: however many there are, they are no deeper.
            let right = if binds == ALTERNATIVE { ALTERNATIVE } else { binds + 1 };
            self.right(right)?;
        }
    }

    /// What stands to the right of an operator.
    fn right(&mut self, least: u8) -> Parse {
        match self.token.kind {
            Kind::End => Err(self.unexpected()),
            _ => self.query(least),
        }
    }

    /// One operand with its suffixes.
    fn operand(&mut self) -> Parse {
        if self.is("-") {
            self.next();
            // jq 1.6 takes definitions and labels there.
            return match self.word() {
                "def" | "label" => self.query(PIPE),
                _ => self.nested(Self::operand),
            };
        }
        if self.word() == "try" {
            self.next();
            self.nested(Self::operand)?;
            if self.takes("catch") {
                self.nested(Self::operand)?;
            }
            return Ok(());
        }
        self.primary()?;
        self.suffixes()
    }

    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Parse) -> Parse {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Failure::Unjudged);
        }
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn primary(&mut self) -> Parse {
        let at = self.token.range.clone();
        match (self.token.kind, self.word()) {
            (Kind::Number | Kind::Field, _) => self.next(),
            (Kind::Quote, _) => self.string()?,
            (Kind::Format, _) => self.format()?,
            (Kind::Variable, _) => self.variable(),
            (Kind::Sign, "..") => self.next(),
            (Kind::Sign, ".") => {
                self.next();
                match self.token.kind {
                    Kind::Quote => self.string()?,
                    // `.é`, `.한글`, `.1a`: what a key without quotes may not be.
                    Kind::Invalid if self.token.range.start == at.end => return Err(self.bad_key(at.start)),
                    _ => {}
                }
            }
            (Kind::Sign, "(") => {
                self.next();
                self.query(PIPE)?;
                self.close(")", at)?;
            }
            (Kind::Sign, "[") => {
                self.next();
                if !self.is("]") {
                    self.query(PIPE)?;
                }
                self.close("]", at)?;
            }
            (Kind::Sign, "{") => self.object(at)?,
            (Kind::Sign, "$") => {
                self.next();
                match self.word() {
                    "__loc__" => self.next(),
                    _ => return Err(self.unexpected()),
                }
            }
            (Kind::Name, "if") => self.conditional(at)?,
            (Kind::Name, keyword @ ("reduce" | "foreach")) => self.fold(keyword == "foreach")?,
            (Kind::Name, "break") => {
                self.next();
                self.label()?;
            }
            (Kind::Name, word) if !KEYWORDS.contains(&word) => self.call()?,
            _ => return Err(self.unexpected()),
        }
        Ok(())
    }

    fn suffixes(&mut self) -> Parse {
        loop {
            match (self.token.kind, self.word()) {
                (Kind::Field, _) | (Kind::Sign, "?") => self.next(),
                (Kind::Sign, ".") => {
                    let dot = self.token.range.start;
                    self.next();
                    match self.token.kind {
                        Kind::Quote => self.string()?,
                        Kind::Format => self.format()?,
                        Kind::Sign if self.is("[") => self.index()?,
                        Kind::Invalid => return Err(self.bad_key(dot)),
                        _ => return Err(self.unexpected()),
                    }
                }
                (Kind::Sign, "[") => self.index()?,
                (Kind::Invalid, _) if self.token.range.start > 0 && self.broken_key() => {
                    let start = self.text[..self.token.range.start].rfind('.').unwrap_or_default();
                    return Err(self.bad_key(start));
                }
                _ => return Ok(()),
            }
        }
    }

    /// Whether a key goes on with a character that no key without quotes has.
    fn broken_key(&self) -> bool {
        let before = &self.text[..self.token.range.start];
        let key = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
        let letter = self.word().chars().all(char::is_alphabetic);
        letter && key.ends_with('.') && key.len() < before.len()
    }

    /// `[]`, `[0]`, `[1:2]`.
    fn index(&mut self) -> Parse {
        let at = self.token.range.clone();
        self.next();
        if self.takes("]") {
            return Ok(());
        }
        if self.takes(":") {
            self.query(PIPE)?;
        } else {
            self.query(PIPE)?;
            if self.takes(":") && !self.is("]") {
                self.query(PIPE)?;
            }
        }
        self.close("]", at)
    }

    fn object(&mut self, at: Range<usize>) -> Parse {
        self.next();
        while !self.is("}") {
            self.member()?;
            if !self.takes(",") && !self.is("}") {
                break;
            }
        }
        self.close("}", at)
    }

    fn member(&mut self) -> Parse {
        let mut needs_value = false;
        match (self.token.kind, self.word()) {
            (Kind::Name, _) => self.next(),
            (Kind::Variable, _) => self.variable(),
            (Kind::Quote, _) => self.string()?,
            (Kind::Format, _) => {
                self.format()?;
            }
            (Kind::Sign, "$") => {
                self.next();
                self.expect("__loc__")?;
            }
            (Kind::Sign, "(") => {
                let at = self.token.range.clone();
                self.next();
                self.query(PIPE)?;
                self.close(")", at)?;
                needs_value = true;
            }
            (Kind::End, _) => return Ok(()),
            _ => return Err(self.unexpected()),
        }
        if self.takes(":") {
            self.value()
        } else if needs_value {
            Err(self.wanted(":"))
        } else {
            Ok(())
        }
    }

    /// The value of a member: programs joined by pipes, without commas.
    fn value(&mut self) -> Parse {
        loop {
            match self.token.kind {
                Kind::End => return Err(self.unexpected()),
                _ => self.query(ALTERNATIVE)?,
            }
            if !self.takes("|") {
                return Ok(());
            }
        }
    }

    fn conditional(&mut self, at: Range<usize>) -> Parse {
        self.next();
        loop {
            self.query(PIPE)?;
            self.expect("then")?;
            self.query(PIPE)?;
            if !self.takes("elif") {
                break;
            }
        }
        if self.takes("else") {
            self.query(PIPE)?;
        }
        if self.token.kind == Kind::End {
            let message = say!(ko: "`if`를 닫는 `end`가 없습니다", en: "the `if` has no `end`");
            return Err(refused(Error::new(at, message)));
        }
        self.expect("end")
    }

    /// `reduce SOURCE as $x (START; NEXT)`, `foreach` with an optional third part.
    fn fold(&mut self, three: bool) -> Parse {
        self.next();
        let folding = std::mem::replace(&mut self.folding, true);
        self.nested(Self::operand)?;
        self.operators(ALTERNATIVE)?;
        self.folding = folding;
        self.expect("as")?;
        self.patterns()?;
        let at = self.token.range.clone();
        self.expect("(")?;
        self.query(PIPE)?;
        self.expect(";")?;
        self.query(PIPE)?;
        if three && self.takes(";") {
            self.query(PIPE)?;
        }
        self.close(")", at)
    }

    fn patterns(&mut self) -> Parse {
        self.pattern()?;
        while self.takes("?//") {
            self.pattern()?;
        }
        Ok(())
    }

    fn pattern(&mut self) -> Parse {
        let at = self.token.range.clone();
        match (self.token.kind, self.word()) {
            (Kind::Variable, _) => {
                self.define_variable();
                Ok(())
            }
            (Kind::Sign, "[") => {
                self.next();
                self.nested(Self::pattern)?;
                while self.takes(",") {
                    self.nested(Self::pattern)?;
                }
                self.close("]", at)
            }
            (Kind::Sign, "{") => {
                self.next();
                self.nested(Self::member_pattern)?;
                while self.takes(",") {
                    self.nested(Self::member_pattern)?;
                }
                self.close("}", at)
            }
            _ => Err(self.wanted("$name")),
        }
    }

    fn member_pattern(&mut self) -> Parse {
        match (self.token.kind, self.word()) {
            (Kind::Variable, _) => {
                self.define_variable();
                return match self.takes(":") {
                    true => self.pattern(),
                    false => Ok(()),
                };
            }
            (Kind::Name, _) => self.next(),
            (Kind::Quote, _) => self.string()?,
            (Kind::Sign, "(") => {
                let at = self.token.range.clone();
                self.next();
                self.query(PIPE)?;
                self.close(")", at)?;
            }
            _ => return Err(self.unexpected()),
        }
        self.expect(":")?;
        self.pattern()
    }

    fn definition(&mut self) -> Parse {
        self.next();
        let name = match self.token.kind {
            Kind::Name => self.word(),
            _ => return Err(self.unexpected()),
        };
        self.next();
        let mut arity = 0_u8;
        let at = self.token.range.clone();
        if self.takes("(") {
            loop {
                match self.token.kind {
                    Kind::Name => {
                        self.names.defined.push((self.word(), 0));
                        self.next();
                    }
                    Kind::Variable => {
                        let name = self.word().trim_start_matches('$');
                        self.names.defined.push((name, 0));
                        self.define_variable();
                    }
                    _ => return Err(self.unexpected()),
                }
                arity = arity.saturating_add(1);
                if !self.takes(";") {
                    break;
                }
            }
            self.close(")", at)?;
        }
        self.names.defined.push((name, arity));
        self.expect(":")?;
        self.query(PIPE)?;
        self.expect(";")
    }

    fn call(&mut self) -> Parse {
        let (name, at) = (self.word(), self.token.range.clone());
        self.next();
        let mut arity = 0_u8;
        let opened = self.token.range.clone();
        if self.takes("(") {
            loop {
                self.query(PIPE)?;
                arity = arity.saturating_add(1);
                if !self.takes(";") {
                    break;
                }
            }
            self.close(")", opened)?;
        }
        self.names.functions.push(Used { name, at, arity });
        Ok(())
    }

    fn label(&mut self) -> Parse {
        match self.token.kind {
            Kind::Variable => {
                self.next();
                Ok(())
            }
            _ => Err(self.wanted("$name")),
        }
    }

    fn variable(&mut self) {
        let (name, at) = (self.word().trim_start_matches('$'), self.token.range.clone());
        self.names.variables.push(Used { name, at, arity: 0 });
        self.next();
    }

    fn define_variable(&mut self) {
        self.names.variables_defined.push(self.word().trim_start_matches('$'));
        self.next();
    }

    fn format(&mut self) -> Parse {
        let (name, at) = (self.word().trim_start_matches('@'), self.token.range.clone());
        self.names.formats.push(Used { name, at, arity: 0 });
        self.next();
        match self.token.kind {
            Kind::Quote => self.string(),
            _ => Ok(()),
        }
    }

    /// A string, programs in it included.
    fn string(&mut self) -> Parse {
        let opened = self.token.range.clone();
        let mut at = opened.end;
        loop {
            let rest = &self.text[at..];
            let Some(stop) = rest.find(['"', '\\']) else {
                let message = say!(ko: "문자열을 닫는 `\"`가 없습니다", en: "the string is never closed");
                return Err(refused(Error::new(opened, message)));
            };
            at += stop;
            if self.text[at..].starts_with('"') {
                self.token.range = opened.start..at + 1;
                self.next();
                return Ok(());
            }
            if self.text[at..].starts_with("\\(") {
                self.token = lexer::token(self.text, at + 2);
                self.query(PIPE)?;
                if !self.is(")") {
                    return self.close(")", at..at + 2);
                }
                at = self.token.range.end;
            } else {
                at = escape(self.text, at)?;
            }
        }
    }

    /// The word that stands here cannot.
    fn unexpected(&self) -> Failure {
        let at = self.token.range.clone();
        let word = &self.text[at.clone()];
        if self.token.kind == Kind::End {
            let last = self.text.trim_end().len();
            let last = self.text[..last]
                .char_indices()
                .next_back()
                .map_or(0, |(start, _)| start)..last;
            let message = say!(
                ko: "식이 와야 할 자리에서 jq 프로그램이 끝납니다",
                en: "the program of jq ends where an expression has to follow"
            );
            return refused(Error::new(last, message));
        }
        let error = Error::new(
            at.clone(),
            say!(ko: "여기에 `{word}`가 올 수 없습니다", en: "`{word}` cannot stand here"),
        );
        let after = &self.text[at.end..];
        let before = &self.text[..at.start];
        let replace = |error: Error, range: Range<usize>, text: &str, help: Text| error.help(help).fix(range, text);
        refused(match word {
            "'" => error.help(say!(
                ko: "jq의 문자열은 큰따옴표로 감쌉니다.",
                en: "Strings are in double quotes in jq."
            )),
            "&" if after.starts_with('&') => {
                let help = say!(ko: "jq에서는 `and`로 씁니다.", en: "In jq that is `and`.");
                replace(error, at.start..at.end + 1, "and", help)
            }
            "|" if before.ends_with('|') => {
                let help = say!(ko: "jq에서는 `or`로 씁니다.", en: "In jq that is `or`.");
                replace(error, at.start - 1..at.end, "or", help)
            }
            "!" => error.help(say!(
                ko: "jq에서는 `| not`으로 부정합니다.",
                en: "In jq something is negated by `| not`."
            )),
            "=" if before.ends_with(['=']) => {
                let help = say!(ko: "jq에서는 `==`로 비교합니다.", en: "In jq `==` compares.");
                replace(error, at.clone(), "", help)
            }
            "?//" => {
                let help = say!(
                    ko: "`?//`는 한 낱말로 읽힙니다. `? //`처럼 띄어 씁니다.",
                    en: "`?//` is read as one word. Write `? //`."
                );
                replace(error, at.clone(), "? //", help)
            }
            _ => error,
        })
    }

    /// Another word has to stand here.
    fn wanted(&self, wanted: &str) -> Failure {
        if matches!(self.token.kind, Kind::Invalid)
            || self.is("?//")
            || (self.is("|") && self.text[..self.token.range.start].ends_with('|'))
        {
            return self.unexpected();
        }
        let at = self.token.range.clone();
        let word = &self.text[at.clone()];
        if self.token.kind == Kind::End {
            let last = self.text.trim_end().len();
            let last = self.text[..last]
                .char_indices()
                .next_back()
                .map_or(0, |(start, _)| start)..last;
            let message = say!(
                ko: "`{wanted}`가 와야 할 자리에서 jq 프로그램이 끝납니다",
                en: "the program of jq ends where `{wanted}` has to follow"
            );
            return refused(Error::new(last, message));
        }
        refused(Error::new(
            at,
            say!(ko: "`{wanted}`가 와야 하는데 `{word}`가 왔습니다", en: "`{wanted}` was expected, but `{word}` came"),
        ))
    }

    /// `1 == 2 == 3`.
    fn chained(&self) -> Failure {
        let at = self.token.range.clone();
        let word = &self.text[at.clone()];
        refused(Error::new(
            at,
            say!(ko: "`{word}`를 괄호 없이 이어 쓸 수 없습니다", en: "`{word}` cannot be chained without parentheses"),
        ))
    }

    /// A key that needs quotes.
    fn bad_key(&self, dot: usize) -> Failure {
        let rest = &self.text[dot + 1..];
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
            .unwrap_or(rest.len());
        let key = &rest[..end];
        if key.is_empty() {
            return self.unexpected();
        }
        let at = dot..dot + 1 + end;
        let message = say!(ko: "따옴표 없이 쓸 수 없는 키입니다", en: "this key has to be quoted");
        let quoted = format!(".\"{key}\"");
        let help = say!(ko: "`{quoted}`로 씁니다.", en: "Write `{quoted}`.");
        refused(Error::new(at.clone(), message).help(help).fix(at, &quoted))
    }
}

/// Where an escape of a string ends.
fn escape(text: &str, at: usize) -> Parse<usize> {
    let after = &text[at + 1..];
    let length = match after.chars().next() {
        Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => 1,
        Some('u') if after.len() >= 5 && after.as_bytes()[1..5].iter().all(u8::is_ascii_hexdigit) => 5,
        Some(other) => {
            let end = at + 1 + other.len_utf8();
            let written = &text[at..end];
            let error = Error::new(
                at..end,
                say!(ko: "jq의 문자열에 `{written}` 이스케이프가 없습니다", en: "strings of jq have no escape `{written}`"),
            );
            let twice = format!("\\{written}");
            return Err(refused(match other {
                'u' => error,
                _ => error.help(say!(ko: "`\\` 자체는 `{twice}`로 씁니다.", en: "For a `\\` itself write `{twice}`.")),
            }));
        }
        None => 0,
    };
    Ok(at + 1 + length)
}

fn refused(error: Error) -> Failure {
    Failure::Refused(Box::new(error))
}
