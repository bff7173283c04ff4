//! At the moment of sending: what is no longer to be said is not said.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use passport::delivery::{Destination, Secrets};
use passport::import::Upload;
use passport::reminders::{NotReminded, offer, remind};
use passport_core::delivery::MailState;
use passport_core::facts::{AwardFact, AwardOrigin, PostingFact, Recorded};
use passport_store::{Known, Outcome, Reminder, ReminderKind, Restriction};

use super::support::{Office, morning};
use crate::delivery::sink::{Answer, Sink};

const STAFF: &str = "\
Employee Number,Assignment Number,First Name,Last Name,Email,Org L1,Position Title,Staff Group,Job Role,Assignment Status,Primary Assignment,Start Date,Supervisor Employee Number
101,101-1,Ada,Okafor,ada@hartwell.example.nhs.uk,Hartwell,Staff Nurse,Nursing,Staff Nurse,Active Assignment,Yes,2020-03-01,200
102,102-1,Ben,Hughes,,Hartwell,Staff Nurse,Nursing,Staff Nurse,Active Assignment,Yes,2020-03-01,200
103,103-1,\"\"\"><script>alert(1)</script>\",{{7*7}},c@hartwell.example.nhs.uk,Hartwell,Staff Nurse,Nursing,Staff Nurse,Active Assignment,Yes,2020-03-01,200
200,200-1,Grace,Manager,grace@hartwell.example.nhs.uk,Hartwell,Ward Manager,Nursing,Ward Manager,Active Assignment,Yes,2015-03-01,400
400,400-1,Mary,Matron,mary@hartwell.example.nhs.uk,Hartwell,Matron,Nursing,Matron,Active Assignment,Yes,2015-03-01,
";
const COMPETENCES: &str = "\
Competence Name,Subject,Level,Refresher Months,Class
999|LOCAL|Fire|,Fire Safety,,12,C
";
const REQUIREMENTS: &str = "\
Applies To,Target,Subject,Class,Date From
job role,Staff Nurse,Fire Safety,C,2020-01-01
";
/// All expire on 1 June 2026, a Monday.
const AWARDS: &str = "\
Employee Number,Competence Name,Date Last Awarded
101,999|LOCAL|Fire|,2025-06-01
102,999|LOCAL|Fire|,2025-06-01
103,999|LOCAL|Fire|,2025-06-01
";
const LADDER: &str = "30, 7 before; 1 after; 14 after with copy; escalate 28 after";
const EXPIRES: Date = date(2026, 6, 1);

async fn office() -> Office {
    let files = [
        ("assignments.csv", STAFF),
        ("competences.csv", COMPETENCES),
        ("requirements.csv", REQUIREMENTS),
        ("awards.csv", AWARDS),
    ];
    let files = files
        .into_iter()
        .map(|(name, text)| Upload { name: name.into(), bytes: text.as_bytes().to_vec().into() });
    Office::open(date(2026, 1, 5), files.collect(), &[("reminder-ladder", LADDER)]).await
}

async fn complete(office: &Office, number: &str, day: Date) {
    let award = AwardFact {
        employee_number: number.into(),
        competence_name: "999|LOCAL|Fire|".into(),
        date: day,
        printed_expiry: None,
        vpd: String::new(),
        title: String::new(),
        origin: AwardOrigin::Entered,
    };
    let mut change = office.change(day).await;
    change.record(&[award]).await.expect("recorded");
    change.commit().await.expect("committed");
}

async fn leaves(office: &Office, number: &str, day: Date) {
    let postings: Vec<Recorded<PostingFact>> =
        office.trust.facts_of(Known::Now, number).await.expect("postings");
    let mut fact = postings[0].fact.clone();
    fact.post.status = "Maternity".into();
    let mut change = office.change(day).await;
    change.void::<PostingFact>(&[postings[0].id]).await.expect("voided");
    change.record(&[fact]).await.expect("recorded");
    change.commit().await.expect("committed");
}

async fn messages(office: &Office, number: &str) -> Vec<Reminder> {
    office.trust.reminders_to(number).await.expect("messages")
}

async fn rules(office: &Office, number: &str) -> Vec<String> {
    let mut rules = Vec::new();
    for message in messages(office, number).await {
        for line in office.trust.reminder_lines(message.id).await.expect("lines") {
            rules.push(format!("{} {} {}", message.day, line.employee_number, line.rule));
        }
    }
    rules.reverse();
    rules
}

