//! What the AWS CLI does in a way of its own for single commands and arguments.

use super::facts::{Arg, Kind};
use super::value::{Datum, Entry, Is};

/// A document inside a command that has rules of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A task definition, as `register-task-definition` takes it.
    TaskDefinition,
    /// The container definitions of one.
    Containers,
}

/// What a JSON value of a command is, where rules know more of it than its shape does.
pub(super) fn document(path: &str, option: &str) -> Option<What> {
    match (path, option) {
        ("ecs register-task-definition", "cli-input-json") => Some(What::TaskDefinition),
        ("ecs register-task-definition", "container-definitions") => Some(What::Containers),
        _ => None,
    }
}

/// Lists of structures with one member whose elements may be written bare.
const BARE: [(&str, &str); 8] = [
    ("firehose put-record-batch", "records"),
    ("workspaces reboot-workspaces", "reboot-workspace-requests"),
    ("workspaces rebuild-workspaces", "rebuild-workspace-requests"),
    ("workspaces terminate-workspaces", "terminate-workspace-requests"),
    ("elb remove-tags", "tags"),
    ("elb describe-instance-health", "instances"),
    ("elb deregister-instances-from-load-balancer", "instances"),
    ("elb register-instances-with-load-balancer", "instances"),
];

pub(super) fn takes_bare_words(path: &str, option: &str) -> bool {
    BARE.contains(&(path, option))
}

/// Whether the value is a plain text, whatever the shape of what it fills.
pub(super) fn plain_text(arg: Arg) -> bool {
    arg.special().is_some()
}

/// Whether `file://` stands for itself.
pub(super) fn reads_no_files(arg: Arg) -> bool {
    arg.special() == Some("streaming-out")
}

/// Puts the value of an argument where it goes in the input; whether all that it fills is known.
pub(super) fn fill(arg: Arg, datum: Datum, members: &mut Vec<Entry>) -> bool {
    let Some(path) = arg.member() else {
        return arg.special().is_none();
    };
    let mut steps = path.split('.');
    let (Some(first), at) = (steps.next(), datum.at) else {
        return false;
    };
    let known = arg.special().is_none() || arg.shape().is_some_and(|shape| shape.kind() == Kind::String);
    let value = if known { datum } else { Datum::unknown(at) };
    let rest: Vec<&str> = steps.collect();
    let value = rest.into_iter().rev().fold(value, |value, key| {
        let entry = Entry {
            key: key.to_owned(),
            key_at: at,
            value,
        };
        Datum::new(
            at,
            Is::Map {
                members: vec![entry],
                elided: false,
            },
        )
    });
    match members.iter_mut().find(|entry| entry.key == first) {
        Some(entry) => merge(&mut entry.value, value),
        None => members.push(Entry {
            key: first.to_owned(),
            key_at: at,
            value,
        }),
    }
    true
}

fn merge(into: &mut Datum, value: Datum) {
    match (&mut into.is, value.is) {
        (Is::Map { members, .. }, Is::Map { members: more, .. }) => {
            for entry in more {
                match members.iter_mut().find(|known| known.key == entry.key) {
                    Some(known) => merge(&mut known.value, entry.value),
                    None => members.push(entry),
                }
            }
        }
        (is, other) => *is = other,
    }
}
