//! Supervision: a manager records what was discussed and agreed, the member of staff
//! confirms it or says with what they do not agree, and both mark what is done.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::Uri;
use jiff::civil::Date;
use passport_core::supervision::{Action, Discussion, Doer};
use passport_core::wording::long_date;
use passport_pages::pages::{
    ActionRow, ActionView, AnswerView, DiscussionView, Mistake, OwnSupervisionPage,
    SupervisionPage, TypedDate,
};
use passport_store::Known;

use super::answer::{Answer, Fault, see};
use super::visit::Visit;
use super::{address, fields, query};
use crate::access::{Access, Supervision};
use crate::accounts::name_of;
use crate::clock::london;
use crate::supervision::{self as room, NewAction, Refusal, Writing};

/// How many actions a form has fields for; more are added afterwards.
const ROWS: usize = 5;

pub(super) async fn of(
    visit: Visit,
    access: Access,
    uri: Uri,
    Path(number): Path<String>,
) -> Answer {
    let Some(one) = access.supervision(&number) else { return refused(&visit, &access, &number) };
    let done = match query::parameter(&uri, "done").as_deref() {
        Some("recorded") => Some("The discussion is recorded"),
        Some("added") => Some("The actions are added"),
        Some("done") => Some("The action is marked as done"),
        _ => None,
    };
    let page = page(&visit, one).await?;
    visit.note(one.organisation(), "saw supervision", &number);
    visit.form(|csrf| SupervisionPage { csrf, done: done.map(str::to_owned), ..page })
}

pub(super) async fn record(
    visit: Visit,
    access: Access,
    Path(number): Path<String>,
    form: Bytes,
) -> Answer {
    let Some(one) = access.supervision(&number) else { return refused(&visit, &access, &number) };
    let page = page(&visit, one).await?;
    let mut errors = Vec::new();
    let (on, day) = fields::day(&form, "on", "The day of the discussion", &mut errors);
    if day.is_none() && errors.is_empty() {
        errors.push(Mistake::new("on-day", "Enter the day you discussed the passport."));
    }
    let note = fields::line(&form, "note");
    let (rows, actions) = rows(&form, &mut errors);
    if let (Some(day), true) = (day, errors.is_empty()) {
        let new: Vec<NewAction> = actions.iter().map(|(_, new)| new.clone()).collect();
        let writing = writing(&visit, &access, one).await?;
        match room::record(one.organisation(), &writing, day, &note, &new).await? {
            Ok(()) => return see(&format!("{}?done=recorded", address::supervision(&number))),
            Err(refusal) => errors.push(mistake(refusal, &actions)),
        }
    }
    visit.refused(|csrf| SupervisionPage { csrf, on, note, rows, errors, ..page })
}

pub(super) async fn ask_for_actions(
    visit: Visit,
    access: Access,
    Path(number): Path<String>,
) -> Answer {
    let Some(one) = access.supervision(&number) else { return refused(&visit, &access, &number) };
    let page = page(&visit, one).await?;
    if page.discussions.is_empty() {
        return see(&address::supervision(&number));
    }
    visit.form(|csrf| SupervisionPage { csrf, adding: true, ..page })
}

pub(super) async fn add_actions(
    visit: Visit,
    access: Access,
    Path(number): Path<String>,
    form: Bytes,
) -> Answer {
    let Some(one) = access.supervision(&number) else { return refused(&visit, &access, &number) };
    let page = page(&visit, one).await?;
    let mut errors = Vec::new();
    let (rows, actions) = rows(&form, &mut errors);
    if actions.is_empty() && errors.is_empty() {
        errors.push(Mistake::new("what-1", "Enter what is to be done."));
    }
    if errors.is_empty() {
        let new: Vec<NewAction> = actions.iter().map(|(_, new)| new.clone()).collect();
        let writing = writing(&visit, &access, one).await?;
        match room::add_actions(one.organisation(), &writing, &new).await? {
            Ok(()) => return see(&format!("{}?done=added", address::supervision(&number))),
            Err(Refusal::NotThere) => return refused(&visit, &access, &number),
            Err(refusal) => errors.push(mistake(refusal, &actions)),
        }
    }
    visit.refused(|csrf| SupervisionPage { csrf, adding: true, rows, errors, ..page })
}

