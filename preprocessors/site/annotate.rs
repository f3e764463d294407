//! The Markdown of a chapter with its code blocks coloured, and those that were
//! judged marked with what they were held against.

use crate::colour;
use crate::html::push_text;
use proof_checker::diagnostic::Lang;
use proof_checker::{Against, Analysis, Block, Language, rule};

/// The chapter's Markdown, includes resolved, blocks as HTML where something is known of them.
///
/// `root` leads from the chapter's page to the root of the site: `""`, `"../"`, ...
pub fn annotate(analysis: &Analysis, lang: Lang, root: &str) -> String {
    let text = analysis.source.text();
    let mut out = String::with_capacity(text.len() * 2);
    let mut done = 0;
    for block in &analysis.blocks {
        let range = &block.code.range;
        let Some(html) = html(block, lang, root) else { continue };
        out.push_str(&text[done..range.start]);
        out.push_str(&html);
        // What follows a fence may follow at once; what follows HTML needs the line break that the fence had.
        done = text[..range.end].trim_end_matches(['\n', '\r']).len().max(range.start);
    }
    out.push_str(&text[done..]);
    out
}

/// The block as one line of HTML, or nothing where mdBook's own rendering serves better.
///
/// It begins with `<pre`: such HTML ends with `</pre>`, whatever line follows.
fn html(block: &Block, lang: Lang, root: &str) -> Option<String> {
    // Rust blocks are mdBook's: hidden lines, playground. So is whatever asks for its editor.
    let mdbooks = block.code.info.language == "rust"
        || ["editable", "hidelines", "playground"]
            .iter()
            .any(|name| block.code.attribute(name).is_some());
    let fenced = !block.code.info.range.is_empty();
    if mdbooks || !fenced {
        return None;
    }
    // What only prepares a chapter for being run is nothing for its readers, and nothing for them to copy.
    let seen = block.seen();
    let block = seen.as_ref().unwrap_or(block);
    if block.code.attribute("setup").is_some() || (block.code.text.is_empty() && seen.is_some()) {
        return Some(String::new());
    }
    let says = block.language == Language::Diagnostic;
    let code = match colour::colour(block) {
        Some(html) => html,
        None if says || block.against.is_some() => {
            let mut html = String::new();
            push_text(&mut html, &block.code.text);
            html
        }
        None => return None,
    };
    let wrong = block
        .code
        .attribute("expect")
        .and_then(|attribute| attribute.value.as_deref());
    let kind = match (says, wrong, &block.against) {
        (true, ..) => "proof proof-says",
        (_, Some(_), _) => "proof proof-wrong",
        (_, None, Some(_)) => "proof proof-good",
        _ => "proof",
    };
    let mut language = String::new();
    push_text(&mut language, &block.code.info.language);
    // `nohighlight` keeps highlight.js, where a theme still has it, from taking our colours away.
    let mut out = format!("<pre class=\"{kind}\"><code class=\"language-{language} nohighlight hljs\">{code}</code>");
    out.push_str(&badge(block, wrong, lang, root));
    out.push_str(&executed(block, lang));
    out.push_str("</pre>");
    Some(out)
}

/// Says that a block was executed as it stands.
fn executed(block: &Block, lang: Lang) -> String {
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

fn badge(block: &Block, wrong: Option<&str>, lang: Lang, root: &str) -> String {
    let text = match (wrong, &block.against, lang) {
        (Some(rules), ..) => {
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
        (None, None, _) => return String::new(),
        (None, Some(Against::Syntax), Lang::Ko) => "✓ 문법 확인".to_owned(),
        (None, Some(Against::Syntax), Lang::En) => "✓ syntax checked".to_owned(),
        (None, Some(Against::AwsCli), Lang::Ko) => "✓ AWS CLI v2 명령으로 확인".to_owned(),
        (None, Some(Against::AwsCli), Lang::En) => "✓ checked against AWS CLI v2".to_owned(),
        (None, Some(Against::Workflow), Lang::Ko) => "✓ GitHub Actions 워크플로로 확인".to_owned(),
        (None, Some(Against::Workflow), Lang::En) => "✓ checked as a GitHub Actions workflow".to_owned(),
        (None, Some(Against::Dockerfile), Lang::Ko) => "✓ Dockerfile로 확인".to_owned(),
        (None, Some(Against::Dockerfile), Lang::En) => "✓ checked as a Dockerfile".to_owned(),
        (None, Some(Against::TaskDefinition), Lang::Ko) => "✓ ECS 태스크 정의로 확인".to_owned(),
        (None, Some(Against::TaskDefinition), Lang::En) => "✓ checked as an ECS task definition".to_owned(),
        (None, Some(Against::Policy), Lang::Ko) => "✓ IAM 정책으로 확인".to_owned(),
        (None, Some(Against::Policy), Lang::En) => "✓ checked as an IAM policy".to_owned(),
        (None, Some(Against::Schema(name)), Lang::Ko) => format!("✓ 스키마 {name}(으)로 확인"),
        (None, Some(Against::Schema(name)), Lang::En) => format!("✓ checked against the schema {name}"),
    };
    let mut out = String::from("<small class=\"proof-badge\">");
    push_text(&mut out, &text);
    out.push_str("</small>");
    out
}
