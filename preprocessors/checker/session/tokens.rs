//! What differs from run to run: ids, dates, addresses. Each is found by its form, and stands for any other of its kind.

/// A run of a text: something that has to be as it is, or something of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// As it is written.
    Text(&'t str),
    /// One of its kind.
    Of(Kind, &'t str),
}

/// The kinds of what differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `0a1b2c3d4e5f60001`, a UUID, a digest, a commit.
    Id,
    /// A day, an hour, or both.
    Time,
    /// An IPv4 address; a range (`/16`) is none.
    Address,
}

/// Cuts a text into what is fixed and what is of a kind.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut fixed = 0;
    let mut at = 0;
    let bytes = text.as_bytes();
    while at < bytes.len() {
        let begins = bytes[at].is_ascii_alphanumeric() && (at == 0 || !bytes[at - 1].is_ascii_alphanumeric());
        let token = if begins { token(text, at) } else { None };
        if let Some((kind, end)) = token {
            if fixed < at {
                found.push(Token::Text(&text[fixed..at]));
            }
            found.push(Token::Of(kind, &text[at..end]));
            (fixed, at) = (end, end);
        } else {
            at += 1;
        }
    }
    if fixed < text.len() {
        found.push(Token::Text(&text[fixed..]));
    }
    found
}

/// The token that begins at a place, and where it ends.
fn token(text: &str, at: usize) -> Option<(Kind, usize)> {
    let rest = &text[at..];
    let length = uuid(rest)
        .map(|length| (Kind::Id, length))
        .or_else(|| time(rest).map(|length| (Kind::Time, length)))
        .or_else(|| address(rest).map(|length| (Kind::Address, length)))
        .or_else(|| word(text, at).map(|length| (Kind::Id, length)));
    length.map(|(kind, length)| (kind, at + length))
}

/// Whether the text has this form: `d` stands for a digit, `x` for a digit of hexadecimal, anything else for itself.
fn form(text: &str, form: &str) -> Option<usize> {
    let fits = |(byte, form): (u8, u8)| match form {
        b'd' => byte.is_ascii_digit(),
        b'x' => byte.is_ascii_hexdigit(),
        form => byte == form,
    };
    let whole = text.len() >= form.len() && text.bytes().zip(form.bytes()).all(fits);
    whole.then_some(form.len())
}

/// Whether no letter or digit follows.
fn ends(text: &str, at: usize) -> bool {
    !text.as_bytes().get(at).is_some_and(u8::is_ascii_alphanumeric)
}

/// A UUID, or one as AWS's own examples write them.
fn uuid(text: &str) -> Option<usize> {
    let form = |last| form(text, &format!("xxxxxxxx-xxxx-xxxx-xxxx-{last}")).filter(|&length| ends(text, length));
    form("xxxxxxxxxxxx").or_else(|| form("EXAMPLExxxxx"))
}

fn time(text: &str) -> Option<usize> {
    let date = form(text, "dddd-dd-dd");
    let Some(date) = date else {
        return form(text, "dd:dd:dd").map(|length| length + zone(&text[length..]));
    };
    let separated = text[date..].starts_with(['T', ' ']);
    let clock = text
        .get(date + 1..)
        .filter(|_| separated)
        .and_then(|rest| form(rest, "dd:dd:dd"));
    match clock {
        Some(clock) => {
            let end = date + 1 + clock;
            Some(end + zone(&text[end..]))
        }
        None => ends(text, date).then_some(date),
    }
}

/// The length of a fraction and a zone: `.123456+09:00`.
fn zone(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let fraction = match text.strip_prefix('.') {
        Some(rest) if digits(rest) > 0 => 1 + digits(rest),
        _ => 0,
    };
    let rest = &text[fraction..];
    let zone = if rest.starts_with('Z') {
        1
    } else {
        ["+dd:dd", "-dd:dd", "+dddd", "-dddd"]
            .iter()
            .find_map(|zone| form(rest, zone))
            .unwrap_or(0)
    };
    fraction + zone
}

fn address(text: &str) -> Option<usize> {
    let mut end = 0;
    for part in 0..4 {
        if part > 0 {
            end += usize::from(text[end..].starts_with('.'));
            if !text[..end].ends_with('.') {
                return None;
            }
        }
        let digits = text[end..].bytes().take_while(u8::is_ascii_digit).count();
        text[end..end + digits].parse::<u8>().ok()?;
        end += digits;
    }
    let range = text[end..]
        .strip_prefix('/')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    (ends(text, end) && !range && !text[end..].starts_with('.')).then_some(end)
}

/// How many digits of hexadecimal name a commit, where git writes it short.
const COMMIT: usize = 7;

/// How many letters the end of a secret's ARN has.
const SECRET_SUFFIX: usize = 6;

/// How many letters and digits name a load balancer, a target group, a listener or a rule.
const BALANCER_SUFFIX: usize = 16;

/// A word that no person made up: its length.
fn word(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let word = &rest[..length];
    let count = |is: fn(&u8) -> bool| word.as_bytes().iter().filter(|byte| is(byte)).count();
    let digits = count(u8::is_ascii_digit);
    let letters = length - digits;
    let (upper, lower) = (count(u8::is_ascii_uppercase), count(u8::is_ascii_lowercase));
    let hex = word
        .bytes()
        .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    let id = if letters == 0 {
        // Twelve digits are an account; ten or more of another length are a number that somebody counted or timed. Of
        // thirty commits one begins with seven digits and no letter.
        length == COMMIT || (length >= 10 && length != 12)
    } else if hex {
        (digits > 0 && length >= COMMIT) || length >= 32
    } else if digits > 0 && upper > 0 && lower > 0 {
        length >= 16
    } else {
        // An access key, or a task id in base 36.
        digits >= 3 && length >= 17
    };
    let before = text[..at]
        .rsplit([' ', '"', '\'', '\t', '\n'])
        .next()
        .unwrap_or_default();
    let secret = length == SECRET_SUFFIX
        && before.ends_with('-')
        && before.contains(":secret:")
        && !rest[length..].starts_with(['-', '/']);
    let balanced = length == BALANCER_SUFFIX
        && before.ends_with('/')
        && upper == 0
        && ["targetgroup/", "app/", "net/", "gwy/"]
            .iter()
            .any(|kind| before.contains(kind));
    // `NAME-1234567890.REGION.elb.amazonaws.com`
    let host = before.ends_with('-') && upper == 0 && length >= 8 && rest[length..].split('.').nth(2) == Some("elb");
    (id || secret || balanced || host).then_some(length)
}
