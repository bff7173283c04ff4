//! Deputies: a manager's place, given for a time and taken back at once.

use axum::http::StatusCode;
use jiff::civil::date;
use passport_core::facts::{GrantFact, GrantedRole, PostingFact};
use passport_store::Known;

use super::office::{enter, grant, organisation, revoke, send, staff};
use super::support::{
    ADMINISTRATOR, DEPUTY, LEAD, MANAGER, MATRON, NURSE, PORTER, SISTER, STUDENT, Served, Trust,
    clock, clock_at,
};

/// The form of an appointment.
fn form<'f>(colleague: &'f str, to: [&'f str; 3]) -> [(&'f str, &'f str); 5] {
    [
        ("colleague", colleague),
        ("to-day", to[0]),
        ("to-month", to[1]),
        ("to-year", to[2]),
        ("reason", "annual leave"),
    ]
}

/// The grants of deputies that stand.
async fn deputies(trust: &Trust, code: &str) -> Vec<passport_core::facts::Recorded<GrantFact>> {
    let organisation = organisation(trust, code).await;
    let mut all = organisation.facts::<GrantFact>(Known::Now).await.expect("grants");
    all.retain(|grant| grant.fact.role == GrantedRole::Deputy);
    all
}

#[tokio::test]
async fn a_deputy_has_the_managers_lines_and_units_until_the_last_day() {
    let trust = Trust::new(Served::Real).await;
    let here = organisation(&trust, "999").await;
    let manager = staff(&here, MANAGER, "Grace Okonkwo", &[]).await;
    grant(&here, manager, GrantedRole::Manager, "Hartwell|Estates", None).await;
    let account = staff(&here, DEPUTY, "Dee Deputy", &[]).await;
    let (mut grace, mut dee) =
        (enter(&trust, &here, manager).await, enter(&trust, &here, account).await);
    assert_eq!(dee.get("/team").await.status, StatusCode::FORBIDDEN);
    let given = send(&mut grace, "/team/deputies", &form(DEPUTY, ["30", "11", "2026"])).await;
    assert_eq!(given.header("location"), "/team/deputies?done=given", "{}", given.text());
    let page = grace.get("/team/deputies").await.text();
    assert!(page.contains("Dee Deputy") && page.contains("Stands in now"), "{page}");
    for (record, seen) in [
        (NURSE, true),
        (STUDENT, true),
        ("500%2Fa%20b", true),
        (MANAGER, false),
        (MATRON, false),
        (LEAD, false),
    ] {
        let status = dee.get(&format!("/passport/{record}")).await.status;
        assert_eq!(status == StatusCode::OK, seen, "{record}");
    }
    let team = dee.get("/team").await.text();
    let words = "You stand in for Grace Okonkwo until 30 November 2026";
    assert!(team.contains(words) && team.contains("Ann Jones") && team.contains("Paul Porter"));
    let alone = dee.get(&format!("/team/{MANAGER}")).await.text();
    assert!(alone.contains("Team of Grace Okonkwo") && alone.contains("Paul Porter"), "{alone}");
    assert!(dee.get("/account").await.text().contains(words));
    let hers = grace.get("/account").await.text();
    assert!(hers.contains("Dee Deputy stands in for you until 30 November 2026"), "{hers}");
    for (moment, seen) in [("2026-11-30T23:30:00Z", true), ("2026-12-01T00:00:30Z", false)] {
        let mut later = trust.at(clock_at(moment)).await;
        let token = passport::access::Token::new().expect("randomness");
        let at = clock_at(moment).now();
        here.begin_session(account, &token.hash(), "second factor", "test", at)
            .await
            .expect("a session");
        later.cookie = Some(format!("passport={}", token.text()));
        let expected = if seen { StatusCode::OK } else { StatusCode::NOT_FOUND };
        assert_eq!(later.get(&format!("/passport/{NURSE}")).await.status, expected, "{moment}");
        assert_eq!(later.get("/passport/500%2Fa%20b").await.status, expected, "{moment}");
    }
}

