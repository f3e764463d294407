//! What stands between the lexemes of JSON: comments, elisions, and blanks that are none.

use super::{Parser, RULE, State};
use crate::diagnostic::Finding;
use crate::say;
use crate::syntax::TokenKind;
use crate::syntax::json::Value;
use crate::syntax::json::lexer::{CommentKind, Kind, Lexeme, is_dots};
use std::ops::Range;

impl Parser<'_> {
    pub(super) fn comment(&mut self, lexeme: &Lexeme, kind: CommentKind) {
        let raw = &self.text[lexeme.range()];
        let body = raw
            .trim_start_matches(['/', '*', '#'])
            .trim_end_matches(['*', '/'])
            .trim();
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

    pub(super) fn token_of_comment(&mut self, lexeme: &Lexeme) {
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

    pub(super) fn elision(&mut self, lexeme: &Lexeme) {
        self.no_placeholder(lexeme);
        self.token(lexeme.range(), TokenKind::Placeholder);
        self.elide(lexeme.range());
    }

    pub(super) fn elide(&mut self, range: Range<usize>) {
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

    pub(super) fn note_odd(&mut self, lexeme: &Lexeme) {
        let Some(c) = self.text[lexeme.start..].chars().next() else {
            return;
        };
        match self.odd.iter_mut().find(|(known, _)| *known == c) {
            Some((_, places)) => places.push(lexeme.range()),
            None => self.odd.push((c, vec![lexeme.range()])),
        }
    }
}
