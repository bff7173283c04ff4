//! The people of the trust and their assignments: who they are, what post they hold, since when,
//! in what status, and to whom they report.

use crate::{
    Plan,
    cast::Cast,
    data::{Data, Role},
    dice::{Dice, share},
    names::{self, Addresses, Name},
    table::{days_between, plus_days},
    tree::{Post, Tree},
};
use jiff::civil::Date;

/// A person's hold on a post.
#[derive(Debug, Clone)]
pub struct Assignment {
    pub post: Post,
    pub start: Date,
    pub end: Option<Date>,
    pub status: &'static str,
    pub category: &'static str,
    /// Full-time equivalent in hundredths.
    pub fte: u32,
    /// How many of the levels below the team apply.
    pub below: usize,
}

impl Assignment {
    /// Whether the trust's figures count it: not away, not bank.
    pub fn counted(&self) -> bool {
        let away = ["Maternity", "Career Break", "Out on External", "Suspend", "Inactive Not"];
        self.category != "Bank" && !away.iter().any(|begin| self.status.starts_with(begin))
    }
}

/// An absence from work.
#[derive(Debug, Clone, Copy)]
pub struct Absence {
    pub reason: &'static str,
    pub start: Date,
}

/// One member of staff.
#[derive(Debug, Clone)]
pub struct Person {
    /// Eight digits, given out in order of joining; some begin with a zero.
    pub number: String,
    pub name: Name,
    pub email: String,
    pub hired: Date,
    /// Came from another NHS employer.
    pub transferred: bool,
    pub absence: Option<Absence>,
    /// The first is the primary one.
    pub assignments: Vec<Assignment>,
    pub supervisor: Option<usize>,
}

impl Person {
    /// `12345678`, `12345678-2`.
    pub fn assignment_number(&self, index: usize) -> String {
        if index == 0 { self.number.clone() } else { format!("{}-{}", self.number, index + 1) }
    }

    /// Long-term sick, by the 28 days of the rules.
    pub fn long_sick(&self, today: Date) -> bool {
        self.absence.is_some_and(|a| a.reason == "Sickness" && days_between(a.start, today) >= 28)
    }
}

/// The whole fictional trust.
#[derive(Debug)]
pub struct Trust {
    pub plan: Plan,
    pub data: Data,
    pub tree: Tree,
    pub people: Vec<Person>,
    pub cast: Cast,
}

impl Trust {
    /// Invents the trust of a plan.
    pub fn new(plan: &Plan) -> Self {
        let data = Data::load();
        let tree = Tree::new(&data, plan.staff as usize, plan.seed);
        let mut people = joiners(plan, &data, &tree);
        statuses(plan, &mut people);
        second_assignments(plan, &data, &tree, &mut people);
        supervisors(plan, &data, &tree, &mut people);
        let mut trust = Self { plan: plan.clone(), data, tree, people, cast: Cast::default() };
        trust.cast = Cast::choose(&mut trust);
        trust
    }

    /// A stream of chance for one purpose and one item.
    pub fn dice(&self, purpose: &str, item: u64) -> Dice {
        Dice::new(self.plan.seed, purpose, item)
    }

    /// The title of an assignment.
    pub fn role(&self, assignment: &Assignment) -> &Role {
        &self.data.roles[assignment.post.role]
    }
}

/// Rotating doctors change every August, February and April.
fn rotates(role: &Role) -> bool {
    role.band == "MN37"
}

