//! Keys of a provider, made once when the tests begin, and tokens signed with them
//! or with what only looks like them.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as URL;
use hmac::{Hmac, KeyInit as _, Mac as _};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use rsa::pkcs8::EncodePublicKey as _;
use rsa::sha2::Digest as _;
use rsa::traits::PublicKeyParts as _;
use rsa::{Pkcs1v15Sign, Pss, RsaPrivateKey};
use serde_json::{Value as Json, json};

use super::provider::Draft;

/// What a token is signed with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Signer {
    /// The provider's RSA key, RS256.
    Rsa,
    /// The same, PS256.
    RsaPss,
    /// The provider's elliptic key, ES256.
    Elliptic,
    /// An RSA key that the provider does not publish.
    Stranger,
    /// HS256 with the provider's public key, which everybody has.
    PublicKeyAsSecret,
    /// HS256 with the client secret, which is not the provider's alone.
    ClientSecret,
    /// Nothing.
    Nobody,
}

struct Keys {
    rsa: RsaPrivateKey,
    stranger: RsaPrivateKey,
    elliptic: EcdsaKeyPair,
}

fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| {
        let rsa = || RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).expect("a key");
        let (chance, kind) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(kind, &chance).expect("a key");
        let elliptic = EcdsaKeyPair::from_pkcs8(kind, pkcs8.as_ref(), &chance).expect("a key");
        Keys { rsa: rsa(), stranger: rsa(), elliptic }
    })
}

/// The provider's keys as it publishes them.
pub fn published() -> Json {
    json!({ "keys": [rsa("rsa-1"), elliptic("ec-1")] })
}

/// The RSA key under a name.
pub fn rsa(name: &str) -> Json {
    let number = |bytes: Vec<u8>| URL.encode(bytes);
    let key = &keys().rsa;
    json!({
        "kty": "RSA", "use": "sig", "kid": name,
        "n": number(key.n().to_bytes_be()), "e": number(key.e().to_bytes_be()),
    })
}

fn elliptic(name: &str) -> Json {
    let point = keys().elliptic.public_key().as_ref();
    json!({
        "kty": "EC", "use": "sig", "crv": "P-256", "kid": name,
        "x": URL.encode(&point[1..33]), "y": URL.encode(&point[33..65]),
    })
}

/// A token as it is sent.
pub fn sign(draft: &Draft) -> String {
    let part = |json: &Json| URL.encode(json.to_string());
    let message = format!("{}.{}", part(&draft.header), part(&draft.claims));
    let digest = rsa::sha2::Sha256::digest(message.as_bytes());
    let shared = |secret: &[u8]| {
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret).expect("any length");
        mac.update(message.as_bytes());
        mac.finalize().into_bytes().to_vec()
    };
    let signed = |key: &RsaPrivateKey| {
        key.sign(Pkcs1v15Sign::new::<rsa::sha2::Sha256>(), &digest).expect("signed")
    };
    let signature = match draft.signer {
        Signer::Rsa => signed(&keys().rsa),
        Signer::Stranger => signed(&keys().stranger),
        Signer::RsaPss => {
            let pss = Pss::new::<rsa::sha2::Sha256>();
            keys().rsa.sign_with_rng(&mut rsa::rand_core::OsRng, pss, &digest).expect("signed")
        }
        Signer::Elliptic => {
            let signed = keys().elliptic.sign(&SystemRandom::new(), message.as_bytes());
            signed.expect("signed").as_ref().to_vec()
        }
        Signer::PublicKeyAsSecret => {
            let pem = keys().rsa.to_public_key().to_public_key_pem(Default::default());
            shared(pem.expect("PEM").as_bytes())
        }
        Signer::ClientSecret => shared(b"s 999:%"),
        Signer::Nobody => Vec::new(),
    };
    format!("{message}.{}", URL.encode(signature))
}
