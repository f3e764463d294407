//! Task definitions: found by their content, judged by the schema.
//!
//! A block that another tool reads (CloudFormation, Terraform, Elastic Beanstalk,
//! Kubernetes) is not judged, however much it looks like one.

pub(crate) mod launch;

use super::definition::Definition;
use super::{
    Context, fargate, health, images, isolation, logging, names, network, phrase, proxy, references, regions,
    resources, secrets, security, volumes,
};
use crate::diagnostic::{Applicability, Finding, Text};
use crate::model::Against;
use crate::say;
use crate::schema::{Broken, Schema, Violation};
use crate::suggest::slip;
use crate::syntax::json::{Member, NodeId, Value as Node};
use serde_json::{Map, Value};
use std::ops::Range;

/// The rule that reports what the schema refuses.
pub(crate) const SCHEMA: &str = "task-definition-schema";
/// The rule that reports what only `describe-task-definition` prints.
pub(crate) const READ_ONLY: &str = "read-only-field";

/// The families of rules about what the schema cannot say.
const FAMILIES: [fn(&Definition, &mut Vec<Finding>); 14] = [
    fargate::check,
    resources::check,
    network::check,
    names::check,
    images::check,
    references::check,
    secrets::check,
    health::check,
    logging::check,
    volumes::check,
    proxy::check,
    security::check,
    isolation::check,
    regions::check,
];

/// The bytes of a request that ECS reads, from its own refusal: `Max allowed length is '65536' bytes`.
const LONGEST: usize = 65_536;

/// A definition that is longer than a request can be, even without the white space between its words.
fn too_long(definition: &Definition) -> Option<Finding> {
    let context = definition.context;
    let range = context.tree[definition.node].range.clone();
    let text = context.text().get(range.clone()).filter(|text| text.len() > LONGEST)?;
    let (mut length, mut quoted, mut escaped) = (0, false, false);
    for byte in text.bytes() {
        length += usize::from(quoted || !byte.is_ascii_whitespace());
        quoted ^= byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
    }
    let message = say!(
        ko: "태스크 정의가 {length}바이트입니다. ECS는 {LONGEST}바이트까지 받습니다",
        en: "the task definition is {length} bytes long, and ECS takes at most {LONGEST}"
    );
    let help = say!(
        ko: "긴 환경 변수는 `environmentFiles`로, 긴 설정은 이미지나 볼륨의 파일로 옮기십시오.",
        en: "Move long variables into `environmentFiles`, and long settings into a file of the image or of a volume."
    );
    let at = range.start..range.start + 1;
    (length > LONGEST).then(|| Finding::error(SCHEMA, at, message).help(help))
}

/// A part of a block that is a task definition, or a piece of one.
struct Candidate {
    node: NodeId,
    /// The definition in the schema that it has to match; empty for the whole schema.
    definition: &'static str,
    /// Whether members may be missing, because only a piece is shown.
    fragment: bool,
}

/// Judges every task definition in the block; says whether there was one.
pub(super) fn check(context: &Context, found: &mut Vec<Finding>) -> Option<Against> {
    let mut any = None;
    for &root in &context.tree.roots {
        overrides(context, root, found);
        for candidate in candidates(context, root) {
            any = Some(Against::TaskDefinition);
            let definition = Definition {
                context,
                node: candidate.node,
                whole: !candidate.fragment,
                lone_container: candidate.definition == "ContainerDefinition",
                launched: false,
            };
            judge(&definition, found);
            found.extend(too_long(&definition));
            let schema = &context.facts.task_definition;
            for violation in phrase::violations(context, schema, candidate.definition, candidate.node) {
                // A piece of a definition holds pieces of containers.
                let of_container = violation.path.len() == 2 && violation.path[0] == "containerDefinitions";
                let forgiven = candidate.fragment
                    && (violation.node == candidate.node || of_container)
                    && matches!(violation.kind, Broken::MissingKey(_));
                if !forgiven {
                    found.push(finding(context, &candidate, &violation));
                }
            }
        }
    }
    any
}

/// Has all families of rules look at a definition.
fn judge(definition: &Definition, found: &mut Vec<Finding>) {
    FAMILIES.iter().for_each(|check| check(definition, found));
}

