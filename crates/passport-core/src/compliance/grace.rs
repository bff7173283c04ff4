//! Grace: until when a starter, someone newly in a post, or someone who is back
//! from leave is not yet red (rules.md section 4).

use jiff::civil::Date;

use super::calendar::add_days;
use super::evaluate::{Day, Line, Need};
use crate::requirement::{AskedBefore, Requirement};
use crate::workforce::Assignment;

impl Day<'_> {
    /// The earliest due date of the line's requirements; none if one of them
    /// gives no grace.
    pub(super) fn due(&self, line: &Line) -> Option<Date> {
        let mut earliest: Option<Date> = None;
        for need in &line.needs {
            let requirement = self.rules.requirements.get(need.requirement);
            if requirement.grace_days == 0 {
                return None;
            }
            let start = self.brought_under(need, requirement);
            let due = add_days(start, i64::from(requirement.grace_days));
            earliest = Some(earliest.map_or(due, |day| day.min(due)));
        }
        earliest
    }

    /// The last day of the time someone has after leave, if the line ran out while
    /// they were away; of several the longest. Before they are back there is none.
    pub(super) fn back_from_leave(&self, line: &Line) -> Option<Date> {
        let expiry = line.expiry()?;
        self.person
            .return_graces
            .iter()
            .filter(|grace| grace.back_on <= self.as_at && grace.covers(expiry))
            .map(|grace| grace.until)
            .max()
    }

    /// The latest of the assignment's start, the requirement's Date From and
    /// the day a change of post brought the assignment under it. The first post
    /// on record is no change: the assignment's own start speaks for it.
    pub(super) fn brought_under(&self, need: &Need, requirement: &Requirement) -> Date {
        let assignment = &self.person.assignments[need.assignment as usize];
        // The post of the day is under the requirement, or there were no need.
        let mut begun = assignment.postings.iter().rev().skip_while(|p| !p.span.covers(self.as_at));
        let today = begun.next();
        let mut first = today.map(|posting| posting.span.from);
        let mut changed = None;
        for posting in begun {
            if !self.falls_under(assignment, posting, &requirement.target, requirement.within) {
                changed = first;
                break;
            }
            first = Some(posting.span.from);
        }
        let start = today.and_then(|posting| posting.start).or(first);
        let asked = self.asked_from(assignment, requirement);
        [changed, start].into_iter().flatten().fold(asked, Date::max)
    }

    /// The requirement's Date From; of whoever was asked for it before it came to
    /// reach further, the Date From that it had then.
    fn asked_from(&self, assignment: &Assignment, requirement: &Requirement) -> Date {
        let was_asked = |before: &&AskedBefore| {
            assignment.on(before.until).is_some_and(|posting| {
                self.falls_under(assignment, posting, &requirement.target, before.within)
            })
        };
        let before = requirement.asked_before.iter().filter(was_asked).map(|one| one.since);
        before.fold(requirement.dates.from, Date::min)
    }
}
