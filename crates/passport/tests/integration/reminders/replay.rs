//! Ninety days of a trust of 300, day by day: people complete, go on leave and come
//! back, are exempt, requirements end, the server is off for some days, and two
//! servers are at it at once.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use passport::compliance::{self, Loaded, Rules};
use passport::import::Upload;
use passport_core::compliance::{Status, evaluate_passport};
use passport_core::delivery::MailState;
use passport_core::facts::{
    AwardFact, AwardOrigin, ExemptionFact, PostingFact, Recorded, RequirementFact,
};
use passport_core::span::Span;
use passport_sample::{Plan, generate};
use passport_store::Known;

use super::oracle::{LADDER, Oracle, Word};
use super::support::Office;

const FIRST: Date = date(2026, 9, 1);
const DAYS: i32 = 90;

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("small") % most.max(1)
    }
}

fn files() -> Vec<Upload> {
    let plan = Plan { staff: 300, seed: 7, messy: false, today: FIRST };
    generate(&plan)
        .into_iter()
        .filter(|file| {
            ["assignments", "competences", "requirements", "awards", "exemptions"]
                .iter()
                .any(|name| file.name.starts_with(name))
        })
        .map(|file| Upload { name: file.name, bytes: file.bytes.into() })
        .collect()
}

async fn load(office: &Office, day: Date) -> (Rules, Vec<Loaded>) {
    let rules = compliance::rules(&office.trust, Known::Now, day).await.expect("rules");
    let mut everyone = Vec::new();
    compliance::everyone(&office.trust, &rules, |people| everyone.extend(people))
        .await
        .expect("people");
    (rules, everyone)
}

/// A few things happen; whose facts they changed, and whether a rule did.
async fn events(
    office: &Office,
    dice: &mut Dice,
    day: Date,
    nth: i32,
    away: &mut Vec<(Date, String)>,
) -> (Vec<String>, bool) {
    let (rules, everyone) = load(office, day).await;
    let mut change = office.change(day).await;
    let mut touched = Vec::new();
    for _ in 0..6 {
        // Completed: something that was to do, or ran out soon.
        let one = &everyone[dice.below(everyone.len())];
        let open: Vec<_> = evaluate_passport(&rules.book, &one.person, day)
            .into_iter()
            .filter(|line| !matches!(line.status, Status::Completed | Status::Exempt))
            .collect();
        if open.is_empty() {
            continue;
        }
        let line = &open[dice.below(open.len())];
        let number = one.person.employee_number.clone();
        let award = AwardFact {
            employee_number: number.clone(),
            competence_name: rules.book.framework.competence(line.competence).name.clone(),
            date: day,
            printed_expiry: None,
            vpd: String::new(),
            title: String::new(),
            origin: AwardOrigin::Entered,
        };
        change.record(&[award]).await.expect("recorded");
        touched.push(number);
    }
    if nth % 3 == 0 {
        let one = &everyone[dice.below(everyone.len())];
        let number = one.person.employee_number.clone();
        if let Some(line) = evaluate_passport(&rules.book, &one.person, day).first() {
            let subject = rules.book.framework.competence(line.competence).subject.clone();
            let to = day + i32::try_from(dice.below(20)).expect("small").days();
            let exemption = ExemptionFact {
                employee_number: number.clone(),
                subject,
                date_from: day,
                date_to: Some(to),
                reason: "test".into(),
                approved_by: "the training lead".into(),
                applies: Span::ALWAYS,
                origin: passport_core::entered::Origin::Entered,
            };
            change.record(&[exemption]).await.expect("recorded");
            touched.push(number);
        }
    }
    // On leave, and back.
    let mut turn = Vec::new();
    if nth % 2 == 0 {
        let number = everyone[dice.below(everyone.len())].person.employee_number.clone();
        if !away.iter().any(|(_, gone)| *gone == number) {
            away.push((day + 15.days(), number.clone()));
            turn.push((number, "Maternity"));
        }
    }
    away.retain(|(back, number)| {
        let still = *back > day;
        if !still {
            turn.push((number.clone(), "Active Assignment"));
        }
        still
    });
    for (number, status) in turn {
        let postings: Vec<Recorded<PostingFact>> =
            office.trust.facts_of(Known::Now, &number).await.expect("postings");
        let ids: Vec<i64> = postings.iter().map(|posting| posting.id).collect();
        let changed: Vec<PostingFact> = postings
            .into_iter()
            .map(|mut posting| {
                posting.fact.post.status = status.into();
                posting.fact
            })
            .collect();
        change.void::<PostingFact>(&ids).await.expect("voided");
        change.record(&changed).await.expect("recorded");
        touched.push(number);
    }
    let ends = nth == 25 || nth == 60;
    if ends {
        let all: Vec<Recorded<RequirementFact>> =
            office.trust.facts(Known::Now).await.expect("requirements");
        let standing: Vec<_> = all
            .into_iter()
            .filter(|one| one.fact.date_to.is_none() && one.fact.class.is_some())
            .collect();
        let one = &standing[dice.below(standing.len())];
        change.void::<RequirementFact>(&[one.id]).await.expect("voided");
        let ended = RequirementFact { date_to: day.yesterday().ok(), ..one.fact.clone() };
        change.record(&[ended]).await.expect("recorded");
    }
    change.commit().await.expect("committed");
    (touched, ends)
}

