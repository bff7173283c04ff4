//! A month from plan to report: what `send` and the timetable both do.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;
use passport_core::delivery::Month;
use passport_store::{Known, Organisation};

use crate::clock::Clock;
use crate::compliance::{self, Rules};
use crate::delivery::{
    self, Basis, DeliveryError, Destination, DryRun, PrintedTeam, Sender, Sending, Sent, day_of,
    print_teams,
};
use crate::letters::{Letters, candidates};

/// What is to be sent.
#[derive(Clone, Debug)]
pub struct Mailing {
    /// The month.
    pub month: Month,
    /// The day the passports speak of.
    pub as_at: Date,
    /// Where to.
    pub to: Destination,
    /// Where the print-ready files of people without an address go.
    pub print_to: PathBuf,
    /// Who sends.
    pub actor: String,
}

/// What was sent.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Mailed {
    /// How the run ended and how the month stands.
    #[serde(flatten)]
    pub sent: Sent,
    /// The print-ready files, in team order.
    pub printed: Vec<PrintedTeam>,
    /// The setting mail-from is missing: the messages are a stand-in's.
    pub stand_in: bool,
}

/// What sending the month would do; writes nothing.
pub async fn dry_run(
    organisation: &Organisation,
    mailing: &Mailing,
) -> Result<DryRun, DeliveryError> {
    let as_at = day_of(organisation, mailing.month, mailing.as_at).await?;
    let rules = rules(organisation, as_at).await?;
    let people = candidates(organisation, &rules, as_at).await?;
    let sender = Sender::new(&rules.book.settings, as_at, &mailing.to)?;
    delivery::dry_run(organisation, &sender, &basis(mailing, &rules, as_at), &people).await
}

/// Plans the month, sends what is planned, and prints for those without an
/// address. Stopped at any moment and begun again, it goes on where it was.
pub async fn mail(
    organisation: &Organisation,
    clock: Clock,
    mailing: &Mailing,
) -> Result<Mailed, DeliveryError> {
    let as_at = day_of(organisation, mailing.month, mailing.as_at).await?;
    let rules = rules(organisation, as_at).await?;
    let settings = &rules.book.settings;
    let sender = Sender::new(settings, as_at, &mailing.to)?;
    let stand_in = sender.is_stand_in();
    let people = candidates(organisation, &rules, as_at).await?;
    let basis = basis(mailing, &rules, as_at);
    delivery::plan(organisation, clock, &sender, &basis, &people).await?;
    drop(people);
    let signed = sender.from.name.clone().unwrap_or_else(|| organisation.name.clone());
    let letters = Arc::new(Letters::new(organisation, &signed).map_err(DeliveryError::Compose)?);
    let sending =
        Sending::new(mailing.to.clone(), sender, &mailing.actor).with_settings(settings, as_at);
    let mut sent =
        delivery::send(organisation, clock, mailing.month, &sending, Arc::clone(&letters)).await?;
    let printed = print_teams(
        organisation,
        clock,
        mailing.month,
        &mailing.print_to,
        letters.as_ref(),
        &sending.faults,
    )
    .await?;
    sent.report = delivery::report(organisation, mailing.month).await?;
    Ok(Mailed { sent, printed, stand_in })
}

/// As known after the last change, and not as things stand: what is undone or
/// imported while the month is planned must not be planned by halves.
async fn rules(organisation: &Organisation, as_at: Date) -> Result<Rules, DeliveryError> {
    let known = Known::After(organisation.last_change().await?);
    Ok(compliance::rules(organisation, known, as_at).await?)
}

fn basis(mailing: &Mailing, rules: &Rules, as_at: Date) -> Basis {
    Basis { month: mailing.month, as_at, change: rules.change, actor: mailing.actor.clone() }
}
