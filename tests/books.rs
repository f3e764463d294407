//! Whole books, built in every way there is: `mdbook-proof build`, mdBook's own
//! driver calling the program as its preprocessor, and the real `mdbook` where one is on PATH.
//!
//! A broken book fails in all of them, naming file, line and column; a good one
//! has the same `<main>` in each. Books are copied first: none is ever built in place.

mod support;

use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;
use walkdir::WalkDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_mdbook-proof");

/// How a build went: its exit status, and what was said on standard error.
struct Outcome {
    status: i32,
    said: String,
}

/// A way to build the book in a folder, and its name.
type Way = (&'static str, fn(&Path) -> Outcome);

fn ways() -> Vec<Way> {
    let mut ways: Vec<Way> = vec![("mdbook-proof build", own), ("the driver", driver)];
    if *HAS_MDBOOK {
        ways.push(("mdbook build", mdbook));
    }
    ways
}

fn own(book: &Path) -> Outcome {
    run(Command::new(PROGRAM).arg("build").current_dir(book))
}

fn mdbook(book: &Path) -> Outcome {
    let folder = Path::new(PROGRAM)
        .parent()
        .expect("the program has a folder")
        .to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(&path)));
    let path = path.expect("PATH can be put together");
    run(Command::new("mdbook").arg("build").current_dir(book).env("PATH", path))
}

/// mdBook in this process; what its preprocessor says goes through a script into a file, for the driver does not hand it over.
fn driver(book: &Path) -> Outcome {
    let beside = TempDir::new().expect("a temporary folder");
    let (script, said) = (beside.path().join("proof.sh"), beside.path().join("said"));
    let text = format!("exec '{PROGRAM}' \"$@\" 2>>'{}'\n", said.display());
    std::fs::write(&script, text).expect("the script can be written");
    let mut config = Config::from_disk(book.join("book.toml")).expect("book.toml can be read");
    if config.contains_key("preprocessor.proof") {
        let command = format!("sh '{}'", script.display());
        config
            .set("preprocessor.proof.command", command)
            .expect("a command can be set");
    }
    if config.contains_key("output.proof") {
        let command = format!("'{PROGRAM}' finish");
        config
            .set("output.proof.command", command)
            .expect("a command can be set");
    }
    let built = MDBook::load_with_config(book, config).and_then(|book| book.build());
    Outcome {
        status: i32::from(built.is_err()),
        said: std::fs::read_to_string(said).unwrap_or_default(),
    }
}

fn run(command: &mut Command) -> Outcome {
    let output = command.env("LC_ALL", "C.UTF-8").output().expect("the program runs");
    Outcome {
        status: output.status.code().unwrap_or(-1),
        said: String::from_utf8(output.stderr).expect("messages are UTF-8"),
    }
}

static HAS_MDBOOK: LazyLock<bool> = LazyLock::new(|| {
    let version = Command::new("mdbook").arg("--version").output();
    let version = version.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let has = version
        .as_deref()
        .is_ok_and(|version| version.starts_with("mdbook v0.5."));
    if !has {
        support::skipped(&format!("the real `mdbook build`: no mdbook 0.5 on PATH ({version:?})"));
    }
    has
});

/// A copy of a folder of the repository.
fn copy(folder: &str, parts: &[&str]) -> TempDir {
    let copy = TempDir::new().expect("a temporary folder");
    let from = support::root().join(folder);
    for path in parts.iter().map(|part| from.join(part)).filter(|path| path.exists()) {
        for entry in WalkDir::new(&path) {
            let entry = entry.expect("the folder can be read");
            let to = copy
                .path()
                .join(entry.path().strip_prefix(&from).expect("it lies below"));
            if entry.file_type().is_dir() {
                std::fs::create_dir_all(&to).expect("a folder can be made");
            } else {
                std::fs::copy(entry.path(), &to).expect("a file can be copied");
            }
        }
    }
    copy
}

fn book(name: &str) -> TempDir {
    copy(&format!("tests/books/{name}"), &["."])
}

