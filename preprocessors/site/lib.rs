//! A checked chapter -> what its reader gets. Text in, text out: writing files
//! is the business of the binary.

mod annotate;
pub mod cards;
mod colour;
mod cores;
mod explain;
mod face;
mod fargate;
mod finish;
mod folded;
pub mod fonts;
mod html;
mod layers;
mod proven;
mod rule_pages;
mod search;
mod tags;
mod theme;
mod values;
mod words;

pub use annotate::{Setting, annotate};
pub use cores::on_every_core;
pub use finish::{Book, Entry, Files, Kind, finish, finish_few};
pub use proven::{PROOF_MARK, Proof};
pub use rule_pages::{MARK, Page, pages};
pub use theme::theme_files;
pub use values::{Naming, Variable};
