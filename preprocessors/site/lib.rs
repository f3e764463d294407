//! A checked chapter -> what its reader gets. Text in, text out: writing files
//! is the business of the binary.

mod annotate;
mod colour;
mod html;
mod rule_pages;
pub mod search;

pub use annotate::annotate;
pub use rule_pages::{MARK, Page, pages};
