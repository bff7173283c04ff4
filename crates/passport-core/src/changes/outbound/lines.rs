//! Which of several lines holds. Version 2 describes everything by runs of days:
//! of two lines of one person, post or unit, that of the extract date is used.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::civil::Date;

use crate::import::{
    Extent, Outbound, OutboundAssignment, OutboundChange, OutboundOrganisation, OutboundPerson,
    OutboundPosition, Place,
};

/// The lines that hold, and the deletes that no later line takes back.
#[derive(Default)]
pub(super) struct Lines<'r> {
    /// By employee number.
    pub(super) people: Picks<'r, OutboundPerson>,
    /// By assignment number.
    pub(super) assignments: Picks<'r, OutboundAssignment>,
    pub(super) positions: Picks<'r, OutboundPosition>,
    pub(super) organisations: Picks<'r, OutboundOrganisation>,
    pub(super) deleted: BTreeMap<(What, &'r str), (Place, usize)>,
    /// Lines that hold for other days than the extract's.
    pub(super) aside: Vec<(Place, When)>,
    /// Lines that name a number nobody has told of.
    pub(super) untold: Untold,
}

/// What a delete names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Person,
    Assignment,
    Position,
    Organisation,
}

/// Where a line names a number that no file has told of.
#[derive(Default)]
pub(super) struct Untold {
    pub(super) positions: Vec<Place>,
    pub(super) organisations: Vec<Place>,
    pub(super) above: Vec<Place>,
    pub(super) supervisors: Vec<Place>,
}

impl<'r> Lines<'r> {
    pub(super) fn of(files: &[&'r Outbound], day: Date) -> Self {
        let mut lines = Self::default();
        let mut at = 0;
        for file in files {
            let full = file.extent == Some(Extent::Full);
            for row in &file.changes {
                at += 1;
                let place = row.place;
                let aside = &mut lines.aside;
                let delete = |what, id: &'r String| ((what, id.as_str()), (place, at));
                let when = |from, to| When::of(from, to, day);
                match &row.value {
                    OutboundChange::Person(line) => {
                        let when = when(line.effective_from, line.effective_to);
                        let pick = Pick { line: &**line, place, when, at, full };
                        lines.people.take(&line.employee_number, pick, aside);
                    }
                    OutboundChange::Assignment(line) => {
                        let when = when(line.effective_from, line.effective_to);
                        let pick = Pick { line: &**line, place, when, at, full };
                        lines.assignments.take(&line.assignment_number, pick, aside);
                    }
                    OutboundChange::Position(line) => {
                        let when = when(line.effective_from, line.effective_to);
                        let pick = Pick { line: &**line, place, when, at, full };
                        lines.positions.take(&line.position_id, pick, aside);
                    }
                    OutboundChange::Organisation(line) => {
                        let when = when(line.effective_from, line.effective_to);
                        let pick = Pick { line: &**line, place, when, at, full };
                        lines.organisations.take(&line.organisation_id, pick, aside);
                    }
                    OutboundChange::PersonDeleted { person_id } => {
                        lines.deleted.extend([delete(What::Person, person_id)]);
                    }
                    OutboundChange::AssignmentDeleted { assignment_id } => {
                        lines.deleted.extend([delete(What::Assignment, assignment_id)]);
                    }
                    OutboundChange::PositionDeleted { position_id } => {
                        lines.deleted.extend([delete(What::Position, position_id)]);
                    }
                    OutboundChange::OrganisationDeleted { organisation_id } => {
                        lines.deleted.extend([delete(What::Organisation, organisation_id)]);
                    }
                }
            }
        }
        lines.settle();
        lines
    }

    /// Of a line and a delete of the same thing, the later stands. A person's
    /// delete goes for their assignments' lines too.
    fn settle(&mut self) {
        let Self { people, assignments, positions, organisations, deleted, .. } = self;
        let mut stands = |what: What, id: &'r str, at: usize| match deleted.get(&(what, id)) {
            Some((_, deleted_at)) if *deleted_at > at => false,
            Some(_) => {
                deleted.remove(&(what, id));
                true
            }
            None => true,
        };
        people.by_id.retain(|_, pick| {
            pick.line.person_id.as_deref().is_none_or(|id| stands(What::Person, id, pick.at))
        });
        positions.by_id.retain(|id, pick| stands(What::Position, id, pick.at));
        organisations.by_id.retain(|id, pick| stands(What::Organisation, id, pick.at));
        assignments.by_id.retain(|_, pick| {
            let id = pick.line.assignment_id.as_deref();
            id.is_none_or(|id| stands(What::Assignment, id, pick.at))
        });
        assignments.by_id.retain(|_, pick| {
            let id = pick.line.person_id.as_deref();
            id.is_none_or(|id| !deleted.contains_key(&(What::Person, id)))
        });
    }
}

/// When a line holds, seen from the extract date; the greater is the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum When {
    /// Only from a day after the extract date.
    From(Reverse<Date>),
    /// Only until a day before the extract date.
    Until(Date),
    /// On the extract date, since a day if it says one.
    Now(Option<Date>),
}

impl When {
    pub(super) fn of(from: Option<Date>, to: Option<Date>, day: Date) -> Self {
        match (from, to) {
            (Some(from), _) if from > day => Self::From(Reverse(from)),
            (_, Some(to)) if to < day => Self::Until(to),
            (from, _) => Self::Now(from),
        }
    }

    pub(super) fn is_now(self) -> bool {
        matches!(self, Self::Now(_))
    }
}

/// The line that was picked.
pub(super) struct Pick<'r, T> {
    pub(super) line: &'r T,
    pub(super) place: Place,
    pub(super) when: When,
    /// How many lines of the import came before it.
    pub(super) at: usize,
    /// Whether its file is full.
    pub(super) full: bool,
}

/// Lines by what they tell of, and those that others stood in for.
pub(super) struct Picks<'r, T> {
    pub(super) by_id: BTreeMap<&'r str, Pick<'r, T>>,
}

impl<T> Default for Picks<'_, T> {
    fn default() -> Self {
        Self { by_id: BTreeMap::new() }
    }
}

impl<'r, T> Picks<'r, T> {
    /// Takes a line in, unless a better is there; whichever is not used for its
    /// days goes to `aside`.
    pub(super) fn take(&mut self, id: &'r str, new: Pick<'r, T>, aside: &mut Vec<(Place, When)>) {
        match self.by_id.entry(id) {
            Entry::Vacant(entry) => {
                entry.insert(new);
            }
            Entry::Occupied(entry) if new.when < entry.get().when => {
                aside.push((new.place, new.when));
            }
            Entry::Occupied(mut entry) => {
                let old = entry.insert(new);
                if old.when < entry.get().when {
                    aside.push((old.place, old.when));
                }
            }
        }
    }
}
