//! A team: what its page, its list of days ahead and its meeting sheet say.

use jiff::civil::date;

use super::builders::{TODAY, Trust, below, competence};
use crate::compliance::Status;
use crate::framework::Period::{Months, Once};
use crate::learning::DeliveryMode::Classroom;
use crate::learning::EnrolmentStatus::{Cancelled, Confirmed, DidNotAttend};
use crate::present::{NextStep, TeamDay, ahead_until, reminders, team_subjects};
use crate::query::Disputed;
use crate::requirement::{Class, Requirements, Target};
use crate::workforce::PersonDetails;

fn trust() -> Trust {
    let mut trust = Trust::new(vec![
        competence("Fire Safety", Months(12)),
        below("Handling/1", Months(24), &["Handling/2"]),
        competence("Handling/2", Months(24)),
        competence("Resuscitation", Months(12)),
        competence("Induction", Once),
        competence("Sepsis", Months(12)),
        competence("Dementia", Months(12)),
    ]);
    for name in ["Fire Safety", "Handling/1", "Resuscitation", "Induction", "Dementia"] {
        trust.require_of_all(name);
    }
    trust.require("Sepsis", Class::RoleSpecific, Target::Organisation, |requirement| {
        requirement.introduced = Some(date(2027, 4, 1));
    });
    trust.award("Fire Safety", date(2025, 6, 1));
    trust.award("Handling/1", date(2025, 1, 10));
    trust.award("Induction", date(2021, 3, 2));
    trust.exempt("Dementia", date(2026, 1, 1), None);
    let taught = trust.course("Fire day", Classroom, &["Fire Safety"]);
    let over = trust.class(taught, date(2026, 11, 1), None);
    let coming = trust.class(taught, date(2026, 12, 1), None);
    let later = trust.class(taught, date(2027, 1, 5), None);
    trust.enrol(taught, Some(over), DidNotAttend);
    trust.enrol(taught, Some(later), Confirmed);
    trust.enrol(taught, Some(coming), Confirmed);
    trust.enrol(taught, Some(coming), Cancelled);
    trust.rules.requirements = Requirements::new(trust.requirements.clone());
    trust
}

#[test]
fn two_posts_of_one_title_are_said_once_with_their_number() {
    let mut trust = trust();
    trust.person.assignments[0].postings[0].position_title = "Nurse".into();
    for number in ["20001234-2", "20001234-3"] {
        let mut other = trust.person.assignments[0].clone();
        other.number = number.into();
        trust.person.assignments.push(other);
    }
    trust.person.assignments[2].postings[0].position_title = "Tutor".into();
    let day = TeamDay { rules: &trust.rules, catalogue: &trust.catalogue, as_at: TODAY };
    let member = day.member(&trust.person, &trust.details, &trust.enrolments);
    assert_eq!(member.post, "Nurse, 2 posts; Tutor");
}

#[test]
fn a_team_says_of_each_line_what_the_passport_says() {
    let mut trust = trust();
    let passport = trust.passport();
    let day = TeamDay { rules: &trust.rules, catalogue: &trust.catalogue, as_at: TODAY };
    let member = day.member(&trust.person, &trust.details, &trust.enrolments);
    assert_eq!(member.lines.len(), passport.lines.len());
    for line in &passport.lines {
        let title = |of: &crate::framework::Competence| crate::present::title(of);
        let found = member.lines.iter().find(|known| title(known.competence) == line.title);
        let found = found.expect("the same line");
        assert_eq!((found.status, found.group()), (line.status, line.group), "{}", line.title);
        if !matches!(line.status, Status::NotYetIntroduced | Status::Exempt) {
            assert_eq!(found.day, line.expiry, "{}", line.title);
        }
        let booked = match &line.next_step {
            Some(NextStep::Booked(class)) => Some(class.class.as_str()),
            _ => None,
        };
        let of_team = found.booked.map(|class| class.title.as_str());
        assert_eq!(of_team, booked, "{}", line.title);
    }
    assert_eq!(member.counts(), (passport.summary.to_do, 0, passport.summary.soon));
    assert_eq!(member.unit, "Ashdown Ward");
    let missed: Vec<_> = member.missed.iter().map(|missed| (missed.course, missed.day)).collect();
    assert_eq!(missed, [("Fire day", date(2026, 11, 1))]);
}

