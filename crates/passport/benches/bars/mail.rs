//! The month: planned for everyone, and sent with real letters to a mail server
//! in this same process, which keeps what it gets.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Result, ensure};
use passport::compliance;
use passport::delivery::{self, Basis, Destination, Secrets, Sender};
use passport::letters::candidates;
use passport::mailing::{Mailing, mail};
use passport_core::delivery::{MailState, Month};
use passport_store::Known;

use crate::database::{Database, runtime};
use crate::stage::Reading;
use crate::trust::{TODAY, Trust, clock};

#[path = "../../tests/integration/delivery/sink.rs"]
#[expect(dead_code, reason = "the tests' server can refuse in ways that nothing here asks for")]
mod sink;
use sink::Sink;

/// In seconds: the rules, everyone's entitlement, and a row each.
pub fn plan(trust: &Trust, database: &Database) -> Result<Reading> {
    let staff = i64::from(trust.staff);
    runtime()?.block_on(async {
        let (store, trust) = database.open().await?;
        let begun = Instant::now();
        let known = Known::After(trust.last_change().await?);
        let rules = compliance::rules(&trust, known, TODAY).await?;
        let people = candidates(&trust, &rules, TODAY).await?;
        let sender =
            Sender::new(&rules.book.settings, TODAY, &Destination::Folder(PathBuf::new()))?;
        let basis = Basis {
            month: Month::of(TODAY),
            as_at: TODAY,
            change: rules.change,
            actor: "bars".into(),
        };
        delivery::plan(&trust, clock(), &sender, &basis, &people).await?;
        let time = begun.elapsed();
        let rows = trust.outbox(Month::of(TODAY)).await?.len() as i64;
        ensure!(rows * 10 > staff * 9, "{rows} rows for {staff} people");
        store.db().close().await;
        Ok(Reading::one(time.as_secs_f64()))
    })
}

/// In seconds: the whole run, from the plan to the last acceptance.
pub fn send(database: &Database) -> Result<Reading> {
    let print_to: PathBuf = database.url.trim_start_matches("sqlite:").into();
    runtime()?.block_on(async {
        let (store, trust) = database.open().await?;
        let sink = Sink::accepting().await;
        let mailing = Mailing {
            month: Month::of(TODAY),
            as_at: TODAY,
            to: Destination::parse(&sink.url(), &Secrets::default())?,
            print_to: print_to.with_extension("print"),
            actor: "bars".into(),
        };
        let begun = Instant::now();
        let mailed = mail(&trust, passport::clock::Clock::System, &mailing).await?;
        let time = begun.elapsed();
        let report = &mailed.sent.report;
        let sent = report.count(MailState::Sent);
        ensure!(sent == sink.accepted().len() as i64, "{sent} sent, and another number accepted");
        ensure!(mailed.sent.stopped.is_none(), "{:?}", mailed.sent.stopped);
        store.db().close().await;
        Ok(Reading::one(time.as_secs_f64()))
    })
}
