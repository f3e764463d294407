//! What people are told about values.

use super::{LISTED, listed};
use crate::diagnostic::{Applicability, Finding, Severity, Text, did_you_mean};
use crate::grammar::aws::facts::{Arg, Command};
use crate::grammar::aws::value::{Expected, Measure, Problem, Scalar, Wrong};
use crate::say;
use crate::syntax::jmespath;

/// The rule about values that cannot be read.
pub(crate) const INVALID_VALUE: &str = "invalid-value";
/// The rule about values that are not among those that an option takes.
pub(crate) const INVALID_CHOICE: &str = "invalid-choice";
/// The rule about values that do not have the shape that the operation takes.
pub(crate) const INVALID_PARAMETER: &str = "invalid-parameter";
/// The rule about `--query`.
pub(crate) const INVALID_QUERY: &str = "invalid-query";
/// The rule about values that the service does not know.
pub(crate) const UNKNOWN_ENUM_VALUE: &str = "unknown-enum-value";

/// What a `--query` that the CLI refuses is told as.
pub(in crate::grammar::aws) fn query(error: jmespath::Error) -> Finding {
    let mut finding = Finding::error(INVALID_QUERY, error.at, error.message);
    finding.help.extend(error.help);
    finding.fix = error.fix;
    finding
}

/// What is told about a problem, at its place in its own text.
pub(in crate::grammar::aws) fn problem(arg: Option<Arg<'static>>, problem: &Problem, command: Command) -> Finding {
    let subject = subject(arg, problem);
    let at = problem.at.range();
    let error = |rule, message| Finding::error(rule, at.clone(), message);
    match &problem.kind {
        Wrong::Json { why, unquoted } => {
            let (ko, en) = (&why.ko, &why.en);
            let message = say!(ko: "{subject}: JSON을 읽을 수 없습니다: {ko}", en: "{subject}: this is not JSON: {en}");
            let finding = error(INVALID_VALUE, message);
            if !unquoted {
                return finding;
            }
            finding.help(say!(
                ko: "셸이 큰따옴표를 벗겨 냈습니다. JSON 전체를 작은따옴표로 감싸십시오.",
                en: "The shell has taken double quotes out of it. Put all of the JSON into single quotes."
            ))
        }
        Wrong::JsonBracket { wanted } => error(
            INVALID_VALUE,
            say!(
                ko: "{subject}: JSON 값은 `{wanted}`로 시작해야 합니다",
                en: "{subject}: the JSON value has to begin with `{wanted}`"
            ),
        ),
        Wrong::JsonOnly => error(
            INVALID_VALUE,
            say!(ko: "{subject}: JSON으로만 쓸 수 있습니다", en: "{subject}: only JSON will do here"),
        ),
        Wrong::Shorthand { expected, found } => shorthand(&subject, *expected, *found, &at),
        Wrong::Twice { key } => error(
            INVALID_VALUE,
            say!(ko: "{subject}: `{key}` 키가 두 번 나옵니다", en: "{subject}: the key `{key}` stands twice"),
        )
        .help(say!(
            ko: "항목이 여럿이면 쉼표가 아니라 빈칸으로 나눕니다: `{key}=... {key}=...`",
            en: "Several items are separated by blanks, not commas: `{key}=... {key}=...`"
        )),
        Wrong::Not { kind, given } => error(INVALID_VALUE, not(&subject, *kind, given)),
        Wrong::Base64 => error(
            INVALID_VALUE,
            say!(ko: "{subject}: 올바른 base64가 아닙니다", en: "{subject}: this is not base64"),
        )
        .help(say!(
            ko: "AWS CLI 버전 2는 바이너리 값을 base64로 받습니다. 있는 그대로 넘기려면 `--cli-binary-format raw-in-base64-out`이나 `fileb://`를 씁니다.",
            en: "Version 2 of the AWS CLI takes binary values in base64. To pass them as they are, use `--cli-binary-format raw-in-base64-out` or `fileb://`."
        )),
        Wrong::Choice { given, nearest, known } => {
            let message = say!(ko: "{subject}: `{given}` 값은 쓸 수 없습니다", en: "{subject}: `{given}` is not allowed");
            allowed(error(INVALID_CHOICE, message), nearest.as_deref(), known, problem)
        }
        Wrong::Enum { given, nearest, known } => {
            // What is near a known value is a slip; what is unlike any may be newer than what is known here.
            let severity = if nearest.is_some() { Severity::Error } else { Severity::Warning };
            let message = say!(
                ko: "{subject}: `{given}` 값은 서비스가 아는 값이 아닙니다",
                en: "{subject}: `{given}` is none of the values that the service knows"
            );
            let finding = Finding::new(severity, UNKNOWN_ENUM_VALUE, at.clone(), message);
            allowed(finding, nearest.as_deref(), known, problem)
        }
        Wrong::Paging { cause } => error(
            INVALID_VALUE,
            say!(
                ko: "{subject} 옵션은 `--{cause}` 옵션과 함께 쓸 수 없습니다",
                en: "{subject} cannot be used together with `--{cause}`"
            ),
        )
        .help(say!(
            ko: "`--{cause}` 옵션을 쓰면 AWS CLI가 페이지를 이어 받지 않습니다.",
            en: "With `--{cause}` the AWS CLI does not fetch pages by itself."
        )),
        Wrong::TwoInputs => error(
            INVALID_VALUE,
            say!(
                ko: "`--cli-input-json`과 `--cli-input-yaml`은 함께 쓸 수 없습니다",
                en: "`--cli-input-json` and `--cli-input-yaml` cannot be used together"
            ),
        ),
        Wrong::NoScheme => error(
            INVALID_VALUE,
            say!(
                ko: "{subject}: 주소는 `http://`나 `https://`로 시작해야 합니다",
                en: "{subject}: the address has to begin with `http://` or `https://`"
            ),
        ),
        Wrong::Region => error(
            INVALID_VALUE,
            say!(ko: "{subject}: 리전 이름이 될 수 없는 값입니다", en: "{subject}: no region can be called that"),
        )
        .help(say!(
            ko: "리전 이름은 `ap-northeast-2`처럼 영문자, 숫자, `-`로 되어 있습니다.",
            en: "The name of a region is made of letters, digits and `-`, such as `ap-northeast-2`."
        )),
        Wrong::Bucket => error(
            INVALID_PARAMETER,
            say!(ko: "{subject}: 버킷 이름이 될 수 없는 값입니다", en: "{subject}: no bucket can be called that"),
        ),
        Wrong::Custom { why, firm } => {
            let severity = if *firm { Severity::Error } else { Severity::Warning };
            Finding::new(severity, INVALID_VALUE, at.clone(), why.clone())
        }
        kind => error(INVALID_PARAMETER, shape(&subject, kind, command)).help_of(kind, problem),
    }
}

