//! Settings added to a `book.toml` that people wrote: every byte of theirs stays, and
//! the outcome is read again to see that it means what it meant, and what was added.

use toml::{Table, Value};

/// What a book needs to be checked.
pub(super) const PREPROCESSOR: &str = "[preprocessor.proof]\nbefore = [\"links\"]\n";
/// What mdBook makes HTML by, once there is any other output.
pub(super) const HTML: &str = "[output.html]\n";
/// What a book needs to be finished.
pub(super) const OUTPUT: &str = "[output.proof]\ncommand = \"mdbook-proof finish\"\n";

/// A `book.toml`: as it is written, and what it means.
pub(super) struct Book<'a> {
    written: &'a str,
    meaning: Table,
}

impl<'a> Book<'a> {
    /// Reads one; says why where it is none.
    pub(super) fn read(written: &'a str) -> Result<Self, String> {
        let meaning = written
            .trim_start_matches('\u{feff}')
            .parse()
            .map_err(|e: toml::de::Error| e.to_string())?;
        Ok(Self { written, meaning })
    }

    fn at(&self, path: &[&str]) -> Option<&Value> {
        let (first, rest) = path.split_first()?;
        rest.iter()
            .try_fold(self.meaning.get(*first)?, |value, key| value.get(key))
    }

    /// Whether a path of keys leads to `true`.
    pub(super) fn is_true(&self, path: &[&str]) -> bool {
        self.at(path).and_then(Value::as_bool) == Some(true)
    }

    /// The text at a path of keys.
    pub(super) fn text(&self, path: &[&str]) -> Option<String> {
        self.at(path)?.as_str().map(str::to_owned)
    }
}

/// A book's settings with the checker in them, and the finishing where that is wanted; and what was added. Nothing
/// where that cannot be done by adding alone.
pub(super) fn with_proof(book: &Book, finished: bool) -> Option<(String, Vec<&'static str>)> {
    let mut text = book.written.to_owned();
    let mut meaning = book.meaning.clone();
    let mut added = Vec::new();
    let defaults = book
        .at(&["build", "use-default-preprocessors"])
        .and_then(Value::as_bool)
        != Some(false);
    match book.at(&["preprocessor", "proof"]) {
        None => {
            append(&mut text, PREPROCESSOR);
            put(&mut meaning, &["preprocessor", "proof", "before"], links())?;
            added.push("[preprocessor.proof]");
        }
        Some(own) if defaults && !comes_first(own) => {
            let before = own.get("before").map(|before| before.as_array().cloned());
            let (new, all) = match before {
                None => (insert_line(&text)?, links()),
                Some(names) => {
                    let mut all = names?;
                    all.insert(0, Value::from("links"));
                    (insert_name(&text)?, Value::Array(all))
                }
            };
            text = new;
            put(&mut meaning, &["preprocessor", "proof", "before"], all)?;
            added.push("before = [\"links\"]");
        }
        Some(_) => {}
    }
    if finished {
        if book.at(&["output", "html"]).is_none() {
            append(&mut text, HTML);
            put(&mut meaning, &["output", "html"], Value::Table(Table::new()))?;
            added.push("[output.html]");
        }
        if book.at(&["output", "proof"]).is_none() {
            append(&mut text, OUTPUT);
            put(
                &mut meaning,
                &["output", "proof", "command"],
                Value::from("mdbook-proof finish"),
            )?;
            added.push("[output.proof]");
        }
    }
    (Book::read(&text).ok()?.meaning == meaning).then_some((text, added))
}

fn links() -> Value {
    Value::Array(vec![Value::from("links")])
}

fn comes_first(own: &Value) -> bool {
    let names = own.get("before").and_then(Value::as_array);
    names.is_some_and(|names| names.iter().any(|name| name.as_str() == Some("links")))
}

/// Puts a value where a path of keys leads, tables made on the way; nothing where something else is in the way.
fn put(table: &mut Table, path: &[&str], value: Value) -> Option<()> {
    let (first, rest) = path.split_first()?;
    if rest.is_empty() {
        table.insert((*first).to_owned(), value);
        return Some(());
    }
    let inner = table
        .entry((*first).to_owned())
        .or_insert_with(|| Value::Table(Table::new()));
    put(inner.as_table_mut()?, rest, value)
}

/// The line break that a file is written with.
fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Adds a table at the end, an empty line before it.
fn append(text: &mut String, table: &str) {
    let line_break = line_break(text);
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(line_break);
    }
    let bare = text.trim_start_matches('\u{feff}').is_empty();
    if !bare && !text.ends_with("\n\n") && !text.ends_with("\n\r\n") {
        text.push_str(line_break);
    }
    text.push_str(&table.replace('\n', line_break));
}

