//! The properties and values of a task definition, by its schema.

use crate::diagnostic::Lang;
use crate::grammar::{Note, Role};
use crate::rules::{self, Context};
use crate::syntax::json::{Node, NodeId, Value as Json};
use serde_json::Value;

/// Where AWS keeps the reference of the API.
const REFERENCE: &str = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference";

/// What its words are filed under, in the texts that people wrote.
const TABLE: &str = "task-definition";

/// Explains every property of every definition in a block that its schema has, and the values of those.
pub(super) fn notes(context: &Context) -> Vec<Note> {
    let mut notes = Vec::new();
    for (node, definition) in rules::definitions(context) {
        let mut walk = Walk {
            context,
            notes: &mut notes,
        };
        walk.object(node, definition);
    }
    notes
}

struct Walk<'c, 'n> {
    context: &'c Context<'c>,
    notes: &'n mut Vec<Note>,
}

impl Walk<'_, '_> {
    /// An object of the definition of that name.
    fn object(&mut self, node: NodeId, definition: &str) {
        let schema = &self.context.facts.task_definition;
        let Some(shape) = schema.definitions().get(definition) else {
            return;
        };
        for member in self.context.tree.members(node) {
            let property = &shape["properties"][member.key.as_str()];
            if property.is_null() {
                continue;
            }
            let key = format!("{TABLE} {definition}.{}", member.key);
            let note = self.property(property, &key, &member.key, definition);
            self.notes.push(Note {
                range: member.key_range.clone(),
                role: Role::Property,
                ..note.clone()
            });
            self.value(member.value, property, &note);
        }
    }

    fn property(&self, property: &Value, key: &str, name: &str, definition: &str) -> Note {
        let schema = &self.context.facts.task_definition;
        let target = self.innermost(property);
        let required = schema.definitions()[definition]["required"].as_array();
        let own = property["description"].as_str();
        let described = own.or_else(|| schema.dereference(property)["description"].as_str());
        Note {
            key: key.to_owned(),
            name: name.to_owned(),
            kind: self.kind(property),
            required: required.is_some_and(|names| names.iter().any(|required| required == name)),
            allowed: strings(&target["enum"]),
            term: self.half(property["title"].as_str(), " / "),
            about: self.half(described, "\n\n"),
            url: url(definition, name),
            ..Note::default()
        }
    }

    /// A value, explained as the property that it belongs to, or as one of the few that are allowed there.
    fn value(&mut self, node: NodeId, property: &Value, of: &Note) {
        let schema = &self.context.facts.task_definition;
        let tree = self.context.tree;
        let Node { range, value } = &tree[node];
        match value {
            Json::Object { members, .. } => match name_of(property) {
                Some(definition) => self.object(node, definition),
                // A map: its keys are free, but some of them are known.
                None => members
                    .iter()
                    .for_each(|member| self.entry(member.key_range.clone(), &member.key, of)),
            },
            Json::Array { elements, .. } => {
                let items = &schema.dereference(property)["items"];
                elements.iter().for_each(|&element| self.value(element, items, of));
            }
            Json::Unknown | Json::Null => {}
            Json::String(_) | Json::Number | Json::Bool(_) => {
                let target = schema.dereference(property);
                let listed = name_of(property).filter(|_| target["enum"].is_array());
                let mut note = Note {
                    range: range.clone(),
                    role: Role::Value,
                    ..of.clone()
                };
                if let Some(name) = listed {
                    note.key = format!("{TABLE} {name}");
                    note.name = self.text(range.clone());
                    note.term = self.half(target["title"].as_str(), " / ");
                    note.about = self.half(target["description"].as_str(), "\n\n");
                    note.required = false;
                }
                self.notes.push(note);
            }
        }
    }

    /// A key of a map whose keys are free.
    fn entry(&mut self, range: std::ops::Range<usize>, name: &str, of: &Note) {
        let key = format!("{}.{name}", of.key);
        if self.context.facts.words.has(&key) {
            self.notes.push(Note {
                range,
                role: Role::Property,
                key,
                name: name.to_owned(),
                kind: "string".to_owned(),
                url: of.url.clone(),
                ..Note::default()
            });
        }
    }

    /// A string's text, as the name of a row.
    fn text(&self, range: std::ops::Range<usize>) -> String {
        self.context.text[range].trim_matches('"').to_owned()
    }

    /// What a property's values are in the end: elements of its list, the definition that it refers to.
    fn innermost<'v>(&'v self, property: &'v Value) -> &'v Value {
        let schema = &self.context.facts.task_definition;
        let target = schema.dereference(property);
        match &target["items"] {
            Value::Null => target,
            items => schema.dereference(items),
        }
    }

    fn kind(&self, property: &Value) -> String {
        let schema = &self.context.facts.task_definition;
        let target = schema.dereference(property);
        let name = |value: &Value| match value["type"].as_str() {
            Some("object") if value["additionalProperties"].is_object() => "map",
            Some("object") => "structure",
            Some("integer") => "integer",
            Some("number") => "number",
            Some("boolean") => "boolean",
            Some("array") => "list",
            _ => "string",
        };
        match &target["items"] {
            Value::Null => name(target).to_owned(),
            items => format!("list of {}", name(schema.dereference(items))),
        }
    }

    /// The half of a text in both languages that is in the reader's.
    fn half(&self, text: Option<&str>, between: &str) -> String {
        let (ko, en) = text.and_then(|text| text.split_once(between)).unwrap_or_default();
        match self.context.options.lang {
            Lang::Ko => ko.to_owned(),
            Lang::En => en.to_owned(),
        }
    }
}

/// The definition that a property refers to.
fn name_of(property: &Value) -> Option<&str> {
    property["$ref"].as_str()?.strip_prefix("#/$defs/")
}

fn strings(list: &Value) -> Vec<String> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

/// Where the reference of the API has a member.
fn url(definition: &str, name: &str) -> String {
    match definition.strip_suffix("Request") {
        Some(operation) => format!("{REFERENCE}/API_{operation}.html#ECS-{operation}-request-{name}"),
        None => format!("{REFERENCE}/API_{definition}.html#ECS-Type-{definition}-{name}"),
    }
}
