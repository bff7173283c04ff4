//! `publish`: freezes a month's figures at its last day.

use clap::Args;
use passport_core::delivery::Month;
use passport_core::wording::{count, long_date};

use super::{Done, Failure, Place, say, typed};
use crate::published::{self, Publication};

#[derive(Debug, Args)]
pub struct Publish {
    /// The month, such as 2026-11.
    #[arg(value_name = "YYYY-MM", value_parser = typed::month)]
    month: Month,
}

impl Publish {
    pub async fn run(self, place: &Place) -> Done {
        let organisation = place.organisation().await?;
        let month = self.month;
        let (now, today) = (place.clock.now(), place.today());
        let words = month.words();
        match published::publish(&organisation, month, super::ACTOR, now, today).await? {
            Publication::Done(figures) => say!(
                "Published {words} as at {}: {}. `passport report compliance --published {month}` prints them.",
                long_date(month.last()),
                count(figures as u64, "figure", "figures")
            ),
            Publication::Same => say!("{words} is published already, and nothing is different."),
            Publication::Different => Err(Failure::input_words(format!(
                "{words} is published already and stays as it is: late entries never rewrite it. `passport report compliance --published {month}` prints what it would be today beside it."
            ))),
            Publication::NotOver => Err(Failure::input_words(format!(
                "{words} is not over: it can be published from {}.",
                long_date(month.last())
            ))),
            Publication::BeforeFirstExtract(Some(first)) => Err(Failure::input_words(format!(
                "The first extract is of {}: figures of {words} would be reconstructed from it, and read falsely low.",
                long_date(first)
            ))),
            Publication::BeforeFirstExtract(None) => Err(Failure::input_words(
                "Nothing has been imported, so there is nothing to publish.",
            )),
        }
    }
}
