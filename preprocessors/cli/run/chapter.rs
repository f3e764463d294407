//! One chapter run: its steps in order, and what is to be said of each.

use super::terminal::{End, Outcome, Plan, Terminal, Walls};
use super::words;
use proof_checker::diagnostic::{Diagnostic, Text};
use proof_checker::session::compare::{Bound, compare, glean};
use proof_checker::session::{Command, Fate, Kind, Session, Step};
use proof_checker::source::Span;
use proof_checker::{Analysis, say};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What came of a chapter.
#[derive(Default)]
pub(super) struct Done {
    /// How many steps ran and did as they should.
    pub(super) ran: usize,
    /// The steps that were left out, and why.
    pub(super) skipped: Vec<(Span, Text)>,
    /// How many steps failed.
    pub(super) failed: usize,
    /// What is wrong.
    pub(super) found: Vec<Diagnostic>,
    /// Outputs that are not what is shown: the block, where it is shown there, what was printed.
    pub(super) outdated: Vec<(usize, Range<usize>, String)>,
    /// The blocks all of whose steps ran.
    pub(super) executed: Vec<usize>,
}

/// What makes a repository of git for a chapter that begins in one, with a bare one as its origin.
const REPOSITORY: &str = "git init -q . && git commit -q --allow-empty -m first && git init -q --bare ../origin.git && \
    git remote add origin ../origin.git && git push -q -u origin main";

/// Runs a chapter. `at` hears of every command before it begins.
pub(super) fn run(analysis: &Analysis, session: &Session, plan: &Plan, at: &dyn Fn(&Span, &str)) -> Done {
    let mut running = Running {
        analysis,
        plan,
        done: Done::default(),
        terminal: None,
        over: None,
        bound: Bound::default(),
        spoiled: BTreeSet::new(),
        jobs: Vec::new(),
        fates: BTreeMap::new(),
    };
    let runs = |command: &Command| matches!(command.fate, Fate::Run);
    let first = session.commands().find(|(_, command)| runs(command));
    if let Some((step, _)) = first {
        running.open(step, session.in_repository());
    }
    for step in &session.steps {
        match &step.kind {
            Kind::File(name) => running.file(step, name),
            Kind::Command(command) => running.command(step, command, at),
        }
    }
    running.end()
}

struct Running<'a> {
    analysis: &'a Analysis,
    plan: &'a Plan<'a>,
    done: Done,
    /// Where commands go; nothing where none may run, or no more.
    terminal: Option<Terminal>,
    /// Why no command can be run any more.
    over: Option<Text>,
    bound: Bound,
    /// Variables and files that a step which did not run should have made.
    spoiled: BTreeSet<String>,
    /// The steps whose commands go on in the background, and how many went on after each.
    jobs: Vec<(Span, usize)>,
    /// For each block whether all of its steps ran.
    fates: BTreeMap<usize, bool>,
}

