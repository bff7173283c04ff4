//! Log-in: address and password, and the page on which a password is chosen.

use serde::Serialize;

use crate::Page;

/// Address and password.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LogInPage {
    /// The token against forged requests.
    pub csrf: String,
    /// What was typed as the address before a mistake.
    pub email: String,
    /// The organisations to choose from, where there are several: code and name.
    pub organisations: Vec<(String, String)>,
    /// The code that was chosen before a mistake.
    pub organisation: String,
    /// What was wrong: one sentence, the same whichever of the two was.
    pub error: Option<String>,
}

/// A new password, by a link that is good once.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ChoosePasswordPage {
    /// Where the form posts.
    pub action: String,
    /// The token against forged requests.
    pub csrf: String,
    /// Whose account it is.
    pub name: String,
    /// What they will log in with.
    pub email: String,
    /// What was wrong with the password that was typed.
    pub error: Option<String>,
}

impl Page for LogInPage {
    const TEMPLATE: &'static str = "pages/log_in.html";

    fn heading(&self) -> String {
        "Log in".to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.error.is_some()
    }
}

impl Page for ChoosePasswordPage {
    const TEMPLATE: &'static str = "pages/choose_password.html";

    fn heading(&self) -> String {
        "Choose a password".to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.error.is_some()
    }
}
