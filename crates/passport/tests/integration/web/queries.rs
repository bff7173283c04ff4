//! "This is wrong": a line is disputed, passed on, answered, taken back and opened
//! again, and seen by nobody whom it does not concern.

use axum::http::StatusCode;
use passport::access::{Authority, Queries};
use passport::queries::{What, news_for_answerer, news_for_person};
use passport_core::facts::{AwardFact, GrantedRole};
use passport_core::query::{QueryFact, StepFact};
use passport_store::{Known, Organisation, Restriction};

use super::desk::{TODAY, import_part};
use super::office::{audit, enter, organisation, revoke, send, staff};
use super::support::{
    ADMINISTRATOR, Answer, Browser, DEPUTY, DIRECTOR, ELSEWHERE, LEAD, MANAGER, MATRON, NURSE,
    PORTER, SISTER, SUBJECT_LEAD, Served, Trust, clock, clock_at,
};

/// The line that the nurse lacks.
pub const LINE: &str = "moving-and-handling";

/// A trust in which everyone has an account.
pub struct Ward {
    pub trust: Trust,
    pub here: Organisation,
}

impl Ward {
    pub async fn new() -> Self {
        let trust = Trust::new(Served::Real).await;
        let here = organisation(&trust, "999").await;
        Self { trust, here }
    }

    pub async fn enters(&self, number: &str, roles: &[(GrantedRole, &str)]) -> Browser {
        let account = staff(&self.here, number, &format!("Person {number}"), roles).await;
        enter(&self.trust, &self.here, account).await
    }

    pub async fn lead(&self) -> Browser {
        self.enters(LEAD, &[(GrantedRole::TrainingLead, "")]).await
    }

    pub async fn queries(&self) -> Vec<i64> {
        let all = self.here.facts::<QueryFact>(Known::Now).await.expect("queries");
        all.into_iter().map(|query| query.id).collect()
    }

    pub async fn awards(&self, person: &str) -> Vec<AwardFact> {
        let all = self.here.facts_of::<AwardFact>(Known::Now, person).await.expect("awards");
        all.into_iter().map(|award| award.fact).collect()
    }
}

/// Says of a line that it is wrong.
pub async fn dispute(
    browser: &mut Browser,
    line: &str,
    kind: &str,
    files: &[(&str, &[u8])],
) -> Answer {
    let csrf = browser.get("/account").await.hidden("csrf");
    let fields = [("csrf", csrf.as_str()), ("line", line), ("kind", kind), ("words", "I did it")];
    browser.send_bytes("/queries/new", &fields, files).await
}

/// Agrees, and records Moving and Handling of 1 October 2026.
const AWARDED: [(&str, &str); 6] = [
    ("answer", "awarded"),
    ("competence", "NHS|CSTF|Moving and Handling - 2 Years|"),
    ("completed-day", "1"),
    ("completed-month", "10"),
    ("completed-year", "2026"),
    ("reason", "Seen her certificate"),
];

#[tokio::test]
async fn a_disputed_line_says_so_keeps_its_status_and_is_disputed_once() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    let before = nurse.get("/passport").await.text();
    assert!(before.contains(&format!("/queries/new?line={LINE}")), "{before}");
    let page = nurse.get(&format!("/queries/new?line={LINE}")).await.text();
    assert!(page.contains("Moving and Handling") && page.contains("I do not need this"), "{page}");
    let sent = dispute(&mut nurse, LINE, "done", &[]).await;
    assert_eq!(sent.header("location"), "/queries?done=sent", "{}", sent.text());
    let after = nurse.get("/passport").await.text();
    assert!(after.contains("Under query since 22 November 2026"), "{after}");
    assert!(after.contains("1 to do") && !after.contains(&format!("new?line={LINE}")));
    let again = dispute(&mut nurse, LINE, "other", &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("You asked this on 22 November 2026"), "{}", again.text());
    assert_eq!(ward.queries().await.len(), 1);
    let mut manager = ward.enters(MANAGER, &[]).await;
    let remind = manager.get(&format!("/passport/{NURSE}/remind")).await.text();
    assert!(remind.contains(", under query since 22 November 2026"), "{remind}");
    let document = nurse.get("/passport.pdf").await;
    assert_eq!(document.status, StatusCode::OK);
    let own = nurse.get("/queries").await.text();
    assert!(own.contains("With your manager. It goes to the training lead on 27 November 2026"));
}

