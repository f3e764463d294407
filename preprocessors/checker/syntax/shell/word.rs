//! Words: unquoted characters, and whatever quotes and expansions are mixed in.

use super::lexer::is_name;
use super::quote::Inside;
use super::reader::Parser;
use super::token::{CLASS, Class, Tok};
use super::tree::{Bytes, LeafKind, Part, PartKind, Word};

/// Where a word stands, as far as its inside depends on that.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// In a command. `assigns`: it may be an assignment by its place.
    Plain { assigns: bool },
    /// Between the parentheses of `name=( )`.
    Array,
    /// In `[[ ]]`.
    Test,
    /// After `=~`.
    Regex,
    /// After `==`, `=` or `!=` in `[[ ]]`.
    Pattern,
}

/// What has been read of a word that may assign.
struct Target {
    /// Where the word begins.
    start: usize,
    /// Where its subscript ended, if it has one.
    subscript: Option<usize>,
    /// How many `[` there were. Only the first can begin a subscript.
    brackets: u32,
    /// How many `=` there were. Only the first can assign.
    equals: u32,
}

impl Parser<'_> {
    /// Reads a word, which must begin here.
    pub(super) fn word(&mut self, mode: Mode) -> Word {
        let start = self.at;
        let mut word = Word {
            leaf: u32::try_from(self.leaves.len()).unwrap_or(u32::MAX),
            ..Word::default()
        };
        let mut target = Target {
            start,
            subscript: None,
            brackets: 0,
            equals: 0,
        };
        let mut run = start;
        while !self.failed {
            let rest = self.src.get(self.at..).unwrap_or_default();
            let plain = rest.iter().position(|&byte| CLASS[byte as usize] != Class::Plain);
            self.at += plain.unwrap_or(rest.len());
            let at = self.at;
            let Some(&byte) = self.src.get(at) else { break };
            match CLASS[byte as usize] {
                Class::Plain => {}
                Class::Wide => self.wide(),
                Class::Meta => match (byte, mode) {
                    (b'|', Mode::Regex) => self.at += 1,
                    (b'(', Mode::Regex) => self.pattern_group(&mut word, &mut run),
                    _ => break,
                },
                Class::Glob => {
                    self.at += 1;
                    if mode == Mode::Pattern && self.byte(self.joined(at + 1)) == b'(' {
                        self.at = self.joined(at + 1);
                        self.pattern_group(&mut word, &mut run);
                    }
                }
                Class::Angle => {
                    if !self.angle(&mut word, &mut run) {
                        break;
                    }
                }
                Class::Bracket => self.bracket(&mut word, &mut run, mode, &mut target),
                Class::Equals => self.equals(&mut word, &mut run, mode, &mut target),
                Class::Quote | Class::Dollar | Class::Backslash => self.protected(&mut word.parts, &mut run),
            }
        }
        self.text(&mut word.parts, run);
        word.bytes = Bytes::new(start, self.at);
        word
    }

    /// Takes a `[`, and all up to its `]` where it can begin a subscript.
    fn bracket(&mut self, word: &mut Word, run: &mut usize, mode: Mode, target: &mut Target) {
        let at = self.at;
        target.brackets += 1;
        let first = target.brackets == 1 && word.parts.is_empty();
        let wanted = match mode {
            Mode::Plain { assigns } => assigns && first && is_name(&self.src[target.start..at]),
            Mode::Array => at == target.start,
            _ => false,
        };
        if wanted {
            self.subscript(word, run);
            target.subscript = Some(self.at);
        } else {
            self.at += 1;
        }
    }

    /// Takes a `=`, and an array after it where it can assign one.
    fn equals(&mut self, word: &mut Word, run: &mut usize, mode: Mode, target: &mut Target) {
        let at = self.at;
        self.at += 1;
        target.equals += 1;
        let Mode::Plain { assigns } = mode else { return };
        if target.equals > 1 || !self.is_target(target.start, at, target.subscript) {
            return;
        }
        word.equals = u32::try_from(at + 1).ok();
        if assigns || self.context.declares {
            self.leaf(LeafKind::Name, at);
            self.leaf(LeafKind::Operator, at + 1);
        }
        let parenthesis = self.joined(at + 1);
        if self.byte(parenthesis) == b'(' && (assigns || self.context.declares) {
            self.at = parenthesis;
            self.array(word, run);
        }
    }

    /// Ends a run of unquoted characters here.
    pub(super) fn text(&mut self, parts: &mut Vec<Part>, run: usize) {
        if self.at > run {
            self.leaf(LeafKind::Text, self.at);
            if parts.is_empty() {
                // Most words are a single text; room for four would be waste.
                parts.reserve_exact(1);
            }
            parts.push(Part {
                bytes: Bytes::new(run, self.at),
                kind: PartKind::Text,
            });
        }
    }

    /// Takes a character outside ASCII, and remembers it if something else may be meant.
    pub(super) fn wide(&mut self) {
        let at = self.at;
        // U+00A0, U+2000 to U+207F, U+3000, U+FEFF and U+FF00 to U+FF5E begin with these bytes.
        let suspect = match (self.byte(at), self.byte(at + 1)) {
            (0xC2, second) => second <= 0xB4,
            (0xE2, 0x80 | 0x81 | 0x88) | (0xE3, 0x80) | (0xEF, 0xBB..=0xBD) => true,
            _ => false,
        };
        if suspect {
            self.suspects.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
        self.at += match self.byte(at) {
            0xF0.. => 4,
            0xE0.. => 3,
            _ => 2,
        };
        self.at = self.at.min(self.src.len());
    }

    /// Whether `name`, `name[...]` or either with `+` stands between `start` and the `=` at `at`.
    fn is_target(&self, start: usize, at: usize, subscript: Option<usize>) -> bool {
        let end = if at > start && self.byte(at - 1) == b'+' {
            at - 1
        } else {
            at
        };
        match subscript {
            Some(closed) => closed == end,
            None => {
                let name = &self.src[start..end];
                if name.contains(&b'\\') {
                    let name = self.text.get(start..end).unwrap_or_default();
                    return is_name(name.replace("\\\n", "").as_bytes());
                }
                if is_name(name) {
                    return true;
                }
                // In an argument nothing reads the subscript first: `declare a[1]=(b)`.
                let open = name.iter().position(|&byte| byte == b'[');
                open.is_some_and(|open| is_name(&name[..open]) && name.ends_with(b"]"))
            }
        }
    }

    /// Takes a quote, an expansion or an escape.
    fn protected(&mut self, parts: &mut Vec<Part>, run: &mut usize) {
        let before = *run;
        if let Some(part) = self.special(parts, before, Inside::Word) {
            parts.push(part);
            *run = self.at;
        }
    }

    /// Takes `<(...)`, `>(...)` or a placeholder; false where an operator stands.
    fn angle(&mut self, word: &mut Word, run: &mut usize) -> bool {
        let start = self.at;
        let open = self.joined(start + 1);
        if self.byte(open) == b'(' {
            self.text(&mut word.parts, *run);
            let part = self.parenthesised(start, open, true);
            word.parts.push(part);
            *run = self.at;
            return true;
        }
        let end = if self.placeholders {
            self.placeholder_end(start)
        } else {
            None
        };
        let Some(end) = end else { return false };
        self.text(&mut word.parts, *run);
        self.at = end;
        self.leaf(LeafKind::Placeholder, end);
        word.parts.push(Part {
            bytes: Bytes::new(start, end),
            kind: PartKind::Placeholder,
        });
        *run = end;
        true
    }

    /// Takes the `( ... )` of a pattern.
    fn pattern_group(&mut self, word: &mut Word, run: &mut usize) {
        self.text(&mut word.parts, *run);
        let start = self.at;
        self.at += 1;
        self.leaf(LeafKind::Text, self.at);
        let open = Bytes::new(start, self.at);
        let parts = self.deeper(|p| p.group(open, b'(', b')', Inside::Pattern));
        word.parts.push(Part {
            bytes: Bytes::new(start, self.at),
            kind: PartKind::Group(parts),
        });
        *run = self.at;
    }

    /// Takes the `[ ... ]` after a name.
    fn subscript(&mut self, word: &mut Word, run: &mut usize) {
        self.text(&mut word.parts, *run);
        let start = self.at;
        self.at += 1;
        self.leaf(LeafKind::Arithmetic, self.at);
        let open = Bytes::new(start, self.at);
        let parts = self.deeper(|p| p.group(open, b'[', b']', Inside::Subscript));
        word.parts.push(Part {
            bytes: Bytes::new(start, self.at),
            kind: PartKind::Group(parts),
        });
        *run = self.at;
    }

    /// Takes the `( ... )` after `name=`.
    fn array(&mut self, word: &mut Word, run: &mut usize) {
        self.text(&mut word.parts, *run);
        let start = self.at;
        self.at += 1;
        self.leaf(LeafKind::Operator, self.at);
        let open = Bytes::new(start, self.at);
        let words = self.deeper(|p| p.array_words(open));
        word.parts.push(Part {
            bytes: Bytes::new(start, self.at),
            kind: PartKind::Array(words),
        });
        *run = self.at;
    }

    fn array_words(&mut self, open: Bytes) -> Vec<Word> {
        let mut words = Vec::new();
        while !self.failed {
            self.blanks();
            let start = self.at;
            match self.src.get(start) {
                None => self.unclosed(open, b')'),
                Some(b'\n') => {
                    self.at += 1;
                    self.leaf(LeafKind::Blank, self.at);
                    self.bodies();
                }
                Some(b')') => {
                    self.at += 1;
                    self.leaf(LeafKind::Operator, self.at);
                    break;
                }
                Some(b';' | b'&' | b'|' | b'(') => self.unexpected_in_array(open, Bytes::new(start, start + 1)),
                Some(b'<' | b'>') if !self.begins_word(start) => {
                    self.unexpected_in_array(open, Bytes::new(start, start + 1));
                }
                Some(_) => {
                    let word = self.word(Mode::Array);
                    words.push(word);
                }
            }
        }
        words
    }
}

/// Whether a token is a word of some sort.
pub(super) fn is_wordy(tok: Tok) -> bool {
    matches!(tok, Tok::Word | Tok::Assignment | Tok::Number | Tok::Descriptor)
}
