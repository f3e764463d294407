//! Links among files that are written here: what is said of one file, given the others.

use super::*;
use crate::extract;
use crate::model::Facts;
use crate::schema::Schema;
use crate::source::SourceFile;
use std::collections::BTreeMap;

/// The publisher of the files: a book of all chapters below `src`, or nobody known.
#[derive(Clone, Copy)]
enum By {
    Book,
    Repository,
    Folder,
}

/// What is said of the first file, as `rule line:column text -> fix`.
fn said(by: By, files: &[(&str, &str)], options: &Options) -> Vec<String> {
    let folder = |path: &str| {
        let mut folder = Folder::default();
        let start = if path.is_empty() || path == "." {
            String::new()
        } else {
            format!("{path}/")
        };
        for (file, _) in files {
            let Some(rest) = file.strip_prefix(&start) else {
                continue;
            };
            match rest.split_once('/') {
                Some((name, _)) => folder.folders.insert(name.to_owned()),
                None => folder.files.insert(rest.to_owned()),
            };
        }
        let there = !folder.files.is_empty() || !folder.folders.is_empty();
        there.then(|| Arc::new(folder))
    };
    let text = |path: &str| files.iter().find(|(name, _)| *name == path).map(|(_, text)| *text);
    let anchors = |path: &str| {
        let file = SourceFile::new(path, text(path)?);
        Some(crate::anchors(&crate::Chapter::new(&file), options))
    };
    let chapters = files.iter().filter_map(|(path, _)| {
        let file = path.strip_prefix("src/").filter(|file| file.ends_with(".md"))?;
        let listed = !file.contains("unlisted") && file != "SUMMARY.md";
        listed.then(|| (file.to_owned(), Book::page(file, true)))
    });
    let settings = BookSettings {
        redirects: vec!["/old.html".to_owned(), "/b.html#gone".to_owned()],
        certain: true,
        creates_missing: false,
    };
    let book = Book::new("src", chapters, settings);
    let site = Site {
        folder: &folder,
        anchors: &anchors,
        publisher: match by {
            By::Book => Publisher::Book(&book, files[0].0.trim_start_matches("src/")),
            By::Repository => Publisher::Unknown(Some("")),
            By::Folder => Publisher::Unknown(None),
        },
    };
    let (path, text) = files[0];
    let file = SourceFile::new(path, text);
    let facts = Facts {
        task_definition: Schema::trusted(serde_json::json!({})),
        aws: None,
        tools: crate::grammar::tool::Tools::default(),
        actions: || None,
        schemas: BTreeMap::new(),
    };
    let mut analysis = crate::analyse(crate::Chapter::new(&file), &facts, options);
    check_links(&mut analysis, &site, options);
    let show = |found: crate::diagnostic::Diagnostic| {
        let (line, column) = found.at.file.line_column(found.at.start);
        let fix = found.fix.map_or(String::new(), |fix| {
            let edit = &fix.edits[0];
            format!(" -> {}|{}", &text[edit.at.range()], edit.text)
        });
        format!("{} {line}:{column} {}{fix}", found.rule, found.message.en)
    };
    crate::finish(&[analysis], options).into_iter().map(show).collect()
}

#[track_caller]
fn check(by: By, files: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(said(by, files, &Options::default()), expected, "{:?}", files[0].1);
}

/// The other chapters and files of the book that most tests are about.
const BOOK: [(&str, &str); 9] = [
    (
        "src/b.md",
        "# Bees and more\n\n## 꿀 따기\n\n## 꿀 따기\n\n[^1]\n\n[^1]: note\n",
    ),
    ("src/part/README.md", "# Part\n"),
    ("src/part/c d.md", "# C\n"),
    ("src/part/한글.md", "# 제목\n"),
    ("src/unlisted.md", "# Unlisted\n"),
    ("src/images/a.svg", "<svg/>"),
    ("src/SUMMARY.md", ""),
    ("src/raw/page.html", "<p>"),
    ("README.md", "# Read me\n"),
];

#[track_caller]
fn in_book(chapter: &str, expected: &[&str]) {
    let files = [&[("src/a.md", chapter)][..], &BOOK].concat();
    check(By::Book, &files, expected);
}

