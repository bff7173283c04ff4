//! What training from elsewhere a subject accepts: a dated rule of the
//! organisation, and how a claim stands beside it. It advises; a person decides.

use jiff::civil::Date;

use super::Claim;
use crate::text::normal;
use crate::wording::long_date;

/// What training from elsewhere is accepted in a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptanceFact {
    /// The subject.
    pub subject: String,
    /// Whether every NHS employer's is.
    pub any_nhs: bool,
    /// Who else's is: names, or numbers of employers.
    pub providers: Vec<String>,
    /// Whether it must be in date by our own period.
    pub in_date: bool,
    /// Whether there must be evidence.
    pub evidence: bool,
    /// What the reviewer should know.
    pub note: String,
    /// From when; `None`: always.
    pub date_from: Option<Date>,
}

impl AcceptanceFact {
    /// Where nothing was said: any NHS employer's, in date, with evidence.
    #[must_use]
    pub fn default_of(subject: &str) -> Self {
        Self {
            subject: subject.to_owned(),
            any_nhs: true,
            providers: Vec::new(),
            in_date: true,
            evidence: true,
            note: String::new(),
            date_from: None,
        }
    }

    /// Whose training is accepted, in a sentence.
    #[must_use]
    pub fn whose(&self) -> String {
        let named = self.providers.join(", ");
        match (self.any_nhs, named.as_str()) {
            (true, "") => "Any NHS employer.".to_owned(),
            (true, named) => format!("Any NHS employer, and {named}."),
            (false, "") => "Nobody: each claim is looked at on its own.".to_owned(),
            (false, named) => format!("{named}."),
        }
    }

    /// Whether it names who gave the training.
    fn names(&self, claim: &Claim) -> bool {
        let given = [normal(&claim.provider), normal(&claim.provider_vpd)];
        let named = self.providers.iter().map(|provider| normal(provider));
        named.into_iter().any(|name| !name.is_empty() && given.contains(&name))
    }

    /// What it says of who gave the training. That it was an NHS employer is only said
    /// by whom it concerns, and nothing here proves it.
    fn check(&self, claim: &Claim, person: &str) -> Check {
        let who = &claim.provider;
        let (verdict, words) = match () {
            () if self.names(claim) => {
                (Verdict::Yes, format!("Training given by {who} is accepted."))
            }
            () if self.any_nhs && claim.is_nhs => {
                (Verdict::LookAtIt, format!("{person} says that {who} is an NHS employer: check."))
            }
            () => (Verdict::No, format!("The rule does not accept training given by {who}.")),
        };
        Check { verdict, words }
    }
}

/// The rule of a subject on a day; of several from the same day the latest recorded.
#[must_use]
pub fn acceptance(rules: &[AcceptanceFact], subject: &str, on: Date) -> AcceptanceFact {
    let wanted = normal(subject);
    let begun = |rule: &&AcceptanceFact| rule.date_from.is_none_or(|from| from <= on);
    let its = rules.iter().filter(|rule| normal(&rule.subject) == wanted).filter(begun);
    its.max_by_key(|rule| rule.date_from)
        .cloned()
        .unwrap_or_else(|| AcceptanceFact::default_of(subject))
}

/// Whether a claim has what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It has.
    Yes,
    /// It has not.
    No,
    /// Its person says so, and somebody has to check.
    LookAtIt,
}

/// One thing the rule asks for, and whether the claim has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Whether it does.
    pub verdict: Verdict,
    /// What, in a sentence.
    pub words: String,
}

/// How the claim of a person stands beside the rule. `until` is the last day it would be in date
/// by our own terms, `None` where it would not expire.
#[must_use]
pub fn checks(
    rule: &AcceptanceFact,
    claim: &Claim,
    person: &str,
    files: usize,
    until: Option<Date>,
    today: Date,
) -> Vec<Check> {
    let check = |fits: bool, yes: String, no: String| match fits {
        true => Check { verdict: Verdict::Yes, words: yes },
        false => Check { verdict: Verdict::No, words: no },
    };
    let mut checks = vec![rule.check(claim, person)];
    if rule.in_date {
        checks.push(match until {
            None => check(true, "It does not expire.".into(), String::new()),
            Some(until) => check(
                today <= until,
                format!("It is in date by our own period, until {}.", long_date(until)),
                format!("It ran out by our own period on {}.", long_date(until)),
            ),
        });
    }
    if rule.evidence {
        checks.push(check(
            files > 0,
            "There is evidence: look at it.".into(),
            "There is no evidence, and the rule asks for it.".into(),
        ));
    }
    checks
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn claim(provider: &str, is_nhs: bool) -> Claim {
        Claim {
            title: "Fire safety".into(),
            provider: provider.into(),
            provider_vpd: String::new(),
            is_nhs,
            completed_on: date(2026, 5, 3),
            printed_expiry: None,
        }
    }

    #[test]
    fn without_a_rule_any_nhs_employers_training_in_date_with_evidence_is_accepted() {
        let rule = acceptance(&[], "Fire Safety", date(2026, 11, 22));
        let fits = |claim: &Claim, files, until| {
            let checks = checks(&rule, claim, "Beth", files, until, date(2026, 11, 22));
            checks.into_iter().map(|check| check.verdict).collect::<Vec<_>>()
        };
        let (yes, no) = (Verdict::Yes, Verdict::No);
        let until = Some(date(2027, 5, 3));
        assert_eq!(fits(&claim("A Trust", true), 1, until), [Verdict::LookAtIt, yes, yes]);
        assert_eq!(fits(&claim("A college", false), 0, until), [no, yes, no]);
        assert_eq!(fits(&claim("A Trust", true), 1, Some(date(2026, 11, 21)))[1], no);
        assert_eq!(fits(&claim("A Trust", true), 1, None)[1], yes);
    }

    #[test]
    fn a_rule_holds_from_its_day_and_names_providers_in_any_case() {
        let named = AcceptanceFact {
            any_nhs: false,
            providers: vec!["St John  Ambulance".into()],
            date_from: Some(date(2026, 12, 1)),
            ..AcceptanceFact::default_of("Fire Safety")
        };
        let rules = [named.clone()];
        assert!(acceptance(&rules, "fire safety", date(2026, 11, 30)).any_nhs);
        let rule = acceptance(&rules, "fire safety", date(2026, 12, 1));
        assert_eq!(rule, named);
        let verdict = |provider, is_nhs| rule.check(&claim(provider, is_nhs), "Beth").verdict;
        assert_eq!(verdict("st john ambulance", false), Verdict::Yes);
        assert_eq!(verdict("A Trust", true), Verdict::No);
    }

    #[test]
    fn that_somebody_is_an_nhs_employer_is_only_said_unless_the_rule_names_them() {
        let mut rule = AcceptanceFact::default_of("Fire Safety");
        let royal = claim("Royal Hospital", true);
        let said = rule.check(&royal, "Beth Osei");
        assert_eq!(said.verdict, Verdict::LookAtIt);
        assert_eq!(said.words, "Beth Osei says that Royal Hospital is an NHS employer: check.");
        rule.providers = vec!["Royal Hospital".into()];
        let named = rule.check(&royal, "Beth Osei");
        assert_eq!(named.words, "Training given by Royal Hospital is accepted.");
    }
}
