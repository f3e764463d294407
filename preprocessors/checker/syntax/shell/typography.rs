//! Look-alikes: characters that word processors and web pages put where the shell wants ASCII.
//!
//! The lexer remembers the suspicious characters that stand unquoted; what is in
//! quotes, comments or here-documents never gets here. What remains is judged by
//! its line: a sentence that strayed into a shell block is left alone, for it is
//! written correctly.

use super::tree::{Leaf, LeafKind};
use crate::diagnostic::{Applicability, Edit, Finding, Fix, Text};
use crate::say;
use std::ops::Range;

const RULE: &str = "shell-typography";

/// How many of these are told for one text.
const MOST_TOLD: usize = 10;

/// How many suspects are looked at in one text; a text with more is no example.
const MOST_SEEN: usize = 1000;

/// What a look-alike is, and what was meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    Nothing,
    Dash,
    OpenQuote(char),
    CloseQuote(char),
    Wide(char),
    /// A backquote that ends a line, as PowerShell has it.
    Backquote,
}

/// A line without its comment, as far as it matters.
struct Line<'t> {
    range: Range<usize>,
    code: &'t str,
    /// Whether it reads like a sentence of a language that is not written in ASCII.
    prose: bool,
}

/// Finds what is not what it looks like.
pub(super) fn look_alikes(text: &str, leaves: &[Leaf], suspects: &[u32]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut line: Option<Line> = None;
    let mut done = 0;
    for &suspect in suspects.iter().take(MOST_SEEN) {
        let at = suspect as usize;
        if at < done || found.len() >= MOST_TOLD {
            continue;
        }
        let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            continue;
        };
        let Some(kind) = kind(character) else { continue };
        if !line.as_ref().is_some_and(|line| line.range.contains(&at)) {
            line = Some(Line::around(text, leaves, at));
        }
        // What cannot be seen is wanted in no sentence either.
        let hidden = kind == Kind::Nothing && text[at + character.len_utf8()..].starts_with(['\n', ' ', '\r']);
        if let Some(line) = &line
            && (!line.prose || hidden)
            && let Some((finding, end)) = line.judge(text, at, character, kind)
        {
            found.push(finding);
            done = end;
        }
    }
    found
}

