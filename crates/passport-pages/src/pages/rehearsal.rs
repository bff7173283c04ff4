//! The rehearsal of proposed requirements.

use jiff::civil::Date;
use serde::Serialize;

use super::{Choice, Count, Mistake, Paging, TypedDate};
use crate::Page;

/// What the draft would do.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RehearsalPage {
    /// The day, as it was typed.
    pub day: TypedDate,
    /// The proposal rehearsed alone; empty: all.
    pub proposal: String,
    /// The day.
    pub as_at: Option<Date>,
    /// The main thing, without its full stop.
    pub sentence: String,
    /// What turns into what: words and how many lines.
    pub counts: Vec<Count>,
    /// Proposals left out.
    pub left_out: Vec<String>,
    /// Lines that turn red or green, by unit.
    pub units: Vec<TurnsLine>,
    /// The same by staff group.
    pub staff_groups: Vec<TurnsLine>,
    /// Training that those who turn red need.
    pub training: Vec<TrainingLine>,
    /// Hours of all of it.
    pub hours: Option<String>,
    /// If it began with each month to come.
    pub months: Vec<MonthLine>,
    /// Which month avoids a cliff.
    pub advice: String,
    /// Which turns are listed; empty: all.
    pub turns: String,
    /// The turns to choose from.
    pub choices: Vec<Choice>,
    /// `214 lines`.
    pub found: String,
    /// Those of this page.
    pub lines: Vec<RehearsalLine>,
    /// The list as a file.
    pub csv: String,
    /// Where in the list this page is.
    pub paging: Option<Paging>,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

/// Lines of a group that turn.
#[derive(Clone, Debug, Serialize)]
pub struct TurnsLine {
    /// The group.
    pub name: String,
    /// How many turn red.
    pub red: u64,
    /// How many turn green.
    pub green: u64,
    /// How many are no longer required.
    pub not_required: u64,
}

/// The training of one competence.
#[derive(Clone, Debug, Serialize)]
pub struct TrainingLine {
    /// Subject and level.
    pub what: String,
    /// How many people.
    pub people: u64,
    /// By which course.
    pub course: String,
    /// Hours of all.
    pub hours: String,
    /// Places needed in classes.
    pub places: String,
}

/// If it began with a month.
#[derive(Clone, Debug, Serialize)]
pub struct MonthLine {
    /// `1 January 2027`.
    pub begins: Date,
    /// The first red day, where grace puts it later.
    pub red_from: Option<Date>,
    /// Red if nobody trains.
    pub nobody: u64,
    /// Red if bookings hold.
    pub bookings: u64,
    /// `40 of 120`.
    pub places: String,
    /// Whether places cover the need.
    pub covered: bool,
}

/// A line that would differ.
#[derive(Clone, Debug, Serialize)]
pub struct RehearsalLine {
    /// First and last name.
    pub name: String,
    /// Address of the passport.
    pub passport: String,
    /// The unit.
    pub unit: String,
    /// Subject.
    pub subject: String,
    /// How it stands.
    pub before: String,
    /// How it would.
    pub after: String,
    /// What that comes to.
    pub turns: String,
    /// The colour that repeats it.
    pub colour: String,
}

impl Page for RehearsalPage {
    const TEMPLATE: &'static str = "pages/rehearsal.html";

    fn heading(&self) -> String {
        "Rehearsal".to_owned()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }

    fn paging(&self) -> Option<&Paging> {
        self.paging.as_ref()
    }
}
