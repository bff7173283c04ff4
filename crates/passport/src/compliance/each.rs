//! Work on many people for both processors of a small machine.

/// Does something to each of many, on two threads where there are two.
pub fn each<'l, T: Sync, R: Send>(
    items: &'l [T],
    work: impl Fn(&'l [T]) -> Vec<R> + Sync,
) -> Vec<R> {
    let half = items.len().div_ceil(2);
    if half < 500 {
        return work(items);
    }
    let (first, second) = items.split_at(half);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| work(second));
        let mut done = work(first);
        match other.join() {
            Ok(more) => done.extend(more),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        done
    })
}
