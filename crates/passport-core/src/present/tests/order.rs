//! Order, counts, names: the passport as a whole.

use jiff::civil::date;

use super::builders::{Trust, competence};
use super::worked::staff_nurse_of_the_rules;
use crate::framework::Period::{Months, Once};
use crate::present::{Group, text};
use crate::requirement::Class::Compulsory;
use crate::requirement::Target;

fn many() -> Trust {
    let names = ["Anaphylaxis", "Breakaway", "COSHH", "Driving", "ECG", "Falls", "Food", "Gases"];
    let mut trust = Trust::new(names.iter().map(|name| competence(name, Months(12))).collect());
    for name in names {
        trust.require(name, Compulsory, Target::Organisation, |r| {
            if matches!(name, "COSHH" | "Driving") {
                r.dates.from = if name == "COSHH" { date(2026, 11, 1) } else { date(2026, 10, 1) };
                r.grace_days = 90;
            }
        });
    }
    trust
        .award("Anaphylaxis", date(2026, 5, 3))
        .award("ECG", date(2026, 2, 1))
        .award("Falls", date(2026, 1, 1))
        .award("Food", date(2025, 11, 1))
        .award("Gases", date(2024, 11, 1));
    trust
}

#[test]
fn what_needs_doing_comes_first_and_the_most_urgent_of_it_first() {
    let passport = many().passport();
    let told: Vec<(Group, String)> = passport
        .lines
        .iter()
        .map(|line| (line.group, format!("{}: {}", line.title, line.words)))
        .collect();
    let expected = [
        (Group::ToDo, "Gases: Required, expired 1 November 2025"),
        (Group::ToDo, "Food: Required, expired 1 November 2026"),
        (Group::ToDo, "Breakaway: Required"),
        (Group::ToDo, "Driving: Complete by 30 December 2026"),
        (Group::ToDo, "COSHH: Complete by 30 January 2027"),
        (Group::Soon, "Falls: Renew by 1 January 2027"),
        (Group::Soon, "ECG: Renew by 1 February 2027"),
        (Group::Fine, "Anaphylaxis: Completed, expires 3 May 2027"),
    ];
    assert_eq!(told, expected.map(|(group, words)| (group, words.to_owned())));
    let summary = passport.summary;
    assert_eq!(
        summary.sentence,
        "3 to do, 2 to complete, the first by 30 December 2026, 2 run out by 22 February 2027"
    );
    assert_eq!((summary.to_do, summary.soon, summary.complete, summary.lines), (3, 2, 3, 8));
    assert_eq!(summary.soon_until, date(2027, 2, 22));
}

#[test]
fn the_summary_speaks_in_the_singular_and_of_nothing() {
    let mut trust = Trust::new(vec![competence("Fire", Months(12)), competence("Induction", Once)]);
    assert_eq!(trust.passport().summary.sentence, "No training is required");
    trust.require_of_all("Induction").award("Induction", date(2021, 3, 2));
    assert_eq!(trust.passport().summary.sentence, "Everything is up to date");
    trust.require_of_all("Fire");
    assert_eq!(trust.passport().summary.sentence, "1 to do");
    trust.award("Fire", date(2026, 1, 1));
    assert_eq!(trust.passport().summary.sentence, "1 runs out by 22 February 2027");
}

#[test]
fn a_competence_that_warns_early_moves_the_day_in_the_sentence_only() {
    let mut early = competence("Fire", Months(12));
    early.warning_months = Some(6);
    let mut trust = Trust::new(vec![early]);
    trust.require_of_all("Fire").award("Fire", date(2026, 5, 3));
    let summary = trust.passport().summary;
    assert_eq!(summary.sentence, "1 runs out by 3 May 2027");
    assert_eq!(summary.soon_until, date(2027, 2, 22));
}

#[test]
fn the_preferred_name_is_used_and_one_name_is_enough() {
    let mut trust = many();
    trust.details.preferred_name = "Effie".into();
    assert_eq!(trust.passport().name, "Effie Brennan");
    trust.details.preferred_name = String::new();
    trust.details.last_name = String::new();
    assert_eq!(trust.passport().name, "Aoife");
}

#[test]
fn hostile_names_pass_through_untouched_but_a_terminal_obeys_none_of_them() {
    let hostile = "\"><script>{{7*7}}\u{1b}[31m\r\n\u{202e}=cmd";
    let mut trust = Trust::new(vec![competence(hostile, Months(12))]);
    trust.require(hostile, Compulsory, Target::Organisation, |r| r.reason = hostile.into());
    trust.details.first_name = hostile.into();
    trust.context.organisation = hostile.into();
    let passport = trust.passport();
    assert_eq!(passport.organisation, hostile);
    assert_eq!(passport.name, format!("{hostile} Brennan"));
    assert_eq!(passport.lines[0].subject, hostile);
    assert_eq!(passport.lines[0].title, hostile);
    assert!(passport.lines[0].why.contains(hostile));
    assert_eq!(passport.lines[0].key, "script-7-7-31m-cmd");
    let shown = text(&passport);
    assert!(!shown.contains(['\u{1b}', '\r', '\u{202e}']));
    assert!(shown.contains("\"><script>{{7*7}}\u{fffd}[31m \u{fffd}=cmd"));
}

#[test]
fn no_row_of_text_is_wider_than_a_terminal_but_an_address_stays_whole() {
    let mut trust = staff_nurse_of_the_rules();
    let long = "Antidisestablishmentarianism".repeat(5);
    trust.details.last_name = long.clone();
    trust.posting().position_title = format!("{long} and a rather long title besides");
    let address = format!("https://passport.example/{}", "x".repeat(90));
    trust.context.page = Some(address.clone());
    let shown = text(&trust.passport());
    let wide: Vec<&str> = shown.lines().filter(|row| row.chars().count() > 80).collect();
    assert_eq!(wide, [address]);
    assert!(shown.lines().all(|row| !row.ends_with(' ')));
}
