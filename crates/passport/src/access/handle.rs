//! What someone may hold: handles, each narrowed to what it is for. A handle
//! names whose data may be read; the rooms read it.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;
use passport_core::text::normal;
use passport_store::{Latest, Organisation};

use super::asker::Place;
use super::{Asker, Authority, Proof, ReportingLines, Role, Session, Team};

/// One person's way to one organisation's data.
#[derive(Clone, Debug)]
pub struct Access {
    session: Arc<Session>,
}

/// May be read: one person's record.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    organisation: &'a Organisation,
    /// Whose.
    pub employee_number: String,
    /// Whether it is the asker's own.
    pub own: bool,
    /// Since when it is restricted to its owner and training leads, if it is.
    pub restricted: Option<Date>,
}

/// May be read and changed: the asker's own account.
#[derive(Clone, Copy, Debug)]
pub struct OwnAccount<'a> {
    organisation: &'a Organisation,
    /// Its number.
    pub id: i64,
    /// The session that asks, by its token's hash.
    pub session: &'a str,
}

/// Whose records the asker may see beside their own, for a list that everyone is
/// narrowed out of.
#[derive(Debug)]
pub struct Reach<'a> {
    organisation: &'a Organisation,
    /// Nothing: everyone's.
    people: Option<HashSet<&'a str>>,
}

/// May be read and changed: what was agreed in somebody's supervision. For the two
/// whom it concerns: the person, and whoever manages them today.
#[derive(Clone, Copy, Debug)]
pub struct Supervision<'a> {
    organisation: &'a Organisation,
    /// Whose.
    pub employee_number: &'a str,
    /// Whether it is the asker's own.
    pub own: bool,
    /// In whose place the asker is, where they manage the person by that alone.
    pub in_place_of: Option<&'a str>,
}

/// May be read and changed: who stands in for the asker.
#[derive(Clone, Copy, Debug)]
pub struct Deputies<'a> {
    organisation: &'a Organisation,
    /// In whose place: the asker's employee number.
    pub manager: &'a str,
}

/// May be read: how everyone stands in one subject.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    organisation: &'a Organisation,
    lines: &'a ReportingLines,
    /// The subject, as the grant names it.
    pub name: &'a str,
}

/// May be read: imports, the timetable, the monthly passports, and who is who.
#[derive(Clone, Copy, Debug)]
pub struct Oversight<'a> {
    organisation: &'a Organisation,
}

/// May be read and changed: names, exemptions, units and extensions, and what is
/// wrong with the data.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    organisation: &'a Organisation,
}

/// May be read and changed: accounts, roles and settings. No record is in it.
#[derive(Clone, Copy, Debug)]
pub struct Administration<'a> {
    organisation: &'a Organisation,
}

/// May be read and changed: what is required of whom, for everyone.
#[derive(Clone, Copy, Debug)]
pub struct RequirementMatrix<'a> {
    organisation: &'a Organisation,
}

/// May be brought in: extracts.
#[derive(Clone, Copy, Debug)]
pub struct Intake<'a> {
    organisation: &'a Organisation,
    /// Whether the first import alone may be brought in.
    pub first_only: bool,
}

/// May be read: figures, without names.
#[derive(Clone, Copy, Debug)]
pub struct Figures<'a> {
    organisation: &'a Organisation,
}

impl Access {
    /// What a session's person may hold. Only the gate makes sessions.
    #[must_use]
    pub const fn new(session: Arc<Session>) -> Self {
        Self { session }
    }

    /// Who asks.
    #[must_use]
    pub fn asker(&self) -> &Asker {
        &self.session.asker
    }

    /// Where the rooms read, and the audit writes.
    pub(crate) fn organisation(&self) -> &Organisation {
        &self.session.organisation
    }

    /// Who may reach whom today.
    pub(super) fn authority(&self) -> &Authority {
        &self.session.authority
    }

    fn lines(&self) -> &ReportingLines {
        &self.authority().lines
    }

    /// The organisation's last changes when the request came.
    #[must_use]
    pub fn latest(&self) -> Latest {
        self.session.latest
    }

    /// How the asker has proved who they are.
    #[must_use]
    pub fn proof(&self) -> Proof {
        self.session.proof
    }

    /// Whether a role of the asker asks for a second factor.
    #[must_use]
    pub fn asks_second_factor(&self) -> bool {
        self.session.authority.asks_second_factor(&self.asker().roles)
    }

