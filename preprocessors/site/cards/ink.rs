//! Shapes on a canvas of few colours: how much of each pixel a shape covers, exactly, and the nearest colour for it.
//!
//! Plain arithmetic of 32 bits in a fixed order, so that every machine draws the same.

use crate::face::CARDS;
use std::ops::Range;

/// What is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Title,
    Accent,
    Muted,
}

/// The paper, then the shades of each ink from faint to full: the colours of `theme/css/general.css` in its light scheme.
const PAPER: [u8; 3] = [0xff, 0xff, 0xff];
const INKS: [(Ink, [u8; 3], u8); 3] = [
    (Ink::Title, [0x1c, 0x23, 0x30], 7),
    (Ink::Accent, [0x0b, 0x62, 0xc4], 4),
    (Ink::Muted, [0x56, 0x5f, 0x70], 4),
];

/// The colours of a canvas, by their numbers: 16 of them.
pub(super) fn palette() -> Vec<[u8; 3]> {
    let shade = |full: [u8; 3], step: u8, steps: u8| {
        let mix = |at: usize| {
            let (from, to) = (i32::from(PAPER[at]), i32::from(full[at]));
            (from + (to - from) * i32::from(step) / i32::from(steps)) as u8
        };
        [mix(0), mix(1), mix(2)]
    };
    let shades = INKS
        .iter()
        .flat_map(|(_, full, steps)| (1..=*steps).map(move |step| shade(*full, step, *steps)));
    std::iter::once(PAPER).chain(shades).collect()
}

/// A picture, one number of a colour a pixel.
pub(super) struct Canvas {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<u8>,
}

/// A point of a closed line in pixels, downwards, and whether the line goes through it or bends towards it.
type Bend = (f32, f32, bool);

impl Canvas {
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            pixels: vec![0; width * height],
        }
    }

    /// Fills a rectangle.
    pub(super) fn fill(&mut self, columns: Range<usize>, rows: Range<usize>, ink: Ink) {
        let (first, steps) = shades(ink);
        for row in rows {
            let start = row * self.width;
            self.pixels[start + columns.start..start + columns.end].fill(first + steps - 1);
        }
    }

    /// Writes a line of text that begins at a point of its baseline, `size` pixels an em.
    pub(super) fn text(&mut self, text: &str, at: (f32, f32), size: f32, ink: Ink) {
        let scale = size / f32::from(CARDS.units());
        let mut contours = Vec::new();
        for (glyph, x) in super::lines::set(text) {
            let place = |point: &crate::face::Point| {
                (
                    at.0 + (x + point.x) as f32 * scale,
                    at.1 - point.y as f32 * scale,
                    point.on,
                )
            };
            contours.extend(
                CARDS
                    .outline(glyph)
                    .iter()
                    .map(|contour| contour.iter().map(place).collect()),
            );
        }
        self.shape(&contours, ink);
    }

    /// Fills what lies between closed lines; one that turns the other way within another is a hole.
    pub(super) fn shape(&mut self, contours: &[Vec<Bend>], ink: Ink) {
        // What would stand outside of the canvas is cut off; nothing that is drawn does.
        let bounds = |of: fn(&Bend) -> f32, most: usize| {
            let all = contours.iter().flatten().map(of);
            let (least, last) = all.fold((f32::MAX, f32::MIN), |(least, last), at| (least.min(at), last.max(at)));
            let from = least.clamp(0.0, most as f32) as usize;
            from..(last.clamp(0.0, most as f32).ceil() as usize).max(from)
        };
        let (rows, columns) = (
            bounds(|point| point.1, self.height),
            bounds(|point| point.0, self.width),
        );
        let mut covered = Covered {
            width: self.width,
            top: rows.start,
            rows: rows.len(),
            edges: Vec::new(),
        };
        covered.edges.resize((self.width + 2) * covered.rows, 0.0);
        for contour in contours {
            trace(contour, |from, to| covered.line(from, to));
        }
        let (first, steps) = shades(ink);
        for row in rows.clone() {
            let mut sum = 0.0_f32;
            let start = row * self.width;
            let edges = &covered.edges[(row - rows.start) * (self.width + 2) + columns.start..];
            let pixels = &mut self.pixels[start + columns.start..start + columns.end];
            for (pixel, edge) in pixels.iter_mut().zip(edges) {
                sum += edge;
                let step = (sum.abs().min(1.0) * f32::from(steps) + 0.5) as u8;
                if step > 0 {
                    *pixel = first + step - 1;
                }
            }
        }
    }
}

