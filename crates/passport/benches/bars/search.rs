//! Finding anyone in the directory of a large trust, by questions of every kind.

use std::hint::black_box;
use std::time::Instant;

use anyhow::{Context, Result};
use passport::directory::Directory;
use passport_core::changes::{self, Recordings, Terms};
use passport_core::import::{self, InputFile, Limits};
use passport_sample::Plan;

use crate::stage::Reading;
use crate::trust::TODAY;

/// A name, parts of it, a slip, a number, an address, a unit, and what most have.
const ASKED: [&str; 9] =
    ["smith", "jon", "jonson", "Katherine Smyth", "0981", "ann.jo", "ashdown ward", "nurse", "e"];
const RUNS: usize = 20;

/// In milliseconds: of each run, the slowest question.
pub fn find(staff: u32) -> Result<Reading> {
    let plan = Plan { staff, seed: 1, messy: false, today: TODAY };
    let files = passport_sample::generate(&plan);
    let file = files.iter().find(|file| file.name.starts_with("assignments"));
    let file = file.context("no assignments among the extracts")?;
    let files = [InputFile { name: &file.name, bytes: &file.bytes }];
    let mut reading = import::read(&files, None, &Limits::default());
    let terms = Terms {
        extract_date: TODAY,
        partial: false,
        brake: 10_000,
        brake_endings: 10_000,
        extract_requires: false,
    };
    let facts = changes::plan(&Recordings::default(), &mut reading, &terms);
    let directory = Directory::new(facts.people.add.iter(), facts.postings.add.iter(), TODAY);
    let slowest = || {
        let each = ASKED.iter().map(|asked| {
            let begun = Instant::now();
            black_box(directory.find(black_box(asked), |_| true).people.len());
            begun.elapsed().as_secs_f64() * 1e3
        });
        each.fold(0.0, f64::max)
    };
    slowest();
    Ok(Reading::of((0..RUNS).map(|_| slowest()).collect()))
}
