//! Links between the files of a site: where one leads, and how to write one.

/// A link as it stands in a page, split from what follows its path.
pub(super) struct Link<'a> {
    /// The path as it is written.
    path: &'a str,
    /// The query and the fragment.
    rest: &'a str,
}

impl<'a> Link<'a> {
    /// A link to a file of the same site; nothing for addresses with a scheme or a host, and for bare fragments.
    pub(super) fn new(written: &'a str) -> Option<Self> {
        let end = written.find(['?', '#']).unwrap_or(written.len());
        let (path, rest) = written.split_at(end);
        let scheme = path.find(':').is_some_and(|at| !path[..at].contains('/'));
        (!path.is_empty() && !path.starts_with('/') && !scheme).then_some(Self { path, rest })
    }

    /// The path from the site's root, seen from a page; nothing where it leads out of the site.
    pub(super) fn target(&self, page: &str) -> Option<String> {
        let mut parts: Vec<&str> = page.split('/').collect();
        parts.pop();
        for part in self.path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(parts.join("/"))
    }

    /// The same link to another file, from the page's way to the root on.
    pub(super) fn written(&self, root: &str, target: &str) -> String {
        format!("{root}{target}{}", self.rest)
    }
}

/// The way from a page to the site's root: `""`, `"../"`, ...
pub(super) fn root_of(page: &str) -> String {
    "../".repeat(page.matches('/').count())
}

#[cfg(test)]
mod tests {
    use super::{Link, root_of};

    #[test]
    fn links_lead_to_files() {
        for (page, written, expected) in [
            ("a.html", "css/x.css", Some("css/x.css")),
            ("ecs/a.html", "../css/x.css?v#f", Some("css/x.css")),
            ("ecs/a.html", "b.html#c", Some("ecs/b.html")),
            ("ecs/a.html", "./b.html", Some("ecs/b.html")),
            ("a.html", "../x", None),
            ("a.html", "https://x/y", None),
            ("a.html", "//x/y", None),
            ("a.html", "/x", None),
            ("a.html", "#f", None),
            ("a.html", "mailto:x", None),
            ("a.html", "data:image/png,x", None),
        ] {
            let target = Link::new(written).and_then(|link| link.target(page));
            assert_eq!(target.as_deref(), expected, "{written} in {page}");
        }
        let link = Link::new("../css/x.css?v#f").expect("a link");
        assert_eq!(
            link.written(&root_of("ecs/a.html"), "assets/y.css"),
            "../assets/y.css?v#f"
        );
    }
}
