//! What words are worth to a search: how much each says of the sections that it stands in, and which of them the index
//! has room for.

use super::sections::{Section, Set};
use super::words::{inflected, words};
use super::{AT_ONCE, Doc, Kind, Page};
use crate::cores::on_every_core;
use ahash::RandomState;
use std::borrow::Cow;
use std::collections::HashSet;
use std::collections::hash_map::{Entry, HashMap};

/// How much each word says of the sections that it stands in, by their numbers and in their order: from 0 to 1.
pub(super) type Said<'a> = HashMap<Cow<'a, str>, Vec<(u32, f32)>, RandomState>;

/// The sections that a word stands in, and whether it is what they are about.
pub(super) type Places = Vec<(u32, bool)>;

/// How much a word counts by how it is set.
fn weight(set: Set) -> f32 {
    match set {
        Set::Prose => 1.0,
        Set::Said => 1.5,
        Set::Strong => 2.5,
        Set::Code => 2.0,
        Set::Block => 0.5,
        // The name of something elsewhere, for who asks for it: no place here is about it.
        Set::Away => 0.1,
    }
}

/// How much the operation of a command counts.
const CALLED: f32 = 2.5;

/// The bytes that words and places may take, a section; and for any book, however short.
pub(super) const BYTES_PER_SECTION: usize = 16;
const LEAST_BYTES: usize = 8_192;

/// How many times as much they may take with those that are read once somebody asks with a word that the others lack.
const REST: usize = 5;

/// About the bits that a word itself takes in the list of words, compressed.
const WORD_BITS: f32 = 24.0;

/// From what share of the best that a section can say of a word on it is that word's own ground.
const STRONG: f32 = 0.6;

/// What the texts say.
pub(super) fn said<'a>(pages: &[Page], docs: &'a [Doc]) -> Said<'a> {
    let mut first = 0;
    let alike = |one: &Doc, next: &Doc| one.page / AT_ONCE == next.page / AT_ONCE;
    let parts = docs.chunk_by(alike).map(|docs| {
        let from = first;
        first += docs.len();
        (from, docs)
    });
    let parts: Vec<(usize, &[Doc])> = parts.collect();
    let read = |(first, docs): &(usize, &'a [Doc])| said_on(pages, docs, *first);
    let mut all = Said::default();
    let mut lengths: Vec<f32> = Vec::with_capacity(docs.len());
    on_every_core(&parts, usize::MAX, read, |_, (said, more)| {
        lengths.extend(more);
        for (word, places) in said {
            match all.entry(word) {
                Entry::Vacant(place) => drop(place.insert(places)),
                Entry::Occupied(mut known) => known.get_mut().extend(places),
            }
        }
    });
    let average = (lengths.iter().sum::<f32>() / lengths.len().max(1) as f32).max(1.0);
    // What a long section says once, it says less of.
    let rest = |length: &f32| 0.6 + 0.6 * (length / average).max(0.3).sqrt();
    let rests: Vec<f32> = lengths.iter().map(rest).collect();
    for (id, weight) in all.values_mut().flatten() {
        *weight /= *weight + rests[*id as usize];
    }
    all
}

/// How much each word is said in some sections, the first of which has the number `first`, and how much is said in each.
fn said_on<'a>(pages: &[Page], docs: &'a [Doc], first: usize) -> (Said<'a>, Vec<f32>) {
    let mut said = Said::default();
    let mut lengths = Vec::with_capacity(docs.len());
    for (id, doc) in (u32::try_from(first).unwrap_or(u32::MAX)..).zip(docs) {
        let mut length = 0.0;
        each_said(&pages[doc.page], &doc.section, |word, weight| {
            length += weight;
            let places = said.entry(word).or_default();
            match places.last_mut() {
                Some((last, sum)) if *last == id => *sum += weight,
                _ => places.push((id, weight)),
            }
        });
        lengths.push(length);
    }
    (said, lengths)
}

/// The words of a section's text, and how much each counts where it stands.
fn each_said<'a>(page: &Page, section: &'a Section, mut each: impl FnMut(Cow<'a, str>, f32)) {
    // A list of what to read next is about none of it, nor is one of all that the book has words for.
    let share = if section.linked * 5 > section.text.len() * 2 || is_glossary(page.title) {
        0.3
    } else {
        1.0
    };
    let (mut set, mut again) = (settings(section), settings(section));
    for (at, word) in words(&section.text, |at| again(at) == Set::Block) {
        let before = &section.text[..at];
        let set = set(at);
        if let Set::Block | Set::Code = set
            && let Some(tool) = tool(before)
        {
            each(Cow::Owned(format!("{tool} {word}")), share * CALLED);
        }
        let called = set == Set::Block && is_operation(before, &word);
        let weight = match set {
            // What a rule says is found as a message, and would put the words of chapters out of the list.
            Set::Said if page.kind == Kind::Rule => 0.0,
            Set::Away if is_address(&section.text, at) => 0.0,
            _ if called => share * CALLED,
            set => share * weight(set),
        };
        if weight > 0.0 {
            each(word, weight);
        }
    }
}