pub(super) async fn done(
    visit: Visit,
    access: Access,
    Path(number): Path<String>,
    form: Bytes,
) -> Answer {
    let Some(one) = access.supervision(&number) else { return refused(&visit, &access, &number) };
    mark_done(&visit, &access, one, &form, &address::supervision(&number)).await
}

pub(super) async fn own(visit: Visit, access: Access, uri: Uri) -> Answer {
    let Some(one) = access.own_supervision() else { return visit.not_found() };
    let done = match query::parameter(&uri, "done").as_deref() {
        Some("answered") => Some("Your answer is recorded"),
        Some("done") => Some("The action is marked as done"),
        _ => None,
    };
    let discussions = discussions(&visit, one, "").await?;
    visit.note(one.organisation(), "saw supervision", one.employee_number);
    visit.form(|csrf| OwnSupervisionPage {
        csrf,
        done: done.map(str::to_owned),
        discussions,
        ..OwnSupervisionPage::default()
    })
}

pub(super) async fn answer(visit: Visit, access: Access, form: Bytes) -> Answer {
    let Some(one) = access.own_supervision() else { return visit.not_found() };
    let Ok(id) = fields::line(&form, "discussion").parse::<i64>() else {
        return visit.not_found();
    };
    let agrees = fields::line(&form, &format!("agrees-{id}"));
    let words = fields::line(&form, &format!("words-{id}"));
    let mut errors = Vec::new();
    if ["yes", "no"].contains(&agrees.as_str()) {
        let writing = writing(&visit, &access, one).await?;
        let agreed = agrees == "yes";
        match room::answer(one.organisation(), &writing, id, agreed, &words).await? {
            Ok(()) => return see("/supervision?done=answered"),
            Err(Refusal::NotThere) => return visit.not_found(),
            Err(refusal) => {
                errors.push(Mistake::new(format!("words-{id}"), refusal.to_string()));
            }
        }
    } else {
        errors.push(Mistake::new(format!("agrees-{id}"), "Choose whether you agree."));
    }
    let discussions = discussions(&visit, one, "").await?;
    if !discussions.iter().any(|discussion| discussion.id == id) {
        return visit.not_found();
    }
    let page = OwnSupervisionPage {
        answered: id,
        agrees,
        words,
        errors,
        discussions,
        ..Default::default()
    };
    visit.refused(|csrf| OwnSupervisionPage { csrf, ..page })
}

pub(super) async fn own_done(visit: Visit, access: Access, form: Bytes) -> Answer {
    let Some(one) = access.own_supervision() else { return visit.not_found() };
    mark_done(&visit, &access, one, &form, "/supervision").await
}

async fn mark_done(
    visit: &Visit,
    access: &Access,
    one: Supervision<'_>,
    form: &[u8],
    back: &str,
) -> Answer {
    let Ok(action) = fields::line(form, "action").parse() else { return visit.not_found() };
    let writing = writing(visit, access, one).await?;
    match room::done(one.organisation(), &writing, action).await? {
        Ok(()) => see(&format!("{back}?done=done")),
        Err(_) => visit.not_found(),
    }
}

/// Nobody's supervision and one that is not theirs are answered alike.
fn refused(visit: &Visit, access: &Access, number: &str) -> Answer {
    visit.note(access.organisation(), "denied", number);
    tracing::warn!(event = "denied", reference = visit.reference, "no such record, or not theirs");
    visit.not_found()
}

/// The page with an empty form.
async fn page(visit: &Visit, one: Supervision<'_>) -> Result<SupervisionPage, Fault> {
    let number = one.employee_number;
    let name = name_of(one.organisation(), number).await?;
    let rows = (1..=ROWS).map(|number| ActionRow { number, ..ActionRow::default() });
    Ok(SupervisionPage {
        passport: address::passport(number),
        action: address::supervision(number),
        pack: format!("/team/supervision-pack.pdf?person={}", address::part(number)),
        rows: rows.collect(),
        discussions: discussions(visit, one, &name).await?,
        name,
        ..SupervisionPage::default()
    })
}

