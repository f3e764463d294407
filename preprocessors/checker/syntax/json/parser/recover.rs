//! How the parser goes on after a mistake: each is told once, and what it hides is taken as meant.

use super::{Holder, Parser, RULE, State};
use crate::diagnostic::{Applicability, Finding};
use crate::say;
use crate::syntax::TokenKind;
use crate::syntax::json::brackets::MOST;
use crate::syntax::json::lexer::{Kind, Lexeme, peek};
use crate::syntax::json::words::show;
use crate::syntax::json::{Member, Value, said};
use std::collections::HashMap;
use std::ops::Range;

impl Parser<'_> {
    /// A key without a value: its value is unknown.
    pub(super) fn no_value(&mut self, aloud: bool) {
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

    /// A comma behind a document: the document is an element cut out of a list.
    pub(super) fn root_comma(&mut self, lexeme: &Lexeme) {
        self.frame().comma = None;
        if self.muted || (self.options.placeholders && !self.options.many) {
            self.tree.fragment = !self.muted;
            return;
        }
        let many = self.options.many;
        self.report(|| {
            let message =
                say!(ko: "JSON 값이 끝난 뒤에 쉼표가 있습니다", en: "a comma follows the end of the JSON value");
            let finding = Finding::error(RULE, lexeme.range(), message);
            match many {
                true => said::remove(finding, lexeme.range()),
                false => finding.help(say!(
                    ko: "목록이라면 전체를 `[`와 `]`로 싸고, 아니라면 쉼표를 지우십시오.",
                    en: "Put a list in `[` and `]`; otherwise remove the comma."
                )),
            }
        });
        self.muted = self.muted || !many;
    }

    pub(super) fn missing_colon(&mut self, lexeme: &Lexeme) {
        let frame = self.frame();
        let last = frame.last.clone();
        let below = self.text[last.end..lexeme.start].contains('\n');
        let is_key = matches!(lexeme.kind, Kind::String(..) | Kind::Word)
            && matches!(peek(&self.lexemes), Some(next) if next.kind == Kind::Colon);
        if is_key || (below && lexeme.kind == Kind::Word) {
            self.no_value(true);
            self.frame().lenient = true;
            return self.item(lexeme);
        }
        if self.unclosed == Some(last.end) {
            self.frame().state = State::Value;
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

    pub(super) fn missing_comma(&mut self, lexeme: &Lexeme) {
        let frame = self.frame();
        let (holder, lenient, last) = (frame.holder, frame.lenient, frame.last.clone());
        let many = holder == Holder::Roots && self.options.many;
        if lenient || many || (holder != Holder::Roots && self.unclosed == Some(last.end)) {
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
        let next = peek(&self.lexemes);
        let is_key = next.is_some_and(|next| next.kind == Kind::Colon || self.is_assignment(&next));
        let stray = match holder {
            Holder::Object => !(is_key || (lexeme.kind == Kind::Placeholder && self.options.placeholders)),
            _ => same_line && lexeme.kind == Kind::Word && !self.text[lexeme.range()].starts_with(char::is_uppercase),
        };
        // A string on a line of its own is a member whose value is still to come.
        if stray && (same_line || !matches!(lexeme.kind, Kind::String(..))) {
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

    pub(super) fn odd(&mut self, lexeme: &Lexeme) {
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
            let message =
                say!(ko: "`{meant}` 자리에 {shown} 기호가 있습니다", en: "{shown} stands where `{meant}` should");
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
    pub(super) fn junk(&mut self, lexeme: &Lexeme, thousands: bool) {
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
        while let Some(next) = peek(&self.lexemes) {
            let structural = matches!(next.kind, Kind::Comma | Kind::Open(_) | Kind::Close(_) | Kind::Elision);
            if structural || self.text[end..next.start].contains('\n') {
                break;
            }
            while let Some(skipped) = self.lexemes.next() {
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

    pub(super) fn unexpected(&mut self, at: Range<usize>) {
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

    pub(super) fn duplicates(&mut self, members: &[Member]) {
        if self.mended || self.findings.len() >= MOST {
            return;
        }
        // Of a few keys each is sooner held against each other than put into a table.
        let differ = |(at, member): (usize, &Member)| members[..at].iter().all(|other| other.key != member.key);
        if members.len() <= 12 && members.iter().enumerate().all(differ) {
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
                    ko: "{shown} 키가 한 객체에 두 번 있으며, 마지막 값만 남습니다",
                    en: "the key {shown} is in this object twice; the last one silently wins"
                );
                Finding::error("duplicate-key", member.key_range.clone(), message)
                    .label(
                        first.key_range.clone(),
                        say!(ko: "처음 나온 곳입니다", en: "first here"),
                    )
                    .help(say!(
                        ko: "대부분의 프로그램은 아무 말 없이 앞의 값을 버립니다. 하나만 남기십시오.",
                        en: "Most readers drop the earlier value without a word. Keep one of them."
                    ))
            });
        }
    }

    /// Without placeholders, one is an error.
    pub(super) fn no_placeholder(&mut self, lexeme: &Lexeme) {
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
}
