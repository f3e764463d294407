//! Secrets and roles: ARNs of the right service, secrets that are not written out, files of variables.

use super::definition::Definition;
use super::roster::repeated;
use crate::diagnostic::{Finding, Severity, Text};
use crate::placeholder::has_marked_placeholder;
use crate::say;
use crate::syntax::json::NodeId;

/// Judges a task definition.
pub(super) fn check(definition: &Definition, found: &mut Vec<Finding>) {
    for key in ["executionRoleArn", "taskRoleArn"] {
        role(definition, key, found);
    }
    shared(definition, found);
    for container in definition.containers() {
        values_from(definition, container, found);
        clashes(definition, container, found);
        plaintext(definition, container, found);
        environment_files(definition, container, found);
    }
}

/// Digits that are no account: of words, such as `account_id`, only the reader knows what they stand for.
fn wrong_account(account: &str) -> bool {
    account.bytes().all(|b| b.is_ascii_digit()) && account.len() != 12
}

fn role(definition: &Definition, key: &str, found: &mut Vec<Finding>) {
    let context = definition.context;
    let Some(node) = definition.field(key) else { return };
    // What is empty is sent as if it were not there.
    let Some(text) = context.text_of(node).filter(|text| !text.is_empty()) else {
        return;
    };
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let why = match parts.as_slice() {
        ["arn", partition, "iam", "", account, resource] if partition.starts_with("aws") => {
            if wrong_account(account) {
                say!(ko: "계정 ID는 숫자 12자리입니다.", en: "An account id has 12 digits.")
            } else if resource.strip_prefix("role/").is_some_and(|name| !name.is_empty()) {
                return;
            } else {
                let kind = resource.split('/').next().unwrap_or_default();
                say!(ko: "`{kind}`이(가) 아니라 `role/`의 ARN이어야 합니다.", en: "It has to be the ARN of a `role/`, not of a `{kind}`.")
            }
        }
        ["arn", ..] => say!(
            ko: "IAM의 ARN에는 리전이 없으므로 `iam` 뒤에 콜론이 두 개입니다.",
            en: "The ARNs of IAM have no Region, so two colons follow `iam`."
        ),
        // A role may be given by its name.
        _ if text.chars().all(|c| c.is_alphanumeric() || "_+=,.@-/".contains(c)) => return,
        _ => {
            say!(ko: "역할 이름에 쓸 수 없는 문자가 있습니다.", en: "There is a character in it that no role's name has.")
        }
    };
    found.push(
        Finding::error(
            "invalid-role-arn",
            context.place(node),
            say!(ko: "`{key}`의 값이 IAM 역할이 아닙니다", en: "`{key}` is not the ARN of an IAM role"),
        )
        .help(why)
        .help(say!(
            ko: "형식: `arn:aws:iam::111122223333:role/역할이름`",
            en: "The form is `arn:aws:iam::111122223333:role/role-name`."
        )),
    );
}

fn shared(definition: &Definition, found: &mut Vec<Finding>) {
    let context = definition.context;
    let (Some(execution), Some(task)) = (definition.field("executionRoleArn"), definition.field("taskRoleArn")) else {
        return;
    };
    let same = context
        .text_of(execution)
        .filter(|role| !role.is_empty() && context.text_of(task) == Some(*role));
    if same.is_none() {
        return;
    }
    found.push(
        Finding::warning(
            "shared-role",
            context.place(task),
            say!(
                ko: "애플리케이션이 ECS의 실행 역할을 그대로 씁니다",
                en: "the application has the role that ECS itself executes the task with"
            ),
        )
        .label(context.place(execution), say!(ko: "같은 역할", en: "the same role"))
        .help(say!(
            ko: "실행 역할은 시크릿을 읽고 이미지를 받을 수 있습니다. 애플리케이션에는 필요한 권한만 있는 역할을 따로 주고, AWS를 부르지 않는다면 `taskRoleArn`을 지우십시오.",
            en: "The execution role can read secrets and pull images. Give the application a role with what it needs, or none where it does not call AWS."
        )),
    );
}

