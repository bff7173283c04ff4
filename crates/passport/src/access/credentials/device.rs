//! Marks on browsers that somebody has logged in with before. A mark lets nobody
//! in: it says to the throttle that this is no stranger to that account, so that
//! an attacker who fails a thousand times cannot make its owner wait.
//!
//! A mark is sealed and nothing of it is stored. The seal is over the account,
//! which is not in the mark: whoever finds the cookie does not learn who logs in
//! here. A ward's computer has many people, so a cookie holds several marks.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use jiff::civil::{Date, date};
use sha2::Sha256;

use crate::access::Keys;
use crate::access::token::{from_hex, hex};

/// How long a browser is remembered after a log-in.
const DAYS: i32 = 180;
/// The latest people of one browser that are remembered: 1.7 kB of cookie.
const MOST: usize = 16;
const ID: usize = 16;
const DAY: usize = 4;
const MAC: usize = 32;
const BETWEEN: char = '.';

/// Whose log-in a mark remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The organisation's number.
    pub organisation: i64,
    /// The account's number.
    pub account: i64,
}

/// A browser that has logged in to an account: only a mark that holds gives one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceId([u8; ID]);

impl DeviceId {
    pub(super) const fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A mark that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceMark {
    /// The browser, as the throttle counts it.
    pub device: DeviceId,
    /// For so many more days, today included.
    pub days_left: i32,
}

/// Seals marks and knows its own.
pub struct Devices {
    /// As long as a block of the hash, so that it is used as it is.
    key: [u8; 64],
}

impl Devices {
    /// With the server's key, the same on every server and after a restart.
    #[must_use]
    pub fn new(keys: &Keys) -> Self {
        Self::with(&keys.for_purpose("devices"))
    }

    pub(super) fn with(key: &[u8; 32]) -> Self {
        let mut block = [0; 64];
        block[..32].copy_from_slice(key);
        Self { key: block }
    }

    /// The cookie after a log-in: a new mark first, then those of other people who
    /// use this browser.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn issue(
        &self,
        owner: Owner,
        cookie: &str,
        today: Date,
    ) -> Result<String, getrandom::Error> {
        let mut id = [0; ID];
        getrandom::fill(&mut id)?;
        let day = number(today).to_be_bytes();
        let mac = self.mac(owner, &id, &day).finalize().into_bytes();
        let mut marks = hex(&id) + &hex(&day) + &hex(&mac);
        let others = cookie
            .split(BETWEEN)
            .filter(|mark| read(mark).is_some() && self.one_holds(owner, mark, today).is_none())
            .take(MOST - 1);
        for mark in others {
            marks.push(BETWEEN);
            marks += mark;
        }
        Ok(marks)
    }

    /// The mark of this account in a browser's cookie, if it has one that holds.
    #[must_use]
    pub fn holds(&self, owner: Owner, cookie: &str, today: Date) -> Option<DeviceMark> {
        cookie.split(BETWEEN).take(MOST).find_map(|mark| self.one_holds(owner, mark, today))
    }

    fn one_holds(&self, owner: Owner, mark: &str, today: Date) -> Option<DeviceMark> {
        let (id, day, seal) = read(mark)?;
        // The comparison of the seal takes the same time wherever it fails.
        self.mac(owner, &id, &day).verify_slice(&seal).ok()?;
        let age = number(today).checked_sub(i32::from_be_bytes(day))?;
        // Around midnight another server may be a day ahead.
        let days_left = DAYS - age;
        (age >= -1 && days_left > 0).then_some(DeviceMark { device: DeviceId(id), days_left })
    }

    fn mac(&self, owner: Owner, id: &[u8; ID], day: &[u8; DAY]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new(&self.key.into());
        // Every part has its fixed length, so no two lists of parts read the same.
        mac.update(b"device");
        mac.update(&owner.organisation.to_be_bytes());
        mac.update(&owner.account.to_be_bytes());
        mac.update(id);
        mac.update(day);
        mac
    }
}

impl fmt::Debug for Devices {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Devices(…)")
    }
}

