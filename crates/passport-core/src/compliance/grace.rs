//! Grace: until when a starter, someone newly in a post, or someone who is back
//! from leave is not yet red (rules.md section 4).

use jiff::civil::Date;

use super::calendar::add_days;
use super::evaluate::{Day, Line, Need, Rulebook};
use crate::organisation::UnitId;
use crate::record::Person;
use crate::requirement::{AskedBefore, Requirement, Target};
use crate::workforce::{Assignment, Posting};

/// The day from which a requirement has been asked of a need's assignment: its
/// Date From, or that which it had there before it came to reach further.
#[must_use]
pub fn asked_from(rules: &Rulebook, person: &Person, as_at: Date, need: &Need) -> Date {
    let policy = rules.settings.policy(as_at);
    let day = Day { rules, policy: &policy, person, as_at };
    let assignment = &person.assignments[need.assignment as usize];
    day.asked_from(assignment, rules.requirements.get(need.requirement))
}

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
        let under = self.under(assignment, &requirement.target, requirement.within, self.as_at);
        let changed = under.as_ref().and_then(Under::changed);
        let start = under.map(|under| under.post.start.unwrap_or(under.first));
        let asked = self.asked_from(assignment, requirement);
        [changed, start].into_iter().flatten().fold(asked, Date::max)
    }

    /// The requirement's Date From; of whoever was asked for it before it came to
    /// reach further, the Date From that it had then, or the day a change of post
    /// brought them to where it was asked.
    fn asked_from(&self, assignment: &Assignment, requirement: &Requirement) -> Date {
        let asked = |before: &AskedBefore| {
            let posting = assignment.on(before.until)?;
            let target = &requirement.target;
            if !self.falls_under(assignment, posting, target, before.within) {
                return None;
            }
            let under = self.under(assignment, target, before.within, before.until)?;
            Some(under.changed().map_or(before.since, |day| day.max(before.since)))
        };
        let before = requirement.asked_before.iter().filter_map(asked);
        before.fold(requirement.dates.from, Date::min)
    }

    /// Since when the post of a day, which is under a target, and those before it
    /// have been under it without a break.
    fn under<'a>(
        &self,
        assignment: &'a Assignment,
        target: &Target,
        within: Option<UnitId>,
        day: Date,
    ) -> Option<Under<'a>> {
        let mut begun = assignment.postings.iter().rev().skip_while(|p| !p.span.covers(day));
        let post = begun.next()?;
        let mut under = Under { post, first: post.span.from, moved: false };
        for posting in begun {
            if !self.falls_under(assignment, posting, target, within) {
                under.moved = true;
                break;
            }
            under.first = posting.span.from;
        }
        Some(under)
    }
}

/// How long an assignment has been under a target.
struct Under<'a> {
    /// Its post of the day.
    post: &'a Posting,
    /// The first day of the first post under it.
    first: Date,
    /// Whether it had a post before that was not.
    moved: bool,
}

impl Under<'_> {
    /// The day a change of post brought it there.
    fn changed(&self) -> Option<Date> {
        self.moved.then_some(self.first)
    }
}
