//! The grammar of jq: a program is accepted or refused, and the names in it are noted. No tree is made.

use super::Error;
use super::fault::{escape, refused};
use super::lexer::{self, Kind, Token};
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

pub(super) type Parse<T = ()> = Result<T, Failure>;

/// How operators bind, the loosest first.
pub(super) const PIPE: u8 = 1;
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

pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    pub(super) token: Token,
    pub(super) names: Names<'t>,
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

    pub(super) fn word(&self) -> &'t str {
        match self.token.kind {
            Kind::Quote => "\"",
            _ => &self.text[self.token.range.clone()],
        }
    }

    pub(super) fn is(&self, sign: &str) -> bool {
        matches!(self.token.kind, Kind::Sign | Kind::Name) && self.word() == sign
    }

    pub(super) fn next(&mut self) {
        self.token = lexer::token(self.text, self.token.range.end);
    }

    pub(super) fn takes(&mut self, sign: &str) -> bool {
        let is = self.is(sign);
        if is {
            self.next();
        }
        is
    }

    pub(super) fn expect(&mut self, sign: &str) -> Parse {
        match self.takes(sign) {
            true => Ok(()),
            false => Err(self.wanted(sign)),
        }
    }

    /// Expects the bracket that closes the one at `opened`.
    pub(super) fn close(&mut self, sign: &str, opened: Range<usize>) -> Parse {
        if self.token.kind != Kind::End {
            return self.expect(sign);
        }
        let bracket = &self.text[opened.clone()];
        Err(refused(Error::new(
            opened,
            say!(ko: "jq 프로그램의 `{bracket}`이(가) 닫히지 않았습니다", en: "`{bracket}` is never closed in this program of jq"),
        )))
    }

    /// A program, or as much of it as binds at least so tightly.
    pub(super) fn query(&mut self, least: u8) -> Parse {
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

    pub(super) fn nested(&mut self, read: impl FnOnce(&mut Self) -> Parse) -> Parse {
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
    pub(super) fn string(&mut self) -> Parse {
        let opened = self.token.range.clone();
        let mut at = opened.end;
        loop {
            let rest = &self.text[at..];
            let Some(stop) = rest.find(['"', '\\']) else {
                let message = say!(ko: "jq 문자열을 닫는 `\"`가 없습니다", en: "this string of jq is never closed");
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
}
