//! Local variations, why each is, and the over-training register.

use axum::body::Bytes;
use axum::http::Uri;
use passport_core::facts::VariationFact;
use passport_core::framework::Period;
use passport_core::text::normal;
use passport_core::wording::{count, count_hours, hours, thousands};
use passport_pages::pages::{
    JustifyVariationPage, Mistake, OverTrainingLine, OverTrainingPage, VariationLine,
    VariationsPage,
};

use super::{words, workplace};
use crate::access::Access;
use crate::requirements::{self, OverTrained, Refusal, Variation};
use crate::web::answer::{Answer, Fault, see};
use crate::web::desk::aside;
use crate::web::visit::Visit;
use crate::web::{address, csv_file, fields, query};

async fn all(visit: &Visit, access: &Access) -> Result<Vec<Variation>, Fault> {
    let organisation = workplace(access)?;
    let today = visit.app.settings.clock.today();
    let stand = visit.app.shelf.stand_after(organisation, today, access.latest()).await?;
    let organisation = organisation.clone();
    Ok(aside(async move { Ok(requirements::variations(&organisation, &stand).await?) }).await?)
}

pub(crate) async fn show(visit: Visit, access: Access, uri: Uri) -> Answer {
    let found = all(&visit, &access).await?;
    let unjustified = found.iter().filter(|one| one.justified.is_none()).count() as u64;
    let overdue = |one: &&Variation| one.justified.as_ref().is_some_and(|known| known.overdue);
    let overdue = found.iter().filter(overdue).count() as u64;
    let sentence = match (found.len() as u64, unjustified, overdue) {
        (0, ..) => "Every period is the national one".to_owned(),
        (all, 0, 0) => format!("{}, all justified", periods(all)),
        (all, 0, overdue) => {
            format!("{}; {} overdue", periods(all), count(overdue, "review is", "reviews are"))
        }
        (all, unjustified, _) => {
            format!("{}; {} not yet justified", periods(all), thousands(unjustified))
        }
    };
    let done = query::parameter(&uri, "done").map(|_| "The reason is saved".to_owned());
    visit.page(&VariationsPage {
        done,
        sentence,
        to_do: unjustified + overdue > 0,
        variations: found.iter().map(line).collect(),
    })
}

fn periods(number: u64) -> String {
    count(number, "period differs from the national one", "periods differ from the national ones")
}

fn line(one: &Variation) -> VariationLine {
    let known = one.justified.as_ref();
    VariationLine {
        what: words::subject(&one.subject, &one.level),
        local: words::period(one.local),
        national: words::period(one.national.period),
        source: one.national.source.clone(),
        people: one.people,
        justification: known.map(|known| known.fact.justification.clone()).unwrap_or_default(),
        approved_by: known.map(|known| known.fact.approved_by.clone()).unwrap_or_default(),
        review_on: known.map(|known| known.fact.review_on),
        overdue: known.is_some_and(|known| known.overdue),
        href: format!(
            "/requirements/variations/justify?subject={}&level={}&period={}",
            address::part(&one.subject),
            address::part(&one.level),
            address::part(&one.local.code())
        ),
    }
}

/// The variation of a subject, level and period.
fn of<'v>(all: &'v [Variation], subject: &str, level: &str, period: &str) -> Option<&'v Variation> {
    let period = Period::from_code(period)?;
    all.iter().find(|one| {
        normal(&one.subject) == normal(subject)
            && normal(&one.level) == normal(level)
            && one.local == period
    })
}

fn page(one: &Variation) -> JustifyVariationPage {
    JustifyVariationPage {
        what: words::subject(&one.subject, &one.level),
        subject: one.subject.clone(),
        level: one.level.clone(),
        period: one.local.code(),
        local: words::period(one.local),
        national: words::period(one.national.period),
        people: one.people,
        ..JustifyVariationPage::default()
    }
}

