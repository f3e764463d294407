//! What is said where an expression is made of lexemes that do not follow each other.

use super::Error;
use super::brackets::{closer, enclosing, is_closer, leads_on};
use super::lexer::{Kind, Lexeme};
use crate::diagnostic::Applicability::{Safe, Unsafe};
use crate::diagnostic::Text;
use crate::say;
use std::ops::Range;

/// What the parser wanted in the place of what it met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Something that an expression begins with.
    Operand,
    /// Something that an expression goes on with, or what ends it.
    Operator,
    /// What may follow a dot.
    Member,
    /// What may follow a bracket that is taken of something.
    Index,
    /// `]`.
    Close,
    /// A part of a slice.
    Slice,
    /// A key of a multi-select hash.
    Key,
    /// The colon after it.
    KeyColon,
    /// The name of a function.
    FunctionName,
}

/// The error for the lexeme with this index.
pub(super) fn error(text: &str, lexemes: &[Lexeme], index: usize, wanted: Wanted) -> Error {
    let fault = Fault { text, lexemes, index };
    if lexemes.len() == 1 {
        return empty();
    }
    if let Some(error) = fault.brackets() {
        return error;
    }
    match wanted {
        Wanted::Operand => fault.operand(),
        Wanted::Operator => fault.operator(),
        Wanted::Member => fault.member(),
        Wanted::Index => fault.index(),
        Wanted::Close => fault.close(),
        Wanted::Slice => fault.slice(),
        Wanted::Key => fault.key(),
        Wanted::KeyColon => fault.key_colon(),
        Wanted::FunctionName => fault.function_name(),
    }
}

/// A piece of an expression as messages show it: in backticks, and not too long.
pub(super) fn shown(piece: &str) -> String {
    const MOST: usize = 40;
    match piece.char_indices().nth(MOST) {
        Some((end, _)) => format!("`{}…`", &piece[..end]),
        None => format!("`{piece}`"),
    }
}

fn empty() -> Error {
    Error::new(0..0, say!(ko: "식이 비어 있습니다", en: "the expression is empty")).help(say!(
        ko: "출력 전체가 필요하면 `--query`를 빼거나 `@`를 쓰십시오.",
        en: "To get all of the output, leave out `--query` or write `@`."
    ))
}

pub(super) fn no_operator(at: Range<usize>, written: &str) -> Error {
    Error::new(
        at,
        say!(ko: "`{written}` 연산자는 없습니다", en: "there is no operator `{written}`"),
    )
}

/// A name that needs quotes for a `-` in it.
pub(super) fn hyphen(text: &str, at: Range<usize>) -> Error {
    let name = shown(&text[at.clone()]);
    Error::new(
        at,
        say!(
            ko: "{name} 이름에는 `-`가 있어 따옴표가 필요합니다",
            en: "the name {name} has a `-` in it and needs quotes"
        ),
    )
    .help(say!(
        ko: "글자, 숫자, `_` 말고 다른 것이 든 이름은 `\"`로 쌉니다. JMESPath에는 뺄셈이 없습니다.",
        en: "A name with more than letters, digits and `_` in it is put in `\"`. JMESPath does not subtract."
    ))
}

/// The operator that a word stands for in other languages.
fn operator_of(word: &str) -> Option<&'static str> {
    match word {
        "and" | "AND" => Some("&&"),
        "or" | "OR" => Some("||"),
        _ => None,
    }
}

/// What a lexeme is called.
pub(super) struct Name {
    pub(super) ko: String,
    /// The Korean particle that makes it a subject.
    pub(super) subject: &'static str,
    pub(super) en: String,
}

/// A lexeme that the parser did not want, among the others.
pub(super) struct Fault<'a> {
    text: &'a str,
    pub(super) lexemes: &'a [Lexeme],
    pub(super) index: usize,
}

