//! The names of things that a command makes or asks for.

use super::value::{Datum, Entry, Is};
use super::values::Values;
use crate::grammar::aws::line::Line;
use crate::grammar::{Mention, Region, Thing};

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
        match entry.key.as_str() {
            "overrides" => containers(&entry.value, "containerOverrides", &mut found),
            "containerDefinitions" => items(&entry.value).for_each(|members| defined(members, &mut found)),
            "loadBalancers" => items(&entry.value).for_each(|members| balanced(members, &mut found)),
            _ => {}
        }
    }
    if values.path.starts_with("ecs ")
        && on_fargate(members)
        && let Some(datum) = member(members, "taskDefinition")
        && let Is::String(family) = &datum.is
    {
        let mention = Mention {
            thing: Thing::OnFargate,
            name: plain(family, Thing::Family).to_owned(),
            makes: false,
            range: datum.at.range(),
            region: None,
        };
        found.push((datum.at.text, mention));
    }
    found
}

/// Whether a command asks for Fargate, as the launch type or by its capacity providers alone.
fn on_fargate(members: &[Entry]) -> bool {
    let is = |datum: Option<&Datum>, names: &[&str]| matches!(datum.map(|datum| &datum.is), Some(Is::String(name)) if names.contains(&name.as_str()));
    if let Some(launch_type) = member(members, "launchType") {
        return is(Some(launch_type), &["FARGATE"]);
    }
    let Some(Is::List { items, elided: false }) = member(members, "capacityProviderStrategy").map(|datum| &datum.is)
    else {
        return false;
    };
    let provider = |item: &Datum| match &item.is {
        Is::Map { members, .. } => is(member(members, "capacityProvider"), &["FARGATE", "FARGATE_SPOT"]),
        _ => false,
    };
    !items.is_empty() && items.iter().all(provider)
}

/// The Region that a command is sent to, where it says so.
pub(super) fn region(line: &Line, values: &Values) -> Option<Region> {
    let mut said = line.globals.iter().rev();
    let given = said.find(|given| given.arg.name() == "region")?;
    let value = *given.values.first()?;
    Region::new(values.known(value)?, values.words[value.word].range())
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
        region: None,
    });
    // The password that it prints is good for ECR in that Region alone.
    let login = matches!(values.path, "ecr get-login-password" | "ecr get-login");
    let registry = region(line, values).filter(|_| login).map(|region| Mention {
        thing: Thing::Registry,
        name: String::new(),
        makes: true,
        range: region.range.clone(),
        region: Some(region),
    });
    mention.into_iter().chain(registry).collect()
}

/// The structures in a list.
fn items(datum: &Datum) -> impl Iterator<Item = &[Entry]> {
    let items = match &datum.is {
        Is::List { items, .. } => items.as_slice(),
        _ => &[],
    };
    items.iter().filter_map(|item| match &item.is {
        Is::Map { members, elided: false } => Some(members.as_slice()),
        _ => None,
    })
}

fn member<'m>(members: &'m [Entry], key: &str) -> Option<&'m Datum> {
    members.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
}

/// A container that is defined, and its ports.
fn defined(members: &[Entry], found: &mut Vec<(u16, Mention)>) {
    let Some(datum) = member(members, "name") else { return };
    named(datum, Thing::Container, true, found);
    let Is::String(name) = &datum.is else { return };
    match member(members, "portMappings").map(|ports| &ports.is) {
        Some(Is::List { items, elided: false }) => {
            for mapping in items {
                let number = match &mapping.is {
                    Is::Map { members, .. } => member(members, "containerPort"),
                    _ => None,
                };
                found.push(port(name, number.unwrap_or(mapping), true));
            }
        }
        Some(_) => found.push(port(name, datum, true)),
        None => {}
    }
}

/// A container behind a load balancer, and the port that is asked for.
fn balanced(members: &[Entry], found: &mut Vec<(u16, Mention)>) {
    let name = member(members, "containerName").map(|datum| &datum.is);
    if let (Some(Is::String(name)), Some(datum)) = (name, member(members, "containerPort"))
        && matches!(datum.is, Is::Number { whole: true, .. })
    {
        found.push(port(name, datum, false));
    }
}

fn port(container: &str, datum: &Datum, makes: bool) -> (u16, Mention) {
    let number = match datum.is {
        Is::Number { value, whole: true } => value.to_string(),
        _ => "*".to_owned(),
    };
    let mention = Mention {
        thing: Thing::Port,
        name: format!("{container}:{number}"),
        makes,
        range: datum.at.range(),
        region: None,
    };
    (datum.at.text, mention)
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
                region: Region::of_arn(name, &datum.at.range()),
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
