//! The second factor of an account: offered, set up, asked for. What is kept is
//! sealed with the server's key; every code is good once, whichever of two
//! requests comes first.

use jiff::{SignedDuration, Timestamp};
use passport_store::{Organisation, StoreError};

use super::Keys;
use super::credentials::{Answer, Attempt, QrCode, RecoveryCode, Throttle, TotpSecret};

/// A secret that is shown to someone who has not confirmed yet that their app has it.
#[derive(Debug)]
pub struct Offer {
    /// For typing by hand.
    pub text: String,
    /// The address that an app on the same phone opens.
    pub uri: String,
    /// The same to scan; `None` where the names are too long for it.
    pub qr_code: Option<QrCode>,
    /// The secret, sealed for the form that confirms it: nothing is kept before.
    pub sealed: String,
}

/// To whom a secret is offered.
#[derive(Clone, Copy, Debug)]
pub struct Recipient<'a> {
    /// The organisation, which the app shows.
    pub organisation: &'a Organisation,
    /// The account's number.
    pub account: i64,
    /// Whose it is, as the audit names them; empty for someone who is not staff.
    pub employee_number: &'a str,
    /// The address, which the app shows.
    pub email: &'a str,
}

/// What became of a code that someone typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// It is right, and used up.
    Right,
    /// It is wrong, or was used.
    Wrong,
    /// Too many were tried; nothing was looked at.
    Wait(SignedDuration),
    /// The secret cannot be opened: the server's key is not the one it was sealed with.
    Sealed,
}

/// What became of confirming an offer.
#[derive(Debug)]
pub enum SetUp {
    /// The account has the factor, and these recovery codes, which are shown once.
    Done([RecoveryCode; 10]),
    /// The code is not that of the offered secret.
    WrongCode,
    /// The offer is not one of ours, or the account has a second factor already.
    Gone,
}

impl Recipient<'_> {
    fn about(&self, what: &str) -> String {
        format!("{what} of account {} of organisation {}", self.account, self.organisation.id)
    }

    /// A new secret, or the one of an offer that was shown before.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn offer(&self, keys: &Keys, before: Option<&str>) -> Result<Offer, getrandom::Error> {
        let about = self.about("offer");
        let shown = before.and_then(|sealed| open(keys, sealed, &about));
        let secret = match shown {
            Some(secret) => secret,
            None => TotpSecret::new()?,
        };
        let issuer = format!("Training Passport, {}", self.organisation.name);
        Ok(Offer {
            text: secret.text(),
            uri: secret.uri(&issuer, self.email),
            qr_code: secret.qr_code(&issuer, self.email),
            sealed: keys.seal(secret.bytes(), &about)?,
        })
    }

    /// Sets up the offered secret, if the code shows that the app has it.
    ///
    /// # Errors
    /// When the database fails or the operating system gives no randomness.
    pub async fn set_up(
        &self,
        keys: &Keys,
        sealed: &str,
        typed: &str,
        now: Timestamp,
    ) -> anyhow::Result<SetUp> {
        let Some(secret) = open(keys, sealed, &self.about("offer")) else {
            return Ok(SetUp::Gone);
        };
        let Some(step) = secret.verify(typed, now, None) else { return Ok(SetUp::WrongCode) };
        let kept = keys.seal(secret.bytes(), &self.about("second factor"))?;
        let codes = RecoveryCode::ten()?;
        let actor = format!("account {}", self.account);
        let mut change = self.organisation.begin(&actor, "second factor set up", now).await?;
        change.concerns(self.employee_number);
        if !change.set_second_factor(self.account, &kept, step, now).await? {
            return Ok(SetUp::Gone);
        }
        change.set_recovery_codes(self.account, &hashes(&codes)).await?;
        // Whoever is logged in elsewhere has not shown it.
        change.end_sessions(self.account, now).await?;
        change.commit().await?;
        Ok(SetUp::Done(codes))
    }

    /// Checks a code of the app, and uses it up.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn check_code(
        &self,
        keys: &Keys,
        throttle: &Throttle,
        typed: &str,
        now: Timestamp,
    ) -> Result<Checked, StoreError> {
        let attempt = self.attempt();
        if let Answer::Wait(wait) = throttle.ask(&attempt, now) {
            return Ok(Checked::Wait(wait));
        }
        let Some(factor) = self.organisation.second_factor(self.account).await? else {
            return Ok(Checked::Wrong);
        };
        let Some(secret) = open(keys, &factor.sealed_secret, &self.about("second factor")) else {
            return Ok(Checked::Sealed);
        };
        let Some(step) = secret.verify(typed, now, Some(factor.last_step)) else {
            return Ok(Checked::Wrong);
        };
        if !self.organisation.use_code(self.account, step).await? {
            return Ok(Checked::Wrong);
        }
        throttle.succeeded(&attempt, now);
        Ok(Checked::Right)
    }

    /// Checks a recovery code, and uses it up.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn check_recovery_code(
        &self,
        throttle: &Throttle,
        typed: &str,
        now: Timestamp,
    ) -> Result<Checked, StoreError> {
        let attempt = self.attempt();
        if let Answer::Wait(wait) = throttle.ask(&attempt, now) {
            return Ok(Checked::Wait(wait));
        }
        let Some(code) = RecoveryCode::read(typed) else { return Ok(Checked::Wrong) };
        if !self.organisation.use_recovery_code(self.account, &code.hash()).await? {
            return Ok(Checked::Wrong);
        }
        throttle.succeeded(&attempt, now);
        Ok(Checked::Right)
    }

    /// Ten new recovery codes in place of all there were.
    ///
    /// # Errors
    /// When the database fails or the operating system gives no randomness.
    pub async fn new_recovery_codes(&self, now: Timestamp) -> anyhow::Result<[RecoveryCode; 10]> {
        let codes = RecoveryCode::ten()?;
        let actor = format!("account {}", self.account);
        let mut change = self.organisation.begin(&actor, "new recovery codes", now).await?;
        change.concerns(self.employee_number);
        change.set_recovery_codes(self.account, &hashes(&codes)).await?;
        change.commit().await?;
        Ok(codes)
    }

    fn attempt(&self) -> Attempt<'static> {
        Attempt::SecondFactor { organisation: self.organisation.id, account: self.account }
    }
}

/// How many second factors of an organisation the server's keys open: with the
/// first key, with an older one, with none.
///
/// # Errors
/// When the database fails.
pub async fn sealed_with(
    organisation: &Organisation,
    keys: &Keys,
) -> Result<[usize; 3], StoreError> {
    let mut counts = [0; 3];
    let first = keys.first();
    for (account, sealed) in organisation.sealed_secrets().await? {
        let about = Recipient { organisation, account, employee_number: "", email: "" }
            .about("second factor");
        let place = match (open(&first, &sealed, &about), open(keys, &sealed, &about)) {
            (Some(_), _) => 0,
            (None, Some(_)) => 1,
            (None, None) => 2,
        };
        counts[place] += 1;
    }
    Ok(counts)
}

fn hashes(codes: &[RecoveryCode]) -> Vec<String> {
    codes.iter().map(RecoveryCode::hash).collect()
}

fn open(keys: &Keys, sealed: &str, about: &str) -> Option<TotpSecret> {
    let bytes = keys.open_sealed(sealed, about)?;
    bytes.try_into().ok().map(TotpSecret::kept)
}
