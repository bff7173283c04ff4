//! What an administrator does first, and how far it is done.

use jiff::civil::Date;
use passport_core::wording::count;
use passport_pages::pages::{FirstStepsPage, StepLine};

use super::answer::{Answer, Fault, see};
use super::visit::Visit;
use crate::access::{Access, Administration};
use crate::account_mail;
use crate::accounts;
use crate::clock::Clock;

pub(super) async fn show(visit: Visit, access: Access) -> Answer {
    let Some(administration) = access.administration() else { return visit.not_found() };
    let steps = steps(administration, visit.app.settings.clock).await?;
    visit.form(|csrf| FirstStepsPage { csrf, steps, sent: None })
}

/// Sends a message to who asks, so that mail is known to work before anyone
/// depends on it.
pub(super) async fn try_mail(visit: Visit, access: Access) -> Answer {
    let Some(administration) = access.administration() else { return visit.not_found() };
    let organisation = administration.organisation();
    let Some(account) = organisation.account(access.asker().account).await? else {
        return see("/first-steps");
    };
    let clock = visit.app.settings.clock;
    let tried = account_mail::try_out(organisation, &account, clock).await;
    let sent = tried.map_err(|error| Fault::of(&error))?;
    visit.note(organisation, "mail tried", &account.employee_number);
    let steps = steps(administration, clock).await?;
    let email = account.email;
    let sent = Some(match sent {
        Ok(()) => (true, format!("A message is on its way to {email}. Look whether it arrives.")),
        Err(why) => (false, format!("The message could not be sent: {why}.")),
    });
    visit.form(|csrf| FirstStepsPage { csrf, steps, sent })
}

/// Whether something is still to be done.
pub(super) async fn are_open(access: &Access, clock: Clock) -> Result<bool, Fault> {
    let Some(administration) = access.administration() else { return Ok(false) };
    Ok(steps(administration, clock).await?.iter().any(|step| !step.done))
}

async fn steps(administration: Administration<'_>, clock: Clock) -> Result<Vec<StepLine>, Fault> {
    let organisation = administration.organisation();
    let settings = organisation.settings().await?;
    let today = clock.today();
    let value = |key: &str| settings.get(key, today).to_owned();
    let site = value("site-address");
    let on_this_machine = site.contains("://127.") || site.contains("://localhost");
    let obstacle = account_mail::obstacle(organisation, clock).await;
    let obstacle = obstacle.map_err(|error| Fault::of(&error))?;
    let mail = match &obstacle {
        Some(why) => why.clone(),
        None => format!("From {} to {}", value("mail-from"), value("mail-to")),
    };
    let imported = organisation.newest_import().await?;
    let without = accounts::not_yet_invited(organisation, today).await;
    let without = without.map_err(|error| Fault::of(&error))?;
    let reachable = without.iter().filter(|person| !person.email.trim().is_empty()).count();
    let step = |text: &str, href: &str, hint: String, done: bool| StepLine {
        text: text.to_owned(),
        href: href.to_owned(),
        hint,
        done,
    };
    Ok(vec![
        step(
            "Address under which people open it",
            "/settings/site-address",
            site,
            !on_this_machine,
        ),
        step(
            "Whom staff ask about training",
            "/settings/contact",
            value("contact"),
            !value("contact").is_empty(),
        ),
        step(
            "Sender of emails",
            "/settings/mail-from",
            value("mail-from"),
            !value("mail-from").is_empty(),
        ),
        step("Mail server", "/settings/mail-to", mail, obstacle.is_none()),
        step(
            "First import of extracts",
            // Those that follow are the training lead's.
            if imported.is_some() { "" } else { "/imports/new" },
            imported.as_ref().map(|import| import.summary.clone()).unwrap_or_default(),
            imported.is_some(),
        ),
        step(
            "Invitations to staff",
            "/accounts/invite-everyone",
            match imported.is_some() {
                true => {
                    count(reachable as u64, "person has", "people have")
                        + " an address and cannot log in yet"
                }
                false => String::new(),
            },
            imported.is_some() && reachable == 0,
        ),
        step(
            "A training lead, who sees to imports and the monthly passports",
            "/accounts",
            String::new(),
            has_training_lead(administration, today).await?,
        ),
    ])
}

async fn has_training_lead(administration: Administration<'_>, today: Date) -> Result<bool, Fault> {
    let grants = accounts::grants(administration.organisation()).await;
    let grants = grants.map_err(|error| Fault::of(&error))?;
    let lead = passport_core::facts::GrantedRole::TrainingLead;
    Ok(grants.iter().any(|grant| grant.fact.role == lead && grant.fact.holds(today)))
}
