//! What is wrong, and what to say about it.
//!
//! One fault stops the line: what follows is only its echo. A fault names the
//! place where reading broke, and the place where the construct was opened.

use super::reader::{Parser, Swallowed};
use super::token::Tok;
use super::tree::{Bytes, Word};
use super::{advice, particle};
use crate::diagnostic::{Finding, Severity, Text};
use crate::say;

/// The rule of everything here.
const RULE: &str = "shell-syntax";

/// How many faults of one text are told.
const MOST_TOLD: usize = 3;

impl Parser<'_> {
    /// Stops reading this line. The finding is told unless it would only be an echo.
    pub(super) fn fail(&mut self, finding: impl FnOnce(&Self) -> Finding) {
        if self.failed {
            return;
        }
        self.failed = true;
        self.fault_count += 1;
        if !self.silent && self.faults.len() < MOST_TOLD {
            let finding = finding(self);
            let finding = self.blame_quote(finding);
            self.faults.push(finding);
        }
    }

    /// Blames a quote that swallowed lines before for what is wrong after it.
    fn blame_quote(&mut self, finding: Finding) -> Finding {
        let before = self
            .swallowed
            .take()
            .filter(|swallowed| swallowed.close.end as usize <= finding.at.end);
        let Some(Swallowed { open, close }) = before else {
            return finding;
        };
        let lines = self.text[open.range().start..close.range().end].matches('\n').count();
        let line = if lines == 1 { "line" } else { "lines" };
        let message = say!(
            ko: "이 따옴표가 뒤의 {lines}줄을 삼킵니다. 닫는 따옴표가 빠졌거나 앞의 따옴표가 하나 많습니다",
            en: "this quote swallows {lines} more {line}: its closing quote is missing, or there is one quote too many before it"
        );
        Finding::error(RULE, open.range(), message)
            .label(
                close.range(),
                say!(ko: "여기에서야 닫힙니다", en: "it is only closed here"),
            )
            .label(finding.at, finding.message)
    }

    /// A finding of this reader's rule, with the construct that is open.
    pub(super) fn fault(&self, at: Bytes, message: Text) -> Finding {
        let finding = Finding::error(RULE, at.range(), message);
        let finding = match self.opened.last() {
            Some(open) if open.bytes != at => {
                let what = self.quote(open.bytes);
                finding.label(
                    open.bytes.range(),
                    say!(ko: "{what} 구문이 여기에서 열렸습니다", en: "{what} was opened here"),
                )
            }
            _ => finding,
        };
        self.explain_carriage(finding)
    }

    /// Reserved words are not what they are with a carriage return behind them.
    fn explain_carriage(&self, finding: Finding) -> Finding {
        if !self.text.contains("\r\n") {
            return finding;
        }
        finding.help(say!(
            ko: "줄이 CR LF로 끝납니다. bash에서 CR은 단어의 일부이므로, 줄 끝을 LF로 바꾸십시오.",
            en: "Lines end in CR LF here. To bash the CR is part of the word, so use LF line ends."
        ))
    }

    /// What stands at a place, for a message: short, on one line, in backticks.
    pub(super) fn quote(&self, at: Bytes) -> String {
        let text = at.of(self.text);
        if text == "\n" {
            return "`\\n`".to_owned();
        }
        let line = text.lines().next().unwrap_or_default();
        let mut short: String = line.chars().take(40).collect();
        if short.len() < text.len() {
            short.push('…');
        }
        code(&short)
    }

    /// Where the token is that was looked at last.
    fn next_place(&self) -> Bytes {
        let here = Bytes::new(self.at, self.at);
        self.peeked.as_ref().map_or(here, |token| token.bytes)
    }

    /// The next token cannot stand where it does.
    pub(super) fn unexpected(&mut self) {
        let tok = self.peek();
        if self.failed {
            return;
        }
        if tok == Tok::End {
            self.unfinished();
            return;
        }
        let at = self.next_place();
        let open = self.opened.last().is_some();
        let before = self.context.before;
        self.fail(|p| {
            let what = p.quote(at);
            let message = match tok {
                Tok::Newline => say!(
                    ko: "명령이 줄 끝에서 끊겼습니다",
                    en: "the line ends in the middle of a command"
                ),
                _ if tok.closes() && !open => {
                    let with = particle::with(&what);
                    say!(
                        ko: "{what}{with} 닫을 구문이 열려 있지 않습니다",
                        en: "nothing is open that {what} could close"
                    )
                }
                _ => {
                    let subject = particle::subject(&what);
                    say!(ko: "여기에는 {what}{subject} 올 수 없습니다", en: "{what} cannot stand here")
                }
            };
            let finding = p.fault(at, message);
            match advice::unexpected(p.text, tok, at, before, open, &what) {
                Some(advice) => finding.help(advice),
                None => finding,
            }
        });
    }

    /// The text ends inside what is open.
    fn unfinished(&mut self) {
        let Some(open) = self.opened.last().copied() else {
            let at = Bytes::new(self.taken.saturating_sub(1), self.taken);
            self.fail(|p| {
                p.fault(
                    at,
                    say!(ko: "명령이 도중에 끝났습니다", en: "the command ends too early"),
                )
            });
            return;
        };
        if self.fault_count > 0 {
            // Its end may lie in a line that was given up.
            self.failed = true;
            return;
        }
        let close = closer(open.tok);
        let end = self.src.len();
        self.fail(|p| {
            let what = p.quote(open.bytes);
            let message = say!(
                ko: "{what} 구문이 닫히지 않았습니다. `{close}` 자리에서 글이 끝났습니다",
                en: "{what} is never closed: the text ends where `{close}` should be"
            );
            let finding = Finding::error(RULE, open.bytes.range(), message)
                .label(end..end, say!(ko: "글이 여기에서 끝납니다", en: "the text ends here"));
            let finding = p.explain_carriage(finding);
            let inside = p.text.get(open.bytes.range().end..).unwrap_or_default();
            match advice::closing(close, inside) {
                Some(advice) => finding.help(advice),
                None => finding,
            }
        });
    }

    /// `tok` should be next, and something else is.
    pub(super) fn expected(&mut self, tok: Tok) {
        let found = self.peek();
        if self.failed {
            return;
        }
        if found == Tok::End {
            self.unfinished();
            return;
        }
        let at = self.next_place();
        let want = spelling(tok);
        self.fail(|p| {
            let what = p.quote(at);
            let (need, subject) = (particle::subject(want), particle::subject(&what));
            let message = if found == Tok::Newline {
                say!(ko: "줄이 끝나기 전에 `{want}`{need} 와야 합니다", en: "`{want}` must come before the line ends")
            } else {
                say!(ko: "여기에는 {what}{subject} 아니라 `{want}`{need} 와야 합니다", en: "`{want}` should stand here, not {what}")
            };
            let finding = p.fault(at, message);
            let from = p.opened.last().map_or(at.range().end, |open| open.bytes.range().end);
            let inside = p.text.get(from..at.range().start).unwrap_or_default();
            match advice::closing(want, inside) {
                Some(advice) => finding.help(advice),
                None => finding,
            }
        });
    }

    /// An arm of `case` begins before the one above has ended.
    pub(super) fn arm_unended(&mut self) {
        let at = self.next_place();
        self.fail(|p| {
            p.fault(
                at,
                say!(
                    ko: "`case`의 앞 절을 끝내는 `;;`이 없습니다",
                    en: "`;;` is missing at the end of the clause before this one"
                ),
            )
        });
    }

    /// A list of commands is empty where bash wants one.
    pub(super) fn empty_body(&mut self) {
        let found = self.peek();
        if self.failed {
            return;
        }
        if found == Tok::End {
            self.unfinished();
            return;
        }
        if !found.closes() {
            self.unexpected();
            return;
        }
        let at = self.next_place();
        self.fail(|p| {
            let what = p.quote(at);
            p.fault(
                at,
                say!(ko: "{what} 앞에 명령이 하나는 있어야 합니다", en: "there must be a command before {what}"),
            )
            .help(say!(ko: "아무 일도 하지 않으려면 `:`를 쓰십시오.", en: "To do nothing, write `:`."))
        });
    }

    /// `&&`, `||` or `|` has nothing to its right.
    pub(super) fn operand(&mut self, tok: Tok, operator: Bytes) {
        let found = self.peek();
        if self.failed {
            return;
        }
        if found != Tok::End {
            self.unexpected();
            return;
        }
        if self.fault_count > 0 && !self.opened.is_empty() {
            self.failed = true;
            return;
        }
        let sign = spelling(tok);
        self.fail(|p| {
            p.fault(
                operator,
                say!(ko: "`{sign}` 뒤에 명령이 없습니다", en: "no command follows `{sign}`"),
            )
        });
    }

    /// A redirection has no word to go to.
    pub(super) fn no_target(&mut self, tok: Tok, operator: Bytes) {
        self.peek();
        let sign = spelling(tok);
        self.fail(|p| {
            let line = p.text.get(..operator.end as usize).unwrap_or_default();
            let line = &line[line.rfind('\n').map_or(0, |at| at + 1)..];
            let message = match tok {
                Tok::LessLess | Tok::LessLessDash => say!(
                    ko: "`{sign}` 뒤에 히어 도큐먼트(here-document)를 끝낼 단어가 없습니다",
                    en: "no end word follows `{sign}`"
                ),
                Tok::LessLessLess => say!(ko: "`{sign}` 뒤에 단어가 없습니다", en: "no word follows `{sign}`"),
                _ => say!(ko: "`{sign}` 뒤에 파일 이름이 없습니다", en: "no file name follows `{sign}`"),
            };
            let finding = p.fault(operator, message);
            // `<cluster>` at the end of a line: two redirections to bash, a placeholder to its author.
            if tok == Tok::Great && line.contains('<') {
                return finding.help(say!(
                    ko: "`<이름>`이 채워 넣을 자리라면 따옴표로 감싸십시오. bash는 `<`와 `>`를 리다이렉션으로 읽습니다.",
                    en: "If `<name>` is something to fill in, quote it: bash reads `<` and `>` as redirections."
                ));
            }
            finding
        });
    }

    pub(super) fn too_many_heredocs(&mut self, operator: Bytes) {
        self.fail(|p| {
            p.fault(
                operator,
                say!(ko: "한 줄에 히어 도큐먼트(here-document)가 너무 많습니다", en: "there are too many here-documents on one line"),
            )
            .help(say!(ko: "bash는 16개까지 받습니다.", en: "Bash takes 16."))
        });
    }

    /// Quotes, parentheses or braces that end nowhere. Reading goes on after the line that opened them.
    pub(super) fn unclosed(&mut self, open: Bytes, close: u8) {
        if self.failed {
            return;
        }
        let mark = char::from(close);
        let close = code(mark.encode_utf8(&mut [0; 4]));
        self.fail(|p| {
            let what = p.quote(open);
            let (object, subject) = (particle::object(&what), particle::subject(&close));
            let end = p.src.len();
            let lines = p
                .text
                .get(open.end as usize..end)
                .unwrap_or_default()
                .trim_end()
                .lines()
                .count();
            let finding = Finding::error(
                RULE,
                open.range(),
                say!(
                    ko: "{what}{object} 닫는 {close}{subject} 없습니다",
                    en: "{what} is never closed: there is no matching {close}"
                ),
            );
            let finding = match p.opened.last() {
                Some(outer) if outer.bytes != open => {
                    let outer_what = p.quote(outer.bytes);
                    finding.label(
                        outer.bytes.range(),
                        say!(ko: "{outer_what} 구문 안입니다", en: "inside {outer_what}, opened here"),
                    )
                }
                _ => finding,
            };
            if let Some((at, look_alike)) = advice::look_alike(p.text, open, mark) {
                return finding.label(
                    at,
                    say!(
                        ko: "여기에서 닫으려 했다면 `{look_alike}` 대신 {close}{subject} 와야 합니다",
                        en: "if it should end here, write {close} in place of `{look_alike}`"
                    ),
                );
            }
            if lines > 1 {
                finding.help(say!(
                    ko: "여기부터 끝까지 {lines}줄이 모두 이 안에 들어갔습니다.",
                    en: "The {lines} lines from here to the end all fell into it."
                ))
            } else {
                finding
            }
        });
        let from = open.start as usize;
        let rest = self.src.get(from..).unwrap_or_default();
        let line = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
        self.cut(from + line);
    }

    pub(super) fn unexpected_in_array(&mut self, open: Bytes, at: Bytes) {
        self.fail(|p| {
            let what = p.quote(at);
            let object = particle::object(&what);
            p.fault(
                at,
                say!(ko: "배열 안에는 {what}{object} 쓸 수 없습니다", en: "{what} cannot stand in an array"),
            )
            .label(
                open.range(),
                say!(ko: "배열이 여기에서 열렸습니다", en: "the array was opened here"),
            )
            .help(say!(ko: "글자 그대로라면 따옴표로 감싸십시오.", en: "If it is meant literally, quote it."))
        });
    }

    pub(super) fn too_deep(&mut self) {
        let at = Bytes::new(self.at.min(self.src.len()), self.at.min(self.src.len()));
        // What comes after cannot be understood either.
        self.fault_count += 1000;
        self.fail(|p| {
            p.fault(
                at,
                say!(ko: "너무 깊이 겹쳐 있어 더 읽지 않습니다", en: "this is nested too deeply to be read"),
            )
        });
        self.peeked = None;
    }

    /// No name after `for`, `case` or `function`.
    pub(super) fn name_missing(&mut self, after: Tok) {
        if self.peek() == Tok::End {
            self.unexpected();
            return;
        }
        let at = self.next_place();
        let sign = spelling(after);
        self.fail(|p| {
            p.fault(
                at,
                say!(ko: "`{sign}` 다음에 이름이 있어야 합니다", en: "a name must follow `{sign}`"),
            )
        });
    }

    /// `word (` that is not the beginning of a function.
    pub(super) fn not_a_function(&mut self, name: Option<&Word>, open: Bytes) {
        if self.peek() == Tok::End && self.failed {
            return;
        }
        let name = name.map_or(open, |name| name.bytes);
        // `name(` without a blank between is how other languages call.
        let called = name.end == open.start;
        self.fail(|p| {
            let what = p.quote(name);
            p.fault(
                open,
                say!(
                    ko: "{what} 다음의 `(`는 함수 정의로만 쓸 수 있습니다",
                    en: "after {what}, `(` can only begin a function: `()`"
                ),
            )
            .help(if called {
                say!(
                    ko: "함수는 괄호 없이 부릅니다. 인자는 이름 뒤에 빈칸으로 나누어 쓰십시오.",
                    en: "Functions are called without parentheses: write the arguments after the name, with blanks between."
                )
            } else {
                advice::literal_parentheses()
            })
        });
    }

    pub(super) fn wrong_arithmetic_for(&mut self, at: Bytes) {
        self.fail(|p| {
            p.fault(
                at,
                say!(
                    ko: "`for ((...))` 안에는 `;`로 나눈 식이 정확히 세 개 있어야 합니다",
                    en: "`for ((...))` takes exactly three expressions, separated by `;`"
                ),
            )
        });
    }

    /// `for ((...)` that a single parenthesis closes.
    pub(super) fn unclosed_arithmetic_for(&mut self, open: Bytes) {
        self.stops(
            open,
            say!(ko: "`for ((`가 `))`가 아니라 `)`로 닫혔습니다", en: "`for ((` is closed by `)`, not by `))`"),
        );
    }

    /// Bash stops reading here without a word, and takes what it has. In a substitution it is an error.
    pub(super) fn stops(&mut self, at: Bytes, message: Text) {
        let severe = self.context.substitution;
        self.fail(|p| {
            let mut finding = p.fault(at, message);
            if !severe {
                finding.severity = Severity::Warning;
            }
            finding.help(say!(
                ko: "bash는 여기에서 말없이 읽기를 그만두고, 그 뒤는 실행하지 않습니다.",
                en: "Bash stops reading here without a word, and runs nothing of what follows."
            ))
        });
        self.silent = true;
        self.peeked = None;
    }
}

