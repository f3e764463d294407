//! Which commands of the AWS CLI may be run against an emulator.

use super::may::{Checked, calls_outside, refuse, skip, writes_outside};
use super::places::{self, Where};
use crate::say;
use crate::syntax::shell::{Arg, Call};
use std::borrow::Cow;

/// Commands of the CLI's own that need a person, a browser, a plugin or no end of time.
const NEEDS_MORE: [&[&str]; 9] = [
    &["configure", "sso"],
    &["ecs", "execute-command"],
    &["login"],
    &["logout"],
    &["sso"],
    &["ssm", "start-session"],
    &["history"],
    &["eks", "get-token"],
    &["codeartifact", "login"],
];

/// Settings that `aws configure set` may write: no programs, no addresses.
const SETTINGS: [&str; 4] = ["region", "output", "aws_access_key_id", "aws_secret_access_key"];

/// Whether a call of `aws` may be run.
pub(super) fn check(call: &Call, walls: bool, deep: bool) -> Checked {
    let args = call.argv.get(1..).unwrap_or_default();
    let heads: Vec<Cow<str>> = args.iter().map(Arg::head).collect();
    for (arg, head) in args.iter().zip(&heads) {
        if *head == "--endpoint-url" || head.starts_with("--endpoint-url=") {
            return refuse(calls_outside(), arg);
        }
        if let Some(path) = head.strip_prefix("file://").or(head.strip_prefix("fileb://"))
            && places::of_path(path, deep) == Where::Outside
        {
            return skip(say!(
                ko: "임시 폴더 밖의 파일을 읽습니다",
                en: "it reads files outside of its temporary folder"
            ));
        }
    }
    let words: Vec<&str> = words(&heads);
    let is = |path: &[&str]| words.get(..path.len()) == Some(path);
    if is(&["s3"]) || is(&["s3api", "get-object"]) || is(&["lambda", "invoke"]) {
        for arg in args {
            if places::of_arg(arg, deep) == Where::Outside && !arg.head().starts_with("s3://") {
                return refuse(writes_outside(), arg);
            }
        }
        if !walls && !is(&["s3", "ls"]) && !is(&["s3", "mb"]) {
            return skip(say!(ko: "파일에 쓸 수 있습니다", en: "it may write files"));
        }
    }
    let follows = is(&["logs", "tail"]) && heads.iter().any(|head| *head == "--follow");
    let follows = follows || is(&["logs", "start-live-tail"]);
    if follows {
        return skip(say!(ko: "멈출 때까지 끝나지 않습니다", en: "it goes on until somebody stops it"));
    }
    let setting = is(&["configure", "set"]) && words.get(2).is_some_and(|name| SETTINGS.contains(name));
    let reading = is(&["configure", "get"]) || is(&["configure", "list"]) || is(&["configure", "list-profiles"]);
    let configures = is(&["configure"]) && !setting && !reading;
    if configures || words.contains(&"help") || NEEDS_MORE.iter().any(|path| is(path)) {
        return skip(say!(
            ko: "사람이나 브라우저, 플러그인이 있어야 합니다",
            en: "it needs a person, a browser or a plugin"
        ));
    }
    Ok(())
}

/// The service and operation, global options before them left out.
fn words<'a>(heads: &'a [Cow<str>]) -> Vec<&'a str> {
    const TAKE_A_VALUE: [&str; 7] = [
        "--region",
        "--profile",
        "--output",
        "--query",
        "--color",
        "--cli-read-timeout",
        "--cli-connect-timeout",
    ];
    let mut words = Vec::new();
    let mut heads = heads.iter().map(|head| head.as_ref());
    while let Some(head) = heads.next() {
        if TAKE_A_VALUE.contains(&head) {
            heads.next();
        } else if !head.starts_with("--") {
            words.push(head);
        }
        if words.len() == 3 {
            break;
        }
    }
    words
}
