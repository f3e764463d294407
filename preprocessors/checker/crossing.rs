//! What the commands and definitions of a book call by name, held against each other.
//!
//! Only what the book itself makes is known: a name that it does not make is told of where it is one slip of the pen away
//! from one that it makes, or goes on from the only one that it makes of the kind, in the chapter that makes it.

mod found;
mod gathered;
mod regions;

pub(crate) use found::{of_call, of_definition};
pub use gathered::{Asked, Names};

use crate::diagnostic::{Applicability, Finding, did_you_mean};
use crate::grammar::{Mention, Thing};
use crate::model::Analysis;
use crate::placeholder;
use crate::say;
use crate::suggest::one_slip;
use std::collections::{BTreeMap, BTreeSet};

/// The rule about names that nothing in the book goes by.
const CROSS_REFERENCE: &str = "cross-reference";

/// What is found about names in one chapter, by block.
pub(crate) type Crossed = BTreeMap<usize, Vec<Finding>>;

/// Holds the names of chapters against each other, and against those that the rest of their book makes;
/// what is found, chapter by chapter.
pub(crate) fn check(book: &[Analysis], rest: &Names) -> Vec<Crossed> {
    let mut made = rest.clone();
    book.iter().for_each(|analysis| made.add(&Names::of(analysis)));
    book.iter().map(|analysis| chapter(analysis, &made)).collect()
}

fn chapter(analysis: &Analysis, made: &Names) -> Crossed {
    let mut crossed = Crossed::new();
    for (index, block) in analysis.blocks.iter().enumerate() {
        let asked = block.mentions.iter().filter(|mention| !mention.makes);
        let judged = asked.filter_map(|mention| match mention.thing {
            Thing::Registry | Thing::OnFargate => None,
            Thing::Port => port(mention, made.get(Thing::Port)?),
            thing => judge(mention, made.get(thing)?, analysis),
        });
        for finding in judged {
            crossed.entry(index).or_default().push(finding);
        }
    }
    for (index, finding) in regions::check(analysis) {
        crossed.entry(index).or_default().push(finding);
    }
    for found in crossed.values_mut() {
        found.sort_by_key(|finding| finding.at.start);
    }
    crossed
}

fn mentions(analysis: &Analysis) -> impl Iterator<Item = &Mention> {
    analysis.blocks.iter().flat_map(|block| &block.mentions)
}

/// What is wrong with a name of a kind of which the book makes some; `here` is whether the chapter itself makes one.
enum Doubt<'a> {
    /// It is a slip for this one.
    Slip(&'a str),
    /// It goes on from the only one that there is.
    Akin,
}

fn doubt<'a>(name: &str, names: &'a BTreeSet<String>, here: bool) -> Option<Doubt<'a>> {
    let open = name.is_empty() || name == "default" || placeholder::has_placeholder(name);
    if open || names.contains(name) {
        return None;
    }
    if let Some(meant) = one_slip(name, names.iter().map(String::as_str)) {
        return Some(Doubt::Slip(meant));
    }
    // Where the book makes one thing of a kind, a name that goes on from its name is likely meant for it.
    let akin = |made: &String| name.len().min(made.len()) >= 4 && (name.starts_with(made) || made.starts_with(name));
    (here && names.len() == 1 && names.iter().any(akin)).then_some(Doubt::Akin)
}

/// Judges a name of a kind of which the book makes some.
fn judge(mention: &Mention, names: &BTreeSet<String>, analysis: &Analysis) -> Option<Finding> {
    let name = mention.name.as_str();
    let here = mentions(analysis).any(|other| other.makes && other.thing == mention.thing);
    let doubt = doubt(name, names, here)?;
    let (ko, en) = mention.thing.names();
    let finding = Finding::warning(
        CROSS_REFERENCE,
        mention.range.clone(),
        say!(
            ko: "`{name}`: 이 책에서 만들지 않는 {ko}입니다",
            en: "nothing in this book makes a {en} `{name}`"
        ),
    );
    Some(match doubt {
        Doubt::Slip(meant) => finding.help(did_you_mean(meant)).fix(
            Applicability::Unsafe,
            say!(ko: "`{meant}`(으)로 바꾸기", en: "replace it by `{meant}`"),
            mention.range.clone(),
            meant,
        ),
        Doubt::Akin => {
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

/// The ports of a container, where the one that is asked for is none of them and all are known.
fn other_ports<'a>(name: &str, made: &'a BTreeSet<String>) -> Option<Vec<&'a str>> {
    let (container, number) = name.rsplit_once(':')?;
    let all = made.iter().filter_map(|name| name.rsplit_once(':'));
    let ports: Vec<&str> = all.filter(|(of, _)| *of == container).map(|(_, port)| port).collect();
    let wrong = !ports.is_empty() && !ports.contains(&"*") && !ports.contains(&number);
    wrong.then_some(ports)
}

/// Judges a port that a load balancer asks a container for; silent unless all ports of containers of that name are known.
fn port(mention: &Mention, made: &BTreeSet<String>) -> Option<Finding> {
    let (container, number) = mention.name.rsplit_once(':')?;
    let ports = other_ports(&mention.name, made)?;
    let known = ports
        .iter()
        .map(|port| format!("`{port}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let message = say!(
        ko: "`{container}` 컨테이너에는 포트 `{number}`이(가) 없습니다",
        en: "the container `{container}` has no port `{number}`"
    );
    let finding = Finding::warning(CROSS_REFERENCE, mention.range.clone(), message);
    let finding = finding.help(say!(
        ko: "이 책의 태스크 정의가 여는 `containerPort`: {known}. 다른 포트면 ECS가 `The container {container} did not have a container port {number} defined.`로 거부합니다.",
        en: "Its `containerPort` in this book: {known}. ECS refuses another: `The container {container} did not have a container port {number} defined.`"
    ));
    Some(match ports[..] {
        [meant] => finding.fix(
            Applicability::Unsafe,
            say!(ko: "`{meant}`(으)로 바꾸기", en: "replace it by `{meant}`"),
            mention.range.clone(),
            meant,
        ),
        _ => finding,
    })
}