/// The text with a line after the header `[preprocessor.proof]`.
fn insert_line(text: &str) -> Option<String> {
    let (_, end) = header(text)?;
    let line_break = line_break(text);
    let (head, tail) = text.split_at(end);
    let gap = if head.ends_with('\n') { "" } else { line_break };
    Some(format!("{head}{gap}before = [\"links\"]{line_break}{tail}"))
}

/// The text with a name put first in the list `before = [...]` under the header.
fn insert_name(text: &str) -> Option<String> {
    let (_, end) = header(text)?;
    let section = &text[end..];
    let mut at = end;
    for line in section.split_inclusive('\n') {
        let bare = line.trim_start();
        if bare.starts_with('[') {
            return None;
        }
        let value = bare
            .strip_prefix("before")
            .map(str::trim_start)
            .and_then(|rest| rest.strip_prefix('='));
        if value.is_some_and(|value| value.trim_start().starts_with('[')) {
            let open = at + line.find('[')? + 1;
            let (head, tail) = text.split_at(open);
            let comma = if tail.trim_start().starts_with(']') { "" } else { ", " };
            return Some(format!("{head}\"links\"{comma}{tail}"));
        }
        at += line.len();
    }
    None
}

/// Where the line `[preprocessor.proof]` begins and ends.
fn header(text: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare: String = line.chars().filter(|c| !c.is_whitespace() && *c != '"').collect();
        if bare == "[preprocessor.proof]" || bare.starts_with("[preprocessor.proof]#") {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, finished: bool, expected: Option<&str>) {
        let book = Book::read(before).expect("the example is TOML");
        let outcome = with_proof(&book, finished);
        assert_eq!(outcome.as_ref().map(|(text, _)| text.as_str()), expected, "{before}");
        if let Some((text, _)) = outcome {
            let again = Book::read(&text).expect("the outcome is TOML");
            let (same, added) = with_proof(&again, finished).expect("nothing is in the way");
            assert_eq!(
                (same.as_str(), added.as_slice()),
                (text.as_str(), &[][..]),
                "a second time changes it"
            );
        }
    }

    #[test]
    fn settings_are_added_and_nothing_else_changes() {
        let proof = "[preprocessor.proof]\nbefore = [\"links\"]\n";
        check("", false, Some(proof));
        check(
            "[book]\ntitle = 'a' # b\n",
            false,
            Some(&format!("[book]\ntitle = 'a' # b\n\n{proof}")),
        );
        check(
            "[book]\r\ntitle = 'a'",
            false,
            Some("[book]\r\ntitle = 'a'\r\n\r\n[preprocessor.proof]\r\nbefore = [\"links\"]\r\n"),
        );
        check("\u{feff}[book]\n", false, Some(&format!("\u{feff}[book]\n\n{proof}")));
        check(proof, false, Some(proof));
        check(
            "[preprocessor.index]\n\n\n",
            false,
            Some(&format!("[preprocessor.index]\n\n\n{proof}")),
        );
    }

    #[test]
    fn what_lacks_its_place_gets_it() {
        check(
            "[ preprocessor . \"proof\" ] # ours\nplaceholders = false\n",
            false,
            Some("[ preprocessor . \"proof\" ] # ours\nbefore = [\"links\"]\nplaceholders = false\n"),
        );
        check(
            "[preprocessor.proof]",
            false,
            Some("[preprocessor.proof]\nbefore = [\"links\"]\n"),
        );
        check(
            "[preprocessor.proof]\nbefore = [ \"a\" ]\n",
            false,
            Some("[preprocessor.proof]\nbefore = [\"links\",  \"a\" ]\n"),
        );
        check(
            "[preprocessor.proof]\nbefore = []\n[book]\n",
            false,
            Some("[preprocessor.proof]\nbefore = [\"links\"]\n[book]\n"),
        );
        let without = "[build]\nuse-default-preprocessors = false\n[preprocessor.proof]\n";
        check(without, false, Some(without));
    }

    #[test]
    fn html_is_named_once_there_is_another_output() {
        let both = "[preprocessor.proof]\nbefore = [\"links\"]\n\n[output.html]\n\n[output.proof]\ncommand = \"mdbook-proof finish\"\n";
        check("", true, Some(both));
        let html = "[preprocessor.proof]\nbefore = [\"links\"]\n\n[output.html]\n";
        check(html, true, Some(both));
        check(both, true, Some(both));
    }

    #[test]
    fn what_cannot_be_added_to_is_left_to_people() {
        check("preprocessor = { index = {} }\n", false, None);
        check("preprocessor = 1\n", false, None);
        check("[preprocessor]\nproof = { placeholders = false }\n", false, None);
        check("[preprocessor.proof]\nbefore = \"links\"\n", false, None);
        check("output = {}\n", true, None);
    }
}
