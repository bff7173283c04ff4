//! Data health, from what is found to what is done about it.

use axum::http::StatusCode;
use passport::compliance::Stand;
use passport_core::entered::DismissalFact;
use passport_core::facts::{AwardFact, GrantedRole, PostingFact};
use passport_store::{Known, Organisation};

use super::super::office::{organisation, send, staff};
use super::super::support::{
    Browser, ELSEWHERE, LEAD, MANAGER, MATRON, NURSE, PORTER, Served, Trust, clock,
};
use super::{TODAY, import_part};

async fn lead() -> (Trust, Organisation, Browser) {
    let trust = Trust::new(Served::Demo).await;
    let here = organisation(&trust, "999").await;
    let lead = trust.logged_in(LEAD).await;
    (trust, here, lead)
}

/// Where the finding about somebody is, in a list of one kind.
async fn find(lead: &mut Browser, kind: &str, about: &str) -> Option<String> {
    let text = lead.get(&format!("/data-health/{kind}")).await.text();
    // A person is shown by name, with the number below; anything else by what it is.
    let ends = [format!(">{about}</span>"), format!(">{about}</a>")];
    let (before, _) = ends.iter().find_map(|end| text.split_once(end))?;
    let (_, href) = before.rsplit_once("href=\"")?;
    href.split('"').next().map(str::to_owned)
}

/// Changes the supervisor of somebody.
async fn reports_to(here: &Organisation, person: &str, supervisor: &str) {
    let known = here.facts_of::<PostingFact>(Known::Now, person).await.expect("postings").remove(0);
    let mut fact = known.fact;
    fact.post.supervisor = supervisor.into();
    let mut change = here.begin("test", "an import", clock().now()).await.expect("begun");
    change.void::<PostingFact>(&[known.id]).await.expect("voided");
    change.record(&[fact]).await.expect("recorded");
    change.commit().await.expect("committed");
}

#[tokio::test]
async fn an_award_with_an_impossible_date_is_voided_with_a_reason() {
    let (_trust, here, mut lead) = lead().await;
    let awards = format!(
        "Employee Number,Competence Name,Date Last Awarded\n{NURSE},NHS|CSTF|Moving and Handling - 2 Years|,1926-06-01\n"
    );
    import_part(&here, TODAY, &[("awards.csv", &awards)]).await;
    let one = find(&mut lead, "impossible-dates", NURSE).await.expect("a finding");
    let list = lead.get("/data-health/impossible-dates").await.text();
    assert!(list.contains(">Ann Jones</a>"), "{list}");
    let page = lead.get(&one).await.text();
    assert!(page.contains("is dated 1 June 1926"), "{page}");
    assert!(page.contains("Passport of Ann Jones") && page.contains("Ann Jones (00123)"), "{page}");
    let ask = lead.get(&format!("{one}/award")).await.text();
    assert!(ask.contains("1 line of 1 person changes") && ask.contains("Never completed"), "{ask}");
    let silent = send(&mut lead, &format!("{one}/award"), &[("reason", "")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = send(&mut lead, &format!("{one}/award"), &[("reason", "typed wrongly")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert!(find(&mut lead, "impossible-dates", NURSE).await.is_none());
    let awards = here.facts_of::<AwardFact>(Known::Now, NURSE).await.expect("awards");
    assert_eq!(awards.len(), 1);
    let again = send(&mut lead, &format!("{one}/award"), &[("reason", "twice")]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_finding_that_is_set_aside_is_not_listed_until_something_changes() {
    let (_trust, here, mut lead) = lead().await;
    let one = find(&mut lead, "no-supervisor", MATRON).await.expect("a finding");
    let silent = send(&mut lead, &one, &[("reason", " ")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text().contains("<title>Error: "), "{}", silent.text());
    let done = send(&mut lead, &one, &[("reason", "The head of nursing")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let text = lead.get("/data-health/no-supervisor").await.text();
    assert!(text.contains("Set aside") && text.contains("The head of nursing"), "{text}");
    assert_eq!(here.facts::<DismissalFact>(Known::Now).await.expect("facts").len(), 1);
    assert_eq!(send(&mut lead, &one, &[("reason", "twice")]).await.status, StatusCode::NOT_FOUND);

    // Another supervisor who is not there is another finding.
    reports_to(&here, MATRON, "nobody").await;
    let other = find(&mut lead, "no-supervisor", MATRON).await.expect("listed again");
    assert_ne!(other, one);
    reports_to(&here, MATRON, "").await;
    let again = send(&mut lead, &format!("{one}/again"), &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let text = lead.get("/data-health/no-supervisor").await.text();
    assert!(!text.contains("The head of nursing"), "{text}");
}

#[tokio::test]
async fn those_who_supervise_one_another_are_found_and_a_named_manager_is_proposed() {
    let (_trust, here, mut lead) = lead().await;
    reports_to(&here, MATRON, NURSE).await;
    let one = find(&mut lead, "circular-supervisor", MANAGER).await.expect("a finding");
    let page = lead.get(&one).await.text();
    assert!(page.contains("leads back here: 400, 00123, 200"), "{page}");
    assert!(page.contains("Name a manager of Ashdown Ward"), "{page}");
}

#[tokio::test]
async fn whoever_works_in_a_unit_with_a_named_manager_has_one() {
    let (_trust, here, mut lead) = lead().await;
    assert!(
        find(&mut lead, "no-supervisor", "500&#x2f;a b").await.is_some() || {
            find(&mut lead, "no-supervisor", PORTER).await.is_some()
        }
    );
    staff(&here, NURSE, "Ann Jones", &[(GrantedRole::Manager, "Hartwell|Estates")]).await;
    let text = lead.get("/data-health/no-supervisor").await.text();
    assert!(!text.contains(">500"), "{text}");
}

#[tokio::test]
async fn the_same_name_alone_is_not_the_same_person() {
    let (_trust, here, mut lead) = lead().await;
    let rows = "\
Employee Number,Assignment Number,First Name,Last Name,Email,Org L1,Assignment Status,Primary Assignment,Start Date
901,901-1,Bo,Berg,bo@hartwell.example.nhs.uk,Hartwell,Active Assignment,Yes,2020-01-01
902,902-1,Bo,Berg,other@hartwell.example.nhs.uk,Hartwell,Active Assignment,Yes,2021-01-01
903,903-1,BO,Berg,,Hartwell,Active Assignment,Yes,2021-01-01
";
    import_part(&here, TODAY, &[("assignments.csv", rows)]).await;
    let text = lead.get("/data-health/the-same-person-twice").await.text();
    assert!(text.contains("1 finding") && text.contains("903 has the same name and first day"));
}

#[tokio::test]
async fn a_finding_of_another_trust_is_not_there() {
    let (trust, here, mut lead) = lead().await;
    let text = lead.get("/data-health/no-supervisor").await.text();
    assert!(!text.contains(&format!(">{ELSEWHERE}<")));
    // Its mark, from the other trust, opens nothing here.
    let there = organisation(&trust, "111").await;
    let stand = Stand::read(&there, Known::Now, TODAY).await.expect("read");
    let known = passport::data_health::look(&there, &stand).await.expect("looked");
    let theirs = known.findings.iter().find(|one| one.about == ELSEWHERE).expect("a finding");
    let path = format!("/data-health/{}/{}", theirs.kind.code(), theirs.mark());
    assert_eq!(lead.get(&path).await.status, StatusCode::NOT_FOUND);
    let before = here.last_change().await.expect("a number");
    let answer = send(&mut lead, &path, &[("reason", "x")]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(here.last_change().await.expect("a number"), before);
}
