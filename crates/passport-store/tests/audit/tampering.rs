//! Whoever changes the tables themselves is found out, and told where.

use passport_store::{AuditHead, Organisation, Store};

use crate::support::{later, look, on_both, run, ten, verified, wrong};

/// Makes ten sealed entries, does this to the tables, and expects that answer.
async fn found(name: &str, tampered: &[&str], words: &str) {
    on_both(name, |store, trust| async move {
        ten(&trust).await;
        assert_eq!(wrong(&trust, None).await, "");
        for sql in tampered {
            assert!(run(store.db(), sql).await > 0 || sql.starts_with("DROP"), "{sql}");
        }
        let wrong = wrong(&trust, None).await;
        assert!(wrong.starts_with(words), "{tampered:?}: {wrong:?}");
    })
    .await;
}

#[tokio::test]
async fn changed_details_are_found() {
    let sql = r#"UPDATE audit_entry SET payload = '{"reason":"other"}' WHERE number = 4"#;
    found("audit_payload", &[sql], "entry 4 was changed: its actor").await;
}

#[tokio::test]
async fn another_actor_is_found() {
    let sql = "UPDATE audit_entry SET actor = 'another' WHERE number = 4";
    found("audit_actor", &[sql], "entry 4 was changed: its actor").await;
}

#[tokio::test]
async fn another_person_is_found() {
    let sql = "UPDATE audit_entry SET about = '00000999' WHERE number = 4";
    found("audit_about", &[sql], "entry 4 was changed: its actor").await;
}

#[tokio::test]
async fn another_origin_or_salt_is_found() {
    let sql = "UPDATE audit_entry SET origin = '' WHERE number = 5";
    found("audit_origin", &[sql], "entry 5 was changed: its actor").await;
    let sql = "UPDATE audit_entry SET salt = NULL WHERE number = 5";
    found("audit_salt", &[sql], "entry 5 was changed: its actor").await;
}

#[tokio::test]
async fn another_time_is_found() {
    let sql = "UPDATE audit_entry SET at = '2026-10-01T07:00:00Z' WHERE number = 4";
    found("audit_at", &[sql], "entry 4 does not follow").await;
}

#[tokio::test]
async fn another_action_is_found() {
    let sql = "UPDATE audit_entry SET action = 'denied' WHERE number = 4";
    found("audit_action", &[sql], "entry 4 does not follow").await;
}

#[tokio::test]
async fn another_hash_is_found() {
    let sql = "UPDATE audit_entry SET payload_hash = salt WHERE number = 4";
    found("audit_hash", &[sql], "entry 4 does not follow").await;
    let sql = "UPDATE audit_entry SET chain = payload_hash WHERE number = 4";
    found("audit_link", &[sql], "entry 4 does not follow").await;
}

#[tokio::test]
async fn an_entry_taken_from_the_middle_is_found() {
    found("audit_middle", &["DELETE FROM audit_entry WHERE number = 4"], "entry 4 is missing")
        .await;
    // Even where the others close the gap.
    let close = [
        "DELETE FROM audit_entry WHERE number = 4",
        "UPDATE audit_entry SET number = number + 100 WHERE number > 4",
        "UPDATE audit_entry SET number = number - 101 WHERE number > 4",
        "UPDATE audit_head SET number = 9",
    ];
    found("audit_closed", &close, "entry 4 does not follow").await;
}

#[tokio::test]
async fn an_entry_that_is_no_longer_sealed_is_found() {
    let sql = "UPDATE audit_entry SET number = NULL, chain = NULL WHERE number = 4";
    found("audit_unsealed", &[sql], "entry 4 is missing").await;
}

#[tokio::test]
async fn entries_taken_from_the_end_are_found() {
    let sql = "DELETE FROM audit_entry WHERE number > 7";
    found("audit_tail", &[sql], "entry 8 is missing, with all that followed").await;
    found("audit_all", &["DELETE FROM audit_entry"], "entry 1 is missing, with all").await;
}

#[tokio::test]
async fn an_entry_put_between_others_is_found() {
    let room = [
        "UPDATE audit_entry SET number = number + 100 WHERE number > 4",
        "UPDATE audit_entry SET number = number - 99 WHERE number > 100",
        "INSERT INTO audit_entry (organisation_id, id, at, action, actor, about, origin, payload,
             salt, payload_hash, number, chain)
         SELECT organisation_id, 7, at, action, actor, about, origin, payload, salt,
             payload_hash, 5, chain FROM audit_entry WHERE number = 4",
        "UPDATE audit_head SET number = 11",
    ];
    found("audit_between", &room, "entry 5 does not follow").await;
}

