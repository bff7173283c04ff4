//! The first run: whoever has the link that `serve` printed names the organisation
//! and the first administrator, and goes on to choose a password. The link opens
//! nothing once an administrator can log in.

use std::sync::atomic::Ordering;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use passport_core::facts::SettingFact;
use passport_pages::pages::{ErrorPage, Mistake, SetUpPage};
use passport_store::{Founded, NewOrganisation, Organisation, StoreError};

use super::answer::{Answer, Fault, see};
use super::visit::Visit;
use super::{fields, log_in};
use crate::access::Token;
use crate::accounts::{self, Invited};
use crate::delivery::address::usable;

/// Who the audit says did it.
const ACTOR: &str = "first run";
/// A name of an organisation or of a person that fits on a page.
const LONGEST: usize = 200;

pub(super) async fn show(visit: Visit, Path(token): Path<String>) -> Answer {
    if !is_open(&visit, &token).await? {
        return gone(&visit);
    }
    let page = page(&visit, &token).await?;
    visit.form(|csrf| SetUpPage { csrf, ..page })
}

pub(super) async fn act(visit: Visit, Path(token): Path<String>, form: Bytes) -> Answer {
    if !is_open(&visit, &token).await? {
        return gone(&visit);
    }
    let field = |name: &str| fields::line(&form, name);
    let typed = SetUpPage {
        name: field("name"),
        vpd: field("vpd"),
        ods: field("ods").to_uppercase(),
        organisation: field("organisation"),
        person: field("person"),
        email: field("email"),
        ..page(&visit, &token).await?
    };
    let errors = mistakes(&typed);
    if !errors.is_empty() {
        return again(&visit, typed, errors);
    }
    let now = visit.app.settings.clock.now();
    let all = visit.app.store.organisations().await?;
    let organisation = if all.is_empty() {
        match found(&visit, &typed).await? {
            Some(organisation) => organisation,
            // Somebody else was quicker.
            None => return gone(&visit),
        }
    } else {
        match log_in::chosen(all, &typed.organisation) {
            Some(organisation) => organisation,
            None => {
                let wrong = Mistake::new("organisation", "Choose the organisation.");
                return again(&visit, typed, vec![wrong]);
            }
        }
    };
    let invited =
        accounts::first_administrator(&organisation, &typed.person, &typed.email, ACTOR, now).await;
    match invited.map_err(|error| Fault::of(&error))? {
        Invited::Link(invitation) => see(&format!("/link/{}", invitation.token)),
        _ => Err(Fault::broken("the first administrator's account could not be opened")),
    }
}

/// Whether the link is this server's, and nobody can administer it yet.
async fn is_open(visit: &Visit, token: &str) -> Result<bool, Fault> {
    let typed = Token::read(token).map(|token| token.hash());
    let set_up = &visit.app.set_up_is_over;
    if typed.is_none() || typed != visit.app.settings.set_up || set_up.load(Ordering::Relaxed) {
        return Ok(false);
    }
    for organisation in visit.app.store.organisations().await? {
        let day = visit.app.settings.clock.today();
        if accounts::has_administrator(&organisation, day).await? {
            // For good: whoever finds the link later, finds nothing.
            set_up.store(true, Ordering::Relaxed);
            return Ok(false);
        }
    }
    Ok(true)
}

/// Adds the organisation, as the first alone: of two at once one does.
async fn found(visit: &Visit, typed: &SetUpPage) -> Result<Option<Organisation>, Fault> {
    let code = if typed.vpd.is_empty() { "main" } else { &typed.vpd };
    let new = NewOrganisation {
        code: code.to_owned(),
        name: typed.name.clone(),
        vpd: typed.vpd.clone(),
        ods: typed.ods.clone(),
    };
    let why = (ACTOR, "organisation added", visit.app.settings.clock.now());
    let begun = visit.app.store.found(&new, Founded::OnlyAsFirst, why).await;
    let (organisation, mut change) = match begun {
        Err(StoreError::OrganisationExists(_)) => return Ok(None),
        begun => begun?,
    };
    if let Some(site) = &visit.app.settings.site {
        let (key, value) = ("site-address".to_owned(), site.clone());
        change.record(&[SettingFact { key, value, date_from: None }]).await?;
    }
    change.commit().await?;
    visit.app.renew_face().await?;
    Ok(Some(organisation))
}

fn mistakes(typed: &SetUpPage) -> Vec<Mistake> {
    let mut errors = Vec::new();
    let mut wrong = |is: bool, field: &str, words: &str| {
        if is {
            errors.push(Mistake::new(field, words));
        }
    };
    let plain = |text: &str| text.len() <= 10 && text.chars().all(|c| c.is_ascii_alphanumeric());
    let unsaid = |text: &str| text.is_empty() || text.chars().count() > LONGEST;
    if typed.organisations.is_empty() && !typed.is_known {
        wrong(unsaid(&typed.name), "name", "Enter the organisation’s name.");
        wrong(!plain(&typed.vpd), "vpd", "Enter digits, such as 999, or leave it empty.");
        wrong(
            !plain(&typed.ods),
            "ods",
            "Enter letters and digits, such as RZZ, or leave it empty.",
        );
    }
    wrong(unsaid(&typed.person), "person", "Enter your first and last name.");
    wrong(
        usable(&typed.email).is_none(),
        "email",
        "Enter an email address, such as name@example.nhs.uk.",
    );
    errors
}

async fn page(visit: &Visit, token: &str) -> Result<SetUpPage, Fault> {
    let all = visit.app.store.organisations().await?;
    Ok(SetUpPage {
        action: format!("/set-up/{token}"),
        is_known: !all.is_empty(),
        organisations: log_in::choices(&all),
        ..SetUpPage::default()
    })
}

fn again(visit: &Visit, typed: SetUpPage, errors: Vec<Mistake>) -> Answer {
    visit.refused(|csrf| SetUpPage { csrf, errors, ..typed })
}

/// Not ours, or no longer needed: the two look alike.
fn gone(visit: &Visit) -> Answer {
    visit.page_with(
        StatusCode::GONE,
        &ErrorPage::new(
            "This link cannot be used any more",
            &["Whoever runs the server finds the one that works in what the server prints as it starts, as long as no administrator can log in."],
        ),
    )
}
