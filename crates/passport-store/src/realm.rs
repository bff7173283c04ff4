//! What servers keep in memory between requests, and which changes make it old.
//! Most changes touch none of it: a password, a reminder, a booking.

use crate::value::Cells;
use crate::{Change, Organisation, StoreError, args};

/// Something that is loaded once and kept until a change touches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Realm {
    /// Who there is, works where and reports to whom, and whose record is restricted.
    Lines,
    /// What the roles of accounts open, and the settings of sessions.
    Access,
    /// The rules of an organisation with its catalogue, and how fresh its facts are.
    Rules,
    /// What evaluations take of each person: assignments, awards, exemptions, time
    /// after leave, bookings, queries.
    People,
    /// What is asked and answered about passports.
    Queries,
    /// Facts that were destroyed: what was kept of them leaves no trace to follow.
    Destroyed,
}

impl Realm {
    /// All of them.
    pub const ALL: &'static [Self] =
        &[Self::Lines, Self::Access, Self::Rules, Self::People, Self::Queries, Self::Destroyed];
    /// All that recording and voiding may touch.
    pub const LIVING: &'static [Self] =
        &[Self::Lines, Self::Access, Self::Rules, Self::People, Self::Queries];

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Realms that a change has touched.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Touched(u8);

impl Touched {
    pub fn add(&mut self, realms: &[Realm]) {
        for realm in realms {
            self.0 |= realm.bit();
        }
    }

    pub const fn has(self, realm: Realm) -> bool {
        self.0 & realm.bit() != 0
    }
}

/// The numbers of an organisation's last changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Latest {
    /// Of whatever kind.
    pub change: i64,
    /// That touched who works where.
    pub lines: i64,
    /// That touched what roles open.
    pub access: i64,
    /// That touched the rules.
    pub rules: i64,
    /// That touched what evaluations take of a person.
    pub people: i64,
    /// That touched what is asked and answered.
    pub queries: i64,
    /// That destroyed facts.
    pub destroyed: i64,
}

impl Latest {
    /// The last that touched what figures are worked out from: people and rules.
    #[must_use]
    pub fn figures(&self) -> i64 {
        self.people.max(self.rules).max(self.destroyed)
    }

    pub(crate) const COLUMNS: &'static str =
        "o.last_change, o.last_lines, o.last_access, o.last_rules,
         o.last_people, o.last_queries, o.last_destroyed";

    pub(crate) fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            change: cells.int()?,
            lines: cells.int()?,
            access: cells.int()?,
            rules: cells.int()?,
            people: cells.int()?,
            queries: cells.int()?,
            destroyed: cells.int()?,
        })
    }
}

impl Organisation {
    /// The numbers of its last changes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn latest(&self) -> Result<Latest, StoreError> {
        let sql = format!("SELECT {} FROM organisation AS o WHERE o.id = $1", Latest::COLUMNS);
        let rows = self.db.fetch_built(sql, args![self.id]).await?;
        rows.first().map_or(Ok(Latest::default()), |row| Latest::read(&mut row.cells()))
    }
}

impl Change {
    /// Says that what is kept of these is old once the change is made. Facts say so
    /// themselves.
    pub(crate) fn touch(&mut self, realms: &[Realm]) {
        self.touched.add(realms);
    }
}
