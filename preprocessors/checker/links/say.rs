//! What is said of links, in both languages, and how they are mended.

use super::target::Here;
use super::{BROKEN, DEAD, External, NoAnchor, Trouble};
use crate::diagnostic::{Applicability, Finding, Severity, Text};
use crate::extract::Reference;
use crate::say;
use std::ops::Range;

/// What is wrong with a link.
pub(super) enum Fault {
    /// There is no such file; a path to write instead.
    Missing { path: String, near: Option<String> },
    /// The file or page is there, the anchor is not; no path for the chapter itself.
    Anchor { fault: NoAnchor, path: Option<String> },
    /// The file is there, and no page is made of it.
    Unlisted { path: String },
    /// mdBook calls the page of a `README.md` otherwise; a path to write instead.
    Readme { page: String, instead: String },
    /// The way to a file of the book leads out of the book; a path to write instead.
    Roundabout { page: String, instead: String },
    /// A folder without a page of its own.
    NoIndex { path: String },
    /// The file is there, outside of what mdBook publishes.
    Outside { path: String },
}

impl Fault {
    /// Whether it is known what was most likely meant.
    pub(super) fn has_suggestion(&self) -> bool {
        match self {
            Self::Missing { near, .. } => near.is_some(),
            Self::Anchor { fault, .. } => fault.near.is_some(),
            Self::Readme { .. } | Self::Roundabout { .. } => true,
            Self::Unlisted { .. } | Self::NoIndex { .. } | Self::Outside { .. } => false,
        }
    }

    /// What is said of a link with this fault.
    pub(super) fn finding(self, severity: Severity, reference: &Reference, here: &Here) -> Finding {
        let link = Link { reference, here };
        match self {
            Self::Missing { path, near } => missing(severity, &link, &path, near),
            Self::Anchor { fault, path } => no_anchor(severity, &link, path.as_deref(), fault.near),
            Self::Unlisted { path } => link.finding(
                severity,
                say!(ko: "`{path}`은(는) `SUMMARY.md`에 없어서 페이지가 되지 않습니다", en: "`{path}` is not in `SUMMARY.md`, so that no page is made of it"),
            ).help(say!(
                ko: "`SUMMARY.md`에 더하거나, 거기 있는 장으로 연결하십시오.",
                en: "Add it to `SUMMARY.md`, or link to a chapter that is there."
            )),
            Self::Readme { page, instead } => not_made(severity, &link, &page, &instead, say!(
                ko: "mdBook은 링크의 `.md`를 `.html`로 바꾸지만, `README.md`의 페이지는 `index.html`로 만듭니다. `{instead}`(으)로 쓰십시오.",
                en: "mdBook makes `.html` of the `.md` in a link, but it calls the page of a `README.md` `index.html`: write `{instead}`."
            )),
            Self::Roundabout { page, instead } => not_made(severity, &link, &page, &instead, say!(
                ko: "만들어진 책에서는 맨 위 폴더보다 위로 갈 수 없습니다. `{instead}`(으)로 쓰십시오.",
                en: "A built book has nothing above its top folder: write `{instead}`."
            )),
            Self::NoIndex { path } => link.finding(
                severity,
                say!(ko: "`{path}` 폴더에는 `index.html`이 없습니다", en: "the folder `{path}` has no `index.html`"),
            ).help(say!(
                ko: "폴더 안의 장이나 파일로 연결하십시오. 폴더의 `README.md`를 `SUMMARY.md`에 더하면 폴더의 페이지가 됩니다.",
                en: "Link to a chapter or file in it; a `README.md` there becomes its page once it is in `SUMMARY.md`."
            )),
            Self::Outside { path } => link.finding(
                severity,
                say!(ko: "`{path}`은(는) 책의 폴더 밖에 있습니다", en: "`{path}` lies outside of the book's folder"),
            ).help(say!(
                ko: "mdBook은 책의 폴더에 있는 것만 페이지로 만듭니다. 공개된 주소로 연결하십시오.",
                en: "mdBook makes pages of what lies in it only: link to an address where the file is published."
            )),
        }
    }
}

fn not_made(severity: Severity, link: &Link, page: &str, instead: &str, help: Text) -> Finding {
    let message = say!(ko: "이 링크가 가리키는 `{page}`은(는) 만들어지지 않습니다", en: "this link leads to `{page}`, which is not made");
    let finding = link.finding(severity, message).help(help);
    link.with_path(finding, Applicability::Safe, instead)
}

fn missing(severity: Severity, link: &Link, path: &str, near: Option<String>) -> Finding {
    let message = say!(ko: "`{path}` 파일이 없습니다", en: "there is no file `{path}`");
    let finding = link.finding(severity, message);
    match near {
        Some(near) => {
            let finding = finding.help(say!(
                ko: "이름이 비슷한 파일이 있습니다: `{near}`",
                en: "There is one with a similar name: `{near}`"
            ));
            link.with_path(finding, Applicability::Unsafe, &near)
        }
        None => finding.help(say!(
            ko: "경로는 이 링크가 있는 장의 폴더를 기준으로 합니다.",
            en: "The path is relative to the folder of the chapter that the link is in."
        )),
    }
}

