//! HTML that survives Markdown: on one line, so that a list or a quote cannot
//! take its indentation away, and with no `{{`, which mdBook's `links` would expand.

/// Appends text as HTML, safe in an element and in a quoted attribute.
pub(crate) fn push_text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '{' if out.ends_with('{') => out.push_str("&#123;"),
            // NUL is no character of HTML at all; others of its kind have no picture either.
            '\0'..='\u{1f}' | '\u{7f}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
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
