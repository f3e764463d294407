//! The actions of IAM policies: `schemas/iam-actions.txt`, packed by the build script, read when a policy is first seen.

use flate2::read::DeflateDecoder;
use proof_checker::Actions;
use std::io::Read;
use std::sync::OnceLock;

const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/actions.bin"));

/// The actions of each service; nothing when what was packed cannot be read, which a test rules out.
pub(crate) fn actions() -> Option<&'static Actions> {
    static TEXT: OnceLock<Option<String>> = OnceLock::new();
    static READ: OnceLock<Actions> = OnceLock::new();
    let unpack = || {
        let mut text = String::new();
        DeflateDecoder::new(PACKED).read_to_string(&mut text).ok()?;
        Some(text)
    };
    let text = TEXT.get_or_init(unpack).as_ref()?;
    Some(READ.get_or_init(|| read(text)))
}

/// A line without a blank before it is a service; those below it are its actions.
fn read(text: &'static str) -> Actions {
    let mut actions = Actions::new();
    let mut service = "";
    for line in text.lines() {
        match line.strip_prefix(' ') {
            Some(action) => actions.entry(service).or_default().push(action),
            None => service = line,
        }
    }
    actions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_those_of_the_file() {
        let actions = actions().expect("what was packed can be read");
        let file = include_str!("../../schemas/iam-actions.txt");
        let services = file.lines().filter(|line| !line.starts_with(' ')).count();
        assert_eq!(actions.len(), services);
        assert_eq!(
            actions.values().map(Vec::len).sum::<usize>(),
            file.lines().count() - services
        );
        for (service, action) in [
            ("ecs", "Poll"),
            ("s3", "ListBucket"),
            ("iam", "PassRole"),
            ("ecr", "BatchGetImage"),
        ] {
            assert!(actions[service].contains(&action), "{service}:{action}");
        }
    }
}
