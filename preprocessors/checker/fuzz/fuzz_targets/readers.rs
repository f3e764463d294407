//! Any text where each of the smaller readers finds it: YAML, a workflow, a Dockerfile, a program of jq, a query, the
//! command lines of tools. Nothing panics, and every place lies inside the text. The first byte chooses the reader.
#![no_main]

use libfuzzer_sys::fuzz_target;
use proof_checker::source::SourceFile;
use proof_checker::{Chapter, Facts, Options, analyse, finish};
use std::sync::LazyLock;

static FACTS: LazyLock<Facts> = LazyLock::new(proof_facts::facts);

/// What stands before and behind the text.
const AROUND: [(&str, &str); 12] = [
    ("`````yaml\n", ""),
    ("`````yaml\non: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n", ""),
    ("`````yaml\non: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    if: ", ""),
    ("`````yaml\nservices:\n  web:\n", ""),
    ("`````dockerfile\n", ""),
    ("`````dockerfile\nFROM alpine AS a\nRUN ", ""),
    ("`````bash\njq '", "'"),
    ("`````bash\naws ecs list-tasks --query '", "'"),
    ("`````console\n$ aws ecs describe-services --services a --query '", "'\n[{\"a\": 1}]"),
    ("`````bash\ndocker run ", ""),
    ("`````bash\ngit log ", ""),
    ("`````bash\ncurl ", ""),
];

fuzz_target!(|input: (u8, &str)| {
    let (choice, inner) = input;
    let (before, behind) = AROUND[usize::from(choice) % AROUND.len()];
    let text = format!("{before}{inner}{behind}\n`````\n");
    for placeholders in [true, false] {
        let options = Options {
            placeholders,
            ..Options::default()
        };
        let analysis = analyse(Chapter::new(&SourceFile::new("a.md", text.as_str())), &FACTS, &options);
        for block in &analysis.blocks {
            for token in &block.tokens {
                assert!(block.code.text.get(token.range.clone()).is_some(), "{token:?}");
            }
        }
        for diagnostic in finish(&[analysis], &options) {
            assert!(text.get(diagnostic.at.range()).is_some(), "{diagnostic:?}");
        }
    }
});
