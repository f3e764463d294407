//! Every rule's page is its test: each wrong example is caught by its rule, each
//! right one is silent, and both languages show the same examples.

mod support;

use proof_checker::diagnostic::Lang;
use proof_checker::output::human;
use proof_checker::source::SourceFile;
use proof_checker::{Analysis, Chapter, Language, Options, RULES, Rule, analyse, finish, say};

#[test]
fn the_page_of_every_rule_proves_it() {
    let faults: String = RULES
        .iter()
        .flat_map(|rule| {
            let (ko, en) = (judge(rule, Lang::Ko), judge(rule, Lang::En));
            let same = match examples(&ko) == examples(&en) {
                true => None,
                false => Some(format!("{}: the two languages show other examples\n", rule.id)),
            };
            [check(rule, Lang::Ko, &ko), check(rule, Lang::En, &en)]
                .into_iter()
                .chain(same)
        })
        .collect();
    assert!(faults.is_empty(), "\n{faults}");
}

/// What is wrong with a rule's page in one language.
fn check(rule: &Rule, lang: Lang, page: &Analysis) -> String {
    let path = path(rule, lang);
    let text = rule.page(lang);
    let mut faults = String::new();
    let mut demand = |holds: bool, what: &str| {
        if !holds {
            faults += &format!("{path}: {what}\n");
        }
    };
    let heading = format!("# `{}`", rule.id);
    demand(
        text.lines().next() == Some(heading.as_str()),
        "the first line is not the rule's id as a heading",
    );
    demand(!rule.title(lang).is_empty(), "no line says what the rule finds");
    let wrong = page.blocks.iter().filter(|block| {
        let expected = block.code.attribute("expect").and_then(|a| a.value.as_deref());
        expected.is_some_and(|rules| rules.split('+').any(|id| id == rule.id))
    });
    demand(wrong.count() > 0, "no example expects the rule");
    let right = page
        .blocks
        .iter()
        .filter(|block| block.language != Language::Diagnostic && block.code.attribute("expect").is_none());
    demand(right.count() > 0, "no example is right");
    demand(text.contains("https://"), "no source is named");
    demand(has_date(text), "the source has no date, as in 2026-11");
    for diagnostic in finish(std::slice::from_ref(page), &options(lang)) {
        faults += &human::render(&diagnostic, lang, false);
        faults.push('\n');
    }
    faults
}

fn judge(rule: &Rule, lang: Lang) -> Analysis {
    let file = SourceFile::new(path(rule, lang), rule.page(lang));
    let nothing = |_: &str| Err(say!(ko: "파일이 없습니다", en: "there is no such file"));
    analyse(Chapter::with_includes(&file, &nothing), &support::FACTS, &options(lang))
}

fn options(lang: Lang) -> Options {
    Options {
        lang,
        strict_attributes: true,
        ..Options::default()
    }
}

fn path(rule: &Rule, lang: Lang) -> String {
    let lang = match lang {
        Lang::Ko => "ko",
        Lang::En => "en",
    };
    format!("preprocessors/checker/rules/pages/{}.{lang}.md", rule.id)
}

/// The examples of a page. What the checker says of them differs by language.
fn examples(page: &Analysis) -> Vec<(String, String)> {
    let shown = page
        .blocks
        .iter()
        .filter(|block| block.language != Language::Diagnostic);
    let attributes = |block: &proof_checker::Block| {
        let attributes = block.code.info.attributes.iter();
        attributes
            .map(|a| format!(",{}={:?}", a.name, a.value))
            .collect::<String>()
    };
    shown
        .map(|block| {
            (
                block.code.info.language.clone() + &attributes(block),
                block.code.text.clone(),
            )
        })
        .collect()
}

/// Whether a month (2026-11) or a day (2026-11-23) stands in the text.
fn has_date(text: &str) -> bool {
    text.as_bytes().windows(7).any(|w| {
        let digits = |range: std::ops::Range<usize>| w[range].iter().all(u8::is_ascii_digit);
        w.starts_with(b"20") && digits(0..4) && w[4] == b'-' && digits(5..7)
    })
}
