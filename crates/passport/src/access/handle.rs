//! What someone may hold: handles, each narrowed to what it is for. A handle
//! names whose data may be read; the rooms read it.

use std::sync::Arc;

use passport_store::Organisation;

use super::{Asker, ReportingLines, Role};

/// One person's way to one organisation's data.
#[derive(Clone, Debug)]
pub struct Access {
    organisation: Organisation,
    asker: Asker,
    /// Only a manager has any.
    lines: Option<Arc<ReportingLines>>,
}

/// May be read: one person's record.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    organisation: &'a Organisation,
    /// Whose.
    pub employee_number: String,
    /// Whether it is the asker's own.
    pub own: bool,
}

/// May be read: the records of the people who report to someone.
#[derive(Clone, Debug)]
pub struct Team<'a> {
    organisation: &'a Organisation,
    lines: &'a ReportingLines,
    /// To whom they report.
    pub manager: String,
    /// Whether that is the asker.
    pub own: bool,
}

/// May be read: imports, the timetable, the monthly passports, and who is who.
#[derive(Clone, Copy, Debug)]
pub struct Oversight<'a> {
    organisation: &'a Organisation,
}

/// May be read: figures, without names.
#[derive(Clone, Copy, Debug)]
pub struct Figures<'a> {
    organisation: &'a Organisation,
}

impl Access {
    /// Only the gate opens.
    pub(super) const fn new(
        organisation: Organisation,
        asker: Asker,
        lines: Option<Arc<ReportingLines>>,
    ) -> Self {
        Self { organisation, asker, lines }
    }

    /// Who asks.
    #[must_use]
    pub const fn asker(&self) -> &Asker {
        &self.asker
    }

    /// The asker's own record.
    #[must_use]
    pub fn own(&self) -> Record<'_> {
        let employee_number = self.asker.employee_number.clone();
        Record { organisation: &self.organisation, employee_number, own: true }
    }

    /// The record of this employee number, if the asker may see it; whether there
    /// is one is not known here.
    #[must_use]
    pub fn record(&self, employee_number: &str) -> Option<Record<'_>> {
        let own = employee_number == self.asker.employee_number;
        let reached = own
            || self.asker.roles.include(Role::TrainingLead)
            || self.is_below(employee_number, &self.asker.employee_number);
        reached.then(|| Record {
            organisation: &self.organisation,
            employee_number: employee_number.to_owned(),
            own,
        })
    }

    /// The asker's own team, if they manage anyone.
    #[must_use]
    pub fn team(&self) -> Option<Team<'_>> {
        self.team_of(&self.asker.employee_number)
    }

    /// The team of the asker or of someone below them.
    #[must_use]
    pub fn team_of(&self, manager: &str) -> Option<Team<'_>> {
        let lines = self.lines.as_deref()?;
        let own = manager == self.asker.employee_number;
        let reached = own || lines.is_below(manager, &self.asker.employee_number);
        reached.then(|| Team {
            organisation: &self.organisation,
            lines,
            manager: manager.to_owned(),
            own,
        })
    }

    /// The work that brings data in and passports out.
    #[must_use]
    pub fn oversight(&self) -> Option<Oversight<'_>> {
        let granted = self.asker.roles.include(Role::TrainingLead);
        granted.then_some(Oversight { organisation: &self.organisation })
    }

    /// The organisation's figures.
    #[must_use]
    pub fn figures(&self) -> Option<Figures<'_>> {
        let granted = super::Who::FigureReaders.admits(&self.asker.roles);
        granted.then_some(Figures { organisation: &self.organisation })
    }

    fn is_below(&self, person: &str, manager: &str) -> bool {
        self.lines.as_deref().is_some_and(|lines| lines.is_below(person, manager))
    }
}

impl Record<'_> {
    /// Where the rooms read it.
    #[must_use]
    pub(crate) const fn organisation(&self) -> &Organisation {
        self.organisation
    }
}

impl Team<'_> {
    /// Where the rooms read it.
    #[must_use]
    pub(crate) const fn organisation(&self) -> &Organisation {
        self.organisation
    }

    /// Who is in it: everyone below where that is at most so many, else those who
    /// report directly. True where it is everyone.
    #[must_use]
    pub fn people(&self, most: usize) -> (Vec<&str>, bool) {
        match self.lines.everyone_below(&self.manager, most) {
            Some(everyone) => (everyone, true),
            None => {
                let direct = self.lines.reports_to(&self.manager);
                (direct.iter().map(String::as_str).collect(), false)
            }
        }
    }

    /// Whether someone in it has a team of their own.
    #[must_use]
    pub fn has_team(&self, employee_number: &str) -> bool {
        !self.lines.reports_to(employee_number).is_empty()
    }
}

impl Oversight<'_> {
    /// Where the rooms read it.
    #[must_use]
    pub(crate) const fn organisation(&self) -> &Organisation {
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
