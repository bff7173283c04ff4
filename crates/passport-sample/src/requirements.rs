//! The competences file and the requirements matrix.
//!
//! The bundles say what each title must hold. A trust's matrix does not read like that: it says
//! "everyone", "all registered nurses", "these wards". So each competence is folded into the
//! broadest targets that are wholly covered by titles listing it, and what is left goes to job
//! roles and positions. A position is named by its title.

use crate::{
    File,
    data::{Competence, Data, Role},
    people::Trust,
    table::{Table, esr_date, esr_date_or_empty},
    training::individual,
    tree::{directorate_unit, division_unit},
};
use jiff::civil::Date;

/// Writes `competences.csv`.
pub fn competences(trust: &Trust) -> File {
    let mut table = Table::new(
        "competences.csv",
        &[
            "Competence Name",
            "Subject",
            "Level",
            "Refresher Months",
            "Class",
            "Compliance Target",
            "Warning Months",
            "Expiry",
            "Once Per Assignment",
            "Renewal",
            "Satisfied By",
            "Aliases",
        ],
    );
    let list = &trust.data.competences;
    for c in list {
        let mut by: Vec<String> = c.satisfied_by.iter().map(|&i| list[i].name.clone()).collect();
        if c.code == "OM2" {
            // Taken in two parts: an e-learning session, then a live one. Both are needed.
            let part = |code| &list[trust.data.code(code)].name;
            by.push(format!("{} + {}", part("OMP1"), part("OMP2")));
        }
        table.row(&[
            c.name.as_str(),
            &c.subject,
            &c.level,
            &c.months.map(|m| m.to_string()).unwrap_or_default(),
            if c.compulsory { "C" } else { "R" },
            &c.target,
            &c.warning.to_string(),
            if c.as_printed { "as printed" } else { "ours" },
            if c.per_assignment { "Yes" } else { "" },
            &c.renewal,
            &by.join("; "),
            &aliases(c).join("; "),
        ]);
    }
    table.finish()
}

/// The same competence under the periods that other employers, or earlier years, put in its name.
pub fn aliases(c: &Competence) -> Vec<String> {
    if !c.is_national() {
        return Vec::new();
    }
    let Some((stem, period)) = c.name.rsplit_once(" - ") else { return Vec::new() };
    ["1 Year|", "2 Years|", "3 Years|"]
        .iter()
        .filter(|other| **other != period)
        .map(|other| format!("{stem} - {other}"))
        .collect()
}

/// The first of April two years before the extract's year: the date most of the matrix runs from.
pub fn matrix_start(today: Date) -> Date {
    Date::constant(today.year() - 2, 4, 1)
}

/// Where someone works: a title in a directorate.
struct Place<'a> {
    title: usize,
    role: &'a Role,
    directorate: &'a str,
}

/// Writes `requirements.csv`.
pub fn requirements(trust: &Trust) -> File {
    let mut rows = Rows {
        table: Table::new(
            "requirements.csv",
            &[
                "Applies To",
                "Target",
                "Within",
                "Subject",
                "Level",
                "Class",
                "Date From",
                "Date To",
                "Refresher Months",
                "Grace Days",
                "Introduced",
                "Reason",
            ],
        ),
        start: matrix_start(trust.plan.today),
    };
    let places = places(&trust.data);
    for (index, competence) in trust.data.competences.iter().enumerate() {
        if competence.code == "RES1" {
            clerical_life_support(&mut rows, competence);
        } else {
            fold(&mut rows, competence, index, &places);
        }
    }
    special(&mut rows, trust);
    individuals(&mut rows, trust);
    rows.table.finish()
}

struct Rows {
    table: Table,
    start: Date,
}

/// What a row says beyond its competence.
#[derive(Default)]
struct Line<'a> {
    applies_to: &'a str,
    target: &'a str,
    within: &'a str,
    class: &'a str,
    from: Option<Date>,
    to: Option<Date>,
    months: &'a str,
    introduced: Option<Date>,
    reason: &'a str,
}

impl Rows {
    fn add(&mut self, c: &Competence, line: &Line<'_>) {
        let class = match line.class {
            "" if c.compulsory => "C",
            "" => "R",
            class => class,
        };
        let grace = c.grace.filter(|_| class != "none").map(|days| days.to_string());
        self.table.row(&[
            line.applies_to,
            line.target,
            line.within,
            &c.subject,
            &c.level,
            class,
            &esr_date(line.from.unwrap_or(self.start)),
            &esr_date_or_empty(line.to),
            line.months,
            &grace.unwrap_or_default(),
            &esr_date_or_empty(line.introduced),
            line.reason,
        ]);
    }
}

fn places(data: &Data) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    for (title, role) in data.roles.iter().enumerate() {
        let mut directorates: Vec<&str> =
            role.services.iter().map(|&(s, _)| data.services[s].directorate.as_str()).collect();
        directorates.dedup();
        places.extend(directorates.into_iter().map(|d| Place { title, role, directorate: d }));
    }
    places
}

