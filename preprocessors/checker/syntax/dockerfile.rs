//! A tolerant reader of Dockerfiles: instructions and their words, whatever the text.
//!
//! It knows lines: what continues on the next one, comments in between, here-documents, and the directives at the top. What an
//! instruction means is for the rules to say; what it hands to a shell is handed out with a map back.

use super::{Mapped, Token, TokenKind};
use crate::placeholder;
use std::ops::Range;

/// A Dockerfile, or a part of one.
#[derive(Clone, Debug, Default)]
pub struct Dockerfile {
    /// Its instructions, in order.
    pub instructions: Vec<Instruction>,
    /// Its comments, keywords and flags, in order.
    pub tokens: Vec<Token>,
    /// Whether a part was left out.
    pub elided: bool,
    /// Whether directives stand at its top, so that it begins where the file does.
    pub directives: bool,
    /// Whether a directive makes the backtick the character that continues lines, as on Windows.
    pub backtick: bool,
}

/// One instruction.
#[derive(Clone, Debug)]
pub struct Instruction {
    /// Its keyword, in capitals.
    pub keyword: String,
    /// The keyword as it is written.
    pub written: String,
    /// Where the keyword stands.
    pub at: Range<usize>,
    /// What follows the keyword, comments within it left out; a line that goes on ends with `\` and a line break.
    pub content: Mapped,
    /// How much of the content is its flags.
    pub flags_end: usize,
    /// The flags before everything else.
    pub flags: Vec<Flag>,
    /// Its here-documents.
    pub heredocs: Vec<Heredoc>,
}

/// `--name=value` or `--name`.
#[derive(Clone, Debug)]
pub struct Flag {
    /// The name, without its dashes.
    pub name: String,
    /// The value, if there is one.
    pub value: Option<String>,
    /// Where it stands in the instruction's content.
    pub range: Range<usize>,
}

impl Flag {
    /// Where the name stands in the content, dashes included.
    pub fn name_range(&self) -> Range<usize> {
        self.range.start..self.range.start + 2 + self.name.len()
    }

    /// Where the value stands in the content.
    pub fn value_range(&self) -> Range<usize> {
        let start = self.range.start + 3 + self.name.len();
        start.min(self.range.end)..self.range.end
    }
}

/// A here-document of an instruction.
#[derive(Clone, Debug)]
pub struct Heredoc {
    /// Where `<<EOF` stands in the content.
    pub at: Range<usize>,
    /// The lines between.
    pub body: Mapped,
    /// The word that ends it.
    pub end: String,
    /// Whether its end was found.
    pub ended: bool,
}

/// Reads a text; with `placeholders`, a line of dots says that something is left out.
pub fn parse(text: &str, placeholders: bool) -> Dockerfile {
    let mut reader = Reader {
        text,
        pos: 0,
        placeholders,
        escape: '\\',
        file: Dockerfile::default(),
    };
    reader.directives();
    while reader.pos < text.len() {
        reader.line();
    }
    reader.file.backtick = reader.escape == '`';
    // The flags of an instruction are known once the comments within it are.
    reader.file.tokens.sort_by_key(|token| token.range.start);
    reader.file
}

struct Reader<'t> {
    text: &'t str,
    pos: usize,
    placeholders: bool,
    escape: char,
    file: Dockerfile,
}

