//! Verifying: the chain is walked from its first entry to its head, and the
//! first place where it does not hold is named with what is wrong there.

use std::fmt;

use super::hash::{Lasting, Personal};
use super::retain::{ErasedByUs, erased_by_us};
use super::seal::AuditHead;
use crate::value::Cells;
use crate::{Organisation, StoreError, args};

/// What a walk along the chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditVerdict {
    /// Entries in the chain.
    pub sealed: u64,
    /// Entries that wait to be sealed.
    pub unsealed: u64,
    /// Entries whose personal part was erased.
    pub erased: u64,
    /// The head, if it is there.
    pub head: Option<AuditHead>,
    /// Where the chain breaks first; `None` where it holds.
    pub broken: Option<AuditBreak>,
}

/// A place where the chain does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditBreak {
    /// The number of the entry; `None` for one that waits to be sealed.
    pub number: Option<i64>,
    /// What is wrong.
    pub fault: AuditFault,
}

/// What is wrong at a break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditFault {
    /// No entry bears the number.
    Missing,
    /// More than one entry bears the number, or it is none.
    Inserted,
    /// Who, about whom, from where or the details are not what was written.
    Payload,
    /// The personal part is gone, and no retention took it.
    Erased,
    /// When, what, identifier or chain are not what was sealed, or it stands
    /// where another stood.
    Chain,
    /// There is no head.
    HeadMissing,
    /// The head says there were more entries after the last.
    CutOff,
    /// The head says there were fewer.
    Appended,
    /// The head's hash is not that of the last entry.
    Head,
    /// The chain does not run through the head that was written down elsewhere.
    Noted,
}

impl AuditFault {
    /// One word for machines.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Inserted => "inserted",
            Self::Payload => "payload",
            Self::Erased => "erased",
            Self::Chain => "chain",
            Self::HeadMissing => "head-missing",
            Self::CutOff => "cut-off",
            Self::Appended => "appended",
            Self::Head => "head",
            Self::Noted => "noted",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Missing => "is missing",
            Self::Inserted => "was inserted: its number is another's, or none",
            Self::Payload => {
                "was changed: its actor, person, origin or details are not those written"
            }
            Self::Erased => "was erased, and not by this program",
            Self::Chain => {
                "does not follow from the one before: its time, action, identifier or place was changed, or it was put there"
            }
            Self::HeadMissing => "may not be the last: the head of the chain is missing",
            Self::CutOff => "is missing, with all that followed it up to the head",
            Self::Appended => "stands after the end that the head names",
            Self::Head => "is the last, but the head's hash is not its own",
            Self::Noted => "is not the one that was written down",
        }
    }
}

impl fmt::Display for AuditBreak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            Some(number) => write!(f, "entry {number} {}", self.fault.words()),
            None => write!(f, "an entry that waits to be sealed {}", self.fault.words()),
        }
    }
}

impl Organisation {
    /// Walks the whole chain, as it stands at one moment, reading each entry as
    /// it comes. A head that was written down before must lie on it.
    ///
    /// # Errors
    /// When the database fails. A broken chain is an answer, not an error.
    pub async fn verify_audit(
        &self,
        noted: Option<&AuditHead>,
    ) -> Result<AuditVerdict, StoreError> {
        let mut tx = self.db.snapshot().await?;
        let erased = erased_by_us(&mut tx, self.id).await?;
        let mut walk = Walk {
            organisation: self.id,
            erased,
            noted,
            reached: AuditHead::beginning(),
            verdict: AuditVerdict { sealed: 0, unsealed: 0, erased: 0, head: None, broken: None },
        };
        let entries = |condition: &str| {
            format!(
                "SELECT number, chain, id, at, action, actor, about, origin, payload, salt,
                        payload_hash
                 FROM audit_entry WHERE organisation_id = $1 AND {condition}"
            )
        };
        let sealed = entries("number IS NOT NULL ORDER BY number, id");
        tx.each(sealed, args![self.id], |row| walk.step(&mut row.cells())).await?;
        let rows = tx
            .fetch(
                "SELECT number, chain FROM audit_head WHERE organisation_id = $1",
                args![self.id],
            )
            .await?;
        let head = rows.first().map(|row| AuditHead::read(&mut row.cells())).transpose()?;
        walk.end(head);
        let unsealed = entries("number IS NULL ORDER BY at, id");
        tx.each(unsealed, args![self.id], |row| walk.step(&mut row.cells())).await?;
        Ok(walk.verdict)
    }
}

