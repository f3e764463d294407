//! The picture that a link to a page is shown with, for every chapter of a book that says where it is published.

use super::chapters::Outline;
use super::{Book, Files, Kind, assets};
use crate::cards::{Card, draw};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The paths of the pictures, by those of the pages.
pub(super) type Pictures = HashMap<String, String>;

/// Adds the pictures of the pages that are there.
pub(super) fn add(book: &Book, outline: &Outline, files: &mut Files) -> Pictures {
    let mut pictures = Pictures::new();
    if book.url.is_none() {
        // Whoever asks for a picture knows its whole address or none.
        return pictures;
    }
    for (index, entry) in book.entries.iter().enumerate() {
        let Kind::Page { path, .. } = &entry.kind else { continue };
        if !files.contains_key(path) {
            continue;
        }
        let card = Card {
            title: &entry.name,
            part: outline.part(index),
            book: &book.title,
        };
        if let Some(bytes) = drawn(&card) {
            let picture = assets::fingerprinted("card.png", &bytes);
            files.insert(picture.clone(), bytes);
            pictures.insert(path.clone(), picture);
        }
    }
    pictures
}

/// Pictures by what stands in them; nothing where there is none.
type Drawn = HashMap<[String; 3], Option<Vec<u8>>>;

/// The picture of a card. Each is drawn once: a book that is served is finished again and again, and its titles seldom change.
fn drawn(card: &Card) -> Option<Vec<u8>> {
    static DRAWN: Mutex<Option<Drawn>> = Mutex::new(None);
    let key = [card.title, card.part.unwrap_or_default(), card.book].map(str::to_owned);
    let mut drawn = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
    drawn
        .get_or_insert_default()
        .entry(key)
        .or_insert_with(|| draw(card))
        .clone()
}
