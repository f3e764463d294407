//! Where `serve` listens: on this machine alone, unless the user names another address.

use crate::failure::{Failure, Result};
use crate::surroundings::lexical;
use proof_checker::diagnostic::Text;
use proof_checker::say;
use std::io::{self, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::path::Path;
use std::time::Duration;

/// Where a server says which book it shows.
pub(super) const WHO: &str = "/.proof/book";

/// How long another server may take to say what it is.
const PATIENCE: Duration = Duration::from_millis(300);

/// A server that listens, and what it is called by.
pub(super) struct Listening {
    pub(super) listener: TcpListener,
    /// The name that the user gave it.
    pub(super) hostname: Option<String>,
    /// The book's folder, for other servers that want the port.
    pub(super) book: String,
}

impl Listening {
    /// The address that a browser on this machine can open.
    pub(super) fn url(&self) -> String {
        let address = self.listener.local_addr().ok();
        let port = address.map_or(0, |address| address.port());
        let host = match (&self.hostname, address.map(|address| address.ip())) {
            (None, _) => "localhost".to_owned(),
            (Some(_), Some(ip)) if ip.is_unspecified() => "localhost".to_owned(),
            (Some(name), _) if name.parse::<IpAddr>().is_ok_and(|ip| ip.is_ipv6()) => format!("[{name}]"),
            (Some(name), _) => name.clone(),
        };
        format!("http://{host}:{port}")
    }
}

/// Listens on a port: of the loopback address, or of the one that is named.
pub(super) fn listen(hostname: Option<&str>, port: u16, root: &Path) -> Result<Listening> {
    let book = lexical(root).display().to_string();
    let addresses = addresses(hostname, port)?;
    match TcpListener::bind(&addresses[..]) {
        Ok(listener) => Ok(Listening {
            listener,
            hostname: hostname.map(str::to_owned),
            book,
        }),
        Err(error) => Err(refused(hostname, &addresses, port, &error, &book)),
    }
}

fn addresses(hostname: Option<&str>, port: u16) -> Result<Vec<SocketAddr>> {
    let name = hostname.unwrap_or("127.0.0.1");
    let found = (name, port).to_socket_addrs().map(Iterator::collect::<Vec<_>>);
    let why = match found {
        Ok(found) if !found.is_empty() => return Ok(found),
        Ok(_) => String::new(),
        Err(error) => format!(": {error}"),
    };
    Err(Failure::new(
        say!(ko: "`{name}` 주소를 찾을 수 없습니다{why}", en: "cannot find the address `{name}`{why}"),
    ))
}

/// Why a port could not be had: who has it, and which is free.
fn refused(hostname: Option<&str>, addresses: &[SocketAddr], port: u16, error: &io::Error, book: &str) -> Failure {
    if error.kind() != io::ErrorKind::AddrInUse {
        return Failure::new(
            say!(ko: "포트 {port}을(를) 열 수 없습니다: {error}", en: "cannot listen on port {port}: {error}"),
        );
    }
    let holder = addresses.first().and_then(|address| holder(*address));
    let failure = match &holder {
        Some(other) if other == book => {
            return Failure::new(say!(
                ko: "이 책은 이미 http://localhost:{port} 에서 보여 주고 있습니다",
                en: "this book is shown at http://localhost:{port} already"
            ))
            .hint(another(hostname, port));
        }
        Some(other) => Failure::new(say!(
            ko: "포트 {port}은(는) 다른 책이 쓰고 있습니다: mdbook-proof가 `{other}`을(를) 보여 주고 있습니다",
            en: "port {port} is taken by another book: mdbook-proof shows `{other}` there"
        )),
        None => Failure::new(say!(
            ko: "포트 {port}은(는) 다른 프로그램이 쓰고 있습니다",
            en: "port {port} is taken by another program"
        )),
    };
    failure.hint(another(hostname, port))
}

/// The next port that is free.
fn another(hostname: Option<&str>, port: u16) -> Text {
    let free = |port: &u16| addresses(hostname, *port).is_ok_and(|addresses| TcpListener::bind(&addresses[..]).is_ok());
    let next = (port..=u16::MAX).skip(1).take(100).find(free).unwrap_or(0);
    say!(
        ko: "비어 있는 포트: `--port {next}`",
        en: "a port that is free: `--port {next}`"
    )
}

/// The book that is shown at an address, where another `serve` shows one.
fn holder(mut address: SocketAddr) -> Option<String> {
    if address.ip().is_unspecified() {
        address.set_ip(IpAddr::from([127, 0, 0, 1]));
    }
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.set_write_timeout(Some(PATIENCE)).ok()?;
    write!(
        stream,
        "GET {WHO} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .ok()?;
    let mut answer = String::new();
    stream.take(64 * 1024).read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let ours = head.starts_with("HTTP/1.1 200 ") && head.contains("\r\nServer: mdbook-proof");
    ours.then(|| body.to_owned())
}
