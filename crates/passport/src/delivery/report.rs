//! The report of a month: how many stand where, and who was not reached and why.

use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::delivery::{MailState, Month, Reason};
use passport_core::wording::thousands;
use passport_store::Organisation;
use serde::Serialize;

use crate::delivery::DeliveryError;

/// How a month stands.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The month.
    pub month: Month,
    /// The day the passports speak of.
    pub as_at: Date,
    /// When it was planned.
    pub planned_at: Timestamp,
    /// When nothing was left to do.
    pub finished_at: Option<Timestamp>,
    /// Everyone in the plan.
    pub people: i64,
    /// How many stand where; states without any are left out.
    pub counts: Vec<StateCount>,
    /// Of those sent: how many may have arrived twice, with the same Message-ID.
    pub sent_after_doubt: i64,
    /// Who was not reached by email, in the order of their teams.
    pub not_reached: Vec<NotReached>,
}

/// How many messages stand somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StateCount {
    /// Where.
    pub state: MailState,
    /// In words.
    pub words: &'static str,
    /// How many.
    pub people: i64,
}

/// Someone who was not reached by email.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotReached {
    /// The employee number.
    pub employee_number: String,
    /// Their name.
    pub name: String,
    /// Their team: the last unit of the path.
    pub team: String,
    /// The path of the unit.
    pub unit: String,
    /// Where the message stands: `printed` has reached the person on paper.
    pub state: MailState,
    /// Why, as a name that stays.
    pub reason: Reason,
    /// Why, in words.
    pub why: String,
    /// What to do about it; empty where nothing is.
    pub remedy: &'static str,
}

impl Report {
    /// How many messages stand there.
    #[must_use]
    pub fn count(&self, state: MailState) -> i64 {
        self.counts.iter().find(|count| count.state == state).map_or(0, |count| count.people)
    }

    /// `2,398 sent, 12 printed, 30 not sent`.
    #[must_use]
    pub fn sentence(&self) -> String {
        if self.counts.is_empty() {
            return "nobody to send to".to_owned();
        }
        let parts = self
            .counts
            .iter()
            .map(|count| format!("{} {}", thousands(count.people.unsigned_abs()), count.words));
        parts.collect::<Vec<_>>().join(", ")
    }
}

/// How a month stands.
///
/// # Errors
/// When the month was not planned or the database fails.
pub async fn report(organisation: &Organisation, month: Month) -> Result<Report, DeliveryError> {
    let run = organisation.mail_run(month).await?.ok_or(DeliveryError::NotPlanned(month))?;
    let counts = organisation.mail_counts(month).await?;
    let entries = organisation.not_reached(month).await?;
    let missed = entries.into_iter().filter_map(|entry| {
        let reason = entry.reason?;
        Some(not_reached(
            entry.employee_number,
            entry.name,
            &entry.unit,
            entry.state,
            reason,
            &entry.detail,
        ))
    });
    Ok(Report {
        month,
        as_at: run.as_at,
        planned_at: run.planned_at,
        finished_at: run.finished_at,
        people: counts.total(),
        counts: MailState::ALL
            .iter()
            .map(|state| StateCount {
                state: *state,
                words: state.words(),
                people: counts.of(*state),
            })
            .filter(|count| count.people > 0)
            .collect(),
        sent_after_doubt: counts.sent_after_doubt,
        not_reached: missed.collect(),
    })
}

pub(crate) fn not_reached(
    employee_number: String,
    name: String,
    unit: &str,
    state: MailState,
    reason: Reason,
    detail: &str,
) -> NotReached {
    NotReached {
        employee_number,
        name,
        team: team_name(unit).to_owned(),
        unit: unit.to_owned(),
        state,
        reason,
        why: reason.words(detail),
        remedy: reason.remedy(),
    }
}

/// The last unit of a path.
pub(crate) fn team_name(unit: &str) -> &str {
    Some(passport_core::organisation::team_name(unit))
        .filter(|name| !name.is_empty())
        .unwrap_or("No team")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_is_the_last_unit_of_its_path() {
        assert_eq!(team_name("Hartwell NHS Trust|Medicine|Ashdown Ward"), "Ashdown Ward");
        assert_eq!(team_name("Ashdown Ward|"), "Ashdown Ward");
        assert_eq!(team_name(""), "No team");
    }
}
