//! `generate`: a fictional trust's extracts as files.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use passport_sample::Plan;

use super::{Done, Failure, Place, say};

#[derive(Debug, Args)]
pub struct Generate {
    /// How many people.
    #[arg(long, default_value_t = 2_440, value_parser = clap::value_parser!(u32).range(1..=200_000))]
    staff: u32,
    /// The same seed gives the same trust.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The folder to write to; made if missing.
    #[arg(long)]
    out: PathBuf,
    /// Add the faults that real extracts have.
    #[arg(long)]
    messy: bool,
    /// The day of the extract, around which awards and classes are placed.
    #[arg(long, value_name = "DATE", value_parser = super::typed::day)]
    today: Option<Date>,
}

impl Generate {
    pub fn run(self, place: &Place) -> Done {
        let today = place.as_at(self.today);
        let plan = Plan { staff: self.staff, seed: self.seed, messy: self.messy, today };
        for file in passport_sample::generate(&plan) {
            let path = self.out.join(&file.name);
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder).map_err(Failure::environment)?;
            }
            std::fs::write(&path, &file.bytes).map_err(Failure::environment)?;
            say!("{}", path.display())?;
        }
        Ok(())
    }
}
