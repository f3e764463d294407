//! What is remembered of a book from one proof to the next: a chapter is analysed
//! anew when its text has changed, or that of a file that it includes. What takes
//! all chapters together is always done again.

use crate::files;
use crate::finish;
use crate::run::Results;
use crate::settings::Settings;
use crate::surroundings::{Surroundings, lexical};
use mdbook_driver::book::Book;
use proof_checker::diagnostic::{Diagnostic, Text};
use proof_checker::{Analysis, Options, analyse};
use proof_site::{Proof, Setting, on_every_core};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// A book as it was last proven, under settings that are the same for all of it.
#[derive(Default)]
pub(crate) struct Memory {
    chapters: Vec<Known>,
    /// Of the same chapters, in the same order.
    analyses: Vec<Analysis>,
    /// The file and the page of every chapter, those of the rules included.
    pub(crate) pages: Vec<(String, String)>,
    /// What pages tell of the proof.
    pub(crate) proof: Proof,
    /// What of the book was executed.
    results: Results,
    /// The rules' pages as they are handed to mdBook; they are the same in every book of a language.
    pub(crate) rules: Vec<String>,
    /// The book as HTML is made of it, without its text: what `serve` lays changed chapters into.
    pub(crate) outline: Option<Book>,
    /// Whether a chapter's page is all that will be wanted of it: what its words are takes more room than the page.
    brief: bool,
}

/// A chapter that was read.
struct Known {
    /// Its file, relative to the folder of the chapters, `/` between its parts.
    source: String,
    /// Its file, as the user would name it.
    file: PathBuf,
    text: String,
    includes: Vec<Include>,
    /// The Markdown that renderers of HTML get, and the way to the site's root that is written in it.
    annotated: Option<(String, String)>,
}

/// A file that a chapter asked for, and what it got.
type Include = (String, Result<String, Text>);

/// Chapters of the last proof that nobody has asked for in this one.
pub(crate) struct Old(HashMap<String, (Known, Analysis)>);

impl Memory {
    /// A memory for one proof, of which nothing is wanted later.
    pub(crate) fn brief() -> Self {
        Self {
            brief: true,
            ..Self::default()
        }
    }

    /// Forgets a book that nothing is wanted of any more.
    pub(crate) fn done(&mut self) {
        if self.brief {
            *self = Self::brief();
        }
    }

    /// Says what pages tell of the proof, and what was executed; pages that told something else are made anew.
    pub(crate) fn tell(&mut self, proof: Proof, results: Results) {
        if self.proof != proof || self.results != results {
            self.proof = proof;
            self.results = results;
            self.rules.clear();
            self.chapters.clear();
            self.analyses.clear();
        }
    }

    /// Begins a new proof: the chapters of the last are what it may use again.
    pub(crate) fn begin(&mut self) -> Old {
        let known = self.chapters.drain(..).zip(self.analyses.drain(..));
        Old(known
            .map(|(known, analysis)| (known.source.clone(), (known, analysis)))
            .collect())
    }

    /// Reads the chapters that are not among the old ones as they are now, on every core, and puts them there. A chapter is given
    /// by its file, its text and what leads from its page to the root of the site.
    pub(crate) fn read_ahead(
        &self,
        src: &Path,
        mut chapters: Vec<(PathBuf, String, String)>,
        annotated: bool,
        settings: &Settings,
        old: &mut Old,
    ) {
        chapters.retain(|(source, text, _)| {
            let known = old.0.get(&files::slashed(source));
            known.is_none_or(|(known, _)| known.text != *text)
        });
        let work = |(source, text, root): &(PathBuf, String, String)| {
            let name = files::slashed(source);
            let (mut known, mut analysis) = read(name, src.join(source), text.clone(), settings, &self.results);
            known.annotated = annotated.then(|| (root.clone(), self.annotate(&analysis, settings, root)));
            if self.brief && annotated {
                for block in &mut analysis.blocks {
                    block.tokens = Vec::new();
                    block.notes = Vec::new();
                }
            }
            (known, analysis)
        };
        on_every_core(&chapters, usize::MAX, work, |_, (known, analysis)| {
            old.0.insert(known.source.clone(), (known, analysis));
        });
    }

    /// Takes in the next chapter of a book, the text of which is given.
    pub(crate) fn take_in(&mut self, src: &Path, source: &Path, text: String, settings: &Settings, old: &mut Old) {
        let name = files::slashed(source);
        let same = |known: &Known| known.text == text && known.includes.iter().all(|i| files::include(&i.0) == i.1);
        let (known, analysis) = match old.0.remove(&name).filter(|(known, _)| same(known)) {
            Some(remembered) => remembered,
            None => read(name, src.join(source), text, settings, &self.results),
        };
        self.chapters.push(known);
        self.analyses.push(analysis);
    }

    /// The Markdown of the chapter that was taken in last, for a renderer of HTML.
    pub(crate) fn annotated(&mut self, settings: &Settings, root: &str) -> String {
        let last = self.chapters.len() - 1;
        let text = self.annotated_at(last, settings, root);
        if self.brief {
            self.chapters[last].annotated = None;
        }
        text
    }

