//! `check --links`: whether what external links lead to is still there. Nothing
//! else in the program uses the network, and no build does.
//!
//! Servers are asked politely: one request at a time to a host, HEAD before GET,
//! few retries with longer and longer pauses, answers kept for a week.

mod cache;
#[cfg(test)]
mod tests;
mod web;

use crate::failure::Result;
use crate::files;
use crate::screen::{self, Progress};
use crate::settings::Settings;
use cache::Cache;
use proof_checker::diagnostic::Lang;
use proof_checker::links::{Trouble, external_links, host};
use proof_checker::{Analysis, analyse, links};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

/// What is wrong with external links, by address.
#[derive(Debug, Default)]
pub(crate) struct External {
    troubles: HashMap<String, Trouble>,
}

impl External {
    /// Puts what was found out with what the analysis of a chapter has.
    pub(crate) fn report(&self, analysis: &mut Analysis, settings: &Settings) {
        if !self.troubles.is_empty() {
            links::report_external(analysis, &settings.options, |url| self.troubles.get(url).cloned());
        }
    }
}

/// How servers are asked.
struct Manner {
    /// How long an answer may take.
    timeout: Duration,
    /// How often a server is asked that does not answer.
    tries: u32,
    /// How long to wait before the second try; twice that before the third.
    patience: Duration,
    /// How long to wait between two addresses of one host.
    pause: Duration,
    /// How many hosts are asked at a time.
    hosts: usize,
}

const MANNER: Manner = Manner {
    timeout: Duration::from_secs(10),
    tries: 3,
    patience: Duration::from_secs(2),
    pause: Duration::from_millis(200),
    hosts: 8,
};

/// Asks for every external link in the files.
pub(crate) fn ask(groups: &[(Settings, Vec<PathBuf>)], lang: Lang) -> Result<External> {
    let found = groups
        .iter()
        .flat_map(|(settings, paths)| paths.iter().flat_map(|path| urls(path, settings)));
    let found: BTreeSet<String> = found.collect();
    let (public, private): (BTreeSet<String>, BTreeSet<String>) = found.into_iter().partition(|url| is_public(url));
    let file = cache::file();
    let mut cache = file.as_deref().map(Cache::read).unwrap_or_default();
    let (known, asked): (Vec<String>, Vec<String>) = public.into_iter().partition(|url| cache.get(url).is_some());
    let mut verdicts: BTreeMap<String, Verdict> = BTreeMap::new();
    let from_cache = known.len();
    for url in known {
        if let Some(status) = cache.get(&url) {
            verdicts.insert(url, Verdict::of(status));
        }
    }
    let mut progress = Progress::new(asked.len());
    let mut done = 0;
    all(asked, &MANNER, |url, verdict| {
        done += 1;
        progress.at(done);
        if let Some(status) = verdict.kept() {
            cache.put(&url, status);
        }
        verdicts.insert(url, verdict);
    });
    progress.clear();
    if let Some(file) = file {
        cache.write(&file)?;
    }
    screen::note(&summary(&verdicts, from_cache, private.len(), lang));
    let troubles = verdicts
        .into_iter()
        .filter_map(|(url, verdict)| Some((url, verdict.trouble()?)));
    Ok(External {
        troubles: troubles.collect(),
    })
}

/// The external links of a file; a file that cannot be read is reported when it is checked.
fn urls(path: &Path, settings: &Settings) -> Vec<String> {
    let Ok(text) = files::read(path) else { return Vec::new() };
    let chapter = files::chapter(path, text, settings);
    let analysis = analyse(chapter, &settings.facts, &settings.options);
    let links = external_links(&analysis, &settings.options);
    links.into_iter().map(|link| link.url).collect()
}

/// What came of asking for an address.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    /// It is there: the status.
    Fine(u16),
    /// It may not be.
    Trouble(Trouble),
}

impl Verdict {
    /// What a status says.
    fn of(status: u16) -> Self {
        match status {
            200..=399 => Self::Fine(status),
            404 | 410 => Self::Trouble(Trouble::Gone(status)),
            500..=599 => Self::Trouble(Trouble::Failing(status)),
            _ => Self::Trouble(Trouble::Refused(status)),
        }
    }

    /// The status, where it is worth keeping: what is gone or fails is asked for again.
    fn kept(&self) -> Option<u16> {
        match self {
            Self::Fine(status) | Self::Trouble(Trouble::Refused(status)) => Some(*status),
            Self::Trouble(_) => None,
        }
    }

    fn trouble(self) -> Option<Trouble> {
        match self {
            Self::Fine(_) => None,
            Self::Trouble(trouble) => Some(trouble),
        }
    }
}

