//! Times a month: 2,440 varied passports on two threads, the whole run and the
//! median document. `cargo bench -p passport-document`.

#[path = "../tests/support/mod.rs"]
mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use passport_document::Press;

const PEOPLE: usize = 2440;

fn main() {
    let passports = support::month(PEOPLE);
    let stamp = support::stamp();
    let start = Instant::now();
    let press = Press::new().expect("the fonts can be read");
    println!("press prepared in {:?}", start.elapsed());
    for round in 1..=3 {
        let next = AtomicUsize::new(0);
        let start = Instant::now();
        let mut results: Vec<(Duration, usize)> = std::thread::scope(|scope| {
            let worker = || {
                let mut results = Vec::new();
                while let Some(passport) = passports.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let start = Instant::now();
                    let bytes = press.passport(passport, &stamp).expect("a document");
                    results.push((start.elapsed(), bytes.len()));
                }
                results
            };
            let other = scope.spawn(worker);
            let mut results = worker();
            results.extend(other.join().expect("the other thread ends"));
            results
        });
        let whole = start.elapsed();
        results.sort_unstable();
        let (median, slow) = (results[PEOPLE / 2].0, results[PEOPLE * 99 / 100].0);
        let bytes: usize = results.iter().map(|(_, bytes)| bytes).sum();
        let largest = results.iter().map(|(_, bytes)| *bytes).max().unwrap_or(0);
        println!(
            "round {round}: {PEOPLE} documents in {whole:?} on two threads; median {median:?}, \
             99th percentile {slow:?}; mean size {} bytes, largest {largest}",
            bytes / PEOPLE
        );
    }
}
