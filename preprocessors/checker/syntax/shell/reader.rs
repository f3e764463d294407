//! The state of a reading: where it stands, what it has seen, what went wrong.
//!
//! The text is read once, from left to right, and each byte becomes part of one
//! leaf as it is read. After a fault every further token is the end, so that all
//! open constructs close by themselves with what they have; `list` then goes on
//! at the next line.

use super::token::Tok;
use super::tree::{Bytes, Heredoc, Leaf, LeafKind, Word};
use crate::diagnostic::Finding;

/// How deep constructs may nest. Bash has no such limit; a book that needs more is not a book.
const DEEPEST: u32 = 200;

/// A token, already part of the leaves.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) tok: Tok,
    pub(super) bytes: Bytes,
    /// For words of all sorts.
    pub(super) word: Option<Word>,
}

/// A here-document whose operator has been read, and whose body has not.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    /// Its index among the script's here-documents.
    pub(super) index: usize,
    /// The line that ends it.
    pub(super) end: String,
}

/// A construct that is open: what opened it, and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opened {
    pub(super) tok: Tok,
    pub(super) bytes: Bytes,
}

/// A quoted text over several lines that looks as if it were closed by a quote meant to open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Swallowed {
    /// The quote that opens it.
    pub(super) open: Bytes,
    /// The quote that closes it.
    pub(super) close: Bytes,
}

/// What the tokens before say about the next one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// The token before.
    pub(super) last: Tok,
    /// The token before that.
    pub(super) before: Tok,
    /// A pattern of `case` is read: of the reserved words only `esac` counts.
    pub(super) case_pattern: bool,
    /// The command is one like `declare`, whose arguments may be `name=(...)`.
    pub(super) declares: bool,
    /// Only redirections have been read of a simple command.
    pub(super) redirected: bool,
    /// Inside `$( )` or `<( )`, where a here-document may end at a line like `EOF)`.
    pub(super) substitution: bool,
}

impl Context {
    pub(super) const START: Self = Self {
        last: Tok::Start,
        before: Tok::Start,
        case_pattern: false,
        declares: false,
        redirected: false,
        substitution: false,
    };
}

/// A reading.
pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    /// The bytes up to which is read: all, or up to a closing backquote.
    pub(super) src: &'t [u8],
    pub(super) at: usize,
    pub(super) leaves: Vec<Leaf>,
    pub(super) heredocs: Vec<Heredoc>,
    pub(super) faults: Vec<Finding>,
    /// Where unquoted characters stand that may be look-alikes.
    pub(super) suspects: Vec<u32>,
    pub(super) placeholders: bool,
    pub(super) peeked: Option<Token>,
    /// Where the last token that was taken ends.
    pub(super) taken: usize,
    pub(super) context: Context,
    pub(super) pending: Vec<Pending>,
    /// How many of the pending come from substitutions that closed before their bodies began.
    pub(super) urgent: usize,
    pub(super) opened: Vec<Opened>,
    /// The first quoted text that may have swallowed lines.
    pub(super) swallowed: Option<Swallowed>,
    pub(super) depth: u32,
    /// A fault has been met, and the rest of the line is not looked at.
    pub(super) failed: bool,
    /// No further fault is worth telling.
    pub(super) silent: bool,
    /// How many faults were found, told or not.
    pub(super) fault_count: u32,
    /// How many texts are being read that bash reads only when they run, one in another.
    pub(super) tolerance: u32,
    /// Only one line is read, with whatever belongs to it.
    pub(super) single: bool,
    /// Where `((` turned out to be two subshells.
    pub(super) subshells: Vec<u32>,
}

