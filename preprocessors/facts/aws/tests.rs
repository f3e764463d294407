//! What is unpacked is what `schemas/aws` says, for every file of it; and some of it is what everybody knows.

#[path = "../pack/mod.rs"]
mod pack;

use super::*;
use pack::text::{self, ACTIONS, KINDS, Member, ORIGINS, VALUE_TYPES};
use proof_checker::grammar::aws::facts::{Arg, Command, Kind, Nargs, Paging, Shape};
use std::collections::HashSet;
use std::path::Path;

/// The text of a file of `schemas/aws`.
fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../schemas/aws/{name}.txt"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn what_is_unpacked_is_what_the_text_says() {
    assert!(COMMANDS.len() > 400, "where are the commands?");
    assert!(COMMANDS.is_sorted_by_key(|entry| entry.name));
    for entry in COMMANDS {
        let text = text::read(&file(entry.name)).expect("the committed text can be read");
        let root = AWS
            .command(entry.name)
            .unwrap_or_else(|| panic!("{} cannot be unpacked", entry.name));
        assert_eq!(entry.origin, root.origin());
        Same::new(&text).command(&text.root, root, entry.name);
    }
    let text = text::read(&file("globals")).expect("the committed text can be read");
    let globals = (AWS.globals)().expect("the global options can be unpacked");
    Same::new(&text).command(&text.root, globals.root(), "globals");
}

/// Compares what a file says with what was unpacked.
struct Same<'t> {
    service: &'t text::Service,
    seen: HashSet<String>,
}

impl<'t> Same<'t> {
    fn new(service: &'t text::Service) -> Self {
        Self {
            service,
            seen: HashSet::new(),
        }
    }

    fn command(&mut self, said: &text::Command, found: Command, path: &str) {
        let kind = format!("{:?}", found.kind()).to_lowercase();
        let kind = if kind == "custom" { "command" } else { &kind };
        assert_eq!((&*said.name, KINDS[said.kind as usize]), (found.name(), kind), "{path}");
        assert_eq!(said.operation.as_deref(), found.operation(), "{path}");
        assert_eq!(ORIGINS[said.origin as usize], origin(found.origin()), "{path}");
        assert_eq!(
            (said.hidden, said.subcommand_required),
            (found.hidden(), found.subcommand_required()),
            "{path}"
        );
        self.shape(said.input.as_deref(), found.input(), path);
        self.shape(said.output.as_deref(), found.output(), path);
        assert_eq!(
            said.paging.as_ref().map(said_paging),
            found.paging().map(found_paging),
            "{path}"
        );
        assert_eq!(said.args.len(), found.args().len(), "{path}");
        for (said, found) in said.args.iter().zip(found.args()) {
            let path = format!("{path} --{}", said.name);
            assert_eq!(said_arg(said), found_arg(found), "{path}");
            self.shape(said.shape.as_deref(), found.shape(), &path);
        }
        assert_eq!(said.commands.len(), found.commands().len(), "{path}");
        for (said, below) in said.commands.iter().zip(found.commands()) {
            assert_eq!(found.command(&said.name), Some(below), "{path}");
            self.command(said, below, &format!("{path} {}", said.name));
        }
    }