async fn discussions(
    visit: &Visit,
    one: Supervision<'_>,
    name: &str,
) -> Result<Vec<DiscussionView>, Fault> {
    let organisation = one.organisation();
    let all = room::discussions(organisation, Known::Now, one.employee_number).await?;
    let numbers: Vec<i64> = all.iter().map(|discussion| discussion.recorded).collect();
    let changes = organisation.changes_of(&numbers).await?;
    let today = visit.app.settings.clock.today();
    let view = |discussion: Discussion| {
        let change = changes.iter().find(|change| change.number == discussion.recorded);
        let at = change.map(|change| long_date(change.at.to_zoned(london()).date()));
        let by = &discussion.fact.recorded_by;
        DiscussionView {
            id: discussion.id,
            on: discussion.fact.on,
            recorded: match at {
                Some(day) => format!("Recorded by {by} on {day}"),
                None => format!("Recorded by {by}"),
            },
            note: discussion.fact.note,
            actions: discussion
                .actions
                .into_iter()
                .map(|a| action(a, one.own, name, today))
                .collect(),
            answer: discussion
                .answer
                .map(|answer| AnswerView { agrees: answer.agrees, words: answer.words }),
        }
    };
    Ok(all.into_iter().map(view).collect())
}

fn action(action: Action, own: bool, name: &str, today: Date) -> ActionView {
    let who = match (action.doer, own) {
        (Doer::Staff, true) => "You",
        (Doer::Staff, false) => name,
        (Doer::Manager, true) => "Your manager",
        (Doer::Manager, false) => "Manager",
    };
    ActionView {
        id: action.id,
        who: who.to_owned(),
        late: action.due < today,
        due: action.due,
        done: action.done.map(|(day, by)| format!("On {}, says {by}", long_date(day))),
        what: action.what,
    }
}

/// Who writes, by name: a deputy as themselves, in whose place they are.
async fn writing<'a>(
    visit: &Visit,
    access: &Access,
    one: Supervision<'a>,
) -> Result<Writing<'a>, Fault> {
    let (asker, clock) = (access.asker(), visit.app.settings.clock);
    let name = match one.in_place_of {
        Some(manager) => {
            let manager = name_of(one.organisation(), manager).await?;
            format!("{}, standing in for {manager}", asker.name)
        }
        None => asker.name.clone(),
    };
    Ok(Writing {
        employee_number: one.employee_number,
        actor: asker.actor(),
        name,
        today: clock.today(),
        now: clock.now(),
    })
}

/// The actions of a form, as they were typed, and those that are whole, each with
/// the number of its row.
fn rows(form: &[u8], errors: &mut Vec<Mistake>) -> (Vec<ActionRow>, Vec<(usize, NewAction)>) {
    let (mut rows, mut actions) = (Vec::new(), Vec::new());
    for number in 1..=ROWS {
        let what = fields::line(form, &format!("what-{number}"));
        let doer = fields::line(form, &format!("doer-{number}"));
        let called = format!("The day of action {number}");
        let before = errors.len();
        let (due, day) = fields::day(form, &format!("due-{number}"), &called, errors);
        let is_empty = what.is_empty() && due == TypedDate::default();
        if !is_empty && errors.len() == before {
            match (what.is_empty(), Doer::from_name(&doer), day) {
                (true, _, _) => errors.push(Mistake::new(
                    format!("what-{number}"),
                    format!("Enter what is to be done in action {number}."),
                )),
                (_, None, _) => errors.push(Mistake::new(
                    format!("doer-{number}"),
                    format!("Choose who does action {number}."),
                )),
                (_, _, None) => errors.push(Mistake::new(
                    format!("due-{number}-day"),
                    format!("Enter by when action {number} is to be done."),
                )),
                (false, Some(doer), Some(due)) => {
                    actions.push((number, NewAction { what: what.clone(), doer, due }));
                }
            }
        }
        rows.push(ActionRow { number, what, doer, due });
    }
    (rows, actions)
}

/// The field a refusal belongs to.
fn mistake(refusal: Refusal, actions: &[(usize, NewAction)]) -> Mistake {
    let row = |place: usize| actions.get(place).map_or(1, |(number, _)| *number);
    let field = match refusal {
        Refusal::LongNote => "note".to_owned(),
        Refusal::LongAction(place) => format!("what-{}", row(place)),
        Refusal::Due(place) => format!("due-{}-day", row(place)),
        Refusal::TooMany => "what-1".to_owned(),
        Refusal::Day | Refusal::NotThere | Refusal::NoWords => "on-day".to_owned(),
    };
    Mistake::new(field, refusal.to_string())
}