#[test]
fn what_is_there() {
    for chapter in [
        "[b](b.md) [b](./b.md) [b](part/../b.md) [b](b.html) [b](b.md?x=1)",
        "[x](b.md#bees-and-more) [x](b.md#꿀-따기) [x](b.md#꿀-따기-1) [x](b.html#%EA%BF%80-%EB%94%B0%EA%B8%B0)",
        "[x](b.md#footnote-1) [x](b.md#fr-1-1) [x](b.md#) [x](b.md#top) [x](b.md#mdbook-content)",
        "[p](part/index.md) [p](part/index.html) [p](part/) [p](part) [p](part/#part)",
        "[c](<part/c d.md>) [c](part/c%20d.md#c) [h](part/%ED%95%9C%EA%B8%80.md#제목) [h](part/한글.md)",
        "![i](images/a.svg) ![i][r] <img src=\"images/a.svg\"> <a href='b.md#꿀-따기'>x</a>\n\n[r]: images/a.svg",
        "[x](raw/page.html#any) [x](print.html) [x](toc.html) [x](index.html) [x](404.html) [x](book.js)",
        "[x](old.html#any) [x](b.md#gone)",
        "[x](https://a.example/b.md) [x](mailto:a@b) <a@b.example> [x](data:text/plain,x) [x](//a/b) [x](/b.md)",
        "[x]() [x](#) [x](#top) [x](...) [x]({{ url }}) [text] [x][] - [ ] a[i][j] \\[a b\\][cd]",
        "[x](../other/page.html) [x](../missing.md) [x](api/index.html) [x](files/data.json)",
        "# A {#own}\n\n[x](#own) <b id=raw></b> [x](#raw) <a name=\"old\"></a> [x](#old)\n",
        "`[x](no.md)`\n\n    [x](no.md)\n\n<!-- <a href=\"no.md\"> -->\n",
        "[a-z][0-9] [^a-z] [^abc] the [options][files] [some Type][crate::Type]\n\n[d]: b.md",
    ] {
        in_book(chapter, &[]);
    }
}

#[test]
fn what_is_not_there() {
    for (chapter, expected) in [
        ("[x](be.md)", "broken-link 1:5 there is no file `src/be.md`"),
        ("[x](bb.md)", "broken-link 1:5 there is no file `src/bb.md`"),
        (
            "[x](part/한걸.md)",
            "broken-link 1:5 there is no file `src/part/한걸.md`",
        ),
        (
            "[x](part/B.md)",
            "broken-link 1:5 there is no file `src/part/B.md` -> part/B.md|b.md",
        ),
        (
            "[x](no/b.md#y)",
            "broken-link 1:5 there is no file `src/no/b.md` -> no/b.md|b.md",
        ),
        ("[x](no/where.md)", "broken-link 1:5 there is no file `src/no/where.md`"),
        (
            "[x](nowhere.html)",
            "broken-link 1:5 there is no file `src/nowhere.html`",
        ),
        (
            "![x](images/b.png)",
            "broken-link 1:6 there is no file `src/images/b.png`",
        ),
        (
            "![x](images/a.sgv)",
            "broken-link 1:6 there is no file `src/images/a.sgv` -> images/a.sgv|images/a.svg",
        ),
        (
            "<img src=\"images/A.svg\">",
            "broken-link 1:11 there is no file `src/images/A.svg` -> images/A.svg|images/a.svg",
        ),
        (
            "<a href=nope.md>x</a>",
            "broken-link 1:9 there is no file `src/nope.md`",
        ),
        (
            "[x](unlisted.md)",
            "broken-link 1:5 `src/unlisted.md` is not in `SUMMARY.md`, so that no page is made of it",
        ),
        (
            "[x](unlisted.html)",
            "broken-link 1:5 `src/unlisted.md` is not in `SUMMARY.md`, so that no page is made of it",
        ),
        (
            "[x](part/README.md#part)",
            "broken-link 1:5 this link leads to `part/README.html`, which is not made -> part/README.md|part/index.md",
        ),
        (
            "[x](part/README.html)",
            "broken-link 1:5 this link leads to `part/README.html`, which is not made -> part/README.html|part/index.html",
        ),
        (
            "[x](images/)",
            "broken-link 1:5 the folder `src/images` has no `index.html`",
        ),
        (
            "[x](../src/b.md)",
            "broken-link 1:5 this link leads to `../src/b.html`, which is not made -> ../src/b.md|b.md",
        ),
        (
            "[x](../README.md)",
            "broken-link 1:5 `README.md` lies outside of the book's folder",
        ),
        ("[x](#no)", "broken-link 1:5 there is no anchor `#no` here"),
        (
            "# Heading\n\n[x](#Heading)",
            "broken-link 3:5 there is no anchor `#Heading` here -> #Heading|#heading",
        ),
        (
            "[x](b.md#꿀따기)",
            "broken-link 1:9 `src/b.md` has no anchor `#꿀따기` -> #꿀따기|#꿀-따기",
        ),
        ("[x](b.html#no)", "broken-link 1:11 `src/b.md` has no anchor `#no`"),
        (
            "[x][r] [y][r]\n\n[r]: no.md",
            "broken-link 1:1 there is no file `src/no.md`",
        ),
        (
            "[**`a [b]`** ![i](images/a.svg)](no.md \"t\")",
            "broken-link 1:34 there is no file `src/no.md`",
        ),
        (
            "[see this][labl]\n\n[label]: b.md",
            "undefined-reference 1:1 nothing defines the reference `[labl]` -> labl|label",
        ),
        (
            "[see this][other]",
            "undefined-reference 1:1 nothing defines the reference `[other]`",
        ),
        (
            "[여기][other]",
            "undefined-reference 1:1 nothing defines the reference `[other]`",
        ),
        ("x[^1]", "undefined-reference 1:2 nothing defines the footnote `[^1]`"),
        (
            "x[^note] y[^other]\n\n[^other]: z",
            "undefined-reference 1:2 nothing defines the footnote `[^note]`",
        ),
        (
            "x\n\n[^gone]: z",
            "unused-footnote 3:1 nothing refers to the footnote `[^gone]`",
        ),
        ("<https://a.invalid/x>", "dead-link 1:2 there is no server `a.invalid`"),
    ] {
        in_book(chapter, &[expected]);
    }
}

