//! `mdbook-proof`: everything that touches the world. Reads the command line and
//! hands over to the command.

mod args;
mod book;
mod build;
mod check;
mod explain;
mod failure;
mod files;
mod fix;
mod help;
mod preprocess;
mod screen;
mod serve;
mod settings;

use std::process::ExitCode;

fn main() -> ExitCode {
    args::parse(lexopt::Parser::from_env()).map_or_else(|failure| failure.exit(args::spoken(None)), args::Command::run)
}
