//! Dockerfiles: instructions, their flags and arguments, stages, values.
//!
//! What BuildKit refuses is an error. A block may show a part of a file, so what it does not say is not missed.

mod forms;
mod stages;
mod values;

use crate::diagnostic::{Applicability, Finding, Text};
use crate::placeholder;
use crate::say;
use crate::suggest;
use crate::syntax::Mapped;
use crate::syntax::dockerfile::{Dockerfile, Instruction};
use std::ops::Range;

const SYNTAX: &str = "dockerfile-syntax";
const STAGE: &str = "dockerfile-stage";
const VALUE: &str = "dockerfile-value";

/// The instructions with their flags and the least number of arguments, of the Dockerfile reference of Docker,
/// <https://docs.docker.com/reference/dockerfile/> (2026-11).
const INSTRUCTIONS: [(&str, &[&str], usize); 18] = [
    (
        "ADD",
        &[
            "keep-git-dir",
            "checksum",
            "chown",
            "chmod",
            "link",
            "exclude",
            "unpack",
        ],
        2,
    ),
    ("ARG", &[], 1),
    ("CMD", &[], 0),
    ("COPY", &["from", "chown", "chmod", "link", "parents", "exclude"], 2),
    ("ENTRYPOINT", &[], 0),
    ("ENV", &[], 1),
    ("EXPOSE", &[], 1),
    ("FROM", &["platform"], 1),
    (
        "HEALTHCHECK",
        &["interval", "timeout", "start-period", "start-interval", "retries"],
        1,
    ),
    ("LABEL", &[], 1),
    ("MAINTAINER", &[], 1),
    ("ONBUILD", &[], 1),
    ("RUN", &["mount", "network", "security", "device"], 1),
    ("SHELL", &[], 1),
    ("STOPSIGNAL", &[], 1),
    ("USER", &[], 1),
    ("VOLUME", &[], 1),
    ("WORKDIR", &[], 1),
];

/// Flags that say all by being there.
const SWITCHES: [&str; 4] = ["link", "parents", "keep-git-dir", "unpack"];

/// What was found in a Dockerfile, and the commands that a shell runs.
pub(crate) struct Checked {
    pub(crate) found: Vec<Finding>,
    pub(crate) scripts: Vec<Mapped>,
}

/// Judges a Dockerfile; nothing where the text is surely none, such as commands of `docker`.
pub(crate) fn check(file: &Dockerfile, placeholders: bool) -> Option<Checked> {
    let is_known = |instruction: &Instruction| row(&instruction.keyword).is_some();
    if !file.instructions.iter().any(is_known) {
        return None;
    }
    let mut judge = Judge {
        file,
        placeholders,
        found: Vec::new(),
        scripts: Vec::new(),
        posix: !file.backtick,
    };
    for instruction in &file.instructions {
        judge.instruction(instruction, 0);
    }
    judge.stages();
    Some(Checked {
        found: judge.found,
        scripts: judge.scripts,
    })
}

fn row(keyword: &str) -> Option<&'static (&'static str, &'static [&'static str], usize)> {
    INSTRUCTIONS.iter().find(|(name, _, _)| *name == keyword)
}

struct Judge<'f> {
    file: &'f Dockerfile,
    placeholders: bool,
    found: Vec<Finding>,
    scripts: Vec<Mapped>,
    /// Whether a shell like bash runs the commands.
    posix: bool,
}

