//! How often one may try, so that guessing takes for ever and nobody is locked out.
//!
//! A lock that closes after so many failures is a present to whoever wants to keep
//! somebody out. Here strangers wait for one another: by the address they come
//! from, and by the account they try. A browser that has logged in to the account
//! before is no stranger to it; it has an allowance of its own that nobody else can
//! use up, neither by trying the same account nor from behind the same address (a
//! trust has few addresses and thousands of people).
//!
//! Attempts count when they begin, so that a thousand at once do not all get
//! through while the first is being checked; success gives back what it took.
//!
//! Knowingly left out: an attacker from many addresses can keep strangers to one
//! account waiting. Its owner, on a new browser on that day, asks for a link by
//! email, which is counted apart.
//!
//! It is in memory: a restart forgets, and each of several servers counts alone.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::DeviceId;

/// What is counted at most: some ten megabytes.
const ROOM: usize = 100_000;

/// Who tries what. An account is named as it was typed, in its normal form: one
/// that there is not is counted as one that there is.
#[derive(Clone, Copy, Debug)]
pub enum Attempt<'a> {
    /// A password, from a browser without a mark of this account.
    Stranger {
        /// Where from.
        address: IpAddr,
        /// The organisation's number.
        organisation: i64,
        /// The account, as typed.
        account: &'a str,
    },
    /// A password, from a browser with a mark of the account.
    Device(DeviceId),
    /// The password once more, by whoever is logged in to the account.
    Owner {
        /// The organisation's number.
        organisation: i64,
        /// The account's number.
        account: i64,
    },
    /// A one-time or recovery code, after the right password: whoever wants to keep
    /// its owner out this way has to know it.
    SecondFactor {
        /// The organisation's number.
        organisation: i64,
        /// The account's number.
        account: i64,
    },
    /// Going to an identity provider to log in there.
    SingleSignOn {
        /// Where from.
        address: IpAddr,
    },
    /// A link by email for a new password.
    Link {
        /// Where from.
        address: IpAddr,
        /// The organisation's number.
        organisation: i64,
        /// The account, as typed.
        account: &'a str,
    },
}

/// Whether one may try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes; it is counted.
    Go,
    /// Not before so long; nothing was counted.
    Wait(SignedDuration),
}

/// So many at once, and then one in so many seconds.
#[derive(Clone, Copy)]
struct Allowance {
    at_once: i64,
    every: i64,
}

const ADDRESS: Allowance = Allowance { at_once: 30, every: 4 };
const ACCOUNT: Allowance = Allowance { at_once: 10, every: 30 };
const DEVICE: Allowance = Allowance { at_once: 10, every: 30 };
/// Three codes in a million are right at any time: at this pace somebody who has
/// the password needs years for an even chance.
const SECOND_FACTOR: Allowance = Allowance { at_once: 10, every: 15 * 60 };
/// Nothing is guessed there: it keeps the provider from being asked without end, and
/// lets a trust that comes from one address log in at the beginning of a shift.
const SINGLE_SIGN_ON: Allowance = Allowance { at_once: 300, every: 1 };
/// Nobody's inbox is flooded; each link is good for an hour.
const LINK: Allowance = Allowance { at_once: 3, every: 20 * 60 };

/// Counts attempts.
#[derive(Debug)]
pub struct Throttle {
    debts: Mutex<Debts>,
    room: usize,
}

impl Default for Throttle {
    fn default() -> Self {
        Self::with_room(ROOM)
    }
}

impl Throttle {
    fn with_room(room: usize) -> Self {
        Self { debts: Mutex::default(), room }
    }

    /// Whether this may be tried now; if so, it is counted. Where an attempt counts
    /// twice it needs leave from both, and one that must wait costs nothing.
    #[must_use]
    pub fn ask(&self, attempt: &Attempt<'_>, now: Timestamp) -> Answer {
        let now = now.as_microsecond();
        let mut debts = self.debts();
        debts.forget_paid(now);
        let counts = counts(attempt);
        let mut longest = 0;
        for (key, allowance) in &counts {
            let mut paid = debts.paid(key, now);
            // After a clock was put back a debt seems larger than any can be.
            if paid > now + allowance.most() {
                paid = now + allowance.most();
                debts.set(*key, paid, now, self.room);
            }
            longest = longest.max(paid + allowance.each() - allowance.most() - now);
        }
        if longest > 0 {
            return Answer::Wait(SignedDuration::from_micros(longest));
        }
        for (key, allowance) in counts {
            let paid = debts.paid(&key, now) + allowance.each();
            debts.set(key, paid, now, self.room);
        }
        Answer::Go
    }

