//! One person's evaluation, on the person that the core's own benchmark uses.

use std::hint::black_box;
use std::time::Instant;

use anyhow::{Result, ensure};
use passport_core::compliance::evaluate_with;

use crate::stage::Reading;

#[path = "../../../passport-core/benches/one_person/mod.rs"]
mod sample;
use sample::{AS_AT, AWARDS, LINES, person, rules};

const RUNS: usize = 50;
/// One is too short for the clock.
const EACH: u32 = 1_000;

/// In microseconds.
pub fn evaluate() -> Result<Reading> {
    let rules = rules();
    let policy = rules.settings.policy(AS_AT);
    let one = person(&rules, 0);
    let lines = evaluate_with(&rules, &policy, &one, AS_AT)[0].lines.len();
    ensure!(lines == LINES as usize && one.awards.len() == AWARDS as usize, "another person");
    let run = || {
        let begun = Instant::now();
        for _ in 0..EACH {
            black_box(evaluate_with(&rules, &policy, black_box(&one), AS_AT));
        }
        begun.elapsed().as_secs_f64() * 1e6 / f64::from(EACH)
    };
    run();
    Ok(Reading::of((0..RUNS).map(|_| run()).collect()))
}
