//! Names: what they may be written with, and that each is given once.

use super::definition::Definition;
use super::roster::repeated;
use crate::diagnostic::{Finding, Text};
use crate::say;
use crate::syntax::json::NodeId;
use std::ops::Range;

/// Judges a task definition.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    alphabet(definition, found);
    twice(definition, found);
    environment(definition, found);
    tags(definition, found);
}

fn alphabet(definition: &Definition, found: &mut Vec<Finding>) {
    let tree = definition.context.tree;
    if skeleton(definition) {
        return;
    }
    let mut judge = |node: Option<NodeId>, what: fn() -> Text| {
        let Some(node) = node else { return };
        let name = definition.context.text_of(node);
        found.extend(name.and_then(|name| invalid_name(definition, node, name, &what())));
    };
    judge(definition.field("family"), || say!(ko: "패밀리", en: "family"));
    for container in definition.containers() {
        judge(tree.get(container, "name"), || say!(ko: "컨테이너", en: "container"));
    }
    for volume in definition.objects("volumes") {
        judge(tree.get(volume, "name"), || say!(ko: "볼륨", en: "volume"));
    }
}

/// Whether family and containers are empty strings: what `--generate-cli-skeleton` prints, for the reader to fill in.
fn skeleton(definition: &Definition) -> bool {
    let context = definition.context;
    let empty = |node: Option<NodeId>| node.is_some_and(|node| context.tree.string(node) == Some(""));
    let mut containers = definition.containers().map(|c| context.tree.get(c, "name"));
    context.options.placeholders && empty(definition.field("family")) && containers.any(empty)
}

/// The longest name that the API reference allows to families, containers and volumes (2026-11).
const LONGEST: usize = 255;

fn invalid_name(definition: &Definition, node: NodeId, name: &str, what: &Text) -> Option<Finding> {
    let (ko, en) = (&what.ko, &what.en);
    let wrong = name
        .chars()
        .find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
    let message = match wrong {
        Some(' ') => {
            say!(ko: "{ko} 이름 `{name}`에는 공백을 쓸 수 없습니다", en: "the {en} name `{name}` cannot have a space in it")
        }
        Some(c) => {
            say!(ko: "{ko} 이름 `{name}`에는 `{c}` 문자를 쓸 수 없습니다", en: "the {en} name `{name}` cannot have `{c}` in it")
        }
        None if name.is_empty() => say!(ko: "{ko} 이름이 비어 있습니다", en: "the {en} name is empty"),
        None if name.len() > LONGEST => {
            let length = name.len();
            say!(
                ko: "{ko} 이름이 너무 깁니다: {length}자인데 {LONGEST}자까지 쓸 수 있습니다",
                en: "the {en} name is too long: {length} characters of {LONGEST}"
            )
        }
        None => return None,
    };
    Some(
        Finding::error("invalid-name", definition.context.place(node), message).help(say!(
            ko: "영문자, 숫자, 하이픈(`-`), 밑줄(`_`)로 {LONGEST}자까지 쓸 수 있습니다.",
            en: "Letters, digits, hyphens and underscores are allowed, {LONGEST} characters at most."
        )),
    )
}

fn twice(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    let name = |object: NodeId| {
        let node = context.tree.get(object, "name")?;
        Some((context.text_of(node)?, node))
    };
    let containers: Vec<_> = definition.containers().filter_map(name).collect();
    for (name, first, second) in repeated(&containers) {
        found.push(
            Finding::error(
                "duplicate-container-name",
                context.place(second),
                say!(ko: "컨테이너 이름 `{name}`이(가) 두 번 쓰였습니다", en: "two containers are called `{name}`"),
            )
            .label(context.place(first), say!(ko: "처음 쓰인 곳", en: "the first one"))
            .help(say!(
                ko: "`dependsOn`, 로드 밸런서, 오버라이드가 컨테이너를 이름으로 가리키므로, 한 태스크 정의 안에서 이름은 서로 달라야 합니다.",
                en: "`dependsOn`, load balancers and overrides refer to containers by name, so each needs a name of its own in the task definition."
            )),
        );
    }
    let volumes: Vec<_> = definition.objects("volumes").filter_map(name).collect();
    for (name, first, second) in repeated(&volumes) {
        found.push(
            Finding::error(
                "duplicate-volume-name",
                context.place(second),
                say!(ko: "볼륨 이름 `{name}`이(가) 두 번 쓰였습니다", en: "two volumes are called `{name}`"),
            )
            .label(context.place(first), say!(ko: "처음 쓰인 곳", en: "the first one"))
            .help(say!(
                ko: "`mountPoints`의 `sourceVolume`이 볼륨을 이름으로 가리키므로 이름은 서로 달라야 합니다. 여러 컨테이너가 한 볼륨을 함께 써도 볼륨은 한 번만 적습니다.",
                en: "The `sourceVolume` of a mount point refers to a volume by name, so each needs its own. A volume that several containers share is written once."
            )),
        );
    }
}

