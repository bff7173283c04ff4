//! A team as its page shows it: people by the subjects somebody is required to hold.

use jiff::civil::Date;
use passport_core::compliance::Status;
use passport_core::present::{
    Group, Member, MemberLine, TeamSubject, class_words, level_words, team_subjects, title,
};
use passport_core::wording::{long_date, short_date};
use passport_pages::pages::{self, RunsOut, TeamCell, TeamMark, TeamMember};

use super::super::address;
use crate::access::Team;

/// The columns and rows of the grid.
pub(super) struct Grid {
    pub subjects: Vec<pages::TeamSubject>,
    pub people: Vec<TeamMember>,
}

/// Lays the people out in their order, by the subjects of everyone in it.
pub(super) fn grid(team: &Team<'_>, members: &[Member<'_>]) -> Grid {
    let subjects = team_subjects(members);
    let levels: Vec<Option<&str>> =
        subjects.iter().map(|subject| only_level(members, subject)).collect();
    Grid {
        subjects: subjects.iter().zip(&levels).map(|(s, level)| column(s, *level)).collect(),
        people: members.iter().map(|member| row(team, member, &subjects, &levels)).collect(),
    }
}

/// The level of a subject, where it is the same for everyone.
fn only_level<'r>(members: &[Member<'r>], subject: &TeamSubject<'r>) -> Option<&'r str> {
    let of_subject = |line: &&MemberLine<'r>| line.subject == subject.id;
    let lines = members.iter().flat_map(|member| &member.lines).filter(of_subject);
    let mut levels = lines.map(|line| line.competence.level.as_str());
    let first = levels.next()?;
    levels.all(|level| level == first).then_some(first)
}

fn column(subject: &TeamSubject<'_>, level: Option<&str>) -> pages::TeamSubject {
    let name = match level.filter(|level| !level.is_empty()) {
        Some(level) => format!("{}, {}", subject.name, level_words(level)),
        None => subject.name.to_owned(),
    };
    pages::TeamSubject { name, to_do: subject.to_do }
}

fn row(
    team: &Team<'_>,
    member: &Member<'_>,
    subjects: &[TeamSubject<'_>],
    levels: &[Option<&str>],
) -> TeamMember {
    let number = &member.employee_number;
    let cells = subjects.iter().zip(levels).map(|(subject, level)| {
        let lines = member.lines.iter().filter(|line| line.subject == subject.id);
        let mut cell = TeamCell::default();
        for line in lines {
            cell.marks.push(mark(line, level.is_some()));
        }
        cell
    });
    let missed = member.missed.iter();
    let due = member.lines.iter().filter(|line| line.group() != Group::Fine);
    let mut due: Vec<&MemberLine<'_>> = due.collect();
    due.sort_by_key(|line| (!line.is_red(), line.group(), line.day));
    TeamMember {
        name: member.name.clone(),
        post: member.post.clone(),
        passport: address::passport(number),
        away: member.away.map(str::to_owned),
        missed: missed.map(|m| format!("{}, {}", m.course, long_date(m.day))).collect(),
        counts: counts(member),
        team: team.has_team(number).then(|| format!("/team/{}", address::part(number))),
        cells: cells.collect(),
        due: due.into_iter().map(|line| mark(line, true)).collect(),
        in_short: in_short(member),
    }
}

/// `2 to do, 3 run out soon`; those in grace are to do.
fn in_short(member: &Member<'_>) -> String {
    let (to_do, in_grace, soon) = member.counts();
    let mut parts = Vec::new();
    if to_do + in_grace > 0 {
        parts.push(format!("{} to do", to_do + in_grace));
    }
    if soon > 0 {
        parts.push(format!("{soon} {} out soon", if soon == 1 { "runs" } else { "run" }));
    }
    if parts.is_empty() { "nothing to do".to_owned() } else { parts.join(", ") }
}

/// `2 to do, 1 in grace, 3 run out soon, 21 in date, 1 exempt`.
fn counts(member: &Member<'_>) -> String {
    let (to_do, in_grace, soon) = member.counts();
    let count = |wanted: Status| member.lines.iter().filter(|line| line.status == wanted).count();
    let runs = if soon == 1 { "runs out soon" } else { "run out soon" };
    let parts = [
        (to_do, "to do"),
        (in_grace, "in grace"),
        (soon, runs),
        (count(Status::Completed), "in date"),
        (count(Status::Exempt), "exempt"),
        (count(Status::NotYetIntroduced), "not yet required"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, words)| format!("{number} {words}"))
        .collect();
    if parts.is_empty() { "No training is required".to_owned() } else { parts.join(", ") }
}

/// A line in a cell. The colour only repeats the words.
fn mark(line: &MemberLine<'_>, level_is_known: bool) -> TeamMark {
    let (look, word) = match line.status {
        Status::Expired if line.day.is_some() => ("red", "Expired"),
        Status::Expired | Status::NeverCompleted => ("red", "Required"),
        Status::InGrace => ("outline", "Complete by"),
        Status::RenewSoon => ("soon", "Renew by"),
        Status::Completed if line.day.is_some() => ("fine", "In date until"),
        Status::Completed => ("fine", "Completed, does not expire"),
        Status::NotYetIntroduced => ("grey", "Required from"),
        Status::Exempt => ("grey", "Exempt"),
        Status::Excluded => ("grey", "Not counted"),
    };
    let matters = line.group() != Group::Fine;
    let level = &line.competence.level;
    let shows_level = !level_is_known && !level.is_empty();
    TeamMark {
        look,
        word,
        day: line.day.map(short_date).unwrap_or_default(),
        level: if shows_level { level_words(level) } else { String::new() },
        title: if matters { title(line.competence) } else { String::new() },
        booked: match line.booked.filter(|_| matters) {
            Some(class) => with_trouble(short_date(class.start), line),
            None => String::new(),
        },
    }
}

/// `4 Mar 2027, booked twice that day`.
fn with_trouble(class: String, line: &MemberLine<'_>) -> String {
    match line.trouble {
        Some(trouble) => format!("{class}, {}", trouble.words()),
        None => class,
    }
}

/// What runs out in the days ahead, soonest first; on one day in the people's order.
pub(super) fn ahead(members: &[Member<'_>], until: Date) -> Vec<RunsOut> {
    let mut ahead: Vec<(Date, &Member<'_>, &MemberLine<'_>)> = Vec::new();
    for member in members {
        let lines = member.lines.iter();
        ahead.extend(lines.filter_map(|line| Some((line.runs_out(until)?, member, line))));
    }
    ahead.sort_by_key(|(day, ..)| *day);
    let row = |(day, member, line): (Date, &Member<'_>, &MemberLine<'_>)| RunsOut {
        day: long_date(day),
        name: member.name.clone(),
        passport: address::passport(&member.employee_number),
        title: title(line.competence),
        booked: line.booked.map(|class| with_trouble(class_words(class), line)),
    };
    ahead.into_iter().map(row).collect()
}