fn kind(character: char) -> Option<Kind> {
    Some(match character {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Kind::Space,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => {
            Kind::Nothing
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Kind::Dash,
        '“' | '„' | '‟' => Kind::OpenQuote('"'),
        '”' | '″' => Kind::CloseQuote('"'),
        '‘' | '‚' | '‛' => Kind::OpenQuote('\''),
        '’' | '′' => Kind::CloseQuote('\''),
        '\u{ff01}'..='\u{ff5e}' => Kind::Wide(char::from_u32(u32::from(character) - 0xfee0)?),
        '`' => Kind::Backquote,
        _ => return None,
    })
}

/// Whether a letter belongs to a script other than Latin's ASCII part. Full-width letters do not.
fn foreign(character: char) -> bool {
    !character.is_ascii() && character.is_alphabetic() && !('\u{ff01}'..='\u{ff5e}').contains(&character)
}

impl<'t> Line<'t> {
    fn around(text: &'t str, leaves: &[Leaf], at: usize) -> Self {
        let start = text[..at].rfind('\n').map_or(0, |found| found + 1);
        let end = text[at..].find('\n').map_or(text.len(), |found| at + found);
        let first = leaves.partition_point(|leaf| leaf.end as usize <= start);
        let mut code_end = end;
        let mut from = start;
        for leaf in leaves.iter().skip(first) {
            if leaf.kind == LeafKind::Comment && from >= start {
                code_end = from.min(end);
                break;
            }
            from = leaf.end as usize;
            if from >= end {
                break;
            }
        }
        let code = text.get(start..code_end.max(start)).unwrap_or_default();
        let head = code.split_ascii_whitespace().next().unwrap_or_default();
        let listed =
            head.starts_with(['-', '+', '*', '•', '·']) || head.trim_end_matches(['.', ')']).parse::<u32>().is_ok();
        let prose = head.contains(foreign) || (listed && code.contains(foreign));
        Self {
            range: start..end + 1,
            code,
            prose,
        }
    }

    /// The word around a place, cut at blanks.
    fn word(&self, at: usize) -> &'t str {
        let inside = at - self.range.start;
        let before = self.code.get(..inside).unwrap_or_default();
        let start = before
            .rfind(|c: char| c.is_ascii_whitespace())
            .map_or(0, |found| found + 1);
        let rest = self.code.get(inside..).unwrap_or_default();
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        self.code.get(start..inside + end).unwrap_or_default()
    }

    fn judge(&self, text: &str, at: usize, character: char, kind: Kind) -> Option<(Finding, usize)> {
        let before = text[..at].chars().next_back();
        let end = at + character.len_utf8();
        let after = text[end..].chars().next();
        match kind {
            Kind::Space | Kind::Nothing => self.blank(text, at, kind),
            Kind::Dash => self.dash(text, at, character),
            Kind::OpenQuote(ascii) => {
                let outside = before.is_some_and(foreign);
                (!outside).then(|| self.quotes(text, at, character, ascii)).flatten()
            }
            Kind::CloseQuote(ascii) => {
                // Without an opening one before it, it closes nothing: an apostrophe, or the tail of a sentence.
                let opens = before.is_none_or(|c| c.is_whitespace() || "=:,([{".contains(c));
                let closes_ascii = ascii == '"' && !before.is_some_and(foreign) && !after.is_some_and(foreign);
                (opens || closes_ascii)
                    .then(|| self.quotes(text, at, character, ascii))
                    .flatten()
            }
            Kind::Wide(_) => self.wide(text, at),
            Kind::Backquote => {
                let (mut finding, _) = continuation(at, "`", "PowerShell");
                // To bash the next one closes a substitution; it is the same habit.
                let next = text[end..].find('`').map(|found| end + found);
                let next =
                    next.filter(|&next| text[..next].ends_with([' ', '\t']) && text[next + 1..].starts_with('\n'));
                if let (Some(next), Some(fix)) = (next, &mut finding.fix) {
                    fix.edits.push(Edit {
                        at: next..next + 1,
                        text: "\\".to_owned(),
                    });
                }
                Some((finding, next.map_or(end, |next| next + 1)))
            }
        }
    }

    fn blank(&self, text: &str, at: usize, kind: Kind) -> Option<(Finding, usize)> {
        let end = run_end(text, at, |c| self::kind(c) == Some(kind));
        let before = text[..at].chars().next_back();
        let after = text[end..].chars().next();
        // Joiners hold emoji together, and letters of some scripts apart.
        let joined = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && self::kind(c).is_none());
        if joined(before) && joined(after) {
            return None;
        }
        let name = name(text[at..].chars().next()?);
        let (message, title, replacement) = if kind == Kind::Space {
            (
                say!(
                    ko: "{name}입니다. bash는 이것을 빈칸이 아니라 단어의 일부로 읽습니다",
                    en: "this is {name}: bash does not take it for a space but for a part of the word"
                ),
                say!(ko: "보통 빈칸으로 바꿉니다", en: "replace it with a plain space"),
                " ",
            )
        } else {
            (
                say!(
                    ko: "보이지 않는 글자({name})가 있습니다. bash는 이것을 단어의 일부로 읽습니다",
                    en: "an invisible character stands here ({name}): bash takes it for a part of the word"
                ),
                say!(ko: "지웁니다", en: "remove it"),
                "",
            )
        };
        let finding = Finding::warning(RULE, at..end, message).fix(Applicability::Safe, title, at..end, replacement);
        Some((finding, end))
    }

    /// A dash before an option.
    fn dash(&self, text: &str, at: usize, character: char) -> Option<(Finding, usize)> {
        let head = text[..at].chars().next_back();
        let second = head == Some('-') && text[..at - 1].chars().next_back().is_none_or(char::is_whitespace);
        let starts = second || head.is_none_or(|c| c.is_whitespace() || "(\"'`".contains(c));
        let end = run_end(text, at, |c| self::kind(c) == Some(Kind::Dash) || c == '-');
        let rest = &text[end..];
        let letters = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if !starts || letters == 0 || self.word(at).contains(foreign) {
            return None;
        }
        let start = if second { at - 1 } else { at };
        let em = matches!(character, '—' | '―' | '⸺');
        let dashes = text[start..end].chars().count();
        let single = letters == 1 && !matches!(rest.as_bytes().get(1), Some(b'-' | b'='));
        let long = em || dashes > 1 || !single;
        let ascii = if long { "--" } else { "-" };
        let sure = em || dashes > 1 || single || self.code.contains(" --") || rest[..letters].len() > 6;
        let name = name(character);
        let finding = Finding::warning(
            RULE,
            start..end,
            say!(
                ko: "옵션 앞의 줄표가 ASCII `-`가 아니라 {name}입니다",
                en: "the dash before this option is {name}, not an ASCII `-`"
            ),
        )
        .help(say!(
            ko: "명령은 이것을 옵션이 아니라 보통 인자로 받습니다",
            en: "the command takes it for an ordinary argument, not for an option"
        ))
        .fix(
            if sure {
                Applicability::Safe
            } else {
                Applicability::Unsafe
            },
            say!(ko: "`{ascii}`로 바꿉니다", en: "replace it with `{ascii}`"),
            start..end,
            ascii,
        );
        Some((finding, end))
    }

    /// A typographic quote that opens, together with the one that closes it on the same line.
    fn quotes(&self, text: &str, at: usize, character: char, ascii: char) -> Option<(Finding, usize)> {
        let end = at + character.len_utf8();
        let limit = (self.range.start + self.code.len()).max(end);
        let inside = text.get(end..limit).unwrap_or_default();
        let same = |c: char| matches!(self::kind(c), Some(Kind::OpenQuote(q) | Kind::CloseQuote(q)) if q == ascii);
        let partner = inside.char_indices().find(|&(_, c)| same(c) || c == ascii);
        let mut edits = vec![Edit {
            at: at..end,
            text: ascii.to_string(),
        }];
        let mut last = end;
        if let Some((offset, closing)) = partner {
            last = end + offset + closing.len_utf8();
            if text[last..].chars().next().is_some_and(foreign) {
                return None;
            }
            if closing != ascii {
                edits.push(Edit {
                    at: end + offset..last,
                    text: ascii.to_string(),
                });
            }
        }
        let name = name(character);
        let mut finding = Finding::warning(
            RULE,
            at..end,
            say!(
                ko: "따옴표가 ASCII가 아니라 {name}입니다. bash는 이것으로 아무것도 감싸지 않습니다",
                en: "this quote is {name}, which quotes nothing in bash"
            ),
        )
        .help(say!(
            ko: "따옴표 글자가 인자에 그대로 들어가고, 안의 빈칸은 인자를 나눕니다",
            en: "the mark itself becomes part of the argument, and blanks inside split it"
        ));
        finding.fix = Some(Fix {
            title: say!(ko: "`{ascii}`로 바꿉니다", en: "replace it with `{ascii}`"),
            edits,
            applicability: Applicability::Safe,
        });
        Some((finding, last))
    }

    /// Full-width forms of ASCII characters.
    fn wide(&self, text: &str, at: usize) -> Option<(Finding, usize)> {
        if self.word(at).contains(foreign) {
            return None;
        }
        let is_wide = |c| matches!(self::kind(c), Some(Kind::Wide(_)));
        let end = run_end(text, at, is_wide);
        let forms = text.get(at..end).unwrap_or_default();
        let ascii: String = forms
            .chars()
            .filter_map(|c| match self::kind(c) {
                Some(Kind::Wide(ascii)) => Some(ascii),
                _ => None,
            })
            .collect();
        let ends_line = text[end..].trim_start_matches([' ', '\t', '\r']).starts_with('\n');
        if ascii == "\\" && ends_line {
            return Some(continuation(at, forms, "＼"));
        }
        let finding = Finding::warning(
            RULE,
            at..end,
            say!(
                ko: "`{forms}`는 전각 글자입니다. 셸이 아는 글자는 ASCII `{ascii}`입니다",
                en: "`{forms}` is a full-width form; what the shell knows is the ASCII `{ascii}`"
            ),
        )
        .fix(
            Applicability::Safe,
            say!(ko: "`{ascii}`로 바꿉니다", en: "replace it with `{ascii}`"),
            at..end,
            ascii,
        );
        Some((finding, end))
    }
}

