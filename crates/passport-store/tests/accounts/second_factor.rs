//! Codes are good once, whoever comes first.

use super::{account, at, on_both};

#[tokio::test]
async fn of_many_with_one_code_one_is_first() {
    on_both("one_code", |_, trust| async move {
        let id = account(&trust, "ann@example.nhs.uk").await;
        let mut change = trust.begin("test", "set up", at(0)).await.expect("begun");
        assert!(change.set_second_factor(id, "sealed", 10, at(0)).await.expect("set"));
        assert!(!change.set_second_factor(id, "other", 11, at(0)).await.expect("asked"), "has one");
        change.set_recovery_codes(id, &["one".into(), "two".into()]).await.expect("set");
        change.commit().await.expect("committed");
        assert!(!trust.use_code(id, 10).await.expect("asked"), "it set the factor up");
        let tries = (0..8).map(|_| {
            let trust = trust.clone();
            tokio::spawn(async move { trust.use_code(id, 12).await.expect("asked") })
        });
        let mut first = 0;
        for one in tries.collect::<Vec<_>>() {
            first += u32::from(one.await.expect("answered"));
        }
        assert_eq!(first, 1);
        assert!(!trust.use_code(id, 11).await.expect("asked"), "an earlier one");
        assert!(trust.use_recovery_code(id, "one").await.expect("asked"));
        assert!(!trust.use_recovery_code(id, "one").await.expect("asked"));
        assert!(!trust.use_recovery_code(id + 1, "two").await.expect("asked"), "another's");
        let factor = trust.second_factor(id).await.expect("asked").expect("a factor");
        assert_eq!((factor.last_step, factor.recovery_codes), (12, 1));
    })
    .await;
}

#[tokio::test]
async fn a_factor_is_removed_with_its_recovery_codes() {
    on_both("remove_factor", |_, trust| async move {
        let id = account(&trust, "ann@example.nhs.uk").await;
        let mut change = trust.begin("test", "set up", at(0)).await.expect("begun");
        change.set_second_factor(id, "sealed", 10, at(0)).await.expect("set");
        change.set_recovery_codes(id, &["one".into()]).await.expect("set");
        change.remove_second_factor(id).await.expect("removed");
        change.commit().await.expect("committed");
        assert_eq!(trust.second_factor(id).await.expect("asked"), None);
        assert!(!trust.use_recovery_code(id, "one").await.expect("asked"));
    })
    .await;
}
