//! An ID token is believed only where everything about it is right.

use serde_json::{Value as Json, json};

use super::provider::{CLIENT, Draft, Lie};
use super::{is_in, keys::Signer, log_in, nurse, refusals, trust};
use crate::web::support::clock;

fn now() -> i64 {
    clock().now().as_second()
}

fn claim(draft: &mut Draft, name: &str, value: Json) {
    draft.claims[name] = value;
}

fn without(draft: &mut Draft, name: &str) {
    draft.claims.as_object_mut().expect("claims").remove(name);
}

/// Each lie alone, with the reason for which it must be refused.
const LIES: &[(&str, &str, Lie)] = &[
    ("another issuer", "from another issuer", |t| claim(t, "iss", json!("http://127.0.0.1:1/x"))),
    ("the issuer with a slash", "from another issuer", |t| {
        let issuer = format!("{}/", t.claims["iss"].as_str().expect("text"));
        claim(t, "iss", json!(issuer));
    }),
    ("no issuer", "no ID token", |t| without(t, "iss")),
    ("another audience", "for another service", |t| claim(t, "aud", json!("another"))),
    ("an audience in other letters", "for another service", |t| {
        claim(t, "aud", json!(CLIENT.to_uppercase()));
    }),
    ("no audience", "for another service", |t| without(t, "aud")),
    ("an empty list of audiences", "for another service", |t| claim(t, "aud", json!([]))),
    ("several audiences and no azp", "for another service", |t| {
        claim(t, "aud", json!([CLIENT, "another"]));
    }),
    ("several audiences and another's azp", "for another service", |t| {
        claim(t, "aud", json!([CLIENT, "another"]));
        claim(t, "azp", json!("another"));
    }),
    ("one audience and another's azp", "for another service", |t| {
        claim(t, "azp", json!("another"));
    }),
    ("expired", "not of this time", |t| claim(t, "exp", json!(now()))),
    ("expired long ago", "not of this time", |t| claim(t, "exp", json!(now() - 86_400))),
    ("no expiry", "no ID token", |t| without(t, "exp")),
    ("made in the future", "not of this time", |t| claim(t, "iat", json!(now() + 300))),
    ("made an hour ago", "not of this time", |t| claim(t, "iat", json!(now() - 3_600))),
    ("no time of making", "no ID token", |t| without(t, "iat")),
    ("another nonce", "not of this log-in", |t| claim(t, "nonce", json!("0a1b"))),
    ("no nonce", "not of this log-in", |t| without(t, "nonce")),
    ("an empty subject", "names nobody", |t| claim(t, "sub", json!(""))),
    ("an endless subject", "names nobody", |t| claim(t, "sub", json!("x".repeat(256)))),
    ("a subject with a line break", "names nobody", |t| claim(t, "sub", json!("ann\nben"))),
    ("a subject with a NUL", "names nobody", |t| claim(t, "sub", json!("ann\0"))),
    ("a number for a subject", "no ID token", |t| claim(t, "sub", json!(7))),
    ("no subject", "no ID token", |t| without(t, "sub")),
    ("unsigned", "not accepted", |t| {
        t.header = json!({ "alg": "none" });
        t.signer = Signer::Nobody;
    }),
    ("unsigned, in other letters", "no ID token", |t| {
        t.header = json!({ "alg": "nOnE" });
        t.signer = Signer::Nobody;
    }),
    ("signed by nobody and said to be", "does not hold", |t| t.signer = Signer::Nobody),
    ("HS256 with the public key", "not accepted", |t| {
        t.header["alg"] = json!("HS256");
        t.signer = Signer::PublicKeyAsSecret;
    }),
    ("HS256 with the client secret", "not accepted", |t| {
        t.header = json!({ "alg": "HS256" });
        t.signer = Signer::ClientSecret;
    }),
    ("signed by a stranger under our name", "does not hold", |t| t.signer = Signer::Stranger),
    ("signed by a stranger under their own", "no key of the provider's", |t| {
        t.header["kid"] = json!("rsa-2");
        t.signer = Signer::Stranger;
    }),
    ("with a key of its own", "does not hold", |t| {
        t.header["jwk"] = super::keys::rsa("rsa-1");
        t.header["jku"] = json!("http://127.0.0.1:1/keys");
        t.signer = Signer::Stranger;
    }),
    ("the other key's name", "no key of the provider's", |t| t.header["kid"] = json!("ec-1")),
    ("ES256 said and RSA signed", "no key of the provider's", |t| {
        t.header["alg"] = json!("ES256");
    }),
    ("an extension that must be understood", "no ID token", |t| {
        t.header["crit"] = json!(["b64"]);
        t.header["b64"] = json!(false);
    }),
    ("an access token", "no ID token", |t| t.header["typ"] = json!("at+jwt")),
];