fn values_from(definition: &Definition, container: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let mut sources = definition.values(container, "secrets", "valueFrom");
    if let Some(log) = context.tree.get(container, "logConfiguration") {
        sources.extend(definition.values(log, "secretOptions", "valueFrom"));
    }
    for (text, node) in sources {
        let Some((severity, why)) = unreadable(text) else {
            continue;
        };
        let message = say!(ko: "`valueFrom`이 시크릿도 파라미터도 가리키지 않습니다", en: "`valueFrom` refers to neither a secret nor a parameter");
        let message = match severity {
            Severity::Error => message,
            _ => {
                say!(ko: "`valueFrom`을 시작할 때 읽지 못할 것입니다", en: "`valueFrom` can hardly be read when the task starts")
            }
        };
        found.push(
            Finding::new(severity, "invalid-secret-arn", context.place(node), message)
                .help(why)
                .help(say!(
                    ko: "쓸 수 있는 값: Secrets Manager 시크릿의 전체 ARN(뒤에 `:JSON키:버전스테이지:버전ID`를 붙일 수 있음), Parameter Store 파라미터의 전체 ARN 또는 이름",
                    en: "Allowed are the full ARN of a Secrets Manager secret, to which `:json-key:version-stage:version-id` may be added, and the full ARN or the name of a Parameter Store parameter."
                )),
        );
    }
    let Some(credentials) = context
        .tree
        .pointer(container, "/repositoryCredentials/credentialsParameter")
    else {
        return;
    };
    let other = context.text_of(credentials).filter(|text| text.starts_with("arn:"));
    if other.is_some_and(|text| {
        text.split(':')
            .nth(2)
            .is_some_and(|service| service != "secretsmanager")
    }) {
        found.push(
            Finding::error(
                "invalid-secret-arn",
                context.place(credentials),
                say!(ko: "`credentialsParameter`가 시크릿을 가리키지 않습니다", en: "`credentialsParameter` does not refer to a secret"),
            )
            .help(say!(
                ko: "레지스트리의 사용자 이름과 암호를 담은 Secrets Manager 시크릿의 ARN이나 이름이어야 합니다.",
                en: "It has to be the ARN or name of the Secrets Manager secret that holds the registry's user name and password."
            )),
        );
    }
}

/// Why a value cannot be had from there.
fn unreadable(text: &str) -> Option<(Severity, Text)> {
    let error = |why| Some((Severity::Error, why));
    if text.is_empty() {
        return error(say!(ko: "값이 비어 있습니다.", en: "It is empty."));
    }
    if !text.starts_with("arn:") {
        // The name of a parameter of the same Region; a version or label may follow a colon.
        let plain = |c: char| c.is_ascii_alphanumeric() || "_.-/:".contains(c);
        if text.chars().all(plain) && !text.contains("://") {
            return None;
        }
        return error(say!(
            ko: "파라미터의 이름에는 영문자, 숫자, `_`, `.`, `-`, `/`를 쓸 수 있습니다.",
            en: "The name of a parameter has letters, digits, `_`, `.`, `-` and `/`."
        ));
    }
    let parts: Vec<&str> = text.split(':').collect();
    let ["arn", partition, service, region, account, resource @ ..] = parts.as_slice() else {
        return error(say!(ko: "ARN이 끝까지 적혀 있지 않습니다.", en: "The ARN is not complete."));
    };
    match (*service, resource) {
        ("secretsmanager", ["secret", name, rest @ ..]) if !name.is_empty() => {
            if !matches!(rest.len(), 0 | 3) {
                let why = say!(
                    ko: "시크릿의 이름 뒤에는 `:JSON키:버전스테이지:버전ID` 셋을 모두 적고, 쓰지 않는 것은 비워 둡니다: `:password::`",
                    en: "After the name of a secret come all three of `:json-key:version-stage:version-id`, empty where not needed, as in `:password::`."
                );
                return Some((Severity::Warning, why));
            }
        }
        ("ssm", [name]) if name.strip_prefix("parameter/").is_some_and(|name| !name.is_empty()) => {}
        ("secretsmanager", _) => {
            return error(say!(
                ko: "시크릿의 ARN: `arn:aws:secretsmanager:리전:계정ID:secret:이름`",
                en: "The ARN of a secret is `arn:aws:secretsmanager:region:account-id:secret:name`."
            ));
        }
        ("ssm", _) => {
            return error(say!(
                ko: "파라미터의 ARN: `arn:aws:ssm:리전:계정ID:parameter/이름`",
                en: "The ARN of a parameter is `arn:aws:ssm:region:account-id:parameter/name`."
            ));
        }
        (service, _) => {
            return error(say!(
                ko: "`{service}`의 ARN에서는 값을 읽을 수 없습니다.",
                en: "No value can be read from an ARN of `{service}`."
            ));
        }
    }
    if wrong_account(account) {
        return error(say!(ko: "계정 ID는 숫자 12자리입니다.", en: "An account id has 12 digits."));
    }
    if region.is_empty() || !partition.starts_with("aws") {
        return error(say!(ko: "ARN에 파티션이나 리전이 없습니다.", en: "The ARN lacks its partition or Region."));
    }
    None
}

