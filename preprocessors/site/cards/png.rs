//! PNG with a palette of 16 colours, two pixels a byte.

use super::ink::{Canvas, palette};
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use std::io::Write as _;

/// The file of a picture.
pub(super) fn encode(canvas: &Canvas) -> Vec<u8> {
    let mut rows = Vec::with_capacity(canvas.height * (canvas.width / 2 + 1));
    for row in canvas.pixels.chunks_exact(canvas.width) {
        // Rows are stored as they are: what a filter would make of numbers of colours packs worse.
        rows.push(0);
        rows.extend(
            row.chunks(2)
                .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)),
        );
    }
    // The next level takes twice as long, for four hundredths of the bytes.
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::new(5));
    // Writing to memory cannot fail.
    let packed = packed
        .write_all(&rows)
        .and_then(|()| packed.finish())
        .unwrap_or_default();
    let mut header = [canvas.width, canvas.height]
        .map(|side| (side as u32).to_be_bytes())
        .concat();
    header.extend([4, 3, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [
        (b"IHDR", header),
        (b"PLTE", palette().concat()),
        (b"IDAT", packed),
        (b"IEND", Vec::new()),
    ] {
        let mut sum = Crc::new();
        sum.update(kind);
        sum.update(&data);
        file.extend((data.len() as u32).to_be_bytes());
        file.extend(kind);
        file.extend(data);
        file.extend(sum.sum().to_be_bytes());
    }
    file
}
