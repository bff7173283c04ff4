//! What each person must hold and what they have done about it.
//!
//! First the state of every need is settled so that the levels of compliance come out: for each
//! competence everyone who needs it gets a score from their diligence, their part of the trust and
//! chance, and the lowest scores, as many as the level leaves, are out of date. Then awards are
//! dated to bring about that state, and earlier awards go behind them.

mod dates;

use crate::{
    File,
    data::{Data, Set},
    dice::{Dice, share},
    people::{Person, Trust},
    requirements::YEARLY_CHILDREN,
    table::{Table, days_between, esr_date, plus_days, plus_months},
};
use jiff::civil::Date;

/// One competence that one person must hold.
#[derive(Debug, Clone, Copy)]
pub struct Need {
    pub competence: usize,
    /// The period that applies to this person; none for once only.
    pub months: Option<i32>,
    /// The assignment, where each assignment needs its own award.
    pub assignment: Option<usize>,
    /// The figures count it.
    pub counted: bool,
    /// A starter still has time.
    pub in_grace: bool,
    pub state: State,
}

/// Where someone stands with a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    InDate,
    RenewSoon,
    Expired,
    Never,
}

impl State {
    /// Satisfied today.
    pub fn satisfied(self) -> bool {
        matches!(self, Self::InDate | Self::RenewSoon)
    }
}

/// An award in a person's record.
#[derive(Debug, Clone, Copy)]
pub struct Award {
    pub competence: usize,
    pub date: Date,
    /// The expiry the extract shows.
    pub expiry: Option<Date>,
    /// The employer where it was earned.
    pub vpd: u16,
    pub assignment: Option<usize>,
}

/// Our own employer number.
pub const OWN_VPD: u16 = 999;

/// The needs of each person, in the order of the people.
pub struct Needs(pub Vec<Vec<Need>>);

/// Needs and awards of each person.
pub struct Training {
    pub needs: Vec<Vec<Need>>,
    pub awards: Vec<Vec<Award>>,
    /// How many awards of each competence a year needs, in thousandths.
    pub demand: Vec<usize>,
}

/// Duties held by name, beyond what the post requires.
pub fn individual(trust: &Trust, who: usize) -> Set {
    let person = &trust.people[who];
    let mut dice = trust.dice("named duties", who as u64);
    let settled = days_between(person.assignments[0].start, trust.plan.today) > 500;
    let nurse = trust.role(&person.assignments[0]).staff_group.starts_with("Nursing");
    let mut set = 0;
    for (code, parts, fits) in [("FWARD", 22, true), ("FAID", 13, true), ("PSA", 70, nurse)] {
        if dice.permille(parts) && settled && fits && trust.cast.nurse != Some(who) {
            set |= 1 << trust.data.code(code);
        }
    }
    set
}

impl Needs {
    /// Works out who needs what, and settles the state of each need.
    pub fn of(trust: &Trust) -> Self {
        let mut needs: Vec<Vec<Need>> =
            (0..trust.people.len()).map(|who| needs_of(trust, who)).collect();
        settle(trust, &mut needs);
        if let Some(nurse) = trust.cast.nurse {
            play_the_nurse(trust, &mut needs[nurse]);
        }
        Self(needs)
    }
}

fn needs_of(trust: &Trust, who: usize) -> Vec<Need> {
    let data = &trust.data;
    let today = trust.plan.today;
    let person = &trust.people[who];
    let here = !person.long_sick(today);
    let named = individual(trust, who);
    let listed = person.assignments.iter().fold(named, |set, a| set | trust.role(a).listed);
    let counted_set = person
        .assignments
        .iter()
        .filter(|a| a.counted() && here)
        .fold(0, |set, a| set | trust.role(a).listed | named);
    let yearly = person.assignments.iter().any(|a| trust.role(a).title == YEARLY_CHILDREN);
    let mut needs = Vec::new();
    for index in Data::members(data.undisplaced(listed)) {
        let c = &data.competences[index];
        let months = if yearly && c.code == "SGC3" { Some(12) } else { c.months };
        let need = |assignment: Option<usize>, counted, start: Date| Need {
            competence: index,
            months,
            assignment,
            counted,
            in_grace: c.grace.is_some_and(|days| days_between(start, today) <= days),
            state: State::Never,
        };
        if c.per_assignment {
            needs.extend(
                person
                    .assignments
                    .iter()
                    .enumerate()
                    .map(|(i, a)| need(Some(i), a.counted() && here, a.start)),
            );
        } else {
            needs.push(need(None, counted_set & (1 << index) != 0, person.assignments[0].start));
        }
    }
    needs
}

