//! "If I do it on this day, when does it next fall due?"

use jiff::civil::{Date, date};

use super::builders::{TODAY, Trust, competence};
use crate::compliance::evaluate_passport;
use crate::framework::Competence;
use crate::framework::Period::{Months, Once, Unknown};
use crate::framework::Renewal::KeepAnniversary;
use crate::present::{Voice, if_done, on_day as on_day_of};

fn fire(change: impl FnOnce(&mut Competence)) -> Trust {
    let mut fire = competence("Fire Safety", Months(12));
    change(&mut fire);
    let mut trust = Trust::new(vec![fire]);
    trust.require_of_all("Fire Safety");
    trust
}

fn what_if(trust: &mut Trust) -> String {
    trust.line().what_if.expect("a sentence")
}

#[test]
fn a_red_line_says_until_when_doing_it_today_would_last() {
    assert_eq!(
        what_if(&mut fire(|_| {})),
        "If you complete it on 22 November 2026 it next falls due on 22 November 2027."
    );
    assert_eq!(
        what_if(&mut fire(|c| c.period = Once)),
        "If you complete it on 22 November 2026 it does not expire."
    );
    assert_eq!(
        what_if(&mut fire(|c| c.as_printed = true)),
        "If you complete it on 22 November 2026 it next falls due on 22 November 2027, \
         unless the certificate says otherwise."
    );
    assert_eq!(
        what_if(&mut fire(|c| c.period = Unknown)),
        "If you complete it on 22 November 2026 it does not expire, \
         unless the certificate says otherwise."
    );
}

#[test]
fn a_line_in_date_for_long_says_nothing() {
    assert_eq!(fire(|_| {}).award("Fire Safety", date(2026, 5, 3)).line().what_if, None);
}

#[test]
fn before_the_window_opens_it_says_what_waiting_would_gain() {
    let mut trust = fire(|c| c.renewal = KeepAnniversary(1));
    trust.award("Fire Safety", date(2026, 1, 10));
    assert_eq!(
        what_if(&mut trust),
        "If you complete it on 22 November 2026 it next falls due on 22 November 2027; \
         if you wait until 10 December 2026 it keeps its anniversary \
         and next falls due on 10 January 2028."
    );
}

#[test]
fn inside_the_window_it_keeps_the_anniversary() {
    let mut trust = fire(|c| c.renewal = KeepAnniversary(3));
    trust.award("Fire Safety", date(2026, 1, 10));
    assert_eq!(
        what_if(&mut trust),
        "If you complete it on 22 November 2026 it next falls due on 10 January 2028."
    );
}

#[test]
fn the_supposed_award_runs_through_the_same_chain_on_any_day() {
    let mut trust = fire(|c| c.renewal = KeepAnniversary(3));
    trust.award("Fire Safety", date(2025, 6, 10));
    trust.passport();
    let lines = evaluate_passport(&trust.rules, &trust.person, date(2026, 5, 1));
    let on = |day: Date| if_done(&trust.rules, &trust.person, &lines[0], day);
    for (day, expiry) in [
        (date(2026, 4, 2), date(2027, 6, 10)),
        (date(2026, 3, 10), date(2027, 6, 10)),
        (date(2026, 3, 1), date(2027, 3, 1)),
        (date(2026, 6, 10), date(2027, 6, 10)),
        (date(2026, 6, 11), date(2027, 6, 11)),
    ] {
        assert_eq!(on(day), Some(Some(expiry)), "done on {day}");
    }
}

#[test]
fn doing_it_before_the_post_began_would_not_count() {
    let mut trust = fire(|c| c.once_per_assignment = true);
    trust.passport();
    let lines = evaluate_passport(&trust.rules, &trust.person, date(2026, 5, 1));
    let on = |day: Date| if_done(&trust.rules, &trust.person, &lines[0], day);
    assert_eq!(on(date(2021, 2, 28)), None);
    assert_eq!(on(date(2021, 3, 1)), Some(Some(date(2022, 3, 1))));
}

/// What doing the trust's one line on a day would come to.
fn on_day(trust: &mut Trust, day: Date) -> String {
    trust.passport();
    let (rules, person) = (&trust.rules, &trust.person);
    let lines = evaluate_passport(rules, person, TODAY);
    on_day_of(rules, person, &lines[0], TODAY, day, Voice::Own).join(" ")
}

#[test]
fn a_day_to_come_says_when_it_next_falls_due_and_whether_that_is_in_time() {
    let mut trust = fire(|_| {});
    trust.award("Fire Safety", date(2025, 12, 10));
    assert_eq!(
        on_day(&mut trust, date(2026, 12, 10)),
        "If you complete it on 10 December 2026 it next falls due on 10 December 2027."
    );
    assert_eq!(
        on_day(&mut trust, date(2026, 12, 11)),
        "If you complete it on 11 December 2026 it next falls due on 11 December 2027. \
         That is one day too late: it runs out on 10 December 2026."
    );
    assert_eq!(
        on_day(&mut trust, date(2027, 1, 31)),
        "If you complete it on 31 January 2027 it next falls due on 31 January 2028. \
         It runs out on 10 December 2026, so you would be out of date from 11 December 2026 \
         until then."
    );
    assert_eq!(
        on_day(&mut fire(|_| {}), date(2028, 2, 29)),
        "If you complete it on 29 February 2028 it next falls due on 28 February 2029. \
         Until then you are out of date."
    );
}

#[test]
fn a_day_inside_the_window_keeps_the_anniversary() {
    let mut trust = fire(|c| c.renewal = KeepAnniversary(3));
    trust.award("Fire Safety", date(2025, 12, 10));
    assert_eq!(
        on_day(&mut trust, date(2026, 11, 30)),
        "If you complete it on 30 November 2026 it next falls due on 10 December 2027."
    );
}
