//! A manager reminds one of their people: of lines to do or that run out soon, with
//! a few words, once a day.

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::delivery::{MailPolicy, MailState};
use passport_core::present::{Group, Passport};
use passport_core::reminder::{Audience, BY_MANAGER, Standing, line_key, standing};
use passport_core::wording::count;
use passport_store::{Known, NewReminder, Organisation, Reminder, ReminderKind, ReminderLine};

use super::compose::account_name;
use super::directory::Directory;
use crate::clock::Clock;
use crate::compliance::{self, Loaded, Rules};
use crate::passports::Passports;

/// The most letters of a manager's words.
pub const MOST_NOTE: usize = 300;

/// What a manager may remind somebody of.
#[derive(Clone, Debug)]
pub struct Offer {
    /// First and last name.
    pub name: String,
    /// The lines, as the passport orders them.
    pub lines: Vec<OfferedLine>,
    /// Why they cannot be reminded, if so, in a sentence.
    pub obstacle: Option<String>,
}

/// A line that somebody may be reminded of.
#[derive(Clone, Debug)]
pub struct OfferedLine {
    /// The passport's key.
    pub key: String,
    /// Subject and level.
    pub title: String,
    /// How it stands.
    pub words: String,
    line: ReminderLine,
}

/// Why somebody was not reminded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReminded {
    /// No such person.
    #[error("There is nobody of this employee number.")]
    Nobody,
    /// They cannot be reminded.
    #[error("{0}")]
    Obstacle(String),
    /// Nothing was chosen.
    #[error("Choose what to remind them of.")]
    NothingChosen,
    /// What was chosen is done by now, or was never there.
    #[error("Something you chose is no longer to be done. Look at the list again.")]
    Changed,
    /// Words that nobody reads to the end.
    #[error("Your words must be {MOST_NOTE} characters or fewer.")]
    NoteTooLong,
}

/// What somebody may be reminded of today; none where there is nobody.
///
/// # Errors
/// When the database fails.
pub async fn offer(
    organisation: &Organisation,
    employee_number: &str,
    today: Date,
) -> Result<Option<Offer>> {
    let known = Known::After(organisation.last_change().await?);
    let rules = compliance::rules(organisation, known, today).await?;
    let policy = MailPolicy::new(&rules.book.settings, today);
    let loaded = compliance::person(organisation, &rules, employee_number).await?;
    let Some(loaded) = loaded else { return Ok(None) };
    let mut directory = Directory::open(organisation, &rules).await?;
    directory.add(&loaded, &policy, today);
    let passport = Passports::with(&organisation.name, &rules, today, None).present(&loaded);
    let open = open(&rules, &policy, &loaded, &passport);
    let lines: Vec<OfferedLine> = passport
        .lines
        .iter()
        .filter_map(|shown| {
            let key = line_key(&shown.subject, &shown.level);
            let one = open.iter().find(|one| one.key == key)?;
            Some(OfferedLine {
                key: shown.key.clone(),
                title: shown.title.clone(),
                words: shown.standing(),
                line: ReminderLine {
                    employee_number: employee_number.to_owned(),
                    line: one.key.clone(),
                    // A wish of this day, and no round of the ladder.
                    deadline: today,
                    rule: BY_MANAGER.to_owned(),
                    audience: Audience::Person,
                    title: shown.title.clone(),
                },
            })
        })
        .collect();
    let already = by_managers_today(organisation, employee_number, today).await?;
    let name = loaded.details.name();
    let obstacle = match (directory.obstacle(employee_number), already) {
        (Some(why), _) => Some(format!("{why}. {name} cannot be reminded by email.")),
        (None, Some(by)) => {
            Some(format!("{by} has reminded {name} today. Nobody is reminded twice a day."))
        }
        (None, None) if lines.is_empty() => Some(format!("There is nothing to remind {name} of.")),
        (None, None) => None,
    };
    Ok(Some(Offer { name, lines, obstacle }))
}

/// The lines to do, or that run out soon, of which a person may be reminded.
pub(super) fn open(
    rules: &Rules,
    policy: &MailPolicy,
    loaded: &Loaded,
    passport: &Passport,
) -> Vec<Standing> {
    let mut open = standing(&rules.book, policy, &loaded.person, passport.as_at);
    open.retain(|one| {
        passport.lines.iter().any(|line| {
            line.group != Group::Fine && line_key(&line.subject, &line.level) == one.key
        })
    });
    open
}

/// Who has reminded somebody today.
async fn by_managers_today(
    organisation: &Organisation,
    employee_number: &str,
    today: Date,
) -> Result<Option<String>> {
    let all = organisation.reminders_to(employee_number).await?;
    let is = |one: &&Reminder| {
        one.kind == ReminderKind::ByManager && one.day == today && one.state != MailState::NotSent
    };
    match all.iter().find(is) {
        Some(one) => Ok(Some(account_name(organisation, &one.asked_by).await?)),
        None => Ok(None),
    }
}

/// Writes a reminder down; it is sent a moment later.
///
/// # Errors
/// When the database fails.
pub async fn remind(
    organisation: &Organisation,
    employee_number: &str,
    chosen: &[String],
    note: &str,
    actor: &str,
    clock: Clock,
) -> Result<Result<(), NotReminded>> {
    let (today, now): (Date, Timestamp) = (clock.today(), clock.now());
    let Some(offer) = offer(organisation, employee_number, today).await? else {
        return Ok(Err(NotReminded::Nobody));
    };
    if let Some(words) = offer.obstacle {
        return Ok(Err(NotReminded::Obstacle(words)));
    }
    if chosen.is_empty() {
        return Ok(Err(NotReminded::NothingChosen));
    }
    if note.chars().count() > MOST_NOTE {
        return Ok(Err(NotReminded::NoteTooLong));
    }
    let lines: Vec<ReminderLine> = offer
        .lines
        .iter()
        .filter(|line| chosen.contains(&line.key))
        .map(|line| line.line.clone())
        .collect();
    if lines.len() != chosen.len() {
        return Ok(Err(NotReminded::Changed));
    }
    let many = count(u64::try_from(lines.len())?, "line", "lines");
    let what = format!("Reminded somebody of {many}");
    let mut change = organisation.begin(actor, &what, now).await?;
    change.concerns_post_only().await?;
    change.concerns(employee_number);
    let new = NewReminder {
        kind: ReminderKind::ByManager,
        employee_number: employee_number.to_owned(),
        day: today,
        note: note.to_owned(),
        lines,
    };
    if change.write_reminder(&new, now).await?.is_none() {
        // Somebody else was faster.
        let words = format!("{} was reminded a moment ago.", offer.name);
        return Ok(Err(NotReminded::Obstacle(words)));
    }
    change.commit().await?;
    Ok(Ok(()))
}
