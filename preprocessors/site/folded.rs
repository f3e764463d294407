//! HTML that waits in a comment until a site is finished. What mdBook would take apart, element by element, and put together
//! again, on the chapter's page and on the one that prints the whole book, is one word to it.

const OPEN: &str = "<!-- proof:folded ";
const CLOSE: &str = " -->";

/// Appends HTML in a comment; nothing for nothing.
pub(crate) fn push(out: &mut String, html: &str) {
    if html.is_empty() {
        return;
    }
    out.push_str(OPEN);
    // Two dashes could end the comment. Nothing else is written so.
    out.push_str(&html.replace("--", "-&#45;"));
    out.push_str(CLOSE);
}

/// A page with what waited in its place, or without it; nothing where nothing waits.
pub(crate) fn unfolded(page: &str, keep: bool) -> Option<String> {
    let mut parts = page.split(OPEN);
    let first = parts.next().filter(|first| first.len() < page.len())?;
    let mut out = String::with_capacity(page.len());
    out.push_str(first);
    for part in parts {
        let (folded, rest) = part.split_once(CLOSE)?;
        if keep {
            out.push_str(&folded.replace("-&#45;", "--"));
        }
        out.push_str(rest);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::{push, unfolded};

    #[test]
    fn what_waits_comes_back_as_it_was() {
        for html in ["<p>a</p>", "<code>--all ---b -->c--</code>", "<!-- d -->"] {
            let mut page = "before ".to_owned();
            push(&mut page, html);
            page.push_str(" after");
            assert_eq!(page.matches("-->").count(), 1, "{page}");
            assert_eq!(unfolded(&page, true), Some(format!("before {html} after")));
            assert_eq!(unfolded(&page, false).as_deref(), Some("before  after"));
        }
        let mut page = String::new();
        push(&mut page, "");
        assert_eq!((page.as_str(), unfolded("<!-- other -->", true)), ("", None));
    }
}