#[tokio::test]
async fn the_ladder_is_climbed_to_the_person_and_then_to_the_manager() {
    let office = office().await;
    for nth in -40..60 {
        let day = EXPIRES + nth.days();
        office.plan(day).await;
        office.send(day).await;
    }
    assert_eq!(
        rules(&office, "101").await,
        [
            "2026-05-02 101 30 days before",
            "2026-05-25 101 7 days before",
            "2026-06-02 101 1 day after",
            "2026-06-15 101 14 days after",
        ]
    );
    // On Mondays, of those without an address too.
    let mut digests = rules(&office, "200").await;
    digests.sort();
    assert_eq!(
        digests,
        [
            "2026-06-15 101 14 days after",
            "2026-06-15 102 14 days after",
            "2026-06-15 103 14 days after",
            "2026-06-29 101 28 days after, escalated",
            "2026-06-29 102 28 days after, escalated",
            "2026-06-29 103 28 days after, escalated",
        ]
    );
    assert!(messages(&office, "102").await.is_empty(), "no address");
    assert!(messages(&office, "400").await.is_empty());
    for file in std::fs::read_dir(&office.outbox).expect("the outbox") {
        let bytes = std::fs::read(file.expect("a file").path()).expect("read");
        let message = mail_parser::MessageParser::default().parse(&bytes).expect("a message");
        let html = message.body_html(0).expect("html");
        assert!(!html.contains("<script>") && !html.contains(" 49"), "{html}");
        assert!(message.subject().is_some_and(|subject| !subject.contains("Ada")));
        let head = String::from_utf8_lossy(&bytes);
        assert!(head.contains("Auto-Submitted: auto-generated"));
    }
}

#[tokio::test]
async fn a_server_that_was_off_catches_up_with_the_latest_rule_alone() {
    let office = office().await;
    for day in [date(2026, 5, 20), date(2026, 6, 12), date(2026, 7, 10)] {
        office.plan(day).await;
        office.send(day).await;
    }
    assert_eq!(
        rules(&office, "101").await,
        ["2026-05-20 101 30 days before", "2026-06-12 101 1 day after"]
    );
    let digest = rules(&office, "200").await;
    assert!(digest.iter().all(|rule| rule.contains("2026-07-10") && rule.contains("escalated")));
}

#[tokio::test]
async fn what_is_completed_between_writing_down_and_sending_is_not_reminded_of() {
    let office = office().await;
    let day = date(2026, 6, 2);
    office.plan(day).await;
    complete(&office, "101", day).await;
    leaves(&office, "103", day).await;
    let posted = office.send(day).await;
    assert_eq!((posted.sent, posted.dropped), (0, 2));
    for number in ["101", "103"] {
        assert_eq!(messages(&office, number).await[0].state, MailState::NotSent);
        assert!(rules(&office, number).await.is_empty(), "the rule has not spoken");
    }
    // The next year's deadline is another round.
    let next = date(2027, 5, 3);
    office.plan(next).await;
    office.send(next).await;
    assert_eq!(rules(&office, "101").await, ["2027-05-03 101 30 days before"]);
}

#[tokio::test]
async fn a_restricted_record_is_not_mailed_and_no_manager_hears_of_it() {
    let office = office().await;
    let day = date(2026, 6, 15);
    let restriction =
        Restriction { employee_number: "101".into(), from: day, reason: "contested".into() };
    office.plan(day).await;
    let mut change = office.change(day).await;
    change.record(&[restriction]).await.expect("recorded");
    change.commit().await.expect("committed");
    office.send(day).await;
    assert!(rules(&office, "101").await.is_empty());
    let of = rules(&office, "200").await;
    assert!(of.len() == 2 && of.iter().all(|rule| !rule.contains(" 101 ")), "{of:?}");
}

#[tokio::test]
async fn a_manager_who_is_away_is_stood_in_for_by_the_one_above() {
    let office = office().await;
    let day = date(2026, 6, 15);
    leaves(&office, "200", day).await;
    office.plan(day).await;
    office.send(day).await;
    assert!(messages(&office, "200").await.is_empty());
    assert_eq!(rules(&office, "400").await.len(), 3);
}

