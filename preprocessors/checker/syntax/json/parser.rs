//! Builds the tree from lexemes, over a stack of its own, and tells what deviates from JSON.
//!
//! In every state there is an answer to every lexeme, so the parser never gives up. Which brackets belong together is
//! decided beforehand by `brackets`; how scalars are read, by `strings` and `bare`.

mod asides;
mod recover;

use super::brackets::{self, Action, LEVELS, MOST, Repair};
use super::lexer::{End, Kind, Lexeme, Lexemes, Quote, Shape, lex, peek};
use super::words::show;
use super::{Comments, Member, Node, NodeId, Options, Tree, Value, bare, said, strings, whole};
use crate::diagnostic::Finding;
use crate::say;
use crate::syntax::{Token, TokenKind};
use std::ops::Range;

const RULE: &str = "json-syntax";

pub(super) fn parse(text: &str, options: &Options) -> (Tree, Vec<Finding>) {
    let lexemes = lex(text);
    let (repairs, bracket_findings) = brackets::judge(text, lexemes.iter().copied());
    let mut parser = Parser {
        text,
        options: *options,
        lexemes: lexemes.iter().copied(),
        tree: Tree {
            roots: Vec::new(),
            tokens: Vec::with_capacity(lexemes.len()),
            fragment: false,
            nodes: Vec::with_capacity(lexemes.len() / 2),
        },
        stack: Vec::new(),
        repairs: repairs.into_iter().peekable(),
        mended: false,
        findings: Vec::new(),
        muted: false,
        comments: Vec::new(),
        hashes: Vec::new(),
        odd: Vec::new(),
        invalid: 0,
        unclosed: None,
    };
    parser.mended = !bracket_findings.is_empty() || parser.repairs.peek().is_some();
    let foreign = whole::is_foreign(text, &parser.lexemes);
    parser.begin();
    parser.run();
    parser.end();
    let bare = parser.findings.iter().filter(|finding| finding.rule == RULE).count() + bracket_findings.len();
    let mut findings = parser.findings;
    findings.extend(bracket_findings);
    let no_members = !parser
        .tree
        .nodes
        .iter()
        .any(|node| matches!(&node.value, Value::Object { members, .. } if !members.is_empty()));
    if foreign || (bare >= 3 && no_members && parser.invalid * 2 > parser.tree.tokens.len()) {
        findings = vec![whole::not_json(text)];
        parser.tree.roots.clear();
        parser.tree.fragment = false;
    }
    findings.sort_by_key(|finding| finding.at.start);
    findings.truncate(MOST);
    (parser.tree, findings)
}

/// What a frame is in the middle of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before a member or element: at the start, or after a comma.
    Item,
    /// After a key.
    Colon,
    /// After a colon.
    Value,
    /// After a member or element.
    After,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holder {
    /// Between braces, or the members of a fragment without them.
    Object,
    Array,
    /// The documents.
    Roots,
}

struct Frame {
    holder: Holder,
    /// The node that it becomes; the documents become none.
    node: Option<NodeId>,
    start: usize,
    state: State,
    members: Vec<Member>,
    elements: Vec<NodeId>,
    elided: bool,
    /// The comma that nothing has followed yet.
    comma: Option<Range<usize>>,
    /// Whether commas may be missing or left over here, after an elision or a repair.
    lenient: bool,
    /// Whether a colon out of place was told of.
    colons: bool,
    /// The key that waits for its value.
    key: Option<(String, Range<usize>)>,
    /// Where the colon stands, and where what was read last ends.
    colon: Range<usize>,
    last: Range<usize>,
}

