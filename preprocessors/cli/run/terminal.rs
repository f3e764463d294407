//! One session in a terminal: a temporary folder, walls around it, an emulator in it, and bash.
//!
//! Whatever was started ends with the value: the session's folder goes, and so does every process in it.

use super::config::{Config, Emulator};
use crate::scratch::Scratch;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// The program that bash runs.
const SCRIPT: &str = include_str!("session.sh");

/// How long an emulator may take to answer, in seconds.
const PATIENCE: u64 = 60;

/// How many bytes of what a command prints are looked at.
const MOST: usize = 1 << 20;

/// What is around a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Walls {
    /// Namespaces of the kernel: only the session's folder can be written, no network but the loopback interface.
    Stand,
    /// The same without those around the network: the emulator is outside.
    Files,
    /// None: the kernel does not let us.
    None,
}

/// The options of `unshare` for each kind of walls; the first that works is taken.
const WAYS: [&[&str]; 2] = [&["--user", "--map-root-user"], &[]];

/// How to put up walls on this machine: the words before the command; nothing where there is no way.
pub(super) fn way(network: bool) -> Option<Vec<String>> {
    WAYS.iter().find_map(|options| {
        let mut words: Vec<String> = vec!["unshare".to_owned()];
        words.extend(options.iter().map(|option| (*option).to_owned()));
        words.extend(["--mount", "--pid", "--fork", "--kill-child"].map(str::to_owned));
        if !network {
            words.push("--net".to_owned());
        }
        let folder = Scratch::new().ok()?;
        let script = write_script(folder.path()).ok()?;
        let mut command = Command::new(&words[0]);
        command
            .args(&words[1..])
            .args(["bash", "--noprofile", "--norc"])
            .arg(script);
        plain(&mut command, folder.path());
        command.env("PROOF_DIR", real(folder.path()));
        command.env("PROOF_WALLS", "yes").env("PROOF_ONLY", "probe");
        command.env("PROOF_NETWORK", if network { "host" } else { "none" });
        let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
        (output.stdout == b"standing\n").then_some(words)
    })
}

/// What a session needs.
pub(super) struct Plan<'a> {
    /// The book's settings.
    pub(super) config: &'a Config,
    /// The AWS CLI.
    pub(super) aws: &'a Path,
    /// The folder of the emulator's programs.
    pub(super) bin: &'a Path,
    /// What stands around it.
    pub(super) walls: Walls,
    /// The words that put the walls up.
    pub(super) way: &'a [String],
    /// The profile of a real account.
    pub(super) profile: Option<&'a str>,
}

/// A session that runs.
pub(super) struct Terminal {
    folder: Scratch,
    child: Child,
    input: Option<ChildStdin>,
    answers: Receiver<String>,
    steps: usize,
}

/// Why no session came to be, or why it is no more.
#[derive(Debug)]
pub(super) enum End {
    /// The emulator did not begin to answer; the end of what it said.
    Emulator(String),
    /// Another program has the emulator's port.
    Taken(u16),
    /// The commands were not done in time.
    Late,
    /// The shell is gone.
    Gone,
    /// The machine did not do what was asked.
    Failed(String),
}

