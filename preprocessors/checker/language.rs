//! What language a code block is in: by its info string, else by its content.

/// The languages that are checked or coloured in a way of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// JSON as RFC 8259 has it.
    Json,
    /// JSON with comments.
    Jsonc,
    /// One JSON document a line.
    JsonLines,
    /// Commands for bash or `sh`.
    Shell,
    /// Commands for a shell whose grammar is not bash's.
    OtherShell,
    /// A terminal session: prompts, commands, output.
    Console,
    /// YAML.
    Yaml,
    /// A Dockerfile.
    Dockerfile,
    /// Markdown inside Markdown.
    Markdown,
    /// What the checker says of the block before.
    Diagnostic,
    /// Anything else, or nothing that can be told.
    Other,
}

impl Language {
    /// The language that an info string's first word names, or, without one, that the text looks like.
    pub fn recognise(name: &str, text: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "json" => Self::Json,
            "jsonc" => Self::Jsonc,
            "jsonl" | "ndjson" | "jsonlines" => Self::JsonLines,
            "bash" | "sh" | "shell" => Self::Shell,
            "zsh" | "ksh" => Self::OtherShell,
            "console" | "shell-session" | "terminal" | "shellsession" => Self::Console,
            "yaml" | "yml" => Self::Yaml,
            "dockerfile" | "docker" => Self::Dockerfile,
            "markdown" | "md" => Self::Markdown,
            "diagnostic" => Self::Diagnostic,
            "" => Self::of_text(text),
            _ => Self::Other,
        }
    }

    /// Whether the language is a kind of JSON.
    pub fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Jsonc | Self::JsonLines)
    }

    /// Whether a command may print it: data or text, not commands and not what the checker says.
    pub fn is_output(self) -> bool {
        self.is_json() || matches!(self, Self::Yaml | Self::Other)
    }

    /// An unlabelled block is taken for JSON only when it opens like it, for a
    /// session only when it opens with a prompt: whatever else it may be is not judged.
    fn of_text(text: &str) -> Self {
        let start = text.trim_start();
        let inside = start.trim_start_matches(['[', ' ', '\t', '\r', '\n']).strip_prefix('{');
        let quoted_key = inside.and_then(|inside| {
            let (key, rest) = inside.trim_start().strip_prefix('"')?.split_once('"')?;
            Some(!key.contains('\n') && rest.trim_start().starts_with(':'))
        });
        if quoted_key == Some(true) {
            Self::Json
        } else if start.starts_with("$ ") {
            Self::Console
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognises() {
        for (name, text, expected) in [
            ("json", "", Language::Json),
            ("JSON", "", Language::Json),
            ("jsonc", "", Language::Jsonc),
            ("zsh", "", Language::OtherShell),
            ("rust", "{\"a\": 1}", Language::Other),
            ("", "{\n  \"a\": 1 }", Language::Json),
            ("", "[\n  {\n \"name\": 1 }]", Language::Json),
            ("", "{{ \"a\" }}", Language::Other),
            ("", "{ a: 1 }", Language::Other),
            ("", "[\"a\"]", Language::Other),
            ("", "$ aws ecs help\nusage", Language::Console),
            ("", "", Language::Other),
        ] {
            assert_eq!(Language::recognise(name, text), expected, "{name} {text}");
        }
    }
}
