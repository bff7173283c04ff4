//! How fast it goes; run by hand or by `make bench`:
//! `cargo test --release -p passport --test delivery -- --ignored --nocapture rate`.

use std::sync::Arc;
use std::time::Instant;

use passport::clock::Clock;
use passport::delivery::send;

use super::sink::Sink;
use super::support::{Letters, candidates, month, on_both, to_smtp};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement, not a test"]
async fn rate_of_a_trust_of_2440() {
    on_both(|place| async move {
        let engine = place.store.db().engine();
        let sink = Sink::accepting().await;
        let began = Instant::now();
        place.plan(&candidates(2440)).await;
        println!("{engine}: planned 2,440 in {:?}", began.elapsed());
        let letters = || Arc::new(Letters { pdf: 40_000, fail: Vec::new() });
        let began = Instant::now();
        let how = to_smtp(&sink.url());
        let sent = send(&place.trust, Clock::System, month(), &how, letters()).await;
        assert_eq!(sent.expect("sent").sent_now, 2440);
        println!("{engine}: sent 2,440 with PDF over SMTP in {:?}", began.elapsed());
    })
    .await;
    on_both(|place| async move {
        let engine = place.store.db().engine();
        place.plan(&candidates(2440)).await;
        let letters = Arc::new(Letters { pdf: 40_000, fail: Vec::new() });
        let began = Instant::now();
        let sent = send(&place.trust, Clock::System, month(), &place.to_folder(), letters).await;
        assert_eq!(sent.expect("sent").sent_now, 2440);
        println!("{engine}: wrote 2,440 into a folder in {:?}", began.elapsed());
    })
    .await;
    on_both(|place| async move {
        let engine = place.store.db().engine();
        let began = Instant::now();
        place.plan(&candidates(30_000)).await;
        println!("{engine}: planned 30,000 in {:?}", began.elapsed());
        let began = Instant::now();
        place.plan(&candidates(30_000)).await;
        println!("{engine}: planned 30,000 again in {:?}", began.elapsed());
    })
    .await;
}
