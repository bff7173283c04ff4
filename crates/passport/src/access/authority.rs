//! Who may reach whom in an organisation on a day: who works where and reports
//! to whom, by the extracts, and which roles were given to accounts.

use std::collections::HashMap;

use jiff::civil::Date;
use passport_core::facts::{GrantFact, GrantedRole};
use passport_core::setting::Settings;
use passport_core::text::normal;
use passport_store::{Known, OpenSession, Organisation, StoreError};

use super::session::Limits;
use super::{Asker, ReportingLines, Role, Roles};

/// What reporting lines and grants amount to on a day. It is loaded once and
/// shared until the organisation's next change, so an import that ends an
/// assignment, or a grant that is taken away, shows in the very next request.
#[derive(Debug)]
pub struct Authority {
    pub(super) lines: ReportingLines,
    grants: HashMap<i64, Vec<GrantFact>>,
    /// How long sessions last.
    pub(super) limits: Limits,
    /// The roles that ask for a second factor, by name.
    guarded: Vec<String>,
}

impl Authority {
    /// As it stands on a day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(organisation: &Organisation, day: Date) -> Result<Self, StoreError> {
        let lines = ReportingLines::load(organisation, day).await?;
        let mut grants: HashMap<i64, Vec<GrantFact>> = HashMap::new();
        for recorded in organisation.facts::<GrantFact>(Known::Now).await? {
            if recorded.fact.holds(day) {
                grants.entry(recorded.fact.account).or_default().push(recorded.fact);
            }
        }
        let settings: Settings = organisation.settings().await?;
        let limits = Limits::of(&settings, day);
        let guarded = settings.list("second-factor-roles", day);
        Ok(Self { lines, grants, limits, guarded })
    }

    /// Whether one of these roles asks for a second factor.
    pub(super) fn asks_second_factor(&self, roles: &Roles) -> bool {
        roles.names().any(|name| self.guarded.iter().any(|guarded| guarded == name))
    }

    /// Who asks in a session; nobody where it is of someone who does not work
    /// there on the day: has left, or has not begun.
    pub(super) fn asker(&self, open: &OpenSession) -> Option<Asker> {
        let number = &open.employee_number;
        let mut roles = Roles::default();
        let (mut managers, mut units) = (Vec::new(), Vec::new());
        if !number.is_empty() {
            if !self.lines.works(number) {
                return None;
            }
            roles.add(Role::Staff);
            if !self.lines.reports_to(number).is_empty() {
                managers.push(number.clone());
            }
        }
        for grant in self.grants.get(&open.session.account).into_iter().flatten() {
            match grant.role {
                GrantedRole::Manager => units.push(normal(&grant.scope)),
                GrantedRole::Deputy => managers.push(grant.scope.clone()),
                GrantedRole::TrainingLead => roles.add(Role::TrainingLead),
                GrantedRole::Board => roles.add(Role::Board),
                GrantedRole::Administrator => roles.add(Role::Administrator),
                // No page is for subject leads yet.
                GrantedRole::SubjectLead => {}
            }
        }
        if !managers.is_empty() || !units.is_empty() {
            roles.add(Role::Manager);
        }
        Some(Asker {
            account: open.session.account,
            employee_number: number.clone(),
            name: open.name.clone(),
            roles,
            managers,
            units,
        })
    }
}
