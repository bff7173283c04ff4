//! The start page: for strangers what the service is; whoever is logged in goes on
//! to where they begin.

use passport_pages::Link;
use passport_pages::pages::HomePage;

use super::answer::{Answer, see};
use super::frame;
use super::visit::Visit;

pub(super) async fn show(visit: Visit) -> Answer {
    if let Some(session) = &visit.session {
        return see(frame::start(&session.asker.roles));
    }
    let demo = visit.app.settings.demo.as_ref();
    let log_in = demo.map(|_| Link::new("Choose a person to log in as", "/demo"));
    visit.page(&HomePage { log_in, contact: visit.app.contact.clone() })
}
