//! Why something about an account is not done, said to whoever can act.

/// Why it is not done. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No such account, or it is closed.
    #[error("There is no open account of this number.")]
    NoAccount,
    /// No such grant of this account, or it was taken away.
    #[error("There is no such role: it may have been taken away already.")]
    NoGrant,
    /// One's own account.
    #[error("You cannot close the account you are logged in with. Ask another administrator.")]
    OwnAccount,
    /// What one does with one's own password and app is asked of oneself, on one's own account page.
    #[error("This is your own account: use the page Your account, or ask another administrator.")]
    Own,
    /// Nobody would be left to give roles.
    #[error("This is the last administrator. Make somebody else an administrator first.")]
    LastAdministrator,
    /// The role is for the whole organisation.
    #[error("This role is for the whole organisation: leave out of what.")]
    ScopeNotWanted,
    /// The role is of something.
    #[error("Enter {0}.")]
    ScopeMissing(&'static str),
    /// No such unit; those that could be meant.
    #[error("No unit has exactly this name.")]
    NoUnit(Vec<String>),
    /// Nobody of this number has people.
    #[error("Nobody with this employee number has a team today.")]
    NoManager,
    /// No such subject; those there are.
    #[error("There is no subject of this name.")]
    NoSubject(Vec<String>),
    /// They would stand in for themselves.
    #[error("Nobody can stand in for themselves.")]
    OwnPlace,
    /// Those who name managers would name one another.
    #[error("A training lead is named by an administrator alone.")]
    Oneself,
    /// They have it, or something of it, already.
    #[error("They have this role already in that time.")]
    Already,
    /// No reason.
    #[error("Enter why, so that it can be understood later.")]
    ReasonMissing,
    /// A reason that nobody reads to the end.
    #[error("Enter a reason of at most 200 characters.")]
    ReasonTooLong,
    /// The last day before the first.
    #[error("The last day must be the same as or after the first day.")]
    EndsBeforeItBegins,
    /// It would be over before it is given.
    #[error("The last day must be today or later.")]
    OverAlready,
    /// A deputy from a day that is past.
    #[error("The first day must be today or later.")]
    BeginsInThePast,
    /// A deputy without an end.
    #[error("Enter the last day.")]
    NoLastDay,
    /// A deputy for too long.
    #[error("The last day must be within 12 months of the first day.")]
    TooLong,
    /// Nobody who could stand in.
    #[error(
        "No colleague who works here and has an account has this employee number or email address."
    )]
    NoColleague,
    /// Somebody without an account, where no message can invite them.
    #[error("They have no account yet. Ask an administrator to invite them.")]
    NoInvitation,
    /// The message would go to an address that the asker brought in.
    #[error("An administrator invites them, because you brought their address in.")]
    OwnAddress,
    /// Another account logs in with the address of somebody who has none.
    #[error(
        "They have no account, and another account logs in with their email address. Ask an administrator."
    )]
    AddressTaken,
}

/// What a refusal is about: a field of the forms that ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Nothing that was typed.
    None,
    /// Of what the role is.
    Of,
    /// The colleague.
    Colleague,
    /// The first day.
    From,
    /// The last day.
    To,
    /// The reason.
    Reason,
}

impl Refusal {
    /// What it is about.
    #[must_use]
    pub const fn field(&self) -> Field {
        match self {
            Self::NoAccount
            | Self::NoGrant
            | Self::OwnAccount
            | Self::Own
            | Self::LastAdministrator => Field::None,
            Self::ScopeNotWanted
            | Self::ScopeMissing(_)
            | Self::NoUnit(_)
            | Self::NoManager
            | Self::NoSubject(_)
            | Self::OwnPlace
            | Self::Already => Field::Of,
            Self::ReasonMissing | Self::ReasonTooLong => Field::Reason,
            Self::EndsBeforeItBegins | Self::OverAlready | Self::NoLastDay | Self::TooLong => {
                Field::To
            }
            Self::BeginsInThePast => Field::From,
            Self::NoColleague
            | Self::NoInvitation
            | Self::OwnAddress
            | Self::AddressTaken
            | Self::Oneself => Field::Colleague,
        }
    }
}
