//! `[[ ... ]]`: words and operators with a grammar of their own.

use super::particle;
use super::reader::Parser;
use super::token::Tok;
use super::tree::{Bytes, LeafKind, Word};
use super::word::Mode;
use crate::say;

/// The operators of one letter that take a word.
const UNARY: &[u8] = b"abcdefghknoprstuvwxzGLNORS";

/// The operators between two words that are words themselves.
const BINARY: [&str; 13] = [
    "=", "==", "!=", "=~", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef",
];

/// What `[[ ]]` is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Word,
    Not,
    Unary,
    Binary,
    And,
    Or,
    Open,
    Close,
    Less,
    Newline,
    End,
    /// `]]`
    Closed,
    /// Anything else.
    Other,
}

/// A piece, where it stands, and the word that it is.
struct Found {
    piece: Piece,
    bytes: Bytes,
    word: Option<Word>,
}

/// What the reading of one `[[ ]]` knows.
struct Test<'p, 't> {
    parser: &'p mut Parser<'t>,
    words: Vec<Word>,
    next: Option<Found>,
    /// How many parentheses are open.
    parentheses: u32,
}

impl Parser<'_> {
    /// Reads from after `[[` to after `]]`.
    pub(super) fn conditional(&mut self, open: Bytes) -> Vec<Word> {
        let mut test = Test {
            parser: self,
            words: Vec::new(),
            next: None,
            parentheses: 0,
        };
        test.alternatives();
        test.expect_end(open);
        let words = test.words;
        self.context.before = Tok::OpenTest;
        self.context.last = Tok::CloseTest;
        words
    }
}

impl Test<'_, '_> {
    /// The next piece, read as `mode` demands unless it has been looked at before.
    fn look(&mut self, mode: Mode) -> Piece {
        if self.parser.failed {
            return Piece::End;
        }
        if self.next.is_none() {
            let found = self.read(mode);
            self.next = Some(found);
        }
        match &self.next {
            Some(found) if !self.parser.failed => found.piece,
            _ => Piece::End,
        }
    }

    fn take(&mut self) {
        if let Some(Found { word: Some(word), .. }) = self.next.take() {
            self.words.push(word);
        }
    }

    fn bytes(&self) -> Bytes {
        match &self.next {
            Some(found) => found.bytes,
            None => Bytes::new(self.parser.at, self.parser.at),
        }
    }

    fn read(&mut self, mode: Mode) -> Found {
        let p = &mut *self.parser;
        p.blanks();
        let start = p.at;
        let wordy = match p.byte(start) {
            b'\n' | b';' | b'&' => false,
            b'|' | b'(' => mode == Mode::Regex,
            b')' => false,
            b'<' | b'>' => p.begins_word(start),
            0 => start < p.src.len(),
            _ => true,
        };
        if !wordy {
            return self.read_operator(start);
        }
        let word = p.word(mode);
        let piece = self.word_piece(&word);
        let kind = match piece {
            Piece::Closed => Some(LeafKind::Reserved),
            Piece::Not | Piece::Unary | Piece::Binary => Some(LeafKind::Operator),
            _ => None,
        };
        if let (Some(kind), Mode::Test) = (kind, mode) {
            self.parser.retag(&word, kind);
        }
        let bytes = word.bytes;
        let word = if piece == Piece::Closed { None } else { Some(word) };
        if piece == Piece::Closed {
            self.parser.taken = bytes.end as usize;
        }
        Found { piece, bytes, word }
    }

