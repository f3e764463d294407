//! The search index of a finished site: pages in, files out, which `theme/scripts/search/book.js` reads.
//!
//! The unit is a section. The index that is loaded first holds the headings, the words of the texts with the sections
//! they stand in, and the glossary; the texts themselves, which show where in a section something was found, stand in
//! small files that are read when a result of theirs is shown. Headings are searched as they are, so their words are in
//! no list. Where a book says more than an index of its size can hold, what tells sections apart least stays out.

mod messages;
mod pack;
mod sections;
mod words;

use crate::cores::on_every_core;
use messages::{COMPLAINT, messages};
use pack::{Bits, front_coded};
use sections::{Section, Set, sections};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use words::{inflected, particles, words};

/// What a page is to a reader who searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A chapter: each section is found by itself.
    Chapter,
    /// The page of a rule: found as a whole, by its name, or by what tools say; behind the chapters for anything else.
    Rule,
}

/// A page of the site.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page<'a> {
    /// Its path from the root of the site.
    pub(crate) path: &'a str,
    /// Its title, as in the table of contents.
    pub(crate) title: &'a str,
    /// What it belongs to, from the outside in: the part, the chapters above it.
    pub(crate) within: &'a [String],
    /// The HTML of its main part.
    pub(crate) main: &'a str,
    /// What it is.
    pub(crate) kind: Kind,
}

/// A file of the site, to be written below a folder of the caller's choice.
#[derive(Debug)]
pub(crate) struct File {
    /// Its path below that folder.
    pub(crate) path: String,
    /// What it holds, JSON.
    pub(crate) content: String,
}

/// What a search needs.
#[derive(Debug)]
pub(crate) struct Search {
    /// The index, JSON. It names `texts` by their paths, relative to itself.
    pub(crate) index: String,
    /// The texts of the sections, in files that are read one by one. Their paths change when any of them does.
    pub(crate) texts: Vec<File>,
}

/// Makes the search of a site from its pages in reading order, and the glossary: for each term its names, the two that
/// the book prefers first, then all others.
pub(crate) fn search(pages: &[Page], terms: &[Vec<&str>]) -> Search {
    let (docs, said) = read(pages);
    let said = weighed(said);
    let headed = headed(&docs);
    let told = |name: &&str| {
        let words = words(name, |_| false);
        let known = |(_, word): &(usize, String)| said.contains_key(word) || headed.contains(word);
        !words.is_empty() && words.iter().all(known)
    };
    // Another book has no use for the names of what it never speaks of.
    let terms = rows(
        terms
            .iter()
            .filter(|names| names.iter().any(told))
            .map(|names| different(names).join("|")),
    );
    let [words, rest] = kept(said, &headed, docs.len());
    let (mut texts, folder, counts) = texts(&docs);
    let messages = messages(docs.iter().map(|doc| &doc.section));
    let index = json!({
        "pages": page_rows(pages, &docs),
        "heads": rows(docs.iter().map(|doc| head(doc, &pages[doc.page]))),
        "ids": ids(pages, &docs),
        "words": front_coded(words.iter().map(|(word, _)| word.as_str())),
        "words_in": words_in(&words, docs.len()),
        "rest": !rest.is_empty(),
        "terms": terms,
        "particles": particles(),
        "folder": folder,
        "counts": counts,
        "messages": messages.is_some(),
        "complaint": COMPLAINT.join("|"),
    });
    let rest = (!rest.is_empty()).then(|| {
        json!({
            "words": front_coded(rest.iter().map(|(word, _)| word.as_str())),
            "words_in": words_in(&rest, docs.len()),
        })
        .to_string()
    });
    for (name, content) in [("messages", messages), ("rest", rest)] {
        texts.extend(content.map(|content| File {
            path: format!("{folder}/{name}.json"),
            content,
        }));
    }
    Search {
        index: index.to_string(),
        texts,
    }
}

/// Names that differ in more than spaces, marks and capitals, which nobody has to type.
fn different<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let flat = |name: &str| name.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
    let mut seen = HashSet::new();
    names.iter().copied().filter(|name| seen.insert(flat(name))).collect()
}

/// What is found: a section of a chapter, or the page of a rule.
struct Doc {
    page: usize,
    section: Section,
    /// Whether no other section of its page stands before it.
    first: bool,
}

