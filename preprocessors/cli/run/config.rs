//! `[preprocessor.proof.run]`: which emulator, how it starts, what the commands of a book find around them.

use crate::failure::{Failure, Result};
use proof_checker::say;
use serde_json::Value;
use std::path::{Component, Path, PathBuf};

/// What a book says of how its examples are run.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// The emulator.
    pub(crate) emulator: Emulator,
    /// The AWS CLI; nothing to look for one.
    pub(crate) aws: Option<PathBuf>,
    /// The region.
    pub(crate) region: String,
    /// The account that the emulator plays.
    pub(crate) account: String,
    /// Variables for the commands.
    pub(crate) env: Vec<(String, String)>,
    /// Commands that every chapter begins with.
    pub(crate) setup: String,
    /// How long a command may take, in seconds.
    pub(crate) timeout: u64,
    /// The file of results, below the book's folder.
    pub(crate) results: String,
}

/// A program that plays AWS.
#[derive(Clone, Debug)]
pub(crate) struct Emulator {
    /// What it is called.
    pub(crate) name: String,
    /// The packages of PyPI that it is, if it is installed for the book.
    pub(crate) packages: Option<&'static str>,
    /// The command that starts it; `{port}` is the port, `{bin}` the folder of its programs.
    pub(crate) start: String,
    /// The path that answers once it is ready.
    pub(crate) ready: String,
    /// Its variables, with the same words in braces, and `{account}`.
    pub(crate) env: Vec<(String, String)>,
    /// The port, where it is not free to choose.
    pub(crate) port: Option<u16>,
    /// Where it runs already, if it is not to be started.
    pub(crate) endpoint: Option<String>,
}

/// An emulator that is known by name; what each field is stands at those of [`Emulator`].
struct Known {
    name: &'static str,
    packages: &'static str,
    start: &'static str,
    ready: &'static str,
    env: &'static [(&'static str, &'static str)],
}

/// The emulators that are known by name, in the versions that they were tried with.
const KNOWN: [Known; 2] = [
    Known {
        name: "ministack",
        packages: include_str!("ministack.txt"),
        start: "exec {bin}/ministack",
        ready: "/_ministack/health",
        env: &[
            ("GATEWAY_PORT", "{port}"),
            ("BIND_HOST", "127.0.0.1"),
            ("MINISTACK_ACCOUNT_ID", "{account}"),
            // It would run containers of its own.
            ("DOCKER_HOST", "unix:///nonexistent"),
        ],
    },
    Known {
        name: "moto",
        packages: include_str!("moto.txt"),
        start: "exec {bin}/moto_server -H 127.0.0.1 -p {port}",
        ready: "/moto-api/",
        env: &[("MOTO_ACCOUNT_ID", "{account}"), ("MOTO_ENABLE_ISO_REGIONS", "false")],
    },
];

/// The keys of the table.
const KEYS: [&str; 13] = [
    "account",
    "aws",
    "emulator",
    "emulator-env",
    "endpoint",
    "env",
    "port",
    "ready",
    "region",
    "results",
    "setup",
    "start",
    "timeout",
];

impl Default for Config {
    fn default() -> Self {
        Self {
            emulator: Emulator::known("ministack").unwrap_or_else(|| unreachable!("it is the first that is known")),
            aws: None,
            region: "us-east-1".to_owned(),
            account: "111122223333".to_owned(),
            env: Vec::new(),
            setup: String::new(),
            timeout: 60,
            results: "proof-run.json".to_owned(),
        }
    }
}

impl Emulator {
    /// The emulator of that name.
    pub(crate) fn known(name: &str) -> Option<Self> {
        let known = KNOWN.iter().find(|known| known.name == name)?;
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Some(Self {
            name: known.name.to_owned(),
            packages: Some(known.packages),
            start: known.start.to_owned(),
            ready: known.ready.to_owned(),
            env: known.env.iter().map(owned).collect(),
            port: None,
            endpoint: None,
        })
    }

    /// The emulator of that name, or what is said when there is none.
    pub(crate) fn named(name: &str) -> Result<Self> {
        Self::known(name).ok_or_else(|| {
            Failure::new(say!(ko: "`{name}`(이)라는 에뮬레이터는 모릅니다", en: "there is no emulator known as `{name}`")).hint(say!(
                ko: "이름으로 아는 것은 `ministack`과 `moto`입니다. 다른 것은 `[preprocessor.proof.run]`의 `start`로 시작하게 하거나 `endpoint`로 알려 주십시오",
                en: "known by name are `ministack` and `moto`; any other is named by `start` or `endpoint` in `[preprocessor.proof.run]`"
            ))
        })
    }

