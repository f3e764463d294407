//! The architecture, held: who may use whom, what the checker may not touch, and
//! the few habits that a compiler does not mind but a reader does.

mod support;

use proof_checker::RULES;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The crates, and what each may depend on. Nothing else of ours may appear in its manifest.
const CRATES: [(&str, &[&str]); 4] = [
    ("preprocessors/checker", &[]),
    ("preprocessors/facts", &["proof-checker"]),
    ("preprocessors/site", &["proof-checker"]),
    (".", &["proof-checker", "proof-facts", "proof-site"]),
];

#[test]
fn crates_depend_downwards_only() {
    for (folder, allowed) in CRATES {
        let manifest = support::read(&support::root().join(folder).join("Cargo.toml"));
        let sections = manifest.split("\n[").filter(|s| s.starts_with("dependencies]"));
        let used: BTreeSet<&str> = sections
            .flat_map(str::lines)
            .filter(|line| line.starts_with("proof-"))
            .filter_map(|line| line.split(['.', ' ', '=']).next())
            .collect();
        assert_eq!(used, allowed.iter().copied().collect(), "{folder}/Cargo.toml");
    }
}

/// The floors of the checker, from the top down: a module may use what stands on a lower floor, and itself.
const FLOORS: [&[&str]; 14] = [
    &["lib"],
    &["expect"],
    &["commands", "session"],
    &["crossing"],
    &["info", "output", "fix", "links", "files"],
    &["explain"],
    &["rules"],
    &["model"],
    &["schema", "grammar"],
    &["syntax", "language"],
    &["extract"],
    &["include"],
    &["suggest", "placeholder", "diagnostic"],
    &["source"],
];

/// What stands at the crate's root for everybody: a macro lives there wherever it is written.
const OF_LIB: [&str; 1] = ["say"];

#[test]
fn the_checker_imports_one_way() {
    let floor = |module: &str| FLOORS.iter().position(|floor| floor.contains(&module));
    let mut seen = BTreeSet::new();
    for (path, code) in code("preprocessors/checker") {
        let module = module(&path);
        let from = floor(&module).unwrap_or_else(|| panic!("`{module}` is on no floor: add it to FLOORS"));
        for used in names(&code, "crate::") {
            let free = OF_LIB.contains(&used.as_str()) || used == module;
            let to = if free { None } else { Some(floor(&used).unwrap_or(0)) };
            assert!(
                to.is_none_or(|to| to > from),
                "{} uses `{used}`, which is not below it",
                support::shown(&path)
            );
        }
        seen.insert(module);
    }
    let listed: BTreeSet<String> = FLOORS
        .iter()
        .flat_map(|floor| floor.iter().map(|m| (*m).to_owned()))
        .collect();
    assert_eq!(seen, listed, "FLOORS lists the modules that there are");
}

/// What any family of rules may use of its siblings: the words for what a schema refuses, a task definition as rules see it.
const SHARED: [&str; 3] = ["phrase", "definition", "roster"];

/// The one family that hands on: it finds task definitions, and the others judge them.
const FINDER: &str = "task_definition";

#[test]
fn no_family_of_rules_knows_another() {
    let families: Vec<(PathBuf, String)> = code("preprocessors/checker/rules");
    assert!(families.len() >= 3, "where are the families?");
    let name = |path: &Path| family(path);
    let all: BTreeSet<String> = families.iter().map(|(path, _)| name(path)).collect();
    for (path, code) in &families {
        let own = name(path);
        let used = [names(code, "super::"), names(code, "crate::rules::")].concat();
        for other in used.iter().filter(|used| all.contains(*used) && **used != own) {
            let allowed = SHARED.contains(&other.as_str()) || own == FINDER;
            assert!(allowed, "{} uses the rules of `{other}`", support::shown(path));
        }
    }
}

#[test]
fn the_checker_touches_nothing() {
    let worldly = ["fs", "env", "time", "process", "net", "thread", "os"];
    for (path, code) in code("preprocessors/checker") {
        let used = names(&code, "std::");
        let bad: Vec<_> = used.iter().filter(|name| worldly.contains(&name.as_str())).collect();
        assert!(bad.is_empty(), "{} uses std::{bad:?}", support::shown(&path));
    }
}

#[test]
fn every_source_file_is_introduced_and_short() {
    let sources = [
        support::files("preprocessors", &["rs"]),
        support::files("tests", &["rs"]),
    ]
    .concat();
    assert!(sources.len() > 40, "where are the sources?");
    for path in sources {
        let (text, shown) = (support::read(&path), support::shown(&path));
        assert!(text.starts_with("//! "), "{shown} does not say what it is for");
        let lines = text.lines().count();
        assert!(lines <= 600, "{shown} has {lines} lines: it is asking to be two rooms");
    }
}

#[test]
fn nothing_is_left_for_later() {
    // Put together here, so that this file does not find itself.
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X"),
        concat!("db", "g!("),
    ];
    let endings = ["rs", "py", "sh", "mjs", "js", "css", "toml", "yml"];
    for folder in ["preprocessors", "tests", "schemas", "theme", ".github"] {
        for path in support::files(folder, &endings) {
            let text = support::read(&path);
            for (number, line) in text.lines().enumerate() {
                let found = marks.iter().find(|mark| line.contains(*mark));
                assert!(found.is_none(), "{}:{}: {line}", support::shown(&path), number + 1);
            }
        }
    }
}

