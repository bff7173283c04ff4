//! Who may reach whom in an organisation on a day: who works where and reports
//! to whom, by the extracts, and which roles were given to accounts.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use passport_core::facts::{GrantFact, GrantedRole};
use passport_core::setting::Settings;
use passport_core::text::normal;
use passport_store::{Known, OpenSession, Organisation, StoreError};

use super::asker::Place;
use super::session::Limits;
use super::{Asker, ReportingLines, Role, Roles};

/// What reporting lines and grants amount to on a day. It is loaded once and
/// shared until a change touches it, so an import that ends an assignment, or a
/// grant that is taken away, shows in the very next request; the many who choose a
/// password on the morning of a go-live cost nobody else anything.
#[derive(Debug)]
pub struct Authority {
    pub(super) lines: Arc<ReportingLines>,
    grants: HashMap<i64, Vec<GrantFact>>,
    /// How long sessions last.
    pub(super) limits: Limits,
    /// The roles that ask for a second factor, by name.
    guarded: Vec<String>,
    /// Units by the employee number of who was named their manager.
    units: HashMap<String, Vec<String>>,
}

impl Authority {
    /// As it stands on a day whose reporting lines are these.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(
        organisation: &Organisation,
        lines: Arc<ReportingLines>,
        day: Date,
    ) -> Result<Self, StoreError> {
        let mut grants: HashMap<i64, Vec<GrantFact>> = HashMap::new();
        for recorded in organisation.facts::<GrantFact>(Known::Now).await? {
            if recorded.fact.holds(day) {
                let mut fact = recorded.fact;
                if fact.role == GrantedRole::Manager {
                    fact.scope = lines.unit_now(&fact.scope);
                }
                grants.entry(fact.account).or_default().push(fact);
            }
        }
        let settings: Settings = organisation.settings().await?;
        let limits = Limits::of(&settings, day);
        let guarded = settings.list("second-factor-roles", day);
        let mut units: HashMap<String, Vec<String>> = HashMap::new();
        let accounts = organisation.accounts().await?.into_iter();
        for account in accounts.filter(|account| account.closed_at.is_none()) {
            let named = units_of(grants.get(&account.id));
            if !account.employee_number.is_empty() && !named.is_empty() {
                units.entry(account.employee_number).or_default().extend(named);
            }
        }
        Ok(Self { lines, grants, limits, guarded, units })
    }

    /// As it stands on a day, with the reporting lines of that day loaded for it alone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn alone(organisation: &Organisation, day: Date) -> Result<Self, StoreError> {
        let lines = ReportingLines::load(organisation, day).await?;
        Self::load(organisation, Arc::new(lines), day).await
    }

    /// Whether one of these roles asks for a second factor.
    pub(super) fn asks_second_factor(&self, roles: &Roles) -> bool {
        roles.names().any(|name| self.guarded.iter().any(|guarded| guarded == name))
    }

    /// Whether someone works there on the day.
    #[must_use]
    pub fn works(&self, employee_number: &str) -> bool {
        self.lines.works(employee_number)
    }

    /// Whether someone has people: they work there, and somebody reports to them
    /// or they are the named manager of a unit. Standing in for another does not
    /// count, so nobody can stand in for a deputy.
    #[must_use]
    pub fn has_people(&self, employee_number: &str) -> bool {
        self.lines.works(employee_number)
            && (!self.lines.reports_to(employee_number).is_empty()
                || self.units.contains_key(employee_number))
    }

    /// Whether somebody manages a person whose record is not restricted: someone who
    /// works there and to whom they report, or the named manager of their unit.
    #[must_use]
    pub fn has_manager(&self, person: &str) -> bool {
        let works = |manager: &str| manager != person && self.lines.works(manager);
        self.lines.restricted(person).is_none()
            && (self.lines.above(person).iter().any(|manager| works(manager))
                || self
                    .units
                    .iter()
                    .any(|(manager, units)| works(manager) && self.lines.works_in(person, units)))
    }

    /// Who asks in a session; nobody where it is of someone who does not work
    /// there on the day: has left, or has not begun.
    pub(super) fn asker(&self, open: &OpenSession) -> Option<Asker> {
        self.asker_of(open.session.account, &open.employee_number, &open.name)
    }

    /// Who an account is today, as though they had logged in.
    #[must_use]
    pub fn asker_of(&self, account: i64, number: &str, name: &str) -> Option<Asker> {
        let grants = self.grants.get(&account);
        let mut roles = Roles::default();
        if !number.is_empty() {
            if !self.lines.works(number) {
                return None;
            }
            roles.add(Role::Staff);
        }
        let units = units_of(grants);
        let (mut places, mut subjects) = (Vec::new(), Vec::new());
        if !units.is_empty() || (!number.is_empty() && !self.lines.reports_to(number).is_empty()) {
            places.push(Place { manager: number.to_owned(), units, deputy: false, until: None });
        }
        for grant in grants.into_iter().flatten() {
            match grant.role {
                GrantedRole::Manager => {}
                GrantedRole::Deputy => places.extend(self.place_of(grant)),
                GrantedRole::TrainingLead => roles.add(Role::TrainingLead),
                GrantedRole::Board => roles.add(Role::Board),
                GrantedRole::Administrator => roles.add(Role::Administrator),
                GrantedRole::SubjectLead => {
                    roles.add(Role::SubjectLead);
                    if !subjects.contains(&grant.scope) {
                        subjects.push(grant.scope.clone());
                    }
                }
            }
        }
        if !places.is_empty() {
            roles.add(Role::Manager);
        }
        Some(Asker {
            account,
            employee_number: number.to_owned(),
            name: name.to_owned(),
            roles,
            places,
            subjects,
        })
    }

    /// The place a deputy stands in: what its manager reaches today by their own
    /// right. A manager who has left, or has nobody any more, leaves no place.
    fn place_of(&self, grant: &GrantFact) -> Option<Place> {
        let manager = &grant.scope;
        self.has_people(manager).then(|| Place {
            manager: manager.clone(),
            units: self.units.get(manager).cloned().unwrap_or_default(),
            deputy: true,
            until: grant.date_to,
        })
    }
}

/// The units an account is the named manager of, in their normal form.
fn units_of(grants: Option<&Vec<GrantFact>>) -> Vec<String> {
    let grants = grants.into_iter().flatten();
    let of_units = grants.filter(|grant| grant.role == GrantedRole::Manager);
    of_units.map(|grant| normal(&grant.scope)).collect()
}
