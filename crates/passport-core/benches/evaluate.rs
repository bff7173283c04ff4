//! How long one evaluation takes: one person with 25 lines and 60 awards, at
//! most 10 µs, and 10,000 such people in a row.
//!
//! `cargo bench -p passport-core`

mod one_person;

use std::fs::read_to_string;
use std::hint::black_box;
use std::time::{Duration, Instant};

use one_person::{AS_AT, AWARDS, LINES, person, rules};
use passport_core::compliance::{Question, evaluate_with, tally};
use passport_core::record::Person;

const RUNS: usize = 200;

fn main() {
    machine();
    let rules = rules();
    let policy = rules.settings.policy(AS_AT);
    let one = person(&rules, 0);
    assert_eq!(evaluate_with(&rules, &policy, &one, AS_AT)[0].lines.len(), LINES as usize);
    assert_eq!(one.awards.len(), AWARDS as usize);

    // A thousand at a time, since one is too short for the clock.
    let each = 1000;
    report("one person, 25 lines, 60 awards", RUNS, each, || {
        for _ in 0..each {
            black_box(evaluate_with(&rules, &policy, black_box(&one), AS_AT));
        }
    });

    let people: Vec<Person> = (0..10_000).map(|number| person(&rules, number)).collect();
    report("10,000 people in a row, each", 20, people.len() as u32, || {
        for person in &people {
            black_box(evaluate_with(&rules, &policy, person, AS_AT));
        }
    });
    let question = Question { as_at: AS_AT, by: &[], class: None, unit: None, organisation: "" };
    report("10,000 people with their figures, each", 20, people.len() as u32, || {
        black_box(tally(&rules, &policy, &people, question));
    });
}

fn machine() {
    let info = read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown processor", |(_, model)| model);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("machine: {model}, {cores} cores");
}

fn report(what: &str, runs: usize, each: u32, mut run: impl FnMut()) {
    run();
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed() / each
        })
        .collect();
    times.sort_unstable();
    println!("{what}: median {:?}, min {:?}, {runs} runs", times[runs / 2], times[0]);
}
