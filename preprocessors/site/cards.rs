//! The picture that a link to a page is shown with: its title, large, with the part and the book that it stands in.
//!
//! It is drawn from outlines, without any program or font of the machine, so that the same words give the same bytes anywhere.

mod ink;
mod lines;
mod png;

use ink::{Canvas, Ink};
use lines::{can_show, fitted, shortened};

/// How wide and high a picture is, in pixels: what OpenGraph's readers ask for.
pub const SIZE: (usize, usize) = (1200, 630);

/// What stands in a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Card<'a> {
    /// The page's title.
    pub title: &'a str,
    /// The name of the part of the book that it is in, where it is in one.
    pub part: Option<&'a str>,
    /// The book's name.
    pub book: &'a str,
}

/// Draws a picture, as PNG.
///
/// There is none where the title has no letters, or some that our font lacks: a title with holes is worse than none. What else
/// is lacking, as emoji are, is left out, and so are the names of the part and the book if they cannot be shown.
pub fn draw(card: &Card) -> Option<Vec<u8>> {
    if !can_show(card.title) {
        return None;
    }
    let mut canvas = Canvas::new(SIZE.0, SIZE.1);
    canvas.fill(0..BAR, 0..SIZE.1, Ink::Accent);
    let part = card.part.filter(|part| can_show(part));
    if let Some(part) = part {
        canvas.text(&shortened(part, WIDTH / SMALL), (LEFT, TOP), SMALL, Ink::Accent);
    }
    let title = fitted(card.title, WIDTH);
    let step = title.size * 1.3;
    // From the top of the first line's capitals to the last baseline, in the middle of what part and book leave.
    let height = step * (title.lines.len() - 1) as f32 + title.size * CAPITALS;
    let room = if part.is_some() {
        (TOP + 30.0, FOOT - 75.0)
    } else {
        (LEFT, FOOT - 75.0)
    };
    let first = (room.0 + room.1 - height) / 2.0 + title.size * CAPITALS;
    for (at, line) in title.lines.iter().enumerate() {
        canvas.text(line, (LEFT, first + step * at as f32), title.size, Ink::Title);
    }
    if can_show(card.book) {
        canvas.shape(&mark(LEFT, FOOT - 37.0, 48.0), Ink::Accent);
        canvas.text(
            &shortened(card.book, (WIDTH - 70.0) / SMALL),
            (LEFT + 70.0, FOOT),
            SMALL,
            Ink::Muted,
        );
    }
    Some(png::encode(&canvas))
}

/// How wide the bar at the left edge is.
const BAR: usize = 24;

/// Where text begins, and how wide it may become.
const LEFT: f32 = 96.0;
const WIDTH: f32 = 1024.0;

/// The baselines of the part's name and of the book's.
const TOP: f32 = 128.0;
const FOOT: f32 = 546.0;

/// The size of both.
const SMALL: f32 = 36.0;

/// How high a capital is, of its size.
const CAPITALS: f32 = 0.71;

/// The sign of what is proven: a hook left out of a rounded square, as wide as `size`.
fn mark(left: f32, top: f32, size: f32) -> Vec<Vec<(f32, f32, bool)>> {
    // In 24ths of the square; corners bend towards points that are on no line.
    let square = [
        (5, 0, true),
        (19, 0, true),
        (24, 0, false),
        (24, 5, true),
        (24, 19, true),
        (24, 24, false),
        (19, 24, true),
        (5, 24, true),
        (0, 24, false),
        (0, 19, true),
        (0, 5, true),
        (0, 0, false),
    ];
    // Drawn the other way round, so that it is a hole.
    let hook = [
        (5, 12, true),
        (10, 18, true),
        (20, 8, true),
        (18, 6, true),
        (10, 14, true),
        (7, 10, true),
    ];
    let place = |(x, y, on): &(i32, i32, bool)| (left + *x as f32 * size / 24.0, top + *y as f32 * size / 24.0, *on);
    vec![square.iter().map(place).collect(), hook.iter().map(place).collect()]
}
