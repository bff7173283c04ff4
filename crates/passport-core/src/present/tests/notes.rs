//! Notes, held but not required, and history.

use jiff::civil::date;

use super::builders::{Trust, below, competence};
use crate::framework::Period::{Months, Once};
use crate::record::Source;

fn safeguarding() -> Trust {
    let mut trust = Trust::new(vec![
        below("Safeguarding/1", Once, &["Safeguarding/2"]),
        below("Safeguarding/2", Months(36), &["Safeguarding/3"]),
        competence("Safeguarding/3", Months(12)),
        competence("Food Hygiene/2", Months(36)),
    ]);
    trust.require_of_all("Safeguarding/3");
    trust
}

#[test]
fn the_highest_lower_level_still_held_is_named() {
    let mut trust = safeguarding();
    trust.award("Safeguarding/1", date(2020, 5, 3));
    assert_eq!(trust.line().notes, ["Level 1 held, does not expire; Level 3 required"]);
    trust.award("Safeguarding/3", date(2025, 5, 3));
    let line = trust.line();
    assert_eq!(line.words, "Required, expired 3 May 2026");
    assert_eq!(line.notes, ["Level 2 held until 3 May 2028; Level 3 required"]);
    trust.award("Safeguarding/3", date(2026, 5, 3));
    assert!(trust.line().notes.is_empty(), "nothing to add to a line in date");
}

#[test]
fn a_missing_part_is_named_beside_the_part_held() {
    let mut trust = Trust::new(vec![
        below("Handling/2", Months(24), &["Handling/Part 1 + Handling/Part 2"]),
        competence("Handling/Part 1", Months(24)),
        competence("Handling/Part 2", Months(24)),
    ]);
    trust.require_of_all("Handling/2");
    assert!(trust.line().notes.is_empty());
    trust.award("Handling/Part 1", date(2025, 5, 3));
    let line = trust.line();
    assert_eq!(line.words, "Required");
    assert_eq!(line.notes, ["Part 2 still needed; Part 1 held until 3 May 2027"]);
    assert_eq!(
        line.what_if.as_deref(),
        Some("If you complete Part 2 on 22 November 2026 it next falls due on 3 May 2027.")
    );
    assert!(trust.passport().held.is_empty(), "a part belongs to its line");
}

#[test]
fn what_no_line_asks_for_is_held_and_what_ran_out_or_belongs_to_a_line_is_not() {
    let mut trust = safeguarding();
    trust
        .award("Safeguarding/1", date(2026, 5, 3))
        .award("Safeguarding/3", date(2026, 5, 3))
        .award("Food Hygiene/2", date(2020, 5, 3));
    assert!(trust.passport().held.is_empty());
    trust.award("Food Hygiene/2", date(2024, 5, 3)).award("Food Hygiene/2", date(2026, 12, 1));
    let held = trust.passport().held;
    assert_eq!(held.len(), 1);
    assert_eq!(held[0].title, "Food Hygiene, Level 2");
    assert_eq!(held[0].award.date, date(2024, 5, 3), "a future award is not yet there");
    assert_eq!(held[0].expiry, Some(date(2027, 5, 3)));
}

#[test]
fn history_tells_every_award_that_counted_newest_first_and_where_it_comes_from() {
    let mut trust = Trust::new(vec![
        below("Safeguarding/1", Months(36), &["Safeguarding/2"]),
        competence("Safeguarding/2", Months(36)),
        competence("Food Hygiene/2", Months(36)),
    ]);
    trust
        .require_of_all("Safeguarding/1")
        .award_from("Safeguarding/1", date(2019, 5, 3), Source::Transfer("431".into()), None)
        .award("Safeguarding/1", date(2022, 5, 3))
        .award_from("Safeguarding/2", date(2025, 5, 3), Source::Entered, Some(date(2028, 1, 1)))
        .award("Food Hygiene/2", date(2025, 5, 3))
        .award("Safeguarding/1", date(2026, 12, 1));
    trust.person.awards[1].title = "Safeguarding online".into();
    let history = trust.line().history;
    let told: Vec<String> =
        history.iter().map(|a| format!("{} {}: {}", a.date, a.competence, a.source)).collect();
    assert_eq!(
        told,
        [
            "2025-05-03 Safeguarding - Level 2: entered here",
            "2022-05-03 Safeguarding - Level 1: Safeguarding online, imported record",
            "2019-05-03 Safeguarding - Level 1: transfer from employer 431",
        ]
    );
    assert_eq!(history[0].printed_expiry, Some(date(2028, 1, 1)));
}
