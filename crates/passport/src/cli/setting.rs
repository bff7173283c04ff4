//! `setting`: the organisation's dated settings.

use clap::{Args, Subcommand};
use jiff::civil::Date;
use passport_core::setting::SETTINGS;

use crate::settings;

use super::output::{Cell, Format, Table};
use super::{Done, Failure, Place, say, typed};

#[derive(Debug, Args)]
pub struct Setting {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Every setting with its value on a day.
    List {
        /// The day; today if not given.
        #[arg(long, value_name = "DATE", value_parser = typed::day)]
        as_at: Option<Date>,
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Set a setting.
    Set {
        /// Its name.
        key: String,
        /// Its value.
        value: String,
        /// The first day on which the value holds; always if not given.
        #[arg(long, value_name = "DATE", value_parser = typed::day)]
        from: Option<Date>,
    },
}

impl Setting {
    pub async fn run(self, place: &Place) -> Done {
        let organisation = place.organisation().await?;
        match self.action {
            Action::List { as_at, format } => {
                let settings = organisation.settings().await?;
                let as_at = place.as_at(as_at);
                let rows = SETTINGS
                    .iter()
                    .map(|setting| {
                        [
                            setting.key,
                            settings.get(setting.key, as_at),
                            setting.default,
                            setting.meaning,
                        ]
                        .map(Cell::text)
                        .to_vec()
                    })
                    .collect();
                let headings = vec!["key", "value", "default", "meaning"];
                Table { headings, rows }.print(format)?;
            }
            Action::Set { key, value, from } => {
                let now = place.clock.now();
                settings::set(&organisation, &key, &value, from, super::ACTOR, now)
                    .await?
                    .map_err(Failure::usage)?;
                let from = from.map(|from| format!(" from {from}")).unwrap_or_default();
                say!("{key} is {value}{from}.")?;
            }
        }
        Ok(())
    }
}
