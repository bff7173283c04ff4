//! Log-in with a work account: on the way there, and back with one that opens nothing.

use serde::Serialize;

use crate::Page;

/// On the way to where the work account logs in. The browser goes by itself; the
/// link is for one that does not.
#[derive(Clone, Debug, Serialize)]
pub struct GoingToLogInPage {
    /// Where to.
    pub address: String,
}

/// The log-in was right, and opens no account here.
#[derive(Clone, Debug, Serialize)]
pub struct NotLinkedPage {
    /// The organisation.
    pub organisation: String,
    /// By what the people who link it find it.
    pub identifier: String,
    /// Whom to ask.
    pub contact: Option<String>,
}

impl Page for GoingToLogInPage {
    const TEMPLATE: &'static str = "pages/going_to_log_in.html";

    fn heading(&self) -> String {
        "Log in with your work account".to_owned()
    }
}

impl Page for NotLinkedPage {
    const TEMPLATE: &'static str = "pages/not_linked.html";

    fn heading(&self) -> String {
        "Your work account is not linked yet".to_owned()
    }
}
