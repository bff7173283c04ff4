//! Whose turn it is to answer: the manager's first, then training leads' too, then
//! the subject's lead's. Days are weekdays; bank holidays count as any other.

use jiff::civil::{Date, Weekday};

use super::{QueryFact, QueryKind};
use crate::compliance::add_days;
use crate::setting::Settings;

/// Who may be asked to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Desk {
    /// Whoever manages the person.
    Manager,
    /// Training leads.
    TrainingLead,
    /// Who leads the subject.
    SubjectLead,
}

impl Desk {
    /// As a sentence names it: `the training lead`.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Manager => "the manager",
            Self::TrainingLead => "the training lead",
            Self::SubjectLead => "the subject lead",
        }
    }
}

/// From when each is asked, in working days from the day of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Until training leads are asked.
    pub manager: u32,
    /// Until the subject's lead is asked.
    pub lead: u32,
}

impl Patience {
    /// As the organisation has set it.
    #[must_use]
    pub fn of(settings: &Settings, on: Date) -> Self {
        let days = |key: &str| settings.whole(key, on);
        Self { manager: days("query-manager-days"), lead: days("query-lead-days") }
    }
}

/// From when somebody is asked to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Who.
    pub desk: Desk,
    /// The first day.
    pub from: Date,
}

/// Who is asked to answer a query, and from when, the first one first. Whoever is
/// asked stays asked.
#[must_use]
pub fn turns(
    query: &QueryFact,
    passed_on: Option<Date>,
    has_manager: bool,
    patience: Patience,
) -> Vec<Turn> {
    let raised = query.raised_on;
    if query.kind == QueryKind::PriorLearning {
        return vec![
            Turn { desk: Desk::TrainingLead, from: raised },
            Turn { desk: Desk::SubjectLead, from: raised },
        ];
    }
    let mut turns = Vec::new();
    let mut lead = raised;
    if has_manager {
        turns.push(Turn { desk: Desk::Manager, from: raised });
        lead = add_working_days(raised, patience.manager);
        lead = passed_on.map_or(lead, |day| day.min(lead));
    }
    turns.push(Turn { desk: Desk::TrainingLead, from: lead });
    // From the first day too, whoever was asked meanwhile; never before training leads.
    let last = add_working_days(raised, patience.lead).max(lead);
    turns.push(Turn { desk: Desk::SubjectLead, from: last });
    turns
}

fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The day so many working days later.
fn add_working_days(mut day: Date, mut days: u32) -> Date {
    while days > 0 && day < Date::MAX {
        day = add_days(day, 1);
        if is_working_day(day) {
            days -= 1;
        }
    }
    day
}

/// How many working days have come since a day, itself left out.
fn working_days_since(from: Date, today: Date) -> u64 {
    let mut day = from;
    let mut days = 0;
    while day < today {
        day = add_days(day, 1);
        days += u64::from(is_working_day(day));
    }
    days
}

impl Turn {
    /// How long it has been their turn, in words: `since today`, `for 3 working days`.
    #[must_use]
    pub fn waiting(self, today: Date) -> String {
        match working_days_since(self.from, today) {
            0 => "since today".to_owned(),
            days => format!("for {}", crate::wording::count(days, "working day", "working days")),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn query(kind: QueryKind) -> QueryFact {
        QueryFact {
            employee_number: "1".into(),
            kind,
            subject: "Fire Safety".into(),
            level: String::new(),
            words: String::new(),
            // A Friday.
            raised_on: date(2026, 11, 20),
            claim: None,
        }
    }

    const PATIENCE: Patience = Patience { manager: 5, lead: 10 };

    fn days(kind: QueryKind, passed_on: Option<Date>, has_manager: bool) -> Vec<(Desk, Date)> {
        let turns = turns(&query(kind), passed_on, has_manager, PATIENCE);
        turns.into_iter().map(|turn| (turn.desk, turn.from)).collect()
    }

    #[test]
    fn the_manager_is_asked_first_then_training_leads_then_the_subjects_lead() {
        let (raised, lead, last) = (date(2026, 11, 20), date(2026, 11, 27), date(2026, 12, 4));
        assert_eq!(
            days(QueryKind::Done, None, true),
            [(Desk::Manager, raised), (Desk::TrainingLead, lead), (Desk::SubjectLead, last)]
        );
    }

    #[test]
    fn what_a_manager_passes_on_is_with_the_training_lead_that_day() {
        let day = date(2026, 11, 24);
        let turns = days(QueryKind::Done, Some(day), true);
        assert_eq!(turns[1], (Desk::TrainingLead, day));
        assert_eq!(turns[2], (Desk::SubjectLead, date(2026, 12, 4)));
        // Whoever passes it on late does not hold it up.
        assert_eq!(days(QueryKind::Done, Some(date(2026, 12, 9)), true)[1].1, date(2026, 11, 27));
    }

    #[test]
    fn without_a_manager_training_leads_are_asked_at_once() {
        let raised = date(2026, 11, 20);
        assert_eq!(days(QueryKind::NotNeeded, None, false)[0], (Desk::TrainingLead, raised));
        let claim = days(QueryKind::PriorLearning, None, true);
        assert_eq!(claim, [(Desk::TrainingLead, raised), (Desk::SubjectLead, raised)]);
    }

    #[test]
    fn a_subjects_lead_is_asked_so_many_days_after_the_first_whoever_was_asked_meanwhile() {
        let last = (Desk::SubjectLead, date(2026, 12, 4));
        for passed_on in [None, Some(date(2026, 11, 20)), Some(date(2026, 12, 9))] {
            assert_eq!(days(QueryKind::Done, passed_on, true)[2], last, "{passed_on:?}");
        }
        assert_eq!(days(QueryKind::Done, None, false)[1], last);
        // Never before training leads are.
        let hasty = Patience { manager: 5, lead: 2 };
        let turns = turns(&query(QueryKind::Done), None, true, hasty);
        assert_eq!(turns[1].from, date(2026, 11, 27));
        assert_eq!(turns[2].from, date(2026, 11, 27));
    }

    #[test]
    fn weekends_do_not_count() {
        let turn = Turn { desk: Desk::Manager, from: date(2026, 11, 20) };
        for (day, words) in [
            (20, "since today"),
            (22, "since today"),
            (23, "for 1 working day"),
            (27, "for 5 working days"),
        ] {
            assert_eq!(turn.waiting(date(2026, 11, day)), words);
        }
        assert_eq!(add_working_days(date(2026, 11, 21), 1), date(2026, 11, 23));
    }
}