fn joiners(plan: &Plan, data: &Data, tree: &Tree) -> Vec<Person> {
    let mut order: Vec<usize> = (0..tree.posts.len()).collect();
    Dice::new(plan.seed, "tenure", 0).shuffle(&mut order);
    let mut hired = vec![plan.today; order.len()];
    let total = order.len().max(1);
    for (rank, &who) in order.iter().enumerate() {
        let mut dice = Dice::new(plan.seed, "hired", who as u64);
        hired[who] = if rotates(&data.roles[tree.posts[who].role]) {
            changeover(plan.today, &mut dice)
        } else {
            let days = tenure((rank * 1000 + dice.below(1000)) / total);
            monday(plan.today, plus_days(plan.today, -days))
        };
    }
    // Employee numbers run in order of joining.
    let mut order: Vec<usize> = (0..tree.posts.len()).collect();
    order.sort_by_key(|&who| (hired[who], who));
    let mut addresses = Addresses::default();
    let mut gaps = Dice::new(plan.seed, "numbers", 0);
    let gap = (2_000_000 / total).clamp(2, 700);
    // The first half fall below ten million, and so begin with a zero.
    let mut number = 10_000_000 - total / 2 * gap / 2;
    order
        .into_iter()
        .map(|who| {
            number += 1 + gaps.below(gap - 1);
            let post = tree.posts[who];
            person(plan, data, post, hired[who], who as u64, number, &mut addresses)
        })
        .collect()
}

fn person(
    plan: &Plan,
    data: &Data,
    post: Post,
    hired: Date,
    item: u64,
    number: usize,
    addresses: &mut Addresses,
) -> Person {
    let role = &data.roles[post.role];
    let mut dice = Dice::new(plan.seed, "person", item);
    let name = names::draw(data, &mut dice, role.staff_group == "Medical and Dental");
    let address = addresses.next(&name);
    let email = if dice.permille(20) { String::new() } else { address };
    let served = days_between(hired, plan.today);
    // A quarter have changed post since they joined.
    let start = if served > 400 && dice.permille(260) && !rotates(role) {
        monday(plan.today, plus_days(hired, dice.between(200, served - 60)))
    } else {
        hired
    };
    let fixed = rotates(role) || (role.title != "Executive Director" && dice.permille(70));
    let category = match () {
        () if role.job_role == "Non Executive Director" => "Non-Exec Director/Chair",
        () if fixed => "Fixed Term Temp",
        () => "Permanent",
    };
    let end = (category == "Fixed Term Temp").then(|| plus_days(plan.today, dice.between(40, 500)));
    let part_time = !rotates(role) && dice.permille(395);
    let fte = if part_time { *dice.pick(&[40, 50, 53, 60, 64, 67, 80, 80, 90]) } else { 100 };
    let below = if dice.permille(300) { 1 + usize::from(dice.permille(150)) } else { 0 };
    let assignment = Assignment { post, start, end, status: ACTIVE, category, fte, below };
    Person {
        number: format!("{number:08}"),
        name,
        email,
        hired,
        transferred: dice.permille(550),
        absence: None,
        assignments: vec![assignment],
        supervisor: None,
    }
}

/// Days of service at a point of the distribution, in thousandths from newest to longest: 13% under
/// a year, half under five years.
fn tenure(at: usize) -> i32 {
    const POINTS: [(i32, i32); 7] =
        [(0, 4), (120, 364), (490, 1826), (700, 3100), (850, 4900), (960, 9100), (1001, 13_900)];
    let at = at as i32;
    let high = POINTS.iter().position(|p| p.0 > at).unwrap_or(POINTS.len() - 1);
    let ((x0, y0), (x1, y1)) = (POINTS[high - 1], POINTS[high]);
    y0 + (at - x0) * (y1 - y0) / (x1 - x0)
}

/// The changeover day of a rotating doctor: the first Wednesday of August, February or April.
fn changeover(today: Date, dice: &mut Dice) -> Date {
    let mut days = Vec::new();
    for back in 0..3 {
        for (month, times) in [(8, 4), (4, 1), (2, 2)] {
            let first = Date::constant(today.year() - back, month, 1);
            let offset = i32::from(first.weekday().to_monday_zero_offset());
            let day = plus_days(first, (2 - offset).rem_euclid(7));
            if day < today {
                // The latest changeovers have the most of those still here.
                days.extend(std::iter::repeat_n(day, times * (3 - back as usize)));
            }
        }
    }
    if days.is_empty() { plus_days(today, -30) } else { *dice.pick(&days) }
}

