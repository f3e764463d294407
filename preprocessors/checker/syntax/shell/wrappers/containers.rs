//! The command that `docker exec` and its like run inside of a container.
//!
//! What `exec` is given is what runs. What `run` is given may be arguments of the image's entry point: only where it is a
//! shell with a script is it read.

use super::SHELLS;
use crate::syntax::shell::calls::Call;

/// Options of `docker`, `docker compose`, `exec` and `run` that take no value; all others take one. Docker 28, 2026-11-23.
const FLAGS: [&str; 30] = [
    "--all-resources",
    "--build",
    "--compatibility",
    "--debug",
    "--detach",
    "--disable-content-trust",
    "--dry-run",
    "--init",
    "--interactive",
    "--no-TTY",
    "--no-deps",
    "--no-healthcheck",
    "--oom-kill-disable",
    "--privileged",
    "--publish-all",
    "--quiet",
    "--quiet-build",
    "--quiet-pull",
    "--read-only",
    "--remove-orphans",
    "--rm",
    "--service-ports",
    "--sig-proxy",
    "--tls",
    "--tlsverify",
    "--tty",
    "--use-aliases",
    "--use-api-socket",
    "--verbose",
    "--version",
];

/// Short options of theirs that take a value.
const WITH_VALUE: &str = "aceHfhlmpuvw";

/// Where the command begins that a call of `docker` or `docker-compose` runs in a container, and who runs it.
pub(super) fn inner(call: &Call, name: &str) -> Option<(usize, &'static str)> {
    let mut at = after_options(call, 1)?;
    let mut word = call.argv.get(at)?.known()?;
    if name == "docker" && matches!(&*word, "container" | "compose") {
        at = after_options(call, at + 1)?;
        word = call.argv.get(at)?.known()?;
    }
    let exec = match &*word {
        "exec" => true,
        "run" => false,
        _ => return None,
    };
    let begin = at + 1;
    // Behind the options the container or image comes first.
    let place = after_options(call, begin)?;
    let target = call.argv.get(place)?;
    let at = place + 1;
    let first = call.argv.get(at).filter(|first| !target.splits() && !first.splits())?;
    if exec {
        return Some((at, "docker exec"));
    }
    let name = first.known()?;
    let shell = SHELLS.contains(&name.rsplit('/').next().unwrap_or_default());
    let options = call.argv.get(begin..place).unwrap_or_default();
    let entry = options.iter().any(|option| option.head().starts_with("--entrypoint"));
    (shell && !entry).then_some((at, "docker run"))
}

/// The first argument from `at` on that is neither an option nor an option's value.
fn after_options(call: &Call, mut at: usize) -> Option<usize> {
    while let Some(arg) = call.argv.get(at) {
        if arg.splits() {
            return None;
        }
        let head = arg.head();
        if !head.starts_with('-') || head == "-" {
            break;
        }
        if head == "--help" {
            return None;
        }
        if head == "--" {
            return Some(at + 1);
        }
        let takes_next = if head.starts_with("--") {
            !head.contains('=') && !FLAGS.contains(&&*head)
        } else {
            // The value may be glued to the letter: `-p80:80`.
            let letters = &head[1..];
            let place = letters.find(|letter| WITH_VALUE.contains(letter));
            place.is_some_and(|place| place + 1 == letters.len()) && arg.known().is_some()
        };
        at += if takes_next { 2 } else { 1 };
    }
    Some(at)
}
