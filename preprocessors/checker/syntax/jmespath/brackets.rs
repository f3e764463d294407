//! What is said of brackets that do not match, and of expressions that end too early.

use super::Error;
use super::fault::{Fault, Name};
use super::lexer::{Kind, Lexeme};
use crate::diagnostic::Applicability::Safe;
use crate::say;

impl Fault<'_> {
    /// What is wrong with brackets, or missing at the end of what is in them, if that is what is wrong.
    pub(super) fn brackets(&self) -> Option<Error> {
        let found = self.found();
        let ends = found.kind == Kind::End;
        if !ends && !is_closer(&found.kind) {
            return None;
        }
        let before = self.before(1)?;
        let open = enclosing(&self.lexemes[..self.index]);
        let Some(open) = open else {
            return Some(if ends {
                self.dangling(before)
            } else {
                self.closes_nothing()
            });
        };
        let wanted = closer(&open.kind).unwrap_or_default();
        let opened = self.piece(open);
        // The colons of a slice need nothing after them.
        let in_slice = before.kind == Kind::Colon && open.kind == Kind::OpenBracket;
        if ends && (in_slice || !leads_on(&before.kind)) {
            return Some(Error::new(
                open.range.clone(),
                say!(
                    ko: "`{opened}`에 짝이 되는 닫는 괄호 `{wanted}`가 없습니다",
                    en: "this `{opened}` has no closing `{wanted}`"
                ),
            ));
        }
        let closing = self.piece(found);
        if !ends && closing != wanted {
            return Some(Error::new(
                self.at(),
                say!(
                    ko: "`{opened}`를 닫으려면 `{closing}`가 아니라 `{wanted}`를 써야 합니다",
                    en: "`{closing}` stands where `{wanted}` should close `{opened}`"
                ),
            ));
        }
        if before.range == open.range {
            return Some(Error::new(
                open.range.start..found.range.end,
                say!(
                    ko: "`{opened}`와 `{closing}` 사이에 아무것도 없습니다",
                    en: "there is nothing between `{opened}` and `{closing}`"
                ),
            ));
        }
        (leads_on(&before.kind) && !in_slice).then(|| self.dangling(before))
    }

    fn closes_nothing(&self) -> Error {
        let closing = self.piece(self.found());
        Error::new(
            self.at(),
            say!(
                ko: "`{closing}`에 짝이 되는 여는 괄호가 없습니다",
                en: "this `{closing}` closes nothing"
            ),
        )
    }

    /// Something is missing after a lexeme.
    fn dangling(&self, before: &Lexeme) -> Error {
        let at = before.range.clone();
        let Name { ko, en, .. } = self.name(before);
        match before.kind {
            Kind::Comma if is_closer(&self.found().kind) => Error::new(
                at.clone(),
                say!(ko: "마지막 항목 뒤에 쉼표가 있습니다", en: "a comma follows the last item"),
            )
            .fix(Safe, say!(ko: "지우기", en: "remove it"), at, ""),
            Kind::Dot => Error::new(
                at,
                say!(ko: "`.` 뒤에 이름이 없습니다", en: "no name follows this `.`"),
            ),
            Kind::Compare(_) => Error::new(at, say!(ko: "{ko} 뒤에 값이 없습니다", en: "nothing follows {en}")).help(say!(
                ko: "셸은 큰따옴표 안의 백틱을 명령으로 실행합니다. 백틱을 썼다면 식 전체를 작은따옴표로 싸십시오.",
                en: "Inside double quotes the shell runs what is in backticks: if there were any, put the whole expression in \
                     single quotes."
            )),
            _ => Error::new(at, say!(ko: "{ko} 뒤에 식이 없습니다", en: "nothing follows {en}")),
        }
    }
}

/// The innermost bracket that is open after these lexemes, which fit each other.
pub(super) fn enclosing(lexemes: &[Lexeme]) -> Option<&Lexeme> {
    let mut open = Vec::new();
    for lexeme in lexemes {
        if closer(&lexeme.kind).is_some() {
            open.push(lexeme);
        } else if is_closer(&lexeme.kind) {
            open.pop();
        }
    }
    open.pop()
}

/// What closes a bracket.
pub(super) fn closer(open: &Kind) -> Option<&'static str> {
    match open {
        Kind::OpenParen => Some(")"),
        Kind::OpenBrace => Some("}"),
        Kind::OpenBracket | Kind::Filter => Some("]"),
        _ => None,
    }
}

pub(super) fn is_closer(kind: &Kind) -> bool {
    matches!(kind, Kind::CloseParen | Kind::CloseBrace | Kind::CloseBracket)
}

/// Whether an expression has to go on after this.
pub(super) fn leads_on(kind: &Kind) -> bool {
    let operator = matches!(
        kind,
        Kind::Pipe | Kind::Or | Kind::And | Kind::Reference | Kind::Not | Kind::Compare(_)
    );
    operator || matches!(kind, Kind::Dot | Kind::Comma | Kind::Colon)
}
