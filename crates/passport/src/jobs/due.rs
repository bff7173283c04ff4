//! When jobs fall due: civil times in Europe/London, from the organisation's
//! settings. A monthly run missed on its day is due while its month lasts; of
//! missed nights only the last is made up for. Reminders are of the day itself: what
//! a missed day owed is owed the day after.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use passport_core::delivery::Month;
use passport_core::setting::{Settings, time_of_day};

/// What the timetable does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// Planning and sending the month's passports.
    MonthlyRun,
    /// Importing the files of the watched folder.
    NightlyImport,
    /// Planning and sending the day's reminders.
    Reminders,
}

impl JobKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::MonthlyRun, Self::NightlyImport, Self::Reminders];

    /// As stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MonthlyRun => "monthly-run",
            Self::NightlyImport => "nightly-import",
            Self::Reminders => "reminders",
        }
    }

    /// As shown: `Monthly passports`.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::MonthlyRun => "Monthly passports",
            Self::NightlyImport => "Nightly import",
            Self::Reminders => "Reminders",
        }
    }

    /// Whether the settings switch it on.
    #[must_use]
    pub fn is_on(self, settings: &Settings, on: Date) -> bool {
        match self {
            Self::MonthlyRun => {
                settings.whole("monthly-day", on) > 0 && !settings.get("mail-to", on).is_empty()
            }
            Self::NightlyImport => !settings.get("import-folder", on).is_empty(),
            Self::Reminders => {
                let ladder = settings.get("reminder-ladder", on);
                !ladder.is_empty() && !settings.get("mail-to", on).is_empty()
            }
        }
    }
}

/// One occurrence of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// What.
    pub kind: JobKind,
    /// Its day.
    pub day: Date,
    /// The instant it falls due.
    pub at: Timestamp,
}

impl Due {
    /// Which one: `2026-11`, `2026-11-22`.
    #[must_use]
    pub fn occurrence(&self) -> String {
        match self.kind {
            JobKind::MonthlyRun => Month::of(self.day).to_string(),
            JobKind::NightlyImport | JobKind::Reminders => self.day.to_string(),
        }
    }
}

/// The occurrence that should have been done by now, if the job is on.
#[must_use]
pub fn due_now(kind: JobKind, settings: &Settings, now: Timestamp, zone: &TimeZone) -> Option<Due> {
    let today = now.to_zoned(zone.clone()).date();
    if !kind.is_on(settings, today) {
        return None;
    }
    let days = match kind {
        JobKind::MonthlyRun => [monthly_day(settings, today), None],
        JobKind::NightlyImport => [Some(today), today.yesterday().ok()],
        // What a missed day owes is owed today.
        JobKind::Reminders => [Some(today), None],
    };
    days.into_iter()
        .flatten()
        .filter_map(|day| due_on(kind, settings, day, zone))
        .find(|due| due.at <= now)
}

/// The next occurrence to come, if the job is on.
#[must_use]
pub fn next_due(
    kind: JobKind,
    settings: &Settings,
    now: Timestamp,
    zone: &TimeZone,
) -> Option<Due> {
    let today = now.to_zoned(zone.clone()).date();
    if !kind.is_on(settings, today) {
        return None;
    }
    let days = match kind {
        JobKind::MonthlyRun => {
            let next = Month::of(today).last().tomorrow().ok();
            [monthly_day(settings, today), next.and_then(|day| monthly_day(settings, day))]
        }
        JobKind::NightlyImport | JobKind::Reminders => [Some(today), today.tomorrow().ok()],
    };
    days.into_iter()
        .flatten()
        .filter_map(|day| due_on(kind, settings, day, zone))
        .find(|due| due.at > now)
}

fn monthly_day(settings: &Settings, within: Date) -> Option<Date> {
    let day = i8::try_from(settings.whole("monthly-day", within)).ok()?;
    Date::new(within.year(), within.month(), day).ok()
}