/// Ranks everyone who needs a competence and puts the level's share of them in date.
fn settle(trust: &Trust, needs: &mut [Vec<Need>]) {
    let diligence: Vec<i32> = (0..needs.len()).map(|who| diligence(trust, who)).collect();
    let mut scores: Vec<Vec<(i32, usize, usize)>> = vec![Vec::new(); trust.data.competences.len()];
    for (who, list) in needs.iter().enumerate() {
        let mut dice = trust.dice("score", who as u64);
        for (at, need) in list.iter().enumerate() {
            scores[need.competence].push((diligence[who] + dice.bell(), who, at));
        }
    }
    for (competence, list) in trust.data.competences.iter().zip(scores) {
        let of = |&(_, who, at): &(i32, usize, usize)| needs[who][at];
        let mut ranked: Vec<i32> = list
            .iter()
            .filter(|entry| of(entry).counted && !of(entry).in_grace)
            .map(|entry| entry.0)
            .collect();
        ranked.sort_unstable();
        let fail = share(ranked.len(), &[1000 - competence.in_date, competence.in_date])[0];
        let pass = ranked.get(fail).copied().unwrap_or(i32::MIN);
        for (score, who, at) in list {
            let person = &trust.people[who];
            let mut dice = trust.dice("state", (who as u64) << 8 | at as u64);
            let need = &mut needs[who][at];
            // Nobody in their first days has done half of it yet.
            let satisfied = if need.in_grace { dice.permille(550) } else { score >= pass };
            need.state = state(trust, person, need, satisfied, &mut dice);
        }
    }
}

/// How well someone keeps up, before chance has its say on each subject.
fn diligence(trust: &Trust, who: usize) -> i32 {
    let person = &trust.people[who];
    let mut dice = trust.dice("diligence", who as u64);
    let mut score = dice.bell() * 6 / 10;
    let role = trust.role(&person.assignments[0]);
    let team = &trust.tree.teams[person.assignments[0].post.team];
    let division = trust.data.services[team.service].division.as_str();
    score += match (role.staff_group.as_str(), division) {
        ("Medical and Dental", _) => -320,
        (_, "Corporate Services") => 530,
        _ => 0,
    };
    if person.assignments.iter().any(|a| a.category == "Bank") {
        score -= 250;
    }
    if days_between(person.hired, trust.plan.today) < 300 {
        score -= 250;
    }
    // Whoever has been away for months has let things lapse.
    if !person.assignments[0].counted() || person.long_sick(trust.plan.today) {
        score -= 500;
    }
    score
}

/// The finer state: renewing soon, or never done at all.
fn state(trust: &Trust, person: &Person, need: &Need, satisfied: bool, dice: &mut Dice) -> State {
    let served = days_between(person.hired, trust.plan.today);
    let Some(months) = need.months else {
        return if satisfied { State::InDate } else { State::Never };
    };
    if satisfied {
        // Left to chance a quarter of yearly awards would end within three months; most people
        // renew before that.
        let soon = match months {
            ..=6 => 500,
            7..=12 => 220,
            13..=24 => 112,
            _ => 82,
        };
        return if dice.permille(soon) { State::RenewSoon } else { State::InDate };
    }
    if served > months * 30 + 30 && dice.permille(780) { State::Expired } else { State::Never }
}

/// The nurse of the demonstration: two reds with a place booked for one, a third never done, two to
/// renew soon, and the rest in order.
fn play_the_nurse(trust: &Trust, needs: &mut [Need]) {
    for need in needs {
        need.state = match trust.data.competences[need.competence].code.as_str() {
            "TEAM" | "MH2" => State::Expired,
            "LIG" => State::Never,
            "FIREIN" | "IGDS" => State::RenewSoon,
            _ => State::InDate,
        };
    }
}

impl Training {
    /// Dates awards for every need.
    pub fn new(trust: &Trust, needs: Needs) -> Self {
        let mut needs = needs.0;
        // Awards a year, in thousandths; once-only ones about every eight years of turnover.
        let mut demand = vec![0; trust.data.competences.len()];
        for need in needs.iter().flatten() {
            demand[need.competence] += 12_000 / need.months.unwrap_or(96) as usize;
        }
        let awards = needs
            .iter_mut()
            .enumerate()
            .map(|(who, list)| dates::awards_of(trust, who, list, &demand))
            .collect();
        Self { needs, awards, demand }
    }
}

