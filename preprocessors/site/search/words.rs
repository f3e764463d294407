//! Text into the words that a reader looks for: Hangul without its particles, ASCII names whole, and nothing that only
//! a machine would write.

use std::borrow::Cow;

/// What a particle asks of the syllable before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Any,
    /// A final consonant.
    Closed,
    /// No final consonant.
    Open,
    /// No final consonant, or ㄹ.
    OpenOrL,
}

/// The particles that are taken off, the longest first.
const PARTICLES: [(&str, After); 44] = [
    ("에서부터", After::Any),
    ("으로부터", After::Any),
    ("이라는", After::Any),
    ("이라고", After::Any),
    ("에서는", After::Any),
    ("에서도", After::Any),
    ("에게는", After::Any),
    ("으로는", After::Any),
    ("으로도", After::Any),
    ("까지는", After::Any),
    ("까지만", After::Any),
    ("이라면", After::Any),
    ("에서", After::Any),
    ("에게", After::Any),
    ("에는", After::Any),
    ("에도", After::Any),
    ("에만", After::Any),
    ("으로", After::Any),
    ("로는", After::Any),
    ("로도", After::Any),
    ("까지", After::Any),
    ("부터", After::Any),
    ("처럼", After::Any),
    ("보다", After::Any),
    ("마다", After::Any),
    ("라는", After::Any),
    ("라고", After::Any),
    ("라면", After::Any),
    ("이나", After::Closed),
    ("과는", After::Closed),
    ("와는", After::Open),
    ("만큼", After::Any),
    ("은", After::Closed),
    ("는", After::Open),
    ("이", After::Closed),
    ("가", After::Open),
    ("을", After::Closed),
    ("를", After::Open),
    ("과", After::Closed),
    ("와", After::Open),
    ("로", After::OpenOrL),
    ("의", After::Any),
    ("에", After::Any),
    ("도", After::Any),
];

/// Whether a syllable is one that particles end with.
fn ends_particles(syllable: char) -> bool {
    matches!(
        syllable,
        '터' | '는'
            | '고'
            | '도'
            | '만'
            | '면'
            | '서'
            | '게'
            | '로'
            | '지'
            | '럼'
            | '다'
            | '나'
            | '큼'
            | '은'
            | '이'
            | '가'
            | '을'
            | '를'
            | '과'
            | '와'
            | '의'
            | '에'
    )
}

/// The particles, for the script that takes them off what a reader types.
pub(super) fn particles() -> String {
    PARTICLES.map(|(particle, _)| particle).join(" ") + " 만 란 이란 이랑 랑 하고 좀 들"
}

/// The words of a text with the byte that each begins at, in order. `code` says of a byte whether it is in a block of
/// code; it is asked for bytes in their order.
pub(super) fn words<'a>(text: &'a str, mut code: impl FnMut(usize) -> bool) -> Vec<(usize, Cow<'a, str>)> {
    // Few words are shorter, with the space behind them.
    let mut found = Vec::with_capacity(text.len() / 6);
    let mut rest = text;
    let mut before = Script::None;
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        let script = Script::of(first);
        let after = std::mem::replace(&mut before, script);
        let (run, behind) = rest.split_at(match script {
            Script::None => first.len_utf8(),
            Script::Latin => latin_length(rest.as_bytes()),
            _ => rest.find(|c| Script::of(c) != script).unwrap_or(rest.len()),
        });
        rest = behind;
        match script {
            Script::Latin => found.extend(latin(run, code(at)).map(|word| (at, word))),
            // What follows a name at once is its particle: `ECR에서`.
            Script::Hangul if after == Script::Latin && is_particle(run) => {}
            Script::Hangul => found.extend(hangul(run).map(|word| (at, Cow::Borrowed(word)))),
            Script::Ideograph => found.extend(pairs(run).map(|(offset, word)| (at + offset, Cow::Borrowed(word)))),
            Script::Other => found.push((at, Cow::Owned(run.to_lowercase()))),
            Script::None => {}
        }
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    None,
    Latin,
    Hangul,
    Ideograph,
    Other,
}

