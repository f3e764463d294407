//! The grammar of the AWS CLI: `schemas/aws`, packed by the build script, unpacked a command at a time.

use flate2::read::DeflateDecoder;
use proof_checker::grammar::aws::facts::{Aws, Entry, Origin, Service};
use std::io::Read;
use std::ops::Range;
use std::sync::OnceLock;

/// All top-level commands and the global options; each is unpacked when it is first asked for.
pub(crate) const AWS: Aws = Aws {
    commands: COMMANDS,
    load: |at| {
        let frame = FRAMES.get(RANGES.get(at)?.clone())?;
        UNPACKED[at].get_or_init(|| unpack(frame)).as_ref()
    },
    globals: || {
        static UNPACKED: OnceLock<Option<Service>> = OnceLock::new();
        UNPACKED.get_or_init(|| unpack(GLOBALS)).as_ref()
    },
};

const COMMANDS: &[Entry] = &include!(concat!(env!("OUT_DIR"), "/commands.rs"));
/// Where the frame of each command stands.
const RANGES: &[Range<usize>] = &include!(concat!(env!("OUT_DIR"), "/ranges.rs"));
const FRAMES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/frames.bin"));
const GLOBALS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/globals.bin"));

static UNPACKED: [OnceLock<Option<Service>>; COMMANDS.len()] = [const { OnceLock::new() }; COMMANDS.len()];

fn unpack(frame: &[u8]) -> Option<Service> {
    let mut bytes = Vec::with_capacity(frame.len() * 4);
    DeflateDecoder::new(frame).read_to_end(&mut bytes).ok()?;
    Service::new(bytes)
}

#[cfg(test)]
mod tests;