/// Every file below a folder with what it holds, the build's output left out.
fn sources(book: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = WalkDir::new(book)
        .into_iter()
        .filter_entry(|entry| entry.path() != book.join("book"));
    entries
        .map(|entry| entry.expect("the folder can be read"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            (
                entry.path().to_owned(),
                std::fs::read(entry.path()).expect("a file can be read"),
            )
        })
        .collect()
}

/// The `<main>` of every page that a build left, by the page's path.
fn mains(book: &Path) -> BTreeMap<String, String> {
    let pages = WalkDir::new(book.join("book")).into_iter().filter_map(Result::ok);
    let pages = pages.filter(|entry| entry.path().extension().is_some_and(|e| e == "html"));
    pages
        .filter_map(|page| {
            let html = support::read(page.path());
            let main = &html[html.find("<main")?..html.find("</main>")?];
            let path = page.path().strip_prefix(book).ok()?;
            Some((path.to_string_lossy().into_owned(), main.to_owned()))
        })
        .collect()
}

/// A book that fails in every way of building, saying all of `expected`.
#[track_caller]
fn check_broken(name: &str, expected: &[&str]) {
    for (way, build) in ways() {
        let book = book(name);
        let before = sources(book.path());
        let outcome = build(book.path());
        assert_ne!(outcome.status, 0, "{name} by {way}: {}", outcome.said);
        for part in expected {
            assert!(
                outcome.said.contains(part),
                "{name} by {way} does not say `{part}`:\n{}",
                outcome.said
            );
        }
        assert!(mains(book.path()).is_empty(), "{name} by {way} left pages");
        assert_eq!(sources(book.path()), before, "{name} by {way}");
    }
}

/// A book that is built alike in every way; gives its pages.
#[track_caller]
fn check_good(name: &str, make: &dyn Fn() -> TempDir) -> BTreeMap<String, String> {
    let mut first: Option<BTreeMap<String, String>> = None;
    for (way, build) in ways() {
        let book = make();
        let before = sources(book.path());
        let outcome = build(book.path());
        assert_eq!(outcome.status, 0, "{name} by {way}: {}", outcome.said);
        assert_eq!(
            sources(book.path()),
            before,
            "{name} by {way} wrote outside of its output"
        );
        let pages = mains(book.path());
        assert!(!pages.is_empty(), "{name} by {way} has no pages");
        match &first {
            None => first = Some(pages),
            Some(first) => {
                for (page, main) in first {
                    assert_eq!(pages.get(page), Some(main), "{name}: {page} by {way}");
                }
                assert_eq!(pages.len(), first.len(), "{name} by {way}");
            }
        }
    }
    first.unwrap_or_default()
}

#[test]
fn broken_books_fail_in_every_way() {
    check_broken("broken-json", &["error[json-syntax]", "src/one.md:5:9"]);
    check_broken(
        "broken-task-definition",
        &["error[task-definition-schema]", "src/one.md:8:20", "`awsvpc`"],
    );
    check_broken(
        "broken-include",
        &["error[broken-include]", "src/one.md:3:1", "src/nowhere.md"],
    );
    check_broken(
        "broken-link",
        &["error[broken-link]", "src/one.md:3:13", "`#second`", "src/one.md:5:9"],
    );
    check_broken("broken-in-subfolder", &["error[json-syntax]", "src/part/two.md:4:10"]);
    check_broken("broken-in-include", &["error[json-syntax]", "examples/task.json:3:43"]);
    check_broken(
        "broken-info-string",
        &["error[info-string]", "src/one.md:3:9", "`colour`"],
    );
    check_broken("broken-schema", &["error[schema-violation]", "src/one.md:4:14"]);
    check_broken("broken-by-level", &["error[json-comment]", "src/one.md:4:4"]);
    check_broken("outdated-diagnostic", &["error[outdated-diagnostic]", "src/one.md:7:4"]);
}