/// Asks for all addresses, several hosts at a time; `each` gets them as they are answered.
fn all(urls: Vec<String>, manner: &Manner, mut each: impl FnMut(String, Verdict)) {
    let mut hosts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for url in urls {
        hosts.entry(host(&url).to_lowercase()).or_default().push(url);
    }
    let hosts: Vec<Vec<String>> = hosts.into_values().collect();
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..manner.hosts.min(hosts.len()) {
            let (sender, next, hosts) = (sender.clone(), &next, &hosts);
            scope.spawn(move || {
                let client = web::Client::new(manner);
                while let Some(urls) = hosts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    of_host(urls, &client, manner, |url, verdict| {
                        // Nobody waits for an answer only when the program ends.
                        let _ = sender.send((url.to_owned(), verdict));
                    });
                }
            });
        }
        drop(sender);
        for (url, verdict) in receiver {
            each(url, verdict);
        }
    });
}

/// Asks a host for one address after the other. One that asks for a rest gets it, and one that is not there is not tried again.
fn of_host(urls: &[String], client: &web::Client, manner: &Manner, mut each: impl FnMut(&str, Verdict)) {
    let mut given_up: Option<Trouble> = None;
    for (index, url) in urls.iter().enumerate() {
        if let Some(trouble) = &given_up {
            each(url, Verdict::Trouble(trouble.clone()));
            continue;
        }
        if index > 0 {
            std::thread::sleep(manner.pause);
        }
        let verdict = patiently(url, client, manner);
        if let Verdict::Trouble(trouble @ (Trouble::Refused(429) | Trouble::Unreachable(_))) = &verdict {
            given_up = Some(trouble.clone());
        }
        each(url, verdict);
    }
}

/// Asks for an address, several times where there is no answer or the server fails.
fn patiently(url: &str, client: &web::Client, manner: &Manner) -> Verdict {
    let mut wait = manner.patience;
    let mut tries = 1;
    loop {
        let verdict = match client.ask(url) {
            Ok(status) => Verdict::of(status),
            Err(why) => Verdict::Trouble(Trouble::Unreachable(why)),
        };
        let passing = matches!(
            verdict,
            Verdict::Trouble(Trouble::Failing(_) | Trouble::Unreachable(_) | Trouble::Refused(408))
        );
        if !passing || tries == manner.tries {
            return verdict;
        }
        std::thread::sleep(wait);
        wait *= 2;
        tries += 1;
    }
}

/// Whether an address is one that the whole world sees: examples, this computer and private networks are not.
fn is_public(url: &str) -> bool {
    let host = host(url).trim_end_matches('.').to_ascii_lowercase();
    if let Ok(address) = host.parse::<std::net::IpAddr>() {
        return match address {
            std::net::IpAddr::V4(v4) => {
                !(v4.is_loopback()
                    || v4.is_private()
                    || v4.is_link_local()
                    || v4.is_unspecified()
                    || v4.is_documentation())
            }
            std::net::IpAddr::V6(v6) => !(v6.is_loopback() || v6.is_unspecified()),
        };
    }
    // RFC 2606 and RFC 6761 keep these names for examples, tests and this computer.
    let ends = |name: &str| host == name || host.ends_with(&format!(".{name}"));
    let kept = [
        "example",
        "example.com",
        "example.net",
        "example.org",
        "invalid",
        "localhost",
        "test",
        "local",
        "internal",
    ];
    host.is_ascii() && host.contains('.') && !kept.into_iter().any(ends)
}

fn summary(verdicts: &BTreeMap<String, Verdict>, from_cache: usize, private: usize, lang: Lang) -> String {
    let count = |wanted: fn(&Verdict) -> bool| verdicts.values().filter(|verdict| wanted(verdict)).count();
    let fine = count(|verdict| matches!(verdict, Verdict::Fine(_)));
    let unclear = count(|verdict| matches!(verdict, Verdict::Trouble(Trouble::Refused(_))));
    let all = verdicts.len() + private;
    let dead = verdicts.len() - fine - unclear;
    match lang {
        Lang::Ko => format!(
            "외부 링크 {all}개: 정상 {fine}개, 문제 {dead}개, 확인 불가 {unclear}개, 묻지 않음 {private}개 (캐시에서 {from_cache}개)\n"
        ),
        Lang::En => format!(
            "{all} external link{}: {fine} fine, {dead} in trouble, {unclear} unclear, {private} not public ({from_cache} from the cache)\n",
            if all == 1 { "" } else { "s" }
        ),
    }
}