impl From<std::io::Error> for End {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// What came of commands.
pub(super) struct Outcome {
    /// The exit status.
    pub(super) status: i32,
    /// What they printed.
    pub(super) printed: String,
    /// Whether the emulator is still there.
    pub(super) alive: bool,
    /// How many commands go on in the background.
    pub(super) jobs: usize,
}

impl Terminal {
    /// Begins a session, and waits until its emulator answers.
    pub(super) fn open(plan: &Plan) -> Result<Self, End> {
        let folder = Scratch::new()?;
        let root = real(folder.path());
        for name in ["work", "home", "tmp", "bin", "steps", "emulator"] {
            std::fs::create_dir(root.join(name))?;
        }
        let emulator = &plan.config.emulator;
        let port = port(emulator, plan.walls)?;
        let endpoint = match (&emulator.endpoint, plan.profile) {
            (_, Some(_)) => None,
            (Some(endpoint), None) => Some(endpoint.clone()),
            (None, None) => Some(format!("http://127.0.0.1:{port}")),
        };
        write_tools(&root, plan.aws, endpoint.as_deref())?;
        if plan.profile.is_none() {
            // Readers have said `aws configure` before; a variable alone would be no setting that `aws configure get` finds.
            std::fs::create_dir(root.join("home/.aws"))?;
            let region = &plan.config.region;
            std::fs::write(root.join("home/.aws/config"), format!("[default]\nregion = {region}\n"))?;
        }
        let script = write_script(&root)?;
        let mut command = match plan.way.split_first().filter(|_| plan.walls != Walls::None) {
            Some((unshare, options)) => {
                let mut command = Command::new(unshare);
                command.args(options).arg("bash");
                command
            }
            None => Command::new("bash"),
        };
        command.args(["--noprofile", "--norc"]).arg(&script);
        environment(&mut command, &root, plan, endpoint.as_deref());
        let starts = plan.profile.is_none() && emulator.endpoint.is_none();
        if starts {
            let fill = |text: &str| {
                text.replace("{port}", &port.to_string())
                    .replace("{bin}", &plan.bin.display().to_string())
                    .replace("{account}", &plan.config.account)
            };
            let mut own = vec![
                format!("PATH={}:/usr/local/bin:/usr/bin:/bin", plan.bin.display()),
                format!("HOME={}", root.join("emulator").display()),
                format!("TMPDIR={}", root.join("emulator").display()),
                "LANG=C.UTF-8".to_owned(),
            ];
            own.extend(
                emulator
                    .env
                    .iter()
                    .map(|(name, value)| format!("{name}={}", fill(value))),
            );
            std::fs::write(root.join("emulator.env"), own.join("\n") + "\n")?;
            command.env("PROOF_START", fill(&emulator.start));
        }
        command.env("PROOF_DIR", &root);
        command.env("PROOF_WALLS", if plan.walls == Walls::None { "no" } else { "yes" });
        command.env(
            "PROOF_NETWORK",
            if plan.walls == Walls::Stand { "none" } else { "host" },
        );
        command.env("PROOF_PORT", port.to_string());
        command.env("PROOF_READY", &emulator.ready);
        command.env("PROOF_PATIENCE", PATIENCE.to_string());
        let terminal = Self::start(command, folder)?;
        match terminal.answer(Duration::from_secs(PATIENCE + 30)) {
            Ok(answer) if answer == "ready" => Ok(terminal),
            Ok(answer) if answer == "emulator" => Err(End::Emulator(terminal.log())),
            Ok(answer) if answer == "taken" => Err(End::Taken(port)),
            Ok(answer) => Err(End::Failed(answer)),
            Err(End::Gone) => Err(End::Failed(terminal.log())),
            Err(end) => Err(end),
        }
    }

    fn start(mut command: Command, folder: Scratch) -> Result<Self, End> {
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let (sender, answers) = channel();
        if let Some(output) = child.stdout.take() {
            std::thread::spawn(move || {
                let lines = BufReader::new(output).lines().map_while(Result::ok);
                for line in lines {
                    if sender.send(line).is_err() {
                        return;
                    }
                }
            });
        }
        Ok(Self {
            folder,
            input: child.stdin.take(),
            child,
            answers,
            steps: 0,
        })
    }

    /// Makes a file in the session's folder.
    pub(super) fn file(&mut self, name: &str, text: &str) -> Result<(), End> {
        self.steps += 1;
        let step = self.steps;
        std::fs::write(self.step(step, "file"), text)?;
        self.ask(&format!("file {step} {name}"))?;
        self.answer(Duration::from_secs(30)).map(drop)
    }

    /// Runs commands, for as many seconds as they may take.
    pub(super) fn run(&mut self, text: &str, seconds: u64) -> Result<Outcome, End> {
        self.steps += 1;
        let step = self.steps;
        std::fs::write(self.step(step, "sh"), format!("{text}\n"))?;
        self.ask(&format!("run {step} -"))?;
        let answer = self.answer(Duration::from_secs(seconds))?;
        let mut words = answer.split(' ');
        let status = words.next().and_then(|word| word.parse().ok()).unwrap_or(-1);
        let alive = words.next() != Some("no");
        let jobs = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
        Ok(Outcome {
            status,
            printed: self.printed(step),
            alive,
            jobs,
        })
    }

    /// What the last commands have printed so far.
    pub(super) fn so_far(&self) -> String {
        self.printed(self.steps)
    }

