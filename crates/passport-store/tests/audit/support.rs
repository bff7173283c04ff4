//! Events, and a chain of a few of them.

use jiff::Timestamp;
use passport_store::{AuditEvent, AuditHead, AuditVerdict, Organisation};

pub use crate::databases::{at, on_both, run};

/// Long after all of it.
pub fn later() -> Timestamp {
    at(1_000_000)
}

/// Somebody looks at somebody's passport.
pub fn look(second: i64, about: &str) -> AuditEvent {
    AuditEvent::new(at(second), "lead@example.nhs.uk", "saw passport")
        .about(about)
        .origin("192.0.2.7")
        .with("reason", "supervision")
}

/// Ten sealed entries: the organisation was added, then nine looks.
pub async fn ten(trust: &Organisation) {
    let looks: Vec<AuditEvent> = (1..10).map(|n| look(n, &format!("0000010{n}"))).collect();
    trust.note(&looks).await.expect("noted");
    assert_eq!(trust.seal_audit(later(), 100).await.expect("sealed"), 10);
}

/// What verifying finds.
pub async fn verified(trust: &Organisation) -> AuditVerdict {
    trust.verify_audit(None).await.expect("verified")
}

/// What is wrong, in words; empty where nothing is.
pub async fn wrong(trust: &Organisation, noted: Option<&AuditHead>) -> String {
    let verdict = trust.verify_audit(noted).await.expect("verified");
    verdict.broken.map(|broken| broken.to_string()).unwrap_or_default()
}
