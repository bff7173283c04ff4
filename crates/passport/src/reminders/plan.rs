//! Writing down what is owed today, before the first message goes.

use passport_core::wording::count;
use passport_store::{NewReminder, Organisation, ReminderKind, StoreError};

use super::owed::{Owing, owing};
use crate::clock::Clock;

/// What was written down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// Messages to people.
    pub people: usize,
    /// Digests to managers.
    pub managers: usize,
    /// People or managers whom mail does not reach; what is owed to them waits.
    pub unreached: usize,
}

impl Planned {
    /// In a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let number =
            |many: usize, one, more| count(u64::try_from(many).unwrap_or_default(), one, more);
        let mut words = format!(
            "{} and {} to be reminded",
            number(self.people, "person", "people"),
            number(self.managers, "manager", "managers")
        );
        if self.unreached > 0 {
            let unreached = number(self.unreached, "person", "people");
            words.push_str(&format!("; of {unreached} nobody could be told"));
        }
        words
    }
}

/// Writes down what is owed today. Two servers at once, and a server that comes
/// back, write nothing twice.
///
/// # Errors
/// When the database fails.
pub async fn plan(
    organisation: &Organisation,
    clock: Clock,
    actor: &str,
) -> Result<Planned, StoreError> {
    let (today, now) = (clock.today(), clock.now());
    let Owing { messages, unreached, .. } = owing(organisation, today).await?;
    let of = |kind| messages.iter().filter(|message| message.kind == kind).count();
    let mut planned = Planned {
        people: of(ReminderKind::Ladder),
        managers: of(ReminderKind::Digest),
        unreached: unreached.len(),
    };
    if messages.is_empty() {
        return Ok(planned);
    }
    let what = format!("Planned reminders of {today}: {}", planned.words());
    let mut change = organisation.begin(actor, &what, now).await?;
    change.concerns_post_only().await?;
    (planned.people, planned.managers) = (0, 0);
    for owed in messages {
        let new = NewReminder {
            kind: owed.kind,
            employee_number: owed.employee_number,
            day: today,
            note: String::new(),
            lines: owed.lines,
        };
        if change.write_reminder(&new, now).await?.is_some() {
            match new.kind {
                ReminderKind::Digest => planned.managers += 1,
                ReminderKind::Ladder | ReminderKind::ByManager => planned.people += 1,
            }
        }
    }
    if planned.people + planned.managers > 0 {
        change.commit().await?;
    }
    Ok(planned)
}
