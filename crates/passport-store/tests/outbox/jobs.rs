//! The timetable's claims.

use jiff::SignedDuration;
use passport_store::{JobClaim, JobOutcome, Organisation};

use crate::support::{at, on_both};

fn claim<'c>(worker: &'c str) -> JobClaim<'c> {
    JobClaim {
        kind: "monthly-run",
        occurrence: "2026-11",
        worker,
        lease: SignedDuration::from_secs(60),
        attempts: 3,
        pause: SignedDuration::from_secs(600),
    }
}

async fn try_claim(trust: &Organisation, worker: &str, second: i64) -> Option<i64> {
    trust.claim_job(&claim(worker), at(second)).await.expect("asked")
}

#[tokio::test]
async fn of_many_servers_one_gets_the_job() {
    on_both("one_gets", |trust| async move {
        let (a, b, c) = tokio::join!(
            try_claim(&trust, "a", 0),
            try_claim(&trust, "b", 0),
            try_claim(&trust, "c", 0)
        );
        let got: Vec<i64> = [a, b, c].into_iter().flatten().collect();
        assert_eq!(got, [1]);
    })
    .await;
}

#[tokio::test]
async fn a_job_that_is_done_is_done() {
    on_both("is_done", |trust| async move {
        let attempt = try_claim(&trust, "a", 0).await.expect("ours");
        trust
            .end_job(&claim("a"), attempt, JobOutcome::Done, "2,398 sent", at(9))
            .await
            .expect("ended");
        assert_eq!(try_claim(&trust, "b", 9999).await, None);
        let log = trust.job_runs(0, 10).await.expect("the log");
        assert_eq!(log.len(), 1);
        assert_eq!((log[0].outcome, log[0].detail.as_str()), (JobOutcome::Done, "2,398 sent"));
        assert_eq!(log[0].ended_at, Some(at(9)));
    })
    .await;
}

#[tokio::test]
async fn a_job_whose_server_stopped_is_taken_up_by_another() {
    on_both("taken_up", |trust| async move {
        let attempt = try_claim(&trust, "a", 0).await.expect("ours");
        assert!(trust.renew_job(&claim("a"), attempt, at(50)).await.expect("renewed"));
        assert_eq!(try_claim(&trust, "b", 100).await, None, "it was renewed");
        assert_eq!(try_claim(&trust, "b", 110).await, Some(2));
        assert!(!trust.renew_job(&claim("a"), attempt, at(111)).await.expect("asked"));
        let log = trust.job_runs(0, 10).await.expect("the log");
        assert_eq!(log[1].outcome, JobOutcome::Abandoned);
        assert_eq!(trust.job_run_count().await.expect("counted"), 2);
    })
    .await;
}

#[tokio::test]
async fn a_job_that_fails_is_tried_again_after_a_pause_but_not_for_ever() {
    on_both("fails", |trust| async move {
        let mut now = 0;
        for wanted in 1..=3 {
            assert_eq!(try_claim(&trust, "a", now).await, Some(wanted));
            let failed = JobOutcome::Failed;
            trust
                .end_job(&claim("a"), wanted, failed, "no mail server", at(now))
                .await
                .expect("ended");
            assert_eq!(try_claim(&trust, "b", now + 599).await, None);
            now += 600;
        }
        assert_eq!(try_claim(&trust, "b", now).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_job_is_on_the_timetable_from_when_it_is_first_seen_until_it_is_switched_off() {
    on_both("first_seen", |trust| async move {
        let since = |second| {
            let trust = trust.clone();
            async move { trust.job_since("nightly-import", at(second)).await.expect("asked") }
        };
        assert_eq!(since(5).await, at(5));
        assert_eq!(since(9).await, at(5));
        trust.forget_job("nightly-import").await.expect("forgotten");
        assert_eq!(since(20).await, at(20));
    })
    .await;
}
