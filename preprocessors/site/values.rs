//! What a book calls by names that its readers have others for: account, Region, cluster and the like. Their places in
//! code are found here, each with how a value has to be written there; putting values in is a script's business, and
//! happens in the reader's browser alone.

use crate::html::push_text;
use crate::layers::Place;
use proof_checker::syntax::json;
use proof_checker::syntax::{Token, TokenKind};
use proof_checker::{Block, Language};
use std::ops::Range;

/// A name that readers may have another for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// What the book's settings call it.
    pub name: String,
    /// What readers see it called, in the book's language.
    pub label: String,
    /// What stands in the book's text.
    pub value: String,
    /// What kind of name it is.
    pub kind: Naming,
    /// A regular expression that a reader's value has to match as a whole; empty for that of the kind.
    pub pattern: String,
}

/// The kinds of names: where they stand, and what values may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// Twelve digits.
    AccountId,
    /// A Region of AWS.
    Region,
    /// The name of a cluster, service, family or container of ECS.
    EcsName,
    /// The name of a repository in ECR. The same word elsewhere is another thing's name.
    Repository,
    /// Anything on one line.
    Text,
}

impl Naming {
    /// The kinds by their names in a book's settings.
    pub const NAMED: [(&'static str, Self); 5] = [
        ("account-id", Self::AccountId),
        ("region", Self::Region),
        ("ecs-name", Self::EcsName),
        ("repository", Self::Repository),
        ("text", Self::Text),
    ];

    /// What values have to match, as a regular expression of JavaScript.
    fn pattern(self) -> &'static str {
        match self {
            Self::AccountId => "[0-9]{12}",
            Self::Region => "[a-z]{2,4}(-[a-z]+)+-[0-9]",
            Self::EcsName => "[A-Za-z0-9_\\-]{1,255}",
            Self::Repository => "(?=.{2,256}$)([a-z0-9]+([._\\-][a-z0-9]+)*/)*[a-z0-9]+([._\\-][a-z0-9]+)*",
            Self::Text => ".{1,512}",
        }
    }
}

/// How a value is written where a block's text alone tells what reads it.
mod writing {
    /// As it is: nothing reads it.
    pub(super) const SHOWN: &str = "o";
    /// In a string of JSON.
    pub(super) const JSON: &str = "j";
    /// In a word of the shell without quotes.
    pub(super) const WORD: &str = "w";
    /// In single quotes of the shell.
    pub(super) const SINGLE: &str = "s";
    /// In double quotes of the shell.
    pub(super) const DOUBLE: &str = "d";
    /// In a string of JSON in single quotes of the shell, and in double ones.
    pub(super) const JSON_SINGLE: &str = "sj";
    pub(super) const JSON_DOUBLE: &str = "dj";
    /// As it is, if it has plain characters alone; else not at all.
    pub(super) const PLAIN: &str = "p";
}

/// Every place in a block that names a variable, in order.
pub(crate) fn places(block: &Block, variables: &[Variable]) -> Vec<Place> {
    let text = &block.code.text;
    let mut places: Vec<Place> = Vec::new();
    for variable in variables.iter().filter(|variable| !variable.value.is_empty()) {
        for (start, _) in text.match_indices(&variable.value) {
            let range = start..start + variable.value.len();
            let taken = places
                .iter()
                .any(|other| other.range.start < range.end && range.start < other.range.end);
            if !taken && is_whole(text, &range, variable.kind) && is_meant(text, &range, variable.kind) {
                places.push(Place {
                    writing: writing(block, &range),
                    variable: variable.name.clone(),
                    range,
                });
            }
        }
    }
    for blank in blanks(block) {
        let taken = places
            .iter()
            .any(|other| other.range.start < blank.end && blank.start < other.range.end);
        if !taken {
            places.push(Place {
                range: blank,
                variable: String::new(),
                writing: "",
            });
        }
    }
    places.sort_by_key(|place| place.range.start);
    places
}

/// What a reader has to fill in within strings and words; where a whole token is a blank, its colour says so.
fn blanks(block: &Block) -> Vec<Range<usize>> {
    let read = |token: &&Token| matches!(token.kind, TokenKind::String | TokenKind::Word | TokenKind::Property);
    let within = |token: &Token| {
        let start = token.range.start;
        let found = proof_checker::blanks(&block.code.text[token.range.clone()]).into_iter();
        found.map(move |range| start + range.start..start + range.end)
    };
    block.tokens.iter().filter(read).flat_map(within).collect()
}

