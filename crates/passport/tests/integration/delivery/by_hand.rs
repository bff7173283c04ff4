//! Against a mail server or folder of one's own, by hand:
//! `PASSPORT_TEST_SMTP=smtp://user@host cargo test -p passport --test delivery by_hand -- --ignored --nocapture`,
//! with the secrets where [`passport::delivery::Secrets::find`] looks.

use std::sync::Arc;

use jiff::civil::{date, time};
use passport::clock::Clock;
use passport::delivery::{
    Compose, Destination, Event, Letter, Secrets, Sending, Sheets, Team, send,
};
use passport_store::{MailRun, OutboxEntry};

use super::support::{Letters, candidates, month, on_both, sender};

/// Letters with a booked class and names that need care.
struct Careful(Letters);

impl Compose for Careful {
    async fn letters(
        &self,
        run: &MailRun,
        people: &[OutboxEntry],
    ) -> Result<Vec<Result<Letter, String>>, String> {
        let mut letters = self.0.letters(run, people).await?;
        for letter in letters.iter_mut().flatten() {
            letter.events = vec![
                event("Fire, smoke; and C:\\ drills – Łódź 🔥 and a name long enough to be folded"),
                Event { time: None, end: Some(date(2026, 12, 3)), ..event("All day") },
                Event {
                    start: date(2026, 10, 24),
                    end: Some(date(2026, 10, 25)),
                    ..event("Night")
                },
            ];
        }
        Ok(letters)
    }

    async fn team(&self, run: &MailRun, team: &Team) -> Result<Sheets, String> {
        self.0.team(run, team).await
    }
}

fn event(course: &str) -> Event {
    Event {
        course: course.into(),
        class: "Adult, December".into(),
        start: date(2026, 12, 1),
        end: None,
        time: Some((time(9, 30, 0, 0), Some(time(12, 30, 0, 0)))),
        location: "Ashdown House; room 2".into(),
        link: Some("https://learning.example.nhs.uk/classes/7".into()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server or a folder"]
async fn send_twenty_by_hand() {
    let Ok(to) = std::env::var("PASSPORT_TEST_SMTP") else { return };
    on_both(|place| {
        let to = to.clone();
        async move {
            let mut people = candidates(20);
            people[0].name = "Zoë \"><script> O'Brien, Łukasz 🔥".into();
            place.plan(&people).await;
            let secrets = Secrets::find(|name| std::env::var(name).ok());
            let to = Destination::parse(&to, &secrets).expect("an address");
            let how = Sending::new(to, sender(), "test");
            let letters = Arc::new(Careful(Letters::default()));
            let sent = send(&place.trust, Clock::System, month(), &how, letters).await;
            let sent = sent.expect("sent");
            println!("{} {:?}", sent.report.sentence(), sent.stopped.map(|why| why.words()));
        }
    })
    .await;
}
