//! Brace expansion: `{a,b}` and `{1..3}` make several words of one.

use super::tree::Bytes;
use super::value::Piece;
use std::borrow::Cow;

/// More words than this are not written out.
const MOST_WORDS: usize = 512;

/// A longer word is left alone.
const LONGEST: usize = 4096;

/// How deep braces may nest.
const DEEPEST: u32 = 32;

/// What braces are made of: single unquoted characters, and pieces that are not looked into.
#[derive(Clone, Debug)]
enum Unit<'t> {
    Char(char, u32),
    Piece(Piece<'t>),
}

/// The words that these pieces make; `None` if there are too many.
pub(super) fn expand<'t>(pieces: &[Piece<'t>]) -> Option<Vec<Vec<Piece<'t>>>> {
    let mut units = Vec::new();
    for piece in pieces {
        match &piece.text {
            Some(text) if !piece.quoted => {
                let place = |at: usize| piece.bytes.start + u32::try_from(at).unwrap_or(0);
                units.extend(text.char_indices().map(|(at, c)| Unit::Char(c, place(at))));
            }
            _ => units.push(Unit::Piece(piece.clone())),
        }
    }
    if units.len() > LONGEST {
        return None;
    }
    let words = words(&units, 0)?;
    Some(words.into_iter().map(joined).collect())
}

fn words<'t>(units: &[Unit<'t>], depth: u32) -> Option<Vec<Vec<Unit<'t>>>> {
    if depth > DEEPEST {
        return None;
    }
    for (open, unit) in units.iter().enumerate() {
        if !matches!(unit, Unit::Char('{', _)) {
            continue;
        }
        let Some((commas, close)) = matching(units, open) else {
            continue;
        };
        let inside = &units[open + 1..close];
        let alternatives = if commas.is_empty() {
            let Some(sequence) = sequence(inside, place(units, open, close)) else {
                continue;
            };
            sequence.into_iter().map(|piece| vec![Unit::Piece(piece)]).collect()
        } else {
            let mut alternatives = Vec::new();
            let mut from = open + 1;
            for end in commas.into_iter().chain([close]) {
                alternatives.extend(words(&units[from..end], depth + 1)?);
                from = end + 1;
            }
            alternatives
        };
        let tails = words(&units[close + 1..], depth + 1)?;
        if alternatives.len() * tails.len() > MOST_WORDS {
            return None;
        }
        let mut all = Vec::new();
        for alternative in &alternatives {
            for tail in &tails {
                all.push([&units[..open], alternative, tail].concat());
            }
        }
        return Some(all);
    }
    Some(vec![units.to_vec()])
}

/// The commas between an opening brace and its closing one, and that.
fn matching(units: &[Unit<'_>], open: usize) -> Option<(Vec<usize>, usize)> {
    let mut level = 0_u32;
    let mut commas = Vec::new();
    for (at, unit) in units.iter().enumerate().skip(open) {
        match unit {
            Unit::Char('{', _) => level += 1,
            Unit::Char(',', _) if level == 1 => commas.push(at),
            Unit::Char('}', _) => {
                level -= 1;
                if level == 0 {
                    return Some((commas, at));
                }
            }
            _ => {}
        }
    }
    None
}

fn place(units: &[Unit<'_>], open: usize, close: usize) -> Bytes {
    let at = |index: usize| match &units[index] {
        Unit::Char(_, at) => *at,
        Unit::Piece(piece) => piece.bytes.start,
    };
    Bytes {
        start: at(open),
        end: at(close) + 1,
    }
}

/// `1..3`, `a..e`, `01..10..2`
fn sequence<'t>(inside: &[Unit<'t>], bytes: Bytes) -> Option<Vec<Piece<'t>>> {
    let text: Option<String> = inside
        .iter()
        .map(|unit| match unit {
            Unit::Char(c, _) => Some(*c),
            Unit::Piece(_) => None,
        })
        .collect();
    let text = text?;
    let mut ends = text.split("..");
    let (first, last, step, rest) = (ends.next()?, ends.next()?, ends.next(), ends.next());
    if rest.is_some() {
        return None;
    }
    let letter = |text: &str| {
        let mut letters = text.chars();
        letters
            .next()
            .filter(|c| c.is_ascii_alphabetic() && letters.next().is_none())
    };
    let (from, to, letters) = match (letter(first), letter(last)) {
        (Some(from), Some(to)) => (i64::from(u32::from(from)), i64::from(u32::from(to)), true),
        _ => (first.parse().ok()?, last.parse().ok()?, false),
    };
    let step = match step {
        Some(step) => step.parse::<i64>().ok()?.checked_abs()?.max(1),
        None => 1,
    };
    let span = i64::abs_diff(to, from);
    if span / step.unsigned_abs() > MOST_WORDS as u64 {
        return None;
    }
    let padded = |text: &str| text.trim_start_matches('-').len() > 1 && text.trim_start_matches('-').starts_with('0');
    let width = if padded(first) || padded(last) {
        first.len().max(last.len())
    } else {
        0
    };
    let count = span / step.unsigned_abs();
    let values = (0..=count).map(|index| {
        let offset = i64::try_from(index).unwrap_or(0) * step;
        if to >= from { from + offset } else { from - offset }
    });
    let written = values.map(|value| match u32::try_from(value).ok().and_then(char::from_u32) {
        Some(letter) if letters => letter.to_string(),
        _ => format!("{value:0width$}"),
    });
    Some(
        written
            .map(|text| Piece {
                bytes,
                text: Some(Cow::Owned(text)),
                quoted: false,
                placeholder: false,
            })
            .collect(),
    )
}

/// Puts characters that stand side by side into one piece again.
fn joined<'t>(units: Vec<Unit<'t>>) -> Vec<Piece<'t>> {
    let mut pieces: Vec<Piece<'t>> = Vec::new();
    let mut growing = false;
    for unit in units {
        match unit {
            Unit::Piece(piece) => {
                pieces.push(piece);
                growing = false;
            }
            Unit::Char(c, at) => {
                let end = at + u32::try_from(c.len_utf8()).unwrap_or(1);
                match pieces.last_mut() {
                    Some(last) if growing && last.bytes.end == at => {
                        last.bytes.end = end;
                        if let Some(text) = &mut last.text {
                            text.to_mut().push(c);
                        }
                    }
                    _ => pieces.push(Piece {
                        bytes: Bytes { start: at, end },
                        text: Some(Cow::Owned(c.to_string())),
                        quoted: false,
                        placeholder: false,
                    }),
                }
                growing = true;
            }
        }
    }
    pieces
}
