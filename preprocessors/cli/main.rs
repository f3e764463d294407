//! `mdbook-proof`: everything that touches the world. Reads the command line and
//! hands over to the command.

mod args;
mod book;
mod build;
mod check;
mod explain;
#[cfg(feature = "links")]
mod external;
#[cfg(not(feature = "links"))]
#[path = "external/without.rs"]
mod external;
mod failure;
mod files;
mod finish;
mod fix;
mod help;
mod init;
mod memory;
mod preprocess;
mod proof;
mod run;
mod scratch;
mod screen;
mod serve;
mod settings;
mod surroundings;

use std::process::ExitCode;

fn main() -> ExitCode {
    match args::parse(lexopt::Parser::from_env()) {
        Ok(command) => command.run(),
        Err((failure, lang)) => failure.exit(args::spoken(lang)),
    }
}