impl Script {
    fn of(c: char) -> Self {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => Self::Latin,
            '\0'..='\x7f' => Self::None,
            '가'..='힣' => Self::Hangul,
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Self::Ideograph,
            c if c.is_alphanumeric() => Self::Other,
            _ => Self::None,
        }
    }
}

/// How many bytes the name or number takes that a text begins with; a dash joins it to one that follows at once.
fn latin_length(text: &[u8]) -> usize {
    let part = |at: usize| {
        text.get(at)
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    };
    let mut length = 0;
    while part(length) || (text.get(length) == Some(&b'-') && part(length + 1)) {
        length += 1;
    }
    length
}

/// Whether an English word tells nothing of what a text is about.
fn is_small(word: &str) -> bool {
    matches!(
        word,
        "an" | "and"
            | "are"
            | "as"
            | "at"
            | "be"
            | "been"
            | "but"
            | "by"
            | "can"
            | "do"
            | "for"
            | "from"
            | "has"
            | "have"
            | "if"
            | "in"
            | "is"
            | "it"
            | "its"
            | "of"
            | "on"
            | "or"
            | "so"
            | "that"
            | "the"
            | "this"
            | "to"
            | "was"
            | "will"
            | "with"
            | "you"
    )
}

/// A name or number in small letters, unless only a machine would write it: digests, times, account numbers.
fn latin(run: &str, in_block: bool) -> Option<Cow<'_, str>> {
    let run = run.trim_matches('_');
    if !(2..=40).contains(&run.len()) {
        return None;
    }
    let (mut digits, mut letters, mut hexadecimal, mut large) = (0, 0, 0, false);
    for byte in run.bytes() {
        digits += usize::from(byte.is_ascii_digit());
        letters += usize::from(byte.is_ascii_alphabetic());
        hexadecimal += usize::from(byte.is_ascii_hexdigit());
        large |= byte.is_ascii_uppercase();
    }
    let number = letters == 0 && (in_block || !(2..=5).contains(&digits) || digits != run.len());
    let counted = digits > letters && letters > 0 && run.starts_with(|c: char| c.is_ascii_digit());
    let digest = digits >= 6 || (digits >= 2 && run.len() >= 7 && hexadecimal == run.len());
    let word = if large {
        Cow::Owned(run.to_ascii_lowercase())
    } else {
        Cow::Borrowed(run)
    };
    (!number && !counted && !digest && !is_small(&word)).then_some(word)
}

/// Endings of verbs and adjectives after which no noun is left to look for.
const ENDINGS: [&str; 33] = [
    "고", "면", "며", "려", "서", "게", "지", "지만", "므로", "는지", "도록", "거나", "던", "는데", "니", "자", "나",
    "는", "은", "을", "를", "기", "음", "야", "라", "어", "아", "워", "줄", "릴", "할", "될", "린",
];

/// Whether a text goes on as what makes a verb of a noun: `배포하는`, `실패했다`.
fn makes_verb(rest: &str) -> bool {
    match rest.chars().next() {
        Some('하' | '되' | '했' | '됐' | '된' | '한' | '할' | '될' | '해' | '돼' | '합' | '됩' | '함' | '됨') => {
            true
        }
        Some('시') => rest.starts_with("시키") || rest.starts_with("시켜"),
        _ => false,
    }
}

/// Whether a word is a noun that ends like a verb made of a noun.
fn is_noun(word: &str) -> bool {
    let end = word.len().checked_sub(2 * SYLLABLE).map(|at| &word[at..]);
    matches!(end, Some("권한" | "제한" | "기한" | "상한" | "하한" | "필요"))
}

/// The word that a run of Hangul stands for; nothing where it is too short to tell anything.
fn hangul(run: &str) -> Option<&str> {
    let stem = stem(run);
    let count = stem.len() / SYLLABLE;
    if is_noun(stem) {
        return Some(stem);
    }
    let verb = (2..count)
        .map(|at| stem.split_at(at * SYLLABLE))
        .find(|(_, rest)| makes_verb(rest) && rest.len() <= 6 * SYLLABLE);
    if let Some((noun, _)) = verb {
        return Some(noun);
    }
    let said = stem.ends_with("니다") || (count > 2 && stem.ends_with(['다', '요', '까', '죠']));
    (count >= 2 && !said).then_some(stem)
}

