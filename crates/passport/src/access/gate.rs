//! The gate: from a session to what its person may hold.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use passport_store::StoreError;

use super::{Access, ReportingLines, Role, Seal, Session, Sessions};
use crate::cache::{ByChange, Moment};

/// Sessions, the seal of forms, and what opening needs to know.
#[derive(Debug)]
pub struct Gate {
    /// Who is logged in.
    pub sessions: Sessions,
    /// Tokens against forged requests.
    pub seal: Seal,
    lines: ByChange<ReportingLines>,
}

impl Gate {
    /// A gate with nobody inside.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn new() -> Result<Self, getrandom::Error> {
        Ok(Self { sessions: Sessions::default(), seal: Seal::new()?, lines: ByChange::new(4) })
    }

    /// The session of a cookie's token.
    #[must_use]
    pub fn session(&self, token: &super::Token, now: Timestamp) -> Option<Arc<Session>> {
        self.sessions.find(token, now)
    }

    /// What the session's person may hold today.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open(&self, session: &Session, today: Date) -> Result<Access, StoreError> {
        let organisation = session.organisation.clone();
        let lines = if session.asker.roles.include(Role::Manager) {
            let change = organisation.last_change().await?;
            let moment = Moment { organisation: organisation.id, change, day: today };
            Some(self.lines.get(moment, ReportingLines::load(&organisation, today)).await?)
        } else {
            None
        };
        Ok(Access::new(organisation, session.asker.clone(), lines))
    }
}