/// What the message is about: an option, and the part of its value.
fn subject(arg: Option<Arg<'static>>, problem: &Problem) -> String {
    let option = arg.map(|arg| {
        if arg.positional() {
            arg.name().to_owned()
        } else {
            format!("--{}", arg.name())
        }
    });
    // The path begins with what the API calls the option's value.
    let inner = match (&option, problem.path.find(['.', '['])) {
        (Some(_), Some(rest)) => problem.path[rest..].trim_start_matches('.'),
        (Some(_), None) => "",
        (None, _) => &problem.path,
    };
    match (option, inner) {
        (Some(option), "") => format!("`{option}`"),
        (Some(option), inner) => format!("`{option}`, `{inner}`"),
        (None, "") => "`input`".to_owned(),
        (None, inner) => format!("`{inner}`"),
    }
}

fn shorthand(subject: &str, expected: Expected, found: Option<char>, at: &std::ops::Range<usize>) -> Finding {
    let wanted = match expected {
        Expected::Character(c) => say!(ko: "`{c}`가 와야 하는데", en: "`{c}` was expected"),
        Expected::Value => say!(ko: "값이 와야 하는데", en: "a value was expected"),
        Expected::ClosingQuote => say!(ko: "닫는 따옴표가 와야 하는데", en: "a closing quote was expected"),
    };
    let came = match found {
        Some(c) => say!(ko: "`{c}`가 왔습니다", en: "`{c}` came"),
        None => say!(ko: "값이 끝났습니다", en: "the value ends"),
    };
    let (ko, en) = (
        format!("{} {}", wanted.ko, came.ko),
        format!("{}, but {}", wanted.en, came.en),
    );
    let message = say!(ko: "{subject}: {ko}", en: "{subject}: {en}");
    let finding = Finding::error(INVALID_VALUE, at.clone(), message);
    match (expected, found) {
        (Expected::Character('=') | Expected::Value, None) => finding.help(say!(
            ko: "`이름=값,이름=값` 꼴로 쓰거나 JSON으로 씁니다. 쉼표 뒤의 빈칸은 인수를 나눕니다.",
            en: "Write `Name=value,Name=value`, or JSON. A blank behind a comma begins another argument."
        )),
        _ => finding,
    }
}

