//! Names of competences.

use axum::http::StatusCode;
use passport_core::entered::AliasFact;
use passport_core::import::Severity;
use passport_store::Known;

use super::super::office::{organisation, send};
use super::super::support::{LEAD, NURSE, Served, Trust};
use super::{TODAY, confirm, import};

const FIRE: &str = "NHS|CSTF|Fire Safety - 1 Year|";
const HANDLING: &str = "NHS|CSTF|Moving and Handling - 2 Years|";
const UNKNOWN: &str = "999|LOCAL|Moving & Handling|";
/// Two spellings of one name, of one person.
const AWARDS: &str = "\
Employee Number,Competence Name,Date Last Awarded
00123,999|LOCAL|Moving & Handling|,2026-06-01
00123,999|local|MOVING & HANDLING,2025-06-01
300,999|LOCAL|Moving & Handling|,2020-06-01
00123,\"<script>alert(1)</script>\",2026-06-01
";

async fn trust() -> Trust {
    let trust = Trust::new(Served::Demo).await;
    let here = organisation(&trust, "999").await;
    import(&here, TODAY, &[("awards.csv", AWARDS)]).await;
    trust
}

#[tokio::test]
async fn an_unknown_name_gets_its_place_and_the_line_turns_green() {
    let trust = trust().await;
    let mut lead = trust.logged_in(LEAD).await;
    let list = lead.get("/competences/unmapped").await.text();
    assert!(list.contains("2 names") && list.contains("Moving &amp; Handling"), "{list}");
    assert!(list.contains("It may mean </span><span>Moving and Handling"), "{list}");
    let ask = lead.get("/competences/aliases/new?name=999%7CLOCAL%7CMoving%20%26%20Handling%7C");
    let ask = ask.await.text();
    assert!(ask.contains("3 awards of 2 people use this name."), "{ask}");
    assert!(ask.contains("Some words are the same") || ask.contains("The same"), "{ask}");
    assert_eq!(ask.matches(" checked").count(), 1, "the nearest is chosen: {ask}");
    let chosen = ask.split("<input").find(|one| one.contains(" checked")).expect("one");
    assert!(chosen.contains(HANDLING), "{chosen}");

    let before = trust.logged_in(NURSE).await.get("/passport").await.text();
    assert!(before.contains("1 to do") || before.contains("Required"), "{before}");
    let form = [("name", UNKNOWN), ("given", "yes"), ("competence", HANDLING), ("other", "")];
    let preview = confirm(&mut lead, "/competences/aliases", &form).await.text();
    assert!(preview.contains("Ann Jones") && preview.contains("Łukasz Nguyễn"), "{preview}");
    assert!(preview.contains("1 becomes compliant and 0 are compliant no more"), "{preview}");
    assert!(preview.contains("Completed, expires 1 June 2028"), "{preview}");

    let after = trust.logged_in(NURSE).await.get("/passport").await.text();
    assert!(after.contains("Completed, expires 1 June 2028"), "{after}");
    let list = lead.get("/competences/unmapped").await.text();
    assert!(list.contains("1 name") && !list.contains("Moving &amp; Handling"), "{list}");
    let done = lead.get("/competences?q=handling").await.text();
    assert!(done.contains("999|LOCAL|Moving &amp; Handling|"), "{done}");
}