/// What a script has to know of a page's variables; nothing for a page without places.
pub(crate) fn push_declared(out: &mut String, variables: &[Variable]) {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let each = variables.iter().map(|variable| {
        let pattern = match variable.pattern.as_str() {
            "" => variable.kind.pattern(),
            own => own,
        };
        let choices = match variable.kind {
            Naming::Region => format!(",\"choices\":{}", quoted(&regions())),
            _ => String::new(),
        };
        format!(
            "{{\"name\":{},\"label\":{},\"value\":{},\"pattern\":{}{choices}}}",
            quoted(&variable.name),
            quoted(&variable.label),
            quoted(&variable.value),
            quoted(pattern)
        )
    });
    let json = format!("[{}]", each.collect::<Vec<_>>().join(","));
    out.push_str("\n\n<div hidden data-variables=\"");
    push_text(out, &json);
    out.push_str("\"></div>\n");
}

/// The Regions of AWS, with blanks between them.
fn regions() -> String {
    let lines = REGIONS.lines().filter(|line| line.starts_with('"'));
    let names: Vec<&str> = lines.filter_map(|line| line.split('"').nth(1)).collect();
    names.join(" ")
}

/// The Regions: their origin stands in `schemas/sources.toml`.
const REGIONS: &str = include_str!("../../schemas/regions.toml");

/// Whether a name stands by itself, not within a longer one.
fn is_whole(text: &str, range: &Range<usize>, kind: Naming) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let before = text[..range.start].chars().next_back();
    let mut after = text[range.end..].chars();
    let next = after.next();
    // `ap-northeast-2a` is a zone of the Region.
    let zone =
        kind == Naming::Region && next.is_some_and(|c| c.is_ascii_lowercase()) && !after.next().is_some_and(part);
    !before.is_some_and(part) && (zone || !next.is_some_and(part))
}

/// Whether a name is meant that has namesakes of other kinds.
fn is_meant(text: &str, range: &Range<usize>, kind: Naming) -> bool {
    if kind != Naming::Repository {
        return true;
    }
    let line = text[..range.start].rsplit('\n').next().unwrap_or_default();
    // `.../medusa-server`, `$REGISTRY/medusa-server`: the path of an image in a registry.
    let registry = line.strip_suffix('/').is_some_and(|before| {
        let host = before
            .rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '='))
            .next();
        let host = host.unwrap_or_default();
        host.ends_with(".amazonaws.com") || host.starts_with('$') || host.ends_with(":repository")
    });
    // `--repository-name medusa-server`, `ECR_REPOSITORY: medusa-server`: what stands next to it names the thing.
    let mut said = line.rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '=' | ':' | ','));
    let name = said.find(|word| !word.is_empty()).unwrap_or_default();
    registry || name.to_ascii_lowercase().contains("repositor")
}

/// How a value has to be written at a place.
fn writing(block: &Block, range: &Range<usize>) -> &'static str {
    let within = |token: &&Token| token.range.start <= range.start && range.end <= token.range.end;
    let index = block.tokens.iter().position(|token| within(&token));
    let token = index.map(|index| &block.tokens[index]);
    match block.language {
        Language::Json | Language::Jsonc | Language::JsonLines => match token.map(|token| token.kind) {
            Some(TokenKind::Comment) => writing::SHOWN,
            _ => writing::JSON,
        },
        Language::Shell | Language::OtherShell | Language::Console => match (index, token.map(|token| token.kind)) {
            (_, Some(TokenKind::Output)) => writing::SHOWN,
            (Some(index), Some(kind)) if kind != TokenKind::Comment => in_shell(block, index, range),
            _ => writing::PLAIN,
        },
        // What stands in YAML or a Dockerfile may be quoted in ways that no part of a value can tell.
        Language::Yaml | Language::Dockerfile => writing::PLAIN,
        _ => writing::SHOWN,
    }
}

/// The same in a command of the shell, by the quotes that are open there.
fn in_shell(block: &Block, index: usize, range: &Range<usize>) -> &'static str {
    let (text, tokens) = (&block.code.text, &block.tokens);
    // A word may be several tokens, but none of them has a blank before it.
    let mut first = index;
    while first > 0
        && tokens[first - 1].range.end == tokens[first].range.start
        && tokens[first - 1].kind != TokenKind::Operator
    {
        first -= 1;
    }
    let start = tokens[first].range.start;
    let heredoc = tokens[first].kind == TokenKind::String && !text[start..].starts_with(['"', '\'', '$']);
    if heredoc {
        return writing::PLAIN;
    }
    match open_quote(text, start, range.start) {
        None => writing::WORD,
        Some((quote, at)) => {
            let body = &text[at + 1..];
            let whole = quoted_text(body, quote).unwrap_or(body);
            let plain = if quote == '"' {
                whole.replace("\\\"", "\"")
            } else {
                whole.to_owned()
            };
            // What has quotes of its own has a grammar of its own, of which JSON's alone is known here.
            let nested = plain.contains(['\'', '"', '`']);
            match (quote, nested, nested && is_json(&plain)) {
                ('\'', false, _) => writing::SINGLE,
                ('"', false, _) => writing::DOUBLE,
                ('\'', true, true) => writing::JSON_SINGLE,
                ('"', true, true) => writing::JSON_DOUBLE,
                _ => writing::PLAIN,
            }
        }
    }
}

