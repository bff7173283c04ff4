//! A restricted record is mailed to nobody, and the figures still count it.

use super::support::on_both;

#[test]
fn a_restricted_record_is_not_mailed_and_is_still_counted() {
    on_both("restricted", |trust| {
        trust.import_everything();
        let place = ["restriction", "place", "00000101", "--reason", "Asked for it"];
        let figures = trust.people("2026-11-01");
        trust.ok(&place);
        assert_eq!(trust.people("2026-11-01"), figures);
        assert!(trust.fails(1, &place).contains("already"));
        let list = trust.ok(&["restriction", "list", "--format", "csv"]);
        assert!(list.contains("00000101,") && list.contains("Asked for it"), "{list}");
        let to = format!("file://{}", trust.folder.join("post").display());
        let send = ["send", "--month", "2026-11", "--to", &to, "--format", "json"];
        let sent = trust.run(&send);
        assert_eq!(sent.status, 0, "{}{}", sent.out, sent.err);
        assert!(sent.out.contains("\"restricted\""), "{}", sent.out);
        trust.ok(&["restriction", "lift", "00000101", "--reason", "Settled"]);
        trust.fails(1, &["restriction", "lift", "00000101", "--reason", "Settled"]);
        trust.fails(1, &["restriction", "place", "12", "--reason", "Nobody"]);
        let said = trust.ok(&["export", "00000101"]);
        assert!(said.contains("Asked for it") && said.contains("restriction lifted"), "{said}");
    });
}
