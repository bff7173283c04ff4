//! Passwords as they are kept: argon2id with the parameters of the OWASP password
//! storage cheat sheet (at least 19 MiB, two passes, one lane).
//!
//! A hash is slow on purpose, so it is made away from the threads that answer
//! requests, two at once at most, with a queue that ends: when a thousand people knock,
//! most hear that the server is busy instead of all waiting for ever. Whoever
//! hangs up leaves their place only when their hash is done, since the work
//! cannot be called back.

use std::sync::Arc;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::password_hash::{Error as Broken, PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use super::password::check;
use super::{Context, Password, Refusal};

/// Memory in KiB, passes, lanes.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// At once at most, which costs 38 MiB.
const AT_ONCE: usize = 2;
/// Waiting: about two seconds' work.
const WAITING: usize = 64;
const SALT: usize = 16;

/// What a password is to the hash that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    /// The same.
    Right,
    /// The same, but hashed with other parameters than today's: hash it again.
    RightButOld,
    /// Another.
    Wrong,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum HashingError {
    /// As many are waiting as may.
    #[error("too many passwords are being checked at once: try again in a moment")]
    Busy,
    /// What is kept is not an argon2 hash.
    #[error("the password hash that is kept cannot be read: set a new password ({0})")]
    Unreadable(Broken),
    /// The hash could not be made: no memory, most likely.
    #[error("the password could not be hashed: {0}")]
    Failed(Broken),
    /// The operating system gave no randomness.
    #[error("the operating system gives no randomness: {0}")]
    Randomness(getrandom::Error),
    /// The work broke off.
    #[error("checking a password broke off: {0}")]
    BrokeOff(tokio::task::JoinError),
}

/// Makes and compares hashes, a few at once.
#[derive(Clone, Debug)]
pub struct Hasher {
    argon2: Argon2<'static>,
    /// The hash of no password, for accounts that there are not.
    nobody: PasswordHash,
    /// Those at work and those who wait.
    places: Arc<Semaphore>,
    /// Those at work.
    turns: Arc<Semaphore>,
}

impl Hasher {
    /// Two at once, but never on the last core, and 64 waiting: pages are answered
    /// meanwhile.
    ///
    /// # Errors
    /// When the parameters are impossible, which a test would have shown.
    pub fn new() -> Result<Self, HashingError> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self::with(AT_ONCE.min(cores.saturating_sub(1)), WAITING)
    }

    /// So many at once and so many waiting.
    ///
    /// # Errors
    /// When the parameters are impossible, which a test would have shown.
    pub fn with(at_once: usize, waiting: usize) -> Result<Self, HashingError> {
        let params = Params::new(MEMORY, PASSES, LANES, None)
            .map_err(|error| HashingError::Failed(error.into()))?;
        let nobody = nobody(&params).map_err(HashingError::Failed)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let at_once = at_once.max(1);
        Ok(Self {
            argon2,
            nobody,
            places: Arc::new(Semaphore::new(at_once.saturating_add(waiting))),
            turns: Arc::new(Semaphore::new(at_once)),
        })
    }

    /// The hash of a password under a new salt, as text to keep (a PHC string).
    ///
    /// # Errors
    /// When the server is busy, or something fails.
    pub async fn hash(&self, password: &Password) -> Result<String, HashingError> {
        let mut salt = [0; SALT];
        getrandom::fill(&mut salt).map_err(HashingError::Randomness)?;
        let (argon2, password) = (self.argon2.clone(), password.clone());
        let made = self.work(move || argon2.hash_password_with_salt(password.bytes(), &salt));
        Ok(made.await?.map_err(HashingError::Failed)?.to_string())
    }

    /// Whether this is the password whose hash is kept.
    ///
    /// # Errors
    /// When the server is busy, what is kept is no hash, or something fails.
    pub async fn verify(&self, password: &Password, kept: &str) -> Result<Verified, HashingError> {
        let kept = PasswordHash::new(kept)
            .map_err(|error| HashingError::Unreadable(error.into()))
            .and_then(|kept| match kept.hash {
                Some(_) => Ok(kept),
                None => Err(HashingError::Unreadable(Broken::OutputSize)),
            })?;
        self.compare(password, kept).await
    }

    /// Spends the time that [`Hasher::verify`] takes, for an account that there is
    /// not: who waits and who does not would tell who has an account.
    ///
    /// # Errors
    /// When the server is busy, or something fails.
    pub async fn verify_nobody(&self, password: &Password) -> Result<(), HashingError> {
        self.compare(password, self.nobody.clone()).await.map(|_| ())
    }

    /// Asks [`check`] where hashes are made: guessing takes its time too.
    ///
    /// # Errors
    /// When the server is busy, or something fails.
    pub async fn check(
        &self,
        password: &Password,
        context: &Context<'_>,
    ) -> Result<Result<(), Refusal>, HashingError> {
        let password = password.clone();
        let words: Vec<String> = context.words.iter().map(|word| (*word).to_owned()).collect();
        self.work(move || {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            check(&password, &Context { words: &words })
        })
        .await
    }

    async fn compare(
        &self,
        password: &Password,
        kept: PasswordHash,
    ) -> Result<Verified, HashingError> {
        let right = if is_old(&kept) { Verified::RightButOld } else { Verified::Right };
        let (argon2, password) = (self.argon2.clone(), password.clone());
        // The comparison takes the same time wherever it fails.
        match self.work(move || argon2.verify_password(password.bytes(), &kept)).await? {
            Ok(()) => Ok(right),
            Err(Broken::PasswordInvalid) => Ok(Verified::Wrong),
            Err(error) => Err(HashingError::Unreadable(error)),
        }
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashingError> {
        let busy = |_| HashingError::Busy;
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(busy)?;
        // Nobody closes it; were it closed, nobody could get a turn.
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| HashingError::Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            // Held by the work, not by whoever waits for it.
            let _held = (turn, place);
            work()
        });
        done.await.map_err(HashingError::BrokeOff)
    }
}

