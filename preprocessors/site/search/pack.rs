//! Postings and words in few bytes: what `unpack` in `theme/scripts/search/book.js` reads.
//!
//! Places are coded by binary interpolation: the middle one within its bounds, then each half within what is left. It is
//! near the least that is possible, and nearly nothing where sections that share a word stand together.

/// Bits, the highest of each byte first.
#[derive(Default)]
pub(super) struct Bits {
    bytes: Vec<u8>,
    free: u32,
}

impl Bits {
    fn put(&mut self, value: u32, mut width: u32) {
        while width > 0 {
            if self.free == 0 {
                self.bytes.push(0);
                self.free = 8;
            }
            let now = width.min(self.free);
            width -= now;
            self.free -= now;
            let bits = (value >> width) as u8 & (0xff >> (8 - now));
            if let Some(last) = self.bytes.last_mut() {
                *last |= bits << self.free;
            }
        }
    }

    /// A number from 0 to `range - 1`, all equally likely.
    fn put_below(&mut self, value: u32, range: u32) {
        if range < 2 {
            return;
        }
        let width = range.ilog2();
        let short = (2 << width) - range;
        if value < short {
            self.put(value, width);
        } else {
            self.put(value + short, width + 1);
        }
    }

    /// A number from 1 on, small ones in fewer bits.
    fn put_count(&mut self, value: u32) {
        let width = value.ilog2();
        self.put(0, width);
        self.put(value, width + 1);
    }

    /// Ascending numbers from `low` to `high`, whose count is known.
    fn put_ascending(&mut self, numbers: &[u32], low: u32, high: u32) {
        let half = numbers.len() / 2;
        let Some(&middle) = numbers.get(half) else { return };
        let least = low + as_u32(half);
        let most = high - as_u32(numbers.len() - 1 - half);
        self.put_below(middle - least, most - least + 1);
        if half > 0 {
            self.put_ascending(&numbers[..half], low, middle - 1);
        }
        if half + 1 < numbers.len() {
            self.put_ascending(&numbers[half + 1..], middle + 1, high);
        }
    }

    /// The places of a word among `count` sections, and which of them are its own ground.
    pub(super) fn put_places(&mut self, places: &[(u32, bool)], count: u32) {
        let ids: Vec<u32> = places.iter().map(|(id, _)| *id).collect();
        self.put_count(as_u32(ids.len()));
        self.put_ascending(&ids, 0, count - 1);
        if ids.len() > 1 {
            let strong: Vec<u32> = (0..)
                .zip(places)
                .filter(|(_, (_, strong))| *strong)
                .map(|(at, _)| at)
                .collect();
            self.put_below(as_u32(strong.len()), as_u32(ids.len()) + 1);
            self.put_ascending(&strong, 0, as_u32(ids.len()) - 1);
        }
    }

    pub(super) fn base64(&self) -> String {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut out = String::with_capacity(self.bytes.len() * 4 / 3 + 4);
        for three in self.bytes.chunks(3) {
            let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or_default());
            let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
            for at in 0..4 {
                let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
                out.push(if at <= three.len() { char::from(letter) } else { '=' });
            }
        }
        out
    }
}

/// Counts here are of sections and words; a book has no four thousand millions of them.
fn as_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Sorted words, each as a capital letter that says how much of the one before it keeps (`A` is nothing), and the rest.
/// Words hold no capitals of ASCII.
pub(super) fn front_coded<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    let mut before: Vec<char> = Vec::new();
    for word in words {
        let chars: Vec<char> = word.chars().collect();
        let shared = chars.iter().zip(&before).take(25).take_while(|(a, b)| a == b).count();
        out.push(char::from(b'A' + u8::try_from(shared).unwrap_or_default()));
        out.extend(&chars[shared..]);
        before = chars;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_share_their_beginnings() {
        assert_eq!(
            front_coded(["task", "tasks", "team", "태스크"].into_iter()),
            "AtaskEsBeamA태스크"
        );
    }

    #[test]
    fn places_take_few_bits() {
        let bits = |places: &[(u32, bool)], count| {
            let mut bits = Bits::default();
            bits.put_places(places, count);
            bits.base64()
        };
        // One bit for the count, three for a place among eight.
        assert_eq!(bits(&[(5, true)], 8), "0A==");
        // Everywhere: nothing but the count, and which are strong: one of three, the second.
        assert_eq!(bits(&[(0, false), (1, true), (2, false)], 3), "bA==");
    }
}
