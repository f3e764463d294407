//! The names of things that a command makes or asks for.

use super::value::{Datum, Entry, Is};
use super::values::Values;
use crate::grammar::aws::line::Line;
use crate::grammar::{Mention, Thing};

/// Which members of which commands name what: the beginning of the command, the member, whether it makes the thing.
const MEMBERS: [(&str, &str, Thing, bool); 18] = [
    ("ecs create-cluster", "clusterName", Thing::Cluster, true),
    ("ecs ", "cluster", Thing::Cluster, false),
    ("ecs describe-clusters", "clusters", Thing::Cluster, false),
    ("ecs create-service", "serviceName", Thing::Service, true),
    ("ecs ", "service", Thing::Service, false),
    ("ecs describe-services", "services", Thing::Service, false),
    ("ecs wait services-", "services", Thing::Service, false),
    ("ecs register-task-definition", "family", Thing::Family, true),
    ("ecs ", "taskDefinition", Thing::Family, false),
    ("ecs execute-command", "container", Thing::Container, false),
    ("logs create-log-group", "logGroupName", Thing::LogGroup, true),
    ("logs ", "logGroupName", Thing::LogGroup, false),
    ("logs start-query", "logGroupNames", Thing::LogGroup, false),
    ("ecr create-repository", "repositoryName", Thing::Repository, true),
    ("ecr ", "repositoryName", Thing::Repository, false),
    ("ecr describe-repositories", "repositoryNames", Thing::Repository, false),
    ("ecs create-service", "loadBalancers", Thing::Container, false),
    ("ecs update-service", "loadBalancers", Thing::Container, false),
];

/// What the input of an operation names.
pub(super) fn of_members(values: &Values, members: &[Entry]) -> Vec<(u16, Mention)> {
    let mut found = Vec::new();
    for entry in members {
        let row = MEMBERS
            .iter()
            .find(|(path, member, ..)| values.path.starts_with(path) && *member == entry.key);
        if let Some(&(_, _, thing, makes)) = row {
            named(&entry.value, thing, makes, &mut found);
        }
        if entry.key == "overrides" {
            containers(&entry.value, "containerOverrides", &mut found);
        }
    }
    found
}

/// What a command of the CLI's own names.
pub(super) fn of_words(line: &Line, values: &Values) -> Vec<Mention> {
    let group = line
        .given
        .iter()
        .find(|given| values.path == "logs tail" && given.arg.name() == "group_name");
    let value = group.and_then(|given| given.values.first());
    let named = value.and_then(|&value| Some((value, values.known(value)?)));
    let mention = named.map(|(value, name)| Mention {
        thing: Thing::LogGroup,
        name: name.to_owned(),
        makes: false,
        range: values.words[value.word].range(),
    });
    mention.into_iter().collect()
}

/// A name, a list of names, or a list of what has containers' names in it.
fn named(datum: &Datum, thing: Thing, makes: bool, found: &mut Vec<(u16, Mention)>) {
    match &datum.is {
        Is::String(name) => found.push((
            datum.at.text,
            Mention {
                thing,
                name: plain(name, thing).to_owned(),
                makes,
                range: datum.at.range(),
            },
        )),
        Is::List { items, .. } => items.iter().for_each(|item| named(item, thing, makes, found)),
        Is::Map { members, .. } => {
            let container = members.iter().find(|entry| entry.key == "containerName");
            container
                .into_iter()
                .for_each(|entry| named(&entry.value, thing, makes, found));
        }
        _ => {}
    }
}

fn containers(datum: &Datum, list: &str, found: &mut Vec<(u16, Mention)>) {
    let Is::Map { members, .. } = &datum.is else { return };
    let Some(Is::List { items, .. }) = members
        .iter()
        .find(|entry| entry.key == list)
        .map(|entry| &entry.value.is)
    else {
        return;
    };
    for item in items {
        let Is::Map { members, .. } = &item.is else { continue };
        let name = members.iter().find(|entry| entry.key == "name");
        name.into_iter()
            .for_each(|entry| named(&entry.value, Thing::Container, false, found));
    }
}

/// The name itself: without the ARN before it, or the revision behind it.
fn plain(name: &str, thing: Thing) -> &str {
    let name = match thing {
        Thing::LogGroup | Thing::Repository => name,
        _ => name.rsplit('/').next().unwrap_or(name),
    };
    match thing {
        Thing::Family => name.split(':').next().unwrap_or(name),
        _ => name,
    }
}
