//! Finding a person, for those who see everyone. Names are compared without regard
//! to case and accents, in memory: a trust's staff are few enough.

use axum::http::Uri;
use passport_core::facts::{PersonFact, PostingFact};
use passport_core::organisation::team_name;
use passport_core::workforce::is_on_report;
use passport_pages::pages::{Paging, PeoplePage, PersonRow};
use passport_store::{Known, Organisation, StoreError};

use super::answer::{Answer, Fault, see};
use super::visit::Visit;
use super::{address, query};
use crate::access::Access;
use crate::cache::Moment;

/// People to a page.
const PAGE: usize = 50;
/// Nobody types more.
const LONGEST: usize = 100;

/// Everyone, as they are looked for.
#[derive(Debug)]
pub(super) struct Directory(Vec<Entry>);

#[derive(Debug)]
struct Entry {
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
    let asked = query::parameter(&uri, "q").unwrap_or_default();
    let asked: String = asked.trim().chars().take(LONGEST).collect();
    if asked.is_empty() {
        let nothing = PeoplePage { query: asked, found: None, people: Vec::new(), paging: None };
        return visit.page(&nothing);
    }
    let organisation = oversight.organisation();
    let day = visit.app.settings.clock.today();
    let change = organisation.last_change().await?;
    let moment = Moment { organisation: organisation.id, change, day };
    let directory = visit.app.directories.get(moment, load(organisation, day)).await?;

    let words: Vec<String> =
        asked.split([' ', ',']).filter(|word| !word.is_empty()).map(fold).collect();
    let found: Vec<&Entry> = directory
        .0
        .iter()
        .filter(|entry| words.iter().all(|word| entry.text.contains(word.as_str())))
        .collect();
    let base = format!("/people?q={}", address::part(&asked));
    let (current, last) = (query::page(&uri), found.len().div_ceil(PAGE).max(1));
    if current > last {
        return see(&base);
    }
    let people = found.iter().skip((current - 1) * PAGE).take(PAGE).map(|entry| PersonRow {
        name: entry.name.clone(),
        employee_number: entry.employee_number.clone(),
        post: entry.post.clone(),
        passport: address::passport(&entry.employee_number),
    });
    visit.page(&PeoplePage {
        query: asked,
        found: Some(PeoplePage::found_words(found.len() as u64)),
        people: people.collect(),
        paging: Some(Paging { current, last, href: format!("{base}&page=") }),
    })
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

/// Lower case, without the commonest accents: `Zieliński` is found by `zielinski`.
fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(plain).collect()
}

const fn plain(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ạ' | 'ả' | 'ấ'..='ậ' | 'ắ'..='ặ' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'į' | 'ı' | 'ỉ' | 'ị' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'ơ' | 'ọ'..='ợ' => 'o',
        'ř' => 'r',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ư' | 'ụ'..='ự' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn a_name_is_found_without_its_accents() {
        assert_eq!(fold("Łukasz ZIELIŃSKI-Nguyễn"), "lukasz zielinski-nguyen");
        assert_eq!(fold("Ελένη"), "ελένη");
    }
}