pub(crate) async fn ask(visit: Visit, access: Access, uri: Uri) -> Answer {
    let found = all(&visit, &access).await?;
    let part = |name: &str| query::parameter(&uri, name).unwrap_or_default();
    let one = of(&found, &part("subject"), &part("level"), &part("period"));
    let Some(one) = one else { return visit.not_found() };
    let mut page = page(one);
    if let Some(known) = &one.justified {
        page.justification.clone_from(&known.fact.justification);
        page.approved_by.clone_from(&known.fact.approved_by);
        page.review = fields::parts(known.fact.review_on);
    }
    visit.form(|csrf| JustifyVariationPage { csrf, ..page })
}

pub(crate) async fn justify(visit: Visit, access: Access, form: Bytes) -> Answer {
    let organisation = workplace(&access)?;
    let found = all(&visit, &access).await?;
    let part = |name: &str| fields::line(&form, name);
    let one = of(&found, &part("subject"), &part("level"), &part("period"));
    let Some(one) = one else { return visit.not_found() };
    let mut errors = Vec::new();
    let (review, day) = fields::day(&form, "review", "Review on", &mut errors);
    let (justification, approved_by) = (part("justification"), part("approved-by"));
    if day.is_none() && errors.is_empty() {
        errors.push(Mistake::new("review-day", "Enter when this is looked at again."));
    }
    if let Some(review_on) = day.filter(|_| errors.is_empty()) {
        let clock = visit.app.settings.clock;
        let fact = VariationFact {
            subject: one.subject.clone(),
            level: one.level.clone(),
            period: one.local,
            justification: justification.clone(),
            approved_by: approved_by.clone(),
            review_on,
        };
        let (actor, today) = (access.asker().actor(), clock.today());
        match requirements::justify(organisation, &fact, &actor, clock.now(), today).await? {
            Ok(()) => return see("/requirements/variations?done=saved"),
            Err(Refusal::Field(refusal)) => errors.push(refusal.into()),
            Err(refusal) => errors.push(Mistake::new("justification", refusal.to_string())),
        }
    }
    let page = JustifyVariationPage { justification, approved_by, review, errors, ..page(one) };
    visit.refused(|csrf| JustifyVariationPage { csrf, ..page })
}

pub(crate) async fn register(visit: Visit, access: Access) -> Answer {
    let found = requirements::over_training(&all(&visit, &access).await?);
    let tenths: u64 = found.iter().filter_map(|one| one.tenths_a_year).sum();
    let sentence = match found.len() as u64 {
        0 => "Nothing is trained more often than nationally".to_owned(),
        number => format!(
            "{} more often than nationally: {} a year",
            count(number, "competence is trained", "competences are trained"),
            count_hours(tenths * 6)
        ),
    };
    visit.page(&OverTrainingPage {
        sentence,
        total: hours(tenths * 6),
        unknown: found.iter().filter(|one| one.tenths_a_year.is_none()).count() as u64,
        lines: found.iter().map(over).collect(),
    })
}

fn over(one: &OverTrained) -> OverTrainingLine {
    let variation = &one.variation;
    OverTrainingLine {
        what: words::subject(&variation.subject, &variation.level),
        local: words::period(variation.local),
        national: words::period(variation.national.period),
        people: variation.people,
        minutes: variation.minutes.map(|n| count(n, "minute", "minutes")).unwrap_or_default(),
        hours: one.tenths_a_year.map(|tenths| hours(tenths * 6)).unwrap_or_default(),
        justified: variation.justified.as_ref().map_or_else(
            || "Not yet justified".to_owned(),
            |known| known.fact.justification.clone(),
        ),
    }
}

pub(crate) async fn register_file(visit: Visit, access: Access) -> Answer {
    let found = requirements::over_training(&all(&visit, &access).await?);
    let rows = found.iter().map(OverTrained::cells);
    csv_file::file(
        "attachment; filename=\"over-training.csv\"",
        &requirements::OVER_TRAINING_HEADINGS,
        rows,
    )
}