/// A point to go back to.
pub(super) struct Mark {
    at: usize,
    leaves: usize,
    /// Where the last leaf ends, which may grow.
    leaf_end: Option<u32>,
    heredocs: usize,
    suspects: usize,
    pending: Vec<Pending>,
    urgent: usize,
    faults: usize,
    fault_count: u32,
    context: Context,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str, placeholders: bool) -> Self {
        Self {
            text,
            src: text.as_bytes(),
            at: 0,
            leaves: Vec::with_capacity(text.len() / 4 + 4),
            heredocs: Vec::new(),
            faults: Vec::new(),
            suspects: Vec::new(),
            placeholders,
            peeked: None,
            taken: 0,
            context: Context::START,
            pending: Vec::new(),
            urgent: 0,
            opened: Vec::new(),
            swallowed: None,
            depth: 0,
            failed: false,
            silent: false,
            fault_count: 0,
            tolerance: 0,
            single: false,
            subshells: Vec::new(),
        }
    }

    /// The kind of the next token.
    pub(super) fn peek(&mut self) -> Tok {
        if self.failed {
            return Tok::End;
        }
        if self.peeked.is_none() {
            let token = self.token();
            self.context.before = self.context.last;
            self.context.last = token.tok;
            self.peeked = Some(token);
        }
        match &self.peeked {
            Some(token) if !self.failed => token.tok,
            _ => Tok::End,
        }
    }

    /// The next token. After a fault it is the end, over and over.
    pub(super) fn next(&mut self) -> Token {
        self.peek();
        match self.peeked.take() {
            Some(token) if !self.failed => {
                self.taken = token.bytes.end as usize;
                token
            }
            _ => Token {
                tok: Tok::End,
                bytes: Bytes::new(self.at, self.at),
                word: None,
            },
        }
    }

    /// Takes the next token if it is of this kind.
    pub(super) fn take(&mut self, tok: Tok) -> Option<Bytes> {
        if self.peek() == tok {
            let bytes = self.next().bytes;
            (!self.failed).then_some(bytes)
        } else {
            None
        }
    }

    /// Where the next token begins.
    pub(super) fn here(&mut self) -> usize {
        self.peek();
        match &self.peeked {
            Some(token) => token.bytes.start as usize,
            None => self.at,
        }
    }

    /// From `start` to the end of the last token that was taken.
    pub(super) fn read_to(&self, start: usize) -> Bytes {
        Bytes::new(start, self.taken.max(start))
    }

    /// The byte at an offset; 0 past the end.
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.src.get(at).copied().unwrap_or(0)
    }

    /// The offset of the next byte from `at` on, joined lines skipped.
    pub(super) fn joined(&self, mut at: usize) -> usize {
        while self.joins(at) {
            at += 2;
        }
        at.min(self.src.len())
    }

    /// Whether a backslash at `at` joins its line with the next, or, at the very end, with nothing.
    pub(super) fn joins(&self, at: usize) -> bool {
        self.byte(at) == b'\\' && (self.byte(at + 1) == b'\n' || at + 1 == self.src.len())
    }

    /// Ends a leaf at `end`, unless it would be empty.
    pub(super) fn leaf(&mut self, kind: LeafKind, end: usize) {
        let from = self.leaves.last().map_or(0, |leaf| leaf.end as usize);
        if end > from {
            let end = u32::try_from(end).unwrap_or(u32::MAX);
            match self.leaves.last_mut() {
                // What reads as one is one leaf, and hostile texts do not make one of every byte.
                Some(last) if last.kind == kind && joins(kind) => last.end = end,
                _ => self.leaves.push(Leaf { end, kind }),
            }
        }
    }

    /// Forgets the leaves past `at`, and reads on from there.
    pub(super) fn cut(&mut self, at: usize) {
        let kept = self.leaves.partition_point(|leaf| leaf.end as usize <= at);
        let rest = self.leaves.get(kept).map(|leaf| leaf.kind);
        self.leaves.truncate(kept);
        if let Some(kind) = rest {
            self.leaf(kind, at);
        }
        let suspects = self.suspects.partition_point(|&suspect| (suspect as usize) < at);
        self.suspects.truncate(suspects);
        self.at = at;
    }

    pub(super) fn mark(&self) -> Mark {
        Mark {
            at: self.at,
            leaves: self.leaves.len(),
            leaf_end: self.leaves.last().map(|leaf| leaf.end),
            heredocs: self.heredocs.len(),
            suspects: self.suspects.len(),
            pending: self.pending.clone(),
            urgent: self.urgent,
            faults: self.faults.len(),
            fault_count: self.fault_count,
            context: self.context,
        }
    }

    /// Goes back to a mark, as if nothing had been read since.
    pub(super) fn back(&mut self, mark: &Mark) {
        self.at = mark.at;
        self.leaves.truncate(mark.leaves);
        if let (Some(last), Some(end)) = (self.leaves.last_mut(), mark.leaf_end) {
            last.end = end;
        }
        self.heredocs.truncate(mark.heredocs);
        self.suspects.truncate(mark.suspects);
        self.pending.clone_from(&mark.pending);
        self.urgent = mark.urgent;
        self.faults.truncate(mark.faults);
        self.fault_count = mark.fault_count;
        self.context = mark.context;
        self.swallowed = self
            .swallowed
            .filter(|swallowed| (swallowed.open.end as usize) <= mark.at);
    }

    /// Runs `read` one level deeper; past the deepest level it is a fault instead.
    pub(super) fn deeper<T: Default>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        if self.depth >= DEEPEST {
            self.too_deep();
            return T::default();
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// Runs `read` with a construct open, so that faults inside can name it.
    pub(super) fn within<T>(&mut self, tok: Tok, bytes: Bytes, read: impl FnOnce(&mut Self) -> T) -> T {
        self.opened.push(Opened { tok, bytes });
        let result = read(self);
        self.opened.pop();
        result
    }
}

/// Whether leaves of this kind side by side are one.
fn joins(kind: LeafKind) -> bool {
    matches!(
        kind,
        LeafKind::Blank | LeafKind::Unread | LeafKind::Quoted | LeafKind::Arithmetic | LeafKind::Heredoc
    )
}
