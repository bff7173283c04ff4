//! Data health: what needs putting right, kind by kind, each with a proposal.

use serde::Serialize;

use crate::pages::{Mistake, Paging};
use crate::{Link, Page};

/// Every kind with its count.
#[derive(Clone, Debug, Serialize)]
pub struct DataHealthPage {
    /// `124 findings need a look.`
    pub sentence: String,
    /// Every kind there is.
    pub kinds: Vec<KindRow>,
}

/// A kind of finding.
#[derive(Clone, Debug, Serialize)]
pub struct KindRow {
    /// Its name.
    pub name: String,
    /// What it means.
    pub meaning: String,
    /// Its list; `None` where there is nothing in it.
    pub href: Option<String>,
    /// How many need a look.
    pub count: u64,
    /// How many are set aside.
    pub aside: u64,
}

/// Everything of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct FindingsPage {
    /// What was done by the form before.
    pub done: Option<String>,
    /// The kind.
    pub kind: String,
    /// What it means.
    pub meaning: String,
    /// `12 findings`.
    pub found: String,
    /// Those of this page.
    pub findings: Vec<FindingRow>,
    /// Where in the list this page is.
    pub paging: Option<Paging>,
    /// Those that were set aside.
    pub aside: Vec<FindingRow>,
}

/// A finding.
#[derive(Clone, Debug, Serialize)]
pub struct FindingRow {
    /// What it is about: a name, where it is a person.
    pub about: String,
    /// The person's employee number.
    pub number: Option<String>,
    /// Address of its page.
    pub href: String,
    /// What is wrong; of one that is set aside, why it was.
    pub what: String,
}

/// One finding.
#[derive(Clone, Debug, Serialize)]
pub struct FindingPage {
    /// The token against forged requests.
    pub csrf: String,
    /// The kind.
    pub kind: String,
    /// What it is about.
    pub about: String,
    /// The passport of the person it is about.
    pub passport: Option<Link>,
    /// What is wrong.
    pub what: String,
    /// What is proposed.
    pub proposal: String,
    /// Where that is done here.
    pub repair: Option<Link>,
    /// Why it was set aside; `None`: it was not.
    pub aside: Option<String>,
    /// Address of this page, where its forms post.
    pub action: String,
    /// Why it is to be set aside, as it was typed.
    pub reason: String,
    /// The list it stands in.
    pub back: Link,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

impl Page for DataHealthPage {
    const TEMPLATE: &'static str = "pages/data_health.html";

    fn heading(&self) -> String {
        "Data health".to_owned()
    }
}

impl Page for FindingsPage {
    const TEMPLATE: &'static str = "pages/findings.html";

    fn heading(&self) -> String {
        self.kind.clone()
    }

    fn paging(&self) -> Option<&Paging> {
        self.paging.as_ref()
    }
}

impl Page for FindingPage {
    const TEMPLATE: &'static str = "pages/finding.html";

    fn heading(&self) -> String {
        self.about.clone()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}