/// A line that some other shell would continue, and bash does not.
pub(super) fn continuation(at: usize, sign: &str, whose: &str) -> (Finding, usize) {
    let end = at + sign.len();
    let message = match whose {
        "" => say!(
            ko: "`\\` 뒤에 빈칸이 있어 줄이 이어지지 않습니다",
            en: "a blank after `\\` keeps the line from being continued"
        ),
        "＼" => say!(
            ko: "전각 `＼`는 줄을 잇지 못합니다. bash는 여기에서 명령을 끝냅니다",
            en: "a full-width `＼` does not continue the line: bash ends the command here"
        ),
        _ => say!(
            ko: "이 문자로 줄을 잇는 것은 {whose}의 문법입니다. bash는 `\\`로 잇습니다",
            en: "this continues a line in {whose}; bash wants `\\`"
        ),
    };
    let title: Text = say!(ko: "줄 끝의 `\\` 하나로 바꿉니다", en: "end the line with a single `\\`");
    let finding = Finding::warning(RULE, at..end, message).fix(Applicability::Safe, title, at..end, "\\");
    (finding, end)
}

/// Where the characters from `at` on that are like this end.
fn run_end(text: &str, at: usize, like: impl Fn(char) -> bool) -> usize {
    let rest = &text[at..];
    at + rest.find(|c| !like(c)).unwrap_or(rest.len())
}

