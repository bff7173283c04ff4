//! The learning catalogue: courses, the classes of the last and the next months, and who is booked.

use crate::{
    File,
    data::Competence,
    people::Trust,
    table::{Table, days_between, esr_date, plus_days},
    training::{OWN_VPD, State, Training},
};
use jiff::civil::{Date, Weekday};
use std::collections::BTreeMap;

/// How far back the classes of the extract go, and how far ahead.
const BACK: i32 = 90;
const AHEAD: i32 = 120;

/// The title of the course that awards a competence: `000` is the national catalogue.
pub fn course(c: &Competence) -> String {
    let prefix = if c.name.starts_with("NHS|") && !c.in_class() { "000" } else { "999" };
    format!("{prefix} {}", c.plain_name())
}

/// Writes `courses.csv`. What is signed off at work, such as a medicines assessment, has no course.
pub fn courses(trust: &Trust) -> File {
    let mut table = Table::new(
        "courses.csv",
        &[
            "Course",
            "Category",
            "Delivery Mode",
            "Duration Minutes",
            "Awards",
            "Link",
            "Prerequisites",
        ],
    );
    let all = &trust.data.competences;
    for c in all.iter().filter(|c| c.delivery != "Assessment") {
        let category = match c.name.split('|').nth(1) {
            Some("CSTF") => "Core Skills",
            Some("MAND") => "National Mandatory",
            _ => "Role Specific",
        };
        let link = if c.in_class() {
            String::new()
        } else {
            format!("https://learning.hartwell.example.nhs.uk/course/{}", slug(c.plain_name()))
        };
        let before = match c.code.as_str() {
            "DEPOT" => "ANAPH",
            "RT" => "RES3A",
            "OMP2" => "OMP1",
            _ => "",
        };
        let before = all.iter().find(|other| other.code == before);
        table.row(&[
            course(c).as_str(),
            category,
            &c.delivery,
            &c.minutes,
            &c.name,
            &link,
            before.map(|other| other.name.as_str()).unwrap_or_default(),
        ]);
    }
    table.finish()
}

/// One class of the timetable.
struct Class {
    competence: usize,
    date: Date,
    places: usize,
    taken: usize,
}

/// A booking: person, class if any, competence, status, the date of the status.
struct Booking {
    who: usize,
    class: Option<usize>,
    competence: usize,
    status: &'static str,
    date: Date,
}

/// Writes `classes.csv` and `enrolments.csv`.
pub fn timetable(trust: &Trust, training: &Training) -> Vec<File> {
    let mut office = Office { trust, training, classes: Vec::new(), bookings: Vec::new() };
    office.held();
    office.planned();
    office.online();
    office.files()
}

struct Office<'a> {
    trust: &'a Trust,
    training: &'a Training,
    classes: Vec<Class>,
    bookings: Vec<Booking>,
}

