//! JSON Schema over our own tree: what `jsonschema` judges, at our spans.
//!
//! Nothing is worded here: a [`Violation`] says which node breaks which
//! constraint, and the rules say it to people. Schemas are never fetched.

mod instance;

use crate::syntax::json::{NodeId, Tree, Value as Node};
use instance::{Instance, Trees};
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::json::{Array, Node as _, Object};
use jsonschema::paths::LocationSegment;
use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A JSON Schema and the definitions in it, each compiled when first used.
pub struct Schema {
    root: Value,
    compiled: Mutex<HashMap<String, Arc<Validator<Trees>>>>,
}

/// One constraint that one node breaks.
#[derive(Debug)]
pub struct Violation {
    /// The node that is wrong; the object, where a member of it is missing or unknown.
    pub node: NodeId,
    /// The object keys and array indices that lead to the node.
    pub path: Vec<String>,
    /// Where the broken keyword stands in the schema, as a JSON pointer.
    pub keyword: String,
    /// What the schema says about the value, or about the member that is missing.
    pub about: Option<String>,
    /// What is broken.
    pub kind: Broken,
}

/// The kinds of constraint that are worded in a way of their own.
#[derive(Debug)]
pub enum Broken {
    /// An object has a member that the schema does not know.
    UnknownKey(String),
    /// An object lacks a required member.
    MissingKey(String),
    /// The value has another type; these are allowed.
    Type(Vec<String>),
    /// The value is none of these.
    Enum(Vec<Value>),
    /// A number or a length is out of bounds: the keyword's name and its limit.
    Bound(&'static str, Value),
    /// A string does not match a regular expression.
    Pattern(String),
    /// Anything else, in the words of `jsonschema`.
    Other(String),
}

impl Schema {
    /// A schema for which every `$ref` has to lead into itself.
    ///
    /// # Errors
    /// Says why the value is not a JSON Schema that can be used offline.
    pub fn new(root: Value) -> Result<Self, String> {
        let schema = Self::trusted(root);
        schema.compile("").map(|_| ()).map_err(|e| e.to_string())?;
        Ok(schema)
    }

    /// A schema that is known to compile; it is compiled when first used.
    pub fn trusted(root: Value) -> Self {
        Self {
            root,
            compiled: Mutex::default(),
        }
    }

    /// The part of the schema that a JSON pointer leads to.
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        self.root.pointer(pointer)
    }

    /// The names of the properties of a definition, in order; empty for an unknown one.
    pub fn properties(&self, definition: &str) -> impl Iterator<Item = (&str, &Value)> {
        let properties = self.property_map(definition).into_iter().flatten();
        properties.map(|(name, value)| (name.as_str(), value))
    }

    /// The properties of a definition by their names.
    pub fn property_map(&self, definition: &str) -> Option<&Map<String, Value>> {
        self.definitions().get(definition)?["properties"].as_object()
    }

    /// The definitions under `$defs`.
    pub fn definitions(&self) -> &Map<String, Value> {
        static EMPTY: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
        self.root["$defs"].as_object().unwrap_or(&EMPTY)
    }

    /// What in the tree below `node` breaks the definition, or the whole schema where `definition` is empty.
    ///
    /// What depends on a value that the tree does not know, or on members that an
    /// elision may stand for, is left out.
    pub fn check(&self, definition: &str, tree: &Tree, text: &str, node: NodeId) -> Vec<Violation> {
        let Ok(validator) = self.compile(definition) else {
            return Vec::new();
        };
        let instance = Instance::At(tree, text, node);
        let mut found = Vec::new();
        // To ask for errors takes several times as long as to ask whether there are any.
        if validator.is_valid(instance) {
            return found;
        }
        let known = all_known(instance);
        for error in validator.iter_errors(instance) {
            let (at, path) = walk(tree, node, &error);
            let unknown = Instance::At(tree, text, at).is_unknown();
            let knowable = !unknown && (known || !depends_on_parts(error.kind()));
            if knowable && !elided(tree, at, error.kind()) {
                let kinds = broken(error.kind(), &error).into_iter();
                found.extend(kinds.map(|kind| Violation {
                    node: at,
                    about: self.about(definition, &path, &kind),
                    path: path.clone(),
                    keyword: error.schema_path().to_string(),
                    kind,
                }));
            }
        }
        found
    }

    /// The description of what a path leads to, or of the member that is missing there.
    fn about(&self, definition: &str, path: &[String], kind: &Broken) -> Option<String> {
        let start = if definition.is_empty() {
            Some(&self.root)
        } else {
            self.definitions().get(definition)
        };
        let missing = match kind {
            Broken::MissingKey(key) => Some(key),
            // What is unknown has no description, and that of its owner would not help.
            Broken::UnknownKey(_) => return None,
            _ => None,
        };
        let mut at = start?;
        for key in path.iter().chain(missing) {
            let owner = self.dereference(at);
            at = owner["properties"]
                .get(key)
                .or(owner.get("items"))
                .or(owner.get("additionalProperties"))?;
        }
        let own = at["description"].as_str();
        own.or_else(|| self.dereference(at)["description"].as_str())
            .map(str::to_owned)
    }