impl Reader<'_> {
    /// Goes past the next line; gives where it is, its line break left out.
    fn next_line(&mut self) -> Range<usize> {
        let start = self.pos;
        let length = self.text[start..].find('\n').unwrap_or(self.text.len() - start);
        self.pos = (start + length + 1).min(self.text.len());
        start..start + length
    }

    fn directives(&mut self) {
        loop {
            let start = self.pos;
            let line = self.next_line();
            let said = self.text[line.clone()].trim();
            let pair = said.strip_prefix('#').and_then(|rest| rest.split_once('='));
            let Some((name, value)) = pair.filter(|(name, _)| matches!(name.trim(), "syntax" | "escape" | "check"))
            else {
                self.pos = start;
                return;
            };
            if name.trim() == "escape" && value.trim() == "`" {
                self.escape = '`';
            }
            self.file.directives = true;
            self.comment(line);
        }
    }

    fn comment(&mut self, line: Range<usize>) {
        let said = &self.text[line.clone()];
        let start = line.start + said.len() - said.trim_start().len();
        self.file.elided |= said.contains("...") || said.contains('…');
        self.token(start..line.start + said.trim_end().len(), TokenKind::Comment);
    }

    fn token(&mut self, range: Range<usize>, kind: TokenKind) {
        if !range.is_empty() {
            self.file.tokens.push(Token { range, kind });
        }
    }

    fn line(&mut self) {
        let line = self.next_line();
        let said = self.text[line.clone()].trim();
        if said.is_empty() {
            return;
        }
        if said.starts_with('#') {
            return self.comment(line);
        }
        let start = line.start + self.text[line.clone()].len() - self.text[line.clone()].trim_start().len();
        let left_out = said.starts_with("...") || said.starts_with('…') || placeholder::is_placeholder(said);
        if self.placeholders && left_out {
            self.file.elided = true;
            return self.token(start..start + said.len(), TokenKind::Placeholder);
        }
        let length = said.find(|c: char| c.is_whitespace()).unwrap_or(said.len());
        let at = start..start + length;
        self.token(at.clone(), TokenKind::Keyword);
        self.pos = at.end;
        let mut instruction = Instruction {
            keyword: said[..length].to_ascii_uppercase(),
            written: said[..length].to_owned(),
            at,
            content: Mapped::default(),
            flags_end: 0,
            flags: Vec::new(),
            heredocs: Vec::new(),
        };
        self.content(&mut instruction.content);
        instruction.flags();
        for flag in &instruction.flags {
            let at = instruction.content.place(flag.range.clone());
            self.token(at, TokenKind::Option);
        }
        if matches!(instruction.keyword.as_str(), "RUN" | "COPY" | "ADD") {
            self.heredocs(&mut instruction);
        }
        self.file.instructions.push(instruction);
    }

    /// Reads the rest of an instruction, over the lines that it goes on.
    fn content(&mut self, content: &mut Mapped) {
        let blanks = self.text[self.pos..].len() - self.text[self.pos..].trim_start_matches([' ', '\t']).len();
        self.pos += blanks;
        loop {
            let line = self.next_line();
            let said = self.text[line.clone()].trim_end();
            let end = line.start + said.len();
            let Some(before) = said.strip_suffix(self.escape) else {
                content.push(said, line.start..end);
                return;
            };
            content.push(before, line.start..line.start + before.len());
            content.push("\\", end - 1..end);
            content.push("\n", line.end..(line.end + 1).min(self.text.len()));
            self.skip_between();
            if self.pos >= self.text.len() {
                return;
            }
        }
    }

    /// Goes over comments and empty lines in the middle of an instruction.
    fn skip_between(&mut self) {
        while self.pos < self.text.len() {
            let start = self.pos;
            let line = self.next_line();
            let said = self.text[line.clone()].trim();
            if said.starts_with('#') {
                self.comment(line);
            } else if !said.is_empty() {
                self.pos = start;
                return;
            }
        }
    }

    fn heredocs(&mut self, instruction: &mut Instruction) {
        for (at, end, tabs) in heredoc_words(&instruction.content.text) {
            let mut heredoc = Heredoc {
                at,
                body: Mapped::default(),
                end,
                ended: false,
            };
            while self.pos < self.text.len() {
                let line = self.next_line();
                let said = &self.text[line.clone()];
                let cut = if tabs {
                    said.len() - said.trim_start_matches('\t').len()
                } else {
                    0
                };
                if said[cut..] == heredoc.end {
                    heredoc.ended = true;
                    break;
                }
                let line = line.start + cut..(line.end + 1).min(self.text.len());
                heredoc.body.push(&self.text[line.clone()], line);
            }
            instruction.heredocs.push(heredoc);
        }
    }
}

/// The `<<EOF` of a command: where each stands, the word that ends it, and whether tabs are taken away.
fn heredoc_words(text: &str) -> Vec<(Range<usize>, String, bool)> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut quote = None;
    let bytes = text.as_bytes();
    while from < bytes.len() {
        match (bytes[from], quote) {
            (b'\\', _) => from += 1,
            (b'\'' | b'"', None) => quote = Some(bytes[from]),
            (byte, Some(open)) if byte == open => quote = None,
            (b'<', None) if text[from..].starts_with("<<<") => from += 2,
            (b'<', None) if text[from..].starts_with("<<") => {
                let rest = &text[from + 2..];
                let tabs = rest.starts_with('-');
                let rest = rest.strip_prefix('-').unwrap_or(rest);
                let start = text.len() - rest.len();
                let word = rest
                    .split([' ', '\t', '\n', ';', '>', '|', '&'])
                    .next()
                    .unwrap_or_default();
                let name = word.trim_matches(['"', '\'']);
                if !name.is_empty()
                    && name
                        .chars()
                        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
                {
                    found.push((from..start + word.len(), name.to_owned(), tabs));
                }
                from = start + word.len();
                continue;
            }
            _ => {}
        }
        from += 1;
    }
    found
}

