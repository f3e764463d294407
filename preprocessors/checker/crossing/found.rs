//! Where the names come from that no command of the AWS CLI says: task definitions, and the words of Docker.

use crate::grammar::{Mention, Region, Thing};
use crate::syntax::json::{NodeId, Tree, Value};
use crate::syntax::shell::{Arg, Call};

/// What a task definition names: its family, containers and log groups are made by it.
pub(crate) fn of_definition(tree: &Tree, text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    for &root in &tree.roots {
        let inner = tree.get(root, "taskDefinition").unwrap_or(root);
        push(tree, tree.get(inner, "family"), Thing::Family, &mut found);
        let Some(containers) = tree.get(inner, "containerDefinitions") else {
            continue;
        };
        for &container in tree.elements(containers) {
            push(tree, tree.get(container, "name"), Thing::Container, &mut found);
            ports(tree, text, container, &mut found);
            let group = tree.pointer(container, "/logConfiguration/options/awslogs-group");
            push(tree, group, Thing::LogGroup, &mut found);
            let region = tree.pointer(container, "/logConfiguration/options/awslogs-region");
            if let (Some(node), Some(group)) = (region, found.last_mut().filter(|_| group.is_some())) {
                let name = tree.string(node).unwrap_or_default();
                group.region = Region::new(name, tree[node].range.clone());
            }
            if let Some(image) = tree.get(container, "image") {
                repository(tree, image, &mut found);
            }
        }
    }
    found
}

fn push(tree: &Tree, node: Option<NodeId>, thing: Thing, found: &mut Vec<Mention>) {
    let Some(node) = node else { return };
    let Some(name) = tree.string(node) else { return };
    found.push(Mention {
        thing,
        name: name.to_owned(),
        makes: true,
        range: tree[node].range.clone(),
        region: None,
    });
}

/// The ports of a container, as far as they are known.
fn ports(tree: &Tree, text: &str, container: NodeId, found: &mut Vec<Mention>) {
    let Some(name) = tree.get(container, "name").and_then(|name| tree.string(name)) else {
        return;
    };
    let mut port = |node: NodeId, number: Option<&str>| {
        found.push(Mention {
            thing: Thing::Port,
            name: format!("{name}:{}", number.unwrap_or("*")),
            makes: true,
            range: tree[node].range.clone(),
            region: None,
        });
    };
    if tree.elided(container) {
        port(container, None);
    }
    let Some(list) = tree.get(container, "portMappings") else {
        return;
    };
    for &mapping in tree.elements(list) {
        let node = tree.get(mapping, "containerPort").unwrap_or(mapping);
        let number = text.get(tree[node].range.clone());
        port(node, number.filter(|_| matches!(tree[node].value, Value::Number)));
    }
    if tree.elided(list) || !matches!(tree[list].value, Value::Array { .. }) {
        port(list, None);
    }
}

/// The repository of an image in ECR, which a definition asks for.
fn repository(tree: &Tree, image: NodeId, found: &mut Vec<Mention>) {
    let Some((registry, rest)) = tree.string(image).and_then(|image| image.split_once('/')) else {
        return;
    };
    let name = rest.split(['@', ':']).next().unwrap_or(rest);
    let range = tree[image].range.clone();
    // The places of the names, where the text has no escapes.
    let host = range.start + 1;
    let start = host + registry.len() + 1;
    if registry.contains(".dkr.ecr.") && start + name.len() < range.end {
        found.push(Mention {
            thing: Thing::Repository,
            name: name.to_owned(),
            makes: false,
            range: start..start + name.len(),
            region: region_of(registry, host),
        });
    }
}

/// The Region in the name of a registry that stands at `start`.
fn region_of(registry: &str, start: usize) -> Option<Region> {
    let before = registry.find(".dkr.ecr.")? + ".dkr.ecr.".len();
    let name = registry[before..].split('.').next()?;
    let start = start + before;
    Region::new(name, start..start + name.len())
}

/// What a command of Docker names in ECR: images, and the registry that it logs in to.
pub(crate) fn of_call(call: &Call) -> Vec<Mention> {
    let docker = call
        .name()
        .is_some_and(|name| matches!(&*name, "docker" | "podman" | "finch" | "nerdctl"));
    let arguments = call.argv.iter().skip(1).filter(|_| docker);
    arguments.filter_map(|arg| of_word(arg)).collect()
}

fn of_word(arg: &Arg) -> Option<Mention> {
    let text = arg.known()?;
    let text = text.trim_start_matches("https://");
    let skipped = arg.known()?.len() - text.len();
    let (registry, rest) = text.split_once('/').unwrap_or((text, ""));
    let (account, host) = registry.split_once(".dkr.ecr.")?;
    if account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()) || !host.contains(".amazonaws.com") {
        return None;
    }
    let mut region = region_of(registry, skipped)?;
    region.range = arg.place(region.range).range();
    let name = rest.split(['@', ':']).next().unwrap_or(rest);
    let start = skipped + registry.len() + 1;
    Some(if name.is_empty() {
        Mention {
            thing: Thing::Registry,
            name: String::new(),
            makes: false,
            range: region.range.clone(),
            region: Some(region),
        }
    } else {
        Mention {
            thing: Thing::Repository,
            name: name.to_owned(),
            makes: false,
            range: arg.place(start..start + name.len()).range(),
            region: Some(region),
        }
    })
}