/// What there is to find, and what each says.
fn read(pages: &[Page]) -> (Vec<Doc>, Vec<HashMap<String, f32>>) {
    let numbered: Vec<(usize, &Page)> = pages.iter().enumerate().collect();
    let said = |(at, page): &(usize, &Page)| -> Vec<(Doc, HashMap<String, f32>)> {
        let docs = docs(*at, page).into_iter();
        docs.map(|doc| {
            let said = said_in(&doc, page);
            (doc, said)
        })
        .collect()
    };
    let mut all = Vec::new();
    on_every_core(&numbered, usize::MAX, said, |_, docs| all.extend(docs));
    all.into_iter().unzip()
}

fn docs(at: usize, page: &Page) -> Vec<Doc> {
    let mut found = sections(page.main);
    if page.kind == Kind::Rule {
        found = vec![whole(found)];
    }
    if found.is_empty() {
        found.push(Section::default());
    }
    let first = (0..).map(|number| number == 0);
    found
        .into_iter()
        .zip(first)
        .map(|(section, first)| Doc {
            page: at,
            section,
            first,
        })
        .collect()
}

/// The sections of a rule's page as one, without the code of its examples, which is no more than an example.
fn whole(sections: Vec<Section>) -> Section {
    let mut all = Section {
        level: 1,
        ..Section::default()
    };
    for (number, section) in sections.into_iter().enumerate() {
        if number == 0 {
            (all.level, all.id, all.title) = (section.level.max(1), section.id, section.title);
        }
        for (at, (start, set)) in section.runs.iter().enumerate() {
            let end = section.runs.get(at + 1).map_or(section.text.len(), |(next, _)| *next);
            let text = section.text.get(*start..end).unwrap_or_default();
            if *set != Set::Block && !text.is_empty() {
                let moved = section.breaks.iter().filter(|at| (*start..end).contains(at));
                all.breaks.extend(moved.map(|at| at - start + all.text.len()));
                all.runs.push((all.text.len(), *set));
                all.text.push_str(text);
            }
        }
        if !all.text.is_empty() && !all.text.ends_with(' ') {
            all.text.push(' ');
        }
    }
    all
}

/// How much a word counts by how it is set.
fn weight(set: Set) -> f32 {
    match set {
        Set::Prose => 1.0,
        Set::Said => 1.5,
        Set::Strong => 2.5,
        Set::Code => 2.0,
        Set::Block => 0.5,
        Set::Away => 0.0,
    }
}

/// How much the operation of a command counts.
const CALLED: f32 = 2.5;

/// The bytes that words and places may take, a section; and for any book, however short.
const BYTES_PER_SECTION: usize = 16;
const LEAST_BYTES: usize = 8_192;

/// How many times as much they may take with those that are read once somebody asks with a word that the others lack.
const REST: usize = 5;

/// About the bits that a word itself takes in the list of words, compressed.
const WORD_BITS: f32 = 24.0;

/// From what share of the best that a section can say of a word on it is that word's own ground.
const STRONG: f32 = 0.6;

/// The sections that a word stands in, and whether it is what they are about.
type Places = Vec<(u32, bool)>;

/// How much each word says of the sections that it stands in, from 0 to 1.
type Said = HashMap<String, Vec<(u32, f32)>>;

fn weighed(each: Vec<HashMap<String, f32>>) -> Said {
    let lengths: Vec<f32> = each.iter().map(|words| words.values().sum()).collect();
    let average = (lengths.iter().sum::<f32>() / lengths.len().max(1) as f32).max(1.0);
    let mut said = Said::new();
    for (id, (words, length)) in (0..).zip(each.into_iter().zip(lengths)) {
        // What a long section says once, it says less of.
        let rest = 0.6 + 0.6 * (length / average).max(0.3).sqrt();
        for (word, weight) in words {
            said.entry(word).or_default().push((id, weight / (weight + rest)));
        }
    }
    said
}

/// The words of the headings.
fn headed(docs: &[Doc]) -> HashSet<String> {
    let words = docs.iter().flat_map(|doc| words(&doc.section.title, |_| false));
    words.map(|(_, word)| word).collect()
}

