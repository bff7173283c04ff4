//! A manager's people: one's own, or the team of someone below.

mod asked;
mod documents;
mod grid;

use axum::extract::Path;
use axum::http::Uri;
use passport_core::present::{Group, Member, TeamDay, ahead_until, team_subjects};
use passport_core::wording::long_date;
use passport_pages::Link;
use passport_pages::pages::{Choice, Paging, TeamAsked, TeamPage};
use passport_store::Organisation;

use self::asked::Asked;
use super::answer::{Answer, Fault, see};
use super::visit::Visit;
use super::{address, query};
use crate::access::{Access, Place, Team};
use crate::accounts::name_of;
use crate::compliance::{Loaded, Stand};

pub(super) use documents::{own_pack, own_sheet, pack_of, sheet_of};

/// A larger team is shown by its direct reports, who lead on to theirs: a page
/// evaluates everyone it counts.
const MOST: usize = 100;

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
        None => refused(&visit, &access, &employee_number),
    }
}

/// Nobody's team and one that is not theirs are answered alike.
fn refused(visit: &Visit, access: &Access, employee_number: &str) -> Answer {
    visit.note_list(access.organisation(), "denied", &format!("team of {employee_number}"));
    tracing::warn!(event = "denied", reference = visit.reference, "no such team, or not theirs");
    visit.not_found()
}

async fn page(visit: &Visit, access: &Access, team: &Team<'_>, uri: &Uri) -> Answer {
    let as_at = visit.app.settings.clock.today();
    let organisation = team.organisation();
    let stand = visit.app.shelf.stand_after(organisation, as_at, access.latest()).await?;
    let asked = Asked::of(uri);
    let (numbers, whole) = team.people(MOST, !asked.direct);
    let mut members = load(&stand, &numbers);
    let (total, with_reds) = (members.len(), with_reds(&members));
    let subjects = team_subjects(&members);
    let choices = subject_choices(subjects.iter().map(|subject| subject.name));
    let until = ahead_until(&stand.rules.book, as_at);
    asked.choose(&mut members, &subjects, until);

    let base = base(team);
    let found = members.len();
    let last = found.div_ceil(MOST).max(1);
    let current = query::page(uri);
    let href = asked.address(&base);
    if current > last {
        return see(&href);
    }
    visit.note_list(organisation, "saw team", &format!("team of {}", team.manager));
    let shown: Vec<Member<'_>> =
        members.into_iter().skip((current - 1) * MOST).take(MOST).collect();
    let grid = grid::grid(team, &shown);
    let mut places = Vec::new();
    for place in access.asker().stands_in().filter(|_| team.own) {
        let words = stands_in(organisation, place).await?;
        places.push(Link::new(words, format!("/team/{}", address::part(&place.manager))));
    }
    let deputies = access.deputies().filter(|_| team.own);
    let joint = if href.contains('?') { '&' } else { '?' };
    visit.page(&TeamPage {
        team: heading(organisation, team).await?,
        back: (!team.own).then(|| Link::new("My team", "/team")),
        note: (!whole && !asked.direct).then(too_large),
        places,
        deputies: deputies.map(|_| Link::new("Your deputies", "/team/deputies")),
        papers: papers(&asked, &base, found, current),
        as_at,
        freshness: stand.imported.map(|imported| imported.freshness(as_at).words),
        sentence: match asked.is_whole() {
            true => to_do_sentence(with_reds, total),
            false => asked.sentence(found, total, until),
        },
        to_do: shown.iter().any(|member| member.lines.iter().any(|l| l.group() == Group::ToDo)),
        ahead: grid::ahead(&shown, until),
        ahead_until: until,
        asked: TeamAsked {
            action: base,
            who: Asked::who(),
            chosen_who: asked.chosen_who(),
            shows: Asked::shows(),
            show: asked.show.name(),
            subjects: choices,
            sorts: Asked::sorts(),
            sort: asked.sort.name(),
            narrowed: !asked.is_whole() || asked.direct,
            subject: asked.subject,
            search: asked.search,
        },
        subjects: grid.subjects,
        people: grid.people,
        paging: Some(Paging { current, last, href: format!("{href}{joint}page=") }),
    })
}

