//! What a health check asks with, and where: tools that the image does not have, ports that the container does not open.

use crate::diagnostic::{Finding, Severity, Text};
use crate::rules::Context;
use crate::rules::definition::Definition;
use crate::say;
use crate::syntax::json::NodeId;

/// Judges the command of a container's health check.
pub(super) fn check(definition: &Definition, container: NodeId, check: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let Some((kind, command)) = context.list_at(check, "command").split_first() else {
        return;
    };
    let (Some(kind), Some(&first)) = (context.text_of(*kind), command.first()) else {
        return;
    };
    let words = words(context, kind, command);
    let Some(program) = words.first() else { return };
    if let Some(image) = context.text_at(container, "image")
        && let Some(why) = lacking(image, kind, program)
    {
        found.push(
            Finding::warning(
                "health-check-tool",
                context.place(first),
                say!(ko: "이미지 `{image}`에는 상태 확인이 쓰는 것이 없습니다", en: "the image `{image}` does not have what the health check uses"),
            )
            .help(why)
            .help(say!(
                ko: "없는 프로그램을 부르는 상태 확인은 늘 실패합니다. 이미지에 설치하거나, 이미지에 있는 것으로 확인하십시오.",
                en: "A health check that calls a program that is not there always fails. Install it in the image, or use what the image has."
            )),
        );
    }
    port(definition, container, first, &words, found);
}

/// The words of the command, as far as they are certain: of a shell command those up to the first operator.
fn words<'a>(context: &'a Context, kind: &str, command: &[NodeId]) -> Vec<&'a str> {
    let texts = command.iter().map_while(|&node| context.text_of(node));
    match kind {
        "CMD" => texts.collect(),
        "CMD-SHELL" => texts
            .take(1)
            .flat_map(|text| text.split_whitespace())
            .take_while(|word| !word.starts_with(['|', '&', ';']))
            .collect(),
        _ => Vec::new(),
    }
}

/// Official images that come without `curl`, as their Dockerfiles say (2026-11): those whose tag is of Alpine or slim.
const WITHOUT_CURL: [&str; 8] = [
    "node", "python", "golang", "redis", "postgres", "ruby", "openjdk", "rust",
];

/// Base images without `curl` in any tag.
const BASES: [&str; 4] = ["alpine", "debian", "ubuntu", "busybox"];

/// Why the program cannot be run in that image. Of images that are not known nothing is said.
fn lacking(image: &str, kind: &str, program: &str) -> Option<Text> {
    let (name, tag) = image.split_once(':').unwrap_or((image, ""));
    if name.starts_with("gcr.io/distroless/") && !tag.contains("debug") {
        return (kind == "CMD-SHELL").then(|| {
            say!(
                ko: "distroless 이미지에는 쉘이 없으므로 `CMD-SHELL`을 쓸 수 없습니다.",
                en: "Distroless images have no shell, so `CMD-SHELL` cannot be used."
            )
        });
    }
    let official = name.strip_prefix("public.ecr.aws/docker/library/");
    let name = official.or(name.strip_prefix("docker.io/library/")).unwrap_or(name);
    let alpine = tag.contains("alpine") || name == "alpine" || name == "busybox";
    let slim = tag.contains("slim") || matches!(name, "debian" | "ubuntu");
    let known = BASES.contains(&name) || (WITHOUT_CURL.contains(&name) && (alpine || slim));
    // The wget of busybox is in every image of Alpine.
    match program {
        "curl" if known => Some(match alpine {
            true => say!(
                ko: "이 이미지에는 `curl`이 없고 `wget`은 있습니다: `wget -q -O /dev/null http://localhost:9000/health`",
                en: "It has no `curl`, but `wget`: `wget -q -O /dev/null http://localhost:9000/health`."
            ),
            false => say!(ko: "이 이미지에는 `curl`이 없습니다.", en: "It has no `curl`."),
        }),
        "wget" if known && slim && !alpine => {
            Some(say!(ko: "이 이미지에는 `wget`이 없습니다.", en: "It has no `wget`."))
        }
        _ => None,
    }
}

/// The one port that the container opens, and another that the check asks.
fn port(definition: &Definition, container: NodeId, at: NodeId, words: &[&str], found: &mut Vec<Finding>) {
    let context = definition.context;
    let [mapping] = context.list_at(container, "portMappings") else {
        return;
    };
    let Some(open) = context.tree.get(*mapping, "containerPort") else {
        return;
    };
    let (Some(port), Some(asked)) = (context.integer(open), words.iter().find_map(|word| local_port(word))) else {
        return;
    };
    if port == asked || !definition.complete(container) {
        return;
    }
    found.push(
        Finding::new(
            Severity::Info,
            "health-check-port",
            context.place(at),
            say!(
                ko: "상태 확인은 포트 {asked}에 묻는데 컨테이너가 여는 포트는 {port}입니다",
                en: "the health check asks port {asked}, and the port that the container opens is {port}"
            ),
        )
        .label(
            context.place(open),
            say!(ko: "컨테이너의 포트", en: "the container's port"),
        )
        .help(say!(
            ko: "관리용 포트를 따로 두었다면 맞는 말이고, 아니라면 둘 가운데 하나를 고치십시오.",
            en: "That is right where a port of its own serves the checks; else mend one of the two."
        )),
    );
}

/// The port of a URL of the container itself: `http://localhost:9000/health`.
fn local_port(word: &str) -> Option<i64> {
    let word = word.trim_matches(['"', '\'']);
    let rest = word.strip_prefix("http://").or_else(|| word.strip_prefix("https://"))?;
    let authority = rest.split('/').next()?;
    let (host, port) = authority.split_once(':')?;
    matches!(host, "localhost" | "127.0.0.1").then(|| port.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_images_lack() {
        for (image, kind, program, expected) in [
            ("node:20-alpine", "CMD-SHELL", "curl", true),
            ("node:20-alpine", "CMD-SHELL", "wget", false),
            ("node:20-slim", "CMD-SHELL", "wget", true),
            ("node:20", "CMD-SHELL", "curl", false),
            ("nginx:1.29-alpine", "CMD-SHELL", "curl", false),
            ("public.ecr.aws/docker/library/alpine:3.22", "CMD", "curl", true),
            ("gcr.io/distroless/nodejs22-debian12", "CMD-SHELL", "node", true),
            ("gcr.io/distroless/nodejs22-debian12", "CMD", "/nodejs/bin/node", false),
            ("gcr.io/distroless/base:debug", "CMD-SHELL", "wget", false),
            ("my/node:20-alpine", "CMD-SHELL", "curl", false),
        ] {
            assert_eq!(lacking(image, kind, program).is_some(), expected, "{image} {program}");
        }
    }
}
