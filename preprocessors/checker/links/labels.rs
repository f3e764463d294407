//! Labels and footnotes: `[text][label]` and `[^name]` that nothing defines, and
//! footnotes that nothing refers to. Square brackets stand in prose for many
//! things; what may be something else is not reported.

use super::Publisher;
use crate::diagnostic::{Applicability, Finding};
use crate::extract::{Links, Undefined, folded};
use crate::say;
use crate::suggest;

/// The rule about references that nothing defines.
const UNDEFINED: &str = "undefined-reference";
/// The rule about footnotes that nothing refers to.
const UNUSED: &str = "unused-footnote";

/// What is wrong with the labels and footnotes of a chapter.
pub(super) fn check(links: &Links, text: &str, publisher: Publisher) -> Vec<Finding> {
    // Outside of a book other tools may define what the file does not, as rustdoc does.
    let in_book = matches!(publisher, Publisher::Book(book, _) if book.is_certain());
    let mut found = Vec::new();
    for (index, reference) in links.undefined.iter().enumerate() {
        let near = (index < super::SUGGESTIONS)
            .then(|| nearest_label(links, &reference.name))
            .flatten();
        if near.is_some() || (in_book && is_link(text, reference)) {
            found.push(undefined(text, reference, near));
        }
    }
    for note in &links.missing_notes {
        if is_note(links, note, in_book) {
            found.push(missing_note(note));
        }
    }
    let unused = links.footnotes.iter().filter(|(name, _)| !links.noted.contains(name));
    // An example may be about how a footnote is written, and hold nothing else.
    let alone = matches!(publisher, Publisher::Example) && text.trim_start().starts_with("[^");
    if !alone {
        found.extend(unused.map(|(name, range)| unused_note(name, range.start)));
    }
    found
}

fn nearest_label<'a>(links: &'a Links, name: &str) -> Option<&'a str> {
    suggest::slip(&folded(name), links.labels.iter().map(String::as_str))
}

/// Whether `[text][label]` reads as a link: the text as several words or code, the label as a name.
fn is_link(text: &str, reference: &Undefined) -> bool {
    let written = &text[reference.range.clone()];
    let before = text[..reference.range.start].chars().next_back();
    let after = text[reference.range.end..].chars().next();
    let shown = written.rsplit_once("][").map_or(written, |(shown, _)| shown);
    let words = shown.trim().contains([' ', '`', '\n']) || !shown.is_ascii();
    let name = &reference.name;
    let is_name = name.chars().count() >= 2
        && name.starts_with(char::is_alphanumeric)
        && name.chars().any(char::is_alphabetic)
        && !name.contains("::")
        && !name.contains(['(', '!', '<', '=', '|']);
    let apart = before.is_none_or(|c| c.is_whitespace() || "(\"'*_~—–·,|".contains(c));
    words && is_name && apart && after != Some('[') && after != Some('(')
}

/// Whether `[^name]` is a footnote and no pattern such as `[^a-z]`.
fn is_note(links: &Links, note: &Undefined, in_book: bool) -> bool {
    let name = note.name.as_str();
    let number = name.bytes().all(|b| b.is_ascii_digit());
    let word = name.chars().count() >= 3 && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let defines = !links.footnotes.is_empty();
    (number && (in_book || defines)) || (word && defines)
}

fn undefined(text: &str, reference: &Undefined, near: Option<&str>) -> Finding {
    let name = &reference.name;
    let finding = Finding::error(
        UNDEFINED,
        reference.range.clone(),
        say!(ko: "`[{name}]`의 주소를 정한 곳이 없습니다", en: "nothing defines the reference `[{name}]`"),
    );
    let Some(near) = near else {
        return finding.help(say!(
            ko: "독자는 대괄호를 글자 그대로 보게 됩니다. 한 줄에 `[{name}]: 주소`를 쓰십시오.",
            en: "Readers see the brackets as they are: write `[{name}]: ADDRESS` on a line of its own."
        ));
    };
    let finding =
        finding.help(say!(ko: "비슷한 이름이 있습니다: `[{near}]`", en: "There is a similar one: `[{near}]`"));
    // The label stands last, before its bracket.
    let end = reference.range.end.saturating_sub(1);
    let start = end.saturating_sub(name.len());
    match text.get(start..end) == Some(name.as_str()) {
        true => finding.fix(
            Applicability::Unsafe,
            say!(ko: "`[{near}]`", en: "`[{near}]`"),
            start..end,
            near,
        ),
        false => finding,
    }
}

fn missing_note(note: &Undefined) -> Finding {
    let name = &note.name;
    Finding::error(
        UNDEFINED,
        note.range.clone(),
        say!(ko: "각주 `[^{name}]`의 내용이 없습니다", en: "nothing defines the footnote `[^{name}]`"),
    )
    .help(say!(
        ko: "독자는 대괄호를 글자 그대로 보게 됩니다. 한 줄에 `[^{name}]: 내용`을 쓰십시오.",
        en: "Readers see the brackets as they are: write `[^{name}]: TEXT` on a line of its own."
    ))
}

fn unused_note(name: &str, start: usize) -> Finding {
    Finding::warning(
        UNUSED,
        start..start + name.len() + 3,
        say!(ko: "각주 `[^{name}]`을(를) 쓰는 곳이 없습니다", en: "nothing refers to the footnote `[^{name}]`"),
    )
    .help(say!(
        ko: "mdBook은 쓰이지 않는 각주를 페이지에 넣지 않습니다. 본문에서 `[^{name}]`(으)로 가리키거나 각주를 지우십시오.",
        en: "mdBook leaves it out of the page: refer to it with `[^{name}]`, or take it away."
    ))
}