    /// An attempt ended in a log-in. A browser that is known has its whole allowance
    /// again. A stranger is given back the one attempt, not more: else somebody could
    /// log in to their own account now and then to go on guessing at others'.
    pub fn succeeded(&self, attempt: &Attempt<'_>, now: Timestamp) {
        let now = now.as_microsecond();
        let mut debts = self.debts();
        for (key, allowance) in counts(attempt) {
            let paid = debts.paid(&key, now);
            let paid = match attempt {
                Attempt::Device(_) | Attempt::Owner { .. } | Attempt::SecondFactor { .. } => now,
                Attempt::Stranger { .. } | Attempt::SingleSignOn { .. } => paid - allowance.each(),
                // What was sent was sent.
                Attempt::Link { .. } => paid,
            };
            debts.set(key, paid, now, self.room);
        }
    }

    fn debts(&self) -> MutexGuard<'_, Debts> {
        // A panic cannot leave it half changed in a way that matters.
        self.debts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Allowance {
    /// What one attempt adds to a debt, in microseconds.
    const fn each(self) -> i64 {
        self.every * 1_000_000
    }

    /// The largest debt there can be.
    const fn most(self) -> i64 {
        self.at_once * self.each()
    }
}

/// What is counted: a hash of it, so that all are of one size and no name is kept.
type Key = [u8; 16];

/// When each debt will be paid, in microseconds since 1970. One number is the whole
/// leaky bucket: an attempt puts it later, time passes it.
#[derive(Debug, Default)]
struct Debts {
    paid: HashMap<Key, i64>,
    order: BTreeSet<(i64, Key)>,
}

impl Debts {
    fn paid(&self, key: &Key, now: i64) -> i64 {
        self.paid.get(key).copied().unwrap_or(now).max(now)
    }

    fn set(&mut self, key: Key, paid: i64, now: i64, room: usize) {
        if let Some(before) = self.paid.remove(&key) {
            self.order.remove(&(before, key));
        }
        if paid <= now {
            return;
        }
        // The one that is paid soonest makes room: it is nearest to being forgotten
        // anyway. Were it the one that came first, a flood of new names would wipe
        // out the debt of the one that is being guessed at.
        while self.paid.len() >= room {
            let Some((_, soonest)) = self.order.pop_first() else { break };
            self.paid.remove(&soonest);
        }
        self.paid.insert(key, paid);
        self.order.insert((paid, key));
    }