    fn read_operator(&mut self, start: usize) -> Found {
        let p = &mut *self.parser;
        let second = p.joined(start + 1);
        let doubled = p.byte(second) == p.byte(start);
        let (piece, end) = match p.byte(start) {
            b'\n' => (Piece::Newline, start + 1),
            b'&' if doubled => (Piece::And, second + 1),
            b'|' if doubled => (Piece::Or, second + 1),
            b'(' => (Piece::Open, start + 1),
            b')' => (Piece::Close, start + 1),
            b'<' | b'>' if !doubled && !matches!(p.byte(second), b'&' | b'|' | b'>') => (Piece::Less, start + 1),
            _ if start >= p.src.len() => (Piece::End, start),
            _ => (Piece::Other, start + 1),
        };
        let blank = piece == Piece::Newline;
        p.leaf(if blank { LeafKind::Blank } else { LeafKind::Operator }, end);
        p.at = end;
        if blank {
            p.bodies();
        }
        Found {
            piece,
            bytes: Bytes::new(start, end),
            word: None,
        }
    }

    fn word_piece(&self, word: &Word) -> Piece {
        let Some(text) = self.parser.plain(word) else {
            return Piece::Word;
        };
        let before_angle = matches!(self.parser.byte(self.parser.at), b'<' | b'>');
        match text.as_bytes() {
            b"]]" => Piece::Closed,
            b"!" => Piece::Not,
            digits if before_angle && digits.iter().all(u8::is_ascii_digit) => Piece::Other,
            [b'-', letter] if UNARY.contains(letter) => Piece::Unary,
            _ if BINARY.contains(&&*text) => Piece::Binary,
            _ => Piece::Word,
        }
    }

    fn newlines(&mut self) {
        while self.look(Mode::Test) == Piece::Newline {
            self.take();
        }
    }

    fn alternatives(&mut self) {
        loop {
            self.term();
            match self.look(Mode::Test) {
                Piece::And | Piece::Or => self.take(),
                _ => return,
            }
        }
    }

    /// One comparison, test or parenthesis, with the `!` before it and the line breaks around it.
    fn term(&mut self) {
        self.newlines();
        while self.look(Mode::Test) == Piece::Not {
            self.take();
            self.newlines();
        }
        match self.look(Mode::Test) {
            Piece::Open => {
                let open = self.bytes();
                self.take();
                self.parenthesis(open);
            }
            Piece::Unary => {
                self.take();
                if !matches!(
                    self.look(Mode::Test),
                    Piece::Word | Piece::Unary | Piece::Binary | Piece::Not
                ) {
                    let at = self.guilty();
                    self.parser.test_operand(at);
                }
                self.take();
            }
            Piece::Word | Piece::Binary => {
                self.take();
                if !self.comparison() {
                    return;
                }
            }
            Piece::Closed if self.parentheses == 0 => {
                let at = self.bytes();
                self.parser.empty_test(at);
                return;
            }
            _ => {
                let at = self.bytes();
                self.parser.test_unexpected(at);
            }
        }
        self.newlines();
    }

    fn parenthesis(&mut self, open: Bytes) {
        if self.parser.depth > 150 {
            self.parser.too_deep();
            return;
        }
        self.parser.depth += 1;
        self.parentheses += 1;
        self.alternatives();
        self.parentheses -= 1;
        self.parser.depth -= 1;
        if self.look(Mode::Test) == Piece::Close {
            self.take();
        } else {
            let at = self.bytes();
            self.parser.test_parenthesis(open, at);
        }
    }

    /// What follows a word: an operator and another word, or the end of the term. False for the latter.
    fn comparison(&mut self) -> bool {
        let pattern = match self.look(Mode::Test) {
            Piece::Less => Mode::Test,
            Piece::Binary => match self.parser.text.get(self.bytes().range()) {
                Some("=~") => Mode::Regex,
                Some("=" | "==" | "!=") => Mode::Pattern,
                _ => Mode::Test,
            },
            Piece::And | Piece::Or | Piece::Closed | Piece::Close => return false,
            Piece::Newline => {
                self.broken_line();
                return false;
            }
            _ => {
                let at = self.bytes();
                self.parser.test_operator(at);
                return false;
            }
        };
        self.take();
        if !matches!(
            self.look(pattern),
            Piece::Word | Piece::Unary | Piece::Binary | Piece::Not
        ) {
            let at = self.guilty();
            self.parser.test_operand(at);
        }
        self.take();
        true
    }