#[tokio::test]
async fn an_entry_with_anothers_number_is_found() {
    let twice = [
        "DROP INDEX audit_entry_number",
        "INSERT INTO audit_entry (organisation_id, id, at, action, actor, about, origin, payload,
             salt, payload_hash, number, chain)
         SELECT organisation_id, 9223372036854775807, at, action, actor, about, origin, payload,
             salt, payload_hash, number, chain FROM audit_entry WHERE number = 4",
    ];
    found("audit_twice", &twice, "entry 4 was inserted").await;
}

#[tokio::test]
async fn an_entry_put_after_the_end_is_found() {
    let sql = "INSERT INTO audit_entry (organisation_id, id, at, action, actor, about, origin,
             payload, salt, payload_hash, number, chain)
         SELECT organisation_id, 7, at, action, actor, about, origin, payload, salt,
             payload_hash, 11, chain FROM audit_entry WHERE number = 10";
    found("audit_after", &[sql], "entry 11 does not follow").await;
    let sql = "UPDATE audit_head SET number = 9";
    found("audit_shorter", &[sql], "entry 10 stands after the end").await;
}

#[tokio::test]
async fn two_entries_that_changed_places_are_found() {
    let swap = [
        "UPDATE audit_entry SET number = 104 WHERE number = 4",
        "UPDATE audit_entry SET number = 4 WHERE number = 5",
        "UPDATE audit_entry SET number = 5 WHERE number = 104",
    ];
    found("audit_swap", &swap, "entry 4 does not follow").await;
}

#[tokio::test]
async fn another_head_is_found() {
    let sql = "UPDATE audit_head SET number = 12";
    found("audit_head_up", &[sql], "entry 11 is missing").await;
    let sql = "UPDATE audit_head SET chain = 'x'";
    found("audit_head_hash", &[sql], "entry 10 is the last, but the head's hash").await;
    let sql = "DELETE FROM audit_head";
    found("audit_head_gone", &[sql], "entry 10 may not be the last").await;
}

#[tokio::test]
async fn an_entry_changed_before_it_was_sealed_is_found() {
    on_both("audit_waiting", |store, trust| async move {
        ten(&trust).await;
        trust.note(&[look(20, "00000101")]).await.expect("noted");
        run(store.db(), "UPDATE audit_entry SET actor = 'x' WHERE number IS NULL").await;
        let words = wrong(&trust, None).await;
        assert!(words.starts_with("an entry that waits to be sealed was changed"), "{words}");
        trust.seal_audit(later(), 10).await.expect("sealed");
        assert!(wrong(&trust, None).await.starts_with("entry 11 was changed"));
    })
    .await;
}

#[tokio::test]
async fn the_first_of_several_breaks_is_named_and_the_rest_is_counted() {
    on_both("audit_several", |store, trust| async move {
        ten(&trust).await;
        run(store.db(), "UPDATE audit_entry SET actor = 'x' WHERE number IN (3, 8)").await;
        run(store.db(), "DELETE FROM audit_entry WHERE number = 6").await;
        let verdict = verified(&trust).await;
        assert_eq!(verdict.sealed, 9);
        let broken = verdict.broken.expect("it is broken");
        assert_eq!((broken.number, broken.fault.name()), (Some(3), "payload"));
    })
    .await;
}

/// All of it thrown away and made anew, by the very code that makes it.
async fn rewrite(store: &Store, trust: &Organisation) -> AuditHead {
    ten(trust).await;
    let noted = trust.audit_head().await.expect("a head");
    run(store.db(), "DELETE FROM audit_entry").await;
    run(store.db(), &format!("UPDATE audit_head SET number = 0, chain = '{}'", "0".repeat(64)))
        .await;
    noted
}

#[tokio::test]
async fn a_chain_made_anew_is_found_by_the_head_that_was_written_down() {
    on_both("audit_anew", |store, trust| async move {
        let noted = rewrite(&store, &trust).await;
        assert_eq!(wrong(&trust, None).await, "", "in itself it is sound");
        assert!(wrong(&trust, Some(&noted)).await.starts_with("entry 10 is not the one"));
        let looks: Vec<_> = (1..13).map(|n| look(n, "00000101")).collect();
        trust.note(&looks).await.expect("noted");
        trust.seal_audit(later(), 100).await.expect("sealed");
        assert_eq!(wrong(&trust, None).await, "");
        assert!(wrong(&trust, Some(&noted)).await.starts_with("entry 10 is not the one"));
        let now = trust.audit_head().await.expect("a head");
        assert_eq!(wrong(&trust, Some(&now)).await, "");
        assert_eq!(now.to_string().parse(), Ok(now));
    })
    .await;
}
