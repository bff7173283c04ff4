//! How a competence is come by: which course gives it, how long it takes, and how
//! many places there are.

use jiff::civil::Date;
use passport_core::framework::CompetenceId;
use passport_core::learning::{Course, DeliveryMode};

use crate::compliance::Rules;

/// How a competence is come by: e-learning where there is any, one class
/// otherwise; every part of a composite.
pub(crate) struct Way {
    /// For each part the courses that give it, the chosen one first.
    parts: Vec<Vec<usize>>,
}

impl Way {
    pub(crate) fn of(rules: &Rules, competence: CompetenceId) -> Self {
        let direct = giving(rules, competence);
        if !direct.is_empty() {
            return Self { parts: vec![direct] };
        }
        let composites = rules.book.framework.composites(competence).iter();
        let mut ways = composites.map(|parts| -> Vec<Vec<usize>> {
            parts.iter().map(|part| giving(rules, *part)).collect()
        });
        let whole = ways.find(|parts| parts.iter().all(|courses| !courses.is_empty()));
        Self { parts: whole.unwrap_or_default() }
    }

    /// The courses that are taken.
    pub(crate) fn courses<'r>(&self, rules: &'r Rules) -> impl Iterator<Item = &'r Course> {
        let chosen: Vec<usize> =
            self.parts.iter().filter_map(|courses| courses.first().copied()).collect();
        chosen.into_iter().map(|course| &rules.catalogue.courses[course])
    }

    /// Minutes of one person, where every course says how long it takes.
    pub(crate) fn minutes(&self, rules: &Rules) -> Option<u64> {
        if self.parts.is_empty() {
            return None;
        }
        self.courses(rules).map(|course| course.minutes.map(u64::from)).sum()
    }

    /// Whether somebody must sit in a class for it.
    pub(crate) fn needs_places(&self, rules: &Rules) -> bool {
        self.courses(rules).any(|course| course.mode != DeliveryMode::Online)
    }

    /// The places left in the classes that begin between two days; of a composite those
    /// of the scarcest part.
    pub(crate) fn places(&self, rules: &Rules, from: Date, until: Date) -> u64 {
        let catalogue = &rules.catalogue;
        let in_classes = |courses: &&Vec<usize>| {
            courses
                .first()
                .is_some_and(|first| catalogue.courses[*first].mode != DeliveryMode::Online)
        };
        let places = |courses: &Vec<usize>| -> u64 {
            let classes = catalogue.classes.iter().filter(|class| {
                courses.contains(&class.course) && from <= class.start && class.start <= until
            });
            classes.filter_map(|class| class.places_remaining.or(class.places)).map(u64::from).sum()
        };
        self.parts.iter().filter(in_classes).map(places).min().unwrap_or_default()
    }
}

/// The courses that give a competence or what stands above it: e-learning first,
/// then the shortest.
fn giving(rules: &Rules, competence: CompetenceId) -> Vec<usize> {
    let framework = &rules.book.framework;
    let gives = |awards: &[CompetenceId], id| awards.contains(&id);
    let courses = || rules.catalogue.courses.iter().enumerate();
    let mut found: Vec<usize> = courses()
        .filter(|(_, course)| gives(&course.awards, competence))
        .map(|(place, _)| place)
        .collect();
    if found.is_empty() {
        let above = |course: &Course| {
            course.awards.iter().any(|held| framework.satisfies(*held, competence))
        };
        found = courses().filter(|(_, course)| above(course)).map(|(place, _)| place).collect();
    }
    found.sort_by_key(|place| {
        let course = &rules.catalogue.courses[*place];
        (course.mode != DeliveryMode::Online, course.minutes.unwrap_or(u32::MAX), *place)
    });
    found
}
