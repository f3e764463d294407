//! Ids of accounts, where they cannot be anything else: in ARNs, in the hosts of registries, under names that say so.

use super::{is_word, name_before, next_run};
use crate::diagnostic::{Applicability, Edit, Finding, Fix};
use crate::say;
use std::collections::BTreeMap;
use std::ops::Range;

/// How many digits an account id has.
const DIGITS: usize = 12;

/// What replaces them, in this order: account ids of the AWS documentation.
const STAND_INS: [&str; 3] = ["111122223333", "444455556666", "777788889999"];

/// Judges a text: tells of each account once, where it is first.
pub(super) fn check(text: &str, found: &mut Vec<Finding>) {
    let mut accounts: BTreeMap<&str, Vec<Range<usize>>> = BTreeMap::new();
    for range in numbers(text) {
        let id = &text[range.clone()];
        if is_account(text, &range) && !is_public(id) {
            accounts.entry(id).or_default().push(range);
        }
    }
    let mut accounts: Vec<(&str, Vec<Range<usize>>)> = accounts.into_iter().collect();
    accounts.sort_by_key(|(_, places)| places.first().map(|place| place.start));
    let mut free = STAND_INS.iter().filter(|id| !text.contains(**id));
    for (id, places) in accounts {
        let Some(first) = places.first().cloned() else { continue };
        let finding = Finding::warning(
            "account-id",
            first,
            say!(ko: "`{id}`은(는) 실제 AWS 계정의 ID로 보입니다", en: "`{id}` looks like the id of a real AWS account"),
        )
        .help(say!(
            ko: "책에는 AWS 문서가 예제에 쓰는 `111122223333` 같은 ID나 `<account-id>` 같은 자리표시자를 쓰십시오.",
            en: "In a book, use an id of the AWS documentation's examples, such as `111122223333`, or a placeholder such as `<account-id>`."
        ));
        found.push(match free.next() {
            Some(stand_in) => replaced(finding, places, stand_in),
            None => finding,
        });
    }
}

/// The same finding with the fix that writes another id wherever this one stands.
fn replaced(mut finding: Finding, places: Vec<Range<usize>>, stand_in: &str) -> Finding {
    let edit = |at| Edit {
        at,
        text: stand_in.to_owned(),
    };
    finding.fix = Some(Fix {
        title: say!(ko: "`{stand_in}`", en: "`{stand_in}`"),
        edits: places.into_iter().map(edit).collect(),
        applicability: Applicability::Unsafe,
    });
    finding
}

/// The numbers of twelve digits that are no part of a longer word.
fn numbers(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(run) = next_run(bytes, at, DIGITS, |b| b.is_ascii_digit()) {
            at = run.end;
            let joined = |byte: Option<&u8>| byte.is_some_and(|&b| is_word(b));
            let before = run.start.checked_sub(1).and_then(|before| bytes.get(before));
            if run.len() == DIGITS && !joined(before) && !joined(bytes.get(at)) {
                return Some(run);
            }
        }
        None
    })
}

/// Names of fields, options and variables whose values are account ids.
const NAMES: [&str; 13] = [
    "accountid",
    "accountids",
    "awsaccountid",
    "awsaccount",
    "sourceaccount",
    "principalaccount",
    "resourceaccount",
    "registryid",
    "registryids",
    "ownerid",
    "cdkdefaultaccount",
    "targetaccountid",
    "sourceaccountid",
];

/// How far back an ARN that holds an account begins at most: the service and the Region stand between.
const ARN_HEAD: usize = 80;

fn is_account(text: &str, range: &Range<usize>) -> bool {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    if after.starts_with(".dkr.ecr") || after.starts_with(".signin.aws") || before.ends_with(".amazonaws.com/") {
        return true;
    }
    if before.ends_with(':') && in_arn(before) {
        return true;
    }
    // The output of `aws sts get-caller-identity`, and a principal of a policy.
    let quoted = ["\"Account\": \"", "\"Account\":\"", "\"AWS\": \"", "\"AWS\":\""];
    quoted.iter().any(|start| before.ends_with(start))
        || name_before(before).is_some_and(|name| NAMES.contains(&name.as_str()))
}

/// Whether what ends here is the head of an ARN, up to its account: `arn:aws:ecs:us-east-1:`.
fn in_arn(before: &str) -> bool {
    let part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':' | b'*');
    let tail = before.bytes().rev().take(ARN_HEAD).take_while(|&b| part(b)).count();
    let head = &before[before.len() - tail..];
    let Some(start) = head.rfind("arn:aws") else {
        return false;
    };
    head[start..].bytes().filter(|&b| b == b':').count() == 4
}

/// Whether an id is one that AWS shows or owns, or one that somebody made up.
fn is_public(id: &str) -> bool {
    OWNED.contains(&id) || SHOWN.contains(&id) || is_pattern(id.as_bytes())
}

