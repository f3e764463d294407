//! What a command prints against what the book shows: a line `...` stands for any lines, `[..]` within a line for any
//! text, and ids, dates and addresses stand for others of their kind. JSON is compared by what it says.

use super::tokens::{Kind, Token, tokens};
use crate::diagnostic::Text;
use crate::say;
use crate::syntax::json::{self, NodeId, Tree, Value};
use std::collections::BTreeMap;
use std::ops::Range;

/// What stands for any text within a line.
const ANY: &str = "[..]";

/// Ids of the book, and those that the session has in their places.
#[derive(Clone, Debug, Default)]
pub struct Bound {
    real: BTreeMap<String, String>,
}

impl Bound {
    /// A text of the book with the session's ids in it.
    pub fn put(&self, text: &str) -> String {
        if self.real.is_empty() {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let part = |c: char| c.is_ascii_alphanumeric();
            let end = rest.find(|c: char| !part(c)).unwrap_or(rest.len());
            if end > 0 {
                // A UUID is bound whole.
                let whole = rest.get(..36).and_then(|uuid| Some((self.real.get(uuid)?, 36)));
                let word = || self.real.get(&rest[..end]).map(|real| (real, end));
                match whole.or_else(word) {
                    Some((real, length)) => {
                        out.push_str(real);
                        rest = &rest[length..];
                    }
                    None => {
                        out.push_str(&rest[..end]);
                        rest = &rest[end..];
                    }
                }
                continue;
            }
            let length = rest.chars().next().map_or(0, char::len_utf8);
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        }
        out
    }

    /// Learns what stands for what from two texts that are alike.
    fn learn(&mut self, shown: &str, printed: &str) {
        if shown.contains(ANY) {
            return;
        }
        for (book, real) in tokens(shown).iter().zip(&tokens(printed)) {
            if let (Token::Of(Kind::Id, book), Token::Of(Kind::Id, real)) = (book, real) {
                self.real.insert((*book).to_owned(), (*real).to_owned());
            }
        }
    }
}

impl Bound {
    fn glean(&mut self, (book, shown): (&Tree, NodeId), (real, printed): (&Tree, NodeId)) {
        match (&book[shown].value, &real[printed].value) {
            (Value::Object { members, .. }, Value::Object { .. }) => {
                for member in members {
                    if let Some(printed) = real.get(printed, &member.key) {
                        self.glean((book, member.value), (real, printed));
                    }
                }
            }
            (Value::Array { elements, .. }, Value::Array { elements: printed, .. }) => {
                for (shown, printed) in elements.iter().zip(printed) {
                    self.glean((book, *shown), (real, *printed));
                }
            }
            (Value::String(shown), Value::String(printed)) if alike(shown, printed) => self.learn(shown, printed),
            _ => {}
        }
    }
}

/// A difference between what is shown and what is printed.
#[derive(Debug)]
pub struct Difference {
    /// Where, in what is shown.
    pub at: Range<usize>,
    /// What is different.
    pub text: Text,
}

/// Compares; on success learns which ids are which.
pub fn compare(shown: &str, printed: &str, bound: &mut Bound) -> Result<(), Difference> {
    let mut learned = bound.clone();
    match documents(shown, printed) {
        Some((book, real)) => {
            let mut comparing = Comparing {
                book: &book,
                shown,
                real: &real,
                printed,
                bound: &mut learned,
            };
            comparing.node(book.roots[0], real.roots[0], "")?;
        }
        None => lines(shown, printed, &mut learned)?,
    }
    *bound = learned;
    Ok(())
}

/// Learns which ids are which, wherever a sample and what is printed are alike.
pub fn glean(sample: &str, printed: &str, bound: &mut Bound) {
    match documents(sample, printed) {
        Some((book, real)) => bound.glean((&book, book.roots[0]), (&real, real.roots[0])),
        None => {
            let lines = sample.lines().zip(printed.lines());
            for (shown, printed) in lines.filter(|(shown, printed)| alike(shown.trim_end(), printed.trim_end())) {
                bound.learn(shown, printed);
            }
        }
    }
}

