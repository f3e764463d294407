//! Korean particles, which depend on how the word before them sounds.

/// How a word ends when it is read aloud.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sound {
    Vowel,
    Consonant,
    /// After `ㄹ` it is `로`, not `으로`.
    Rieul,
}

/// Reserved words and signs, each with the sound that ends its Korean reading.
const READINGS: &[(&[&str], Sound)] = &[
    (
        &[
            "if", "elif", "else", "fi", "for", "select", "do", "case", "&", "&&", "|", "||", "|&", "(", ")", "((",
            "))", "{", "}", "[[", "]]", "]", "<", ">", "<<", ">>", "<<<", "<>", "<&", ">&", "\"", "'", "$(", "${", "-",
            "--", "=", ",", ".", "/", "\\", "$", "*", "?", "!", "%", "@",
        ],
        Sound::Vowel,
    ),
    (
        &[
            "then", "done", "in", "esac", "function", "coproc", "time", ";", ";;", ";&", ";;&", "`", ":", "#",
        ],
        Sound::Consonant,
    ),
    (&["while", "until"], Sound::Rieul),
];

/// The form of a particle that follows code in backticks; both where nobody knows how it is read.
fn choose(code: &str, after: impl Fn(Option<Sound>) -> &'static str) -> &'static str {
    let word = code.trim_matches([' ', '`']);
    let word = if word.is_empty() { "`" } else { word };
    let known = READINGS.iter().find(|(words, _)| words.contains(&word));
    let last = word.chars().next_back().unwrap_or('`');
    after(known.map(|(_, sound)| *sound).or_else(|| syllable(last)))
}

/// How a syllable of Hangul, a digit or a quotation mark ends.
fn syllable(last: char) -> Option<Sound> {
    Some(match last {
        '가'..='힣' => match (u32::from(last) - u32::from('가')) % 28 {
            0 => Sound::Vowel,
            8 => Sound::Rieul,
            _ => Sound::Consonant,
        },
        '1' | '7' | '8' => Sound::Rieul,
        '0' | '3' | '6' => Sound::Consonant,
        '2' | '4' | '5' | '9' | ')' | ']' | '}' | '"' | '\'' => Sound::Vowel,
        _ => return None,
    })
}

/// `이` or `가`.
pub(super) fn subject(code: &str) -> &'static str {
    choose(code, |sound| match sound {
        Some(Sound::Vowel) => "가",
        Some(_) => "이",
        None => "이(가)",
    })
}

/// `은` or `는`.
pub(super) fn topic(code: &str) -> &'static str {
    choose(code, |sound| match sound {
        Some(Sound::Vowel) => "는",
        Some(_) => "은",
        None => "은(는)",
    })
}

/// `을` or `를`.
pub(super) fn object(code: &str) -> &'static str {
    choose(code, |sound| match sound {
        Some(Sound::Vowel) => "를",
        Some(_) => "을",
        None => "을(를)",
    })
}

/// `로` or `으로`.
pub(super) fn with(code: &str) -> &'static str {
    choose(code, |sound| match sound {
        Some(Sound::Consonant) => "으로",
        Some(_) => "로",
        None => "(으)로",
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn particles_follow_the_sound() {
        for (code, forms) in [
            ("`then`", ["이", "은", "을", "으로"]),
            ("`fi`", ["가", "는", "를", "로"]),
            ("`while`", ["이", "은", "을", "로"]),
            ("`` ` ``", ["이", "은", "을", "으로"]),
            ("`;;`", ["이", "은", "을", "으로"]),
            ("`사과`", ["가", "는", "를", "로"]),
            ("`a.b`", ["이(가)", "은(는)", "을(를)", "(으)로"]),
        ] {
            assert_eq!(
                [
                    super::subject(code),
                    super::topic(code),
                    super::object(code),
                    super::with(code)
                ],
                forms,
                "{code}"
            );
        }
    }
}
