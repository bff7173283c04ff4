//! Inviting everyone who works there: how many that is, and what came of it.

use serde::Serialize;

use crate::Page;

/// How many there are to invite.
#[derive(Clone, Debug, Serialize)]
pub struct InviteEveryonePage {
    /// The token against forged requests.
    pub csrf: String,
    /// People with an address and no password yet.
    pub to_invite: u64,
    /// People who have a link that they have not used yet.
    pub waiting: u64,
    /// People without an address.
    pub without_address: u64,
    /// Whether links go by mail; where they do not, nothing is offered.
    pub by_mail: bool,
}

/// What came of it.
#[derive(Clone, Debug, Serialize)]
pub struct EveryoneInvitedPage {
    /// People who were sent a link.
    pub invited: u64,
    /// Those who were not.
    pub not_invited: Vec<NotInvited>,
}

/// Someone who was not invited.
#[derive(Clone, Debug, Serialize)]
pub struct NotInvited {
    /// First and last name.
    pub name: String,
    /// The employee number.
    pub employee_number: String,
    /// Why.
    pub why: String,
}

impl Page for InviteEveryonePage {
    const TEMPLATE: &'static str = "pages/invite_everyone.html";

    fn heading(&self) -> String {
        "Invite everyone".to_owned()
    }
}

impl Page for EveryoneInvitedPage {
    const TEMPLATE: &'static str = "pages/everyone_invited.html";

    fn heading(&self) -> String {
        "Invitations sent".to_owned()
    }
}
