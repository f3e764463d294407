//! Builds the tree from lexemes, over a stack of its own, and tells what deviates from JSON.
//!
//! In every state there is an answer to every lexeme, so the parser never gives up. Which brackets belong together is
//! decided beforehand by `brackets`; how scalars are read, by `scalar`.

use super::brackets::{self, Action, LEVELS, Repair};
use super::lexer::{CommentKind, Kind, Lexeme, Lexer, Shape, is_dots, line_end};
use super::words::{code_point, name, plain, show};
use super::{Comments, Member, Node, NodeId, Options, Tree, Value, scalar};
use crate::diagnostic::{Applicability, Edit, Finding, Fix, Text};
use crate::say;
use crate::syntax::{Token, TokenKind};
use std::collections::HashMap;
use std::ops::Range;

const RULE: &str = "json-syntax";

/// How many findings a writer is shown; what is broken more than that is not JSON.
const MOST: usize = 20;

pub(super) fn parse(text: &str, options: &Options) -> (Tree, Vec<Finding>) {
    let (repairs, bracket_findings) = brackets::judge(text);
    let mut parser = Parser {
        text,
        options: *options,
        lexer: Lexer::new(text),
        tree: Tree {
            roots: Vec::new(),
            tokens: Vec::new(),
            fragment: false,
            nodes: Vec::new(),
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
    };
    parser.mended = !bracket_findings.is_empty() || parser.repairs.peek().is_some();
    let foreign = parser.is_foreign();
    parser.begin();
    parser.run();
    parser.end();
    let bare = parser.findings.iter().filter(|finding| finding.rule == RULE).count() + bracket_findings.len();
    let mut findings = parser.findings;
    findings.extend(bracket_findings);
    let no_members = !parser.tree.nodes.iter().any(|node| matches!(&node.value, Value::Object { members, .. } if !members.is_empty()));
    if foreign || (bare >= 3 && no_members && parser.invalid * 2 > parser.tree.tokens.len()) {
        findings = vec![not_json(text)];
    }
    findings.sort_by_key(|finding| finding.at.start);
    findings.truncate(MOST);
    (parser.tree, findings)
}

fn not_json(text: &str) -> Finding {
    let start = text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
    let end = start + text[start..line_end(text, start)].trim_end().len();
    Finding::error(RULE, start..end, say!(ko: "이 글은 JSON이 아닙니다", en: "this text is not JSON")).help(say!(
        ko: "JSON은 `{{`, `[`, `\"`, 수, `true`, `false`, `null` 가운데 하나로 시작합니다. 다른 것을 보여 주는 블록이라면 언어를 `text`처럼 알맞게 적으십시오.",
        en: "JSON begins with `{{`, `[`, `\"`, a number, `true`, `false` or `null`. If the block shows something else, give it that language, or `text`."
    ))
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
            key: None,
            colon: opener.clone(),
            last: opener,
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    options: Options,
    lexer: Lexer<'a>,
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
}

impl Parser<'_> {
    /// Whether the text does not even begin like JSON, and has no quoted key anywhere.
    fn is_foreign(&self) -> bool {
        let Some(first) = self.lexer.peek() else {
            return false;
        };
        let raw = &self.text[first.range()];
        let begins = match first.kind {
            Kind::Open(_) | Kind::String(..) | Kind::Placeholder | Kind::Elision => true,
            Kind::Number => matches!(scalar::number(self.text, &first).0, Value::Number),
            Kind::Word => {
                scalar::literal(raw).is_some()
                    || scalar::is_shouted(raw)
                    || matches!(raw, "undefined" | "NaN" | "Infinity")
            }
            _ => false,
        };
        let mut ahead = self.lexer.clone().filter(|lexeme| !lexeme.is_trivia()).peekable();
        while !begins && let Some(lexeme) = ahead.next() {
            let colon = ahead.peek().is_some_and(|next| next.kind == Kind::Colon);
            if colon && matches!(lexeme.kind, Kind::String(..)) {
                return false;
            }
        }
        !begins
    }

    /// Opens the frame of the documents, and that of an object whose braces were left out.
    fn begin(&mut self) {
        self.stack.push(Frame::new(Holder::Roots, None, 0..0));
        let meaningful = |lexeme: &Lexeme| !lexeme.is_trivia() && lexeme.kind != Kind::Elision;
        let mut ahead = self.lexer.clone().filter(meaningful);
        let (Some(first), Some(second)) = (ahead.next(), ahead.next()) else {
            return;
        };
        let is_key = matches!(first.kind, Kind::String(..) | Kind::Word | Kind::Placeholder);
        if !is_key || second.kind != Kind::Colon {
            return;
        }
        self.tree.fragment = true;
        let trimmed = self.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
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
        while let Some(lexeme) = self.lexer.next() {
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
        let next = if is_string { None } else { self.lexer.peek() };
        let before_colon = next.is_some_and(|next| next.kind == Kind::Colon);
        let raw = &self.text[lexeme.range()];
        let key = match lexeme.kind {
            Kind::String(quote, end) => {
                self.token(lexeme.range(), TokenKind::Property);
                let (key, findings) = scalar::string(self.text, lexeme, quote, end);
                self.report_all(findings);
                key
            }
            Kind::Placeholder if !before_colon && self.options.placeholders => return self.elision(lexeme),
            Kind::Word | Kind::Number | Kind::Placeholder
                if before_colon || next.is_some_and(|next| self.is_assignment(&next)) =>
            {
                self.token(lexeme.range(), TokenKind::Property);
                self.report(|| unquoted_key(raw, lexeme));
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
                    && self.frame().comma.as_ref().is_some_and(|comma| comma.end == lexeme.start);
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

    fn is_assignment(&self, lexeme: &Lexeme) -> bool {
        lexeme.kind == Kind::Odd && self.text[lexeme.start..].starts_with('=')
    }

    fn value(&mut self, lexeme: &Lexeme) {
        let range = lexeme.range();
        let (value, kind) = match lexeme.kind {
            Kind::Open(shape) => return self.open(lexeme, shape),
            Kind::String(quote, end) => {
                let (value, findings) = scalar::string(self.text, lexeme, quote, end);
                self.report_all(findings);
                (Value::String(value), TokenKind::String)
            }
            Kind::Number => {
                let (value, finding) = scalar::number(self.text, lexeme);
                let kind = if finding.is_some() && value == Value::Unknown {
                    TokenKind::Invalid
                } else {
                    TokenKind::Number
                };
                self.report_all(finding);
                (value, kind)
            }
            Kind::Word => {
                let (value, finding) = scalar::word(self.text, lexeme, &self.options);
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

    /// Without placeholders, one is an error.
    fn no_placeholder(&mut self, lexeme: &Lexeme) {
        if self.options.placeholders {
            return;
        }
        let shown = show(&self.text[lexeme.range()]);
        self.report(|| {
            let message = say!(ko: "{shown}: JSON 값이 아닙니다", en: "{shown} is not JSON");
            Finding::error(RULE, lexeme.range(), message).help(say!(
                ko: "실제 값으로 바꾸거나, 문자열이면 따옴표로 싸십시오.",
                en: "Write the value itself, in quotes if it is a string."
            ))
        });
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
            let end = brackets::skip_deep(&mut self.lexer, lexeme);
            self.token(lexeme.start..end, TokenKind::Invalid);
            self.tree.nodes[node.0 as usize].range.end = end;
            self.mended = true;
            return self.receive(node);
        }
        self.punctuate(lexeme);
        let frame = self.frame();
        frame.last = lexeme.range();
        let holder = match shape {
            Shape::Object => Holder::Object,
            Shape::Array => Holder::Array,
        };
        self.stack.push(Frame::new(holder, Some(node), lexeme.range()));
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
                    self.report(|| trailing_comma(comma));
                }
            }
            State::Colon => self.no_value(aloud),
            State::Value => self.no_value(aloud),
            State::After => {}
        }
    }

    /// A key without a value: its value is unknown.
    fn no_value(&mut self, aloud: bool) {
        let frame = self.frame();
        let key = frame.key.as_ref().map(|(_, range)| range.clone());
        let at = match (frame.state, key.clone()) {
            (State::Colon, Some(key)) => key,
            _ => frame.colon.clone(),
        };
        let end = at.end;
        if aloud {
            let shown = show(&self.text[key.unwrap_or(at.clone())]);
            self.report(|| {
                let message = say!(ko: "{shown} 뒤에 값이 없습니다", en: "{shown} has no value");
                Finding::error(RULE, at, message)
                    .help(say!(ko: "멤버는 `\"키\": 값`으로 씁니다.", en: "A member is written `\"key\": value`."))
            });
        }
        let node = self.node(end..end, Value::Unknown);
        self.receive(node);
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
                self.report(|| {
                    let message = match before {
                        Some(_) => say!(ko: "쉼표가 두 개 이어집니다", en: "there are two commas in a row"),
                        None => say!(ko: "쉼표 앞에 값이 없습니다", en: "there is nothing before this comma"),
                    };
                    remove(Finding::error(RULE, lexeme.range(), message), lexeme.range())
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

    /// A comma behind a document: the document is an element cut out of a list.
    fn root_comma(&mut self, lexeme: &Lexeme) {
        self.frame().comma = None;
        if self.options.placeholders && !self.options.many {
            self.tree.fragment = true;
            return;
        }
        let many = self.options.many;
        self.report(|| {
            let message = say!(ko: "JSON 값이 끝난 뒤에 쉼표가 있습니다", en: "a comma follows the end of the JSON value");
            let finding = Finding::error(RULE, lexeme.range(), message);
            match many {
                true => remove(finding, lexeme.range()),
                false => finding.help(say!(
                    ko: "목록이라면 전체를 `[`와 `]`로 싸고, 아니라면 쉼표를 지우십시오.",
                    en: "Put a list in `[` and `]`; otherwise remove the comma."
                )),
            }
        });
        self.muted = self.muted || !many;
    }

    fn colon(&mut self, lexeme: &Lexeme) {
        self.punctuate(lexeme);
        let frame = self.frame();
        let (holder, state) = (frame.holder, frame.state);
        frame.colon = lexeme.range();
        frame.state = State::Value;
        frame.comma = None;
        let message = match (holder, state) {
            (_, State::Colon) => return,
            (_, State::Value) => say!(ko: "쌍점이 두 개 이어집니다", en: "there are two colons in a row"),
            (Holder::Object, State::Item) => say!(ko: "쌍점 앞에 키가 없습니다", en: "there is no key before this colon"),
            (Holder::Object, State::After) => say!(ko: "값 뒤에 쌍점이 있습니다", en: "a colon follows a value"),
            (Holder::Array, _) => say!(ko: "배열 안에 쌍점이 있습니다", en: "a colon stands in an array"),
            (Holder::Roots, _) => say!(ko: "멤버를 싸는 중괄호가 없습니다", en: "this member stands in no braces"),
        };
        self.report(|| {
            let finding = Finding::error(RULE, lexeme.range(), message);
            match (holder, state) {
                (_, State::Value) => remove(finding, lexeme.range()),
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

    fn elision(&mut self, lexeme: &Lexeme) {
        self.no_placeholder(lexeme);
        self.token(lexeme.range(), TokenKind::Placeholder);
        self.elide(lexeme.range());
    }

    fn elide(&mut self, range: Range<usize>) {
        let frame = self.frame();
        match frame.state {
            State::Item | State::After => {
                frame.elided = true;
                frame.state = State::After;
                frame.comma = None;
                frame.last = range;
            }
            State::Colon | State::Value => {
                let node = self.node(range, Value::Unknown);
                self.receive(node);
            }
        }
        self.frame().lenient = true;
    }

    fn missing_colon(&mut self, lexeme: &Lexeme) {
        let frame = self.frame();
        let last = frame.last.clone();
        let below = self.text[last.end..lexeme.start].contains('\n');
        let is_key = matches!(lexeme.kind, Kind::String(..) | Kind::Word)
            && matches!(self.lexer.peek(), Some(next) if next.kind == Kind::Colon);
        if is_key || (below && lexeme.kind == Kind::Word) {
            self.no_value(true);
            self.frame().lenient = true;
            return self.item(lexeme);
        }
        let shown = show(&self.text[last.clone()]);
        self.report(|| {
            let message = say!(ko: "{shown} 뒤에 쌍점이 빠졌습니다", en: "missing colon after {shown}");
            Finding::error(RULE, last.end..last.end, message).fix(
                Applicability::Safe,
                say!(ko: "`:` 넣기", en: "insert `:`"),
                last.end..last.end,
                ":",
            )
        });
        self.frame().state = State::Value;
        self.item(lexeme);
    }

    fn missing_comma(&mut self, lexeme: &Lexeme) {
        let frame = self.frame();
        let (holder, lenient, last) = (frame.holder, frame.lenient, frame.last.clone());
        let many = holder == Holder::Roots && self.options.many;
        if lenient || many {
            let frame = self.frame();
            frame.state = State::Item;
            return self.item(lexeme);
        }
        let raw = &self.text[lexeme.range()];
        let shown = show(raw);
        if holder == Holder::Roots {
            self.report(|| {
                let message = say!(ko: "JSON 값이 끝난 뒤에 {shown} 등이 더 있습니다", en: "{shown} follows the end of the JSON value");
                Finding::error(RULE, lexeme.range(), message).help(say!(
                    ko: "JSON 문서에는 값이 하나만 있습니다. 블록을 나누거나 나머지를 지우십시오.",
                    en: "A JSON document is one value. Split the block, or remove the rest."
                ))
            });
            self.muted = true;
            self.frame().state = State::Item;
            return self.item(lexeme);
        }
        let same_line = !self.text[last.end..lexeme.start].contains('\n');
        let next = self.lexer.peek();
        let is_key = next.is_some_and(|next| next.kind == Kind::Colon || self.is_assignment(&next));
        let stray = match holder {
            Holder::Object => !is_key && !(lexeme.kind == Kind::Placeholder && self.options.placeholders),
            _ => same_line && lexeme.kind == Kind::Word && !self.text[lexeme.range()].starts_with(char::is_uppercase),
        };
        if stray && !(matches!(lexeme.kind, Kind::String(..)) && !same_line) {
            return self.junk(lexeme, false);
        }
        self.report(|| {
            let message = say!(ko: "{shown} 앞에 쉼표가 빠졌습니다", en: "missing comma before {shown}");
            Finding::error(RULE, last.end..last.end, message).fix(
                Applicability::Safe,
                say!(ko: "`,` 넣기", en: "insert `,`"),
                last.end..last.end,
                ",",
            )
        });
        self.frame().state = State::Item;
        self.item(lexeme);
    }

    fn odd(&mut self, lexeme: &Lexeme) {
        let raw = &self.text[lexeme.range()];
        let state = self.frame().state;
        let meant = match state {
            State::Colon if raw.starts_with('=') => ":",
            State::After if raw == ";" && self.frame().holder != Holder::Roots => ",",
            _ => return self.junk(lexeme, false),
        };
        self.token(lexeme.range(), TokenKind::Invalid);
        let shown = show(raw);
        self.report(|| {
            let message = say!(ko: "`{meant}` 자리에 {shown}가 있습니다", en: "{shown} stands where `{meant}` should");
            let title = say!(ko: "`{meant}`로 바꾸기", en: "write `{meant}`");
            Finding::error(RULE, lexeme.range(), message).fix(Applicability::Safe, title, lexeme.range(), meant)
        });
        let frame = self.frame();
        if meant == ":" {
            frame.state = State::Value;
            frame.colon = lexeme.range();
        } else {
            // Whether something has to follow is left open: the semicolon has been told of.
            frame.state = State::Item;
            frame.comma = None;
        }
    }

    /// What makes no sense here, to the next punctuation or the end of the line, is one finding.
    fn junk(&mut self, lexeme: &Lexeme, thousands: bool) {
        let mut end = lexeme.end;
        self.token(lexeme.range(), TokenKind::Invalid);
        if let Kind::Open(_) = lexeme.kind {
            // A bracket opens whatever stands before it, or none would close.
            self.tree.tokens.pop();
            self.invalid -= 1;
            self.unexpected(lexeme.range());
            let frame = self.frame();
            frame.key = None;
            frame.state = State::Value;
            return self.value(lexeme);
        }
        while let Some(next) = self.lexer.peek() {
            let structural = matches!(next.kind, Kind::Comma | Kind::Open(_) | Kind::Close(_) | Kind::Elision);
            if structural || self.text[end..next.start].contains('\n') {
                break;
            }
            while let Some(skipped) = self.lexer.next() {
                match skipped.kind {
                    Kind::Comment(_) => self.token_of_comment(&skipped),
                    _ => self.token(skipped.range(), TokenKind::Invalid),
                }
                if !skipped.is_trivia() {
                    end = skipped.end;
                    break;
                }
            }
        }
        if thousands {
            let message = say!(ko: "수 안에 쉼표가 있습니다", en: "there is a comma inside a number");
            self.report(|| {
                Finding::error(RULE, lexeme.range(), message).help(say!(
                    ko: "JSON의 수에는 자릿수를 나누는 쉼표를 쓰지 않습니다.",
                    en: "JSON has no thousands separators."
                ))
            });
        } else {
            self.unexpected(lexeme.start..end);
        }
        let frame = self.frame();
        match frame.state {
            State::Value => {
                let node = self.node(lexeme.start..end, Value::Unknown);
                self.receive(node);
            }
            State::Colon => {
                let node = self.node(lexeme.start..end, Value::Unknown);
                self.receive(node);
            }
            State::Item | State::After => {
                if frame.holder == Holder::Roots {
                    self.muted = true;
                }
                let frame = self.frame();
                frame.state = State::After;
                frame.comma = None;
            }
        }
        let frame = self.frame();
        frame.last = lexeme.start..end;
        frame.lenient = true;
    }

    fn unexpected(&mut self, at: Range<usize>) {
        let shown = show(&self.text[at.clone()]);
        let holder = self.frame().holder;
        self.report(|| {
            let message = say!(ko: "{shown}: JSON에서 올 수 없는 자리입니다", en: "{shown} makes no sense here");
            let finding = Finding::error(RULE, at, message);
            match holder {
                Holder::Object => finding.help(say!(
                    ko: "객체 안에는 쉼표로 나눈 `\"키\": 값`만 씁니다. 값이 여럿이면 `[`와 `]`로 싸십시오.",
                    en: "An object holds `\"key\": value` with commas between. Several values go in `[` and `]`."
                )),
                Holder::Array => finding.help(say!(
                    ko: "배열 안에는 쉼표로 나눈 값만 씁니다.",
                    en: "An array holds values with commas between."
                )),
                Holder::Roots => finding,
            }
        });
    }

    fn duplicates(&mut self, members: &[Member]) {
        if self.mended || self.findings.len() >= MOST {
            return;
        }
        let mut seen: HashMap<&str, &Member> = HashMap::with_capacity(members.len());
        for member in members {
            let Some(first) = seen.get(member.key.as_str()) else {
                seen.insert(&member.key, member);
                continue;
            };
            let shown = show(&self.text[member.key_range.clone()]);
            self.report(|| {
                let message = say!(
                    ko: "{shown} 키가 한 객체에 두 번 있습니다",
                    en: "the key {shown} is in this object twice"
                );
                Finding::error("duplicate-key", member.key_range.clone(), message)
                    .label(first.key_range.clone(), say!(ko: "처음 나온 곳입니다", en: "first here"))
                    .help(say!(
                        ko: "대부분의 프로그램은 아무 말 없이 마지막 값을 씁니다. 하나만 남기십시오.",
                        en: "Most readers silently take the last one. Keep one of them."
                    ))
            });
        }
    }

    fn comment(&mut self, lexeme: &Lexeme, kind: CommentKind) {
        let raw = &self.text[lexeme.range()];
        let body = raw.trim_start_matches(['/', '*', '#']).trim_end_matches(['*', '/']).trim();
        let dotted = body.starts_with("...") || body.starts_with(['…', '⋯', '⋮']);
        if dotted && self.options.placeholders && kind != CommentKind::Unclosed {
            if matches!(self.frame().state, State::Item | State::After) {
                self.elide(lexeme.range());
            }
            if body.chars().all(is_dots) {
                return self.token(lexeme.range(), TokenKind::Placeholder);
            }
        }
        self.token_of_comment(lexeme);
    }

    fn token_of_comment(&mut self, lexeme: &Lexeme) {
        self.token(lexeme.range(), TokenKind::Comment);
        match lexeme.kind {
            Kind::Comment(CommentKind::Hash) => self.hashes.push(lexeme.range()),
            Kind::Comment(CommentKind::Unclosed) => {
                self.report(|| {
                    let at = lexeme.start..lexeme.start + 2;
                    let message = say!(ko: "`/*` 주석이 닫히지 않았습니다", en: "this `/*` comment is never closed");
                    Finding::error(RULE, at, message)
                        .help(say!(ko: "주석 끝에 `*/`를 쓰십시오.", en: "End the comment with `*/`."))
                });
                self.mended = true;
            }
            _ => self.comments.push(lexeme.range()),
        }
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
            let silent = self.findings.is_empty() && self.tree.roots.is_empty() && !frame.elided && !self.mended;
            let blank = self.tree.tokens.iter().all(|token| token.kind == TokenKind::Invalid);
            if silent && !blank {
                self.report(|| {
                    let message = say!(ko: "주석만 있고 JSON 값이 없습니다", en: "there is no JSON value here");
                    Finding::error(RULE, 0..self.text.trim_end().len(), message)
                });
            }
        }
        self.muted = false;
        self.judge_comments();
        self.judge_odd();
    }

    fn judge_comments(&mut self) {
        let hashes = std::mem::take(&mut self.hashes);
        let comments = std::mem::take(&mut self.comments);
        let message = say!(ko: "`#` 주석은 JSON에도 JSONC에도 없습니다", en: "neither JSON nor JSONC has `#` comments");
        let help = say!(ko: "설명은 블록 밖에 쓰십시오.", en: "Explain it outside the block.");
        self.findings.extend(at_all(&hashes, |at| Finding::error(RULE, at, message).help(help)));
        if self.options.comments == Comments::Allowed {
            return;
        }
        let count = comments.len();
        let message = say!(ko: "JSON에는 주석이 없습니다", en: "JSON has no comments");
        let refuse = say!(
            ko: "주석이 {count}개 있습니다. 그대로 복사하면 AWS CLI를 비롯한 많은 프로그램이 거부합니다.",
            en: "There are comments in {count} places. The AWS CLI and many others refuse the text when it is copied as it is."
        );
        let help = say!(ko: "블록의 언어를 `jsonc`로 적거나 주석을 빼십시오.", en: "Label the block `jsonc`, or take them out.");
        self.findings.extend(at_all(&comments, |at| {
            Finding::warning("json-comment", at, message).help(refuse).help(help)
        }));
    }

    fn note_odd(&mut self, lexeme: &Lexeme) {
        let Some(c) = self.text[lexeme.start..].chars().next() else {
            return;
        };
        match self.odd.iter_mut().find(|(known, _)| *known == c) {
            Some((_, places)) => places.push(lexeme.range()),
            None => self.odd.push((c, vec![lexeme.range()])),
        }
    }

    /// One finding for each character that is not JSON's, wherever it stands outside strings.
    fn judge_odd(&mut self) {
        for (c, places) in std::mem::take(&mut self.odd) {
            let code = code_point(c);
            let (ko, en) = name(c);
            let plain = plain(c);
            let message = say!(ko: "문자열 밖에 {ko}({code})가 있습니다", en: "a {en} ({code}) stands outside strings");
            let (help, title) = match plain {
                "" => (
                    say!(ko: "보이지 않지만 JSON으로 읽히지 않습니다. 지우십시오.", en: "It cannot be seen, yet JSON does not allow it. Remove it."),
                    say!(ko: "{code} 지우기", en: "remove {code}"),
                ),
                " " => (
                    say!(ko: "공백처럼 보이지만 JSON의 공백이 아닙니다.", en: "It looks like a space, yet JSON does not take it for one."),
                    say!(ko: "보통 공백으로 바꾸기", en: "write a plain space"),
                ),
                _ => (
                    say!(ko: "`{plain}`로 쓰십시오.", en: "Write `{plain}`."),
                    say!(ko: "`{plain}`로 바꾸기", en: "write `{plain}`"),
                ),
            };
            let edits = places.iter().map(|place| Edit {
                at: place.clone(),
                text: plain.repeat(self.text[place.clone()].chars().count()),
            });
            let fix = Fix {
                title,
                edits: edits.collect(),
                applicability: Applicability::Safe,
            };
            self.findings.extend(at_all(&places, |at| {
                let mut finding = Finding::error(RULE, at, message).help(help);
                finding.fix = Some(fix);
                finding
            }));
        }
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
            if odd { TokenKind::Invalid } else { TokenKind::Punctuation },
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

/// One finding for many places of the same trouble: at the first, with labels at three more.
fn at_all(places: &[Range<usize>], finding: impl FnOnce(Range<usize>) -> Finding) -> Option<Finding> {
    let (first, others) = places.split_first()?;
    let also = |finding: Finding, place: &Range<usize>| finding.label(place.clone(), say!(ko: "여기에도 있습니다", en: "here too"));
    Some(others.iter().take(3).fold(finding(first.clone()), also))
}

fn remove(finding: Finding, at: Range<usize>) -> Finding {
    finding.fix(Applicability::Safe, say!(ko: "지우기", en: "remove it"), at, "")
}

fn trailing_comma(comma: Range<usize>) -> Finding {
    let message: Text = say!(
        ko: "마지막 항목 뒤에 쉼표가 있습니다",
        en: "a comma follows the last item"
    );
    remove(Finding::error(RULE, comma.clone(), message), comma)
        .help(say!(ko: "JSON에서는 닫는 괄호 앞에 쉼표를 쓰지 않습니다.", en: "JSON has no comma before a closing bracket."))
}

fn unquoted_key(raw: &str, lexeme: &Lexeme) -> Finding {
    let shown = show(raw);
    let inside = raw.trim_matches('"');
    let simple = !inside.contains(['"', '\\', '\'', '<', '$', '{']) && inside.len() == raw.len();
    let applicability = if simple { Applicability::Safe } else { Applicability::Unsafe };
    let message = match inside.len() == raw.len() {
        true => say!(ko: "{shown} 키에 따옴표가 없습니다", en: "the key {shown} is not in quotes"),
        false => say!(ko: "{shown} 키 앞에 여는 따옴표가 없습니다", en: "the key {shown} has no opening quote"),
    };
    Finding::error(RULE, lexeme.range(), message)
        .help(say!(ko: "JSON의 키는 항상 `\"`로 쌉니다.", en: "JSON always puts keys in `\"`."))
        .fix(
            applicability,
            say!(ko: "`\"`로 싸기", en: "put it in `\"`"),
            lexeme.range(),
            format!("\"{inside}\""),
        )
}
