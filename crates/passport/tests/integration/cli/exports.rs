//! A person's whole record.

use passport_core::query::{EvidenceFact, Media};
use passport_store::{NewAccount, NewIdentity};
use serde_json::Value;

use super::support::{on_both, within};

#[test]
fn an_export_holds_every_fact_with_who_and_when_voided_ones_too() {
    on_both("export", |trust| {
        trust.import_everything();
        let list = trust.ok(&["award", "list", "00000101", "--format", "csv"]);
        let id = list.lines().nth(1).and_then(|line| line.split(',').next()).expect("an award");
        trust.ok(&["award", "void", id, "--reason", "Duplicate"]);
        let json = trust.ok(&["export", "00000101"]);
        assert!(!json.contains("00000102"), "somebody else is in it");
        let export: Value = serde_json::from_str(&json).expect("JSON");
        let section = |kept_in: &str| {
            let sections = export["sections"].as_array().expect("sections");
            sections.iter().find(|s| s["kept_in"] == kept_in).map(|s| s["facts"].clone())
        };
        let person = section("person").expect("who they are");
        assert_eq!(person[0]["says"]["last_name"], "Okafor");
        assert_eq!(person[0]["recorded"]["change"], 1);
        assert_eq!(person[0]["recorded"]["by"], "command line");
        let awards = section("award").expect("awards");
        assert_eq!(awards.as_array().map(Vec::len), Some(2));
        assert_eq!(awards[0]["voided"]["what"], format!("award {id} voided: Duplicate"));
        assert!(awards[1]["voided"].is_null());
        assert!(section("posting").is_some() && section("exemption").is_none());

        let said = trust.ok(&["export", "00000101", "--format", "html", "--out", "out"]);
        let page = std::fs::read_to_string(trust.folder.join(said.trim())).expect("the file");
        assert!(page.contains("<h2>Your awards</h2>"));
        assert!(page.contains("1 of 2, void") && page.contains("Duplicate"), "{page}");
        trust.fails(1, &["export", "12"]);
    });
}

#[test]
fn who_invited_and_linked_somebody_is_told_by_name_and_not_by_number() {
    on_both("export_who", |trust| {
        trust.import_everything();
        within(trust, async |organisation| {
            let now = "2026-11-20T12:00:00Z".parse().expect("an instant");
            let mut change = organisation.begin("test", "opened", now).await.expect("begins");
            for (number, name) in [("00000102", "Ben Hughes"), ("00000101", "Ada Okafor")] {
                let email = format!("{number}@hartwell.example.nhs.uk");
                let new = NewAccount { employee_number: number.into(), name: name.into(), email };
                change.open_account(&new, now).await.expect("opens").expect("a number");
            }
            let by = "account 1 (00000102)";
            change.ask_message(2, "invitation", by, now).await.expect("asked");
            let issuer = "https://provider.example.nhs.uk";
            let link = NewIdentity { issuer, subject: "ada", account: 2, by };
            assert!(change.link_identity(&link, now).await.expect("linked"));
            change.unlink_identities(2, by, now).await.expect("unlinked");
            assert!(change.link_identity(&link, now).await.expect("linked again"));
            change.commit().await.expect("commits");
        });
        let json = trust.ok(&["export", "00000101"]);
        for column in ["asked_by", "linked_by", "unlinked_by"] {
            assert!(json.contains(&format!("\"{column}\": \"Ben Hughes\"")), "{column}: {json}");
        }
        assert!(json.contains("\"unlinked_by\": null"), "{json}");
        assert!(json.contains("Invitations and links sent to you"));
        assert!(!json.contains("00000102"), "{json}");
    });
}

#[test]
fn an_export_to_a_folder_has_the_files_that_somebody_sent_beside_it() {
    on_both("export_files", |trust| {
        trust.import_everything();
        within(trust, async |organisation| {
            let now = "2026-11-20T12:00:00Z".parse().expect("an instant");
            let mut change = organisation.begin("test", "sent", now).await.expect("begun");
            let file = EvidenceFact {
                employee_number: "00000101".into(),
                query: 1,
                name: "../proof.pdf".into(),
                media: Media::Pdf,
                bytes: 8,
                sha256: "00".into(),
            };
            change.record_evidence(file, b"%PDF-1.7".to_vec()).await.expect("recorded");
            change.commit().await.expect("committed");
        });
        let said = trust.ok(&["export", "00000101", "--out", "out"]);
        let file = said.lines().nth(1).expect("a second file");
        assert!(file.contains("record-00000101-evidence-") && file.ends_with(".pdf"), "{said}");
        assert_eq!(std::fs::read(trust.folder.join(file)).expect("the file"), b"%PDF-1.7");
    });
}
