//! The forms of arguments: `name=value`, lists in JSON, `CMD` behind `HEALTHCHECK`.

use super::{Judge, SYNTAX};
use crate::diagnostic::Finding;
use crate::placeholder;
use crate::say;
use crate::syntax::dockerfile::Instruction;
use std::ops::Range;

/// Whether arguments are a list in JSON, which is run without a shell.
pub(super) fn is_exec(text: &str) -> bool {
    serde_json::from_str::<Vec<String>>(&joined(text)).is_ok()
}

/// A text without the backslashes that lead from line to line.
fn joined(text: &str) -> String {
    text.replace("\\\n", "")
}

impl Judge<'_> {
    pub(super) fn forms(&mut self, instruction: &Instruction) {
        match instruction.keyword.as_str() {
            "ENV" => self.pairs(instruction, true),
            "LABEL" => self.pairs(instruction, true),
            "CMD" | "ENTRYPOINT" | "RUN" | "VOLUME" | "COPY" | "ADD" => self.list(instruction),
            "HEALTHCHECK" => self.health_check(instruction),
            _ => {}
        }
    }

    /// `SHELL` takes a list in JSON and nothing else.
    pub(super) fn shell(&mut self, instruction: &Instruction) {
        let rest = instruction.rest();
        self.posix = ["/sh\"", "\"sh\"", "bash\"", "/ash\""]
            .iter()
            .any(|name| rest.contains(name));
        if !is_exec(rest) && !self.unknown(rest) {
            let at = instruction
                .content
                .place(instruction.flags_end..instruction.content.text.len());
            let said = say!(ko: "`SHELL`의 인자는 JSON 배열이어야 합니다", en: "the argument of `SHELL` has to be a JSON array");
            let finding = Finding::error(SYNTAX, at, said);
            self.found.push(finding.help(say!(
                ko: "`SHELL [\"/bin/bash\", \"-c\"]`처럼 큰따옴표로 씁니다.",
                en: "Write it with double quotes: `SHELL [\"/bin/bash\", \"-c\"]`."
            )));
        }
    }

    /// A list that is no JSON: Docker hands it to a shell, which looks for a command `[`.
    fn list(&mut self, instruction: &Instruction) {
        let (keyword, rest) = (&instruction.keyword, instruction.rest().trim());
        let listed = rest.starts_with('[') && rest.ends_with(']');
        let inner = rest.trim_matches(['[', ']', ' ']);
        // `[ "$a" = b ]` is a test of the shell.
        let test = !inner.contains(',') && inner.contains(' ');
        let elided = self.placeholders && (placeholder::has_marked_placeholder(inner) || inner.contains("..."));
        if !listed || test || elided || inner.is_empty() || is_exec(rest) {
            return;
        }
        let at = instruction
            .content
            .place(instruction.flags_end..instruction.flags_end + rest.len());
        let run = matches!(keyword.as_str(), "RUN" | "CMD" | "ENTRYPOINT");
        let said = match run {
            true => say!(
                ko: "`{keyword}`의 이 목록은 JSON이 아니어서 셸 명령으로 실행됩니다",
                en: "this list is not JSON, so `{keyword}` takes it for a command of the shell"
            ),
            false => say!(
                ko: "`{keyword}`의 이 목록은 JSON이 아니어서 괄호까지 글자 그대로 읽힙니다",
                en: "this list is not JSON, so `{keyword}` takes it word for word, brackets included"
            ),
        };
        self.found.push(Finding::warning(SYNTAX, at, said).help(say!(
            ko: "항목마다 큰따옴표로 감싸고 사이에 `,`를 둡니다. 마지막 항목 뒤에는 `,`가 없어야 합니다.",
            en: "Put each item in double quotes and a `,` between two of them; none follows the last."
        )));
    }

    /// `name=value name=value`, or with `pair` the old form `name value`.
    fn pairs(&mut self, instruction: &Instruction, pair: bool) {
        let keyword = &instruction.keyword;
        let words = quoted_words(instruction.content.text.as_str(), instruction.flags_end);
        let text = |range: &Range<usize>| &instruction.content.text[range.clone()];
        let Some(first) = words.first() else { return };
        if !text(first).contains('=') {
            if words.len() < 2 && pair && !self.unknown(text(first)) {
                let name = text(first);
                let at = instruction.content.place(first.clone());
                let said =
                    say!(ko: "`{keyword}`의 `{name}`에 값이 없습니다", en: "`{keyword}` gives `{name}` no value");
                let finding = Finding::error(SYNTAX, at, said);
                self.found
                    .push(finding.help(say!(ko: "`{name}=값`처럼 씁니다.", en: "Write `{name}=value`.")));
            }
            return;
        }
        if let Some(word) = words.iter().find(|word| !text(word).contains('=')) {
            let name = text(word);
            if self.placeholders && placeholder::has_marked_placeholder(name) {
                return;
            }
            let at = instruction.content.place(word.clone());
            let said = say!(ko: "`{keyword}`의 `{name}`에 `=`가 없습니다", en: "there is no `=` in `{name}`, as `{keyword}` needs it");
            let finding = Finding::error(SYNTAX, at, said);
            self.found.push(finding.help(say!(
                ko: "값에 공백이 있으면 따옴표로 감싸십시오.",
                en: "A value with blanks in it needs quotes."
            )));
        }
        if let Some(word) = words.iter().find(|word| text(word).starts_with('=')) {
            let at = instruction.content.place(word.clone());
            let said = say!(ko: "`=` 앞에 이름이 없습니다", en: "no name stands before `=`");
            let finding = Finding::error(SYNTAX, at, said);
            self.found
                .push(finding.help(say!(ko: "`=` 앞뒤는 띄우지 않습니다.", en: "No blank stands around `=`.")));
        }
    }

    fn health_check(&mut self, instruction: &Instruction) {
        let words = instruction.words();
        let Some((range, kind)) = words.first() else { return };
        let at = instruction.content.place(range.clone());
        match kind.to_ascii_uppercase().as_str() {
            "NONE" if words.len() == 1 => {}
            "NONE" => {
                let said = say!(ko: "`HEALTHCHECK NONE`에는 인자가 없어야 합니다", en: "`HEALTHCHECK NONE` takes no arguments");
                self.found.push(Finding::error(SYNTAX, at, said));
            }
            "CMD" if words.len() > 1 => {}
            "CMD" => {
                let said = say!(ko: "`HEALTHCHECK CMD`에 명령이 없습니다", en: "`HEALTHCHECK CMD` has no command");
                self.found.push(Finding::error(SYNTAX, at, said));
            }
            _ if self.unknown(kind) => {}
            _ => {
                let said = say!(
                    ko: "`HEALTHCHECK`의 명령 앞에는 `CMD`가 있어야 합니다",
                    en: "`CMD` has to stand before the command of `HEALTHCHECK`"
                );
                self.found.push(Finding::error(SYNTAX, at, said));
            }
        }
    }
}

/// The words of a text from an offset on; quotes keep blanks together.
fn quoted_words(text: &str, from: usize) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut words = Vec::new();
    let mut start = None;
    let mut quote = None;
    let mut at = from;
    while at <= bytes.len() {
        let byte = bytes.get(at).copied();
        let goes_on = byte == Some(b'\\') && matches!(bytes.get(at + 1), None | Some(b'\n'));
        let blank = byte.is_none() || (quote.is_none() && (goes_on || matches!(byte, Some(b' ' | b'\t' | b'\n'))));
        if blank {
            words.extend(start.take().map(|start| start..at));
        } else {
            start = start.or(Some(at));
            match byte {
                Some(b'\\') => at += 1,
                Some(mark @ (b'"' | b'\'')) => match quote {
                    None => quote = Some(mark),
                    Some(open) if open == mark => quote = None,
                    Some(_) => {}
                },
                _ => {}
            }
        }
        at += 1;
    }
    if let Some(start) = start {
        words.push(start..bytes.len());
    }
    words
}
