//! Any words behind `aws`, quoted as they are: nothing panics, and every place lies inside the text. The first byte
//! chooses a beginning, so that shorthand, JSON and queries are reached without having to be guessed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use proof_checker::source::SourceFile;
use proof_checker::{Chapter, Facts, Options, analyse, finish};
use std::sync::LazyLock;

static FACTS: LazyLock<Facts> = LazyLock::new(proof_facts::facts);

const BEGINNINGS: [&str; 9] = [
    "aws",
    "aws ecs",
    "aws ecs run-task --task-definition a",
    "aws ecs run-task --task-definition a --overrides",
    "aws ecs create-service --service-name a --network-configuration",
    "aws ecs register-task-definition --cli-input-json",
    "aws ecs list-tasks --query",
    "aws ec2 describe-instances --filters",
    "aws s3 cp",
];

fuzz_target!(|input: (u8, Vec<String>)| {
    let (choice, words) = input;
    let mut line = BEGINNINGS[usize::from(choice) % BEGINNINGS.len()].to_owned();
    for word in words {
        line.push_str(&format!(" '{}'", word.replace('\'', "'\\''")));
    }
    let text = format!("`````bash\n{line}\n`````\n\n`````console\n$ {line}\n{{\"a\": 1}}\n`````\n");
    for placeholders in [true, false] {
        let options = Options { placeholders, explain: true, ..Options::default() };
        let analysis = analyse(Chapter::new(&SourceFile::new("a.md", text.as_str())), &FACTS, &options);
        for block in &analysis.blocks {
            for note in &block.notes {
                assert!(block.code.text.get(note.range.clone()).is_some(), "{note:?}");
            }
        }
        for diagnostic in finish(&[analysis], &options) {
            assert!(text.get(diagnostic.at.range()).is_some(), "{diagnostic:?}");
        }
    }
});
