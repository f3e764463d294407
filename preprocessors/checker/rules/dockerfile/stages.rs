//! Build stages: what each is called, and what is taken from another.

use super::{Judge, STAGE, SYNTAX};
use crate::diagnostic::Finding;
use crate::say;
use crate::suggest;
use crate::syntax::dockerfile::Instruction;
use std::ops::Range;

/// A stage that a `FROM` begins.
struct Stage {
    name: Option<String>,
    at: Range<usize>,
}

impl Judge<'_> {
    /// `FROM image` or `FROM image AS name`.
    pub(super) fn from(&mut self, instruction: &Instruction) {
        let words = instruction.words();
        let place = |index: usize| {
            words
                .get(index)
                .map(|(range, _)| instruction.content.place(range.clone()))
        };
        let named = words.get(1).is_some_and(|(_, word)| word.eq_ignore_ascii_case("AS"));
        let good = words.len() == 1 || (words.len() == 3 && named);
        if !good {
            let at = place(if named && words.len() > 3 { 3 } else { 1 }).unwrap_or_else(|| instruction.at.clone());
            let said = say!(
                ko: "`FROM` 뒤에는 `이미지`나 `이미지 AS 이름`만 올 수 있습니다",
                en: "only `image` or `image AS name` can follow `FROM`"
            );
            self.found.push(Finding::error(SYNTAX, at, said));
            return;
        }
        let Some((range, name)) = words.get(2) else { return };
        let mut letters = name.chars();
        let first = letters.next().is_some_and(|c| c.is_ascii_alphabetic());
        let rest = letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        let good = first && rest;
        if !good && !self.unknown(name) {
            let at = instruction.content.place(range.clone());
            let said =
                say!(ko: "`{name}`는 단계의 이름이 될 수 없습니다", en: "`{name}` cannot be the name of a stage");
            let finding = Finding::error(STAGE, at, said);
            self.found.push(finding.help(say!(
                ko: "영문자로 시작하고 영문자, 숫자, `-`, `_`, `.`만 쓸 수 있습니다.",
                en: "It begins with a letter, and goes on with letters, digits, `-`, `_` and `.`."
            )));
        }
    }

    /// Judges what is taken from other stages.
    pub(super) fn stages(&mut self) {
        self.before_from();
        let mut stages: Vec<Stage> = Vec::new();
        let all = &self.file.instructions;
        // The stages before an excerpt are not shown.
        let first = all.iter().find(|instruction| instruction.keyword != "ARG");
        let whole = !self.file.elided && first.is_some_and(|first| first.keyword == "FROM");
        for instruction in all {
            if instruction.keyword == "FROM" {
                let stage = Stage {
                    name: instruction.words().get(2).map(|(_, name)| (*name).to_owned()),
                    at: instruction.at.clone(),
                };
                self.named_before(&stages, instruction);
                stages.push(stage);
                continue;
            }
            for (from, at) in sources(instruction) {
                self.source(&from, at, &stages, whole);
            }
        }
    }

    /// A stage name that another stage has already.
    fn named_before(&mut self, stages: &[Stage], instruction: &Instruction) {
        let words = instruction.words();
        let Some((range, name)) = words.get(2) else { return };
        let same = |stage: &&Stage| {
            stage
                .name
                .as_deref()
                .is_some_and(|other| other.eq_ignore_ascii_case(name))
        };
        if let Some(first) = stages.iter().find(same) {
            let said = say!(ko: "`{name}` 단계가 이미 있습니다", en: "there is a stage `{name}` already");
            let finding = Finding::warning(STAGE, instruction.content.place(range.clone()), said);
            self.found
                .push(finding.label(first.at.clone(), say!(ko: "처음 나온 곳", en: "first here")));
        }
    }

    fn source(&mut self, from: &str, at: Range<usize>, stages: &[Stage], whole: bool) {
        let before = stages.len().saturating_sub(1);
        if let Ok(number) = from.parse::<usize>() {
            if whole && number >= before {
                let said = say!(
                    ko: "{number}번 단계는 이 단계보다 앞에 없습니다. 번호는 0부터입니다",
                    en: "no stage before this one has the number {number}; they count from 0"
                );
                self.found.push(Finding::error(STAGE, at, said));
            }
            return;
        }
        if self.unknown(from) || from.contains([':', '/', '@', '.']) {
            return;
        }
        let is_it = |stage: &Stage| {
            stage
                .name
                .as_deref()
                .is_some_and(|name| name.eq_ignore_ascii_case(from))
        };
        if stages.get(before).is_some_and(is_it) && whole {
            let said =
                say!(ko: "단계는 자기 자신에게서 가져올 수 없습니다", en: "a stage cannot take anything from itself");
            self.found.push(Finding::error(STAGE, at, said));
            return;
        }
        if stages.iter().any(is_it) {
            return;
        }
        // Anything else may be an image; a slip of the pen in the name of a stage is none.
        let names = stages.iter().take(before).filter_map(|stage| stage.name.as_deref());
        if let Some(near) = suggest::slip(from, names) {
            let said = say!(ko: "앞에 `{from}`라는 단계가 없습니다", en: "no stage before this one is called `{from}`");
            let finding = self.nearest(STAGE, at, said, from, &[near]);
            self.found.push(finding.help(say!(
                ko: "Docker는 이것을 이미지의 이름으로 보고 내려받으려고 합니다.",
                en: "Docker takes it for the name of an image, and tries to pull that."
            )));
        }
    }

    /// What stands before the first `FROM` and is no `ARG`.
    fn before_from(&mut self) {
        let all = &self.file.instructions;
        let froms = all.iter().filter(|instruction| instruction.keyword == "FROM").count();
        if froms == 0 || self.file.elided || !(froms == 1 || self.file.directives) {
            return;
        }
        let before = || all.iter().take_while(|instruction| instruction.keyword != "FROM");
        // With steps of a build before it, it is the second stage of an excerpt.
        let builds = before().any(|i| {
            !matches!(
                i.keyword.as_str(),
                "ARG" | "ENV" | "LABEL" | "EXPOSE" | "USER" | "WORKDIR" | "MAINTAINER"
            )
        });
        if builds && !self.file.directives {
            return;
        }
        if let Some(first) = before().find(|instruction| instruction.keyword != "ARG") {
            let keyword = &first.keyword;
            let said = say!(ko: "`FROM`보다 앞에는 `ARG`만 올 수 있습니다. `{keyword}`는 올 수 없습니다", en: "only `ARG` can stand before `FROM`, not `{keyword}`");
            self.found.push(Finding::error(SYNTAX, first.at.clone(), said));
        }
    }
}

/// The stages or images that an instruction takes something from, and where they are named.
fn sources(instruction: &Instruction) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    for flag in &instruction.flags {
        let Some(value) = &flag.value else { continue };
        let start = flag.value_range().start;
        match (instruction.keyword.as_str(), flag.name.as_str()) {
            ("COPY", "from") => found.push((value.clone(), instruction.content.place(flag.value_range()))),
            ("RUN", "mount") => {
                let Some(at) = value.find("from=").filter(|at| *at == 0 || value[..*at].ends_with(',')) else {
                    continue;
                };
                let name = value[at + 5..].split(',').next().unwrap_or_default();
                let from = start + at + 5;
                found.push((name.to_owned(), instruction.content.place(from..from + name.len())));
            }
            _ => {}
        }
    }
    found
}
