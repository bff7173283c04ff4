//! A month from plan to report: what `send` and the timetable both do.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;
use passport_core::delivery::Month;
use passport_store::{Known, Organisation};

use crate::clock::Clock;
use crate::compliance::{self, Rules};
use crate::delivery::{
    self, Basis, DeliveryError, Destination, DryRun, PrintedTeam, Sender, Sending, Sent,
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
}

/// What sending the month would do; writes nothing.
pub async fn dry_run(
    organisation: &Organisation,
    mailing: &Mailing,
) -> Result<DryRun, DeliveryError> {
    let rules = rules(organisation, mailing.as_at).await?;
    let people = candidates(organisation, &rules, mailing.as_at).await?;
    let sender = sender(&rules, mailing)?;
    delivery::dry_run(organisation, &sender, &basis(mailing, &rules), &people).await
}

/// Plans the month, sends what is planned, and prints for those without an
/// address. Stopped at any moment and begun again, it goes on where it was.
pub async fn mail(
    organisation: &Organisation,
    clock: Clock,
    mailing: &Mailing,
) -> Result<Mailed, DeliveryError> {
    let rules = rules(organisation, mailing.as_at).await?;
    let sender = sender(&rules, mailing)?;
    let people = candidates(organisation, &rules, mailing.as_at).await?;
    delivery::plan(organisation, clock, &sender, &basis(mailing, &rules), &people).await?;
    drop(people);
    let settings = &rules.book.settings;
    let mut sending = Sending::new(mailing.to.clone(), sender.clone(), &mailing.actor);
    sending.per_minute = settings.whole("mail-per-minute", mailing.as_at);
    sending.resend_in_doubt = settings.get("mail-in-doubt", mailing.as_at) != "hold";
    let signed = sender.from.name.clone().unwrap_or_else(|| organisation.name.clone());
    let letters = Arc::new(Letters::new(organisation, &signed).map_err(DeliveryError::Compose)?);
    let faults = sending.faults.clone();
    let sent =
        delivery::send(organisation, clock, mailing.month, &sending, Arc::clone(&letters)).await?;
    let printed = print_teams(
        organisation,
        clock,
        mailing.month,
        &mailing.print_to,
        letters.as_ref(),
        &faults,
    )
    .await?;
    Ok(Mailed { sent, printed })
}

async fn rules(organisation: &Organisation, as_at: Date) -> Result<Rules, DeliveryError> {
    Ok(compliance::rules(organisation, Known::Now, as_at).await?)
}

fn basis(mailing: &Mailing, rules: &Rules) -> Basis {
    Basis {
        month: mailing.month,
        as_at: mailing.as_at,
        change: rules.change,
        actor: mailing.actor.clone(),
    }
}

/// Into a folder anyone may be the sender; a mail server wants a real address.
fn sender(rules: &Rules, mailing: &Mailing) -> Result<Sender, DeliveryError> {
    Sender::new(&rules.book.settings, mailing.as_at)
}