    /// The schema that a `$ref` to a definition stands for, else the schema itself.
    pub fn dereference<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let name = schema["$ref"].as_str().and_then(|r| r.strip_prefix("#/$defs/"));
        name.and_then(|name| self.definitions().get(name)).unwrap_or(schema)
    }

    fn compile(&self, definition: &str) -> Result<Arc<Validator<Trees>>, Box<ValidationError<'static>>> {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(validator) = compiled.get(definition) {
            return Ok(Arc::clone(validator));
        }
        let options = jsonschema::options_for::<Trees>().should_validate_formats(false);
        let validator = if definition.is_empty() {
            options.build(&self.root)
        } else {
            let mut entry = Map::new();
            entry.insert("$ref".to_owned(), Value::from(format!("#/$defs/{definition}")));
            entry.insert("$defs".to_owned(), self.root["$defs"].clone());
            options.build(&Value::Object(entry))
        };
        let validator = Arc::new(validator.map_err(Box::new)?);
        compiled.insert(definition.to_owned(), Arc::clone(&validator));
        Ok(validator)
    }
}

/// Whether everything below a node has a value.
fn all_known(instance: Instance) -> bool {
    let (object, array) = (instance.as_object(), instance.as_array());
    !instance.is_unknown()
        && object.is_none_or(|object| object.members().all(|(_, value)| all_known(value)))
        && array.is_none_or(|array| array.elements().all(all_known))
}

fn walk(tree: &Tree, root: NodeId, error: &ValidationError) -> (NodeId, Vec<String>) {
    let mut at = root;
    let mut path = Vec::new();
    for segment in error.instance_path().segments() {
        let next = match (&segment, &tree[at].value) {
            // Of several members with one key the last counts, as it does in the value.
            (LocationSegment::Property(key), Node::Object { members, .. }) => {
                members.iter().rfind(|m| m.key == **key).map(|m| m.value)
            }
            (LocationSegment::Index(index), Node::Array { elements, .. }) => elements.get(*index).copied(),
            _ => None,
        };
        let Some(next) = next else { break };
        at = next;
        path.push(match segment {
            LocationSegment::Property(key) => key.into_owned(),
            LocationSegment::Index(index) => index.to_string(),
        });
    }
    (at, path)
}

/// Whether a broken keyword judges what lies below its node, so that one unknown value there leaves it open.
fn depends_on_parts(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::AnyOf { .. }
            | Kind::OneOfNotValid { .. }
            | Kind::OneOfMultipleValid { .. }
            | Kind::Not { .. }
            | Kind::Contains
            | Kind::Constant { .. }
            | Kind::UniqueItems
    )
}

/// Whether what is missing may hide behind an elision.
fn elided(tree: &Tree, at: NodeId, kind: &Kind) -> bool {
    let is_elided = match tree[at].value {
        Node::Object { elided, .. } | Node::Array { elided, .. } => elided,
        _ => false,
    };
    is_elided
        && (depends_on_parts(kind)
            || matches!(
                kind,
                Kind::Required { .. } | Kind::MinItems { .. } | Kind::MinProperties { .. }
            ))
}

fn broken(kind: &Kind, error: &ValidationError) -> Vec<Broken> {
    let bound = |name, limit: Value| vec![Broken::Bound(name, limit)];
    match kind {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            unexpected.iter().cloned().map(Broken::UnknownKey).collect()
        }
        Kind::Required { property } => {
            vec![Broken::MissingKey(property.as_str().unwrap_or_default().to_owned())]
        }
        Kind::Type { kind } => vec![Broken::Type(match kind {
            TypeKind::Single(one) => vec![one.to_string()],
            TypeKind::Multiple(several) => several.iter().map(|t| t.to_string()).collect(),
        })],
        Kind::Enum { options } => vec![Broken::Enum(options.as_array().cloned().unwrap_or_default())],
        Kind::Constant { expected_value } => vec![Broken::Enum(vec![Value::clone(expected_value)])],
        Kind::Minimum { limit } => bound("minimum", limit.clone()),
        Kind::Maximum { limit } => bound("maximum", limit.clone()),
        Kind::ExclusiveMinimum { limit } => bound("exclusiveMinimum", limit.clone()),
        Kind::ExclusiveMaximum { limit } => bound("exclusiveMaximum", limit.clone()),
        Kind::MinLength { limit } => bound("minLength", Value::from(*limit)),
        Kind::MaxLength { limit } => bound("maxLength", Value::from(*limit)),
        Kind::MinItems { limit } => bound("minItems", Value::from(*limit)),
        Kind::MaxItems { limit } => bound("maxItems", Value::from(*limit)),
        Kind::Pattern { pattern } => vec![Broken::Pattern(pattern.clone())],
        _ => vec![Broken::Other(error.to_string())],
    }
}
