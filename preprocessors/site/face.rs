//! The base fonts of `theme/fonts`, unpacked and read: which glyph a character has, how wide it is, how it is drawn.
//!
//! It reads what `theme/fonts/make.py` writes and no more: plain glyphs in the order of their characters, one map of them, one
//! table of kerning. No font from outside comes here.

use flate2::read::DeflateDecoder;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::LazyLock;

/// The font of code: Latin in cells of half an em, Hangul in cells of one.
pub(crate) static CODE: LazyLock<Face> =
    LazyLock::new(|| Face::unpack(include_bytes!(concat!(env!("OUT_DIR"), "/code.deflate"))));

/// The font of pictures: proportional, bold, for large titles.
pub(crate) static CARDS: LazyLock<Face> =
    LazyLock::new(|| Face::unpack(include_bytes!(concat!(env!("OUT_DIR"), "/cards.deflate"))));

/// A font, read from its file.
pub(crate) struct Face {
    data: Vec<u8>,
    tables: BTreeMap<[u8; 4], (usize, usize)>,
    /// Runs of characters whose glyphs follow each other: first, last, and the glyph of the first.
    runs: Vec<(u16, u16, u16)>,
    /// Pairs of glyphs, in order, and by how many units they stand nearer or farther.
    kerned: Vec<(u32, i16)>,
}

/// A point of an outline, in units of the font, upwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    pub(crate) x: i32,
    pub(crate) y: i32,
    /// Whether the line goes through it; else it bends towards it.
    pub(crate) on: bool,
}

impl Face {
    fn unpack(packed: &[u8]) -> Self {
        let mut data = Vec::new();
        // What the build packed unpacks again; a font of nothing has no characters.
        if DeflateDecoder::new(packed).read_to_end(&mut data).is_err() {
            data.clear();
        }
        let mut face = Self {
            tables: (0..usize::from(u16_at(&data, 4)))
                .filter_map(|row| data.get(12 + 16 * row..28 + 16 * row))
                .map(|row| ([row[0], row[1], row[2], row[3]], (u32_at(row, 8), u32_at(row, 12))))
                .collect(),
            data,
            runs: Vec::new(),
            kerned: Vec::new(),
        };
        face.runs = face.read_runs();
        face.kerned = face.read_kerning();
        face
    }

    /// The bytes of a table; nothing where the font has no such table.
    pub(crate) fn table(&self, tag: &[u8; 4]) -> &[u8] {
        let (start, length) = self.tables.get(tag).copied().unwrap_or_default();
        self.data.get(start..start + length).unwrap_or_default()
    }

    /// The glyph of a character that the font has.
    pub(crate) fn glyph(&self, char: char) -> Option<u16> {
        let code = u16::try_from(u32::from(char)).ok()?;
        let next = self.runs.partition_point(|(first, ..)| *first <= code);
        let (first, last, glyph) = self.runs[next.checked_sub(1)?];
        (code <= last).then(|| glyph + (code - first))
    }

    /// How far the next glyph stands, in units of the font.
    pub(crate) fn advance(&self, glyph: u16) -> u16 {
        let counted = u16_at(self.table(b"hhea"), 34);
        u16_at(
            self.table(b"hmtx"),
            4 * usize::from(glyph.min(counted.saturating_sub(1))),
        )
    }

    /// How many units an em has.
    pub(crate) fn units(&self) -> u16 {
        u16_at(self.table(b"head"), 18)
    }

    /// How far a line of the font reaches above and below its baseline, in units; both are positive.
    pub(crate) fn reach(&self) -> (i16, i16) {
        let line = self.table(b"hhea");
        (i16_at(line, 4), -i16_at(line, 6))
    }

    /// By how many units two glyphs stand nearer (negative) or farther than their advance.
    pub(crate) fn kerning(&self, left: u16, right: u16) -> i16 {
        let pair = u32::from(left) << 16 | u32::from(right);
        let found = self.kerned.binary_search_by_key(&pair, |(pair, _)| *pair);
        found.map_or(0, |at| self.kerned[at].1)
    }

