//! The expressions of GitHub Actions: what stands in `${{ }}`, and behind `if:`.
//!
//! The reader checks the grammar and lists what an expression refers to and which functions it calls; what those names mean
//! is for the rules to say. Names are told apart without regard to case, as the service does.

use crate::diagnostic::Text;
use crate::say;
use std::ops::Range;

/// How deep brackets may lie within each other.
const DEEPEST: usize = 50;

/// What an expression says, as far as it could be read. Places are in its text.
#[derive(Clone, Debug, Default)]
pub struct Expression {
    /// The contexts it uses.
    pub references: Vec<Reference>,
    /// The functions it calls.
    pub calls: Vec<FunctionCall>,
    /// The first thing that is wrong with it.
    pub fault: Option<(Range<usize>, Text)>,
}

/// A context and the properties that are asked of it: `steps.build.outputs.tag`.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The name of the context, then those of the properties, as far as they are known.
    pub path: Vec<(String, Range<usize>)>,
}

/// A call of a function.
#[derive(Clone, Debug)]
pub struct FunctionCall {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub at: Range<usize>,
    /// How many arguments it is given.
    pub arguments: usize,
}

/// Where the expressions of a text stand, without their `${{` and `}}`; and the place of one that is never closed.
pub fn find(text: &str) -> (Vec<Range<usize>>, Option<Range<usize>>) {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find("${{").map(|at| from + at) {
        let Some(length) = length(&text[open + 3..]) else {
            return (found, Some(open..open + 3));
        };
        found.push(open + 3..open + 3 + length);
        from = open + 3 + length + 2;
    }
    (found, None)
}

/// How long an expression is up to its `}}`, which does not count in a string.
fn length(text: &str) -> Option<usize> {
    let mut quoted = false;
    let bytes = text.as_bytes();
    let closed = (0..bytes.len()).find(|&at| {
        quoted ^= bytes[at] == b'\'';
        !quoted && bytes[at..].starts_with(b"}}")
    });
    // A quote that is left open is told of as such.
    closed.or_else(|| text.find("}}"))
}

/// Reads an expression.
pub fn parse(text: &str) -> Expression {
    let mut parser = Parser {
        text,
        pos: 0,
        depth: 0,
        read: Expression::default(),
    };
    parser.skip();
    if parser.pos == text.len() {
        parser.fail(
            0..text.len(),
            say!(ko: "식이 비어 있습니다", en: "the expression is empty"),
        );
        return parser.read;
    }
    parser.alternatives();
    if parser.read.fault.is_none() && parser.pos < text.len() {
        parser.unexpected();
    }
    parser.read
}

struct Parser<'t> {
    text: &'t str,
    pos: usize,
    depth: usize,
    read: Expression,
}

