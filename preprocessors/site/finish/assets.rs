//! Scripts and styles: those that a site gets from here, names that change with the
//! content, and what mdBook writes for its own theme alone.

use super::script::squeezed;
use super::{Files, Pages, is_page};
use crate::cores::on_every_core;
use crate::search::Search;
use memchr::memmem;
use proof_checker::diagnostic::Lang;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What a site gets from here, its name and its text: what every page loads, and what its code loads when it is first asked for.
const ASSETS: [(&str, &str); 6] = [
    ("early.js", include_str!("../../../theme/scripts/early.js")),
    ("site.js", include_str!("../../../theme/scripts/site.js")),
    ("copy.js", include_str!("../../../theme/scripts/copy.js")),
    ("explain.js", include_str!("../../../theme/scripts/explain.js")),
    ("fargate.js", include_str!("../../../theme/scripts/fargate.js")),
    ("values.js", include_str!("../../../theme/scripts/values.js")),
];

/// The parts of the search's script, each after those that it imports: a reader's first search loads them as one.
fn search_script(lang: Lang) -> [&'static str; 7] {
    [
        match lang {
            Lang::Ko => include_str!("../../../theme/scripts/search/ko.js"),
            Lang::En => include_str!("../../../theme/scripts/search/en.js"),
        },
        include_str!("../../../theme/scripts/search/letters.js"),
        include_str!("../../../theme/scripts/search/book.js"),
        include_str!("../../../theme/scripts/search/meant.js"),
        include_str!("../../../theme/scripts/search/messages.js"),
        include_str!("../../../theme/scripts/search/find.js"),
        include_str!("../../../theme/scripts/search/dialog.js"),
    ]
}
const SEARCH_STYLE: &str = include_str!("../../../theme/css/search.css");

/// The name of the search index among what was added.
const INDEX: &str = "search.json";

/// The attribute of a page's root element that tells its scripts of a file which they load when it is wanted.
pub(super) fn attribute(name: &str) -> Option<&'static str> {
    match name {
        "copy.js" => Some("data-copy"),
        "explain.js" => Some("data-explain"),
        "fargate.js" => Some("data-fargate"),
        "values.js" => Some("data-values"),
        "search.js" => Some("data-search"),
        "search.css" => Some("data-search-css"),
        INDEX => Some("data-search-index"),
        _ => None,
    }
}

/// Where the site's own scripts, styles and fonts lie.
const FOLDER: &str = "assets";

/// The paths of what was added, by the names of [`ASSETS`].
pub(super) type Made = BTreeMap<&'static str, String>;

/// Adds the site's scripts and styles.
pub(super) fn add(files: &mut Files) -> Made {
    let mut made = Made::new();
    for (name, text) in ASSETS {
        insert(files, &mut made, name, &squeezed(text));
    }
    made
}

/// Adds the search: its scripts, its index, and the texts that the index leads to.
pub(super) fn add_search(files: &mut Files, made: &mut Made, search: Search, lang: Lang) {
    insert(files, made, "search.js", &squeezed(&joined(&search_script(lang))));
    insert(files, made, "search.css", &without_comments(SEARCH_STYLE));
    insert(files, made, INDEX, &search.index);
    for text in search.texts {
        files.insert(format!("{FOLDER}/{}", text.path), text.content.into_bytes());
    }
}

fn insert(files: &mut Files, made: &mut Made, name: &'static str, text: &str) {
    let path = fingerprinted(name, text.as_bytes());
    files.insert(path.clone(), text.as_bytes().to_vec());
    made.insert(name, path);
}

/// Modules as one, which exports what the last of them does. Their top-level names differ.
fn joined(modules: &[&str]) -> String {
    let mut out = String::new();
    for (left, module) in modules
        .iter()
        .enumerate()
        .map(|(at, module)| (modules.len() - 1 - at, module))
    {
        for line in module.lines().filter(|line| !line.starts_with("import ")) {
            let inner = line.strip_prefix("export ").filter(|_| left > 0);
            out.push_str(inner.unwrap_or(line));
            out.push('\n');
        }
    }
    out
}

/// `assets/NAME-HASH.EXT` for a file.
pub(super) fn fingerprinted(name: &str, bytes: &[u8]) -> String {
    use std::fmt::Write;
    let digest = Sha256::digest(bytes);
    let mut hash = String::with_capacity(10);
    for byte in &digest[..5] {
        // A String takes whatever is written to it.
        let _ = write!(hash, "{byte:02x}");
    }
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("{FOLDER}/{stem}-{hash}.{ending}")
}

/// An asset's path as its neighbours write it.
pub(super) fn beside(path: &str) -> &str {
    path.strip_prefix(FOLDER)
        .map_or(path, |name| name.trim_start_matches('/'))
}