/// What a look-alike is called.
fn name(character: char) -> String {
    let name = match character {
        '\u{a0}' => "NO-BREAK SPACE",
        '\u{ad}' => "SOFT HYPHEN",
        '\u{200b}' => "ZERO WIDTH SPACE",
        '\u{200c}' => "ZERO WIDTH NON-JOINER",
        '\u{200d}' => "ZERO WIDTH JOINER",
        '\u{202f}' => "NARROW NO-BREAK SPACE",
        '\u{2060}' => "WORD JOINER",
        '\u{3000}' => "IDEOGRAPHIC SPACE",
        '\u{feff}' => "ZERO WIDTH NO-BREAK SPACE",
        '\u{2010}' => "HYPHEN",
        '\u{2011}' => "NON-BREAKING HYPHEN",
        '\u{2012}' => "FIGURE DASH",
        '\u{2013}' => "EN DASH",
        '\u{2014}' => "EM DASH",
        '\u{2015}' => "HORIZONTAL BAR",
        '\u{2212}' => "MINUS SIGN",
        '“' => "LEFT DOUBLE QUOTATION MARK",
        '”' => "RIGHT DOUBLE QUOTATION MARK",
        '‘' => "LEFT SINGLE QUOTATION MARK",
        '’' => "RIGHT SINGLE QUOTATION MARK",
        _ => "",
    };
    let code = u32::from(character);
    if name.is_empty() {
        format!("U+{code:04X}")
    } else {
        format!("U+{code:04X} {name}")
    }
}
