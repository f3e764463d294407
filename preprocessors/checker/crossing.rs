//! What the commands and definitions of a book call by name, held against each other.
//!
//! Only what the book itself makes is known: a name that it does not make is told of where it is one slip of the pen away
//! from one that it makes, or goes on from the only one that it makes of the kind, in the chapter that makes it.

use crate::diagnostic::{Applicability, Finding};
use crate::grammar::{Mention, Thing};
use crate::model::Analysis;
use crate::placeholder;
use crate::say;
use crate::suggest::one_slip;
use crate::syntax::json::{NodeId, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// The rule about names that nothing in the book goes by.
const CROSS_REFERENCE: &str = "cross-reference";

/// What is found about names in one chapter, by block.
pub(crate) type Crossed = BTreeMap<usize, Vec<Finding>>;

/// Holds the names of a book against each other; what is found, chapter by chapter.
pub(crate) fn check(book: &[Analysis]) -> Vec<Crossed> {
    let mut made: BTreeMap<Thing, BTreeSet<&str>> = BTreeMap::new();
    for mention in book.iter().flat_map(mentions).filter(|mention| mention.makes) {
        made.entry(mention.thing).or_default().insert(&mention.name);
    }
    book.iter().map(|analysis| chapter(analysis, &made)).collect()
}

fn chapter(analysis: &Analysis, made: &BTreeMap<Thing, BTreeSet<&str>>) -> Crossed {
    let mut crossed = Crossed::new();
    for (index, block) in analysis.blocks.iter().enumerate() {
        let asked = block.mentions.iter().filter(|mention| !mention.makes);
        let judged = asked.filter_map(|mention| judge(mention, made.get(&mention.thing)?, analysis));
        let found: Vec<Finding> = judged.collect();
        if !found.is_empty() {
            crossed.insert(index, found);
        }
    }
    crossed
}

fn mentions(analysis: &Analysis) -> impl Iterator<Item = &Mention> {
    analysis.blocks.iter().flat_map(|block| &block.mentions)
}

/// Judges a name of a kind of which the book makes some.
fn judge(mention: &Mention, names: &BTreeSet<&str>, analysis: &Analysis) -> Option<Finding> {
    let name = mention.name.as_str();
    let open = name.is_empty() || name == "default" || placeholder::has_placeholder(name);
    if open || names.contains(name) {
        return None;
    }
    let meant = one_slip(name, names.iter().copied());
    let here = mentions(analysis).any(|other| other.makes && other.thing == mention.thing);
    // Where the book makes one thing of a kind, a name that goes on from its name is likely meant for it.
    let akin = |made: &&str| name.len().min(made.len()) >= 4 && (name.starts_with(*made) || made.starts_with(name));
    if meant.is_none() && !(here && names.len() == 1 && names.iter().any(akin)) {
        return None;
    }
    let (ko, en) = mention.thing.names();
    let finding = Finding::warning(
        CROSS_REFERENCE,
        mention.range.clone(),
        say!(
            ko: "`{name}`: 이 책에서 만들지 않는 {ko}입니다",
            en: "nothing in this book makes a {en} `{name}`"
        ),
    );
    Some(match meant {
        Some(meant) => finding
            .help(say!(ko: "혹시 `{meant}`인가요?", en: "Did you mean `{meant}`?"))
            .fix(
                Applicability::Unsafe,
                say!(ko: "`{meant}`(으)로 바꿉니다", en: "replace it by `{meant}`"),
                mention.range.clone(),
                meant,
            ),
        None => {
            let known = names
                .iter()
                .take(5)
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ");
            finding.help(say!(ko: "이 책에서 만드는 {ko}: {known}", en: "What the book makes: {known}"))
        }
    })
}

/// What a task definition names: its family, containers and log groups are made by it.
pub(crate) fn of_definition(tree: &Tree) -> Vec<Mention> {
    let mut found = Vec::new();
    for &root in &tree.roots {
        let inner = tree.get(root, "taskDefinition").unwrap_or(root);
        push(tree, tree.get(inner, "family"), Thing::Family, &mut found);
        let Some(containers) = tree.get(inner, "containerDefinitions") else {
            continue;
        };
        for &container in tree.elements(containers) {
            push(tree, tree.get(container, "name"), Thing::Container, &mut found);
            let group = tree.pointer(container, "/logConfiguration/options/awslogs-group");
            push(tree, group, Thing::LogGroup, &mut found);
            if let Some(image) = tree.get(container, "image") {
                repository(tree, image, &mut found);
            }
        }
    }
    found
}

fn push(tree: &Tree, node: Option<NodeId>, thing: Thing, found: &mut Vec<Mention>) {
    let Some(node) = node else { return };
    let Some(name) = tree.string(node) else { return };
    found.push(Mention {
        thing,
        name: name.to_owned(),
        makes: true,
        range: tree[node].range.clone(),
    });
}

/// The repository of an image in ECR, which a definition asks for.
fn repository(tree: &Tree, image: NodeId, found: &mut Vec<Mention>) {
    let Some((registry, rest)) = tree.string(image).and_then(|image| image.split_once('/')) else {
        return;
    };
    let name = rest.split(['@', ':']).next().unwrap_or(rest);
    let range = tree[image].range.clone();
    // The place of the name, where the text has no escapes.
    let start = range.start + 1 + registry.len() + 1;
    if registry.contains(".dkr.ecr.") && start + name.len() < range.end {
        found.push(Mention {
            thing: Thing::Repository,
            name: name.to_owned(),
            makes: false,
            range: start..start + name.len(),
        });
    }
}