#[test]
fn every_rule_has_its_pages_and_every_page_its_rule() {
    let pages = support::files("preprocessors/checker/rules/pages", &["md"]);
    let found: BTreeSet<String> = pages
        .iter()
        .filter_map(|p| Some(p.file_name()?.to_str()?.to_owned()))
        .collect();
    let wanted = RULES
        .iter()
        .flat_map(|rule| ["ko", "en"].map(|lang| format!("{}.{lang}.md", rule.id)));
    assert_eq!(found, wanted.collect());
    let ids: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), RULES.len(), "two rules have one id");
    for id in ids {
        assert!(
            id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
            "`{id}` is not kebab-case"
        );
    }
}

#[test]
fn what_is_written_of_the_command_line_is_true() {
    let help = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_mdbook-proof")).args(args).output();
        let output = output.expect("the program runs");
        assert!(output.status.success(), "{args:?}");
        String::from_utf8(output.stdout).expect("help is UTF-8")
    };
    let all = help(&["--help", "--lang", "en"]);
    let mut mentions = 0;
    let folders = ["src", "preprocessors", "schemas", "tests", "README.md"];
    for path in folders.iter().flat_map(|folder| support::files(folder, &["md"])) {
        let shown = support::shown(&path);
        // Console sessions show mistakes on purpose, and are run anyway.
        if shown.starts_with("tests/commands/") {
            continue;
        }
        for call in support::read(&path).lines().flat_map(calls) {
            let mut words = call.split_whitespace();
            let command = words.next().unwrap_or_default().to_owned();
            let own = if command.starts_with('-') {
                all.clone()
            } else {
                assert!(
                    all.contains(&format!("\n  {command} ")),
                    "{shown}: there is no command `{command}`"
                );
                help(&[&command, "--help", "--lang", "en"])
            };
            for option in std::iter::once(command.as_str())
                .chain(words)
                .filter(|word| word.starts_with("--"))
            {
                let name = option.split('=').next().unwrap_or(option);
                assert!(own.contains(name), "{shown}: `{command}` has no option `{name}`");
            }
            mentions += 1;
        }
    }
    assert!(mentions > 0, "nothing mentions the program");
}

/// What follows `mdbook-proof` in each code span or command of a line, where something does.
fn calls(line: &str) -> Vec<String> {
    let starts = ["`mdbook-proof ", "$ mdbook-proof ", "cargo run --release -- "];
    let mut found: Vec<String> = starts
        .iter()
        .flat_map(|start| line.split(start).skip(1))
        .map(|rest| rest.split(['`', '#', '|', '>']).next().unwrap_or(rest).to_owned())
        .collect();
    found.extend(line.strip_prefix("mdbook-proof ").map(str::to_owned));
    // A sentence about `mdbook-proof 0.1.0` or `mdbook-proof <command>` calls nothing.
    found.retain(|call| call.starts_with(|c: char| c.is_ascii_lowercase() || c == '-'));
    found
}

/// The sources of a folder without comments and tests.
fn code(folder: &str) -> Vec<(PathBuf, String)> {
    let sources = support::files(folder, &["rs"]);
    // Tests and fuzz targets stand beside the code and use it from outside.
    let start = support::root().join(folder);
    let beside = |path: &PathBuf| {
        path.strip_prefix(&start)
            .unwrap_or(path)
            .iter()
            .any(|part| part == "tests" || part == "tests.rs" || part == "fuzz")
    };
    let sources = sources.into_iter().filter(|path| !beside(path));
    sources
        .map(|path| {
            let text = support::read(&path);
            let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            let code = code.map(|line| format!("{line}\n")).collect();
            (path, code)
        })
        .collect()
}

/// The names that follow a path's beginning: `crate::a::b` and `crate::{a::b, c}` name `a` and `c`.
fn names(code: &str, start: &str) -> Vec<String> {
    let ident = |text: &str| {
        let end = text
            .find(|c: char| !(c.is_alphanumeric() || c == '_'))
            .unwrap_or(text.len());
        text[..end].to_owned()
    };
    let mut found = Vec::new();
    for rest in code.split(start).skip(1) {
        let Some(group) = rest.strip_prefix('{') else {
            found.push(ident(rest));
            continue;
        };
        let mut depth = 0;
        let inside = group.split(|c| {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            depth < 0 || (depth == 0 && c == ',')
        });
        let end = group.find("};").unwrap_or(group.len());
        let within = inside.take_while(|part| part.as_ptr() as usize - group.as_ptr() as usize <= end);
        found.extend(within.map(|part| ident(part.trim())).filter(|name| !name.is_empty()));
    }
    found
}

/// The module of the checker that a file belongs to: `rules/fargate.rs` to `rules`.
fn module(path: &Path) -> String {
    first_part(path, "preprocessors/checker")
}

fn family(path: &Path) -> String {
    first_part(path, "preprocessors/checker/rules")
}

fn first_part(path: &Path, folder: &str) -> String {
    let below = path.strip_prefix(support::root().join(folder)).unwrap_or(path);
    let first = below.iter().next().and_then(|name| name.to_str()).unwrap_or_default();
    first.strip_suffix(".rs").unwrap_or(first).to_owned()
}

#[test]
fn names_are_read() {
    for (code, start, expected) in [
        ("use crate::a::B; crate::c!()", "crate::", &["a", "c"][..]),
        ("use crate::{a::{B, C}, d, e::F};\nuse x;", "crate::", &["a", "d", "e"]),
        ("std::{fs, io};", "std::", &["fs", "io"]),
        ("use other::a;", "crate::", &[]),
    ] {
        assert_eq!(names(code, start), expected, "{code}");
    }
}