/// Covers every place that lists the competence with as few rows as read well, broadest first.
fn fold(rows: &mut Rows, c: &Competence, index: usize, places: &[Place<'_>]) {
    let listed: Vec<bool> = places.iter().map(|p| p.role.listed & (1 << index) != 0).collect();
    let mut covered = vec![false; places.len()];
    let mut cover = |fits: &dyn Fn(&Place<'_>) -> bool, titles: usize, line: &Line<'_>| {
        let within: Vec<usize> = (0..places.len()).filter(|&i| fits(&places[i])).collect();
        let mut distinct: Vec<usize> = within.iter().map(|&i| places[i].title).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let all = within.iter().all(|&i| listed[i]);
        if all && distinct.len() >= titles && within.iter().any(|&i| !covered[i]) {
            rows.add(c, line);
            within.into_iter().for_each(|i| covered[i] = true);
        }
    };
    let organisation = Line {
        applies_to: "organisation",
        target: "Hartwell NHS Trust",
        reason: "All staff",
        ..Line::default()
    };
    cover(&|_| true, 2, &organisation);
    for group in distinct(places, |p| &p.role.staff_group) {
        let line = Line {
            applies_to: "staff group",
            target: group,
            reason: "Everyone in the staff group",
            ..Line::default()
        };
        cover(&|p| p.role.staff_group == group, 2, &line);
    }
    let directorates = distinct(places, |p| p.directorate);
    if c.by_place {
        for &directorate in &directorates {
            let unit = directorate_unit(directorate);
            let line = Line {
                applies_to: "unit",
                target: &unit,
                reason: "Everyone who works on these units",
                ..Line::default()
            };
            cover(&|p| p.directorate == directorate, 3, &line);
        }
        for group in distinct(places, |p| &p.role.staff_group) {
            for &directorate in &directorates {
                let unit = directorate_unit(directorate);
                let line = Line {
                    applies_to: "staff group",
                    target: group,
                    within: &unit,
                    reason: "Duties of the staff group on these units",
                    ..Line::default()
                };
                let here =
                    |p: &Place<'_>| p.role.staff_group == group && p.directorate == directorate;
                cover(&here, 2, &line);
            }
        }
    }
    for job in distinct(places, |p| &p.role.job_role) {
        let line = Line {
            applies_to: "job role",
            target: job,
            reason: "Duties of the job role",
            ..Line::default()
        };
        cover(&|p| p.role.job_role == job, 1, &line);
        if !c.by_place {
            continue;
        }
        for &directorate in &directorates {
            let unit = directorate_unit(directorate);
            let line = Line { within: &unit, reason: "Duties of the job role here", ..line };
            let here = |p: &Place<'_>| p.role.job_role == job && p.directorate == directorate;
            cover(&here, 1, &line);
        }
    }
    for title in distinct(places, |p| &p.role.title) {
        let line = Line {
            applies_to: "position",
            target: title,
            reason: "Duties of the post",
            ..Line::default()
        };
        cover(&|p| p.role.title == title, 1, &line);
    }
}

fn distinct<'a>(places: &'a [Place<'a>], of: impl Fn(&'a Place<'a>) -> &'a str) -> Vec<&'a str> {
    let mut seen = Vec::new();
    for place in places {
        let value = of(place);
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    seen
}

/// Clerical staff meet patients everywhere but in the corporate offices: one rule and its lift.
fn clerical_life_support(rows: &mut Rows, c: &Competence) {
    let everywhere = Line {
        applies_to: "staff group",
        target: "Administrative and Clerical",
        reason: "May be first to find someone collapsed",
        ..Line::default()
    };
    rows.add(c, &everywhere);
    let offices = division_unit("Corporate Services");
    let lift = Line {
        within: &offices,
        class: "none",
        reason: "No patients are seen in the corporate offices",
        ..everywhere
    };
    rows.add(c, &lift);
}

/// A requirement announced, one that has ended, and one with a shorter period than the competence.
fn special(rows: &mut Rows, trust: &Trust) {
    let today = trust.plan.today;
    let c = |code| &trust.data.competences[trust.data.code(code)];
    rows.add(
        c("SEXM"),
        &Line {
            applies_to: "organisation",
            target: "Hartwell NHS Trust",
            introduced: Some(Date::constant(today.year() + 1, 4, 1)),
            reason: "Agreed by the board; counts from its introduction",
            ..Line::default()
        },
    );
    rows.add(
        c("FFP3"),
        &Line {
            applies_to: "staff group",
            target: "Nursing and Midwifery Registered",
            from: Some(Date::constant(today.year() - 5, 4, 1)),
            to: Some(Date::constant(today.year() - 3, 3, 31)),
            reason: "Ended with the pandemic measures",
            ..Line::default()
        },
    );
    rows.add(
        c("SGC3"),
        &Line {
            applies_to: "position",
            target: YEARLY_CHILDREN,
            months: "12",
            reason: "Yearly by local agreement for staff who lead on cases",
            ..Line::default()
        },
    );
}

/// The title that refreshes Safeguarding Children level 3 every year.
pub const YEARLY_CHILDREN: &str = "Looked After Children Specialist Nurse";

/// Duties that named people hold: fire wardens, first aiders, practice assessors.
fn individuals(rows: &mut Rows, trust: &Trust) {
    for (code, applies_to, reason) in [
        ("FWARD", "employee", "Named fire warden"),
        ("FAID", "employee", "Named first aider"),
        ("PSA", "assignment", "Supports students in this post"),
    ] {
        let index = trust.data.code(code);
        for who in 0..trust.people.len() {
            if individual(trust, who) & (1 << index) != 0 {
                let line = Line {
                    applies_to,
                    // The first assignment has the person's own number.
                    target: &trust.people[who].number,
                    reason,
                    ..Line::default()
                };
                rows.add(&trust.data.competences[index], &line);
            }
        }
    }
}
