//! `show`: one person's passport.

use std::io::Write;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use passport_core::present;
use passport_store::Known;

use super::{Done, Failure, Place};
use crate::passports;

#[derive(Debug, Args)]
pub struct Show {
    /// The employee number.
    employee_number: String,
    /// How to show it.
    #[arg(long, value_enum, default_value = "text")]
    format: Printed,
    /// The day; today if not given.
    #[arg(long, value_name = "DATE")]
    as_at: Option<Date>,
    /// With the facts as they were known after this change, not as they stand now.
    #[arg(long, value_name = "CHANGE")]
    as_known: Option<i64>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Printed {
    Text,
    Json,
}

impl Show {
    pub async fn run(self, place: &Place) -> Done {
        let organisation = place.organisation().await?;
        let known = self.as_known.map_or(Known::Now, Known::After);
        let as_at = place.as_at(self.as_at);
        let number = &self.employee_number;
        let passport =
            passports::one(&organisation, known, number, as_at).await?.ok_or_else(|| {
                Failure::input_words(format!("Nobody has the employee number {number}."))
            })?;
        let mut out = std::io::stdout().lock();
        match self.format {
            Printed::Text => out.write_all(present::text(&passport).as_bytes())?,
            Printed::Json => {
                serde_json::to_writer_pretty(&mut out, &passport).map_err(Failure::environment)?;
                out.write_all(b"\n")?;
            }
        }
        Ok(())
    }
}