/// Whether the word that begins at a byte is a part of an address, which is no word of anybody's.
fn is_address(text: &str, at: usize) -> bool {
    let start = text[..at].rfind(' ').map_or(0, |space| space + 1);
    text[start..].starts_with("http")
}

/// How a section's text is set at a byte; to be asked for bytes in their order.
fn settings(section: &Section) -> impl FnMut(usize) -> Set {
    let mut now = Set::Prose;
    let mut runs = section.runs.iter().peekable();
    move |at| {
        while let Some((_, set)) = runs.next_if(|(start, _)| *start <= at) {
            now = *set;
        }
        now
    }
}

/// Whether a page of that title defines what the book has words for.
pub(super) fn is_glossary(title: &str) -> bool {
    title.contains("용어집") || title.to_ascii_lowercase().contains("glossary")
}

/// Tools whose commands are asked for together with their name, `docker logs`: each part by itself stands everywhere.
const TOOLS: [&str; 5] = ["docker", "git", "npm", "cargo", "kubectl"];

/// The tool that the text before a word ends with.
fn tool(before: &str) -> Option<&'static str> {
    let line = before.strip_suffix(' ')?;
    TOOLS.into_iter().find(|tool| {
        let start = line.strip_suffix(tool);
        start.is_some_and(|start| !start.ends_with(|c: char| c.is_alphanumeric() || "-_/.".contains(c)))
    })
}

/// Whether a word of a command is the operation, which tells more than an option or a value: `run-task` of `aws ecs run-task`.
fn is_operation(before: &str, word: &str) -> bool {
    let mut words = before.trim_end_matches(' ').rsplit(' ');
    before.ends_with(' ') && word.contains('-') && words.next().is_some() && words.next() == Some("aws")
}

/// Words, sorted, with their places.
pub(super) type Words<'a> = Vec<(Cow<'a, str>, Places)>;

/// The words that are worth their bytes, with their places among so many sections; and the rest, as far as there is room
/// for it in a file of its own. `headed` are the words of headings.
pub(super) fn kept<'a>(said: Said<'a>, headed: &HashSet<Cow<str>>, docs: usize) -> [Words<'a>; 2] {
    let said: Vec<_> = said
        .into_iter()
        .map(|(word, places)| {
            let worth = worth(&word, headed, places.len(), docs);
            (word, places, worth)
        })
        .collect();
    let each_place = said
        .iter()
        .flat_map(|(_, places, (worth, bits))| places.iter().map(move |(_, weight)| (weight * worth, *bits)));
    let mut each_place: Vec<_> = each_place.collect();
    let room = LEAST_BYTES.max(docs * BYTES_PER_SECTION) * 8;
    let least_of_rest = least_worth(&mut each_place, (room * REST) as f64);
    let least = least_worth(&mut each_place, room as f64);
    let mut kept = [Vec::with_capacity(said.len()), Vec::with_capacity(said.len())];
    for (word, places, (worth, _)) in said {
        let [mut first, mut rest] = [Places::new(), Places::new()];
        for (id, weight) in places {
            if weight * worth >= least {
                first.push((id, weight >= STRONG));
            } else if weight * worth >= least_of_rest {
                rest.push((id, false));
            }
        }
        if !rest.is_empty() {
            kept[1].push((word.clone(), rest));
        }
        if !first.is_empty() {
            kept[0].push((word, first));
        }
    }
    kept.iter_mut().for_each(|words| words.sort_unstable());
    kept
}

/// From how many letters on a word is a name that somebody pastes, `toomanyrequests`, and how much more it is looked for.
const LONG: usize = 12;
const LONG_SOUGHT: f32 = 1.3;

/// What a place of a word is worth for each bit that it takes, were the word all that its section says; and its bits.
fn worth(word: &str, headed: &HashSet<Cow<str>>, places: usize, docs: usize) -> (f32, f32) {
    let rarity = (1.0 + docs as f32 / places as f32).log2();
    let bits = rarity + 1.2 + WORD_BITS / places as f32;
    let sought = if inflected(word) && !headed.contains(word) {
        0.25
    } else if word.len() >= LONG && word.bytes().all(|b| b.is_ascii_alphabetic()) {
        LONG_SOUGHT
    } else {
        1.0
    };
    (sought * rarity * rarity / bits, bits)
}

/// The worth below which places have to stay out for the rest to fit into so many bits. Each place is its worth, and its bits.
fn least_worth(mut places: &mut [(f32, f32)], mut room: f64) -> f32 {
    let mut least = 0.0;
    // The better half fits, and the search goes on in the other, or it goes on in the better half. Sums of such numbers
    // are exact in any order.
    while !places.is_empty() {
        let half = places.len() / 2;
        let (better, middle, worse) = places.select_nth_unstable_by(half, |a, b| b.0.total_cmp(&a.0));
        let bits = better
            .iter()
            .chain([&*middle])
            .map(|(_, bits)| f64::from(*bits))
            .sum::<f64>();
        if bits > room {
            // What is worth as much as the first that has no room stays out with it.
            least = middle.0.next_up();
            places = better;
        } else {
            room -= bits;
            places = worse;
        }
    }
    least
}
