//! Inviting everyone who works there, where links go by mail.

use axum::http::StatusCode;
use passport_pages::pages::{EveryoneInvitedPage, InviteEveryonePage, NotInvited};

use super::administration;
use crate::access::Access;
use crate::access::credentials::Purpose;
use crate::account_mail;
use crate::accounts::{self, Invited, not_yet_invited};
use crate::compliance::details;
use crate::web::answer::Answer;
use crate::web::visit::Visit;

pub(in crate::web) async fn show(visit: Visit, access: Access) -> Answer {
    let organisation = administration(&access)?.organisation();
    let today = visit.app.settings.clock.today();
    let people = not_yet_invited(organisation, today).await?;
    let now = visit.app.settings.clock.now();
    let invited = organisation.invited_since(now - Purpose::Invitation.lasts()).await?;
    let (waiting, people): (Vec<_>, Vec<_>) =
        people.into_iter().partition(|person| invited.contains(&person.employee_number));
    let without = people.iter().filter(|person| person.email.trim().is_empty()).count();
    let obstacle = account_mail::obstacle(organisation, visit.app.settings.clock).await?;
    visit.form(|csrf| InviteEveryonePage {
        csrf,
        to_invite: (people.len() - without) as u64,
        waiting: waiting.len() as u64,
        without_address: without as u64,
        by_mail: obstacle.is_none(),
    })
}

pub(in crate::web) async fn act(visit: Visit, access: Access) -> Answer {
    let organisation = administration(&access)?.organisation();
    let clock = visit.app.settings.clock;
    if account_mail::obstacle(organisation, clock).await?.is_some() {
        // Nothing is done that would have to be handed over to a thousand people.
        let mut answer = show(visit, access).await?;
        *answer.status_mut() = StatusCode::CONFLICT;
        return Ok(answer);
    }
    let actor = access.asker().actor();
    let asked =
        accounts::write_to_everyone(organisation, &actor, clock.today(), clock.now()).await?;
    visit.app.bell.notify_one();
    let not_invited = asked.not_invited.into_iter().map(|(person, why)| NotInvited {
        name: details(&person).name(),
        why: match why {
            Invited::AddressTaken => "Another account has the email address".to_owned(),
            _ => "No email address in the staff record".to_owned(),
        },
        employee_number: person.employee_number,
    });
    visit.page(&EveryoneInvitedPage { invited: asked.invited, not_invited: not_invited.collect() })
}
