//! `on`: what starts a workflow.

use super::{Judge, SCHEMA, TRIGGER, facts};
use crate::diagnostic::Finding;
use crate::say;
use crate::suggest;
use crate::syntax::yaml::{Member, NodeId, Value};
use std::ops::Range;

/// The fields of a schedule: what each is, its bounds, and the names that stand for its numbers.
const FIELDS: [(&str, &str, u32, u32, &[&str]); 5] = [
    ("분", "minute", 0, 59, &[]),
    ("시", "hour", 0, 23, &[]),
    ("일", "day of the month", 1, 31, &[]),
    (
        "월",
        "month",
        1,
        12,
        &[
            "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
        ],
    ),
    (
        "요일",
        "day of the week",
        0,
        7,
        &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
    ),
];

impl<'t> Judge<'t> {
    /// Judges what starts a workflow; gives the names of its inputs, where all of them are known.
    pub(super) fn events(&mut self, on: NodeId) -> Option<Vec<&'t str>> {
        let tree = self.tree;
        for (node, name) in self.strings(on) {
            self.event(name, self.written(node));
        }
        let mut inputs = Vec::new();
        let mut known = !tree.open(on);
        for member in tree.members(on) {
            if self.stands_in(member) {
                known = false;
                continue;
            }
            self.event(&member.key, member.key_range.clone());
            self.filters(member);
            let taken = matches!(member.key.as_str(), "workflow_dispatch" | "workflow_call");
            if let Some(node) = tree.get(member.value, "inputs").filter(|_| taken) {
                known &= !tree.open(node);
                inputs.extend(tree.members(node).iter().map(|input| input.key.as_str()));
                self.inputs(node, member.key == "workflow_dispatch");
            }
        }
        known.then_some(inputs)
    }

    fn event(&mut self, name: &str, at: Range<usize>) {
        let names = facts::list("events", "names");
        if !names.contains(&name) {
            let text = say!(ko: "`{name}`라는 이벤트는 없습니다", en: "there is no event `{name}`");
            self.report(self.wrong_name(TRIGGER, at, text, name, names));
        }
    }

    fn filters(&mut self, event: &'t Member) {
        let tree = self.tree;
        if event.key == "schedule" {
            return self.schedule(event.value);
        }
        let allowed = facts::list("filters", &event.key);
        for filter in tree.members(event.value) {
            let (key, name) = (filter.key.as_str(), &event.key);
            if !allowed.is_empty() && !allowed.contains(&key) && !self.stands_in(filter) {
                let text = say!(ko: "`{name}` 이벤트에는 `{key}` 조건이 없습니다", en: "the event `{name}` has no filter `{key}`");
                self.report(self.wrong_name(TRIGGER, filter.key_range.clone(), text, key, allowed));
            }
            if key == "types" {
                self.types(name, filter.value);
            }
            if let Some(other) = tree.member(event.value, &format!("{key}-ignore")) {
                let text = say!(
                    ko: "`{key}`와 `{key}-ignore`는 함께 쓸 수 없습니다",
                    en: "`{key}` and `{key}-ignore` cannot be used together"
                );
                let finding = Finding::error(TRIGGER, other.key_range.clone(), text);
                let first = filter.key_range.clone();
                self.report(finding.label(first, say!(ko: "`{key}`", en: "`{key}`")).help(say!(
                    ko: "`{key}` 하나에 쓰고, 뺄 것은 앞에 `!`를 붙이십시오.",
                    en: "Put all of it under `{key}`, with `!` before what is left out."
                )));
            }
        }
    }

    fn types(&mut self, event: &str, node: NodeId) {
        let allowed = facts::list("types", event);
        for (node, name) in self.strings(node) {
            // Others may come: only a slip of the pen is certain.
            if !allowed.contains(&name) && suggest::nearest(name, allowed.iter().copied()).is_some() {
                let text = say!(
                    ko: "`{event}` 이벤트에는 `{name}` 유형이 없습니다",
                    en: "the event `{event}` has no activity type `{name}`"
                );
                self.report(self.wrong_name(TRIGGER, self.written(node), text, name, allowed));
            }
        }
    }

    fn inputs(&mut self, node: NodeId, dispatch: bool) {
        let tree = self.tree;
        let (keys, types) = match dispatch {
            true => ("dispatch-input", "dispatch-types"),
            false => ("call-input", "call-types"),
        };
        for input in tree.members(node) {
            for member in tree.members(input.value) {
                let (key, allowed) = (member.key.as_str(), facts::list("keys", keys));
                if !allowed.contains(&key) && !self.stands_in(member) {
                    let text = say!(ko: "입력값에는 `{key}` 키가 없습니다", en: "an input has no key `{key}`");
                    self.report(self.wrong_name(SCHEMA, member.key_range.clone(), text, key, allowed));
                }
            }
            let kind = tree.get(input.value, "type");
            let (Some(kind), allowed) = (kind, facts::list("inputs", types)) else {
                continue;
            };
            if let Some(name) = self.known(kind).filter(|name| !allowed.contains(name)) {
                let text = say!(ko: "입력값의 유형에 `{name}`은 없습니다", en: "an input has no type `{name}`");
                self.report(self.wrong_name(SCHEMA, self.written(kind), text, name, allowed));
            }
        }
    }

    fn schedule(&mut self, node: NodeId) {
        let tree = self.tree;
        if matches!(tree[node].value, Value::Mapping { .. }) {
            let text = say!(ko: "`schedule`은 목록이어야 합니다", en: "`schedule` has to be a list");
            let finding = Finding::error(TRIGGER, self.place(node), text);
            return self.report(finding.help(say!(ko: "`- cron: '...'`처럼 쓰십시오.", en: "Write `- cron: '...'`.")));
        }
        let crons: Vec<NodeId> = tree
            .elements(node)
            .iter()
            .filter_map(|&element| tree.get(element, "cron"))
            .collect();
        for cron in crons {
            let Some(text) = self.known(cron) else { continue };
            if let Some((at, said)) = cron_fault(text) {
                let place = tree.scalar(cron).map(|scalar| scalar.content.place(at));
                let finding = Finding::error(TRIGGER, place.unwrap_or_else(|| self.place(cron)), said);
                self.report(finding.help(say!(
                    ko: "`분 시 일 월 요일` 다섯 칸을 쓰며, 시각은 UTC입니다.",
                    en: "Five fields: minute, hour, day of the month, month, day of the week; the time is UTC."
                )));
            }
        }
    }
}