/// How far the walk is, and what it has found.
struct Walk<'n> {
    organisation: i64,
    erased: ErasedByUs,
    noted: Option<&'n AuditHead>,
    reached: AuditHead,
    verdict: AuditVerdict,
}

impl Walk<'_> {
    fn step(&mut self, cells: &mut Cells<'_>) -> Result<(), StoreError> {
        let number = cells.optional_int()?;
        let chain = cells.optional_text()?;
        let id = cells.int()?;
        let (at, action) = (cells.text()?, cells.text()?);
        let (actor, about, origin) = (cells.text()?, cells.text()?, cells.text()?);
        let (payload, salt) = (cells.optional_text()?, cells.optional_text()?);
        let payload_hash = cells.text()?;

        match number {
            Some(_) => self.verdict.sealed += 1,
            None => self.verdict.unsealed += 1,
        }
        let personal = match (&salt, &payload) {
            (Some(salt), Some(payload)) => {
                let (actor, about, origin) = (&actor, &about, &origin);
                let hash = Personal { salt, actor, about, origin, payload }.hash();
                if hash == payload_hash { None } else { Some(AuditFault::Payload) }
            }
            (None, None) if actor.is_empty() && about.is_empty() && origin.is_empty() => {
                self.verdict.erased += 1;
                (!self.erased.covers(id, &at)).then_some(AuditFault::Erased)
            }
            _ => Some(AuditFault::Payload),
        };
        if self.verdict.broken.is_some() {
            // What follows a break is counted and no more.
            return Ok(());
        }
        let place = match number {
            Some(number) => {
                let entry = Lasting { id, at: &at, action: &action, payload_hash: &payload_hash };
                self.place(number, chain.as_deref(), &entry)
            }
            None => None,
        };
        self.verdict.broken = place.or(personal.map(|fault| AuditBreak { number, fault }));
        Ok(())
    }

    /// Whether an entry stands where it does by right.
    fn place(
        &mut self,
        number: i64,
        chain: Option<&str>,
        entry: &Lasting<'_>,
    ) -> Option<AuditBreak> {
        let next = entry.after(self.organisation, &self.reached);
        if number > next.number {
            return Some(AuditBreak { number: Some(next.number), fault: AuditFault::Missing });
        }
        let wrong = |fault| Some(AuditBreak { number: Some(number), fault });
        if number < next.number {
            return wrong(AuditFault::Inserted);
        }
        if chain != Some(&*next.chain) {
            return wrong(AuditFault::Chain);
        }
        self.reached = next;
        if self.noted.is_some_and(|noted| noted.number == number && *noted != self.reached) {
            return wrong(AuditFault::Noted);
        }
        None
    }

    /// Whether the chain ends where it should.
    fn end(&mut self, head: Option<AuditHead>) {
        let last = self.reached.number;
        let wrong = |number, fault| Some(AuditBreak { number: Some(number), fault });
        let broken = match &head {
            None => wrong(last, AuditFault::HeadMissing),
            Some(head) if head.number > last => wrong(last + 1, AuditFault::CutOff),
            Some(head) if head.number < last => wrong(head.number + 1, AuditFault::Appended),
            Some(head) if *head != self.reached => wrong(last, AuditFault::Head),
            // Cut off together with the head.
            Some(_) => match self.noted {
                Some(noted) if noted.number > last => wrong(noted.number, AuditFault::Noted),
                _ => None,
            },
        };
        if self.verdict.broken.is_none() {
            self.verdict.broken = broken;
        }
        self.verdict.head = head;
    }
}