fn no_anchor(severity: Severity, link: &Link, path: Option<&str>, near: Option<String>) -> Finding {
    let wanted = &link.here.fragment;
    let message = match path {
        Some(path) => say!(ko: "`{path}`에 `#{wanted}` 앵커가 없습니다", en: "`{path}` has no anchor `#{wanted}`"),
        None => say!(ko: "이 글에 `#{wanted}` 앵커가 없습니다", en: "there is no anchor `#{wanted}` here"),
    };
    let at = link.fragment();
    let finding = Finding::new(severity, BROKEN, at.clone().unwrap_or_else(|| link.range()), message);
    let finding = link.with_definition(finding);
    let Some(near) = near else {
        return finding.help(say!(
            ko: "제목의 앵커는 제목을 소문자로 바꾸고 띄어쓰기를 `-`로 바꾼 것입니다. 글자, 숫자, `-`, `_`만 남습니다.",
            en: "A heading's anchor is its text in lower case, blanks turned into `-`; of signs only `-` and `_` stay."
        ));
    };
    let finding = finding.help(say!(ko: "비슷한 앵커가 있습니다: `#{near}`", en: "There is a similar one: `#{near}`"));
    match at.filter(|_| is_plain(&near)) {
        Some(at) => finding.fix(
            Applicability::Unsafe,
            say!(ko: "`#{near}`", en: "`#{near}`"),
            at,
            format!("#{near}"),
        ),
        None => finding,
    }
}

/// A link that is spoken of.
struct Link<'a> {
    reference: &'a Reference,
    here: &'a Here,
}

impl Link<'_> {
    fn finding(&self, severity: Severity, message: Text) -> Finding {
        let at = self.path().unwrap_or_else(|| self.range());
        self.with_definition(Finding::new(severity, BROKEN, at, message))
    }

    /// Where the writer has to look: a link by label is shown where it stands, and where its address does.
    fn range(&self) -> Range<usize> {
        self.reference.range.clone()
    }

    /// Where the path of the address stands.
    fn path(&self) -> Option<Range<usize>> {
        let address = self.here_or_nothing()?;
        Some(address.start..address.start + self.here.parts.0)
    }

    /// Where the fragment of the address stands.
    fn fragment(&self) -> Option<Range<usize>> {
        let address = self.here_or_nothing()?;
        Some(address.start + self.here.parts.1?..address.end)
    }

    /// The address, where it stands in the link itself.
    fn here_or_nothing(&self) -> Option<&Range<usize>> {
        self.reference.address.as_ref().filter(|_| !self.reference.by_label)
    }

    fn with_definition(&self, finding: Finding) -> Finding {
        match &self.reference.address {
            Some(address) if self.reference.by_label => finding.label(
                address.clone(),
                say!(ko: "주소는 여기에 있습니다", en: "the address stands here"),
            ),
            _ => finding,
        }
    }

    /// The same with the path of the address replaced, wherever it stands.
    fn with_path(&self, finding: Finding, applicability: Applicability, instead: &str) -> Finding {
        let address = self.reference.address.as_ref();
        match address.filter(|_| is_plain(instead)) {
            Some(address) => finding.fix(
                applicability,
                say!(ko: "`{instead}`", en: "`{instead}`"),
                address.start..address.start + self.here.parts.0,
                instead,
            ),
            None => finding,
        }
    }
}

/// Whether a text may stand in an address as it is.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || "-_./~".contains(c))
}

/// What is said of an external link.
pub(super) fn external(link: External, trouble: &Trouble) -> Finding {
    let url = &link.url;
    match trouble {
        Trouble::Gone(status) => Finding::warning(
            DEAD,
            link.at,
            say!(ko: "이 주소에는 페이지가 없습니다(HTTP {status})", en: "there is no page at this address (HTTP {status})"),
        )
        .help(say!(
            ko: "옮겨 간 주소를 찾아 바꾸거나, 링크를 지우십시오.",
            en: "Find where it went and link there, or take the link away."
        )),
        Trouble::Refused(status) => Finding::new(
            Severity::Info,
            DEAD,
            link.at,
            say!(ko: "이 주소를 확인할 수 없습니다(HTTP {status})", en: "this address cannot be checked (HTTP {status})"),
        )
        .help(say!(
            ko: "서버가 프로그램의 요청을 받지 않습니다. 브라우저로 확인하십시오.",
            en: "The server turns programs away: look at it in a browser."
        )),
        Trouble::Failing(status) => Finding::warning(
            DEAD,
            link.at,
            say!(ko: "이 주소의 서버가 오류로 답합니다(HTTP {status})", en: "the server of this address fails (HTTP {status})"),
        )
        .help(again()),
        Trouble::Nowhere => {
            let host = super::host(url);
            Finding::warning(
                DEAD,
                link.at,
                say!(ko: "`{host}`(이)라는 서버는 없습니다", en: "there is no server `{host}`"),
            )
            .help(say!(
                ko: "`.invalid`로 끝나는 이름은 어떤 서버도 가질 수 없습니다. 보기로 쓴 주소라면 링크 대신 코드로 쓰십시오.",
                en: "No server can have a name that ends in `.invalid`: an address that is only an example is better shown as code."
            ))
        }
        Trouble::Unreachable(why) => Finding::warning(
            DEAD,
            link.at,
            say!(ko: "`{url}`에 연결할 수 없습니다: {why}", en: "cannot reach `{url}`: {why}"),
        )
        .help(again()),
    }
}

fn again() -> Text {
    say!(
        ko: "여러 번 시도했습니다. 나중에 다시 확인하고, 그래도 같으면 주소를 바꾸십시오.",
        en: "Several tries ended like this: check again later, and change the address if it stays so."
    )
}