    fn forget_paid(&mut self, now: i64) {
        while self.order.first().is_some_and(|(paid, _)| *paid <= now) {
            if let Some((_, key)) = self.order.pop_first() {
                self.paid.remove(&key);
            }
        }
    }
}

/// All that an attempt counts against.
fn counts(attempt: &Attempt<'_>) -> Vec<(Key, Allowance)> {
    let from = |address| (key(b'a', &[&place(address)]), ADDRESS);
    match *attempt {
        Attempt::Stranger { address, organisation, account } => {
            let account = key(b's', &[&organisation.to_be_bytes(), account.as_bytes()]);
            vec![from(address), (account, ACCOUNT)]
        }
        Attempt::Device(device) => vec![(key(b'd', &[device.bytes()]), DEVICE)],
        Attempt::Owner { organisation, account } => {
            let account = key(b'p', &[&organisation.to_be_bytes(), &account.to_be_bytes()]);
            vec![(account, DEVICE)]
        }
        Attempt::SecondFactor { organisation, account } => {
            let account = key(b'f', &[&organisation.to_be_bytes(), &account.to_be_bytes()]);
            vec![(account, SECOND_FACTOR)]
        }
        Attempt::SingleSignOn { address } => {
            vec![(key(b'o', &[&place(address)]), SINGLE_SIGN_ON)]
        }
        Attempt::Link { address, organisation, account } => {
            let account = key(b'l', &[&organisation.to_be_bytes(), account.as_bytes()]);
            vec![from(address), (account, LINK)]
        }
    }
}

/// Only the last part may vary in length, so no two lists of parts read the same.
fn key(kind: u8, parts: &[&[u8]]) -> Key {
    let mut hash = Sha256::new();
    hash.update([kind]);
    for part in parts {
        hash.update(part);
    }
    let hash: [u8; 32] = hash.finalize().into();
    let mut key = Key::default();
    key.copy_from_slice(&hash[..16]);
    key
}

/// Where someone comes from: an IPv4 address, or the 64 bits of an IPv6 address that
/// a household or a server is given whole.
fn place(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(four) => four.octets().to_vec(),
        IpAddr::V6(six) => six.octets()[..8].to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use jiff::civil::date;
    use jiff::{SignedDuration, Timestamp};

    use super::super::{Devices, Owner};
    use super::{Answer, Attempt, DeviceId, Throttle};

    const NIGHT: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).expect("an instant")
    }

    fn wait(seconds: i64) -> Answer {
        Answer::Wait(SignedDuration::from_secs(seconds))
    }

    fn stranger(address: IpAddr, account: &str) -> Attempt<'_> {
        Attempt::Stranger { address, organisation: 1, account }
    }

    /// A different place each.
    fn elsewhere(number: u32) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from_bits(0x0A00_0000 + number))
    }

    fn device() -> DeviceId {
        let (devices, day) = (Devices::with(&[7; 32]), date(2026, 11, 22));
        let owner = Owner { organisation: 1, account: 7 };
        let mark = devices.issue(owner, "", day).expect("randomness");
        devices.holds(owner, &mark, day).expect("a mark").device
    }

    /// How many of a thousand go through at once.
    fn gone(throttle: &Throttle, now: Timestamp, attempt: impl Fn(u32) -> AttemptOf) -> usize {
        (0..1_000).filter(|n| throttle.ask(&attempt(*n).attempt(), now) == Answer::Go).count()
    }

    /// A stranger's attempt that owns its name.
    struct AttemptOf(IpAddr, String);

    impl AttemptOf {
        fn attempt(&self) -> Attempt<'_> {
            stranger(self.0, &self.1)
        }
    }

    #[test]
    fn strangers_to_an_account_wait_for_one_another_wherever_they_are() {
        let throttle = Throttle::default();
        let priya = |n| AttemptOf(elsewhere(n), "priya".to_owned());
        assert_eq!(gone(&throttle, at(0), priya), 10);
        assert_eq!(throttle.ask(&stranger(NIGHT, "priya"), at(0)), wait(30));
        assert_eq!(throttle.ask(&stranger(NIGHT, "priya"), at(29)), wait(1));
        assert_eq!(throttle.ask(&stranger(NIGHT, "priya"), at(30)), Answer::Go);
        assert_eq!(throttle.ask(&stranger(NIGHT, "priya"), at(30)), wait(30));
        assert_eq!(gone(&throttle, at(90), priya), 2, "one every thirty seconds");
        assert_eq!(gone(&throttle, at(10_000), priya), 10, "never more than at first");
        assert_eq!(throttle.ask(&stranger(NIGHT, "callum"), at(0)), Answer::Go);
        let elsewhere = Attempt::Stranger { address: NIGHT, organisation: 2, account: "priya" };
        assert_eq!(throttle.ask(&elsewhere, at(0)), Answer::Go, "another trust's priya");
    }

    #[test]
    fn one_address_waits_whatever_accounts_it_tries() {
        let throttle = Throttle::default();
        let anyone = |n| AttemptOf(NIGHT, format!("person {n}"));
        assert_eq!(gone(&throttle, at(0), anyone), 30);
        assert_eq!(throttle.ask(&stranger(NIGHT, "priya"), at(0)), wait(4));
        assert_eq!(throttle.ask(&stranger(elsewhere(1), "priya"), at(0)), Answer::Go);
        assert_eq!(gone(&throttle, at(60), anyone), 15, "one every four seconds");
    }

    #[test]
    fn an_attacker_cannot_make_the_owner_wait_on_their_own_browser() {
        let (throttle, own) = (Throttle::default(), Attempt::Device(device()));
        // The same account from everywhere, and everything from the owner's address.
        gone(&throttle, at(0), |n| AttemptOf(elsewhere(n), "priya".to_owned()));
        gone(&throttle, at(0), |n| AttemptOf(NIGHT, format!("person {n}")));
        assert_eq!(throttle.ask(&stranger(NIGHT, "priya"), at(0)), wait(30));
        for _ in 0..10 {
            assert_eq!(throttle.ask(&own, at(0)), Answer::Go);
        }
        // The browser itself may be stolen: it has no more than its allowance.
        assert_eq!(throttle.ask(&own, at(0)), wait(30));
        assert_eq!(throttle.ask(&Attempt::Device(device()), at(0)), Answer::Go);
    }

    #[test]
    fn an_attempt_that_waits_costs_nothing() {
        let throttle = Throttle::default();
        gone(&throttle, at(0), |n| AttemptOf(elsewhere(n), "priya".to_owned()));
        // The account says no a thousand times; the address has its allowance yet.
        assert_eq!(gone(&throttle, at(0), |_| AttemptOf(NIGHT, "priya".to_owned())), 0);
        assert_eq!(gone(&throttle, at(0), |n| AttemptOf(NIGHT, format!("person {n}"))), 30);
        // And the address saying no leaves the account's.
        assert_eq!(gone(&throttle, at(0), |_| AttemptOf(NIGHT, "callum".to_owned())), 0);
        let callum = |n| AttemptOf(elsewhere(n), "callum".to_owned());
        assert_eq!(gone(&throttle, at(0), callum), 10);
    }

    #[test]
    fn success_gives_a_known_browser_its_whole_allowance_back() {
        let (throttle, own) = (Throttle::default(), Attempt::Device(device()));
        while throttle.ask(&own, at(0)) == Answer::Go {}
        throttle.succeeded(&own, at(0));
        let again = (0..100).filter(|_| throttle.ask(&own, at(0)) == Answer::Go).count();
        assert_eq!(again, 10);
    }

    #[test]
    fn success_gives_a_stranger_back_what_it_took_and_no_more() {
        let throttle = Throttle::default();
        // A shift begins: five hundred people behind one address, all of whom get in.
        for person in 0..500 {
            let attempt = AttemptOf(NIGHT, format!("person {person}"));
            assert_eq!(throttle.ask(&attempt.attempt(), at(0)), Answer::Go, "{person}");
            throttle.succeeded(&attempt.attempt(), at(0));
        }
        // One of them guesses at others, and logs in to their own account in between.
        let mut guesses = 0;
        let own = stranger(NIGHT, "mallory");
        for person in 0..1_000 {
            let attempt = AttemptOf(NIGHT, format!("person {person}"));
            guesses += usize::from(throttle.ask(&attempt.attempt(), at(0)) == Answer::Go);
            if throttle.ask(&own, at(0)) == Answer::Go {
                throttle.succeeded(&own, at(0));
            }
        }
        assert_eq!(guesses, 30);
    }

    #[test]
    fn a_second_factor_is_counted_by_account_and_slowly() {
        let throttle = Throttle::default();
        let code = Attempt::SecondFactor { organisation: 1, account: 7 };
        let day = 24 * 3_600;
        let tried =
            |second| (0..99).filter(|_| throttle.ask(&code, at(second)) == Answer::Go).count();
        assert_eq!(tried(0), 10);
        assert_eq!(tried(day), 10);
        assert_eq!(throttle.ask(&code, at(day)), wait(15 * 60));
        let other = Attempt::SecondFactor { organisation: 1, account: 8 };
        assert_eq!(throttle.ask(&other, at(0)), Answer::Go);
        throttle.succeeded(&code, at(day));
        assert_eq!(tried(day), 10);
    }

    #[test]
    fn links_are_counted_apart_from_passwords_and_never_given_back() {
        let throttle = Throttle::default();
        gone(&throttle, at(0), |n| AttemptOf(elsewhere(n), "priya".to_owned()));
        let link = Attempt::Link { address: NIGHT, organisation: 1, account: "priya" };
        for _ in 0..3 {
            assert_eq!(throttle.ask(&link, at(0)), Answer::Go);
            throttle.succeeded(&link, at(0));
        }
        assert_eq!(throttle.ask(&link, at(0)), wait(20 * 60));
    }

    #[test]
    fn an_ipv6_neighbourhood_and_both_forms_of_an_ipv4_address_are_one_place() {
        let parse = |text: &str| text.parse::<IpAddr>().expect("an address");
        for (first, second, same) in [
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true),
            ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
            ("::ffff:192.0.2.1", "192.0.2.1", true),
            ("::ffff:192.0.2.1", "::ffff:192.0.2.2", false),
            ("192.0.2.1", "192.0.2.2", false),
        ] {
            let throttle = Throttle::default();
            gone(&throttle, at(0), |n| AttemptOf(parse(first), format!("person {n}")));
            let answer = throttle.ask(&stranger(parse(second), "priya"), at(0));
            assert_eq!(answer == wait(4), same, "{first} {second}");
        }
    }

    #[test]
    fn a_clock_that_is_put_back_makes_nobody_wait_longer_than_ever() {
        let (throttle, own) = (Throttle::default(), Attempt::Device(device()));
        while throttle.ask(&own, at(0)) == Answer::Go {}
        assert_eq!(throttle.ask(&own, at(-86_400)), wait(30));
        assert_eq!(throttle.ask(&own, at(-86_370)), Answer::Go);
    }

    #[test]
    fn memory_is_bounded_and_a_flood_does_not_wash_a_debt_away() {
        let throttle = Throttle::with_room(50);
        gone(&throttle, at(0), |n| AttemptOf(elsewhere(n), "priya".to_owned()));
        gone(&throttle, at(0), |n| AttemptOf(elsewhere(n), format!("person {n}")));
        let debts = throttle.debts();
        assert_eq!((debts.paid.len(), debts.order.len()), (50, 50));
        drop(debts);
        assert_eq!(throttle.ask(&stranger(NIGHT, "priya"), at(0)), wait(30));
    }

    #[test]
    fn what_is_paid_is_forgotten() {
        let throttle = Throttle::default();
        gone(&throttle, at(0), |n| AttemptOf(elsewhere(n), format!("person {n}")));
        assert_eq!(throttle.debts().paid.len(), 2_000);
        assert_eq!(throttle.ask(&stranger(NIGHT, "priya"), at(31)), Answer::Go);
        let debts = throttle.debts();
        assert_eq!((debts.paid.len(), debts.order.len()), (2, 2));
    }
}
