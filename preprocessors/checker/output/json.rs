//! One JSON object a line, for programs. Lines and columns are 1-based, columns in characters.

use crate::diagnostic::{Diagnostic, Fix, Lang};
use crate::rules;
use crate::source::Span;
use serde_json::{Map, Value, json};

/// A diagnostic as one line of JSON, without the line break.
pub fn line(diagnostic: &Diagnostic, lang: Lang) -> String {
    Value::Object(object(diagnostic, lang)).to_string()
}

/// A diagnostic as an object, for those who have more to say of it.
pub fn object(diagnostic: &Diagnostic, lang: Lang) -> Map<String, Value> {
    let mut object = position(&diagnostic.at);
    let help: Vec<&str> = diagnostic.help.iter().map(|text| text.get(lang)).collect();
    let labels = diagnostic.labels.iter().map(|label| {
        let mut object = position(&label.at);
        object.insert("message".to_owned(), label.text.get(lang).into());
        Value::Object(object)
    });
    object.insert("rule".to_owned(), diagnostic.rule.into());
    object.insert("severity".to_owned(), diagnostic.severity.name().into());
    object.insert("message".to_owned(), diagnostic.message.get(lang).into());
    object.insert("labels".to_owned(), labels.collect());
    object.insert(
        "help".to_owned(),
        if help.is_empty() {
            Value::Null
        } else {
            help.join("\n").into()
        },
    );
    object.insert(
        "url".to_owned(),
        rules::rule(diagnostic.rule).map_or(Value::Null, |rule| rule.url().into()),
    );
    object.insert(
        "fix".to_owned(),
        diagnostic.fix.as_ref().map_or(Value::Null, |f| fix(f, lang)),
    );
    object
}

fn fix(fix: &Fix<Span>, lang: Lang) -> Value {
    let edits = fix.edits.iter().map(|edit| {
        let mut object = position(&edit.at);
        object.insert("text".to_owned(), edit.text.as_str().into());
        Value::Object(object)
    });
    json!({
        "title": fix.title.get(lang),
        "applicability": fix.applicability.name(),
        "edits": edits.collect::<Value>(),
    })
}

fn position(span: &Span) -> Map<String, Value> {
    let (line, column) = span.file.line_column(span.start);
    let (end_line, end_column) = span.file.line_column(span.end);
    let mut object = Map::new();
    object.insert("path".to_owned(), span.file.path.as_str().into());
    for (name, value) in [
        ("line", line),
        ("column", column),
        ("end_line", end_line),
        ("end_column", end_column),
    ] {
        object.insert(name.to_owned(), value.into());
    }
    object
}
