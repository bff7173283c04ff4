//! The start page: for strangers what the service is; whoever is logged in goes on
//! to where they begin.

use passport_pages::Link;
use passport_pages::pages::HomePage;

use super::answer::{Answer, see};
use super::frame;
use super::visit::Visit;

pub(super) async fn show(visit: Visit) -> Answer {
    if let Some(session) = &visit.session {
        return see(&frame::start(&session.asker));
    }
    let log_in = match &visit.app.settings.demo {
        Some(_) => Link::new("Choose a person to log in as", "/demo"),
        None => Link::new("Log in", "/log-in"),
    };
    visit.page(&HomePage { log_in: Some(log_in), contact: visit.app.contact.clone() })
}