/// Writes `awards.csv`, the competence export with the person added.
pub fn awards_file(trust: &Trust, training: &Training) -> File {
    let mut table = Table::new(
        "awards.csv",
        &[
            "Employee Number",
            "Assignment Number",
            "Competency Name",
            "Competence Level",
            "Min Requirement",
            "Essential",
            "Expiry Date",
            "Compliance Status",
            "Description",
            "Date Start",
            "Date Last Awarded",
            "Title",
            "Last Updated By",
            "VPD",
        ],
    );
    let today = trust.plan.today;
    let soon = plus_months(today, 3);
    let titles: Vec<String> = trust.data.competences.iter().map(crate::learning::course).collect();
    let updater = trust
        .cast
        .training_lead
        .map(|who| &trust.people[who].name)
        .map_or("999 LEARNING ADMINISTRATOR".to_owned(), |n| format!("{}, {}", n.last, n.first));
    for ((person, needs), awards) in trust.people.iter().zip(&training.needs).zip(&training.awards)
    {
        for award in awards {
            let c = &trust.data.competences[award.competence];
            let required = needs.iter().any(|need| need.competence == award.competence);
            let status = match award.expiry {
                Some(expiry) if expiry < today => "RED",
                Some(expiry) if expiry <= soon => "AMBER",
                _ => "GREEN",
            };
            let assignment =
                award.assignment.map(|i| person.assignment_number(i)).unwrap_or_default();
            let expiry = match award.expiry {
                Some(date) => esr_date(date),
                None if c.name.starts_with("NHS|") => "No Expiry".to_owned(),
                None => String::new(),
            };
            let date = esr_date(award.date);
            table.row(&[
                person.number.as_str(),
                &assignment,
                &c.name,
                if c.in_class() { "1 - Attended" } else { "2 - Achieved" },
                "",
                if required { "Y" } else { "" },
                &expiry,
                status,
                "",
                &date,
                &date,
                if award.vpd == OWN_VPD { &titles[award.competence] } else { "" },
                if c.in_class() { updater.as_str() } else { "999 OLM" },
                &award.vpd.to_string(),
            ]);
        }
    }
    table.finish()
}

/// Writes `exemptions.csv`: someone whose doctor says they may not do a physical course, and a few
/// whose other training was accepted.
pub fn exemptions_file(trust: &Trust, training: &Training) -> File {
    let mut table = Table::new(
        "exemptions.csv",
        &["Employee Number", "Subject", "From", "To", "Reason", "Approved By"],
    );
    let today = trust.plan.today;
    let physical = ["RES2A", "RES2P", "RES3A", "TEAM", "BREAK", "MH2"];
    let mut order: Vec<usize> = (0..trust.people.len()).collect();
    trust.dice("exemptions", 0).shuffle(&mut order);
    let mut left = trust.people.len() * 14 / 1000;
    let mut rows = Vec::new();
    for who in order {
        if left == 0 {
            break;
        }
        if trust.cast.has(who) {
            continue;
        }
        let mut dice = trust.dice("exemption", who as u64);
        let red = training.needs[who].iter().find(|need| {
            let code = trust.data.competences[need.competence].code.as_str();
            need.counted
                && !need.state.satisfied()
                && (physical.contains(&code) || (code == "OM2" && dice.permille(50)))
        });
        let Some(need) = red else { continue };
        let c = &trust.data.competences[need.competence];
        let from = plus_days(today, -dice.between(5, 150));
        let to = plus_days(plus_months(from, 6), -1);
        let reason = if c.code == "OM2" {
            "Equivalent course accepted"
        } else {
            let pregnant = ["Mrs", "Ms", "Miss"].contains(&trust.people[who].name.title);
            match dice.below(2) {
                0 if pregnant => "Pregnancy: no physical skills",
                _ => "Occupational health advice",
            }
        };
        left -= 1;
        rows.push([
            trust.people[who].number.clone(),
            c.subject.clone(),
            esr_date(from),
            if c.code == "OM2" { String::new() } else { esr_date(to) },
            reason.to_owned(),
            "Training lead".to_owned(),
        ]);
    }
    rows.sort();
    rows.iter().for_each(|row| table.row(row));
    table.finish()
}
