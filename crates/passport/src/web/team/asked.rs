//! What of a team is asked for: whom, which of them, about which subject, and in
//! which order. The address holds it all, so that a view can be kept and sent.

use axum::http::Uri;
use jiff::civil::Date;
use passport_core::present::{Group, Member, MemberLine, TeamSubject};
use passport_core::text::normal;
use passport_core::wording::{count, long_date};
use passport_pages::pages::Choice;

use super::super::{address, query};
use crate::directory::{fold, has, words};

/// A view of a team.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// Those who report directly, and not everyone below.
    pub direct: bool,
    pub show: Show,
    pub sort: Sort,
    /// A subject's name; empty: all.
    pub subject: String,
    /// Words of a name or a number.
    pub search: String,
}

/// Which people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Show {
    #[default]
    All,
    ToDo,
    Due,
    Booked,
    Missed,
    Away,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sort {
    #[default]
    Worst,
    Name,
    Expiry,
    Unit,
}

const SHOWS: [(Show, &str, &str); 6] = [
    (Show::All, "all", "Everyone"),
    (Show::ToDo, "to-do", "Something to do"),
    (Show::Due, "due", "Runs out soon"),
    (Show::Booked, "booked", "Class booked"),
    (Show::Missed, "missed", "Did not attend"),
    (Show::Away, "away", "Away"),
];

const SORTS: [(Sort, &str, &str); 4] = [
    (Sort::Worst, "worst", "Most to do first"),
    (Sort::Name, "name", "Last name"),
    (Sort::Expiry, "expiry", "Next to run out"),
    (Sort::Unit, "unit", "Unit"),
];

const DIRECT: &str = "direct";

impl Asked {
    /// As the address says; what it does not say, or says wrongly, is the usual.
    pub fn of(uri: &Uri) -> Self {
        let value = |name: &str| query::parameter(uri, name).unwrap_or_default();
        let (show, sort) = (value("show"), value("sort"));
        Self {
            direct: value("who") == DIRECT,
            show: SHOWS.iter().find(|known| known.1 == show).map_or(Show::All, |known| known.0),
            sort: SORTS.iter().find(|known| known.1 == sort).map_or(Sort::Worst, |known| known.0),
            subject: value("subject").trim().to_owned(),
            search: query::asked(uri),
        }
    }

    /// The address of this view, without the number of its page.
    pub fn address(&self, base: &str) -> String {
        let mut parts = Vec::new();
        let mut add = |name: &str, value: &str| {
            parts.push(format!("{name}={}", address::part(value)));
        };
        if self.direct {
            add("who", DIRECT);
        }
        if self.show != Show::All {
            add("show", self.show.name());
        }
        if !self.subject.is_empty() {
            add("subject", &self.subject);
        }
        if self.sort != Sort::Worst {
            add("sort", self.sort.name());
        }
        if !self.search.is_empty() {
            add("q", &self.search);
        }
        if parts.is_empty() { base.to_owned() } else { format!("{base}?{}", parts.join("&")) }
    }

    /// Whether it is everyone, about everything.
    pub fn is_whole(&self) -> bool {
        self.show == Show::All && self.subject.is_empty() && self.search.is_empty()
    }

    /// The choices of the form, each with what is chosen.
    pub fn who() -> Vec<Choice> {
        vec![Choice::new("", "Everyone below", ""), Choice::new(DIRECT, "Direct reports", "")]
    }

    pub fn shows() -> Vec<Choice> {
        SHOWS.iter().map(|(_, name, words)| Choice::new(*name, *words, "")).collect()
    }

    pub fn sorts() -> Vec<Choice> {
        SORTS.iter().map(|(_, name, words)| Choice::new(*name, *words, "")).collect()
    }

    /// What the form has chosen of whom to show.
    pub const fn chosen_who(&self) -> &'static str {
        if self.direct { DIRECT } else { "" }
    }

    /// Keeps of the people those asked for, and of their lines those of the subject, in
    /// the order asked for. What runs out until the day is soon.
    pub fn choose<'r>(
        &self,
        members: &mut Vec<Member<'r>>,
        subjects: &[TeamSubject<'r>],
        until: Date,
    ) {
        if !self.subject.is_empty() {
            let wanted = normal(&self.subject);
            let subject = subjects.iter().find(|known| normal(known.name) == wanted);
            for member in members.iter_mut() {
                member.lines.retain(|line| subject.is_some_and(|known| known.id == line.subject));
            }
            members.retain(|member| !member.lines.is_empty());
        }
        let words = words(&self.search);
        members.retain(|member| {
            let found = || has(&format!("{} {}", member.name, member.employee_number), &words);
            self.show.keeps(member, until) && (words.is_empty() || found())
        });
        let name = |member: &Member<'r>| (fold(&member.last_name), fold(&member.name));
        match self.sort {
            Sort::Worst => members
                .sort_by_cached_key(|member| (std::cmp::Reverse(member.counts()), name(member))),
            Sort::Name => members.sort_by_cached_key(name),
            Sort::Expiry => members.sort_by_cached_key(|member| {
                let next = member.lines.iter().filter_map(MemberLine::runs_until).min();
                (next.unwrap_or(Date::MAX), name(member))
            }),
            Sort::Unit => {
                members.sort_by_cached_key(|member| (fold(member.unit), name(member)));
            }
        }
    }

    /// `5 of 30 people have something to do in Fire Safety`.
    pub fn sentence(&self, found: usize, total: usize, until: Date) -> String {
        let total = count(u64::try_from(total).unwrap_or(u64::MAX), "person", "people");
        let has = if found == 1 { "has" } else { "have" };
        let what = match self.show {
            Show::All if self.subject.is_empty() => match found {
                1 => "matches".to_owned(),
                _ => "match".to_owned(),
            },
            Show::All => {
                let must = if found == 1 { "is" } else { "are" };
                return format!("{found} of {total} {must} required to hold {}", self.subject);
            }
            Show::ToDo => format!("{has} something to do"),
            Show::Due => {
                let by = long_date(until);
                format!("{has} training that runs out by {by}")
            }
            Show::Booked => format!("{has} a class booked"),
            Show::Missed => "did not attend a class in the last 12 months".to_owned(),
            Show::Away => match found {
                1 => "is away".to_owned(),
                _ => "are away".to_owned(),
            },
        };
        match (self.subject.is_empty(), self.show) {
            (false, Show::ToDo | Show::Due | Show::Booked) => {
                format!("{found} of {total} {what} in {}", self.subject)
            }
            _ => format!("{found} of {total} {what}"),
        }
    }
}

impl Show {
    pub fn name(self) -> &'static str {
        SHOWS.iter().find(|known| known.0 == self).map_or("", |known| known.1)
    }

    fn keeps(self, member: &Member<'_>, until: Date) -> bool {
        match self {
            Self::All => true,
            Self::ToDo => member.lines.iter().any(|line| line.group() == Group::ToDo),
            Self::Due => member.lines.iter().any(|line| line.runs_out(until).is_some()),
            Self::Booked => member.has_booked(),
            Self::Missed => !member.missed.is_empty(),
            Self::Away => member.away.is_some(),
        }
    }
}

impl Sort {
    pub fn name(self) -> &'static str {
        SORTS.iter().find(|known| known.0 == self).map_or("", |known| known.1)
    }
}
