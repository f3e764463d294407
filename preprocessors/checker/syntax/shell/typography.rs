//! Look-alikes: characters that word processors and web pages put where the shell wants ASCII.
//!
//! The lexer remembers the suspicious characters that stand unquoted; what is in
//! quotes, comments or here-documents never gets here. What remains is judged by
//! its line: a sentence that strayed into a shell block is left alone, for it is
//! written correctly.

use super::particle;
use super::tree::{Leaf, LeafKind};
use crate::diagnostic::{Applicability, Edit, Finding, Fix, Text};
use crate::say;
use crate::syntax::json::words;
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
        let Text { ko, en } = name(text[at..].chars().next()?);
        let (message, title, replacement) = if kind == Kind::Space {
            (
                say!(
                    ko: "{ko}입니다. bash는 이것을 빈칸이 아니라 단어의 일부로 읽습니다",
                    en: "this is {en}: bash does not take it for a space but for a part of the word"
                ),
                say!(ko: "보통 빈칸으로 바꾸기", en: "replace it with a plain space"),
                " ",
            )
        } else {
            (
                say!(
                    ko: "보이지 않는 글자가 있습니다: {ko}. bash는 이것을 단어의 일부로 읽습니다",
                    en: "an invisible character stands here, {en}: bash takes it for a part of the word"
                ),
                say!(ko: "지우기", en: "remove it"),
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
        let command = Before::of(&self.code[..at - self.range.start]);
        if command.talks && command.in_prose(rest) {
            return None;
        }
        let em = matches!(character, '—' | '―' | '⸺');
        let dashes = text[start..end].chars().count();
        let (ascii, sure) = command.dashes(rest, em, dashes, self.code.contains(" --"));
        let Text { ko, en } = name(character);
        let with = particle::with(ascii);
        let finding = Finding::warning(
            RULE,
            start..end,
            say!(
                ko: "옵션 앞의 줄표가 ASCII `-`가 아니라 {ko}입니다",
                en: "the dash before this option is {en}, not an ASCII `-`"
            ),
        )
        .help(say!(
            ko: "명령은 이것을 옵션이 아니라 보통 인자로 받습니다.",
            en: "The command takes it for an ordinary argument, not for an option."
        ))
        .fix(
            if sure {
                Applicability::Safe
            } else {
                Applicability::Unsafe
            },
            say!(ko: "`{ascii}`{with} 바꾸기", en: "replace it with `{ascii}`"),
            start..end,
            ascii,
        );
        Some((finding, end))
    }

    /// Where the code ends of this line and of those that `\\` joins to it.
    fn logical_end(&self, text: &str) -> usize {
        let mut end = self.range.start + self.code.len();
        while text[..end].ends_with('\\') && text[end..].starts_with('\n') {
            let rest = &text[end + 1..];
            end += 1 + rest.find('\n').unwrap_or(rest.len());
        }
        end
    }

    /// A typographic quote that opens, together with the one that closes it on the same line.
    fn quotes(&self, text: &str, at: usize, character: char, ascii: char) -> Option<(Finding, usize)> {
        let end = at + character.len_utf8();
        let limit = self.logical_end(text).max(end);
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
        let Text { ko, en } = name(character);
        let mut finding = Finding::warning(
            RULE,
            at..end,
            say!(
                ko: "따옴표가 ASCII가 아니라 {ko}입니다. bash는 이것으로 아무것도 감싸지 않습니다",
                en: "this quote is {en}, which quotes nothing in bash"
            ),
        )
        .help(say!(
            ko: "따옴표 글자가 인자에 그대로 들어가고, 안의 빈칸은 인자를 나눕니다.",
            en: "The mark itself becomes part of the argument, and blanks inside split it."
        ));
        let with = particle::with(ascii.encode_utf8(&mut [0; 4]));
        finding.fix = Some(Fix {
            title: say!(ko: "`{ascii}`{with} 바꾸기", en: "replace it with `{ascii}`"),
            edits,
            applicability: match partner {
                Some(_) => Applicability::Safe,
                // Where it should be closed, nobody knows.
                None => Applicability::Unsafe,
            },
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
        let with = particle::with(&ascii);
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
            say!(ko: "`{ascii}`{with} 바꾸기", en: "replace it with `{ascii}`"),
            at..end,
            ascii,
        );
        Some((finding, end))
    }
}

/// Tools whose options of many letters begin with one dash.
const ONE_DASH: [&str; 9] = [
    "find",
    "java",
    "javac",
    "openssl",
    "ffmpeg",
    "terraform",
    "convert",
    "gcc",
    "go",
];

/// Tools that are mostly given several letters behind one dash, as `tar -xzf`.
const CLUSTERS: [&str; 18] = [
    "cat", "chmod", "chown", "cp", "df", "du", "grep", "head", "ls", "mv", "netstat", "ps", "rm", "sed", "sort",
    "tail", "tar", "unzip",
];

/// Commands that print what they are given.
const TALKERS: [&str; 3] = ["echo", "printf", "print"];

/// What stands before a dash in its command.
struct Before<'t> {
    /// The tool that is known for its dashes, and whether it is what the command runs.
    one_dash: bool,
    clusters: bool,
    first: bool,
    talks: bool,
    last: &'t str,
}

