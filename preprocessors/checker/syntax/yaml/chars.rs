//! What single characters and words mean to YAML.

/// Whether a byte ends a word: blank, or the end of the line.
pub(super) fn is_blank_or_break(byte: Option<u8>) -> bool {
    matches!(byte, None | Some(b' ' | b'\t' | b'\n' | b'\r'))
}

/// Whether a byte is a bracket or comma of a flow collection.
pub(super) fn is_flow(byte: Option<u8>) -> bool {
    matches!(byte, Some(b'[' | b']' | b'{' | b'}' | b','))
}

/// Whether a plain scalar is a number in the core schema.
pub(super) fn is_number(text: &str) -> bool {
    let digits = |text: &str, allowed: fn(u8) -> bool| !text.is_empty() && text.bytes().all(allowed);
    if let Some(rest) = text.strip_prefix("0x") {
        return digits(rest, |b| b.is_ascii_hexdigit());
    }
    if let Some(rest) = text.strip_prefix("0o") {
        return digits(rest, |b| (b'0'..=b'7').contains(&b));
    }
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(text, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let whole = mantissa.replacen('.', "", 1);
    digits(&whole, |b| b.is_ascii_digit()) && digits(exponent, |b| b.is_ascii_digit())
}

/// Blanks that look like a space and are none.
pub(super) fn is_odd_space(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{3000}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}'
    )
}
