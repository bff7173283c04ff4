//! A second, small reading of the rules, for the tests of the sample trust only: targets, ladders,
//! periods, parts, grace and exclusions. It has no anniversaries, extensions or voids.

use jiff::{ToSpan, civil::Date};
use passport_sample::File;
use std::collections::{BTreeMap, BTreeSet};

pub type Row = BTreeMap<String, String>;
pub type Rows = Vec<Row>;

/// A file's rows by heading.
pub fn rows(bytes: &[u8]) -> Rows {
    csv::Reader::from_reader(bytes).deserialize().map(Result::unwrap).collect()
}

/// A date as the clean files write it.
pub fn day(cell: &str) -> Option<Date> {
    Date::strptime("%d-%b-%Y", cell).ok()
}

/// One thing an assignment requires.
#[derive(Debug, Clone, Default)]
pub struct Line {
    pub compulsory: bool,
    months: Option<i32>,
    grace: Option<i32>,
}

struct Held {
    competence: String,
    assignment: String,
    date: Date,
    expiry: Option<Date>,
    transfer: bool,
}

pub struct Extracts {
    pub assignments: Rows,
    pub requirements: Rows,
    pub awards: Rows,
    pub classes: Rows,
    pub enrolments: Rows,
    today: Date,
    competences: BTreeMap<String, Row>,
    by_level: BTreeMap<(String, String), String>,
    satisfied_by: BTreeMap<String, BTreeSet<String>>,
    held: BTreeMap<String, Vec<Held>>,
    exempt: BTreeSet<(String, String)>,
    targets: BTreeMap<(String, String), Vec<usize>>,
}

impl Extracts {
    pub fn read(files: &[File], today: Date) -> Self {
        let file = |name: &str| rows(&files.iter().find(|file| file.name == name).unwrap().bytes);
        let competences: BTreeMap<String, Row> = file("competences.csv")
            .into_iter()
            .map(|row| (row["Competence Name"].clone(), row))
            .collect();
        let by_level = competences
            .iter()
            .map(|(name, row)| ((row["Subject"].clone(), row["Level"].clone()), name.clone()))
            .collect();
        let satisfied_by = competences.keys().map(|n| (n.clone(), closure(&competences, n)));
        let satisfied_by = satisfied_by.collect();
        let awards = file("awards.csv");
        let mut held: BTreeMap<String, Vec<Held>> = BTreeMap::new();
        for row in &awards {
            held.entry(row["Employee Number"].clone()).or_default().push(Held {
                competence: row["Competency Name"].clone(),
                assignment: row["Assignment Number"].clone(),
                date: day(&row["Date Last Awarded"]).unwrap(),
                expiry: day(&row["Expiry Date"]),
                transfer: row["VPD"] != "999",
            });
        }
        let exempt = file("exemptions.csv")
            .into_iter()
            .filter(|row| day(&row["To"]).is_none_or(|to| to >= today))
            .map(|row| (row["Employee Number"].clone(), row["Subject"].clone()))
            .collect();
        let requirements = file("requirements.csv");
        let mut targets: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (at, row) in requirements.iter().enumerate() {
            let acts = day(&row["Date From"]).unwrap() <= today
                && day(&row["Date To"]).is_none_or(|to| to >= today)
                && day(&row["Introduced"]).is_none_or(|introduced| introduced <= today);
            if acts {
                let key = (row["Applies To"].clone(), row["Target"].clone());
                targets.entry(key).or_default().push(at);
            }
        }
        Self {
            assignments: file("assignments.csv"),
            classes: file("classes.csv"),
            enrolments: file("enrolments.csv"),
            requirements,
            awards,
            today,
            competences,
            by_level,
            satisfied_by,
            held,
            exempt,
            targets,
        }
    }

    /// What an assignment requires, but for some kinds of target.
    pub fn lines(&self, assignment: &Row, without: &[&str]) -> BTreeMap<String, Line> {
        let units: Vec<&str> = (1..=8).map(|l| assignment[&format!("Org L{l}")].as_str()).collect();
        let mut targets = vec![
            ("organisation", "Hartwell NHS Trust"),
            ("staff group", &assignment["Staff Group"]),
            ("job role", &assignment["Job Role"]),
            ("position", &assignment["Position Title"]),
            ("employee", &assignment["Employee Number"]),
            ("assignment", &assignment["Assignment Number"]),
        ];
        targets.extend(units.iter().map(|unit| ("unit", *unit)));
        targets.retain(|(kind, _)| !without.contains(kind));
        let mut lines: BTreeMap<String, Line> = BTreeMap::new();
        let mut lifted = BTreeSet::new();
        for (kind, target) in targets {
            let found = self.targets.get(&(kind.to_owned(), target.to_owned()));
            for row in found.into_iter().flatten().map(|&at| &self.requirements[at]) {
                if !row["Within"].is_empty() && !units.contains(&row["Within"].as_str()) {
                    continue;
                }
                if row["Class"] == "none" {
                    lifted.insert(row["Subject"].as_str());
                    continue;
                }
                let name = &self.by_level[&(row["Subject"].clone(), row["Level"].clone())];
                let months = row["Refresher Months"]
                    .parse()
                    .or_else(|_| self.competences[name]["Refresher Months"].parse())
                    .ok();
                let grace = row["Grace Days"].parse().ok();
                let new = Line { compulsory: row["Class"] == "C", months, grace };
                lines
                    .entry(name.clone())
                    .and_modify(|line| {
                        line.compulsory |= new.compulsory;
                        line.months = [line.months, months].into_iter().flatten().min();
                        line.grace = line.grace.zip(grace).map(|(a, b)| a.min(b));
                    })
                    .or_insert(new);
            }
        }
        lines.retain(|name, _| !lifted.contains(self.competences[name]["Subject"].as_str()));
        let kept = self.undisplaced(lines.keys().cloned().collect());
        for lower in lines.keys().filter(|name| !kept.contains(*name)).cloned().collect::<Vec<_>>()
        {
            let compulsory = lines[&lower].compulsory;
            for (name, line) in &mut lines {
                line.compulsory |= compulsory && self.is_above(name, &lower);
            }
        }
        lines.retain(|name, _| kept.contains(name));
        lines
    }

