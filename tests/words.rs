//! Every word that the guide uses is explained in both languages, and nothing is said of words that are none.

mod support;

use proof_checker::diagnostic::Lang;
use proof_checker::grammar::{Note, Role};
use proof_checker::source::SourceFile;
use proof_checker::{Chapter, Options, analyse};
use std::collections::BTreeMap;

/// What the guide is about: of these, each word that it uses has a sentence of ours.
const OURS: [&str; 10] = [
    "aws ecs",
    "aws ecr",
    "aws logs",
    "aws elbv2",
    "aws iam",
    "docker",
    "dockerfile",
    "policy",
    "task-definition",
    "workflow",
];

/// The words of the guide, by their keys, with the first place of each.
fn of_the_guide(lang: Lang) -> BTreeMap<String, (Note, String)> {
    let options = Options {
        explain: true,
        lang,
        ..Options::default()
    };
    let mut words = BTreeMap::new();
    for path in support::files("src", &["md"]) {
        let file = SourceFile::new(support::shown(&path), support::read(&path));
        let analysis = analyse(Chapter::new(&file), &support::FACTS, &options);
        for block in analysis.blocks {
            for note in block.notes {
                let place = support::shown(&path);
                words.entry(note.key.clone()).or_insert((note, place));
            }
        }
    }
    words
}

#[test]
fn every_word_of_the_guide_has_a_sentence() {
    for lang in [Lang::Ko, Lang::En] {
        let words = of_the_guide(lang);
        assert!(words.len() > 300, "the guide has {} words only", words.len());
        // Global options are those of every command of the AWS CLI.
        let ours = |key: &str| {
            let within = |start: &str| key == start || key.starts_with(&format!("{start} "));
            key == "aws" || key.starts_with("aws --") || OURS.iter().any(|start| within(start))
        };
        let silent = words
            .iter()
            .filter(|(key, (note, _))| ours(key) && note.about.is_empty());
        let silent: Vec<String> = silent.map(|(key, (_, place))| format!("{place}: {key}")).collect();
        assert_eq!(silent, [""; 0], "{lang:?}: {} words without one", silent.len());
        let programs = words.values().filter(|(note, _)| note.role == Role::Program);
        assert!(programs.count() > 5, "programs are explained too");
    }
}
