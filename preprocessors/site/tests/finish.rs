//! What the finishing makes of a small site, by what its book says.

use proof_site::{Book, Entry, Files, Kind, finish};

fn entry(name: &str, depth: usize, searched: bool) -> Entry {
    Entry {
        // The index leaves out a path that follows from the name.
        name: name.to_uppercase(),
        depth,
        kind: Kind::Page {
            path: format!("{name}.html"),
            number: None,
            searched,
        },
    }
}

/// The chapters of the book: a holds b, which holds c; d stands beside a.
fn site(fold: Option<usize>, searched: &[&str]) -> Files {
    let entries = [("a", 0), ("b", 1), ("c", 2), ("d", 0)];
    let book = Book {
        fold,
        entries: entries
            .iter()
            .map(|(name, depth)| entry(name, *depth, searched.contains(name)))
            .collect(),
        ..Book::default()
    };
    let page = |name: &str| {
        let html = format!(
            "<!doctype html><html data-proof-theme data-root=\"\"><head><title>{name}</title></head><body>\
             <nav><!-- proof:chapters --><!-- /proof:chapters --></nav><main><h1>{name}</h1></main></body></html>"
        );
        (format!("{name}.html"), html.into_bytes())
    };
    finish(&book, entries.iter().map(|(name, _)| page(name)).collect())
}

fn text(files: &Files, path: &str) -> String {
    String::from_utf8(files[path].clone()).expect("it is text")
}

#[test]
fn chapters_are_folded_as_the_book_says() {
    #[track_caller]
    fn check(fold: Option<usize>, page: &str, expected: &str) {
        let html = text(&site(fold, &[]), &format!("{page}.html"));
        let nav = html.split_once("<nav>").and_then(|(_, rest)| rest.split_once("</nav>"));
        let nav = nav.expect("there is a list").0;
        let listed: String = ["a", "b", "c", "d"]
            .into_iter()
            .filter(|name| nav.contains(&format!("href=\"{name}.html\"")))
            .collect();
        assert_eq!(listed, expected, "fold {fold:?}, on {page}");
    }
    check(None, "d", "abcd");
    check(Some(0), "d", "ad");
    check(Some(0), "a", "abd");
    check(Some(0), "c", "abcd");
    check(Some(1), "d", "abd");
    check(Some(2), "d", "abcd");
}

#[test]
fn the_search_knows_what_the_book_wants_it_to() {
    #[track_caller]
    fn check(searched: &[&str]) {
        let files = site(None, searched);
        let index = files
            .keys()
            .find(|path| path.starts_with("assets/search-") && path.ends_with(".json"));
        assert_eq!(index.is_some(), !searched.is_empty(), "{searched:?}");
        assert_eq!(text(&files, "a.html").contains("data-search"), !searched.is_empty());
        let index = index.map(|path| text(&files, path)).unwrap_or_default();
        for name in ["a", "b", "c", "d"] {
            let known = index.contains(&format!("{name}.html"));
            assert_eq!(known, searched.contains(&name), "{name} of {searched:?}");
        }
    }
    check(&["a", "b", "c", "d"]);
    check(&["a", "d"]);
    check(&[]);
}
