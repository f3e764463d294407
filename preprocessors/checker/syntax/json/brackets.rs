//! Which bracket is guilty when brackets do not match.
//!
//! One pass counts. Only when the count is off does a second one decide, with indentation as its witness, which opener was
//! left open, which closer is one too many, and which is of the wrong kind. The parser follows what is decided here, so a
//! text in order is never judged by its indentation.

use super::lexer::{CommentKind, End, Kind, Lexeme, Lexer, Shape};
use super::words::show;
use crate::diagnostic::{Applicability, Finding};
use crate::say;
use std::ops::Range;

/// How many levels may be open at once.
pub(super) const LEVELS: usize = 512;

/// What the parser does before it takes the lexeme that begins at `at`.
pub(super) struct Repair {
    pub(super) at: usize,
    pub(super) action: Action,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// So many brackets end here, though nothing closes them.
    Close(usize),
    /// This closer closes nothing.
    Ignore,
    /// This closer closes what is open, though it is of the other kind.
    Replace,
}

/// Judges the brackets of a text: the repairs in the order of their places, and one finding for each.
pub(super) fn judge(text: &str) -> (Vec<Repair>, Vec<Finding>) {
    let count = count(text);
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
    judge.run();
    // A string or comment without end, or too deep a nesting, hides brackets. To count what is left would be guessing.
    if count.hidden {
        judge.findings.clear();
    }
    (judge.repairs, judge.findings)
}

/// Skips what a lexer stands in once `LEVELS` are open: the end of the last lexeme of it.
pub(super) fn skip_deep(lexer: &mut Lexer<'_>, opener: &Lexeme) -> usize {
    let mut open = 1_usize;
    let mut end = opener.end;
    for lexeme in lexer.by_ref() {
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

fn count(text: &str) -> Count {
    let mut count = Count {
        opened: 0,
        closed: 0,
        matches: true,
        hidden: false,
    };
    let mut stack = Vec::new();
    let mut lexer = Lexer::new(text);
    while let Some(lexeme) = lexer.next() {
        match lexeme.kind {
            Kind::Open(_) if stack.len() == LEVELS => {
                skip_deep(&mut lexer, &lexeme);
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
}

impl Opener {
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
    fn run(&mut self) {
        let text = self.text;
        let mut lexer = Lexer::new(text);
        let mut seen = 0;
        let mut place = Place {
            indent: 0,
            is_first: true,
        };
        while let Some(lexeme) = lexer.next() {
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
            match lexeme.kind {
                Kind::Open(_) if self.stack.len() == LEVELS => seen = skip_deep(&mut lexer, &lexeme),
                Kind::Open(shape) => self.stack.push(Opener {
                    shape,
                    range: lexeme.range(),
                    indent: place.indent,
                    inner: None,
                }),
                Kind::Close(shape) => self.close(&lexeme, shape, place, &lexer),
                _ => {}
            }
            self.last = Some(lexeme);
        }
        if !self.stack.is_empty() {
            let end = text.trim_end().len();
            self.leave_open(self.stack.len(), end..end, None);
        }
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

    fn close(&mut self, lexeme: &Lexeme, shape: Shape, place: Place, lexer: &Lexer<'_>) {
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
        let is_surplus = self.surplus < 0
            && ((place.is_first && top.is_indented() && place.indent > top.indent)
                || (self.stack.len() == 1 && matches!(lexer.peek(), Some(next) if next.kind == Kind::Comma)));
        let nearest = self.stack.iter().rev().position(|opener| opener.shape == shape);
        let most = usize::try_from(self.surplus).unwrap_or(0);
        if is_surplus {
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
        let closer = show(&self.text[lexeme.range()]);
        let message = say!(
            ko: "여는 괄호가 없는 {closer} 하나가 남습니다",
            en: "there is one {closer} too many: nothing is open that it could close"
        );
        let finding = Finding::error("json-syntax", lexeme.range(), message).help(say!(
            ko: "{closer} 하나를 지우거나, 짝이 되는 여는 괄호가 빠지지 않았는지 확인하십시오.",
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
        let Some(top) = self.stack.pop() else { return };
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
        let Some(innermost) = openers.last() else { return };
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
