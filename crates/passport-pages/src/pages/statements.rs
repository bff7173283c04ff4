//! What the service says of itself: how accessible it is, and what it keeps.

use serde::Serialize;

use crate::Page;

/// The accessibility statement.
#[derive(Clone, Debug, Serialize)]
pub struct AccessibilityPage {
    /// Who to tell of a fault, if the organisation says.
    pub contact: Option<String>,
}

impl Page for AccessibilityPage {
    const TEMPLATE: &'static str = "pages/accessibility.html";

    fn heading(&self) -> String {
        "Accessibility statement".to_owned()
    }
}

/// What is kept about people.
#[derive(Clone, Debug, Serialize)]
pub struct PrivacyPage {
    /// Who to ask, if the organisation says.
    pub contact: Option<String>,
}

impl Page for PrivacyPage {
    const TEMPLATE: &'static str = "pages/privacy.html";

    fn heading(&self) -> String {
        "Privacy".to_owned()
    }
}
