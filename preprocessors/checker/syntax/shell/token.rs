//! The kinds of tokens, and what bash allows after each.

/// A kind of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tok {
    /// Nothing has been read yet, or `$(` has been opened.
    Start,
    End,
    Newline,
    Semi,
    Amp,
    AndAnd,
    OrOr,
    Pipe,
    PipeAmp,
    SemiSemi,
    SemiAmp,
    SemiSemiAmp,
    Open,
    Close,
    Less,
    Great,
    GreatGreat,
    LessLess,
    LessLessDash,
    LessLessLess,
    LessAmp,
    GreatAmp,
    LessGreat,
    GreatPipe,
    AmpGreat,
    AmpGreatGreat,
    /// The `-` of `>&-`.
    Dash,
    Word,
    Assignment,
    /// Digits right before `<` or `>`.
    Number,
    /// `{name}` right before `<` or `>`.
    Descriptor,
    Arithmetic,
    ArithmeticFor,
    If,
    Then,
    Elif,
    Else,
    Fi,
    For,
    Select,
    While,
    Until,
    Do,
    Done,
    Case,
    In,
    Esac,
    Function,
    Coproc,
    Time,
    TimeOption,
    Bang,
    OpenBrace,
    CloseBrace,
    OpenTest,
    CloseTest,
}

impl Tok {
    /// The reserved word that `text` is, wherever reserved words count.
    pub(super) fn reserved(text: &str) -> Option<Self> {
        Some(match text {
            "if" => Self::If,
            "then" => Self::Then,
            "elif" => Self::Elif,
            "else" => Self::Else,
            "fi" => Self::Fi,
            "for" => Self::For,
            "select" => Self::Select,
            "while" => Self::While,
            "until" => Self::Until,
            "do" => Self::Do,
            "done" => Self::Done,
            "case" => Self::Case,
            "in" => Self::In,
            "esac" => Self::Esac,
            "function" => Self::Function,
            "coproc" => Self::Coproc,
            "time" => Self::Time,
            "!" => Self::Bang,
            "{" => Self::OpenBrace,
            "}" => Self::CloseBrace,
            "[[" => Self::OpenTest,
            "]]" => Self::CloseTest,
            _ => return None,
        })
    }

    /// Whether a reserved word may follow: whether the next word names a command.
    pub(super) fn before_command(self) -> bool {
        !matches!(
            self,
            Self::Word
                | Self::Assignment
                | Self::Number
                | Self::Descriptor
                | Self::Dash
                | Self::ArithmeticFor
                | Self::For
                | Self::Select
                | Self::Case
                | Self::In
                | Self::Function
                | Self::OpenTest
        ) && !self.is_redirection()
    }

    /// Whether it is an operator of a redirection.
    pub(super) fn is_redirection(self) -> bool {
        matches!(
            self,
            Self::Less
                | Self::Great
                | Self::GreatGreat
                | Self::LessLess
                | Self::LessLessDash
                | Self::LessLessLess
                | Self::LessAmp
                | Self::GreatAmp
                | Self::LessGreat
                | Self::GreatPipe
                | Self::AmpGreat
                | Self::AmpGreatGreat
        )
    }

    /// Whether a redirection may begin with it.
    pub(super) fn begins_redirection(self) -> bool {
        self.is_redirection() || matches!(self, Self::Number | Self::Descriptor)
    }

    /// Whether a compound command begins with it.
    pub(super) fn begins_compound(self) -> bool {
        matches!(
            self,
            Self::If
                | Self::For
                | Self::Select
                | Self::While
                | Self::Until
                | Self::Case
                | Self::OpenBrace
                | Self::Open
                | Self::OpenTest
                | Self::Arithmetic
        )
    }

    /// Whether a command of whatever kind begins with it.
    pub(super) fn begins_command(self) -> bool {
        self.begins_compound()
            || self.begins_redirection()
            || matches!(self, Self::Word | Self::Assignment | Self::Function | Self::Coproc)
    }

    /// Whether a pipeline begins with it.
    pub(super) fn begins_pipeline(self) -> bool {
        self.begins_command() || matches!(self, Self::Bang | Self::Time)
    }

    /// Whether it can only end or continue a construct that was opened before.
    pub(super) fn closes(self) -> bool {
        matches!(
            self,
            Self::Then
                | Self::Elif
                | Self::Else
                | Self::Fi
                | Self::Do
                | Self::Done
                | Self::Esac
                | Self::Close
                | Self::CloseBrace
                | Self::SemiSemi
                | Self::SemiAmp
                | Self::SemiSemiAmp
        )
    }
}

/// What a byte may begin inside an unquoted word. Everything else stands for itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Plain,
    /// A byte of a character outside ASCII, which may be a look-alike.
    Wide,
    /// Ends a word: blanks, line breaks and operators.
    Meta,
    Quote,
    Dollar,
    Backslash,
    Bracket,
    Equals,
    /// `<` and `>`, which end a word unless they open a process substitution.
    Angle,
    /// `?`, `*`, `+`, `@` and `!`, which matter before `(` in a pattern of `[[ ]]`.
    Glob,
}

/// The class of every byte.
pub(super) const CLASS: [Class; 256] = {
    let mut table = [Class::Plain; 256];
    let mut at = 0x80;
    while at < 256 {
        table[at] = Class::Wide;
        at += 1;
    }
    let groups: [(&[u8], Class); 8] = [
        (b" \t\n;&|()", Class::Meta),
        (b"'\"`", Class::Quote),
        (b"$", Class::Dollar),
        (b"\\", Class::Backslash),
        (b"[", Class::Bracket),
        (b"=", Class::Equals),
        (b"<>", Class::Angle),
        (b"?*+@!", Class::Glob),
    ];
    let mut group = 0;
    while group < groups.len() {
        let (bytes, class) = groups[group];
        let mut at = 0;
        while at < bytes.len() {
            table[bytes[at] as usize] = class;
            at += 1;
        }
        group += 1;
    }
    table
};
