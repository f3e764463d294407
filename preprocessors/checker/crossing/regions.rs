//! Regions: what a chapter makes in one is not found in another.
//!
//! Only things that the chapter names again are held against each other, and only where both places say a Region: most
//! commands leave it to the reader's settings. What is made in several Regions is spread out on purpose.

use super::CROSS_REFERENCE;
use crate::diagnostic::{Applicability, Finding};
use crate::grammar::{Mention, Region, Thing};
use crate::model::{Against, Analysis};
use crate::say;
use std::collections::{BTreeMap, BTreeSet};

/// One place that names a thing: the block, whether a definition stands in it, and what it says.
struct Place<'a> {
    block: usize,
    definition: bool,
    mention: &'a Mention,
}

/// What is found in one chapter, each with its block.
pub(super) fn check(analysis: &Analysis) -> Vec<(usize, Finding)> {
    let mut things: BTreeMap<(Thing, &str), Vec<Place>> = BTreeMap::new();
    for (index, block) in analysis.blocks.iter().enumerate() {
        for mention in &block.mentions {
            things.entry((mention.thing, &mention.name)).or_default().push(Place {
                block: index,
                definition: block.against == Some(Against::TaskDefinition),
                mention,
            });
        }
    }
    // Replication makes a repository in other Regions as well.
    let mut blocks = analysis.blocks.iter();
    let replicated = blocks.any(|block| block.code.text.contains("replication"));
    let mut found = Vec::new();
    for ((thing, _), places) in &things {
        if replicated && *thing == Thing::Repository {
            continue;
        }
        let Some(home) = home(places) else { continue };
        let mut seen = BTreeSet::new();
        for place in places {
            let Some(region) = place.mention.region.as_ref().filter(|region| region.name != home) else {
                continue;
            };
            // A command with one `--region` and several names is told once.
            if seen.insert((place.block, region.range.start)) {
                found.push((place.block, elsewhere(place.mention, region, home)));
            }
        }
    }
    found
}

/// The one Region that a thing is made in: by commands, else by definitions, which name the groups of their logs.
fn home<'a>(places: &'a [Place<'a>]) -> Option<&'a str> {
    let made = |definition: bool| {
        let makers = places
            .iter()
            .filter(move |place| place.mention.makes && place.definition == definition);
        let regions: Vec<Option<&str>> = makers
            .map(|place| place.mention.region.as_ref().map(|region| region.name.as_str()))
            .collect();
        let first = regions.first().copied().flatten()?;
        regions.iter().all(|&region| region == Some(first)).then_some(first)
    };
    let by_command = places
        .iter()
        .any(|place| place.mention.makes && !place.definition && place.mention.region.is_some());
    if by_command { made(false) } else { made(true) }
}

fn elsewhere(mention: &Mention, region: &Region, home: &str) -> Finding {
    let (name, there) = (&mention.name, &region.name);
    let message = match mention.thing {
        Thing::Registry => say!(
            ko: "`{home}` 리전의 비밀번호로는 `{there}` 리전의 레지스트리에 로그인할 수 없습니다",
            en: "a password for the Region `{home}` is none for the registry in `{there}`"
        ),
        thing => {
            let (ko, en) = thing.names();
            say!(
                ko: "이 장은 {ko} `{name}`을(를) `{there}`이(가) 아니라 `{home}` 리전에 만듭니다",
                en: "this chapter makes the {en} `{name}` in the Region `{home}`, not in `{there}`"
            )
        }
    };
    let finding = Finding::warning(CROSS_REFERENCE, region.range.clone(), message).help(say!(
        ko: "리전이 다르면 같은 이름이라도 다른 것입니다. 한 장에서는 같은 리전을 쓰십시오.",
        en: "In another Region the same name is another thing. Use one Region throughout the chapter."
    ));
    match mention.region.as_ref().map(|region| region.range.len()) {
        Some(length) if length == there.len() => finding.fix(
            Applicability::Unsafe,
            say!(ko: "`{home}`(으)로 바꾸기", en: "replace it by `{home}`"),
            region.range.clone(),
            home,
        ),
        _ => finding,
    }
}
