//! What YAML refuses, said to people.

use super::SYNTAX;
use crate::diagnostic::Finding;
use crate::say;
use std::ops::Range;

/// A tab, or a blank that only looks like a space, where a line is indented.
pub(super) fn indented_with(at: Range<usize>, what: char) -> Finding {
    if what == '\t' {
        let finding = Finding::error(
            SYNTAX,
            at,
            say!(ko: "YAML은 탭으로 들여 쓸 수 없습니다", en: "YAML cannot be indented with tabs"),
        );
        return finding.help(say!(ko: "공백으로 들여 쓰십시오.", en: "Indent with spaces."));
    }
    let code = format!("U+{:04X}", u32::from(what));
    Finding::error(
        SYNTAX,
        at,
        say!(
            ko: "이 빈칸({code})은 공백이 아니어서 들여쓰기가 되지 않습니다",
            en: "this blank ({code}) is not a space, so it does not indent the line"
        ),
    )
    .help(say!(
        ko: "보통 웹 페이지에서 붙여 넣을 때 생깁니다. 공백으로 바꾸십시오.",
        en: "It usually comes from text pasted from a web page. Put spaces here."
    ))
}

/// A line whose indentation is that of no collection around it.
pub(super) fn indentation(at: Range<usize>, first: Range<usize>, found: usize, wanted: usize) -> Finding {
    Finding::error(
        SYNTAX,
        at,
        say!(
            ko: "들여쓰기가 앞줄들과 맞지 않습니다. 공백이 {found}칸입니다",
            en: "this line is in line with nothing before it: it is indented by {found}"
        ),
    )
    .label(
        first,
        say!(ko: "여기는 {wanted}칸입니다", en: "this is indented by {wanted}"),
    )
}

/// A line that continues a plain scalar, and has a key in it.
pub(super) fn swallowed(at: Range<usize>, value: Range<usize>) -> Finding {
    Finding::error(
        SYNTAX,
        at,
        say!(
            ko: "이 키는 앞줄보다 깊이 들여 써서 앞의 값에 이어진 것으로 읽힙니다",
            en: "this key is indented deeper than the line before, so it is read as more of that value"
        ),
    )
    .label(value, say!(ko: "이 값이 먼저 나왔습니다", en: "this value comes first"))
    .help(say!(
        ko: "값 안에는 `: `이 올 수 없습니다. 앞 키와 같은 칸에 두십시오.",
        en: "`: ` cannot stand in such a value. Put the key in the column of the key before it."
    ))
}

/// `key: a: b`.
pub(super) fn second_colon(at: Range<usize>) -> Finding {
    Finding::error(
        SYNTAX,
        at,
        say!(ko: "값 안에는 `: `이 올 수 없습니다", en: "`: ` cannot stand in a value without quotes"),
    )
    .help(say!(
        ko: "글자 그대로 쓰려면 값 전체를 따옴표로 감싸고, 키를 하나 더 여는 것이라면 줄을 바꾸어 들여 쓰십시오.",
        en: "Quote the whole value; if this is meant to be another key, put it on a line of its own and indent it."
    ))
}

/// A line in a mapping without a colon.
pub(super) fn no_colon(at: Range<usize>, glued: bool) -> Finding {
    if glued {
        return Finding::error(
            SYNTAX,
            at,
            say!(ko: "키의 `:` 뒤에 공백이 없습니다", en: "no space follows the `:` of this key"),
        )
        .help(say!(ko: "`키: 값`처럼 띄어 쓰십시오.", en: "Write `key: value`."));
    }
    Finding::error(
        SYNTAX,
        at,
        say!(ko: "키 뒤에 `:`이 없습니다", en: "no `:` follows this key"),
    )
    .help(say!(
        ko: "이 자리에는 `키: 값`이 와야 합니다.",
        en: "`key: value` is what can stand here."
    ))
}

/// `- item` among the keys of a mapping.
pub(super) fn item_among_keys(at: Range<usize>) -> Finding {
    Finding::error(
        SYNTAX,
        at,
        say!(ko: "키 사이에 목록의 항목(`-`)이 올 수 없습니다", en: "an item of a list (`-`) cannot stand among keys"),
    )
}

/// `key: - item`.
pub(super) fn item_after_key(at: Range<usize>) -> Finding {
    Finding::error(
        SYNTAX,
        at,
        say!(ko: "목록은 키와 같은 줄에서 시작할 수 없습니다", en: "a list cannot begin on the line of its key"),
    )
    .help(say!(
        ko: "`-`부터 다음 줄에 쓰십시오.",
        en: "Put `-` on the next line."
    ))
}

/// Text behind a value that is complete.
pub(super) fn after_value(at: Range<usize>, what: &str) -> Finding {
    Finding::error(
        SYNTAX,
        at,
        say!(ko: "{what} 뒤에는 다른 글자가 올 수 없습니다", en: "nothing can follow {what} on this line"),
    )
    .help(say!(
        ko: "하나의 값이라면 전체를 따옴표로 감싸십시오.",
        en: "If all of it is one value, put quotes around the whole."
    ))
}

