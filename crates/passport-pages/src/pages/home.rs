//! The start page for someone who is not logged in: nothing personal.

use serde::Serialize;

use crate::{Link, Page};

/// What the service is, and the way in.
#[derive(Clone, Debug, Serialize)]
pub struct HomePage {
    /// The button that leads to log-in; `None` while no log-in is set up.
    pub log_in: Option<Link>,
    /// Who to ask for help.
    pub contact: Option<String>,
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "pages/home.html";

    fn heading(&self) -> String {
        "Your training passport".to_owned()
    }
}