/// The number of an ink's faintest shade, and how many it has.
fn shades(ink: Ink) -> (u8, u8) {
    let mut first = 1;
    for (known, _, steps) in INKS {
        if known == ink {
            return (first, steps);
        }
        first += steps;
    }
    (0, 1)
}

/// How much more or less of each pixel is covered than of the one before it, for some rows of a canvas.
struct Covered {
    width: usize,
    top: usize,
    rows: usize,
    edges: Vec<f32>,
}

impl Covered {
    /// Adds a straight edge: cut at the borders of rows, then of pixels.
    fn line(&mut self, from: (f32, f32), to: (f32, f32)) {
        let high = self.top as f32;
        let clamp = |(x, y): (f32, f32)| (x.clamp(0.0, self.width as f32), (y - high).clamp(0.0, self.rows as f32));
        let (from, to) = (clamp(from), clamp(to));
        if from.1 == to.1 {
            return;
        }
        let (sign, from, to) = if from.1 < to.1 {
            (1.0, from, to)
        } else {
            (-1.0, to, from)
        };
        let slope = (to.0 - from.0) / (to.1 - from.1);
        let mut at = from;
        while at.1 < to.1 {
            let row = at.1 as usize;
            let y = (row as f32 + 1.0).min(to.1);
            let x = if y == to.1 { to.0 } else { from.0 + (y - from.1) * slope };
            self.in_row(row, at.0, x, sign * (y - at.1));
            at = (x, y);
        }
    }

    /// Adds the part of an edge that stands in one row, `height` of it high.
    fn in_row(&mut self, row: usize, from: f32, to: f32, height: f32) {
        let (left, right) = (from.min(to), from.max(to));
        let row = row * (self.width + 2);
        let per_pixel = height / (right - left);
        let mut at = left;
        loop {
            let pixel = (at as usize).min(self.width);
            let end = (pixel as f32 + 1.0).min(right);
            let part = if left == right { height } else { (end - at) * per_pixel };
            // What lies right of the edge is covered: part of this pixel, all of the next.
            let beside = (at + end) / 2.0 - pixel as f32;
            if let Some([here, next]) = self.edges.get_mut(row + pixel..row + pixel + 2) {
                *here += part * (1.0 - beside);
                *next += part * beside;
            }
            if end >= right {
                return;
            }
            at = end;
        }
    }
}

/// Walks along a closed line in straight steps. Between two points that it bends towards it goes through their middle.
fn trace(points: &[Bend], mut line: impl FnMut((f32, f32), (f32, f32))) {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return;
    };
    let middle = |a: &Bend, b: &Bend| ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
    let start = match (first.2, last.2) {
        (true, _) => (first.0, first.1),
        (false, true) => (last.0, last.1),
        (false, false) => middle(first, last),
    };
    let mut at = start;
    for (number, point) in points.iter().enumerate() {
        if point.2 {
            line(at, (point.0, point.1));
            at = (point.0, point.1);
            continue;
        }
        let end = match points.get(number + 1) {
            Some(next) if next.2 => (next.0, next.1),
            Some(next) => middle(point, next),
            None => start,
        };
        let from = at;
        for step in 1..=STEPS {
            let t = f32::from(step) / f32::from(STEPS);
            let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
            let to = (
                a * from.0 + b * point.0 + c * end.0,
                a * from.1 + b * point.1 + c * end.1,
            );
            line(at, to);
            at = to;
        }
    }
    line(at, start);
}

/// How many straight steps stand for a bend: at the size of titles they cannot be told from it.
const STEPS: u8 = 6;
