//! Reconciliation: where a compliance extract says Meets Requirement, ours
//! beside ESR's, line by line, with the reason for each difference. It is the
//! first thing a training lead looks at before trusting us.

use std::collections::HashMap;

use jiff::civil::Date;
use passport_core::compliance::{Line, evaluate};
use passport_core::facts::{EsrAnswerFact, Recorded};
use passport_core::framework::{CompetenceId, Period};
use passport_core::wording::long_date;
use passport_store::{Known, Organisation, StoreError};
use serde::Serialize;

use super::{Loaded, Rules, Shelf};

/// One line of the extract beside ours.
#[derive(Clone, Debug, Serialize)]
pub struct Reconciled {
    /// Employee number.
    pub employee_number: String,
    /// Assignment number.
    pub assignment_number: String,
    /// The competence as the extract names it.
    pub competence: String,
    /// ESR's answer.
    pub esr_meets: bool,
    /// ESR's award date.
    pub esr_awarded: Option<Date>,
    /// ESR's expiry date.
    pub esr_expires: Option<Date>,
    /// Our answer; `None` where we do not require it.
    pub our_meets: Option<bool>,
    /// Our award date.
    pub our_awarded: Option<Date>,
    /// Our expiry date.
    pub our_expires: Option<Date>,
    /// Whether and why the two differ.
    #[serde(flatten)]
    pub difference: Difference,
}

/// Whether and why ours and ESR's differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Whether the two answers are the same.
    pub agree: bool,
    /// Why not, in a sentence; empty where they agree.
    pub reason: String,
    /// What sort of reason it is; `None` where they agree.
    pub cause: Option<Cause>,
}

/// Why two answers differ, in sorts that can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Nothing here asks it of this assignment on that day.
    NotRequired,
    /// A higher level is required here.
    HigherLevel,
    /// No award that counts for it.
    NotHeld,
    /// Another award stands for it here.
    AnotherAward,
    /// ESR goes by the expiry that it stored.
    StoredExpiry,
    /// It lasts for another time by our rule.
    OurPeriod,
}

impl Cause {
    /// Every one of them, with its name in an address and in words.
    pub const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::NotRequired, "not-required", "Not required here"),
        (Self::HigherLevel, "higher-level", "A higher level is required here"),
        (Self::NotHeld, "not-held", "No award here that counts"),
        (Self::AnotherAward, "another-award", "Held through another award"),
        (Self::StoredExpiry, "stored-expiry", "ESR goes by a stored expiry"),
        (Self::OurPeriod, "our-period", "It lasts for another time here"),
    ];

    fn of(
        line: Option<&Line>,
        asked: Option<CompetenceId>,
        held: Option<CompetenceId>,
        meets: bool,
        stored: bool,
    ) -> Self {
        let Some(line) = line else { return Self::NotRequired };
        let higher = asked != Some(line.competence);
        match (held, meets) {
            (None, _) if higher => Self::HigherLevel,
            (None, _) => Self::NotHeld,
            (Some(_), true) if held != asked => Self::AnotherAward,
            (Some(_), false) if higher => Self::HigherLevel,
            _ if stored => Self::StoredExpiry,
            _ => Self::OurPeriod,
        }
    }
}

/// Every answer of ESR's beside ours, each on its extract's date, where people are those
/// of a shelf. Evaluates everyone.
pub async fn reconcile(
    organisation: &Organisation,
    shelf: &Shelf,
) -> Result<Vec<Reconciled>, StoreError> {
    let latest = organisation.latest().await?;
    let known = Known::After(latest.change);
    let answers: Vec<Recorded<EsrAnswerFact>> = organisation.facts(known).await?;
    let mut by_day: HashMap<Date, Vec<EsrAnswerFact>> = HashMap::new();
    for answer in answers {
        by_day.entry(answer.fact.extract_date).or_default().push(answer.fact);
    }
    let mut days: Vec<_> = by_day.into_iter().collect();
    days.sort_by_key(|(day, _)| *day);
    let mut out = Vec::new();
    for (day, answers) in days {
        let stand = shelf.stand_once(organisation, day, latest).await?;
        let mut by_person: HashMap<String, Vec<EsrAnswerFact>> = HashMap::new();
        for answer in answers {
            by_person.entry(answer.employee_number.clone()).or_default().push(answer);
        }
        for loaded in stand.everyone() {
            let of_person = by_person.remove(&loaded.person.employee_number);
            out.extend(compare(&stand.rules, &loaded, of_person.unwrap_or_default(), day));
        }
    }
    out.sort_by(|a, b| {
        (&a.employee_number, &a.assignment_number, &a.competence).cmp(&(
            &b.employee_number,
            &b.assignment_number,
            &b.competence,
        ))
    });
    Ok(out)
}