impl Office<'_> {
    /// Who needs a competence and is in one of the states, at work, in random order.
    fn waiting(&self, competence: usize, states: &[State]) -> Vec<usize> {
        let mut list: Vec<usize> = (0..self.trust.people.len())
            .filter(|&who| {
                self.training.needs[who].iter().any(|need| {
                    need.competence == competence && need.counted && states.contains(&need.state)
                })
            })
            .collect();
        self.trust.dice("waiting", competence as u64).shuffle(&mut list);
        list
    }

    /// Recent classes: whoever has an award of that day attended; some of those still waiting were
    /// booked and did not come, or cancelled late.
    fn held(&mut self) {
        let today = self.trust.plan.today;
        let since = plus_days(today, -BACK);
        let mut attended: BTreeMap<(usize, Date), Vec<usize>> = BTreeMap::new();
        for (who, awards) in self.training.awards.iter().enumerate() {
            for award in awards {
                let c = &self.trust.data.competences[award.competence];
                let recent = award.date >= since && award.date < today;
                if recent && award.vpd == OWN_VPD && c.in_class() {
                    attended.entry((award.competence, award.date)).or_default().push(who);
                }
            }
        }
        let mut waiting: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for ((competence, date), people) in attended {
            let absent = waiting
                .entry(competence)
                .or_insert_with(|| self.waiting(competence, &[State::Expired, State::Never]));
            let seed = (competence as u64) << 32 | days_between(since, date) as u64;
            let mut dice = self.trust.dice("held", seed);
            for group in people.chunks(12) {
                let places = 12 + dice.below(5);
                let class = self.classes.len();
                let mut taken = 0;
                let mut add = |who, status| {
                    self.bookings.push(Booking {
                        who,
                        class: Some(class),
                        competence,
                        status,
                        date,
                    });
                };
                for &who in group {
                    add(who, "Attended");
                    taken += 1;
                }
                // Twelve in a hundred bookings end in a no-show, eight are cancelled late.
                for _ in 0..group.len() {
                    let chance = dice.below(1000);
                    let joined = |who: &usize| self.trust.people[*who].hired < date;
                    match chance {
                        0..150 if taken < places => {
                            let Some(who) = absent.pop().filter(joined) else { continue };
                            add(who, "Did Not Attend");
                            taken += 1;
                        }
                        150..250 => {
                            let Some(who) = absent.pop().filter(joined) else { continue };
                            add(who, "Cancelled");
                        }
                        _ => {}
                    }
                }
                self.classes.push(Class { competence, date, places, taken });
            }
        }
    }

    /// Coming classes, and bookings of those who need them most.
    fn planned(&mut self) {
        let today = self.trust.plan.today;
        for competence in 0..self.trust.data.competences.len() {
            let c = &self.trust.data.competences[competence];
            let demand = self.training.demand[competence];
            if !c.in_class() || demand == 0 {
                continue;
            }
            let mut dice = self.trust.dice("planned", competence as u64);
            let count = (demand * AHEAD as usize / 365 / 11_000).max(1);
            let first = self.classes.len();
            for at in 0..count {
                let ahead = 9 + (at * (AHEAD as usize - 9) / count) as i32 + dice.between(0, 3);
                let date = working_day(plus_days(today, ahead));
                self.classes.push(Class { competence, date, places: 12 + dice.below(5), taken: 0 });
            }
            let mut next = first;
            let red = self.waiting(competence, &[State::Expired, State::Never]);
            let soon = self.waiting(competence, &[State::RenewSoon]);
            let nurse = self.trust.cast.nurse.filter(|_| c.code == "TEAM");
            let others = red.into_iter().map(|who| (who, 480));
            let others = others.chain(soon.into_iter().map(|who| (who, 330)));
            let queue =
                nurse.into_iter().map(|who| (who, 1000)).chain(others.filter(|&(who, _)| {
                    Some(who) != nurse && !(self.trust.cast.nurse == Some(who) && c.code == "MH2")
                }));
            let popular = c.code == "TEAM" || c.code == "RES3A";
            for (who, keen) in queue {
                if !dice.permille(keen) {
                    continue;
                }
                // The first class with a place; late ones fill last.
                while next < self.classes.len() - 1
                    && self.classes[next].taken + 2 > self.classes[next].places
                {
                    next += 1;
                }
                let later = dice.below((self.classes.len() - next).min(4));
                let class = if nurse == Some(who) { first } else { next + later };
                let full = self.classes[class].taken >= self.classes[class].places;
                let waitlist = if popular { 120 } else { 30 };
                let status = match dice.below(1000) {
                    _ if nurse == Some(who) => "Confirmed",
                    _ if full => "Waitlisted",
                    0..60 => "Cancelled",
                    60..110 => "Requested",
                    chance if chance < 110 + waitlist => "Waitlisted",
                    _ => "Confirmed",
                };
                self.classes[class].taken += usize::from(status == "Confirmed");
                let date = plus_days(today, -dice.between(2, 60));
                self.bookings.push(Booking { who, class: Some(class), competence, status, date });
            }
        }
    }

    /// E-learning that people have begun and not finished.
    fn online(&mut self) {
        let today = self.trust.plan.today;
        for (who, needs) in self.training.needs.iter().enumerate() {
            let mut dice = self.trust.dice("online", who as u64);
            for need in needs {
                let c = &self.trust.data.competences[need.competence];
                if c.delivery == "Online" && !need.state.satisfied() && dice.permille(120) {
                    let date = plus_days(today, -dice.between(0, 45));
                    self.bookings.push(Booking {
                        who,
                        class: None,
                        competence: need.competence,
                        status: "Confirmed",
                        date: date.max(self.trust.people[who].hired),
                    });
                }
            }
        }
    }

    fn files(mut self) -> Vec<File> {
        let titles = self.titles();
        let mut classes = Table::new(
            "classes.csv",
            &[
                "Course",
                "Offering Name",
                "Class",
                "Start Date",
                "End Date",
                "Start Time",
                "End Time",
                "Location",
                "Places",
                "Places Remaining",
                "Offering Link",
            ],
        );
        for (class, title) in self.classes.iter().zip(&titles) {
            let c = &self.trust.data.competences[class.competence];
            let minutes: u32 = c.minutes.parse().unwrap_or(210);
            // Two days for the longest, otherwise a morning or a day.
            let days = minutes.div_ceil(480) as i32 - 1;
            let end = if minutes > 240 { "16:30" } else { "12:30" };
            let location = if c.delivery == "Virtual Classroom" {
                "Online meeting".to_owned()
            } else {
                format!("999 Learning Centre Room {}", 1 + class.competence % 6)
            };
            let course = course(c);
            classes.row(&[
                course.as_str(),
                &format!("{course} ({})", c.delivery),
                title,
                &esr_date(class.date),
                &esr_date(plus_days(class.date, days)),
                "09:00",
                end,
                &location,
                &class.places.to_string(),
                &(class.places - class.taken).to_string(),
                &format!("https://learning.hartwell.example.nhs.uk/class/{}", slug(title)),
            ]);
        }
        let mut enrolments =
            Table::new("enrolments.csv", &["Employee Number", "Course", "Class", "Status", "Date"]);
        self.bookings.sort_by_key(|b| (b.who, b.class, b.competence));
        // Nobody is booked on one class twice.
        self.bookings.dedup_by_key(|b| (b.who, b.class, b.competence));
        for booking in &self.bookings {
            let c = &self.trust.data.competences[booking.competence];
            enrolments.row(&[
                self.trust.people[booking.who].number.as_str(),
                &course(c),
                booking.class.map(|class| titles[class].as_str()).unwrap_or_default(),
                booking.status,
                &esr_date(booking.date),
            ]);
        }
        vec![classes.finish(), enrolments.finish()]
    }

    /// A class's own title: the course, the day and a number where a day has several.
    fn titles(&self) -> Vec<String> {
        let mut seen: BTreeMap<(usize, Date), usize> = BTreeMap::new();
        self.classes
            .iter()
            .map(|class| {
                let number = seen.entry((class.competence, class.date)).or_default();
                *number += 1;
                let c = &self.trust.data.competences[class.competence];
                let day = esr_date(class.date);
                match *number {
                    1 => format!("{} {day}", c.plain_name()),
                    n => format!("{} {day} ({n})", c.plain_name()),
                }
            })
            .collect()
    }
}

/// That day, or the Monday after a weekend.
fn working_day(date: Date) -> Date {
    match date.weekday() {
        Weekday::Saturday => plus_days(date, 2),
        Weekday::Sunday => plus_days(date, 1),
        _ => date,
    }
}

/// A name as an address has it: `Fire Safety 04-Dec-2026` is `fire-safety-04-dec-2026`.
fn slug(name: &str) -> String {
    let words = name.split(|ch: char| !ch.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-").to_lowercase()
}