fn due_on(kind: JobKind, settings: &Settings, day: Date, zone: &TimeZone) -> Option<Due> {
    let key = match kind {
        JobKind::MonthlyRun => "monthly-time",
        JobKind::NightlyImport => "nightly-time",
        JobKind::Reminders => "reminder-time",
    };
    let time = time_of_day(settings.get(key, day))?;
    // A time that a clock change skips is the one an hour later; one that comes
    // twice is the first.
    let at = day.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp();
    Some(Due { kind, day, at })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::london;

    fn settings(rows: &[(&str, &str)]) -> Settings {
        let on = [("mail-to", "file:///outbox"), ("import-folder", "/in")];
        let all = on.iter().chain(rows);
        Settings::new(all.map(|(key, value)| ((*key).to_owned(), None, (*value).to_owned())))
    }

    fn now(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    fn due(kind: JobKind, rows: &[(&str, &str)], at: &str) -> Option<String> {
        due_now(kind, &settings(rows), now(at), &london())
            .map(|due| format!("{} {}", due.occurrence(), due.at))
    }

    #[test]
    fn the_monthly_run_is_due_from_its_time_until_its_month_ends() {
        use JobKind::MonthlyRun;
        assert_eq!(due(MonthlyRun, &[], "2026-11-01T06:59:59Z"), None);
        let november = Some("2026-11 2026-11-01T07:00:00Z".to_owned());
        assert_eq!(due(MonthlyRun, &[], "2026-11-01T07:00:00Z"), november);
        assert_eq!(due(MonthlyRun, &[], "2026-11-30T23:59:59Z"), november);
        assert_eq!(due(MonthlyRun, &[], "2026-12-01T00:00:00Z"), None);
        let fifteenth = [("monthly-day", "15")];
        assert_eq!(due(MonthlyRun, &fifteenth, "2026-11-14T12:00:00Z"), None);
    }

    #[test]
    fn in_summer_seven_in_london_is_six_in_utc() {
        let june = due(JobKind::MonthlyRun, &[], "2026-06-01T06:00:00Z");
        assert_eq!(june.as_deref(), Some("2026-06 2026-06-01T06:00:00Z"));
    }

    #[test]
    fn a_job_that_is_switched_off_is_never_due() {
        assert_eq!(due(JobKind::MonthlyRun, &[("monthly-day", "0")], "2026-11-05T12:00:00Z"), None);
        assert_eq!(due(JobKind::MonthlyRun, &[("mail-to", "")], "2026-11-05T12:00:00Z"), None);
        let off = [("import-folder", "")];
        assert_eq!(due(JobKind::NightlyImport, &off, "2026-11-05T12:00:00Z"), None);
        assert_eq!(
            next_due(
                JobKind::NightlyImport,
                &settings(&off),
                now("2026-11-05T12:00:00Z"),
                &london()
            ),
            None
        );
    }

    #[test]
    fn of_missed_nights_only_the_last_is_due() {
        use JobKind::NightlyImport;
        assert_eq!(
            due(NightlyImport, &[], "2026-11-05T02:00:00Z").as_deref(),
            Some("2026-11-04 2026-11-04T02:30:00Z")
        );
        assert_eq!(
            due(NightlyImport, &[], "2026-11-05T02:30:00Z").as_deref(),
            Some("2026-11-05 2026-11-05T02:30:00Z")
        );
    }

    #[test]
    fn reminders_are_of_today_and_a_day_that_was_missed_is_not_made_up_for() {
        let on = [("reminder-ladder", "7 before")];
        let at = |at| due(JobKind::Reminders, &on, at);
        assert_eq!(at("2026-11-05T07:59:59Z"), None);
        assert_eq!(at("2026-11-05T08:00:00Z").as_deref(), Some("2026-11-05 2026-11-05T08:00:00Z"));
        assert_eq!(at("2026-11-06T00:00:00Z"), None);
        assert_eq!(due(JobKind::Reminders, &[], "2026-11-05T12:00:00Z"), None, "no ladder");
    }

    #[test]
    fn clock_changes_neither_skip_nor_repeat_a_night() {
        use JobKind::NightlyImport;
        let at = [("nightly-time", "01:30")];
        // 01:30 does not exist on 29 March 2026 and comes twice on 25 October.
        assert_eq!(
            due(NightlyImport, &at, "2026-03-29T12:00:00Z").as_deref(),
            Some("2026-03-29 2026-03-29T01:30:00Z")
        );
        assert_eq!(
            due(NightlyImport, &at, "2026-10-25T12:00:00Z").as_deref(),
            Some("2026-10-25 2026-10-25T00:30:00Z")
        );
    }

    #[test]
    fn the_next_occurrence_is_the_first_to_come() {
        let next = |kind, at| {
            next_due(kind, &settings(&[]), now(at), &london()).map(|due| due.occurrence())
        };
        assert_eq!(next(JobKind::MonthlyRun, "2026-11-01T06:00:00Z").as_deref(), Some("2026-11"));
        assert_eq!(next(JobKind::MonthlyRun, "2026-12-01T07:00:00Z").as_deref(), Some("2027-01"));
        assert_eq!(
            next(JobKind::NightlyImport, "2026-11-30T12:00:00Z").as_deref(),
            Some("2026-12-01")
        );
    }
}