    /// What to point at: for a line break or the end, which show nothing, the word before.
    fn guilty(&self) -> Bytes {
        let at = self.bytes();
        let visible = !at.of(self.parser.text).trim().is_empty();
        let word = self.words.last().filter(|_| !visible);
        word.map_or(at, |word| word.bytes)
    }

    /// A line break stands in the middle of a comparison; what follows up to `]]` belongs to it.
    fn broken_line(&mut self) {
        let at = self.guilty();
        self.parser.test_broken(at);
        let p = &mut *self.parser;
        let rest = p.src.get(p.at..).unwrap_or_default();
        let near = rest.get(..rest.len().min(400)).unwrap_or_default();
        if let Some(close) = near.windows(2).position(|pair| pair == b"]]") {
            let after = rest.get(close..).unwrap_or_default();
            let line = after.iter().position(|&byte| byte == b'\n').unwrap_or(after.len());
            p.at += close + line;
        }
    }

    fn expect_end(&mut self, open: Bytes) {
        match self.look(Mode::Test) {
            Piece::Closed => self.next = None,
            _ if self.parser.failed => {}
            Piece::End => self.parser.unclosed_test(open),
            _ => {
                let at = self.bytes();
                self.parser.test_unexpected(at);
            }
        }
    }
}

/// What can be wrong inside `[[ ]]`.
impl Parser<'_> {
    fn test_unexpected(&mut self, at: Bytes) {
        self.fail(|p| {
            let what = p.quote(at);
            let subject = particle::subject(&what);
            p.fault(
                at,
                say!(ko: "`[[ ]]` 안에서 여기에는 {what}{subject} 올 수 없습니다", en: "{what} cannot stand here inside `[[ ]]`"),
            )
        });
    }

    fn test_operand(&mut self, at: Bytes) {
        self.fail(|p| {
            p.fault(
                at,
                say!(ko: "연산자 다음에 비교할 값이 없습니다", en: "no value follows the operator"),
            )
        });
    }

    fn test_operator(&mut self, at: Bytes) {
        self.fail(|p| {
            let what = p.quote(at);
            let subject = particle::subject(&what);
            p.fault(
                at,
                say!(
                    ko: "`[[ ]]` 안에서 여기에는 {what}{subject} 아니라 `==` 같은 비교 연산자나 `]]`가 와야 합니다",
                    en: "inside `[[ ]]`, an operator such as `==` or the closing `]]` should stand here, not {what}"
                ),
            )
        });
    }

    fn test_broken(&mut self, at: Bytes) {
        self.fail(|p| {
            p.fault(
                at,
                say!(
                    ko: "`[[ ]]` 안의 비교가 줄 끝에서 끊겼습니다",
                    en: "the line ends in the middle of `[[ ]]`"
                ),
            )
            .help(say!(
                ko: "`&&`나 `||` 뒤에서 줄을 바꾸거나, 줄 끝에 `\\`를 붙이십시오.",
                en: "Break the line after `&&` or `||`, or put `\\` at its end."
            ))
        });
    }

    fn test_parenthesis(&mut self, open: Bytes, at: Bytes) {
        self.fail(|p| {
            p.fault(at, say!(ko: "여기에 `)`가 있어야 합니다", en: "`)` should stand here"))
                .label(
                    open.range(),
                    say!(ko: "괄호가 여기에서 열렸습니다", en: "the parenthesis was opened here"),
                )
        });
    }

    fn unclosed_test(&mut self, open: Bytes) {
        self.fail(|p| {
            p.fault(
                open,
                say!(ko: "`[[`를 닫는 `]]`가 없습니다", en: "`[[` has no matching `]]`"),
            )
        });
    }

    /// `[[ ]]` without a condition.
    fn empty_test(&mut self, at: Bytes) {
        self.stops(
            at,
            say!(ko: "`[[ ]]` 안에 조건이 없습니다", en: "there is no condition before `]]`"),
        );
    }
}