#[test]
fn good_books_are_built_alike() {
    let pages = check_good("good", &|| book("good"));
    let blocks = &pages["book/blocks.html"];
    for part in [
        "proof-good",
        "proof-wrong",
        "proof-says",
        "hljs-attr",
        "wrong on purpose",
    ] {
        assert!(blocks.contains(part), "no {part} in {blocks}");
    }
    let includes = &pages["book/part/includes.html"];
    assert!(
        includes.contains("../rules/") == includes.contains("rules/"),
        "{includes}"
    );
    assert!(
        includes.contains("nginx") && includes.contains("{{#include nowhere.txt}}"),
        "{includes}"
    );

    let pages = check_good("schemas", &|| book("schemas"));
    assert!(pages["book/one.html"].contains("checked against the schema appspec"));

    check_good("levels", &|| book("levels"));

    let pages = check_good("rule-pages", &|| book("rule-pages"));
    for rule in proof_checker::RULES {
        assert!(
            pages.contains_key(&format!("book/rules/{}.html", rule.id)),
            "{}",
            rule.id
        );
    }
}

#[test]
fn two_renderers_each_get_what_they_can_read() {
    let markdown = |book: &Path| support::read(&book.join("book/markdown/one.md"));
    check_good("two-renderers", &|| book("two-renderers"));
    for (way, build) in ways() {
        let book = book("two-renderers");
        assert_eq!(build(book.path()).status, 0, "{way}");
        let text = markdown(book.path());
        assert!(text.contains("```json\n{ \"a\": 1 } \n```"), "{way}: {text}");
        let html = support::read(&book.path().join("book/html/one.html"));
        assert!(html.contains("proof-badge"), "{way}");
    }
}

#[test]
fn the_guide_is_built_alike() {
    let guide = || copy(".", &["book.toml", "src", "theme", "schemas"]);
    let pages = check_good("the guide", &guide);
    assert!(
        pages.values().any(|main| main.contains("proof-badge")),
        "nothing in the guide was judged"
    );
}

#[test]
fn a_book_that_never_heard_of_the_checker_can_be_checked() {
    let unaware = book("unaware");
    let outcome = own(unaware.path());
    assert_eq!(outcome.status, 0, "{}", outcome.said);
    assert!(mains(unaware.path())["book/one.html"].contains("proof-badge"));

    let broken = book("unaware-broken");
    assert_eq!(driver(broken.path()).status, 0, "mdBook alone checks nothing");
    let broken = book("unaware-broken");
    let outcome = own(broken.path());
    assert_eq!(outcome.status, 1);
    assert!(outcome.said.contains("src/one.md:4:8"), "{}", outcome.said);
}

/// A book whose `book.toml` has one text in place of another: `mdbook-proof build` exits with 2 and mdBook fails, both saying `expected`.
#[track_caller]
fn check_settings(from: &str, to: &str, expected: &str) {
    for (way, build) in ways() {
        let book = book("broken-json");
        let file = book.path().join("book.toml");
        let settings = support::read(&file);
        assert!(settings.contains(from), "{settings}");
        std::fs::write(&file, settings.replace(from, to)).expect("book.toml can be written");
        let outcome = build(book.path());
        let status = if way == "mdbook-proof build" {
            2..=2
        } else {
            1..=i32::MAX
        };
        assert!(status.contains(&outcome.status), "{way}: {}", outcome.said);
        assert!(outcome.said.contains(expected), "{way}: {}", outcome.said);
    }
}

#[test]
fn settings_that_cannot_be_followed_stop_the_build() {
    let first = "before = [\"links\"]\n";
    let add = |settings: &str, expected: &str| check_settings(first, &format!("{first}{settings}\n"), expected);
    add("placeholder = false", "unknown setting `placeholder`");
    add("placeholders = \"no\"", "`placeholders`");
    add("[preprocessor.proof.schemas]\na = \"nowhere.json\"", "nowhere.json`");
    add("[preprocessor.proof.schemas]\na = \"src/one.md\"", "src/one.md`");
    // After `links` nobody can tell which file a mistake is in.
    check_settings(first, "", "lacks `before = [\"links\"]`");
}

#[test]
fn a_broken_book_leaves_the_last_good_one() {
    let book = book("good");
    assert_eq!(own(book.path()).status, 0);
    let before = mains(book.path());
    let chapter = book.path().join("src/blocks.md");
    std::fs::write(&chapter, "# Blocks\n\n```json\n01\n```\n").expect("a chapter can be written");
    let outcome = own(book.path());
    assert_eq!(outcome.status, 1, "{}", outcome.said);
    assert_eq!(mains(book.path()), before, "a build that fails took pages away");
}
