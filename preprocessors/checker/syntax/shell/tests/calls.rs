//! Which commands run, wherever they hide.

use super::KIND;
use crate::syntax::shell::{calls, parse};

/// The calls of a text: who runs it, and its words.
fn check(text: &str, wanted: &[&str]) {
    let (script, _) = parse(text, &KIND);
    let found = calls(&script, text);
    let shown: Vec<String> = found
        .iter()
        .map(|call| {
            let words: Vec<_> = call
                .argv
                .iter()
                .map(|arg| arg.known().unwrap_or("…".into()).into_owned())
                .collect();
            let via = call.via.map(|via| format!("{via}: ")).unwrap_or_default();
            format!("{via}{}", words.join(" "))
        })
        .collect();
    assert_eq!(shown, wanted, "{text:?}");
    for call in &found {
        for arg in &call.argv {
            assert!(text.get(arg.bytes.range()).is_some(), "{text:?}");
        }
    }
}

#[test]
fn commands_are_found_everywhere() {
    check("a; b && c | d &", &["a", "b", "c", "d"]);
    check("if a; then b; elif c; then d; else e; fi", &["a", "b", "c", "d", "e"]);
    check("f() { (a); { b; }; }; while c; do d; done", &["a", "b", "c", "d"]);
    check(
        "for x in $(a); do b; done; case $(c) in d) e;; esac",
        &["a", "b", "c", "e"],
    );
    check(
        "x \"$(a \"$(b)\")\" `c` <(d) ${e:-$(f)} $(( $(g) ))",
        &["x … … … … …", "a …", "b", "c", "d", "f", "g"],
    );
    check("[[ $(a) == x ]] && y=($(b)) && (( $(c) ))", &["a", "", "b", "c"]);
    check("cat <<A\n$(b)\nA\ncat <<'A'\n$(c)\nA\n", &["cat", "cat", "b"]);
    check("coproc N { a; }; time b; ! c", &["a", "b", "c"]);
}

#[test]
fn commands_lead_to_commands() {
    check("sudo -u root A=b aws x", &["sudo -u root A=b aws x", "sudo: aws x"]);
    check("sudo -E -- aws x", &["sudo -E -- aws x", "sudo: aws x"]);
    check("sudo $O aws x", &["sudo … aws x"]);
    check("env -u B A=b aws x", &["env -u B A=b aws x", "env: aws x"]);
    check(
        "xargs -n1 -I {} docker rm {}",
        &["xargs -n1 -I {} docker rm {}", "xargs: docker rm {}"],
    );
    check(
        "command -v docker; exec docker ps",
        &["command -v docker", "exec docker ps", "exec: docker ps"],
    );
    check(
        "sudo env A=b nice -n 5 aws x",
        &[
            "sudo env A=b nice -n 5 aws x",
            "sudo: env A=b nice -n 5 aws x",
            "env: nice -n 5 aws x",
            "nice: aws x",
        ],
    );
    check(
        "bash -c 'a; b \"c d\"'",
        &["bash -c a; b \"c d\"", "bash: a", "bash: b c d"],
    );
    check("sh -ec \"aws \\\"x y\\\"\" z", &["sh -ec aws \"x y\" z", "sh: aws x y"]);
    check(
        "watch -n 2 'docker ps | wc'",
        &["watch -n 2 docker ps | wc", "watch: docker ps", "watch: wc"],
    );
    check("bash script.sh -c a", &["bash script.sh -c a"]);
    check(
        "timeout -s KILL 5 aws x",
        &["timeout -s KILL 5 aws x", "timeout: aws x"],
    );
}

#[test]
fn containers_lead_to_commands() {
    for (text, inner) in [
        ("docker exec -it web git log", "docker exec: git log"),
        ("docker exec -e A=b -w /srv web env", "docker exec: env"),
        ("docker -H tcp://x container exec web a", "docker exec: a"),
        ("docker compose -f x.yml exec -T web a b", "docker exec: a b"),
        ("docker-compose exec --user root web a", "docker exec: a"),
        (
            "docker run --rm -p 80:80 --name w nginx /bin/sh c",
            "docker run: /bin/sh c",
        ),
        ("docker exec --help", ""),
        ("docker exec web", ""),
        ("docker exec $OPTIONS web a", ""),
        ("docker run nginx git log", ""),
        ("docker run --entrypoint x nginx sh c", ""),
        ("docker ps exec web a", ""),
    ] {
        let wanted: Vec<String> = [text, inner].map(|call| call.replace("$OPTIONS", "…")).into();
        let wanted: Vec<&str> = wanted
            .iter()
            .map(String::as_str)
            .filter(|call| !call.is_empty())
            .collect();
        check(text, &wanted);
    }
    check(
        "docker exec web sh -c 'aws x | b'",
        &[
            "docker exec web sh -c aws x | b",
            "docker exec: sh -c aws x | b",
            "sh: aws x",
            "sh: b",
        ],
    );
}

#[test]
fn inner_places_are_outer_places() {
    let text = "bash -c 'aws \"s3\" ls'";
    let (script, _) = parse(text, &KIND);
    let found = calls(&script, text);
    let written: Vec<_> = found[1].argv.iter().map(|arg| arg.bytes.of(text)).collect();
    assert_eq!(written, ["aws", "\"s3\"", "ls"]);
}

#[test]
fn assignments_and_redirections_are_told() {
    let text = "A=b C+=\"$d\" E=(f) aws x >out 2>&1 <<EOF\nEOF\n";
    let (script, _) = parse(text, &KIND);
    let found = calls(&script, text);
    let names: Vec<_> = found[0]
        .assignments
        .iter()
        .map(|assignment| assignment.name.as_str())
        .collect();
    assert_eq!(names, ["A", "C", "E"]);
    let value = found[0].assignments[0].value.as_ref().and_then(|value| value.known());
    assert_eq!(value.as_deref(), Some("b"));
    assert!(found[0].assignments[2].value.is_none());
    let operators: Vec<_> = found[0]
        .redirections
        .iter()
        .map(|redirected| redirected.operator.as_str())
        .collect();
    assert_eq!(operators, [">", ">&", "<<"]);
    assert_eq!(found[0].redirections[2].heredoc, Some(0));
}
