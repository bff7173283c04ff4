//! How a one-time link reaches its owner. This is the one place that knows: a
//! link that goes by mail is sent from here, and every other is handed over by
//! whoever asked for it.

use anyhow::Result;
use jiff::civil::Date;
use passport_store::Organisation;

use super::Invitation;

/// What became of a link.
#[derive(Clone, Debug)]
pub enum Delivered {
    /// It is on its way to the address of the account.
    Mailed,
    /// Whoever asked for it hands it over. It is shown once and kept nowhere.
    ToHandOver {
        /// The whole address.
        address: String,
    },
}

/// Whether links go by mail in an organisation. None does yet.
#[must_use]
pub const fn goes_by_mail(_: &Organisation) -> bool {
    false
}

/// Brings a link on its way.
///
/// # Errors
/// When the database fails.
pub async fn deliver(
    organisation: &Organisation,
    invitation: &Invitation,
    today: Date,
) -> Result<Delivered> {
    let settings = organisation.settings().await?;
    let site = settings.get("site-address", today).trim_end_matches('/');
    let address = format!("{site}/link/{}", invitation.token);
    Ok(Delivered::ToHandOver { address })
}
