//! What `run` would do: which commands it runs, and what counts as the output that is shown.

mod support;

use proof_checker::session::compare::{Bound, compare, glean, renewed};
use proof_checker::session::{Command, Fate, Place, Step, session};
use proof_checker::source::SourceFile;
use proof_checker::{Chapter, Options, analyse, say};

/// What comes of each command of a chapter: `run`, `skip` or `refuse`.
fn fates(chapter: &str, place: Place) -> Vec<&'static str> {
    let file = SourceFile::new("a.md".to_owned(), chapter);
    let none = |_: &str| Err(say!(ko: "없습니다", en: "none"));
    let analysis = analyse(
        Chapter::with_includes(&file, &none),
        &support::FACTS,
        &Options::default(),
    );
    let session = session(&analysis, place);
    let fate = |(_, command): (&Step, &Command)| match command.fate {
        Fate::Run => "run",
        Fate::Skip(_) => "skip",
        Fate::Refuse(..) => "refuse",
    };
    session.commands().map(fate).collect()
}

#[test]
fn a_command_is_run_only_where_it_is_harmless() {
    // Each command with what comes of it behind walls and without them.
    let rows = [
        ("aws ecs list-tasks", "run", "run"),
        ("git status", "run", "run"),
        ("cat task.json", "run", "skip"),
        ("NAME=$(aws ecs list-tasks)", "run", "run"),
        ("aws ecs list-tasks > out.json", "run", "run"),
        ("aws ecs list-tasks > \"$OUT\"", "run", "skip"),
        ("cat a | sed 's/a/b/'", "run", "skip"),
        ("sed 's/a/b/e' a", "skip", "skip"),
        ("sed -i 's/a/b/w x' a", "skip", "skip"),
        ("TZ=Asia/Seoul date -d @1795395737 '+%F %T'", "run", "skip"),
        ("date 112910002026", "skip", "skip"),
        ("openssl rand -hex 12", "run", "skip"),
        ("openssl enc -d -in a", "skip", "skip"),
        ("xargs aws ecs stop-task --task", "run", "skip"),
        ("xargs rm", "skip", "skip"),
        ("cp ../a .", "refuse", "skip"),
        ("cd app && cp ../a .", "run", "skip"),
        ("cp app/../a b", "run", "skip"),
        ("echo a > /etc/a", "refuse", "refuse"),
        ("echo a | sudo tee /etc/a", "skip", "skip"),
        ("echo a > /dev/tcp/10.0.0.1/80", "refuse", "refuse"),
        ("touch ~/../a", "run", "skip"),
        ("npm test > /tmp/log", "skip", "skip"),
        ("curl https://example.com", "skip", "skip"),
        ("sudo ls", "skip", "skip"),
        ("eval ls", "skip", "skip"),
        ("sh -c 'curl x'", "skip", "skip"),
        ("$TOOL ls", "skip", "skip"),
        ("PATH=.:$PATH aws ecs list-tasks", "skip", "skip"),
        (
            "AWS_ENDPOINT_URL=https://example.com aws ecs list-tasks",
            "refuse",
            "refuse",
        ),
        ("export AWS_ENDPOINT_URL_ECS=https://example.com", "refuse", "skip"),
        (
            "aws ecs list-tasks --endpoint-url https://example.com",
            "refuse",
            "refuse",
        ),
        ("aws configure set credential_process x", "skip", "skip"),
        ("aws configure get region", "run", "run"),
        ("aws s3 cp s3://a/b /etc/b", "refuse", "refuse"),
        ("aws logs tail /ecs/a --follow", "skip", "skip"),
        ("aws ecs list-tasks --cluster <name>", "skip", "skip"),
        ("git push https://example.com/a.git", "refuse", "refuse"),
        ("git config core.hooksPath x", "skip", "skip"),
        ("git -c core.pager=x log", "skip", "skip"),
        ("docker run a sh -c 'date > /a'", "skip", "skip"),
        ("aws() { curl x; }", "skip", "skip"),
        ("sleep 100 &", "run", "skip"),
        ("test -v 'a[$(curl x)]'", "skip", "skip"),
    ];
    let mut wrong = String::new();
    for (command, walled, open) in rows {
        let chapter = format!("```bash\n{command}\n```\n");
        for (walls, wanted) in [(true, walled), (false, open)] {
            let got = fates(&chapter, Place { walls, docker: false });
            if got != [wanted] {
                wrong += &format!("{command} (walls: {walls}): {got:?}, not {wanted}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_container_is_no_place_of_ours_and_a_substitution_is() {
    for (command, wanted) in [
        ("docker run a sh -c 'date > /a; cat /a'", "run"),
        ("docker run a $(touch /a)", "refuse"),
        ("docker run a sh -c 'date > /a'; touch /a", "refuse"),
        ("docker run -v /:/host a ls", "skip"),
        ("docker system prune", "skip"),
    ] {
        let chapter = format!("```bash\n{command}\n```\n");
        let place = Place {
            walls: true,
            docker: true,
        };
        assert_eq!(fates(&chapter, place), [wanted], "{command}");
    }
}

#[test]
fn what_is_printed_is_held_against_what_is_shown() {
    // What is shown, what is printed, and the text where they differ.
    let rows = [
        ("a\nb\n", "a\nb\n", None),
        ("a\n...\n", "a\nb\nc\n", None),
        ("...\nc\n", "a\nb\nc\n", None),
        ("a [..] c\n", "a lot of c\n", None),
        ("a\n", "a\nb\n", Some("a")),
        ("a\nb\n", "a\n", Some("b")),
        ("a\nx\nc\n", "a\nb\nc\n", Some("x")),
        (
            "aws: [ERROR]: An error occurred (A) when calling the B operation: c",
            "\nAn error occurred (A) when calling the B operation (reached max retries: 0): c\n",
            None,
        ),
        ("\na\n", "a\n", None),
        ("2026-11-29T10:00:00+09:00", "2027-01-02T03:04:05.678000+00:00", None),
        ("10.0.1.15", "172.31.0.4", None),
        ("10.0.0.0/16", "10.1.0.0/16", Some("10.0.0.0/16")),
        ("subnet-0a1b2c3d4e5f60001", "subnet-9f8e7d6c5b4a30002", None),
        ("a1b2c3d", "4026456", None),
        ("medusa-server:a1b2c3d", "medusa-server:4026456", None),
        (
            "11111111111111111111111111111111",
            "24fb48df-12f1-4682-bfcc-ed1ef916877b",
            None,
        ),
        (
            "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
            "24fb48df-12f1-4682-bfcc-ed1ef916877b",
            None,
        ),
        (
            "targetgroup/shop/6d0ecf831eec9f09",
            "targetgroup/shop/lavevpgqqujvdtby",
            None,
        ),
        (
            "targetgroup/shop/6d0ecf831eec9f09",
            "targetgroup/blog/lavevpgqqujvdtby",
            Some("targetgroup/shop/6d0ecf831eec9f09"),
        ),
        (
            "a-1234567890.us-east-1.elb.amazonaws.com",
            "a-vfrsrsjd.us-east-1.elb.amazonaws.com",
            None,
        ),
        ("{\"a\": 1, \"b\": 2}", "{\n  \"b\": 2,\n  \"a\": 1\n}", None),
        ("{\"a\": 1, ...}", "{\"a\": 1, \"b\": 2}", None),
        ("{\"a\": 1}", "{\"a\": 1, \"b\": 2}", Some("{\"a\": 1}")),
        ("{\"a\": 1, \"c\": 3}", "{\"a\": 1}", Some("\"c\"")),
        ("[1, 2]", "[1]", Some("[1, 2]")),
        ("[1, ...]", "[1, 2]", None),
        ("{\"a\": \"x[..]z\"}", "{\"a\": \"xyz\"}", None),
        ("{\"a\": true}", "{\"a\": false}", Some("true")),
    ];
    let mut wrong = String::new();
    for (shown, printed, wanted) in rows {
        let found = compare(shown, printed, &mut Bound::default()).err();
        let found = found.map(|difference| &shown[difference.at]);
        if found != wanted {
            wrong += &format!("{shown:?} against {printed:?}: {found:?}, not {wanted:?}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn ids_that_were_shown_stand_for_the_real_ones_afterwards() {
    let mut bound = Bound::default();
    compare(
        "task/shop/11111111111111111111111111111111 2026-11-29",
        "task/shop/24fb48df-12f1-4682-bfcc-ed1ef916877b 2027-01-01",
        &mut bound,
    )
    .expect("they are alike");
    for (text, wanted) in [
        (
            "--tasks 11111111111111111111111111111111",
            "--tasks 24fb48df-12f1-4682-bfcc-ed1ef916877b",
        ),
        (
            "--tasks x11111111111111111111111111111111",
            "--tasks x11111111111111111111111111111111",
        ),
        ("--since 2026-11-29", "--since 2026-11-29"),
    ] {
        assert_eq!(bound.put(text), wanted);
    }
}

#[test]
fn a_sample_teaches_what_it_can() {
    for (sample, printed) in [
        (
            r#"{"tasks": [{"id": "11111111111111111111111111111111", "status": "PENDING", "more": 1}]}"#,
            r#"{"tasks": [{"status": "RUNNING", "id": "24fb48df-12f1-4682-bfcc-ed1ef916877b"}], "failures": []}"#,
        ),
        (
            "PENDING\n11111111111111111111111111111111\n",
            "RUNNING\n24fb48df-12f1-4682-bfcc-ed1ef916877b\n",
        ),
    ] {
        let mut bound = Bound::default();
        glean(sample, printed, &mut bound);
        let put = bound.put("11111111111111111111111111111111");
        assert_eq!(put, "24fb48df-12f1-4682-bfcc-ed1ef916877b", "{sample}");
    }
}

#[test]
fn what_still_holds_is_not_written_anew() {
    for (shown, printed, wanted) in [
        ("a\nb\n", "a\nb\n", "a\nb\n"),
        ("a\n...\nd\n", "a\nb\nc\nd\n", "a\n...\nd\n"),
        (
            "at 2026-11-29\nold\nlast\n",
            "at 2027-01-01\nnew\nlast\n",
            "at 2026-11-29\nnew\nlast\n",
        ),
        ("a\nb\n", "a\n", "a\n"),
        ("", "a\n", "a\n"),
    ] {
        assert_eq!(renewed(shown, printed), wanted, "{shown:?} against {printed:?}");
    }
}
