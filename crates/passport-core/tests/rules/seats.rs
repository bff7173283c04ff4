//! Places needed by subject, site and month.

use std::collections::BTreeMap;

use passport_core::board::seats::{LostPerThousand, Need, Venue};
use passport_core::delivery::Month;

use super::support::{book, day, numbered, person};

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn venue(subject: &str, site: &str) -> Venue {
    Venue { subject: subject.into(), level: String::new(), site: site.into() }
}

#[test]
fn what_is_missing_and_what_runs_out_needs_a_place_where_people_work() {
    let mut rules = book(&["X 12", "Y once"], &["C X", "C Y"]);
    let people = [
        // Missing now; once only and held.
        person(&mut rules, &["at Ashdown"], &["Y @ 2024-01-01"]),
        // In date through 15 December, and through 31 January.
        person(&mut rules, &["at Ashdown"], &["X @ 2025-12-15", "Y @ 2024-01-01"]),
        person(&mut rules, &["at Ashdown"], &["X @ 2026-01-31", "Y @ 2024-01-01"]),
        // Elsewhere; beyond the months asked for; away.
        person(&mut rules, &["at Oakfield"], &["X @ 2025-12-31", "Y @ 2024-01-01"]),
        person(&mut rules, &["at Ashdown"], &["X @ 2026-03-31", "Y @ 2024-01-01"]),
        person(&mut rules, &["at Ashdown | status Maternity"], &[]),
    ];
    let as_at = day("2026-11-22");
    let policy = rules.settings.policy(as_at);
    let mut need = Need::new(&rules, &policy, as_at, 3);
    for (place, who) in people.into_iter().enumerate() {
        need.add(&numbered(who, &format!("1000000{place}")));
    }
    let planned = BTreeMap::from([
        ((venue("X", "Ashdown"), month("2026-12")), 1),
        ((venue("X", "Ashdown"), month("2026-10")), 40),
        ((venue("X", "Online"), month("2027-01")), 12),
    ]);
    let rows: Vec<String> = need
        .rows(&planned, LostPerThousand::default())
        .iter()
        .map(|row| {
            format!(
                "{} {} {}: {} + {} need {}, {} planned, {} left",
                row.venue.subject,
                row.venue.site,
                row.month,
                row.waiting,
                row.running_out,
                row.needed,
                row.planned,
                row.left
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            "X Ashdown 2026-11: 1 + 0 need 1, 0 planned, 1 left",
            "X Ashdown 2026-12: 1 + 1 need 2, 1 planned, 1 left",
            "X Ashdown 2027-01: 1 + 1 need 2, 0 planned, 2 left",
            "X Oakfield 2026-11: 0 + 0 need 0, 0 planned, 0 left",
            "X Oakfield 2026-12: 0 + 1 need 1, 0 planned, 1 left",
            "X Oakfield 2027-01: 1 + 0 need 1, 0 planned, 1 left",
            "X Online 2026-11: 0 + 0 need 0, 0 planned, 0 left",
            "X Online 2026-12: 0 + 0 need 0, 0 planned, 0 left",
            "X Online 2027-01: 0 + 0 need 0, 12 planned, 0 left",
        ]
    );
}

#[test]
fn a_share_of_places_is_lost() {
    let mut rules = book(&["X 12"], &["C X"]);
    let as_at = day("2026-11-22");
    let policy = rules.settings.policy(as_at);
    let who = person(&mut rules, &["at Ashdown"], &[]);
    let mut need = Need::new(&rules, &policy, as_at, 1);
    for place in 0..9 {
        need.add(&numbered(who.clone(), &format!("1000000{place}")));
    }
    let planned = BTreeMap::from([((venue("X", "Ashdown"), month("2026-11")), 8)]);
    let row = &need.rows(&planned, LostPerThousand::new(120))[0];
    // 9 people need 10.2 places; 8 places serve 7.04 people.
    assert_eq!((row.needed, row.left), (11, 2));
}

#[test]
fn a_person_sits_once_and_a_starter_by_the_end_of_their_time() {
    let mut rules = book(&["X 12", "Y 12", "Z/1 12", "Z/2 12"], &["C X", "C Y | grace 30"]);
    let as_at = day("2026-11-22");
    let policy = rules.settings.policy(as_at);
    // Two posts: X runs out on 15 December for both; a starter's Y is due on 20 December.
    let posts = ["at Ashdown | start 2026-11-20", "at Oakfield | start 2026-11-20 | secondary"];
    let who = person(&mut rules, &posts, &["X @ 2025-12-15"]);
    let mut need = Need::new(&rules, &policy, as_at, 2);
    need.add(&who);
    let found: Vec<_> = need
        .rows(&BTreeMap::new(), LostPerThousand::default())
        .into_iter()
        .filter(|row| row.running_out > 0)
        .map(|row| (row.venue.subject, row.venue.site, row.month, row.running_out))
        .collect();
    let december = month("2026-12");
    let expected = ["X", "Y"].map(|subject| (subject.into(), "Ashdown".into(), december, 1));
    assert_eq!(found, expected);
}
