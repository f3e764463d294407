//! External links asked of a server on this computer, which answers as it is told.

use super::*;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

/// Quick, so that what is tried three times does not take long.
const QUICK: Manner = Manner {
    timeout: Duration::from_millis(300),
    tries: 3,
    patience: Duration::from_millis(1),
    pause: Duration::from_millis(1),
    hosts: 4,
};

/// A server: its address, and the requests that it got.
struct Server {
    address: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("the port is known");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&requests);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let heard = Arc::clone(&heard);
                std::thread::spawn(move || answer(&stream, &heard));
            }
        });
        Self {
            address: format!("http://{address}"),
            requests,
        }
    }

    fn heard(&self) -> Vec<String> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Answers one request as its path says: `/404`, `/head-405`, `/to/PATH`, `/slow`, `/closed`, `/third-time`.
fn answer(mut stream: &TcpStream, heard: &Mutex<Vec<String>>) {
    let mut request = String::new();
    let mut reader = BufReader::new(stream);
    while reader.read_line(&mut request).is_ok_and(|read| read > 2) {}
    let mut words = request.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let line = format!("{method} {path}");
    let times = {
        let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.push(line.clone());
        heard.iter().filter(|other| **other == line).count()
    };
    assert!(request.contains("mdbook-proof/"), "the program says who it is");
    let (status, to) = match path.trim_start_matches('/') {
        "slow" => {
            std::thread::sleep(Duration::from_millis(600));
            (200, None)
        }
        "closed" => return,
        "head-405" => (if method == "HEAD" { 405 } else { 200 }, None),
        "third-time" => (if times < 3 { 503 } else { 200 }, None),
        path => match path.strip_prefix("to/") {
            Some(to) => (302, Some(to)),
            None => (path.parse().unwrap_or(200), None),
        },
    };
    let to = to.map_or(String::new(), |to| format!("Location: /{to}\r\n"));
    let text = format!("HTTP/1.1 {status} x\r\n{to}Content-Length: 0\r\nConnection: close\r\n\r\n");
    // Who went away needs no answer.
    let _ = stream.write_all(text.as_bytes());
}

/// Asks for paths of one server, in order; gives the verdicts and what the server heard.
fn ask(paths: &[&str]) -> (Vec<Verdict>, Vec<String>) {
    let server = Server::start();
    let urls: Vec<String> = paths.iter().map(|path| format!("{}{path}", server.address)).collect();
    let mut verdicts = Vec::new();
    of_host(&urls, &web::Client::new(&QUICK), &QUICK, |_, verdict| {
        verdicts.push(verdict)
    });
    (verdicts, server.heard())
}

#[test]
fn answers() {
    for (path, expected, requests) in [
        ("/200", Verdict::Fine(200), &["HEAD /200"][..]),
        ("/가 나", Verdict::Fine(200), &["HEAD /%EA%B0%80%20%EB%82%98"]),
        ("/to/200", Verdict::Fine(200), &["HEAD /to/200", "HEAD /200"]),
        ("/head-405", Verdict::Fine(200), &["HEAD /head-405", "GET /head-405"]),
        ("/404", Verdict::Trouble(Trouble::Gone(404)), &["HEAD /404", "GET /404"]),
        ("/410", Verdict::Trouble(Trouble::Gone(410)), &["HEAD /410", "GET /410"]),
        (
            "/to/404",
            Verdict::Trouble(Trouble::Gone(404)),
            &["HEAD /to/404", "HEAD /404", "GET /to/404", "GET /404"],
        ),
        (
            "/403",
            Verdict::Trouble(Trouble::Refused(403)),
            &["HEAD /403", "GET /403"],
        ),
        (
            "/999",
            Verdict::Trouble(Trouble::Refused(999)),
            &["HEAD /999", "GET /999"],
        ),
        ("/429", Verdict::Trouble(Trouble::Refused(429)), &["HEAD /429"]),
        (
            "/third-time",
            Verdict::Fine(200),
            &[
                "HEAD /third-time",
                "GET /third-time",
                "HEAD /third-time",
                "GET /third-time",
                "HEAD /third-time",
            ],
        ),
        (
            "/500",
            Verdict::Trouble(Trouble::Failing(500)),
            &["HEAD /500", "GET /500"].repeat(3),
        ),
    ] {
        let (verdicts, heard) = ask(&[path]);
        assert_eq!(verdicts, [expected], "{path}");
        assert_eq!(heard, requests, "{path}");
    }
}

#[test]
fn silence_is_tried_again_and_then_reported() {
    for path in ["/slow", "/closed"] {
        let (verdicts, heard) = ask(&[path]);
        assert!(
            matches!(verdicts[..], [Verdict::Trouble(Trouble::Unreachable(_))]),
            "{path}: {verdicts:?}"
        );
        assert!(heard.len() >= 3, "{path}: {heard:?}");
    }
    // Nobody listens on the port any more.
    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let url = format!("http://{}/", port.expect("a port is free"));
    let verdict = patiently(&url, &web::Client::new(&QUICK), &QUICK);
    assert!(
        matches!(verdict, Verdict::Trouble(Trouble::Unreachable(_))),
        "{verdict:?}"
    );
}

#[test]
fn a_host_that_wants_a_rest_gets_it() {
    let (verdicts, heard) = ask(&["/200", "/429", "/201"]);
    let refused = Verdict::Trouble(Trouble::Refused(429));
    assert_eq!(verdicts, [Verdict::Fine(200), refused.clone(), refused]);
    assert_eq!(heard, ["HEAD /200", "HEAD /429"]);
}

#[test]
fn several_hosts() {
    let servers = [Server::start(), Server::start(), Server::start()];
    let urls: Vec<String> = servers
        .iter()
        .flat_map(|s| [format!("{}/200", s.address), format!("{}/404", s.address)])
        .collect();
    let mut answered = BTreeMap::new();
    all(urls.clone(), &QUICK, |url, verdict| drop(answered.insert(url, verdict)));
    assert_eq!(answered.len(), urls.len());
    for (url, verdict) in answered {
        assert_eq!(matches!(verdict, Verdict::Fine(_)), url.ends_with("/200"), "{url}");
    }
}

#[test]
fn public_addresses() {
    for (url, expected) in [
        ("https://docs.aws.amazon.com/x", true),
        ("https://8.8.8.8/", true),
        ("http://localhost:3000", false),
        ("http://app.localhost", false),
        ("http://127.0.0.1:80", false),
        ("http://[::1]/", false),
        ("http://10.0.0.1/", false),
        ("http://192.0.2.1/", false),
        ("https://example.com/", false),
        ("https://www.example.org.", false),
        ("https://a.test", false),
        ("https://intranet/", false),
        ("https://한국.kr/", false),
    ] {
        assert_eq!(is_public(url), expected, "{url}");
    }
}

#[test]
fn answers_are_kept() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let file = folder.path().join("below/links.json");
    let mut cache = Cache::read(&file);
    assert_eq!(cache.get("https://a.b"), None);
    cache.put("https://a.b", 200);
    cache.write(&file).expect("the cache can be written");
    assert_eq!(Cache::read(&file).get("https://a.b"), Some(200));
    for broken in [
        "not JSON",
        "[]",
        r#"{"https://a.b": {"checked": 1, "status": 200}}"#,
        r#"{"https://a.b": {"checked": 99999999999, "status": 200}}"#,
        r#"{"https://a.b": {"status": 200}}"#,
    ] {
        std::fs::write(&file, broken).expect("a file can be written");
        assert_eq!(Cache::read(&file).get("https://a.b"), None, "{broken}");
    }
}
