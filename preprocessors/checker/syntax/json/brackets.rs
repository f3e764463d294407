//! Which bracket is guilty when brackets do not match.
//!
//! One pass counts. Only when the count is off does a second one decide, with indentation as its witness, which opener was
//! left open, which closer is one too many, and which is of the wrong kind. The parser follows what is decided here, so a
//! text in order is never judged by its indentation.

use super::lexer::{CommentKind, End, Kind, Lexeme, Lexemes, Shape, peek};
use super::words::show;
use crate::diagnostic::{Applicability, Finding};
use crate::say;
use std::ops::Range;

/// How many levels may be open at once.
pub(super) const LEVELS: usize = 512;

/// How many findings a writer is shown; what is broken more than that is not JSON.
pub(super) const MOST: usize = 20;

/// What the parser does before it takes the lexeme that begins at `at`.
pub(super) struct Repair {
    pub(super) at: usize,
    pub(super) action: Action,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// So many brackets end here, though nothing closes them.
    Close(usize),
    /// A bracket begins here, though nothing opens it.
    Open(Shape),
    /// This bracket is one too many.
    Ignore,
    /// This closer closes what is open, though it is of the other kind.
    Replace,
}

/// Judges the brackets of a text by its lexemes: the repairs in the order of their places, and one finding for each.
pub(super) fn judge(text: &str, lexemes: Lexemes) -> (Vec<Repair>, Vec<Finding>) {
    let count = count(lexemes.clone());
    if count.matches {
        return (Vec::new(), Vec::new());
    }
    let mut judge = Judge {
        text,
        stack: Vec::new(),
        surplus: count.opened as isize - count.closed as isize,
        repairs: Vec::new(),
        findings: Vec::new(),
        last: None,
    };
    judge.run(lexemes);
    // A missing opener shows later than it is missing.
    judge.repairs.sort_by_key(|repair| repair.at);
    // A string or comment without end, or too deep a nesting, hides brackets. To count what is left would be guessing.
    if count.hidden {
        judge.findings.clear();
    }
    (judge.repairs, judge.findings)
}

/// Skips what is open once `LEVELS` are open: the end of the last lexeme of it.
pub(super) fn skip_deep(lexemes: &mut Lexemes, opener: &Lexeme) -> usize {
    let mut open = 1_usize;
    let mut end = opener.end;
    for lexeme in lexemes.by_ref() {
        end = lexeme.end;
        match lexeme.kind {
            Kind::Open(_) => open += 1,
            Kind::Close(_) => open -= 1,
            _ => {}
        }
        if open == 0 {
            break;
        }
    }
    end
}

struct Count {
    opened: usize,
    closed: usize,
    matches: bool,
    hidden: bool,
}

fn count(mut lexemes: Lexemes) -> Count {
    let mut count = Count {
        opened: 0,
        closed: 0,
        matches: true,
        hidden: false,
    };
    let mut stack = Vec::new();
    while let Some(lexeme) = lexemes.next() {
        match lexeme.kind {
            Kind::Open(_) if stack.len() == LEVELS => {
                skip_deep(&mut lexemes, &lexeme);
                count.hidden = true;
            }
            Kind::Open(shape) => {
                count.opened += 1;
                stack.push(shape);
            }
            Kind::Close(shape) => {
                count.closed += 1;
                count.matches &= stack.pop() == Some(shape);
            }
            Kind::String(_, End::Open) | Kind::Comment(CommentKind::Unclosed) => count.hidden = true,
            _ => {}
        }
    }
    count.matches &= stack.is_empty();
    count
}

struct Judge<'a> {
    text: &'a str,
    stack: Vec<Opener>,
    /// How many openers will be left at the end if nothing is repaired; negative when closers will be.
    surplus: isize,
    repairs: Vec<Repair>,
    findings: Vec<Finding>,
    last: Option<Lexeme>,
}

struct Opener {
    shape: Shape,
    range: Range<usize>,
    /// The indentation of its line.
    indent: usize,
    /// The indentation of the first line in it that is not its closer's.
    inner: Option<usize>,
    /// In an object, the value that was begun last, and whether a comma has followed it.
    value: Option<Begun>,
}

