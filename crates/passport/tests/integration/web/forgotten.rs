//! A new password by email: the answer tells nobody anything, the message lets its
//! owner in.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use axum::http::StatusCode;
use passport::access::credentials::Purpose;
use passport::account_mail::{self, Posted};
use passport::clock::Clock;
use passport_core::facts::{PersonFact, SettingFact};
use passport_pages::Pages;
use passport_store::{Known, Organisation};

use super::entering::{PASSWORD, choose, encoded, invited, log_in, organisation, with_password};
use super::support::{Answer, Browser, NURSE, SISTER, Served, Trust, clock, clock_at};

const ANN: &str = "ann@hartwell.example.nhs.uk";

/// Sends what is due.
pub async fn post(organisation: &Organisation, clock: Clock) -> anyhow::Result<Posted> {
    account_mail::send_due(organisation, clock, &Pages::new(), &AtomicBool::new(false)).await
}

async fn ask(browser: &mut Browser, email: &str) -> Answer {
    let csrf = browser.get("/log-in/forgotten").await.hidden("csrf");
    let form = format!("csrf={csrf}&organisation=999&email={}", encoded(email));
    let answer = browser.post("/log-in/forgotten", &form).await;
    // What it does beside the answer.
    tokio::task::yield_now().await;
    answer
}

/// A trust whose mail goes into a folder.
async fn with_mail() -> (Trust, Organisation, tempfile::TempDir) {
    let trust = Trust::new(Served::Real).await;
    let folder = tempfile::tempdir().expect("a folder");
    let organisation = organisation(&trust, "999").await;
    let mail_to = format!("file://{}", folder.path().display());
    let setting = SettingFact { key: "mail-to".into(), value: mail_to, date_from: None };
    let mut change = organisation.begin("test", "setting", clock().now()).await.expect("begun");
    change.record(&[setting]).await.expect("recorded");
    change.commit().await.expect("committed");
    (trust, organisation, folder)
}

fn messages(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).expect("the folder").flatten().map(|file| file.path());
    let mut files: Vec<PathBuf> = files.filter(|f| f.extension().is_some()).collect();
    files.sort();
    files
}

/// The message in words, and the path of its link.
fn read(file: &Path) -> (String, String) {
    let bytes = std::fs::read(file).expect("a message");
    let message = mail_parser::MessageParser::default().parse(&bytes).expect("a message");
    let text = message.body_text(0).expect("text").into_owned();
    let (_, link) = text.split_once("/link/").expect("a link");
    let token = link.split_whitespace().next().unwrap_or_default().to_owned();
    (text, format!("/link/{token}"))
}

