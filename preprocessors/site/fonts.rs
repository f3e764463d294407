//! The font of a book's code: Hangul and Latin in one grid, cut to the characters that the book uses.
//!
//! What the font lacks is left to the reader's own fonts. `theme/fonts/README.md` says where it is from and how it may be used.

mod woff2;

use crate::cores::on_every_core;
use crate::face::{CODE, Face};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use woff2::{Table, short};

/// What the cut font is called in style sheets.
pub const FAMILY: &str = "Proof Code";

/// The reader's own fonts under another name, made as wide as ours: what is shown until ours is there.
pub const FALLBACK: &str = "Proof Code Fallback";

/// How many syllables a file holds: about 30 KB.
const SYLLABLES: usize = 450;

/// The range that style sheets give for a file that has all the Hangul of a book: shorter than a list of what is in it.
const ALL_HANGUL: &str = "U+3131-318E, U+AC00-D7A3";

/// One file of the font.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// What it holds, as a name for its file: `code-latin`, `code-hangul`, `code-hangul-2`.
    pub name: String,
    /// The font as WOFF2.
    pub bytes: Vec<u8>,
    /// The characters it has, as `unicode-range` takes them: a browser fetches the file when a page shows one of them.
    pub unicode_range: String,
}

/// Cuts the font to what the code of a book's pages is written with, one set of characters a page, in reading order.
///
/// The first file has Latin and signs: all that a keyboard has, whether used or not, so that the file seldom changes. Hangul
/// follows. What most pages use stands in one file; a book with more gets more files, the rarer syllables in the order in which the
/// book comes to them, so that a page needs few of them. The same sets give the same bytes. Characters that the font lacks are in none.
pub fn cut(pages: &[BTreeSet<char>]) -> Vec<Cut> {
    let mut used: BTreeMap<char, (usize, usize)> = BTreeMap::new();
    for (page, chars) in pages.iter().enumerate() {
        for char in chars {
            used.entry(*char).or_insert((0, page)).0 += 1;
        }
    }
    let there = |char: &char| CODE.glyph(*char).is_some();
    let keyboard = (' '..='~').filter(|_| !used.is_empty());
    let latin: BTreeSet<char> = used
        .keys()
        .copied()
        .filter(|c| !is_hangul(*c))
        .chain(keyboard)
        .filter(there)
        .collect();
    let mut hangul: Vec<(char, (usize, usize))> = used.into_iter().filter(|(c, _)| is_hangul(*c) && there(c)).collect();
    hangul.sort_by_key(|(char, (count, _))| (std::cmp::Reverse(*count), *char));
    if let Some(rare) = hangul.get_mut(SYLLABLES..) {
        rare.sort_by_key(|(char, (_, page))| (*page, *char));
    }
    let mut parts: Vec<(String, BTreeSet<char>)> = Vec::new();
    if !latin.is_empty() {
        parts.push(("code-latin".to_owned(), latin));
    }
    for (number, part) in hangul.chunks(SYLLABLES).enumerate() {
        let name = if number == 0 {
            "code-hangul".to_owned()
        } else {
            format!("code-hangul-{}", number + 1)
        };
        parts.push((name, part.iter().map(|(char, _)| *char).collect()));
    }
    let mut cuts = Vec::new();
    let cut = |(name, characters): &(String, BTreeSet<char>)| file(name.clone(), characters);
    on_every_core(&parts, usize::MAX, cut, |_, cut| cuts.push(cut));
    cuts
}

/// The `@font-face` rules of these files, and of what stands in for them until they are there; `url` says where a file is.
///
/// `swap` shows the code at once. Nothing moves when the font comes: the stand-ins are made as wide and as high as it is.
pub fn style(cuts: &[Cut], url: impl Fn(&Cut) -> String) -> String {
    let mut css = String::new();
    let is_hangul = |cut: &&Cut| cut.name.starts_with("code-hangul");
    let only = cuts.iter().filter(is_hangul).count() == 1;
    for cut in cuts {
        let url = url(cut);
        let range = if only && is_hangul(&cut) {
            ALL_HANGUL
        } else {
            &cut.unicode_range
        };
        let _ = writeln!(
            css,
            "@font-face {{ font-family: \"{FAMILY}\"; src: url(\"{url}\") format(\"woff2\"); font-display: swap; unicode-range: {range}; }}"
        );
    }
    if !cuts.is_empty() {
        css.extend(STAND_INS.map(|(width, names)| stand_in(&CODE, width, names)));
    }
    css
}

/// Fonts for code that systems bring, by how wide their cells are, in thousandths of an em.
const STAND_INS: [(u32, &[&str]); 2] = [
    (
        602,
        &[
            "Menlo",
            "Menlo-Regular",
            "DejaVu Sans Mono",
            "DejaVuSansMono",
            "Liberation Mono",
            "LiberationMono",
            "Noto Sans Mono",
            "Roboto Mono",
            "Droid Sans Mono",
            "Courier New",
        ],
    ),
    (550, &["Consolas"]),
];