fn compare(
    rules: &Rules,
    loaded: &Loaded,
    answers: Vec<EsrAnswerFact>,
    day: Date,
) -> Vec<Reconciled> {
    if answers.is_empty() {
        return Vec::new();
    }
    let framework = &rules.book.framework;
    let evaluated = evaluate(&rules.book, &loaded.person, day);
    answers
        .into_iter()
        .map(|answer| {
            let asked = framework.by_name(&answer.competence_name);
            let line = evaluated
                .iter()
                .filter(|of| {
                    loaded.person.assignments[of.assignment].number == answer.assignment_number
                })
                .flat_map(|of| &of.lines)
                .find(|line| {
                    asked.is_some_and(|asked| {
                        line.competence == asked || framework.is_above(line.competence, asked)
                    })
                });
            let our_meets =
                line.map(|line| line.attained.is_some_and(|held| held.until().covers(day)));
            let agree = our_meets == Some(answer.meets);
            let reason = if agree {
                String::new()
            } else {
                reason(rules, loaded, &answer, asked, line, our_meets, day)
            };
            let held = line
                .and_then(|line| line.attained)
                .map(|held| loaded.person.awards[held.award].competence);
            let meets = our_meets == Some(true);
            // What ESR stored says otherwise than its rule would.
            let stored = answer.expires_on.is_some_and(|expiry| (expiry < day) == meets);
            let cause = (!agree).then(|| Cause::of(line, asked, held, meets, stored));
            Reconciled {
                our_awarded: line
                    .and_then(|line| line.attained)
                    .map(|held| loaded.person.awards[held.award].date),
                our_expires: line.and_then(Line::expiry),
                employee_number: answer.employee_number,
                assignment_number: answer.assignment_number,
                competence: answer.competence_name,
                esr_meets: answer.meets,
                esr_awarded: answer.awarded_on,
                esr_expires: answer.expires_on,
                our_meets,
                difference: Difference { agree, reason, cause },
            }
        })
        .collect()
}

fn reason(
    rules: &Rules,
    loaded: &Loaded,
    answer: &EsrAnswerFact,
    asked: Option<CompetenceId>,
    line: Option<&Line>,
    our_meets: Option<bool>,
    day: Date,
) -> String {
    let framework = &rules.book.framework;
    let Some(line) = line else {
        return match loaded.person.assignments.iter().find(|a| a.number == answer.assignment_number)
        {
            None => "The assignment is not recorded here.".into(),
            Some(assignment) if assignment.on(day).is_none() => {
                format!("The assignment is on no report for {}.", long_date(day))
            }
            Some(_) => "No requirement here asks it of this assignment.".into(),
        };
    };
    let required = framework.competence(line.competence);
    let lasts = match line.terms.period {
        Period::Months(months) => format!("for {months} months by our rule"),
        Period::Once => "without end by our rule".into(),
        Period::Unknown => "until the date printed on it".into(),
    };
    let Some(held) = line.attained else {
        return match answer.awarded_on {
            None => "ESR gives no date of award, and we hold no award.".into(),
            Some(_) if asked != Some(line.competence) => format!(
                "{} is required here, at a higher level than ESR asks, and is not held.",
                required.name
            ),
            Some(_) if required.once_per_assignment => {
                "Once per assignment: the award is from before this assignment.".into()
            }
            Some(date) if date > day => "ESR's award is dated after the extract.".into(),
            Some(_) => "ESR's award does not count for this requirement here.".into(),
        };
    };
    let award = &loaded.person.awards[held.award];
    let until = line
        .expiry()
        .map_or_else(|| "does not expire".into(), |d| format!("lasts until {}", long_date(d)));
    let held_name = &framework.competence(award.competence).name;
    if our_meets == Some(true) {
        if Some(award.competence) != asked
            && !framework.satisfies(award.competence, line.competence)
        {
            return format!(
                "All its parts are held; the first of them to run out is {held_name} of {}, and it {until}.",
                long_date(award.date)
            );
        }
        if Some(award.competence) != asked {
            return format!(
                "Held through {held_name} of {}, which satisfies it and {until}.",
                long_date(award.date)
            );
        }
        return match answer.expires_on {
            Some(expiry) if expiry < day => format!(
                "ESR goes by its stored expiry of {}; the award of {} counts {lasts} and {until}.",
                long_date(expiry),
                long_date(award.date)
            ),
            _ => format!("The award of {} counts {lasts} and {until}.", long_date(award.date)),
        };
    }
    if asked != Some(line.competence) {
        return format!("{} is required here, at a higher level than ESR asks.", required.name);
    }
    match answer.expires_on {
        Some(expiry) if day <= expiry => format!(
            "ESR goes by its stored expiry of {}; the award of {} counts {lasts} and ran out on {}.",
            long_date(expiry),
            long_date(award.date),
            line.expiry().map(long_date).unwrap_or_default()
        ),
        _ => format!(
            "The award of {} counts {lasts} and ran out on {}; ESR still counts it.",
            long_date(award.date),
            line.expiry().map(long_date).unwrap_or_default()
        ),
    }
}
