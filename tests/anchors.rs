//! Anchors are those that mdBook makes: books of headings are built by its own
//! driver, and the ids of their pages compared with what the checker knows.

mod support;

use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use proof_checker::source::SourceFile;
use proof_checker::{Chapter, Dialect, Options, anchors};
use std::collections::HashSet;
use tempfile::TempDir;

/// Builds a book of one chapter and compares its ids, in order, with the anchors that the checker finds.
#[track_caller]
fn check(markdown: &str, settings: &str, dialect: Dialect) {
    let folder = TempDir::new().expect("a temporary folder");
    let src = folder.path().join("src");
    std::fs::create_dir(&src).expect("a folder can be made");
    std::fs::write(src.join("SUMMARY.md"), "- [A](a.md)\n").expect("a file can be written");
    std::fs::write(src.join("a.md"), markdown).expect("a file can be written");
    let config: Config = settings.parse().expect("the settings are TOML");
    let book = MDBook::load_with_config(folder.path(), config).expect("the book can be read");
    book.build().expect("the book can be built");
    let page = support::read(&folder.path().join("book/a.html"));
    let main = page
        .split_once("<main>")
        .and_then(|(_, rest)| rest.split_once("</main>"));
    let (main, _) = main.expect("the page has a main part");
    let mut ids: Vec<&str> = main
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|id| !id.starts_with("footnote-") && !id.starts_with("fr-"))
        .collect();
    // An id that is written out is not kept apart from the others; for a link the first counts.
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(*id));
    let chapter = Chapter::new(&SourceFile::new("src/a.md", markdown));
    let options = Options {
        dialect,
        ..Options::default()
    };
    let found = anchors(&chapter, &options);
    assert_eq!(found.names().collect::<Vec<_>>(), ids, "{markdown}");
}

/// A heading each way that makes a difference.
const HEADINGS: &str = "\
# 한국어 제목

## 태스크 정의(작업 정의)란?

## Same

## same

## SAME

## Same 1

## `code` *and* **bold** ~~gone~~ --force \"quoted\" it's... 1--2

## [link](a.md) and ![picture](a.png) &amp; &lt;b&gt; \\* \\_ <b>html</b>

## 이모지 😀 그리고 👨‍👩‍👧

## Own {#own-id}

## Own class {.wide}

## Own id again {#same}

## Named {id=named}

## 같은 제목 {#같은-제목}

## 같은 제목

##   blanks  inside

## Tab\there

## İstanbul ẞ ǅ Ω

## ½ ② ٣ _x_ -y- a_b

##

## !!!

## \u{e9} and e\u{301} \u{d55c} \u{1112}\u{1161}\u{11ab}

## Note[^1] here[^2][^1]

Setext
------

두 줄로 된
제목
====

> ## In a quote

- ## In a list

term `one`
: definition

term `one`
: again

<h2 id=\"raw\">Raw</h2> <span id='x'>y</span>

text <i id=inline></i>

<div>

## Inside HTML

</div>

[^1]: one
[^2]: two
";

#[test]
fn ids_are_those_of_mdbook() {
    check(HEADINGS, "", Dialect::default());
    let plain = Dialect {
        smart_punctuation: false,
        definition_lists: false,
        admonitions: false,
    };
    let settings = "[output.html]\nsmart-punctuation = false\ndefinition-lists = false\nadmonitions = false\n";
    check(HEADINGS, settings, plain);
}
