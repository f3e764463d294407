//! From the text of a top-level command to a compressed frame.

#[path = "../../checker/grammar/aws/packed/dash.rs"]
mod dash;
pub(crate) mod text;
mod wire;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write;

/// The frame of one file of `schemas/aws`, and which versions of the CLI have the command. An error says what is wrong with
/// the file.
pub(crate) fn pack(text: &str) -> Result<(Vec<u8>, &'static str), String> {
    let service = text::read(text)?;
    let bytes = wire::write(&service)?;
    let frame = deflate(&bytes).map_err(|error| error.to_string())?;
    let origin = ["Both", "V1Only", "V2Only"][service.root.origin as usize];
    Ok((frame, origin))
}

/// A compressed frame of these bytes.
pub(crate) fn deflate(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