    /// Its name, with its version where that is known: `ministack 1.5.33`.
    pub(crate) fn label(&self) -> String {
        let line = |line: &&str| line.split("==").next() == Some(self.name.as_str());
        let version = self
            .packages
            .and_then(|packages| packages.lines().find(line)?.split("==").nth(1));
        version.map_or_else(|| self.name.clone(), |version| format!("{} {version}", self.name))
    }

    /// One that a command of the book's own starts.
    fn own(start: &str) -> Self {
        Self {
            name: start.split_whitespace().next().unwrap_or_default().to_owned(),
            packages: None,
            start: start.to_owned(),
            ready: "/".to_owned(),
            env: Vec::new(),
            port: None,
            endpoint: None,
        }
    }

    /// An emulator, or whatever else, that runs already.
    pub(crate) fn at(endpoint: &str) -> Result<Self> {
        let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
        let is_local = |start: &str| {
            let rest = endpoint.strip_prefix(start);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
        };
        if !local.iter().any(|start| is_local(start)) {
            return Err(Failure::new(say!(
                ko: "`{endpoint}`은(는) 이 컴퓨터의 주소가 아닙니다",
                en: "`{endpoint}` is not an address of this computer"
            ))
            .hint(say!(
                ko: "`http://127.0.0.1:4566`처럼 쓰십시오. 진짜 계정에서 실행하려면 `--real-account 프로필`을 씁니다",
                en: "write it like `http://127.0.0.1:4566`; `--real-account PROFILE` runs the book in a real account"
            )));
        }
        Ok(Self {
            name: endpoint.to_owned(),
            endpoint: Some(endpoint.trim_end_matches('/').to_owned()),
            ..Self::own("")
        })
    }
}

impl Config {
    /// Reads the table of a book.
    pub(crate) fn read(&mut self, root: &Path, table: &Value) -> Result<()> {
        let table = table
            .as_object()
            .ok_or_else(|| Failure::setting("run", "[preprocessor.proof.run]"))?;
        // What names the emulator comes first: all else changes it.
        if let Some(name) = table.get("emulator") {
            self.emulator = Emulator::named(string(name, "emulator")?)?;
        }
        if let Some(start) = table.get("start") {
            let start = string(start, "start")?;
            if !table.contains_key("emulator") {
                self.emulator = Emulator::own(start);
            }
            self.emulator.start = start.to_owned();
        }
        for (key, value) in table {
            match key.as_str() {
                "emulator" | "start" => {}
                "aws" => {
                    let path = string(value, key)?;
                    self.aws = Some(if path.contains('/') {
                        root.join(path)
                    } else {
                        path.into()
                    });
                }
                "region" => self.region = string(value, key)?.to_owned(),
                "account" => {
                    let account = string(value, key)?;
                    if account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()) {
                        return Err(wrong(key, "\"111122223333\""));
                    }
                    self.account = account.to_owned();
                }
                "env" => self.env = pairs(value, key)?,
                "emulator-env" => self.emulator.env.extend(pairs(value, key)?),
                "setup" => self.setup = string(value, key)?.to_owned(),
                "results" => {
                    let path = string(value, key)?;
                    let below = |part| matches!(part, Component::Normal(_));
                    if path.is_empty() || !Path::new(path).components().all(below) {
                        return Err(wrong(key, "\"proof-run.json\""));
                    }
                    self.results = path.to_owned();
                }
                "ready" => self.emulator.ready = string(value, key)?.to_owned(),
                "port" => {
                    let port = value.as_u64().and_then(|port| u16::try_from(port).ok());
                    let port = port.filter(|port| *port > 0);
                    self.emulator.port = Some(port.ok_or_else(|| wrong(key, "4566"))?);
                }
                "endpoint" => self.emulator = Emulator::at(string(value, key)?)?,
                "timeout" => {
                    let seconds = string(value, key)?
                        .strip_suffix('s')
                        .and_then(|number| number.parse().ok());
                    self.timeout = seconds.ok_or_else(|| wrong(key, "\"60s\""))?;
                }
                key => return Err(Failure::unknown_setting("preprocessor.proof.run", key, &KEYS)),
            }
        }
        Ok(())
    }
}

fn string<'v>(value: &'v Value, key: &str) -> Result<&'v str> {
    value.as_str().ok_or_else(|| wrong(key, "\"...\""))
}

fn pairs(value: &Value, key: &str) -> Result<Vec<(String, String)>> {
    let table = value.as_object().ok_or_else(|| wrong(key, "{ NAME = \"value\" }"))?;
    let pair = |(name, value): (&String, &Value)| {
        let text = value.as_str().filter(|text| !text.contains('\n'));
        Ok((name.clone(), text.ok_or_else(|| wrong(name, "\"value\""))?.to_owned()))
    };
    table.iter().map(pair).collect()
}

fn wrong(key: &str, wanted: &str) -> Failure {
    Failure::setting(&format!("run.{key}"), wanted)
}
