//! What words become: the arguments that bash would pass, as far as the text alone tells.
//!
//! Quotes, escapes and brace expansion are exact. What a variable or a command
//! would put in is unknown, and so is a home directory; nothing is guessed.

use super::braces;
use super::tree::{Bytes, Part, PartKind, Word};
use std::borrow::Cow;
use std::ops::Range;

/// One argument.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arg<'t> {
    /// The word that it comes from. Brace expansion makes several arguments of one word.
    pub bytes: Bytes,
    /// Its pieces, in order.
    pub pieces: Vec<Piece<'t>>,
    /// Whether bash would look for files whose names match, and pass those if there are any.
    pub glob: bool,
}

/// A piece of an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'t> {
    /// Where it is written, quotes left out.
    pub bytes: Bytes,
    /// What it says; `None` if only running could tell.
    pub text: Option<Cow<'t, str>>,
    /// Whether it is in quotes, so that it stays one argument whatever it says.
    pub quoted: bool,
    /// Whether it is a placeholder such as `<cluster>`.
    pub placeholder: bool,
}

impl Arg<'_> {
    /// Arguments of which nothing is known, not even how many.
    pub(super) fn unknown(bytes: Bytes) -> Self {
        let piece = Piece {
            bytes,
            text: None,
            quoted: false,
            placeholder: false,
        };
        Self {
            bytes,
            pieces: vec![piece],
            glob: false,
        }
    }

    /// The whole argument, if all of it is known.
    pub fn known(&self) -> Option<Cow<'_, str>> {
        match &self.pieces[..] {
            [] => Some(Cow::Borrowed("")),
            [piece] => piece.text.as_deref().map(Cow::Borrowed),
            pieces => pieces
                .iter()
                .map(|piece| piece.text.as_deref())
                .collect::<Option<String>>()
                .map(Cow::Owned),
        }
    }

    /// What is known from its start on, up to the first unknown piece.
    pub fn head(&self) -> Cow<'_, str> {
        match &self.pieces[..] {
            [] => Cow::Borrowed(""),
            [piece, ..] if self.pieces.len() == 1 || self.pieces[1].text.is_none() => {
                Cow::Borrowed(piece.text.as_deref().unwrap_or_default())
            }
            pieces => Cow::Owned(pieces.iter().map_while(|piece| piece.text.as_deref()).collect()),
        }
    }

    /// Whether it may turn out as no argument at all, or as several.
    pub fn splits(&self) -> bool {
        self.pieces
            .iter()
            .any(|piece| piece.text.is_none() && !piece.quoted && !piece.placeholder)
    }

    /// Whether something in it is for the reader to fill in.
    pub fn placeholder(&self) -> bool {
        self.pieces.iter().any(|piece| piece.placeholder)
    }

    /// Where a range of the known text, or of what is known from its start on, is written.
    pub fn place(&self, range: Range<usize>) -> Bytes {
        let mut offset = 0;
        let (mut start, mut end) = (None, self.bytes.end);
        for piece in &self.pieces {
            let Some(text) = &piece.text else { break };
            let next = offset + text.len();
            let exact = text.len() == piece.bytes.range().len();
            let inside = |at: usize| piece.bytes.start + u32::try_from(at - offset).unwrap_or(0);
            if start.is_none() && range.start < next {
                start = Some(if exact {
                    inside(range.start.max(offset))
                } else {
                    piece.bytes.start
                });
            }
            if range.end <= next {
                end = if exact {
                    inside(range.end.max(offset))
                } else {
                    piece.bytes.end
                };
                break;
            }
            offset = next;
        }
        let start = start.unwrap_or(if range.start == 0 {
            self.bytes.start
        } else {
            self.bytes.end
        });
        Bytes {
            start,
            end: end.max(start),
        }
    }

    /// The same argument without what it borrows, each place run through `place`.
    pub(super) fn moved(self, place: &dyn Fn(Bytes) -> Bytes) -> Arg<'static> {
        let pieces = self.pieces.into_iter().map(|piece| Piece {
            bytes: place(piece.bytes),
            text: piece.text.map(|text| Cow::Owned(text.into_owned())),
            quoted: piece.quoted,
            placeholder: piece.placeholder,
        });
        Arg {
            bytes: place(self.bytes),
            pieces: pieces.collect(),
            glob: self.glob,
        }
    }
}