/// How each of these people stands.
fn load<'r>(stand: &'r Stand, numbers: &[&str]) -> Vec<Member<'r>> {
    let rules = &stand.rules;
    let loaded = stand.these(numbers);
    let day = TeamDay { rules: &rules.book, catalogue: &rules.catalogue, as_at: stand.as_at };
    let member = |one: &Loaded| {
        day.member(&one.person, &one.details, &one.enrolments).with_queries(&one.disputed)
    };
    loaded.iter().map(member).collect()
}

fn with_reds(members: &[Member<'_>]) -> usize {
    members.iter().filter(|member| member.counts().0 > 0).count()
}

async fn heading(organisation: &Organisation, team: &Team<'_>) -> Result<String, Fault> {
    if team.own {
        return Ok("My team".to_owned());
    }
    Ok(format!("Team of {}", name_of(organisation, &team.manager).await?))
}

/// Whose team it is, where the reader is not the one to say `my`.
async fn heading_on_paper(organisation: &Organisation, team: &Team<'_>) -> Result<String, Fault> {
    Ok(match team.manager.as_str() {
        "" => String::new(),
        manager => format!("Team of {}", name_of(organisation, manager).await?),
    })
}

/// The same people in the same order on paper; the pack is of the page's, as many as one
/// file holds.
fn papers(asked: &Asked, base: &str, found: usize, current: usize) -> Vec<Link> {
    let sheet = asked.address(&format!("{base}/meeting-sheet.pdf"));
    let mut pack = asked.address(&format!("{base}/supervision-pack.pdf"));
    let mut words = "Supervision pack (PDF)".to_owned();
    if found > MOST {
        let joint = if pack.contains('?') { '&' } else { '?' };
        pack += &format!("{joint}page={current}");
        words = format!("Supervision pack (PDF): {}", span(found, current));
    }
    vec![Link::new("Team meeting sheet (PDF)", sheet), Link::new(words, pack)]
}

/// `people 101 to 200 of 240`.
fn span(found: usize, current: usize) -> String {
    let first = (current - 1) * MOST + 1;
    format!("people {first} to {} of {found}", (current * MOST).min(found))
}

/// The address of a team's page.
fn base(team: &Team<'_>) -> String {
    if team.own { "/team".to_owned() } else { format!("/team/{}", address::part(&team.manager)) }
}

fn too_large() -> String {
    format!(
        "This team has more than {MOST} people. Only those who report directly, or work in the unit itself, are shown. Open a person's team to see who reports to them, or find somebody by name."
    )
}

fn subject_choices<'r>(names: impl Iterator<Item = &'r str>) -> Vec<Choice> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    let all = std::iter::once(Choice::new("", "All subjects", ""));
    all.chain(names.into_iter().map(|name| Choice::new(name, name, ""))).collect()
}

/// `5 of 24 people have something to do`.
fn to_do_sentence(with_reds: usize, total: usize) -> String {
    let people = match total {
        1 => "1 person".to_owned(),
        total => format!("{total} people"),
    };
    match with_reds {
        _ if total == 0 => "Nobody to show".to_owned(),
        0 => format!("Nobody of {people} has anything to do"),
        1 => format!("1 of {people} has something to do"),
        reds => format!("{reds} of {people} have something to do"),
    }
}

/// `You stand in for Grace Okonkwo until 30 November 2026`.
pub(super) async fn stands_in(organisation: &Organisation, place: &Place) -> Result<String, Fault> {
    let name = name_of(organisation, &place.manager).await?;
    let until = place.until.map(|day| format!(" until {}", long_date(day))).unwrap_or_default();
    Ok(format!("You stand in for {name}{until}"))
}

#[cfg(test)]
mod tests {
    use super::{Asked, papers};

    #[test]
    fn a_pack_of_more_people_than_one_file_holds_says_which_it_has() {
        let of = |found: usize, current: usize| {
            let pack = papers(&Asked { direct: true, ..Asked::default() }, "/team", found, current);
            pack.into_iter().map(|link| (link.text, link.href)).next_back()
        };
        let link = |words: &str, page: &str| {
            Some((words.into(), format!("/team/supervision-pack.pdf?who=direct{page}")))
        };
        assert_eq!(of(100, 1), link("Supervision pack (PDF)", ""));
        let second = "Supervision pack (PDF): people 101 to 140 of 140";
        assert_eq!(of(140, 2), link(second, "&page=2"));
    }
}
