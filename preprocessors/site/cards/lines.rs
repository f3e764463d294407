//! Where a title breaks: between words, never within one that fits on a line, as Korean is set with `keep-all`.

use crate::face::CARDS;

/// A title in lines.
#[derive(Debug, PartialEq)]
pub(super) struct Fitted {
    /// How large it is, in pixels an em.
    pub(super) size: f32,
    /// Its lines, at least one.
    pub(super) lines: Vec<String>,
}

/// The sizes that a title may have, each with how many lines it may take then.
const SIZES: [(f32, usize); 5] = [(88.0, 2), (76.0, 3), (66.0, 3), (58.0, 4), (50.0, 4)];

/// No title that fits has more characters, and no longer one is read to its end.
const LONGEST: usize = 300;

/// The largest way to set a title in lines of some pixels; what is too long for all ends in an ellipsis.
pub(super) fn fitted(title: &str, width: f32) -> Fitted {
    let title = tidy(title);
    for (size, most) in SIZES {
        if let Some(lines) = broken(&title, width / size).filter(|lines| lines.len() <= most) {
            return Fitted {
                size,
                lines: balanced(&title, width / size, lines),
            };
        }
    }
    let (size, most) = SIZES[SIZES.len() - 1];
    let mut lines = Vec::new();
    let mut rest = title.as_str();
    while !rest.is_empty() {
        if lines.len() + 1 == most {
            lines.push(shortened(rest, width / size));
            break;
        }
        let (line, after) = rest.split_at(reach(rest, width / size));
        lines.push(line.trim_end().to_owned());
        rest = after.trim_start();
    }
    Fitted { size, lines }
}

/// A text as long as `ems` allow, with an ellipsis where some is left out.
pub(super) fn shortened(text: &str, ems: f32) -> String {
    let mut text = tidy(text);
    if width(&text) <= ems {
        return text;
    }
    while text.pop().is_some() {
        let shown = format!("{}…", text.trim_end());
        if width(&shown) <= ems {
            return shown;
        }
    }
    String::new()
}

/// Whether the font has all letters and digits of a text, and there are any.
pub(super) fn can_show(text: &str) -> bool {
    let mut letters = text.chars().filter(|char| char.is_alphanumeric()).peekable();
    letters.peek().is_some() && letters.all(|char| CARDS.glyph(char).is_some())
}

/// The glyphs of a text, each with where it stands, in units of the font.
pub(super) fn set(text: &str) -> Vec<(u16, i32)> {
    let mut at = 0;
    let mut before = None;
    let mut placed = Vec::new();
    for glyph in text.chars().filter_map(|char| CARDS.glyph(char)) {
        at += before.map_or(0, |before| i32::from(CARDS.kerning(before, glyph)));
        placed.push((glyph, at));
        at += i32::from(CARDS.advance(glyph));
        before = Some(glyph);
    }
    placed
}

/// How wide a text is, in ems.
fn width(text: &str) -> f32 {
    let end = set(text)
        .last()
        .map_or(0, |(glyph, at)| at + i32::from(CARDS.advance(*glyph)));
    end as f32 / f32::from(CARDS.units())
}

/// What the font has of a text, its words one space apart.
fn tidy(text: &str) -> String {
    let shown: String = text
        .chars()
        .take(LONGEST)
        .filter(|c| c.is_whitespace() || CARDS.glyph(*c).is_some())
        .collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines of whole words; none where a word is longer than a line.
fn broken(text: &str, ems: f32) -> Option<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let longer = lines
            .last()
            .map(|line| format!("{line} {word}"))
            .filter(|line| width(line) <= ems);
        match (longer, lines.last_mut()) {
            (Some(longer), Some(line)) => *line = longer,
            _ if width(word) <= ems => lines.push(word.to_owned()),
            _ => return None,
        }
    }
    Some(lines)
}

/// The same number of lines, as even as they come: no word stands alone where it need not.
fn balanced(text: &str, ems: f32, mut lines: Vec<String>) -> Vec<String> {
    for part in (10..20).rev() {
        match broken(text, ems * part as f32 / 20.0) {
            Some(narrower) if narrower.len() == lines.len() => lines = narrower,
            _ => break,
        }
    }
    lines
}

/// How many bytes of a text fit on a line: whole words, or as much of a word as fits where that alone is too long.
fn reach(text: &str, ems: f32) -> usize {
    let fits = |end: &usize| width(text[..*end].trim_end()) <= ems;
    let words = text.match_indices(' ').map(|(at, _)| at + 1).chain([text.len()]);
    let characters = text.char_indices().map(|(at, char)| at + char.len_utf8());
    let whole = words.take_while(fits).last();
    // A line has at least one character, however narrow it is.
    whole
        .or_else(|| characters.take_while(fits).last())
        .unwrap_or_else(|| text.chars().next().map_or(0, char::len_utf8))
}