    fn printed(&self, step: usize) -> String {
        let bytes = std::fs::read(self.step(step, "out")).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MOST)]);
        // Where bash says which file it reads, it says nothing to a reader.
        let script = self.step(step, "sh").display().to_string();
        text.replace(&format!("{script}: "), "bash: ").replace('\r', "")
    }

    fn step(&self, step: usize, ending: &str) -> PathBuf {
        real(self.folder.path()).join("steps").join(format!("{step}.{ending}"))
    }

    fn ask(&mut self, request: &str) -> Result<(), End> {
        let Some(input) = &mut self.input else {
            return Err(End::Gone);
        };
        writeln!(input, "{request}").map_err(|_| End::Gone)
    }

    fn answer(&self, within: Duration) -> Result<String, End> {
        match self.answers.recv_timeout(within) {
            Ok(answer) if answer == "gone" => Err(End::Gone),
            Ok(answer) => Ok(answer),
            Err(RecvTimeoutError::Timeout) => Err(End::Late),
            Err(RecvTimeoutError::Disconnected) => Err(End::Gone),
        }
    }

    /// The end of what the emulator, or the session itself, said.
    pub(super) fn log(&self) -> String {
        let read = |name: &str| std::fs::read(self.folder.path().join(name)).unwrap_or_default();
        let logs = ["emulator.log", "session.log", "supervisor.log"].map(read);
        let log = logs.iter().find(|log| !log.is_empty());
        let text = String::from_utf8_lossy(log.map_or(&[][..], Vec::as_slice)).into_owned();
        let lines: Vec<&str> = text.trim_end().lines().collect();
        lines[lines.len().saturating_sub(5)..].join("\n")
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Its input at an end, the supervisor ends everything; whatever hangs is ended by force.
        self.input = None;
        let group = format!("kill -KILL -- -{}", self.child.id());
        let _ = plain_bash().args(["-c", &group]).stderr(Stdio::null()).status();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn plain_bash() -> Command {
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc"]);
    command
}

/// The folder without links on the way to it: what is mounted has to be named so.
fn real(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}

fn write_script(folder: &Path) -> std::io::Result<PathBuf> {
    let path = real(folder).join("session.sh");
    std::fs::write(&path, SCRIPT)?;
    Ok(path)
}

/// A port for the emulator: behind walls each session has all of them.
fn port(emulator: &Emulator, walls: Walls) -> std::io::Result<u16> {
    match (emulator.port, walls) {
        (Some(port), _) => Ok(port),
        (None, Walls::Stand) => Ok(4566),
        (None, _) => Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port()),
    }
}

/// The `aws` that a session finds first: it speaks to the emulator, whatever version it has.
fn write_tools(root: &Path, aws: &Path, endpoint: Option<&str>) -> std::io::Result<()> {
    let quoted = aws.display().to_string().replace('\'', "'\\''");
    let endpoint = endpoint.map_or(String::new(), |endpoint| format!(" --endpoint-url {endpoint}"));
    let path = root.join("bin/aws");
    std::fs::write(&path, format!("#!/bin/sh\nexec '{quoted}'{endpoint} \"$@\"\n"))?;
    #[cfg(unix)]
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    std::fs::write(
        root.join("home/.gitconfig"),
        "[user]\n\tname = Reader\n\temail = reader@example.com\n[init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n",
    )
}

/// A clean environment, with a home of its own.
fn plain(command: &mut Command, root: &Path) {
    let root = real(root);
    command.env_clear().current_dir(&root);
    command.env(
        "PATH",
        format!(
            "{}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            root.join("bin").display()
        ),
    );
    command.env("HOME", root.join("home")).env("TMPDIR", root.join("tmp"));
    command.env("LANG", "C.UTF-8").env("TERM", "dumb");
}

fn environment(command: &mut Command, root: &Path, plan: &Plan, endpoint: Option<&str>) {
    plain(command, root);
    for (name, value) in [
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_EDITOR", "true"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("AWS_PAGER", ""),
        ("AWS_CLI_AUTO_PROMPT", "off"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_MAX_ATTEMPTS", "1"),
        ("PYTHONDONTWRITEBYTECODE", "1"),
    ] {
        command.env(name, value);
    }
    if plan.profile.is_some() {
        command.env("AWS_DEFAULT_REGION", &plan.config.region);
    }
    for (name, value) in &plan.config.env {
        command.env(name, value);
    }
    match plan.profile {
        Some(profile) => {
            let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
            let file = |name: &str, usual: &str| std::env::var_os(name).map_or_else(|| home.join(usual), PathBuf::from);
            command.env("AWS_PROFILE", profile);
            command.env("AWS_CONFIG_FILE", file("AWS_CONFIG_FILE", ".aws/config"));
            command.env(
                "AWS_SHARED_CREDENTIALS_FILE",
                file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials"),
            );
        }
        None => {
            // The emulators take the account from the key.
            command.env("AWS_ACCESS_KEY_ID", &plan.config.account);
            command.env("AWS_SECRET_ACCESS_KEY", "none");
        }
    }
    if let Some(endpoint) = endpoint {
        command.env("AWS_ENDPOINT_URL", endpoint);
    }
    if let Some(host) = std::env::var_os("DOCKER_HOST") {
        command.env("DOCKER_HOST", host);
    }
}