/// A document that goes on with something else.
pub(super) fn second_root(at: Range<usize>) -> Finding {
    Finding::error(
        SYNTAX,
        at,
        say!(
            ko: "앞의 내용과 이어지지 않습니다. 한 문서에는 키들이나 목록 하나만 올 수 있습니다",
            en: "this does not go on with what comes before: a document is one mapping or one list"
        ),
    )
    .help(say!(
        ko: "다른 문서라면 사이에 `---`를 두십시오.",
        en: "If it is another document, put `---` between them."
    ))
}

/// A quote or bracket that is never closed.
pub(super) fn unclosed(at: Range<usize>, open: char, end: Option<Range<usize>>) -> Finding {
    let close = match open {
        '[' => ']',
        '{' => '}',
        quote => quote,
    };
    let finding = Finding::error(
        SYNTAX,
        at,
        say!(ko: "`{open}`를 닫는 `{close}`가 없습니다", en: "`{open}` is never closed: there is no matching `{close}`"),
    );
    match end {
        Some(end) => finding.label(end, say!(ko: "여기까지 닫히지 않았습니다", en: "it is still open here")),
        None => finding,
    }
}

/// Two values in a flow collection without a comma.
pub(super) fn no_comma(at: Range<usize>, open: Range<usize>, expression: bool) -> Finding {
    let finding = Finding::error(
        SYNTAX,
        at,
        say!(ko: "앞의 값과의 사이에 `,`가 없습니다", en: "no `,` stands between this and the value before it"),
    )
    .label(open, say!(ko: "여기에서 열렸습니다", en: "opened here"));
    if expression {
        return finding.help(say!(
            ko: "`[ ]`와 `{{ }}` 안에서 `${{{{ }}}}`는 따옴표로 감싸야 합니다.",
            en: "Inside `[ ]` and `{{ }}` an expression `${{{{ }}}}` needs quotes around it."
        ));
    }
    finding
}

/// A bracket or comma that nothing is open for.
pub(super) fn stray(at: Range<usize>, what: char) -> Finding {
    Finding::error(
        SYNTAX,
        at,
        say!(ko: "여기에는 `{what}`가 올 수 없습니다", en: "`{what}` cannot stand here"),
    )
}

/// A value that begins with a character that YAML keeps for itself.
pub(super) fn reserved(at: Range<usize>, what: char) -> Finding {
    Finding::error(
        SYNTAX,
        at,
        say!(ko: "따옴표 없는 값은 `{what}`로 시작할 수 없습니다", en: "a value without quotes cannot begin with `{what}`"),
    )
    .help(say!(
        ko: "값 전체를 따옴표로 감싸십시오.",
        en: "Put quotes around the whole value."
    ))
}

/// `*.js`: an alias, to YAML.
pub(super) fn alias(at: Range<usize>) -> Finding {
    Finding::error(
        SYNTAX,
        at,
        say!(
            ko: "값 첫머리의 `*`는 별칭(alias)을 뜻하는데, 그런 이름의 앵커가 없습니다",
            en: "`*` at the start of a value means an alias, and there is no anchor of that name"
        ),
    )
    .help(say!(
        ko: "글자 그대로 쓰려면 값 전체를 따옴표로 감싸십시오.",
        en: "To mean the character itself, put quotes around the whole value."
    ))
}

/// An escape that YAML does not have.
pub(super) fn escape(at: Range<usize>, what: &str) -> Finding {
    Finding::error(
        SYNTAX,
        at,
        say!(ko: "YAML에는 `{what}`라는 이스케이프가 없습니다", en: "YAML has no escape `{what}`"),
    )
    .help(say!(
        ko: "백슬래시를 그대로 쓰려면 `\\\\`로 적거나 작은따옴표를 쓰십시오.",
        en: "To mean a backslash, write `\\\\`, or use single quotes."
    ))
}

/// What follows `|` or `>` on its line.
pub(super) fn header(at: Range<usize>) -> Finding {
    Finding::error(
        SYNTAX,
        at,
        say!(
            ko: "`|`와 `>`가 있는 줄에는 `+`, `-`, 숫자, 주석만 더 올 수 있습니다",
            en: "only `+`, `-`, a digit and a comment can follow `|` or `>` on its line"
        ),
    )
    .help(say!(
        ko: "글은 다음 줄부터 들여 쓰십시오.",
        en: "The text begins on the next line, indented."
    ))
}

/// A key that a mapping has twice.
pub(super) fn duplicate(key: &str, at: Range<usize>, first: Range<usize>) -> Finding {
    Finding::error(
        "duplicate-key",
        at,
        say!(ko: "`{key}` 키가 같은 곳에 두 번 있습니다", en: "the key `{key}` is in this mapping twice"),
    )
    .label(first, say!(ko: "처음 나온 곳", en: "first here"))
    .help(say!(
        ko: "YAML은 이를 허용하지 않습니다. 거부하는 도구도 있고, 말없이 하나만 쓰는 도구도 있습니다. 하나만 남기십시오.",
        en: "YAML does not allow it: some readers refuse it, others silently take one. Keep one of them."
    ))
}
