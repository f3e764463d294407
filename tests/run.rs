//! `run`, on small books: what it says of each kind of fault, at which line, and that nothing is left of it.
//!
//! The CLI is `tests/run/aws`, the emulator a server of Python's that answers anything. A kernel without namespaces runs
//! less; each case says what then comes of it.

#![cfg(unix)]

mod support;

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// An emulator that writes down its process, so that a test can end it.
const EMULATOR: &str = r#"start = "echo $$ > pid; exec python3 -m http.server {port} --bind 127.0.0.1", timeout = "20s", results = "ran.json""#;

/// What runs a book, and what it says.
struct Ran {
    book: TempDir,
    /// The session's folders are made here.
    around: TempDir,
}

impl Ran {
    fn new(chapter: &str, emulator: &str) -> Self {
        let (book, around) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
        let file = |name: &str, text: &str| std::fs::write(book.path().join(name), text).expect("it can be written");
        std::fs::create_dir(book.path().join("src")).expect("a folder");
        file(
            "book.toml",
            &format!("[book]\n[preprocessor.proof]\nrun = {{ {emulator} }}\n"),
        );
        file("src/SUMMARY.md", "- [a](a.md)\n");
        file("src/a.md", chapter);
        Self { book, around }
    }

    fn run(&self, options: &[&str]) -> Output {
        self.command(options).output().expect("it runs")
    }

    fn command(&self, options: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mdbook-proof"));
        command.args(["run", "--lang", "en", "--aws"]);
        command.arg(support::root().join("tests/run/aws"));
        command.args(options).arg("src").current_dir(self.book.path());
        command.env("TMPDIR", self.around.path());
        command
    }

    fn chapter(&self) -> String {
        support::read(&self.book.path().join("src/a.md"))
    }

    /// What a run left behind that it should not: files in the folder for them, processes that know of it.
    fn left(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.around.path()).expect("it can be read");
        let mut left: Vec<String> = files
            .flatten()
            .map(|entry| entry.path().display().to_string())
            .collect();
        let around = self.around.path().as_os_str().as_encoded_bytes();
        for process in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
            let own = std::fs::read(process.path().join("environ")).unwrap_or_default();
            if own.windows(around.len()).any(|part| part == around) {
                left.push(process.path().display().to_string());
            }
        }
        left
    }
}

/// Whether this kernel lets a session be walled in.
fn walls() -> bool {
    let probe = Ran::new("```bash\naws ecs list-tasks\n```\n", EMULATOR).run(&[]);
    !String::from_utf8_lossy(&probe.stderr).contains("namespaces")
}

/// `LINE rule` of each diagnostic, and the last line.
fn said(output: &Output) -> Vec<String> {
    let found = String::from_utf8_lossy(&output.stdout);
    let found = found.lines().map(|line| {
        let value: serde_json::Value = serde_json::from_str(line).expect("a line is one object");
        format!("{} {}", value["line"], value["rule"].as_str().unwrap_or_default())
    });
    let mut said: Vec<String> = found.filter(|line| !line.ends_with("run-skipped")).collect();
    let counted = String::from_utf8_lossy(&output.stderr);
    said.extend(counted.lines().last().map(str::to_owned));
    said
}

#[test]
fn every_fault_is_said_at_its_line_and_nothing_is_left() {
    let walls = walls();
    let faults: String = CASES.iter().filter(|case| walls || !case.walled).map(check).collect();
    assert!(faults.is_empty(), "\n{faults}");
    if !walls {
        support::skipped("what is run behind walls: this kernel allows no namespaces");
    }
}

/// A chapter, and what is said of it.
struct Case {
    name: &'static str,
    chapter: &'static str,
    /// Settings in place of the usual ones.
    emulator: &'static str,
    /// Whether what is shown needs namespaces.
    walled: bool,
    said: &'static [&'static str],
}

