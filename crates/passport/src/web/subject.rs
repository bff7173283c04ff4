//! How everyone stands in one subject, for those who lead it: its figures by unit,
//! and the lines that are not compliant. Statuses and counts are the ones that
//! reports print; nothing else of anybody's record is here.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::Uri;
use jiff::civil::Date;
use passport_core::compliance::{
    ClassFilter, Dimension, FigureRow, Question, Status, Tally, person_rows,
};
use passport_core::organisation::{path_words, team_name};
use passport_pages::pages::{Choice, Paging, SubjectFigure, SubjectPage, SubjectPerson};
use passport_store::Organisation;
use tokio::task::spawn_blocking;

use super::answer::{Answer, Fault, see};
use super::figures::{in_words, not_counted, percent, share};
use super::visit::Visit;
use super::{address, query};
use crate::access::{Access, is_within};
use crate::cache::Moment;
use crate::compliance::Stand;

/// Lines to a page.
const PAGE: usize = 50;

/// What is to do, with its words and the colour that repeats them. Whoever is
/// exempt or away has nothing to do.
const TO_DO: [(Status, &str, &str); 3] = [
    (Status::Expired, "Expired", "red"),
    (Status::NeverCompleted, "Never completed", "red"),
    (Status::InGrace, "In grace", "white"),
];

/// A subject on a day, as the page shows it, made once for everyone who asks.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The whole organisation.
    whole: Option<FigureRow>,
    /// Units, each with all below it, by path.
    units: Vec<FigureRow>,
    /// Lines that are not compliant, by last name.
    lines: Vec<ToDo>,
}

#[derive(Debug)]
struct ToDo {
    order: String,
    name: String,
    employee_number: String,
    unit: String,
    level: String,
    status: Status,
    award: Option<Date>,
    expiry: Option<Date>,
}

pub(super) async fn show(
    visit: Visit,
    access: Access,
    uri: Uri,
    Path(subject): Path<String>,
) -> Answer {
    let Some(led) = access.subject(&subject) else {
        visit.note_list(access.organisation(), "denied", "a subject");
        return visit.not_found();
    };
    let organisation = led.organisation();
    let as_at = visit.app.settings.clock.today();
    let stand = visit.app.shelf.stand_after(organisation, as_at, access.latest()).await?;
    let framework = &stand.rules.book.framework;
    // It may have gone from the framework since the role was given.
    let Some(id) = framework.subject(led.name) else { return visit.not_found() };
    let name = framework.subject_name(id);
    let change = access.latest().figures();
    let moment = Moment { organisation: organisation.id, change, day: as_at };
    let made = make(organisation, Arc::clone(&stand), name);
    let sheet = visit.app.subjects.get_of(moment, name, made).await?;

    let base = address::subject(name);
    let unit = query::parameter(&uri, "unit").unwrap_or_default();
    let status = query::parameter(&uri, "status").unwrap_or_default();
    let shown_unit = sheet.units.iter().find(|row| row.keys[0] == unit);
    if !unit.is_empty() && shown_unit.is_none() {
        return see(&base);
    }
    let asked: Vec<&ToDo> = sheet
        .lines
        .iter()
        .filter(|line| unit.is_empty() || is_within(&line.unit, &unit))
        .filter(|line| status.is_empty() || line.status.code() == status)
        .filter(|line| led.may_name(&line.employee_number))
        .collect();
    let at = format!("{base}?unit={}&status={}", address::part(&unit), address::part(&status));
    let (current, last) = (query::page(&uri), asked.len().div_ceil(PAGE).max(1));
    if current > last {
        return see(&at);
    }
    visit.note_list(organisation, "saw subject", &format!("{name}, unit {unit:?}"));
    let people = asked.iter().skip((current - 1) * PAGE).take(PAGE).map(|line| {
        let (_, words, colour) = TO_DO[place(line.status)];
        let may_see = access.record(&line.employee_number).is_some();
        SubjectPerson {
            name: line.name.clone(),
            passport: may_see.then(|| address::passport(&line.employee_number)),
            unit: team_name(&line.unit).to_owned(),
            level: line.level.clone(),
            status: words.to_owned(),
            colour: colour.to_owned(),
            award: line.award,
            expiry: line.expiry,
        }
    });
    let whole = shown_unit.or(sheet.whole.as_ref());
    let (sentence, meets) =
        whole.map_or_else(|| ("It is required of nobody".to_owned(), true), in_words);
    let figures = shown_unit.into_iter().chain(below(&sheet.units, &unit));
    let mut units = vec![Choice::new("", "All units", "")];
    units.extend(sheet.units.iter().filter(|row| !row.keys[0].is_empty()).map(|row| {
        let path = &row.keys[0];
        Choice::new(path.clone(), path_words(path), "")
    }));
    let mut statuses = vec![Choice::new("", "Not compliant, for any reason", "")];
    statuses.extend(TO_DO.map(|(status, words, _)| Choice::new(status.code(), words, "")));
    visit.page(&SubjectPage {
        subject: name.to_owned(),
        address: base.clone(),
        as_at,
        freshness: stand.imported.map(|imported| imported.freshness(as_at).words),
        sentence,
        meets,
        not_counted: whole.map(|row| not_counted(row.not_counted)).unwrap_or_default(),
        units,
        statuses,
        figures: figures.map(|row| figure(row, &base)).collect(),
        found: SubjectPage::found_words(asked.len() as u64),
        people: people.collect(),
        paging: Some(Paging { current, last, href: format!("{at}&page=") }),
        unit,
        status,
    })
}

