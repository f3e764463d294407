//! Info strings and `allow` comments: what a writer tells the checker, and what
//! is wrong with how it was told. Findings are in offsets of the chapter.

use crate::diagnostic::{Applicability, Finding};
use crate::extract::{Allow, Attribute, CodeBlock};
use crate::language::Language;
use crate::model::{Facts, Options};
use crate::rules::{self, RULES};
use crate::say;
use crate::suggest;
use std::ops::Range;

/// The rule that reports info strings.
pub(crate) const INFO: &str = "info-string";
/// The rule that reports `allow` comments.
const ALLOW: &str = "allow-comment";

/// The attributes of the checker's own, and whether each takes a value.
const OWN: [(&str, bool); 9] = [
    ("ignore", false),
    ("expect", true),
    ("file", true),
    ("schema", true),
    ("output", false),
    ("no_run", false),
    ("timeout", true),
    ("sample", false),
    ("setup", false),
];

/// Attributes that mdBook or a common plugin owns.
const OTHERS: [&str; 24] = [
    "copy",
    "nocopy",
    "editable",
    "hidelines",
    "hl_lines",
    "icon",
    "linenos",
    "linenostart",
    "line-numbers",
    "mdbook-runnable",
    "name",
    "filename",
    "filepath",
    "noplayground",
    "noplaypen",
    "playground",
    "should_panic",
    "compile_fail",
    "test_harness",
    "title",
    "caption",
    "wrap",
    "collapse",
    "showLineNumbers",
];

/// The rules that a block says must report in it, and the attribute that says so.
pub(crate) fn expected(code: &CodeBlock) -> Vec<(&'static str, &Attribute)> {
    let Some(attribute) = code.attribute("expect") else {
        return Vec::new();
    };
    let ids = attribute.value.iter().flat_map(|value| value.split('+'));
    ids.filter_map(|id| Some((rules::rule(id)?.id, attribute))).collect()
}

