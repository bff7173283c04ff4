//! What is required, what is proposed to be, and why a period differs from the
//! national one: the facts that the requirement matrix is made of.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::TargetKind;
use crate::framework::Period;
use crate::requirement::Class;
use crate::span::Span;

/// A requirement as a file states it, or as it was decided here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequirementFact {
    /// What kind of target.
    pub target_kind: TargetKind,
    /// Its name or number; empty for the organisation.
    pub target: String,
    /// Only within this unit; empty: anywhere.
    pub within: String,
    /// The subject; empty where `competence_name` says it.
    pub subject: String,
    /// The level.
    pub level: String,
    /// The competence by name, as a compliance extract has it; empty otherwise.
    pub competence_name: String,
    /// C or R; `None` lifts the subject.
    pub class: Option<Class>,
    /// The class is not stated and follows the competence's own, else its framework.
    pub class_of_competence: bool,
    /// Date From; `None`: always.
    pub date_from: Option<Date>,
    /// Date To.
    pub date_to: Option<Date>,
    /// Its own period; `None`: the competence's.
    pub period: Option<Period>,
    /// Days of grace for starters.
    pub grace_days: i64,
    /// Shown but not counted before this day.
    pub introduced: Option<Date>,
    /// Why.
    pub reason: String,
    /// Who agreed; empty where a file says it.
    pub approved_by: String,
    /// How it reached us.
    pub origin: RequirementOrigin,
    /// What a file said of it when it was changed here: until a file says something
    /// else, what was decided here stands.
    pub filed: Option<FiledTerms>,
    /// Of whom it was asked before it came to reach further.
    pub asked_before: Vec<AskedBefore>,
    /// The days over which this wording was in force.
    pub applies: Span,
}

/// Where a requirement was asked before it came to reach further: whoever was asked
/// for it there is not new to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedBefore {
    /// The unit it was kept to; empty: anywhere.
    pub within: String,
    /// Its Date From there; `None`: always.
    pub since: Option<Date>,
    /// The last day on which it reached no further.
    pub until: Date,
}

/// How a requirement reached us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequirementOrigin {
    /// In a requirements file.
    File,
    /// As a row of a compliance extract.
    Extract,
    /// Decided here.
    Entered,
}

/// What a file says of a requirement, but for whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiledTerms {
    /// Which sort of file.
    pub origin: RequirementOrigin,
    /// The unit it is kept to.
    pub within: String,
    /// The subject.
    pub subject: String,
    /// The level.
    pub level: String,
    /// The competence by name.
    pub competence_name: String,
    /// C or R.
    pub class: Option<Class>,
    /// The class follows the competence's own.
    pub class_of_competence: bool,
    /// Date From.
    pub date_from: Option<Date>,
    /// Date To.
    pub date_to: Option<Date>,
    /// Its own period.
    pub period: Option<Period>,
    /// Days of grace.
    pub grace_days: i64,
    /// Its introduction.
    pub introduced: Option<Date>,
    /// Why.
    pub reason: String,
}

impl RequirementFact {
    /// What a file said of it last: the terms themselves where it is a file's own.
    #[must_use]
    pub fn filed_terms(&self) -> Option<FiledTerms> {
        match self.origin {
            RequirementOrigin::Entered => self.filed.clone(),
            origin => Some(FiledTerms {
                origin,
                within: self.within.clone(),
                subject: self.subject.clone(),
                level: self.level.clone(),
                competence_name: self.competence_name.clone(),
                class: self.class,
                class_of_competence: self.class_of_competence,
                date_from: self.date_from,
                date_to: self.date_to,
                period: self.period,
                grace_days: self.grace_days,
                introduced: self.introduced,
                reason: self.reason.clone(),
            }),
        }
    }

    /// The subject as pages name it: of an unmapped competence its whole name.
    #[must_use]
    pub fn subject_name(&self) -> &str {
        if self.subject.is_empty() { &self.competence_name } else { &self.subject }
    }

    /// The last day on which it can act, if it has one.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        [self.date_to, self.applies.to].into_iter().flatten().min()
    }
}

/// A change of what is required, proposed and not yet published: it decides nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalFact {
    /// The requirement it changes or ends, as it was when this was proposed;
    /// `None` for a new one.
    pub against: Option<i64>,
    /// Whether it ends that requirement with `date_to`; all else is as it was.
    pub ends: bool,
    /// What kind of target.
    pub target_kind: TargetKind,
    /// Its name or number; empty for the organisation.
    pub target: String,
    /// Only within this unit; empty: anywhere.
    pub within: String,
    /// The subject.
    pub subject: String,
    /// The level.
    pub level: String,
    /// C or R; `None` lifts the subject.
    pub class: Option<Class>,
    /// The first day on which it is so.
    pub date_from: Date,
    /// The last day.
    pub date_to: Option<Date>,
    /// Its own period; `None`: the competence's.
    pub period: Option<Period>,
    /// Days of grace for starters.
    pub grace_days: i64,
    /// Shown but not counted before this day.
    pub introduced: Option<Date>,
    /// Why.
    pub reason: String,
    /// Who agreed.
    pub approved_by: String,
}

impl ProposalFact {
    /// The first day on which an answer can differ for it.
    #[must_use]
    pub fn acts_on(&self) -> Date {
        if self.ends {
            let last = self.date_to.unwrap_or(self.date_from);
            return last.tomorrow().unwrap_or(last);
        }
        self.introduced.map_or(self.date_from, |day| day.max(self.date_from))
    }
}

/// Why an organisation's period is not the national one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariationFact {
    /// The subject.
    pub subject: String,
    /// The level.
    pub level: String,
    /// The local period it speaks of: another one wants words of its own.
    pub period: Period,
    /// Why.
    pub justification: String,
    /// Who agreed.
    pub approved_by: String,
    /// When it is looked at again.
    pub review_on: Date,
}
