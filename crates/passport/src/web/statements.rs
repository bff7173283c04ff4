//! What the service says of itself.

use passport_pages::pages::{AccessibilityPage, PrivacyPage};

use super::answer::Answer;
use super::visit::Visit;

pub(super) async fn accessibility(visit: Visit) -> Answer {
    visit.page(&AccessibilityPage { contact: visit.app.face().contact })
}

pub(super) async fn privacy(visit: Visit) -> Answer {
    visit.page(&PrivacyPage { contact: visit.app.face().contact })
}