#[test]
fn what_most_have_to_do_comes_first_and_a_team_looks_as_far_ahead_as_a_passport() {
    let trust = trust();
    let day = TeamDay { rules: &trust.rules, catalogue: &trust.catalogue, as_at: TODAY };
    let nurse = day.member(&trust.person, &trust.details, &trust.enrolments);
    let mut other = trust.person.clone();
    other.awards.retain(|award| award.date != date(2025, 6, 1));
    other.awards.push(crate::record::Award {
        competence: trust.id("Resuscitation"),
        date: date(2026, 2, 22),
        ..trust.person.awards[0].clone()
    });
    let other = day.member(&other, &PersonDetails::default(), &[]);
    let members = [nurse, other];
    let order: Vec<(&str, usize)> =
        team_subjects(&members).iter().map(|subject| (subject.name, subject.to_do)).collect();
    assert_eq!(order[..2], [("Fire Safety", 2), ("Resuscitation", 1)]);
    let ahead = |place: usize| -> Vec<_> {
        members[place]
            .lines
            .iter()
            .filter_map(|line| line.runs_out(ahead_until(&trust.rules, TODAY)))
            .collect()
    };
    assert_eq!(ahead(0), [date(2027, 1, 10)]);
    assert_eq!(ahead(1).len(), 2, "the last day is that of the warning: 22 February 2027");
    assert!(ahead(1).contains(&date(2027, 2, 22)));
}

#[test]
fn a_meeting_sheet_names_people_and_dates() {
    let trust = trust();
    let sheet = |trust: &Trust| {
        let day = TeamDay { rules: &trust.rules, catalogue: &trust.catalogue, as_at: TODAY };
        let until = ahead_until(&trust.rules, TODAY);
        reminders(&[day.member(&trust.person, &trust.details, &trust.enrolments)], TODAY, until)
    };
    let told = sheet(&trust);
    let fire = told.iter().find(|reminder| reminder.title == "Fire Safety").expect("fire");
    assert_eq!(fire.now, ["Aoife Brennan, booked 1 Dec"]);
    let handling = told.iter().find(|reminder| reminder.title == "Handling, Level 1");
    assert_eq!(handling.expect("handling").soon, ["Aoife Brennan, by 10 Jan"]);
    assert!(told.iter().all(|reminder| reminder.title != "Dementia" && reminder.title != "Sepsis"));
}

#[test]
fn a_meeting_sheet_marks_what_its_person_says_is_wrong() {
    let mut trust = trust();
    trust.passport();
    let sheet = |level: &str, since| {
        let day = TeamDay { rules: &trust.rules, catalogue: &trust.catalogue, as_at: TODAY };
        let (subject, level) = ("Handling".to_owned(), level.to_owned());
        let disputed = [Disputed { subject, level, since }];
        let member = day.member(&trust.person, &trust.details, &trust.enrolments);
        let told =
            reminders(&[member.with_queries(&disputed)], TODAY, ahead_until(&trust.rules, TODAY));
        let handling = told.into_iter().find(|reminder| reminder.title == "Handling, Level 1");
        handling.expect("handling").soon
    };
    let told = ["Aoife Brennan, by 10 Jan, under query since 2 Nov"];
    assert_eq!(sheet("1", date(2026, 11, 2)), told);
    let told = ["Aoife Brennan, by 10 Jan, under query since 2 Nov 2025"];
    assert_eq!(sheet("1", date(2025, 11, 2)), told);
    assert_eq!(sheet("2", date(2026, 11, 2)), ["Aoife Brennan, by 10 Jan"], "another level");
}
