//! The two hashes, each SHA-256 over a JSON array written without spaces: what
//! stands where is then beyond doubt, and anyone can compute it again.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::seal::AuditHead;
use crate::backup::hexadecimal;

/// The personal part, as it stands in its columns.
pub(super) struct Personal<'e> {
    pub salt: &'e str,
    pub actor: &'e str,
    pub about: &'e str,
    pub origin: &'e str,
    pub payload: &'e str,
}

/// What of an entry is never erased, as it stands in its columns.
pub(super) struct Lasting<'e> {
    pub id: i64,
    pub at: &'e str,
    pub action: &'e str,
    pub payload_hash: &'e str,
}

impl Personal<'_> {
    /// `[salt, actor, about, origin, payload]`. The salt keeps what was erased
    /// from being guessed by trying.
    pub fn hash(&self) -> String {
        sha256(&(self.salt, self.actor, self.about, self.origin, self.payload))
    }
}

impl Lasting<'_> {
    /// `[previous chain, organisation, number, id, at, action, payload hash]` of
    /// the entry that follows a head.
    pub fn after(&self, organisation: i64, head: &AuditHead) -> AuditHead {
        let number = head.number + 1;
        let chain = sha256(&(
            &head.chain,
            organisation,
            number,
            self.id,
            self.at,
            self.action,
            self.payload_hash,
        ));
        AuditHead { number, chain }
    }
}

fn sha256(array: &impl Serialize) -> String {
    // Text and whole numbers always have a JSON form.
    let text = serde_json::to_vec(array).unwrap_or_default();
    hexadecimal(Sha256::new().chain_update(text))
}

#[cfg(test)]
mod tests {
    use super::{AuditHead, Lasting, Personal};

    /// As the decision record gives them, computed by another program.
    #[test]
    fn the_hashes_are_those_of_the_example_in_the_decision_record() {
        let personal = Personal {
            salt: "000102030405060708090a0b0c0d0e0f",
            actor: "command line",
            about: "00000101",
            origin: "",
            payload: r#"{"change":2,"what":"award added for 00000101"}"#,
        };
        let payload_hash = personal.hash();
        assert_eq!(
            payload_hash,
            "06dca02412f63d8bd182f298306830b0a8bd1c08e239bceb6b16420dbe39efee"
        );
        let entry = Lasting {
            id: 7,
            at: "2026-11-01T07:00:00.250000Z",
            action: "changed",
            payload_hash: &payload_hash,
        };
        let head = entry.after(1, &AuditHead::beginning());
        assert_eq!(head.number, 1);
        assert_eq!(head.chain, "8015ca4c33e13fc2d31f56d82cd2b194fdd1269b2842bb4ee5d65a5efbf573b0");
    }
}
