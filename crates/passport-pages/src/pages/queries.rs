//! Queries and prior learning: the list, asking, and answering.

use jiff::civil::Date;
use serde::Serialize;

use super::{Choice, Mistake, TypedDate};
use crate::{Link, Page};

/// What waits for the reader to answer, and what they asked themselves.
#[derive(Clone, Debug, Default, Serialize)]
pub struct QueriesPage {
    /// `Queries` or `Prior learning`.
    pub heading: String,
    /// The page's own address.
    pub address: String,
    /// What was done by the form before.
    pub done: Option<String>,
    /// Whether the reader answers any.
    pub answers: bool,
    /// What is shown of those they answer.
    pub state: String,
    /// What can be shown.
    pub states: Vec<Choice>,
    /// Those they answer.
    pub queries: Vec<QueryRow>,
    /// What stands where there are none.
    pub none: String,
    /// Where the rules are set, for those who set them.
    pub rules: Option<String>,
    /// Whether the reader's own are on the page.
    pub has_own: bool,
    /// The reader's own.
    pub own: Vec<QueryRow>,
}

/// A query in a list.
#[derive(Clone, Debug, Serialize)]
pub struct QueryRow {
    /// Its page.
    pub href: String,
    /// Who asks about what.
    pub title: String,
    /// What they say.
    pub says: String,
    /// The day they said it.
    pub on: Date,
    /// How it stands.
    pub state: String,
    /// The colour that repeats it.
    pub colour: String,
    /// Whose turn it is, in sentences.
    pub clock: String,
}

/// Saying that a line is wrong.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewQueryPage {
    /// The token against forged requests.
    pub csrf: String,
    /// The line's key.
    pub line: String,
    /// The line, as read aloud.
    pub title: String,
    /// What the passport says of it.
    pub status: String,
    /// What can be said.
    pub kinds: Vec<Choice>,
    /// What is.
    pub kind: String,
    /// What is added.
    pub words: String,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

/// Asking that training from elsewhere be accepted.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewClaimPage {
    /// The token against forged requests.
    pub csrf: String,
    /// Subjects to choose from.
    pub subjects: Vec<Choice>,
    /// The subject.
    pub subject: String,
    /// Course or certificate.
    pub title: String,
    /// Who gave it.
    pub provider: String,
    /// `yes` where that is an NHS employer, `no` where not.
    pub is_nhs: String,
    /// Its employer number.
    pub provider_vpd: String,
    /// The day it was completed.
    pub completed: TypedDate,
    /// The expiry on the certificate.
    pub expiry: TypedDate,
    /// What is added.
    pub words: String,
    /// What is accepted in the subject, in sentences.
    pub accepts: String,
    /// Whether it asks for evidence.
    pub asks_evidence: bool,
    /// `yes` where it is to be sent without.
    pub without: String,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

/// One query: what was said, the evidence, what became of it, and the answer.
#[derive(Clone, Debug, Default, Serialize)]
pub struct QueryPage {
    /// The token against forged requests.
    pub csrf: String,
    /// Its number.
    pub query: i64,
    /// `Query about Fire Safety`.
    pub heading: String,
    /// Where the reader came from.
    pub back: Option<Link>,
    /// What was done by the form before.
    pub done: Option<String>,
    /// Whether it is the reader's own.
    pub own: bool,
    /// Whose it is, and their passport.
    pub person: Option<Link>,
    /// How it stands.
    pub state: String,
    /// The colour that repeats it.
    pub colour: String,
    /// Whose turn it is, in sentences.
    pub clock: String,
    /// What was said, by name.
    pub says: Vec<Said>,
    /// The files sent with it.
    pub evidence: Vec<EvidenceRow>,
    /// What became of it, the first step first.
    pub story: Vec<StoryStep>,
    /// The rule of the subject, of prior learning.
    pub rule: Option<RuleShown>,
    /// What would follow an award.
    pub follows: Option<String>,
    /// The answers there are; none where the reader has none to give.
    pub answers: Vec<Choice>,
    /// The answer.
    pub answer: String,
    /// Whether an award can follow.
    pub may_award: bool,
    /// Whether the award is another employer's.
    pub is_claim: bool,
    /// Competences to choose from.
    pub competences: Vec<Choice>,
    /// The competence.
    pub competence: String,
    /// The day it was completed.
    pub completed: TypedDate,
    /// The expiry on the certificate.
    pub expiry: TypedDate,
    /// Course or certificate.
    pub title: String,
    /// Number or name of the employer or provider.
    pub source: String,
    /// Why.
    pub reason: String,
    /// Whether the reader may take it back.
    pub may_withdraw: bool,
    /// Whether the reader may open it again.
    pub may_reopen: bool,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

/// Something that was said.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// `Provider`.
    pub name: String,
    /// What.
    pub value: String,
}