    fn annotated_at(&mut self, index: usize, settings: &Settings, root: &str) -> String {
        let known = &self.chapters[index].annotated;
        if known.as_ref().is_none_or(|(to, _)| to != root) {
            let text = self.annotate(&self.analyses[index], settings, root);
            self.chapters[index].annotated = Some((root.to_owned(), text));
        }
        let known = self.chapters[index].annotated.as_ref();
        known.map(|(_, text)| text.clone()).unwrap_or_default()
    }

    fn annotate(&self, analysis: &Analysis, settings: &Settings, root: &str) -> String {
        let setting = Setting {
            lang: settings.lang.unwrap_or_default(),
            root,
            variables: &settings.variables,
            proof: &self.proof,
            finished: finish::wanted(&settings.config),
        };
        proof_site::annotate(analysis, setting)
    }

    /// The Markdown of the chapter that was taken in last, for any other renderer.
    pub(crate) fn plain(&self) -> String {
        self.analyses
            .last()
            .map(|a| a.source.text().to_owned())
            .unwrap_or_default()
    }

    /// Judges what takes all chapters together; gives everything that is to be said of the book.
    pub(crate) fn judge(&mut self, settings: &Settings) -> Vec<Diagnostic> {
        let anchors = self.chapters.iter().zip(&self.analyses);
        let anchors: Vec<_> = anchors.map(|(known, a)| (known.source.clone(), a.anchors())).collect();
        let around = Surroundings::of_book(settings, self.pages.iter().cloned(), anchors);
        for (analysis, known) in self.analyses.iter_mut().zip(&self.chapters) {
            around.check_chapter(analysis, &known.source);
        }
        proof_checker::finish(&self.analyses, &settings.options)
    }

    /// Reads again what depends on files that have changed; gives the indices of those chapters. Nothing where a
    /// changed file is no chapter and no include, or can no longer be read: then the book has to be loaded anew.
    pub(crate) fn read_again(&mut self, changed: &[PathBuf], settings: &Settings) -> Option<Vec<usize>> {
        let mut touched = Vec::new();
        for path in changed {
            let path = lexical(path);
            let before = touched.len();
            let depends = |known: &Known| {
                lexical(&known.file) == path || known.includes.iter().any(|(file, _)| lexical(Path::new(file)) == path)
            };
            touched.extend((0..self.chapters.len()).filter(|&at| depends(&self.chapters[at])));
            if touched.len() == before {
                return None;
            }
        }
        touched.sort_unstable();
        touched.dedup();
        for &at in &touched {
            let known = &self.chapters[at];
            let mut text = files::read(&known.file).ok()?;
            if text.starts_with('\u{feff}') {
                // mdBook takes a byte-order mark away before anybody sees the text.
                text.drain(..'\u{feff}'.len_utf8());
            }
            // Pages of rules come and go with their comment, links to the page about the proof with its; the book is another then.
            let changes = |mark| known.text.contains(mark) != text.contains(mark);
            if changes(proof_site::MARK) || changes(proof_site::PROOF_MARK) {
                return None;
            }
            (self.chapters[at], self.analyses[at]) =
                read(known.source.clone(), known.file.clone(), text, settings, &self.results);
        }
        Some(touched)
    }

    /// The outline with the Markdown of some chapters in it, and their files in the folder of the chapters.
    pub(crate) fn with_text_of(&mut self, chapters: &[usize], settings: &Settings) -> Option<(Book, Vec<PathBuf>)> {
        let mut book = self.outline.clone()?;
        let sources: HashMap<PathBuf, usize> = chapters
            .iter()
            .map(|&at| (PathBuf::from(&self.chapters[at].source), at))
            .collect();
        book.for_each_chapter_mut(|chapter| {
            let at = chapter.source_path.as_ref().and_then(|source| sources.get(source));
            if let Some(&at) = at {
                chapter.content = self.annotated_at(at, settings, &crate::book::to_root(chapter));
            }
        });
        Some((book, sources.into_keys().collect()))
    }

    /// The files of the chapters, relative to their folder.
    pub(crate) fn files(&self) -> HashSet<String> {
        self.chapters.iter().map(|known| known.source.clone()).collect()
    }

    /// The files that chapters include.
    pub(crate) fn included(&self) -> impl Iterator<Item = &Path> {
        self.chapters
            .iter()
            .flat_map(|known| known.includes.iter().map(|(file, _)| Path::new(file)))
    }
}

fn read(source: String, file: PathBuf, text: String, settings: &Settings, results: &Results) -> (Known, Analysis) {
    let includes = RefCell::new(Vec::new());
    let chapter = files::chapter_by(&file, text.clone(), settings, &|path| {
        let got = files::include(path);
        includes.borrow_mut().push((path.to_owned(), got.clone()));
        got
    });
    // Whoever remembers a chapter shows it to readers.
    let options = Options {
        explain: true,
        ..settings.options.clone()
    };
    let mut analysis = analyse(chapter, &settings.facts, &options);
    results.mark(&files::slashed(&settings.config.book.src.join(&source)), &mut analysis);
    let known = Known {
        source,
        file,
        text,
        includes: includes.into_inner(),
        annotated: None,
    };
    (known, analysis)
}
