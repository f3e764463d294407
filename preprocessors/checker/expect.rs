//! From analyses to what people see: what was expected or allowed is taken out,
//! and what was expected, allowed or quoted in vain is put in.

use crate::crossing::{self, Crossed, Names};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Finding, Fix, Lang};
use crate::extract::Allow;
use crate::info;
use crate::language::Language;
use crate::model::{Analysis, Block, Options};
use crate::output::human;
use crate::say;
use crate::source::Source;
use std::collections::{HashMap, HashSet};

/// The diagnostics of a whole book, by chapter and then by place.
pub fn finish(book: &[Analysis], options: &Options) -> Vec<Diagnostic> {
    finish_beside(book, &Names::default(), options)
}

/// The diagnostics of some chapters of a book, the rest of which makes what `rest` names.
pub fn finish_beside(book: &[Analysis], rest: &Names, options: &Options) -> Vec<Diagnostic> {
    let crossed = crossing::check(book, rest);
    let chapters = book.iter().zip(&crossed);
    chapters
        .flat_map(|(analysis, crossed)| chapter(analysis, crossed, options))
        .collect()
}

fn chapter(analysis: &Analysis, crossed: &Crossed, options: &Options) -> Vec<Diagnostic> {
    let (mut found, spoken) = outside(analysis);
    let unused = analysis
        .stray
        .iter()
        .filter(|allow| info::check_allow(allow).is_none() && !spoken.contains(&allow.range.start));
    found.extend(unused.map(unused_stray));
    let mut before: Option<Quotable> = None;
    for (index, block) in analysis.blocks.iter().enumerate() {
        if block.language == Language::Diagnostic {
            found.extend(match before.take() {
                Some(quoted) => outdated(&analysis.source, block, &quoted, options),
                None => Some(orphan(block)),
            });
            continue;
        }
        let crossed = crossed.get(&index).map_or(&[][..], Vec::as_slice);
        let (kept, quotable) = resolve(block, crossed, &spoken);
        found.extend(kept);
        before = quotable;
    }
    found.retain_mut(|finding| match options.levels.get(finding.rule) {
        Some(None) => false,
        Some(Some(severity)) => {
            finding.severity = *severity;
            true
        }
        None => true,
    });
    found.sort_by_key(|finding| finding.at.start);
    let place = |finding: Finding| {
        let source = &analysis.source;
        finding.map(|at| source.locate(at), |at| source.locate_exactly(at))
    };
    found.into_iter().map(place).collect()
}

/// What was found outside of code blocks and is not allowed; and where the comments stand that allowed the rest.
fn outside(analysis: &Analysis) -> (Vec<Finding>, HashSet<usize>) {
    let mut found = [analysis.outside.as_slice(), &analysis.astray].concat();
    found.sort_by_key(|finding| finding.at.start);
    let mut allowed = vec![false; found.len()];
    let mut spoken = HashSet::new();
    let mut looked_at = HashMap::new();
    let in_blocks = analysis.blocks.iter().flat_map(|block| &block.code.allows);
    for allow in analysis.stray.iter().chain(in_blocks) {
        if allow.reason.is_empty() || info::check_allow(allow).is_some() {
            continue;
        }
        // Of several comments about one rule and one paragraph, each speaks of the same.
        let what = (allow.rule.as_str(), allow.covers.start, allow.covers.end);
        let speaks = *looked_at.entry(what).or_insert_with(|| {
            let start = found.partition_point(|finding| finding.at.start < allow.covers.start);
            let within = found[start..].iter().take_while(|f| f.at.start < allow.covers.end);
            let mut any = false;
            for (offset, _) in within.enumerate().filter(|(_, f)| f.rule == allow.rule) {
                allowed[start + offset] = true;
                any = true;
            }
            any
        });
        if speaks {
            spoken.insert(allow.range.start);
        }
    }
    let mut allowed = allowed.into_iter();
    found.retain(|_| !allowed.next().unwrap_or(false));
    (found, spoken)
}

/// What an `allow` comment is told that silences nothing and that no code block follows.
fn unused_stray(allow: &Allow) -> Finding {
    let rule = &allow.rule;
    if allow.covers.is_empty() {
        return Finding::warning(
            UNUSED_ALLOW,
            allow.range.clone(),
            say!(ko: "이 `allow` 주석 뒤에 아무것도 없습니다", en: "nothing follows this `allow` comment"),
        )
        .help(say!(ko: "주석을 블록 바로 앞에 두십시오.", en: "Put the comment right before the block."));
    }
    Finding::warning(
        UNUSED_ALLOW,
        allow.range.clone(),
        say!(ko: "이 주석 다음에 `{rule}`이(가) 없습니다", en: "what follows this comment has no `{rule}`"),
    )
    .help(say!(
        ko: "주석은 바로 다음 코드 블록이나 문단에만 적용됩니다. 그 바로 앞으로 옮기거나 지우십시오.",
        en: "A comment speaks of the code block or paragraph right after it: move it there, or take it away."
    ))
}

/// The rule that reports an `allow` comment that silences nothing.
const UNUSED_ALLOW: &str = "unused-allow";
/// The rule that reports a block whose mistake is not there.
const UNMET: &str = "unmet-expectation";
/// The rule that reports a `diagnostic` block that says something else than the checker.
const OUTDATED: &str = "outdated-diagnostic";

/// A block that is wrong on purpose, and what was found in it: a `diagnostic` block may follow.
struct Quotable<'a> {
    block: &'a Block,
    found: Vec<&'a Finding>,
}

