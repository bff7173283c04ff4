//! Dating awards so that each need has the state settled for it.
//!
//! Training does not fall evenly over the year: managers chase in the first quarter, little happens
//! in August and December, and one quarter a year or so ago classes were cancelled.

use super::{Award, Need, OWN_VPD, State};
use crate::{
    data::Competence,
    dice::Dice,
    people::{Person, Trust},
    table::{days_between, plus_days, plus_months},
};
use jiff::civil::{Date, Weekday};

/// How far back the record goes.
const HISTORY_MONTHS: i32 = 40;

/// All awards of one person, oldest first. A state that their service makes impossible is changed
/// to the nearest that is possible.
pub fn awards_of(trust: &Trust, who: usize, needs: &mut [Need], demand: &[usize]) -> Vec<Award> {
    let person = &trust.people[who];
    let mut dice = trust.dice("awards", who as u64);
    let mut maker = Maker { trust, person, dice: &mut dice, demand, awards: Vec::new() };
    for need in needs.iter_mut() {
        maker.make(need);
    }
    maker.unrequired(needs);
    let mut awards = maker.awards;
    awards.sort_by_key(|a| (a.date, a.competence, a.assignment));
    awards.dedup_by_key(|a| (a.date, a.competence, a.assignment));
    awards
}

struct Maker<'a> {
    trust: &'a Trust,
    person: &'a Person,
    dice: &'a mut Dice,
    demand: &'a [usize],
    awards: Vec<Award>,
}

impl<'a> Maker<'a> {
    fn make(&mut self, need: &mut Need) {
        match (need.months, need.state) {
            (_, State::Never) => self.lower_level(need),
            (None, _) => self.once(need),
            (Some(months), State::Expired) => self.expired(need, months),
            (Some(months), _) => self.current(need, months),
        }
    }

