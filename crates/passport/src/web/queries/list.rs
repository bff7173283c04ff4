//! The lists: what waits for somebody to answer, and what they asked themselves.

use axum::http::Uri;
use jiff::ToSpan;
use jiff::civil::Date;
use passport_core::query::Desk;
use passport_core::wording::capital;
use passport_pages::pages::{Choice, QueriesPage, QueryNotice, QueryRow};

use super::words::{about, clock, own_clock, state};
use crate::access::{Access, Queries, Record};
use crate::queries::Query;
use crate::queries::{What, answerable, names_of, news_for_person, own, who};
use crate::web::answer::{Answer, Fault};
use crate::web::query;
use crate::web::visit::Visit;

/// Queries shown at once: whoever has more answers the oldest first.
const MOST: usize = 100;
/// Days for which a passport tells what became of a query.
const TOLD: i64 = 30;

pub(in crate::web) async fn list(visit: Visit, access: Access, uri: Uri) -> Answer {
    let handle = access.queries();
    if !handle.answers() && handle.own().is_none() {
        return visit.not_found();
    }
    let today = visit.app.settings.clock.today();
    let own = own(&handle, today).await?;
    let own = own.iter().map(|query| {
        let (state, colour) = state(query);
        QueryRow {
            href: format!("/queries/{}", query.id),
            title: capital(&about(&query.fact)),
            says: query.fact.kind.words().to_owned(),
            on: query.fact.raised_on,
            state,
            colour: colour.to_owned(),
            clock: own_clock(query, today),
        }
    });
    let page = QueriesPage {
        heading: "Queries".to_owned(),
        address: "/queries".to_owned(),
        has_own: handle.own().is_some(),
        own: own.collect(),
        ..to_answer(&handle, &uri, false, today).await?
    };
    if page.answers {
        visit.note_list(handle.organisation(), "saw queries", &page.state);
    }
    visit.page(&page)
}

pub(in crate::web) async fn claims(visit: Visit, access: Access, uri: Uri) -> Answer {
    let handle = access.queries();
    let today = visit.app.settings.clock.today();
    let page = QueriesPage {
        heading: "Prior learning".to_owned(),
        address: "/prior-learning".to_owned(),
        rules: access.oversight().map(|_| "/prior-learning/rules".to_owned()),
        ..to_answer(&handle, &uri, true, today).await?
    };
    visit.note_list(handle.organisation(), "saw prior learning", &page.state);
    visit.page(&page)
}

/// What somebody may answer, as the address asks for it.
async fn to_answer(
    handle: &Queries<'_>,
    uri: &Uri,
    claims: bool,
    today: Date,
) -> Result<QueriesPage, Fault> {
    let asked = query::parameter(uri, "show").unwrap_or_default();
    let (state, since) = match asked.as_str() {
        "answered" => ("answered", Some(today.saturating_sub(12.months()))),
        "others" if !claims => ("others", None),
        _ => ("yours", None),
    };
    let done = match query::parameter(uri, "done").as_deref() {
        Some("sent") => Some("It is sent"),
        Some("answered") => Some("The answer is sent"),
        Some("withdrawn") => Some("It is taken back"),
        Some("reopened") => Some("It is open again"),
        _ => None,
    };
    let mut page = QueriesPage {
        done: done.map(str::to_owned),
        answers: handle.answers(),
        state: state.to_owned(),
        ..QueriesPage::default()
    };
    if !page.answers {
        return Ok(page);
    }
    page.states.push(Choice::new("yours", "With you", ""));
    if !claims {
        page.states.push(Choice::new("others", "With others", ""));
    }
    page.states.push(Choice::new("answered", "Answered in the last 12 months", ""));
    page.none = match state {
        "yours" => "Nothing waits for you.",
        "others" => "Nothing waits for others.",
        _ => "Nothing was answered in the last 12 months.",
    }
    .to_owned();
    let mut all = answerable(handle, since, today).await?;
    all.retain(|(query, desk)| {
        query.fact.claim.is_some() == claims
            && (state == "answered" || query.is_with(*desk, today) == (state == "yours"))
    });
    if state == "answered" {
        all.reverse();
    }
    all.truncate(MOST);
    page.queries = rows(handle, &all, today).await?;
    Ok(page)
}

async fn rows(
    handle: &Queries<'_>,
    all: &[(Query, Desk)],
    today: Date,
) -> Result<Vec<QueryRow>, Fault> {
    let people: Vec<&str> =
        all.iter().map(|(query, _)| query.fact.employee_number.as_str()).collect();
    let names = names_of(handle.organisation(), &people).await?;
    let row = |(query, desk): &(Query, Desk)| {
        let fact = &query.fact;
        let name = names.get(&fact.employee_number).map_or("Somebody", String::as_str);
        let (state, colour) = state(query);
        QueryRow {
            href: format!("/queries/{}", query.id),
            title: format!("{name}, {}", about(fact)),
            says: fact.kind.words().to_owned(),
            on: fact.raised_on,
            state,
            colour: colour.to_owned(),
            clock: clock(query, *desk, today),
        }
    };
    Ok(all.iter().map(row).collect())
}

/// What became of the queries of a passport's owner of late.
pub(in crate::web) async fn notices(
    record: &Record<'_>,
    today: Date,
) -> Result<Vec<QueryNotice>, Fault> {
    let organisation = record.organisation();
    let since = today.saturating_sub(TOLD.days());
    let news = news_for_person(organisation, &record.employee_number, since).await?;
    let mut notices = Vec::new();
    for news in news {
        let (words, reason, change) = match news.what {
            What::Answered { kind, reason, change } => (kind.words(), reason, change),
            What::Reopened { reason, change } => {
                ("Opened again, and waits for a new answer", reason, change)
            }
            What::YourTurn | What::PassedOn => continue,
        };
        let subject = match news.subject.as_str() {
            "" => "Training from elsewhere",
            subject => subject,
        };
        notices.push(QueryNotice {
            words: format!("{subject}: {}{}", words[..1].to_lowercase(), &words[1..]),
            reason,
            who: who(organisation, change).await?,
            on: news.on,
            href: format!("/queries/{}", news.query),
        });
    }
    Ok(notices)
}