/// The words that are worth their bytes, sorted, with their places; and the rest, as far as it is worth any.
fn kept(said: Said, headed: &HashSet<String>, docs: usize) -> [Vec<(String, Places)>; 2] {
    let [least, least_of_rest] = least_worth(&said, headed, docs);
    let mut kept = [Vec::with_capacity(said.len()), Vec::with_capacity(said.len())];
    for (word, places) in said {
        let worth = worth(&word, headed, places.len(), docs);
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
    kept.iter_mut().for_each(|kept| kept.sort_unstable());
    kept
}

fn is_glossary(title: &str) -> bool {
    title.contains("용어집") || title.to_ascii_lowercase().contains("glossary")
}

/// The words of a section's text, and how much each is said.
fn said_in(doc: &Doc, page: &Page) -> HashMap<String, f32> {
    let section = &doc.section;
    let set = |at: usize| {
        let run = section.runs.partition_point(|(start, _)| *start <= at);
        run.checked_sub(1).map_or(Set::Prose, |run| section.runs[run].1)
    };
    // A list of what to read next is about none of it, nor is one of all that the book has words for.
    let share = if section.linked * 5 > section.text.len() * 2 || is_glossary(page.title) {
        0.3
    } else {
        1.0
    };
    let mut said = HashMap::new();
    for (at, word) in words(&section.text, |at| set(at) == Set::Block) {
        let before = &section.text[..at];
        if let Some(tool) = tool(before).filter(|_| matches!(set(at), Set::Block | Set::Code)) {
            *said.entry(format!("{tool} {word}")).or_default() += share * CALLED;
        }
        let called = set(at) == Set::Block && is_operation(before, &word);
        let weight = match set(at) {
            // What a rule says is found as a message, and would put the words of chapters out of the list.
            Set::Said if page.kind == Kind::Rule => 0.0,
            _ if called => share * CALLED,
            set => share * weight(set),
        };
        if weight > 0.0 {
            *said.entry(word).or_default() += weight;
        }
    }
    said
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

/// From how many letters on a word is a name that somebody pastes, `toomanyrequests`, and how much more it is looked for.
const LONG: usize = 12;
const LONG_SOUGHT: f32 = 1.3;

/// What a place of a word is worth for each bit that it takes, were the word all that its section says.
fn worth(word: &str, headed: &HashSet<String>, places: usize, docs: usize) -> f32 {
    let rarity = (1.0 + docs as f32 / places as f32).log2();
    let bits = rarity + 1.2 + WORD_BITS / places as f32;
    let sought = if inflected(word) && !headed.contains(word) {
        0.25
    } else if word.len() >= LONG && word.bytes().all(|b| b.is_ascii_alphabetic()) {
        LONG_SOUGHT
    } else {
        1.0
    };
    sought * rarity * rarity / bits
}

/// The worth below which places have to stay out for those above it to fit: of the first words, and of all.
fn least_worth(said: &Said, headed: &HashSet<String>, docs: usize) -> [f32; 2] {
    let mut all: Vec<(f32, f32)> = Vec::new();
    for (word, places) in said {
        let worth = worth(word, headed, places.len(), docs);
        let bits = (1.0 + docs as f32 / places.len() as f32).log2() + 1.2 + WORD_BITS / places.len() as f32;
        all.extend(places.iter().map(|(_, weight)| (weight * worth, bits)));
    }
    all.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let first = LEAST_BYTES.max(docs * BYTES_PER_SECTION) * 8;
    [first, first * REST].map(|bits| {
        let mut bits = bits as f32;
        let first_out = all.iter().find(|(_, cost)| {
            bits -= cost;
            bits < 0.0
        });
        // What is worth as much as the first that has no room stays out with it.
        first_out.map_or(0.0, |(worth, _)| worth.next_up())
    })
}

fn words_in(words: &[(String, Places)], docs: usize) -> String {
    let count = u32::try_from(docs).unwrap_or(u32::MAX);
    let mut bits = Bits::default();
    for (_, places) in words {
        bits.put_places(places, count);
    }
    bits.base64()
}

/// A line for each page: path, title, what it belongs to, and the number of its sections, with an `r` for a rule's page.
/// The path stays out where it is the title beside the page before, as rules' pages are called.
fn page_rows(pages: &[Page], docs: &[Doc]) -> String {
    let mut counts = vec![0; pages.len()];
    docs.iter().for_each(|doc| counts[doc.page] += 1);
    let folder = |path: &str| path.rfind('/').map_or(0, |slash| slash + 1);
    let mut before = "";
    let mut out = Vec::new();
    for (page, count) in pages.iter().zip(counts) {
        let kind = if page.kind == Kind::Rule { "r" } else { "" };
        let title = plain(page.title);
        let follows = page.path == format!("{}{title}.html", &before[..folder(before)]);
        let path = if follows { String::new() } else { plain(page.path) };
        before = page.path;
        out.push(format!(
            "{path}\t{title}\t{}\t{count}{kind}",
            plain(&page.within.join(" › "))
        ));
    }
    out.join("\n")
}

/// The level of a section and its title; the title alone is left out where it is that of the page.
fn head(doc: &Doc, page: &Page) -> String {
    let title = if doc.section.title == plain(page.title) {
        ""
    } else {
        &doc.section.title
    };
    format!("{}{title}", doc.section.level)
}

/// The ids that do not follow from the titles, by the number of their section.
fn ids(pages: &[Page], docs: &[Doc]) -> Vec<(usize, String)> {
    let mut page = usize::MAX;
    let mut used: HashMap<String, u32> = HashMap::new();
    let mut found = Vec::new();
    for (number, doc) in docs.iter().enumerate() {
        if doc.page != page {
            page = doc.page;
            used.clear();
        }
        let title = if doc.section.title.is_empty() {
            pages[page].title
        } else {
            &doc.section.title
        };
        let id = id(title);
        let times = used.entry(id.clone()).or_insert(0);
        let made = if *times == 0 { id } else { format!("{id}-{times}") };
        *times += 1;
        // The first section of a page is reached by the page's own address.
        if made != doc.section.id && !doc.first {
            found.push((number, doc.section.id.clone()));
        }
    }
    found
}

/// The id that mdBook gives to a heading with that text.
fn id(title: &str) -> String {
    let kept = |c: char| match c {
        '_' | '-' => Some(c),
        c if c.is_whitespace() => Some('-'),
        c => c.is_alphanumeric().then_some(c),
    };
    title.to_lowercase().chars().filter_map(kept).collect()
}

/// How many bytes of text a file may hold before another is begun.
const FILE_BYTES: usize = 1_500;

/// The texts in files, their folder, and how many sections each file holds.
fn texts(docs: &[Doc]) -> (Vec<File>, String, Vec<usize>) {
    let mut files: Vec<Vec<&str>> = Vec::new();
    let mut bytes = usize::MAX;
    for doc in docs {
        let length = doc.section.text.len();
        if bytes.saturating_add(length) > FILE_BYTES {
            files.push(Vec::new());
            bytes = 0;
        }
        bytes += length;
        if let Some(file) = files.last_mut() {
            file.push(&doc.section.text);
        }
    }
    let contents: Vec<String> = files.iter().map(|texts| json!(texts).to_string()).collect();
    let hash = contents
        .iter()
        .flat_map(|text| text.bytes())
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
    let counts = files.iter().map(Vec::len).collect();
    let folder = format!("texts-{:08x}", hash >> 32);
    let path = |number| format!("{folder}/{number}.json");
    let files = contents.into_iter().enumerate().map(|(number, content)| File {
        path: path(number),
        content,
    });
    (files.collect(), folder, counts)
}

fn rows(rows: impl Iterator<Item = String>) -> String {
    rows.collect::<Vec<_>>().join("\n")
}

/// A text on one line, each run of white space as one space.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn page<'a>(path: &'a str, main: &'a str, kind: Kind) -> Page<'a> {
        Page {
            path,
            title: "쪽",
            within: &[],
            main,
            kind,
        }
    }

    /// What stands in the index under a key.
    #[track_caller]
    fn check(pages: &[Page], terms: &[Vec<&str>], key: &str, expected: &Value) {
        let index: Value = serde_json::from_str(&search(pages, terms).index).expect("the index is JSON");
        assert_eq!(&index[key], expected, "{key}");
    }

    #[test]
    fn a_chapter_is_found_by_its_sections_and_a_rule_as_a_whole() {
        let html = "<h1 id=\"a\">a</h1>하나<h2 id=\"b\">b</h2>둘";
        let pages = [
            page("c.html", html, Kind::Chapter),
            page("rules/r.html", html, Kind::Rule),
        ];
        check(&pages, &[], "pages", &json!("c.html\t쪽\t\t2\nrules/r.html\t쪽\t\t1r"));
        check(&pages, &[], "heads", &json!("1a\n2b\n1a"));
        check(&[page("empty.html", "", Kind::Chapter)], &[], "heads", &json!("0"));
        check(&[], &[], "heads", &json!(""));
        let rules = [
            page("rules/a.html", html, Kind::Rule),
            page("rules/쪽.html", html, Kind::Rule),
        ];
        check(&rules, &[], "pages", &json!("rules/a.html\t쪽\t\t1r\n\t쪽\t\t1r"));
    }

    #[test]
    fn only_ids_that_do_not_follow_are_written() {
        let html = "<h1 id=\"여기\">x</h1><h2 id=\"둘-셋\">둘 셋!</h2><h2 id=\"둘-셋-1\">둘 셋</h2><h2 id=\"own\">y</h2><h2>z</h2>";
        check(
            &[page("c.html", html, Kind::Chapter)],
            &[],
            "ids",
            &json!([[3, "own"], [4, ""]]),
        );
    }

    #[test]
    fn words_of_texts_are_listed_and_those_of_rules_examples_are_not() {
        let html = "<h1>x</h1>클러스터를 <pre>example</pre><pre class=\"proof-says\">message</pre>";
        check(
            &[page("c.html", html, Kind::Chapter)],
            &[],
            "words",
            &json!("AexampleAmessageA클러스터"),
        );
        check(&[page("c.html", html, Kind::Rule)], &[], "words", &json!("A클러스터"));
    }

    #[test]
    fn messages_stand_in_a_file_of_their_own() {
        let says = "<h1>x</h1>글 <pre class=\"proof-says\">error[x-y]: it does not work</pre>\n";
        let found = search(
            &[page("c.html", "", Kind::Chapter), page("c.html", says, Kind::Rule)],
            &[],
        );
        let file = found.texts.iter().find(|file| file.path.ends_with("/messages.json"));
        assert_eq!(
            file.map(|file| file.content.as_str()),
            Some(r#"[["it does not work",[1]]]"#)
        );
        check(&[page("c.html", says, Kind::Chapter)], &[], "messages", &json!(true));
        check(&[page("c.html", "글", Kind::Chapter)], &[], "messages", &json!(false));
    }

    #[test]
    fn commands_of_a_tool_are_words_with_its_name() {
        let html = "<h1>x</h1>run <code>docker push</code> <pre>my-docker login; docker logs web</pre>";
        check(
            &[page("c.html", html, Kind::Chapter)],
            &[],
            "words",
            &json!("AdockerG logsHpushAloginDsAmy-dockerApushArunAweb"),
        );
    }

    #[test]
    fn names_that_differ_in_spaces_alone_are_one() {
        check(
            &[page("c.html", "the cluster", Kind::Chapter)],
            &[vec!["클러스터", "Cluster", "클러 스터", "CLUSTER", "노드 묶음"]],
            "terms",
            &json!("클러스터|Cluster|노드 묶음"),
        );
    }

    #[test]
    fn a_book_has_the_terms_that_it_speaks_of() {
        let terms = [vec!["클러스터", "Cluster"], vec!["태스크", "Task"], vec!["풀", "Pull"]];
        check(
            &[page("c.html", "the cluster", Kind::Chapter)],
            &terms,
            "terms",
            &json!("클러스터|Cluster"),
        );
    }

    #[test]
    fn texts_are_cut_into_files() {
        let long = "<p>".to_owned() + &"가".repeat(400) + "</p>";
        let html = format!("{long}<h2>a</h2>{long}<h2>b</h2>하나");
        let found = search(&[page("c.html", &html, Kind::Chapter)], &[]);
        let index: Value = serde_json::from_str(&found.index).expect("the index is JSON");
        assert_eq!(index["counts"], json!([1, 2]));
        let folder = index["folder"].as_str().expect("a folder");
        let paths: Vec<&str> = found.texts.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, [format!("{folder}/0.json"), format!("{folder}/1.json")]);
        let second = json!(["가".repeat(400), "하나"]);
        assert_eq!(found.texts[1].content, second.to_string());
    }

    #[test]
    fn a_long_book_keeps_to_its_bytes() {
        let mains: Vec<String> = (0..400)
            .map(|number| {
                let word = |at: usize| format!("w{}x{} ", number * 7 % 400, (number * 31 + at * 17) % 9_000);
                (0..200).map(word).collect()
            })
            .collect();
        let pages: Vec<Page> = mains.iter().map(|main| page("c.html", main, Kind::Chapter)).collect();
        let index: Value = serde_json::from_str(&search(&pages, &[]).index).expect("the index is JSON");
        let bytes = index["words_in"].as_str().map_or(0, str::len) * 3 / 4;
        assert!(bytes > 2_000 && bytes < 400 * BYTES_PER_SECTION, "{bytes}");
    }
}