fn not(subject: &str, kind: Scalar, given: &str) -> Text {
    match kind {
        Scalar::Integer => {
            say!(ko: "{subject}: `{given}` 값은 정수가 아닙니다", en: "{subject}: `{given}` is no integer")
        }
        Scalar::Number => {
            say!(ko: "{subject}: `{given}` 값은 숫자가 아닙니다", en: "{subject}: `{given}` is no number")
        }
        Scalar::Boolean => say!(
            ko: "{subject}: `{given}` 값은 `true`도 `false`도 아닙니다",
            en: "{subject}: `{given}` is neither `true` nor `false`"
        ),
    }
}

fn shape(subject: &str, kind: &Wrong, command: Command) -> Text {
    let name = command.name();
    match kind {
        Wrong::Type { wanted, given } => say!(
            ko: "{subject}: {wanted} 형식이어야 하는데 {given} 형식입니다",
            en: "{subject}: this is of type {given}, not {wanted}"
        ),
        Wrong::UnknownKey { key, .. } => say!(
            ko: "{subject}: `{key}` 키가 없습니다",
            en: "{subject}: there is no key `{key}`"
        ),
        Wrong::MissingKey { key } if subject == "`input`" => say!(
            ko: "`{name}` 명령의 입력에 `{key}` 값이 빠졌습니다",
            en: "the input of `{name}` lacks `{key}`"
        ),
        Wrong::MissingKey { key } => say!(
            ko: "{subject}: `{key}` 키가 빠졌습니다",
            en: "{subject}: the key `{key}` is missing"
        ),
        Wrong::Least { least, of } => match of {
            Measure::Characters => say!(
                ko: "{subject}: 적어도 {least}글자여야 합니다",
                en: "{subject}: too short; the least length is {least}"
            ),
            Measure::Elements => say!(
                ko: "{subject}: 항목이 적어도 {least}개 있어야 합니다",
                en: "{subject}: too few elements; the least number is {least}"
            ),
            Measure::Value => say!(
                ko: "{subject}: {least} 이상이어야 합니다",
                en: "{subject}: the value has to be {least} or more"
            ),
        },
        Wrong::Union { keys, given } => {
            let keys = listed(keys.iter().map(String::as_str), "");
            say!(
                ko: "{subject}: {keys} 가운데 하나만 있어야 하는데 {given}개입니다",
                en: "{subject}: exactly one of {keys} has to be set, not {given}"
            )
        }
        _ => say!(
            ko: "{subject}: 시각으로 읽을 수 없습니다",
            en: "{subject}: this cannot be read as a point in time"
        ),
    }
}

trait HelpOf {
    fn help_of(self, kind: &Wrong, problem: &Problem) -> Self;
}

impl HelpOf for Finding {
    /// Adds what is allowed, where that is known.
    fn help_of(self, kind: &Wrong, problem: &Problem) -> Self {
        match kind {
            Wrong::UnknownKey { nearest, known, .. } => allowed(self, nearest.as_deref(), known, problem),
            _ => self,
        }
    }
}

/// Adds the value that was likely meant, or those that are allowed if they are few.
fn allowed(finding: Finding, nearest: Option<&str>, known: &[String], problem: &Problem) -> Finding {
    if let Some(meant) = nearest {
        let quoted = matches!(problem.kind, Wrong::UnknownKey { .. } | Wrong::Enum { .. });
        let finding = finding.help(did_you_mean(meant));
        if quoted {
            return finding;
        }
        let at = problem.at.range();
        return finding.fix(
            Applicability::Unsafe,
            say!(ko: "`{meant}`(으)로 바꾸기", en: "replace it by `{meant}`"),
            at,
            meant,
        );
    }
    if known.is_empty() || known.len() > LISTED {
        return finding;
    }
    finding.help(super::one_of(known.iter().map(String::as_str), ""))
}
