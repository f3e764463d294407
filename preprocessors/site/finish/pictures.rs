//! The picture that a link to a page is shown with, for every chapter of a book that says where it is published.

use super::chapters::Outline;
use super::{Book, Files, Pages, assets};
use crate::cards::{Card, draw};
use crate::cores::on_every_core;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

/// The paths of the pictures, by those of the pages.
pub(super) type Pictures = HashMap<String, String>;

/// Adds the pictures of the pages that are there.
pub(super) fn add(book: &Book, outline: &Outline, pages: &Pages, files: &mut Files) -> Pictures {
    let mut pictures = Pictures::new();
    if book.url.is_none() {
        // Whoever asks for a picture knows its whole address or none.
        return pictures;
    }
    let cards = book.entries.iter().enumerate().filter_map(|(index, entry)| {
        let card = Card {
            title: &entry.name,
            part: outline.part(index),
            book: &book.title,
        };
        Some((pages.get_key_value(entry.path()?)?.0, card))
    });
    let cards: Vec<(&String, Card)> = cards.collect();
    let draw = |(_, card): &(&String, Card)| drawn(card);
    on_every_core(&cards, usize::MAX, draw, |(path, _), drawn| {
        if let Some(bytes) = drawn {
            let picture = assets::fingerprinted("card.png", &bytes);
            files.insert(picture.clone(), bytes);
            pictures.insert((*path).clone(), picture);
        }
    });
    pictures
}

/// Pictures by what stands in them; nothing where there is none.
type Drawn = BTreeMap<[String; 3], Option<Vec<u8>>>;

/// The picture of a card. Each is drawn once: a book that is served is finished again and again, and its titles seldom change.
fn drawn(card: &Card) -> Option<Vec<u8>> {
    static DRAWN: Mutex<Drawn> = Mutex::new(Drawn::new());
    let all = || DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
    let key = [card.title, card.part.unwrap_or_default(), card.book].map(str::to_owned);
    if let Some(drawn) = all().get(&key) {
        return drawn.clone();
    }
    let drawn = draw(card);
    all().insert(key, drawn.clone());
    drawn
}
