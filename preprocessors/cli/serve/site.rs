//! What is shown: the last good book, the pages that are newer than it, and what is to
//! be said of the book. Whoever waits for changes is told of them.

use super::quick::{self, Page};
use crate::build::Built;
use crate::files;
use crate::finish;
use crate::scratch::Scratch;
use proof_checker::diagnostic::Lang;
use proof_site::Files;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

/// The site, as all connections share it.
pub(super) struct Site {
    state: Mutex<State>,
    changed: Condvar,
    /// The language that the overlay speaks.
    pub(super) lang: Lang,
}

struct State {
    base: Option<Base>,
    /// Pages that are newer than the base, by their paths.
    newer: HashMap<String, String>,
    report: Arc<Value>,
    /// How often something has changed that many pages share without naming it by a hash: a picture, a style sheet.
    assets: u64,
    version: u64,
}

/// A whole book, in a folder that goes away with it.
#[derive(Clone)]
pub(super) struct Base {
    folder: Arc<Scratch>,
    /// Where in the folder the site is.
    pub(super) pages: PathBuf,
    /// Where in the folder mdBook's HTML is.
    pub(super) rendered: PathBuf,
    others: Arc<OnceLock<Files>>,
}

impl Base {
    /// A book that was built in a folder.
    pub(super) fn new(folder: Scratch, built: &Built) -> Self {
        Self {
            folder: Arc::new(folder),
            pages: built.site.clone(),
            rendered: built.rendered.clone(),
            others: Arc::default(),
        }
    }

    /// What mdBook made of the book but its pages, read once.
    pub(super) fn others(&self) -> &Files {
        self.others
            .get_or_init(|| finish::read_all_but_pages(&self.rendered).unwrap_or_default())
    }
}

/// A file of the site.
pub(super) struct File {
    /// Its path in the site.
    pub(super) name: PathBuf,
    /// What it holds.
    pub(super) body: Vec<u8>,
    /// Whether it is what was asked for, and not the page that says that there is no such thing.
    pub(super) found: bool,
}

impl Site {
    /// A site with nothing to show yet.
    pub(super) fn new(lang: Lang) -> Self {
        let state = State {
            base: None,
            newer: HashMap::new(),
            report: Arc::new(json!({})),
            assets: 0,
            version: 0,
        };
        Self {
            state: Mutex::new(state),
            changed: Condvar::new(),
            lang,
        }
    }

    /// Shows a whole book in place of the last; `assets` says that more than pages may have changed.
    pub(super) fn show(&self, base: Base, assets: bool) {
        self.change(|state| {
            state.base = Some(base);
            state.newer.clear();
            state.assets += u64::from(assets);
        });
    }

    /// Shows pages that are newer than the whole.
    pub(super) fn show_pages(&self, pages: Vec<Page>) {
        self.change(|state| state.newer.extend(pages));
    }

    /// Says what is to be said of the book.
    pub(super) fn say(&self, report: Value) {
        self.change(|state| state.report = Arc::new(report));
    }

    /// The last good book.
    pub(super) fn base(&self) -> Option<Base> {
        self.lock().base.clone()
    }

