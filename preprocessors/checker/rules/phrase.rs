//! What a schema refuses, said to people: the field, the fact, what is allowed.

use super::Context;
use crate::diagnostic::{Applicability, Finding, Text};
use crate::placeholder;
use crate::say;
use crate::schema::{Broken, Schema, Violation};
use crate::suggest;
use crate::syntax::json::{NodeId, Value as Node};
use serde_json::Value;

/// What a node breaks, without what depends on placeholders and without what one slip breaks twice.
pub(super) fn violations(context: &Context, schema: &Schema, definition: &str, node: NodeId) -> Vec<Violation> {
    let all = schema.check(definition, context.tree, context.text(), node);
    let misspelt = |missing: &Violation, key: &str| {
        let mut others = all.iter().filter(|other| other.node == missing.node);
        others.any(|other| match &other.kind {
            Broken::UnknownKey(unknown) => {
                unknown.eq_ignore_ascii_case(key) || suggest::nearest(unknown, [key]).is_some()
            }
            _ => false,
        })
    };
    let twice: Vec<bool> = all
        .iter()
        .map(|v| matches!(&v.kind, Broken::MissingKey(key) if misspelt(v, key)))
        .collect();
    let kept = all.into_iter().zip(twice).filter(|(_, twice)| !twice);
    kept.map(|(violation, _)| violation)
        .filter(|violation| !depends_on_placeholder(context, violation))
        .collect()
}

/// A finding of `rule` for what `schema` refuses.
pub(super) fn finding(rule: &'static str, context: &Context, schema: &Schema, violation: &Violation) -> Finding {
    let node = &context.tree[violation.node];
    let name = name(violation);
    let finding = match &violation.kind {
        Broken::UnknownKey(key) => return unknown_key(rule, context, schema, violation, key),
        Broken::MissingKey(key) => Finding::error(
            rule,
            context.place(violation.node),
            say!(ko: "필수 필드 `{key}`이(가) 없습니다", en: "the required field `{key}` is missing"),
        ),
        Broken::Type(allowed) => wrong_type(rule, context, schema, violation, allowed, &name),
        Broken::Enum(allowed) => not_allowed(rule, context, violation, allowed, &name),
        Broken::Bound(keyword, limit) => out_of_bounds(rule, node.range.clone(), keyword, limit, &name),
        Broken::Pattern(pattern) => Finding::error(
            rule,
            node.range.clone(),
            say!(ko: "{name} 값의 형식이 맞지 않습니다", en: "the value of {name} has the wrong form"),
        )
        .help(
            say!(ko: "정규식 `{pattern}`에 맞아야 합니다.", en: "It has to match the regular expression `{pattern}`."),
        ),
        Broken::Other(message) => Finding::error(
            rule,
            context.place(violation.node),
            say!(ko: "{name} 값이 스키마에 맞지 않습니다", en: "the value of {name} does not match the schema"),
        )
        .help(Text {
            ko: message.clone().into(),
            en: message.clone().into(),
        }),
    };
    match violation.about.as_deref().map(both) {
        Some(about) => finding.help(about),
        None => finding,
    }
}

/// Whether what is refused is the value of a placeholder, which only the reader knows.
fn depends_on_placeholder(context: &Context, violation: &Violation) -> bool {
    let Node::String(text) = &context.tree[violation.node].value else {
        return false;
    };
    context.options.placeholders
        && match violation.kind {
            Broken::Type(_) => placeholder::is_placeholder(text),
            Broken::Enum(_) => placeholder::has_marked_placeholder(text),
            Broken::UnknownKey(_) | Broken::MissingKey(_) => false,
            _ => placeholder::has_placeholder(text),
        }
}

/// A schema's description in both languages.
///
/// Our own schema holds the Korean and the English in one `description`, with a
/// blank line between; another's is shown as it is.
pub(super) fn both(description: &str) -> Text {
    let (ko, en) = description.split_once("\n\n").unwrap_or((description, description));
    Text {
        ko: ko.to_owned().into(),
        en: en.to_owned().into(),
    }
}

/// The nearest name to the value: the last key of its path, in backticks.
fn name(violation: &Violation) -> String {
    let key = violation.path.iter().rfind(|part| part.parse::<usize>().is_err());
    key.map_or_else(|| "JSON".to_owned(), |key| format!("`{key}`"))
}

