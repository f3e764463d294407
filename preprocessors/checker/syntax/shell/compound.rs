//! Commands that hold commands: `if`, loops, `case`, groups, functions, coprocesses.

use super::reader::Parser;
use super::token::Tok;
use super::tree::{Arm, Branch, Bytes, Command, CommandKind, LeafKind, List, Part, PartKind, Redirection, Word};

impl Parser<'_> {
    /// Reads the compound command that begins here.
    pub(super) fn compound(&mut self) -> CommandKind {
        let tok = self.peek();
        let token = self.next();
        let open = token.bytes;
        let read = |p: &mut Self| {
            Some(match tok {
                Tok::If => p.branches(),
                Tok::While | Tok::Until => p.while_loop(),
                Tok::For | Tok::Select => p.for_loop(tok),
                Tok::Case => p.case(),
                Tok::Open => CommandKind::Subshell(p.closed_by(Tok::Close)),
                Tok::OpenBrace => CommandKind::Group(p.closed_by(Tok::CloseBrace)),
                Tok::OpenTest => CommandKind::Conditional(p.conditional(open)),
                _ => CommandKind::Arithmetic(token.word.map(|word| word.parts).unwrap_or_default()),
            })
        };
        let kind = self.within(tok, open, |p| p.deeper(read));
        kind.unwrap_or_else(|| CommandKind::Group(List::default()))
    }

    /// Takes the token that must stand here.
    fn expect(&mut self, tok: Tok) -> bool {
        let found = self.take(tok).is_some();
        if !found {
            self.expected(tok);
        }
        found
    }

    fn closed_by(&mut self, close: Tok) -> List {
        let list = self.body();
        self.expect(close);
        list
    }

    fn branches(&mut self) -> CommandKind {
        let mut branches = Vec::new();
        loop {
            let condition = self.body();
            self.expect(Tok::Then);
            let body = self.body();
            branches.push(Branch { condition, body });
            if self.take(Tok::Elif).is_some() {
                continue;
            }
            if self.take(Tok::Else).is_some() {
                let body = self.body();
                let condition = List::default();
                branches.push(Branch { condition, body });
            }
            self.expect(Tok::Fi);
            return CommandKind::If(branches);
        }
    }

    fn while_loop(&mut self) -> CommandKind {
        let condition = self.body();
        self.expect(Tok::Do);
        let body = self.body();
        self.expect(Tok::Done);
        CommandKind::Loop(Branch { condition, body })
    }

    fn for_loop(&mut self, tok: Tok) -> CommandKind {
        if self.peek() == Tok::ArithmeticFor {
            return self.arithmetic_for();
        }
        let name = self.some_word(tok);
        let mut words = Vec::new();
        let mut after_semicolon = false;
        if self.take(Tok::Semi).is_some() {
            after_semicolon = true;
        }
        let lines = self.peek() == Tok::Newline;
        self.newlines();
        if !after_semicolon && self.take(Tok::In).is_some() {
            while self.peek() == Tok::Word {
                words.extend(self.next().word);
            }
            if self.take(Tok::Semi).is_none() && self.take(Tok::Newline).is_none() {
                self.expected(Tok::Semi);
            }
            self.newlines();
        } else if !after_semicolon && !lines && self.peek() != Tok::Do {
            self.expected(Tok::In);
        }
        let body = self.loop_body();
        CommandKind::For { name, words, body }
    }

    fn arithmetic_for(&mut self) -> CommandKind {
        let token = self.next();
        let parts = token.word.map(|word| word.parts).unwrap_or_default();
        self.three_expressions(token.bytes, &parts);
        if self.take(Tok::Semi).is_some() || self.peek() == Tok::Newline {
            self.newlines();
        }
        let body = self.loop_body();
        CommandKind::ArithmeticFor { parts, body }
    }

    /// `for (( ; ; ))` needs exactly two semicolons that are neither quoted nor inside an expansion.
    fn three_expressions(&mut self, bytes: Bytes, parts: &[Part]) {
        let texts = parts.iter().filter(|part| matches!(part.kind, PartKind::Text));
        let semicolons: usize = texts.map(|part| semicolons(part.bytes.of(self.text))).sum();
        if !self.failed && semicolons != 2 {
            self.wrong_arithmetic_for(bytes);
        }
    }

    /// `do ... done`, or the `{ ... }` that bash takes in its place.
    fn loop_body(&mut self) -> List {
        if let Some(open) = self.take(Tok::OpenBrace) {
            return self.within(Tok::OpenBrace, open, |p| p.closed_by(Tok::CloseBrace));
        }
        self.expect(Tok::Do);
        self.closed_by(Tok::Done)
    }

    /// The word that must follow `for`, `select`, `case`, `function`.
    fn some_word(&mut self, after: Tok) -> Option<Word> {
        if self.peek() == Tok::Word {
            return self.next().word;
        }
        self.name_missing(after);
        None
    }

    fn case(&mut self) -> CommandKind {
        let subject = self.some_word(Tok::Case);
        self.newlines();
        self.expect(Tok::In);
        let mut arms = Vec::new();
        loop {
            self.newlines();
            if self.failed || self.take(Tok::Esac).is_some() {
                break;
            }
            let patterns = self.patterns();
            let body = self.list();
            arms.push(Arm { patterns, body });
            match self.peek() {
                Tok::SemiSemi | Tok::SemiAmp | Tok::SemiSemiAmp => {
                    self.next();
                }
                Tok::Close => {
                    self.arm_unended();
                    break;
                }
                _ => {
                    self.expect(Tok::Esac);
                    break;
                }
            }
        }
        CommandKind::Case { subject, arms }
    }

    fn patterns(&mut self) -> Vec<Word> {
        let mut patterns = Vec::new();
        self.take(Tok::Open);
        loop {
            if self.peek() != Tok::Word {
                self.unexpected();
                break;
            }
            patterns.extend(self.next().word);
            if self.take(Tok::Close).is_some() {
                break;
            }
            if self.take(Tok::Pipe).is_none() {
                self.expected(Tok::Close);
                break;
            }
        }
        patterns
    }

    pub(super) fn function(&mut self) -> CommandKind {
        let open = self.next().bytes;
        let name = self.some_word(Tok::Function);
        if let Some(word) = &name {
            self.retag(word, LeafKind::Command);
        }
        self.within(Tok::Function, open, |p| {
            let start = p.here();
            if let Some(open) = p.take(Tok::Open)
                && p.take(Tok::Close).is_none()
            {
                // `function f (a)`: the parenthesis is the body already.
                let list = p.within(Tok::Open, open, |p| p.deeper(|p| p.closed_by(Tok::Close)));
                let redirections = p.redirections();
                let bytes = p.read_to(start);
                let kind = CommandKind::Subshell(list);
                let body = Some(Box::new(Command {
                    bytes,
                    kind,
                    redirections,
                }));
                return CommandKind::Function { name, body };
            }
            p.newlines();
            p.function_body(name)
        })
    }

    /// Reads a function from the parentheses after its name.
    pub(super) fn function_after(&mut self, name: Option<Word>) -> CommandKind {
        let open = self.next().bytes;
        if self.take(Tok::Close).is_none() {
            self.not_a_function(name.as_ref(), open);
        }
        let bytes = name.as_ref().map_or(open, |name| name.bytes);
        self.within(Tok::Function, bytes, |p| {
            p.newlines();
            p.function_body(name)
        })
    }

    fn function_body(&mut self, name: Option<Word>) -> CommandKind {
        let body = if self.peek().begins_compound() {
            self.deeper(|p| Some(Box::new(p.command())))
        } else {
            self.unexpected();
            None
        };
        CommandKind::Function { name, body }
    }

    pub(super) fn coprocess(&mut self) -> (CommandKind, Vec<Redirection>) {
        self.next();
        let start = self.here();
        let mut name = None;
        let body = match self.peek() {
            tok if tok.begins_compound() => Some(self.command()),
            Tok::Word => {
                let word = self.next().word;
                if self.peek().begins_compound() {
                    name = word;
                    Some(self.command())
                } else {
                    if let Some(word) = &word {
                        self.retag(word, LeafKind::Command);
                    }
                    Some(self.simple_command(start, word))
                }
            }
            tok if tok == Tok::Assignment || tok.begins_redirection() => Some(self.simple_command(start, None)),
            _ => {
                self.unexpected();
                None
            }
        };
        let body = body.map(Box::new);
        (CommandKind::Coprocess { name, body }, Vec::new())
    }

    /// A simple command, of which the name may have been read.
    fn simple_command(&mut self, start: usize, name: Option<Word>) -> Command {
        let (kind, redirections) = self.simple(name);
        Command {
            bytes: self.read_to(start),
            kind,
            redirections,
        }
    }
}

/// How many semicolons stand outside `${ }`.
fn semicolons(text: &str) -> usize {
    let pieces = text.split("${").enumerate().map(|(index, piece)| match index {
        0 => piece,
        _ => piece.split_once('}').map_or("", |(_, after)| after),
    });
    pieces.map(|piece| piece.matches(';').count()).sum()
}