/// A file that was sent.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceRow {
    /// Where it is downloaded.
    pub href: String,
    /// Its name.
    pub name: String,
    /// `PDF, 240 KB`.
    pub what: String,
}

/// A step of a query.
#[derive(Clone, Debug, Serialize)]
pub struct StoryStep {
    /// What became of it.
    pub words: String,
    /// By whom.
    pub who: String,
    /// When.
    pub on: Date,
    /// Why.
    pub reason: String,
}

/// What training from elsewhere a subject accepts, and how the claim stands beside it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RuleShown {
    /// The subject.
    pub subject: String,
    /// Whose training is accepted.
    pub whose: String,
    /// What the reviewer should know.
    pub note: String,
    /// What it asks for.
    pub checks: Vec<RuleCheck>,
}

/// One thing that a rule asks for.
#[derive(Clone, Debug, Serialize)]
pub struct RuleCheck {
    /// Whether the claim has it: `Yes`, `No` or `Check`.
    pub verdict: &'static str,
    /// What, in a sentence.
    pub words: String,
}

/// The rules of all subjects.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AcceptanceRulesPage {
    /// What was done by the form before.
    pub done: Option<String>,
    /// Each subject.
    pub rules: Vec<AcceptanceRow>,
}

/// The rule of one subject.
#[derive(Clone, Debug, Serialize)]
pub struct AcceptanceRow {
    /// The subject.
    pub subject: String,
    /// Its page.
    pub href: String,
    /// Whose training is accepted, and what else is asked.
    pub words: String,
}

/// Setting the rule of a subject.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AcceptanceRulePage {
    /// The token against forged requests.
    pub csrf: String,
    /// The subject.
    pub subject: String,
    /// Where the form goes.
    pub action: String,
    /// `yes` where every NHS employer's training is accepted.
    pub any_nhs: String,
    /// Who else's is, separated by semicolons.
    pub providers: String,
    /// `yes` where it must be in date by our own period.
    pub in_date: String,
    /// `yes` where there must be evidence.
    pub evidence: String,
    /// What the reviewer should know.
    pub note: String,
    /// The first day.
    pub from: TypedDate,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

impl Page for QueriesPage {
    const TEMPLATE: &'static str = "pages/queries.html";

    fn heading(&self) -> String {
        self.heading.clone()
    }
}

impl Page for NewQueryPage {
    const TEMPLATE: &'static str = "pages/new_query.html";

    fn heading(&self) -> String {
        "What is wrong?".to_owned()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}

impl Page for NewClaimPage {
    const TEMPLATE: &'static str = "pages/new_claim.html";

    fn heading(&self) -> String {
        "Training you did elsewhere".to_owned()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}

impl Page for QueryPage {
    const TEMPLATE: &'static str = "pages/query.html";

    fn heading(&self) -> String {
        self.heading.clone()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}

impl Page for AcceptanceRulesPage {
    const TEMPLATE: &'static str = "pages/acceptance_rules.html";

    fn heading(&self) -> String {
        "What training from elsewhere is accepted".to_owned()
    }
}

impl Page for AcceptanceRulePage {
    const TEMPLATE: &'static str = "pages/acceptance_rule.html";

    fn heading(&self) -> String {
        format!("{}: training from elsewhere", self.subject)
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}