/// Both texts as JSON, if both are one document.
fn documents(shown: &str, printed: &str) -> Option<(Tree, Tree)> {
    let read = |text: &str, placeholders: bool| {
        if !text.trim_start().starts_with(['{', '[']) {
            return None;
        }
        let options = json::Options {
            comments: json::Comments::Report,
            placeholders,
            many: false,
        };
        let (tree, found) = json::parse(text, &options);
        (found.is_empty() && tree.roots.len() == 1).then_some(tree)
    };
    Some((read(shown, true)?, read(printed, false)?))
}

struct Comparing<'a> {
    book: &'a Tree,
    shown: &'a str,
    real: &'a Tree,
    printed: &'a str,
    bound: &'a mut Bound,
}

impl Comparing<'_> {
    fn node(&mut self, shown: NodeId, printed: NodeId, path: &str) -> Result<(), Difference> {
        let at = self.book[shown].range.clone();
        let differs = |text: Text| Err(Difference { at: at.clone(), text });
        match (&self.book[shown].value, &self.real[printed].value) {
            (Value::Unknown, _) => Ok(()),
            (Value::Object { members, elided }, Value::Object { members: real, .. }) => {
                for member in members {
                    let key = &member.key;
                    let path = format!("{path}.{key}");
                    let Some(printed) = self.real.get(printed, key) else {
                        let at = member.key_range.clone();
                        let text = say!(ko: "`{key}`은(는) 출력에 없습니다", en: "`{key}` is not printed");
                        return Err(Difference { at, text });
                    };
                    self.node(member.value, printed, &path)?;
                }
                let more = real.iter().find(|member| self.book.get(shown, &member.key).is_none());
                match more.filter(|_| !elided) {
                    Some(more) => {
                        let key = &more.key;
                        differs(say!(ko: "출력에는 `{key}`도 있습니다", en: "`{key}` is printed too"))
                    }
                    None => Ok(()),
                }
            }
            (
                Value::Array {
                    elements,
                    elided: false,
                },
                Value::Array { elements: real, .. },
            ) if elements.len() != real.len() => {
                let (shown, printed) = (elements.len(), real.len());
                differs(say!(
                    ko: "여기는 {shown}개, 출력은 {printed}개입니다",
                    en: "here are {shown} elements, and {printed} are printed"
                ))
            }
            (Value::Array { elements, .. }, Value::Array { elements: real, .. }) => {
                if elements.len() > real.len() {
                    let printed = real.len();
                    return differs(say!(ko: "출력은 {printed}개뿐입니다", en: "only {printed} elements are printed"));
                }
                for (index, (shown, printed)) in elements.iter().zip(real).enumerate() {
                    self.node(*shown, *printed, &format!("{path}[{index}]"))?;
                }
                Ok(())
            }
            (Value::String(shown), Value::String(printed)) if alike(shown, printed) => {
                self.bound.learn(shown, printed);
                Ok(())
            }
            (Value::Number, Value::Number) => {
                let (shown, printed) = (at.clone(), self.real[printed].range.clone());
                let (shown, printed) = (&self.shown[shown], &self.printed[printed]);
                if alike(shown, printed) {
                    Ok(())
                } else {
                    differs(is_printed(printed))
                }
            }
            (Value::Bool(shown), Value::Bool(printed)) if shown == printed => Ok(()),
            (Value::Null, Value::Null) => Ok(()),
            _ => {
                let printed = &self.printed[self.real[printed].range.clone()];
                differs(is_printed(printed))
            }
        }
    }
}

fn is_printed(text: &str) -> Text {
    let short: String = text.lines().next().unwrap_or_default().chars().take(120).collect();
    say!(ko: "출력은 `{short}`입니다", en: "what is printed is `{short}`")
}