fn environment(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    for container in definition.containers() {
        let names = definition.variables(container, "environment");
        for (name, first, second) in repeated(&names) {
            found.push(
                Finding::warning(
                    "duplicate-environment-name",
                    context.place(second),
                    say!(
                        ko: "환경 변수 `{name}`이(가) 두 번 정해집니다",
                        en: "the environment variable `{name}` is set twice"
                    ),
                )
                .label(context.place(first), say!(ko: "처음 정한 곳", en: "first set here"))
                .help(say!(
                    ko: "컨테이너에는 값 하나만 남습니다. 쓰지 않을 항목을 지우십시오.",
                    en: "The container gets only one of the values. Remove the entry that is not meant."
                )),
            );
        }
        for &entry in context.list_at(container, "environment") {
            found.extend(halved(definition, entry));
        }
        for (name, node) in names {
            found.extend(of_agent(name, context.place(node)));
            let wrong = name.is_empty() || name.contains('=') || name.contains(char::is_whitespace);
            if !wrong {
                continue;
            }
            found.push(
                Finding::warning(
                    "environment-name",
                    context.place(node),
                    say!(
                        ko: "환경 변수의 이름으로 `{name}`은(는) 쓸 수 없습니다",
                        en: "`{name}` is no name for an environment variable"
                    ),
                )
                .help(say!(
                    ko: "이름은 비어 있을 수 없고 `=`와 공백도 쓸 수 없습니다. 값은 `value`에 적습니다.",
                    en: "A name is not empty and has neither `=` nor white space in it. What comes after the `=` belongs into `value`."
                )),
            );
        }
    }
}

/// The variables that ECS sets in every container, by the developer guide (2026-11).
const AGENTS: [&str; 5] = [
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_EXECUTION_ENV",
    "ECS_AGENT_URI",
    "ECS_CONTAINER_METADATA_URI",
    "ECS_CONTAINER_METADATA_URI_V4",
];

/// A variable that ECS sets itself, so that the value given is not the one that the container sees.
fn of_agent(name: &str, at: Range<usize>) -> Option<Finding> {
    let message =
        say!(ko: "`{name}`은(는) ECS가 정하는 환경 변수입니다", en: "the environment variable `{name}` is set by ECS");
    AGENTS.contains(&name).then(|| {
        Finding::warning("environment-name", at, message).help(say!(
            ko: "ECS가 컨테이너를 시작할 때 자기 값을 넣습니다. 이 항목을 지우십시오.",
            en: "ECS puts in its own value when it starts the container: take the entry out."
        ))
    })
}

/// A variable without its name or its value: none of the two is required, and without both it sets nothing.
fn halved(definition: &Definition, entry: NodeId) -> Option<Finding> {
    let context = definition.context;
    let other = |key: &str| !matches!(key, "name" | "value");
    // One with other members is told so by the schema.
    if context.tree.members(entry).iter().any(|m| other(&m.key)) {
        return None;
    }
    let (missing, there) = match (definition.lacks(entry, "name"), definition.lacks(entry, "value")) {
        (true, false) => ("name", "value"),
        (false, true) => ("value", "name"),
        _ => return None,
    };
    Some(
        Finding::warning(
            "environment-name",
            context.key_range(entry, there),
            say!(ko: "이 환경 변수에 `{missing}`이(가) 없습니다", en: "this environment variable has no `{missing}`"),
        )
        .help(say!(
            ko: "환경 변수는 `{{\"name\": \"PORT\", \"value\": \"9000\"}}`처럼 이름과 값을 함께 적습니다. 빈 값은 `\"\"`입니다.",
            en: "A variable has a name and a value, as in `{{\"name\": \"PORT\", \"value\": \"9000\"}}`; an empty value is `\"\"`."
        )),
    )
}

fn tags(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    if definition.lone_container {
        return;
    }
    let keys = definition.values(definition.node, "tags", "key");
    for (key, first, second) in repeated(&keys) {
        found.push(
            Finding::error(
                "invalid-tag",
                context.place(second),
                say!(ko: "태그 키 `{key}`이(가) 두 번 쓰였습니다", en: "the tag key `{key}` is used twice"),
            )
            .label(context.place(first), say!(ko: "처음 쓰인 곳", en: "the first one"))
            .help(say!(
                ko: "한 자원의 태그 키는 서로 달라야 하고 키마다 값은 하나입니다.",
                en: "The tags of a resource have different keys, each with one value."
            )),
        );
    }
    for (key, node) in keys {
        let reserved = key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"));
        if !reserved {
            continue;
        }
        found.push(
            Finding::error(
                "invalid-tag",
                context.place(node),
                say!(ko: "태그 키 `{key}`의 `aws:`는 AWS만 쓰는 접두사입니다", en: "the prefix `aws:` of the tag key `{key}` is reserved for AWS"),
            )
            .help(say!(
                ko: "대소문자를 바꾸어도 `aws:`로 시작하는 키와 값은 등록할 수 없습니다. 다른 접두사를 쓰십시오.",
                en: "No key or value that begins with `aws:`, in whatever case, can be registered. Choose another prefix."
            )),
        );
    }
}
