//! Sample sheets and packs of teams: none, thirty and a hundred people, and texts
//! longer than anybody's.
#![allow(dead_code, reason = "each user takes a part")]

use jiff::civil::date;
use passport_core::present::{MeetingSheet, Passport, Reminder};
use passport_core::supervision::{Action, Doer};

use crate::support::{Dice, month, passport, random_name};

const SUBJECTS: usize = 25;
const FIRST: [&str; 8] =
    ["Ann", "Tomasz", "Grace", "Bronwen", "Eleni", "Dmytro", "Chukwuemeka", "Mary Louise"];
const LAST: [&str; 8] = [
    "Jones",
    "Zieliński",
    "Okonkwo",
    "Llŷr-Nguyễn",
    "Papadopoulou",
    "Kovalenko",
    "Featherstonehaugh",
    "Owen",
];

/// Sheets by the name of their layout.
pub fn sheets() -> Vec<(&'static str, MeetingSheet)> {
    let mut long = sheet(12);
    long.team = "Team of ".to_owned() + &"Wolfeschlegelsteinhausenbergerdorff ".repeat(6);
    for reminder in &mut long.reminders {
        reminder.now.push("Wolfeschlegelsteinhausenbergerdorff ".repeat(7));
        reminder.title = "An unusually long title of a subject ".repeat(5);
    }
    vec![
        ("sheet-empty", sheet(0)),
        ("sheet-narrowed", sheet(6)),
        ("sheet-thirty", sheet(30)),
        ("sheet-hundred", sheet(100)),
        ("sheet-long", long),
    ]
}

/// A sheet for so many people, of whom each has four things to do.
pub fn sheet(people: usize) -> MeetingSheet {
    let mut dice = Dice::new(7);
    let name = |dice: &mut Dice| match people {
        // As people on a ward are called, and as nobody is.
        ..=30 => format!("{} {}", dice.pick(&FIRST), dice.pick(&LAST)),
        _ => random_name(dice),
    };
    let mut reminders: Vec<Reminder> = (0..SUBJECTS)
        .map(|place| Reminder {
            title: format!("Infection Prevention and Control, Level {place}"),
            now: Vec::new(),
            soon: Vec::new(),
        })
        .collect();
    for _ in 0..people {
        let name = name(&mut dice);
        for turn in 0..4 {
            let reminder = &mut reminders[dice.below(SUBJECTS)];
            match turn {
                0 => reminder.now.push(format!("{name}, booked 1 Dec (after it is due)")),
                1 => reminder.now.push(name.clone()),
                _ => reminder.soon.push(format!("{name}, by 20 Jan")),
            }
        }
    }
    reminders.retain(|reminder| !reminder.now.is_empty() || !reminder.soon.is_empty());
    MeetingSheet {
        organisation: "Hartwell NHS Trust".into(),
        team: "Team of Grace Okonkwo".into(),
        as_at: date(2026, 11, 22),
        freshness: Some("Training data as at 20 November 2026, 18:00, from import 12".into()),
        narrowed: (people == 6).then(|| "6 of 20 people have something to do".into()),
        until: date(2027, 2, 22),
        of_those_away: false,
        matched: people,
        people,
        reminders,
    }
}

/// Packs by the name of their layout, with how many are left out.
pub fn packs() -> Vec<(&'static str, Vec<Passport>, usize)> {
    let mut team = month(6);
    for (place, passport) in team.iter_mut().enumerate() {
        passport.actions = (0..place * 2).map(action).collect();
    }
    let mut long = passport(3, "Anne Ashworth", 2, 1, 20);
    long.actions = (0..40).map(|_| action(1)).collect();
    for action in &mut long.actions {
        action.what = "Wolfeschlegelsteinhausenbergerdorff ".repeat(8);
    }
    vec![
        ("pack", team, 0),
        ("pack-one-left-out", vec![long], 1),
        ("pack-empty", Vec::new(), 3),
        ("pack-hundred", month(100), 0),
    ]
}

/// Something agreed.
pub fn action(place: usize) -> Action {
    Action {
        id: place as i64,
        what: format!("Book the class on resuscitation, and tell the ward by email ({place})"),
        doer: if place.is_multiple_of(3) { Doer::Manager } else { Doer::Staff },
        due: date(2026, 12, 15),
        agreed: date(2026, 11, 9),
        done: place.is_multiple_of(4).then(|| (date(2026, 11, 20), "Grace Okonkwo".into())),
    }
}
