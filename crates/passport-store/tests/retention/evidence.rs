//! Files sent with queries go by the age of the answer, but not of those whose
//! record is kept longer; and with their person they go altogether.

use jiff::civil::date;
use passport_core::facts::PersonFact;
use passport_core::query::{EvidenceFact, Media, QueryFact, QueryKind, StepFact, StepKind};
use passport_store::{Hold, Organisation};

use crate::databases::{at, on_both};

async fn query(trust: &Organisation, number: &str, settled: bool) -> i64 {
    let mut change = trust.begin("test", "raised", at(0)).await.expect("begins");
    let employee_number = number.to_owned();
    let fact = QueryFact {
        employee_number: employee_number.clone(),
        kind: QueryKind::Done,
        subject: "Fire Safety".into(),
        level: String::new(),
        words: String::new(),
        raised_on: date(2024, 11, 1),
        claim: None,
    };
    let person = PersonFact { employee_number: number.into(), ..PersonFact::default() };
    change.record(&[person]).await.expect("recorded");
    let query = change.record(&[fact]).await.expect("recorded")[0];
    let file = EvidenceFact {
        employee_number: employee_number.clone(),
        query,
        name: "proof.pdf".into(),
        media: Media::Pdf,
        bytes: 5,
        sha256: "00".into(),
    };
    let evidence = change.record_evidence(file, b"%PDF\0".to_vec()).await.expect("recorded");
    let kind = if settled { StepKind::Refused } else { StepKind::PassedOn };
    let made_on = date(2024, 11, 2);
    let step = StepFact { employee_number, query, kind, reason: "No".into(), award: None, made_on };
    change.record(&[step]).await.expect("recorded");
    change.commit().await.expect("commits");
    evidence
}

#[tokio::test]
async fn files_of_settled_queries_go_by_age_and_those_of_open_ones_and_held_records_stay() {
    on_both("ret_evidence", |_, trust| async move {
        let settled = query(&trust, "77001", true).await;
        let open = query(&trust, "77002", false).await;
        let held = query(&trust, "77003", true).await;
        let mut change = trust.begin("test", "held", at(1)).await.expect("begins");
        let hold = Hold { employee_number: "77003".into(), reason: "a claim".into() };
        change.record(&[hold]).await.expect("recorded");
        change.commit().await.expect("commits");
        let bytes = trust.evidence_file(settled).await.expect("read");
        assert_eq!(bytes.as_deref(), Some(&b"%PDF\0"[..]));
        assert_eq!(trust.open_queries().await.expect("read").len(), 1);

        let (cutoff, today) = (date(2024, 11, 2), date(2026, 11, 22));
        assert_eq!(trust.evidence_before(cutoff, today).await.expect("counted"), 0);
        let cutoff = date(2024, 11, 3);
        assert_eq!(trust.evidence_before(cutoff, today).await.expect("counted"), 1);
        let mut change = trust.begin("test", "destroyed", at(2)).await.expect("begins");
        assert_eq!(change.destroy_evidence(cutoff, today).await.expect("destroyed"), 1);
        change.commit().await.expect("commits");
        for (evidence, there) in [(settled, false), (open, true), (held, true)] {
            let bytes = trust.evidence_file(evidence).await.expect("read");
            assert_eq!(bytes.is_some(), there, "{evidence}");
        }

        let destroyer = trust.destroyer().await.expect("a destroyer");
        let mut change = trust.begin("test", "destroyed", at(3)).await.expect("begins");
        destroyer.person(&mut change, "77003", at(3)).await.expect("destroyed");
        change.commit().await.expect("commits");
        assert!(trust.evidence_file(held).await.expect("read").is_none());
    })
    .await;
}