/// What is wrong with a block's info string.
pub(crate) fn check(code: &CodeBlock, language: Language, facts: &Facts, options: &Options) -> Vec<Finding> {
    // Rust's attributes are mdBook's and rustdoc's, and they have their own checks.
    if code.info.language == "rust" {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (index, attribute) in code.info.attributes.iter().enumerate() {
        if let Some(finding) = clash(code, index) {
            found.push(finding);
            continue;
        }
        match OWN.iter().find(|(name, _)| *name == attribute.name) {
            Some((name, takes_value)) => found.extend(own(name, *takes_value, attribute, language, facts)),
            None => found.extend(unknown(attribute, options)),
        }
    }
    found
}

/// What is wrong with an attribute of ours because of the others.
fn clash(code: &CodeBlock, index: usize) -> Option<Finding> {
    let attribute = &code.info.attributes[index];
    let name = &attribute.name;
    let at = attribute.range.clone();
    let ours = OWN.iter().any(|(own, _)| own == name);
    let mut earlier = code.info.attributes[..index].iter();
    if ours && earlier.any(|earlier| earlier.name == *name) {
        let message = say!(ko: "`{name}` 속성이 두 번 있습니다", en: "the attribute `{name}` stands here twice");
        return Some(Finding::error(INFO, at, message).help(say!(
            ko: "하나만 남기십시오. 규칙이 여럿이면 `expect=규칙+규칙`처럼 씁니다.",
            en: "Leave one; several rules go together: `expect=RULE+RULE`."
        )));
    }
    (name == "expect" && code.attribute("ignore").is_some()).then(|| {
        Finding::error(
            INFO,
            at,
            say!(ko: "`ignore`와 `expect`는 함께 쓸 수 없습니다", en: "`ignore` and `expect` contradict each other"),
        )
        .help(say!(
            ko: "`ignore`가 있으면 블록을 검사하지 않으므로 아무것도 찾을 수 없습니다.",
            en: "With `ignore` the block is not judged, so that nothing can be found in it."
        ))
    })
}

/// Whether a comment is meant for the checker: one without the colon has to name a rule that exists.
pub(crate) fn is_allow(allow: &Allow) -> bool {
    allow.colon || rules::rule(&allow.rule).is_some()
}

/// What is wrong with an `allow` comment.
pub(crate) fn check_allow(allow: &Allow) -> Option<Finding> {
    let at = allow.range.clone();
    if !allow.colon {
        return Some(
            Finding::error(
                ALLOW,
                at,
                say!(ko: "`allow` 뒤에 쌍점이 없습니다", en: "there is no colon after `allow`"),
            )
            .help(say!(
                ko: "`<!-- allow: 규칙 - 이유 -->`처럼 쓰십시오.",
                en: "Write `<!-- allow: RULE - reason -->`."
            )),
        );
    }
    if rules::rule(&allow.rule).is_none() {
        return Some(unknown_rule(ALLOW, allow.rule_range.clone(), &allow.rule));
    }
    allow.reason.is_empty().then(|| {
        let rule = &allow.rule;
        Finding::error(
            ALLOW,
            at,
            say!(ko: "왜 `{rule}`을(를) 허용하는지 이유가 없습니다", en: "there is no reason given for allowing `{rule}`"),
        )
        .help(say!(
            ko: "`<!-- allow: {rule} - 이유 -->`처럼 이유를 쓰십시오.",
            en: "Give one: `<!-- allow: {rule} - reason -->`"
        ))
    })
}

fn own(name: &str, takes_value: bool, attribute: &Attribute, language: Language, facts: &Facts) -> Vec<Finding> {
    let at = attribute.range.clone();
    let value = attribute.value.as_deref().unwrap_or_default();
    if takes_value == value.is_empty() {
        let message = if takes_value {
            say!(ko: "`{name}` 속성에 값이 없습니다", en: "the attribute `{name}` has no value")
        } else {
            say!(ko: "`{name}` 속성은 값을 받지 않습니다", en: "the attribute `{name}` takes no value")
        };
        let finding = Finding::error(INFO, at, message);
        return vec![if takes_value {
            finding.help(say!(
                ko: "`{name}=값`처럼 `=` 앞뒤를 띄우지 말고 쓰십시오.",
                en: "Write `{name}=VALUE`, without blanks around `=`."
            ))
        } else {
            finding
        }];
    }
    match name {
        "expect" => {
            let unknown = value.split('+').filter(|id| rules::rule(id).is_none());
            unknown
                .map(|id| {
                    // Its place within the attribute, which is written as it is read.
                    let offset = id.as_ptr() as usize - value.as_ptr() as usize + name.len() + 1;
                    let start = (at.start + offset).min(at.end);
                    unknown_rule(INFO, start..(start + id.len()).min(at.end), id)
                })
                .collect()
        }
        "schema" if !facts.schemas.contains_key(value) => {
            let names = facts
                .schemas
                .keys()
                .map(|n| format!("`{n}`"))
                .collect::<Vec<_>>()
                .join(", ");
            let finding = Finding::error(
                INFO,
                at,
                say!(ko: "`{value}`(이)라는 스키마는 없습니다", en: "there is no schema called `{value}`"),
            );
            vec![finding.help(if names.is_empty() {
                say!(
                    ko: "`book.toml`의 `[preprocessor.proof.schemas]`에 `{value} = \"경로.json\"`을 더하십시오.",
                    en: "Add `{value} = \"path.json\"` to `[preprocessor.proof.schemas]` in `book.toml`."
                )
            } else {
                say!(ko: "`book.toml`에 있는 스키마: {names}", en: "Those in `book.toml`: {names}")
            })]
        }
        "schema" if !language.is_json() => vec![
            Finding::error(
                INFO,
                at,
                say!(ko: "`schema`는 JSON 블록에만 쓸 수 있습니다", en: "`schema` goes with JSON blocks only"),
            )
            .help(say!(ko: "블록의 언어를 `json`으로 하십시오.", en: "Make `json` the language of the block.")),
        ],
        "output" if !language.is_output() => vec![
            Finding::error(
                INFO,
                at,
                say!(ko: "`output`은 명령이 출력한 것을 보이는 블록에 씁니다", en: "`output` goes with a block that shows what a command prints"),
            )
            .help(say!(
                ko: "블록의 언어를 `json`이나 `text`로 하십시오. `console` 블록에서는 명령 아래에 출력을 그대로 적으면 됩니다.",
                en: "Make `json` or `text` the language of the block. In a `console` block the output stands below its command anyway."
            )),
        ],
        "file" if value.starts_with(['/', '~', '\\']) || value.split(['/', '\\']).any(|part| part == "..") => {
            vec![
                Finding::error(
                    INFO,
                    at,
                    say!(ko: "`{value}`은(는) 장의 폴더를 벗어난 경로입니다", en: "the path `{value}` leads out of the chapter's folder"),
                )
                .help(say!(
                    ko: "`task-def.json`처럼 `..`이 없는 상대 경로를 쓰십시오.",
                    en: "Use a relative path without `..`, such as `task-def.json`."
                )),
            ]
        }
        "timeout" if !is_duration(value) => vec![
            Finding::error(
                INFO,
                at,
                say!(ko: "`{value}`은(는) 시간이 아닙니다", en: "`{value}` is not a time"),
            )
            .help(say!(ko: "`30s`나 `2m`처럼 쓰십시오.", en: "Write it like `30s` or `2m`.")),
        ],
        _ => Vec::new(),
    }
}

fn is_duration(value: &str) -> bool {
    let number = value.strip_suffix(['s', 'm']);
    number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// An attribute that nobody known owns. Outside a book that asked for the checker
/// only what looks like a slip of one of ours is reported.
fn unknown(attribute: &Attribute, options: &Options) -> Option<Finding> {
    let name = attribute.name.as_str();
    let of_a_plugin = OTHERS.contains(&name)
        || name.starts_with("edition")
        || name.contains(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'));
    let near = suggest::nearest(name, OWN.map(|(name, _)| name));
    if of_a_plugin || (near.is_none() && !options.strict_attributes) {
        return None;
    }
    let at = attribute.range.clone();
    let finding = Finding::error(
        INFO,
        at.clone(),
        say!(ko: "`{name}` 속성은 없습니다", en: "there is no attribute `{name}`"),
    );
    Some(match near {
        Some(near) => {
            let end = at.start + name.len();
            finding
                .help(say!(ko: "비슷한 이름의 속성: `{near}`", en: "A similar name here: `{near}`"))
                .fix(
                    Applicability::Unsafe,
                    say!(ko: "`{near}`", en: "`{near}`"),
                    at.start..end.min(at.end),
                    near,
                )
        }
        None => {
            let names = OWN.map(|(name, _)| format!("`{name}`")).join(", ");
            finding.help(say!(ko: "쓸 수 있는 속성: {names}", en: "The attributes: {names}"))
        }
    })
}

fn unknown_rule(rule: &'static str, at: Range<usize>, id: &str) -> Finding {
    let finding = Finding::error(
        rule,
        at.clone(),
        say!(ko: "`{id}` 규칙은 없습니다", en: "there is no rule `{id}`"),
    );
    match suggest::nearest(id, RULES.iter().map(|rule| rule.id)) {
        Some(near) => finding
            .help(say!(ko: "비슷한 이름의 규칙: `{near}`", en: "A similar name here: `{near}`"))
            .fix(Applicability::Unsafe, say!(ko: "`{near}`", en: "`{near}`"), at, near),
        None => finding.help(say!(
            ko: "`mdbook-proof explain`이 규칙을 모두 보여 줍니다.",
            en: "`mdbook-proof explain` lists the rules."
        )),
    }
}