#[tokio::test]
async fn a_name_that_is_removed_is_unknown_again() {
    let trust = trust().await;
    let here = organisation(&trust, "999").await;
    let mut lead = trust.logged_in(LEAD).await;
    let form = [("name", UNKNOWN), ("other", HANDLING)];
    confirm(&mut lead, "/competences/aliases", &form).await;
    let alias = here.facts::<AliasFact>(Known::Now).await.expect("aliases").remove(0);
    let path = format!("/competences/aliases/{}", alias.id);
    let ask = lead.get(&path).await.text();
    assert!(ask.contains("0 become compliant and 1 is compliant no more"), "{ask}");
    assert_eq!(send(&mut lead, &path, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(lead.get("/competences/unmapped").await.text().contains("2 names"));
    assert_eq!(lead.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(send(&mut lead, &path, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_name_without_a_place_says_why_and_changes_nothing() {
    let trust = trust().await;
    let here = organisation(&trust, "999").await;
    let mut lead = trust.logged_in(LEAD).await;
    let before = here.last_change().await.expect("a number");
    for (name, competence, says) in [
        (UNKNOWN, "", "Choose a competence"),
        (UNKNOWN, "nothing of the kind", "Choose a competence"),
        (UNKNOWN, UNKNOWN, "Choose a competence"),
        (FIRE, HANDLING, "already"),
        ("", HANDLING, "Enter the other name"),
        (" | ", HANDLING, "Enter the other name"),
    ] {
        for step in ["no", "yes"] {
            let form = [("name", name), ("other", competence), ("confirm", step)];
            let answer = send(&mut lead, "/competences/aliases", &form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {competence}");
            let text = answer.text();
            assert!(text.contains(says) && text.contains("<title>Error: "), "{text}");
        }
    }
    let page = lead.get("/competences/aliases/new?name=%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!page.text().contains("<script>alert"), "a name is text");
    assert_eq!(here.last_change().await.expect("a number"), before);
}

#[tokio::test]
async fn of_two_who_give_one_name_its_place_the_second_is_told() {
    let trust = trust().await;
    let mut lead = trust.logged_in(LEAD).await;
    let mut other = trust.logged_in(LEAD).await;
    let preview = [("name", UNKNOWN), ("other", FIRE)];
    assert_eq!(send(&mut other, "/competences/aliases", &preview).await.status, StatusCode::OK);
    let form = [("name", UNKNOWN), ("other", HANDLING)];
    confirm(&mut lead, "/competences/aliases", &form).await;
    let late = [("name", UNKNOWN), ("other", FIRE), ("confirm", "yes")];
    let answer = send(&mut other, "/competences/aliases", &late).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("already"), "{}", answer.text());
}

#[tokio::test]
async fn a_competences_file_neither_removes_a_name_nor_takes_it_in_silence() {
    let trust = trust().await;
    let here = organisation(&trust, "999").await;
    let mut lead = trust.logged_in(LEAD).await;
    let form = [("name", UNKNOWN), ("other", HANDLING)];
    confirm(&mut lead, "/competences/aliases", &form).await;
    // A file that names other aliases, one of them ours for another competence.
    let aliases = format!(
        "Competence Name,Subject,Level,Refresher Months,Class,Aliases\n\
         {FIRE},Fire Safety,,12,C,{UNKNOWN}\n{HANDLING},Moving and Handling,,24,C,Lifting\n"
    );
    let day = TODAY.tomorrow().expect("a day");
    let outcome = import(&here, day, &[("competences.csv", &aliases)]).await;
    let warned = outcome.reading.problems.iter().any(|problem| {
        problem.severity == Severity::Warning && problem.what.contains("and keeps meaning it")
    });
    assert!(warned, "{:?}", outcome.reading.problems);
    let passport = trust.logged_in(NURSE).await.get("/passport").await.text();
    assert!(passport.contains("Completed, expires 1 June 2028"), "it means what it meant");

    // A file that describes a competence of that very name says more.
    let own =
        format!("Competence Name,Subject,Level,Refresher Months,Class\n{UNKNOWN},Lifting,,12,R\n");
    let outcome = import(&here, day, &[("competences.csv", &own)]).await;
    let warned = outcome.reading.problems.iter().any(|problem| {
        problem.severity == Severity::Warning && problem.what.contains("was entered here")
    });
    assert!(warned, "{:?}", outcome.reading.problems);
}

#[tokio::test]
async fn names_of_another_trust_are_not_seen() {
    let trust = trust().await;
    let there = organisation(&trust, "111").await;
    let awards = "Employee Number,Competence Name,Date Last Awarded\n900,Theirs Alone,2026-06-01\n";
    import(&there, TODAY, &[("awards.csv", awards)]).await;
    let list = trust.logged_in(LEAD).await.get("/competences/unmapped").await.text();
    assert!(!list.contains("Theirs Alone"));
}
