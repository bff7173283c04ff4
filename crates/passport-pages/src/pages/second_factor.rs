//! Codes from a phone beside the password: asked for at log-in, set up, and seen
//! to on one's own account.

use jiff::civil::Date;
use serde::Serialize;

use crate::Page;

/// The second step of log-in.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CodePage {
    /// The token against forged requests.
    pub csrf: String,
    /// What was wrong with the app's code.
    pub error: Option<String>,
    /// What was wrong with the recovery code.
    pub recovery_error: Option<String>,
}

/// An authenticator app is set up.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SetUpSecondFactorPage {
    /// The token against forged requests.
    pub csrf: String,
    /// Where the form posts.
    pub action: &'static str,
    /// The secret, sealed, that the form gives back.
    pub offer: String,
    /// The secret for typing by hand, in groups of four.
    pub secret: String,
    /// The address that an app on the same phone opens.
    pub uri: String,
    /// Units on a side, and the path of the dark ones.
    pub qr_code: Option<(i32, String)>,
    /// What was wrong with the code.
    pub error: Option<String>,
}

/// Recovery codes, shown this once.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RecoveryCodesPage {
    /// The codes.
    pub codes: Vec<String>,
}

/// One's own second factor.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SecondFactorPage {
    /// The token against forged requests.
    pub csrf: String,
    /// What they log in with.
    pub email: String,
    /// Whether they log in with a password at all.
    pub has_password: bool,
    /// When it was set up, if it was.
    pub since: Option<Date>,
    /// Recovery codes that are left.
    pub codes_left: u64,
    /// Whether a role asks for it.
    pub required: bool,
    /// What was wrong, by field: `password` or `code`.
    pub error: Option<(String, String)>,
}

impl Page for CodePage {
    const TEMPLATE: &'static str = "pages/code.html";

    fn heading(&self) -> String {
        "Enter the code from your app".to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.error.is_some() || self.recovery_error.is_some()
    }
}

impl Page for SetUpSecondFactorPage {
    const TEMPLATE: &'static str = "pages/set_up_second_factor.html";

    fn heading(&self) -> String {
        "Set up an app for log-in codes".to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.error.is_some()
    }
}

impl Page for RecoveryCodesPage {
    const TEMPLATE: &'static str = "pages/recovery_codes.html";

    fn heading(&self) -> String {
        "Keep your recovery codes".to_owned()
    }
}

impl Page for SecondFactorPage {
    const TEMPLATE: &'static str = "pages/second_factor.html";

    fn heading(&self) -> String {
        "Log-in codes from an app".to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.error.is_some()
    }
}
