//! What the words of a command are explained as.

mod support;

use proof_checker::source::SourceFile;
use proof_checker::{Chapter, Options, analyse};

/// What is said of each word: `word role name: type`, with `!` where it is required.
fn check(command: &str, expected: &[&str]) {
    let chapter = SourceFile::new("notes.md", format!("```bash\n{command}\n```\n"));
    let options = Options {
        explain: true,
        ..Options::default()
    };
    let analysis = analyse(Chapter::new(&chapter), &support::FACTS, &options);
    let block = &analysis.blocks[0];
    let said = block.notes.iter().map(|note| {
        let word = &block.code.text[note.range.clone()];
        let required = if note.required { "!" } else { "" };
        format!("{word} {:?} {}: {}{required}", note.role, note.name, note.kind)
    });
    assert_eq!(said.collect::<Vec<_>>(), expected, "{command}");
}

#[test]
fn words_are_explained() {
    check(
        "aws ecs run-task --cluster=medusa-cluster --task-definition medusa-task --region ap-northeast-2",
        &[
            "aws Program aws: ",
            "ecs Service ecs: ",
            "run-task Command run-task: RunTask",
            "--cluster Option --cluster: string",
            "medusa-cluster Value --cluster: string",
            "--task-definition Option --task-definition: string!",
            "medusa-task Value --task-definition: string!",
            "--region Option --region: string",
            "ap-northeast-2 Value --region: string",
        ],
    );
    check(
        "aws ecs describe-tasks --tasks a \"$B\" --include TAGS",
        &[
            "aws Program aws: ",
            "ecs Service ecs: ",
            "describe-tasks Command describe-tasks: DescribeTasks",
            "--tasks Option --tasks: list of string!",
            "a Value --tasks: list of string!",
            "\"$B\" Value --tasks: list of string!",
            "--include Option --include: list of string",
            "TAGS Value --include: list of string",
        ],
    );
    check(
        "aws s3 cp a.txt s3://b --recursive",
        &[
            "aws Program aws: ",
            "s3 Service s3: ",
            "cp Command cp: ",
            "a.txt Value paths: string!",
            "s3://b Value paths: string!",
            "--recursive Option --recursive: flag",
        ],
    );
}

#[test]
fn allowed_values_and_pages_are_known() {
    let chapter = SourceFile::new("notes.md", "```bash\naws ecs run-task --launch-type FARGATE\n```\n");
    let options = Options {
        explain: true,
        ..Options::default()
    };
    let analysis = analyse(Chapter::new(&chapter), &support::FACTS, &options);
    let notes = &analysis.blocks[0].notes;
    assert_eq!(notes[4].allowed, ["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"]);
    assert_eq!(
        notes[2].url,
        "https://docs.aws.amazon.com/cli/latest/reference/ecs/run-task.html"
    );
    assert_eq!(
        notes[3].url,
        "https://docs.aws.amazon.com/cli/latest/reference/ecs/run-task.html#options"
    );
}
