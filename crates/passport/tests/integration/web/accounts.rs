//! Administrators' pages: who may log in and what they may see, from one trust
//! alone, and never anybody's training.

use axum::http::StatusCode;
use passport::accounts;
use passport_core::facts::{GrantFact, GrantedRole};
use passport_store::{Known, Organisation};

use super::office::{audit, enter, grant, organisation, send, staff};
use super::support::{Browser, LEAD, MANAGER, NURSE, STUDENT, Served, Trust, clock};

/// A real trust with an administrator who is not staff.
async fn with_administrator() -> (Trust, Organisation, i64, Browser) {
    let trust = Trust::new(Served::Real).await;
    let here = organisation(&trust, "999").await;
    let admin = staff(&here, "", "Alex Byrne", &[(GrantedRole::Administrator, "")]).await;
    let alex = enter(&trust, &here, admin).await;
    (trust, here, admin, alex)
}

async fn grants(organisation: &Organisation) -> Vec<passport_core::facts::Recorded<GrantFact>> {
    organisation.facts::<GrantFact>(Known::Now).await.expect("grants")
}

#[tokio::test]
async fn someone_is_found_invited_and_lets_themselves_in() {
    let (trust, here, _, mut alex) = with_administrator().await;
    let page = alex.get("/accounts?q=JONES").await.text();
    assert!(page.contains("1 person") && page.contains("Not invited"), "{page}");
    assert!(alex.get("/accounts?q=00123").await.text().contains("Ann Jones"));
    assert!(alex.get("/accounts?q=ann%40hartwell").await.text().contains("Ann Jones"));
    assert!(alex.get("/accounts?q=zzz").await.text().contains("Nobody found"));
    assert!(alex.get("/accounts").await.text().contains("Nguyễn"), "without a search everyone");
    let made = send(&mut alex, "/accounts/invite", &[("employee-number", NURSE)]).await;
    assert_eq!(made.status, StatusCode::OK);
    let text = made.text();
    let (_, rest) = text.split_once("/link/").expect("a link");
    let token: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    assert!(text.contains("Hand this to Ann Jones and nobody else"), "{text}");
    assert!(text.contains("6 December 2026"), "until when it works: {text}");
    assert_eq!(trust.browser().get(&format!("/link/{token}")).await.status, StatusCode::OK);
    let account = here.account_of(NURSE).await.expect("asked").expect("an account");
    let address = format!("/accounts/{}", account.id);
    let page = alex.get(&address).await.text();
    assert!(page.contains("Invited") && !page.contains(&token), "it is not shown again");
    // Another link ends the first.
    let again = send(&mut alex, &format!("{address}/link"), &[]).await;
    assert!(again.text().contains("/link/"));
    assert_eq!(trust.browser().get(&format!("/link/{token}")).await.status, StatusCode::GONE);
    // Invited once; without an address, unknown, of the other trust: not at all.
    for number in [NURSE, STUDENT, "nobody", "900", ""] {
        let answer = send(&mut alex, "/accounts/invite", &[("employee-number", number)]).await;
        assert!(
            [StatusCode::NOT_FOUND, StatusCode::UNPROCESSABLE_ENTITY].contains(&answer.status),
            "{number}: {}",
            answer.status
        );
    }
}