impl Parser<'_> {
    fn fail(&mut self, at: Range<usize>, text: Text) {
        if self.read.fault.is_none() {
            self.read.fault = Some((at, text));
        }
        self.pos = self.text.len();
    }

    fn skip(&mut self) {
        let rest = &self.text[self.pos..];
        self.pos += rest.len() - rest.trim_start().len();
    }

    fn rest(&self) -> &str {
        &self.text[self.pos..]
    }

    fn take(&mut self, sign: &str) -> bool {
        let taken = self.rest().starts_with(sign);
        if taken {
            self.pos += sign.len();
            self.skip();
        }
        taken
    }

    fn unexpected(&mut self) {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            let end = self.text.trim_end().len();
            let at = self.text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
            let text = say!(ko: "식이 끝나지 않았습니다", en: "the expression breaks off");
            return self.fail(at..end, text);
        };
        if first == '"' {
            let end = rest[1..].find('"').map_or(rest.len(), |at| at + 2);
            let text = say!(
                ko: "식의 문자열은 큰따옴표가 아니라 작은따옴표로 감쌉니다",
                en: "a string in an expression takes single quotes, not double quotes"
            );
            return self.fail(self.pos..self.pos + end, text);
        }
        let sign = ["&&", "||", "=="].iter().find(|sign| rest.starts_with(**sign));
        let length = match sign {
            Some(sign) => sign.len(),
            None => rest
                .find(|c: char| !is_name(c))
                .filter(|at| *at > 0)
                .unwrap_or(first.len_utf8()),
        };
        let length = if rest.chars().all(is_name) { rest.len() } else { length };
        let what = rest[..length].to_owned();
        let text = match what.as_str() {
            "=" | "&" | "|" => say!(
                ko: "식에는 `{what}` 연산자가 없습니다. `{what}{what}`로 씁니다",
                en: "expressions have no operator `{what}`: write `{what}{what}`"
            ),
            "+" | "-" | "*" | "/" | "%" | "?" => say!(
                ko: "식에는 `{what}` 연산자가 없습니다",
                en: "expressions have no operator `{what}`"
            ),
            _ => say!(ko: "식의 여기에는 `{what}`가 올 수 없습니다", en: "`{what}` cannot stand here in an expression"),
        };
        self.fail(self.pos..self.pos + length, text);
    }

    fn alternatives(&mut self) {
        self.depth += 1;
        if self.depth > DEEPEST {
            // Nobody writes this; what is not read is not judged.
            self.pos = self.text.len();
        }
        self.operand();
        while ["||", "&&", "==", "!=", "<=", ">=", "<", ">"]
            .iter()
            .any(|sign| self.take(sign))
        {
            self.operand();
        }
        self.depth -= 1;
    }

    fn operand(&mut self) {
        while !self.rest().starts_with("!=") && self.take("!") {}
        self.skip();
        let Some(first) = self.rest().chars().next() else {
            if self.depth <= DEEPEST {
                self.unexpected();
            }
            return;
        };
        match first {
            '(' => {
                let open = self.pos;
                self.take("(");
                self.alternatives();
                self.close(open, ")");
                self.postfix(&mut None);
            }
            '\'' => self.string(),
            c if c.is_ascii_digit() || matches!(c, '-' | '+' | '.') => self.number(),
            c if c.is_ascii_alphabetic() || c == '_' => self.name(),
            _ => self.unexpected(),
        }
    }

    fn close(&mut self, open: usize, sign: &str) {
        if self.read.fault.is_none() && !self.take(sign) {
            if self.pos < self.text.len() {
                return self.unexpected();
            }
            let opened = &self.text[open..=open];
            let text = say!(
                ko: "`{opened}`를 닫는 `{sign}`가 없습니다",
                en: "`{opened}` is never closed: there is no matching `{sign}`"
            );
            self.fail(open..open + 1, text);
        }
    }

    fn string(&mut self) {
        let start = self.pos;
        let bytes = self.text.as_bytes();
        let mut at = start + 1;
        loop {
            match bytes.get(at) {
                None => {
                    let text = say!(
                        ko: "작은따옴표가 닫히지 않았습니다",
                        en: "this single quote is never closed"
                    );
                    return self.fail(start..start + 1, text);
                }
                Some(b'\'') if bytes.get(at + 1) == Some(&b'\'') => at += 2,
                Some(b'\'') => break,
                Some(_) => at += 1,
            }
        }
        self.pos = at + 1;
        self.skip();
    }

    fn number(&mut self) {
        let start = self.pos;
        let rest = self.rest();
        let mut last = ' ';
        let stops = |c: char| {
            let goes_on =
                c.is_ascii_alphanumeric() || c == '.' || (matches!(c, '+' | '-') && matches!(last, ' ' | 'e' | 'E'));
            last = c;
            !goes_on
        };
        let length = rest.find(stops).unwrap_or(rest.len());
        let word = &rest[..length];
        let plain = word.trim_start_matches(['-', '+']);
        let hex = plain.strip_prefix("0x").or(plain.strip_prefix("0o"));
        let good = match hex {
            Some(digits) => !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit()),
            None => word.parse::<f64>().is_ok(),
        };
        if !good {
            let word = word.to_owned();
            let length = length.max(1);
            let text = say!(ko: "`{word}`는 수가 아닙니다", en: "`{word}` is not a number");
            return self.fail(start..start + length, text);
        }
        self.pos += length;
        self.skip();
    }

    fn word(&mut self) -> (String, Range<usize>) {
        let rest = self.rest();
        let length = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
        let word = rest[..length].to_owned();
        let at = self.pos..self.pos + length;
        self.pos += length;
        self.skip();
        (word, at)
    }

    fn name(&mut self) {
        let (name, at) = self.word();
        if self.rest().starts_with('(') {
            let open = self.pos;
            self.take("(");
            let mut arguments = 0;
            if !self.rest().starts_with(')') {
                self.alternatives();
                arguments = 1;
                while self.read.fault.is_none() && self.take(",") {
                    self.alternatives();
                    arguments += 1;
                }
            }
            self.close(open, ")");
            self.read.calls.push(FunctionCall { name, at, arguments });
            return self.postfix(&mut None);
        }
        if matches!(name.as_str(), "true" | "false" | "null" | "NaN" | "Infinity") {
            return;
        }
        let mut path = Some(vec![(name, at)]);
        let mut kept = Vec::new();
        self.properties(&mut path, &mut kept);
        self.read.references.push(Reference { path: kept });
    }

    /// `.name`, `[index]` and `.*` behind something that is no context.
    fn postfix(&mut self, path: &mut Option<Vec<(String, Range<usize>)>>) {
        self.properties(path, &mut Vec::new());
    }

    /// Reads properties; those that are known by name up to the first that is not go to `kept`.
    fn properties(&mut self, path: &mut Option<Vec<(String, Range<usize>)>>, kept: &mut Vec<(String, Range<usize>)>) {
        let mut known = path.is_some();
        kept.extend(path.take().into_iter().flatten());
        loop {
            if self.take(".") {
                if self.take("*") {
                    known = false;
                    continue;
                }
                if !self.rest().starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
                    return self.unexpected();
                }
                let property = self.word();
                if known {
                    kept.push(property);
                }
            } else if self.rest().starts_with('[') {
                let open = self.pos;
                self.take("[");
                let start = self.pos;
                if !self.take("*") {
                    self.alternatives();
                }
                let inside = self.text[start..self.pos.min(self.text.len())].trim_end();
                let literal = inside.strip_prefix('\'').and_then(|inside| inside.strip_suffix('\''));
                match literal.filter(|literal| known && !literal.contains('\'')) {
                    Some(literal) => kept.push((literal.to_owned(), start..start + inside.len())),
                    None => known = false,
                }
                self.close(open, "]");
            } else {
                return;
            }
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_the_service_does() {
        for (text, refers, fault) in [
            ("github.ref == 'refs/heads/main' && !cancelled()", "github.ref", None),
            (
                "steps.build.outputs['image-tag']",
                "steps.build.outputs.image-tag",
                None,
            ),
            ("github.event.issue.labels.*.name", "github.event.issue.labels", None),
            ("format('{0}', matrix.os) || 'it''s'", "matrix.os", None),
            ("(1 <= 0x2f) != -1.5e3", "", None),
            ("matrix[matrix.key]", "matrix.key matrix", None),
            ("github.sha == \"x\"", "github.sha", Some(14..17)),
            ("a = b", "a", Some(2..3)),
            ("contains(a, b", "a b", Some(8..9)),
            ("a &&", "a", Some(3..4)),
            ("", "", Some(0..0)),
            ("'a", "", Some(0..1)),
            ("a b", "a", Some(2..3)),
            ("a.", "a", Some(1..2)),
            ("a + 1", "a", Some(2..3)),
        ] {
            let read = parse(text);
            let shown = |reference: &Reference| {
                let names: Vec<&str> = reference.path.iter().map(|(name, _)| name.as_str()).collect();
                names.join(".")
            };
            let all: Vec<String> = read.references.iter().map(shown).collect();
            assert_eq!(all.join(" "), refers, "{text}");
            assert_eq!(read.fault.map(|(at, _)| at), fault, "{text}");
        }
    }

    #[test]
    fn finds_expressions_in_a_text() {
        assert_eq!(find("a ${{ x }} b ${{'}}'}}"), (vec![5..8, 16..20], None));
        assert_eq!(find("a ${{ x } b"), (Vec::new(), Some(2..5)));
    }
}
