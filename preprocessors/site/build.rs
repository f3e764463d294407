//! Packs the base fonts of `theme/fonts` for the binary.

use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::env;
use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../theme/fonts");
    for name in ["code.ttf", "cards.ttf"] {
        let path = folder.join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        let file = fs::File::create(Path::new(&env::var("OUT_DIR")?).join(name).with_extension("deflate"))?;
        let mut packed = DeflateEncoder::new(file, Compression::best());
        packed.write_all(&fs::read(path)?)?;
        packed.finish()?;
    }
    Ok(())
}
