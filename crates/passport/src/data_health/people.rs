//! What is wrong with people's own records, found while everyone is walked through
//! once.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::{Date, date};
use passport_core::compliance::{Rulebook, evaluate};
use passport_core::text::normal;
use passport_core::wording::{count, long_date};

use super::{Finding, Kind, Repair};
use crate::compliance::Loaded;

/// No award of anybody who works today is from before this day.
const EARLIEST: Date = date(1950, 1, 1);

/// Everyone, as far as findings need them.
pub(super) struct People {
    as_at: Date,
    /// Units with a named manager, in the normal form.
    managed: Vec<String>,
    present: HashSet<String>,
    supervisors: BTreeMap<String, (String, String)>,
    without_requirements: BTreeMap<(String, String), u64>,
    by_name: HashMap<(String, String), Vec<Somebody>>,
    findings: Vec<Finding>,
}

/// What tells whether two numbers may be one person's.
struct Somebody {
    number: String,
    email: String,
    starts: BTreeSet<Date>,
}

impl Somebody {
    fn may_be(&self, other: &Self) -> Option<&'static str> {
        if !self.email.is_empty() && self.email == other.email {
            Some("name and email address")
        } else if self.starts.intersection(&other.starts).next().is_some() {
            Some("name and first day")
        } else {
            None
        }
    }
}

impl People {
    pub(super) fn new(as_at: Date, managed: Vec<String>) -> Self {
        Self {
            as_at,
            managed,
            present: HashSet::new(),
            supervisors: BTreeMap::new(),
            without_requirements: BTreeMap::new(),
            by_name: HashMap::new(),
            findings: Vec::new(),
        }
    }

    /// Something wrong with somebody's record, and what tells it from others like it.
    pub(super) fn find(
        &mut self,
        kind: Kind,
        (number, same): (&str, &str),
        what: String,
        repair: Repair,
    ) {
        let finding = Finding::new(kind, number, what, repair).known_by(same);
        self.findings.push(Finding { employee_number: number.to_owned(), ..finding });
    }

    pub(super) fn look(&mut self, book: &Rulebook, loaded: &Loaded) {
        let person = &loaded.person;
        let number = &person.employee_number;
        let mut present = false;
        let mut starts = BTreeSet::new();
        for assignment in &person.assignments {
            let Some(posting) = assignment.on(self.as_at) else { continue };
            present = true;
            starts.extend(posting.start);
            let unit = posting.unit.map(|id| book.units.unit(id).path.clone()).unwrap_or_default();
            self.supervisors
                .entry(number.clone())
                .or_insert_with(|| (posting.supervisor.clone(), unit));
        }
        // One that ends before it starts is on no report, and is looked for among all.
        for assignment in &person.assignments {
            let Some(posting) = assignment.postings.last() else { continue };
            if let (Some(start), Some(end)) = (posting.start, posting.end)
                && end < start
            {
                let what = format!("Assignment {} ends before it starts.", assignment.number);
                let same = format!("assignment {} {start} {end}", assignment.number);
                self.find(Kind::ImpossibleDates, (number, &same), what, correct_in_esr());
            }
        }
        if !present {
            return;
        }
        self.present.insert(number.clone());
        self.awards(book, loaded);
        for of_assignment in evaluate(book, person, self.as_at) {
            let assignment = &person.assignments[of_assignment.assignment];
            if let (true, Some(posting)) =
                (of_assignment.lines.is_empty(), assignment.on(self.as_at))
            {
                let key = (posting.position_number.clone(), posting.position_title.clone());
                *self.without_requirements.entry(key).or_default() += 1;
            }
        }
        if loaded.fact.email.is_empty() {
            self.find(
                Kind::NoEmail,
                (number, ""),
                "The passport is printed for the team instead, unless the person is away.".into(),
                Repair::AtTheSource("Enter the work address in ESR."),
            );
        }
        let name = (normal(&loaded.fact.first_name), normal(&loaded.fact.last_name));
        let email = loaded.fact.email.trim().to_lowercase();
        let somebody = Somebody { number: number.clone(), email, starts };
        self.by_name.entry(name).or_default().push(somebody);
    }