/// Waits for what happens beside the answers.
async fn waiting(organisation: &Organisation, many: u64) {
    for _ in 0..200 {
        if organisation.message_counts().await.expect("counts").0 == many {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("not {many} messages wait");
}

#[tokio::test]
async fn a_link_is_sent_to_the_accounts_address_and_lets_its_owner_in() {
    let (trust, organisation, folder) = with_mail().await;
    with_password(&trust, NURSE).await;
    let answer = ask(&mut trust.browser(), " ANN@hartwell.example.nhs.uk ").await;
    assert_eq!(answer.status, StatusCode::OK);
    waiting(&organisation, 1).await;
    let posted = post(&organisation, clock()).await;
    assert_eq!(posted.expect("posted"), Posted { sent: 1, refused: 0, later: 0 });
    let files = messages(folder.path());
    let (text, link) = read(&files[0]);
    assert!(text.contains("Dear Ann Jones") && text.contains("one hour"), "{text}");
    let mut browser = trust.browser();
    let entered = choose(&mut browser, &link, "seven green bicycles sing").await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    assert!(browser.get("/passport").await.text().contains("Ann Jones"));
    let old = log_in(&mut trust.browser(), ANN, PASSWORD).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Nothing is sent twice.
    let again = post(&organisation, clock()).await;
    assert_eq!(again.expect("posted"), Posted::default());
    assert_eq!(messages(folder.path()).len(), 1);
}

#[tokio::test]
async fn whoever_asks_for_a_link_is_answered_alike() {
    let (trust, organisation, _folder) = with_mail().await;
    with_password(&trust, NURSE).await;
    let known = ask(&mut trust.browser(), ANN).await;
    let unknown = ask(&mut trust.browser(), "ann@hartwell.example.nhs.ux").await;
    assert_eq!(known.status, unknown.status);
    assert_eq!(known.without_chance(), unknown.without_chance().replace("nhs.ux", "nhs.uk"));
    waiting(&organisation, 1).await;
    // An inbox cannot be flooded, and asking for a stranger's is slowed alike.
    for email in [ANN, "nobody@hartwell.example.nhs.uk"] {
        let mut last = StatusCode::OK;
        for _ in 0..5 {
            last = ask(&mut trust.browser(), email).await.status;
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "{email}");
    }
    waiting(&organisation, 1).await;
}

#[tokio::test]
async fn whoever_has_no_password_yet_is_invited_again_and_the_old_link_is_spent() {
    let (trust, organisation, folder) = with_mail().await;
    let before = invited(&trust, SISTER).await;
    ask(&mut trust.browser(), "sara@hartwell.example.nhs.uk").await;
    waiting(&organisation, 1).await;
    post(&organisation, clock()).await.expect("posted");
    let (text, link) = read(&messages(folder.path())[0]);
    assert!(text.contains("14 days"), "{text}");
    assert_eq!(trust.browser().get(&before).await.status, StatusCode::GONE);
    assert_eq!(trust.browser().get(&link).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_message_waits_until_mail_is_set_up_and_for_nobody_whose_account_is_closed() {
    let trust = Trust::new(Served::Real).await;
    let organisation = organisation(&trust, "999").await;
    with_password(&trust, NURSE).await;
    let account = organisation.account_of(NURSE).await.expect("asked").expect("an account");
    let now = clock().now();
    account_mail::ask(&organisation, &account, Purpose::Reset, "test", now).await.expect("asked");
    let posted = post(&organisation, clock()).await;
    assert_eq!(posted.expect("posted"), Posted::default());
    waiting(&organisation, 1).await;
    let obstacle = account_mail::obstacle(&organisation, clock()).await.expect("asked");
    assert!(obstacle.is_some_and(|words| words.contains("mail-to")));
    let mut change = organisation.begin("test", "closed", now).await.expect("begun");
    change.close_account(account.id, now).await.expect("closed");
    let folder = tempfile::tempdir().expect("a folder");
    let value = format!("file://{}", folder.path().display());
    let setting = SettingFact { key: "mail-to".into(), value, date_from: None };
    change.record(&[setting]).await.expect("recorded");
    change.commit().await.expect("committed");
    post(&organisation, clock()).await.expect("posted");
    assert!(messages(folder.path()).is_empty());
    waiting(&organisation, 0).await;
}

#[tokio::test]
async fn a_server_that_is_away_is_tried_again_until_the_link_would_be_of_no_use() {
    let (trust, organisation, _folder) = with_mail().await;
    with_password(&trust, NURSE).await;
    let account = organisation.account_of(NURSE).await.expect("asked").expect("an account");
    // A port that nobody listens on.
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = free.local_addr().expect("an address").port();
    drop(free);
    let setting = SettingFact {
        key: "mail-to".into(),
        value: format!("smtp://127.0.0.1:{port}?tls=none"),
        date_from: None,
    };
    let mut change = organisation.begin("test", "setting", clock().now()).await.expect("begun");
    change.record(&[setting]).await.expect("recorded");
    change.commit().await.expect("committed");
    let now = clock().now();
    account_mail::ask(&organisation, &account, Purpose::Reset, "test", now).await.expect("asked");
    for (at, later) in [
        ("2026-11-22T12:00:00Z", 1),
        ("2026-11-22T12:00:59Z", 0),
        ("2026-11-22T12:01:00Z", 1),
        ("2026-11-22T12:02:59Z", 0),
        ("2026-11-22T13:00:01Z", 0),
    ] {
        let posted = post(&organisation, clock_at(at)).await;
        assert_eq!(posted.expect("posted").later, later, "{at}");
    }
    let message = organisation.messages_of(account.id).await.expect("messages").remove(0);
    assert_eq!((message.outcome.as_str(), message.tries), ("given up", 3));
    assert!(!message.answer.is_empty());
}

#[tokio::test]
async fn a_link_goes_to_the_address_of_the_record_and_not_to_the_one_before() {
    let (trust, organisation, folder) = with_mail().await;
    with_password(&trust, NURSE).await;
    let people = organisation.facts_of::<PersonFact>(Known::Now, NURSE).await.expect("people");
    let moved =
        PersonFact { email: "ann.new@hartwell.example.nhs.uk".into(), ..people[0].fact.clone() };
    let mut change = organisation.begin("test", "an import", clock().now()).await.expect("begun");
    change.void::<PersonFact>(&[people[0].id]).await.expect("voided");
    change.record(&[moved]).await.expect("recorded");
    change.commit().await.expect("committed");
    for email in [ANN, "Ann.New@hartwell.example.nhs.uk"] {
        ask(&mut trust.browser(), email).await;
        waiting(&organisation, 1).await;
        post(&organisation, clock()).await.expect("posted");
    }
    for file in messages(folder.path()) {
        let text = std::fs::read_to_string(&file).expect("a message");
        assert!(text.contains("<ann.new@hartwell.example.nhs.uk>"), "{text}");
    }
    let mut browser = trust.browser();
    let answer = log_in(&mut browser, "ann.new@hartwell.example.nhs.uk", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "it is what one logs in with now");
}

#[tokio::test]
async fn a_hostile_name_adds_no_header_and_no_recipient() {
    let (trust, organisation, folder) = with_mail().await;
    let new = passport_store::NewAccount {
        employee_number: String::new(),
        name: "Eve\r\nBcc: everyone@example.com\r\n\r\n<script>alert(1)</script>".into(),
        email: "eve@hartwell.example.nhs.uk".into(),
    };
    let mut change = organisation.begin("test", "opened", clock().now()).await.expect("begun");
    let id = change.open_account(&new, clock().now()).await.expect("opened").expect("a number");
    change.ask_message(id, Purpose::Invitation.name(), "test", clock().now()).await.expect("asked");
    change.commit().await.expect("committed");
    post(&organisation, clock()).await.expect("posted");
    let bytes = std::fs::read(&messages(folder.path())[0]).expect("a message");
    let message = mail_parser::MessageParser::default().parse(&bytes).expect("a message");
    assert!(message.bcc().is_none());
    assert_eq!(message.to().map(|to| to.iter().count()), Some(1));
    let html = message.body_html(0).expect("HTML");
    assert!(!html.contains("<script>"), "{html}");
    drop(trust);
}
