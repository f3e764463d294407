//! The search index of a finished site: pages in, files out, which `theme/scripts/search/book.js` reads.
//!
//! The unit is a section. The index that is loaded first holds the headings, the words of the texts with the sections
//! they stand in, and the glossary; the texts themselves, which show where in a section something was found, stand in
//! small files that are read when a result of theirs is shown. Headings are searched as they are, so their words are in
//! no list. Where a book says more than an index of its size can hold, what tells sections apart least stands in a file
//! that is read once somebody asks with such a word; so do the messages that the book shows.

mod messages;
mod pack;
mod sections;
mod texts;
mod words;
mod worth;

use crate::cores::on_every_core;
use messages::{COMPLAINT, messages};
use pack::{Bits, front_coded};
use sections::{Section, Set, sections};
use serde_json::json;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use texts::texts;
use words::{particles, words};
use worth::{Words, is_glossary, kept, said};

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
    /// The texts of the sections, and what else is read once it is asked for. Their paths change when any text does.
    pub(crate) texts: Vec<File>,
}

/// Makes the search of a site from its pages in reading order, and the glossary: for each term its names, the two that
/// the book prefers first, then all others.
pub(crate) fn search(pages: &[Page], terms: &[Vec<&str>]) -> Search {
    let docs = read(pages);
    let said = said(pages, &docs);
    let headed = headed(&docs);
    let told = |name: &&str| {
        let words = words(name, |_| false);
        let known = |(_, word): &(usize, Cow<str>)| said.contains_key(word) || headed.contains(word);
        !words.is_empty() && words.iter().all(known)
    };
    // Another book has no use for the names of what it never speaks of.
    let terms: Vec<&Vec<&str>> = terms.iter().filter(|names| names.iter().any(told)).collect();
    let defined = defined(pages, &docs);
    let defined = terms
        .iter()
        .map(|names| names.iter().find_map(|name| defined.get(&flat(name))));
    let defined: Vec<Option<&usize>> = defined.collect();
    let [words, rest] = kept(said, &headed, docs.len());
    let messages = messages(docs.iter().map(|doc| &doc.section));
    let rest = (!rest.is_empty()).then(|| {
        let names = front_coded(rest.iter().map(|(word, _)| word.as_ref()));
        json!({ "words": names, "words_in": words_in(&rest, docs.len()) }).to_string()
    });
    // What is read once somebody asks for it.
    let mut left = Vec::from_iter(messages.map(|messages| ("messages", messages)));
    left.extend(rest.map(|rest| ("rest", rest)));
    let names: Vec<&str> = left.iter().map(|(name, _)| *name).collect();
    let texts_of: Vec<&str> = docs.iter().map(|doc| doc.section.text.as_str()).collect();
    let (texts, folder, counts) = texts(&texts_of, left);
    let index = json!({
        "pages": page_rows(pages, &docs),
        "heads": rows(docs.iter().map(|doc| head(doc, &pages[doc.page]))),
        "ids": ids(pages, &docs),
        "words": front_coded(words.iter().map(|(word, _)| word.as_ref())),
        "words_in": words_in(&words, docs.len()),
        "terms": rows(terms.iter().map(|names| different(names).join("|"))),
        "defined": defined,
        "particles": particles(),
        "complaint": COMPLAINT,
        "folder": folder,
        "counts": counts,
        "left": names,
    });
    Search {
        index: index.to_string(),
        texts,
    }
}

/// Names that differ in more than spaces, marks and capitals, which nobody has to type.
fn different<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    names.iter().copied().filter(|name| seen.insert(flat(name))).collect()
}

fn flat(name: &str) -> String {
    name.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "")
}

/// The sections of a glossary, by what they define, which stands there in strong letters.
fn defined(pages: &[Page], docs: &[Doc]) -> HashMap<String, usize> {
    let mut found = HashMap::new();
    for (number, doc) in docs
        .iter()
        .enumerate()
        .filter(|(_, doc)| is_glossary(pages[doc.page].title))
    {
        for (_, name) in doc.section.stretches().filter(|(set, _)| *set == Set::Strong) {
            // What stands behind it is what it is called in the other language.
            let name = name.split('(').next().unwrap_or_default();
            found.entry(flat(name)).or_insert(number);
        }
    }
    found
}

/// What is found: a section of a chapter, or the page of a rule.
struct Doc {
    page: usize,
    section: Section,
    /// Whether no other section of its page stands before it.
    first: bool,
}

/// How many pages are read at once: to hand over less costs about as much as to read it.
const AT_ONCE: usize = 8;

/// What there is to find, in reading order.
fn read(pages: &[Page]) -> Vec<Doc> {
    let numbered: Vec<(usize, &Page)> = pages.iter().enumerate().collect();
    let parts: Vec<&[(usize, &Page)]> = numbered.chunks(AT_ONCE).collect();
    let mut all = Vec::new();
    let read = |pages: &&[(usize, &Page)]| pages.iter().flat_map(|(at, page)| docs(*at, page)).collect();
    on_every_core(&parts, usize::MAX, read, |_, docs: Vec<Doc>| all.extend(docs));
    all
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

/// The words of the headings.
fn headed(docs: &[Doc]) -> HashSet<Cow<'_, str>> {
    let words = docs.iter().flat_map(|doc| words(&doc.section.title, |_| false));
    words.map(|(_, word)| word).collect()
}

fn words_in(words: &Words, docs: usize) -> String {
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
        check(
            &[page("c.html", says, Kind::Chapter)],
            &[],
            "left",
            &json!(["messages"]),
        );
        check(&[page("c.html", "글", Kind::Chapter)], &[], "left", &json!([]));
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
    fn terms_lead_to_where_they_are_defined() {
        let main = "<h2>ㅋ</h2><dl><dt>클러스터 (Cluster)</dt><dd>묶음</dd></dl><h2>ㅌ</h2>태스크";
        let glossary = Page {
            title: "용어집",
            ..page("g.html", main, Kind::Chapter)
        };
        let terms = [vec!["클러스터", "Cluster"], vec!["태스크", "Task"]];
        check(&[glossary], &terms, "defined", &json!([0, null]));
        check(
            &[page("c.html", main, Kind::Chapter)],
            &terms,
            "defined",
            &json!([null, null]),
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
        assert!(bytes > 2_000 && bytes < 400 * worth::BYTES_PER_SECTION, "{bytes}");
    }
}