fn stand_in(face: &Face, width: u32, names: &[&str]) -> String {
    let units = u32::from(face.units());
    let cell = face.glyph('0').map_or(0, |glyph| u32::from(face.advance(glyph))) * 1000 / units.max(1);
    let adjust = f64::from(cell) / f64::from(width);
    let (above, below) = face.reach();
    let percent = |reach: i16| 100.0 * f64::from(reach) / f64::from(units) / adjust;
    let sources: Vec<String> = names.iter().map(|name| format!("local(\"{name}\")")).collect();
    format!(
        "@font-face {{ font-family: \"{FALLBACK}\"; src: {}; size-adjust: {:.2}%; ascent-override: {:.2}%; descent-override: {:.2}%; line-gap-override: 0%; }}\n",
        sources.join(", "),
        100.0 * adjust,
        percent(above),
        percent(below),
    )
}

fn is_hangul(char: char) -> bool {
    matches!(char, 'ㄱ'..='ㆎ' | '가'..='힣')
}

/// The file of characters that the font has.
fn file(name: String, chars: &BTreeSet<char>) -> Cut {
    let face = &*CODE;
    let glyphs: Vec<u16> = std::iter::once(0)
        .chain(chars.iter().filter_map(|char| face.glyph(*char)))
        .collect();
    let widths: Vec<u16> = glyphs.iter().map(|glyph| face.advance(*glyph)).collect();
    let runs = runs(chars);
    let (metrics, counted) = woff2::metrics(&widths);
    let as_it_is = |known, bytes: Vec<u8>| Table {
        known,
        length: bytes.len(),
        bytes,
        transformed: None,
    };
    let changed = |tag, changes: &[(usize, usize)]| {
        let mut bytes = face.table(tag).to_vec();
        for (at, number) in changes {
            if let Some(place) = bytes.get_mut(*at..at + 2) {
                place.copy_from_slice(&short(*number));
            }
        }
        bytes
    };
    let ends = |run: Option<&(u32, u32)>, end: fn(&(u32, u32)) -> u32| run.map_or(0, end) as usize;
    let (first, last) = (ends(runs.first(), |run| run.0), ends(runs.last(), |run| run.1));
    // A checksum of nothing, as of a font that was taken apart, and offsets of four bytes.
    let head = changed(b"head", &[(8, 0), (10, 0), (16, FLAGS), (50, 1)]);
    let [outlines, offsets] = woff2::outlines(&glyphs.iter().map(|glyph| face.outline(*glyph)).collect::<Vec<_>>());
    let tables = [
        as_it_is(6, changed(b"OS/2", &[(64, first), (66, last)])),
        as_it_is(0, map(&runs)),
        outlines,
        offsets,
        as_it_is(1, head),
        as_it_is(2, changed(b"hhea", &[(34, counted)])),
        metrics,
        as_it_is(4, changed(b"maxp", &[(4, glyphs.len())])),
        as_it_is(5, face.table(b"name").to_vec()),
        as_it_is(7, face.table(b"post").to_vec()),
    ];
    Cut {
        name,
        bytes: woff2::file(&tables),
        unicode_range: unicode_range(&runs),
    }
}

/// Flags of `head`: the baseline is at 0, the left side bearing at x = 0, and the font went through a lossless packing.
const FLAGS: usize = 1 | 1 << 1 | 1 << 11;

/// Characters that follow each other, as first and last.
fn runs(chars: &BTreeSet<char>) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for code in chars.iter().map(|char| u32::from(*char)) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == code => *last = code,
            _ => runs.push((code, code)),
        }
    }
    runs
}

fn unicode_range(runs: &[(u32, u32)]) -> String {
    let run = |(first, last): &(u32, u32)| {
        if first == last {
            format!("U+{first:X}")
        } else {
            format!("U+{first:X}-{last:X}")
        }
    };
    runs.iter().map(run).collect::<Vec<_>>().join(",")
}

/// `cmap` in format 4: glyphs are numbered in the order of their characters, from 1.
fn map(runs: &[(u32, u32)]) -> Vec<u8> {
    let count = runs.len() + 1;
    let (mut firsts, mut lasts, mut shifts) = (Vec::new(), Vec::new(), Vec::new());
    let mut glyph = 1;
    for (first, last) in runs {
        firsts.extend(short(*first as usize));
        lasts.extend(short(*last as usize));
        shifts.extend((glyph as u16).wrapping_sub(*first as u16).to_be_bytes());
        glyph += last + 1 - first;
    }
    // The format wants a run of its last code at the end, which leads to the glyph of nothing.
    firsts.extend([0xff, 0xff]);
    lasts.extend([0xff, 0xff]);
    shifts.extend([0, 1]);
    let (power, exponent) = (1 << count.ilog2(), count.ilog2() as usize);
    let head = [
        4,
        16 + 8 * count,
        0,
        2 * count,
        2 * power,
        exponent,
        2 * (count - power),
    ];
    // One encoding: Unicode on Windows, 12 bytes from here.
    let mut bytes: Vec<u8> = [0, 1, 3, 1, 0, 12].into_iter().chain(head).flat_map(short).collect();
    bytes.extend(lasts);
    bytes.extend([0, 0]);
    bytes.extend(firsts);
    bytes.extend(shifts);
    bytes.extend(vec![0; 2 * count]);
    bytes
}