fn unknown_key(rule: &'static str, context: &Context, schema: &Schema, violation: &Violation, key: &str) -> Finding {
    let owner = violation.keyword.rsplit_once('/').map_or("", |(owner, _)| owner);
    let here = schema.at(owner).map(|owner| schema.dereference(owner));
    let properties = here.and_then(|here| here["properties"].as_object());
    let allowed: Vec<&str> = properties
        .into_iter()
        .flatten()
        .map(|(name, _)| name.as_str())
        .collect();
    let at = context.key_range(violation.node, key);
    let finding = Finding::error(
        rule,
        at.clone(),
        say!(ko: "`{key}` 필드는 여기에 없는 이름입니다", en: "there is no field `{key}` here"),
    );
    if let Some(near) = suggest::nearest(key, allowed.iter().copied()) {
        return finding
            .help(say!(ko: "비슷한 이름의 필드: `{near}`", en: "A similar name here: `{near}`"))
            .fix(
                Applicability::Unsafe,
                say!(ko: "`{near}`", en: "`{near}`"),
                at,
                format!("\"{near}\""),
            );
    }
    match list(&allowed) {
        Some(list) => finding.help(say!(ko: "여기에 쓸 수 있는 필드: {list}", en: "The fields here: {list}")),
        None => finding,
    }
}

fn wrong_type(
    rule: &'static str,
    context: &Context,
    schema: &Schema,
    violation: &Violation,
    allowed: &[String],
    name: &str,
) -> Finding {
    let node = &context.tree[violation.node];
    let at = context.place(violation.node);
    let written = &context.text()[node.range.clone()];
    let TypeName {
        ko: found_ko,
        en: found_en,
        ..
    } = type_name(type_of(&node.value, written));
    let names: Vec<TypeName> = allowed.iter().map(|t| type_name(t)).collect();
    let wanted_en = names.iter().map(|name| name.en).collect::<Vec<_>>().join(" or ");
    let wanted_ko = names.iter().map(|name| name.ko).collect::<Vec<_>>().join(" 또는 ");
    let copula = names.last().map_or("", |name| name.copula);
    let finding = Finding::error(
        rule,
        at.clone(),
        say!(
            ko: "{name} 값의 타입은 {wanted_ko}{copula} 하는데 {found_ko}입니다",
            en: "{name} has to be {wanted_en}, not {found_en}"
        ),
    );
    let allows = |wanted: &str| allowed.iter().any(|t| t == wanted);
    match &node.value {
        Node::Number | Node::Bool(_) if allows("string") => finding.fix(
            Applicability::Safe,
            say!(ko: "`\"{written}\"`", en: "`\"{written}\"`"),
            at,
            format!("\"{written}\""),
        ),
        Node::String(text) if converts(text, &allows) => finding.fix(
            Applicability::Safe,
            say!(ko: "`{text}`", en: "`{text}`"),
            at,
            text.clone(),
        ),
        Node::Null => finding.help(say!(
            ko: "값이 없으면 `null`을 쓰지 말고 필드를 지우십시오.",
            en: "Where there is no value, take the field out instead of writing `null`."
        )),
        value if allowed == ["array"] => match as_items(context, schema, violation, value) {
            Some(help) => finding.help(help),
            None => finding,
        },
        _ => finding,
    }
}

/// How to write a value as the array that the schema wants, where that is plain.
fn as_items(context: &Context, schema: &Schema, violation: &Violation, value: &Node) -> Option<Text> {
    let owner = violation.keyword.rsplit_once('/').map_or("", |(owner, _)| owner);
    let items = schema.dereference(schema.at(owner)?.get("items")?);
    let properties = items["properties"].as_object();
    match value {
        Node::String(_) if items["type"] == "string" => Some(say!(
            ko: "하나뿐이어도 배열입니다. 항목을 하나씩 `[ ]` 안에 나누어 쓰십시오.",
            en: "Even a single one is an array: write each item by itself inside `[ ]`."
        )),
        Node::Object { members, .. } => {
            let properties = properties?;
            let first = members.first()?;
            if members.iter().all(|member| properties.contains_key(&member.key)) {
                return Some(say!(ko: "하나뿐이어도 `[ ]`로 감쌉니다.", en: "Even a single object goes inside `[ ]`."));
            }
            let pairs = properties.len() == 2 && properties.contains_key("name") && properties.contains_key("value");
            let value = &context.text()[context.tree[first.value].range.clone()];
            let value = value.trim_matches('"');
            let key = &first.key;
            (pairs && value.len() < 80).then(|| {
                say!(
                    ko: "이름과 값을 따로 씁니다: `[{{\"name\": \"{key}\", \"value\": \"{value}\"}}]`",
                    en: "Names and values are written apart: `[{{\"name\": \"{key}\", \"value\": \"{value}\"}}]`"
                )
            })
        }
        _ => None,
    }
}