/// What stands in quotes whose opening one is gone.
fn quoted_text(body: &str, quote: char) -> Option<&str> {
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        if !escaped && c == quote {
            return Some(&body[..at]);
        }
        escaped = quote == '"' && c == '\\' && !escaped;
    }
    None
}

fn is_json(text: &str) -> bool {
    if !text.trim_start().starts_with(['{', '[']) {
        return false;
    }
    let options = json::Options {
        comments: json::Comments::Report,
        placeholders: true,
        many: false,
    };
    json::parse(text, &options).1.is_empty()
}

/// The quote that is open at a place of a word, and where it stands.
fn open_quote(text: &str, start: usize, place: usize) -> Option<(char, usize)> {
    let mut open: Option<(char, usize)> = None;
    let mut escaped = false;
    for (at, c) in text[start..place].char_indices() {
        let at = start + at;
        if std::mem::take(&mut escaped) {
            continue;
        }
        match (open, c) {
            (Some(('\'', _)), '\'') | (Some(('"', _)), '"') => open = None,
            (Some(('\'', _)), _) => {}
            (_, '\\') => escaped = true,
            (None, '\'' | '"') => open = Some((c, at)),
            _ => {}
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;
    use proof_checker::source::SourceFile;
    use proof_checker::{Chapter, Facts, Options, Schema, analyse};
    use std::collections::BTreeMap;

    /// Where a block names the variable `v`, as `text before|writing`, for a value of that kind.
    fn check(kind: Naming, value: &str, language: &str, text: &str, expected: &[&str]) {
        let facts = Facts {
            task_definition: Schema::trusted(serde_json::json!({})),
            aws: None,
            tools: Default::default(),
            words: Default::default(),
            actions: || None,
            schemas: BTreeMap::new(),
        };
        let file = SourceFile::new("x.md", format!("```{language}\n{text}\n```\n"));
        let analysis = analyse(Chapter::new(&file), &facts, &Options::default());
        let variable = Variable {
            name: "v".to_owned(),
            label: String::new(),
            value: value.to_owned(),
            kind,
            pattern: String::new(),
        };
        let places = places(&analysis.blocks[0], &[variable]);
        let named = places.iter().filter(|place| place.variable == "v");
        let shown = named.map(|place| {
            let before = &text[..place.range.start];
            format!("{}|{}", before.rsplit(' ').next().unwrap_or_default(), place.writing)
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn names_stand_by_themselves() {
        let name = Naming::EcsName;
        check(
            name,
            "web",
            "bash",
            "a web web-role my-web web_1 웹web :web: x/web",
            &["|w", ":|w", "x/|w"],
        );
        check(
            Naming::AccountId,
            "111122223333",
            "bash",
            "a 111122223333.dkr 1111222233334",
            &["|w"],
        );
        check(
            Naming::Region,
            "us-east-1",
            "bash",
            "a us-east-1a us-east-1 us-east-1ab us-east-12",
            &["|w", "|w"],
        );
    }

    #[test]
    fn a_repository_is_told_from_its_namesakes() {
        let kind = Naming::Repository;
        check(
            kind,
            "web",
            "bash",
            "aws ecr x --repository-name web --container web",
            &["|w"],
        );
        check(
            kind,
            "web",
            "bash",
            "docker push $REGISTRY/web:1; docker run web /srv/web",
            &["$REGISTRY/|w"],
        );
        check(
            kind,
            "web",
            "json",
            "{\"name\": \"web\", \"image\": \"1.dkr.ecr.us-east-1.amazonaws.com/web:1\"}",
            &["\"1.dkr.ecr.us-east-1.amazonaws.com/|j"],
        );
        check(kind, "web", "yaml", "ECR_REPOSITORY: web\nCONTAINER: web", &["|p"]);
    }

    #[test]
    fn each_place_says_how_it_is_written() {
        let kind = Naming::Text;
        check(
            kind,
            "web",
            "bash",
            "a web 'b web' \"c web\" \"$X web\" d\"web\"web",
            &["|w", "|s", "|d", "|d", "d\"|d", "d\"web\"|w"],
        );
        check(
            kind,
            "web",
            "bash",
            "a '{\"b\": \"web\"}' \"{\\\"b\\\": \\\"web\\\"}\" \"[?a=='web']\"",
            &["\"|sj", "\\\"|dj", "\"[?a=='|p"],
        );
        check(kind, "web", "bash", "cat <<EOF\nweb\nEOF\n# web", &["<<EOF\n|p", "|p"]);
        check(kind, "web", "console", "$ echo web\nweb", &["|w", "web\n|o"]);
        check(kind, "web", "jsonc", "{\"a\": \"web\"} // web", &["\"|j", "|o"]);
        check(kind, "web", "text", "a web", &["|o"]);
    }
}
