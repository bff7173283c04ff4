//! Everyone's passport as a PDF, from the record to the bytes: people are loaded,
//! judged and set on two threads, chunk by chunk as the monthly run has them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Result, ensure};
use passport::compliance::{self, Loaded};
use passport::letters::PRODUCER;
use passport::passports::Passports;
use passport_document::{Press, Stamp};
use passport_store::Known;

use crate::database::{Database, runtime};
use crate::stage::Reading;
use crate::trust::{TODAY, Trust, clock};

/// In seconds.
pub fn make(trust: &Trust, database: &Database) -> Result<Reading> {
    let staff = trust.staff as usize;
    runtime()?.block_on(async {
        let (store, trust) = database.open().await?;
        let begun = Instant::now();
        let press = Press::new()?;
        let rules = compliance::rules(&trust, Known::Now, TODAY).await?;
        let passports = Passports::new(&trust, &rules, TODAY).await?;
        let (mut made, mut failed) = (0, None);
        compliance::everyone(&trust, &rules, |people| {
            match on_two_threads(&press, &passports, &people) {
                Ok(()) => made += people.len(),
                Err(error) => failed = Some(error),
            }
        })
        .await?;
        let time = begun.elapsed();
        if let Some(error) = failed {
            return Err(error);
        }
        ensure!(made == staff, "{made} documents");
        store.db().close().await;
        Ok(Reading::one(time.as_secs_f64()))
    })
}

fn on_two_threads(press: &Press, passports: &Passports<'_>, people: &[Loaded]) -> Result<()> {
    let stamp = Stamp { created: clock().now(), producer: PRODUCER.into() };
    let next = AtomicUsize::new(0);
    let work = || -> Result<()> {
        while let Some(person) = people.get(next.fetch_add(1, Ordering::Relaxed)) {
            let bytes = press.passport(&passports.present(person), &stamp)?;
            ensure!(bytes.starts_with(b"%PDF"), "no document");
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(work);
        work()?;
        other.join().map_err(|_| anyhow::Error::msg("the other thread panicked"))?
    })
}