#[tokio::test]
async fn an_administrator_sees_no_training() {
    let (_trust, _, _, mut alex) = with_administrator().await;
    for record in [NURSE, MANAGER, LEAD, "nobody"] {
        for ending in ["", ".pdf"] {
            let answer = alex.get(&format!("/passport/{record}{ending}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{record}{ending}");
        }
    }
    for path in ["/team", "/people", "/figures", "/imports", "/subjects/Fire%20Safety"] {
        assert_eq!(alex.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    for path in ["/accounts", "/settings"] {
        let page = alex.get(path).await.text();
        assert!(!page.contains("Fire Safety") && !page.contains("/passport"), "{path}");
    }
}

#[tokio::test]
async fn a_role_is_given_of_what_is_there_and_taken_away() {
    let (trust, here, _, mut alex) = with_administrator().await;
    let nurse = staff(&here, NURSE, "Ann Jones", &[]).await;
    let address = format!("/accounts/{nurse}");
    let mut ann = enter(&trust, &here, nurse).await;
    let before = here.last_change().await.expect("a number");
    for (role, of, says) in [
        ("manager", "", "Enter a unit."),
        ("manager", "Ward", "No unit has exactly this name."),
        ("manager", "Elsewhere", "No unit has exactly this name."),
        ("deputy", "900", "Nobody with this employee number has a team today."),
        ("deputy", STUDENT, "Nobody with this employee number has a team today."),
        ("subject lead", "Chess", "There is no subject of this name."),
        ("training lead", "Hartwell", "This role is for the whole organisation"),
        ("manager", "\"><script>alert(1)</script>", "No unit has exactly this name."),
    ] {
        let form = [("role", role), ("of", of), ("reason", "because")];
        let answer = send(&mut alex, &format!("{address}/roles"), &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{role} of {of}");
        let text = answer.text();
        assert!(text.contains(says) && text.contains("<title>Error: "), "{role} of {of}: {text}");
        assert!(!text.contains("<script>alert"));
        if of == "Ward" {
            assert!(text.contains("Hartwell, Acute, Ashdown Ward"), "it is suggested: {text}");
        }
    }
    let backwards = [
        ("role", "board viewer"),
        ("reason", "because"),
        ("from-day", "2"),
        ("from-month", "12"),
        ("from-year", "2026"),
        ("to-day", "1"),
        ("to-month", "12"),
        ("to-year", "2026"),
    ];
    let answer = send(&mut alex, &format!("{address}/roles"), &backwards).await;
    assert!(answer.text().contains("on or after") || answer.text().contains("same as or after"));
    let silent = [("role", "board viewer"), ("reason", "")];
    let answer = send(&mut alex, &format!("{address}/roles"), &silent).await;
    assert!(answer.text().contains("Enter why"));
    assert_eq!(here.last_change().await.expect("a number"), before, "nothing was changed");
    let nonsense = send(&mut alex, &format!("{address}/roles"), &[("role", "emperor")]).await;
    assert_eq!(nonsense.status, StatusCode::SEE_OTHER);

    let form =
        [("role", "manager"), ("of", "Ward"), ("chosen", "hartwell|estates"), ("reason", "x")];
    let given = send(&mut alex, &format!("{address}/roles"), &form).await;
    assert_eq!(given.header("location"), format!("{address}?done=given"), "{}", given.text());
    let address_of_one = "/passport/500%2Fa%20b";
    assert_eq!(ann.get(address_of_one).await.header("location"), "/log-in", "under a new token");
    let mut ann = enter(&trust, &here, nurse).await;
    assert_eq!(ann.get(address_of_one).await.status, StatusCode::OK);
    let held = grants(&here).await.pop().expect("a grant");
    assert_eq!(held.fact.scope, "Hartwell|Estates", "as the record writes it");
    let page = alex.get(&address).await.text();
    assert!(page.contains("Manager of Hartwell, Estates"), "{page}");
    assert!(ann.get("/account").await.text().contains("Manager of Hartwell, Estates"));
    let twice = send(&mut alex, &format!("{address}/roles"), &form).await;
    assert!(twice.text().contains("They have this role already"));

    let place = format!("{address}/roles/{}", held.id);
    assert!(alex.get(&place).await.text().contains("Take the role away"));
    assert_eq!(grants(&here).await.len(), 2, "asking takes nothing away");
    let taken = send(&mut alex, &place, &[]).await;
    assert_eq!(taken.header("location"), format!("{address}?done=taken"));
    assert_eq!(ann.get("/passport/500%2Fa%20b").await.status, StatusCode::NOT_FOUND);
    assert_eq!(send(&mut alex, &place, &[]).await.status, StatusCode::NOT_FOUND, "once only");
}

#[tokio::test]
async fn the_last_administrator_stays_and_nobody_closes_their_own_account() {
    let (_trust, here, admin, mut alex) = with_administrator().await;
    let own = grants(&here).await[0].id;
    let place = format!("/accounts/{admin}/roles/{own}");
    let answer = send(&mut alex, &place, &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("the last administrator"), "{}", answer.text());
    // One who has left, or whose time has not come, is nobody to rely on.
    let gone = staff(&here, "12345", "Long Gone", &[(GrantedRole::Administrator, "")]).await;
    assert_eq!(send(&mut alex, &place, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let closed = send(&mut alex, &format!("/accounts/{admin}/close"), &[]).await;
    assert_eq!(closed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(closed.text().contains("You cannot close the account you are logged in with"));
    let page = alex.get(&format!("/accounts/{admin}/close")).await.text();
    assert!(!page.contains("nhsuk-button--warning"), "nothing is offered");
    // The command line keeps the last one too.
    let (today, now) = (clock().today(), clock().now());
    let taken = accounts::take(&here, own, None, "test", today, now).await.expect("asked");
    assert_eq!(taken, Err(accounts::Refusal::LastAdministrator));
    let closed = accounts::close(&here, admin, None, "test", today, now).await.expect("asked");
    assert_eq!(closed, Err(accounts::Refusal::LastAdministrator));
    assert!(accounts::close(&here, gone, None, "test", today, now).await.expect("asked").is_ok());
    assert_eq!(alex.get("/accounts").await.status, StatusCode::OK);
}

#[tokio::test]
async fn of_two_administrators_who_take_one_another_away_at_once_one_stays() {
    let (trust, here, first, mut alex) = with_administrator().await;
    let second = staff(&here, "", "Billie Admin", &[(GrantedRole::Administrator, "")]).await;
    let mut billie = enter(&trust, &here, second).await;
    let of = |account: i64, grants: &[passport_core::facts::Recorded<GrantFact>]| {
        grants.iter().find(|grant| grant.fact.account == account).expect("a grant").id
    };
    let standing = grants(&here).await;
    let (hers, his) = (
        format!("/accounts/{second}/roles/{}", of(second, &standing)),
        format!("/accounts/{first}/roles/{}", of(first, &standing)),
    );
    tokio::join!(send(&mut alex, &hers, &[]), send(&mut billie, &his, &[]));
    assert_eq!(grants(&here).await.len(), 1, "one of them was refused");
    let (today, now) = (clock().today(), clock().now());
    let (a, b) = tokio::join!(
        accounts::close(&here, first, None, "test", today, now),
        accounts::close(&here, second, None, "test", today, now),
    );
    let closed = [a, b].into_iter().filter(|closed| matches!(closed, Ok(Ok(_)))).count();
    assert_eq!(closed, 1, "the one who is no administrator any more");
}

#[tokio::test]
async fn an_administrator_ends_sessions_and_closes_accounts() {
    let (trust, here, admin, mut alex) = with_administrator().await;
    let nurse = staff(&here, NURSE, "Ann Jones", &[]).await;
    let (mut phone, mut ward) =
        (enter(&trust, &here, nurse).await, enter(&trust, &here, nurse).await);
    let address = format!("/accounts/{nurse}");
    let session = alex.get(&address).await.hidden("session");
    // A session of one account is not ended through another.
    let wrong = format!("/accounts/{admin}/sessions");
    let answer = send(&mut alex, &wrong, &[("session", &session)]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    send(&mut alex, &format!("{address}/sessions"), &[("session", &session)]).await;
    let still = [&mut phone, &mut ward];
    let mut open = 0;
    for browser in still {
        open += usize::from(browser.get("/account").await.status == StatusCode::OK);
    }
    assert_eq!(open, 1, "one of the two");
    send(&mut alex, &format!("{address}/sessions"), &[("session", "everywhere")]).await;
    for browser in [&mut phone, &mut ward] {
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
    }
    let mut again = enter(&trust, &here, nurse).await;
    assert!(alex.get(&format!("{address}/close")).await.text().contains("Close the account"));
    assert_eq!(again.get("/account").await.status, StatusCode::OK, "asking closes nothing");
    send(&mut alex, &format!("{address}/close"), &[]).await;
    assert_eq!(again.get("/account").await.status, StatusCode::SEE_OTHER);
    let page = alex.get(&address).await.text();
    assert!(page.contains("Closed") && !page.contains("Give a role"), "{page}");
    for ending in ["/close", "/link", "/roles"] {
        let form = [("role", "board viewer"), ("reason", "x")];
        let answer = send(&mut alex, &format!("{address}{ending}"), &form).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{ending} of a closed account");
    }
}

#[tokio::test]
async fn what_belongs_to_another_trust_is_not_there() {
    let (trust, here, _, mut alex) = with_administrator().await;
    let there = organisation(&trust, "111").await;
    // Numbers that the first trust does not have.
    for name in ["One", "Two", "Three"] {
        staff(&there, "", name, &[]).await;
    }
    let role = GrantedRole::Administrator;
    let theirs = staff(&there, "900", "Other Person", &[(role, "")]).await;
    let given = grant(&there, theirs, GrantedRole::Board, "", None).await;
    let mut other = enter(&trust, &there, theirs).await;
    let page = other.get(&format!("/accounts/{theirs}")).await;
    assert_eq!(page.status, StatusCode::OK);
    let session = here.account(theirs).await.expect("asked");
    assert!(session.is_none(), "the number is the other trust's alone");
    let session = there.sessions_of(theirs).await.expect("sessions")[0].token_hash.clone();
    let before =
        (here.last_change().await.expect("a number"), there.last_change().await.expect("a number"));
    let own = 1;
    for path in [
        format!("/accounts/{theirs}"),
        format!("/accounts/{theirs}/close"),
        format!("/accounts/{theirs}/roles/new"),
        format!("/accounts/{own}/roles/{given}"),
        format!("/accounts/{theirs}/roles/{given}"),
    ] {
        assert_eq!(alex.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for (path, form) in [
        (format!("/accounts/{theirs}/close"), vec![]),
        (format!("/accounts/{theirs}/link"), vec![]),
        (format!("/accounts/{theirs}/sessions"), vec![("session", "everywhere")]),
        (format!("/accounts/{own}/sessions"), vec![("session", session.as_str())]),
        (format!("/accounts/{theirs}/roles"), vec![("role", "board viewer"), ("reason", "x")]),
        (format!("/accounts/{own}/roles/{given}"), vec![("account", "4")]),
        ("/accounts/invite".into(), vec![("employee-number", "900")]),
    ] {
        let answer = send(&mut alex, &path, &form).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let after =
        (here.last_change().await.expect("a number"), there.last_change().await.expect("a number"));
    assert_eq!(before, after, "nothing was changed");
    assert_eq!(other.get("/account").await.status, StatusCode::OK, "and nobody logged out");
    assert!(!alex.get("/accounts").await.text().contains("Other Person"));
}

#[tokio::test]
async fn an_account_is_opened_for_someone_who_is_not_staff() {
    let (_trust, here, _, mut alex) = with_administrator().await;
    let before = here.last_change().await.expect("a number");
    let whole = |name, email, role, reason| {
        [("name", name), ("email", email), ("role", role), ("reason", reason)]
    };
    let (name, email) = ("Dora Chair", "dora@board.example.nhs.uk");
    for (form, says) in [
        (whole("", email, "board viewer", "chair"), "Enter their first and last name."),
        (whole(name, "dora", "board viewer", "chair"), "Enter an email address"),
        (whole(name, "a@b.example\r\nBcc: c@d.example", "board viewer", "x"), "Enter an email"),
        (whole(name, email, "", "chair"), "Choose a role."),
        (whole(name, email, "manager", "chair"), "Choose a role."),
        (whole(name, email, "board viewer", " "), "Enter why"),
        // Ann would never be let in with her own address.
        (whole(name, "Ann@Hartwell.example.nhs.uk", "board viewer", "x"), "a member of staff"),
    ] {
        let answer = send(&mut alex, "/accounts/new", &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
        assert!(answer.text().contains(says), "{form:?}: {}", answer.text());
    }
    assert_eq!(here.last_change().await.expect("a number"), before, "nothing was changed");
    let form = whole(name, email, "board viewer", "non-executive director");
    let opened = send(&mut alex, "/accounts/new", &form).await;
    assert!(opened.text().contains("Hand this to Dora Chair"), "{}", opened.text());
    let taken = send(&mut alex, "/accounts/new", &form).await;
    assert!(taken.text().contains("Another account logs in with this address."));
    let given = grants(&here).await.pop().expect("a grant");
    assert_eq!(given.fact.role, GrantedRole::Board);
}

#[tokio::test]
async fn everyone_is_invited_by_mail_or_not_from_here() {
    let (_trust, here, _, mut alex) = with_administrator().await;
    let before = here.last_change().await.expect("a number");
    let page = alex.get("/accounts/invite-everyone").await.text();
    assert!(page.contains("6 people who work here have an email address"), "{page}");
    assert!(page.contains("Invitations are not sent by email here"), "{page}");
    let answer = send(&mut alex, "/accounts/invite-everyone", &[]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(here.last_change().await.expect("a number"), before, "nobody was invited");
    // Who runs the server gets the links, of those who work there.
    let (today, now) = (clock().today(), clock().now());
    let all = accounts::invite_everyone(&here, "test", today, now).await.expect("asked");
    let links = all.iter().filter(|(_, one)| matches!(one, accounts::Invited::Link(_))).count();
    assert_eq!(links, 6);
}

#[tokio::test]
async fn who_looked_at_which_list_is_one_entry_about_nobody() {
    let (trust, here, _, mut alex) = with_administrator().await;
    let manager = staff(&here, MANAGER, "Grace Okonkwo", &[(GrantedRole::TrainingLead, "")]).await;
    let mut grace = enter(&trust, &here, manager).await;
    alex.get("/accounts?q=jones").await;
    alex.get(&format!("/accounts/{manager}")).await;
    for path in ["/team", "/team/250", "/people?q=jones", "/people"] {
        grace.get(path).await;
    }
    let entries = audit(trust, "999").await;
    for (action, about, list) in [
        ("saw list of accounts", "", "accounts found by"),
        ("saw account", MANAGER, ""),
        ("saw team", "", "team of 200"),
        ("saw team", "", "team of 250"),
        ("saw list of people", "", "jones"),
    ] {
        let found = entries
            .iter()
            .filter(|(what, of, details)| what == action && of == about && details.contains(list))
            .count();
        assert_eq!(found, 1, "{action} {list}: {entries:?}");
    }
}