/// Whether digits follow a pattern that no account number would by chance: groups of one digit
/// (`111122223333`), a repetition (`123412341234`), or counting up or down (`012345678910`).
fn is_pattern(digits: &[u8]) -> bool {
    let grouped = digits.chunk_by(|a, b| a == b).all(|group| group.len() >= 3);
    let repeated = [1, 2, 3, 4, 6]
        .iter()
        .any(|&period| digits[period..].iter().zip(digits).all(|(a, b)| a == b));
    let counting = |step: u8| {
        let next = |pair: &[u8]| (pair[1] + 10 - pair[0]) % 10 == step;
        let mut run = 0;
        digits.windows(2).any(|pair| {
            run = if next(pair) { run + 1 } else { 0 };
            run >= 7
        })
    };
    grouped || repeated || counting(1) || counting(9)
}

/// Accounts of AWS and its partners whose images and templates everybody uses. Those of EKS: its user guide, "View Amazon
/// container image registries"; 763104351884: Deep Learning Containers; 906394416424: AWS for Fluent Bit; 840364872350: App Mesh
/// Envoy; 591542846629, 137112412989 and 801119661308: machine images; 709825985650: Marketplace; 099720109477: Ubuntu;
/// 679593333241: its machine images. As documented in 2026-11.
const OWNED: [&str; 34] = [
    "602401143452",
    "877085696533",
    "800184023465",
    "533267051163",
    "900889452093",
    "296578399912",
    "491585149902",
    "151610086707",
    "333609536671",
    "121268973566",
    "761377655185",
    "918309763551",
    "961992271922",
    "900612956339",
    "590381155156",
    "455263428931",
    "066635153087",
    "558608220178",
    "759879836304",
    "730335286997",
    "151742754352",
    "013241004608",
    "725322719131",
    "608367168043",
    "187977181151",
    "763104351884",
    "906394416424",
    "840364872350",
    "591542846629",
    "137112412989",
    "801119661308",
    "709825985650",
    "099720109477",
    "679593333241",
];

/// Ids in the examples of the AWS CLI 2.9.19, and one of the S3 user guide, that follow no pattern (2026-11).
const SHOWN: [&str; 46] = [
    "130757420319",
    "867139942017",
    "758058086616",
    "850631746142",
    "880185128111",
    "682428703967",
    "814387698303",
    "786973925828",
    "733109147000",
    "379642911888",
    "094249569039",
    "571032923833",
    "403299380220",
    "128716708097",
    "007436865787",
    "003235472598",
    "675946970638",
    "674914422125",
    "651419225604",
    "544120495673",
    "504350838278",
    "417498243647",
    "336924118301",
    "176430881729",
    "100447751468",
    "030714055129",
    "936459623503",
    "846764612917",
    "803981987763",
    "803642222207",
    "724145273726",
    "691207106566",
    "687558542028",
    "687558541234",
    "645732743964",
    "534026745191",
    "420165488524",
    "402092451327",
    "342398297714",
    "209870788375",
    "123457689012",
    "111117012054",
    "110302272565",
    "104024344472",
    "099908667365",
    "044726508045",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_told_from_other_numbers() {
        for (text, expected) in [
            ("arn:aws:ecs:us-east-1:471938265107:cluster/x", 1),
            ("arn:aws:iam::471938265107:role/x arn:aws:iam::471938265107:role/y", 1),
            ("arn:aws:iam::471938265107:role/x arn:aws:iam::605284917364:role/y", 2),
            ("471938265107.dkr.ecr.us-east-1.amazonaws.com/x", 1),
            ("https://sqs.us-east-1.amazonaws.com/471938265107/x", 1),
            ("aws x --account-id 471938265107", 1),
            ("\"accountId\": \"471938265107\"", 1),
            ("AWS_ACCOUNT_ID=471938265107", 1),
            ("\"Account\": \"471938265107\"", 1),
            // Anything may have twelve digits.
            ("\"size\": 471938265107", 0),
            ("arn:aws:s3:::bucket-471938265107", 0),
            ("arn:aws:ecs:us-east-1:1471938265107:cluster/x", 0),
            ("ami_471938265107.dkr.ecr.x", 0),
            ("\"account\": \"471938265107\"", 0),
            // What AWS shows or owns, and what is made up.
            ("arn:aws:iam::111122223333:role/x", 0),
            ("arn:aws:iam::123456789012:role/x", 0),
            ("arn:aws:iam::012345678910:role/x", 0),
            ("arn:aws:iam::987654321098:role/x", 0),
            ("arn:aws:iam::123412341234:role/x", 0),
            ("602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/pause", 0),
            ("arn:aws:iam::aws:policy/X", 0),
        ] {
            let mut found = Vec::new();
            check(text, &mut found);
            assert_eq!(found.len(), expected, "{text}");
        }
    }

    #[test]
    fn one_account_is_replaced_everywhere() {
        let mut found = Vec::new();
        check("arn:aws:iam::471938265107:role/x 471938265107.dkr.ecr.y", &mut found);
        let edits: usize = found.iter().flat_map(|f| &f.fix).map(|fix| fix.edits.len()).sum();
        assert_eq!(edits, 2);
    }
}
