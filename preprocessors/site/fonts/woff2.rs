//! WOFF2, https://www.w3.org/TR/WOFF2/: the tables of a font in one Brotli stream, its outlines taken apart so that it packs well.

use crate::face::Point;

/// A table as it is stored.
pub(crate) struct Table {
    /// Its number among the tags that the format knows.
    pub(crate) known: u8,
    /// How long it is in an unpacked font.
    pub(crate) length: usize,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// The number of the transformation that was done to it; nothing where it is stored as it is.
    pub(crate) transformed: Option<u8>,
}

/// The number that stands for `glyf` and `loca` as they are taken apart here.
const OUTLINES: u8 = 0;

/// The number that stands for `hmtx` without its left side bearings.
const METRICS: u8 = 1;

/// The file of a font with these tables, in this order.
pub(crate) fn file(tables: &[Table]) -> Vec<u8> {
    let mut directory = Vec::new();
    for table in tables {
        directory.push(table.known | table.transformed.unwrap_or(0) << 6);
        directory.extend(base_128(table.length));
        if table.transformed.is_some() {
            directory.extend(base_128(table.bytes.len()));
        }
    }
    let packed = pack(
        &tables
            .iter()
            .flat_map(|table| &table.bytes)
            .copied()
            .collect::<Vec<u8>>(),
    );
    let unpacked: usize = tables.iter().map(|table| 16 + table.length.next_multiple_of(4)).sum();
    let length = (48 + directory.len() + packed.len()).next_multiple_of(4);
    let mut file = b"wOF2\0\x01\0\0".to_vec();
    file.extend(long(length));
    file.extend(short(tables.len()));
    file.extend(short(0));
    file.extend(long(12 + unpacked));
    file.extend(long(packed.len()));
    // A version of our own, and neither metadata nor private data.
    file.extend([0, 1, 0, 0]);
    file.extend([0; 20]);
    file.extend(directory);
    file.extend(packed);
    file.resize(length, 0);
    file
}

/// How hard the stream is packed, of 11: the whole font of a book's code takes 4 ms, where 11 takes 80 for files 5 percent smaller.
const QUALITY: i32 = 6;

fn pack(bytes: &[u8]) -> Vec<u8> {
    let options = brotli::enc::BrotliEncoderParams {
        quality: QUALITY,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    // Writing to memory cannot fail; a font of nothing would be refused by every browser, and the system's taken.
    if brotli::BrotliCompress(&mut &*bytes, &mut packed, &options).is_err() {
        packed.clear();
    }
    packed
}

/// `glyf` and `loca` of these outlines, the second being empty: it follows from the first.
pub(crate) fn outlines(glyphs: &[Vec<Vec<Point>>]) -> [Table; 2] {
    let (mut counts, mut sizes, mut flags, mut steps) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for glyph in glyphs {
        counts.extend(short(glyph.len()));
        for contour in glyph {
            sizes.extend(few(contour.len()));
        }
        let (mut x, mut y) = (0, 0);
        for point in glyph.iter().flatten() {
            flags.push(step(point.x - x, point.y - y, point.on, &mut steps));
            (x, y) = (point.x, point.y);
        }
        if !glyph.is_empty() {
            // No hints.
            steps.extend(few(0));
        }
    }
    // Every glyph has the bounding box of its points, which is not written then; one bit a glyph says so.
    let boxes = vec![0; 4 * glyphs.len().div_ceil(32)];
    let mut bytes = [short(0), short(0), short(glyphs.len()), short(1)].concat();
    let (composites, hints) = (Vec::new(), Vec::new());
    let streams = [counts, sizes, flags, steps, composites, boxes, hints];
    bytes.extend(streams.iter().flat_map(|stream| long(stream.len())));
    bytes.extend(streams.iter().flatten());
    let points: usize = glyphs.iter().flatten().map(Vec::len).sum();
    let table = |known, length, bytes| Table {
        known,
        length,
        bytes,
        transformed: Some(OUTLINES),
    };
    [
        table(10, 5 * points, bytes),
        table(11, 4 * (glyphs.len() + 1), Vec::new()),
    ]
}

/// `hmtx` of these widths; left side bearings follow from the outlines. Gives also how many widths are written.
pub(crate) fn metrics(widths: &[u16]) -> (Table, usize) {
    let last = widths.last().copied().unwrap_or(0);
    let counted = 1 + widths.iter().rposition(|width| *width != last).map_or(0, |at| at + 1);
    // Two bits say that neither the bearings beside the widths nor those after them are there.
    let bytes = std::iter::once(3)
        .chain(widths.iter().take(counted).flat_map(|width| width.to_be_bytes()))
        .collect();
    let table = Table {
        known: 3,
        length: 2 * (widths.len() + counted),
        bytes,
        transformed: Some(METRICS),
    };
    (table, counted)
}

/// The step to a point: the flag that is given says how it is written in `steps`.
fn step(x: i32, y: i32, on: bool, steps: &mut Vec<u8>) -> u8 {
    let (right, up) = (u8::from(x >= 0), u8::from(y >= 0));
    let (across, along) = (x.unsigned_abs(), y.unsigned_abs());
    let low = |number: u32| (number & 0xff) as u8;
    let signs = right + 2 * up;
    let flag = if across == 0 && along < 1280 {
        steps.push(low(along));
        low((along & 0xf00) >> 7) + up
    } else if along == 0 && across < 1280 {
        steps.push(low(across));
        10 + low((across & 0xf00) >> 7) + right
    } else if across < 65 && along < 65 && across > 0 && along > 0 {
        let (across, along) = (across - 1, along - 1);
        steps.push(low((across & 15) << 4 | along & 15));
        20 + low(across & 0x30) + low((along & 0x30) >> 2) + signs
    } else if across < 769 && along < 769 && across > 0 && along > 0 {
        let (across, along) = (across - 1, along - 1);
        steps.extend([low(across), low(along)]);
        84 + 12 * low(across >> 8) + 4 * low(along >> 8) + signs
    } else if across < 4096 && along < 4096 {
        steps.extend([low(across >> 4), low((across & 15) << 4 | along >> 8), low(along)]);
        120 + signs
    } else {
        steps.extend([low(across >> 8), low(across), low(along >> 8), low(along)]);
        124 + signs
    };
    if on { flag } else { flag | 0x80 }
}

/// A number below 65,536 that is mostly small: the format's `255UInt16`.
fn few(number: usize) -> Vec<u8> {
    match number {
        0..253 => vec![number as u8],
        253..506 => vec![255, (number - 253) as u8],
        506..762 => vec![254, (number - 506) as u8],
        _ => [vec![253], short(number)].concat(),
    }
}

/// A length: the format's `UIntBase128`.
fn base_128(number: usize) -> Vec<u8> {
    let digits = (usize::BITS - number.leading_zeros()).div_ceil(7).max(1);
    let digit = |at: u32| (number >> (7 * at) & 0x7f) as u8 | if at == 0 { 0 } else { 0x80 };
    (0..digits).rev().map(digit).collect()
}

pub(crate) fn short(number: usize) -> Vec<u8> {
    (number as u16).to_be_bytes().to_vec()
}

fn long(number: usize) -> Vec<u8> {
    (number as u32).to_be_bytes().to_vec()
}
