//! `check`: what stands in the way, and what to do.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Done, Failure, Place, say};
use crate::access::Keys;
use crate::check::{Asked, Cause, Finding, Level, check};

#[derive(Debug, Args)]
pub struct Check {
    /// The file of the server's key, as `serve` is given it.
    #[arg(long, value_name = "FILE", env = "PASSPORT_KEY_FILE")]
    key_file: Option<PathBuf>,
    /// How to print it.
    #[arg(long, value_enum, default_value = "text")]
    format: Printed,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Printed {
    /// A line each.
    Text,
    /// A JSON array of level, area, what, do.
    Json,
}

impl Check {
    pub async fn run(self, place: &Place) -> Done {
        let findings = check(&Asked {
            database: &place.database,
            organisation: place.organisation.as_deref(),
            key_file: &self.key_file.unwrap_or_else(|| Keys::usual_file(&place.database)),
            now: place.clock.now(),
            today: place.today(),
        })
        .await;
        let printed = match self.format {
            Printed::Text => text(&findings),
            Printed::Json => {
                say!("{}", serde_json::to_string_pretty(&findings).map_err(Failure::environment)?)
            }
        };
        status(&findings).and(printed)
    }
}

fn text(findings: &[Finding]) -> Done {
    for finding in findings {
        let level = match finding.level {
            Level::Ok => "ok",
            Level::Warning => "warning",
            Level::Problem => "problem",
        };
        say!("{level:<8} {}: {}", finding.area, finding.what)?;
        if !finding.remedy.is_empty() {
            say!("         {}", finding.remedy)?;
        }
    }
    Ok(())
}

/// 3 where the environment fails, else 2 where the configuration is at fault.
fn status(findings: &[Finding]) -> Done {
    let problem = |cause| {
        findings.iter().any(|finding| finding.level == Level::Problem && finding.cause == cause)
    };
    let quiet = || anyhow::Error::msg("");
    if problem(Cause::Environment) {
        Err(Failure::environment(quiet()))
    } else if problem(Cause::Configuration) {
        Err(Failure::usage(quiet()))
    } else {
        Ok(())
    }
}