/// Code in a message, as Markdown has it.
fn code(text: &str) -> String {
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

/// How a token is written.
fn spelling(tok: Tok) -> &'static str {
    match tok {
        Tok::Semi => ";",
        Tok::AndAnd => "&&",
        Tok::OrOr => "||",
        Tok::Pipe => "|",
        Tok::PipeAmp => "|&",
        Tok::Close => ")",
        Tok::Less => "<",
        Tok::Great => ">",
        Tok::GreatGreat => ">>",
        Tok::LessLess => "<<",
        Tok::LessLessDash => "<<-",
        Tok::LessLessLess => "<<<",
        Tok::LessAmp => "<&",
        Tok::GreatAmp => ">&",
        Tok::LessGreat => "<>",
        Tok::GreatPipe => ">|",
        Tok::AmpGreat => "&>",
        Tok::AmpGreatGreat => "&>>",
        Tok::Then => "then",
        Tok::Fi => "fi",
        Tok::For => "for",
        Tok::Select => "select",
        Tok::Do => "do",
        Tok::Done => "done",
        Tok::Case => "case",
        Tok::In => "in",
        Tok::Esac => "esac",
        Tok::Function => "function",
        Tok::CloseBrace => "}",
        Tok::CloseTest => "]]",
        _ => "…",
    }
}

/// What closes a construct.
fn closer(open: Tok) -> &'static str {
    match open {
        Tok::If => "fi",
        Tok::For | Tok::Select | Tok::While | Tok::Until => "done",
        Tok::Case => "esac",
        Tok::OpenTest => "]]",
        Tok::Open => ")",
        Tok::Function => "{",
        _ => "}",
    }
}
