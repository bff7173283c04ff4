//! Supervision: recorded by the manager of the day, confirmed by the member of
//! staff, and nobody else's to see.

use axum::http::StatusCode;
use passport::delivery::Compose as _;
use passport::letters::Letters;
use passport_core::delivery::MailState;
use passport_core::facts::{PostingFact, Recorded};
use passport_core::supervision::{ActionFact, AnswerFact, DiscussionFact, DoneFact};
use passport_store::{Fact, Known, MailRun, OutboxEntry};

use super::office::{enter, organisation, send, staff};
use super::records::restrict;
use super::support::{DEPUTY, LEAD, MANAGER, MATRON, NURSE, SISTER, Served, Trust, clock};

const OF_NURSE: &str = "/passport/00123/supervision";

/// A discussion of today with one action.
fn form<'f>(what: &'f str, doer: &'f str) -> Vec<(&'f str, &'f str)> {
    vec![
        ("on-day", "22"),
        ("on-month", "11"),
        ("on-year", "2026"),
        ("note", "Talked about fire training"),
        ("what-1", what),
        ("doer-1", doer),
        ("due-1-day", "15"),
        ("due-1-month", "12"),
        ("due-1-year", "2026"),
    ]
}

async fn facts<F: Fact>(trust: &Trust, number: &str) -> Vec<Recorded<F>> {
    let here = organisation(trust, "999").await;
    here.facts_of(Known::Now, number).await.expect("facts")
}