impl Word {
    /// The arguments that this word becomes: one, unless braces multiply it.
    pub fn args<'t>(&self, text: &'t str) -> Vec<Arg<'t>> {
        let mut args = Vec::with_capacity(1);
        self.push_args(text, &mut args);
        args
    }

    /// Adds the arguments that this word becomes.
    pub(super) fn push_args<'t>(&self, text: &'t str, args: &mut Vec<Arg<'t>>) {
        let plain = |part: &Part| !matches!(part.kind, PartKind::Text) || !part.bytes.of(text).contains('{');
        // An unquoted word of which nothing is left, such as `\` and a line break, is no argument.
        let quotes = self.parts.iter().any(Part::quotes);
        if self.parts.iter().all(plain) {
            let arg = self.arg(text, self.bytes.start);
            args.extend(Some(arg).filter(|arg| quotes || !arg.pieces.is_empty()));
            return;
        }
        let Some(expanded) = braces::expand(&self.pieces(text, self.bytes.start)) else {
            // More than anybody would write out: it is left unknown.
            args.push(Arg::unknown(self.bytes));
            return;
        };
        let expanded = expanded.into_iter().map(|pieces| Arg {
            bytes: self.bytes,
            glob: globs(&pieces),
            pieces,
        });
        args.extend(expanded.filter(|arg| quotes || !arg.pieces.is_empty()));
    }

    /// What stands behind the `=` of an assignment; `None` where there is none, or an array.
    pub fn assigned<'t>(&self, text: &'t str) -> Option<Arg<'t>> {
        let equals = self.equals?;
        let array = self.parts.iter().any(|part| matches!(part.kind, PartKind::Array(_)));
        (!array).then(|| self.arg(text, equals))
    }

    /// The variable that an assignment sets.
    pub fn variable<'t>(&self, text: &'t str) -> Option<&'t str> {
        let before = text.get(self.bytes.start as usize..(self.equals? as usize).checked_sub(1)?)?;
        before.trim_end_matches('+').split('[').next()
    }

    fn arg<'t>(&self, text: &'t str, from: u32) -> Arg<'t> {
        let pieces = self.pieces(text, from);
        Arg {
            bytes: Bytes {
                start: from,
                end: self.bytes.end,
            },
            glob: globs(&pieces),
            pieces,
        }
    }

    fn pieces<'t>(&self, text: &'t str, from: u32) -> Vec<Piece<'t>> {
        let mut pieces = Vec::with_capacity(1);
        for part in &self.parts {
            if part.bytes.end <= from {
                continue;
            }
            if let PartKind::Text = part.kind {
                let start = part.bytes.start.max(from);
                tilde(text, Bytes { start, ..part.bytes }, start == from, &mut pieces);
            } else {
                part.pieces(text, false, &mut pieces);
            }
        }
        pieces
    }
}

/// Unquoted text, of which a leading `~` is somebody's home directory.
fn tilde<'t>(text: &'t str, bytes: Bytes, first: bool, pieces: &mut Vec<Piece<'t>>) {
    let mut bytes = bytes;
    let said = bytes.of(text);
    if first && said.starts_with('~') {
        let home = said.find('/').unwrap_or(said.len());
        let end = bytes.start + u32::try_from(home).unwrap_or(0);
        pieces.push(Piece {
            bytes: Bytes { end, ..bytes },
            text: None,
            // A home directory is one word, whatever it is called.
            quoted: true,
            placeholder: false,
        });
        bytes.start = end;
    }
    if bytes.start < bytes.end {
        pieces.push(Piece::known(bytes, Cow::Borrowed(bytes.of(text)), false));
    }
}

impl<'t> Piece<'t> {
    fn known(bytes: Bytes, text: Cow<'t, str>, quoted: bool) -> Self {
        Self {
            bytes,
            text: Some(text),
            quoted,
            placeholder: false,
        }
    }
}

impl Part {
    /// Whether it makes an argument even if nothing is in it.
    fn quotes(&self) -> bool {
        matches!(self.kind, PartKind::Single | PartKind::Ansi | PartKind::Double(_))
    }

