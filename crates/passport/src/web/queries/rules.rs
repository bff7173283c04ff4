//! What training from elsewhere each subject accepts: seen and set by training leads.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::Uri;
use passport_core::query::{AcceptanceFact, acceptance};
use passport_core::text::normal;
use passport_pages::pages::{AcceptanceRow, AcceptanceRulePage, AcceptanceRulesPage, Mistake};

use crate::access::{Access, Oversight};
use crate::compliance::subjects;
use crate::queries::{acceptance_rules, set_acceptance_rule};
use crate::web::answer::{Answer, Fault, see};
use crate::web::visit::Visit;
use crate::web::{address, fields, query};

pub(in crate::web) async fn rules(visit: Visit, access: Access, uri: Uri) -> Answer {
    let Some(oversight) = access.oversight() else { return visit.not_found() };
    let today = visit.app.settings.clock.today();
    let set = acceptance_rules(oversight.organisation()).await?;
    let row = |subject: String| {
        let rule = acceptance(&set, &subject, today);
        let in_date = if rule.in_date { " In date by our own period." } else { "" };
        let evidence = if rule.evidence { " With evidence." } else { "" };
        let words = format!("{}{in_date}{evidence} {}", rule.whose(), rule.note);
        let href = place(&subject);
        AcceptanceRow { subject, href, words: words.trim().to_owned() }
    };
    let known = known(&visit, &access, oversight).await?;
    let done = query::parameter(&uri, "done").is_some();
    visit.page(&AcceptanceRulesPage {
        done: done.then(|| "The rule is saved".to_owned()),
        rules: known.into_iter().map(row).collect(),
    })
}

pub(in crate::web) async fn rule(
    visit: Visit,
    access: Access,
    Path(subject): Path<String>,
) -> Answer {
    let Some(oversight) = access.oversight() else { return visit.not_found() };
    let Some(subject) = find(&visit, &access, oversight, &subject).await? else {
        return visit.not_found();
    };
    let today = visit.app.settings.clock.today();
    let set = acceptance_rules(oversight.organisation()).await?;
    let rule = acceptance(&set, &subject, today);
    let yes_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    visit.form(|csrf| AcceptanceRulePage {
        csrf,
        action: place(&subject),
        subject,
        any_nhs: yes_no(rule.any_nhs),
        providers: rule.providers.join("; "),
        in_date: yes_no(rule.in_date),
        evidence: yes_no(rule.evidence),
        note: rule.note,
        from: fields::parts(today),
        errors: Vec::new(),
    })
}

pub(in crate::web) async fn set_rule(
    visit: Visit,
    access: Access,
    Path(subject): Path<String>,
    form: Bytes,
) -> Answer {
    let Some(oversight) = access.oversight() else { return visit.not_found() };
    let Some(subject) = find(&visit, &access, oversight, &subject).await? else {
        return visit.not_found();
    };
    let mut errors = Vec::new();
    let (from, day) = fields::day(&form, "from", "The first day", &mut errors);
    let field = |name: &str| fields::line(&form, name);
    let page = AcceptanceRulePage {
        csrf: String::new(),
        action: place(&subject),
        subject,
        any_nhs: field("any-nhs"),
        providers: field("providers"),
        in_date: field("in-date"),
        evidence: field("evidence"),
        note: field("note"),
        from,
        errors: Vec::new(),
    };
    for (name, value) in
        [("any-nhs", &page.any_nhs), ("in-date", &page.in_date), ("evidence", &page.evidence)]
    {
        if !["yes", "no"].contains(&value.as_str()) {
            errors.push(Mistake::new(name, "Choose yes or no."));
        }
    }
    if page.note.chars().count() > 500 {
        errors.push(Mistake::new("note", "Enter at most 500 letters."));
    }
    if !errors.is_empty() {
        return visit.refused(|csrf| AcceptanceRulePage { csrf, errors, ..page });
    }
    let (today, now) = (visit.app.settings.clock.today(), visit.app.settings.clock.now());
    let named = page.providers.split(';').map(str::trim).filter(|name| !name.is_empty());
    let rule = AcceptanceFact {
        subject: page.subject.clone(),
        any_nhs: page.any_nhs == "yes",
        providers: named.map(str::to_owned).collect(),
        in_date: page.in_date == "yes",
        evidence: page.evidence == "yes",
        note: page.note.clone(),
        date_from: Some(day.unwrap_or(today)),
    };
    set_acceptance_rule(oversight.organisation(), rule, &access.asker().actor(), now).await?;
    see("/prior-learning/rules?done=saved")
}

fn place(subject: &str) -> String {
    format!("/prior-learning/rules/{}", address::part(subject))
}

async fn known(
    visit: &Visit,
    access: &Access,
    oversight: Oversight<'_>,
) -> Result<Vec<String>, Fault> {
    let today = visit.app.settings.clock.today();
    let organisation = oversight.organisation();
    let stand = visit.app.shelf.stand_after(organisation, today, access.latest()).await?;
    Ok(subjects(&stand.rules))
}

/// The subject of an address, as the framework has it.
async fn find(
    visit: &Visit,
    access: &Access,
    oversight: Oversight<'_>,
    subject: &str,
) -> Result<Option<String>, Fault> {
    let known = known(visit, access, oversight).await?;
    Ok(known.into_iter().find(|name| normal(name) == normal(subject)))
}