    fn shape(&mut self, said: Option<&str>, found: Option<Shape>, path: &str) {
        assert_eq!(said.is_some(), found.is_some(), "{path}");
        let (Some(said), Some(found)) = (said, found) else {
            return;
        };
        let (base, traits) = split(said);
        let (mut bounds, mut stream, mut json) = ((None, None), false, false);
        for word in traits.split_whitespace() {
            match word.split_once("..") {
                Some((low, high)) => bounds = (low.parse().ok(), high.parse().ok()),
                None if word == "stream" => stream = true,
                None => json = word == "json",
            }
        }
        assert_eq!(bounds, (found.min(), found.max()), "{path}: {said}");
        assert_eq!(
            (stream, json),
            (found.streaming(), found.json_value()),
            "{path}: {said}"
        );
        let scalar = [
            ("string", Kind::String),
            ("int", Kind::Integer),
            ("long", Kind::Long),
            ("float", Kind::Float),
            ("double", Kind::Double),
            ("bool", Kind::Boolean),
            ("blob", Kind::Blob),
            ("time", Kind::Timestamp),
        ];
        assert_eq!(found.document(), base == "document", "{path}: {said}");
        if let Some(inner) = base.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
            assert_eq!(found.kind(), Kind::List, "{path}: {said}");
            self.shape(Some(inner), found.element(), path);
        } else if let Some(inner) = base.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')) {
            let (key, value) = inner.split_once(": ").expect("a map has a key and a value");
            assert_eq!(found.kind(), Kind::Map, "{path}: {said}");
            self.shape(Some(key), found.key(), path);
            self.shape(Some(value), found.value(), path);
        } else if let Some((_, kind)) = scalar.iter().find(|(name, _)| *name == base) {
            assert_eq!((*kind, found.is_enum()), (found.kind(), false), "{path}: {said}");
        } else if let Some(values) = self.service.enums.get(base) {
            assert_eq!((found.kind(), found.is_enum()), (Kind::String, true), "{path}: {said}");
            assert!(found.values().eq(values.iter().map(String::as_str)), "{path}: {said}");
        } else if base != "document" && self.seen.insert(base.to_owned()) {
            self.structure(base, found, path);
        } else {
            assert_eq!(found.kind(), Kind::Structure, "{path}: {said}");
        }
    }

    fn structure(&mut self, name: &str, found: Shape, path: &str) {
        let said = &self.service.structures[name];
        assert_eq!(found.kind(), Kind::Structure, "{path}: {name}");
        assert_eq!(
            (said.union, said.events),
            (found.union(), found.event_stream()),
            "{path}: {name}"
        );
        assert_eq!(said.members.len(), found.members().len(), "{path}: {name}");
        for (said, found) in said.members.iter().zip(found.members()) {
            let Member {
                name: key,
                required,
                token,
                ..
            } = said;
            let there = (found.name(), found.required(), found.idempotency_token());
            assert_eq!((key.as_str(), *required, *token), there, "{path}: {name}");
            self.shape(Some(&said.shape), Some(found.shape()), &format!("{path}: {name}.{key}"));
        }
    }
}

/// A type without what stands after it, and that.
fn split(said: &str) -> (&str, &str) {
    let end = if said.starts_with(['[', '{']) {
        said.rfind([']', '}']).map_or(said.len(), |end| end + 1)
    } else {
        said.find(' ').unwrap_or(said.len())
    };
    said.split_at(end)
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Both => "both",
        Origin::V1Only => "v1-only",
        Origin::V2Only => "v2-only",
    }
}

fn said_arg(arg: &text::Arg) -> String {
    let form = &arg.form;
    let nargs = match form.nargs {
        text::Nargs::None => Nargs::None,
        text::Nargs::One => Nargs::One,
        text::Nargs::Optional => Nargs::Optional,
        text::Nargs::Any => Nargs::Any,
        text::Nargs::Some => Nargs::Some,
        text::Nargs::Exactly(count) => Nargs::Exactly(count.try_into().expect("nobody wants so many words")),
    };
    format!(
        "{} {} {:?} {:?} {nargs:?} {} {} {} {} {} {} {:?}",
        arg.name,
        arg.dest,
        arg.member,
        form.special,
        ACTIONS[form.action as usize],
        VALUE_TYPES[form.value_type as usize],
        ORIGINS[form.origin as usize],
        form.positional,
        form.required,
        form.hidden,
        form.choices,
    )
}

fn found_arg(arg: Arg) -> String {
    format!(
        "{} {} {:?} {:?} {:?} {} {} {} {} {} {} {:?}",
        arg.name(),
        arg.dest(),
        arg.member(),
        arg.special(),
        arg.nargs(),
        format!("{:?}", arg.action()).to_lowercase(),
        format!("{:?}", arg.value_type()).to_lowercase(),
        origin(arg.origin()),
        arg.positional(),
        arg.required(),
        arg.hidden(),
        arg.choices().into_iter().flatten().collect::<Vec<_>>(),
    )
}