#[tokio::test]
async fn a_place_that_is_taken_back_is_shut_at_once_and_stays_on_the_list() {
    let trust = Trust::new(Served::Real).await;
    let here = organisation(&trust, "999").await;
    let manager = staff(&here, MANAGER, "Grace Okonkwo", &[]).await;
    let account = staff(&here, DEPUTY, "Dee Deputy", &[]).await;
    let (mut grace, mut dee) =
        (enter(&trust, &here, manager).await, enter(&trust, &here, account).await);
    // By address, in any case.
    let typed = form("820@Accounts.Example.NHS.uk", ["1", "12", "2026"]);
    send(&mut grace, "/team/deputies", &typed).await;
    assert_eq!(dee.get("/team").await.status, StatusCode::OK);
    let number = deputies(&trust, "999").await[0].id;
    // Nobody but the manager: not the deputy, and not another manager.
    let matron = staff(&here, MATRON, "Mary Matron", &[]).await;
    let mut mary = enter(&trust, &here, matron).await;
    for other in [&mut dee, &mut mary] {
        let answer = send(other, &format!("/team/deputies/{number}"), &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(dee.get("/team").await.status, StatusCode::OK);
    let path = format!("/team/deputies/{number}");
    assert_eq!(send(&mut grace, &path, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(dee.get("/team").await.status, StatusCode::FORBIDDEN);
    assert_eq!(dee.get(&format!("/passport/{NURSE}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(send(&mut grace, &path, &[]).await.status, StatusCode::NOT_FOUND, "once only");
    let page = grace.get("/team/deputies").await.text();
    assert!(page.contains("Nobody stands in for you"));
    assert!(page.contains("Taken away on 22 November 2026"), "{page}");
}

#[tokio::test]
async fn a_deputy_gives_nobody_the_managers_place() {
    let trust = Trust::new(Served::Demo).await;
    let here = organisation(&trust, "999").await;
    let mut dee = trust.logged_in(DEPUTY).await;
    assert_eq!(dee.get("/team").await.status, StatusCode::OK);
    assert!(!dee.get("/team").await.text().contains("/team/deputies"));
    assert_eq!(dee.get("/team/deputies").await.status, StatusCode::NOT_FOUND);
    let before = here.last_change().await.expect("a number");
    let mut asked = form(NURSE, ["30", "11", "2026"]).to_vec();
    asked.push(("manager", MANAGER));
    asked.push(("scope", MANAGER));
    let answer = send(&mut dee, "/team/deputies", &asked).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(here.last_change().await.expect("a number"), before);
    // Somebody with people of her own gives her own place, and not the one she stands in.
    let sister = staff(&here, SISTER, "Sara Sister", &[(GrantedRole::Deputy, MATRON)]).await;
    let mut sara = enter(&trust, &here, sister).await;
    let answer = send(&mut sara, "/team/deputies", &form(ADMINISTRATOR, ["1", "12", "2026"])).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let given = deputies(&trust, "999").await.pop().expect("a grant");
    assert_eq!(given.fact.scope, SISTER);
    // And whoever stands in for her reaches hers alone.
    let mut alex = trust.logged_in(ADMINISTRATOR).await;
    assert_eq!(alex.get(&format!("/passport/{STUDENT}")).await.status, StatusCode::OK);
    assert_eq!(alex.get(&format!("/passport/{NURSE}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_place_is_worth_what_its_manager_may_see() {
    let trust = Trust::new(Served::Real).await;
    let here = organisation(&trust, "999").await;
    // The porter is a manager by a grant alone.
    let porter = staff(&here, PORTER, "Paul Porter", &[]).await;
    let unit = grant(&here, porter, GrantedRole::Manager, "Hartwell|Corporate", None).await;
    let account = staff(&here, DEPUTY, "Dee Deputy", &[(GrantedRole::Deputy, PORTER)]).await;
    let mut dee = enter(&trust, &here, account).await;
    assert_eq!(dee.get(&format!("/passport/{LEAD}")).await.status, StatusCode::OK);
    revoke(&here, unit).await;
    assert_eq!(dee.get(&format!("/passport/{LEAD}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(dee.get("/team").await.status, StatusCode::FORBIDDEN);
    // A manager by reporting lines who leaves.
    grant(&here, account, GrantedRole::Deputy, MANAGER, None).await;
    assert_eq!(dee.get(&format!("/passport/{NURSE}")).await.status, StatusCode::OK);
    let postings = here.facts_of::<PostingFact>(Known::Now, MANAGER).await.expect("postings");
    let mut ended = postings[0].fact.clone();
    ended.post.end = Some(date(2026, 11, 21));
    let mut change = here.begin("test", "an import", clock().now()).await.expect("begun");
    change.void::<PostingFact>(&[postings[0].id]).await.expect("voided");
    change.record(&[ended]).await.expect("recorded");
    change.commit().await.expect("committed");
    assert_eq!(dee.get(&format!("/passport/{NURSE}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(dee.get("/team").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_appointment_that_cannot_be_says_why_and_keeps_what_was_typed() {
    let trust = Trust::new(Served::Real).await;
    let here = organisation(&trust, "999").await;
    let manager = staff(&here, MANAGER, "Grace Okonkwo", &[]).await;
    staff(&here, DEPUTY, "Dee Deputy", &[]).await;
    staff(&here, "", "Board Member", &[]).await;
    staff(&organisation(&trust, "111").await, "900", "Other Person", &[]).await;
    let mut grace = enter(&trust, &here, manager).await;
    let before = here.last_change().await.expect("a number");
    let nobody = "No colleague who works here and has an account";
    for (colleague, to, says) in [
        // Without an account, nobody, not staff, oneself, of another trust, hostile.
        (NURSE, ["30", "11", "2026"], nobody),
        ("nobody", ["30", "11", "2026"], nobody),
        ("", ["30", "11", "2026"], nobody),
        ("Board.Member@accounts.example.nhs.uk", ["30", "11", "2026"], nobody),
        (MANAGER, ["30", "11", "2026"], nobody),
        ("900", ["30", "11", "2026"], nobody),
        ("900@accounts.example.nhs.uk", ["30", "11", "2026"], nobody),
        ("\"><script>alert(1)</script>", ["30", "11", "2026"], nobody),
        (DEPUTY, ["", "", ""], "Enter the last day."),
        (DEPUTY, ["31", "2", "2027"], "Last day must be a real date"),
        (DEPUTY, ["1", "", "2027"], "Last day must include a month."),
        (DEPUTY, ["21", "11", "2026"], "The last day must be"),
        (DEPUTY, ["23", "11", "2027"], "within 12 months"),
    ] {
        let answer = send(&mut grace, "/team/deputies", &form(colleague, to)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{colleague} {to:?}");
        let text = answer.text();
        assert!(text.contains(says) && text.contains("<title>Error: "), "{colleague} {to:?}");
        assert!(text.contains("value=\"annual leave\""), "what was typed is kept");
        assert!(!text.contains("<script>alert"), "{colleague}");
    }
    let mut past = form(DEPUTY, ["30", "11", "2026"]).to_vec();
    past.extend([("from-day", "21"), ("from-month", "11"), ("from-year", "2026")]);
    let answer = send(&mut grace, "/team/deputies", &past).await;
    assert!(answer.text().contains("The first day must be today or later."));
    let mut silent = form(DEPUTY, ["30", "11", "2026"]);
    silent[4].1 = " ";
    let answer = send(&mut grace, "/team/deputies", &silent).await;
    assert!(answer.text().contains("Enter why"));
    assert_eq!(here.last_change().await.expect("a number"), before, "nothing was changed");
    // Sent twice, it is given once.
    let asked = form(DEPUTY, ["22", "11", "2027"]);
    assert_eq!(send(&mut grace, "/team/deputies", &asked).await.status, StatusCode::SEE_OTHER);
    let twice = send(&mut grace, "/team/deputies", &asked).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(deputies(&trust, "999").await.len(), 1);
}