#[tokio::test]
async fn a_token_that_lies_in_anything_lets_nobody_in() {
    let (trust, provider) = trust().await;
    for (name, _, lie) in LIES {
        provider.lies(*lie);
        let mut browser = trust.browser();
        let answer = log_in(&mut browser, &provider, nurse()).await;
        assert!(answer.status.is_client_error(), "{name}: {}", answer.status);
        assert!(!is_in(&mut browser).await, "{name}");
        assert!(answer.text().contains("You are not logged in"), "{name}: {}", answer.text());
    }
    let reasons = refusals(trust, "999").await;
    assert_eq!(reasons.len(), LIES.len());
    let lies = LIES.iter().zip(&reasons);
    let other: Vec<_> = lies.filter(|((_, why, _), reason)| !reason.contains(why)).collect();
    let other: Vec<_> = other.iter().map(|((name, ..), reason)| (name, reason)).collect();
    assert!(other.is_empty(), "refused for another reason: {other:#?}");
}

#[tokio::test]
async fn a_token_that_is_right_lets_its_owner_in_whichever_way_it_is_signed() {
    const RIGHT: &[(&str, Lie)] = &[
        ("as it is", |_| ()),
        ("PS256", |t| {
            t.header["alg"] = json!("PS256");
            t.signer = Signer::RsaPss;
        }),
        ("ES256", |t| {
            t.header = json!({ "alg": "ES256", "kid": "ec-1" });
            t.signer = Signer::Elliptic;
        }),
        ("without a name of the key", |t| t.header = json!({ "alg": "RS256" })),
        ("several audiences and our azp", |t| {
            claim(t, "aud", json!([CLIENT, "another"]));
            claim(t, "azp", json!(CLIENT));
        }),
        ("a clock that is a minute ahead", |t| claim(t, "iat", json!(now() + 60))),
    ];
    let (trust, provider) = trust().await;
    for (name, truth) in RIGHT {
        provider.lies(*truth);
        let mut browser = trust.browser();
        let answer = log_in(&mut browser, &provider, nurse()).await;
        assert!(is_in(&mut browser).await, "{name}: {}", answer.text());
    }
    assert_eq!(refusals(trust, "999").await, Vec::<String>::new());
}

#[tokio::test]
async fn keys_are_asked_for_once_more_when_the_provider_has_a_new_one() {
    let (trust, provider) = trust().await;
    let mut browser = trust.browser();
    log_in(&mut browser, &provider, nurse()).await;
    assert!(is_in(&mut browser).await);
    log_in(&mut trust.browser(), &provider, nurse()).await;
    assert_eq!(provider.asked_for("openid-configuration"), 1, "it is remembered");
    assert_eq!(provider.asked_for("keys"), 1, "they are remembered");
    provider.publishes(json!({ "keys": [super::keys::rsa("rsa-2026")] }));
    provider.lies(|t| t.header["kid"] = json!("rsa-2026"));
    let mut other = trust.browser();
    log_in(&mut other, &provider, nurse()).await;
    assert!(is_in(&mut other).await);
    assert_eq!(provider.asked_for("keys"), 2);
    // A name that nobody knows makes one question more, not many.
    provider.lies(|t| t.header["kid"] = json!("unknown"));
    let mut wrong = trust.browser();
    log_in(&mut wrong, &provider, nurse()).await;
    assert!(!is_in(&mut wrong).await);
    assert_eq!(provider.asked_for("keys"), 3);
}