/// What is left of a block's findings, those about names included, in offsets of the chapter; `spoken` holds the comments
/// that silence something outside of it.
fn resolve<'a>(
    block: &'a Block,
    crossed: &'a [Finding],
    spoken: &HashSet<usize>,
) -> (Vec<Finding>, Option<Quotable<'a>>) {
    let code = &block.code;
    let expected = info::expected(code);
    let is_expected = |rule: &str| expected.iter().any(|(id, _)| *id == rule);
    let is_allowed = |rule: &str| {
        code.allows
            .iter()
            .any(|allow| allow.rule == rule && !allow.reason.is_empty())
    };
    let reported = |rule: &str| {
        block
            .inside
            .iter()
            .chain(crossed)
            .chain(&block.around)
            .any(|finding| finding.rule == rule)
    };

    let silent = |finding: &&Finding| !is_expected(finding.rule) && !is_allowed(finding.rule);
    let inside = block.inside.iter().chain(crossed).filter(silent).cloned();
    let placed = inside.map(|finding| finding.map(|at| code.place(at), |at| code.place_exactly(at)));
    let mut kept: Vec<Finding> = placed.chain(block.around.iter().filter(silent).cloned()).collect();

    for (rule, attribute) in &expected {
        // Beside `ignore` it is a contradiction, which has been reported as such.
        if !reported(rule) && code.attribute("ignore").is_none() {
            kept.push(Finding::error(
                UNMET,
                attribute.range.clone(),
                say!(ko: "이 블록에서 `{rule}`을(를) 찾지 못했습니다", en: "nothing in this block is a `{rule}`"),
            ).help(say!(
                ko: "`expect`는 일부러 틀린 예에 씁니다. 예를 틀리게 고치거나, 맞는 예라면 `expect`를 지우십시오.",
                en: "`expect` marks an example that is wrong on purpose: make it wrong, or take `expect` away if it is right."
            )));
        }
    }
    for allow in &code.allows {
        let speaks = reported(&allow.rule) || spoken.contains(&allow.range.start);
        if !speaks && info::check_allow(allow).is_none() {
            let rule = &allow.rule;
            kept.push(
                Finding::warning(
                    UNUSED_ALLOW,
                    allow.range.clone(),
                    say!(ko: "다음 블록에 `{rule}`이(가) 없습니다", en: "the next block has no `{rule}`"),
                )
                .help(say!(ko: "이 주석을 지우십시오.", en: "Take this comment away.")),
            );
        }
    }
    let quoted = block
        .inside
        .iter()
        .chain(crossed)
        .filter(|finding| is_expected(finding.rule))
        .collect();
    let quotable = (!expected.is_empty()).then_some(Quotable { block, found: quoted });
    (kept, quotable)
}

/// What a `diagnostic` block is told that follows no example.
fn orphan(block: &Block) -> Finding {
    Finding::error(
        OUTDATED,
        block.code.info.range.clone(),
        say!(ko: "이 블록 앞에 일부러 틀린 예가 없습니다", en: "no example that is wrong on purpose comes before this block"),
    )
    .help(say!(
        ko: "`diagnostic` 블록은 `expect=`가 있는 블록 바로 다음에 둡니다.",
        en: "A `diagnostic` block goes right after a block with `expect=`."
    ))
}

/// Holds a `diagnostic` block against what was found in the block before it.
fn outdated(source: &Source, block: &Block, quoted: &Quotable, options: &Options) -> Option<Finding> {
    // A block that speaks a language goes on in it; an empty one takes the book's.
    let lang = match block.code.text.trim() {
        "" => options.lang,
        text if ["오류[", "경고[", "정보["].iter().any(|word| text.starts_with(word)) => Lang::Ko,
        _ => Lang::En,
    };
    let says = human::excerpt(&quoted.block.code.text, &quoted.found, lang);
    let same = says
        .lines()
        .map(str::trim_end)
        .eq(block.code.text.trim_end().lines().map(str::trim_end));
    if same {
        return None;
    }
    let finding = Finding::error(
        OUTDATED,
        block.code.info.range.clone(),
        say!(ko: "이 블록은 검사기가 하는 말과 다릅니다", en: "this block does not say what the checker says"),
    )
    .help(say!(ko: "`mdbook-proof fix`가 다시 써 줍니다.", en: "`mdbook-proof fix` writes it anew."));
    // The line breaks are those of the file.
    let end = if source.text()[block.code.range.clone()].contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let fix = contents(source.text(), block).map(|(at, prefix)| Fix {
        title: say!(ko: "블록 다시 쓰기", en: "write the block anew"),
        edits: vec![Edit {
            at,
            text: says
                .lines()
                .map(|line| format!("{}{end}", format!("{prefix}{line}").trim_end()))
                .collect(),
        }],
        applicability: Applicability::Safe,
    });
    Some(Finding { fix, ..finding })
}

/// The lines between a block's fences, and what each of them begins with inside lists and quotes.
fn contents(text: &str, block: &Block) -> Option<(std::ops::Range<usize>, String)> {
    let range = &block.code.range;
    let line_start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let blank = |c: char| if c == '>' || c == '\t' { c } else { ' ' };
    let prefix = text[line_start..range.start].chars().map(blank).collect();
    let block = text[range.clone()].trim_end();
    let start = range.start + block.find('\n')? + 1;
    let end = range.start + block.rfind('\n')? + 1;
    // Without a closing fence the last line is content, and where the block should end nobody knows.
    let fence = block.len() - block.trim_start_matches(['`', '~']).len();
    let last = text[end..range.start + block.len()].trim_start_matches([' ', '\t', '>']);
    let closed = last.len() >= fence && last.trim_start_matches(&block[..1]).is_empty();
    (start <= end && closed).then_some((start..end, prefix))
}
