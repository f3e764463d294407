//! What is said of commands that were run.

use super::terminal::Outcome;
use proof_checker::diagnostic::{Diagnostic, Text};
use proof_checker::say;
use proof_checker::source::Span;

/// How many lines of what a command printed are quoted.
const QUOTED: usize = 8;

/// A command that ended with another status than it should.
pub(super) fn failed(at: Span, status: i32, wanted: i32, printed: &str) -> Diagnostic {
    let text = if wanted == 0 {
        say!(ko: "이 명령은 종료 상태 {status}(으)로 실패합니다", en: "this fails with exit status {status}")
    } else {
        say!(
            ko: "종료 상태가 {wanted}이어야 하는데 {status}입니다",
            en: "the exit status is {status}, and {wanted} is shown"
        )
    };
    let found = said(Diagnostic::error("run-failed", at, text), printed);
    found.help(say!(
        ko: "실패하는 것이 맞으면 `console` 블록에서 명령 다음 줄에 `? {status}`라고 쓰고, 실행할 예가 아니면 블록에 `no_run`을 붙이십시오.",
        en: "If it should fail, write `? {status}` on the line after it in a `console` block; if it is not to be run, the block says `no_run`."
    ))
}

/// An output that is not what is shown.
pub(super) fn differs(at: Span, text: Text, printed: &str) -> Diagnostic {
    let Text { ko, en } = text;
    let text = say!(ko: "명령을 실행한 출력과 다릅니다: {ko}", en: "this is not what the command prints: {en}");
    let found = said(Diagnostic::error("run-output", at, text), printed);
    found.help(say!(
        ko: "`mdbook-proof run --update`가 책을 고칩니다. 달라도 되는 줄은 `...`, 줄 안의 일부는 `[..]`로 쓰고, 보기일 뿐인 출력이면 블록에 `sample`을 붙이십시오.",
        en: "`mdbook-proof run --update` mends the book. `...` stands for lines that may differ, `[..]` for a part of a line; `sample` on the block leaves its outputs alone."
    ))
}

/// A command that was not done in time.
pub(super) fn late(at: Span, seconds: u64, printed: &str) -> Diagnostic {
    let text = say!(ko: "이 명령은 {seconds}초 안에 끝나지 않습니다", en: "this does not end within {seconds} seconds");
    said(Diagnostic::error("run-timeout", at, text), printed).help(say!(
        ko: "더 걸리는 명령이면 블록에 `timeout=5m`처럼 쓰십시오.",
        en: "If it takes longer, the block says so: `timeout=5m`."
    ))
}

/// A command after which there is no shell any more.
pub(super) fn shell_ended(at: Span, printed: &str) -> Diagnostic {
    let text = say!(ko: "이 명령이 셸을 끝냅니다", en: "this ends the shell");
    said(Diagnostic::error("run-failed", at, text), printed).help(say!(
        ko: "`set -e`를 쓴 블록이면, 따라 하는 사람의 터미널도 실패한 자리에서 닫힙니다.",
        en: "With `set -e` in the block, the terminal of whoever follows it closes too where something fails."
    ))
}

/// A command that reaches out of its session.
pub(super) fn outside(at: Span, why: Text) -> Diagnostic {
    Diagnostic::error("run-outside", at, why).help(say!(
        ko: "예제는 임시 폴더와 에뮬레이터 안에서만 실행합니다. 실행할 예가 아니면 블록에 `no_run`을 붙이십시오.",
        en: "Examples stay in a temporary folder and with the emulator. If it is not to be run, the block says `no_run`."
    ))
}

/// A command that was still running when the chapter was over.
pub(super) fn left_running(at: Span) -> Diagnostic {
    let text = say!(
        ko: "장이 끝났는데도 이 명령이 뒤에서 계속 돌고 있어 강제로 끝냈습니다",
        en: "this was still running in the background when the chapter was over, and was ended"
    );
    Diagnostic::error("run-left-running", at, text).help(say!(
        ko: "`wait`로 기다리거나 `kill`로 끝내는 명령을 보이십시오.",
        en: "Show how it ends: `wait` for it, or `kill` it."
    ))
}

/// An emulator that did not begin to answer.
pub(super) fn no_emulator(at: Span, name: &str, log: &str) -> Diagnostic {
    let text = say!(
        ko: "에뮬레이터 `{name}`이(가) 시작하지 못해 이 장을 실행할 수 없습니다",
        en: "the emulator `{name}` did not start, so this chapter cannot be run"
    );
    said(Diagnostic::error("run-emulator", at, text), log)
}

