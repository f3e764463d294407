//! One request for one address.

use super::Manner;
use std::fmt::Write;

/// Asks servers, and remembers nothing.
pub(super) struct Client {
    agent: ureq::Agent,
}

/// Who asks, so that whoever runs a server knows.
const NAME: &str = concat!(
    "mdbook-proof/",
    env!("CARGO_PKG_VERSION"),
    " (link check; +",
    env!("CARGO_PKG_REPOSITORY"),
    ")"
);

impl Client {
    /// A client of that manner.
    pub(super) fn new(manner: &Manner) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(manner.timeout))
            .http_status_as_error(false)
            .user_agent(NAME)
            .accept("text/html,application/xhtml+xml,*/*;q=0.8")
            .build();
        Self { agent: config.into() }
    }

    /// The status of an address after its redirects, or why there is none. The page itself is not read.
    pub(super) fn ask(&self, url: &str) -> Result<u16, String> {
        let url = encoded(url);
        let say = |error: ureq::Error| error.to_string();
        let status = self.agent.head(&url).call().map_err(say)?.status().as_u16();
        // Some servers know no HEAD, or answer it with anything. One that wants a rest is not asked again.
        if status < 400 || status == 429 {
            return Ok(status);
        }
        Ok(self.agent.get(&url).call().map_err(say)?.status().as_u16())
    }
}

/// An address as it is sent: what a browser would send for what is written.
fn encoded(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        match byte {
            b'!'..=b'~' if !b"\"<>\\^`{|}".contains(&byte) => out.push(char::from(byte)),
            // Writing to a string cannot fail.
            byte => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}
