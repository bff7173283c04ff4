//! Until when nothing is missing on a line: the day that reminders count from.

use jiff::civil::Date;

use super::evaluate::{Day, Line, Rulebook};
use super::status::Status;
use crate::record::Person;
use crate::requirement::Effect;

/// The last day on which nothing is or was missing on a line of this person: the
/// expiry, the end of grace or of an exemption, or the day before it was first
/// asked, whichever is latest. None where nothing runs out, and of a line that is
/// exempt or not asked yet.
#[must_use]
pub fn deadline(rules: &Rulebook, person: &Person, line: &Line, as_at: Date) -> Option<Date> {
    if matches!(line.status, Status::Excluded | Status::NotYetIntroduced | Status::Exempt) {
        return None;
    }
    if line.status.is_compliant() && line.expiry().is_none() {
        return None;
    }
    let policy = rules.settings.policy(as_at);
    let day = Day { rules, policy: &policy, person, as_at };
    let before_asked = day.asked_since(line).and_then(|first| first.yesterday().ok());
    [line.expiry(), line.due, before_asked, day.exempt_until(line)].into_iter().flatten().max()
}

impl Day<'_> {
    /// The first day on which the line's own level was asked of the person.
    fn asked_since(&self, line: &Line) -> Option<Date> {
        line.needs
            .iter()
            .filter_map(|need| {
                let requirement = self.rules.requirements.get(need.requirement);
                let Effect::Require { competence, .. } = requirement.effect else { return None };
                let since = self.brought_under(need, requirement);
                let since = requirement.introduced.map_or(since, |day| since.max(day));
                (competence == line.competence).then_some(since)
            })
            .min()
    }

    /// The last day of the latest exemption that is over.
    fn exempt_until(&self, line: &Line) -> Option<Date> {
        let subject = self.rules.framework.subject_of(line.competence);
        let exemptions = self.person.exemptions.iter().filter(|one| one.subject == subject);
        exemptions
            .filter(|one| one.span.from.max(one.applies.from) <= self.as_at)
            .filter_map(|one| [one.span.to, one.applies.to].into_iter().flatten().min())
            .filter(|end| *end < self.as_at)
            .max()
    }
}
