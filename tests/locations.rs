//! Where things are found: the exact line and column of the file that a writer has to open.
//!
//! Columns count characters from 1. Chapters whose bytes matter (CRLF, byte-order
//! marks, tabs) are here and not in `tests/specs`, where an editor could change them.

mod support;

use proof_checker::source::SourceFile;
use proof_checker::{Chapter, Options, analyse, finish, say};

/// Analyses `src/chapter.md`, its includes resolved among `files`, and compares what is found, as `rule path:line:column-line:column`.
#[track_caller]
fn check_among(files: &[(&str, &str)], chapter: &str, expected: &[&str]) {
    let read = |path: &str| {
        let found = files.iter().find(|(name, _)| *name == path);
        found
            .map(|(_, text)| (*text).to_owned())
            .ok_or_else(|| say!(ko: "없습니다", en: "not found"))
    };
    let chapter = Chapter::with_includes(&SourceFile::new("src/chapter.md", chapter), &read);
    let options = Options::default();
    let analysis = analyse(chapter, &support::FACTS, &options);
    let found: Vec<String> = finish(&[analysis], &options)
        .iter()
        .map(|found| {
            let (line, column) = found.at.file.line_column(found.at.start);
            let (end_line, end_column) = found.at.file.line_column(found.at.end);
            let path = &found.at.file.path;
            format!("{} {path}:{line}:{column}-{end_line}:{end_column}", found.rule)
        })
        .collect();
    assert_eq!(found, expected);
}

/// The same for a chapter on its own; the path is left out.
#[track_caller]
fn check(chapter: &str, expected: &[&str]) {
    let with_path: Vec<String> = expected
        .iter()
        .map(|place| place.replacen(' ', " src/chapter.md:", 1))
        .collect();
    let with_path: Vec<&str> = with_path.iter().map(String::as_str).collect();
    check_among(&[], chapter, &with_path);
}

#[test]
fn in_a_block() {
    check("```json\n{\"a\": 01}\n```\n", &["json-syntax 2:7-2:9"]);
    check("\n\ntext\n\n```json\n\n\n  01\n```\n", &["json-syntax 8:3-8:5"]);
    check("~~~~json\n{\"a\": 01}", &["json-syntax 2:7-2:9"]);
    check("    {\"a\": 01}\n", &["json-syntax 1:11-1:13"]);
    check("   ```json\n   01\n   ```\n", &["json-syntax 2:4-2:6"]);
    // A line that is indented less than its fence keeps what it has.
    check("   ```json\n 01\n   ```\n", &["json-syntax 2:2-2:4"]);
}

#[test]
fn inside_other_things() {
    check("- a\n\n  ```json\n  01\n  ```\n", &["json-syntax 4:3-4:5"]);
    check(
        "1. a\n   - b\n     ```json\n     01\n     ```\n",
        &["json-syntax 4:6-4:8"],
    );
    check("> ```json\n> 01\n> ```\n", &["json-syntax 2:3-2:5"]);
    check(">```json\n>01\n>```\n", &["json-syntax 2:2-2:4"]);
    check(
        "> > - ```json\n> >   {\n> >    01\n> >   }\n> >   ```\n",
        &["json-syntax 3:8-3:10"],
    );
    check(
        "[^a]\n\n[^a]: b\n\n    ```json\n    01\n    ```\n",
        &["json-syntax 6:5-6:7"],
    );
    check("<div>\n\n```json\n01\n```\n\n</div>\n", &["json-syntax 4:1-4:3"]);
    check("a\n: b\n\n  ```json\n  01\n  ```\n", &["json-syntax 5:3-5:5"]);
    // Where a list ends, its open fence ends too.
    check("- ```json\n  01\n\ntext\n", &["json-syntax 2:3-2:5"]);
}

#[test]
fn letters_line_breaks_and_tabs() {
    check(
        "가나다 😀\n\n```json\n{\"이름\": \"😀\", \"값\": 01}\n```\n",
        &["json-syntax 4:18-4:20"],
    );
    check("\u{feff}```json\n01\n```\n", &["json-syntax 2:1-2:3"]);
    check(
        "\u{feff}```json,expect=json-comment\n1\n```\n",
        &["unmet-expectation 1:9-1:28"],
    );
    check(
        "a\r\n\r\n```json\r\n{\r\n  \"a\": 01\r\n}\r\n```\r\n",
        &["json-syntax 5:8-5:10"],
    );
    check("> ```json\r\n> {\r\n> 01}\r\n> ```\r\n", &["json-syntax 3:3-3:5"]);
    check(
        "-\ta\n\n\t```json\n\t{\n\t\t\"a\": 01\n\t}\n\t```\n",
        &["json-syntax 5:8-5:10"],
    );
    check("```json\n\t01\n```\n", &["json-syntax 2:2-2:4"]);
    check("- ```json\n\t01\n  ```\n", &["json-syntax 2:2-2:4"]);
    // Combining marks and joined emoji are characters of their own.
    check("```json\n\"e\u{301}👩\u{200d}👧\" 01\n```\n", &["json-syntax 2:9-2:11"]);
}

