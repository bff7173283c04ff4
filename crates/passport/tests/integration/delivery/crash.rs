//! A process that is killed for good, at whatever moment it happens to be.

use std::collections::HashMap;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use passport::clock::Clock;
use passport::delivery::{Destination, Secrets, Sending, send};
use passport_core::delivery::MailState;
use passport_store::Store;

use super::sink::Sink;
use super::support::{Letters, Place, candidates, month, on_both, sender};

const DATABASE: &str = "PASSPORT_TEST_CHILD_DATABASE";
const TO: &str = "PASSPORT_TEST_CHILD_TO";

/// What the child does: this very program is run again for it alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the child of the tests below"]
async fn child_that_sends() {
    let (Ok(database), Ok(to)) = (std::env::var(DATABASE), std::env::var(TO)) else { return };
    let store = Store::open(&database, false).await.expect("opens");
    let trust = store.organisation(None).await.expect("an organisation");
    let how = sending(&to);
    send(&trust, Clock::System, month(), &how, Arc::new(Letters::default())).await.expect("sent");
}

fn sending(to: &str) -> Sending {
    let to = Destination::parse(to, &Secrets::default()).expect("an address");
    Sending { lease: Duration::from_secs(1), ..Sending::new(to, sender(), "test") }
}

fn child(place: &Place, to: &str) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args(["delivery::crash::child_that_sends", "--exact", "--ignored"])
        .env(DATABASE, &place.url)
        .env(TO, to)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a child")
}

/// Starts the sender and kills it, over and over, each time a little later.
async fn kill_often(place: &Place, to: &str) -> usize {
    let mut killed = 0;
    for round in 0..12_u64 {
        let mut child = child(place, to);
        tokio::time::sleep(Duration::from_millis(30 + 37 * round)).await;
        if child.try_wait().expect("asked").is_none() {
            killed += 1;
        }
        // It may have ended in between, which is as good.
        let _ = child.kill();
        child.wait().expect("it ends");
    }
    killed
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_killed_while_it_writes_into_a_folder_leaves_one_whole_file_a_person() {
    on_both(|place| async move {
        place.plan(&candidates(600)).await;
        let to = format!("file://{}", place.outbox().display());
        assert!(kill_often(&place, &to).await > 0, "it was killed at work");
        let sent = send(&place.trust, Clock::System, month(), &sending(&to), letters()).await;
        assert_eq!(sent.expect("sent").report.sentence(), "600 sent");
        let files = place.files();
        assert_eq!(files.len(), 600);
        for name in files {
            let text = std::fs::read(place.outbox().join(&name)).expect("read");
            assert!(name.ends_with(".eml") && text.ends_with(b"_whole--\r\n"), "{name} is whole");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_killed_while_it_sends_leaves_nobody_out_and_only_doubts_come_twice() {
    on_both(|place| async move {
        let sink = Sink::accepting().await;
        place.plan(&candidates(600)).await;
        let killed = kill_often(&place, &sink.url()).await;
        let how = sending(&sink.url());
        let sent = send(&place.trust, Clock::System, month(), &how, letters());
        let report = sent.await.expect("sent").report;
        assert_eq!(report.sentence(), "600 sent");
        let rows = place.trust.outbox(month()).await.expect("rows");
        let doubted = rows.iter().filter(|row| row.doubted).count();
        assert!(doubted <= killed * 3, "{doubted} in doubt after {killed} deaths");
        let by: HashMap<String, usize> = sink.by_recipient();
        for row in &rows {
            assert_eq!(row.state, MailState::Sent);
            let count = by.get(&row.address).copied().unwrap_or(0);
            let fine = if row.doubted { (1..=4).contains(&count) } else { count == 1 };
            assert!(fine, "{} got {count}", row.address);
        }
        for row in rows.iter().filter(|row| by.get(&row.address).is_some_and(|n| *n > 1)) {
            let copies: Vec<_> =
                sink.accepted().into_iter().filter(|(to, _)| *to == row.address).collect();
            assert!(copies.windows(2).all(|pair| pair[0] == pair[1]), "the same to the byte");
        }
    })
    .await;
}

fn letters() -> Arc<Letters> {
    Arc::new(Letters::default())
}
