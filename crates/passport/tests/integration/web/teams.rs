//! A manager's team: who must do what, asked in many ways, and the team on paper.

use axum::http::StatusCode;
use jiff::civil::{Date, date};
use passport::compliance;
use passport::passports::Passports;
use passport_core::facts::{
    ClassFact, CourseFact, EnrolmentFact, PersonFact, PostingFact, Recorded,
};
use passport_core::learning::{DeliveryMode, EnrolmentStatus};
use passport_store::{Known, Organisation};

use super::office::{audit, organisation};
use super::records::restrict;
use super::support::{
    DEPUTY, HOSTILE, LEAD, MANAGER, MATRON, NURSE, SISTER, STUDENT, Served, Trust, clock,
};

/// Changes a person's posting, as a later extract would.
async fn posting(trust: &Organisation, number: &str, alter: impl Fn(&mut PostingFact)) {
    let found: Vec<Recorded<PostingFact>> =
        trust.facts_of(Known::Now, number).await.expect("postings");
    let mut fact = found[0].fact.clone();
    alter(&mut fact);
    let mut change = trust.begin("test", "an import", clock().now()).await.expect("begun");
    change.void::<PostingFact>(&[found[0].id]).await.expect("voided");
    change.record(&[fact]).await.expect("recorded");
    change.commit().await.expect("committed");
}

/// A course on fire safety with a class, and people's places on it.
async fn class(trust: &Organisation, title: &str, day: Date, places: &[(&str, EnrolmentStatus)]) {
    let course = CourseFact {
        name: format!("Fire course {title}"),
        category: String::new(),
        mode: DeliveryMode::Classroom,
        minutes: None,
        awards: vec!["NHS|CSTF|Fire Safety - 1 Year|".into()],
        link: String::new(),
        prerequisites: Vec::new(),
    };
    let class = ClassFact {
        course: course.name.clone(),
        offering: String::new(),
        title: title.into(),
        start: day,
        end: None,
        start_time: None,
        end_time: None,
        location: "Ashdown House".into(),
        places: None,
        places_remaining: None,
        link: String::new(),
    };
    let enrolled: Vec<EnrolmentFact> = places
        .iter()
        .map(|(number, status)| EnrolmentFact {
            employee_number: (*number).into(),
            course: course.name.clone(),
            class: title.into(),
            status: *status,
            date: None,
        })
        .collect();
    let mut change = trust.begin("test", "an import", clock().now()).await.expect("begun");
    change.record(&[course]).await.expect("recorded");
    change.record(&[class]).await.expect("recorded");
    change.record(&enrolled).await.expect("recorded");
    change.commit().await.expect("committed");
}

