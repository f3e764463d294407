//! How the AWS CLI makes the name of an option or a command out of an API's name. The build script of `proof-facts` reads this
//! file too: what it leaves out of a pack, `packed` makes again.

/// Writes the name of an option or a command: the words of an API's name in lower case, with dashes between them.
///
/// A word begins where a capital follows a small letter or a digit, and at a capital before a small letter. A plural of
/// capitals at the end (`ARNs`) is one word.
pub(super) fn dash(name: &str, out: &mut String) {
    let bytes = name.as_bytes();
    let stem = bytes.strip_suffix(b"s").unwrap_or(bytes);
    let capitals = stem.iter().rev().take_while(|byte| byte.is_ascii_uppercase()).count();
    let plural = if stem.len() < bytes.len() && capitals >= 2 {
        stem.len() - capitals
    } else {
        bytes.len()
    };
    for (at, letter) in name.char_indices() {
        let begins = if at >= plural {
            at == plural
        } else {
            let before = at.checked_sub(1).map(|before| bytes[before]);
            let next = bytes.get(at + 1).filter(|_| at + 1 < plural);
            letter.is_ascii_uppercase()
                && before.is_some_and(|before| {
                    before.is_ascii_lowercase() || before.is_ascii_digit() || next.is_some_and(u8::is_ascii_lowercase)
                })
        };
        if begins {
            out.push('-');
        }
        out.push(letter.to_ascii_lowercase());
    }
}
