//! `explain`: the pages of the rules.

use crate::args::{Common, spoken};
use crate::failure::{Failure, Result};
use crate::screen;
use proof_checker::diagnostic::Severity;
use proof_checker::{RULES, nearest, rule, say};
use std::process::ExitCode;

/// Prints the page of a rule, or the list of all.
pub(crate) fn run(common: Common, id: Option<&str>) -> Result<ExitCode> {
    let lang = spoken(common.lang);
    match id {
        None => {
            for rule in RULES {
                let severity = match rule.severity {
                    Severity::Error => 'E',
                    Severity::Warning => 'W',
                    Severity::Info => 'I',
                };
                screen::print(&format!("{severity} {:28} {}\n", rule.id, rule.title(lang)));
            }
        }
        Some(id) => {
            let found = rule(id).ok_or_else(|| {
                let failure = Failure::new(say!(ko: "`{id}` 규칙은 없습니다", en: "there is no rule `{id}`"));
                match nearest(id, RULES.iter().map(|rule| rule.id)) {
                    Some(near) => failure
                        .hint(say!(ko: "비슷한 규칙은 `{near}`입니다", en: "a rule with a similar name is `{near}`")),
                    None => failure.hint(say!(
                        ko: "`mdbook-proof explain`이 규칙을 모두 보여 줍니다",
                        en: "`mdbook-proof explain` lists the rules"
                    )),
                }
            })?;
            screen::print(found.page(lang));
        }
    }
    Ok(ExitCode::SUCCESS)
}