    fn competence(&self, need: &Need) -> &'a Competence {
        &self.trust.data.competences[need.competence]
    }

    /// The day from which an award can count: joining, or the start of the assignment it is for.
    fn floor(&self, need: &Need) -> Date {
        need.assignment.map_or(self.person.hired, |i| self.person.assignments[i].start)
    }

    /// Whether this record could have come with someone from their last employer: about seven in
    /// ten national ones do.
    fn comes_along(&mut self, need: &Need) -> bool {
        let national = self.competence(need).is_national();
        self.person.transferred && national && self.dice.permille(700)
    }

    /// Done once, soon after it was first asked for.
    fn once(&mut self, need: &mut Need) {
        let today = self.trust.plan.today;
        let floor = self.floor(need).max(plus_months(today, -60));
        let within = match self.competence(need).code.as_str() {
            "CIND" => 60,
            "LIND" => 28,
            "CREC" => 14,
            "CARE" => 100,
            _ => 500,
        };
        let last = plus_days(floor, within).min(plus_days(today, -1));
        // Induction is as old as the post, however long ago that is.
        let first = if within < 500 { self.floor(need) } else { floor };
        let last = if within < 500 { plus_days(first, within).min(last.max(first)) } else { last };
        let date = self.lumpy(need, first, last);
        self.push(need, date, None, OWN_VPD);
    }

    /// In date, and renewing soon or not.
    fn current(&mut self, need: &mut Need, months: i32) {
        let today = self.trust.plan.today;
        let warning = self.competence(need).warning.min(months);
        let oldest = plus_days(plus_months(today, -months), 1);
        let edge = plus_months(today, warning - months);
        let floor = self.floor(need);
        let yesterday = plus_days(today, -1);
        let came = floor > oldest && self.comes_along(need);
        let reach = if came { plus_months(floor, -months) } else { floor };
        if need.state == State::RenewSoon && edge < reach.max(oldest) {
            need.state = State::InDate;
        }
        let (low, high) = match need.state {
            State::RenewSoon => (oldest, edge),
            _ => (plus_days(edge, 1), yesterday),
        };
        let low = low.max(reach);
        let high = if came { high.min(plus_days(floor, -1)) } else { high };
        if came && low < high {
            let date = self.lumpy(need, low, high);
            let vpd = *self.dice.pick(&[901, 914, 927, 938, 952]);
            self.push(need, date, Some(months), vpd);
            return;
        }
        // Too new for that part of the cycle: done since joining.
        let (low, high) = if came { (floor, yesterday) } else { (low.max(floor), high) };
        let date = self.lumpy(need, low, high.max(low));
        self.push(need, date, Some(months), OWN_VPD);
        self.earlier(need, months, date);
    }

    /// Ran out: for most a matter of weeks, as renewals cluster just after the expiry too.
    fn expired(&mut self, need: &mut Need, months: i32) {
        let today = self.trust.plan.today;
        let late = match self.dice.below(100) {
            0..40 => self.dice.between(1, 30),
            40..70 => self.dice.between(31, 90),
            70..93 => self.dice.between(91, 365),
            _ => self.dice.between(366, 800),
        };
        let floor = self.floor(need);
        let newest = plus_days(plus_months(today, -months), -1);
        let date = plus_days(newest, 1 - late).max(floor);
        if date > newest {
            need.state = State::Never;
            return;
        }
        let date = self.open_day(need, date, floor);
        self.push(need, date, Some(months), OWN_VPD);
        self.earlier(need, months, date);
    }

    /// Earlier rounds of the same training, each a little before or after the last one ended.
    fn earlier(&mut self, need: &Need, months: i32, latest: Date) {
        let start = self.person.assignments[0].start;
        let floor = self.person.hired.max(plus_months(self.trust.plan.today, -HISTORY_MONTHS));
        let keeps = self.competence(need).renewal.starts_with("keep");
        let mut date = latest;
        loop {
            let slip = match self.dice.below(10) {
                // A kept anniversary would lengthen an early renewal, so these were all late.
                _ if keeps => self.dice.between(0, 60),
                0..5 => self.dice.between(-45, 0),
                5..8 => self.dice.between(0, 60),
                _ => self.dice.between(-150.max(-months * 8), -46.max(-months * 8)),
            };
            let before = plus_days(plus_months(date, -months), -slip);
            if before < floor || before >= date {
                return;
            }
            date = self.open_day(need, before, floor);
            let lower = self.lower(need).filter(|_| date < start);
            let competence = lower.unwrap_or(need.competence);
            let printed = self.trust.data.competences[competence].months;
            self.add(competence, date, printed, OWN_VPD, need.assignment);
        }
    }

    /// The level below, where there is one: what people held before they moved up.
    fn lower(&self, need: &Need) -> Option<usize> {
        let all = &self.trust.data.competences;
        (0..all.len()).find(|&i| {
            all[i].satisfied_by.contains(&need.competence)
                && all[i].subject == all[need.competence].subject
        })
    }

    /// Someone without the required level sometimes holds the one below.
    fn lower_level(&mut self, need: &Need) {
        let today = self.trust.plan.today;
        let below = self.lower(need);
        let part = self.trust.data.code("OMP1");
        let is_part = self.competence(need).code == "OM2" && self.dice.permille(500);
        let Some(index) = (if is_part { Some(part) } else { below }) else { return };
        let served = days_between(self.person.hired, today);
        if served < 200 || !self.dice.permille(350) {
            return;
        }
        let months = self.trust.data.competences[index].months.unwrap_or(36);
        let low = plus_months(today, 1 - months).max(self.person.hired);
        let date = self.lumpy(need, low, plus_days(today, -10));
        self.add(index, date, Some(months), OWN_VPD, None);
    }

    /// One in twelve holds something nobody asked of them.
    fn unrequired(&mut self, needs: &[Need]) {
        if !self.dice.permille(85) {
            return;
        }
        let codes = ["DEM1", "TIC", "DUAL", "REC", "CAND", "PSIRF"];
        let index = self.trust.data.code(codes[self.dice.below(codes.len())]);
        if needs.iter().any(|need| need.competence == index) {
            return;
        }
        let today = self.trust.plan.today;
        let low = self.person.hired.max(plus_months(today, -30));
        let date = plus_days(low, self.dice.between(0, days_between(low, today) - 1));
        self.add(index, date, self.trust.data.competences[index].months, OWN_VPD, None);
    }

    fn push(&mut self, need: &Need, date: Date, months: Option<i32>, vpd: u16) {
        let c = self.competence(need);
        if c.code == "OM2" && need.state.satisfied() && vpd == OWN_VPD && self.dice.permille(250) {
            // Recorded as its two parts; the second is no earlier than the award would be.
            let today = self.trust.plan.today;
            let later = plus_days(date, self.dice.between(0, 40)).min(plus_days(today, -1));
            let parts = ["OMP1", "OMP2"].map(|code| self.trust.data.code(code));
            self.add(parts[0], date, months, vpd, None);
            self.add(parts[1], later.max(date), months, vpd, None);
            return;
        }
        // The extract shows the expiry of the competence's own period, whatever ours is.
        let printed = months.and(c.months);
        self.add(need.competence, date, printed, vpd, need.assignment);
    }

    fn add(
        &mut self,
        competence: usize,
        date: Date,
        months: Option<i32>,
        vpd: u16,
        assignment: Option<usize>,
    ) {
        let expiry = months.map(|months| plus_months(date, months));
        self.awards.push(Award { competence, date, expiry, vpd, assignment });
    }

    /// A date of the range, more often when training is done.
    fn lumpy(&mut self, need: &Need, low: Date, high: Date) -> Date {
        let in_class = self.competence(need).in_class();
        let span = days_between(low, high);
        let mut date = low;
        for _ in 0..6 {
            date = plus_days(low, self.dice.between(0, span));
            let cancelled = in_class && in_cancelled_quarter(date, self.trust.plan.today);
            let parts = match date.month() {
                _ if cancelled => 150,
                1..=3 => 1000,
                8 | 12 => 350,
                _ => 650,
            };
            if self.dice.permille(parts) {
                break;
            }
        }
        self.open_day(need, date, low)
    }

    /// The nearest earlier day on which it could have been done, not before `low`.
    fn open_day(&mut self, need: &Need, date: Date, low: Date) -> Date {
        let c = self.competence(need);
        let open = if c.in_class() {
            class_day(need.competence, self.demand[need.competence], date)
        } else if self.dice.permille(800) {
            weekday(date)
        } else {
            date
        };
        if open < low { date } else { open }
    }
}

/// The latest day not after `date` on which this course is held: every so many days, as many as its
/// demand (in thousandths of an award a year) needs with about eleven to a class.
pub fn class_day(competence: usize, demand: usize, date: Date) -> Date {
    let every = (11 * 365 * 1000 / demand.max(1)).clamp(1, 28) as i32;
    let day = days_between(Date::constant(2000, 1, 3), date) - competence as i32 % every;
    weekday(plus_days(date, -day.rem_euclid(every)))
}

/// That day, or the Friday before a weekend.
fn weekday(date: Date) -> Date {
    match date.weekday() {
        Weekday::Saturday => plus_days(date, -1),
        Weekday::Sunday => plus_days(date, -2),
        _ => date,
    }
}

/// The quarter, a little over a year ago, when rooms closed and classes were cancelled.
fn in_cancelled_quarter(date: Date, today: Date) -> bool {
    let back = plus_months(today, -16);
    date > back && date <= plus_months(back, 3)
}