#[test]
fn about_a_block() {
    check("```json,expect=json-syntax\n1\n```\n", &["unmet-expectation 1:9-1:27"]);
    check(
        "- ```json expect=json-syntax\n  1\n  ```\n",
        &["unmet-expectation 1:11-1:29"],
    );
    check("~~~  json ,  expect=no-rule\n1\n~~~\n", &["info-string 1:21-1:28"]);
    check(
        "<!-- allow: json-syntax - none -->\n\n```json\n1\n```\n",
        &["unused-allow 1:1-1:35"],
    );
    check(
        "> <!-- allow: no-rule - x -->\n>\n> ```json\n> 1\n> ```\n",
        &["allow-comment 1:15-1:22"],
    );
    check("````markdown\n가\n```json\n01\n```\n````\n", &["json-syntax 4:1-4:3"]);
}

#[test]
fn missing_ends() {
    check("```json\n{\"a\": 1\n```\n", &["json-syntax 2:1-2:2"]);
    check("```json\n{\"a\": 1", &["json-syntax 2:1-2:2"]);
    // The string is told of; that its object stays open follows from it.
    check("```json\n{\"a\": \"b\n```\n", &["json-syntax 2:7-2:8"]);
    check(
        "```json\n{\"family\": \"a\", \"containerDefinitions\": [{\"name\": \"a\"}], \"memory\": \"512\"}\n```\n",
        &["task-definition-schema 2:42-2:43"],
    );
    check("```json\n```\n", &[]);
    check("", &[]);
}

#[test]
fn in_the_file_that_holds_it() {
    let files = [
        ("src/a.json", "{\n  \"a\": 01\n}\n"),
        ("src/crlf.json", "{\r\n  \"a\": 01\r\n}\r\n"),
        ("src/bom.json", "{\n  \"가\": 01\n}\n"),
        ("src/part.json", "// ANCHOR: one\n[1,\n 01]\n// ANCHOR_END: one\n"),
        ("src/blocks.md", "```json\n01\n```\n"),
        ("src/in/deep.md", "deep\n\n{{#include ../blocks.md}}\n"),
        ("common/b.json", "[\n01]"),
    ];
    let check = |chapter: &str, expected: &[&str]| check_among(&files, chapter, expected);
    check(
        "```json\n{{#include a.json}}\n```\n",
        &["json-syntax src/a.json:2:8-2:10"],
    );
    check(
        "```json\n{{#include crlf.json}}\n```\n",
        &["json-syntax src/crlf.json:2:8-2:10"],
    );
    check(
        "```json\n{{#include bom.json}}\n```\n",
        &["json-syntax src/bom.json:2:8-2:10"],
    );
    check(
        "```json\n{{#include part.json:one}}\n```\n",
        &["json-syntax src/part.json:3:2-3:4"],
    );
    check(
        "```json\n{{#include a.json:2:2}}\n```\n",
        &["json-syntax src/a.json:2:8-2:10"],
    );
    check("{{#include blocks.md}}\n", &["json-syntax src/blocks.md:2:1-2:3"]);
    check("{{#include in/deep.md}}\n", &["json-syntax src/blocks.md:2:1-2:3"]);
    check(
        "```json\n{{#include ../common/b.json}}\n```\n",
        &["json-syntax common/b.json:2:1-2:3"],
    );
    // What stands around an include is still the chapter's.
    check(
        "```json\n[{{#include a.json}}, 01]\n```\n",
        &[
            "json-syntax src/a.json:2:8-2:10",
            "json-syntax src/chapter.md:2:23-2:25",
        ],
    );
    check(
        "```json\n{{#include nowhere.json}}\n```\n",
        &["broken-include src/chapter.md:2:1-2:26"],
    );
    check("```json,expect=broken-include\n{{#include nowhere.json}}\n```\n", &[]);
}
