//! The words that pages say for themselves, in the language of their book.

use proof_checker::diagnostic::Lang;

/// The words of one language.
#[derive(Debug)]
pub(crate) struct Words {
    /// The name of the list of a page's headings, and of the button that opens it.
    pub(crate) on_this_page: &'static str,
    /// What leads to the list of all chapters from a list that is cut short.
    pub(crate) all_chapters: &'static str,
    /// The title of the page that stands in for one that is not there, and what it says, in which `{}` is the list of all chapters.
    pub(crate) lost: [&'static str; 2],
    /// What a box of a list of tasks is for.
    pub(crate) to_do: &'static str,
    /// As OpenGraph writes the language.
    pub(crate) locale: &'static str,
    /// What opens the table of a block's words, of which there are so many.
    pub(crate) explained: fn(usize) -> String,
    /// What stands before the names of words whose rows stand further up the page.
    pub(crate) explained_above: &'static str,
    /// The link to a word's reference.
    pub(crate) reference: &'static str,
    /// A type, by its name in the facts.
    pub(crate) kind: fn(&str) -> String,
    /// That something has to be there.
    pub(crate) required: &'static str,
    /// A list of allowed values.
    pub(crate) allowed: fn(&str) -> String,
    /// How many more there are.
    pub(crate) more: fn(usize) -> String,
    /// What holds where nothing is given.
    pub(crate) default: fn(&str) -> String,
    /// When a block was proven, by which version, against what.
    pub(crate) proven: fn(&str, &str, &str) -> String,
    /// Facts of a version and a date.
    pub(crate) facts: fn(&str, &str) -> String,
    /// The link to how blocks are proven.
    pub(crate) how: &'static str,
    /// The heads of the table of Fargate's sizes.
    pub(crate) fargate: [&'static str; 4],
    /// From one size to another, in steps.
    pub(crate) range: fn(&str, &str, i64) -> String,
}

impl Words {
    /// The words of a language.
    pub(crate) fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Ko => &Self {
                on_this_page: "이 쪽에서",
                all_chapters: "전체 차례",
                lost: [
                    "찾는 쪽이 없습니다",
                    "주소를 잘못 적었거나, 쪽이 옮겨졌거나 없어졌습니다. {}에서 고르거나 위의 검색으로 찾아보십시오.",
                ],
                to_do: "할 일",
                locale: "ko_KR",
                explained: |count| format!("낱말 풀이 {count}개"),
                explained_above: "이 쪽의 위에서 풀이한 낱말:",
                reference: "공식 문서",
                kind: kind_ko,
                required: "필수",
                allowed: |list| format!("쓸 수 있는 값: {list}"),
                more: |count| format!("외 {count}개"),
                default: |value| format!("기본값 {value}"),
                proven: |date, version, against| {
                    format!("{date}에 mdbook-proof {version}(으)로 증명했습니다. {against}")
                },
                facts: |version, date| format!("기준: {version}, {date}."),
                how: "증명하는 방법",
                fargate: ["cpu", "vCPU", "메모리(GB)", "memory로 쓸 수 있는 값(MiB)"],
                range: |first, last, step| format!("{first}부터 {last}까지 {step}씩"),
            },
            Lang::En => &Self {
                on_this_page: "On this page",
                all_chapters: "All chapters",
                lost: [
                    "This page is not here",
                    "The address is mistyped, or the page was moved or removed. Choose one from {}, or search above.",
                ],
                to_do: "To do",
                locale: "en_US",
                explained: |count| {
                    if count == 1 {
                        "1 word explained".to_owned()
                    } else {
                        format!("{count} words explained")
                    }
                },
                explained_above: "Explained further up this page:",
                reference: "Reference",
                kind: |kind| format!("type `{kind}`"),
                required: "required",
                allowed: |list| format!("allowed: {list}"),
                more: |count| format!("{count} more"),
                default: |value| format!("default {value}"),
                proven: |date, version, against| format!("Proven on {date} by mdbook-proof {version}. {against}"),
                facts: |version, date| format!("Against {version}, as of {date}."),
                how: "How examples are proven",
                fargate: ["cpu", "vCPU", "memory (GB)", "values of memory (MiB)"],
                range: |first, last, step| format!("{first} to {last} in steps of {step}"),
            },
        }
    }
}

fn kind_ko(kind: &str) -> String {
    let (list, element) = match kind.strip_prefix("list of ") {
        Some(element) => (" 목록", element),
        None => ("", kind),
    };
    let name = match element {
        "string" => "문자열",
        "integer" => "정수",
        "number" => "숫자",
        "boolean" => "참 또는 거짓",
        "structure" => "객체",
        "map" => "이름과 값의 묶음",
        "flag" => "값이 없는 옵션",
        "list" => "목록",
        "bytes" => "바이트",
        "timestamp" => "시각",
        "duration" => "시간",
        "size" => "크기",
        "ports" => "포트 연결",
        "platform" => "플랫폼",
        "volume" => "볼륨 연결",
        other => other,
    };
    format!("{name}{list}")
}
