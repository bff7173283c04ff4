//! A team on paper: what to remind whom of in a meeting, and passports to be signed
//! in supervision. A text with a letter that no font of ours has leaves one person out of
//! a pack, not all; a name never does.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::Uri;
use jiff::civil::Date;
use passport_core::present::{
    MeetingSheet, Member, Passport, ahead_until, reminders, team_subjects,
};
use passport_document::{DocumentError, Pack};

use super::super::answer::{Answer, Fault};
use super::super::visit::Visit;
use super::super::{address, pdf, query};
use super::asked::{Asked, Show};
use super::{MOST, heading_on_paper, load, refused, span};
use crate::access::{Access, Team};
use crate::compliance::Stand;
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
        return pack(&visit, &access, Pack::default(), &[&person]).await;
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
    let asked = Asked::of(uri);
    let Chosen { mut members, note, until } = choose(team, &stand, &asked);
    let press = &visit.app.press;
    let prints = |text: &str| press.unprintable(text).is_none();
    let (matched, of_those_away) = (members.len(), asked.show == Show::Away);
    // Nobody who is away has to do anything, unless it is they who are asked for.
    members.retain(|member| of_those_away || member.away.is_none());
    let mut reminders = reminders(&members, as_at, until);
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
        narrowed: note.filter(|note| prints(note)),
        until,
        of_those_away,
        matched,
        people: members.len(),
        reminders,
    };
    pdf::answer(press.meeting_sheet(&sheet, &pdf::stamp(visit))?, "team-meeting-sheet")
}

async fn pack_of_team(visit: &Visit, access: &Access, team: &Team<'_>, uri: &Uri) -> Answer {
    let as_at = visit.app.settings.clock.today();
    let organisation = team.organisation();
    let stand = visit.app.shelf.stand_after(organisation, as_at, access.latest()).await?;
    let asked = Asked::of(uri);
    let Chosen { members, note, .. } = choose(team, &stand, &asked);
    // Those whom the same page of the team shows.
    let (found, current) = (members.len(), query::page(uri));
    if current > found.div_ceil(MOST).max(1) {
        return visit.not_found();
    }
    // What was agreed is for those who manage the person today, as every page of it.
    let shown: Vec<&str> = members
        .iter()
        .skip((current - 1) * MOST)
        .take(MOST)
        .map(|member| member.employee_number.as_str())
        .filter(|number| access.supervision(number).is_some())
        .collect();
    let mut notes: Vec<String> = note.into_iter().collect();
    if found > MOST {
        notes.push(format!(
            "This file holds {}. The other pages of the team have a file each.",
            span(found, current)
        ));
    }
    let name = heading_on_paper(organisation, team).await?;
    pack(visit, access, Pack { team: name, note: notes.join(". "), left_out: 0 }, &shown).await
}

/// The people a view of a team shows, in its order.
struct Chosen<'r> {
    members: Vec<Member<'r>>,
    /// Which they are, where that is not everyone.
    note: Option<String>,
    /// What runs out until this day is soon.
    until: Date,
}

fn choose<'r>(team: &Team<'_>, stand: &'r Stand, asked: &Asked) -> Chosen<'r> {
    let (numbers, whole) = team.people(MOST, !asked.direct);
    let mut members = load(stand, &numbers);
    let total = members.len();
    let subjects = team_subjects(&members);
    let until = ahead_until(&stand.rules.book, stand.as_at);
    asked.choose(&mut members, &subjects, until);
    let direct = (asked.direct || !whole)
        .then(|| "Only those who report directly, or work in the unit itself".to_owned());
    let narrowed = (!asked.is_whole()).then(|| asked.sentence(members.len(), total, until));
    let notes: Vec<String> = direct.into_iter().chain(narrowed).collect();
    let note = (!notes.is_empty()).then(|| notes.join(". "));
    Chosen { members, note, until }
}

/// The passports of people whose supervision is the asker's.
async fn pack(visit: &Visit, access: &Access, about: Pack, numbers: &[&str]) -> Answer {
    let as_at = visit.app.settings.clock.today();
    let organisation = access.organisation();
    let stand = visit.app.shelf.stand_after(organisation, as_at, access.latest()).await?;
    let loaded = stand.these(numbers);
    let mut actions = supervision::actions_of_each(organisation, numbers).await?;
    let passports = Passports::with(&organisation.name, &stand.rules, as_at, stand.imported)
        .for_others(address::passport);
    let mut shown: Vec<Passport> = Vec::with_capacity(loaded.len());
    for person in &loaded {
        let mut passport = passports.present(person);
        passport.actions = actions.remove(&passport.employee_number).unwrap_or_default();
        visit.note(organisation, "saw passport as PDF", &passport.employee_number);
        shown.push(passport);
    }
    shown.sort_by_cached_key(|passport| {
        numbers.iter().position(|number| *number == passport.employee_number)
    });
    let (app, stamp) = (Arc::clone(&visit.app), pdf::stamp(visit));
    // A hundred passports are work for a processor, not for the network's threads.
    let made = tokio::task::spawn_blocking(move || {
        let prints = |text: String| match app.press.unprintable(&text) {
            None => text,
            Some(_) => String::new(),
        };
        let about = Pack { team: prints(about.team), note: prints(about.note), ..about };
        match app.press.supervision_pack(&about, &shown, &stamp) {
            Err(DocumentError::MissingGlyph { .. }) => {
                let (fit, left_out): (Vec<Passport>, Vec<Passport>) =
                    shown.into_iter().partition(|passport| {
                        let alone = std::slice::from_ref(passport);
                        app.press.supervision_pack(&Pack::default(), alone, &stamp).is_ok()
                    });
                let about = Pack { left_out: left_out.len(), ..about };
                app.press.supervision_pack(&about, &fit, &stamp)
            }
            made => made,
        }
    });
    let bytes = made.await.map_err(|_| Fault::broken("a pack was not made"))??;
    pdf::answer(bytes, "supervision-pack")
}