fn read(mark: &str) -> Option<([u8; ID], [u8; DAY], [u8; MAC])> {
    let mut bytes = [0; ID + DAY + MAC];
    if !from_hex(mark, &mut bytes) {
        return None;
    }
    let (id, rest) = bytes.split_first_chunk()?;
    let (day, seal) = rest.split_first_chunk()?;
    Some((*id, *day, seal.try_into().ok()?))
}

/// Days since 1970.
fn number(day: Date) -> i32 {
    let hours = day.duration_since(date(1970, 1, 1)).as_hours();
    i32::try_from(hours / 24).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use jiff::{Span, ToSpan};

    use super::{Devices, MOST, Owner};

    const PRIYA: Owner = Owner { organisation: 1, account: 7 };
    const TODAY: Date = date(2026, 11, 22);

    fn devices() -> Devices {
        Devices::with(&[7; 32])
    }

    #[test]
    fn a_mark_holds_for_one_account_of_one_organisation_on_one_server()
    -> Result<(), getrandom::Error> {
        let mark = devices().issue(PRIYA, "", TODAY)?;
        assert!(devices().holds(PRIYA, &mark, TODAY).is_some());
        assert!(devices().holds(Owner { account: 8, ..PRIYA }, &mark, TODAY).is_none());
        assert!(devices().holds(Owner { organisation: 2, ..PRIYA }, &mark, TODAY).is_none());
        let swapped = Owner { organisation: PRIYA.account, account: PRIYA.organisation };
        assert!(devices().holds(swapped, &mark, TODAY).is_none());
        assert!(Devices::with(&[8; 32]).holds(PRIYA, &mark, TODAY).is_none());
        Ok(())
    }

    #[test]
    fn a_mark_that_was_altered_anywhere_does_not_hold() -> Result<(), getrandom::Error> {
        let mark = devices().issue(PRIYA, "", TODAY)?;
        for place in 0..mark.len() {
            let other = if &mark[place..=place] == "0" { "1" } else { "0" };
            let altered = format!("{}{other}{}", &mark[..place], &mark[place + 1..]);
            assert!(devices().holds(PRIYA, &altered, TODAY).is_none(), "{altered}");
        }
        for wrong in ["", ".", &mark[1..], &mark[..mark.len() - 2], "é"] {
            assert!(devices().holds(PRIYA, wrong, TODAY).is_none(), "{wrong}");
        }
        Ok(())
    }

    #[test]
    fn a_mark_holds_for_180_days() -> Result<(), getrandom::Error> {
        let mark = devices().issue(PRIYA, "", TODAY)?;
        let left = |after: Span| {
            let day = TODAY.checked_add(after).expect("a day");
            devices().holds(PRIYA, &mark, day).map(|mark| mark.days_left)
        };
        assert_eq!(left(0.days()), Some(180));
        assert_eq!(left(179.days()), Some(1));
        assert_eq!(left(180.days()), None);
        assert_eq!(left(-1.days()), Some(181), "another server is past midnight");
        assert_eq!(left(-2.days()), None);
        Ok(())
    }

    #[test]
    fn everyone_who_uses_a_browser_has_their_own_mark_in_it() -> Result<(), getrandom::Error> {
        let person = |account| Owner { organisation: 1, account };
        let mut cookie = "nonsense.".to_owned();
        for account in 0..20 {
            cookie = devices().issue(person(account), &cookie, TODAY)?;
        }
        assert_eq!(cookie.split('.').count(), MOST);
        assert!(cookie.len() < 2_000);
        for account in 0..20 {
            let holds = devices().holds(person(account), &cookie, TODAY).is_some();
            assert_eq!(holds, account >= 4, "the latest sixteen: {account}");
        }
        let before = devices().holds(person(9), &cookie, TODAY);
        let again = devices().issue(person(9), &cookie, TODAY)?;
        assert_eq!(again.split('.').count(), MOST, "a new mark replaces the old");
        assert_ne!(devices().holds(person(9), &again, TODAY), before);
        assert!(devices().holds(person(4), &again, TODAY).is_some(), "nobody made room");
        Ok(())
    }
}
