//! One typed context a page; its template has the same name.

mod account;
mod accounts;
mod common;
mod confirm;
mod deliveries;
mod delivery_run;
mod demo_people;
mod deputies;
mod desk;
mod error;
mod export;
mod figures;
mod first_run;
mod form;
mod give_role;
mod hand_over;
mod home;
mod imports;
mod invite_everyone;
mod jobs;
mod line;
mod log_in;
mod looks;
mod managed_account;
mod messages;
mod new_account;
mod new_import;
mod outcome;
mod passport;
mod people;
mod queries;
mod rehearsal;
mod remind;
mod requirements;
mod second_factor;
mod settings;
mod sso;
mod statements;
mod subject;
mod supervision;
mod team;
mod variations;

pub use account::{AccountPage, SessionLine};
pub use accounts::{AccountRow, AccountsPage};
pub use common::{Count, Paging};
pub use confirm::ConfirmPage;
pub use deliveries::{DeliveriesPage, DeliveryRow};
pub use delivery_run::{DeliveryRunPage, NotReached, PrintFile, UnderWay};
pub use demo_people::{DemoPeoplePage, DemoPerson};
pub use deputies::{DeputiesPage, DeputyRow};
pub use desk::*;
pub use error::ErrorPage;
pub use export::ExportPage;
pub use figures::{FigureLine, FiguresPage, Share};
pub use first_run::{FirstStepsPage, SetUpPage, StepLine};
pub use form::{Choice, Mistake, TypedDate, Which};
pub use give_role::{ChooseRolePage, GiveRolePage};
pub use hand_over::HandOverPage;
pub use home::HomePage;
pub use imports::{ImportFile, ImportPage, ImportProblem, ImportRow, ImportsPage, Severity};
pub use invite_everyone::{EveryoneInvitedPage, InviteEveryonePage, NotInvited};
pub use jobs::{JobRun, JobsPage, NextRun};
pub use line::LinePage;
pub use log_in::{ChoosePasswordPage, ForgottenPage, LogInPage, SingleSignOn};
pub use looks::{Look, LooksPage};
pub use managed_account::{HeldRole, ManagedAccountPage};
pub use messages::{Arrival, MessageRow, MessagesPage};
pub use new_account::NewAccountPage;
pub use new_import::{
    ImportChange, ImportPreviewPage, ImportUnderWayPage, NewImportPage, UnreadHeading,
    UnreadHeadings,
};
pub use outcome::Outcome;
pub use passport::{PassportPage, QueryNotice};
pub use people::{PeoplePage, PersonRow};
pub use queries::{
    AcceptanceRow, AcceptanceRulePage, AcceptanceRulesPage, EvidenceRow, NewClaimPage,
    NewQueryPage, QueriesPage, QueryPage, QueryRow, RuleCheck, RuleShown, Said, StoryStep,
};
pub use rehearsal::{MonthLine, RehearsalLine, RehearsalPage, TrainingLine, TurnsLine};
pub use remind::{RemindChoice, RemindPage};
pub use requirements::{
    CellLine, ProposalLine, ProposeRequirementPage, PublicationLine, RequirementCellPage,
    RequirementDraftPage, RequirementsPage, StoryLine, TargetCard, TermsCard,
};
pub use second_factor::{CodePage, RecoveryCodesPage, SecondFactorPage, SetUpSecondFactorPage};
pub use settings::{ComingValue, SettingPage, SettingRow, SettingsPage};
pub use sso::{GoingToLogInPage, NotLinkedPage};
pub use statements::{AccessibilityPage, PrivacyPage};
pub use subject::{SubjectFigure, SubjectPage, SubjectPerson};
pub use supervision::{
    ActionRow, ActionView, AnswerView, DiscussionView, OwnSupervisionPage, SupervisionPage,
};
pub use team::{RunsOut, TeamAsked, TeamCell, TeamMark, TeamMember, TeamPage, TeamSubject};
pub use variations::{
    JustifyVariationPage, OverTrainingLine, OverTrainingPage, VariationLine, VariationsPage,
};