    /// The asker's own account.
    #[must_use]
    pub fn account(&self) -> OwnAccount<'_> {
        OwnAccount {
            organisation: self.organisation(),
            id: self.asker().account,
            session: &self.session.token_hash,
        }
    }

    /// The asker's own record, if they are staff.
    #[must_use]
    pub fn own(&self) -> Option<Record<'_>> {
        let employee_number = self.asker().employee_number.clone();
        let staff = self.asker().roles.include(Role::Staff);
        let restricted = self.lines().restricted(&employee_number);
        staff.then(|| Record {
            organisation: self.organisation(),
            employee_number,
            own: true,
            restricted,
        })
    }

    /// The record of this employee number, if the asker may see it; whether there
    /// is one is not known here.
    #[must_use]
    pub fn record(&self, employee_number: &str) -> Option<Record<'_>> {
        let own = employee_number == self.asker().employee_number && !employee_number.is_empty();
        let restricted = self.lines().restricted(employee_number);
        let reached = own
            || self.asker().roles.include(Role::TrainingLead)
            || (restricted.is_none() && self.is_below(employee_number));
        reached.then(|| Record {
            organisation: self.organisation(),
            employee_number: employee_number.to_owned(),
            own,
            restricted,
        })
    }

    /// Whose records the asker may see: those for whom [`Access::record`] has one,
    /// worked out at once.
    #[must_use]
    pub fn reach(&self) -> Option<Reach<'_>> {
        let organisation = self.organisation();
        if self.asker().roles.include(Role::TrainingLead) {
            return Some(Reach { organisation, people: None });
        }
        let lines = self.lines();
        let places = &self.asker().places;
        let mut people: HashSet<&str> =
            places.iter().flat_map(|place| place.everyone(lines)).collect();
        people.retain(|person| lines.restricted(person).is_none());
        (!places.is_empty()).then_some(Reach { organisation, people: Some(people) })
    }

    /// The supervision of somebody the asker manages. A restricted record is shown
    /// to its owner and training leads alone, and so is this. Whoever stands in for
    /// their own manager is not thereby their own.
    #[must_use]
    pub fn supervision<'a>(&'a self, employee_number: &'a str) -> Option<Supervision<'a>> {
        let own = employee_number == self.asker().employee_number;
        if own || self.lines().restricted(employee_number).is_some() {
            return None;
        }
        let mut places = self.asker().places.iter();
        let reaches = |place: &&Place| place.reaches(employee_number, self.lines());
        // Their own place stands before those of others.
        let place = places.find(reaches)?;
        Some(Supervision {
            organisation: self.organisation(),
            employee_number,
            own: false,
            in_place_of: place.deputy.then_some(place.manager.as_str()),
        })
    }

    /// The asker's own supervision, if they are staff.
    #[must_use]
    pub fn own_supervision(&self) -> Option<Supervision<'_>> {
        let staff = self.asker().roles.include(Role::Staff);
        staff.then(|| Supervision {
            organisation: self.organisation(),
            employee_number: &self.asker().employee_number,
            own: true,
            in_place_of: None,
        })
    }

    /// The asker's own team: everyone who reports to them, works in a unit they
    /// manage, or reports to a manager in whose place they are.
    #[must_use]
    pub fn team(&self) -> Option<Team<'_>> {
        let asker = self.asker();
        asker.roles.include(Role::Manager).then(|| Team {
            organisation: self.organisation(),
            lines: self.lines(),
            manager: asker.employee_number.clone(),
            places: asker.places.clone(),
            own: true,
        })
    }

    /// The team of the asker, of someone below them, or of a manager in whose
    /// place they are.
    #[must_use]
    pub fn team_of(&self, manager: &str) -> Option<Team<'_>> {
        if manager == self.asker().employee_number && !manager.is_empty() {
            return self.team();
        }
        let below =
            || Place { manager: manager.to_owned(), units: Vec::new(), deputy: false, until: None };
        let place = self.asker().stands_in().find(|place| place.manager == manager).cloned();
        let place = place.or_else(|| self.is_below(manager).then(below))?;
        // Whoever's record is restricted is not named at the head of a page either.
        if self.lines().restricted(manager).is_some() {
            return None;
        }
        Some(Team {
            organisation: self.organisation(),
            lines: self.lines(),
            manager: manager.to_owned(),
            places: vec![place],
            own: false,
        })
    }

    /// Who stands in for the asker: for staff with people of their own. In the
    /// place of another nobody appoints anyone.
    #[must_use]
    pub fn deputies(&self) -> Option<Deputies<'_>> {
        let place = self.asker().own_place().filter(|place| !place.manager.is_empty())?;
        Some(Deputies { organisation: self.organisation(), manager: &place.manager })
    }

    /// A subject the asker leads.
    #[must_use]
    pub fn subject(&self, name: &str) -> Option<Subject<'_>> {
        let wanted = normal(name);
        let name = self.asker().subjects.iter().find(|led| normal(led) == wanted)?;
        Some(Subject { organisation: self.organisation(), lines: self.lines(), name })
    }

    /// People's access, and the settings.
    #[must_use]
    pub fn administration(&self) -> Option<Administration<'_>> {
        let granted = self.asker().roles.include(Role::Administrator);
        granted.then_some(Administration { organisation: self.organisation() })
    }

    /// The work that brings data in and passports out.
    #[must_use]
    pub fn oversight(&self) -> Option<Oversight<'_>> {
        let granted = self.asker().roles.include(Role::TrainingLead);
        granted.then_some(Oversight { organisation: self.organisation() })
    }

    /// The training lead's decisions beside what files bring.
    #[must_use]
    pub fn desk(&self) -> Option<Desk<'_>> {
        let granted = self.asker().roles.include(Role::TrainingLead);
        granted.then_some(Desk { organisation: self.organisation() })
    }

    /// What is required of whom.
    #[must_use]
    pub fn requirements(&self) -> Option<RequirementMatrix<'_>> {
        let granted = self.asker().roles.include(Role::TrainingLead);
        granted.then_some(RequirementMatrix { organisation: self.organisation() })
    }

    /// Bringing extracts in.
    #[must_use]
    pub fn intake(&self) -> Option<Intake<'_>> {
        let roles = &self.asker().roles;
        let granted = super::Who::Importers.admits(roles);
        let first_only = !roles.include(Role::TrainingLead);
        granted.then_some(Intake { organisation: self.organisation(), first_only })
    }

    /// The organisation's figures.
    #[must_use]
    pub fn figures(&self) -> Option<Figures<'_>> {
        let granted = super::Who::FigureReaders.admits(&self.asker().roles);
        granted.then_some(Figures { organisation: self.organisation() })
    }

    /// Whether the asker manages a person: the one place that says so.
    fn is_below(&self, person: &str) -> bool {
        self.asker().places.iter().any(|place| place.reaches(person, self.lines()))
    }
}