/// People start on Mondays.
fn monday(today: Date, date: Date) -> Date {
    let back = i32::from(date.weekday().to_monday_zero_offset());
    let monday = plus_days(date, -back);
    if monday > today { today } else { monday }
}

/// The ordinary status.
pub const ACTIVE: &str = "Active Assignment";

/// Gives out statuses and absences in their exact proportions.
fn statuses(plan: &Plan, people: &mut [Person]) {
    const KINDS: [(usize, &str); 9] = [
        (26, "Maternity and Adoption"),
        (22, "sick"),
        (5, "Career Break"),
        (6, "Out on External Secondment - Paid"),
        (6, "Internal Secondment"),
        (6, "Acting Up"),
        (2, "Suspend With Pay"),
        (1, "Suspend No Pay"),
        (1, "Out on External Secondment - Unpaid"),
    ];
    let weights: Vec<usize> = KINDS.iter().map(|k| k.0).chain([925]).collect();
    let mut left = share(people.len(), &weights);
    let mut order: Vec<usize> = (0..people.len()).collect();
    Dice::new(plan.seed, "status", 0).shuffle(&mut order);
    for who in order {
        let mut dice = Dice::new(plan.seed, "absence", who as u64);
        let person = &mut people[who];
        let served = days_between(person.hired, plan.today);
        if served < 330 || person.assignments[0].category == "Non-Exec Director/Chair" {
            continue;
        }
        let man = person.name.title == "Mr";
        let Some(kind) = (0..KINDS.len()).find(|&k| left[k] > 0 && !(k == 0 && man)) else { break };
        left[kind] -= 1;
        let absent =
            |reason, days: i32| Some(Absence { reason, start: plus_days(plan.today, -days) });
        match kind {
            0 => person.absence = absent("Maternity", dice.between(10, 300)),
            1 => person.absence = absent("Sickness", dice.between(30, 280)),
            _ => {}
        }
        if kind != 1 {
            person.assignments[0].status = KINDS[kind].1;
        }
    }
    // A few more are off for days or weeks; the figures count them.
    for (who, person) in people.iter_mut().enumerate() {
        let mut dice = Dice::new(plan.seed, "short absence", who as u64);
        if person.absence.is_none() && person.assignments[0].status == ACTIVE && dice.permille(15) {
            let start = plus_days(plan.today, -dice.between(1, 26));
            if start > person.hired {
                person.absence = Some(Absence { reason: "Sickness", start });
            }
        }
    }
}

/// Four in a hundred hold a second assignment: half of them on the bank.
fn second_assignments(plan: &Plan, data: &Data, tree: &Tree, people: &mut [Person]) {
    let wanted = (people.len() * 4 + 50) / 100;
    let mut order: Vec<usize> = (0..people.len()).collect();
    Dice::new(plan.seed, "second", 0).shuffle(&mut order);
    let mut given = 0;
    for who in order {
        if given == wanted {
            break;
        }
        let person = &mut people[who];
        let first = person.assignments[0].clone();
        let role = &data.roles[first.post.role];
        let bank = given % 2 == 0;
        let served = days_between(person.hired, plan.today);
        let nursing = role.staff_group.starts_with("Nursing")
            || role.staff_group == "Additional Clinical Services";
        let settled = first.status == ACTIVE && person.absence.is_none() && served > 300;
        if !settled || role.seniority >= 60 || (bank && !nursing) || rotates(role) {
            continue;
        }
        let mut dice = Dice::new(plan.seed, "second post", who as u64);
        let other =
            if bank { first.post.role } else { other_role(data, first.post.role, &mut dice) };
        let Some(team) = team_for(data, tree, other, &mut dice) else { continue };
        if !bank && other == first.post.role && team == first.post.team {
            continue;
        }
        let idle = bank && dice.permille(250);
        person.assignments[0].fte = if bank { first.fte } else { 60 };
        person.assignments.push(Assignment {
            post: Post { role: other, team },
            start: monday(plan.today, plus_days(person.hired, dice.between(90, served - 60))),
            end: None,
            status: if idle { "Inactive Not Worked" } else { ACTIVE },
            category: if bank { "Bank" } else { "Permanent" },
            fte: if bank { 0 } else { 40 },
            below: 0,
        });
        given += 1;
    }
}