/// The bytes of a syllable of Hangul.
const SYLLABLE: usize = 3;

/// Whether a word looks like a form of a verb, which is rarely what is looked for.
pub(super) fn inflected(word: &str) -> bool {
    word.starts_with(|c| Script::of(c) == Script::Hangul) && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// A run of Hangul without its particle, where at least two syllables remain.
fn stem(run: &str) -> &str {
    let fits = |(particle, after): &(&str, After)| {
        let stem = run.strip_suffix(particle)?;
        let last = stem.chars().next_back()?;
        let agrees = match (after, finale(last)) {
            (After::Any, _) | (After::Closed, 1..) | (After::Open | After::OpenOrL, 0) => true,
            (After::OpenOrL, finale) => finale == L,
            _ => false,
        };
        (agrees && stem.chars().nth(1).is_some()).then_some(stem)
    };
    // Most words end like no particle at all.
    if !run.ends_with(ends_particles) {
        return run;
    }
    let end = run.as_bytes().last_chunk::<SYLLABLE>();
    let alike = |(particle, _): &&(&str, After)| particle.as_bytes().last_chunk() == end;
    PARTICLES.iter().filter(alike).find_map(fits).unwrap_or(run)
}

fn is_particle(run: &str) -> bool {
    PARTICLES.iter().any(|(particle, _)| *particle == run)
}

/// The number of ㄹ among the final consonants.
const L: u32 = 8;

/// The number of a syllable's final consonant; 0 where it has none.
fn finale(syllable: char) -> u32 {
    (u32::from(syllable).saturating_sub(0xac00)) % 28
}

/// Each two neighbours of a run that is written without spaces, and one that has none, with the byte that they begin at.
fn pairs(run: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts = run.char_indices().map(|(at, _)| at);
    let ends = starts.clone().skip(2).chain([run.len()]);
    starts.zip(ends).map(|(start, end)| (start, &run[start..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = words(text, |_| false).into_iter().map(|(_, word)| word).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn particles_come_off() {
        check("클러스터를 클러스터에서는 클러스터가", &["클러스터"; 3]);
        check("서비스와 대상으로 서울로", &["서비스", "대상", "서울"]);
        assert!(PARTICLES.iter().all(|(particle, _)| particle.ends_with(ends_particles)));
        // These end like a particle, after a syllable that no such particle follows, or that would be all that is left.
        check(
            "이미지 결과 차이 효과 메모리",
            &["이미지", "결과", "차이", "효과", "메모리"],
        );
        check("ECR에서 `docker`로", &["ecr", "docker"]);
    }

    #[test]
    fn verbs_are_told_by_their_nouns() {
        check("배포하는 배포했습니다 등록되지", &["배포", "배포", "등록"]);
        check("권한 접근권한 제한", &["권한", "접근권한", "제한"]);
        check("됩니다 있습니다 봅니다", &[]);
    }

    #[test]
    fn names_stay_whole() {
        check(
            "aws ecs update-service --force-new-deployment",
            &["aws", "ecs", "update-service", "force-new-deployment"],
        );
        check(
            "networkMode executionRoleArn AWS_REGION __x1__",
            &["networkmode", "executionrolearn", "aws_region", "x1"],
        );
        check("iam:PassRole a-", &["iam", "passrole"]);
    }

    #[test]
    fn small_words_tell_nothing() {
        check("the name of it is not for you", &["name", "not"]);
    }

    #[test]
    fn what_machines_write_is_left_out() {
        check(
            "137 403 9f8e7d7 111122223333 0f3c9a1b2d4e4f5a 2026-11-23T10 1",
            &["137", "403"],
        );
        check(
            "sha256 s3 ec2 arm64 x86_64",
            &["sha256", "s3", "ec2", "arm64", "x86_64"],
        );
        let in_block: Vec<_> = words("512 web", |_| true).into_iter().map(|(_, word)| word).collect();
        assert_eq!(in_block, ["web"]);
    }

    #[test]
    fn other_scripts_are_words_too() {
        check("Żółć привет 東京都 の", &["żółć", "привет", "東京", "京都", "の"]);
    }
}