/// The task definitions in the block that are shown as a whole.
fn whole(context: &Context) -> Vec<NodeId> {
    let roots = context.tree.roots.iter();
    let found = roots.flat_map(|&root| candidates(context, root));
    let whole = found.filter(|candidate| candidate.definition.is_empty() && !candidate.fragment);
    whole.map(|candidate| candidate.node).collect()
}

/// Every task definition or piece of one in the block, with its definition in the schema.
pub(super) fn definitions(context: &Context) -> Vec<(NodeId, &'static str)> {
    let roots = context.tree.roots.iter();
    let found = roots.flat_map(|&root| candidates(context, root));
    found
        .map(|candidate| match candidate.definition {
            "" => (candidate.node, ROOT),
            name => (candidate.node, name),
        })
        .collect()
}

/// Judges what `run-task --overrides` changes in containers. Its shape is another, and the grammar's to judge.
fn overrides(context: &Context, root: NodeId, found: &mut Vec<Finding>) {
    let Some(list) = context.tree.get(root, "containerOverrides") else {
        return;
    };
    for &node in context.tree.elements(list) {
        let definition = Definition {
            context,
            node,
            whole: false,
            lone_container: true,
            launched: false,
        };
        judge(&definition, found);
    }
}

fn candidates(context: &Context, node: NodeId) -> Vec<Candidate> {
    let candidate = |definition, fragment| {
        vec![Candidate {
            node,
            definition,
            fragment,
        }]
    };
    match &context.tree[node].value {
        Node::Object { members, elided } => {
            if let Some(inner) = described(context, members) {
                return inner;
            }
            match recognise(context, members) {
                Some(Kind::Whole) => candidate("", *elided),
                Some(Kind::Piece) => candidate("", true),
                Some(Kind::Container { whole }) => candidate("ContainerDefinition", !whole || *elided),
                None => Vec::new(),
            }
        }
        Node::Array { elements, .. } => {
            let objects = elements.iter().map(|&e| (e, &context.tree[e].value));
            let container = |(e, value): (NodeId, &Node)| match value {
                Node::Object { members, elided } => match recognise(context, members) {
                    Some(Kind::Container { whole }) => Some(Candidate {
                        node: e,
                        definition: "ContainerDefinition",
                        fragment: !whole || *elided,
                    }),
                    _ => None,
                },
                _ => None,
            };
            objects.filter_map(container).collect()
        }
        _ => Vec::new(),
    }
}

/// `{"taskDefinition": {...}}`, what `describe` and `register` print.
fn described(context: &Context, members: &[Member]) -> Option<Vec<Candidate>> {
    let inner = members.iter().find(|m| m.key == "taskDefinition")?.value;
    let Node::Object { members, .. } = &context.tree[inner].value else {
        return None;
    };
    let whole = matches!(recognise(context, members), Some(Kind::Whole | Kind::Piece));
    whole.then(|| {
        vec![Candidate {
            node: inner,
            definition: "TaskDefinition",
            fragment: true,
        }]
    })
}

enum Kind {
    /// A definition that could be registered as it stands.
    Whole,
    /// Some members of a definition.
    Piece,
    /// A container definition.
    Container { whole: bool },
}

/// Keys that only another format has: other tools' files, and the input of other operations of ECS.
const FOREIGN: [&str; 17] = [
    "AWSEBDockerrunVersion",
    "AWSTemplateFormatVersion",
    "Resources",
    "Type",
    "Properties",
    "apiVersion",
    "kind",
    "jobDefinitionName",
    "containerProperties",
    "resource",
    "services",
    "scripts",
    "containerOverrides",
    "overrides",
    "taskDefinition",
    "cluster",
    "taskArn",
];

/// Task-level members that hardly anything else has.
const TASK_ONLY: [&str; 9] = [
    "containerDefinitions",
    "requiresCompatibilities",
    "executionRoleArn",
    "taskRoleArn",
    "networkMode",
    "runtimePlatform",
    "ephemeralStorage",
    "proxyConfiguration",
    "inferenceAccelerators",
];

/// Container-level members that hardly anything else has.
const CONTAINER_ONLY: [&str; 11] = [
    "essential",
    "portMappings",
    "mountPoints",
    "logConfiguration",
    "memoryReservation",
    "firelensConfiguration",
    "linuxParameters",
    "volumesFrom",
    "environmentFiles",
    "repositoryCredentials",
    "readonlyRootFilesystem",
];

