//! Single sign-on: whether the identity provider is there, and is what was set.

use passport_core::setting::Settings;

use super::{Asked, Findings};
use crate::access::sso::{Patience, Provider, Secrets, SignOn, Trouble};

const AREA: &str = "single sign-on";

pub(super) async fn look(
    findings: &mut Findings,
    // An organisation's code, and whether it is the only one.
    whose: (&str, bool),
    settings: &Settings,
    asked: &Asked<'_>,
) {
    let set = |key: &str| !settings.get(key, asked.today).trim().is_empty();
    let secrets = Secrets::from_environment();
    let Some(provider) = Provider::of(settings, asked.today, whose, &secrets) else {
        if set("sso-issuer") || set("sso-client-id") {
            findings.misconfigured(
                AREA,
                "one of sso-issuer and sso-client-id is set and the other is not, so nobody is offered it",
                "Set both with `passport setting set`, or both to nothing.",
            );
        } else {
            findings.ok(AREA, "it is not set up");
        }
        return;
    };
    match SignOn::new(Patience::default()).examine(&provider, asked.now).await {
        Ok(()) => findings.ok(
            AREA,
            format!("{} answers; it must send browsers back to {}", provider.issuer, provider.return_to),
        ),
        Err(trouble @ (Trouble::AnotherIssuer | Trouble::Forbidden)) => findings.misconfigured(
            AREA,
            format!("{}: {trouble}", provider.issuer),
            "Open the issuer with /.well-known/openid-configuration behind it in a browser, and set sso-issuer to its \"issuer\", letter for letter.",
        ),
        Err(trouble) => findings.failed(
            AREA,
            format!("{}: {trouble}", provider.issuer),
            "Check the address in sso-issuer, the firewall, and that this machine trusts the provider's certificate.",
        ),
    }
    if !provider.has_secret() {
        findings.warn(
            AREA,
            "there is no client secret, so the provider must know this service as a public client",
            "Put the secret into PASSPORT_SSO_SECRET, or for one of several organisations into PASSPORT_SSO_SECRET_CODE, for this command and for the service.",
        );
    }
    if provider.claim.is_empty() {
        findings.warn(
            AREA,
            "sso-employee-number-claim is not set: nobody is linked the first time they come",
            "Set it if the provider sends the employee number, or link people with `passport account link`.",
        );
    }
}