impl<'a> Fault<'a> {
    pub(super) fn found(&self) -> &'a Lexeme {
        &self.lexemes[self.index]
    }

    pub(super) fn at(&self) -> Range<usize> {
        self.found().range.clone()
    }

    /// A lexeme before the one that was met.
    pub(super) fn before(&self, by: usize) -> Option<&'a Lexeme> {
        self.index.checked_sub(by).map(|index| &self.lexemes[index])
    }

    fn before_is(&self, by: usize, kind: &Kind) -> bool {
        self.before(by).is_some_and(|lexeme| lexeme.kind == *kind)
    }

    pub(super) fn piece(&self, lexeme: &Lexeme) -> &'a str {
        &self.text[lexeme.range.clone()]
    }

    /// Whether the lexeme touches the one before it.
    fn touches(&self) -> bool {
        self.before(1)
            .is_some_and(|before| before.range.end == self.found().range.start)
    }

    pub(super) fn name(&self, lexeme: &Lexeme) -> Name {
        let piece = shown(self.piece(lexeme));
        let (ko, subject, en) = match &lexeme.kind {
            Kind::Name => (format!("{piece} 이름"), "이", format!("the name {piece}")),
            Kind::Quoted(_) => ("따옴표로 싼 이름".into(), "이", "this name".into()),
            Kind::Literal(..) => ("값".into(), "이", "this literal".into()),
            Kind::Number(_) => (format!("{piece} 숫자"), "가", format!("the number {piece}")),
            Kind::End => ("식의 끝".into(), "이", "the end".into()),
            _ => (format!("{piece} 기호"), "가", piece),
        };
        Name { ko, subject, en }
    }

    /// An expression should begin here, and does not.
    fn operand(&self) -> Error {
        let found = self.found();
        let bracket_after_dot = self.before_is(1, &Kind::OpenBracket) && self.before_is(2, &Kind::Dot);
        match (&found.kind, self.before(1)) {
            (Kind::Number(_) | Kind::Colon, _) if bracket_after_dot => self.dot_before_bracket(self.index - 2),
            (Kind::Number(_), _) => self.bare_number(),
            (Kind::Dot, None) => self.leading_dot(),
            (Kind::Compare(_), Some(before)) if matches!(before.kind, Kind::Compare(_)) && self.touches() => {
                let written = self.piece(before).to_owned() + self.piece(found);
                let error = no_operator(before.range.start..found.range.end, &written);
                match written.as_str() {
                    "<>" => {
                        error.help(say!(ko: "다른지 비교할 때는 `!=`를 씁니다.", en: "Inequality is written `!=`."))
                    }
                    _ => error,
                }
            }
            (_, Some(before)) if leads_on(&before.kind) => {
                let Name { ko, en, .. } = self.name(before);
                let after = self.name(found);
                let (after_ko, subject, after_en) = (after.ko, after.subject, after.en);
                Error::new(
                    self.at(),
                    say!(
                        ko: "{ko} 바로 뒤에 {after_ko}{subject} 와서 그 사이의 식이 빠졌습니다",
                        en: "there is nothing between {en} and {after_en}"
                    ),
                )
            }
            _ => {
                let Name { ko, en, .. } = self.name(found);
                Error::new(
                    self.at(),
                    say!(ko: "{ko} 앞에 식이 없습니다", en: "there is nothing before {en}"),
                )
            }
        }
    }

    fn bare_number(&self) -> Error {
        let number = shown(self.piece(self.found()));
        Error::new(
            self.at(),
            say!(
                ko: "{number} 숫자를 값으로 쓰려면 백틱으로 싸야 합니다",
                en: "the number {number} needs backticks to be a value"
            ),
        )
        .help(say!(
            ko: "숫자만 쓰는 곳은 `[0]` 같은 색인뿐입니다. 백틱이 있는 식은 셸의 작은따옴표로 싸십시오.",
            en: "A number by itself is only an index, as in `[0]`. Put an expression with backticks in the shell's single quotes."
        ))
    }

    fn leading_dot(&self) -> Error {
        let help = say!(
            ko: "점으로 시작하는 것은 `jq`입니다. JMESPath는 이름으로 바로 시작하고, 전체는 `@`입니다.",
            en: "It is `jq` that begins with a dot. JMESPath begins with the name, and everything is `@`."
        );
        let alone = self.lexemes.len() == 2;
        let error = Error::new(
            self.at(),
            say!(ko: "식이 `.`으로 시작합니다", en: "the expression begins with `.`"),
        );
        let error = error.help(help);
        match alone {
            true => error.fix(Safe, say!(ko: "`@`로 바꾸기", en: "write `@`"), self.at(), "@"),
            false => error.fix(Safe, say!(ko: "`.` 지우기", en: "remove `.`"), self.at(), ""),
        }
    }

    /// A dot stands before `[]`, `[?` or an index; `dot` is its index.
    fn dot_before_bracket(&self, dot: usize) -> Error {
        let at = self.lexemes[dot].range.clone();
        let bracket = shown(self.lexemes.get(dot + 1).map_or("", |next| self.piece(next)));
        Error::new(
            at.clone(),
            say!(
                ko: "{bracket} 앞에 `.`이 있습니다",
                en: "there is a `.` before {bracket}"
            ),
        )
        .help(say!(
            ko: "색인, `[]`, `[?...]`는 점 없이 바로 붙입니다. 점 뒤의 `[`는 `[a, b]` 같은 목록을 엽니다.",
            en: "An index, `[]` and `[?...]` follow without a dot. After a dot, `[` begins a list as in `[a, b]`."
        ))
        .fix(Safe, say!(ko: "`.` 지우기", en: "remove `.`"), at, "")
    }

    /// Something else than a name stands after a dot.
    fn member(&self) -> Error {
        let found = self.found();
        let Name { ko, subject, en } = self.name(found);
        let error = Error::new(
            self.at(),
            say!(ko: "`.` 뒤에는 {ko}{subject} 올 수 없습니다", en: "{en} cannot follow `.`"),
        );
        match &found.kind {
            Kind::Flatten | Kind::Filter => self.dot_before_bracket(self.index - 1),
            Kind::Dot => {
                let title = say!(ko: "`.` 하나 지우기", en: "remove one `.`");
                Error::new(
                    self.at(),
                    say!(ko: "점이 두 개 있습니다", en: "there are two dots in a row"),
                )
                .fix(Unsafe, title, self.at(), "")
            }
            Kind::Number(_) => error.help(say!(
                ko: "몇 번째 원소인지는 `[0]`처럼 씁니다.",
                en: "An element is chosen with an index, as in `[0]`."
            )),
            Kind::Literal(..) => error.help(say!(
                ko: "이름은 그대로 쓰거나 `\"`로 쌉니다. `'`와 백틱은 값을 나타냅니다.",
                en: "A name stands by itself or in `\"`; `'` and backticks are for values."
            )),
            _ => error,
        }
    }

    /// An expression goes on with something that it cannot go on with.
    fn operator(&self) -> Error {
        let found = self.found();
        let Some(before) = self.before(1) else {
            return self.operand();
        };
        match &found.kind {
            Kind::Name | Kind::Quoted(_) | Kind::OpenBrace if self.follows_bracket() => self.missing_dot(),
            Kind::OpenBrace => self.missing_dot(),
            Kind::Name => self.word(before),
            Kind::Reference => self
                .unexpected_with(say!(
                    ko: "둘 다 참인지 볼 때는 `&&`를 씁니다. `&`는 함수에 식을 넘길 때 씁니다.",
                    en: "That both hold is written `&&`; `&` hands an expression to a function."
                ))
                .fix(Unsafe, say!(ko: "`&&`로 바꾸기", en: "write `&&`"), self.at(), "&&"),
            Kind::Star => self.unexpected_with(say!(
                ko: "배열의 모든 원소는 `[*]`, 객체의 모든 값은 `.*`입니다.",
                en: "All elements of an array are `[*]`, all values of an object `.*`."
            )),
            Kind::Comma if enclosing(&self.lexemes[..self.index]).is_none() => self.unexpected_with(say!(
                ko: "여러 값을 고를 때는 `[a, b]`나 `{{이름: a}}`로 묶습니다.",
                en: "Several values are chosen with `[a, b]` or `{{name: a}}`."
            )),
            Kind::Colon => self.unexpected_with(say!(
                ko: "이름을 붙일 때는 `{{이름: 식}}`처럼 중괄호로 묶습니다.",
                en: "Names are given in braces, as in `{{name: expression}}`."
            )),
            Kind::Number(_) if self.touches() && before.kind == Kind::Name => {
                hyphen(self.text, before.range.start..found.range.end)
            }
            Kind::OpenParen => self.function_name(),
            _ => self.unexpected(),
        }
    }

    /// Whether the lexeme comes right after a bracket.
    fn follows_bracket(&self) -> bool {
        let bracket = |before: &Lexeme| is_closer(&before.kind) || before.kind == Kind::Flatten;
        self.touches() && self.before(1).is_some_and(bracket)
    }

    fn missing_dot(&self) -> Error {
        let Name { ko, en, .. } = self.name(self.found());
        let start = self.found().range.start;
        Error::new(
            self.at(),
            say!(ko: "{ko} 앞에 `.`이 없습니다", en: "there is no `.` before {en}"),
        )
        .fix(Unsafe, say!(ko: "`.` 넣기", en: "insert `.`"), start..start, ".")
    }

    /// A word follows an expression: perhaps an operator of another language.
    fn word(&self, before: &Lexeme) -> Error {
        let word = self.piece(self.found());
        if let Some(operator) = operator_of(word) {
            return no_operator(self.at(), word)
                .help(say!(ko: "`{operator}`로 씁니다.", en: "Write `{operator}`."))
                .fix(
                    Safe,
                    say!(ko: "`{operator}`로 바꾸기", en: "write `{operator}`"),
                    self.at(),
                    operator,
                );
        }
        let not = self.piece(before);
        if matches!(not, "not" | "NOT") {
            return no_operator(before.range.clone(), not).help(say!(
                ko: "부정은 `!`입니다. 점이 있는 식은 `!(a.b)`처럼 괄호로 묶습니다.",
                en: "Negation is `!`. What has dots in it takes parentheses: `!(a.b)`."
            ));
        }
        match word {
            "in" | "IN" | "like" | "LIKE" | "contains" => no_operator(self.at(), word).help(say!(
                ko: "들어 있는지는 `contains(목록, 값)` 함수로 봅니다.",
                en: "Whether something is in it is asked with `contains(list, value)`."
            )),
            _ => self.unexpected(),
        }
    }

    fn unexpected(&self) -> Error {
        let Name { ko, subject, en } = self.name(self.found());
        let at = self.at();
        let Some(before) = self.before(1).map(|before| self.name(before)) else {
            return Error::new(
                at,
                say!(ko: "{ko}{subject} 여기에 올 수 없습니다", en: "{en} cannot stand here"),
            );
        };
        let (before_ko, before_en) = (before.ko, before.en);
        Error::new(
            at,
            say!(
                ko: "{before_ko} 바로 뒤에는 {ko}{subject} 올 수 없습니다",
                en: "{en} cannot follow {before_en}"
            ),
        )
    }

    fn unexpected_with(&self, help: Text) -> Error {
        self.unexpected().help(help)
    }

    /// Neither a number, a slice nor `*` stands in a bracket that is taken of something.
    fn index(&self) -> Error {
        let found = self.found();
        let Name { ko, subject, en } = self.name(found);
        let error = Error::new(
            self.at(),
            say!(
                ko: "`[` 안에는 색인이나 `*`가 와야 하는데 {ko}{subject} 있습니다",
                en: "{en} is neither an index nor `*`"
            ),
        );
        if self.compares() {
            let start = found.range.start;
            return error
                .help(say!(
                    ko: "조건으로 거를 때는 `[?`로 엽니다.",
                    en: "A filter begins with `[?`."
                ))
                .fix(Safe, say!(ko: "`?` 넣기", en: "insert `?`"), start..start, "?");
        }
        match found.kind {
            Kind::Literal(..) | Kind::Quoted(_) => error.help(say!(
                ko: "객체의 멤버는 `.이름`이나 `.\"이름\"`으로 고릅니다.",
                en: "A member of an object is chosen with `.name` or `.\"name\"`."
            )),
            _ => error.help(say!(
                ko: "멤버는 `.이름`, 여러 값은 `.[a, b]`, 조건은 `[?...]`입니다.",
                en: "A member is `.name`, several values are `.[a, b]`, a condition is `[?...]`."
            )),
        }
    }

    /// Whether something is compared before the bracket is closed.
    fn compares(&self) -> bool {
        let mut depth = 0_usize;
        for lexeme in &self.lexemes[self.index..] {
            match &lexeme.kind {
                Kind::CloseBracket if depth == 0 => return false,
                Kind::Compare(_) if depth == 0 => return true,
                kind if closer(kind).is_some() => depth += 1,
                kind if is_closer(kind) => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        false
    }

    /// Something stands between an index or `*` and its bracket.
    fn close(&self) -> Error {
        let error = self.unexpected();
        match self.found().kind {
            Kind::Comma => error.help(say!(
                ko: "한 번에 한 원소만 고를 수 있습니다. 잇달은 원소는 `[0:2]`처럼 고릅니다.",
                en: "An index chooses one element; a run of them is chosen with a slice, as in `[0:2]`."
            )),
            _ => error,
        }
    }

    fn slice(&self) -> Error {
        self.unexpected_with(say!(
            ko: "슬라이스는 `[시작:끝:간격]`이며 모두 숫자이고 생략할 수 있습니다.",
            en: "A slice is `[start:stop:step]`, all of them numbers that may be left out."
        ))
    }

    fn key(&self) -> Error {
        let Name { ko, subject, en } = self.name(self.found());
        Error::new(
            self.at(),
            say!(
                ko: "이름이 올 자리에 {ko}{subject} 있습니다",
                en: "{en} stands where a name should"
            ),
        )
        .help(say!(
            ko: "중괄호 안에는 `이름: 식`을 씁니다. 이름은 그대로 쓰거나 `\"`로 쌉니다.",
            en: "Braces hold `name: expression`; the name stands by itself or in `\"`."
        ))
    }

    fn key_colon(&self) -> Error {
        let key = self.before(1).unwrap_or(self.found());
        let piece = shown(self.piece(key));
        Error::new(
            key.range.clone(),
            say!(
                ko: "{piece} 뒤에 `:`와 식이 없습니다",
                en: "no `:` and expression follow {piece}"
            ),
        )
        .help(say!(
            ko: "중괄호 안에는 `이름: 식`을 씁니다. 이름 없이 고를 때는 `[a, b]`를 씁니다.",
            en: "Braces hold `name: expression`. To choose without names, use `[a, b]`."
        ))
    }

    fn function_name(&self) -> Error {
        if let Kind::Quoted(_) = self.found().kind {
            return Error::new(
                self.at(),
                say!(
                    ko: "함수 이름은 따옴표로 쌀 수 없습니다",
                    en: "the name of a function cannot be in quotes"
                ),
            );
        }
        Error::new(
            self.at(),
            say!(
                ko: "이 `(` 앞에 함수 이름이 없습니다",
                en: "no name of a function stands before this `(`"
            ),
        )
    }
}
