//! Sessions: who is logged in, on the server's side. They live in memory, since
//! only a demonstration has any yet; log-in will keep them in the database, behind
//! the same few functions.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use passport_store::Organisation;
use sha2::{Digest, Sha256};

use super::{Roles, Token};

/// Without a request for so long a session ends.
const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// However busy, after so long it ends.
const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);
/// More at once than a demonstration can have; the longest idle makes room.
const MOST: usize = 1_000;

/// Who asks.
#[derive(Clone, Debug)]
pub struct Asker {
    /// Their employee number.
    pub employee_number: String,
    /// First and last name, as the page's header shows it.
    pub name: String,
    /// Their roles.
    pub roles: Roles,
}

/// Someone is logged in to an organisation.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who.
    pub asker: Asker,
    /// To which organisation.
    pub(super) organisation: Organisation,
}

#[derive(Debug)]
struct Kept {
    session: Arc<Session>,
    began: Timestamp,
    seen: Timestamp,
}

impl Kept {
    fn is_over(&self, now: Timestamp) -> bool {
        now.duration_since(self.seen) > IDLE || now.duration_since(self.began) > ABSOLUTE
    }
}

/// All sessions, by the hash of their token: what is in memory opens nothing.
#[derive(Debug, Default)]
pub struct Sessions {
    kept: Mutex<HashMap<[u8; 32], Kept>>,
}

impl Sessions {
    /// Begins a session under a new token.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn begin(
        &self,
        organisation: Organisation,
        asker: Asker,
        now: Timestamp,
    ) -> Result<Token, getrandom::Error> {
        let token = Token::new()?;
        let session = Arc::new(Session { asker, organisation });
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, kept| !kept.is_over(now));
        if kept.len() >= MOST
            && let Some(oldest) = kept.iter().min_by_key(|(_, kept)| kept.seen).map(|(key, _)| *key)
        {
            kept.remove(&oldest);
        }
        kept.insert(hash(&token), Kept { session, began: now, seen: now });
        Ok(token)
    }

    /// The session of a token, if it has one that is not over.
    #[must_use]
    pub fn find(&self, token: &Token, now: Timestamp) -> Option<Arc<Session>> {
        let key = hash(token);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.get_mut(&key)?;
        if found.is_over(now) {
            kept.remove(&key);
            return None;
        }
        found.seen = now;
        Some(Arc::clone(&found.session))
    }

    /// Ends a session; its token opens nothing from then on.
    pub fn end(&self, token: &Token) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).remove(&hash(token));
    }
}

fn hash(token: &Token) -> [u8; 32] {
    Sha256::digest(token.bytes()).into()
}