/// Everything that was said: to whom, of what, on which day.
async fn said(office: &Office, oracle: &Oracle, people: &[Loaded]) -> Vec<(Date, Word)> {
    let mut said = Vec::new();
    for one in people {
        let to = &one.person.employee_number;
        for message in office.trust.reminders_to(to).await.expect("messages") {
            assert_eq!(message.state, MailState::Sent, "{message:?}");
            for line in office.trust.reminder_lines(message.id).await.expect("lines") {
                let deadline = oracle.told_of(line.deadline);
                let word = (to.clone(), line.employee_number, line.line, deadline, line.rule);
                said.push((message.day, word));
            }
        }
    }
    said
}

#[tokio::test]
async fn in_ninety_days_every_rule_speaks_of_every_line_once_and_never_twice() {
    let settings = [("reminder-ladder", LADDER), ("contact", "learning@hartwell.example.nhs.uk")];
    let office = Office::open(FIRST, files(), &settings).await;
    let (mut dice, mut oracle) = (Dice(11), Oracle::since(FIRST));
    let mut away = Vec::new();
    let mut expected: BTreeSet<(Date, Word)> = BTreeSet::new();
    for nth in 0..DAYS {
        let day = FIRST + nth.days();
        let (touched, ends) = events(&office, &mut dice, day, nth, &mut away).await;
        touched.iter().for_each(|number| oracle.forget(Some(number)));
        if ends {
            oracle.forget(None);
        }
        // Off for four days, and on two Mondays.
        if (40..44).contains(&nth) || [13, 55].contains(&nth) {
            continue;
        }
        let (rules, everyone) = load(&office, day).await;
        let words = oracle.day(&rules, &everyone, day);
        expected.extend(words.into_iter().map(|word| (day, word)));
        if nth % 4 == 1 {
            tokio::join!(office.plan(day), office.plan(day));
            tokio::join!(office.send(day), office.send(day));
        } else {
            office.plan(day).await;
            office.send(day).await;
        }
        if nth % 15 == 0 {
            let again = office.plan(day).await;
            assert_eq!((again.people, again.managers), (0, 0), "nothing twice a day");
        }
    }
    let (_, everyone) = load(&office, FIRST + DAYS.days()).await;
    let all = said(&office, &oracle, &everyone).await;
    let once: BTreeSet<(Date, Word)> = all.iter().cloned().collect();
    assert_eq!(once.len(), all.len(), "said twice on a day");
    let ever: BTreeSet<&Word> = once.iter().map(|(_, word)| word).collect();
    assert_eq!(ever.len(), once.len(), "said again on another day");
    let missing: Vec<_> = expected.difference(&once).take(5).collect();
    let extra: Vec<_> = once.difference(&expected).take(5).collect();
    assert!(missing.is_empty() && extra.is_empty(), "missing {missing:#?}\nextra {extra:#?}");
    assert!(once.len() > 1_000, "a trust of 300 has that much to say: {}", once.len());
    // One file a message, and each message has one line a rule.
    let files = std::fs::read_dir(&office.outbox).expect("the outbox").count();
    let rules = |name: &std::path::Path| {
        let bytes = std::fs::read(name).expect("read");
        let message = mail_parser::MessageParser::default().parse(&bytes).expect("a message");
        let text = message.body_text(0).expect("a text").into_owned();
        text.matches("Sent by the rule:").count()
    };
    let listing = std::fs::read_dir(&office.outbox).expect("the outbox");
    let spoken: usize = listing.map(|file| rules(&file.expect("a file").path())).sum();
    assert_eq!(spoken, once.len(), "in {files} messages");
}
