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
    /// Where people may log in with their work account instead.
    pub sso: Vec<SingleSignOn>,
    /// What was wrong: one sentence, the same whichever of the two was.
    pub error: Option<String>,
}

/// A link for a new password is asked for.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ForgottenPage {
    /// The token against forged requests.
    pub csrf: String,
    /// What was typed as the address before a mistake.
    pub email: String,
    /// The organisations to choose from, where there are several: code and name.
    pub organisations: Vec<(String, String)>,
    /// The code that was chosen before a mistake.
    pub organisation: String,
    /// Whether it has been asked for.
    pub asked: bool,
    /// What was wrong.
    pub error: Option<String>,
}

/// An organisation whose people may log in with their work account.
#[derive(Clone, Debug, Serialize)]
pub struct SingleSignOn {
    /// Its code.
    pub organisation: String,
    /// Its name.
    pub name: String,
    /// What the button says.
    pub text: String,
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

impl Page for ForgottenPage {
    const TEMPLATE: &'static str = "pages/forgotten.html";

    fn heading(&self) -> String {
        if self.asked { "Look in your inbox" } else { "Get a link for a new password" }.to_owned()
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
