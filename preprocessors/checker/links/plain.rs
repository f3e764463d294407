//! Links in Markdown that no book claims. Nobody knows which tool makes pages of
//! it, so that a target is missed only where it is Markdown or an image, and an
//! anchor only where no tool could make it of what the file holds.

use super::say::Fault;
use super::target::{Here, has_extension};
use super::{Chapter, Matching, anchor, join, nearest_name, parent, relative};

/// What every tool serves as it is, or reads as a page.
const KNOWN: [&str; 9] = ["md", "markdown", "png", "jpg", "jpeg", "gif", "svg", "webp", "avif"];

/// What is wrong with a link in a file below `whole`, a folder that holds everything that the file may refer to.
pub(super) fn check(chapter: &Chapter, whole: Option<&str>, here: &Here, near: bool) -> Option<Fault> {
    if here.written.is_empty() {
        let fault = anchor(chapter.anchors, here, Matching::Loose, near)?;
        return Some(Fault::Anchor { fault, path: None });
    }
    let path = join(chapter.path, &here.written);
    if !has_extension(&path, &KNOWN) {
        return None;
    }
    let (folder, name) = parent(&path);
    let listing = (chapter.site.folder)(folder)?;
    if listing.folders.contains(name) {
        return None;
    }
    if listing.files.contains(name) {
        return no_anchor(chapter, here, path, near);
    }
    // An empty folder may be a part that was not fetched.
    let certain = whole.is_some_and(|whole| below(&path, whole)) && !listing.files.is_empty();
    let slip = if near {
        nearest_name(name, listing.files.iter().map(String::as_str))
    } else {
        None
    };
    let near = slip.map(|slip| relative(chapter.path, &join(&path, slip)));
    (certain || near.is_some()).then_some(Fault::Missing { path, near })
}

fn no_anchor(chapter: &Chapter, here: &Here, path: String, near: bool) -> Option<Fault> {
    // Sites that show files number their lines.
    let lines = here
        .fragment
        .strip_prefix('L')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if here.fragment.is_empty() || lines || !here.is_markdown() {
        return None;
    }
    let anchors = (chapter.site.anchors)(&path)?;
    let fault = anchor(&anchors, here, Matching::Loose, near)?;
    Some(Fault::Anchor {
        fault,
        path: Some(path),
    })
}

/// Whether a path lies below a folder.
fn below(path: &str, folder: &str) -> bool {
    match folder {
        "" | "." => !path.starts_with("../") && !path.starts_with('/'),
        folder => path
            .strip_prefix(folder)
            .is_some_and(|rest| folder.ends_with('/') || rest.starts_with('/')),
    }
}
