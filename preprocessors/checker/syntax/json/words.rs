//! How pieces of a text and characters are named in messages.

/// A piece of the text in backticks: on one line, shortened, nothing invisible.
pub(super) fn show(piece: &str) -> String {
    const MOST: usize = 40;
    let mut shown = String::from("`");
    let mut left = MOST;
    for c in piece.chars() {
        if left == 0 || c == '\n' {
            shown.push('…');
            break;
        }
        left -= 1;
        match c {
            // A backtick would end the code that the piece is shown as.
            '`' => shown.push('\''),
            c if c.is_control() || super::lexer::is_odd_blank(c) => shown.push_str(&code_point(c)),
            c => shown.push(c),
        }
    }
    shown.push('`');
    shown
}

/// `U+00A0`.
pub(in crate::syntax) fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// The name of a character that is hard to tell from others, or hard to see, in Korean and English.
pub(in crate::syntax) fn name(c: char) -> (&'static str, &'static str) {
    match c {
        '\0' => ("널 문자", "NUL"),
        '\u{a0}' => ("줄 바꿈 없는 공백", "no-break space"),
        '\u{ad}' => ("보이지 않는 하이픈", "soft hyphen"),
        '\u{200b}' => ("폭 없는 공백", "zero-width space"),
        '\u{200c}' | '\u{200d}' | '\u{2060}' => ("폭 없는 연결 문자", "zero-width joiner"),
        '\u{feff}' => ("바이트 순서 표시", "byte-order mark"),
        '\u{2009}' => ("가는 공백", "thin space"),
        '\u{202f}' => ("줄 바꿈 없는 가는 공백", "narrow no-break space"),
        '\u{2010}' => ("유니코드 하이픈", "Unicode hyphen"),
        '\u{2011}' => ("줄 바꿈 없는 하이픈", "non-breaking hyphen"),
        '\u{2012}' => ("숫자 너비 줄표", "figure dash"),
        '\u{2013}' => ("엔 대시", "en dash"),
        '\u{2014}' => ("엠 대시", "em dash"),
        '\u{2015}' => ("가로줄", "horizontal bar"),
        '\u{2212}' => ("빼기 기호", "minus sign"),
        '\u{2032}' | '\u{2033}' => ("프라임 기호", "prime"),
        '\u{3000}' => ("전각 공백", "ideographic space"),
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}' => {
            ("글자 방향 문자", "text direction mark")
        }
        '\u{ff0c}' => ("전각 쉼표", "fullwidth comma"),
        '\u{3001}' => ("모점", "ideographic comma"),
        '\u{ff1a}' => ("전각 쌍점", "fullwidth colon"),
        '\u{ff5b}' | '\u{ff5d}' | '\u{ff3b}' | '\u{ff3d}' => ("전각 괄호", "fullwidth bracket"),
        '\u{ff02}' | '\u{ff07}' => ("전각 따옴표", "fullwidth quote"),
        c if c.is_control() => ("제어 문자", "control character"),
        c if c.is_whitespace() => ("특수 공백", "unusual space"),
        '\u{2000}'..='\u{2064}' if super::lexer::is_odd_blank(c) => ("보이지 않는 문자", "invisible character"),
        _ => ("둥근따옴표", "typographic quote"),
    }
}

/// What JSON writes where such a character stands outside strings: nothing for what has no width.
pub(super) fn plain(c: char) -> &'static str {
    match c {
        '\u{ff0c}' | '\u{3001}' => ",",
        '\u{ff1a}' => ":",
        '\u{ff5b}' => "{",
        '\u{ff5d}' => "}",
        '\u{ff3b}' => "[",
        '\u{ff3d}' => "]",
        c if c.is_whitespace() => " ",
        _ => "",
    }
}
