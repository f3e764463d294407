//! What a run needs of the machine: an AWS CLI of version 2, the emulator, walls, perhaps Docker.

use super::config::Emulator;
use crate::failure::{Failure, Result};
use crate::{files, screen};
use proof_checker::diagnostic::Lang;
use proof_checker::say;
use proof_checker::session::fingerprint;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The AWS CLI.
pub(super) struct Cli {
    pub(super) path: PathBuf,
    /// `aws-cli/2.9.19`.
    pub(super) version: String,
}

impl Cli {
    /// Where nothing is to be run, none is needed.
    pub(super) fn none() -> Self {
        Self {
            path: PathBuf::new(),
            version: String::new(),
        }
    }
}

/// Finds an AWS CLI of version 2: the one that is named, else the first of that version on PATH.
pub(super) fn cli(named: Option<&Path>) -> Result<Cli> {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let candidates: Vec<PathBuf> = match named {
        Some(path) if path.components().count() > 1 => {
            vec![std::path::absolute(path).unwrap_or_else(|_| path.to_owned())]
        }
        Some(name) => std::env::split_paths(&on_path)
            .map(|folder| folder.join(name))
            .collect(),
        None => std::env::split_paths(&on_path)
            .map(|folder| folder.join("aws"))
            .collect(),
    };
    let mut others = Vec::new();
    for path in candidates {
        if !path.is_file() {
            continue;
        }
        let Some(said) = output(Command::new(&path).arg("--version")) else {
            continue;
        };
        let version = said.split_whitespace().next().unwrap_or_default().to_owned();
        if version.starts_with("aws-cli/2.") {
            return Ok(Cli { path, version });
        }
        others.push(format!("`{}` ({version})", path.display()));
    }
    let found = others.join(", ");
    let failure = Failure::new(if others.is_empty() {
        say!(ko: "AWS CLI가 없습니다", en: "there is no AWS CLI")
    } else {
        say!(
            ko: "AWS CLI 버전 2가 없습니다. 있는 것: {found}",
            en: "there is no AWS CLI of version 2; there is {found}"
        )
    });
    Err(failure.hint(say!(
        ko: "Debian 12 이상에서는 `apt-get install awscli`로 설치합니다. 다른 곳에 있으면 `--aws 경로`로 알려 주십시오",
        en: "on Debian 12 or later `apt-get install awscli` brings it; `--aws PATH` names one that is elsewhere"
    )))
}

/// The folder of an emulator's programs, installed on first use.
pub(super) fn emulator(emulator: &Emulator, lang: Lang) -> Result<PathBuf> {
    let Some(packages) = emulator.packages else {
        return Ok(PathBuf::new());
    };
    let name = &emulator.name;
    let cache = files::cache().ok_or_else(|| {
        Failure::new(say!(ko: "캐시 폴더를 알 수 없습니다", en: "there is no cache folder"))
            .hint(say!(ko: "`HOME`을 설정하십시오", en: "set `HOME`"))
    })?;
    let folder = cache.join(format!("{name}-{}", fingerprint(packages)));
    let (bin, done) = (folder.join("bin"), folder.join("complete"));
    if done.is_file() {
        return Ok(bin);
    }
    screen::note(&match lang {
        Lang::Ko => format!("에뮬레이터 `{name}`을(를) 설치합니다: {}\n", folder.display()),
        Lang::En => format!("installing the emulator `{name}` in {}\n", folder.display()),
    });
    let failure = |why: String| {
        Failure::new(say!(ko: "`{name}`을(를) 설치할 수 없습니다: {why}", en: "cannot install `{name}`: {why}")).hint(
            say!(
                ko: "Python 3.10 이상과 venv, 그리고 PyPI에 닿는 네트워크가 있어야 합니다",
                en: "it takes Python 3.10 or later with venv, and a way to PyPI"
            ),
        )
    };
    // Two runs at a time each make their own, and the last one's is kept.
    let parent = folder.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(|e| failure(e.to_string()))?;
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|e| failure(e.to_string()))?;
    }
    let list = tempfile::NamedTempFile::new().map_err(|e| failure(e.to_string()))?;
    std::fs::write(list.path(), packages).map_err(|e| failure(e.to_string()))?;
    must(Command::new("python3").args(["-m", "venv"]).arg(&folder)).map_err(failure)?;
    let pip = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--requirement",
    ];
    must(Command::new(bin.join("python")).args(pip).arg(list.path())).map_err(failure)?;
    std::fs::write(&done, "").map_err(|e| failure(e.to_string()))?;
    Ok(bin)
}

/// Whether a daemon of Docker answers.
pub(super) fn docker() -> bool {
    let mut command = Command::new("timeout");
    command.args(["5", "docker", "version", "--format", "{{.Server.Version}}"]);
    output(&mut command).is_some()
}

/// What a command prints, if it succeeds.
fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    output.status.success().then_some(text)
}

/// Runs a command that has to succeed; else gives what it said last.
fn must(command: &mut Command) -> std::result::Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|e| format!("`{name}`: {e}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    Err(said.trim().lines().last().unwrap_or_default().to_owned())
}
