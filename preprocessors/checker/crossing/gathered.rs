//! What chapters make and ask for by name, without the chapters: so that each can be judged by itself, and its
//! analysis forgotten, and still be held against the rest of its book.

use super::{doubt, mentions, other_ports};
use crate::grammar::Thing;
use crate::model::Analysis;
use std::collections::{BTreeMap, BTreeSet};

/// The names of what chapters make.
#[derive(Clone, Debug, Default)]
pub struct Names(BTreeMap<Thing, BTreeSet<String>>);

impl Names {
    /// What a chapter makes.
    pub fn of(analysis: &Analysis) -> Self {
        let mut made: BTreeMap<Thing, BTreeSet<String>> = BTreeMap::new();
        for mention in mentions(analysis).filter(|mention| mention.makes) {
            made.entry(mention.thing).or_default().insert(mention.name.clone());
        }
        Self(made)
    }

    /// Adds what others make.
    pub fn add(&mut self, others: &Self) {
        for (thing, names) in &others.0 {
            self.0.entry(*thing).or_default().extend(names.iter().cloned());
        }
    }

    /// Whether a chapter that asks for these names could be told of one of them.
    pub fn doubt(&self, asked: &Asked) -> bool {
        asked.doubtful || asked.names.iter().any(|name| name.doubtful(self))
    }

    pub(super) fn get(&self, thing: Thing) -> Option<&BTreeSet<String>> {
        self.0.get(&thing)
    }
}

/// The names that a chapter asks for and does not make.
#[derive(Debug, Default)]
pub struct Asked {
    names: Vec<Name>,
    /// Whether one of them is doubtful by what the chapter itself makes.
    doubtful: bool,
}

#[derive(Debug)]
struct Name {
    thing: Thing,
    name: String,
    /// Whether the chapter makes another thing of its kind.
    here: bool,
}

impl Asked {
    /// Those of a chapter.
    pub fn of(analysis: &Analysis) -> Self {
        let own = Names::of(analysis);
        let asked = mentions(analysis).filter(|mention| !mention.makes && mention.thing != Thing::Registry);
        let known = |thing, name: &str| own.get(thing).is_some_and(|names| names.contains(name));
        let names: Vec<Name> = asked
            .filter(|mention| !known(mention.thing, &mention.name))
            .map(|mention| Name {
                thing: mention.thing,
                name: mention.name.clone(),
                here: own.get(mention.thing).is_some(),
            })
            .collect();
        let doubtful = names.iter().any(|name| name.doubtful(&own));
        Self { names, doubtful }
    }

    /// Whether there are none: then nothing that other chapters make matters.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

impl Name {
    fn doubtful(&self, made: &Names) -> bool {
        let Some(names) = made.get(self.thing) else {
            return false;
        };
        match self.thing {
            Thing::Port => other_ports(&self.name, names).is_some(),
            _ => doubt(&self.name, names, self.here).is_some(),
        }
    }
}
