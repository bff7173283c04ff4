//! Inviting everyone who works there, where links go by mail.

use axum::http::StatusCode;
use passport_pages::pages::{EveryoneInvitedPage, InviteEveryonePage, NotInvited};

use super::administration;
use crate::access::Access;
use crate::accounts::{self, Delivered, Invited, goes_by_mail, not_yet_invited};
use crate::compliance::details;
use crate::web::answer::Answer;
use crate::web::visit::Visit;

pub(in crate::web) async fn show(visit: Visit, access: Access) -> Answer {
    let organisation = administration(&access)?.organisation();
    let today = visit.app.settings.clock.today();
    let people = not_yet_invited(organisation, today).await?;
    let without = people.iter().filter(|person| person.email.trim().is_empty()).count();
    visit.form(|csrf| InviteEveryonePage {
        csrf,
        to_invite: (people.len() - without) as u64,
        without_address: without as u64,
        by_mail: goes_by_mail(organisation),
    })
}

pub(in crate::web) async fn act(visit: Visit, access: Access) -> Answer {
    let organisation = administration(&access)?.organisation();
    if !goes_by_mail(organisation) {
        // Nothing is done that would have to be handed over to a thousand people.
        let mut answer = show(visit, access).await?;
        *answer.status_mut() = StatusCode::CONFLICT;
        return Ok(answer);
    }
    let (actor, clock) = (access.asker().actor(), visit.app.settings.clock);
    let (today, now) = (clock.today(), clock.now());
    let mut invited = 0;
    let mut not_invited = Vec::new();
    let all = accounts::invite_everyone(organisation, &actor, today, now).await?;
    for (person, came_of_it) in all {
        let why = match came_of_it {
            Invited::Link(invitation) => {
                match accounts::deliver(organisation, &invitation, today).await? {
                    Delivered::Mailed => {
                        invited += 1;
                        continue;
                    }
                    Delivered::ToHandOver { .. } => "The message could not be sent",
                }
            }
            Invited::Already => continue,
            Invited::NoAddress => "No email address in the staff record",
            Invited::AddressTaken => "Another account has the email address",
            Invited::Nobody => "No longer works here",
        };
        not_invited.push(NotInvited {
            name: details(&person).name(),
            employee_number: person.employee_number,
            why: why.to_owned(),
        });
    }
    visit.page(&EveryoneInvitedPage { invited, not_invited })
}
