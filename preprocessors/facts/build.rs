//! Packs `schemas/aws` into the binary: one compressed frame for each top-level command, and an index of them; and
//! `schemas/iam-actions.txt`, in one frame.

#[path = "pack/mod.rs"]
mod pack;

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The file of the global options, which are no command's.
const GLOBALS: &str = "globals";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../schemas/aws");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let name = entry?
            .file_name()
            .into_string()
            .map_err(|name| format!("{} is no name", name.display()))?;
        names.extend(name.strip_suffix(".txt").map(str::to_owned));
    }
    names.sort();
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let (mut frames, mut commands, mut ranges) = (Vec::new(), String::from("["), String::from("["));
    for name in &names {
        let text = fs::read_to_string(folder.join(format!("{name}.txt")))?;
        let (frame, origin) = pack::pack(&text).map_err(|error| format!("schemas/aws/{name}.txt: {error}"))?;
        if name == GLOBALS {
            fs::write(out.join("globals.bin"), frame)?;
            continue;
        }
        writeln!(commands, "Entry {{ name: {name:?}, origin: Origin::{origin} }},")?;
        writeln!(ranges, "{}..{},", frames.len(), frames.len() + frame.len())?;
        frames.extend(frame);
    }
    let actions = Path::new("../../schemas/iam-actions.txt");
    println!("cargo::rerun-if-changed={}", actions.display());
    fs::write(out.join("actions.bin"), pack::deflate(&fs::read(actions)?)?)?;
    fs::write(out.join("frames.bin"), frames)?;
    fs::write(out.join("commands.rs"), commands + "]")?;
    fs::write(out.join("ranges.rs"), ranges + "]")?;
    Ok(())
}