/// Works the figures out beside those who answer: it takes a while in a large trust.
async fn make(
    organisation: &Organisation,
    stand: Arc<Stand>,
    subject: &str,
) -> Result<Sheet, Fault> {
    let (name, subject) = (organisation.name.clone(), subject.to_owned());
    let made = spawn_blocking(move || work_out(&name, &stand, &subject));
    made.await.map_err(|_| Fault::broken("figures were not made"))
}

fn work_out(organisation: &str, stand: &Stand, subject: &str) -> Sheet {
    let book = &stand.rules.book;
    let policy = book.settings.policy(stand.as_at);
    let question = |by| Question {
        as_at: stand.as_at,
        by,
        class: Some(ClassFilter::All),
        unit: None,
        organisation,
    };
    let mut whole = Tally::new(book, &policy, question(&[Dimension::Subject]));
    let mut units = Tally::new(book, &policy, question(&[Dimension::Unit, Dimension::Subject]));
    let mut lines = Vec::new();
    for loaded in stand.everyone() {
        whole.add(&loaded.person);
        units.add(&loaded.person);
        let rows = person_rows(book, &policy, &loaded.person, stand.as_at).into_iter();
        let to_do = rows.filter(|row| row.subject == subject && place(row.status) < TO_DO.len());
        lines.extend(to_do.map(|row| ToDo {
            order: format!("{} {}", loaded.details.last_name, loaded.details.first_name),
            name: loaded.details.name(),
            employee_number: row.employee_number,
            unit: row.unit,
            level: row.level,
            status: row.status,
            award: row.award_date,
            expiry: row.expiry_date,
        }));
    }
    lines.sort_by(|a, b| (&a.order, &a.employee_number).cmp(&(&b.order, &b.employee_number)));
    let mut units = units.rows();
    units.retain(|row| row.keys[1] == subject);
    let whole = whole.rows().into_iter().find(|row| row.keys[0] == subject);
    Sheet { whole, units, lines }
}

/// The units directly below one; of the whole organisation the first level that
/// has several.
fn below<'r>(rows: &'r [FigureRow], unit: &str) -> impl Iterator<Item = &'r FigureRow> {
    let depth = |row: &FigureRow| row.keys[0].split('|').filter(|name| !name.is_empty()).count();
    let inside = |row: &&FigureRow| {
        depth(row) > 0 && row.keys[0] != unit && (unit.is_empty() || is_within(&row.keys[0], unit))
    };
    let inside: Vec<&FigureRow> = rows.iter().filter(inside).collect();
    let first = inside.iter().map(|row| depth(row)).min().unwrap_or_default();
    let many = |level: &usize| inside.iter().filter(|row| depth(row) == *level).count() > 1;
    let level = if unit.is_empty() {
        let deepest = inside.iter().map(|row| depth(row)).max().unwrap_or_default();
        (first..=deepest).find(many).unwrap_or(first)
    } else {
        first
    };
    inside.into_iter().filter(move |row| depth(row) == level)
}

/// Where a status stands among those to do; behind the last where it is none.
fn place(status: Status) -> usize {
    TO_DO.iter().position(|(known, ..)| *known == status).unwrap_or(TO_DO.len())
}

fn figure(row: &FigureRow, base: &str) -> SubjectFigure {
    SubjectFigure {
        name: team_name(&row.keys[0]).to_owned(),
        href: format!("{base}?unit={}", address::part(&row.keys[0])),
        share: share(row),
        target: percent(row.target),
        meets: row.meets_target(),
    }
}
