//! The roles there are, and whom a route is for.

/// What someone is to the organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Works there: sees their own record.
    Staff,
    /// Sees the people who report to them, directly or through others, those of
    /// the units they manage, and those of a manager in whose place they are.
    Manager,
    /// Sees how everyone stands in one subject, and nothing else of them.
    SubjectLead,
    /// Sees everyone, and the work that brings data in and passports out.
    TrainingLead,
    /// Sees figures of the organisation, and nobody's name.
    Board,
    /// Sees to people's access and the settings, and sees no record.
    Administrator,
}

/// The roles of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles(Vec<Role>);

impl Role {
    /// Every role there is, with its name as pages and settings say it.
    pub const ALL: [(Self, &str); 6] = [
        (Self::Staff, "staff"),
        (Self::Manager, "manager"),
        (Self::SubjectLead, "subject lead"),
        (Self::TrainingLead, "training lead"),
        (Self::Board, "board viewer"),
        (Self::Administrator, "administrator"),
    ];
}

impl Roles {
    /// These roles.
    #[must_use]
    pub fn new(roles: &[Role]) -> Self {
        let mut all = Self::default();
        for role in roles {
            all.add(*role);
        }
        all
    }

    /// One more.
    pub(super) fn add(&mut self, role: Role) {
        if !self.include(role) {
            self.0.push(role);
        }
    }

    /// Their names, in the order of [`Role::ALL`].
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        Role::ALL.iter().filter(|(role, _)| self.include(*role)).map(|(_, name)| *name)
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
    /// Anyone, but not in a demonstration, which has a log-in of its own.
    Strangers,
    /// Someone whose password was right, and of whom a second factor is asked.
    HalfLoggedIn,
    /// Whoever is logged in, or half: to leave.
    LoggedInOrHalf,
    /// Whoever is logged in; what they see is narrowed by [`super::Access`].
    LoggedIn,
    /// Those who have a record of their own.
    Staff,
    /// Managers.
    Managers,
    /// Training leads.
    TrainingLeads,
    /// Those who may see somebody else's record; whose is for [`super::Access`] to say.
    RecordReaders,
    /// Those who see the organisation's figures.
    FigureReaders,
    /// Subject leads; of which subjects is for [`super::Access`] to say.
    SubjectLeads,
    /// Those who look at prior learning: training leads, and subject leads; in which
    /// subjects is for [`super::Access`] to say.
    Reviewers,
    /// Administrators.
    Administrators,
    /// Those who bring extracts in: training leads, and an administrator as long as
    /// nothing has been imported.
    Importers,
}

impl Who {
    /// Whether it takes a log-in.
    #[must_use]
    pub const fn needs_log_in(self) -> bool {
        !matches!(self, Self::Anyone | Self::AnyoneInDemo | Self::Strangers | Self::HalfLoggedIn)
    }

    /// Whether someone with these roles may use the route.
    #[must_use]
    pub fn admits(self, roles: &Roles) -> bool {
        match self {
            Self::Anyone
            | Self::AnyoneInDemo
            | Self::Strangers
            | Self::LoggedIn
            | Self::LoggedInOrHalf => true,
            // Whoever is through has nothing more to say there.
            Self::HalfLoggedIn => false,
            Self::Staff => roles.include(Role::Staff),
            Self::Managers => roles.include(Role::Manager),
            Self::TrainingLeads => roles.include(Role::TrainingLead),
            Self::RecordReaders => {
                roles.include(Role::Manager) || roles.include(Role::TrainingLead)
            }
            Self::Administrators => roles.include(Role::Administrator),
            Self::Importers => {
                roles.include(Role::TrainingLead) || roles.include(Role::Administrator)
            }
            Self::FigureReaders => roles.include(Role::Board) || roles.include(Role::TrainingLead),
            Self::Reviewers => {
                roles.include(Role::TrainingLead) || roles.include(Role::SubjectLead)
            }
            Self::SubjectLeads => roles.include(Role::SubjectLead),
        }
    }
}
