//! Asking: a line is wrong, or training was done elsewhere.

use std::sync::Arc;

use axum::Extension;
use axum::http::Uri;
use jiff::civil::Date;
use passport_core::present::{Line, Passport};
use passport_core::query::{AcceptanceFact, Claim, QueryFact, QueryKind, acceptance};
use passport_pages::pages::{Choice, Mistake, NewClaimPage, NewQueryPage};

use crate::access::{Access, Record};
use crate::compliance::subjects;
use crate::passports::Passports;
use crate::queries::{self, Sent as Evidence};
use crate::web::answer::{Answer, Fault, see};
use crate::web::files::Sent;
use crate::web::visit::Visit;
use crate::web::{fields, query};

pub(in crate::web) async fn ask(visit: Visit, access: Access, uri: Uri) -> Answer {
    let key = query::parameter(&uri, "line").unwrap_or_default();
    let Some(record) = access.own() else { return visit.not_found() };
    let Some(line) = line(&visit, &access, &record, &key).await? else {
        return visit.not_found();
    };
    if line.under_query.is_some() {
        return see("/queries");
    }
    visit.form(|csrf| NewQueryPage { csrf, ..blank(&line) })
}

pub(in crate::web) async fn raise(
    visit: Visit,
    access: Access,
    Extension(sent): Extension<Arc<Sent>>,
) -> Answer {
    let Some(record) = access.own() else { return visit.not_found() };
    let key = sent.field("line").unwrap_or_default();
    let Some(line) = line(&visit, &access, &record, key).await? else {
        return visit.not_found();
    };
    let form = sent.form();
    let (kind, words) = (fields::line(&form, "kind"), fields::line(&form, "words"));
    let chosen = QueryKind::from_name(&kind).filter(|kind| *kind != QueryKind::PriorLearning);
    let refused = match chosen {
        None => Mistake::new("kind", "Choose what is wrong."),
        Some(kind) => {
            let fact = QueryFact {
                employee_number: record.employee_number.clone(),
                kind,
                subject: line.subject.clone(),
                level: line.level.clone(),
                words: words.clone(),
                raised_on: visit.app.settings.clock.today(),
                claim: None,
            };
            match send(&visit, &access, fact, &sent).await? {
                Ok(()) => return see("/queries?done=sent"),
                Err(mistake) => mistake,
            }
        }
    };
    let mut errors = vec![refused];
    choose_again(&sent, &mut errors);
    visit.refused(|csrf| NewQueryPage { csrf, kind, words, errors, ..blank(&line) })
}

/// No browser keeps chosen files in a form that comes back: without a word they would
/// be missing from the next one.
fn choose_again(sent: &Sent, errors: &mut Vec<Mistake>) {
    if !sent.files.is_empty() && !errors.iter().any(|mistake| mistake.field == "files") {
        errors.push(Mistake::new("files", "Choose your photo or PDF again: it was not kept."));
    }
}

/// Raises a query with the files that were sent.
async fn send(
    visit: &Visit,
    access: &Access,
    fact: QueryFact,
    sent: &Sent,
) -> Result<Result<(), Mistake>, Fault> {
    let clock = visit.app.settings.clock;
    let files = sent.files.iter();
    let files: Vec<Evidence> =
        files.map(|file| Evidence { name: file.name.clone(), bytes: file.bytes.clone() }).collect();
    let raised =
        queries::raise(&access.queries(), fact, &files, clock.now(), clock.today()).await?;
    Ok(raised.map(|_| ()).map_err(Mistake::from))
}

/// A line of the asker's passport today.
async fn line(
    visit: &Visit,
    access: &Access,
    record: &Record<'_>,
    key: &str,
) -> Result<Option<Line>, Fault> {
    let today = visit.app.settings.clock.today();
    let organisation = record.organisation();
    let stand = visit.app.shelf.stand_after(organisation, today, access.latest()).await?;
    let Some(loaded) = stand.person(&record.employee_number) else {
        return Ok(None);
    };
    let passport: Passport =
        Passports::with(&organisation.name, &stand.rules, today, stand.imported).present(&loaded);
    Ok(passport.lines.into_iter().find(|line| line.key == key))
}

fn blank(line: &Line) -> NewQueryPage {
    let kinds = QueryKind::ALL.iter().filter(|(kind, ..)| *kind != QueryKind::PriorLearning);
    NewQueryPage {
        line: line.key.clone(),
        title: line.title.clone(),
        status: line.words.clone(),
        kinds: kinds.map(|(_, name, words)| Choice::new(*name, *words, "")).collect(),
        ..NewQueryPage::default()
    }
}

/// What stands for a subject that the person does not know.
const NOT_SURE: &str = "not sure";

pub(in crate::web) async fn ask_claim(visit: Visit, access: Access) -> Answer {
    let Some(record) = access.own() else { return visit.not_found() };
    let page = blank_claim(&visit, &access, &record).await?;
    visit.form(|csrf| NewClaimPage { csrf, ..page })
}

