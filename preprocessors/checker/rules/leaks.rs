//! What nobody meant to publish: ids of real accounts, and secrets. Whatever the language of a block, one pass over its text.
//!
//! Only forms are told of that are hardly ever anything else; what AWS uses in
//! its own examples, and what is visibly made up, is not.

mod account;
mod secret;

use crate::diagnostic::Finding;
use std::ops::Range;

/// Judges the text of a block.
pub(super) fn check(text: &str, found: &mut Vec<Finding>) {
    account::check(text, found);
    secret::check(text, found);
}

/// Whether a character can be part of a name.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The next whole run of at least `least` bytes of a kind, from the start of a run or from between two. Only every `least`th
/// byte has to be looked at to know that there is none.
fn next_run(bytes: &[u8], from: usize, least: usize, of_kind: impl Fn(u8) -> bool) -> Option<Range<usize>> {
    let mut start = from;
    loop {
        let window = bytes.get(start..start + least)?;
        match window.iter().rposition(|&byte| !of_kind(byte)) {
            Some(other) => start += other + 1,
            None => {
                let rest = &bytes[start + least..];
                let length = least + rest.iter().take_while(|&&byte| of_kind(byte)).count();
                return Some(start..start + length);
            }
        }
    }
}

/// The name that a value is given to, in lower case without `-` and `_`: of `"accountId": "`,
/// `--account-id ` and `ACCOUNT_ID=` it is `accountid`; nothing where no name is near.
fn name_before(before: &str) -> Option<String> {
    let name_end = before.trim_end_matches([' ', '\t', '"', '\'', '=', ':', '[', '\\']);
    let between = &before[name_end.len()..];
    if !between.contains(['=', ':', ' ']) || between.len() > 8 {
        return None;
    }
    let part = |b: u8| is_word(b) || b == b'-';
    let length = name_end
        .bytes()
        .rev()
        .take(LONGEST_NAME + 1)
        .take_while(|&b| part(b))
        .count();
    let name = &name_end[name_end.len() - length..];
    (2..=LONGEST_NAME)
        .contains(&length)
        .then(|| name.replace(['-', '_'], "").to_ascii_lowercase())
}

/// The longest name that is looked at; names of fields are shorter.
const LONGEST_NAME: usize = 40;

/// Whether somebody typed characters that only look like chance: few different ones, or the alphabet.
fn made_up(text: &str, least: usize) -> bool {
    let mut seen = [false; 128];
    for byte in text.bytes() {
        seen[usize::from(byte & 0x7f)] = true;
    }
    let different = seen.iter().filter(|seen| **seen).count();
    let pairs = text.as_bytes().windows(2);
    let mut run = 0;
    let alphabet = pairs.map(|pair| pair[0].abs_diff(pair[1]) <= 1).any(|near| {
        run = if near { run + 1 } else { 0 };
        run >= 5
    });
    different < least || alphabet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_before_values() {
        for (before, expected) in [
            ("\"accountId\": \"", Some("accountid")),
            ("aws x --account-id ", Some("accountid")),
            ("export AWS_ACCOUNT_ID=\"", Some("awsaccountid")),
            ("aws:SourceAccount\": [\"", Some("sourceaccount")),
            ("계정 = ", None),
            ("accountid", None),
            ("", None),
        ] {
            // An option's name begins with its dashes.
            let name = name_before(before);
            assert_eq!(name.as_deref(), expected, "{before}");
        }
    }
}
