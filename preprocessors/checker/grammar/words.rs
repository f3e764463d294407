//! What is said of words: sentences, and facts that no grammar has, from a file that people write.
//!
//! The file is TOML: a table for each tool or kind of document, in it an entry for each word, by its path. What is said
//! of `--cluster` holds below every command, what is said of `ecs --cluster` below every operation of `ecs`.

use super::Note;
use crate::diagnostic::Lang;
use std::collections::HashMap;
use std::sync::OnceLock;
use toml::de::{DeTable, DeValue};

/// The words that are known, read when the first is asked for.
#[derive(Default)]
pub struct Words {
    text: &'static str,
    read: OnceLock<HashMap<String, Entry>>,
}

/// What is said of one word; empty where nothing is.
#[derive(Debug, Default, PartialEq, Eq)]
struct Entry {
    ko: String,
    en: String,
    kind: String,
    required: bool,
    allowed: Vec<String>,
    default: String,
    url: String,
}

impl Words {
    /// Words whose text is known to be right; of one that is not, nothing is said.
    pub fn new(text: &'static str) -> Self {
        let read = OnceLock::new();
        Self { text, read }
    }

    /// What is wrong with the text, for a test to say.
    pub fn flaw(&self) -> Option<String> {
        read(self.text).err()
    }

    /// The names of all words, sorted: the table's, a blank, the entry's.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.entries().keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// Says what is known of a word whose key begins with its table's name. What the note has already stays.
    pub(crate) fn tell(&self, note: &mut Note, lang: Lang) {
        let Some(entry) = self.find(&note.key) else { return };
        let fill = |known: &mut String, said: &String| {
            if known.is_empty() {
                known.clone_from(said);
            }
        };
        let said = match lang {
            Lang::Ko => &entry.ko,
            Lang::En => &entry.en,
        };
        fill(&mut note.about, said);
        fill(&mut note.kind, &entry.kind);
        fill(&mut note.default, &entry.default);
        fill(&mut note.url, &entry.url);
        note.required |= entry.required;
        if note.allowed.is_empty() {
            note.allowed.clone_from(&entry.allowed);
        }
    }

    /// Whether a word has an entry of its own; one of what lies around it does not count.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries().contains_key(key)
    }

    /// The page about a command of a program: its own, else the one that follows from the program's entry, where `{path}`
    /// is `/container/run` and `{name}` is `git-commit`. Empty where there is none.
    pub(crate) fn page(&self, program: &str, path: &[&str]) -> String {
        let url = |key: &str| self.entries().get(key).map_or("", |entry| &entry.url);
        let steps: String = path.iter().map(|step| format!(" {step}")).collect();
        let own = url(&format!("{program}{steps}"));
        if !own.is_empty() && !path.is_empty() {
            return own.to_owned();
        }
        let first: String = path.first().map(|step| format!("-{step}")).unwrap_or_default();
        url(program)
            .replace("{path}", &steps.replace(' ', "/"))
            .replace("{name}", &format!("{program}{first}"))
    }

    /// The entry of a word; for an option or argument, that of the nearest command around it that has one.
    fn find(&self, key: &str) -> Option<&Entry> {
        let entries = self.entries();
        if let Some(entry) = entries.get(key) {
            return Some(entry);
        }
        let (mut path, word) = key.rsplit_once(' ')?;
        // Commands are written small, and mean another thing elsewhere.
        if !word.starts_with(|c: char| c == '-' || c.is_ascii_uppercase()) {
            return None;
        }
        while let Some((shorter, _)) = path.rsplit_once(' ') {
            path = shorter;
            if let Some(entry) = entries.get(&format!("{path} {word}")) {
                return Some(entry);
            }
        }
        None
    }

    fn entries(&self) -> &HashMap<String, Entry> {
        self.read.get_or_init(|| read(self.text).unwrap_or_default())
    }
}

fn read(text: &str) -> Result<HashMap<String, Entry>, String> {
    let table = DeTable::parse(text).map_err(|error| error.to_string())?;
    let mut entries = HashMap::new();
    for (name, section) in table.get_ref() {
        let name = name.get_ref();
        let DeValue::Table(words) = section.get_ref() else {
            return Err(format!("`{name}` is no table"));
        };
        for (word, value) in words {
            let word = word.get_ref();
            let DeValue::Table(entry) = value.get_ref() else {
                return Err(format!("`{name}`: `{word}` is no table"));
            };
            let key = if word.is_empty() {
                name.to_string()
            } else {
                format!("{name} {word}")
            };
            let entry = entry_of(entry).ok_or_else(|| format!("`{key}` has something unknown"))?;
            entries.insert(key, entry);
        }
    }
    Ok(entries)
}

fn entry_of(table: &DeTable) -> Option<Entry> {
    let mut entry = Entry::default();
    for (key, value) in table {
        let text = || match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => None,
        };
        match &**key.get_ref() {
            "ko" => entry.ko = text()?,
            "en" => entry.en = text()?,
            "kind" => entry.kind = text()?,
            "default" => entry.default = text()?,
            "url" => entry.url = text()?,
            "required" => entry.required = matches!(value.get_ref(), DeValue::Boolean(true)),
            "allowed" => {
                let DeValue::Array(list) = value.get_ref() else {
                    return None;
                };
                for item in list.iter() {
                    let DeValue::String(text) = item.get_ref() else {
                        return None;
                    };
                    entry.allowed.push(text.to_string());
                }
            }
            _ => return None,
        }
    }
    Some(entry)
}