/// Whose rows a page shows, in their order.
fn people(page: &str) -> Vec<String> {
    let rows = page.split("<a class=\"app-title\" href=\"/passport/").skip(1);
    rows.map(|row| row.split('"').next().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn a_team_is_asked_by_address_and_answers_in_a_sentence() {
    let trust = Trust::new(Served::Demo).await;
    let here = organisation(&trust, "999").await;
    class(&here, "Coming", date(2026, 12, 1), &[(SISTER, EnrolmentStatus::Confirmed)]).await;
    let away = [(STUDENT, EnrolmentStatus::DidNotAttend), (NURSE, EnrolmentStatus::Attended)];
    class(&here, "Gone", date(2026, 10, 3), &away).await;
    class(&here, "Long gone", date(2025, 11, 21), &[(NURSE, EnrolmentStatus::DidNotAttend)]).await;
    let mut grace = trust.logged_in(MANAGER).await;
    for (query, expected, says) in [
        ("", vec![HOSTILE, SISTER, STUDENT, NURSE], "4 of 4 people have something to do"),
        ("?who=direct", vec![HOSTILE, SISTER, NURSE], "3 of 3 people have something to do"),
        ("?show=booked", vec![SISTER], "1 of 4 people has a class booked"),
        ("?show=missed", vec![STUDENT], "1 of 4 people did not attend a class"),
        ("?show=away", vec![], "0 of 4 people are away"),
        ("?subject=Fire+Safety&show=to-do", vec![HOSTILE, SISTER, STUDENT], "in Fire Safety"),
        ("?subject=Nothing", vec![], "0 of 4 people are required to hold Nothing"),
        ("?q=nguyen", vec![STUDENT], "1 of 4 people matches"),
        ("?q=00123", vec![NURSE], "1 of 4 people matches"),
        ("?sort=name&q=sara", vec![SISTER], "1 of 4 people matches"),
        ("?show=nonsense&sort=nonsense", vec![HOSTILE, SISTER, STUDENT, NURSE], "4 of 4"),
    ] {
        let page = grace.get(&format!("/team{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        let text = page.text();
        assert!(text.contains(says), "{query}: {says} in {text}");
        let mut found = people(&text);
        // Equals stand by name; which of the hostile name's parts is last is its own matter.
        found.sort();
        let mut expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        expected.sort();
        assert_eq!(found, expected, "{query}");
    }
    let worst = people(&grace.get("/team").await.text());
    assert_eq!(worst.last().map(String::as_str), Some(NURSE), "the least to do comes last");
    let named = people(&grace.get("/team?sort=name").await.text());
    let place = |number: &str| named.iter().position(|known| known == number);
    assert!(place(NURSE) < place(STUDENT) && place(STUDENT) < place(SISTER), "{named:?}");
    let text = grace.get("/team").await.text();
    assert!(text.contains("Booked 1 Dec 2026"), "{text}");
    assert!(text.contains("Did not attend: Fire course Gone, 3 October 2026"));
    assert!(!text.contains("Long gone"), "more than 12 months ago");
    // What was chosen stands in the form again.
    let text = grace.get("/team?who=direct&show=booked&sort=unit&q=sara").await.text();
    for chosen in
        ["value=\"direct\" selected", "value=\"booked\" selected", "value=\"unit\" selected"]
    {
        assert!(text.contains(chosen), "{chosen} in {text}");
    }
    assert!(text.contains("value=\"sara\""));
}

#[tokio::test]
async fn what_runs_out_soon_is_listed_with_the_class_that_is_booked() {
    let trust = Trust::new(Served::Demo).await;
    let here = organisation(&trust, "999").await;
    // Hers runs out on 3 May 2027: on 5 February 90 days reach to 6 May, a day further than
    // the warning of three months.
    class(&here, "Coming", date(2027, 4, 1), &[(NURSE, EnrolmentStatus::Confirmed)]).await;
    let mut now = trust.logged_in(MANAGER).await;
    let text = now.get("/team?show=due").await.text();
    assert!(people(&text).is_empty() && text.contains("0 of 4 people have training that runs out"));
    let mut later = trust.at(super::support::clock_at("2027-02-05T12:00:00Z")).await;
    later.cookie = session(&here, MANAGER, "2027-02-05T12:00:00Z").await;
    let text = later.get("/team?show=due").await.text();
    assert_eq!(people(&text), [NURSE], "{text}");
    assert!(text.contains("Runs out by 6 May 2027"), "{text}");
    assert!(text.contains("Thursday 1 April 2027, Ashdown House"), "{text}");
}

/// A session of somebody, begun at a moment.
async fn session(here: &Organisation, number: &str, moment: &str) -> Option<String> {
    let account = super::office::staff(here, number, "Grace Okonkwo", &[]).await;
    let token = passport::access::Token::new().expect("randomness");
    let at = super::support::clock_at(moment).now();
    here.begin_session(account, &token.hash(), "second factor", "test", at)
        .await
        .expect("a session");
    Some(format!("passport={}", token.text()))
}

#[tokio::test]
async fn a_manager_reads_the_kind_of_leave_and_never_that_it_is_illness() {
    let trust = Trust::new(Served::Demo).await;
    let here = organisation(&trust, "999").await;
    posting(&here, STUDENT, |fact| fact.post.status = "Maternity".into()).await;
    posting(&here, NURSE, |fact| {
        fact.post.sick_from = Some(date(2026, 9, 1));
    })
    .await;
    posting(&here, SISTER, |fact| fact.post.status = "Suspend With Pay".into()).await;
    let mut grace = trust.logged_in(MANAGER).await;
    let text = grace.get("/team?show=away").await.text();
    assert!(text.contains("3 of 4 people are away") && text.contains("On maternity leave"));
    assert_eq!(text.matches("Away, long term").count(), 4, "two people, in grid and list: {text}");
    for hidden in ["ick", "uspend", "2026-09-01", "1 September"] {
        assert!(!text.contains(hidden), "{hidden} in {text}");
    }
}

#[tokio::test]
async fn a_restricted_person_is_in_no_answer_about_the_team() {
    let trust = Trust::new(Served::Demo).await;
    let here = organisation(&trust, "999").await;
    restrict(&here, NURSE).await;
    let mut grace = trust.logged_in(MANAGER).await;
    for query in ["", "?who=direct", "?q=Ann", "?q=00123"] {
        let text = grace.get(&format!("/team{query}")).await.text();
        assert!(
            !text.contains("Ann Jones") && !people(&text).contains(&NURSE.to_owned()),
            "{query}"
        );
    }
    let pack = grace.get(&format!("/team/supervision-pack.pdf?person={NURSE}")).await;
    assert_eq!(pack.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_search_is_text_wherever_it_is_shown_again() {
    let trust = Trust::new(Served::Demo).await;
    let mut grace = trust.logged_in(MANAGER).await;
    let hostile = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E%7B%7B7*7%7D%7D";
    let query =
        format!("?q={hostile}&subject={hostile}&show={hostile}&sort={hostile}&who={hostile}");
    let text = grace.get(&format!("/team{query}")).await.text();
    assert!(!text.contains("<script>alert") && !text.contains("&gt;49"), "{text}");
}

#[tokio::test]
async fn the_team_on_paper_is_for_those_who_manage_it() {
    let trust = Trust::new(Served::Demo).await;
    let below = |name: &str| format!("/team/{SISTER}/{name}.pdf");
    let papers = ["meeting-sheet", "supervision-pack"];
    for person in [MANAGER, DEPUTY] {
        let mut browser = trust.logged_in(person).await;
        for name in papers {
            for address in [format!("/team/{name}.pdf"), below(name)] {
                let answer = browser.get(&address).await;
                assert_eq!(answer.status, StatusCode::OK, "{person} at {address}");
                assert_eq!(answer.header("content-type"), "application/pdf");
                assert!(answer.body.starts_with(b"%PDF-1.7"));
            }
        }
        let one = browser.get(&format!("/team/supervision-pack.pdf?person={STUDENT}")).await;
        assert_eq!(one.status, StatusCode::OK, "{person}");
        for other in [MATRON, "500%2Fa%20b", LEAD, "900", "nobody", person] {
            let answer = browser.get(&format!("/team/supervision-pack.pdf?person={other}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{person} asks for {other}");
        }
    }
    let mut grace = trust.logged_in(MANAGER).await;
    for name in papers {
        for other in [MATRON, "500%2Fa%20b", "nobody"] {
            let answer = grace.get(&format!("/team/{other}/{name}.pdf")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{other}");
        }
    }
    let entries = audit(trust, "999").await;
    for number in [NURSE, SISTER, STUDENT] {
        let saw = |entry: &&(String, String, String)| {
            entry.0 == "saw passport as PDF" && entry.1 == number
        };
        assert!(entries.iter().any(|entry| saw(&entry)), "{number} can see who looked");
    }
}

#[tokio::test]
async fn the_papers_are_of_the_people_that_were_asked_for_in_their_order() {
    let trust = Trust::new(Served::Demo).await;
    let here = organisation(&trust, "999").await;
    class(&here, "Coming", date(2026, 12, 1), &[(SISTER, EnrolmentStatus::Confirmed)]).await;
    let mut grace = trust.logged_in(MANAGER).await;
    let asked = "who=direct&show=booked&subject=Fire%20Safety&sort=name";
    let text = grace.get(&format!("/team?{asked}")).await.text();
    for name in ["meeting-sheet", "supervision-pack"] {
        let address = format!("/team/{name}.pdf?{asked}");
        assert!(text.contains(&address.replace('&', "&amp;")), "{address} in {text}");
        assert_eq!(grace.get(&address).await.status, StatusCode::OK);
    }
    let beyond = grace.get("/team/supervision-pack.pdf?page=2").await;
    assert_eq!(beyond.status, StatusCode::NOT_FOUND, "everybody is in the first");
    let entries = audit(trust, "999").await;
    let seen = entries.iter().filter(|entry| entry.0 == "saw passport as PDF");
    let seen: Vec<&str> = seen.map(|entry| entry.1.as_str()).collect();
    assert_eq!(seen, [SISTER], "the pack holds nobody else");
}

#[tokio::test]
async fn what_a_manager_holds_leads_to_the_person_and_ones_own_names_nobody() {
    let trust = Trust::new(Served::Demo).await;
    let here = organisation(&trust, "999").await;
    let day = clock().today();
    let rules = compliance::rules(&here, Known::Now, day).await.expect("rules");
    let loaded = compliance::person(&here, &rules, NURSE).await.expect("read").expect("a nurse");
    let passports = || Passports::with(&here.name, &rules, day, None);
    let page = |passports: Passports<'_>| passports.present(&loaded).page.expect("an address");
    assert!(page(passports()).ends_with("/passport"));
    let of_hers = page(passports().for_others(|number| format!("/passport/{number}")));
    assert!(of_hers.ends_with("/passport/00123"), "{of_hers}");
    let text = trust.logged_in(MANAGER).await.get("/passport/00123").await.text();
    let text = text.split("<main").nth(1).unwrap_or_default();
    assert!(!text.contains(" you ") && !text.to_lowercase().contains(" your "), "{text}");
}

#[tokio::test]
async fn a_name_in_a_script_that_no_font_has_leaves_nobody_out() {
    let trust = Trust::new(Served::Demo).await;
    let here = organisation(&trust, "999").await;
    let found: Vec<Recorded<PersonFact>> = here.facts_of(Known::Now, NURSE).await.expect("people");
    let mut person = found[0].fact.clone();
    person.last_name = "王小明".into();
    let mut change = here.begin("test", "an import", clock().now()).await.expect("begun");
    change.void::<PersonFact>(&[found[0].id]).await.expect("voided");
    change.record(&[person]).await.expect("recorded");
    change.commit().await.expect("committed");
    let mut grace = trust.logged_in(MANAGER).await;
    for name in ["meeting-sheet", "supervision-pack"] {
        let answer = grace.get(&format!("/team/{name}.pdf")).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}");
    }
    let alone = grace.get(&format!("/team/supervision-pack.pdf?person={NURSE}")).await;
    assert_eq!(alone.status, StatusCode::OK);
    let cover = grace.get("/team/supervision-pack.pdf?q=nobody-at-all").await;
    assert!(alone.body.len() > cover.body.len() + 1_000, "her passport is in it");
    let own = grace.get(&format!("/passport/{NURSE}.pdf")).await;
    assert_eq!(own.status, StatusCode::OK);
}

#[tokio::test]
async fn a_meeting_sheet_of_those_away_names_them_and_another_does_not() {
    let trust = Trust::new(Served::Demo).await;
    let here = organisation(&trust, "999").await;
    posting(&here, STUDENT, |fact| fact.post.status = "Maternity".into()).await;
    let mut grace = trust.logged_in(MANAGER).await;
    let mut length = async |asked: &str| {
        let sheet = grace.get(&format!("/team/meeting-sheet.pdf{asked}")).await;
        assert_eq!(sheet.status, StatusCode::OK, "{asked}");
        sheet.body.len()
    };
    let (away, nobody) = (length("?show=away").await, length("?q=nobody-at-all").await);
    // A table with her name, where one of nobody holds a sentence.
    assert!(away > nobody + 300, "{away} bytes of one person, {nobody} of nobody");
    let same_person = length("?q=nguyen").await;
    assert!(same_person + 300 < away, "{same_person} bytes, asked by name; {away} by leave");
}