fn clashes(definition: &Definition, container: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let secrets = definition.variables(container, "secrets");
    if secrets.is_empty() {
        return;
    }
    let mut finding = |name: &str, first: NodeId, second: NodeId, label: Text| {
        found.push(
            Finding::error(
                "secret-name-clash",
                context.place(second),
                say!(
                    ko: "시크릿 `{name}`의 이름이 같은 컨테이너에서 이미 쓰였습니다",
                    en: "the name of the secret `{name}` is taken in the same container"
                ),
            )
            .label(context.place(first), label)
            .help(say!(
                ko: "`secrets`와 `environment`의 이름은 한 컨테이너 안에서 모두 달라야 합니다. 시크릿으로 받을 값은 `environment`에서 지우십시오.",
                en: "The names in `secrets` and `environment` of a container all have to differ. Take out of `environment` what comes from a secret."
            )),
        );
    };
    for (name, first, second) in repeated(&secrets) {
        finding(
            name,
            first,
            second,
            say!(ko: "같은 이름의 시크릿", en: "the other secret"),
        );
    }
    let variables = definition.variables(container, "environment");
    for (name, secret) in secrets {
        if let Some((_, variable)) = variables.iter().find(|(variable, _)| *variable == name) {
            finding(
                name,
                *variable,
                secret,
                say!(ko: "같은 이름의 환경 변수", en: "the environment variable"),
            );
        }
    }
}

/// Ends of the names of variables that hold what nobody should read.
const SECRET_NAMES: [&str; 11] = [
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "SECRET",
    "SECRET_KEY",
    "SECRETKEY",
    "TOKEN",
    "API_KEY",
    "APIKEY",
    "ACCESS_KEY",
    "PRIVATE_KEY",
];

fn plaintext(definition: &Definition, container: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    for &variable in context.list_at(container, "environment") {
        let (Some(name), Some(node)) = (context.tree.get(variable, "name"), context.tree.get(variable, "value")) else {
            continue;
        };
        let (Some(name), Some(value)) = (context.tree.string(name), context.text_of(node)) else {
            continue;
        };
        let open = has_credentials(value);
        let named = !open && is_secret(name, value);
        if !open && !named || context.options.placeholders && (has_marked_placeholder(value) || stand_in(value)) {
            continue;
        }
        let message = if open {
            say!(
                ko: "환경 변수 `{name}`의 주소에 암호가 그대로 적혀 있습니다",
                en: "the address in the environment variable `{name}` has a password in it"
            )
        } else {
            say!(
                ko: "환경 변수 `{name}`에 비밀 값이 그대로 적혀 있습니다",
                en: "the environment variable `{name}` holds a secret in plain text"
            )
        };
        found.push(
            Finding::warning("plaintext-secret", context.place(node), message).help(say!(
                ko: "`environment`의 값은 태스크 정의를 볼 수 있는 모두에게 보입니다. Secrets Manager나 Parameter Store에 넣고 `secrets`의 `valueFrom`으로 받으십시오.",
                en: "Whoever may describe the task definition can read `environment`. Put the value into Secrets Manager or Parameter Store and take it with `valueFrom` in `secrets`."
            )),
        );
    }
}

