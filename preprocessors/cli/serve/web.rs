//! The web server of `serve`: the files of the site, and a stream of events that tells
//! open pages what to say and when to load anew.
//!
//! Each connection has a thread and gets one answer: a browser opens connections
//! ahead of need, and no idle one may keep a page waiting.

use super::port::{Listening, WHO};
use super::site::{File, Site};
use proof_checker::diagnostic::Lang;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{IpAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How long a connection may say nothing, or take nothing.
const PATIENCE: Duration = Duration::from_secs(30);

/// The longest request that is read; browsers send a few hundred bytes.
const LONGEST: u64 = 64 * 1024;

/// Where pages hear of changes, and what listens to it and shows it.
const EVENTS: &str = "/.proof/events";
const LIVE: &str = "/.proof/live.js";
const OVERLAY: &str = "/.proof/overlay.js";
const STYLE: &str = "/.proof/overlay.css";

/// A server's part in every connection.
struct Server {
    site: Arc<Site>,
    hostname: Option<String>,
    book: String,
}

/// Answers requests, on threads of its own.
pub(super) fn serve(listening: Listening, site: Arc<Site>) {
    let Listening {
        listener,
        hostname,
        book,
    } = listening;
    let server = Arc::new(Server { site, hostname, book });
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let server = Arc::clone(&server);
            std::thread::spawn(move || {
                // A browser that went away needs no answer.
                let _ = server.answer(&stream);
            });
        }
    });
}

/// What a browser asks for.
struct Request {
    method: String,
    path: String,
    query: String,
    host: String,
}

struct Answer {
    status: u16,
    kind: &'static str,
    cache: &'static str,
    body: Vec<u8>,
}

impl Answer {
    fn new(status: u16, kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        Self {
            status,
            kind,
            cache: "no-store",
            body,
        }
    }
}

impl Server {
    fn answer(&self, mut stream: &TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let Some(request) = request(stream)? else {
            return Ok(());
        };
        let answer = match request.path.as_str() {
            _ if !self.is_ours(&request.host) => Answer::new(403, PLAIN, self.stranger(&request.host)),
            _ if request.method != "GET" && request.method != "HEAD" => Answer::new(405, PLAIN, "405"),
            EVENTS if request.method == "GET" => return self.events(stream, &request),
            EVENTS => Answer::new(200, "text/event-stream", ""),
            WHO => Answer::new(200, PLAIN, self.book.as_str()),
            LIVE => Answer::new(200, SCRIPT, include_str!("live.js")),
            OVERLAY => Answer::new(200, SCRIPT, include_str!("overlay.js")),
            STYLE => Answer::new(200, "text/css; charset=utf-8", include_str!("overlay.css")),
            path => self.page(path),
        };
        let mut bytes = format!(
            "HTTP/1.1 {} {}\r\nServer: mdbook-proof\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\
             Cache-Control: {}\r\nX-Content-Type-Options: nosniff\r\n\r\n",
            answer.status,
            reason(answer.status),
            answer.kind,
            answer.body.len(),
            answer.cache,
        )
        .into_bytes();
        if request.method == "GET" {
            bytes.extend(answer.body);
        }
        stream.write_all(&bytes)
    }

    /// The file that a path stands for; of a page, with the script that keeps it up to date.
    fn page(&self, path: &str) -> Answer {
        let decoded = percent_decoded(path);
        let Some(file) = self.site.file(decoded.as_deref()) else {
            return Answer::new(503, HTML, self.empty_page());
        };
        let kind = kind(&file.name);
        let status = if file.found { 200 } else { 404 };
        if kind == HTML {
            let key = self.site.key(Some(&file));
            return Answer::new(status, kind, with_script(file.body, &key));
        }
        let by_its_name = decoded.is_some_and(|path| Path::new(&path).ends_with(&file.name));
        let immutable = file.found && by_its_name && is_hashed(&file.name);
        let mut answer = Answer::new(status, kind, file.body);
        if immutable {
            // Its name says what it holds.
            answer.cache = "max-age=31536000, immutable";
        }
        answer
    }

