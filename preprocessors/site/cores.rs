//! Work on every core, its results in order.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// Does something with each item, on as many cores as there are and at most `most`; `each` gets the items with their
/// results, in their order.
pub fn on_every_core<'a, I: Sync, T: Send>(
    items: &'a [I],
    most: usize,
    work: impl Fn(&'a I) -> T + Sync,
    mut each: impl FnMut(&'a I, T),
) {
    if let [only] = items {
        // A thread would cost more than it saves.
        return each(only, work(only));
    }
    let next = AtomicUsize::new(0);
    let cores = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(items.len())
        .min(most);
    let (sender, receiver) = mpsc::sync_channel(cores * 8);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { return };
                    if sender.send((index, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut wanted = 0;
        for (index, done) in receiver {
            waiting.insert(index, done);
            while let Some(ready) = waiting.remove(&wanted) {
                each(&items[wanted], ready);
                wanted += 1;
            }
        }
    });
}