    /// The closed lines that a glyph is filled between.
    pub(crate) fn outline(&self, glyph: u16) -> Vec<Vec<Point>> {
        let offsets = self.table(b"loca");
        let offset = |at: usize| match u16_at(self.table(b"head"), 50) {
            0 => 2 * usize::from(u16_at(offsets, 2 * at)),
            _ => u32_at(offsets, 4 * at),
        };
        let (start, end) = (offset(usize::from(glyph)), offset(usize::from(glyph) + 1));
        self.table(b"glyf").get(start..end).map(contours).unwrap_or_default()
    }

    fn read_runs(&self) -> Vec<(u16, u16, u16)> {
        let cmap = self.table(b"cmap");
        let map = cmap.get(u32_at(cmap, 8)..).unwrap_or_default();
        let count = usize::from(u16_at(map, 6) / 2);
        let run = |at: usize| {
            let (last, first) = (u16_at(map, 14 + 2 * at), u16_at(map, 16 + 2 * (count + at)));
            (first, last, first.wrapping_add(u16_at(map, 16 + 2 * (2 * count + at))))
        };
        // The last run is the format's own full stop.
        (0..count.saturating_sub(1)).map(run).collect()
    }

    fn read_kerning(&self) -> Vec<(u32, i16)> {
        let pairs = self.table(b"kern").get(18..).unwrap_or_default().chunks_exact(6);
        let pair = |pair: &[u8]| {
            let (left, right) = (u32::from(u16_at(pair, 0)), u32::from(u16_at(pair, 2)));
            (left << 16 | right, i16_at(pair, 4))
        };
        pairs.map(pair).collect()
    }
}

/// Reads a plain glyph: ends of its contours, flags, then steps from point to point.
fn contours(glyph: &[u8]) -> Vec<Vec<Point>> {
    let count = usize::try_from(i16_at(glyph, 0)).unwrap_or(0);
    let ends: Vec<usize> = (0..count)
        .map(|at| usize::from(u16_at(glyph, 10 + 2 * at)) + 1)
        .collect();
    let total = ends.last().copied().unwrap_or(0);
    let hints = 10 + 2 * count;
    let mut at = hints + 2 + usize::from(u16_at(glyph, hints));
    let mut byte = || {
        at += 1;
        glyph.get(at - 1).copied().unwrap_or(0)
    };
    let mut flags = Vec::with_capacity(total);
    while flags.len() < total {
        let flag = byte();
        let again = if flag & 8 == 0 { 0 } else { usize::from(byte()) };
        flags.extend(std::iter::repeat_n(flag, (1 + again).min(total - flags.len())));
    }
    let mut steps = |short: u8, same: u8| -> Vec<i32> {
        let mut now = 0;
        let step = |flag: &u8| {
            now += match (flag & short != 0, flag & same != 0) {
                (true, true) => i32::from(byte()),
                (true, false) => -i32::from(byte()),
                (false, true) => 0,
                (false, false) => i32::from(i16::from_be_bytes([byte(), byte()])),
            };
            now
        };
        flags.iter().map(step).collect()
    };
    let (xs, ys) = (steps(2, 16), steps(4, 32));
    let points: Vec<Point> = (0..total)
        .map(|i| Point {
            x: xs[i],
            y: ys[i],
            on: flags[i] & 1 != 0,
        })
        .collect();
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts
        .zip(&ends)
        .filter_map(|(start, end)| points.get(start..*end))
        .map(<[Point]>::to_vec)
        .collect()
}

/// A big-endian number at a place of some bytes; 0 past their end.
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |b| u16::from_be_bytes([b[0], b[1]]))
}

fn i16_at(bytes: &[u8], at: usize) -> i16 {
    u16_at(bytes, at).cast_signed()
}

fn u32_at(bytes: &[u8], at: usize) -> usize {
    usize::from(u16_at(bytes, at)) << 16 | usize::from(u16_at(bytes, at + 2))
}
