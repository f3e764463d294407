//! What the AWS CLI does in a way of its own for single commands and arguments.

use super::facts::{Arg, Kind};
use super::value::{Datum, Entry, Is, Problem, Wrong};

/// Whether rules know more of a JSON value than its shape does.
pub(super) fn has_rules(path: &str, option: &str) -> bool {
    match path {
        "ecs register-task-definition" => matches!(option, "cli-input-json" | "container-definitions"),
        "ecs run-task" | "ecs start-task" => option == "overrides",
        _ => false,
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

/// What an argument of a class of its own does with its value.
enum Does {
    /// Fills the member that it names, as any other.
    Fills,
    /// Fills nothing of the input.
    Nothing,
    /// Fills this part of the input, with a value of its shape.
    At(&'static str),
    /// Fills this member with something of its own making.
    Makes(&'static str),
}

/// What the arguments do that the CLI has classes of their own for, by the tag of the class.
fn does(arg: Arg) -> Does {
    let Some(tag) = arg.special() else { return Does::Fills };
    match tag {
        "flattened" | "hoisted-blob" | "hoisted-rest" | "nested-blob" | "zip-rest" | "toplevel-bool"
        | "config-recorder" => Does::Fills,
        "config-recording-group" => Does::At("ConfigurationRecorder.recordingGroup"),
        "s3-location" | "github-location" => Does::Makes("revision"),
        "zip-file" => Does::Makes(if arg.name() == "zip-file" { "" } else { "Code" }),
        "putmetric" => Does::Makes("MetricData"),
        "ec2-protocol" | "ec2-port" | "ec2-cidr" | "ec2-source-group" | "ec2-group-owner" => {
            Does::Makes("IpPermissions")
        }
        "ec2-public-ip" | "ec2-private-ips" | "ec2-private-ip-count" => Does::Makes("NetworkInterfaces"),
        "ec2-bundle" => Does::Makes("Storage"),
        "emr-tags" => Does::Makes("Tags"),
        "ses-addresses" => Does::Makes("Destination"),
        "ses-body" => Does::Makes("Message"),
        "cloudfront-paths" => Does::Makes("InvalidationBatch"),
        "cloudfront-origin" | "cloudfront-root-object" => Does::Makes("DistributionConfig"),
        _ => Does::Nothing,
    }
}

/// Whether a value is a plain text, whatever the shape of what it fills.
pub(super) fn plain_text(arg: Arg) -> bool {
    let structured = matches!(arg.special(), Some("s3-location" | "github-location"));
    !structured && !matches!(does(arg), Does::Fills | Does::At(_))
}

/// Whether `file://` stands for itself.
pub(super) fn reads_no_files(arg: Arg) -> bool {
    arg.special() == Some("streaming-out")
}

/// Members that the CLI gives a value of its own where none is given.
const SUPPLIED: [(&str, &[&str]); 2] = [
    ("ec2 run-instances", &["MinCount", "MaxCount"]),
    ("glacier", &["accountId"]),
];

/// Whether the CLI gives a member a value of its own where none is given.
pub(super) fn supplies(path: &str, member: &str) -> bool {
    let applies =
        |command: &str| path == command || path.strip_prefix(command).is_some_and(|rest| rest.starts_with(' '));
    SUPPLIED
        .iter()
        .any(|(command, members)| applies(command) && members.contains(&member))
}

/// Puts the value of an argument where it goes in the input; whether all that it fills is known.
pub(super) fn fill(arg: Arg, mut datum: Datum, members: &mut Vec<Entry>) -> bool {
    let path = match does(arg) {
        Does::Fills => arg.member().unwrap_or_default(),
        Does::Nothing | Does::Makes("") => return arg.special() != Some("zip-file"),
        Does::At(path) => path,
        Does::Makes(member) => {
            datum.is = Is::Unknown;
            member
        }
    };
    if path.is_empty() {
        return true;
    }
    if arg.special() == Some("toplevel-bool") {
        datum = switched(arg, datum);
    }
    if arg.special() == Some("flattened") && arg.shape().is_some_and(|shape| shape.kind() != Kind::String) {
        datum.is = Is::Unknown;
    }
    let at = datum.at;
    let mut steps = path.split('.');
    let first = steps.next().unwrap_or_default().to_owned();
    let value = steps.rev().fold(datum, |value, key| {
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
            key: first,
            key_at: at,
            value,
        }),
    }
    true
}

/// A bucket that can be none, as botocore sees it before it calls S3.
pub(super) fn bucket(members: &[Entry]) -> Option<(Option<Arg<'static>>, Problem)> {
    let bucket = members.iter().find(|entry| entry.key == "Bucket")?;
    let Is::String(name) = &bucket.value.is else {
        return None;
    };
    let plain =
        !name.is_empty() && name.len() <= 255 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let problem = Problem {
        at: bucket.value.at,
        kind: Wrong::Bucket,
        path: "Bucket".to_owned(),
    };
    // The ARNs of access points are names of buckets too.
    (!plain && !name.starts_with("arn:")).then_some((None, problem))
}

/// A flag that stands for `Value=true` or `Value=false`, unless it has a value that says it.
fn switched(arg: Arg, datum: Datum) -> Datum {
    if !matches!(datum.is, Is::Bool(_)) {
        return datum;
    }
    let value = Datum::new(datum.at, Is::Bool(!arg.name().starts_with("no-")));
    let key = "Value".to_owned();
    let entry = Entry {
        key,
        key_at: datum.at,
        value,
    };
    Datum::new(
        datum.at,
        Is::Map {
            members: vec![entry],
            elided: false,
        },
    )
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
