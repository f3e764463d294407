//! The Markdown of a chapter with its code blocks coloured, and those that were
//! judged marked with what they were held against.

use crate::colour;
use crate::explain::{self, Explained};
use crate::fargate;
use crate::folded;
use crate::html::push_text;
use crate::layers::{self, Marks};
use crate::proven::{self, Proof};
use crate::values::{self, Variable};
use crate::words::Words;
use proof_checker::diagnostic::Lang;
use proof_checker::{Analysis, Block, Language};
use std::ops::Range;

/// What a chapter's page is made for.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The language of what the page says for itself.
    pub lang: Lang,
    /// What leads from the page to the root of the site: `""`, `"../"`, ...
    pub root: &'a str,
    /// The names that readers may have others for.
    pub variables: &'a [Variable],
    /// What is told of the proof.
    pub proof: &'a Proof,
    /// Whether the page will be finished: then the tables of words wait in comments, which mdBook need not take apart.
    pub finished: bool,
}

/// The chapter's Markdown, includes resolved, blocks as HTML where something is known of them.
pub fn annotate(analysis: &Analysis, setting: Setting) -> String {
    let text = analysis.source.text();
    let mut page = Page {
        setting,
        explained: Explained::default(),
        named: false,
    };
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for block in &analysis.blocks {
        let range = &block.code.range;
        if let Some(html) = page.html(block) {
            // What follows a fence may follow at once; what follows HTML needs the line break that the fence had.
            let end = text[..range.end].trim_end_matches(['\n', '\r']).len();
            edits.push((range.start..end.max(range.start), html));
        }
    }
    let in_code = |at: usize| analysis.blocks.iter().any(|block| block.code.range.contains(&at));
    if let Some((at, mark)) = text.match_indices(fargate::MARK).find(|(at, _)| !in_code(*at)) {
        edits.push((at..at + mark.len(), fargate::table(Words::of(setting.lang))));
        edits.sort_by_key(|(range, _)| range.start);
    }
    let mut out = String::with_capacity(text.len() * 3);
    let mut done = 0;
    for (range, html) in edits {
        out.push_str(&text[done..range.start]);
        out.push_str(&html);
        done = range.end;
    }
    out.push_str(&text[done..]);
    if page.named {
        values::push_declared(&mut out, setting.variables);
    }
    out
}

/// What is known of a page when some of its blocks are done.
struct Page<'a> {
    setting: Setting<'a>,
    explained: Explained,
    /// Whether a block names a variable.
    named: bool,
}

impl Page<'_> {
    /// The block as one line of HTML, or nothing where mdBook's own rendering serves better.
    ///
    /// It begins with `<pre`: such HTML ends with the line of `</pre>`, whatever line follows.
    fn html(&mut self, block: &Block) -> Option<String> {
        let Setting { lang, root, proof, .. } = self.setting;
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
        let explained = explain::words(&block.notes);
        let places = if says {
            Vec::new()
        } else {
            values::places(block, self.setting.variables)
        };
        let wrong = block
            .code
            .attribute("expect")
            .and_then(|attribute| attribute.value.as_deref());
        let faults = wrong.map(|rules| block.faults(rules)).unwrap_or_default();
        let marks = Marks {
            words: &explained,
            places: &places,
            faults: &faults,
        };
        let code = match colour::colour(block, marks) {
            Some(html) => html,
            None if says || block.against.is_some() || !places.is_empty() => {
                layers::render(&block.code.text, &[], |_| "", marks)
            }
            None => return None,
        };
        let code = if says { unbroken(&code) } else { code };
        self.named |= places.iter().any(|place| !place.variable.is_empty());
        let kind = match (says, wrong, &block.against) {
            (true, ..) => "proof proof-says",
            (_, Some(_), _) => "proof proof-wrong",
            (_, None, Some(_)) => "proof proof-good",
            _ => "proof",
        };
        let mut language = String::new();
        push_text(&mut language, &block.code.info.language);
        // `nohighlight` keeps highlight.js, where a theme still has it, from taking our colours away.
        let mut out = format!("<pre class=\"{kind}\"");
        let file = block.code.attribute("file").and_then(|file| file.value.as_deref());
        if let Some(file) = file {
            out.push_str(" data-file=\"");
            push_text(&mut out, file);
            out.push('"');
        }
        out.push_str(&format!(
            "><code class=\"language-{language} nohighlight hljs\">{code}</code>"
        ));
        out.push_str(&proven::badge(block, wrong, lang, root, proof));
        out.push_str(&proven::executed(block, lang));
        out.push_str("</pre>");
        let about = proven::about(block, lang, root, proof);
        let table = self.explained.table(marks, Words::of(lang), &about);
        if self.setting.finished {
            folded::push(&mut out, &table);
        } else {
            out.push_str(&table);
        }
        Some(out)
    }
}

/// The HTML of a diagnostic in which what it shows of a source is marked: such lines are never broken, or else their carets
/// would point elsewhere. What it says in sentences may be.
fn unbroken(code: &str) -> String {
    const BREAK: &str = "&#10;";
    let mut out = String::with_capacity(code.len() + 64);
    let mut within = false;
    for (number, line) in code.split(BREAK).enumerate() {
        let shown = line
            .trim_start_matches([' ', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
            .starts_with('|');
        if within && !shown {
            out.push_str("</span>");
        }
        if number > 0 {
            out.push_str(BREAK);
        }
        if shown && !within {
            out.push_str("<span class=\"shown\">");
        }
        within = shown;
        out.push_str(line);
    }
    if within {
        out.push_str("</span>");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::unbroken;

    #[test]
    fn what_is_shown_of_a_source_is_not_broken() {
        for (code, expected) in [
            ("", ""),
            ("error[x]: a | b&#10;  = help: c", "error[x]: a | b&#10;  = help: c"),
            (
                "error[x]: a&#10;  |&#10;12 | b&#10;   | ^&#10;...&#10;14 | c",
                "error[x]: a&#10;<span class=\"shown\">  |&#10;12 | b&#10;   | ^</span>&#10;...&#10;<span class=\"shown\">14 | c</span>",
            ),
        ] {
            assert_eq!(unbroken(code), expected);
        }
    }
}
