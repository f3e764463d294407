//! The web server of `serve`: files of the last good book, and a stream of events
//! that tells open pages to load anew. It listens on the loopback address only.
//!
//! Each connection has a thread and gets one answer: a browser opens connections
//! ahead of need, and no idle one may keep a page waiting.

use crate::failure::{Failure, Result};
use proof_checker::say;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;
use tempfile::TempDir;

/// The book that is shown, and how often that has changed.
#[derive(Default)]
pub(super) struct Site {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The pages, and the folder that goes away with them.
    shown: Option<(TempDir, PathBuf)>,
    /// Why there is no newer book.
    failure: Option<String>,
    version: u64,
}

impl Site {
    /// Shows a book in place of the last.
    pub(super) fn show(&self, folder: TempDir, pages: PathBuf) {
        self.change(|state| {
            state.shown = Some((folder, pages));
            state.failure = None;
        });
    }

    /// Says why there is no new book; the last good one stays.
    pub(super) fn fail(&self, message: &str) {
        self.change(|state| state.failure = Some(message.to_owned()));
    }

    fn change(&self, with: impl FnOnce(&mut State)) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        with(&mut state);
        state.version += 1;
        self.changed.notify_all();
    }
}

/// A server that listens, and where.
pub(super) struct Listening(TcpListener, u16);

impl Listening {
    /// The port that it listens on.
    pub(super) fn port(&self) -> u16 {
        self.1
    }
}

/// Listens on a port of the loopback address.
pub(super) fn listen(port: u16) -> Result<Listening> {
    let listener = TcpListener::bind(("127.0.0.1", port)).map_err(|e| {
        let next = port.saturating_add(1);
        Failure::new(say!(ko: "포트 {port}을(를) 열 수 없습니다: {e}", en: "cannot listen on port {port}: {e}")).hint(
            say!(
                ko: "다른 프로그램이 쓰고 있다면 `--port {next}`처럼 다른 포트를 고르십시오",
                en: "if another program has it, choose another: `--port {next}`"
            ),
        )
    })?;
    let port = listener.local_addr().map_or(port, |address| address.port());
    Ok(Listening(listener, port))
}

/// Answers requests, on threads of its own.
pub(super) fn serve(Listening(listener, _): Listening, site: Arc<Site>) {
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let site = Arc::clone(&site);
            std::thread::spawn(move || {
                // A browser that went away needs no answer.
                let _ = answer(&stream, &site);
            });
        }
    });
}

/// How long a connection may say nothing, or take nothing.
const PATIENCE: Duration = Duration::from_secs(30);

/// The longest request that is read; browsers send a few hundred bytes.
const LONGEST: u64 = 64 * 1024;

/// Where pages hear of changes, and the script that listens.
const EVENTS: &str = "/.proof/events";
const SCRIPT: &str = "/.proof/reload.js";
const RELOAD: &str = "const events = new EventSource('/.proof/events');\n\
    let version = null;\n\
    events.onmessage = ({ data }) => {\n  \
    if (version !== null && version !== data) location.reload();\n  \
    version = data;\n};\n";

fn answer(stream: &TcpStream, site: &Site) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let Some((method, path)) = request(stream)? else {
        return Ok(());
    };
    let (status, body, kind) = match path.as_str() {
        _ if method != "GET" && method != "HEAD" => (405, b"405".to_vec(), PLAIN),
        EVENTS => return events(stream, site),
        SCRIPT => (200, RELOAD.as_bytes().to_vec(), "text/javascript; charset=utf-8"),
        path => page(path, site),
    };
    let mut answer = format!(
        "HTTP/1.1 {status} {}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\
         Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\r\n",
        reason(status),
        body.len()
    )
    .into_bytes();
    if method == "GET" {
        answer.extend(body);
    }
    let mut stream = stream;
    stream.write_all(&answer)
}

/// The method and the path of a request, its query left out; nothing where a connection ends without one.
fn request(stream: &TcpStream) -> io::Result<Option<(String, String)>> {
    let mut reader = BufReader::new(stream).take(LONGEST);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 && !line.trim_end().is_empty() {
        line.clear();
    }
    let mut words = first.split_ascii_whitespace();
    Ok(words.next().zip(words.next()).map(|(method, target)| {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        (method.to_owned(), path.to_owned())
    }))
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        404 => "Not Found",
        405 => "Method Not Allowed",
        _ => "Service Unavailable",
    }
}

/// The status, body and type of what a path stands for.
fn page(path: &str, site: &Site) -> (u16, Vec<u8>, &'static str) {
    let state = site.state.lock().unwrap_or_else(PoisonError::into_inner);
    let Some((_, pages)) = &state.shown else {
        return (503, failure_page(state.failure.as_deref().unwrap_or_default()), HTML);
    };
    let (status, file) = match resolve(pages, path) {
        Some(file) => (200, file),
        None => (404, pages.join("404.html")),
    };
    let kind = kind(&file);
    match std::fs::read(&file) {
        Ok(body) if kind == HTML => (status, with_script(body), kind),
        Ok(body) => (status, body, kind),
        Err(_) => (404, b"404".to_vec(), PLAIN),
    }
}

/// The file that a URL's path names inside the pages' folder; nothing outside of it.
fn resolve(pages: &Path, path: &str) -> Option<PathBuf> {
    let decoded = percent_decoded(path)?;
    let mut file = pages.to_owned();
    for part in decoded.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." || part.contains(['\\', ':', '\0']) {
            return None;
        }
        file.push(part);
    }
    if file.is_dir() {
        file.push("index.html");
    }
    file.is_file().then_some(file)
}

fn percent_decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |b: u8| char::from(b).to_digit(16);
            let value = digit(rest.next()?)? * 16 + digit(rest.next()?)?;
            bytes.push(u8::try_from(value).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

const HTML: &str = "text/html; charset=utf-8";
const PLAIN: &str = "text/plain; charset=utf-8";

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|e| e.to_str()).unwrap_or_default() {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "wasm" => "application/wasm",
        "xml" => "application/xml",
        "txt" => PLAIN,
        _ => "application/octet-stream",
    }
}

fn script_tag() -> String {
    format!("<script src=\"{SCRIPT}\"></script>")
}

/// A page with the script that loads it anew.
fn with_script(page: Vec<u8>) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(&page) else {
        return page;
    };
    match text.rfind("</body>") {
        Some(at) => [&text[..at], &script_tag(), &text[at..]].concat().into_bytes(),
        None => page,
    }
}

/// What is shown while there is no good book yet.
fn failure_page(message: &str) -> Vec<u8> {
    let message = message.replace('&', "&amp;").replace('<', "&lt;");
    let script = script_tag();
    format!(
        "<!doctype html><meta charset=\"utf-8\"><title>mdbook-proof</title><body><pre>{message}</pre>{script}</body>"
    )
    .into_bytes()
}

/// Keeps a connection open and writes the version to it whenever it changes.
fn events(mut stream: &TcpStream, site: &Site) -> io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n"
    )?;
    let mut told = None;
    loop {
        let state = site.state.lock().unwrap_or_else(PoisonError::into_inner);
        // A line now and then finds out whether anybody listens still.
        let wait = site
            .changed
            .wait_timeout_while(state, Duration::from_secs(15), |s| told == Some(s.version));
        let (state, _) = wait.unwrap_or_else(PoisonError::into_inner);
        let version = state.version;
        drop(state);
        if told == Some(version) {
            write!(stream, ": still here\n\n")?;
        } else {
            write!(stream, "data: {version}\n\n")?;
            told = Some(version);
        }
        stream.flush()?;
    }
}
