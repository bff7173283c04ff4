//! What the timetable does when something falls due: the night's import from a
//! folder, and the month's passports, by the real work and not a stand-in.

use std::fs::File;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use passport::clock::Clock;
use passport::jobs::{Chores, Timetable};
use passport_core::facts::{PersonFact, SettingFact};
use passport_store::{JobOutcome, JobRun, Known};

use super::support::{Place, on_both};

const STAFF: &str = "\
Employee Number,Assignment Number,First Name,Last Name,Email,Org L1,Org L2,Position Title,\
Staff Group,Job Role,Assignment Status,Start Date
00000101,00000101-1,Ada,Okafor,ada@hartwell.example.nhs.uk,Hartwell NHS Trust,Ash Ward,\
Staff Nurse,Nursing,Staff Nurse,Active Assignment,2020-03-01
00000102,00000102-1,Ben,Hughes,,Hartwell NHS Trust,Ash Ward,\
Staff Nurse,Nursing,Staff Nurse,Active Assignment,2020-03-01
";

async fn set(place: &Place, key: &str, value: &str) {
    let at = "2026-10-01T00:00:00Z".parse().expect("an instant");
    let mut change = place.trust.begin("test", "Set", at).await.expect("begun");
    let fact = SettingFact { key: key.into(), value: value.into(), date_from: None };
    change.record(&[fact]).await.expect("recorded");
    change.commit().await.expect("committed");
}

/// Puts a file into the watched folder, as it was left so long before now.
fn leave(place: &Place, name: &str, text: &str, now: Timestamp, before: Duration) {
    let folder = place.folder.join("watched");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    std::fs::write(&path, text).expect("written");
    let then = SystemTime::from(now) - before;
    File::options().write(true).open(path).expect("opens").set_modified(then).expect("dated");
}

/// A server looks at the timetable and does what is due; the newest run.
async fn look(place: &Place, now: Timestamp) -> Option<JobRun> {
    let clock = Clock::Fixed(now);
    let server = Timetable::new(place.store.clone(), clock, Arc::new(Chores { clock }));
    for claimed in server.claim_due().await.expect("claimed") {
        server.perform(claimed).await.expect("performed");
    }
    place.trust.job_runs(0, 1).await.expect("the log").into_iter().next()
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

async fn people(place: &Place) -> usize {
    place.trust.facts::<PersonFact>(Known::Now).await.expect("people").len()
}

#[tokio::test]
async fn the_night_imports_what_lies_in_the_folder_once() {
    on_both(|place| async move {
        set(&place, "import-folder", place.folder.join("watched").to_str().expect("text")).await;
        look(&place, at("2026-11-10T12:00:00Z")).await;
        let night = at("2026-11-11T02:31:00Z");
        leave(&place, "staff.csv", STAFF, night, Duration::from_secs(3600));
        let run = look(&place, night).await.expect("a run");
        assert_eq!(run.outcome, JobOutcome::Done, "{}", run.detail);
        assert!(run.detail.starts_with("Import 1 of 1 file"), "{}", run.detail);
        assert_eq!(people(&place).await, 2);
        // Left lying there, it is not news of the next day.
        let run = look(&place, at("2026-11-12T02:31:00Z")).await.expect("a run");
        assert_eq!(run.detail, "No new files");
        assert_eq!(place.trust.imports().await.expect("imports").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_night_with_a_broken_or_unfinished_file_changes_nothing_and_says_so() {
    on_both(|place| async move {
        set(&place, "import-folder", place.folder.join("watched").to_str().expect("text")).await;
        look(&place, at("2026-11-10T12:00:00Z")).await;
        let night = at("2026-11-11T02:31:00Z");
        leave(&place, "staff.csv", STAFF, night, Duration::from_secs(30));
        let run = look(&place, night).await.expect("a run");
        assert_eq!(run.outcome, JobOutcome::Failed);
        assert!(run.detail.contains("may not be whole yet"), "{}", run.detail);
        let night = at("2026-11-12T02:31:00Z");
        let broken = STAFF.replace("2020-03-01", "2020-02-30");
        leave(&place, "staff.csv", &broken, night, Duration::from_secs(3600));
        let run = look(&place, night).await.expect("a run");
        assert_eq!(run.outcome, JobOutcome::Failed);
        assert!(run.detail.contains("correct the errors"), "{}", run.detail);
        assert_eq!(people(&place).await, 0);
    })
    .await;
}

#[tokio::test]
async fn the_first_of_the_month_sends_everyones_passport_and_prints_the_rest() {
    on_both(|place| async move {
        set(&place, "mail-to", &format!("file://{}", place.outbox().display())).await;
        set(&place, "import-folder", place.folder.join("watched").to_str().expect("text")).await;
        look(&place, at("2026-10-30T12:00:00Z")).await;
        let night = at("2026-10-31T02:31:00Z");
        leave(&place, "staff.csv", STAFF, night, Duration::from_secs(3600));
        look(&place, night).await;
        let run = look(&place, at("2026-11-01T07:00:30Z")).await.expect("a run");
        assert_eq!(run.outcome, JobOutcome::Done, "{}", run.detail);
        let files = place.files();
        let of = |ending: &str| files.iter().filter(|name| name.ends_with(ending)).count();
        assert_eq!((of(".eml"), of(".pdf")), (1, 1), "{files:?}");
        look(&place, at("2026-11-01T09:00:00Z")).await;
        assert_eq!(place.files(), files);
    })
    .await;
}
