//! `show`: one person's passport.

use std::io::{self, IsTerminal, Write};

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use passport_core::present::{self, Passport};
use passport_document::{Press, Stamp};
use passport_pages::pages::PassportPage;
use passport_pages::{Frame, Pages};

use super::{Done, Failure, Place, nobody, typed};
use crate::passports;

#[derive(Debug, Args)]
pub struct Show {
    /// The employee number.
    employee_number: String,
    /// How to show it.
    #[arg(long, value_enum, default_value = "text")]
    format: Printed,
    /// The day; today if not given.
    #[arg(long, value_name = "DATE", value_parser = typed::day)]
    as_at: Option<Date>,
    /// With the facts as they were known after this change, not as they stand now.
    #[arg(long, value_name = "CHANGE")]
    as_known: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Printed {
    /// Plain text.
    Text,
    /// What every medium shows, for machines.
    Json,
    /// The page as one file that needs no other.
    Html,
    /// The document, PDF/UA-1.
    Pdf,
}

impl Show {
    pub async fn run(self, place: &Place) -> Done {
        if self.format == Printed::Pdf && io::stdout().is_terminal() {
            return Err(Failure::usage_words(
                "A PDF is not for a terminal: send it to a file, as in `passport show NUMBER --format pdf > passport.pdf`.",
            ));
        }
        let organisation = place.organisation().await?;
        let known = place.known(&organisation, self.as_known).await?;
        let as_at = place.as_at(self.as_at);
        let number = &self.employee_number;
        let passport = passports::one(&organisation, known, number, as_at)
            .await?
            .ok_or_else(|| nobody(number))?;
        let bytes = match self.format {
            Printed::Text => present::text(&passport).into_bytes(),
            Printed::Json => {
                let mut json =
                    serde_json::to_vec_pretty(&passport).map_err(Failure::environment)?;
                json.push(b'\n');
                json
            }
            Printed::Html => html(&passport)?.into_bytes(),
            Printed::Pdf => {
                let created = place.clock.now();
                let producer = concat!("Training Passport ", env!("CARGO_PKG_VERSION")).into();
                let press = Press::new().map_err(Failure::environment)?;
                press
                    .passport(&passport, &Stamp { created, producer })
                    .map_err(Failure::environment)?
            }
        };
        let mut out = io::stdout().lock();
        out.write_all(&bytes)?;
        out.flush()?;
        Ok(())
    }
}

/// The page as a file that needs no other: no menu, and its stylesheet inside.
fn html(passport: &Passport) -> Result<String, Failure> {
    let frame = Frame {
        organisation: passport.organisation.clone(),
        // There is no start page to lead to.
        home: "#maincontent".into(),
        ..Frame::default()
    };
    let page = PassportPage {
        passport,
        own: false,
        pdf: None,
        lines: None,
        back: None,
        links: Vec::new(),
        restricted: None,
        disputes: false,
        notices: Vec::new(),
    };
    let page = Pages::new().render(&frame, &page).map_err(Failure::environment)?;
    Ok(passport_pages::self_contained(&page))
}