impl Running<'_> {
    fn span(&self, block: usize, at: Range<usize>) -> Span {
        let code = &self.analysis.blocks[block].code;
        self.analysis.source.locate(code.place(at))
    }

    fn open(&mut self, first: &Step, in_repository: bool) {
        let at = self.span(first.block, first.at.clone());
        match Terminal::open(self.plan) {
            Ok(terminal) => self.terminal = Some(terminal),
            Err(end) => {
                let name = &self.plan.config.emulator.name;
                self.done.failed += 1;
                self.done.found.push(match end {
                    End::Emulator(log) => words::no_emulator(at, name, &log),
                    End::Taken(port) => words::port_taken(at, name, port),
                    End::Failed(why) => words::no_session(at, &why),
                    End::Late | End::Gone => words::no_session(at, ""),
                });
                self.over = Some(say!(ko: "세션을 시작하지 못했습니다", en: "the session did not begin"));
                return;
            }
        }
        let repository = if in_repository { REPOSITORY } else { "" };
        let setup = [(repository, "git"), (self.plan.config.setup.as_str(), "setup")];
        for (text, name) in setup.into_iter().filter(|(text, _)| !text.is_empty()) {
            let ended = self.type_in(text, self.plan.config.timeout);
            let printed = match ended {
                Some(Ok(outcome)) if outcome.status == 0 => continue,
                Some(Ok(outcome)) => outcome.printed,
                _ => String::new(),
            };
            self.done.failed += 1;
            self.done.found.push(words::setup_failed(at.clone(), name, &printed));
        }
    }

    fn type_in(&mut self, text: &str, seconds: u64) -> Option<Result<Outcome, End>> {
        Some(self.terminal.as_mut()?.run(text, seconds))
    }

    fn file(&mut self, step: &Step, name: &Result<String, Text>) {
        let name = match name {
            Ok(name) => name,
            Err(why) => {
                let place = self.span(step.block, step.at.clone());
                return self.done.skipped.push((place, why.clone()));
            }
        };
        let text = self.bound.put(&self.analysis.blocks[step.block].code.text);
        if let Some(terminal) = &mut self.terminal
            && terminal.file(name, &text).is_err()
        {
            self.terminal = None;
        }
        self.spoiled.remove(name);
    }

    fn command(&mut self, step: &Step, command: &Command, at: &dyn Fn(&Span, &str)) {
        let place = self.span(step.block, step.at.clone());
        let left_out = match &command.fate {
            Fate::Skip(why) => Some(why.clone()),
            Fate::Refuse(why, range) => {
                let place = self.span(step.block, range.clone());
                self.done.found.push(words::outside(place, why.clone()));
                self.done.failed += 1;
                self.spoil(step, command);
                return;
            }
            Fate::Run => self.over.clone().or_else(|| {
                let spoiled = command.uses.iter().find(|name| self.spoiled.contains(*name))?;
                Some(say!(
                    ko: "실행하지 않은 명령이 만들었을 `{spoiled}`을(를) 씁니다",
                    en: "it uses `{spoiled}`, which a command that did not run should have made"
                ))
            }),
        };
        if let Some(why) = left_out {
            self.skip(step, command, place, why);
            return;
        }
        at(&place, command.text.lines().next().unwrap_or_default());
        let text = self.bound.put(&command.text);
        let seconds = command.timeout.unwrap_or(self.plan.config.timeout);
        let Some(ended) = self.type_in(&text, seconds) else {
            let why = say!(ko: "세션이 끝났습니다", en: "the session has ended");
            self.skip(step, command, place, why);
            return;
        };
        match ended {
            Ok(outcome) => self.judge(step, command, place, &outcome),
            Err(end) => {
                let printed = self.terminal.as_ref().map_or(String::new(), Terminal::so_far);
                self.over = Some(match end {
                    End::Late => say!(ko: "앞의 명령이 끝나지 않았습니다", en: "a command before it did not end"),
                    _ => say!(ko: "앞의 명령이 셸을 끝냈습니다", en: "a command before it ended the shell"),
                });
                self.terminal = None;
                let found = match end {
                    End::Late => words::late(place, seconds, &printed),
                    _ => words::shell_ended(place, &printed),
                };
                self.fail(step, command, found);
            }
        }
    }

    fn judge(&mut self, step: &Step, command: &Command, place: Span, outcome: &Outcome) {
        if outcome.jobs > self.jobs.last().map_or(0, |(_, jobs)| *jobs) {
            self.jobs.push((place.clone(), outcome.jobs));
        } else if outcome.jobs == 0 {
            self.jobs.clear();
        }
        if !outcome.alive {
            let log = self.terminal.as_ref().map_or(String::new(), Terminal::log);
            let found = words::emulator_died(place, &self.plan.config.emulator.name, &log);
            self.over = Some(say!(ko: "에뮬레이터가 없어졌습니다", en: "the emulator is gone"));
            self.terminal = None;
            return self.fail(step, command, found);
        }
        // In a pipe whose reader has seen enough, the writer is told so by a signal.
        let closed = outcome.status == 141 && command.text.contains('|');
        let answered = outcome.status == 1 && command.status == 0 && command.compares;
        if outcome.status != command.status && !closed && !answered {
            if let Some(why) = words::beyond(outcome, command.sound, self.plan.profile.is_none()) {
                return self.skip(step, command, place, why);
            }
            let found = words::failed(place, outcome.status, command.status, &outcome.printed);
            return self.fail(step, command, found);
        }
        if let Some(range) = command.output.clone() {
            let shown = &self.analysis.blocks[step.block].code.text[range.clone()];
            if command.sample {
                glean(shown, &outcome.printed, &mut self.bound);
            } else if let Err(difference) = compare(shown, &outcome.printed, &mut self.bound) {
                let at = difference.at.start + range.start..difference.at.end + range.start;
                let place = self.span(step.block, at);
                self.done.outdated.push((step.block, range, outcome.printed.clone()));
                return self.fail(step, command, words::differs(place, difference.text, &outcome.printed));
            }
        }
        for name in &command.sets {
            self.spoiled.remove(name);
        }
        self.done.ran += 1;
        self.fates.entry(step.block).or_insert(true);
    }

    fn skip(&mut self, step: &Step, command: &Command, place: Span, why: Text) {
        self.done.skipped.push((place, why));
        self.spoil(step, command);
    }

    fn fail(&mut self, step: &Step, command: &Command, found: Diagnostic) {
        self.done.failed += 1;
        self.done.found.push(found);
        self.spoil(step, command);
    }

    fn spoil(&mut self, step: &Step, command: &Command) {
        self.fates.insert(step.block, false);
        self.spoiled.extend(command.sets.iter().cloned());
    }

    fn end(mut self) -> Done {
        if self.terminal.is_some() {
            for (place, _) in std::mem::take(&mut self.jobs) {
                self.done.failed += 1;
                self.done.found.push(words::left_running(place));
            }
        }
        self.terminal = None;
        let all = self.fates.iter().filter(|(_, ran)| **ran);
        self.done.executed = all.map(|(block, _)| *block).collect();
        self.done
    }
}

/// What a machine without walls is told, once.
pub(super) fn about_walls(walls: Walls) -> Option<Text> {
    (walls == Walls::None).then(|| {
        say!(
            ko: "커널이 네임스페이스(`unshare`)를 허락하지 않아 네트워크와 파일을 가둘 수 없습니다. `aws`와 `git`만 실행합니다",
            en: "the kernel allows no namespaces (`unshare`), so nothing can be walled in: only `aws` and `git` are run"
        )
    })
}