/// What mdBook writes whatever the theme; the templates of ours use none of it.
const STOCK: [&str; 20] = [
    "ace",
    "ayu-highlight",
    "book",
    "clipboard",
    "css/chrome",
    "css/print",
    "css/variables",
    "editor",
    "elasticlunr",
    "fonts/OPEN-SANS-LICENSE",
    "fonts/SOURCE-CODE-PRO-LICENSE",
    "fonts/fonts",
    "fonts/open-sans",
    "fonts/source-code-pro",
    "highlight",
    "mark",
    "searcher",
    "searchindex",
    "toc",
    "tomorrow-night",
];

/// Leaves out the files of mdBook's own theme that no page asks for.
pub(super) fn drop_unused(files: &mut Files, pages: &Pages) {
    let stock = |path: &str| {
        let known = STOCK.iter().find(|stock| path.starts_with(**stock));
        let rest = known.map(|stock| &path[stock.len()..]);
        rest.is_some_and(|rest| rest.starts_with(['.', '-'])) && !is_page(path)
    };
    let candidates: Vec<String> = files.keys().filter(|path| stock(path)).cloned().collect();
    let untold = files.iter().filter(|(path, _)| is_page(path));
    let pages: Vec<&[u8]> = pages
        .values()
        .map(String::as_bytes)
        .chain(untold.map(|(_, bytes)| bytes.as_slice()))
        .collect();
    let is_asked_for = |path: &String| {
        let path = memmem::Finder::new(path);
        pages.iter().any(|page| path.find(page).is_some())
    };
    let mut unused = Vec::new();
    on_every_core(&candidates, usize::MAX, is_asked_for, |path, asked_for| {
        if !asked_for {
            unused.push(path);
        }
    });
    for path in unused {
        files.remove(path);
    }
}

/// The style sheets of a themed page, put together: one request instead of several, under a name that changes with the content.
pub(super) struct Styles {
    /// Where they were.
    parts: Vec<String>,
    /// Where they are now.
    pub(super) path: String,
}

impl Styles {
    /// Whether a path is the sheet that the new one stands in the place of.
    pub(super) fn is_first(&self, path: &str) -> bool {
        self.parts.first().is_some_and(|first| first == path)
    }

    /// Whether a path is one of the others, which are not asked for any more.
    pub(super) fn is_other(&self, path: &str) -> bool {
        self.parts.iter().skip(1).any(|part| part == path)
    }
}

/// Puts the style sheets of a page together with what is added to them.
///
/// A sheet that refers to other files stays by itself: what it refers to is relative to where it lies.
pub(super) fn bundle(files: &mut Files, linked: &[String], added: &str) -> Option<Styles> {
    let alone = |css: &str| css.contains("@import") || css.contains("url(");
    let mut parts = Vec::new();
    let mut together = String::new();
    for path in linked {
        let Some(css) = files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok()) else {
            continue;
        };
        if alone(css) && !parts.is_empty() {
            continue;
        }
        together.push_str(&without_comments(css));
        parts.push(path.clone());
    }
    if parts.is_empty() {
        return None;
    }
    for path in &parts {
        files.remove(path);
    }
    together.push_str(added);
    let path = fingerprinted("style.css", together.as_bytes());
    files.insert(path.clone(), together.into_bytes());
    Some(Styles { parts, path })
}

/// A style sheet without its comments, and without the white space at the beginning and end of lines.
fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    let mut quote = None;
    while let Some(c) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest[2..].find("*/").map_or("", |end| &rest[end + 4..]);
            continue;
        }
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::{Lang, joined, search_script, without_comments};

    #[test]
    fn modules_become_one() {
        let modules = [
            "export const a = 1;\n",
            "import { a } from \"./a.js\";\nexport function b() {\n  return a;\n}\n",
        ];
        assert_eq!(
            joined(&modules),
            "const a = 1;\nexport function b() {\n  return a;\n}\n"
        );
        let mut names = std::collections::HashSet::new();
        for line in search_script(Lang::Ko).iter().flat_map(|module| module.lines()) {
            let line = line.replace("function*", "function");
            let mut words = line
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .skip_while(|word| ["export", "async"].contains(word));
            if let (Some("function" | "const" | "let" | "class"), Some(name)) = (words.next(), words.next()) {
                assert!(
                    names.insert(name.to_owned()),
                    "two modules of the search have a `{name}`"
                );
            }
        }
    }

    #[test]
    fn comments_of_styles_go_and_what_looks_like_one_stays() {
        for (css, expected) in [
            ("a { b: c } /* d */\n\n  e { }", "a { b: c }\ne { }\n"),
            ("a { content: \"/* no */\" }", "a { content: \"/* no */\" }\n"),
            ("a{} /* never closed", "a{}\n"),
            ("/**/a{}", "a{}\n"),
        ] {
            assert_eq!(without_comments(css), expected);
        }
    }
}