/// An emulator whose port another program has.
pub(super) fn port_taken(at: Span, name: &str, port: u16) -> Diagnostic {
    let text = say!(
        ko: "에뮬레이터 `{name}`의 포트 {port}을(를) 다른 프로그램이 쓰고 있어 이 장을 실행할 수 없습니다",
        en: "another program has the port {port} of the emulator `{name}`, so this chapter cannot be run"
    );
    Diagnostic::error("run-emulator", at, text).help(say!(
        ko: "그 프로그램을 끝내거나 `[preprocessor.proof.run]`의 `port`를 바꾸십시오. `port`를 지우면 비어 있는 포트를 고릅니다.",
        en: "End that program, or change `port` in `[preprocessor.proof.run]`; without `port` a free one is taken."
    ))
}

/// An emulator that ended while the chapter was run.
pub(super) fn emulator_died(at: Span, name: &str, log: &str) -> Diagnostic {
    let text = say!(
        ko: "이 명령을 실행하는 동안 에뮬레이터 `{name}`이(가) 없어졌습니다",
        en: "the emulator `{name}` ended while this was run"
    );
    said(Diagnostic::error("run-emulator", at, text), log)
}

/// A session that did not come to be.
pub(super) fn no_session(at: Span, why: &str) -> Diagnostic {
    let text = say!(ko: "이 장을 실행할 수 없습니다", en: "this chapter cannot be run");
    said(Diagnostic::error("run-emulator", at, text), why)
}

/// Set-up that failed.
pub(super) fn setup_failed(at: Span, name: &str, printed: &str) -> Diagnostic {
    let text = say!(ko: "이 장의 준비(`{name}`)가 실패했습니다", en: "what prepares this chapter (`{name}`) failed");
    said(Diagnostic::error("run-failed", at, text), printed)
}

/// Adds the end of what was printed.
fn said(found: Diagnostic, printed: &str) -> Diagnostic {
    let lines: Vec<&str> = printed.trim().lines().filter(|line| !line.trim().is_empty()).collect();
    if lines.is_empty() {
        return found;
    }
    let text = lines[lines.len().saturating_sub(QUOTED)..].join("\n");
    found.help(say!(ko: "출력: {text}", en: "It printed: {text}"))
}

/// Why a command that failed proves nothing: it asks for more than this CLI or emulator has.
pub(super) fn beyond(outcome: &Outcome, sound: bool, emulated: bool) -> Option<Text> {
    let printed = &outcome.printed;
    let line = |needle: &str| printed.lines().find(|line| line.contains(needle)).map(str::trim);
    if outcome.status == 127
        && let Some(line) = line("command not found")
    {
        let name = line.rsplit(": ").nth(1).unwrap_or_default();
        return Some(say!(ko: "`{name}` 프로그램이 없습니다", en: "there is no `{name}` here"));
    }
    if !sound {
        return None;
    }
    // The checker knows a newer CLI, and had nothing to say.
    let older = [
        "Unknown options:",
        "Unknown parameter in ",
        "Invalid choice",
        "invalid choice:",
        "the following arguments are required:",
    ];
    if let Some(what) = older
        .iter()
        .find_map(|needle| line(needle))
        .filter(|_| outcome.status == 252)
    {
        let what: String = what
            .strip_prefix("aws: error: ")
            .unwrap_or(what)
            .chars()
            .take(80)
            .collect();
        return Some(say!(
            ko: "이 AWS CLI보다 새로운 것을 씁니다: {what}",
            en: "it is newer than this AWS CLI: {what}"
        ));
    }
    let unknown = [
        "(InvalidAction)",
        "(UnknownOperationException)",
        "(UnknownOperation)",
        "(NotImplemented)",
        "(NotImplementedException)",
        "(UnsupportedOperation)",
        "(InternalFailure)",
        "(501)",
        "is not implemented",
        "not yet implemented",
    ];
    let said = unknown
        .iter()
        .find_map(|needle| line(needle))
        .filter(|_| emulated && matches!(outcome.status, 254 | 255))?;
    // Those who wait for something say it in other words.
    let after = |mark: &str| said.split(mark).nth(1)?.split([' ', '.']).next();
    let operation = after("calling the ").or(after("Unknown action: ")).unwrap_or_default();
    Some(say!(
        ko: "에뮬레이터가 `{operation}`을(를) 모릅니다",
        en: "the emulator does not know `{operation}`"
    ))
}
