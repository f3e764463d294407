//! The address of a link, taken apart: what of it the page's own site answers for.

/// Where an address leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To a web page, by `http` or `https`.
    Web,
    /// To something that nobody here can judge: another scheme, another host, a template.
    Elsewhere,
    /// To a page or file of the same site.
    Here(Here),
}

/// An address relative to the page that it stands on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Here {
    /// The path as written, percent signs decoded; empty for the page itself.
    pub(super) written: String,
    /// The path as it stands on the page, where mdBook makes `.html` of `.md`.
    pub(super) path: String,
    /// What follows `#`, percent signs decoded; empty where nothing does.
    pub(super) fragment: String,
    /// How many bytes of the address are its path, and where its fragment begins.
    pub(super) parts: (usize, Option<usize>),
}

impl Target {
    /// Takes an address apart; `rewritten` says whether mdBook makes `.html` of its `.md`.
    pub(super) fn of(url: &str, rewritten: bool) -> Self {
        if let Some(scheme) = scheme(url) {
            let web = ["http", "https"].iter().any(|name| scheme.eq_ignore_ascii_case(name));
            return if web { Self::Web } else { Self::Elsewhere };
        }
        // `/` leads to the root of a site that only its host knows.
        let unclear = |c: char| "{}<>$|\\\"…".contains(c) || c.is_control();
        if url.is_empty() || url == "..." || url.starts_with('/') || url.contains(unclear) {
            return Self::Elsewhere;
        }
        Self::Here(Here::of(url, rewritten))
    }
}

impl Here {
    fn of(url: &str, rewritten: bool) -> Self {
        let written = split(url).0;
        let page = if rewritten { on_page(url) } else { url.to_owned() };
        let (path, fragment) = split(&page);
        // A link to an anchor begins, as a whole, with `#`: mdBook leaves it alone.
        let hash = url.find('#');
        // What follows another mark in the fragment picks text on the page, for browsers that can.
        let fragment = fragment.split(":~:").next().unwrap_or_default();
        Self {
            written: decoded(written),
            path: decoded(path),
            fragment: decoded(fragment),
            parts: (written.len(), hash),
        }
    }

    /// Whether a Markdown file is meant.
    pub(super) fn is_markdown(&self) -> bool {
        has_extension(&self.written, &["md", "markdown"])
    }
}

/// What mdBook 0.5.4 makes of an address in Markdown (mdbook-html, `fix_link`, read 2026-11-23): the
/// last `.md` becomes `.html`, and of what follows only a fragment stays.
fn on_page(url: &str) -> String {
    if url.starts_with('#') {
        return url.to_owned();
    }
    match url.rfind(".md") {
        Some(at) => {
            let rest = &url[at + 3..];
            let fragment = if rest.starts_with('#') { rest } else { "" };
            format!("{}.html{fragment}", &url[..at])
        }
        None => url.to_owned(),
    }
}

/// The path and the fragment of an address, its query left out.
fn split(url: &str) -> (&str, &str) {
    let (path, fragment) = url.split_once('#').unwrap_or((url, ""));
    (path.split('?').next().unwrap_or_default(), fragment)
}

fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let letters = |c: char| c.is_ascii_alphanumeric() || "+.-".contains(c);
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(letters)).then_some(scheme)
}

/// The host of a web address, without its port and whoever logs in.
pub fn host(url: &str) -> &str {
    let rest = url.split_once("//").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match host.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    }
}

/// Whether a web address names a server that is never there: `.invalid` is kept for that (RFC 2606, section 2).
pub(super) fn is_nowhere(url: &str) -> bool {
    let host = host(url).trim_end_matches('.');
    host.rsplit('.')
        .next()
        .is_some_and(|last| last.eq_ignore_ascii_case("invalid"))
}

/// Whether a path ends in one of the extensions.
pub(super) fn has_extension(path: &str, extensions: &[&str]) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.')
        .is_some_and(|(_, extension)| extensions.iter().any(|e| extension.eq_ignore_ascii_case(e)))
}

/// A text with its `%XX` decoded; as it is where they do not decode to text.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|b| char::from(*b).to_digit(16));
        rest = match (byte, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'%'));
                &after[2..]
            }
            _ => {
                bytes.push(byte);
                after
            }
        };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Whether an address is one of those that a pattern stands for; `*` in it stands for anything.
pub(super) fn matches(pattern: &str, url: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = url.strip_prefix(first) else {
        return false;
    };
    let Some(last) = pieces.next_back() else {
        return rest.is_empty();
    };
    for piece in pieces {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expected: &str) {
        let shown = match Target::of(url, true) {
            Target::Web => "web".to_owned(),
            Target::Elsewhere => "elsewhere".to_owned(),
            Target::Here(here) => format!("{} -> {}#{}", here.written, here.path, here.fragment),
        };
        assert_eq!(shown, expected, "{url}");
    }

    #[test]
    fn addresses() {
        for (url, expected) in [
            ("a.md", "a.md -> a.html#"),
            ("../b/a.md#x", "../b/a.md -> ../b/a.html#x"),
            ("a.md?plain=1#x", "a.md -> a.html#"),
            ("a.mdx", "a.mdx -> a.html#"),
            ("#x", " -> #x"),
            ("#a.md", " -> #a.md"),
            ("%ED%95%9C.md#%EA%B8%80", "한.md -> 한.html#글"),
            ("a%2", "a%2 -> a%2#"),
            ("%ff", "%ff -> %ff#"),
            ("a.html#x:~:text=y", "a.html -> a.html#x"),
            ("#:~:text=y", " -> #"),
            ("https://a.b/c.md", "web"),
            ("HTTP://a", "web"),
            ("mailto:a@b", "elsewhere"),
            ("data:image/png;base64,AA", "elsewhere"),
            ("//a.b/c", "elsewhere"),
            ("/a.md", "elsewhere"),
            ("{{ site.url }}/a.md", "elsewhere"),
            ("...", "elsewhere"),
            ("..", ".. -> ..#"),
            ("", "elsewhere"),
        ] {
            check(url, expected);
        }
    }

    #[test]
    fn patterns() {
        for (pattern, url, expected) in [
            ("a", "a", true),
            ("a", "ab", false),
            ("a*", "ab", true),
            ("*b", "ab", true),
            ("a*b*c", "a1b2c", true),
            ("a*b*c", "a1c", false),
            ("ab*ba", "aba", false),
            ("*", "", true),
        ] {
            assert_eq!(matches(pattern, url), expected, "{pattern} {url}");
        }
    }
}
