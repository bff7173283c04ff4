//! Accounts: whether someone can see to them, and whether the server's key opens
//! what it has sealed.

use passport_core::wording::count;
use passport_store::{Organisation, StoreError};

use super::{Asked, Findings};
use crate::access::{Keys, sealed_with};
use crate::accounts;

pub(super) async fn look(
    findings: &mut Findings,
    organisation: &Organisation,
    asked: &Asked<'_>,
) -> Result<(), StoreError> {
    const AREA: &str = "accounts";
    if accounts::has_administrator(organisation, asked.today).await? {
        findings.ok(AREA, "an administrator can log in");
    } else {
        findings.warn(
            AREA,
            "no administrator can log in",
            "Run `passport serve` and open the link it prints, or run `passport account administrator NAME EMAIL`.",
        );
    }
    let (waiting, failed) = organisation.message_counts().await?;
    if failed > 0 {
        let what = count(failed, "invitation or link", "invitations or links");
        findings.warn(
            AREA,
            format!("{what} could not be sent"),
            "Correct the addresses in the source, or the settings of mail, and invite again.",
        );
    }
    if waiting > 0 {
        let what = count(waiting, "message waits", "messages wait");
        findings.ok(AREA, format!("{what} to be sent by `passport serve`"));
    }
    key(findings, organisation, asked).await
}

async fn key(
    findings: &mut Findings,
    organisation: &Organisation,
    asked: &Asked<'_>,
) -> Result<(), StoreError> {
    const AREA: &str = "key";
    let file = asked.key_file.display();
    if !asked.key_file.exists() {
        let sealed = organisation.sealed_secrets().await?.len() as u64;
        if sealed > 0 {
            let what = count(sealed, "second factor is", "second factors are");
            findings.misconfigured(
                AREA,
                format!("there is no {file}, with whose key {what} sealed"),
                "Put the file back, or name it with --key-file or PASSPORT_KEY_FILE. If it is lost, `passport account remove-second-factor` lets each of them set up another.",
            );
        }
        return Ok(());
    }
    let keys = match Keys::open(asked.key_file) {
        Ok(keys) => keys,
        Err(error) => {
            findings.misconfigured(AREA, format!("{file}: {error}"), "Correct the file.");
            return Ok(());
        }
    };
    let [first, older, none] = sealed_with(organisation, &keys).await?;
    let factors = |many: usize| count(many as u64, "second factor is", "second factors are");
    if none > 0 {
        findings.misconfigured(
            AREA,
            format!("{} sealed with a key that {file} does not hold", factors(none)),
            "Put the key back into the file, on a line of its own.",
        );
    } else if older > 0 {
        findings.ok(AREA, format!("{} still sealed with an older key of {file}", factors(older)));
    } else {
        findings.ok(AREA, format!("{file} opens what it sealed ({first})"));
    }
    Ok(())
}
