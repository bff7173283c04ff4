//! Named managers of units: found by name, invited where they have no account yet,
//! and ended.

use axum::body::Bytes;
use axum::extract::Path;
use passport_core::organisation::team_name;
use passport_core::wording::count;
use passport_pages::Link;
use passport_pages::pages::{DecidePage, Mistake, PersonRow, UnitPage};
use passport_store::Organisation;

use super::units::{Tree, page, unit_address};
use super::{carried, confirmed, decide, desk};
use crate::access::Access;
use crate::account_mail;
use crate::accounts::{
    self, Candidate, Naming, Refusal, end_unit_manager, name_unit_manager, unit_managers,
};
use crate::web::accounts::mistake;
use crate::web::answer::{Answer, Fault, see};
use crate::web::visit::Visit;
use crate::web::{address, fields, people, query};

/// People found that are shown.
const FOUND: usize = 10;

/// People who have what was typed, each with where they are chosen.
pub(super) async fn search(
    visit: &Visit,
    access: &Access,
    organisation: &Organisation,
    page: &UnitPage,
) -> Result<Vec<PersonRow>, Fault> {
    let asked = &page.query;
    visit.note_list(organisation, "saw list of people", &format!("people found by {asked:?}"));
    let directory = people::directory(visit, access, organisation).await?;
    let found = directory.find(asked, |_| true).people.into_iter().take(FOUND);
    let unit = unit_address(&page.path);
    Ok(found
        .map(|person| {
            let row = people::row(person);
            let choose = address::part(&row.employee_number);
            PersonRow { passport: format!("{unit}&person={choose}#colleague"), ..row }
        })
        .collect())
}

/// Who would be named, and where they are invited, if they have no account.
async fn candidate(
    visit: &Visit,
    organisation: &Organisation,
    naming: &Naming,
    asker: i64,
) -> Result<Result<(String, Option<String>), Refusal>, Fault> {
    let clock = visit.app.settings.clock;
    Ok(match accounts::candidate(organisation, naming, asker, clock.today()).await? {
        Ok(Candidate::Open(account)) => Ok((account.name, None)),
        // Nobody but its owner sees a link: without mail an administrator hands it over.
        Ok(Candidate::New(_)) if account_mail::obstacle(organisation, clock).await?.is_some() => {
            Err(Refusal::NoInvitation)
        }
        Ok(Candidate::New(person)) => {
            Ok((crate::compliance::details(&person).name(), Some(person.email)))
        }
        Err(refusal) => Err(refusal),
    })
}

/// Shows whom a manager would see, and names them.
pub(in crate::web) async fn name(visit: Visit, access: Access, form: Bytes) -> Answer {
    let organisation = desk(&access)?.organisation();
    let clock = visit.app.settings.clock;
    let today = clock.today();
    let tree = Tree::load(&visit, &access, organisation, today).await?;
    let path = query::field(&form, "unit").unwrap_or_default();
    let Some(page) = page(&tree, &path) else { return visit.not_found() };
    let mut errors = Vec::new();
    let (from, first) = fields::day(&form, "from", "First day", &mut errors);
    let (to, last) = fields::day(&form, "to", "Last day", &mut errors);
    let naming = Naming {
        unit: page.path.clone(),
        colleague: fields::line(&form, "colleague"),
        from: first,
        to: last,
        reason: fields::line(&form, "reason"),
    };
    if errors.is_empty() {
        let refusal = if confirmed(&form) {
            let (actor, now) = (access.asker().actor(), clock.now());
            let by = (access.asker().account, actor.as_str());
            // Mail that has broken since it was shown invites nobody.
            let invite = query::field(&form, "invite").as_deref() == Some("yes")
                && account_mail::obstacle(organisation, clock).await?.is_none();
            match name_unit_manager(organisation, &naming, invite, by, today, now).await? {
                Ok(()) => {
                    visit.app.bell.notify_one();
                    return see(&format!("{}&done=named", unit_address(&page.path)));
                }
                Err(refusal) => refusal,
            }
        } else {
            match candidate(&visit, organisation, &naming, access.asker().account).await? {
                Ok((name, invite)) => {
                    let mut lines = vec![format!(
                        "{} sees the passports of {} there, and can give that place to a deputy for a time.",
                        name,
                        count(tree.people(&page.path), "person", "people")
                    )];
                    lines.push(match &invite {
                        None => "They are logged out, and see the unit when they log in again.".to_owned(),
                        Some(email) => format!(
                            "They have no account yet. An invitation is sent to {email}, and they see the unit once they have chosen a password."
                        ),
                    });
                    let button = match invite {
                        None => "Name the manager",
                        Some(_) => "Invite them, and name them manager",
                    };
                    let carry = [
                        ("unit", page.path.as_str()),
                        ("colleague", &naming.colleague),
                        ("from-day", &from.day),
                        ("from-month", &from.month),
                        ("from-year", &from.year),
                        ("to-day", &to.day),
                        ("to-month", &to.month),
                        ("to-year", &to.year),
                        ("reason", &naming.reason),
                        ("invite", if invite.is_some() { "yes" } else { "" }),
                    ];
                    return decide(
                        &visit,
                        DecidePage {
                            lines,
                            hidden: carried(&carry),
                            button: Some(button.to_owned()),
                            ..DecidePage::new(
                                format!("{} manages {}", name, page.name),
                                "/units/managers",
                                Link::new(page.name.clone(), unit_address(&page.path)),
                            )
                        },
                    );
                }
                Err(refusal) => refusal,
            }
        };
        let found = mistake(&refusal);
        let field = if found.field == "of" { "colleague".to_owned() } else { found.field };
        errors.push(Mistake::new(field, found.words));
    }
    let Naming { colleague, reason, .. } = naming;
    visit.refused(|csrf| UnitPage { csrf, colleague, from, to, reason, errors, ..page })
}

pub(in crate::web) async fn ask_to_end(
    visit: Visit,
    access: Access,
    Path(grant): Path<String>,
) -> Answer {
    let organisation = desk(&access)?.organisation();
    let today = visit.app.settings.clock.today();
    let managers = unit_managers(organisation, today).await?;
    let found = managers.iter().find(|one| one.grant.to_string() == grant);
    let Some(found) = found else { return visit.not_found() };
    let unit = team_name(&found.unit).to_owned();
    decide(
        &visit,
        DecidePage {
            lines: vec![format!(
                "{} sees the passports of {unit} no more. Whoever reports to them in ESR stays.",
                found.name
            )],
            button: Some("End it".to_owned()),
            warning: true,
            ..DecidePage::new(
                format!("End that {} manages {unit}", found.name),
                format!("/units/managers/{}", found.grant),
                Link::new(unit, unit_address(&found.unit)),
            )
        },
    )
}

pub(in crate::web) async fn end(visit: Visit, access: Access, Path(grant): Path<String>) -> Answer {
    let organisation = desk(&access)?.organisation();
    let Ok(grant) = grant.parse::<i64>() else { return visit.not_found() };
    let clock = visit.app.settings.clock;
    let (actor, today) = (access.asker().actor(), clock.today());
    match end_unit_manager(organisation, grant, &actor, today, clock.now()).await? {
        Ok(_) => see("/units?done=ended"),
        Err(_) => visit.not_found(),
    }
}