/// Whether a string holds just the value that was wanted, in quotes.
fn converts(text: &str, allows: &dyn Fn(&str) -> bool) -> bool {
    let number = text.parse::<i64>().is_ok_and(|n| n.to_string() == text);
    (number && (allows("integer") || allows("number"))) || (matches!(text, "true" | "false") && allows("boolean"))
}

fn not_allowed(rule: &'static str, context: &Context, violation: &Violation, allowed: &[Value], name: &str) -> Finding {
    let node = &context.tree[violation.node];
    let written = shorten(&context.text()[node.range.clone()]);
    let names: Vec<String> = allowed
        .iter()
        .map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut finding = Finding::error(
        rule,
        context.place(violation.node),
        say!(ko: "{name} 필드에 `{written}` 값은 쓸 수 없습니다", en: "{name} cannot be `{written}`"),
    );
    if let Some(list) = list(&names) {
        finding = finding.help(say!(ko: "쓸 수 있는 값: {list}", en: "Allowed: {list}"));
    }
    let near = match &node.value {
        Node::String(text) => suggest::nearest(text, names.iter().copied()),
        _ => None,
    };
    match near {
        Some(near) => finding.fix(
            Applicability::Unsafe,
            say!(ko: "`{near}`", en: "`{near}`"),
            node.range.clone(),
            format!("\"{near}\""),
        ),
        None => finding,
    }
}

fn out_of_bounds(rule: &'static str, at: std::ops::Range<usize>, keyword: &str, limit: &Value, name: &str) -> Finding {
    let message = match keyword {
        "minimum" => say!(ko: "{name} 값은 {limit} 이상이어야 합니다", en: "{name} has to be at least {limit}"),
        "maximum" => say!(ko: "{name} 값은 {limit} 이하여야 합니다", en: "{name} has to be at most {limit}"),
        "exclusiveMinimum" => say!(ko: "{name} 값은 {limit}보다 커야 합니다", en: "{name} has to be more than {limit}"),
        "exclusiveMaximum" => {
            say!(ko: "{name} 값은 {limit}보다 작아야 합니다", en: "{name} has to be less than {limit}")
        }
        "minLength" => {
            say!(ko: "{name} 값은 {limit}자 이상이어야 합니다", en: "{name} has to have at least {limit} characters")
        }
        "maxLength" => {
            say!(ko: "{name} 값은 {limit}자 이하여야 합니다", en: "{name} has to have at most {limit} characters")
        }
        "minItems" => {
            say!(ko: "{name} 배열의 항목은 {limit}개 이상이어야 합니다", en: "{name} has to have at least {limit} items")
        }
        _ => say!(ko: "{name} 배열의 항목은 {limit}개 이하여야 합니다", en: "{name} has to have at most {limit} items"),
    };
    Finding::error(rule, at, message)
}

/// A list short enough to be read, in backticks; nothing for a longer or an empty one.
fn list(names: &[&str]) -> Option<String> {
    let shown = names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    (!names.is_empty() && shown.len() <= 400).then_some(shown)
}

fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.len() == text.len() && line.chars().count() <= 60 {
        return text.to_owned();
    }
    line.chars().take(57).chain("...".chars()).collect()
}

fn type_of(value: &Node, written: &str) -> &'static str {
    match value {
        Node::Object { .. } => "object",
        Node::Array { .. } => "array",
        Node::String(_) => "string",
        Node::Number if written.contains(['.', 'e', 'E']) => "number",
        Node::Number => "integer",
        Node::Bool(_) => "boolean",
        Node::Null | Node::Unknown => "null",
    }
}

/// What people call a JSON type, and the Korean ending that goes with it.
struct TypeName {
    ko: &'static str,
    copula: &'static str,
    en: &'static str,
}

fn type_name(name: &str) -> TypeName {
    let (ko, copula, en) = match name {
        "object" => ("객체 `{ }`", "여야", "an object `{ }`"),
        "array" => ("배열 `[ ]`", "이어야", "an array `[ ]`"),
        "string" => ("문자열", "이어야", "a string"),
        "integer" => ("정수", "여야", "an integer"),
        "number" => ("숫자", "여야", "a number"),
        "boolean" => ("불리언", "이어야", "a boolean"),
        _ => ("`null`", "이어야", "`null`"),
    };
    TypeName { ko, copula, en }
}
