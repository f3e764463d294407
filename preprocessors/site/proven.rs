//! What a block was held against, and how a page says so: a badge, and when and against which facts.

use crate::html::push_text;
use crate::words::Words;
use proof_checker::diagnostic::Lang;
use proof_checker::{Against, Block, rule};

/// What is known of the proof of a book beside its blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// The day, as in `2026-11-29`; empty where it is not to be told.
    pub date: String,
    /// The version of the checker.
    pub version: String,
    /// What the facts of the AWS CLI are those of, and their date.
    pub aws_cli: (String, String),
    /// The same for the schema of task definitions.
    pub task_definition: (String, String),
    /// The same for what is known of workflows.
    pub workflow: (String, String),
    /// The page that says how it works, from the root of the site; nothing where the book has none.
    pub page: Option<String>,
}

/// The comment in the chapter that says how a book is proven.
pub const PROOF_MARK: &str = "<!-- proof: about -->";

/// Says that a block was executed as it stands; nothing where it was not.
pub(crate) fn executed(block: &Block, lang: Lang) -> String {
    let Some(executed) = &block.executed else {
        return String::new();
    };
    let label = match lang {
        Lang::Ko => "✓ 실행해 봄",
        Lang::En => "✓ executed",
    };
    let mut how = String::new();
    push_text(&mut how, &format!("{}, {}", executed.date, executed.by));
    format!("<small class=\"proof-badge proof-ran\" title=\"{how}\">{label}</small>")
}

/// What a block carries at its end; nothing for one that was not judged.
pub(crate) fn badge(block: &Block, wrong: Option<&str>, lang: Lang, root: &str, proof: &Proof) -> String {
    if let Some(rules) = wrong {
        let label = match lang {
            Lang::Ko => "일부러 틀린 예",
            Lang::En => "wrong on purpose",
        };
        let links = rules.split('+').filter_map(rule).map(|rule| {
            let id = rule.id;
            format!("<a href=\"{root}rules/{id}.html\">{id}</a>")
        });
        let links = links.collect::<Vec<_>>().join(", ");
        return format!("<small class=\"proof-badge\">✗ {label}: {links}</small>");
    }
    let Some(against) = &block.against else {
        return String::new();
    };
    let text = match (against, lang) {
        (Against::Syntax, Lang::Ko) => "✓ 문법 확인".to_owned(),
        (Against::Syntax, Lang::En) => "✓ syntax checked".to_owned(),
        (Against::AwsCli, Lang::Ko) => "✓ AWS CLI v2 명령으로 확인".to_owned(),
        (Against::AwsCli, Lang::En) => "✓ checked against AWS CLI v2".to_owned(),
        (Against::Workflow, Lang::Ko) => "✓ GitHub Actions 워크플로로 확인".to_owned(),
        (Against::Workflow, Lang::En) => "✓ checked as a GitHub Actions workflow".to_owned(),
        (Against::Dockerfile, Lang::Ko) => "✓ Dockerfile로 확인".to_owned(),
        (Against::Dockerfile, Lang::En) => "✓ checked as a Dockerfile".to_owned(),
        (Against::TaskDefinition, Lang::Ko) => "✓ ECS 태스크 정의로 확인".to_owned(),
        (Against::TaskDefinition, Lang::En) => "✓ checked as an ECS task definition".to_owned(),
        (Against::Policy, Lang::Ko) => "✓ IAM 정책으로 확인".to_owned(),
        (Against::Policy, Lang::En) => "✓ checked as an IAM policy".to_owned(),
        (Against::Schema(name), Lang::Ko) => format!("✓ 스키마 {name}(으)로 확인"),
        (Against::Schema(name), Lang::En) => format!("✓ checked against the schema {name}"),
    };
    let mut out = String::from("<small class=\"proof-badge\"");
    let when = when(block, Words::of(lang), proof);
    if !when.is_empty() {
        out.push_str(" title=\"");
        push_text(&mut out, &when);
        out.push('"');
    }
    out.push('>');
    let link = proof.page.as_ref().map(|page| format!("<a href=\"{root}{page}\">"));
    out.push_str(link.as_deref().unwrap_or_default());
    push_text(&mut out, &text);
    out.push_str(if link.is_some() { "</a>" } else { "" });
    out.push_str("</small>");
    out
}

/// When a block was proven, and against what, as a paragraph; nothing where that is not to be told.
pub(crate) fn about(block: &Block, lang: Lang, root: &str, proof: &Proof) -> String {
    let words = Words::of(lang);
    let when = when(block, words, proof);
    if when.is_empty() {
        return String::new();
    }
    let mut out = String::from("<p><small>");
    push_text(&mut out, &when);
    if let Some(page) = &proof.page {
        out.push_str(&format!(" <a href=\"{root}{page}\">{}</a>", words.how));
    }
    out.push_str("</small></p>");
    out
}

fn when(block: &Block, words: &Words, proof: &Proof) -> String {
    let facts = match &block.against {
        None => return String::new(),
        Some(_) if proof.date.is_empty() => return String::new(),
        Some(Against::AwsCli) => Some(&proof.aws_cli),
        Some(Against::TaskDefinition) => Some(&proof.task_definition),
        Some(Against::Workflow) => Some(&proof.workflow),
        Some(Against::Syntax | Against::Dockerfile | Against::Policy | Against::Schema(_)) => None,
    };
    let facts = facts.map_or(String::new(), |(version, date)| (words.facts)(version, date));
    (words.proven)(&proof.date, &proof.version, &facts)
        .trim_end()
        .to_owned()
}