impl<'t> Before<'t> {
    fn of(code: &'t str) -> Self {
        let from = code.rfind(['|', ';', '&', '(', '`']).map_or(0, |found| found + 1);
        let mut words = code[from..]
            .split_ascii_whitespace()
            .skip_while(|word| word.contains('=') || ["sudo", "time", "exec", "then", "do"].contains(word))
            .peekable();
        let name = |word: &'t str| word.rsplit('/').next().unwrap_or(word);
        let head = words.peek().map_or("", |word| name(word));
        let last = code[from..].split_ascii_whitespace().next_back().unwrap_or_default();
        let known = words
            .map(name)
            .filter(|name| ONE_DASH.contains(name) || CLUSTERS.contains(name))
            .last();
        let known = if ONE_DASH.contains(&head) || CLUSTERS.contains(&head) {
            Some(head)
        } else {
            known
        };
        Self {
            one_dash: known.is_some_and(|known| ONE_DASH.contains(&known)),
            clusters: known.is_some_and(|known| CLUSTERS.contains(&known)),
            first: known == Some(head),
            talks: TALKERS.contains(&head),
            last,
        }
    }

    /// Whether a dash is part of a printed sentence that is not written in ASCII.
    fn in_prose(&self, rest: &str) -> bool {
        let line = rest.lines().next().unwrap_or_default();
        let next = line.split_ascii_whitespace().nth(1).unwrap_or_default();
        self.last.contains(foreign) || (rest.starts_with(|c: char| c.is_ascii_digit()) && next.contains(foreign))
    }

    /// What is meant by a dash before `rest`, and whether that is certain.
    fn dashes(&self, rest: &str, em: bool, dashes: usize, long_beside: bool) -> (&'static str, bool) {
        let letters = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let word = &rest[..letters];
        let next = rest.as_bytes().get(letters);
        let goes_on = matches!(next, Some(b'-' | b'='));
        if dashes > 1 {
            return ("--", true);
        }
        if self.one_dash {
            return ("-", self.first);
        }
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            return ("-", self.clusters && self.first);
        }
        if em {
            return ("--", true);
        }
        if letters == 1 && !goes_on {
            return ("-", true);
        }
        if self.clusters && letters <= 4 && !goes_on {
            return ("-", self.first);
        }
        if matches!(word, "it" | "ti" | "itd" | "dit") && !goes_on {
            return ("-", false);
        }
        ("--", long_beside || letters > 6)
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
    let title: Text = say!(ko: "줄 끝의 `\\` 하나로 바꾸기", en: "end the line with a single `\\`");
    let finding = Finding::warning(RULE, at..end, message).fix(Applicability::Safe, title, at..end, "\\");
    (finding, end)
}

/// Where the characters from `at` on that are like this end.
fn run_end(text: &str, at: usize, like: impl Fn(char) -> bool) -> usize {
    let rest = &text[at..];
    at + rest.find(|c| !like(c)).unwrap_or(rest.len())
}

/// What a look-alike is called, with the character itself if it can be seen.
fn name(character: char) -> Text {
    let (ko, en) = words::name(character);
    let code = words::code_point(character);
    let article = if en.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    if matches!(kind(character), Some(Kind::Space | Kind::Nothing)) {
        return say!(ko: "{ko}({code})", en: "{article} {en} ({code})");
    }
    say!(ko: "{ko} `{character}`({code})", en: "`{character}`, {article} {en} ({code})")
}
