//! Which assignments the figures leave out, and why (rules.md section 5).

use jiff::civil::Date;

use crate::setting::Policy;
use crate::workforce::{Posting, begins_with};

/// Why an assignment is not counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exclusion {
    /// Its status, as the employer writes it.
    Status(String),
    /// Sick for as long as the setting says, or longer.
    LongTermSickness,
    /// Its category, as the employer writes it: bank and honorary are reported apart.
    Category(String),
}

impl Exclusion {
    /// As listed beside a figure.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::Status(status) => status.clone(),
            Self::LongTermSickness => "Long-term sickness".into(),
            Self::Category(category) => category.clone(),
        }
    }
}

/// Why the figures leave the assignment out on the day, if they do.
#[must_use]
pub fn exclusion(policy: &Policy, posting: &Posting, day: Date) -> Option<Exclusion> {
    let listed = |beginnings: &[String], text: &str| {
        beginnings.iter().any(|beginning| begins_with(text, beginning))
    };
    if listed(&policy.excluded_statuses, &posting.status) {
        return Some(Exclusion::Status(posting.status.trim().into()));
    }
    if is_long_term_sick(policy, posting, day) {
        return Some(Exclusion::LongTermSickness);
    }
    listed(&policy.excluded_categories, &posting.category)
        .then(|| Exclusion::Category(posting.category.trim().into()))
}

/// Sickness that began so many days before the day, or more, and has not ended.
#[must_use]
pub fn is_long_term_sick(policy: &Policy, posting: &Posting, day: Date) -> bool {
    posting.absence.is_some_and(|absence| {
        absence.sickness
            && absence.end.is_none_or(|end| day <= end)
            && absence.start.is_some_and(|start| {
                let days = start.until(day).map_or(0, |span| span.get_days());
                days >= 0 && days as u32 >= policy.long_term_sickness_days
            })
    })
}
