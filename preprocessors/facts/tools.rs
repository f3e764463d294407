//! The grammars of tools, `schemas/grammars`; each is read when the first command of its tool is judged.

use proof_checker::grammar::tool::{Shipped, Tools};

/// The grammars of `schemas/grammars`: by what name a tool is called, and which of its commands that is.
static GRAMMARS: [(&str, Shipped); 4] = [
    (
        "docker",
        Shipped::new(include_str!("../../schemas/grammars/docker.toml")),
    ),
    ("git", Shipped::new(include_str!("../../schemas/grammars/git.toml"))),
    ("curl", Shipped::new(include_str!("../../schemas/grammars/curl.toml"))),
    ("jq", Shipped::new(include_str!("../../schemas/grammars/jq.toml"))),
];

/// Programs that are a command of another: the name of the one, and the path of the other.
const STANDALONE: [(&str, &str, &str); 1] = [("docker-compose", "docker", "compose")];

pub(crate) fn tools() -> Tools {
    let mut tools = Tools::default();
    for (name, grammar) in &GRAMMARS {
        tools.ship(name, grammar, "");
        for (alone, _, path) in STANDALONE.iter().filter(|(_, tool, _)| tool == name) {
            tools.ship(alone, grammar, path);
        }
    }
    tools
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_grammars_are_grammars() {
        for (name, grammar) in &GRAMMARS {
            assert_eq!(grammar.flaw().map(|flaw| flaw.message.en), None, "{name}");
        }
    }
}