/// A hash with today's parameters that no password has.
fn nobody(params: &Params) -> Result<PasswordHash, Broken> {
    Ok(PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params)?,
        salt: Some(Salt::new(&[0; SALT])?),
        hash: Some(Output::new(&[0; Params::DEFAULT_OUTPUT_LEN])?),
    })
}

fn is_old(kept: &PasswordHash) -> bool {
    let today = Params::try_from(kept).is_ok_and(|params| {
        (params.m_cost(), params.t_cost(), params.p_cost()) == (MEMORY, PASSES, LANES)
    });
    !today
        || kept.algorithm != Algorithm::Argon2id.ident()
        || kept.version != Some(Version::V0x13.into())
        || kept.hash.is_none_or(|hash| hash.as_ref().len() != Params::DEFAULT_OUTPUT_LEN)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Argon2, Context, Hasher, HashingError, Params, Password, Refusal, Verified};
    use argon2::password_hash::PasswordHasher;

    type Checked = Result<(), HashingError>;

    fn plum() -> Password {
        Password::typed(" Plum gravel saxophone ")
    }

    #[tokio::test]
    async fn a_password_is_right_unchanged_and_wrong_in_any_other_form() -> Checked {
        let hasher = Hasher::new()?;
        let kept = hasher.hash(&plum()).await?;
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_eq!(hasher.verify(&plum(), &kept).await?, Verified::Right);
        for other in ["Plum gravel saxophone", " plum gravel saxophone ", ""] {
            let other = Password::typed(other);
            assert_eq!(hasher.verify(&other, &kept).await?, Verified::Wrong);
        }
        assert_ne!(hasher.hash(&plum()).await?, kept, "every hash has its own salt");
        Ok(())
    }

    #[tokio::test]
    async fn a_hash_of_other_parameters_is_right_but_old() -> Checked {
        let hasher = Hasher::new()?;
        for (memory, passes, length) in [(64, 1, None), (19456, 1, None), (19456, 2, Some(16))] {
            let params = Params::new(memory, passes, 1, length).expect("parameters");
            let kept = Argon2::from(params)
                .hash_password_with_salt(plum().bytes(), b"salt of sixteen.")
                .expect("a hash")
                .to_string();
            assert_eq!(hasher.verify(&plum(), &kept).await?, Verified::RightButOld, "{kept}");
            let wrong = hasher.verify(&Password::typed("plum"), &kept).await?;
            assert_eq!(wrong, Verified::Wrong);
        }
        Ok(())
    }

    #[tokio::test]
    async fn what_is_no_hash_is_said_to_be_none() -> Checked {
        let hasher = Hasher::new()?;
        let salt_only = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdCBvZiBzaXh0ZWVuLg";
        for kept in ["", "plum", "$scrypt$ln=14,r=8,p=1$c2FsdHNhbHQ$aGFzaGhhc2g", salt_only] {
            let answer = hasher.verify(&plum(), kept).await;
            assert!(matches!(answer, Err(HashingError::Unreadable(_))), "{kept}: {answer:?}");
        }
        Ok(())
    }

    // The best of three, and a factor of five: far more than chance makes of it, and
    // far less than the thousandfold that an answer without any hash would show.
    #[tokio::test]
    async fn nobody_takes_as_long_as_somebody() -> Checked {
        let hasher = Hasher::new()?;
        let kept = hasher.hash(&plum()).await?;
        let (mut somebody, mut nobody) = (Duration::MAX, Duration::MAX);
        for _ in 0..3 {
            let began = Instant::now();
            hasher.verify(&plum(), &kept).await?;
            somebody = somebody.min(began.elapsed());
            let began = Instant::now();
            hasher.verify_nobody(&plum()).await?;
            nobody = nobody.min(began.elapsed());
        }
        assert!(nobody < somebody * 5, "{nobody:?} beside {somebody:?}");
        assert!(somebody < nobody * 5, "{nobody:?} beside {somebody:?}");
        Ok(())
    }

    #[tokio::test]
    async fn nobody_has_todays_parameters() -> Checked {
        let hasher = Hasher::new()?;
        assert!(!super::is_old(&hasher.nobody));
        let kept = hasher.nobody.to_string();
        assert_eq!(hasher.verify(&plum(), &kept).await?, Verified::Wrong);
        Ok(())
    }

    #[tokio::test]
    async fn who_finds_the_queue_full_is_told_at_once() -> Checked {
        let hasher = Hasher::with(1, 1)?;
        let password = plum();
        let (first, second, third, fourth) = tokio::join!(
            hasher.hash(&password),
            hasher.hash(&password),
            hasher.hash(&password),
            hasher.verify_nobody(&password),
        );
        assert!(first.is_ok() && second.is_ok(), "one at work, one waiting");
        assert!(matches!(third, Err(HashingError::Busy)), "{third:?}");
        assert!(matches!(fourth, Err(HashingError::Busy)), "{fourth:?}");
        hasher.hash(&password).await.map(|_| ())
    }

    #[tokio::test]
    async fn who_hangs_up_keeps_their_place_until_the_work_is_done() -> Checked {
        let hasher = Hasher::with(1, 0)?;
        let hung_up = tokio::time::timeout(Duration::ZERO, hasher.hash(&plum())).await;
        assert!(hung_up.is_err());
        assert!(matches!(hasher.hash(&plum()).await, Err(HashingError::Busy)));
        // The work ends by itself, and its place is free again.
        let mut tries = 0;
        while matches!(hasher.hash(&plum()).await, Err(HashingError::Busy)) {
            tries += 1;
            assert!(tries < 1_000, "the place was never given back");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    #[tokio::test]
    async fn rules_are_asked_in_the_same_queue() -> Checked {
        let hasher = Hasher::with(1, 0)?;
        let context = Context { words: &["Plum Tree"] };
        let refused = hasher.check(&plum(), &context).await?;
        assert_eq!(refused, Err(Refusal::Contains("plum".to_owned())));
        assert_eq!(hasher.check(&plum(), &Context { words: &[] }).await?, Ok(()));
        let password = plum();
        let (hash, checked) =
            tokio::join!(hasher.hash(&password), hasher.check(&password, &context));
        assert!(hash.is_ok());
        assert!(matches!(checked, Err(HashingError::Busy)), "{checked:?}");
        Ok(())
    }
}
