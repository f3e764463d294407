//! A checked chapter -> what its reader gets. Text in, text out: writing files
//! is the business of the binary.

mod annotate;
mod colour;
mod face;
mod finish;
pub mod fonts;
mod html;
mod rule_pages;
mod search;
mod tags;
mod words;

pub use annotate::annotate;
pub use finish::{Book, Entry, Files, Kind, finish};
pub use rule_pages::{MARK, Page, pages};