/// Another title that the same person might hold: of the same job role, or support work in the same
/// service. Where there is none, the same title again.
fn other_role(data: &Data, role: usize, dice: &mut Dice) -> usize {
    let first = &data.roles[role];
    let support = ["Additional Clinical Services", "Administrative and Clerical"];
    let near: Vec<usize> = (0..data.roles.len())
        .filter(|&r| {
            let other = &data.roles[r];
            let beside = support.contains(&first.staff_group.as_str())
                && other.staff_group == first.staff_group
                && first.services.iter().any(|&(s, _)| other.services.iter().any(|o| o.0 == s));
            (other.job_role == first.job_role || beside)
                && other.seniority.abs_diff(first.seniority) <= 10
                && other.seniority < 60
                && r != role
                && !rotates(other)
        })
        .collect();
    if near.is_empty() { role } else { *dice.pick(&near) }
}

fn team_for(data: &Data, tree: &Tree, role: usize, dice: &mut Dice) -> Option<usize> {
    let open: Vec<usize> = data.roles[role]
        .services
        .iter()
        .flat_map(|&(service, _)| tree.of_service[service].clone())
        .collect();
    (!open.is_empty()).then(|| *dice.pick(&open))
}

/// The heads of services, by directorate.
type Heads<'a> = Vec<(&'a str, Vec<usize>)>;

/// Everyone reports within their team, its head to the service, and so up to the chief executive.
/// Each step is a heap of limited width, so nobody has more than thirty people.
fn supervisors(plan: &Plan, data: &Data, tree: &Tree, people: &mut [Person]) {
    let seniority: Vec<_> = people
        .iter()
        .enumerate()
        .map(|(who, p)| {
            let first = &p.assignments[0];
            let present = first.counted() && p.absence.is_none();
            (!present, std::cmp::Reverse(data.roles[first.post.role].seniority), who)
        })
        .collect();
    let mut boss = vec![None; people.len()];
    let mut rank = |mut group: Vec<usize>, width: usize| -> Option<usize> {
        group.sort_by_key(|&who| seniority[who]);
        for at in 1..group.len() {
            boss[group[at]] = Some(group[(at - 1) / width]);
        }
        group.first().copied()
    };
    let mut in_team = vec![Vec::new(); tree.teams.len()];
    for (who, person) in people.iter().enumerate() {
        in_team[person.assignments[0].post.team].push(who);
    }
    let heads: Vec<Option<usize>> = in_team.into_iter().map(|team| rank(team, 9)).collect();
    let mut divisions: Vec<(&str, Heads)> = Vec::new();
    for (service, teams) in data.services.iter().zip(&tree.of_service) {
        let Some(head) = rank(heads[teams.clone()].iter().flatten().copied().collect(), 6) else {
            continue;
        };
        if divisions.last().is_none_or(|d| d.0 != service.division) {
            divisions.push((&service.division, Vec::new()));
        }
        let directorates = &mut divisions.last_mut().expect("one was just added").1;
        match directorates.last_mut() {
            Some(last) if last.0 == service.directorate => last.1.push(head),
            _ => directorates.push((&service.directorate, vec![head])),
        }
    }
    let top = divisions
        .into_iter()
        .filter_map(|(_, directorates)| {
            let heads = directorates.into_iter().filter_map(|(_, heads)| rank(heads, 5)).collect();
            rank(heads, 4)
        })
        .collect();
    rank(top, 5);
    for (who, person) in people.iter_mut().enumerate() {
        let known = !Dice::new(plan.seed, "no supervisor", who as u64).permille(10);
        person.supervisor = boss[who].filter(|_| known);
    }
}
