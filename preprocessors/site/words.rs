//! The words that pages say for themselves, in the language of their book.

use proof_checker::diagnostic::Lang;

/// The words of one language.
#[derive(Debug)]
pub(crate) struct Words {
    /// The name of the list of a page's headings, and of the button that opens it.
    pub(crate) on_this_page: &'static str,
    /// What leads to the list of all chapters from a list that is cut short.
    pub(crate) all_chapters: &'static str,
    /// As OpenGraph writes the language.
    pub(crate) locale: &'static str,
}

impl Words {
    /// The words of a language.
    pub(crate) fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Ko => &Self {
                on_this_page: "이 쪽에서",
                all_chapters: "전체 차례",
                locale: "ko_KR",
            },
            Lang::En => &Self {
                on_this_page: "On this page",
                all_chapters: "All chapters",
                locale: "en_US",
            },
        }
    }
}
