//! The people a demonstration logs in as. They are chosen, not added: whoever in the generated
//! trust fits the part, the same ones for the same plan.

use crate::{
    Plan,
    people::{ACTIVE, Person, Trust},
    table::days_between,
};

/// A person with a part in the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CastMember {
    /// Their employee number in the extracts.
    pub employee_number: String,
    /// The part, in plain words: one of the texts of [`cast`].
    pub role: &'static str,
}

/// The demonstration's people: `staff nurse with reds` (at least two red lines, two to renew soon
/// and a booked class), `ward manager` (hers), `training lead`, `administrator`, `non-executive director`,
/// `on maternity leave`, `two assignments` and `name with diacritics`. In a very small trust some
/// parts have nobody and are left out.
pub fn cast(plan: &Plan) -> Vec<CastMember> {
    let trust = Trust::new(plan);
    let parts = [
        ("staff nurse with reds", trust.cast.nurse),
        ("ward manager", trust.cast.ward_manager),
        ("training lead", trust.cast.training_lead),
        ("administrator", trust.cast.administrator),
        ("non-executive director", trust.cast.director),
        ("on maternity leave", trust.cast.maternity),
        ("two assignments", trust.cast.two_posts),
        ("name with diacritics", trust.cast.diacritics),
    ];
    parts
        .into_iter()
        .filter_map(|(role, who)| {
            let employee_number = trust.people[who?].number.clone();
            Some(CastMember { employee_number, role })
        })
        .collect()
}

/// Who plays what, as places in the list of people.
#[derive(Debug, Default)]
pub struct Cast {
    pub nurse: Option<usize>,
    pub ward_manager: Option<usize>,
    pub training_lead: Option<usize>,
    pub administrator: Option<usize>,
    pub director: Option<usize>,
    pub maternity: Option<usize>,
    pub two_posts: Option<usize>,
    pub diacritics: Option<usize>,
}

/// So many people report to the manager of a ward and nothing more, directly or
/// through others: some wards' managers lead their whole service besides.
const WARD: std::ops::RangeInclusive<usize> = 8..=40;

/// How many people report to each, directly or through others.
fn below(people: &[Person]) -> Vec<usize> {
    let mut below = vec![0; people.len()];
    for person in people {
        let mut above = person.supervisor;
        while let Some(manager) = above {
            below[manager] += 1;
            above = people[manager].supervisor;
        }
    }
    below
}

impl Cast {
    /// Chooses the cast, and makes the nurse report to her ward manager.
    pub fn choose(trust: &mut Trust) -> Self {
        let today = trust.plan.today;
        let titled = |person: &Person, title: &str| {
            trust.data.roles[person.assignments[0].post.role].title == title
        };
        let at_work = |person: &Person| {
            person.assignments[0].status == ACTIVE
                && person.absence.is_none()
                && person.assignments[0].category != "Fixed Term Temp"
                && !person.email.is_empty()
                && !person.name.first.is_empty()
        };
        let find = |fits: &dyn Fn(&Person) -> bool| {
            trust.people.iter().position(|person| at_work(person) && fits(person))
        };
        let manager_of = |team: usize| {
            find(&|p| titled(p, "Ward Manager") && p.assignments[0].post.team == team)
        };
        let below = below(&trust.people);
        let nurse = find(&|p| {
            titled(p, "Staff Nurse - Adult Acute Ward")
                && p.assignments.len() == 1
                && p.name.title != "Mr"
                && p.name.heritage == "English"
                && (1500..5000).contains(&days_between(p.assignments[0].start, today))
                && manager_of(p.assignments[0].post.team)
                    .is_some_and(|manager| WARD.contains(&below[manager]))
        })
        .or_else(|| find(&|p| titled(p, "Staff Nurse - Adult Acute Ward")));
        let ward_manager =
            nurse.and_then(|nurse| manager_of(trust.people[nurse].assignments[0].post.team));
        let cast = Self {
            nurse,
            ward_manager,
            training_lead: find(&|p| titled(p, "Learning and Development Officer")),
            administrator: find(&|p| titled(p, "IT Support Technician")),
            director: find(&|p| titled(p, "Non-Executive Director")),
            maternity: trust.people.iter().position(|p| {
                p.assignments[0].status.starts_with("Maternity") && !p.email.is_empty()
            }),
            two_posts: find(&|p| {
                p.assignments.len() == 2
                    && p.assignments[1].category != "Bank"
                    && p.assignments[1].post.role != p.assignments[0].post.role
            }),
            diacritics: find(&|p| {
                (p.name.heritage == "Vietnamese" || p.name.heritage == "Polish")
                    && !p.name.last.is_ascii()
            }),
        };
        if let (Some(nurse), Some(manager)) = (cast.nurse, cast.ward_manager) {
            trust.people[nurse].supervisor = Some(manager);
        }
        cast
    }

    /// Whether someone has a part, and so is left alone by the mess.
    pub fn has(&self, who: usize) -> bool {
        [
            self.nurse,
            self.ward_manager,
            self.training_lead,
            self.administrator,
            self.director,
            self.maternity,
            self.two_posts,
            self.diacritics,
        ]
        .contains(&Some(who))
    }
}