impl Judge<'_> {
    fn instruction(&mut self, instruction: &Instruction, depth: u32) {
        let Some((keyword, flags, least)) = row(&instruction.keyword) else {
            return self.unknown_instruction(instruction);
        };
        self.flags(instruction, flags);
        let count = instruction.words().len();
        if count < *least {
            let said = match least {
                2 => {
                    say!(ko: "`{keyword}`에는 원본과 대상이 있어야 합니다", en: "`{keyword}` needs a source and a destination")
                }
                _ => say!(ko: "`{keyword}`에 인자가 없습니다", en: "`{keyword}` has no argument"),
            };
            // `COPY .` alone may be an excerpt's beginning, but BuildKit refuses it wherever it stands.
            self.found.push(Finding::error(SYNTAX, instruction.at.clone(), said));
            return;
        }
        match *keyword {
            "ONBUILD" if depth == 0 => {
                if let Some(inner) = instruction.inner() {
                    self.onbuild(&inner);
                }
            }
            "FROM" => {
                let image = instruction
                    .words()
                    .first()
                    .map_or("", |(_, word)| *word)
                    .to_ascii_lowercase();
                self.posix = !self.file.backtick && !image.contains("windows") && !image.contains("nanoserver");
                self.from(instruction);
            }
            "SHELL" => self.shell(instruction),
            _ => self.forms(instruction),
        }
        self.values(instruction);
        self.heredocs(instruction);
        self.script(instruction);
    }

    fn unknown_instruction(&mut self, instruction: &Instruction) {
        let (name, at) = (&instruction.written, instruction.at.clone());
        if self.placeholders && placeholder::has_marked_placeholder(name) {
            return;
        }
        let names = INSTRUCTIONS.map(|(name, _, _)| name);
        let said =
            say!(ko: "`{name}`라는 명령은 Dockerfile에 없습니다", en: "a Dockerfile has no instruction `{name}`");
        let before = self
            .file
            .instructions
            .iter()
            .take_while(|other| other.at.start < at.start)
            .last();
        let finding = self.nearest(SYNTAX, at, said, name, &names);
        // A line that lacks its backslash begins with anything.
        let goes_on = finding.fix.is_none()
            && before.is_some_and(|before| matches!(before.keyword.as_str(), "RUN" | "ENV" | "LABEL" | "CMD"));
        self.found.push(match goes_on {
            true => finding.help(say!(
                ko: "앞줄에 이어지는 것이라면 앞줄 끝에 `\\`가 있어야 합니다.",
                en: "If it goes on with the line before, that line has to end with `\\`."
            )),
            false => finding,
        });
    }

    fn onbuild(&mut self, inner: &Instruction) {
        let keyword = &inner.keyword;
        if matches!(keyword.as_str(), "ONBUILD" | "FROM" | "MAINTAINER") {
            let said =
                say!(ko: "`ONBUILD` 뒤에 `{keyword}`는 쓸 수 없습니다", en: "`{keyword}` cannot follow `ONBUILD`");
            self.found.push(Finding::error(SYNTAX, inner.at.clone(), said));
            return;
        }
        self.instruction(inner, 1);
    }

    fn flags(&mut self, instruction: &Instruction, allowed: &[&str]) {
        if allowed.is_empty() {
            return;
        }
        let keyword = &instruction.keyword;
        for flag in &instruction.flags {
            let name = &flag.name;
            if !allowed.contains(&name.as_str()) {
                let at = instruction.content.place(flag.name_range());
                let said =
                    say!(ko: "`{keyword}`에는 `--{name}` 플래그가 없습니다", en: "`{keyword}` has no flag `--{name}`");
                let mut finding = self.nearest(SYNTAX, at, said, name, allowed);
                if let Some(edit) = finding.fix.as_mut().and_then(|fix| fix.edits.first_mut()) {
                    edit.text.insert_str(0, "--");
                }
                self.found.push(finding);
            } else if flag.value.as_deref().unwrap_or_default().is_empty() && !SWITCHES.contains(&name.as_str()) {
                let at = instruction.content.place(flag.range.clone());
                let said = say!(ko: "`--{name}`에 값이 없습니다", en: "`--{name}` has no value");
                let finding = Finding::error(SYNTAX, at, said);
                self.found.push(
                    finding.help(
                        say!(ko: "`--{name}=값`처럼 `=`로 붙여 씁니다.", en: "Write `--{name}=value`, with `=`."),
                    ),
                );
            }
        }
    }

    fn heredocs(&mut self, instruction: &Instruction) {
        for heredoc in instruction.heredocs.iter().filter(|heredoc| !heredoc.ended) {
            let end = &heredoc.end;
            let at = instruction.content.place(heredoc.at.clone());
            let said =
                say!(ko: "이 히어 도큐먼트를 끝내는 `{end}`가 없습니다", en: "no line `{end}` ends this here-document");
            self.found.push(Finding::error(SYNTAX, at, said));
        }
    }

    /// Keeps what a shell is handed.
    fn script(&mut self, instruction: &Instruction) {
        let rest = instruction.rest();
        let from = match instruction.keyword.as_str() {
            "RUN" | "CMD" | "ENTRYPOINT" => instruction.flags_end,
            "HEALTHCHECK" if rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("CMD ")) => {
                instruction.flags_end + 4
            }
            _ => return,
        };
        let rest = instruction.content.text[from..].trim_start();
        if !self.posix || rest.is_empty() || rest.starts_with('[') && forms::is_exec(rest) {
            return;
        }
        if let [heredoc] = &instruction.heredocs[..] {
            // A here-document alone is the script, unless its first line says what else reads it.
            let alone = instruction.words().len() == 1;
            if alone && !heredoc.body.text.starts_with("#!") {
                self.scripts.push(heredoc.body.clone());
            }
            return;
        }
        if instruction.heredocs.is_empty() {
            let mut script = Mapped::default();
            let mut at = from;
            for piece in instruction.content.text[from..].split_inclusive('\n') {
                for part in [
                    piece.trim_end_matches('\n'),
                    &piece[piece.trim_end_matches('\n').len()..],
                ] {
                    script.push(part, instruction.content.place(at..at + part.len()));
                    at += part.len();
                }
            }
            self.scripts.push(script);
        }
    }

    /// A finding for a name that is not among those allowed, with the nearest or all of them.
    fn nearest(&self, rule: &'static str, at: Range<usize>, said: Text, name: &str, allowed: &[&str]) -> Finding {
        let finding = Finding::error(rule, at.clone(), said);
        if let Some(near) = suggest::nearest(name, allowed.iter().copied()) {
            return finding
                .help(say!(ko: "비슷한 이름: `{near}`", en: "A similar name: `{near}`"))
                .fix(Applicability::Unsafe, say!(ko: "`{near}`", en: "`{near}`"), at, near);
        }
        if allowed.len() > 10 {
            return finding;
        }
        let list = allowed
            .iter()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ");
        finding.help(say!(ko: "쓸 수 있는 이름: {list}", en: "The names that are known: {list}"))
    }

    /// Whether a value is for the build or the reader to fill in.
    fn unknown(&self, value: &str) -> bool {
        value.contains('$') || (self.placeholders && placeholder::has_marked_placeholder(value))
    }
}