#[tokio::test]
async fn a_message_that_may_have_arrived_goes_again_as_the_same_message() {
    let office = office().await;
    let day = date(2026, 6, 2);
    let sink = Sink::new(|to, tried| match (to.starts_with("ada"), tried) {
        (true, 0) => Answer::DropLate,
        (false, 0) => Answer::Rcpt("451 later"),
        _ => Answer::Accept,
    })
    .await;
    let to = || Destination::parse(&sink.url(), &Secrets::default()).expect("an address");
    office.plan(day).await;
    office.set("mail-from", "Hartwell <training@hartwell.example.nhs.uk>", day).await;
    for later in 0..3 {
        office.send_to(day + later.days(), to()).await;
    }
    let copies: Vec<Vec<u8>> = sink
        .accepted()
        .into_iter()
        .filter(|(to, _)| to.starts_with("ada"))
        .map(|(_, bytes)| bytes)
        .collect();
    let id = |bytes: &Vec<u8>| {
        let message = mail_parser::MessageParser::default().parse(bytes).expect("a message");
        message.message_id().expect("a Message-ID").to_owned()
    };
    assert_eq!(copies.len(), 2, "nobody knew that the first was taken");
    assert_eq!(id(&copies[0]), id(&copies[1]));
    let message = &messages(&office, "101").await[0];
    assert!(message.doubted && message.state == MailState::Sent && message.attempts == 2);
    assert_eq!(messages(&office, "103").await[0].state, MailState::Sent);
}

#[tokio::test]
async fn a_sender_that_died_leaves_its_message_to_the_next_once_its_lease_is_over() {
    let office = office().await;
    let day = date(2026, 6, 2);
    office.plan(day).await;
    let now = morning(day).now();
    let lease = jiff::SignedDuration::from_mins(5);
    let dead = office.trust.claim_reminder("dead", lease, true, now).await.expect("claimed");
    let dead = dead.expect("a message");
    let begun = office.trust.begin_reminder(&dead, "", "dead", now + lease, &[]).await;
    assert!(begun.expect("begun"));
    assert_eq!(office.send(day).await.sent, 1, "the other one");
    let later = passport::clock::Clock::Fixed(now + lease);
    let claimed = office.trust.claim_reminder("next", lease, true, later.now()).await;
    let claimed = claimed.expect("claimed").expect("it is free again");
    assert!(claimed.id == dead.id && claimed.doubted);
    let sent = Outcome::Sent { detail: String::new() };
    let late = office.trust.settle_reminder(dead.id, "dead", &sent, now).await.expect("asked");
    assert!(!late, "it is no longer the dead one's");
    assert!(office.trust.settle_reminder(dead.id, "next", &sent, now).await.expect("settled"));
}

#[tokio::test]
async fn a_manager_reminds_once_a_day_of_what_is_open_and_of_nothing_else() {
    let office = office().await;
    let day = date(2026, 5, 1);
    let clock = morning(day);
    let key = |key: &str| vec![key.to_owned()];
    let ask = |number: &'static str, chosen: Vec<String>, note: String| {
        let trust = office.trust.clone();
        async move {
            remind(&trust, number, &chosen, &note, "account 1 (200)", clock).await.expect("asked")
        }
    };
    let offered = offer(&office.trust, "101", day).await.expect("asked").expect("somebody");
    let chosen = key(&offered.lines[0].key);
    let none = String::new;
    assert_eq!(ask("999", chosen.clone(), none()).await, Err(NotReminded::Nobody));
    assert_eq!(ask("101", Vec::new(), none()).await, Err(NotReminded::NothingChosen));
    assert_eq!(ask("101", key("induction"), none()).await, Err(NotReminded::Changed));
    assert_eq!(ask("101", chosen.clone(), "é".repeat(301)).await, Err(NotReminded::NoteTooLong));
    assert!(matches!(ask("102", chosen.clone(), none()).await, Err(NotReminded::Obstacle(_))));
    let (one, two) = tokio::join!(
        ask("101", chosen.clone(), "é".repeat(300)),
        ask("101", chosen.clone(), none())
    );
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    assert!(matches!(ask("101", chosen.clone(), none()).await, Err(NotReminded::Obstacle(_))));
    office.send(day).await;
    let message = &messages(&office, "101").await[0];
    assert_eq!((message.kind, message.state), (ReminderKind::ByManager, MailState::Sent));
    leaves(&office, "103", day).await;
    let away = offer(&office.trust, "103", day).await.expect("asked").expect("somebody");
    assert!(away.obstacle.is_some_and(|words| words.starts_with("Away")));
}
