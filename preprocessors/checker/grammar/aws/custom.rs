//! What the CLI's own code refuses, beyond types and shapes, before it sends anything: arguments that exclude each other,
//! and texts that have a form of their own. Read from the behaviour of awscli 1.46.3 and 2.9.19 (2026-11-23).

mod emr;
mod s3;
mod texts;

use super::argparse::Given;
use super::facts::{Action, CommandKind};
use super::line::Line;
use super::value::{Problem, Wrong};
use super::values::Values;
use crate::diagnostic::Text;
use crate::placeholder;
use crate::say;

/// Options that exclude others: of which commands, which option, which others.
const EXCLUSIVE: [(&[&str], &str, &[&str]); 9] = [
    (
        &["ec2 run-instances"],
        "network-interfaces",
        &[
            "secondary-private-ip-addresses",
            "secondary-private-ip-address-count",
            "associate-public-ip-address",
        ],
    ),
    (
        &[
            "ec2 authorize-security-group-ingress",
            "ec2 authorize-security-group-egress",
            "ec2 revoke-security-group-ingress",
            "ec2 revoke-security-group-egress",
        ],
        "ip-permissions",
        &["protocol", "port", "cidr", "source-group", "group-owner"],
    ),
    (
        &["ec2 bundle-instance"],
        "storage",
        &["bucket", "prefix", "owner-akid", "owner-sak", "policy"],
    ),
    (&["ses send-email"], "destination", &["to", "cc", "bcc"]),
    (&["ses send-email"], "message", &["text", "html"]),
    (
        &["cloudwatch put-metric-data"],
        "metric-data",
        &[
            "metric-name",
            "timestamp",
            "unit",
            "value",
            "dimensions",
            "statistic-values",
        ],
    ),
    (&["cloudfront create-invalidation"], "invalidation-batch", &["paths"]),
    (
        &["cloudfront create-distribution", "cloudfront update-distribution"],
        "distribution-config",
        &["default-root-object", "origin-domain-name"],
    ),
    (
        &["datapipeline put-pipeline-definition"],
        "parameter-values-uri",
        &["parameter-values"],
    ),
];

/// Tells what the code of the called command refuses.
pub(super) fn check(line: &Line, values: &mut Values) {
    let mut conditions = Conditions { line, values };
    conditions.exclusive();
    conditions.switched_both_ways();
    let path = conditions.values.path.to_owned();
    match path.split_once(' ') {
        Some(("s3", command)) => s3::check(command, &mut conditions),
        Some(("emr", "create-cluster")) => emr::check(&mut conditions),
        Some(("cloudsearchdomain", _)) => conditions.endpoint(),
        _ => {}
    }
    texts::check(&path, &mut conditions);
}

/// What the conditions of a command are asked of.
struct Conditions<'l, 'v, 'c, 'f> {
    line: &'l Line,
    values: &'l mut Values<'v, 'c, 'f>,
}

impl Conditions<'_, '_, '_, '_> {
    /// The argument of that name, the last time that it was given.
    fn given(&self, name: &str) -> Option<&Given<'static>> {
        self.line.given.iter().rev().find(|given| given.arg.name() == name)
    }

    fn has(&self, name: &str) -> bool {
        self.given(name).is_some()
    }

    /// The words of an argument that are known and stand for themselves, each with its index among all of them.
    fn texts(&self, given: &Given) -> Vec<(usize, String)> {
        let known = |(i, &value)| {
            let text = self.values.known(value)?;
            let open = self.values.placeholders && placeholder::has_placeholder(text);
            let file = text.starts_with("file://") || text.starts_with("fileb://");
            (!open && !file).then(|| (i, text.to_owned()))
        };
        given.values.iter().enumerate().filter_map(known).collect()
    }

    /// What an operation's arguments do is the same in every version; the commands of the CLI's own change with it.
    fn custom(&self, why: Text) -> Wrong {
        let firm = self.values.command.kind() != CommandKind::Custom;
        Wrong::Custom { why, firm }
    }

    /// Tells that a value of an argument is refused, or all of it.
    fn refuse(&mut self, given: &Given<'static>, value: Option<usize>, why: Text) {
        let at = match (value.and_then(|i| given.values.get(i)), given.option) {
            (Some(&value), _) => self.values.value_at(value),
            (None, Some(word)) => self.values.word_at(word),
            (None, None) => return,
        };
        let path = String::new();
        let kind = self.custom(why);
        self.values.problems.push((Some(given.arg), Problem { at, kind, path }));
    }

    /// Tells of two arguments that cannot stand together.
    fn together(&mut self, one: &str, other: &str) {
        let Some(given) = self.given(other).cloned() else {
            return;
        };
        self.refuse(
            &given,
            None,
            say!(
                ko: "`--{other}` 옵션은 `--{one}` 옵션과 함께 쓸 수 없습니다",
                en: "`--{other}` cannot be used together with `--{one}`"
            ),
        );
    }

    fn exclusive(&mut self) {
        for (paths, option, others) in EXCLUSIVE {
            if !paths.contains(&self.values.path) || !self.has(option) {
                continue;
            }
            for other in others.iter().filter(|other| self.has(other)).collect::<Vec<_>>() {
                self.together(option, other);
            }
        }
    }

    /// `--x` and `--no-x` of the arguments for which that is refused.
    fn switched_both_ways(&mut self) {
        let switches = self
            .line
            .given
            .iter()
            .filter(|given| given.arg.special() == Some("toplevel-bool"));
        let positive = switches.filter(|given| given.arg.action() == Action::Store);
        for name in positive.map(|given| given.arg.name()).collect::<Vec<_>>() {
            self.together(name, &format!("no-{name}"));
        }
    }

    /// The documents of a search domain are at an address of their own.
    fn endpoint(&mut self) {
        let named = self.line.globals.iter().any(|given| given.arg.name() == "endpoint-url");
        if named || self.has("generate-cli-skeleton") {
            return;
        }
        let why = say!(
            ko: "`cloudsearchdomain` 명령에는 `--endpoint-url`이 있어야 합니다",
            en: "the commands of `cloudsearchdomain` need `--endpoint-url`"
        );
        self.refuse_command(why);
    }

    /// Tells that the command as a whole is refused.
    fn refuse_command(&mut self, why: Text) {
        let Some(&(word, _)) = self.line.commands.last() else {
            return;
        };
        let at = self.values.word_at(word);
        let path = String::new();
        let kind = self.custom(why);
        self.values.problems.push((None, Problem { at, kind, path }));
    }
}