pub(in crate::web) async fn raise_claim(
    visit: Visit,
    access: Access,
    Extension(sent): Extension<Arc<Sent>>,
) -> Answer {
    let Some(record) = access.own() else { return visit.not_found() };
    let blank = blank_claim(&visit, &access, &record).await?;
    let form = sent.form();
    let mut errors = Vec::new();
    let field = |name: &str| fields::line(&form, name);
    let (completed, completed_on) =
        fields::day(&form, "completed", "The day you completed it", &mut errors);
    let (expiry, printed_expiry) = fields::day(&form, "expiry", "The expiry", &mut errors);
    let page = NewClaimPage {
        subject: field("subject"),
        title: field("title"),
        provider: field("provider"),
        is_nhs: field("nhs"),
        provider_vpd: field("vpd"),
        completed,
        expiry,
        words: field("words"),
        without: field("without"),
        ..blank
    };
    errors.extend(missing(&page, completed_on));
    let rule = rule_of(&record, &page.subject, visit.app.settings.clock.today()).await?;
    if sent.files.is_empty() && rule.evidence && page.without != "yes" {
        errors.push(Mistake::new("files", NO_EVIDENCE));
    }
    if let (true, Some(completed_on)) = (errors.is_empty(), completed_on) {
        let fact = QueryFact {
            employee_number: record.employee_number.clone(),
            kind: QueryKind::PriorLearning,
            subject: Some(page.subject.clone()).filter(|s| s != NOT_SURE).unwrap_or_default(),
            level: String::new(),
            words: page.words.clone(),
            raised_on: visit.app.settings.clock.today(),
            claim: Some(Claim {
                title: page.title.clone(),
                provider: page.provider.clone(),
                provider_vpd: page.provider_vpd.clone(),
                is_nhs: page.is_nhs == "yes",
                completed_on,
                printed_expiry,
            }),
        };
        match send(&visit, &access, fact, &sent).await? {
            Ok(()) => return see("/queries?done=sent"),
            Err(mistake) => errors.push(mistake),
        }
    }
    choose_again(&sent, &mut errors);
    let accepts = accepted(&rule);
    visit.refused(|csrf| NewClaimPage {
        csrf,
        errors,
        accepts,
        asks_evidence: rule.evidence,
        ..page
    })
}

/// What somebody is told who sends nothing that proves it.
const NO_EVIDENCE: &str = "Add a photo or a PDF of the certificate, or choose to send it without. Without one it will probably be refused.";

/// What is accepted in the subject somebody chose.
async fn rule_of(record: &Record<'_>, subject: &str, today: Date) -> Result<AcceptanceFact, Fault> {
    let rules = queries::acceptance_rules(record.organisation()).await?;
    Ok(acceptance(&rules, subject, today))
}

/// `What is accepted in Fire Safety: any NHS employer. It must be in date.`
fn accepted(rule: &AcceptanceFact) -> String {
    let subject = match rule.subject.as_str() {
        "" | NOT_SURE => "most subjects",
        subject => subject,
    };
    let in_date = if rule.in_date { " It must be in date by our own period." } else { "" };
    let evidence = if rule.evidence { " There must be evidence." } else { "" };
    let words = format!("Accepted in {subject}: {}{in_date}{evidence} {}", rule.whose(), rule.note);
    words.trim_end().to_owned()
}

/// What a claim lacks.
fn missing(page: &NewClaimPage, completed_on: Option<Date>) -> Vec<Mistake> {
    let mut missing = Vec::new();
    if !page.subjects.iter().any(|choice| choice.value == page.subject && !choice.value.is_empty())
    {
        missing.push(Mistake::new("subject", "Choose a subject, or that you are not sure."));
    }
    for (field, value, words) in [
        ("title", &page.title, "Enter the name of the course."),
        ("provider", &page.provider, "Enter who gave the training."),
    ] {
        if value.is_empty() {
            missing.push(Mistake::new(field, words));
        } else if value.chars().count() > 200 {
            missing.push(Mistake::new(field, "Enter at most 200 letters."));
        }
    }
    if !["yes", "no"].contains(&page.is_nhs.as_str()) {
        missing.push(Mistake::new("nhs", "Choose whether that was an NHS employer."));
    }
    let number = &page.provider_vpd;
    if number.len() > 4 || !number.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        missing.push(Mistake::new("vpd", "Enter 3 digits, or leave it empty."));
    }
    let typed = &page.completed;
    if completed_on.is_none()
        && [&typed.day, &typed.month, &typed.year].iter().all(|p| p.is_empty())
    {
        missing.push(Mistake::new("completed-day", "Enter the day you completed it."));
    }
    missing
}

async fn blank_claim(
    visit: &Visit,
    access: &Access,
    record: &Record<'_>,
) -> Result<NewClaimPage, Fault> {
    let today = visit.app.settings.clock.today();
    let organisation = record.organisation();
    let stand = visit.app.shelf.stand_after(organisation, today, access.latest()).await?;
    let mut choices = vec![Choice::new("", "Choose a subject", "")];
    let named = subjects(&stand.rules).into_iter();
    choices.extend(named.map(|name| Choice::new(name.clone(), name, "")));
    choices.push(Choice::new(NOT_SURE, "I am not sure", ""));
    let accepts = accepted(&AcceptanceFact::default_of(""));
    Ok(NewClaimPage { subjects: choices, accepts, ..NewClaimPage::default() })
}
