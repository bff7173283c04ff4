//! The start page: for strangers what the service is; whoever is logged in goes on
//! to where they begin.

use std::sync::Arc;

use passport_pages::Link;
use passport_pages::pages::HomePage;

use super::answer::{Answer, see};
use super::visit::Visit;
use super::{first_steps, frame, guard};
use crate::access::Access;

pub(super) async fn show(visit: Visit) -> Answer {
    if let Some(session) = &visit.session {
        let access = Access::new(Arc::clone(session));
        if first_steps::are_open(&access, visit.app.settings.clock).await? {
            return see("/first-steps");
        }
        return see(&frame::start(&session.asker));
    }
    if let Some(half) = &visit.half {
        return see(guard::next_step(half));
    }
    let log_in = match &visit.app.settings.demo {
        Some(_) => Link::new("Choose a person to log in as", "/demo"),
        None => Link::new("Log in", "/log-in"),
    };
    visit.page(&HomePage { log_in: Some(log_in), contact: visit.app.face().contact })
}
