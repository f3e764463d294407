//! A block's text as HTML in layers: its words, which are explained, hold coloured pieces, which hold what a reader may
//! put values of their own in the place of.

use crate::html::{push_tag, push_text};
use proof_checker::grammar::Note;
use proof_checker::syntax::Token;
use std::borrow::Cow;
use std::ops::Range;

/// What a block's text is marked with, each list in order and without overlap.
#[derive(Clone, Copy, Default)]
pub(crate) struct Marks<'a> {
    /// Its words, with the row that explains each.
    pub(crate) words: &'a [(Note, String)],
    /// Where it names what a reader may have values of their own for, and where it is to be filled in.
    pub(crate) places: &'a [Place],
    /// What is wrong in it, and meant to be.
    pub(crate) faults: &'a [Range<usize>],
}

/// A place that something of the reader's may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Where, in the block's text.
    pub(crate) range: Range<usize>,
    /// The name of the variable; empty for a blank that the reader fills in after copying.
    pub(crate) variable: String,
    /// How a variable's value has to be written there: see `theme/scripts/values.js`.
    pub(crate) writing: &'static str,
}

/// The text as HTML; `class` names the colour of a token.
pub(crate) fn render(text: &str, tokens: &[Token], class: impl Fn(&Token) -> &'static str, marks: Marks) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    let words = marks.words.iter().map(|(note, _)| &note.range);
    let ends = marks
        .faults
        .iter()
        .chain(words)
        .flat_map(|range| [range.start, range.end]);
    let mut all = cut(pieces(text, tokens, &class), ends.collect());
    for fault in marks.faults {
        let within = |piece: &&mut Piece| fault.start <= piece.range.start && piece.range.end <= fault.end;
        all.iter_mut().filter(within).for_each(|piece| piece.wrong = true);
    }
    let mut pieces = &all[..];
    let mut until = |end: usize| {
        let (before, rest) = pieces.split_at(pieces.partition_point(|piece| piece.range.end <= end));
        pieces = rest;
        before
    };
    for (note, id) in marks.words {
        push_pieces(&mut out, text, until(note.range.start), marks.places);
        let inside = until(note.range.end);
        if let [piece] = inside {
            push_tag(&mut out, &[("class", &piece.class()), ("data-w", id)]);
            push_places(&mut out, text, piece.range.clone(), marks.places);
        } else {
            push_tag(&mut out, &[("data-w", id)]);
            push_pieces(&mut out, text, inside, marks.places);
        }
        out.push_str("</span>");
    }
    push_pieces(&mut out, text, until(usize::MAX), marks.places);
    out
}

/// A piece of one colour.
#[derive(Clone)]
struct Piece {
    range: Range<usize>,
    colour: &'static str,
    wrong: bool,
}

impl Piece {
    fn new(range: Range<usize>, colour: &'static str) -> Self {
        Self {
            range,
            colour,
            wrong: false,
        }
    }

    fn class(&self) -> Cow<'static, str> {
        match (self.colour, self.wrong) {
            (colour, false) => colour.into(),
            ("", true) => "fault".into(),
            (colour, true) => format!("{colour} fault").into(),
        }
    }
}

/// The text in pieces of one colour, those without one included.
fn pieces(text: &str, tokens: &[Token], class: &dyn Fn(&Token) -> &'static str) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(tokens.len() * 2 + 1);
    let mut done = 0;
    for token in tokens {
        pieces.push(Piece::new(done..token.range.start, ""));
        pieces.push(Piece::new(token.range.clone(), class(token)));
        done = token.range.end;
    }
    pieces.push(Piece::new(done..text.len(), ""));
    pieces.retain(|piece| !piece.range.is_empty());
    pieces
}

/// The same pieces, none of which goes over one of these places.
fn cut(pieces: Vec<Piece>, mut places: Vec<usize>) -> Vec<Piece> {
    places.sort_unstable();
    let mut cut = Vec::with_capacity(pieces.len() + places.len());
    let mut places = places.into_iter().peekable();
    for mut piece in pieces {
        while let Some(place) = places.next_if(|place| *place < piece.range.end) {
            if place > piece.range.start {
                let range = piece.range.start..place;
                cut.push(Piece { range, ..piece.clone() });
                piece.range.start = place;
            }
        }
        cut.push(piece);
    }
    cut
}