#[tokio::test]
async fn a_line_that_is_not_on_ones_passport_and_nonsense_are_refused() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    for line in ["nothing", "", "../team"] {
        let sent = dispute(&mut nurse, line, "done", &[]).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{line}");
    }
    for kind in ["", "prior-learning", "x"] {
        let sent = dispute(&mut nurse, LINE, kind, &[]).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{kind}");
        assert!(sent.text().contains("<title>Error: "), "{kind}");
    }
    assert!(ward.queries().await.is_empty());
}

#[tokio::test]
async fn a_manager_passes_it_on_and_the_training_lead_records_it_with_the_answer() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    let mut manager = ward.enters(MANAGER, &[]).await;
    let mut lead = ward.lead().await;
    dispute(&mut nurse, LINE, "done", &[]).await;
    let query = format!("/queries/{}", ward.queries().await[0]);
    let menu = manager.get("/team").await.text();
    assert!(menu.contains("Queries (1)"), "{menu}");
    assert!(!lead.get("/people").await.text().contains("Queries (1)"));
    let page = manager.get(&query).await.text();
    assert!(page.contains("With you since today. It goes to the training lead"), "{page}");
    assert!(!page.contains("Agree, and record it"), "a manager awards nothing");

    // Nor by a form of her own making.
    let forged = send(&mut manager, &query, &AWARDED).await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
    let passed = [("answer", "passed-on"), ("reason", "She was there")];
    assert_eq!(send(&mut manager, &query, &passed).await.status, StatusCode::SEE_OTHER);
    assert!(lead.get("/people").await.text().contains("Queries (1)"));
    assert!(!manager.get("/team").await.text().contains("Queries (1)"));

    let without = send(&mut lead, &query, &AWARDED[..5]).await;
    assert!(without.text().contains("Enter a reason"), "{}", without.text());
    let before = ward.here.last_change().await.expect("a number");
    let look: Vec<_> = AWARDED.into_iter().chain([("do", "look")]).collect();
    let look = send(&mut lead, &query, &look).await.text();
    assert!(look.contains("It would run until 1 October 2028."), "{look}");
    assert_eq!(ward.here.last_change().await.expect("a number"), before, "looking changes nothing");

    let done = send(&mut lead, &query, &AWARDED).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let change = ward.here.last_change().await.expect("a number");
    assert_eq!(change, before + 1, "the answer and the award are one change");
    let passport = nurse.get("/passport").await.text();
    assert!(passport.contains("Completed, expires 1 October 2028"), "{passport}");
    assert!(!passport.contains("Under query"));
    assert!(passport.contains("Moving and Handling: agreed, and recorded"), "{passport}");
    assert!(passport.contains("Seen her certificate") && passport.contains("Person 600"));
    let told = nurse.get(&query).await.text();
    assert!(told.contains("She was there") && told.contains("Person 200"), "{told}");

    // A month later the passport does not say it any more; the list does.
    let account = ward.here.account_of(NURSE).await.expect("read").expect("an account").id;
    let later = clock_at("2026-12-23T09:00:00Z");
    let token = passport::access::Token::new().expect("randomness");
    let now = later.now();
    ward.here.begin_session(account, &token.hash(), "password", "t", now).await.expect("begun");
    let mut browser = ward.trust.at(later).await;
    browser.cookie = Some(format!("passport={}", token.text()));
    assert!(!browser.get("/passport").await.text().contains("Seen her certificate"));
    assert!(browser.get("/queries").await.text().contains("Agreed, and recorded"));
}

#[tokio::test]
async fn an_answer_is_taken_back_with_its_award_and_the_query_is_open_again() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    let mut manager = ward.enters(MANAGER, &[]).await;
    let mut lead = ward.lead().await;
    dispute(&mut nurse, LINE, "done", &[]).await;
    let query = format!("/queries/{}", ward.queries().await[0]);
    send(&mut lead, &query, &AWARDED).await;
    assert_eq!(ward.awards(NURSE).await.len(), 2);
    let reopen = format!("{query}/reopen");
    let reason = [("reason", "It was another nurse's")];
    assert_eq!(send(&mut manager, &reopen, &reason).await.status, StatusCode::FORBIDDEN);
    let silent = send(&mut lead, &reopen, &[]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let before = ward.here.last_change().await.expect("a number");
    assert_eq!(send(&mut lead, &reopen, &reason).await.status, StatusCode::SEE_OTHER);
    assert_eq!(ward.here.last_change().await.expect("a number"), before + 1);
    assert_eq!(ward.awards(NURSE).await.len(), 1);
    let passport = nurse.get("/passport").await.text();
    assert!(
        passport.contains("Under query since 22 November 2026") && passport.contains("1 to do")
    );
    assert!(passport.contains("opened again, and waits for a new answer"), "{passport}");
    let twice = send(&mut lead, &reopen, &reason).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY, "it is open");
    // Whoever reads it reads all that became of it.
    for browser in [&mut lead, &mut nurse] {
        let page = browser.get(&query).await.text();
        let story = page.split("What became of it").nth(1).unwrap_or_default();
        let answered = story.find("Agreed, and recorded (this answer was taken back)");
        let opened = story.find("Opened again</b>: “It was another nurse");
        assert!(answered.is_some() && answered < opened, "{story}");
    }
    assert_eq!(ward.here.open_queries().await.expect("queries").len(), 1);
    assert_eq!(send(&mut lead, &query, &AWARDED).await.status, StatusCode::SEE_OTHER);
    assert!(ward.here.open_queries().await.expect("queries").is_empty());
}

