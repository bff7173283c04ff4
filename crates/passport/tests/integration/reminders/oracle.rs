//! What should be said, worked out another way: deadlines by walking from day to
//! day until a line turns red, rules by hand, and a memory of what was said.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use passport::compliance::{Loaded, Rules};
use passport_core::compliance::{Line, Status, evaluate_passport};
use passport_core::text::normal;
use passport_core::workforce::Posting;

/// The ladder of the replay.
pub const LADDER: &str = "30, 7 before; 1 after; 14 after with copy; escalate 28 after";
const TO_PERSON: [(i64, &str); 5] = [
    (-30, "30 days before"),
    (-7, "7 days before"),
    (1, "1 day after"),
    (14, "14 days after"),
    (28, ""),
];
const TO_MANAGER: [(i64, &str); 2] = [(14, "14 days after"), (28, "28 days after, escalated")];
const AWAY: [&str; 8] = [
    "maternity",
    "adoption",
    "career break",
    "out on external secondment",
    "suspend",
    "inactive not worked",
    "offer accepted",
    "terminat",
];

/// What is said: to whom, of whose line, of which deadline (none: long ago), by which rule.
pub type Word = (String, String, String, Option<Date>, String);

/// What the oracle remembers.
#[derive(Default)]
pub struct Oracle {
    said: HashSet<(String, String, Option<Date>, String, bool)>,
    told: HashMap<String, Date>,
    red: HashMap<String, HashMap<Date, BTreeSet<u32>>>,
    /// Before this day a deadline is long ago.
    floor: Option<Date>,
}

fn is_red(line: &Line) -> bool {
    matches!(line.status, Status::Expired | Status::NeverCompleted)
}

fn away(posting: &Posting, day: Date) -> bool {
    let status = normal(&posting.status);
    let sick = posting.absence.is_some_and(|absence| {
        absence.sickness
            && absence.end.is_none_or(|end| end >= day)
            && absence.start.is_some_and(|start| start + 28.days() <= day)
    });
    sick || AWAY.iter().any(|beginning| status.starts_with(beginning))
}

fn before(day: Date, days: i64) -> Date {
    day - days.days()
}

impl Oracle {
    pub fn since(day: Date) -> Self {
        Self { floor: Some(before(day, 45)), ..Self::default() }
    }

    /// Somebody's facts have changed; nobody's in particular: a rule has.
    pub fn forget(&mut self, number: Option<&str>) {
        match number {
            Some(number) => drop(self.red.remove(number)),
            None => self.red.clear(),
        }
    }

    /// The last day before `today` on which a line that is red now was not.
    fn turned(&mut self, rules: &Rules, loaded: &Loaded, line: &Line, today: Date) -> Option<Date> {
        let floor = self.floor.expect("a first day");
        let number = &loaded.person.employee_number;
        let days = self.red.entry(number.clone()).or_default();
        let mut day = today;
        loop {
            day = day.yesterday().expect("a day");
            if day < floor {
                return None;
            }
            let red = days.entry(day).or_insert_with(|| {
                let lines = evaluate_passport(&rules.book, &loaded.person, day);
                let red = lines.into_iter().filter(is_red);
                red.map(|line| line.competence.0).collect()
            });
            if !red.contains(&line.competence.0) {
                return Some(day);
            }
        }
    }

    /// Everything that should be said today.
    pub fn day(&mut self, rules: &Rules, everyone: &[Loaded], today: Date) -> BTreeSet<Word> {
        let mut monday = today;
        while monday.weekday() != Weekday::Monday {
            monday = monday.yesterday().expect("a day");
        }
        let people: HashMap<&str, &Loaded> =
            everyone.iter().map(|one| (one.person.employee_number.as_str(), one)).collect();
        let mut words = BTreeSet::new();
        let mut digests: BTreeMap<String, Vec<Word>> = BTreeMap::new();
        for loaded in everyone {
            let person = &loaded.person;
            let number = &person.employee_number;
            for line in evaluate_passport(&rules.book, person, today) {
                let here = line.needs.iter().any(|need| {
                    let on = person.assignments[need.assignment as usize].on(today);
                    on.is_some_and(|posting| !away(posting, today))
                });
                let deadline = match line.status {
                    Status::Completed | Status::RenewSoon => {
                        let Some(expiry) = line.expiry() else { continue };
                        Some(line.due.map_or(expiry, |due| due.max(expiry)))
                    }
                    Status::InGrace => line.due,
                    Status::Expired | Status::NeverCompleted => {
                        self.turned(rules, loaded, &line, today)
                    }
                    _ => continue,
                };
                if !here {
                    continue;
                }
                let competence = rules.book.framework.competence(line.competence);
                let key = format!("{}|{}", normal(&competence.subject), normal(&competence.level));
                let reached = |days: i64, by: Date| {
                    let day = deadline.map(|deadline| deadline + days.days());
                    day.is_none_or(|day| day <= by)
                };
                let late = deadline.is_none_or(|deadline| deadline < today);
                let last = TO_PERSON.iter().rev().find(|(days, _)| reached(*days, today));
                if let Some((days, rule)) = last
                    && !rule.is_empty()
                    && !(late && *days < 0)
                    && loaded.details.email.contains('@')
                    && self.said.insert((
                        number.clone(),
                        key.clone(),
                        deadline,
                        (*rule).into(),
                        true,
                    ))
                {
                    let rule = (*rule).to_owned();
                    words.insert((number.clone(), number.clone(), key.clone(), deadline, rule));
                }
                let last = TO_MANAGER.iter().rev().find(|(days, _)| reached(*days, monday));
                if let Some((_, rule)) = last
                    && let Some(manager) = above(&people, number, today)
                    && !self.said.contains(&(
                        number.clone(),
                        key.clone(),
                        deadline,
                        (*rule).into(),
                        false,
                    ))
                    && self.told.get(&manager).is_none_or(|day| *day < monday)
                {
                    let word = (manager.clone(), number.clone(), key, deadline, (*rule).to_owned());
                    digests.entry(manager).or_default().push(word);
                }
            }
        }
        for (manager, of_manager) in digests {
            self.told.insert(manager, today);
            for word in of_manager {
                let (_, number, key, deadline, rule) = word.clone();
                self.said.insert((number, key, deadline, rule, false));
                words.insert(word);
            }
        }
        words
    }

    /// A deadline as the oracle tells it.
    pub fn told_of(&self, deadline: Date) -> Option<Date> {
        Some(deadline).filter(|deadline| self.floor.is_none_or(|floor| *deadline >= floor))
    }
}

/// The nearest above somebody whom mail reaches.
fn above(people: &HashMap<&str, &Loaded>, number: &str, today: Date) -> Option<String> {
    let mut met = HashSet::from([number.to_owned()]);
    let mut queue = VecDeque::from([number.to_owned()]);
    while let Some(at) = queue.pop_front() {
        let Some(loaded) = people.get(at.as_str()) else { continue };
        let postings = loaded.person.assignments.iter().filter_map(|one| one.on(today));
        let mut postings: Vec<&Posting> = postings.collect();
        postings.sort_by_key(|posting| !posting.primary);
        if at != number
            && loaded.details.email.contains('@')
            && postings.iter().any(|posting| !away(posting, today))
        {
            return Some(at);
        }
        for posting in postings {
            if !posting.supervisor.is_empty() && met.insert(posting.supervisor.clone()) {
                queue.push_back(posting.supervisor.clone());
            }
        }
    }
    None
}