fn said_paging(paging: &text::Paging) -> String {
    let text::Paging {
        input_tokens,
        output_tokens,
        result_keys,
        limit_key,
        more_results,
    } = paging;
    format!("{input_tokens:?} {output_tokens:?} {result_keys:?} {limit_key:?} {more_results:?}")
}

fn found_paging(paging: Paging) -> String {
    let [input, output, results]: [Vec<&str>; 3] = [
        paging.input_tokens().collect(),
        paging.output_tokens().collect(),
        paging.result_keys().collect(),
    ];
    format!(
        "{input:?} {output:?} {results:?} {:?} {:?}",
        paging.limit_key(),
        paging.more_results()
    )
}

/// The command of a path; none where there is none.
fn command(path: &str) -> Option<Command<'static>> {
    let mut words = path.split(' ');
    let top = AWS.command(words.next()?)?;
    words.try_fold(top, |command, word| command.command(word))
}

#[test]
fn commands_have_the_arguments_that_everybody_knows() {
    let cases = [
        (
            "ecs run-task",
            "task-definition",
            "task-definition required One Store String taskDefinition",
        ),
        ("ecs run-task", "count", "count One Store Integer count"),
        ("ecs run-task", "tags", "tags Any Store List tags"),
        (
            "ecs run-task",
            "enable-execute-command",
            "enable-execute-command None True Boolean enableExecuteCommand",
        ),
        (
            "ecs run-task",
            "client-token",
            "client-token One Store String clientToken",
        ),
        (
            "ecs run-task",
            "cli-input-yaml",
            "cli-input-yaml One Store String v2-only cli-input",
        ),
        (
            "ecs create-service",
            "disable-execute-command",
            "enable-execute-command None False Boolean enableExecuteCommand",
        ),
        (
            "ecs list-tasks",
            "next-token",
            "next-token hidden One Store String nextToken",
        ),
        ("ecs list-tasks", "max-items", "max-items One Store String paging"),
        ("ecs wait tasks-running", "tasks", "tasks required Any Store List tasks"),
        ("ecr describe-images", "image-ids", "image-ids Any Store List imageIds"),
        ("s3 cp", "paths", "paths positional Exactly(2) Store"),
        ("s3 cp", "no-progress", "progress None False Boolean"),
        ("s3 cp", "exclude", "filters One Append s3-filter"),
        ("s3 cp", "no-overwrite", "no-overwrite None True Boolean v2-only"),
        (
            "s3api get-object",
            "outfile",
            "outfile positional One Store String streaming-out",
        ),
        ("logs tail", "group_name", "group_name positional One Store String"),
        ("logs tail", "format", "format One Store String detailed,short,json"),
        ("logs tail", "log-stream-names", "log-stream-names Some Store"),
        ("configure set", "varname", "varname positional One Store String"),
        ("configure set", "sso-session", "sso-session One Store String v2-only"),
        (
            "lambda publish-version",
            "code-sha256",
            "code-sha256 One Store String CodeSha256",
        ),
        (
            "lambda publish-version",
            "code-sha-256",
            "code-sha-256 hidden One Store String CodeSha256 v1-only",
        ),
        (
            "iam enable-mfa-device",
            "authentication-code1",
            "authentication-code1 required One Store String AuthenticationCode1",
        ),
        ("ec2 run-instances", "count", "count One Store String ec2-count"),
    ];
    for (path, name, expected) in cases {
        let found = command(path).unwrap_or_else(|| panic!("there is no `{path}`"));
        let arg = found.args().find(|arg| arg.name() == name).map(described);
        assert_eq!(arg.as_deref(), Some(expected), "{path} --{name}");
    }
    let gone = [
        ("ecs create-service", "no-enable-execute-command"),
        ("ec2 run-instances", "min-count"),
        ("s3api get-object", "cli-input-json"),
    ];
    for (path, name) in gone {
        assert!(
            command(path).is_some_and(|command| command.args().all(|arg| arg.name() != name)),
            "{path} --{name}"
        );
    }
}