#[tokio::test]
async fn an_award_that_went_with_its_answer_is_taken_from_the_file_that_brings_it() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    let mut lead = ward.lead().await;
    dispute(&mut nurse, LINE, "done", &[]).await;
    let query = format!("/queries/{}", ward.queries().await[0]);
    send(&mut lead, &query, &AWARDED).await;
    let awarded = ward.here.facts::<AwardFact>(Known::Now).await.expect("awards");
    let awarded = awarded.into_iter().max_by_key(|known| known.id).expect("the award").fact;
    send(&mut lead, &format!("{query}/reopen"), &[("reason", "Not on her record")]).await;
    assert_eq!(ward.awards(NURSE).await.len(), 1);
    let file = format!(
        "Employee Number,Competency Name,Date Last Awarded,VPD\n{},{},{},{}\n",
        awarded.employee_number, awarded.competence_name, awarded.date, awarded.vpd
    );
    import_part(&ward.here, TODAY, &[("awards.csv", &file)]).await;
    assert_eq!(ward.awards(NURSE).await.len(), 2, "the file truly holds it");
    // What somebody voids as wrong stays void.
    let awards = ward.here.facts::<AwardFact>(Known::Now).await.expect("awards");
    let id = awards.iter().map(|known| known.id).max().expect("the award");
    let now = clock_at("2026-11-22T13:00:00Z").now();
    let voided = passport::record::void_award(&ward.here, id, "not hers", "test", now).await;
    voided.expect("asked").expect("voided");
    let more = format!("{file}{PORTER},{},2026-05-05,\n", awarded.competence_name);
    import_part(&ward.here, TODAY, &[("awards.csv", &more)]).await;
    assert_eq!(ward.awards(NURSE).await.len(), 1);
}

#[tokio::test]
async fn of_two_who_answer_at_once_one_does_and_the_other_is_told() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    let mut lead = ward.lead().await;
    let mut other = ward.enters(DIRECTOR, &[(GrantedRole::TrainingLead, "")]).await;
    dispute(&mut nurse, LINE, "done", &[]).await;
    let query = format!("/queries/{}", ward.queries().await[0]);
    let refused = [("answer", "refused"), ("reason", "No record of it")];
    let (one, two) =
        tokio::join!(send(&mut lead, &query, &AWARDED), send(&mut other, &query, &refused));
    let answers = [&one, &two];
    assert_eq!(answers.iter().filter(|a| a.status == StatusCode::SEE_OTHER).count(), 1);
    let told = answers.iter().find(|a| a.status != StatusCode::SEE_OTHER).expect("the other");
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.text().contains("answered it already, on 22 November 2026"), "{}", told.text());
    let steps = ward.here.facts::<StepFact>(Known::Now).await.expect("steps");
    assert_eq!(steps.len(), 1);
    let awarded = steps[0].fact.award.is_some();
    assert_eq!(ward.awards(NURSE).await.len(), if awarded { 2 } else { 1 });
}

