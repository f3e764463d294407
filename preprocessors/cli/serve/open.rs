//! `--open`: the book in the reader's browser.

use std::process::{Command, Stdio};

/// Asks the system to show a page. Where nothing can, the address on the terminal has to do.
pub(super) fn browser(url: &str) {
    let words: &[&str] = match std::env::consts::OS {
        "macos" => &["open"],
        "windows" => &["cmd", "/C", "start", ""],
        _ => &["xdg-open"],
    };
    let mut command = Command::new(words[0]);
    command
        .args(&words[1..])
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if let Ok(mut child) = command.spawn() {
        // It may live as long as the browser does; whoever waits for it must not be the book.
        std::thread::spawn(move || child.wait());
    }
}