/// What is wrong with a schedule, and where in it.
fn cron_fault(text: &str) -> Option<(Range<usize>, crate::diagnostic::Text)> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    if fields.len() != 5 {
        let count = fields.len();
        let said = say!(ko: "cron 식에 칸이 {count}개입니다. 다섯 개여야 합니다", en: "a cron expression has five fields, not {count}");
        return Some((0..text.len(), said));
    }
    let mut from = 0;
    for (field, (ko, en, least, most, names)) in fields.iter().zip(FIELDS) {
        let at = from + text[from..].find(field)?;
        from = at + field.len();
        let value = |value: &str| -> Option<u32> {
            let number = value.parse().ok().filter(|number| (least..=most).contains(number));
            number.or_else(|| {
                let index = names.iter().position(|name| name.eq_ignore_ascii_case(value))?;
                Some(u32::try_from(index).unwrap_or(0) + least)
            })
        };
        let good = |part: &str| {
            let (range, step) = part
                .split_once('/')
                .map_or((part, None), |(range, step)| (range, Some(step)));
            let step = step.is_none_or(|step| step.parse::<u32>().is_ok_and(|step| step > 0));
            let range = match range.split_once('-') {
                _ if range == "*" => true,
                Some((first, last)) => value(first).zip(value(last)).is_some_and(|(first, last)| first <= last),
                None => value(range).is_some(),
            };
            step && range
        };
        if !field.split(',').all(good) {
            let said = say!(
                ko: "cron 식의 {ko} 칸에 `{field}`는 쓸 수 없습니다. {least}부터 {most}까지입니다",
                en: "`{field}` is no {en} of a cron expression, which goes from {least} to {most}"
            );
            return Some((at..from, said));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules() {
        for (text, wrong) in [
            ("0 0 * * *", None),
            ("*/15 9-17 * JAN-MAR MON,WED", None),
            ("0 0 * *", Some(0..7)),
            ("60 0 * * *", Some(0..2)),
            ("0 0 0 * *", Some(4..5)),
            ("@daily", Some(0..6)),
            ("0 5-3 * * *", Some(2..5)),
            ("*/0 * * * *", Some(0..3)),
        ] {
            assert_eq!(cron_fault(text).map(|(at, _)| at), wrong, "{text}");
        }
    }
}