    /// A set of competences without those a higher level in it displaces.
    pub fn undisplaced(&self, set: BTreeSet<String>) -> BTreeSet<String> {
        let displaced = |name: &String| set.iter().any(|other| self.is_above(other, name));
        set.iter().filter(|name| !displaced(name)).cloned().collect()
    }

    fn is_above(&self, higher: &str, lower: &str) -> bool {
        self.satisfied_by[lower].contains(higher)
            && self.competences[lower]["Subject"] == self.competences[higher]["Subject"]
    }

    /// Whether the trust's figures count an assignment.
    pub fn is_counted(&self, assignment: &Row) -> bool {
        let away = ["Maternity", "Career Break", "Out on External", "Suspend", "Inactive Not"];
        let status = &assignment["Assignment Status"];
        let sick = assignment["Absence Reason"].starts_with("Sick")
            && day(&assignment["Absence Start"]).unwrap() <= self.today - 28.days();
        !sick && !away.iter().any(|begin| status.starts_with(begin))
    }

    /// Satisfied or not; nothing where the line is not counted.
    pub fn answer(&self, assignment: &Row, name: &str, line: &Line) -> Option<bool> {
        let subject = &self.competences[name]["Subject"];
        if self.exempt.contains(&(assignment["Employee Number"].clone(), subject.clone())) {
            return None;
        }
        if self.expiry(assignment, name, line).is_some_and(|expiry| expiry >= self.today) {
            return Some(true);
        }
        let started = day(&assignment["Start Date"]).unwrap();
        let in_grace = line.grace.is_some_and(|days| started + days.days() >= self.today);
        (!in_grace).then_some(false)
    }

    /// Satisfied, and within the warning window.
    pub fn renews_soon(&self, assignment: &Row, name: &str, line: &Line) -> bool {
        let window: i32 = self.competences[name]["Warning Months"].parse().unwrap();
        self.expiry(assignment, name, line)
            .is_some_and(|expiry| expiry >= self.today && expiry <= self.today + window.months())
    }

    /// The latest expiry that any award or pair of parts gives; the end of time for once only.
    fn expiry(&self, assignment: &Row, name: &str, line: &Line) -> Option<Date> {
        let fits = |held: &Held| {
            held.competence == name || self.satisfied_by[name].contains(&held.competence)
        };
        let parts: Vec<Option<Date>> = self.competences[name]["Satisfied By"]
            .split("; ")
            .find_map(|by| by.split_once(" + "))
            .map(|(a, b)| {
                let part = |part| self.latest(assignment, name, line, |h| h.competence == part);
                vec![part(a), part(b)]
            })
            .unwrap_or_default();
        let both: Option<Vec<Date>> = parts.into_iter().collect();
        let both = both.and_then(|dates| dates.into_iter().min());
        self.latest(assignment, name, line, fits).max(both)
    }

    fn latest(
        &self,
        assignment: &Row,
        name: &str,
        line: &Line,
        fits: impl Fn(&Held) -> bool,
    ) -> Option<Date> {
        let competence = &self.competences[name];
        let once_each = competence["Once Per Assignment"] == "Yes";
        let started = day(&assignment["Start Date"]).unwrap();
        let valid = |held: &&Held| {
            let here = !once_each
                || (held.date >= started && held.assignment == assignment["Assignment Number"]);
            held.date <= self.today && here && fits(held)
        };
        let end = |held: &Held| {
            let ours = line.months.map(|months| held.date + months.months());
            let expiry = match held.expiry {
                Some(printed) if competence["Expiry"] == "as printed" => Some(printed),
                Some(printed) if held.transfer => Some(ours.map_or(printed, |o| o.min(printed))),
                _ => ours,
            };
            expiry.unwrap_or(Date::MAX)
        };
        self.held.get(&assignment["Employee Number"])?.iter().filter(valid).map(end).max()
    }
}

/// Everything that satisfies a competence, through any number of steps; parts are seen to apart.
fn closure(competences: &BTreeMap<String, Row>, name: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut to_do = vec![name.to_owned()];
    while let Some(next) = to_do.pop() {
        for by in competences[&next]["Satisfied By"].split("; ") {
            let single = !by.is_empty() && !by.contains(" + ");
            if single && found.insert(by.to_owned()) {
                to_do.push(by.to_owned());
            }
        }
    }
    found
}
