//! The messages that a book shows: what a reader pastes when something goes wrong, to find the place that deals with it.
//!
//! Words by themselves do not tell a message from others, and hardly any of its words is in the list of words. So the
//! messages stand whole in a file of their own, which is read once somebody asks with one.

use super::sections::{Section, Set};
use memchr::memmem::Finder;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The messages of the sections, JSON: for each the numbers of its sections, and its text. Nothing where there are none.
pub(super) fn messages<'a>(sections: impl Iterator<Item = &'a Section>) -> Option<String> {
    let mut found: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, section) in sections.enumerate() {
        for said in section.stretches().filter_map(|(set, line)| message(set, line)) {
            let places = found.entry(said).or_default();
            if places.last() != Some(&number) {
                places.push(number);
            }
        }
    }
    let rows: Vec<_> = found.iter().map(|(said, places)| json!([said, places])).collect();
    (!rows.is_empty()).then(|| json!(rows).to_string())
}

/// The fewest words of a message, and the most bytes: what is longer is no line that a program says.
const LEAST_WORDS: usize = 3;
const MOST_BYTES: usize = 1_000;

/// What programs say where something is wrong, in small letters; the script takes what a reader types by the same.
pub(super) const COMPLAINT: &str = "exception|error|conflict|already|unavailable|gateway|too many|throttl|fail|timeout|\
    timed out|refused|killed|exited|invalid|unknown|cannot|can't|couldn't|could not|unable|denied|not |must|require|\
    missing|exist|expected|unrecognized|unsupported|duplicate|no such|unhealthy|illegal|abort|오류|경고";

/// The message of a line that is set so: without the name of its rule, where it is one of ours.
fn message(set: Set, line: &str) -> Option<&str> {
    let line = line.trim();
    let said = match set {
        Set::Said => diagnostic(line).unwrap_or(line),
        Set::Code => line,
        Set::Block => value(line).unwrap_or(line),
        Set::Prose | Set::Strong | Set::Away => return None,
    };
    let words = said
        .split(' ')
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).nth(1).is_some());
    if said.len() > MOST_BYTES || words.take(LEAST_WORDS).count() < LEAST_WORDS {
        return None;
    }
    let fits = match set {
        // What surrounds the message of a rule: the lines of the example, and the way out.
        Set::Said => !said.starts_with(|c: char| c.is_ascii_digit() || "|=-$#.".contains(c)),
        // A command tells of nothing, nor does a line of a script, nor the first of an answer.
        _ => {
            !said.starts_with(['$', '#', '"', '-', '|', '{'])
                && !said.starts_with("HTTP/")
                && (said.contains(": ") || !said.contains(" --"))
                && complains(said)
        }
    };
    fits.then_some(said)
}

fn complains(said: &str) -> bool {
    static WORDS: LazyLock<Vec<Finder>> = LazyLock::new(|| COMPLAINT.split('|').map(Finder::new).collect());
    let small = said.to_ascii_lowercase();
    WORDS.iter().any(|word| word.find(small.as_bytes()).is_some())
}

/// The text that a line of JSON gives under a name: why a task has stopped, as a service answers.
fn value(line: &str) -> Option<&str> {
    let (_, value) = line.strip_prefix('"')?.split_once("\": \"")?;
    value.trim_end_matches(',').strip_suffix('"')
}

/// The message of a line as this tool prints it: `error[rule-id]: message`.
fn diagnostic(line: &str) -> Option<&str> {
    let (severity, rest) = line.split_once('[')?;
    let (id, said) = rest.split_once("]: ")?;
    let is_id = id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    (is_id && severity.chars().all(char::is_alphabetic)).then_some(said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::sections::sections;

    /// The messages of a page.
    fn check(html: &str, expected: &[&str]) {
        let found = messages(sections(html).iter());
        let found: Vec<(String, Vec<usize>)> =
            found.map_or_else(Vec::new, |json| serde_json::from_str(&json).expect("JSON"));
        let shown: Vec<String> = found
            .iter()
            .map(|(said, places)| format!("{said} {places:?}"))
            .collect();
        assert_eq!(shown, expected, "{html}");
    }

    #[test]
    fn a_diagnostic_is_what_it_says() {
        check(
            "<pre class=\"proof-says\"><code>error[unknown-volume]: there is no volume `x`\n  --> ecs.md:3:4\n3 | an example of it\n  = help: name one of them\n</code></pre>",
            &["there is no volume `x` [0]"],
        );
        check(
            "<pre class=\"proof-says\"><code>경고[secret]: 비밀 값이 그대로 있습니다</code></pre>",
            &["비밀 값이 그대로 있습니다 [0]"],
        );
    }

    #[test]
    fn lines_of_output_are_messages_where_they_say_what_is_wrong() {
        check(
            "<pre><code>$ docker run --name x y\ndocker: Error response from daemon: Conflict.\nall is well here</code></pre>",
            &["docker: Error response from daemon: Conflict. [0]"],
        );
        check(
            "<pre><code class=\"language-text\">all is well here\ntoo few</code></pre>",
            &["all is well here [0]"],
        );
        check(
            "<pre>it could\nnot open it</pre><pre>it could not</pre>",
            &["it could not [0]", "not open it [0]"],
        );
    }

    #[test]
    fn what_a_service_answers_is_one() {
        check(
            "<pre>{\n  \"stoppedReason\": \"Error: it could not start\",\n  \"name\": \"error page\"\n}</pre>",
            &["Error: it could not start [0]"],
        );
    }

    #[test]
    fn code_in_a_sentence_is_one_where_it_complains() {
        check(
            "<h2>a</h2><code>exec format error</code>, <code>describe all the services</code><h2>b</h2><code>exec format error</code>",
            &["exec format error [0, 1]"],
        );
        check("the exec format error, <code>an error</code>", &[]);
        check(&format!("<code>{}</code>", "exec format error ".repeat(60)), &[]);
    }
}
