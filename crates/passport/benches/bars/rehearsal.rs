//! A rehearsal of a new requirement for everyone, from the question to the list,
//! the training it takes and the twelve months to come.

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Result, ensure};
use jiff::civil::date;
use passport::compliance::Registers;
use passport::requirements::rehearse;
use passport_core::facts::{ProposalFact, Recorded, TargetKind};
use passport_core::requirement::Class;

use crate::database::{Database, runtime};
use crate::stage::Reading;
use crate::trust::TODAY;

const RUNS: usize = 3;

/// In seconds.
pub fn rehearsal(database: &Database) -> Result<Reading> {
    let fact = ProposalFact {
        against: None,
        ends: false,
        target_kind: TargetKind::Organisation,
        target: String::new(),
        within: String::new(),
        subject: "Infection Prevention and Control".into(),
        level: "2".into(),
        class: Some(Class::Compulsory),
        date_from: date(2027, 1, 1),
        date_to: None,
        period: None,
        grace_days: 0,
        introduced: None,
        reason: "The bar".into(),
        approved_by: "The bar".into(),
    };
    let proposals = [Recorded { id: 1, recorded: 1, fact }];
    runtime()?.block_on(async {
        let (store, trust) = database.open().await?;
        let latest = trust.latest().await?;
        let register = Registers::default().get(&trust, latest).await?;
        let mut figures = Vec::new();
        for _ in 0..RUNS {
            let begun = Instant::now();
            let known = (Arc::clone(&register), latest.change);
            let found = rehearse(&trust, known, &proposals, date(2027, 1, 1), TODAY).await?;
            figures.push(begun.elapsed().as_secs_f64());
            ensure!(found.lines.len() > 1_000 && found.months.len() == 12, "too little differs");
        }
        store.db().close().await;
        Ok(Reading::of(figures))
    })
}
