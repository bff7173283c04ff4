//! Finding a person, for those who see everyone. Names are compared without regard
//! to case and accents, in memory: a trust's staff are few enough.

use std::sync::Arc;

use axum::http::Uri;
use passport_core::facts::{PersonFact, PostingFact};
use passport_core::organisation::team_name;
use passport_core::workforce::is_on_report;
use passport_pages::pages::{Paging, PeoplePage, PersonRow};
use passport_store::{Known, Organisation, StoreError};

use super::answer::{Answer, Fault, see};
use super::search::fold;
use super::visit::Visit;
use super::{address, query, search};
use crate::access::Access;
use crate::cache::Moment;

/// People to a page.
const PAGE: usize = 50;

/// Everyone, as they are looked for.
#[derive(Debug)]
pub(super) struct Directory(Vec<Entry>);

/// One of them.
#[derive(Debug)]
pub(super) struct Entry {
    name: String,
    /// By which a list of people is sorted: the last name first.
    order: String,
    employee_number: String,
    post: String,
    /// All of it, folded.
    text: String,
}

pub(super) async fn show(visit: Visit, access: Access, uri: Uri) -> Answer {
    let Some(oversight) = access.oversight() else {
        return Err(Fault::broken("a training lead without oversight"));
    };
    let asked = search::asked(&uri);
    if asked.is_empty() {
        let nothing = PeoplePage { query: asked, found: None, people: Vec::new(), paging: None };
        return visit.page(&nothing);
    }
    let organisation = oversight.organisation();
    visit.note_list(organisation, "saw list of people", &format!("people found by {asked:?}"));
    let directory = directory(&visit, organisation).await?;
    let found = directory.find(&asked);
    let base = format!("/people?q={}", address::part(&asked));
    let (current, last) = (query::page(&uri), found.len().div_ceil(PAGE).max(1));
    if current > last {
        return see(&base);
    }
    let people = found.iter().skip((current - 1) * PAGE).take(PAGE).map(|entry| entry.row());
    visit.page(&PeoplePage {
        query: asked,
        found: Some(PeoplePage::found_words(found.len() as u64)),
        people: people.collect(),
        paging: Some(Paging { current, last, href: format!("{base}&page=") }),
    })
}

/// Everyone, as of the organisation's last change.
pub(super) async fn directory(
    visit: &Visit,
    organisation: &Organisation,
) -> Result<Arc<Directory>, StoreError> {
    let day = visit.app.settings.clock.today();
    let change = organisation.last_change().await?;
    let moment = Moment { organisation: organisation.id, change, day };
    visit.app.directories.get(moment, load(organisation, day)).await
}

impl Directory {
    /// Those in whose entry every word stands, by last name.
    pub fn find(&self, asked: &str) -> Vec<&Entry> {
        let words = search::words(asked);
        self.0.iter().filter(|entry| search::has(&entry.text, &words)).collect()
    }
}

impl Entry {
    /// As lists of people show it.
    pub fn row(&self) -> PersonRow {
        PersonRow {
            name: self.name.clone(),
            employee_number: self.employee_number.clone(),
            post: self.post.clone(),
            passport: address::passport(&self.employee_number),
        }
    }
}

async fn load(
    organisation: &Organisation,
    day: jiff::civil::Date,
) -> Result<Directory, StoreError> {
    let postings = organisation.facts::<PostingFact>(Known::Now).await?;
    let mut posts = std::collections::HashMap::new();
    for posting in postings.iter().map(|recorded| &recorded.fact) {
        let post = &posting.post;
        if posting.applies.covers(day)
            && is_on_report(post.start, post.end, &post.status, day)
            && (post.primary || !posts.contains_key(&posting.employee_number))
        {
            let words = [post.position_title.as_str(), team_name(&post.unit)];
            let words = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>();
            let words = words.join(", ");
            posts.insert(posting.employee_number.clone(), words);
        }
    }
    let people = organisation.facts::<PersonFact>(Known::Now).await?;
    let mut entries: Vec<Entry> = people
        .into_iter()
        .map(|recorded| {
            let person = recorded.fact;
            let details = crate::compliance::details(&person);
            let (name, number) = (details.name(), person.employee_number);
            let post = posts.remove(&number).unwrap_or_else(|| "No post today".to_owned());
            let text = fold(&format!("{name} {} {number} {post}", person.first_name));
            let order = fold(&format!("{} {}", person.last_name, person.first_name));
            Entry { name, order, employee_number: number, post, text }
        })
        .collect();
    entries.sort_by(|a, b| (&a.order, &a.employee_number).cmp(&(&b.order, &b.employee_number)));
    Ok(Directory(entries))
}