impl<'a> OwnAccount<'a> {
    /// Where the rooms read it.
    #[must_use]
    pub(crate) const fn organisation(&self) -> &'a Organisation {
        self.organisation
    }
}

impl Record<'_> {
    /// Where the rooms read it.
    #[must_use]
    pub(crate) const fn organisation(&self) -> &Organisation {
        self.organisation
    }
}

impl Reach<'_> {
    /// Where the rooms read it.
    #[must_use]
    pub(crate) const fn organisation(&self) -> &Organisation {
        self.organisation
    }

    /// Whether a person's record may be seen.
    #[must_use]
    pub fn includes(&self, employee_number: &str) -> bool {
        self.people.as_ref().is_none_or(|people| people.contains(employee_number))
    }
}

impl Supervision<'_> {
    /// Where the rooms read it.
    #[must_use]
    pub(crate) const fn organisation(&self) -> &Organisation {
        self.organisation
    }
}

impl Oversight<'_> {
    /// Where the rooms read it.
    #[must_use]
    pub(crate) const fn organisation(&self) -> &Organisation {
        self.organisation
    }
}

impl<'a> Desk<'a> {
    /// Where the rooms read and write.
    #[must_use]
    pub(crate) const fn organisation(&self) -> &'a Organisation {
        self.organisation
    }
}

impl<'a> RequirementMatrix<'a> {
    /// Where the room of requirements works.
    #[must_use]
    pub(crate) const fn organisation(&self) -> &'a Organisation {
        self.organisation
    }
}

impl<'a> Intake<'a> {
    /// Where the import room works.
    #[must_use]
    pub(crate) const fn organisation(&self) -> &'a Organisation {
        self.organisation
    }
}

impl Figures<'_> {
    /// Where the rooms read it.
    #[must_use]
    pub(crate) const fn organisation(&self) -> &Organisation {
        self.organisation
    }
}

impl Deputies<'_> {
    /// Where the rooms read it.
    #[must_use]
    pub(crate) const fn organisation(&self) -> &Organisation {
        self.organisation
    }
}

impl Subject<'_> {
    /// Whether a person may be named: a restricted record is counted, and shown to
    /// its owner and training leads alone.
    #[must_use]
    pub fn may_name(&self, employee_number: &str) -> bool {
        self.lines.restricted(employee_number).is_none()
    }

    /// Where the rooms read it.
    #[must_use]
    pub(crate) const fn organisation(&self) -> &Organisation {
        self.organisation
    }
}

impl<'a> Administration<'a> {
    /// Where the rooms read it.
    #[must_use]
    pub(crate) const fn organisation(&self) -> &'a Organisation {
        self.organisation
    }
}