#[test]
fn summaries() {
    let summary = "# S\n\n- [A](a.md)\n- [D]()\n- [C](part/c.md)\n- [B](part/READNE.md)\n";
    let files = [&[("src/SUMMARY.md", summary), ("src/a.md", "")][..], &BOOK[..3]].concat();
    check(
        By::Book,
        &files,
        &[
            "broken-link 5:7 there is no file `src/part/c.md`",
            "broken-link 6:7 there is no file `src/part/READNE.md` -> part/READNE.md|part/README.md",
        ],
    );
}

#[test]
fn outside_of_books() {
    let files = |text: &'static str| {
        [
            ("docs/a.md", text),
            ("docs/b.md", "# A `b` -- c\n\n## 1. Next\n"),
            ("x.png", ""),
        ]
    };
    for text in [
        "[x](b.md#a-b----c) [x](b.md#a-b--c) [x](b.md#next) [x](b.md#1-next) [x](b.md#L10) [x](../x.png)",
        "[x](page.html) [x](folder/) [x](/b.md) [x](other/c.md) [x](../../up.md) [x](@site/b.md) [x](c)",
        "[see this][Type] x[^1] [x](b.md#ab)",
    ] {
        check(By::Repository, &files(text), &[]);
        check(By::Folder, &files(text), &[]);
    }
    let missing = files("[x](missing.md) [x](b.nd) [x](bb.md) [x](b.md#nowhere)");
    let anchor = "broken-link 1:46 `docs/b.md` has no anchor `#nowhere`";
    check(By::Folder, &missing, &[anchor]);
    check(
        By::Repository,
        &missing,
        &[
            "broken-link 1:5 there is no file `docs/missing.md`",
            "broken-link 1:31 there is no file `docs/bb.md`",
            anchor,
        ],
    );
}

#[test]
fn allowed_and_ignored() {
    in_book(
        "<!-- allow: broken-link - it comes with the next edition -->\n\n- a [x](no.md)\n- [y](nor.md)\n",
        &[],
    );
    in_book(
        "<!-- allow: broken-link - here -->\n[x](no.md)\n\n[y](nor.md)\n",
        &["broken-link 4:5 there is no file `src/nor.md`"],
    );
    in_book(
        "<!-- allow: broken-link - here -->\n\ntext\n",
        &["unused-allow 1:1 what follows this comment has no `broken-link`"],
    );
    let options = Options {
        ignored_links: vec!["api/*".to_owned(), "*#later".to_owned()],
        ..Options::default()
    };
    let files = [&[("src/a.md", "[x](api/x.md) [x](b.md#later) [x](api)")][..], &BOOK].concat();
    assert_eq!(said(By::Book, &files, &options), [""; 0]);
}

#[test]
fn external() {
    let text = "[x](https://a.example/x#y) <http://b.example> ![i](HTTPS://c.example/i.png) [x](b.md) <a href=https://d.example>";
    let extract = extract::read(text, extract::Dialect::default());
    let urls: Vec<String> = extract
        .links
        .references
        .iter()
        .map(|reference| super::external(reference).url)
        .collect();
    assert_eq!(urls.len(), 5);
    assert_eq!(urls[0], "https://a.example/x");
    for (url, expected) in [
        ("https://a.b/c", "a.b"),
        ("http://u:p@a.b:80?x", "a.b"),
        ("http://[::1]:80/", "::1"),
    ] {
        assert_eq!(host(url), expected);
    }
}
