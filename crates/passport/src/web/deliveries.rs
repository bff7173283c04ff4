//! The monthly passports: which months went out, and who was not reached.

use axum::extract::Path;
use passport_pages::pages::DeliveriesPage;

use super::answer::{Answer, Fault};
use super::visit::Visit;
use crate::access::Access;

pub(super) async fn list(visit: Visit, access: Access) -> Answer {
    let Some(_oversight) = access.oversight() else {
        return Err(Fault::broken("a training lead without oversight"));
    };
    visit.page(&DeliveriesPage { months: Vec::new() })
}

pub(super) async fn one(visit: Visit, access: Access, Path(_month): Path<String>) -> Answer {
    let Some(_oversight) = access.oversight() else {
        return Err(Fault::broken("a training lead without oversight"));
    };
    visit.not_found()
}