/// An argument in a line: where it is kept, and whatever is not as usual.
fn described(arg: Arg) -> String {
    let mut words = vec![arg.dest().to_owned()];
    words.extend(arg.positional().then(|| "positional".to_owned()));
    words.extend(arg.required().then(|| "required".to_owned()));
    words.extend(arg.hidden().then(|| "hidden".to_owned()));
    words.push(format!("{:?} {:?}", arg.nargs(), arg.action()));
    words.extend(arg.shape().map(|shape| format!("{:?}", shape.kind())));
    words.extend(arg.member().map(str::to_owned));
    words.extend((arg.origin() != Origin::Both).then(|| origin(arg.origin()).to_owned()));
    words.extend(arg.choices().map(|choices| choices.collect::<Vec<_>>().join(",")));
    words.extend(arg.special().map(str::to_owned));
    words.join(" ")
}

#[test]
fn commands_say_which_version_has_them() {
    let cases = [
        ("ecs run-task", Some("both")),
        ("ecr get-login", Some("v1-only")),
        ("ecr get-login-password", Some("both")),
        ("logs tail", Some("v2-only")),
        ("login", Some("v2-only")),
        ("agent-toolkit get-skill-metadata", Some("v2-only")),
        ("ecs deploy push", Some("v1-only")),
        ("deploy push", Some("both")),
        ("ecs run-tasks", None),
        ("log", None),
    ];
    for (path, expected) in cases {
        assert_eq!(
            command(path).map(|command| origin(command.origin())),
            expected,
            "{path}"
        );
    }
}

#[test]
fn shapes_lead_from_member_to_member() {
    let cases = [
        (
            "ecs describe-services",
            "services.[].deployments.[].rolloutState",
            "String COMPLETED|FAILED|IN_PROGRESS",
        ),
        ("ecs describe-tasks", "tasks.[].stoppedAt", "Timestamp"),
        ("ecs describe-tasks", "tasks.[].containers.[].exitCode", "Integer"),
        (
            "ec2 describe-instances",
            "Reservations.[].Instances.[].Tags.[].Key",
            "String",
        ),
        ("s3api get-object", "Body", "Blob"),
        ("dynamodb get-item", "Item.{}.M.{}.S", "String"),
        ("ecs describe-tasks", "tasks.[].nothing", ""),
    ];
    for (path, members, expected) in cases {
        let output = command(path).and_then(Command::output);
        let shape = members.split('.').fold(output, |shape, step| match step {
            "[]" => shape?.element(),
            "{}" => shape?.value(),
            name => shape?.member(name).map(|member| member.shape()),
        });
        let values = shape
            .map(|shape| shape.values().collect::<Vec<_>>().join("|"))
            .unwrap_or_default();
        let found = shape
            .map(|shape| format!("{:?} {values}", shape.kind()))
            .unwrap_or_default();
        assert_eq!(found.trim_end(), expected, "{path}: {members}");
    }
}

#[test]
fn what_is_no_pack_is_refused() {
    let (frame, _) = pack::pack(&file("sts")).expect("the committed text can be packed");
    let mut whole = Vec::new();
    DeflateDecoder::new(&*frame)
        .read_to_end(&mut whole)
        .expect("a frame can be decompressed");
    assert!(Service::new(whole.clone()).is_some());
    for end in 0..whole.len() {
        assert!(Service::new(whole[..end].to_vec()).is_none(), "cut off at {end}");
    }
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            // Some of these are packs of other facts; what is read from them has to be there all the same.
            if let Some(service) = Service::new(bytes) {
                visit(service.root());
            }
        }
    }
}

/// Asks for everything below a command, once.
fn visit(command: Command) {
    let mut shapes: Vec<Shape> = command.input().into_iter().chain(command.output()).collect();
    for arg in command.args() {
        found_arg(arg);
        shapes.extend(arg.shape());
    }
    command.paging().map(found_paging);
    let mut seen = HashSet::new();
    while let Some(shape) = shapes.pop() {
        if seen.insert(format!("{shape:?}")) {
            shapes.extend(shape.element().into_iter().chain(shape.key()).chain(shape.value()));
            shapes.extend(shape.members().map(|member| member.shape()));
            assert!(shape.members().all(|member| member.name().len() < 1 << 20) && shape.values().count() < 1 << 20);
        }
    }
    command.commands().for_each(visit);
}
