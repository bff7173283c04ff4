//! What surrounds every page: organisation, account, menu and footer.

use serde::Serialize;

/// The frame of a page. Build it once a request.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Frame {
    /// The employer's name, e.g. `Hartwell NHS Trust`.
    pub organisation: String,
    /// Address of the employer's own logo, if it gave one; never the national logo.
    pub logo: Option<String>,
    /// Where the name of the service leads: home, or the person's own passport.
    pub home: String,
    /// Who is logged in.
    pub account: Option<Account>,
    /// The menu below the header.
    pub menu: Vec<MenuItem>,
    /// Links at the foot of the page.
    pub footer: Vec<Link>,
    /// A demonstration: says so above every page.
    pub demo: bool,
    /// The nonce of the content security policy. No page has a script or style of
    /// its own inside it; the nonce is put on the one script element.
    pub nonce: Option<String>,
}

/// The person who is logged in.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    /// First and last name.
    pub name: String,
    /// At most three links, e.g. `My passport`.
    pub links: Vec<Link>,
    /// The form that logs out.
    pub log_out: PostForm,
}

/// A form that is only a button.
#[derive(Clone, Debug, Serialize)]
pub struct PostForm {
    /// The address it posts to.
    pub action: String,
    /// The token against forged requests, sent as the field `csrf`.
    pub csrf: String,
}

/// A link.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

impl Link {
    /// A link.
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into() }
    }
}

/// A link of the menu.
#[derive(Clone, Debug, Serialize)]
pub struct MenuItem {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: String,
    /// True on the page itself.
    pub current: bool,
    /// True on the pages below it.
    pub active: bool,
}

impl MenuItem {
    /// A link of the menu.
    pub fn new(text: impl Into<String>, href: impl Into<String>, current: bool) -> Self {
        Self { text: text.into(), href: href.into(), current, active: false }
    }

    /// The same, for a page below it.
    #[must_use]
    pub fn above(self, is_above: bool) -> Self {
        Self { active: is_above, ..self }
    }
}
