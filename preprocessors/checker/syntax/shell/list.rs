//! From tokens to lists, pipelines, simple commands and redirections.

use super::heredoc::MOST;
use super::reader::{Context, Parser};
use super::token::Tok;
use super::tree::{
    Bytes, Command, CommandKind, Item, Join, LeafKind, List, Pipeline, Redirection, Script, Simple, Word,
};

/// After so many faults in one text the rest is left alone.
const MOST_FAULTS: u32 = 8;

impl Parser<'_> {
    /// Reads a whole text.
    pub(super) fn script(&mut self) -> Script {
        let mut list = List::default();
        loop {
            self.unit(&mut list);
            if self.failed {
                self.recover();
            } else if self.peek() == Tok::End && !self.failed {
                break;
            } else if !self.failed {
                self.stray();
            }
        }
        self.leaf(LeafKind::Blank, self.text.len());
        list.bytes = list_bytes(&list);
        Script {
            list,
            leaves: std::mem::take(&mut self.leaves),
            heredocs: std::mem::take(&mut self.heredocs),
        }
    }

    /// Reads what an interactive shell would read before it runs something.
    pub(super) fn first_line(&mut self) -> Script {
        self.single = true;
        let mut list = List::default();
        if self.take(Tok::Newline).is_none() {
            list = self.list();
            // After a line break `single` is taken back: the line is complete.
            if self.single && self.peek() != Tok::End {
                self.unexpected();
            }
            if self.failed {
                self.recover();
            }
        }
        list.bytes = list_bytes(&list);
        Script {
            list,
            leaves: std::mem::take(&mut self.leaves),
            heredocs: std::mem::take(&mut self.heredocs),
        }
    }

    /// Reads commands up to something that is none.
    fn unit(&mut self, list: &mut List) {
        let more = self.list();
        list.items.extend(more.items);
    }

    /// Something stands where a command or the end should be.
    fn stray(&mut self) {
        let tok = self.peek();
        if self.fault_count > 0 && tok.closes() {
            // What it closes was given up at an earlier fault.
            self.next();
            if self.peek().begins_redirection() {
                self.redirections();
            }
            if matches!(
                self.peek(),
                Tok::Semi | Tok::Amp | Tok::Pipe | Tok::AndAnd | Tok::OrOr | Tok::PipeAmp
            ) {
                self.next();
            }
        } else {
            self.unexpected();
        }
    }

    /// After a fault: goes on at the next line.
    fn recover(&mut self) {
        self.failed = false;
        self.peeked = None;
        self.depth = 0;
        self.opened.clear();
        if self.fault_count >= MOST_FAULTS {
            self.at = self.src.len();
        } else if self.at == 0 || self.byte(self.at - 1) != b'\n' {
            let rest = self.src.get(self.at..).unwrap_or_default();
            self.at += rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
        }
        self.leaf(LeafKind::Unread, self.at);
        if !self.pending.is_empty() && self.at < self.src.len() {
            self.at += usize::from(self.byte(self.at) == b'\n');
            self.leaf(LeafKind::Blank, self.at);
            self.bodies();
        }
        self.context = Context::START;
    }

    /// Reads commands up to something that neither is nor joins one.
    pub(super) fn list(&mut self) -> List {
        let mut list = List::default();
        self.newlines();
        while self.peek().begins_pipeline() {
            let pipeline = self.pipeline();
            let tok = self.peek();
            let then = match tok {
                Tok::AndAnd => Some(Join::And),
                Tok::OrOr => Some(Join::Or),
                Tok::Semi | Tok::Newline => Some(Join::Next),
                Tok::Amp => Some(Join::Background),
                _ => None,
            };
            list.items.push(Item { pipeline, then });
            match then {
                None => break,
                Some(Join::And | Join::Or) => {
                    let bytes = self.next().bytes;
                    self.newlines();
                    if !self.peek().begins_pipeline() {
                        self.operand(tok, bytes);
                        break;
                    }
                }
                Some(Join::Next | Join::Background) => {
                    self.next();
                    if tok == Tok::Newline && self.single && self.opened.is_empty() {
                        self.single = false;
                        break;
                    }
                    self.newlines();
                }
            }
        }
        list.bytes = list_bytes(&list);
        list
    }

    /// A list that must not be empty, as in `then ...`.
    pub(super) fn body(&mut self) -> List {
        let list = self.list();
        if list.items.is_empty() {
            self.empty_body();
        }
        list
    }

    pub(super) fn newlines(&mut self) {
        while self.take(Tok::Newline).is_some() {}
    }

    fn pipeline(&mut self) -> Pipeline {
        let start = self.here();
        let mut pipeline = Pipeline::default();
        let mut prefixed = false;
        loop {
            match self.peek() {
                Tok::Bang => pipeline.negated ^= true,
                Tok::Time => pipeline.timed = true,
                Tok::TimeOption if pipeline.timed => {}
                _ => break,
            }
            prefixed = true;
            self.next();
        }
        if prefixed && matches!(self.peek(), Tok::Semi | Tok::Newline | Tok::End) {
            // `! ;` and a bare `time` are commands of their own.
            pipeline.bytes = self.read_to(start);
            return pipeline;
        }
        loop {
            if !self.peek().begins_command() {
                self.unexpected();
                break;
            }
            let command = self.command();
            if pipeline.commands.is_empty() {
                pipeline.commands.reserve_exact(1);
            }
            pipeline.commands.push(command);
            let tok = self.peek();
            if !matches!(tok, Tok::Pipe | Tok::PipeAmp) {
                break;
            }
            let bytes = self.next().bytes;
            self.newlines();
            if !self.peek().begins_command() {
                self.operand(tok, bytes);
                break;
            }
        }
        pipeline.bytes = self.read_to(start);
        pipeline
    }

    pub(super) fn command(&mut self) -> Command {
        let start = self.here();
        let tok = self.peek();
        let (kind, redirections) = match tok {
            Tok::Function => (self.function(), Vec::new()),
            Tok::Coproc => self.coprocess(),
            _ if tok.begins_compound() => {
                let kind = self.compound();
                (kind, self.redirections())
            }
            _ => self.simple(None),
        };
        Command {
            bytes: self.read_to(start),
            kind,
            redirections,
        }
    }

    /// Reads a simple command, of which `name` has been read already if it is there.
    pub(super) fn simple(&mut self, name: Option<Word>) -> (CommandKind, Vec<Redirection>) {
        let may_define = name.is_none();
        let mut simple = Simple::default();
        simple.words.extend(name);
        let mut redirections = Vec::new();
        while !self.failed {
            match self.peek() {
                Tok::Assignment => {
                    // Before the name it sets a variable; behind it, it is an argument like any other.
                    let word = self.next().word;
                    let list = if simple.words.is_empty() {
                        &mut simple.assignments
                    } else {
                        &mut simple.words
                    };
                    list.extend(word);
                }
                Tok::Word => {
                    let word = self.next().word;
                    self.tag(word.as_ref(), simple.words.is_empty());
                    simple.words.extend(word);
                    let alone = may_define
                        && simple.words.len() == 1
                        && simple.assignments.is_empty()
                        && redirections.is_empty();
                    if alone && self.peek() == Tok::Open {
                        return (self.function_after(simple.words.pop()), redirections);
                    }
                }
                tok if tok.begins_redirection() => {
                    let first = simple.words.is_empty() && simple.assignments.is_empty();
                    redirections.extend(self.redirection());
                    self.context.redirected = first;
                    self.peek();
                    self.context.redirected = false;
                }
                _ => break,
            }
        }
        (CommandKind::Simple(simple), redirections)
    }

    /// Gives a word's leaves the colour of a command or an option.
    fn tag(&mut self, word: Option<&Word>, command: bool) {
        let Some(word) = word else { return };
        if command {
            self.retag(word, LeafKind::Command);
        } else if self.byte(word.bytes.start as usize) == b'-' {
            self.retag(word, LeafKind::Option);
        }
    }

    pub(super) fn redirections(&mut self) -> Vec<Redirection> {
        let mut redirections = Vec::new();
        while self.peek().begins_redirection() {
            redirections.extend(self.redirection());
        }
        redirections
    }

    fn redirection(&mut self) -> Option<Redirection> {
        let start = self.here();
        if matches!(self.peek(), Tok::Number | Tok::Descriptor) {
            self.next();
        }
        let tok = self.peek();
        if !tok.is_redirection() {
            self.unexpected();
            return None;
        }
        let operator = self.next().bytes;
        let duplicates = matches!(tok, Tok::LessAmp | Tok::GreatAmp);
        let fits = match self.peek() {
            Tok::Word => true,
            Tok::Number | Tok::Dash => duplicates,
            _ => false,
        };
        if !fits {
            self.no_target(tok, operator);
            return None;
        }
        let token = self.next();
        let target = token.word;
        let heredoc = match (tok, &target) {
            (Tok::LessLess | Tok::LessLessDash, Some(word)) => {
                if self.pending.len() >= MOST {
                    self.too_many_heredocs(operator);
                    return None;
                }
                Some(self.heredoc(word, tok == Tok::LessLessDash))
            }
            _ => None,
        };
        Some(Redirection {
            bytes: Bytes::new(start, token.bytes.end as usize),
            operator,
            target,
            heredoc,
        })
    }
}

fn list_bytes(list: &List) -> Bytes {
    match (list.items.first(), list.items.last()) {
        (Some(first), Some(last)) => Bytes {
            start: first.pipeline.bytes.start,
            end: last.pipeline.bytes.end,
        },
        _ => Bytes::default(),
    }
}