impl Frame {
    fn new(holder: Holder, node: Option<NodeId>, opener: Range<usize>) -> Self {
        Self {
            holder,
            node,
            start: opener.start,
            state: State::Item,
            members: Vec::new(),
            elements: Vec::new(),
            elided: false,
            comma: None,
            lenient: false,
            colons: false,
            key: None,
            colon: opener.clone(),
            last: opener,
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    options: Options,
    /// What is still to be read.
    lexemes: Lexemes<'a>,
    tree: Tree,
    /// The documents, then what is open.
    stack: Vec<Frame>,
    repairs: std::iter::Peekable<std::vec::IntoIter<Repair>>,
    /// Whether brackets had to be repaired, so that members may be in the wrong object.
    mended: bool,
    findings: Vec<Finding>,
    muted: bool,
    comments: Vec<Range<usize>>,
    hashes: Vec<Range<usize>>,
    /// Characters that only look like JSON's own, or like nothing at all, and where they stand.
    odd: Vec<(char, Vec<Range<usize>>)>,
    invalid: usize,
    /// Where a string that nothing closes ends: what seems to be missing there may be inside it.
    unclosed: Option<usize>,
}

impl Parser<'_> {
    /// Opens the frame of the documents, and that of an object whose braces were left out.
    fn begin(&mut self) {
        self.stack.push(Frame::new(Holder::Roots, None, 0..0));
        let meaningful = |lexeme: &Lexeme| !lexeme.is_trivia() && lexeme.kind != Kind::Elision;
        let mut ahead = self.lexemes.clone().filter(meaningful);
        let (Some(first), Some(second)) = (ahead.next(), ahead.next()) else {
            return;
        };
        let is_key = matches!(first.kind, Kind::String(..) | Kind::Word | Kind::Placeholder);
        // Members that something closes had their opener.
        let opened = matches!(self.repairs.peek(), Some(repair) if repair.at <= first.start);
        if !is_key || opened || second.kind != Kind::Colon {
            return;
        }
        self.tree.fragment = true;
        let trimmed = self
            .text
            .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let start = self.text.len() - trimmed.len();
        let node = self.node(start..self.text.trim_end().len(), Value::Unknown);
        self.stack.push(Frame::new(Holder::Object, Some(node), start..start));
        if !self.options.placeholders {
            self.report(|| {
                let message = say!(ko: "멤버를 싸는 중괄호가 없습니다", en: "these members stand in no braces");
                Finding::error(RULE, first.range(), message)
                    .help(say!(ko: "전체를 `{{`와 `}}`로 싸십시오.", en: "Put `{{` and `}}` around them all."))
            });
        }
    }

    fn run(&mut self) {
        while let Some(lexeme) = self.lexemes.next() {
            match lexeme.kind {
                Kind::Comment(kind) => self.comment(&lexeme, kind),
                Kind::Blank => {
                    self.token(lexeme.range(), TokenKind::Invalid);
                    self.note_odd(&lexeme);
                }
                _ => self.mend_then(&lexeme),
            }
        }
    }

    /// Follows the repairs that are due before a lexeme, then takes it.
    fn mend_then(&mut self, lexeme: &Lexeme) {
        while let Some(repair) = self.repairs.next_if(|repair| repair.at <= lexeme.start) {
            match repair.action {
                Action::Close(count) => {
                    for _ in 0..count {
                        self.close(lexeme.start, false);
                    }
                    self.frame().lenient = true;
                }
                Action::Open(shape) => {
                    let node = self.node(lexeme.start..lexeme.start, Value::Unknown);
                    self.enter(shape, node, lexeme.start..lexeme.start);
                }
                Action::Ignore => {
                    self.token(lexeme.range(), TokenKind::Invalid);
                    self.frame().lenient = true;
                    return;
                }
                Action::Replace => {}
            }
        }
        self.take(lexeme);
    }

    fn take(&mut self, lexeme: &Lexeme) {
        match lexeme.kind {
            Kind::Comma => self.comma(lexeme),
            Kind::Colon => self.colon(lexeme),
            Kind::Elision => self.elision(lexeme),
            Kind::Close(_) => {
                self.punctuate(lexeme);
                self.close(lexeme.end, true);
            }
            Kind::Odd => self.odd(lexeme),
            _ => self.item(lexeme),
        }
    }

    /// A value, or a key.
    fn item(&mut self, lexeme: &Lexeme) {
        let (holder, state) = (self.frame().holder, self.frame().state);
        match (holder, state) {
            (_, State::Value) | (Holder::Array | Holder::Roots, State::Item) => self.value(lexeme),
            (Holder::Object, State::Item) => self.key(lexeme),
            (_, State::Colon) => self.missing_colon(lexeme),
            (_, State::After) => self.missing_comma(lexeme),
        }
    }

    fn key(&mut self, lexeme: &Lexeme) {
        let is_string = matches!(lexeme.kind, Kind::String(..));
        let next = if is_string { None } else { peek(&self.lexemes) };
        let before_colon = next.is_some_and(|next| next.kind == Kind::Colon);
        let raw = &self.text[lexeme.range()];
        let key = match lexeme.kind {
            Kind::String(quote, end) => {
                self.token(lexeme.range(), TokenKind::Property);
                self.string(lexeme, quote, end)
            }
            Kind::Placeholder if !before_colon && self.options.placeholders => return self.elision(lexeme),
            Kind::Word | Kind::Number | Kind::Placeholder
                if before_colon || next.is_some_and(|next| self.is_assignment(&next)) =>
            {
                self.token(lexeme.range(), TokenKind::Property);
                self.report(|| said::unquoted_key(raw, lexeme));
                raw.trim_matches('"').to_owned()
            }
            Kind::Open(_) => {
                self.report(|| {
                    let shown = show(raw);
                    let message = say!(ko: "{shown} 앞에 키가 없습니다", en: "there is no key before {shown}");
                    let help = say!(
                        ko: "객체 안에는 `\"키\": 값`만 올 수 있습니다. 값만 늘어놓으려면 `[`와 `]`로 싸십시오.",
                        en: "An object holds `\"key\": value` pairs. For values alone, use `[` and `]`."
                    );
                    Finding::error(RULE, lexeme.range(), message).help(help)
                });
                self.frame().comma = None;
                return self.value(lexeme);
            }
            _ => {
                let thousands = lexeme.kind == Kind::Number
                    && raw.len() == 3
                    && self
                        .frame()
                        .comma
                        .as_ref()
                        .is_some_and(|comma| comma.end == lexeme.start);
                return self.junk(lexeme, thousands);
            }
        };
        let frame = self.frame();
        frame.comma = None;
        frame.lenient = false;
        frame.key = Some((key, lexeme.range()));
        frame.last = lexeme.range();
        frame.state = State::Colon;
    }

    /// Reads a string, and remembers whether it ends.
    fn string(&mut self, lexeme: &Lexeme, quote: Quote, end: End) -> String {
        let (value, findings) = strings::string(self.text, lexeme, quote, end);
        self.report_all(findings);
        if end == End::Open {
            self.unclosed = Some(lexeme.end);
        }
        value
    }

    fn is_assignment(&self, lexeme: &Lexeme) -> bool {
        lexeme.kind == Kind::Odd && self.text[lexeme.start..].starts_with('=')
    }

    fn value(&mut self, lexeme: &Lexeme) {
        let range = lexeme.range();
        let (value, kind) = match lexeme.kind {
            Kind::Open(shape) => return self.open(lexeme, shape),
            Kind::String(quote, end) => (Value::String(self.string(lexeme, quote, end)), TokenKind::String),
            Kind::Number => {
                let (value, finding) = bare::number(self.text, lexeme);
                let kind = if finding.is_some() && value == Value::Unknown {
                    TokenKind::Invalid
                } else {
                    TokenKind::Number
                };
                self.report_all(finding);
                (value, kind)
            }
            Kind::Word => {
                let (value, finding) = bare::word(self.text, lexeme, &self.options);
                let kind = match value {
                    Value::Unknown if finding.is_none() => TokenKind::Placeholder,
                    Value::Unknown => TokenKind::Invalid,
                    _ => TokenKind::Literal,
                };
                self.report_all(finding);
                (value, kind)
            }
            _ => {
                self.no_placeholder(lexeme);
                (Value::Unknown, TokenKind::Placeholder)
            }
        };
        self.token(range.clone(), kind);
        let node = self.node(range, value);
        self.receive(node);
    }

    fn open(&mut self, lexeme: &Lexeme, shape: Shape) {
        let node = self.node(lexeme.range(), Value::Unknown);
        // The frame of the documents, and that of bare members, are no brackets.
        let brackets = self.stack.len() - 1 - usize::from(self.tree.fragment && self.stack.len() > 1);
        if brackets >= LEVELS {
            self.report(|| {
                let message = say!(
                    ko: "괄호가 {LEVELS}단계보다 깊이 겹쳐 있습니다",
                    en: "brackets are nested in more than {LEVELS} levels"
                );
                Finding::error(RULE, lexeme.range(), message).help(say!(
                    ko: "AWS CLI를 비롯한 대부분의 프로그램은 이렇게 깊은 JSON을 읽지 못합니다. 더 안쪽은 검사하지 않았습니다.",
                    en: "Most JSON readers, the AWS CLI's among them, give up here. What is deeper was not checked."
                ))
            });
            let end = brackets::skip_deep(&mut self.lexemes, lexeme);
            self.token(lexeme.start..end, TokenKind::Invalid);
            self.tree.nodes[node.0 as usize].range.end = end;
            self.mended = true;
            return self.receive(node);
        }
        self.punctuate(lexeme);
        let frame = self.frame();
        frame.last = lexeme.range();
        self.enter(shape, node, lexeme.range());
    }

    fn enter(&mut self, shape: Shape, node: NodeId, opener: Range<usize>) {
        let holder = match shape {
            Shape::Object => Holder::Object,
            Shape::Array => Holder::Array,
        };
        self.stack.push(Frame::new(holder, Some(node), opener));
    }

    /// Ends the innermost frame and hands its node to the one around it.
    fn close(&mut self, end: usize, closed: bool) {
        if self.stack.len() < 2 {
            return;
        }
        self.settle(closed);
        let Some(frame) = self.stack.pop() else { return };
        self.duplicates(&frame.members);
        let Some(id) = frame.node else { return };
        let end = if closed { end } else { frame.last.end.max(frame.start) };
        let node = &mut self.tree.nodes[id.0 as usize];
        node.range.end = node.range.end.max(end);
        node.value = match frame.holder {
            Holder::Object => Value::Object {
                members: frame.members,
                elided: frame.elided,
            },
            _ => Value::Array {
                elements: frame.elements,
                elided: frame.elided,
            },
        };
        self.receive(id);
    }

    /// Tells what is unfinished in a frame that ends; `aloud` unless the missing end itself is told.
    fn settle(&mut self, aloud: bool) {
        match self.frame().state {
            State::Item => {
                let comma = self.frame().comma.take();
                if let Some(comma) = comma.filter(|_| aloud) {
                    self.report(|| said::trailing_comma(comma));
                }
            }
            State::Colon => self.no_value(aloud),
            State::Value => self.no_value(aloud),
            State::After => {}
        }
    }

    /// Puts a finished value where it belongs.
    fn receive(&mut self, id: NodeId) {
        let range = self.tree.nodes[id.0 as usize].range.clone();
        let frame = self.frame();
        match (frame.holder, frame.state) {
            (Holder::Object, _) => {
                if let Some((key, key_range)) = frame.key.take() {
                    frame.members.push(Member {
                        key,
                        key_range,
                        value: id,
                    });
                }
            }
            (_, State::Value) => {}
            _ => frame.elements.push(id),
        }
        frame.state = State::After;
        frame.comma = None;
        frame.lenient = false;
        frame.last = range;
    }

    fn comma(&mut self, lexeme: &Lexeme) {
        self.punctuate(lexeme);
        let frame = self.frame();
        match frame.state {
            State::After => {
                frame.state = State::Item;
                frame.comma = (!frame.lenient).then(|| lexeme.range());
                if frame.holder == Holder::Roots {
                    self.root_comma(lexeme);
                }
            }
            State::Item if frame.lenient => frame.lenient = false,
            State::Item => {
                let before = frame.comma.clone();
                if self.closes_next() {
                    return;
                }
                self.report(|| {
                    let message = match before {
                        Some(_) => say!(ko: "쉼표가 두 개 이어집니다", en: "there are two commas in a row"),
                        None => say!(ko: "쉼표 앞에 값이 없습니다", en: "there is nothing before this comma"),
                    };
                    said::remove(Finding::error(RULE, lexeme.range(), message), lexeme.range())
                });
            }
            State::Colon | State::Value => {
                self.no_value(true);
                let frame = self.frame();
                frame.state = State::Item;
                frame.comma = Some(lexeme.range());
            }
        }
    }

    /// Whether brackets are taken as closed before the next lexeme.
    fn closes_next(&mut self) -> bool {
        let next = self
            .repairs
            .peek()
            .filter(|repair| matches!(repair.action, Action::Close(_)));
        next.is_some_and(|repair| peek(&self.lexemes).is_some_and(|lexeme| lexeme.start == repair.at))
    }

    fn colon(&mut self, lexeme: &Lexeme) {
        self.punctuate(lexeme);
        let frame = self.frame();
        let (holder, state) = (frame.holder, frame.state);
        frame.colon = lexeme.range();
        frame.state = State::Value;
        frame.comma = None;
        let told = frame.colons;
        frame.colons |= state != State::Colon;
        let message = match (holder, state) {
            (_, State::Colon) => return,
            _ if told => return,
            (_, State::Value) => say!(ko: "쌍점이 두 개 이어집니다", en: "there are two colons in a row"),
            (Holder::Object, State::Item) => {
                say!(ko: "쌍점 앞에 키가 없습니다", en: "there is no key before this colon")
            }
            (Holder::Object, State::After) => say!(ko: "값 뒤에 쌍점이 있습니다", en: "a colon follows a value"),
            (Holder::Array, _) => say!(ko: "배열 안에 쌍점이 있습니다", en: "a colon stands in an array"),
            (Holder::Roots, _) => say!(ko: "멤버를 싸는 중괄호가 없습니다", en: "this member stands in no braces"),
        };
        self.report(|| {
            let finding = Finding::error(RULE, lexeme.range(), message);
            match (holder, state) {
                (_, State::Value) => said::remove(finding, lexeme.range()),
                (Holder::Object, _) => finding.help(say!(
                    ko: "멤버는 `\"키\": 값`으로 쓰고 쉼표로 나눕니다.",
                    en: "A member is written `\"key\": value`; commas stand between members."
                )),
                _ => finding.help(say!(
                    ko: "키와 값의 짝은 `{{`와 `}}` 안에만 씁니다.",
                    en: "Keys with values stand in `{{` and `}}` only."
                )),
            }
        });
    }

    /// Ends what is open, and tells what concerns the text as a whole.
    fn end(&mut self) {
        while self.stack.len() > 1 {
            let bare = self.tree.fragment && self.stack.len() == 2;
            if bare && self.options.placeholders && self.frame().state == State::Item {
                self.frame().comma = None;
            }
            self.close(self.text.trim_end().len(), bare);
        }
        self.settle(true);
        if let Some(frame) = self.stack.pop() {
            self.tree.roots = frame.elements;
            let reported = self.options.comments == Comments::Report && !self.comments.is_empty();
            let told = reported || !self.hashes.is_empty();
            let silent =
                !told && self.findings.is_empty() && self.tree.roots.is_empty() && !frame.elided && !self.mended;
            let blank = self.tree.tokens.iter().all(|token| token.kind == TokenKind::Invalid);
            if silent && !blank {
                self.report(|| {
                    let message = say!(ko: "주석만 있고 JSON 값이 없습니다", en: "there is no JSON value here");
                    Finding::error(RULE, 0..self.text.trim_end().len(), message)
                });
            }
        }
        self.muted = false;
        self.findings.extend(whole::hashes(&self.hashes));
        if self.options.comments == Comments::Report {
            self.findings.extend(whole::comments(&self.comments));
        }
        self.findings.extend(whole::odd(self.text, &self.odd));
    }

    fn frame(&mut self) -> &mut Frame {
        if self.stack.is_empty() {
            self.stack.push(Frame::new(Holder::Roots, None, 0..0));
        }
        let last = self.stack.len() - 1;
        &mut self.stack[last]
    }

    fn node(&mut self, range: Range<usize>, value: Value) -> NodeId {
        let id = NodeId(u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX));
        self.tree.nodes.push(Node { range, value });
        id
    }

    fn token(&mut self, range: Range<usize>, kind: TokenKind) {
        self.invalid += usize::from(kind == TokenKind::Invalid);
        self.tree.tokens.push(Token { range, kind });
    }

    fn punctuate(&mut self, lexeme: &Lexeme) {
        let odd = lexeme.end - lexeme.start > 1;
        self.token(
            lexeme.range(),
            if odd {
                TokenKind::Invalid
            } else {
                TokenKind::Punctuation
            },
        );
        if odd {
            self.note_odd(lexeme);
        }
    }

    fn report(&mut self, finding: impl FnOnce() -> Finding) {
        if !self.muted && self.findings.len() < MOST {
            self.findings.push(finding());
        }
    }

    fn report_all(&mut self, findings: impl IntoIterator<Item = Finding>) {
        for finding in findings {
            self.report(|| finding);
        }
    }
}