    fn awards(&mut self, book: &Rulebook, loaded: &Loaded) {
        let number = &loaded.person.employee_number;
        for award in &loaded.person.awards {
            let name = &book.framework.competence(award.competence).name;
            let day = long_date(award.date);
            let (repair, same) = (Repair::VoidAward(award.id), format!("{name} {}", award.date));
            if award.date > self.as_at {
                let what = format!("{name} is dated {day}.");
                self.find(Kind::FutureAward, (number, &same), what, repair);
            } else if award.date < EARLIEST {
                let what = format!("{name} is dated {day}.");
                self.find(Kind::ImpossibleDates, (number, &same), what, repair);
            }
        }
    }

    pub(super) fn findings(mut self) -> Vec<Finding> {
        let posts = std::mem::take(&mut self.without_requirements);
        for ((number, title), holders) in posts {
            let about = format!("{number} {title}").trim().to_owned();
            let what = format!(
                "{} {} nothing required of {}.",
                count(holders, "assignment", "assignments"),
                if holders == 1 { "has" } else { "have" },
                if holders == 1 { "it" } else { "them" },
            );
            let repair = Repair::AtTheSource(
                "Add what the post requires to the requirements file, or set this aside if it requires nothing.",
            );
            let finding = Finding::new(Kind::WithoutRequirements, &about, what, repair);
            // However many hold it, it is the same post.
            self.findings.push(finding);
        }
        self.lines();
        self.twice();
        self.findings
    }

    /// Reporting lines that lead to nobody, or round.
    fn lines(&mut self) {
        let supervisors = std::mem::take(&mut self.supervisors);
        for (person, (supervisor, unit)) in &supervisors {
            let repair = || match unit.as_str() {
                "" => correct_in_esr(),
                unit => Repair::UnitManager(unit.to_owned()),
            };
            if supervisor.is_empty() || !self.present.contains(supervisor) {
                if self.is_managed(unit) {
                    continue;
                }
                let what = if supervisor.is_empty() {
                    "No supervisor is recorded.".to_owned()
                } else {
                    format!("The supervisor {supervisor} is not on the staff list.")
                };
                self.find(Kind::NoSupervisor, (person, supervisor), what, repair());
            } else if let Some(circle) = circle(&supervisors, person) {
                let what = format!(
                    "Going up from supervisor to supervisor leads back here: {}.",
                    circle.join(", ")
                );
                self.find(Kind::Circle, (person, &circle.join(" ")), what, repair());
            }
        }
    }

    fn is_managed(&self, unit: &str) -> bool {
        let unit = normal(unit);
        self.managed.iter().any(|managed| {
            unit.strip_prefix(managed.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('|'))
        })
    }

    fn twice(&mut self) {
        let mut by_name: Vec<_> = std::mem::take(&mut self.by_name).into_iter().collect();
        by_name.retain(|((_, last), numbers)| numbers.len() > 1 && !last.is_empty());
        by_name.sort_by(|(a, _), (b, _)| a.cmp(b));
        for (_, mut numbers) in by_name {
            numbers.sort_by(|a, b| a.number.cmp(&b.number));
            for (place, one) in numbers.iter().enumerate() {
                for other in &numbers[place + 1..] {
                    let Some(alike) = one.may_be(other) else { continue };
                    let what =
                        format!("{} has the same {alike}: it may be one person.", other.number);
                    self.find(
                        Kind::Twice,
                        (&one.number, &format!("{} {alike}", other.number)),
                        what,
                        Repair::AtTheSource(
                            "If it is one person, ask for the two records to be merged in ESR. If not, set this aside.",
                        ),
                    );
                }
            }
        }
    }
}

const fn correct_in_esr() -> Repair {
    Repair::AtTheSource("Correct it in ESR: the next extract brings it.")
}

/// Those whom one meets going up, where it leads back to where one began.
fn circle(supervisors: &BTreeMap<String, (String, String)>, person: &str) -> Option<Vec<String>> {
    let mut met = Vec::new();
    let mut at = person;
    for _ in 0..64 {
        let (next, _) = supervisors.get(at)?;
        met.push(next.clone());
        if next == person {
            return Some(met);
        }
        at = next;
    }
    None
}