impl Instruction {
    fn flags(&mut self) {
        let text = self.content.text.clone();
        for (range, word) in words(&text) {
            let Some(flag) = word.strip_prefix("--").filter(|flag| !flag.is_empty()) else {
                self.flags_end = range.start;
                return;
            };
            let (name, value) = match flag.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (flag, None),
            };
            self.flags.push(Flag {
                name: name.to_owned(),
                value,
                range,
            });
        }
        self.flags_end = text.len();
    }

    /// What follows the flags.
    pub fn rest(&self) -> &str {
        &self.content.text[self.flags_end..]
    }

    /// The words behind the flags, split at blanks, each with its place in the content.
    pub fn words(&self) -> Vec<(Range<usize>, &str)> {
        let moved = |(range, word): (Range<usize>, _)| (range.start + self.flags_end..range.end + self.flags_end, word);
        words(self.rest()).into_iter().map(moved).collect()
    }

    /// The instruction within this one, behind `ONBUILD`.
    pub fn inner(&self) -> Option<Self> {
        let (range, word) = self.words().into_iter().next()?;
        let mut content = Mapped::default();
        let text = &self.content.text;
        let mut at =
            range.end + text[range.end..].len() - text[range.end..].trim_start_matches([' ', '\t', '\n', '\\']).len();
        // Byte for byte where that is possible, so that places lead back.
        for piece in text[at..].split_inclusive('\n') {
            content.push(piece, self.content.place(at..at + piece.len()));
            at += piece.len();
        }
        let mut inner = Self {
            keyword: word.to_ascii_uppercase(),
            written: word.to_owned(),
            at: self.content.place(range),
            content,
            flags_end: 0,
            flags: Vec::new(),
            heredocs: Vec::new(),
        };
        inner.flags();
        Some(inner)
    }
}

/// The words of a text, split at blanks and at lines that go on.
fn words(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    let bytes = text.as_bytes();
    for at in 0..=bytes.len() {
        let goes_on = bytes.get(at) == Some(&b'\\') && bytes.get(at + 1).is_none_or(|next| *next == b'\n');
        let blank = at == bytes.len() || goes_on || matches!(bytes[at], b' ' | b'\t' | b'\n' | b'\r');
        match (blank, start) {
            (true, Some(from)) => {
                words.push((from..at, &text[from..at]));
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An instruction as `KEYWORD flags | words`, and where its last word is written.
    fn shown(text: &str) -> Vec<String> {
        let one = |instruction: &Instruction| {
            let flags: Vec<&str> = instruction.flags.iter().map(|flag| flag.name.as_str()).collect();
            let words = instruction.words();
            let last = words
                .last()
                .map(|(range, _)| &text[instruction.content.place(range.clone())]);
            let words: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
            format!(
                "{} {}|{}|{}",
                instruction.keyword,
                flags.join(" "),
                words.join(" "),
                last.unwrap_or_default()
            )
        };
        parse(text, true).instructions.iter().map(one).collect()
    }

    #[test]
    fn reads_instructions() {
        for (text, expected) in [
            ("from a as b\n", &["FROM |a as b|b"][..]),
            ("RUN a && \\\n# note\n\n  b\nUSER x", &["RUN |a && b|b", "USER |x|x"]),
            ("COPY --from=x --link a b", &["COPY from link|a b|b"]),
            (
                "# escape=`\nRUN a `\n b\nRUN c \\\nUSER d",
                &["RUN |a b|b", "RUN |c|c", "USER |d|d"],
            ),
            ("RUN <<EOF\nUSER x\nEOF\nUSER y", &["RUN |<<EOF|<<EOF", "USER |y|y"]),
            ("...\nUSER y", &["USER |y|y"]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
        let file = parse("COPY <<-\"A\" <<B /x/\n\t1\n\tA\n2\nB\n", true);
        let bodies: Vec<&str> = file.instructions[0]
            .heredocs
            .iter()
            .map(|h| h.body.text.as_str())
            .collect();
        assert_eq!(bodies, ["1\n", "2\n"]);
    }
}
