//! `needs`: which job waits for which.

use super::{Judge, REFERENCE};
use crate::diagnostic::Finding;
use crate::say;
use crate::syntax::yaml::NodeId;
use std::collections::HashMap;

impl Judge<'_> {
    /// Judges the `needs` of all jobs.
    pub(super) fn order(&mut self, jobs: NodeId) {
        let tree = self.tree;
        if tree.open(jobs) {
            return;
        }
        let names: Vec<&str> = tree.members(jobs).iter().map(|job| job.key.as_str()).collect();
        let place: HashMap<String, usize> = names
            .iter()
            .enumerate()
            .map(|(i, name)| (name.to_lowercase(), i))
            .collect();
        let mut waits: Vec<Vec<(usize, NodeId)>> = Vec::new();
        for job in tree.members(jobs) {
            let needs = tree
                .get(job.value, "needs")
                .map(|needs| self.strings(needs))
                .unwrap_or_default();
            let mut known = Vec::new();
            for (node, name) in needs {
                match place.get(&name.to_lowercase()) {
                    Some(index) => known.push((*index, node)),
                    // One job alone is likelier an excerpt.
                    None if names.len() == 1 && self.placeholders => {}
                    None => {
                        let text = say!(ko: "`{name}`라는 작업은 없습니다", en: "there is no job `{name}`");
                        self.report(self.wrong_name(REFERENCE, self.written(node), text, name, &names));
                    }
                }
            }
            waits.push(known);
        }
        if let Some((node, name)) = cycle(&waits).map(|(node, index)| (node, names[index])) {
            let text = say!(
                ko: "`{name}` 작업을 기다리면 끝나지 않습니다. 서로를 기다립니다",
                en: "waiting for `{name}` never ends: these jobs wait for each other"
            );
            self.report(Finding::error(REFERENCE, self.written(node), text));
        }
    }
}

/// A wait that closes a circle, and the job that is waited for.
fn cycle(waits: &[Vec<(usize, NodeId)>]) -> Option<(NodeId, usize)> {
    // Jobs that wait for nobody are done; whoever waits for those alone is done next.
    let mut left: Vec<usize> = waits.iter().map(Vec::len).collect();
    let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); waits.len()];
    for (job, needs) in waits.iter().enumerate() {
        needs.iter().for_each(|(need, _)| waiting[*need].push(job));
    }
    let mut done: Vec<usize> = (0..waits.len()).filter(|job| left[*job] == 0).collect();
    while let Some(job) = done.pop() {
        for &other in &waiting[job] {
            left[other] -= 1;
            if left[other] == 0 {
                done.push(other);
            }
        }
    }
    // From a job that is stuck one comes into the circle.
    let stuck = |job: usize| left[job] > 0;
    let mut job = (0..waits.len()).find(|job| stuck(*job))?;
    let mut seen = vec![false; waits.len()];
    loop {
        seen[job] = true;
        let (need, node) = *waits[job].iter().find(|(need, _)| stuck(*need))?;
        if seen[need] {
            return Some((node, need));
        }
        job = need;
    }
}