/// Whether a text of the book stands for a text that is printed.
fn alike(shown: &str, printed: &str) -> bool {
    let mut parts = shown.split(ANY);
    let printed = fixed(printed);
    let first = fixed(parts.next().unwrap_or_default());
    let Some(mut rest) = printed.strip_prefix(first.as_str()) else {
        return false;
    };
    let mut parts: Vec<String> = parts.map(fixed).collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in &parts {
        match rest.find(part.as_str()) {
            Some(found) => rest = &rest[found + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last.as_str())
}

/// What one version of the AWS CLI says around an error and another does not.
const BY_VERSION: [&str; 2] = ["aws: [ERROR]: ", " (reached max retries: 0)"];

/// A text with the kinds of what differs in its place.
fn fixed(text: &str) -> String {
    if let Some(more) = BY_VERSION.iter().find(|more| text.contains(**more)) {
        return fixed(&text.replace(more, ""));
    }
    let tokens = tokens(text);
    let words = tokens.iter().map(|token| match token {
        Token::Text(text) => *text,
        Token::Of(Kind::Id, _) => "\u{1}id\u{1}",
        Token::Of(Kind::Time, _) => "\u{1}time\u{1}",
        Token::Of(Kind::Address, _) => "\u{1}address\u{1}",
    });
    words.collect()
}

/// Whether a line stands for any lines.
fn is_gap(line: &str) -> bool {
    matches!(line.trim(), "..." | "…")
}

fn lines(shown: &str, printed: &str, bound: &mut Bound) -> Result<(), Difference> {
    // Before an error the CLI leaves a line empty.
    let printed: Vec<&str> = printed.trim_end().trim_start_matches('\n').lines().collect();
    let mut at = 0;
    let mut kept = 0;
    let mut gap = false;
    let mut offset = 0;
    let whole = shown.trim_end();
    for line in whole.split_inclusive('\n') {
        let range = offset..offset + line.trim_end().len();
        offset += line.len();
        let line = line.trim_end();
        if line.is_empty() && kept == 0 && !gap {
            continue;
        }
        if is_gap(line) {
            gap = true;
            continue;
        }
        let fits = |printed: &&&str| alike(line, printed.trim_end());
        let found = if gap {
            printed[kept.min(printed.len())..]
                .iter()
                .position(|printed| fits(&printed))
                .map(|found| kept + found)
        } else {
            printed.get(at).filter(fits).map(|_| at)
        };
        let Some(found) = found else {
            let text = match printed.get(at).filter(|_| !gap) {
                Some(printed) => is_printed(printed),
                None => say!(ko: "이 줄은 출력에 없습니다", en: "this line is not printed"),
            };
            return Err(Difference { at: range, text });
        };
        bound.learn(line, printed[found]);
        at = found + 1;
        kept = at;
        gap = false;
    }
    match printed.get(at).filter(|_| !gap) {
        Some(more) => {
            let line = whole.rfind('\n').map_or(0, |found| found + 1);
            Err(Difference {
                at: line..whole.len(),
                text: say!(ko: "출력에는 이 뒤에 `{more}`도 있습니다", en: "`{more}` is printed after this"),
            })
        }
        None => Ok(()),
    }
}

/// What should be shown: what is printed, in the words of the book wherever these still hold.
pub fn renewed(shown: &str, printed: &str) -> String {
    let book: Vec<&str> = shown.trim_end().lines().collect();
    let real: Vec<&str> = printed.trim_end().lines().collect();
    let (rows, columns) = (book.len() + 1, real.len() + 1);
    // The fewest changes from a line of both on, filled in from the end.
    let mut cost = vec![0_usize; rows * columns];
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            let of = |i: usize, j: usize| cost[i * columns + j];
            cost[i * columns + j] = match (book.get(i), real.get(j)) {
                (None, _) => real.len() - j,
                (Some(line), None) => of(i + 1, j) + usize::from(!is_gap(line)),
                (Some(line), Some(_)) if is_gap(line) => of(i + 1, j).min(of(i, j + 1)),
                (Some(line), Some(printed)) if alike(line.trim_end(), printed.trim_end()) => of(i + 1, j + 1),
                _ => 1 + of(i + 1, j).min(of(i, j + 1)),
            };
        }
    }
    let of = |i: usize, j: usize| cost[i * columns + j];
    let (mut i, mut j) = (0, 0);
    let mut out = String::new();
    let mut keep = |line: &str| {
        out.push_str(line);
        out.push('\n');
    };
    while i < book.len() || j < real.len() {
        match (book.get(i), real.get(j)) {
            (Some(line), printed) if is_gap(line) => {
                if printed.is_some() && of(i, j + 1) < of(i + 1, j) {
                    j += 1;
                } else {
                    keep(line);
                    i += 1;
                }
            }
            (Some(line), Some(printed)) if alike(line.trim_end(), printed.trim_end()) => {
                keep(line);
                (i, j) = (i + 1, j + 1);
            }
            (Some(_), printed) if printed.is_none() || of(i + 1, j) <= of(i, j + 1) => i += 1,
            (_, Some(printed)) => {
                keep(printed);
                j += 1;
            }
            (_, None) => i += 1,
        }
    }
    out
}