fn recognise(context: &Context, members: &[Member]) -> Option<Kind> {
    if members.is_empty() || members.iter().any(|m| FOREIGN.contains(&m.key.as_str())) || of_another_tool(members) {
        return None;
    }
    let has = |name: &str| members.iter().any(|m| alike(&m.key, name));
    let exactly = |names: &[&str]| names.iter().any(|name| has(name));
    // A family with sizes is a task definition too; nothing else has the three.
    let sized = has("family") && has("cpu") && has("memory");
    let (mut task_only, mut container_only) = (sized || exactly(&TASK_ONLY), exactly(&CONTAINER_ONLY));
    if !task_only && !container_only {
        // Long names are told even from a slip of the pen.
        let long = || members.iter().filter(|m| m.key.len() >= 8);
        let nearly = |names: &[&str]| long().any(|m| slip(&m.key, names.iter().copied()).is_some());
        (task_only, container_only) = (nearly(&TASK_ONLY), nearly(&CONTAINER_ONLY));
    }
    if !task_only && !container_only {
        return None;
    }
    let task = Known::count(context, "TaskDefinition", members);
    let literal = !context.options.placeholders;
    let list = members.iter().find(|m| alike(&m.key, "containerDefinitions"));
    let listed = list.is_some_and(|m| !matches!(context.tree[m.value].value, Node::Object { .. } | Node::Null));
    // Alone, or beside little else, some members are a piece of a definition that the text is about.
    if listed && task.mostly() {
        let complete = has("family") || task.exactly >= 4 || literal;
        return Some(if complete { Kind::Whole } else { Kind::Piece });
    }
    let container = Known::count(context, "ContainerDefinition", members);
    let several = task.exactly >= 2 || members.len() <= 2;
    if task_only && several && task.exactly >= container.exactly && task.mostly() {
        let complete = has("family") && literal;
        return Some(if complete { Kind::Whole } else { Kind::Piece });
    }
    (container_only && container.mostly()).then(|| Kind::Container {
        whole: has("name") && has("image"),
    })
}

/// How many of an object's members a definition has.
struct Known<'a> {
    properties: Option<&'a Map<String, Value>>,
    members: &'a [Member],
    exactly: usize,
}

impl<'a> Known<'a> {
    fn count(context: &'a Context<'a>, definition: &str, members: &'a [Member]) -> Self {
        let mut known = Self {
            properties: context.facts.task_definition.property_map(definition),
            members,
            exactly: 0,
        };
        known.exactly = members.iter().filter(|m| known.has(&m.key)).count();
        known
    }

    /// Whether the definition has at least two of three members, those included that are nearly spelt like one of it.
    fn mostly(&self) -> bool {
        let enough = |count: usize| count * 3 >= self.members.len() * 2;
        let nearly = |m: &&Member| !self.has(&m.key) && slip(&m.key, self.names()).is_some();
        enough(self.exactly) || enough(self.exactly + self.members.iter().filter(nearly).count())
    }

    fn has(&self, key: &str) -> bool {
        let exactly = self.properties.is_some_and(|properties| properties.contains_key(key));
        exactly || self.names().any(|name| alike(key, name))
    }

    fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.properties.into_iter().flat_map(Map::keys).map(String::as_str)
    }
}

/// Whether the keys of more than one word are all PascalCase or all snake_case:
/// then CloudFormation or Terraform reads this, and ECS's API never does.
fn of_another_tool(members: &[Member]) -> bool {
    let pascal = members
        .iter()
        .filter(|m| m.key.starts_with(|c: char| c.is_ascii_uppercase()))
        .count();
    let snake = members.iter().filter(|m| m.key.contains('_')).count();
    let camel = members.iter().filter(|m| is_camel(&m.key)).count();
    camel == 0 && (pascal == members.len() || snake >= 2)
}

fn is_camel(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_lowercase()) && key.contains(|c: char| c.is_ascii_uppercase())
}

/// Whether a key is a name, whatever its case and its word breaks.
fn alike(key: &str, name: &str) -> bool {
    let first = |text: &str| text.as_bytes().first().map(u8::to_ascii_lowercase);
    // Nearly all pairs differ in their first letters.
    if first(key) != first(name) && first(key).is_some_and(|byte| byte.is_ascii_alphanumeric()) {
        return false;
    }
    let letters = key.bytes().filter(u8::is_ascii_alphanumeric);
    letters
        .map(|b| b.to_ascii_lowercase())
        .eq(name.bytes().map(|b| b.to_ascii_lowercase()))
}

