//! The timetable: what runs next, and what ran.

use passport_pages::pages::JobsPage;

use super::answer::{Answer, Fault};
use super::visit::Visit;
use crate::access::Access;

pub(super) async fn show(visit: Visit, access: Access) -> Answer {
    let Some(_oversight) = access.oversight() else {
        return Err(Fault::broken("a training lead without oversight"));
    };
    visit.page(&JobsPage { next: Vec::new(), runs: Vec::new(), paging: None })
}
