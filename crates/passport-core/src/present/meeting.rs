//! A team meeting sheet: what to remind whom of, by subject, on one page. It is
//! read aloud and left on a table, so that it names people and dates, and nothing
//! of why somebody is away.

use jiff::civil::Date;

use super::name::title;
use super::team::{Member, MemberLine, team_subjects};
use crate::compliance::add_months;
use crate::framework::Competence;
use crate::wording::short_date;

/// What to remind a team of.
#[derive(Clone, Debug)]
pub struct MeetingSheet {
    /// The employer's name.
    pub organisation: String,
    /// Whose team it is.
    pub team: String,
    /// The day it speaks of.
    pub as_at: Date,
    /// How fresh the data is.
    pub freshness: Option<String>,
    /// Which of the team it is about, where that is not everyone.
    pub narrowed: Option<String>,
    /// The last day of what runs out soon.
    pub until: Date,
    /// Whether it is of those who are away; another leaves them out.
    pub of_those_away: bool,
    /// How many match what was asked, those who are left out among them.
    pub matched: usize,
    /// How many people it is about.
    pub people: usize,
    /// What to remind of, most to do first.
    pub reminders: Vec<Reminder>,
}

/// One subject at one level, with everybody to be reminded of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Subject and level.
    pub title: String,
    /// `Ann Jones, booked 1 Dec`.
    pub now: Vec<String>,
    /// `Ann Jones, by 20 Jan`.
    pub soon: Vec<String>,
}

/// The reminders for these people until a day.
#[must_use]
pub fn reminders(members: &[Member<'_>], as_at: Date, until: Date) -> Vec<Reminder> {
    let mut found: Vec<(&Competence, Reminder)> = Vec::new();
    for subject in team_subjects(members) {
        for member in members {
            for line in member.lines.iter().filter(|line| line.subject == subject.id) {
                let (Some(words), is_now) = (words(line, as_at, until), line.is_red()) else {
                    continue;
                };
                let competence = line.competence;
                let place = found.iter().position(|(known, _)| std::ptr::eq(*known, competence));
                let place = place.unwrap_or_else(|| {
                    let title = title(competence);
                    found.push((competence, Reminder { title, now: vec![], soon: vec![] }));
                    found.len() - 1
                });
                let reminder = &mut found[place].1;
                let list = if is_now { &mut reminder.now } else { &mut reminder.soon };
                list.push(format!("{}{words}", member.name));
            }
        }
    }
    found.into_iter().map(|(_, reminder)| reminder).collect()
}

/// What follows a name; none where there is nothing to remind of.
fn words(line: &MemberLine<'_>, as_at: Date, until: Date) -> Option<String> {
    let mut words = match line.is_red() {
        // Since when is on the passport: a meeting needs the names, and one page.
        true => String::new(),
        false => format!(", by {}", coming(line.runs_out(until)?, as_at)),
    };
    if let Some(class) = line.booked {
        words += &format!(", booked {}", coming(class.start, as_at));
        if let Some(trouble) = line.trouble {
            words += &format!(" ({})", trouble.words());
        }
    }
    if let Some(since) = line.under_query {
        words += &format!(", under query since {}", past(since, as_at));
    }
    Some(words)
}

/// `2 Nov`; with its year where that could be another than the last such day.
fn past(day: Date, as_at: Date) -> String {
    let words = short_date(day);
    if day <= add_months(as_at, -11) {
        return words;
    }
    words.rsplit_once(' ').map_or(words.clone(), |(day, _)| day.to_owned())
}

/// `20 Jan`; with its year where that could be another than the next such day.
fn coming(day: Date, as_at: Date) -> String {
    let words = short_date(day);
    if day >= add_months(as_at, 11) {
        return words;
    }
    words.rsplit_once(' ').map_or(words.clone(), |(day, _)| day.to_owned())
}
