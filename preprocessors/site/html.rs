//! HTML that survives Markdown: on one line, so that a list or a quote cannot
//! take its indentation away, and with no `{{`, which mdBook's `links` would expand.

/// Appends text as HTML, safe in an element and in a quoted attribute.
pub(crate) fn push_text(out: &mut String, mut text: &str) {
    let special = |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'{' | 0..=0x1f | 0x7f);
    while let Some(at) = text.bytes().position(special) {
        out.push_str(&text[..at]);
        out.push_str(match text.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\n' => "&#10;",
            b'\t' => "&#9;",
            b'{' if out.ends_with('{') => "&#123;",
            b'{' => "{",
            // NUL is no character of HTML at all; others of its kind have no picture either.
            _ => "\u{fffd}",
        });
        text = &text[at + 1..];
    }
    out.push_str(text);
}

/// Appends the start of a `span` with attributes; those that are empty are left out.
pub(crate) fn push_tag(out: &mut String, attributes: &[(&str, &str)]) {
    out.push_str("<span");
    for (name, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        push_text(out, value);
        out.push('"');
    }
    out.push('>');
}

/// Appends a text in a `span` of a class, or bare where the class is empty.
pub(crate) fn push_span(out: &mut String, class: &str, text: &str) {
    if class.is_empty() || text.is_empty() {
        push_text(out, text);
        return;
    }
    push_tag(out, &[("class", class)]);
    push_text(out, text);
    out.push_str("</span>");
}
