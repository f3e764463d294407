//! A link is broken where the page that it leads to is not there. The book `links`
//! is built by mdBook's own driver, each of its links is looked up in what was
//! built, and the checker has to call broken what leads nowhere, and nothing else.

mod support;

use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_mdbook-proof");

/// What the book's own settings make right, though no file says so.
const REDIRECTED: [&str; 1] = ["moved.html"];

#[test]
fn broken_is_what_leads_nowhere() {
    let built = TempDir::new().expect("a temporary folder");
    build(built.path());
    let mut found = BTreeMap::new();
    for page in support::files(built.path(), &["html"]) {
        let path = page.strip_prefix(built.path()).expect("it lies below");
        let shown = path.to_string_lossy().replace('\\', "/");
        // The first chapter is shown twice, and one page shows them all.
        if !["index.html", "print.html", "toc.html", "404.html"].contains(&shown.as_str()) {
            found.extend(
                links(&page)
                    .into_iter()
                    .map(|(text, url)| (text, leads(built.path(), path, &url))),
            );
        }
    }
    assert!(found.len() > 40, "where are the links? {found:?}");
    let texts = |wanted: Lead| {
        let texts = found.iter().filter(move |(_, lead)| **lead == wanted);
        texts.map(|(text, _)| text.clone()).collect::<BTreeSet<String>>()
    };
    let mut broken = broken();
    // What lies beside the book on its server nobody can know.
    broken.retain(|text| !texts(Lead::Out).contains(text));
    assert_eq!(broken, texts(Lead::Nowhere));
}

/// Where a link leads in what was built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lead {
    There,
    Nowhere,
    Out,
}

/// Builds the book, without the checker.
fn build(to: &Path) {
    let root = support::root().join("tests/books/links");
    let mut config = Config::from_disk(root.join("book.toml")).expect("book.toml can be read");
    config
        .set("preprocessor", BTreeMap::<String, String>::new())
        .expect("a table can be set");
    config.build.build_dir = to.to_owned();
    let book = MDBook::load_with_config(&root, config).expect("the book can be read");
    book.build().expect("the book can be built");
}

/// The links and images of a page: their texts and addresses.
fn links(page: &Path) -> Vec<(String, String)> {
    let html = support::read(page);
    // A page that only leads on has none.
    let main = html
        .split_once("<main>")
        .and_then(|(_, rest)| rest.split_once("</main>"));
    let main = main.map_or("", |(main, _)| main);
    let value = |tag: &str, name: &str| {
        let rest = tag.split_once(&format!("{name}=\""))?.1;
        Some(rest.split_once('"')?.0.to_owned())
    };
    let of_tag = |rest: &str| {
        let (tag, after) = rest.split_once('>')?;
        if tag.contains("class=\"header\"") {
            return None;
        }
        match value(tag, "href") {
            Some(url) => Some((after.split_once("</a>")?.0.to_owned(), url)),
            None => Some((value(tag, "alt")?, value(tag, "src")?)),
        }
    };
    let tags = main.split("<a ").skip(1).chain(main.split("<img ").skip(1));
    tags.filter_map(of_tag)
        .filter(|(text, _)| !text.contains(['<', '↩']))
        .collect()
}

/// Where an address on a page leads, as a web server and a browser see it.
fn leads(built: &Path, page: &Path, url: &str) -> Lead {
    let (path, fragment) = url.split_once('#').unwrap_or((url, ""));
    let path = decoded(path.split('?').next().unwrap_or_default());
    let mut file: PathBuf = built.join(page);
    if !path.is_empty() {
        file.pop();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    file.pop();
                }
                part => file.push(part),
            }
        }
    }
    if !file.starts_with(built) {
        return Lead::Out;
    }
    if file.is_dir() {
        file.push("index.html");
    }
    let fragment = decoded(fragment);
    let anchor = |html: String| {
        ["id", "name"]
            .iter()
            .any(|name| html.contains(&format!("{name}=\"{fragment}\"")))
    };
    let there = match std::fs::read(&file) {
        Ok(_) if fragment.is_empty() || REDIRECTED.contains(&path.as_str()) => true,
        Ok(bytes) => anchor(String::from_utf8_lossy(&bytes).into_owned()),
        Err(_) => false,
    };
    if there { Lead::There } else { Lead::Nowhere }
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut digit = || {
            rest.next()
                .and_then(|b| char::from(b).to_digit(16))
                .expect("two digits follow")
        };
        bytes.push(match byte {
            b'%' => u8::try_from(digit() * 16 + digit()).expect("it is a byte"),
            byte => byte,
        });
    }
    String::from_utf8(bytes).expect("it is text")
}

/// The texts of the links that the checker calls broken.
fn broken() -> BTreeSet<String> {
    let root = support::root().join("tests/books/links");
    let output = Command::new(PROGRAM)
        .args(["check", "--format", "json", "--lang", "en"])
        .current_dir(&root)
        .output()
        .expect("the program runs");
    let lines = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    let found = lines.lines().map(|line| {
        let found: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        assert_eq!(found["rule"], "broken-link", "{line}");
        let number = |name: &str| {
            found[name]
                .as_u64()
                .and_then(|n| usize::try_from(n).ok())
                .expect("a number")
        };
        let text = support::read(&root.join(found["path"].as_str().expect("a path")));
        let line = text.lines().nth(number("line") - 1).expect("the line is there");
        link_text(line, number("column") - 1)
    });
    found.collect()
}

/// The text of the link that stands at a column of a line, in characters.
fn link_text(line: &str, column: usize) -> String {
    let at = line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    let (before, after) = line.split_at(at);
    // In HTML the text follows the address; a link by label begins where it was found.
    let text = if before.contains("href=") {
        after.split(['>', '<']).nth(1)
    } else if let Some(text) = after.strip_prefix('[') {
        text.split(']').next()
    } else {
        before.rsplit(['[', ']']).nth(1)
    };
    text.unwrap_or_default().to_owned()
}