fn finding(context: &Context, candidate: &Candidate, violation: &Violation) -> Finding {
    let schema = &context.facts.task_definition;
    let Broken::UnknownKey(key) = &violation.kind else {
        return phrase::finding(SCHEMA, context, schema, violation);
    };
    let at = context.key_range(violation.node, key);
    let definition = definition_of(violation);
    if let Some(allowed) = schema.properties(&definition).find(|(name, _)| alike(key, name)) {
        return other_case(at, key, allowed.0);
    }
    let on_top = violation.node == candidate.node;
    let printed = schema.properties("TaskDefinition").find(|(name, _)| alike(key, name));
    if let (true, "", Some((name, _))) = (on_top, candidate.definition, printed) {
        return removed(context, violation.node, key, read_only(schema, at, name));
    }
    if on_top && candidate.definition == "TaskDefinition" && key == "tags" {
        return Finding::error(
            SCHEMA,
            at,
            say!(
                ko: "`tags`는 `taskDefinition` 안이 아니라 그 옆에 나옵니다",
                en: "`tags` is printed beside `taskDefinition`, not inside it"
            ),
        );
    }
    let finding = phrase::finding(SCHEMA, context, schema, violation);
    if finding.fix.is_some() {
        return in_place(finding, key, &definition);
    }
    match homes(schema, key) {
        Some(home) => misplaced(schema, at, key, &definition, &home),
        None => in_place(finding, key, &definition),
    }
}

/// The same finding, with the name of what it was found in.
fn in_place(finding: Finding, key: &str, definition: &str) -> Finding {
    let here = place(definition);
    Finding {
        message: Text {
            ko: format!("{}에는 `{key}` 필드가 없습니다", here.ko).into(),
            en: format!("{} has no field `{key}`", here.en).into(),
        },
        ..finding
    }
}

/// The name of the schema's definition whose members a violation is about.
fn definition_of(violation: &Violation) -> String {
    let named = violation
        .keyword
        .strip_prefix("/$defs/")
        .and_then(|rest| rest.split('/').next());
    match named {
        Some(name) => name.to_owned(),
        None => ROOT.to_owned(),
    }
}

/// The definition that the schema's root stands for.
const ROOT: &str = "RegisterTaskDefinitionRequest";

fn other_case(at: Range<usize>, key: &str, allowed: &str) -> Finding {
    let message = say!(
        ko: "`{key}` 필드의 철자가 다릅니다: ECS API에서는 `{allowed}`입니다",
        en: "`{key}` is spelt another way: the ECS API calls it `{allowed}`"
    );
    let why = if key.contains('_') {
        say!(
            ko: "`{key}`처럼 밑줄을 쓰는 이름은 Terraform의 것입니다. 등록할 JSON의 이름은 camelCase이고 대소문자를 가립니다.",
            en: "Names with underscores, like `{key}`, are Terraform's; the JSON that ECS registers has camelCase names and minds their case."
        )
    } else if key.starts_with(|c: char| c.is_ascii_uppercase()) {
        say!(
            ko: "`{key}`처럼 대문자로 시작하는 이름은 CloudFormation의 것입니다. 등록할 JSON의 이름은 camelCase이고 대소문자를 가립니다.",
            en: "Names that begin with a capital, like `{key}`, are CloudFormation's; the JSON that ECS registers has camelCase names and minds their case."
        )
    } else {
        say!(ko: "이름은 대소문자를 가립니다.", en: "Names mind their case.")
    };
    let title = say!(ko: "`{allowed}`", en: "`{allowed}`");
    Finding::error(SCHEMA, at.clone(), message)
        .help(why)
        .fix(Applicability::Safe, title, at, format!("\"{allowed}\""))
}

