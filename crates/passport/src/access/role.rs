//! The roles there are, and whom a route is for.

/// What someone is to the organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Everyone: sees their own record.
    Staff,
    /// Sees the people who report to them, directly or through others.
    Manager,
    /// Sees everyone, and the work that brings data in and passports out.
    TrainingLead,
    /// Sees figures of the organisation, and nobody's name.
    Board,
}

impl Role {
    /// Every role.
    pub const EACH: [Self; 4] = [Self::Staff, Self::Manager, Self::TrainingLead, Self::Board];
}

/// The roles of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles(Vec<Role>);

impl Roles {
    /// These roles; everyone is staff.
    #[must_use]
    pub fn new(more: &[Role]) -> Self {
        let mut roles = vec![Role::Staff];
        roles.extend(more.iter().filter(|role| **role != Role::Staff));
        Self(roles)
    }

    /// Whether a role is among them.
    #[must_use]
    pub fn include(&self, role: Role) -> bool {
        self.0.contains(&role)
    }
}

/// Whom a route is for. There is no default: a route that does not say cannot
/// be written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anyone, logged in or not: nothing personal.
    Anyone,
    /// Anyone, but only in a demonstration.
    AnyoneInDemo,
    /// Whoever is logged in; what they see is narrowed by [`super::Access`].
    LoggedIn,
    /// Managers.
    Managers,
    /// Training leads.
    TrainingLeads,
    /// Those who see the organisation's figures.
    FigureReaders,
}

impl Who {
    /// Whether it takes a log-in.
    #[must_use]
    pub const fn needs_log_in(self) -> bool {
        !matches!(self, Self::Anyone | Self::AnyoneInDemo)
    }

    /// Whether someone with these roles may use the route.
    #[must_use]
    pub fn admits(self, roles: &Roles) -> bool {
        match self {
            Self::Anyone | Self::AnyoneInDemo | Self::LoggedIn => true,
            Self::Managers => roles.include(Role::Manager),
            Self::TrainingLeads => roles.include(Role::TrainingLead),
            Self::FigureReaders => roles.include(Role::Board) || roles.include(Role::TrainingLead),
        }
    }
}
