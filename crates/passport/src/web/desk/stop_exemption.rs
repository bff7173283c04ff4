//! An exemption that was entered here is ended early, or voided. What that changes is
//! shown for the first day on which it changes anything.

use axum::body::Bytes;
use axum::extract::Path;
use jiff::civil::Date;
use passport_core::entered::Origin;
use passport_core::facts::ExemptionFact;
use passport_core::wording::long_date;
use passport_pages::Link;
use passport_pages::pages::{AskedDay, AskedReason, DecidePage, Mistake, TypedDate};
use passport_store::Organisation;

use super::exemptions::{find, name};
use super::{carried, confirmed, decide, desk, mistake, table};
use crate::access::Access;
use crate::compliance::{Supposed, effect};
use crate::record;
use crate::web::answer::{Answer, see};
use crate::web::fields;
use crate::web::visit::Visit;

/// Asks on which day an exemption ends early, or why it is voided.
pub(in crate::web) async fn ask(
    visit: Visit,
    access: Access,
    Path((id, how)): Path<(String, String)>,
) -> Answer {
    let organisation = desk(&access)?.organisation();
    stopping(&visit, organisation, (&id, &how), Typed::default()).await
}

/// Ends an exemption early, once it was shown what that changes, or voids it.
pub(in crate::web) async fn stop(
    visit: Visit,
    access: Access,
    Path((id, how)): Path<(String, String)>,
    form: Bytes,
) -> Answer {
    let organisation = desk(&access)?.organisation();
    let Ok(number) = id.parse::<i64>() else { return visit.not_found() };
    let (actor, now) = (access.asker().actor(), visit.app.settings.clock.now());
    let mut typed = Typed { reason: fields::line(&form, "reason"), ..Typed::default() };
    let (day, last) = fields::day(&form, "day", "Last day", &mut typed.errors);
    typed.day = day;
    match (how.as_str(), last) {
        ("end", Some(last)) if confirmed(&form) => {
            match record::end_exemption(organisation, number, last, &actor, now).await? {
                Ok(_) => return see("/exemptions?done=ended"),
                Err(refusal) => typed.errors.push(refusal.into()),
            }
        }
        ("end", Some(last)) => typed.last = Some(last),
        ("end", None) if typed.errors.is_empty() => {
            typed.errors.push(mistake("day-day", "Enter the last day."));
        }
        ("end", None) => {}
        ("void", _) => {
            typed.errors.clear();
            match record::void_exemption(organisation, number, &typed.reason, &actor, now).await? {
                Ok(_) => return see("/exemptions?done=voided"),
                Err(refusal) => typed.errors.push(refusal.into()),
            }
        }
        _ => return visit.not_found(),
    }
    stopping(&visit, organisation, (&id, &how), typed).await
}

/// What was typed on the form that ends or voids one.
#[derive(Default)]
struct Typed {
    day: TypedDate,
    /// The last day, where it is to be shown what that changes.
    last: Option<Date>,
    reason: String,
    errors: Vec<Mistake>,
}

async fn stopping(
    visit: &Visit,
    organisation: &Organisation,
    (id, how): (&str, &str),
    mut typed: Typed,
) -> Answer {
    let Some((known, people)) = find(organisation, id).await? else { return visit.not_found() };
    let fact = &known.fact;
    if fact.origin != Origin::Entered {
        return visit.not_found();
    }
    visit.note(organisation, "saw exemption", &fact.employee_number);
    let name = name(&people, &fact.employee_number);
    let page = DecidePage {
        lines: vec![stands(&name, fact)],
        button: Some("Continue".to_owned()),
        ..DecidePage::new(
            format!("End the exemption of {name}"),
            format!("/exemptions/{}/{how}", known.id),
            Link::new(format!("Exemption of {name}"), format!("/exemptions/{}", known.id)),
        )
    };
    let today = visit.app.settings.clock.today();
    let ended = match typed.last.map(|last| record::ended_early(fact, last)) {
        Some(Ok(ended)) => Some(ended),
        Some(Err(refusal)) => {
            typed.errors.push(refusal.into());
            None
        }
        None => None,
    };
    let page = match (how, ended) {
        ("end", Some(ended)) => {
            let last = ended.date_to.unwrap_or(today);
            let acts_on = last.tomorrow().unwrap_or(last).max(today);
            let day = &typed.day;
            let fields =
                [("day-day", day.day.as_str()), ("day-month", &day.month), ("day-year", &day.year)];
            let ends = format!("Its last day will be {}.", long_date(last));
            let supposed = [Supposed::WithoutExemption(fact.clone()), Supposed::Exemption(ended)];
            DecidePage {
                lines: vec![stands(&name, fact), ends, changes_on(acts_on)],
                effect: Some(table(
                    &effect(organisation, &visit.app.shelf, acts_on, &supposed).await?,
                )),
                hidden: carried(&fields),
                button: Some("End the exemption".to_owned()),
                warning: true,
                ..page
            }
        }
        ("end", None) => DecidePage {
            day: Some(AskedDay {
                label: "Last day".to_owned(),
                hint: "The last day on which they are exempt, for example 30 11 2026.".to_owned(),
                value: typed.day,
            }),
            ..page
        },
        ("void", _) => {
            // Before it begins nothing is another.
            let acts_on = today.max(fact.date_from);
            let supposed = [Supposed::WithoutExemption(fact.clone())];
            DecidePage {
                heading: format!("Void the exemption of {name}"),
                lines: vec![stands(&name, fact), changes_on(acts_on)],
                effect: Some(table(&effect(organisation, &visit.app.shelf, acts_on, &supposed).await?)),
                reason: Some(AskedReason {
                    hint: "It is then as though it had never been. Those who look into it later read why."
                        .to_owned(),
                    value: typed.reason,
                }),
                button: Some("Void the exemption".to_owned()),
                warning: true,
                ..page
            }
        }
        _ => return visit.not_found(),
    };
    decide(visit, DecidePage { errors: typed.errors, ..page })
}

fn stands(name: &str, fact: &ExemptionFact) -> String {
    match fact.date_to {
        Some(to) => format!("{name} is exempt from {} until {}.", fact.subject, long_date(to)),
        None => format!("{name} is exempt from {}, with no end.", fact.subject),
    }
}

/// For which day a preview is.
fn changes_on(day: Date) -> String {
    format!("What changes, as at {}:", long_date(day))
}
