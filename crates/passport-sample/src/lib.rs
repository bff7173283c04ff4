//! A fictional trust, as the extract files its systems would hand over.
//!
//! Everything a demonstration, a load test or a new developer needs comes from here, and goes
//! through the ordinary importer like anyone's files: nothing is put into the database behind its
//! back. The same [`Plan`] gives the same bytes on any machine: whole numbers only, one pinned
//! generator of chance, and no collection whose order depends on hashing.
//!
//! The trust is invented: mental health, community and children's services, 88 position titles,
//! whose levels of compliance are credible and are no real trust's. Names are drawn from lists of
//! our own. Left out: salaries, protected characteristics, National Insurance numbers and dates of
//! birth, which the product never keeps.

mod cast;
mod data;
mod dice;
mod esr;
mod learning;
mod mess;
mod names;
mod people;
mod requirements;
mod table;
mod training;
mod tree;
mod workforce;

pub use cast::{CastMember, cast};

use jiff::civil::Date;

/// What to generate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// How many people; the sample trust is described at 2,440 and keeps its shape at any number.
    pub staff: u32,
    /// The same seed gives the same trust.
    pub seed: u64,
    /// Whether to add the faults that real extracts have.
    pub messy: bool,
    /// The date of the extract: award dates, classes and absences are placed around it.
    pub today: Date,
}

/// One file of the extracts: its name and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The path below the output folder, with `/`. Files of the main import have no folder.
    pub name: String,
    /// The content, in whatever encoding the file is meant to have.
    pub bytes: Vec<u8>,
}

/// Writes every extract of the planned trust.
pub fn generate(plan: &Plan) -> Vec<File> {
    let trust = people::Trust::new(plan);
    let needs = training::Needs::of(&trust);
    let training = training::Training::new(&trust, needs);
    let mut files = vec![
        workforce::assignments(&trust),
        requirements::competences(&trust),
        requirements::requirements(&trust),
        training::awards_file(&trust, &training),
        learning::courses(&trust),
    ];
    files.extend(learning::timetable(&trust, &training));
    files.push(training::exemptions_file(&trust, &training));
    files.push(esr::compliance_extract(&trust, &training));
    files.push(esr::generic_outbound(&trust));
    if plan.messy {
        mess::spoil(&mut files, &trust);
    }
    files
}
