//! Finding a person, for those who may see somebody else's record.

use std::sync::Arc;

use axum::http::Uri;
use passport_pages::pages::{Paging, PeoplePage, PersonRow};
use passport_store::{Organisation, StoreError};

use super::answer::{Answer, Fault, see};
use super::visit::Visit;
use super::{address, query};
use crate::access::Access;
use crate::cache::Moment;
use crate::directory::{Directory, Person};

/// People to a page.
const PAGE: usize = 50;
/// Pages that nobody leafs through.
const MANY: usize = 2;

pub(super) async fn show(visit: Visit, access: Access, uri: Uri) -> Answer {
    let Some(reach) = access.reach() else {
        return Err(Fault::broken("a reader of records without a reach"));
    };
    let asked = query::asked(&uri);
    if asked.is_empty() {
        return visit.page(&PeoplePage::default());
    }
    if asked.chars().count() == 1 {
        return visit.page(&PeoplePage { query: asked, too_short: true, ..PeoplePage::default() });
    }
    let organisation = reach.organisation();
    visit.note_list(organisation, "saw list of people", &format!("people found by {asked:?}"));
    let directory = directory(&visit, &access, organisation).await?;
    let found = directory.find(&asked, |number| reach.includes(number));
    let base = format!("/people?q={}", address::part(&asked));
    let (current, last) = (query::page(&uri), found.people.len().div_ceil(PAGE).max(1));
    if current > last {
        return see(&base);
    }
    let people =
        found.people.iter().skip((current - 1) * PAGE).take(PAGE).map(|person| row(person));
    visit.page(&PeoplePage {
        query: asked,
        found: Some(PeoplePage::found_words(found.people.len() as u64)),
        too_short: false,
        many: last > MANY,
        similar: found.similar,
        people: people.collect(),
        paging: Some(Paging { current, last, href: format!("{base}&page=") }),
    })
}

/// Everyone, as the last change that touched it left it.
pub(super) async fn directory(
    visit: &Visit,
    access: &Access,
    organisation: &Organisation,
) -> Result<Arc<Directory>, StoreError> {
    let day = visit.app.settings.clock.today();
    let moment = Moment { organisation: organisation.id, change: access.latest().lines, day };
    visit.app.directories.get(moment, Directory::load(organisation, day)).await
}

/// As lists of people show somebody.
pub(super) fn row(person: &Person) -> PersonRow {
    PersonRow {
        name: person.name.clone(),
        employee_number: person.employee_number.clone(),
        post: person.post.clone().unwrap_or_else(|| "No post today".to_owned()),
        passport: address::passport(&person.employee_number),
    }
}
