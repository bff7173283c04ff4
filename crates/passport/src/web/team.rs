//! A manager's people: one's own, or the team of someone below.

use axum::extract::Path;
use axum::http::Uri;
use passport_core::present::Passport;
use passport_core::wording::long_date;
use passport_pages::Link;
use passport_pages::pages::{Paging, TeamMember, TeamPage};
use passport_store::Organisation;

use super::answer::{Answer, Fault, see};
use super::visit::Visit;
use super::{address, query};
use crate::access::{Access, Place, Team};
use crate::accounts::name_of;
use crate::compliance;
use crate::passports::Passports;

/// A larger team is shown by its direct reports, who lead on to theirs: a page
/// evaluates everyone it counts.
const MOST: usize = 100;
/// People to a page.
const PAGE: usize = 50;

pub(super) async fn own(visit: Visit, access: Access, uri: Uri) -> Answer {
    match access.team() {
        Some(team) => page(&visit, &access, &team, &uri).await,
        None => visit.not_found(),
    }
}

pub(super) async fn of(
    visit: Visit,
    access: Access,
    uri: Uri,
    Path(employee_number): Path<String>,
) -> Answer {
    match access.team_of(&employee_number) {
        Some(team) => page(&visit, &access, &team, &uri).await,
        None => {
            visit.note_list(access.organisation(), "denied", &format!("team of {employee_number}"));
            tracing::warn!(
                event = "denied",
                reference = visit.reference,
                "no such team, or not theirs"
            );
            visit.not_found()
        }
    }
}

async fn page(visit: &Visit, access: &Access, team: &Team<'_>, uri: &Uri) -> Answer {
    let as_at = visit.app.settings.clock.today();
    let organisation = team.organisation();
    let stand = visit.app.shelf.stand_after(organisation, as_at, access.latest()).await?;
    let (numbers, is_everyone) = team.people(MOST);
    let loaded = compliance::these(organisation, &stand.rules, &numbers).await?;
    let passports = Passports::with(&organisation.name, &stand.rules, as_at, stand.imported);
    let shown: Vec<Passport> = loaded.iter().map(|person| passports.present(person)).collect();

    let heading = if team.own {
        "My team".to_owned()
    } else {
        let manager = compliance::person(organisation, &stand.rules, &team.manager).await?;
        format!("Team of {}", manager.map(|person| person.details.name()).unwrap_or_default())
    };
    let freshness = shown.first().and_then(|passport| passport.freshness.as_ref());
    let freshness = freshness.map(|freshness| freshness.words.clone());
    let with_reds = shown.iter().filter(|passport| passport.summary.to_do > 0).count();
    let total = shown.len();
    let mut people: Vec<TeamMember> = shown.iter().map(|passport| member(team, passport)).collect();
    people.sort_by(|a, b| {
        (b.to_do, b.soon).cmp(&(a.to_do, a.soon)).then_with(|| a.name.cmp(&b.name))
    });

    let base = if team.own {
        "/team".to_owned()
    } else {
        format!("/team/{}", address::part(&team.manager))
    };
    let last = total.div_ceil(PAGE).max(1);
    let current = query::page(uri);
    if current > last {
        return see(&base);
    }
    visit.note_list(organisation, "saw team", &format!("team of {}", team.manager));
    let people = people.into_iter().skip((current - 1) * PAGE).take(PAGE).collect();
    let mut places = Vec::new();
    for place in access.asker().stands_in().filter(|_| team.own) {
        let words = stands_in(organisation, place).await?;
        places.push(Link::new(words, format!("/team/{}", address::part(&place.manager))));
    }
    let deputies = access.deputies().filter(|_| team.own);
    let note = (!is_everyone).then(|| {
        "Only people who report directly are shown. Open a person's team to see who reports to them."
            .to_owned()
    });
    visit.page(&TeamPage {
        team: heading,
        back: (!team.own).then(|| Link::new("My team", "/team")),
        note,
        places,
        deputies: deputies.map(|_| Link::new("Your deputies", "/team/deputies")),
        as_at,
        freshness,
        total: count(total)?,
        with_reds: count(with_reds)?,
        people,
        paging: Some(Paging { current, last, href: format!("{base}?page=") }),
    })
}

/// `You stand in for Grace Okonkwo until 30 November 2026`.
pub(super) async fn stands_in(organisation: &Organisation, place: &Place) -> Result<String, Fault> {
    let name = name_of(organisation, &place.manager).await?;
    let until = place.until.map(|day| format!(" until {}", long_date(day))).unwrap_or_default();
    Ok(format!("You stand in for {name}{until}"))
}

fn member(team: &Team<'_>, passport: &Passport) -> TeamMember {
    let number = &passport.employee_number;
    let posts: Vec<&str> = passport.posts.iter().map(|post| post.title.as_str()).collect();
    let away =
        !passport.posts.is_empty() && passport.posts.iter().all(|post| post.not_counted.is_some());
    let has_team = team.has_team(number);
    TeamMember {
        name: passport.name.clone(),
        post: posts.join("; "),
        passport: address::passport(number),
        to_do: passport.summary.to_do,
        soon: passport.summary.soon,
        complete: passport.summary.complete,
        lines: passport.summary.lines,
        not_counted: away.then(|| "Not counted in the figures at present".to_owned()),
        team: has_team.then(|| format!("/team/{}", address::part(number))),
    }
}

fn count(number: usize) -> Result<u64, Fault> {
    u64::try_from(number).map_err(|_| Fault::broken("a number too large"))
}