    fn pieces<'t>(&self, text: &'t str, quoted: bool, pieces: &mut Vec<Piece<'t>>) {
        let said = self.bytes.of(text);
        let shrunk = |front: u32, back: u32| Bytes {
            start: self.bytes.start + front,
            end: (self.bytes.end - back).max(self.bytes.start + front),
        };
        match &self.kind {
            PartKind::Text => pieces.push(Piece::known(self.bytes, Cow::Borrowed(said), quoted)),
            PartKind::Continuation => {}
            PartKind::Escape => {
                let bytes = shrunk(1, 0);
                pieces.push(Piece::known(bytes, Cow::Borrowed(bytes.of(text)), true));
            }
            PartKind::Single => {
                let bytes = shrunk(1, u32::from(said.len() > 1 && said.ends_with('\'')));
                pieces.push(Piece::known(bytes, Cow::Borrowed(bytes.of(text)), true));
            }
            PartKind::Ansi => {
                let bytes = shrunk(2, 1);
                let decoded = decode(bytes.of(text));
                pieces.push(Piece {
                    bytes,
                    text: decoded,
                    quoted: true,
                    placeholder: false,
                });
            }
            PartKind::Double(parts) => {
                if parts.is_empty() {
                    pieces.push(Piece::known(shrunk(1, 1), Cow::Borrowed(""), true));
                }
                for part in parts {
                    part.pieces(text, true, pieces);
                }
            }
            PartKind::Group(_) => pieces.push(Piece::known(self.bytes, Cow::Borrowed(said), quoted)),
            PartKind::Parameter(_)
            | PartKind::Substitution(_)
            | PartKind::Backquotes(_)
            | PartKind::Arithmetic(_)
            | PartKind::Process(_)
            | PartKind::Array(_)
            | PartKind::Placeholder => {
                // `"$@"` is as many arguments as there are, quoted or not.
                let many = matches!(said, "$@" | "${@}") || (said.starts_with("${") && said.contains("[@]"));
                pieces.push(Piece {
                    bytes: self.bytes,
                    text: None,
                    quoted: quoted && !many,
                    placeholder: matches!(self.kind, PartKind::Placeholder),
                });
            }
        }
    }
}

fn globs(pieces: &[Piece<'_>]) -> bool {
    let unquoted = pieces.iter().filter(|piece| !piece.quoted);
    unquoted
        .filter_map(|piece| piece.text.as_deref())
        .any(|text| text.contains(['*', '?', '[']))
}

/// What `$'...'` says; `None` if that is not UTF-8.
fn decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('\\') {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        rest = escape(after, &mut bytes);
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// Decodes what follows a backslash; what is left after it.
fn escape<'t>(text: &'t str, bytes: &mut Vec<u8>) -> &'t str {
    let Some(letter) = text.chars().next() else {
        bytes.push(b'\\');
        return text;
    };
    let rest = &text[letter.len_utf8()..];
    let digits = |text: &'t str, radix: u32, most: usize| {
        let count = text.chars().take(most).take_while(|c| c.is_digit(radix)).count();
        (u32::from_str_radix(&text[..count], radix).ok(), &text[count..])
    };
    let simple = match letter {
        'a' => 7,
        'b' => 8,
        'e' | 'E' => 27,
        'f' => 12,
        'n' => b'\n',
        'r' => b'\r',
        't' => b'\t',
        'v' => 11,
        '\\' | '\'' | '"' | '?' => letter as u8,
        '0'..='7' => {
            let (value, rest) = digits(text, 8, 3);
            bytes.push(value.unwrap_or(0) as u8);
            return rest;
        }
        'x' | 'u' | 'U' => {
            let most = if letter == 'x' {
                2
            } else if letter == 'u' {
                4
            } else {
                8
            };
            let (value, after) = digits(rest, 16, most);
            match (value, letter) {
                (Some(value), 'x') => bytes.push(value as u8),
                (Some(value), _) => {
                    let character = char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER);
                    bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                }
                (None, _) => bytes.extend_from_slice(&[b'\\', letter as u8]),
            }
            return after;
        }
        'c' => {
            let control = rest.bytes().next().filter(u8::is_ascii);
            bytes.extend(control.map(|byte| byte & 0x1f));
            return rest.get(usize::from(control.is_some())..).unwrap_or_default();
        }
        _ => {
            bytes.push(b'\\');
            bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            return rest;
        }
    };
    bytes.push(simple);
    rest
}