fn read_only(schema: &Schema, at: Range<usize>, key: &str) -> Finding {
    let described = schema.at(&format!("/$defs/TaskDefinition/properties/{key}/description"));
    let about = described.and_then(|text| text.as_str()).map(phrase::both);
    let finding = Finding::error(
        READ_ONLY,
        at,
        say!(
            ko: "`{key}` 필드는 등록할 수 없습니다: ECS가 정해서 돌려주는 값입니다",
            en: "`{key}` cannot be registered: ECS sets it and only hands it back"
        ),
    );
    let finding = match about {
        Some(about) => finding.help(about),
        None => finding,
    };
    finding.help(say!(
        ko: "`describe-task-definition`의 출력을 다시 등록하려면 이 필드를 지우십시오. 출력을 보여 주는 것이라면 `{{\"taskDefinition\": ...}}`째로 보여 주십시오.",
        en: "To register what `describe-task-definition` printed, take this field out; to show that output, show it inside its `{{\"taskDefinition\": ...}}`."
    ))
}

/// The same finding with the fix that takes the member out. The rest of the definition says what it said before.
fn removed(context: &Context, object: NodeId, key: &str, finding: Finding) -> Finding {
    match context.removal(object, key) {
        Some(at) => finding.fix(
            Applicability::Safe,
            say!(ko: "`{key}` 지우기", en: "take `{key}` out"),
            at,
            "",
        ),
        None => finding,
    }
}

/// Where a member belongs: a definition, and the member's right name there.
struct Home<'a> {
    definition: &'a str,
    name: &'a str,
}

/// The definition that has a member of that name, or nearly so; the most usual one of several.
fn homes<'a>(schema: &'a Schema, key: &str) -> Option<Home<'a>> {
    let usual = [ROOT, "ContainerDefinition"];
    let printed = ["TaskDefinition", "DescribeTaskDefinitionResponse"];
    let all = || {
        let others = schema.definitions().keys().map(String::as_str);
        usual.into_iter().chain(others.filter(|name| !printed.contains(name)))
    };
    let exact = all().find_map(|definition| {
        let (name, _) = schema.properties(definition).find(|(name, _)| *name == key)?;
        Some(Home { definition, name })
    });
    exact.or_else(|| {
        usual.into_iter().find_map(|definition| {
            let name = slip(key, schema.properties(definition).map(|(name, _)| name))?;
            Some(Home { definition, name })
        })
    })
}

fn misplaced(schema: &Schema, at: Range<usize>, key: &str, here: &str, home: &Home) -> Finding {
    let Home { definition, name } = home;
    let (here, there) = (place(here), place(definition));
    let message = Text {
        ko: format!("`{key}` 필드는 {}의 필드가 아니라 {}의 필드입니다", here.ko, there.ko).into(),
        en: format!("`{key}` belongs to {}, not to {}", there.en, here.en).into(),
    };
    let move_to = match *definition {
        ROOT => say!(
            ko: "`containerDefinitions`와 나란히, 맨 바깥 수준으로 옮기십시오.",
            en: "Move it to the outermost level, beside `containerDefinitions`."
        ),
        "ContainerDefinition" => say!(
            ko: "그 컨테이너를 정의하는 `containerDefinitions` 배열의 객체 안으로 옮기십시오.",
            en: "Move it into the object of the container that it is about, inside the `containerDefinitions` array."
        ),
        other => {
            let fields = fields_of(schema, other);
            say!(ko: "옮길 곳: {fields}", en: "Move it into {fields}.")
        }
    };
    let finding = Finding::error(SCHEMA, at, message).help(move_to);
    if *name == key {
        return finding;
    }
    finding.help(say!(ko: "바른 이름: `{name}`", en: "Its name there: `{name}`"))
}

/// The fields that hold an object of a definition, in backticks.
fn fields_of(schema: &Schema, definition: &str) -> String {
    let reference = format!("#/$defs/{definition}");
    let is = |value: &Value| value["$ref"] == *reference || value["items"]["$ref"] == *reference;
    let mut names: Vec<String> = Vec::new();
    for owner in schema.definitions().keys() {
        for (name, _) in schema.properties(owner).filter(|(_, value)| is(value)) {
            let name = format!("`{name}`");
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names.join(", ")
}

/// What people call a definition of the schema.
fn place(definition: &str) -> Text {
    match definition {
        ROOT | "TaskDefinition" => say!(ko: "태스크 정의", en: "the task definition"),
        "ContainerDefinition" => say!(ko: "컨테이너 정의", en: "a container definition"),
        other => say!(ko: "`{other}` 객체", en: "a `{other}` object"),
    }
}