/// Whether a value says itself that another belongs there.
fn stand_in(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let starts = [
        "your",
        "change",
        "replace",
        "xxx",
        "***",
        "example",
        "dummy",
        "placeholder",
    ];
    starts.iter().any(|start| lower.starts_with(start)) || !value.is_ascii()
}

/// Whether a variable has a secret's name and holds a secret, and not a switch, a path or a reference to one.
fn is_secret(name: &str, value: &str) -> bool {
    let name = name.as_bytes();
    let same = |(written, end): (&u8, &u8)| match written {
        b'-' | b'.' => *end == b'_',
        letter => letter.to_ascii_uppercase() == *end,
    };
    let ends = |end: &str| {
        let tail = name.len().checked_sub(end.len()).map(|start| &name[start..]);
        tail.is_some_and(|tail| tail.iter().zip(end.as_bytes()).all(same))
    };
    let Some(end) = SECRET_NAMES.iter().find(|end| ends(end)) else {
        return false;
    };
    let switch = matches!(
        value.to_ascii_lowercase().as_str(),
        "" | "true" | "false" | "yes" | "no" | "on" | "off" | "none" | "null" | "0" | "1"
    );
    // Counts of tokens, such as `MAX_TOKEN`, are numbers.
    let count = *end == "TOKEN" && value.bytes().all(|b| b.is_ascii_digit());
    let path = value.starts_with(['/', '.', '~', '$', '<', '{', '%']);
    let reference = value.starts_with("arn:") || value.contains("://") || value.contains("{{");
    !switch && !count && !path && !reference && !value.contains(' ')
}

/// Whether a URL names a user with a password: `postgres://user:pass@host/`.
fn has_credentials(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let user = authority.rsplit_once('@').map(|(user, _)| user);
    let password = user.and_then(|user| user.split_once(':')).map(|(_, password)| password);
    let literal = |password: &str| !password.is_empty() && !password.contains(['$', '<', '{', '*', '%']);
    scheme.len() <= 20 && password.is_some_and(literal)
}

/// How many files of variables a container may have, by the API reference (2026-11).
const MOST_FILES: usize = 10;

fn environment_files(definition: &Definition, container: NodeId, found: &mut Vec<Finding>) {
    let context = definition.context;
    let files = context.list_at(container, "environmentFiles");
    if let Some(&eleventh) = files.get(MOST_FILES) {
        let count = files.len();
        found.push(Finding::error(
            "invalid-environment-file",
            context.place(eleventh),
            say!(
                ko: "`environmentFiles`의 파일은 {MOST_FILES}개까지인데 {count}개입니다",
                en: "`environmentFiles` takes {MOST_FILES} files at most, not {count}"
            ),
        ));
    }
    for (text, node) in definition.values(container, "environmentFiles", "value") {
        let object = text.strip_prefix("arn:aws").and_then(|rest| rest.split_once(":s3:::"));
        let file = object.and_then(|(_, object)| object.split_once('/'));
        let whole = file.is_some_and(|(bucket, key)| !bucket.is_empty() && key.ends_with(".env"));
        if whole {
            continue;
        }
        let finding = Finding::error(
            "invalid-environment-file",
            context.place(node),
            match file {
                Some(_) => {
                    say!(ko: "환경 파일의 이름은 `.env`로 끝나야 합니다", en: "the name of an environment file has to end in `.env`")
                }
                None => {
                    say!(ko: "환경 파일의 값은 S3 객체의 ARN이어야 합니다", en: "an environment file has to be the ARN of an S3 object")
                }
            },
        );
        let finding = match text.strip_prefix("s3://") {
            Some(rest) => finding.help(say!(
                ko: "`s3://` 주소가 아니라 `arn:aws:s3:::{rest}`처럼 적습니다.",
                en: "Instead of an `s3://` address, write `arn:aws:s3:::{rest}`."
            )),
            None => finding,
        };
        found.push(finding.help(say!(
            ko: "형식: `arn:aws:s3:::버킷/경로.env`",
            en: "The form is `arn:aws:s3:::bucket/path.env`."
        )));
    }
}