    fn change(&self, with: impl FnOnce(&mut State)) {
        let mut state = self.lock();
        with(&mut state);
        state.version += 1;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a version other than the one that is known, no longer than `patience`; gives it and what is to be said.
    pub(super) fn wait(&self, known: Option<u64>, patience: Duration) -> (u64, Arc<Value>) {
        let same = |state: &mut State| known == Some(state.version);
        let waited = self.changed.wait_timeout_while(self.lock(), patience, same);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        (state.version, Arc::clone(&state.report))
    }

    /// The file that a URL's path stands for, decoded already; nothing where there is no book yet.
    pub(super) fn file(&self, path: Option<&str>) -> Option<File> {
        let (base, newer, name) = {
            let state = self.lock();
            let base = state.base.clone()?;
            let name = path.and_then(|path| resolve(&base.pages, path).or_else(|| successor(&base.pages, path)));
            let newer = name
                .as_ref()
                .and_then(|name| state.newer.get(&files::slashed(name)).cloned());
            (base, newer, name)
        };
        let found = name.is_some();
        let name = name.unwrap_or_else(|| "404.html".into());
        let body = match newer {
            Some(page) => page.into_bytes(),
            None => std::fs::read(base.pages.join(&name)).unwrap_or_else(|_| b"404".to_vec()),
        };
        // The folder has to outlive the reading.
        drop(base.folder);
        Some(File { name, body, found })
    }

    /// A word that changes when a page does, what stands before its dot when what all pages share does. What only tells how the
    /// search index is called counts for nothing.
    pub(super) fn key(&self, page: Option<&File>) -> String {
        let mut hasher = DefaultHasher::new();
        if let Some(page) = page {
            page.found.hash(&mut hasher);
            without_search(&page.body).for_each(|part| part.hash(&mut hasher));
        }
        format!("{:x}.{:016x}", self.lock().assets, hasher.finish())
    }

    /// Whether the last good book has a page.
    pub(super) fn has(&self, page: &str) -> bool {
        self.lock()
            .base
            .as_ref()
            .is_some_and(|base| base.pages.join(page).is_file())
    }
}

/// A page without the hashes in names like `searchindex-0123abcd.js`.
fn without_search(page: &[u8]) -> impl Iterator<Item = &[u8]> {
    let text = std::str::from_utf8(page).unwrap_or_default();
    let whole = if text.is_empty() { page } else { b"" };
    let parts = text.split("search").map(|part| {
        let stem = part.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(part.len());
        let hash = part[stem..].strip_prefix('-').unwrap_or("");
        let end = hash.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(hash.len());
        let is_hash = end >= 8 && hash[end..].starts_with(".js");
        if is_hash {
            &hash.as_bytes()[end..]
        } else {
            part.as_bytes()
        }
    });
    parts.chain(std::iter::once(whole))
}

/// The file that a URL's path names, relative to the pages' folder; nothing outside of it.
fn resolve(pages: &Path, path: &str) -> Option<PathBuf> {
    let mut name = parts(path)?;
    if pages.join(&name).is_dir() {
        name.push("index.html");
    }
    pages.join(&name).is_file().then_some(name)
}

/// A path that leads nowhere but down.
fn parts(path: &str) -> Option<PathBuf> {
    let mut down = PathBuf::new();
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." || part.contains(['\\', ':', '\0']) {
            return None;
        }
        down.push(part);
    }
    Some(down)
}

/// The file that a name with a hash stands for after a change: a page that did not change itself asks for the search by
/// the name that it had.
fn successor(pages: &Path, path: &str) -> Option<PathBuf> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let wanted = quick::without_hash(name)?;
    let entries = std::fs::read_dir(pages.join(parts(folder)?)).ok()?.flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut same = names.filter(|name| quick::without_hash(name) == Some(wanted));
    let only = same.next().filter(|_| same.next().is_none())?;
    resolve(pages, &format!("{folder}/{only}"))
}

#[cfg(test)]
mod tests {
    use super::without_search;

    #[test]
    fn the_name_of_the_search_index_counts_for_nothing() {
        let key = |page: &'static str| without_search(page.as_bytes()).map(<[u8]>::to_vec).collect::<Vec<_>>();
        let page = "a 'searchindex-0123abcd.js' research-12.js";
        assert_eq!(key(page), key("a 'searchindex-99999999.js' research-12.js"));
        for other in [
            "b 'searchindex-0123abcd.js' research-12.js",
            "a 'searchindex-0123abcd.js' research-13.js",
            "a 'index-0123abcd.js' research-12.js",
        ] {
            assert_ne!(key(page), key(other));
        }
    }
}
