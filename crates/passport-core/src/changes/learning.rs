//! Courses, classes and enrolments: snapshots of the catalogue. What a full
//! file no longer holds is no longer on offer.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::references::References;
use super::{Diff, Plan};
use crate::facts::{ClassFact, CourseFact, EnrolmentFact, Recorded};
use crate::import::formats::courses::DeliveryMode as RowMode;
use crate::import::formats::enrolments::EnrolmentStatus as RowStatus;
use crate::import::{Kind, Place, Reading, Severity};
use crate::learning::{DeliveryMode, EnrolmentStatus};

impl Plan<'_> {
    pub(super) fn learning(&mut self, reading: &Reading, references: &References) {
        let courses: Vec<(Place, CourseFact)> = reading
            .courses
            .iter()
            .map(|row| {
                let value = &row.value;
                let fact = CourseFact {
                    name: value.course.clone(),
                    category: value.category.clone().unwrap_or_default(),
                    mode: match value.delivery_mode {
                        Some(RowMode::Online) => DeliveryMode::Online,
                        Some(RowMode::VirtualClassroom) => DeliveryMode::VirtualClassroom,
                        Some(RowMode::Classroom) | None => DeliveryMode::Classroom,
                    },
                    minutes: value.duration_minutes.map(i64::from),
                    awards: value.awards.clone(),
                    link: value.link.clone().unwrap_or_default(),
                    prerequisites: value.prerequisites.clone(),
                };
                (row.place, fact)
            })
            .collect();
        for (place, course) in &courses {
            for name in &course.awards {
                if references.framework.by_name(name).is_none() {
                    self.problem(
                        reading,
                        *place,
                        Severity::Warning,
                        ("Awards", name),
                        "No competence has this name, so the course is nobody's next step for it."
                            .into(),
                        "Correct the name, or add the competence to the competences file.",
                    );
                }
            }
        }
        let classes: Vec<(Place, ClassFact)> = reading
            .classes
            .iter()
            .map(|row| {
                let value = &row.value;
                let fact = ClassFact {
                    course: value.course.clone(),
                    offering: value.offering_name.clone().unwrap_or_default(),
                    title: value.class.clone().unwrap_or_default(),
                    start: value.start_date,
                    end: value.end_date,
                    start_time: value.start_time,
                    end_time: value.end_time,
                    location: value.location.clone().unwrap_or_default(),
                    places: value.places.map(i64::from),
                    places_remaining: value.places_remaining.map(i64::from),
                    link: value.offering_link.clone().unwrap_or_default(),
                };
                (row.place, fact)
            })
            .collect();
        let mut enrolments: Vec<(Place, EnrolmentFact)> = Vec::new();
        for row in &reading.enrolments {
            let value = &row.value;
            let Some(employee_number) =
                self.person(references, reading, row.place, &value.employee_number)
            else {
                continue;
            };
            let fact = EnrolmentFact {
                employee_number,
                course: value.course.clone(),
                class: value.class.clone().unwrap_or_default(),
                status: match value.status {
                    RowStatus::Requested => EnrolmentStatus::Requested,
                    RowStatus::Waitlisted => EnrolmentStatus::Waitlisted,
                    RowStatus::Confirmed => EnrolmentStatus::Confirmed,
                    RowStatus::Attended => EnrolmentStatus::Attended,
                    RowStatus::DidNotAttend => EnrolmentStatus::DidNotAttend,
                    RowStatus::Cancelled => EnrolmentStatus::Cancelled,
                },
                date: value.date,
            };
            enrolments.push((row.place, fact));
        }
        let ends =
            [(Kind::Courses, "course"), (Kind::Classes, "class"), (Kind::Enrolments, "enrolment")];
        let [courses_end, classes_end, enrolments_end] = ends.map(|(kind, noun)| {
            reading.has(kind) && self.ends_what_is_missing(reading, kind, noun)
        });
        let recorded = self.recorded;
        self.changes.courses = self.snapshot(
            &recorded.courses,
            courses,
            |course| course.name.clone(),
            courses_end,
            "course",
        );
        self.changes.classes = self.snapshot(
            &recorded.classes,
            classes,
            |class| (class.course.clone(), class.title.clone(), class.start, class.start_time),
            classes_end,
            "class",
        );
        self.changes.enrolments = self.snapshot(
            &recorded.enrolments,
            enrolments,
            |e| (e.employee_number.clone(), e.course.clone(), e.class.clone()),
            enrolments_end,
            "enrolment",
        );
    }

    fn snapshot<F: PartialEq + Clone, K: Eq + Hash>(
        &mut self,
        recorded: &[Recorded<F>],
        rows: Vec<(Place, F)>,
        key: impl Fn(&F) -> K,
        full: bool,
        noun: &'static str,
    ) -> Diff<F> {
        let mut diff = Diff::default();
        let known: HashMap<K, &Recorded<F>> =
            recorded.iter().map(|before| (key(&before.fact), before)).collect();
        // Of rows that speak of one thing, the last stands.
        let mut last: HashMap<K, usize> = HashMap::new();
        for (index, (_, fact)) in rows.iter().enumerate() {
            last.insert(key(fact), index);
        }
        let mut stated: HashSet<i64> = HashSet::new();
        let (mut added, mut changed, mut gone) = (0_usize, 0_usize, 0_usize);
        for (index, (place, fact)) in rows.iter().enumerate() {
            if last.get(&key(fact)) != Some(&index) {
                continue;
            }
            match known.get(&key(fact)) {
                Some(before) => {
                    stated.insert(before.id);
                    if before.fact != *fact {
                        diff.replace(before.id, fact.clone());
                        self.tally.used(*place);
                        changed += 1;
                    }
                }
                None => {
                    diff.add.push(fact.clone());
                    self.tally.used(*place);
                    added += 1;
                }
            }
        }
        if full {
            for before in recorded.iter().filter(|before| !stated.contains(&before.id)) {
                diff.void.push(before.id);
                gone += 1;
            }
        }
        let kinds = match noun {
            "course" => ["course added", "course changed", "course no longer offered"],
            "class" => ["class added", "class changed", "class no longer offered"],
            _ => ["enrolment added", "enrolment changed", "enrolment ended"],
        };
        for (kind, count) in kinds.into_iter().zip([added, changed, gone]) {
            self.items(kind, count);
        }
        diff
    }
}