#[tokio::test]
async fn a_manager_records_and_the_member_of_staff_confirms() {
    let trust = Trust::new(Served::Demo).await;
    let mut grace = trust.logged_in(MANAGER).await;
    let page = grace.get(OF_NURSE).await.text();
    assert!(page.contains("Supervision of Ann Jones") && page.contains("Record and confirm"));
    let answer = send(&mut grace, OF_NURSE, &form("Book the fire class", "staff")).await;
    assert_eq!(answer.header("location"), format!("{OF_NURSE}?done=recorded"), "{}", answer.text());
    // Sent twice, it is recorded once.
    send(&mut grace, OF_NURSE, &form("Book the fire class", "staff")).await;
    assert_eq!(facts::<DiscussionFact>(&trust, NURSE).await.len(), 1);
    let page = grace.get(OF_NURSE).await.text();
    assert!(page.contains("Not confirmed yet") && page.contains("Talked about fire training"));
    assert!(grace.get(&format!("/passport/{NURSE}")).await.text().contains("Book the fire class"));

    let mut ann = trust.logged_in(NURSE).await;
    assert!(ann.get("/passport").await.text().contains("Book the fire class"));
    let page = ann.get("/supervision").await;
    let id = page.hidden("discussion");
    let text = page.text();
    assert!(text.contains("Recorded by Grace Okonkwo on 22 November 2026"), "{text}");
    let (agrees, words) = (format!("agrees-{id}"), format!("words-{id}"));
    for (typed, says) in [
        (vec![("discussion", id.as_str())], "Choose whether you agree."),
        (vec![("discussion", &id), (&agrees, "no")], "Enter what you do not agree with."),
    ] {
        let answer = send(&mut ann, "/supervision/answer", &typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let text = answer.text();
        assert!(text.contains(says) && text.contains("<title>Error: "), "{text}");
    }
    let no = [("discussion", id.as_str()), (&agrees, "no"), (&words, "The <b>class</b> was full")];
    assert_eq!(send(&mut ann, "/supervision/answer", &no).await.status, StatusCode::SEE_OTHER);
    let text = grace.get(OF_NURSE).await.text();
    assert!(text.contains("Not agreed") && text.contains("The &lt;b&gt;class"), "{text}");
    let yes = [("discussion", id.as_str()), (agrees.as_str(), "yes")];
    send(&mut ann, "/supervision/answer", &yes).await;
    send(&mut ann, "/supervision/answer", &yes).await;
    assert!(grace.get(OF_NURSE).await.text().contains(">Agreed<"));
    assert_eq!(facts::<AnswerFact>(&trust, NURSE).await.len(), 1, "what was said last stands");
    let here = organisation(&trust, "999").await;
    let ever = here.facts_ever_of::<AnswerFact>(NURSE).await.expect("facts");
    assert_eq!(ever.len(), 2, "and what was said before is kept");
}

#[tokio::test]
async fn either_marks_an_action_done_and_the_other_sees_it() {
    let trust = Trust::new(Served::Demo).await;
    let mut grace = trust.logged_in(MANAGER).await;
    let mut ann = trust.logged_in(NURSE).await;
    send(&mut grace, OF_NURSE, &form("Book the fire class", "staff")).await;
    let mut more = form("Find cover", "manager");
    more.drain(..4);
    let answer = send(&mut grace, &format!("{OF_NURSE}/actions"), &more).await;
    assert_eq!(answer.header("location"), format!("{OF_NURSE}?done=added"), "{}", answer.text());
    let actions = facts::<ActionFact>(&trust, NURSE).await;
    assert_eq!(actions.len(), 2);
    let (book, cover) = (actions[0].id.to_string(), actions[1].id.to_string());
    for _ in 0..2 {
        let answer = send(&mut ann, "/supervision/done", &[("action", &book)]).await;
        assert_eq!(answer.header("location"), "/supervision?done=done");
    }
    let answer = send(&mut grace, &format!("{OF_NURSE}/done"), &[("action", &cover)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(facts::<DoneFact>(&trust, NURSE).await.len(), 2, "each once");
    let text = grace.get(OF_NURSE).await.text();
    assert!(text.contains("On 22 November 2026, says Ann Jones"), "{text}");
    let text = ann.get("/supervision").await.text();
    assert!(text.contains("On 22 November 2026, says Grace Okonkwo"), "{text}");
}

#[tokio::test]
async fn what_was_agreed_is_in_the_pdf_of_the_two_who_agreed_and_of_nobody_else() {
    let trust = Trust::new(Served::Demo).await;
    let mut browsers = Vec::new();
    for (person, address) in
        [(MANAGER, "/passport/00123.pdf"), (NURSE, "/passport.pdf"), (LEAD, "/passport/00123.pdf")]
    {
        let mut browser = trust.logged_in(person).await;
        let before = browser.get(address).await;
        assert_eq!(before.status, StatusCode::OK, "{person}");
        browsers.push((person, address, before.body.len(), browser));
    }
    let (_, _, _, grace) = &mut browsers[0];
    let sent = send(grace, OF_NURSE, &form("Book the fire class", "staff")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    for (person, address, before, browser) in &mut browsers {
        let after = browser.get(address).await.body.len();
        let more = after > *before + 300;
        assert_eq!(more, *person != LEAD, "{person}: {before} before, {after} after");
    }
}

#[tokio::test]
async fn nobody_reads_or_writes_anothers_supervision() {
    let trust = Trust::new(Served::Demo).await;
    let mut grace = trust.logged_in(MANAGER).await;
    send(&mut grace, OF_NURSE, &form("Book the fire class", "staff")).await;
    let sisters = format!("/passport/{SISTER}/supervision");
    send(&mut grace, &sisters, &form("Read the policy", "staff")).await;
    let discussion = facts::<DiscussionFact>(&trust, NURSE).await[0].id.to_string();
    let action = facts::<ActionFact>(&trust, NURSE).await[0].id.to_string();
    let here = organisation(&trust, "999").await;
    let before = here.last_change().await.expect("a number");
    // The manager's own manager is above; the manager reaches neither her nor others.
    for other in [MATRON, "500%2Fa%20b", LEAD, "900", "nobody", MANAGER] {
        let address = format!("/passport/{other}/supervision");
        assert_eq!(grace.get(&address).await.status, StatusCode::NOT_FOUND, "{other}");
        for path in [address.clone(), format!("{address}/actions"), format!("{address}/done")] {
            let mut typed = form("Do it", "staff");
            typed.push(("action", &action));
            let answer = send(&mut grace, &path, &typed).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    // Another's action and discussion, swapped in.
    let answer = send(&mut grace, &format!("{sisters}/done"), &[("action", &action)]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let mut dee = trust.logged_in(DEPUTY).await;
    let (agrees, words) = (format!("agrees-{discussion}"), format!("words-{discussion}"));
    let typed = [("discussion", discussion.as_str()), (&agrees, "no"), (&words, "No")];
    for (path, typed) in [
        ("/supervision/answer", typed.to_vec()),
        ("/supervision/done", vec![("action", action.as_str())]),
        ("/supervision/answer", vec![("discussion", "x")]),
        ("/supervision/done", vec![("action", "x")]),
    ] {
        let answer = send(&mut dee, path, &typed).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(!dee.get("/supervision").await.text().contains("Book the fire class"));
    assert_eq!(here.last_change().await.expect("a number"), before, "nothing was changed");
    // A training lead sees the passport, and not what two others agreed.
    let page = trust.logged_in(LEAD).await.get(&format!("/passport/{NURSE}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text().contains("Book the fire class"));
}

#[tokio::test]
async fn a_deputy_is_named_as_themselves() {
    let trust = Trust::new(Served::Real).await;
    let here = organisation(&trust, "999").await;
    let role = [(passport_core::facts::GrantedRole::Deputy, MANAGER)];
    let account = staff(&here, DEPUTY, "Dee Deputy", &role).await;
    let mut dee = enter(&trust, &here, account).await;
    let answer = send(&mut dee, OF_NURSE, &form("Book the fire class", "staff")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let recorded = &facts::<DiscussionFact>(&trust, NURSE).await[0].fact;
    assert_eq!(recorded.recorded_by, "Dee Deputy, standing in for Grace Okonkwo");
    // Whoever stands in for their own manager is not their own.
    let account = staff(&here, SISTER, "Sara Sister", &role).await;
    let mut sara = enter(&trust, &here, account).await;
    assert_eq!(sara.get(OF_NURSE).await.status, StatusCode::OK);
    let own = format!("/passport/{SISTER}/supervision");
    assert_eq!(sara.get(&own).await.status, StatusCode::NOT_FOUND);
    let answer = send(&mut sara, &own, &form("Nothing", "staff")).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn with_the_person_it_goes_to_the_new_manager() {
    let trust = Trust::new(Served::Real).await;
    let here = organisation(&trust, "999").await;
    let manager = staff(&here, MANAGER, "Grace Okonkwo", &[]).await;
    let sister = staff(&here, SISTER, "Sara Sister", &[]).await;
    let mut grace = enter(&trust, &here, manager).await;
    let mut sara = enter(&trust, &here, sister).await;
    send(&mut grace, OF_NURSE, &form("Book the fire class", "staff")).await;
    assert_eq!(sara.get(OF_NURSE).await.status, StatusCode::NOT_FOUND);
    for (supervisor, seen_by_grace) in [(SISTER, true), (LEAD, false)] {
        let postings: Vec<Recorded<PostingFact>> =
            here.facts_of(Known::Now, NURSE).await.expect("postings");
        let mut moved = postings[0].fact.clone();
        moved.post.supervisor = supervisor.into();
        let mut change = here.begin("test", "an import", clock().now()).await.expect("begun");
        change.void::<PostingFact>(&[postings[0].id]).await.expect("voided");
        change.record(&[moved]).await.expect("recorded");
        change.commit().await.expect("committed");
        // The sister's own people are still below the manager.
        let status = grace.get(OF_NURSE).await.status;
        assert_eq!(status == StatusCode::OK, seen_by_grace, "under {supervisor}");
        if supervisor == SISTER {
            let text = sara.get(OF_NURSE).await.text();
            assert!(text.contains("Book the fire class") && text.contains("Grace Okonkwo"));
        }
    }
    assert_eq!(sara.get(OF_NURSE).await.status, StatusCode::NOT_FOUND);
    let nurse = staff(&here, NURSE, "Ann Jones", &[]).await;
    let own = enter(&trust, &here, nurse).await.get("/supervision").await.text();
    assert!(own.contains("Book the fire class"), "the person always");
}

#[tokio::test]
async fn a_restriction_leaves_it_to_the_person() {
    let trust = Trust::new(Served::Demo).await;
    let here = organisation(&trust, "999").await;
    let mut grace = trust.logged_in(MANAGER).await;
    send(&mut grace, OF_NURSE, &form("Book the fire class", "staff")).await;
    restrict(&here, NURSE).await;
    assert_eq!(grace.get(OF_NURSE).await.status, StatusCode::NOT_FOUND);
    let answer = send(&mut grace, OF_NURSE, &form("Another", "staff")).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let own = trust.logged_in(NURSE).await.get("/supervision").await;
    assert!(own.text().contains("Book the fire class"));
}

#[tokio::test]
async fn a_record_that_cannot_be_says_why_and_keeps_what_was_typed() {
    let trust = Trust::new(Served::Demo).await;
    let here = organisation(&trust, "999").await;
    let mut grace = trust.logged_in(MANAGER).await;
    let before = here.last_change().await.expect("a number");
    let long = "a ".repeat(101) + "b";
    for (name, value, says) in [
        ("on-day", "", "must include a day"),
        ("on-day", "23", "today or in the last 12 months"),
        ("on-year", "2024", "today or in the last 12 months"),
        ("on-month", "13", "must be a real date"),
        ("what-1", "", "Enter what is to be done in action 1."),
        ("what-1", &long, "Write at most 200 letters."),
        ("doer-1", "", "Choose who does action 1."),
        ("doer-1", "somebody", "Choose who does action 1."),
        ("due-1-day", "", "must include a day"),
        ("due-1-year", "2025", "must be today or later"),
        ("due-1-year", "2099", "within 2 years"),
    ] {
        let mut typed = form("Book <script>alert(1)</script>", "staff");
        typed.iter_mut().filter(|field| field.0 == name).for_each(|field| field.1 = value);
        let answer = send(&mut grace, OF_NURSE, &typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}={value}");
        let text = answer.text();
        assert!(text.contains(says) && text.contains("<title>Error: "), "{name}={value}: {text}");
        assert!(text.contains("Talked about fire training"), "what was typed is kept");
        assert!(!text.contains("<script>alert"), "{name}");
    }
    // Nothing to add to, and nothing to add.
    let address = format!("{OF_NURSE}/actions");
    assert_eq!(grace.get(&address).await.header("location"), OF_NURSE);
    let empty = send(&mut grace, &address, &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        send(&mut grace, &address, &form("Do", "staff")).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(here.last_change().await.expect("a number"), before, "nothing was changed");
}

#[tokio::test]
async fn two_who_mark_an_action_done_at_once_have_it_done_once() {
    let trust = Trust::new(Served::Demo).await;
    let mut grace = trust.logged_in(MANAGER).await;
    let mut ann = trust.logged_in(NURSE).await;
    send(&mut grace, OF_NURSE, &form("Book the fire class", "staff")).await;
    let action = facts::<ActionFact>(&trust, NURSE).await[0].id.to_string();
    let (address, typed) = (format!("{OF_NURSE}/done"), [("action", action.as_str())]);
    let (one, other) = tokio::join!(
        send(&mut grace, &address, &typed),
        send(&mut ann, "/supervision/done", &typed)
    );
    assert_eq!((one.status, other.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert_eq!(facts::<DoneFact>(&trust, NURSE).await.len(), 1);
}

/// What the month's email says to the nurse, from what is known after the last change.
async fn letter(trust: &Trust) -> passport::delivery::Letter {
    let here = organisation(trust, "999").await;
    let run = MailRun {
        month: "2026-11".parse().expect("a month"),
        as_at: clock().today(),
        planned_at: clock().now(),
        planned_by: "test".into(),
        finished_at: None,
    };
    let entry = OutboxEntry {
        employee_number: NURSE.into(),
        name: "Ann Jones".into(),
        address: "ann@hartwell.example.nhs.uk".into(),
        unit: String::new(),
        message_id: "1@hartwell.example.nhs.uk".into(),
        dated: clock().now(),
        change: here.last_change().await.expect("a number"),
        state: MailState::Planned,
        reason: None,
        detail: String::new(),
        attempts: 0,
        next_attempt: None,
        doubted: false,
        sha256: None,
        settled_at: None,
    };
    let letters = Letters::new(&here, "Learning").expect("fonts");
    letters.letters(&run, &[entry]).await.expect("letters").remove(0).expect("a letter")
}

#[tokio::test]
async fn an_open_action_is_in_the_months_email_until_it_is_done() {
    let trust = Trust::new(Served::Demo).await;
    let mut grace = trust.logged_in(MANAGER).await;
    assert!(!letter(&trust).await.text.contains("Actions from supervision"));
    send(&mut grace, OF_NURSE, &form("Book the fire class", "staff")).await;
    let open = letter(&trust).await;
    assert!(
        open.text.contains("- Book the fire class (you, by 15 December 2026)"),
        "{}",
        open.text
    );
    assert!(open.html.contains("Book the fire class") && open.html.contains("You, by 15 December"));
    let action = facts::<ActionFact>(&trust, NURSE).await[0].id.to_string();
    send(&mut grace, &format!("{OF_NURSE}/done"), &[("action", &action)]).await;
    let done = letter(&trust).await;
    assert!(!done.text.contains("Book the fire class") && !done.html.contains("Book the fire"));
}
