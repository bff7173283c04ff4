//! Version 2: people, assignments, positions and organisations by ESR's own
//! numbers, each described by runs of days. A line adds or updates; a delete
//! names a number alone and ends, at most: nothing that was recorded is erased.
//!
//! A changed position or organisation reaches the assignments in it although no
//! line names them: the line of each said which it is in, and that is kept.

use std::collections::HashSet;

use super::lines::{Lines, Pick, Untold, When};
use super::numbers::{Link, Numbers, Position, Unit};
use super::{Feed, Ground, say_of_rows, units, update_status};
use crate::changes::Plan;
use crate::facts::PostFact;
use crate::import::{Extent, Outbound, OutboundAssignment, Place, Problem, Reading, Severity};
use crate::workforce::begins_with;

/// What files of version 2 change, with what was known of ESR's numbers before.
pub(super) struct Change<'c> {
    pub(super) reading: &'c Reading,
    pub(super) before: &'c Numbers,
    pub(super) numbers: &'c mut Numbers,
}

impl Change<'_> {
    pub(super) fn read(
        mut self,
        plan: &mut Plan<'_>,
        files: &[&Outbound],
        ground: &mut Ground<'_, '_>,
        feed: &mut Feed,
    ) {
        feed.full = files.iter().any(|file| file.extent == Some(Extent::Full));
        for file in files.iter().filter(|file| file.extent.is_none()) {
            plan.problems.push(Problem::with_file(
                Severity::Note,
                &self.reading.files[file.file].name,
                "Neither the header nor the name says whether this file is full; it ends nothing by leaving it out.",
                "Keep the name the file came with.",
            ));
        }
        let mut lines = Lines::of(files, plan.terms.extract_date);
        self.learn(plan, &mut lines);
        self.assignments(plan, &mut lines, ground, feed);
        self.deletes(plan, &lines, ground, feed);
        self.people(plan, &lines, ground);
        // Whoever a full file leaves out ends; the others follow their post.
        if !feed.full || plan.terms.partial {
            self.follow(&lines, ground, feed);
        }
        let name = &self.reading.files[files[0].file].name;
        units::renamed(plan, name, self.before, self.numbers);
        self.say(plan, &lines);
    }

    /// Takes in what lines say of ESR's own numbers.
    fn learn(&mut self, plan: &mut Plan<'_>, lines: &mut Lines<'_>) {
        for pick in lines.people.by_id.values() {
            if let Some(id) = &pick.line.person_id {
                let number = pick.line.employee_number.clone();
                if self.before.people.get(id) != Some(&number) {
                    plan.tally.used(pick.place);
                }
                self.numbers.people.insert(id.clone(), number);
            }
        }
        for (id, pick) in &lines.positions.by_id {
            if !pick.when.is_now() && self.before.positions.contains_key(*id) {
                lines.aside.push((pick.place, pick.when));
                continue;
            }
            let position = Position::of(pick.line);
            if self.before.positions.get(*id) != Some(&position) {
                plan.tally.used(pick.place);
            }
            self.numbers.positions.insert((*id).to_owned(), position);
        }
        for (id, pick) in &lines.organisations.by_id {
            if !pick.when.is_now() && self.before.units.contains_key(*id) {
                lines.aside.push((pick.place, pick.when));
                continue;
            }
            let unit = Unit::of(pick.line);
            if self.before.units.get(*id) != Some(&unit) {
                plan.tally.used(pick.place);
            }
            self.numbers.units.insert((*id).to_owned(), unit);
        }
    }

    fn assignments(
        &mut self,
        plan: &mut Plan<'_>,
        lines: &mut Lines<'_>,
        ground: &mut Ground<'_, '_>,
        feed: &mut Feed,
    ) {
        let Lines { assignments, aside, untold, .. } = lines;
        for (number, pick) in &assignments.by_id {
            // Whatever becomes of the line, the assignment is in the file.
            feed.spared.insert((*number).to_owned());
            let line = pick.line;
            let id = line.person_id.as_deref().unwrap_or("");
            let Some(employee) = self.numbers.people.get(id).cloned() else {
                plan.refuse(
                    self.reading,
                    pick.place,
                    ("PersonId", id),
                    "No file so far says who this person is.".into(),
                    "Import the full outbound file first, then its changes in order.",
                );
                continue;
            };
            if let Some(owner) = ground.owner(number).filter(|owner| *owner != employee) {
                let what =
                    format!("This assignment is recorded for employee {owner}, not {employee}.");
                plan.refuse(
                    self.reading,
                    pick.place,
                    ("AssignmentNumber", number),
                    what,
                    "Correct the number in ESR; an assignment never passes to another person.",
                );
                continue;
            }
            let recorded = ground.post(number).cloned();
            let Some(post) = self.post(plan, pick, recorded.as_ref(), untold) else {
                aside.push((pick.place, pick.when));
                continue;
            };
            self.link(plan, pick, employee.clone());
            let day = plan.terms.extract_date;
            let over =
                post.end.is_some_and(|end| end < day) || begins_with(&post.status, "terminat");
            if over && ground.ended(number).is_some() {
                continue;
            }
            let entry = match recorded {
                Some(_) => ground.assignment(number),
                None => Some(ground.add(number, employee, PostFact::default())),
            };
            if let Some(entry) = entry {
                entry.post = post;
                entry.places.push(pick.place);
            }
        }
    }

    /// Keeps what an assignment's line ties together.
    fn link(
        &mut self,
        plan: &mut Plan<'_>,
        pick: &Pick<'_, OutboundAssignment>,
        employee_number: String,
    ) {
        let Some(id) = &pick.line.assignment_id else { return };
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let link = Link {
            assignment_number: pick.line.assignment_number.clone(),
            employee_number,
            position_id: text(&pick.line.position_id),
            organisation_id: text(&pick.line.organisation_id),
            supervisor_id: text(&pick.line.supervisor_person_id),
        };
        if self.before.assignments.get(id) != Some(&link) {
            plan.tally.used(pick.place);
        }
        self.numbers.assignments.insert(id.clone(), link);
    }

    /// The post as a line leaves it; `None` where the line holds for other days.
    fn post(
        &self,
        plan: &Plan<'_>,
        pick: &Pick<'_, OutboundAssignment>,
        recorded: Option<&PostFact>,
        untold: &mut Untold,
    ) -> Option<PostFact> {
        let line = pick.line;
        let mut post = recorded.cloned().unwrap_or_default();
        let set = |field: &mut String, value: &Option<String>| {
            if let Some(value) = value {
                field.clone_from(value);
            }
        };
        update_status(&mut post, line);
        set(&mut post.category, &line.category);
        post.start = line.start_date.or(post.start).or(line.effective_from);
        if let Some(fte) = line.fte {
            post.fte_hundredths = Some((fte * 100.0).round() as i64);
        }
        match pick.when {
            When::From(_) if recorded.is_some() => return None,
            // The last line of an assignment that has ended, or one of an
            // assignment whose present line is in another file.
            When::Until(last) => {
                let inferred = (pick.full || recorded.is_none()).then_some(last);
                post.end = Some(line.end_date.or(inferred)?);
            }
            // It was said to have ended, and goes on.
            When::Now(_) if line.end_date.is_none() => {
                let terminated = begins_with(&post.status, "terminat");
                post.end = post.end.filter(|end| terminated || plan.terms.extract_date <= *end);
            }
            _ => {}
        }
        let position_id = line.position_id.as_deref().unwrap_or("");
        let position = self.numbers.positions.get(position_id);
        match position {
            Some(position) => {
                post.position_number.clone_from(&position.number);
                post.position_title.clone_from(&position.title);
                post.staff_group.clone_from(&position.staff_group);
                post.job_role.clone_from(&position.job_role);
                post.pay_band.clone_from(&position.pay_scale);
            }
            None => {
                set(&mut post.position_number, &line.position_number);
                set(&mut post.position_title, &line.position_title);
                if !position_id.is_empty() {
                    untold.positions.push(pick.place);
                }
            }
        }
        set(&mut post.staff_group, &line.staff_group);
        set(&mut post.job_role, &line.job_role);
        set(&mut post.pay_band, &line.grade);
        self.unit(&mut post, pick, position, untold);
        self.supervisor(&mut post, pick, untold);
        Some(post)
    }

    fn unit(
        &self,
        post: &mut PostFact,
        pick: &Pick<'_, OutboundAssignment>,
        position: Option<&Position>,
        untold: &mut Untold,
    ) {
        let own = pick.line.organisation_id.as_deref();
        let id = own.or(position.map(|position| position.organisation_id.as_str())).unwrap_or("");
        if id.is_empty() {
            return;
        }
        let path = self.numbers.path(id);
        if path.names.is_empty() {
            untold.organisations.push(pick.place);
            return;
        }
        if !path.whole {
            untold.above.push(pick.place);
        }
        // Of a path whose top is not told, what the record has above it stays.
        if path.whole || !units::ends_with(&post.unit, &path.names) {
            post.unit = path.names;
        }
    }

    fn supervisor(
        &self,
        post: &mut PostFact,
        pick: &Pick<'_, OutboundAssignment>,
        untold: &mut Untold,
    ) {
        let Some(id) = &pick.line.supervisor_person_id else { return };
        match self.numbers.people.get(id) {
            Some(number) => post.supervisor.clone_from(number),
            None => untold.supervisors.push(pick.place),
        }
    }

    fn people(&self, plan: &mut Plan<'_>, lines: &Lines<'_>, ground: &mut Ground<'_, '_>) {
        let day = plan.terms.extract_date;
        let mut gone = Vec::new();
        let (mut past, mut later) = (Vec::new(), Vec::new());
        for (number, pick) in &lines.people.by_id {
            let known = ground.person(number).is_some();
            let has_post = !ground.assignments_of(number).is_empty();
            let left = pick.line.termination_date.is_some_and(|last| last < day);
            if !known && !has_post && left {
                // Of somebody who left before they were ever here, nothing is kept.
                gone.push(pick.place);
            } else if known && matches!(pick.when, When::From(_)) {
                later.push(pick.place);
            } else if known && matches!(pick.when, When::Until(_)) {
                past.push(pick.place);
                ground.leave(pick.place, pick.line);
            } else {
                ground.tell(pick.place, pick.line);
                ground.leave(pick.place, pick.line);
            }
        }
        let what = "This person left and has no assignment here; nothing of them is kept but their number.";
        say_of_rows(plan, self.reading, Severity::Note, &gone, what, "");
        self.say_past(plan, &past);
        self.say_later(plan, &later);
    }

    /// Assignments that no line names follow their position, unit and supervisor.
    fn follow(&mut self, lines: &Lines<'_>, ground: &mut Ground<'_, '_>, feed: &Feed) {
        let told: HashSet<&str> = lines.assignments.by_id.keys().copied().collect();
        let links: Vec<(String, Link)> = self
            .before
            .assignments
            .iter()
            .filter(|(_, link)| !told.contains(link.assignment_number.as_str()))
            .map(|(id, link)| (id.clone(), link.clone()))
            .collect();
        for (id, mut link) in links {
            let number = link.assignment_number.clone();
            if ground.ended(&number).is_some() || feed.deleted.contains_key(&number) {
                continue;
            }
            let Some(recorded) = ground.post(&number) else { continue };
            let mut post = recorded.clone();
            let old_path = self.before.path(self.before.unit_of(&link));
            let old = self.before.positions.get(&link.position_id);
            if let Some(new) = self.numbers.positions.get(&link.position_id)
                && old != Some(new)
            {
                follow_position(&mut post, old, new);
                if old.is_some_and(|old| old.organisation_id == link.organisation_id) {
                    link.organisation_id.clone_from(&new.organisation_id);
                    self.numbers.assignments.insert(id, link.clone());
                }
            }
            let new_path = self.numbers.path(self.numbers.unit_of(&link));
            if old_path != new_path {
                units::follow(&mut post.unit, &old_path, &new_path);
            }
            let supervisor = self.numbers.people.get(&link.supervisor_id);
            if let Some(supervisor) = supervisor
                && self.before.people.get(&link.supervisor_id) != Some(supervisor)
            {
                post.supervisor.clone_from(supervisor);
            }
            if post != *recorded
                && let Some(entry) = ground.assignment(&number)
            {
                entry.post = post;
            }
        }
    }

    /// What was not used, and why.
    fn say(&self, plan: &mut Plan<'_>, lines: &Lines<'_>) {
        let past = lines.aside.iter().filter(|(_, when)| matches!(when, When::Until(_)));
        let past: Vec<Place> = past.map(|(place, _)| *place).collect();
        self.say_past(plan, &past);
        let later = lines.aside.iter().filter(|(_, when)| matches!(when, When::From(_)));
        let later: Vec<Place> = later.map(|(place, _)| *place).collect();
        self.say_later(plan, &later);
        let Untold { positions, organisations, above, supervisors } = &lines.untold;
        let full = "Import a full outbound file.";
        for (severity, places, what, remedy) in [
            (
                Severity::Note,
                positions,
                "No file so far describes this position; its number and title are taken from this line.",
                full,
            ),
            (
                Severity::Warning,
                organisations,
                "No file so far names this assignment's organisation; its unit stays as it was.",
                full,
            ),
            (
                Severity::Warning,
                above,
                "No file so far names an organisation above this assignment's; its unit's path begins below it.",
                full,
            ),
            (
                Severity::Note,
                supervisors,
                "No file so far says who this assignment's supervisor is; it is filled in when one does.",
                "",
            ),
        ] {
            say_of_rows(plan, self.reading, severity, places, what, remedy);
        }
    }

    fn say_past(&self, plan: &mut Plan<'_>, places: &[Place]) {
        let what = "This line holds only for days before the extract date; what is recorded stays.";
        say_of_rows(plan, self.reading, Severity::Note, places, what, "");
    }

    fn say_later(&self, plan: &mut Plan<'_>, places: &[Place]) {
        for place in places {
            plan.tally.refused(*place);
        }
        let what = "This line holds only from a day after the extract date; it is not used yet.";
        let remedy = "Import a file that holds it on or after that day.";
        say_of_rows(plan, self.reading, Severity::Warning, places, what, remedy);
    }
}

/// A post takes over what changed of its position.
fn follow_position(post: &mut PostFact, old: Option<&Position>, new: &Position) {
    let nothing = Position::default();
    let old = old.unwrap_or(&nothing);
    let set = |field: &mut String, before: &String, now: &String| {
        if before != now && !now.is_empty() {
            field.clone_from(now);
        }
    };
    // The assignment's own grade stands before the position's pay scale.
    if post.pay_band.is_empty() || post.pay_band == old.pay_scale {
        set(&mut post.pay_band, &old.pay_scale, &new.pay_scale);
    }
    set(&mut post.position_number, &old.number, &new.number);
    set(&mut post.position_title, &old.title, &new.title);
    set(&mut post.staff_group, &old.staff_group, &new.staff_group);
    set(&mut post.job_role, &old.job_role, &new.job_role);
}
