//! Passwords that are typed into pages: a new one that may be one, and one's own
//! once more before something that an open browser alone must not do.

use passport_store::{Account, Organisation};

use super::answer::Fault;
use super::query;
use super::visit::Visit;
use crate::access::credentials::{Answer, Attempt, Context, HashingError, Password, Verified};

const BUSY: &str = "The server is busy. Try again in a minute.";

/// The hash of a password that may be one, or why it may not.
pub(super) async fn chosen(
    visit: &Visit,
    organisation: &Organisation,
    account: &Account,
    password: &Password,
) -> Result<Result<String, String>, Fault> {
    let words: Vec<&str> = account
        .name
        .split_whitespace()
        .chain(account.email.split('@').take(1))
        .chain(organisation.name.split_whitespace())
        .chain(["training", "passport"])
        .collect();
    let hasher = &visit.app.hasher;
    match hasher.check(password, &Context { words: &words }).await {
        Ok(Ok(())) => {}
        Ok(Err(refusal)) => return Ok(Err(refusal.to_string())),
        Err(error) => return busy(&error).map(Err),
    }
    match hasher.hash(password).await {
        Ok(hash) => Ok(Ok(hash)),
        Err(error) => busy(&error).map(Err),
    }
}

/// Why the password in a form's field is not the account's, if it is not.
pub(super) async fn refused(
    visit: &Visit,
    organisation: &Organisation,
    account: &Account,
    form: &[u8],
    field: &str,
) -> Result<Option<String>, Fault> {
    // Counted apart from log-in: whoever guesses here holds an open browser, and
    // whoever guesses there must not keep its owner from this.
    let attempt = Attempt::Owner { organisation: organisation.id, account: account.id };
    let now = visit.app.settings.clock.now();
    if let Answer::Wait(wait) = visit.app.throttle.ask(&attempt, now) {
        let seconds = wait.as_secs().max(1);
        return Ok(Some(format!("There were too many attempts. Try again in {seconds} seconds.")));
    }
    let typed = Password::typed(query::field(form, field).unwrap_or_default());
    let verified = match account.password_hash.as_str() {
        "" => Ok(Verified::Wrong),
        hash => visit.app.hasher.verify(&typed, hash).await,
    };
    match verified {
        Ok(Verified::Wrong) => {
            visit.note(organisation, "password refused", &account.employee_number);
            Ok(Some("That is not your password.".into()))
        }
        Ok(_) => {
            visit.app.throttle.succeeded(&attempt, now);
            Ok(None)
        }
        Err(error) => busy(&error).map(Some),
    }
}

/// What to say when no password can be hashed for the moment.
fn busy(error: &HashingError) -> Result<String, Fault> {
    match error {
        HashingError::Busy => Ok(BUSY.to_owned()),
        error => Err(Fault::broken(&error.to_string())),
    }
}
