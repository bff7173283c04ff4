//! A team on paper: what to remind whom of in a meeting, and passports to be signed
//! in supervision. A letter that no font of ours has leaves one person out, not all.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::Uri;
use passport_core::present::{MeetingSheet, Passport, reminded_until, reminders};
use passport_document::DocumentError;

use super::super::answer::{Answer, Fault};
use super::super::visit::Visit;
use super::super::{pdf, query};
use super::{MOST, heading_on_paper, load, refused};
use crate::access::{Access, Team};
use crate::passports::Passports;
use crate::supervision;

pub(in super::super) async fn own_sheet(visit: Visit, access: Access, uri: Uri) -> Answer {
    match access.team() {
        Some(team) => sheet(&visit, &access, &team, &uri).await,
        None => visit.not_found(),
    }
}

pub(in super::super) async fn sheet_of(
    visit: Visit,
    access: Access,
    uri: Uri,
    Path(employee_number): Path<String>,
) -> Answer {
    match access.team_of(&employee_number) {
        Some(team) => sheet(&visit, &access, &team, &uri).await,
        None => refused(&visit, &access, &employee_number),
    }
}

/// Of the whole team, or of one person where the address names them.
pub(in super::super) async fn own_pack(visit: Visit, access: Access, uri: Uri) -> Answer {
    if let Some(person) = query::parameter(&uri, "person") {
        if access.supervision(&person).is_none() {
            return refused(&visit, &access, &person);
        }
        return pack(&visit, &access, String::new(), &[&person]).await;
    }
    match access.team() {
        Some(team) => pack_of_team(&visit, &access, &team, &uri).await,
        None => visit.not_found(),
    }
}

pub(in super::super) async fn pack_of(
    visit: Visit,
    access: Access,
    uri: Uri,
    Path(employee_number): Path<String>,
) -> Answer {
    match access.team_of(&employee_number) {
        Some(team) => pack_of_team(&visit, &access, &team, &uri).await,
        None => refused(&visit, &access, &employee_number),
    }
}

async fn sheet(visit: &Visit, access: &Access, team: &Team<'_>, uri: &Uri) -> Answer {
    let as_at = visit.app.settings.clock.today();
    let organisation = team.organisation();
    let stand = visit.app.shelf.stand_after(organisation, as_at, access.latest()).await?;
    let (numbers, _) = team.people(MOST, !is_direct(uri));
    let mut members = load(&stand, &numbers);
    let everyone = members.len();
    let press = &visit.app.press;
    let prints = |text: &str| press.unprintable(text).is_none();
    members.retain(|member| prints(&member.name));
    let left_out = everyone - members.len();
    members.sort_by(|a, b| (&a.last_name, &a.name).cmp(&(&b.last_name, &b.name)));
    let mut reminders = reminders(&members, as_at);
    // A subject's own title may hold such a letter too; it is then told by its place.
    for (number, reminder) in (1..).zip(&mut reminders) {
        if !prints(&reminder.title) {
            reminder.title = format!("Subject {number}");
        }
    }
    let name = heading_on_paper(organisation, team).await?;
    visit.note_list(organisation, "saw team", &format!("meeting sheet of {}", team.manager));
    let sheet = MeetingSheet {
        organisation: Some(organisation.name.clone()).filter(|n| prints(n)).unwrap_or_default(),
        team: Some(name).filter(|name| prints(name)).unwrap_or_default(),
        as_at,
        freshness: stand.imported.map(|imported| imported.freshness(as_at).words),
        until: reminded_until(as_at),
        people: members.iter().filter(|member| member.away.is_none()).count(),
        reminders,
        left_out,
    };
    pdf::answer(press.meeting_sheet(&sheet, &pdf::stamp(visit))?, "team-meeting-sheet")
}

async fn pack_of_team(visit: &Visit, access: &Access, team: &Team<'_>, uri: &Uri) -> Answer {
    // As many as the page of the team shows: it says so where it is not everyone.
    let (numbers, _) = team.people(MOST, !is_direct(uri));
    // What was agreed is for those who manage the person today, as every page of it.
    let numbers: Vec<&str> = numbers
        .into_iter()
        .filter(|number| access.supervision(number).is_some())
        .take(MOST)
        .collect();
    let name = heading_on_paper(team.organisation(), team).await?;
    pack(visit, access, name, &numbers).await
}

/// The passports of people whose supervision is the asker's.
async fn pack(visit: &Visit, access: &Access, name: String, numbers: &[&str]) -> Answer {
    let as_at = visit.app.settings.clock.today();
    let organisation = access.organisation();
    let stand = visit.app.shelf.stand_after(organisation, as_at, access.latest()).await?;
    let loaded = stand.these(numbers);
    let mut actions = supervision::actions_of_each(organisation, numbers).await?;
    let passports = Passports::with(&organisation.name, &stand.rules, as_at, stand.imported);
    let mut shown: Vec<(String, Passport)> = Vec::with_capacity(loaded.len());
    for person in &loaded {
        let mut passport = passports.present(person);
        passport.actions = actions.remove(&passport.employee_number).unwrap_or_default();
        visit.note(organisation, "saw passport as PDF", &passport.employee_number);
        shown.push((person.details.last_name.clone(), passport));
    }
    shown.sort_by(|a, b| (&a.0, &a.1.name).cmp(&(&b.0, &b.1.name)));
    let shown: Vec<Passport> = shown.into_iter().map(|(_, passport)| passport).collect();
    let (app, stamp) = (Arc::clone(&visit.app), pdf::stamp(visit));
    // A hundred passports are work for a processor, not for the network's threads.
    let made = tokio::task::spawn_blocking(move || {
        let name = if app.press.unprintable(&name).is_none() { name } else { String::new() };
        match app.press.supervision_pack(&name, &shown, 0, &stamp) {
            Err(DocumentError::MissingGlyph { .. }) => {
                let (fit, left_out): (Vec<Passport>, Vec<Passport>) =
                    shown.into_iter().partition(|passport| {
                        let alone = std::slice::from_ref(passport);
                        app.press.supervision_pack("", alone, 0, &stamp).is_ok()
                    });
                app.press.supervision_pack(&name, &fit, left_out.len(), &stamp)
            }
            made => made,
        }
    });
    let bytes = made.await.map_err(|_| Fault::broken("a pack was not made"))??;
    pdf::answer(bytes, "supervision-pack")
}

/// Whether the view that leads here shows direct reports only.
fn is_direct(uri: &Uri) -> bool {
    super::asked::Asked::of(uri).direct
}