#[derive(Clone)]
struct Begun {
    range: Range<usize>,
    is_first: bool,
    comma: bool,
}

impl Opener {
    fn new(shape: Shape, range: Range<usize>, indent: usize) -> Self {
        Self {
            shape,
            range,
            indent,
            inner: None,
            value: None,
        }
    }

    /// Whether its content is indented, so that indentation says something about its end.
    fn is_indented(&self) -> bool {
        self.inner.is_some_and(|inner| inner > self.indent)
    }
}

/// Where a lexeme stands in its line.
#[derive(Clone, Copy)]
struct Place {
    indent: usize,
    is_first: bool,
}

impl Judge<'_> {
    fn run(&mut self, mut lexemes: Lexemes) {
        let text = self.text;
        let mut seen = 0;
        let mut place = Place {
            indent: 0,
            is_first: true,
        };
        while let Some(lexeme) = lexemes.next() {
            let gap = &text[seen..lexeme.start];
            place.is_first = seen == 0;
            if let Some(at) = gap.rfind('\n') {
                place = Place {
                    indent: gap[at + 1..].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum(),
                    is_first: true,
                };
            }
            seen = lexeme.end;
            if lexeme.is_trivia() {
                continue;
            }
            if place.is_first && !matches!(lexeme.kind, Kind::Close(_)) {
                self.outdent(&lexeme, place.indent);
            }
            if matches!(lexeme.kind, Kind::String(..)) && peek(&lexemes).is_some_and(|next| next.kind == Kind::Colon) {
                self.key(&lexeme, place.indent);
            }
            self.note_value(&lexeme, place);
            match lexeme.kind {
                Kind::Open(_) if self.stack.len() == LEVELS => seen = skip_deep(&mut lexemes, &lexeme),
                Kind::Open(Shape::Object) if self.surplus > 0 && self.follows(Kind::Open(Shape::Object)) => {
                    self.surplus -= 2;
                    self.ignore(&lexeme);
                }
                Kind::Open(shape) => self.stack.push(Opener::new(shape, lexeme.range(), place.indent)),
                Kind::Close(shape) => self.close(&lexeme, shape, place, &lexemes),
                _ => {}
            }
            self.last = Some(lexeme);
        }
        if !self.stack.is_empty() {
            let end = text.trim_end().len();
            self.leave_open(self.stack.len(), end..end, None);
        }
    }

    fn follows(&self, kind: Kind) -> bool {
        self.last.is_some_and(|last| last.kind == kind)
    }

    fn note_value(&mut self, lexeme: &Lexeme, place: Place) {
        let follows_colon = self.follows(Kind::Colon);
        let Some(top) = self.stack.last_mut() else { return };
        if follows_colon && lexeme.begins_value() {
            top.value = Some(Begun {
                range: lexeme.range(),
                is_first: place.is_first,
                comma: false,
            });
        } else if let Some(value) = top.value.as_mut().filter(|_| lexeme.kind == Kind::Comma) {
            value.comma = true;
        }
    }

    /// A key where none can be: an array should have been closed, or an object opened, before it.
    fn key(&mut self, lexeme: &Lexeme, indent: usize) {
        let in_array = self.stack.last().map(|top| top.shape == Shape::Array);
        let most = usize::try_from(self.surplus).unwrap_or(0);
        let arrays = self
            .stack
            .iter()
            .rev()
            .take_while(|opener| opener.shape == Shape::Array)
            .count();
        if in_array == Some(true) && arrays <= most && arrays < self.stack.len() {
            self.leave_open(arrays, lexeme.range(), Some(lexeme));
        } else if self.surplus < 0 && (in_array.unwrap_or(self.last.is_none()) || self.follows(Kind::Colon)) {
            self.open(Shape::Object, lexeme.range());
            self.stack.push(Opener::new(Shape::Object, lexeme.range(), indent));
        }
    }

    /// Before a place, an opener is missing.
    fn open(&mut self, shape: Shape, before: Range<usize>) {
        self.surplus += 1;
        self.repairs.push(Repair {
            at: before.start,
            action: Action::Open(shape),
        });
        if self.findings.len() >= MOST {
            return;
        }
        let (open, shown) = (shape.open(), show(&self.text[before.clone()]));
        let at = before.start..before.start;
        let message = say!(ko: "{shown} 앞에 `{open}` 괄호가 빠졌습니다", en: "missing `{open}` before {shown}");
        let title = say!(ko: "`{open}` 넣기", en: "insert `{open}`");
        let finding = Finding::error("json-syntax", before, message);
        self.findings
            .push(finding.fix(Applicability::Unsafe, title, at, open.to_string()));
    }

    /// A line that stands no deeper than an open bracket's own line: the bracket should have been closed before it.
    fn outdent(&mut self, lexeme: &Lexeme, indent: usize) {
        let outdented = |opener: &&Opener| opener.is_indented() && indent <= opener.indent;
        let most = usize::try_from(self.surplus).unwrap_or(0);
        let left = self.stack.iter().rev().take_while(outdented).count().min(most);
        if left > 0 {
            self.leave_open(left, lexeme.range(), Some(lexeme));
        }
        if let Some(top) = self.stack.last_mut() {
            top.inner.get_or_insert(indent);
        }
    }

    fn close(&mut self, lexeme: &Lexeme, shape: Shape, place: Place, lexemes: &Lexemes) {
        let Some(top) = self.stack.last() else {
            self.ignore(lexeme);
            return;
        };
        let aligned = self
            .stack
            .iter()
            .rev()
            .position(|opener| opener.shape == shape && opener.indent == place.indent && opener.inner.is_some())
            .filter(|_| place.is_first);
        let members_follow = || {
            let mut ahead = lexemes.clone().filter(|next| !next.is_trivia()).map(|next| next.kind);
            ahead.next() == Some(Kind::Comma)
                && matches!(ahead.next(), Some(Kind::String(..)))
                && ahead.next() == Some(Kind::Colon)
        };
        let is_surplus = self.surplus < 0
            && ((place.is_first && top.is_indented() && place.indent > top.indent)
                || (self.stack.len() == 1 && shape == Shape::Object && members_follow()));
        let listed = top
            .value
            .as_ref()
            .filter(|value| value.comma || (value.is_first && place.is_first))
            .filter(|_| self.surplus < 0 && shape == Shape::Array && top.shape == Shape::Object)
            .map(|value| value.range.clone());
        let empty = self.surplus < 0 && self.follows(Kind::Colon);
        let listed = if empty { Some(lexeme.range()) } else { listed };
        let nearest = self.stack.iter().rev().position(|opener| opener.shape == shape);
        let most = usize::try_from(self.surplus).unwrap_or(0);
        if let Some(first) = listed {
            self.open(shape, first);
        } else if is_surplus {
            self.ignore(lexeme);
        } else if top.shape == shape {
            let lost = aligned.filter(|&left| left <= most && top.is_indented() && top.indent > place.indent);
            if let Some(left) = lost.filter(|&left| left > 0) {
                self.leave_open(left, lexeme.range(), Some(lexeme));
            }
            self.stack.pop();
        } else if place.is_first && top.is_indented() && top.indent == place.indent && self.surplus == 0 {
            self.replace(lexeme);
        } else if let Some(left) = aligned {
            self.leave_open(left, lexeme.range(), Some(lexeme));
            self.stack.pop();
        } else if self.surplus < 0 {
            self.ignore(lexeme);
        } else if let Some(left) = nearest.filter(|&left| left <= most) {
            self.leave_open(left, lexeme.range(), Some(lexeme));
            self.stack.pop();
        } else {
            self.replace(lexeme);
        }
    }

    fn ignore(&mut self, lexeme: &Lexeme) {
        self.surplus += 1;
        self.repairs.push(Repair {
            at: lexeme.start,
            action: Action::Ignore,
        });
        if self.findings.len() >= MOST {
            return;
        }
        let closer = show(&self.text[lexeme.range()]);
        let message = match lexeme.kind {
            Kind::Open(_) => say!(ko: "{closer} 괄호 하나가 남습니다", en: "there is one {closer} too many"),
            _ => say!(
                ko: "여는 괄호가 없는 {closer} 하나가 남습니다",
                en: "there is one {closer} too many: nothing is open that it could close"
            ),
        };
        let finding = Finding::error("json-syntax", lexeme.range(), message).help(say!(
            ko: "{closer} 하나를 지우거나, 짝이 되는 괄호가 빠지지 않았는지 확인하십시오.",
            en: "Remove it, or see whether the bracket that it belongs to is missing."
        ));
        self.findings.push(finding.fix(
            Applicability::Unsafe,
            say!(ko: "{closer} 지우기", en: "remove {closer}"),
            lexeme.range(),
            "",
        ));
    }

    fn replace(&mut self, lexeme: &Lexeme) {
        self.repairs.push(Repair {
            at: lexeme.start,
            action: Action::Replace,
        });
        let Some(top) = self.stack.pop().filter(|_| self.findings.len() < MOST) else {
            return;
        };
        let (open, close) = (top.shape.open(), top.shape.close());
        let closer = show(&self.text[lexeme.range()]);
        let finding = Finding::error(
            "json-syntax",
            lexeme.range(),
            say!(ko: "`{open}` 괄호가 {closer} 괄호로 닫혀 있습니다", en: "{closer} stands where `{close}` should: it closes a `{open}`"),
        );
        let finding = finding
            .label(top.range, say!(ko: "여기에서 열렸습니다", en: "opened here"))
            .help(say!(ko: "`{open}` 괄호는 `{close}` 괄호로 닫습니다.", en: "A `{open}` is closed by a `{close}`."));
        self.findings.push(finding.fix(
            Applicability::Unsafe,
            say!(ko: "`{close}` 괄호로 바꾸기", en: "write `{close}`"),
            lexeme.range(),
            close.to_string(),
        ));
    }

    /// The innermost brackets were left open, which shows at a place: at `breaker`, or at the end of the text.
    fn leave_open(&mut self, left: usize, at: Range<usize>, breaker: Option<&Lexeme>) {
        if left == 0 {
            return;
        }
        self.surplus -= left as isize;
        self.repairs.push(Repair {
            at: at.start,
            action: Action::Close(left),
        });
        let openers = self.stack.split_off(self.stack.len() - left);
        let Some(innermost) = openers.last().filter(|_| self.findings.len() < MOST) else {
            return;
        };
        let (open, close) = (innermost.shape.open(), innermost.shape.close());
        let mut finding = Finding::error(
            "json-syntax",
            innermost.range.clone(),
            say!(ko: "`{open}` 괄호가 닫히지 않았습니다", en: "this `{open}` is never closed"),
        );
        finding = match breaker {
            Some(_) => finding.label(
                at,
                say!(ko: "여기보다 앞에 `{close}` 괄호가 있어야 합니다", en: "a `{close}` is expected before this"),
            ),
            None => finding.label(
                at,
                say!(ko: "`{close}` 괄호 없이 여기에서 끝납니다", en: "the text ends here without a `{close}`"),
            ),
        };
        for other in openers.iter().rev().skip(1).take(3) {
            finding = finding.label(
                other.range.clone(),
                say!(ko: "이 괄호도 닫히지 않았습니다", en: "this one is not closed either"),
            );
        }
        let all: String = openers.iter().rev().map(|opener| opener.shape.close()).collect();
        finding = finding.help(say!(ko: "빠진 `{all}` 괄호를 넣으십시오.", en: "Write the missing `{all}`."));
        if let Some(fix_at) = self.last.filter(|last| last.kind != Kind::Comma).map(|last| last.end) {
            finding = finding.fix(
                Applicability::Unsafe,
                say!(ko: "`{all}` 넣기", en: "insert `{all}`"),
                fix_at..fix_at,
                closers(&openers, breaker),
            );
        }
        self.findings.push(finding);
    }
}

/// The closers that openers lack, each on a line of its own where its content is on lines of its own.
fn closers(openers: &[Opener], breaker: Option<&Lexeme>) -> String {
    let mut text = String::new();
    for opener in openers.iter().rev() {
        if opener.inner.is_some() {
            text.push('\n');
            text.extend(std::iter::repeat_n(' ', opener.indent));
        }
        text.push(opener.shape.close());
    }
    if breaker.is_some_and(Lexeme::begins_value) {
        text.push(',');
    }
    text
}
