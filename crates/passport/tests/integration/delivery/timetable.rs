//! The timetable, on two servers at once.

use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use jiff::Timestamp;
use passport::clock::Clock;
use passport::jobs::{Due, JobKind, Timetable, Work};
use passport_core::facts::SettingFact;
use passport_store::{JobOutcome, Organisation, Store};

use super::support::{Place, on_both};

#[derive(Default)]
struct Diary {
    done: Mutex<Vec<String>>,
    fail: Mutex<u32>,
}

impl Work for Diary {
    async fn work(&self, organisation: Organisation, due: Due) -> Result<String, String> {
        if due.kind == JobKind::NightlyImport && due.occurrence() == "2026-11-13" {
            panic!("a fault in the importer");
        }
        {
            let mut fail = self.fail.lock().expect("unpoisoned");
            if *fail > 0 {
                *fail -= 1;
                return Err("no mail server".into());
            }
        }
        let what = format!("{} {} {}", organisation.code, due.kind.name(), due.occurrence());
        self.done.lock().expect("unpoisoned").push(what);
        Ok("2,398 sent".into())
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn server(store: &Store, now: &str, work: &Arc<Diary>) -> Timetable<Diary> {
    Timetable::new(store.clone(), Clock::Fixed(at(now)), Arc::clone(work))
}

async fn set(place: &Place, key: &str, value: &str) {
    let mut change =
        place.trust.begin("test", "Set", at("2026-10-01T00:00:00Z")).await.expect("begun");
    let fact = SettingFact { key: key.into(), value: value.into(), date_from: None };
    change.record(&[fact]).await.expect("recorded");
    change.commit().await.expect("committed");
}

async fn look(place: &Place, now: &str, work: &Arc<Diary>) -> usize {
    let server = server(&place.store, now, work);
    let claimed = server.claim_due().await.expect("claimed");
    let many = claimed.len();
    for one in claimed {
        server.perform(one).await.expect("performed");
    }
    many
}

#[tokio::test]
async fn the_month_is_run_once_however_many_servers_look() {
    on_both(|place| async move {
        set(&place, "mail-to", "file:///outbox").await;
        let work = Arc::new(Diary::default());
        assert_eq!(look(&place, "2026-10-31T12:00:00Z", &work).await, 0, "seen for the first time");
        let looks = ["2026-11-01T07:00:00Z"; 4].map(|now| look(&place, now, &work));
        let [a, b, c, d] = looks;
        let (a, b, c, d) = tokio::join!(a, b, c, d);
        assert_eq!(a + b + c + d, 1);
        assert_eq!(look(&place, "2026-11-02T07:00:00Z", &work).await, 0);
        assert_eq!(*work.done.lock().expect("unpoisoned"), ["999 monthly-run 2026-11"]);
        let log = place.trust.job_runs(0, 10).await.expect("the log");
        assert_eq!((log[0].outcome, log[0].detail.as_str()), (JobOutcome::Done, "2,398 sent"));
    })
    .await;
}

#[tokio::test]
async fn a_server_that_was_down_on_the_first_runs_the_month_when_it_is_back() {
    on_both(|place| async move {
        set(&place, "mail-to", "file:///outbox").await;
        let work = Arc::new(Diary::default());
        look(&place, "2026-10-20T12:00:00Z", &work).await;
        assert_eq!(look(&place, "2026-11-17T12:00:00Z", &work).await, 1);
        assert_eq!(look(&place, "2027-01-03T12:00:00Z", &work).await, 1, "December is not made up");
        assert_eq!(
            *work.done.lock().expect("unpoisoned"),
            ["999 monthly-run 2026-11", "999 monthly-run 2027-01"]
        );
    })
    .await;
}

#[tokio::test]
async fn switching_sending_on_in_mid_month_sends_nothing_until_the_next() {
    on_both(|place| async move {
        let work = Arc::new(Diary::default());
        look(&place, "2026-11-01T12:00:00Z", &work).await;
        set(&place, "mail-to", "file:///outbox").await;
        assert_eq!(look(&place, "2026-11-22T12:00:00Z", &work).await, 0);
        assert_eq!(look(&place, "2026-12-01T12:00:00Z", &work).await, 1);
        // Off and on again: the same.
        set(&place, "mail-to", "").await;
        look(&place, "2027-01-02T12:00:00Z", &work).await;
        set(&place, "mail-to", "file:///outbox").await;
        assert_eq!(look(&place, "2027-01-22T12:00:00Z", &work).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_job_that_fails_or_panics_is_noted_and_tried_again_after_a_pause() {
    on_both(|place| async move {
        set(&place, "import-folder", "/in").await;
        let work = Arc::new(Diary::default());
        look(&place, "2026-11-10T12:00:00Z", &work).await;
        *work.fail.lock().expect("unpoisoned") = 1;
        assert_eq!(look(&place, "2026-11-11T02:30:00Z", &work).await, 1);
        assert_eq!(look(&place, "2026-11-11T02:39:00Z", &work).await, 0);
        assert_eq!(look(&place, "2026-11-11T02:40:00Z", &work).await, 1);
        assert_eq!(look(&place, "2026-11-13T02:30:00Z", &work).await, 1);
        let log = place.trust.job_runs(0, 10).await.expect("the log");
        let said: Vec<_> = log.iter().map(|run| (run.outcome, run.detail.as_str())).collect();
        assert_eq!(
            said,
            [
                (JobOutcome::Failed, "an error in the program"),
                (JobOutcome::Done, "2,398 sent"),
                (JobOutcome::Failed, "no mail server"),
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn the_timetable_looks_until_it_is_told_to_stop() {
    on_both(|place| async move {
        set(&place, "mail-to", "file:///outbox").await;
        let work = Arc::new(Diary::default());
        look(&place, "2026-10-31T12:00:00Z", &work).await;
        let mut server = server(&place.store, "2026-11-01T07:00:00Z", &work);
        server.every = Duration::from_millis(20);
        let stop = tokio::time::sleep(Duration::from_millis(500));
        server.run(stop, |error| panic!("{error}")).await;
        assert_eq!(work.done.lock().expect("unpoisoned").len(), 1);
    })
    .await;
}