fn push_pieces(out: &mut String, text: &str, pieces: &[Piece], places: &[Place]) {
    for piece in pieces {
        let class = piece.class();
        if class.is_empty() {
            push_places(out, text, piece.range.clone(), places);
            continue;
        }
        push_tag(out, &[("class", &class)]);
        push_places(out, text, piece.range.clone(), places);
        out.push_str("</span>");
    }
}

/// The text of a piece, with the places that lie within it.
fn push_places(out: &mut String, text: &str, range: Range<usize>, places: &[Place]) {
    let mut done = range.start;
    for place in places {
        if place.range.start < done || place.range.end > range.end {
            continue;
        }
        push_text(out, &text[done..place.range.start]);
        let class = if place.variable.is_empty() { "fill" } else { "" };
        push_tag(
            out,
            &[("class", class), ("data-v", &place.variable), ("data-q", place.writing)],
        );
        push_text(out, &text[place.range.clone()]);
        out.push_str("</span>");
        done = place.range.end;
    }
    push_text(out, &text[done..range.end]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proof_checker::syntax::TokenKind;

    /// The HTML of `aws ecs "x-1"` in which the words, places and faults of those ranges are marked.
    fn check(words: &[[usize; 2]], places: &[[usize; 2]], faults: &[[usize; 2]], expected: &str) {
        let text = "aws ecs \"x-1\"";
        let token = |range, kind| Token { range, kind };
        let tokens = [
            token(0..3, TokenKind::Command),
            token(4..7, TokenKind::Word),
            token(8..13, TokenKind::String),
        ];
        let class = |token: &Token| match token.kind {
            TokenKind::Command => "c",
            TokenKind::String => "s",
            _ => "",
        };
        let note = |&[start, end]: &[usize; 2]| Note {
            range: start..end,
            ..Note::default()
        };
        let words: Vec<_> = words.iter().map(|word| (note(word), "id".to_owned())).collect();
        let place = |&[start, end]: &[usize; 2]| Place {
            range: start..end,
            variable: "v".to_owned(),
            writing: "w",
        };
        let places: Vec<_> = places.iter().map(place).collect();
        let marks = Marks {
            words: &words,
            places: &places,
            faults: &faults.iter().map(|&[start, end]| start..end).collect::<Vec<_>>(),
        };
        assert_eq!(render(text, &tokens, class, marks), expected);
    }

    #[test]
    fn layers_lie_within_each_other() {
        let plain = "<span class=\"c\">aws</span> ecs <span class=\"s\">&quot;x-1&quot;</span>";
        check(&[], &[], &[], plain);
        check(
            &[[0, 3], [4, 7]],
            &[],
            &[],
            "<span class=\"c\" data-w=\"id\">aws</span> <span data-w=\"id\">ecs</span> <span class=\"s\">&quot;x-1&quot;</span>",
        );
        check(
            &[[8, 13]],
            &[[9, 10]],
            &[],
            "<span class=\"c\">aws</span> ecs <span class=\"s\" data-w=\"id\">&quot;<span data-v=\"v\" data-q=\"w\">x</span>-1&quot;</span>",
        );
        // A word of several colours, and one that ends within a colour.
        check(
            &[[0, 7]],
            &[],
            &[],
            "<span data-w=\"id\"><span class=\"c\">aws</span> ecs</span> <span class=\"s\">&quot;x-1&quot;</span>",
        );
        check(
            &[[0, 2]],
            &[],
            &[],
            "<span class=\"c\" data-w=\"id\">aw</span><span class=\"c\">s</span> ecs <span class=\"s\">&quot;x-1&quot;</span>",
        );
        // A place that lies in two pieces cannot be marked.
        check(&[], &[[2, 5]], &[], plain);
        // What is wrong goes over words and colours.
        check(
            &[[4, 7]],
            &[],
            &[[0, 5], [9, 10]],
            "<span class=\"c fault\">aws</span><span class=\"fault\"> </span><span data-w=\"id\"><span class=\"fault\">e</span>cs</span> \
             <span class=\"s\">&quot;</span><span class=\"s fault\">x</span><span class=\"s\">-1&quot;</span>",
        );
    }
}
