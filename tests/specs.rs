//! Every file of `tests/specs` is a test: the checker has nothing to say of it.
//!
//! What is wrong on purpose says so with `expect=`, and a `diagnostic` block after
//! it shows what is said. `PROOF_BLESS=1` writes those blocks anew; read the
//! difference before it is committed.

mod support;

use proof_checker::diagnostic::{Applicability, Lang};
use proof_checker::output::human;
use proof_checker::source::SourceFile;
use proof_checker::{Against, Analysis, Chapter, Language, Options, analyse, finish, fix};

/// What the first line of a spec asks for: `<!-- spec: lang=ko against=task-definition -->`.
#[derive(Default)]
struct Spec {
    options: Options,
    against: Option<&'static str>,
}

impl Spec {
    fn of(text: &str) -> Self {
        let mut spec = Self::default();
        let first = text.lines().next().unwrap_or_default();
        let Some(words) = first
            .strip_prefix("<!-- spec: ")
            .and_then(|rest| rest.strip_suffix(" -->"))
        else {
            return spec;
        };
        for word in words.split(' ') {
            match word {
                "lang=ko" => spec.options.lang = Lang::Ko,
                "strict" => spec.options.strict_attributes = true,
                "literal" => spec.options.placeholders = false,
                "against=nothing" => spec.against = Some("nothing"),
                "against=syntax" => spec.against = Some("syntax"),
                "against=aws-cli" => spec.against = Some("aws-cli"),
                "against=task-definition" => spec.against = Some("task-definition"),
                "against=workflow" => spec.against = Some("workflow"),
                "against=dockerfile" => spec.against = Some("dockerfile"),
                "against=policy" => spec.against = Some("policy"),
                "against=schema" => spec.against = Some("schema"),
                _ => panic!("no spec is asked for with `{word}`"),
            }
        }
        spec
    }
}

#[test]
fn every_spec_says_what_the_checker_says() {
    let specs = support::files("tests/specs", &["md"]);
    assert!(!specs.is_empty(), "where are the specs?");
    let faults: String = specs.iter().map(|path| check(path)).collect();
    assert!(
        faults.is_empty(),
        "\n{faults}\nPROOF_BLESS=1 writes `diagnostic` blocks anew"
    );
}

/// What is wrong with one spec.
fn check(path: &std::path::Path) -> String {
    let shown = support::shown(path);
    let mut text = support::read(path);
    let spec = Spec::of(&text);
    if std::env::var_os("PROOF_BLESS").is_some() {
        text = bless(&shown, text, &spec.options);
        std::fs::write(path, &text).expect("a spec can be written");
    }
    let analysis = judge(&shown, &text, &spec.options);
    let mut faults: String = finish(std::slice::from_ref(&analysis), &spec.options)
        .iter()
        .map(|diagnostic| human::render(diagnostic, spec.options.lang, false) + "\n")
        .collect();
    if let Some(wanted) = spec.against {
        for block in analysis.blocks.iter().filter(|b| b.language != Language::Diagnostic) {
            let against = match &block.against {
                None => "nothing",
                Some(Against::Syntax) => "syntax",
                Some(Against::AwsCli) => "aws-cli",
                Some(Against::Workflow) => "workflow",
                Some(Against::Dockerfile) => "dockerfile",
                Some(Against::TaskDefinition) => "task-definition",
                Some(Against::Policy) => "policy",
                Some(Against::Schema(_)) => "schema",
            };
            // Whoever knows the command has read the syntax.
            let met = against == wanted || (wanted, against) == ("syntax", "aws-cli");
            if !met {
                let text = &block.code.text;
                faults += &format!("{shown}: held against {against}, not {wanted}:\n{text}\n");
            }
        }
    }
    if analysis.blocks.is_empty() {
        faults += &format!("{shown}: a spec without a code block tests nothing\n");
    }
    faults
}

fn judge(path: &str, text: &str, options: &Options) -> Analysis {
    analyse(Chapter::new(&SourceFile::new(path, text)), &support::FACTS, options)
}

/// The text with its `diagnostic` blocks as the checker has them; nothing else is mended.
fn bless(path: &str, text: String, options: &Options) -> String {
    let mut found = finish(&[judge(path, &text, options)], options);
    found.retain(|diagnostic| diagnostic.rule == "outdated-diagnostic");
    fix::apply(&SourceFile::new(path, text.as_str()), &found, Applicability::Safe).unwrap_or(text)
}
