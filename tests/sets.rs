//! The labelled sets, where there are any: `PROOF_SETS` names the folder that holds them.
//!
//! Each snippet of a set carries a label from the real tool, and is read literally
//! as a block of its own. The sets are measuring sticks and no part of the project.

mod support;

use flate2::read::GzDecoder;
use proof_checker::diagnostic::{Diagnostic, Severity};
use proof_checker::source::SourceFile;
use proof_checker::syntax::json;
use proof_checker::{Chapter, Options, analyse, finish};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

/// The lines of a set, or nothing, said aloud, where there is none.
fn set(name: &str) -> Option<Vec<Value>> {
    let Some(folder) = std::env::var_os("PROOF_SETS").map(PathBuf::from) else {
        support::skipped(&format!("the set `{name}`: PROOF_SETS is not set"));
        return None;
    };
    let path = folder.join(format!("{name}.jsonl.gz"));
    let packed = std::fs::File::open(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let lines = BufReader::new(GzDecoder::new(packed)).lines();
    let items: Vec<Value> = lines
        .map(|line| serde_json::from_str(&line.expect("the set is text")).expect("a line is JSON"))
        .collect();
    assert!(!items.is_empty(), "{} is empty", path.display());
    Some(items)
}

#[test]
fn faults_of_task_definitions_are_found_and_nothing_else() {
    let Some(items) = set("taskdef") else { return };
    let wanted = ["structural", "syntax", "control"];
    let chosen = items.iter().filter(|item| wanted.contains(&string(item, "group")));
    let faults: Vec<String> = chosen.filter_map(check).collect();
    assert!(
        faults.is_empty(),
        "{} of {}:\n{}",
        faults.len(),
        items.len(),
        faults.join("\n")
    );
}

/// Rules that go beyond what the AWS CLI itself refuses.
const BEYOND_THE_CLI: [&str; 6] = [
    "unknown-enum-value",
    "query-unknown-field",
    "output-mismatch",
    "shell-typography",
    "account-id",
    "secret",
];

#[test]
fn commands_are_judged_as_the_aws_cli_does() {
    for name in ["aws-corpus", "aws-mutants"] {
        let Some(items) = set(name) else { return };
        let faults: Vec<String> = items.iter().filter_map(check_command).collect();
        // One in five hundred may be judged otherwise; which ones is for a person to read.
        let most = items.len() / 500;
        assert!(faults.len() <= most, "{name}: {}:\n{}", faults.len(), faults.join("\n"));
    }
}

/// What is wrong with how a command is judged.
fn check_command(item: &Value) -> Option<String> {
    let found = judge(string(item, "text"), "bash");
    let counts = |found: &&Diagnostic| found.severity == Severity::Error && !BEYOND_THE_CLI.contains(&found.rule);
    let said: Vec<&str> = found.iter().filter(counts).map(|found| &*found.message.en).collect();
    let wrong = said.is_empty() != (string(item, "verdict") == "accept");
    wrong.then(|| format!("{} {}: {said:?}", string(item, "id"), string(item, "class")))
}

#[test]
fn sample_outputs_are_judged_by_their_shapes() {
    let Some(items) = set("aws-outputs") else { return };
    let judged: Vec<&Value> = items
        .iter()
        .filter(|item| !string(item, "verdict").starts_with("skip"))
        .collect();
    let faults: Vec<String> = judged.iter().filter_map(|item| check_output(item)).collect();
    let most = judged.len() / 500;
    assert!(faults.len() <= most, "{}:\n{}", faults.len(), faults.join("\n"));
}

/// What is wrong with how a sample of output is judged.
fn check_output(item: &Value) -> Option<String> {
    let argv = item["argv"].as_array().expect("a command is a list of words");
    let quoted = argv.iter().map(|word| {
        let word = word.as_str().unwrap_or_default().replace('\n', " ");
        format!("'{}'", word.replace('\'', "'\\''"))
    });
    let line = quoted.collect::<Vec<_>>().join(" ");
    let found = judge(&format!("$ {line}\n{}", string(item, "text")), "console");
    let rules = ["output-mismatch", "json-syntax"];
    let said: Vec<&str> = found
        .iter()
        .filter(|found| rules.contains(&found.rule) && found.severity >= Severity::Warning)
        .map(|found| &*found.message.en)
        .collect();
    let wrong = said.is_empty() != (string(item, "verdict") == "conform");
    wrong.then(|| format!("{} {}: {said:?}", string(item, "id"), item["problems"]))
}

/// What is wrong with how one item is judged.
fn check(item: &Value) -> Option<String> {
    let text = string(item, "text");
    let found = judge(text, "json");
    let should = string(item, "should");
    let counts = |found: &&Diagnostic| match should {
        "error" if string(item, "evidence") != "inferred" => found.severity == Severity::Error,
        "ok" => found.severity == Severity::Error,
        "error" | "warning" => found.severity >= Severity::Warning,
        // A comment: legal to show, not legal to register. Any word about it will do.
        "error-if-strict-json" => true,
        other => panic!("no item should be `{other}`"),
    };
    let lines: Vec<usize> = found
        .iter()
        .filter(counts)
        // The fence stands on the first line.
        .map(|found| found.at.file.line_column(found.at.start).0 - 1)
        .collect();
    let wrong = if should == "ok" {
        (!lines.is_empty()).then(|| format!("a false alarm in lines {lines:?}"))
    } else if lines.is_empty() {
        Some("not found".to_owned())
    } else {
        let wanted = guilty(item, text);
        let near = wanted
            .iter()
            .any(|wanted| lines.iter().any(|line| line.abs_diff(*wanted) <= 1));
        (!wanted.is_empty() && !near).then(|| format!("found in lines {lines:?}, not {wanted:?}"))
    };
    let said: Vec<&str> = found.iter().map(|found| &*found.message.en).collect();
    wrong.map(|wrong| format!("{} ({}): {wrong} {said:?}", string(item, "id"), string(item, "cls")))
}

fn judge(text: &str, info: &str) -> Vec<Diagnostic> {
    // A fence longer than any that the text holds.
    let fence = "`".repeat(text.chars().filter(|c| *c == '`').count().max(2) + 1);
    let chapter = SourceFile::new("set.md", format!("{fence}{info}\n{text}\n{fence}\n"));
    let options = Options {
        placeholders: false,
        ..Options::default()
    };
    finish(&[analyse(Chapter::new(&chapter), &support::FACTS, &options)], &options)
}

/// The lines that the label names, or the one that its JSON pointer leads to; none where it names no place.
fn guilty(item: &Value, text: &str) -> Vec<usize> {
    let number = |value: &Value| value.as_u64().and_then(|line| usize::try_from(line).ok());
    if let Some(lines) = item["lines"].as_array() {
        return lines.iter().filter_map(number).collect();
    }
    if let Some(line) = number(&item["line"]) {
        return vec![line];
    }
    item["pointer"]
        .as_str()
        .and_then(|pointer| line_of(text, pointer))
        .into_iter()
        .collect()
}

/// The line of what a JSON pointer leads to; where that is missing, of what would hold it.
fn line_of(text: &str, pointer: &str) -> Option<usize> {
    let options = json::Options {
        comments: json::Comments::Report,
        placeholders: false,
        many: false,
    };
    let (tree, _) = json::parse(text, &options);
    let root = *tree.roots.first()?;
    let mut pointer = pointer;
    loop {
        let (above, key) = pointer.rsplit_once('/').unwrap_or_default();
        let owner = tree.pointer(root, above);
        let key = key.replace("~1", "/").replace("~0", "~");
        let start = match owner.and_then(|owner| tree.member(owner, &key)) {
            Some(member) => Some(member.key_range.start),
            None => tree.pointer(root, pointer).map(|node| tree[node].range.start),
        };
        match start {
            Some(start) => return Some(text[..start].matches('\n').count() + 1),
            None if pointer.is_empty() => return None,
            None => pointer = above,
        }
    }
}

fn string<'a>(item: &'a Value, name: &str) -> &'a str {
    item[name].as_str().unwrap_or_default()
}