    /// The page that is shown while there is no book yet.
    fn empty_page(&self) -> String {
        let (lang, text) = match self.site.lang {
            Lang::Ko => ("ko", "책을 만들고 있습니다"),
            Lang::En => ("en", "The book is being built"),
        };
        let script = script_tag(&self.site.key(None));
        format!(
            "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>mdbook-proof</title>\
             <link rel=\"stylesheet\" href=\"{STYLE}\"></head>\
             <body class=\"proof-empty\"><p>{text}</p>{script}</body></html>"
        )
    }

    /// Keeps a connection open; tells a page what is to be said of the book, and a word that
    /// is another when the page has to be loaded anew.
    fn events(&self, mut stream: &TcpStream, request: &Request) -> io::Result<()> {
        let page = percent_decoded(&request.query).unwrap_or_default();
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nServer: mdbook-proof\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n\
             retry: 500\n\n"
        )?;
        let mut told = None;
        loop {
            // A line now and then finds out whether anybody listens still.
            let (version, report) = self.site.wait(told, Duration::from_secs(15));
            let line = if told == Some(version) {
                ": still here\n\n".to_owned()
            } else {
                let file: Option<File> = self.site.file(Some(&page));
                let key = self.site.key(file.as_ref());
                format!("data: {}\n\n", serde_json::json!({ "key": key, "report": *report }))
            };
            told = Some(version);
            stream.write_all(line.as_bytes())?;
            stream.flush()?;
        }
    }

    /// Whether a request names this server. A page of somebody else's whose name leads here all of a sudden does not.
    fn is_ours(&self, host: &str) -> bool {
        let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((address, _)) => address,
            None => host.rsplit_once(':').map_or(host, |(name, _)| name),
        };
        let local = name.eq_ignore_ascii_case("localhost") || name.to_ascii_lowercase().ends_with(".localhost");
        let given = self
            .hostname
            .as_ref()
            .is_some_and(|given| given.eq_ignore_ascii_case(name));
        host.is_empty() || local || given || name.parse::<IpAddr>().is_ok()
    }

    fn stranger(&self, host: &str) -> String {
        match self.site.lang {
            Lang::Ko => {
                format!("403: 이 서버의 이름은 `{host}`이(가) 아닙니다. 이 이름을 쓰려면 `--hostname`으로 주십시오.\n")
            }
            Lang::En => {
                format!("403: this server is not called `{host}`. To use that name, give it with `--hostname`.\n")
            }
        }
    }
}

/// A request; nothing where a connection ends without one.
fn request(stream: &TcpStream) -> io::Result<Option<Request>> {
    let mut reader = BufReader::new(stream).take(LONGEST);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut host = String::new();
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 && !line.trim_end().is_empty() {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("host")
        {
            host = value.trim().to_owned();
        }
        line.clear();
    }
    let mut words = first.split_ascii_whitespace();
    Ok(words.next().zip(words.next()).map(|(method, target)| {
        let target = target.split('#').next().unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Request {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            host,
        }
    }))
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        _ => "Service Unavailable",
    }
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
const SCRIPT: &str = "text/javascript; charset=utf-8";

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|e| e.to_str()).unwrap_or_default() {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => SCRIPT,
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

/// Whether a file's name ends in a hash, as in `book-0123abcd.js`.
fn is_hashed(name: &Path) -> bool {
    name.file_name()
        .and_then(|name| name.to_str())
        .and_then(super::quick::without_hash)
        .is_some()
}

fn script_tag(key: &str) -> String {
    format!("<script src=\"{LIVE}\" data-key=\"{key}\"></script>")
}

/// A page with the script that keeps it up to date.
fn with_script(page: Vec<u8>, key: &str) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(&page) else {
        return page;
    };
    let at = text.rfind("</body>").unwrap_or(text.len());
    [&text[..at], &script_tag(key), &text[at..]].concat().into_bytes()
}