#[tokio::test]
async fn a_query_is_seen_by_those_it_concerns_and_nobody_else() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    dispute(&mut nurse, LINE, "done", &[]).await;
    let query = format!("/queries/{}", ward.queries().await[0]);
    for (number, roles, seen) in [
        (MANAGER, vec![], true),
        (MATRON, vec![], true),
        (DEPUTY, vec![(GrantedRole::Deputy, MANAGER)], true),
        (LEAD, vec![(GrantedRole::TrainingLead, "")], true),
        (SISTER, vec![], false),
        (PORTER, vec![(GrantedRole::Manager, "Hartwell|Estates")], false),
        (DIRECTOR, vec![(GrantedRole::Board, "")], false),
        (ADMINISTRATOR, vec![(GrantedRole::Administrator, "")], false),
        // Of another subject; and of this one, before it is their turn.
        ("666", vec![(GrantedRole::SubjectLead, "Fire Safety")], false),
        (SUBJECT_LEAD, vec![(GrantedRole::SubjectLead, "Moving and Handling")], false),
    ] {
        let mut browser = ward.enters(number, &roles).await;
        let shown = browser.get(&query).await;
        let expected = if seen { StatusCode::OK } else { StatusCode::NOT_FOUND };
        assert_eq!(shown.status, expected, "{number}");
        let unknown = browser.get("/queries/99999").await;
        if !seen {
            assert_eq!(shown.without_chance(), unknown.without_chance(), "{number}");
            let answered = send(&mut browser, &query, &AWARDED).await;
            assert_eq!(answered.status, StatusCode::NOT_FOUND, "{number}");
            let list = browser.get("/queries?show=others").await.text();
            assert!(!list.contains("Ann Jones"), "{number}");
            // Somebody else's is not taken back.
            let taken = send(&mut browser, &format!("{query}/withdraw"), &[]).await;
            assert_eq!(taken.status, StatusCode::NOT_FOUND, "{number}");
        }
    }
    // Her own she reads and does not answer, whatever else she is.
    let own = send(&mut nurse, &query, &AWARDED).await;
    assert_eq!(own.status, StatusCode::NOT_FOUND);
    assert!(ward.here.facts::<StepFact>(Known::Now).await.expect("steps").is_empty());
}

