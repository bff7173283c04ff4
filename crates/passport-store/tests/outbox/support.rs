//! A month for a fresh organisation, and people for it.

use std::future::Future;

use jiff::SignedDuration;
use passport_core::delivery::{Month, Reason};
use passport_store::{Carrier, MonthPlan, Organisation, PlannedPerson, Reservation};

#[path = "../databases/mod.rs"]
mod databases;
pub use databases::at;

/// As [`databases::on_both`], for what needs the organisation alone.
pub async fn on_both<F, T>(name: &str, test: F)
where
    F: Fn(Organisation) -> T,
    T: Future<Output = ()>,
{
    databases::on_both(name, |_, trust| test(trust)).await;
}

pub fn month() -> Month {
    "2026-11".parse().expect("a month")
}

pub fn plan_at(seconds: i64) -> MonthPlan {
    MonthPlan {
        month: month(),
        as_at: "2026-11-01".parse().expect("a date"),
        change: 1,
        actor: "test".into(),
        at: at(seconds),
    }
}

pub fn person(number: &str) -> PlannedPerson {
    PlannedPerson {
        employee_number: number.into(),
        name: format!("Person {number}"),
        address: format!("p{number}@example.nhs.uk"),
        unit: "Hartwell NHS Trust|Ashdown Ward".into(),
        message_id: format!("passport-2026-11.{number}@example.nhs.uk"),
        not_sent: None,
    }
}

pub fn without_address(number: &str) -> PlannedPerson {
    PlannedPerson {
        address: String::new(),
        message_id: format!("passport-2026-11.{number}-none@example.nhs.uk"),
        not_sent: Some((Reason::NoAddress, String::new())),
        ..person(number)
    }
}

pub fn people(many: usize) -> Vec<PlannedPerson> {
    (1..=many).map(|number| person(&format!("{number:05}"))).collect()
}

pub fn worker(name: &str) -> Reservation {
    Reservation {
        worker: name.into(),
        carrier: Carrier::Smtp,
        most: 10,
        lease: SignedDuration::from_secs(30),
        resend_in_doubt: true,
    }
}
