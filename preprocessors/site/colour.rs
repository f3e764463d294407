//! The colours of code, as the class names that every mdBook theme styles
//! already: from the checker's own tokens where it read the block, else by syntect.

use crate::html::push_span;
use crate::layers::{self, Marks};
use proof_checker::Block;
use proof_checker::syntax::{Token, TokenKind};
use std::sync::LazyLock;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

/// The block's text as coloured HTML with its marks, or nothing where no colouring is known for its language. A text that
/// syntect colours carries no marks.
pub(crate) fn colour(block: &Block, marks: Marks) -> Option<String> {
    if !block.tokens.is_empty() {
        let class = |token: &Token| class(token.kind);
        return Some(layers::render(&block.code.text, &block.tokens, class, marks));
    }
    by_syntect(&block.code.info.language, &block.code.text)
}

fn class(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Property => "hljs-attr",
        TokenKind::String => "hljs-string",
        TokenKind::Number => "hljs-number",
        TokenKind::Literal => "hljs-literal",
        TokenKind::Punctuation | TokenKind::Word | TokenKind::Operator => "",
        // No colour, but a name: what is copied goes without it.
        TokenKind::Output => "output",
        TokenKind::Command => "hljs-title",
        TokenKind::Option => "hljs-attr",
        TokenKind::Keyword => "hljs-keyword",
        TokenKind::Variable => "hljs-variable",
        TokenKind::Prompt => "hljs-meta",
        TokenKind::Comment => "hljs-comment",
        TokenKind::Placeholder => "hljs-variable fill",
        TokenKind::Invalid => "hljs-deletion",
    }
}

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// What syntect calls things, and the class of each; the first that is found from the innermost scope out counts.
static SCOPES: LazyLock<Vec<(Scope, &str)>> = LazyLock::new(|| {
    let scopes = [
        ("comment", "hljs-comment"),
        ("string", "hljs-string"),
        ("constant.numeric", "hljs-number"),
        ("constant.language", "hljs-literal"),
        ("constant.character.escape", "hljs-string"),
        ("entity.name.function", "hljs-title"),
        ("entity.name.tag", "hljs-attr"),
        ("entity.other.attribute-name", "hljs-attr"),
        ("support.function", "hljs-built_in"),
        ("variable.parameter.option", "hljs-attr"),
        ("variable", "hljs-variable"),
        ("storage", "hljs-keyword"),
        ("keyword.operator", ""),
        ("keyword", "hljs-keyword"),
    ];
    let known = |(name, class)| Some((Scope::new(name).ok()?, class));
    scopes.into_iter().filter_map(known).collect()
});

fn by_syntect(language: &str, text: &str) -> Option<String> {
    let syntax = syntax(language)?;
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut out = String::with_capacity(text.len() * 2);
    for line in LinesWithEndings::from(text) {
        let mut done = 0;
        for (at, operation) in state.parse_line(line, &SYNTAXES).ok()? {
            push_span(&mut out, innermost(&stack), &line[done..at]);
            done = at;
            stack.apply(&operation).ok()?;
        }
        push_span(&mut out, innermost(&stack), &line[done..]);
    }
    Some(out)
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    // Plain text is a syntax of syntect's too, but there is nothing to colour in it.
    let plain = matches!(language, "" | "text" | "txt" | "plain");
    let name = match language {
        "shell" | "zsh" => "bash",
        name => name,
    };
    (!plain).then(|| SYNTAXES.find_syntax_by_token(name)).flatten()
}

fn innermost(stack: &ScopeStack) -> &'static str {
    let class = |scope: &Scope| {
        SCOPES
            .iter()
            .find(|(prefix, _)| prefix.is_prefix_of(*scope))
            .map(|(_, class)| *class)
    };
    stack.as_slice().iter().rev().find_map(class).unwrap_or_default()
}