#[tokio::test]
async fn nobody_answers_their_own_query_whatever_their_role() {
    let ward = Ward::new().await;
    let mut lead = ward.lead().await;
    dispute(&mut lead, LINE, "done", &[]).await;
    let query = format!("/queries/{}", ward.queries().await[0]);
    let page = lead.get(&query).await.text();
    assert!(!page.contains("Send the answer") && page.contains("Take it back"), "{page}");
    assert_eq!(send(&mut lead, &query, &AWARDED).await.status, StatusCode::NOT_FOUND);
    let taken = send(&mut lead, &format!("{query}/withdraw"), &[]).await;
    assert_eq!(taken.header("location"), "/queries?done=withdrawn");
    assert!(!lead.get("/passport").await.text().contains("Under query"));
    // It can be asked again.
    assert_eq!(dispute(&mut lead, LINE, "done", &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn it_goes_to_the_training_lead_and_then_to_the_subjects_lead_by_the_clock() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    dispute(&mut nurse, LINE, "done", &[]).await;
    let query = format!("/queries/{}", ward.queries().await[0]);
    let lead = staff(&ward.here, LEAD, "Tess Lead", &[(GrantedRole::TrainingLead, "")]).await;
    let of_subject = [(GrantedRole::SubjectLead, "Moving and Handling")];
    let subject = staff(&ward.here, SUBJECT_LEAD, "Finn Fire", &of_subject).await;
    for (day, with_lead, with_subject) in
        [("2026-11-26", false, false), ("2026-11-27", true, false), ("2026-12-04", true, true)]
    {
        let clock = clock_at(&format!("{day}T12:00:00Z"));
        for (account, has_it) in [(lead, with_lead), (subject, with_subject)] {
            let token = passport::access::Token::new().expect("randomness");
            let (hash, now) = (token.hash(), clock.now());
            ward.here
                .begin_session(account, &hash, "second factor", "t", now)
                .await
                .expect("begun");
            let mut browser = ward.trust.at(clock).await;
            browser.cookie = Some(format!("passport={}", token.text()));
            let list = browser.get("/queries").await.text();
            assert_eq!(list.contains("Ann Jones"), has_it, "{account} on {day}");
            assert_eq!(list.contains("Queries (1)"), has_it, "{account} on {day}");
            if account == subject {
                let expected = if has_it { StatusCode::OK } else { StatusCode::NOT_FOUND };
                assert_eq!(browser.get(&query).await.status, expected, "{day}");
            }
        }
    }
}

#[tokio::test]
async fn a_manager_who_manages_no_more_sees_it_no_more() {
    let ward = Ward::new().await;
    let mut porter = ward.enters(PORTER, &[]).await;
    dispute(&mut porter, LINE, "not-needed", &[]).await;
    let query = format!("/queries/{}", ward.queries().await[0]);
    let own = porter.get(&query).await.text();
    assert!(own.contains("With the training lead"), "nobody manages him: {own}");
    let account = staff(&ward.here, SISTER, "Sara Sister", &[]).await;
    let grant =
        super::office::grant(&ward.here, account, GrantedRole::Manager, "Hartwell|Estates", None)
            .await;
    let mut sister = enter(&ward.trust, &ward.here, account).await;
    let page = sister.get(&query).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text().contains("Agree, and record it"));
    revoke(&ward.here, grant).await;
    assert_eq!(sister.get(&query).await.status, StatusCode::NOT_FOUND);
    let answered = send(&mut sister, &query, &[("answer", "refused"), ("reason", "No")]).await;
    assert_eq!(answered.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn of_a_restricted_record_training_leads_alone_are_asked() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    let (employee_number, now) = (NURSE.to_owned(), clock().now());
    let mut change = ward.here.begin("test", "restricted", now).await.expect("begun");
    let from = clock().today();
    let restriction = Restriction { employee_number, from, reason: "asked".into() };
    change.record(&[restriction]).await.expect("recorded");
    change.commit().await.expect("committed");
    dispute(&mut nurse, LINE, "done", &[]).await;
    let query = format!("/queries/{}", ward.queries().await[0]);
    let mut manager = ward.enters(MANAGER, &[]).await;
    let mut lead = ward.lead().await;
    assert_eq!(manager.get(&query).await.status, StatusCode::NOT_FOUND);
    assert!(lead.get(&query).await.text().contains("With you since today"));
}

#[tokio::test]
async fn another_trusts_queries_are_not_there() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    dispute(&mut nurse, LINE, "done", &[("proof.pdf", b"%PDF-1.7")]).await;
    let query = ward.queries().await[0];
    let there = organisation(&ward.trust, "111").await;
    let lead = [(GrantedRole::TrainingLead, "")];
    let account = staff(&there, ELSEWHERE, "Other Person", &lead).await;
    let mut other = enter(&ward.trust, &there, account).await;
    for path in [format!("/queries/{query}"), format!("/evidence/{}", query + 1)] {
        assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(nurse.get(&path).await.status, StatusCode::OK, "{path}");
    }
    let answered = send(&mut other, &format!("/queries/{query}"), &AWARDED).await;
    assert_eq!(answered.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_digest_can_tell_whose_turn_has_come_and_what_was_answered() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    let manager = staff(&ward.here, MANAGER, "Grace Okonkwo", &[]).await;
    let lead = staff(&ward.here, LEAD, "Tess Lead", &[(GrantedRole::TrainingLead, "")]).await;
    dispute(&mut nurse, LINE, "done", &[]).await;
    let raised = clock().today();
    for (day, account, number, told) in [
        ("2026-11-22", manager, MANAGER, true),
        ("2026-11-22", lead, LEAD, false),
        ("2026-11-27", lead, LEAD, true),
    ] {
        let day = day.parse().expect("a day");
        let authority = Authority::alone(&ward.here, day).await.expect("an authority");
        let asker = authority.asker_of(account, number, "").expect("works there");
        let handle = Queries::new(&ward.here, &authority, &asker);
        let news = news_for_answerer(&handle, day, day).await.expect("news");
        assert_eq!(news.len(), usize::from(told), "{number} on {day}");
    }
    let told = news_for_person(&ward.here, NURSE, raised).await.expect("news");
    assert!(told.is_empty());
    let mut grace = enter(&ward.trust, &ward.here, manager).await;
    let query = ward.queries().await[0];
    let form = [("answer", "refused"), ("reason", "Not on the list")];
    send(&mut grace, &format!("/queries/{query}"), &form).await;
    let told = news_for_person(&ward.here, NURSE, raised).await.expect("news");
    assert!(matches!(&told[0].what, What::Answered { reason, .. } if reason == "Not on the list"));
    let later = raised.tomorrow().expect("a day");
    assert!(news_for_person(&ward.here, NURSE, later).await.expect("news").is_empty());
}

#[tokio::test]
async fn what_is_asked_seen_and_answered_is_in_the_audit() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    let mut lead = ward.lead().await;
    dispute(&mut nurse, LINE, "done", &[("proof.pdf", b"%PDF-1.7")]).await;
    let query = ward.queries().await[0];
    lead.get(&format!("/queries/{query}")).await;
    lead.get(&format!("/evidence/{}", query + 1)).await;
    send(&mut lead, &format!("/queries/{query}"), &AWARDED).await;
    let entries = audit(ward.trust, "999").await;
    let has = |action: &str, details: &str| {
        entries.iter().any(|(a, about, d)| a == action && about == NURSE && d.contains(details))
    };
    assert!(has("changed", "query raised") && has("saw query", "query"), "{entries:?}");
    assert!(has("saw evidence", "evidence") && has("changed", "query answered"), "{entries:?}");
}
