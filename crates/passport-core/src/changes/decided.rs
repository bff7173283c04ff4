//! Requirements that were decided here, beside files: they stand until a file says
//! something else than it said then (docs/decisions/0020-requirement-matrix.md).

use super::Plan;
use super::references::References;
use super::requirements::{Key, says_the_same, words};
use crate::facts::{FiledTerms, Recorded, RequirementFact, RequirementOrigin};
use crate::import::{Kind, Place, Problem, Reading, Severity};
use crate::span::Span;

/// A requirement that was decided here, as files of one sort may speak of it.
pub(super) struct Decided<'a> {
    known: &'a Recorded<RequirementFact>,
    /// What it is now.
    own: Key,
    /// What a file said of it when it was decided.
    filed: Option<(Key, RequirementFact)>,
}

impl<'a> Plan<'a> {
    /// Those that files of one sort may speak of.
    pub(super) fn decided(
        &self,
        sort: RequirementOrigin,
        references: &References,
    ) -> Vec<Decided<'a>> {
        let recorded = self.recorded;
        let standing = recorded.requirements.iter().filter(|known| {
            known.fact.origin == RequirementOrigin::Entered && known.fact.applies.to.is_none()
        });
        let of_sort = standing.filter(|known| {
            // One that no file ever stated is like a requirements file's.
            let origin = known.fact.filed.as_ref().map(|filed| filed.origin);
            origin.unwrap_or(RequirementOrigin::File) == sort
        });
        of_sort
            .map(|known| {
                let own = RequirementFact { origin: sort, ..known.fact.clone() };
                let filed = known.fact.filed.as_ref().map(|filed| as_filed(&known.fact, filed));
                Decided {
                    known,
                    own: self.key(&own, references),
                    filed: filed.map(|fact| (self.key(&fact, references), fact)),
                }
            })
            .collect()
    }

    /// A full file that lacks them ends none of them.
    pub(super) fn say_what_is_only_here(
        &mut self,
        reading: &Reading,
        sort: RequirementOrigin,
        decided: &[Decided<'_>],
    ) {
        let kind = match sort {
            RequirementOrigin::Extract => Kind::Compliance,
            RequirementOrigin::File | RequirementOrigin::Entered => Kind::Requirements,
        };
        let file = reading.files.iter().find(|file| file.kind == Some(kind));
        let (Some(file), false) = (file, decided.is_empty()) else { return };
        let many = match decided.len() {
            1 => "One requirement was".to_owned(),
            many => format!("{many} requirements were"),
        };
        self.problems.push(Problem::with_file(
            Severity::Note,
            &file.name,
            format!("{many} decided here and not in a file: this file ends none of them."),
            "They are on the page Requirements, where they are changed and ended.",
        ));
    }

    /// A file that now says what was decided here has caught up: it is the file's again.
    pub(super) fn adopt(
        &mut self,
        reading: &Reading,
        decided: &mut Vec<Decided<'a>>,
        rows: &mut Vec<(Place, RequirementFact)>,
        references: &References,
    ) {
        let mut caught_up = Vec::new();
        rows.retain(|(place, fact)| {
            let key = self.key(fact, references);
            let at = decided.iter().position(|one| one.own == key && agrees(&one.known.fact, fact));
            let Some(at) = at else { return true };
            caught_up.push((*place, fact.clone(), decided.swap_remove(at)));
            false
        });
        for (place, fact, one) in caught_up {
            let applies = one.known.fact.applies;
            self.tally.used(place);
            self.item("requirement changed", || words(&fact));
            self.say(
                reading,
                place,
                &fact,
                "The file now says what was decided here: from now on the file decides.",
                "Nothing needs doing.",
            );
            let asked_before = one.known.fact.asked_before.clone();
            let fact = RequirementFact { applies, asked_before, ..fact };
            self.changes.requirements.replace(one.known.id, fact);
        }
    }

    /// What a file says as it did when it was decided otherwise here changes nothing.
    pub(super) fn leave_what_was_decided(
        &mut self,
        reading: &Reading,
        decided: &[Decided<'_>],
        key: &Key,
        rows: &mut Vec<(Place, RequirementFact)>,
    ) {
        let mut left = Vec::new();
        rows.retain(|(place, fact)| {
            let said = decided.iter().any(|one| {
                one.filed.as_ref().is_some_and(|(of, was)| of == key && says_the_same(was, fact))
            });
            if said {
                left.push((*place, fact.clone()));
            }
            !said
        });
        for (place, fact) in left {
            self.say(
                reading,
                place,
                &fact,
                "This was decided otherwise here since, and that stands.",
                "Change the row too, or change the requirement back on the page Requirements.",
            );
        }
    }

    /// A file that says something new of what was decided here knows better. As many
    /// rows as there are earlier rows of the file are changes of those.
    pub(super) fn overtake(
        &mut self,
        reading: &Reading,
        decided: &mut Vec<Decided<'a>>,
        key: &Key,
        earlier: usize,
        rows: &mut Vec<(Place, RequirementFact)>,
    ) {
        let extract = self.terms.extract_date;
        while rows.len() > earlier {
            let at = decided.iter().position(|one| {
                one.own == *key || one.filed.as_ref().is_some_and(|(of, _)| of == key)
            });
            let Some(one) = at.map(|at| decided.swap_remove(at)) else { return };
            let (place, mut fact) = rows.remove(0);
            self.tally.used(place);
            self.item("requirement changed", || words(&fact));
            self.say(
                reading,
                place,
                &fact,
                "The file says something new of a requirement that was decided here, and is taken.",
                "If that is wrong, change it on the page Requirements.",
            );
            fact.applies = Span::since(extract.max(one.known.fact.applies.from));
            self.end(one.known);
            self.changes.requirements.add.push(fact);
        }
    }

    fn say(
        &mut self,
        reading: &Reading,
        place: Place,
        fact: &RequirementFact,
        words: &str,
        remedy: &str,
    ) {
        let subject = fact.subject_name().to_owned();
        self.problem(reading, place, Severity::Note, ("Subject", &subject), words.into(), remedy);
    }
}

/// The requirement as a file stated it.
fn as_filed(fact: &RequirementFact, filed: &FiledTerms) -> RequirementFact {
    let filed = filed.clone();
    RequirementFact {
        within: filed.within,
        subject: filed.subject,
        level: filed.level,
        competence_name: filed.competence_name,
        class: filed.class,
        class_of_competence: filed.class_of_competence,
        date_from: filed.date_from,
        date_to: filed.date_to,
        period: filed.period,
        grace_days: filed.grace_days,
        introduced: filed.introduced,
        reason: filed.reason,
        origin: filed.origin,
        filed: None,
        ..fact.clone()
    }
}

/// Whether a row asks what was decided here: each gives its reason in its own words,
/// and a file may date a change from the day it was decided for.
fn agrees(decided: &RequirementFact, row: &RequirementFact) -> bool {
    let began = Some(decided.applies.from);
    let row = RequirementFact { reason: decided.reason.clone(), ..row.clone() };
    says_the_same(decided, &row)
        || (row.date_from == began
            && says_the_same(decided, &RequirementFact { date_from: decided.date_from, ..row }))
}