fn check(case: &Case) -> String {
    let ran = Ran::new(case.chapter, case.emulator);
    let output = ran.run(&["--format", "json"]);
    let (found, left) = (said(&output), ran.left());
    let status = i32::from(case.said.len() > 1);
    if found == case.said && left.is_empty() && output.status.code() == Some(status) && ran.chapter() == case.chapter {
        return String::new();
    }
    let printed = String::from_utf8_lossy(&output.stdout);
    format!(
        "{}: {found:?} instead of {:?}; left: {left:?}\n{printed}\n",
        case.name, case.said
    )
}

const CASES: &[Case] = &[
    Case {
        name: "a chapter that is right",
        chapter: r#"```json,file=task.json
{"family": "shop"}
```

```bash,setup
NAME=shop
```

```console
$ aws ecs create-cluster --cluster-name "$NAME"
{
    "cluster": {
        "clusterName": "shop",
        ...
    }
}
$ aws ecs run-task --task-definition shop --query 'tasks[0].taskArn' --output text
arn:aws:ecs:us-east-1:111122223333:task/shop/11111111111111111111111111111111
$ aws ecs describe-tasks --tasks 11111111111111111111111111111111 --query 'tasks[0].lastStatus' --output text
RUNNING
$ aws ecs describe-services --cluster wrong --services shop
? 254
...
```
"#,
        emulator: EMULATOR,
        walled: false,
        said: &["5 ran, 0 skipped, 0 failed"],
    },
    Case {
        name: "files, hidden lines and harmless programs",
        chapter: r#"```json,file=app/task.json
{"family": "shop"}
```

```bash
#hide: WORD=family
cd app
grep -c "$WORD" task.json
cp task.json ../copy.json
```

```console
$ grep -o shop ../copy.json
shop
```
"#,
        emulator: EMULATOR,
        walled: true,
        said: &["5 ran, 0 skipped, 0 failed"],
    },
    Case {
        name: "an output that is not what is printed",
        chapter: r#"```console
$ aws ecs create-cluster --cluster-name shop
{
    "cluster": {
        "clusterName": "shop",
        "status": "INACTIVE"
    }
}
```
"#,
        emulator: EMULATOR,
        walled: false,
        said: &["6 run-output", "0 ran, 0 skipped, 1 failed"],
    },
    Case {
        name: "an output that is only a sample",
        chapter: "```console,sample\n$ aws ecs create-cluster --cluster-name shop\n{}\n```\n",
        emulator: EMULATOR,
        walled: false,
        said: &["1 ran, 0 skipped, 0 failed"],
    },
    Case {
        name: "a cluster of the wrong name",
        chapter: "```bash\naws ecs create-cluster --cluster-name shop\naws ecs describe-services \\\n  --cluster wrong --services shop\n```\n",
        emulator: EMULATOR,
        walled: false,
        said: &["3 run-failed", "1 ran, 0 skipped, 1 failed"],
    },
    Case {
        name: "a command that should fail and does not",
        chapter: "```console\n$ aws ecs create-cluster --cluster-name shop\n? 254\n```\n",
        emulator: EMULATOR,
        walled: false,
        said: &["2 run-failed", "0 ran, 0 skipped, 1 failed"],
    },
    Case {
        name: "a comparison that finds a difference",
        chapter: "```text,file=a\na\n```\n\n```text,file=b\nb\n```\n\n```console\n$ diff a b\n1c1\n< a\n---\n> b\n```\n",
        emulator: EMULATOR,
        walled: true,
        said: &["1 ran, 0 skipped, 0 failed"],
    },
    Case {
        name: "a command that hangs, and what would follow",
        chapter: "```bash,timeout=1s\naws ecs wait tasks-running --tasks x\naws ecs list-tasks\n```\n",
        emulator: EMULATOR,
        walled: false,
        said: &["2 run-timeout", "0 ran, 1 skipped, 1 failed"],
    },
    Case {
        name: "a write outside",
        chapter: "```bash\naws ecs list-tasks\naws ecs list-tasks > /mdbook-proof-was-here\n```\n",
        emulator: EMULATOR,
        walled: false,
        said: &["3 run-outside", "1 ran, 0 skipped, 1 failed"],
    },
    Case {
        name: "a write outside that only the walls can see",
        chapter: "```bash\nUP=/mdbook-proof-was-here\ntouch \"$UP\"\n```\n",
        emulator: EMULATOR,
        walled: true,
        said: &["3 run-failed", "1 ran, 0 skipped, 1 failed"],
    },
    Case {
        name: "a call outside",
        chapter: "```bash\naws ecs list-tasks --endpoint-url https://ecs.us-east-1.amazonaws.com\n```\n",
        emulator: EMULATOR,
        walled: false,
        said: &["2 run-outside", "0 ran, 0 skipped, 1 failed"],
    },
    Case {
        name: "a background process that is left",
        chapter: "```bash\nsleep 1000 &\naws ecs list-tasks\n```\n",
        emulator: EMULATOR,
        walled: true,
        said: &["2 run-left-running", "2 ran, 0 skipped, 1 failed"],
    },
    Case {
        name: "a background process that is ended",
        chapter: "```bash\nsleep 0.1 &\nwait\n```\n",
        emulator: EMULATOR,
        walled: true,
        said: &["2 ran, 0 skipped, 0 failed"],
    },
    Case {
        name: "an emulator that dies halfway",
        chapter: "```bash\naws ecs list-tasks\naws ecs list-clusters --no-paginate\naws ecs list-tasks\n```\n",
        emulator: EMULATOR,
        walled: false,
        said: &["3 run-emulator", "1 ran, 1 skipped, 1 failed"],
    },
    Case {
        name: "an emulator that does not start",
        chapter: "```bash\naws ecs list-tasks\naws ecs list-tasks\n```\n",
        emulator: r#"start = "echo no; exit 1""#,
        walled: false,
        said: &["2 run-emulator", "0 ran, 2 skipped, 1 failed"],
    },
    Case {
        name: "an emulator of the book's own, with its variables",
        chapter: "```bash\naws ecs list-tasks\n```\n",
        emulator: r#"start = "exec $SERVER {port} --bind 127.0.0.1", emulator-env = { SERVER = "python3 -m http.server" }"#,
        walled: false,
        said: &["1 ran, 0 skipped, 0 failed"],
    },
    Case {
        name: "a shell that is ended",
        chapter: "```bash\nset -e; aws ecs describe-services --cluster wrong --services shop\n```\n\n```bash\naws ecs list-tasks\n```\n",
        emulator: EMULATOR,
        walled: true,
        said: &["2 run-failed", "0 ran, 1 skipped, 1 failed"],
    },
    Case {
        name: "set-up of the book that fails",
        chapter: "```bash\naws ecs list-tasks\n```\n",
        emulator: r#"start = "exec python3 -m http.server {port} --bind 127.0.0.1", setup = "aws ecs list-tasks --cluster wrong""#,
        walled: false,
        said: &["2 run-failed", "1 ran, 0 skipped, 1 failed"],
    },
    Case {
        name: "what is skipped, and what follows from it",
        chapter: r#"```bash,no_run
aws ecs list-tasks
```

```bash
aws ecs start-task --task-definition a --container-instances b
aws ecs stop-task --task a
aws pricing describe-services --query 'Services[].ServiceCode' --output text | cat
curl https://example.com
sudo rm -rf /
NAME=$(curl -s https://example.com)
aws ecs list-tasks --family "$NAME"
```
"#,
        emulator: EMULATOR,
        walled: false,
        said: &["0 ran, 8 skipped, 0 failed"],
    },
    Case {
        name: "files that are none of a session",
        chapter: "```text,file=/etc/passwd\nx\n```\n\n```ini,file=.git/config\nx\n```\n",
        emulator: EMULATOR,
        walled: false,
        said: &["0 ran, 2 skipped, 0 failed"],
    },
];

#[test]
fn a_signal_ends_everything_that_was_started() {
    for (signal, status) in [("INT", 130), ("TERM", 143)] {
        let ran = Ran::new("```bash\naws ecs list-tasks\nsleep 60\n```\n", EMULATOR);
        let mut child = ran.command(&[]).spawn().expect("it runs");
        let started = Instant::now();
        let asked = || {
            let folders = std::fs::read_dir(ran.around.path()).expect("it can be read").flatten();
            folders
                .map(|entry| entry.path().join("steps/1.out"))
                .any(|out| out.exists())
        };
        while !asked() {
            assert!(
                started.elapsed() < Duration::from_secs(60),
                "the first command never came"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        let kill = Command::new("kill")
            .args(["-s", signal, &child.id().to_string()])
            .status();
        assert!(kill.expect("it runs").success());
        assert_eq!(child.wait().expect("it ends").code(), Some(status), "{signal}");
        // The session hears of it when its input ends.
        while !ran.left().is_empty() {
            assert!(started.elapsed() < Duration::from_secs(60), "{:?}", ran.left());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn update_changes_what_is_old_and_no_more() {
    let chapter = r#"Text.

> ```console
> $ aws ecs create-cluster --cluster-name shop
> {
>     "cluster": {
>         "clusterName": "[..]",
>         "status": "INACTIVE"
>     }
> }
> $ aws ecs run-task --task-definition shop --query 'tasks[0].taskArn' --output text
> arn:aws:ecs:us-east-1:111122223333:task/shop/11111111111111111111111111111111
> ```
"#;
    let ran = Ran::new(chapter, EMULATOR);
    let first = ran.run(&["--update", "--format", "json"]);
    assert_eq!(ran.chapter(), chapter.replace("INACTIVE", "ACTIVE"), "{first:?}");
    // What is written has not been executed yet; the second run notes it.
    let results = ran.book.path().join("ran.json");
    let second = ran.run(&["--update", "--format", "json"]);
    assert_eq!(said(&second), ["2 ran, 0 skipped, 0 failed"], "{second:?}");
    assert_eq!(ran.chapter(), chapter.replace("INACTIVE", "ACTIVE"));
    let kept = support::read(&results);
    assert!(kept.contains("src/a.md") && kept.contains("aws-cli/2.99.0"), "{kept}");
    let third = ran.run(&["--update"]);
    assert!(third.status.success(), "{third:?}");
    assert_eq!(support::read(&results), kept);
}

#[test]
fn what_is_missing_is_said_before_anything_is_run() {
    let ran = Ran::new("```bash\naws ecs list-tasks\n```\n", EMULATOR);
    let with = |aws: &Path, options: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mdbook-proof"));
        command
            .args(["run", "--lang", "en", "--aws"])
            .arg(aws)
            .args(options)
            .arg("src");
        let output = command.current_dir(ran.book.path()).output().expect("it runs");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let own = support::root().join("tests/run/aws");
    for (aws, options, needle) in [
        (Path::new("/nowhere/aws"), &[][..], "there is no AWS CLI"),
        (Path::new("/bin/echo"), &[], "no AWS CLI of version 2"),
        (&own, &["--emulator", "nothing"], "no emulator known as `nothing`"),
        (
            &own,
            &["--endpoint", "https://example.com"],
            "not an address of this computer",
        ),
    ] {
        let (status, said) = with(aws, options);
        assert!(
            status == Some(2) && said.contains(needle),
            "{needle}: {status:?} {said}"
        );
    }
}

#[test]
fn a_setting_that_is_wrong_is_said_before_anything_is_run() {
    for (settings, needle) in [
        ("emulator = 'nothing'", "no emulator known as `nothing`"),
        ("endpoint = 'https://example.com'", "not an address of this computer"),
        ("account = '12'", "`run.account` in `book.toml`"),
        ("timeout = '1 minute'", "`run.timeout` in `book.toml`"),
        ("port = 70000", "`run.port` in `book.toml`"),
        ("results = '../ran.json'", "`run.results` in `book.toml`"),
        ("results = '/tmp/ran.json'", "`run.results` in `book.toml`"),
        ("setup = 1", "`run.setup` in `book.toml`"),
        ("emulater = 'moto'", "unknown setting `emulater`"),
    ] {
        let output = Ran::new("```bash\naws ecs list-tasks\n```\n", settings).run(&[]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.code() == Some(2) && said.contains(needle),
            "{needle}: {said}"
        );
    }
}
