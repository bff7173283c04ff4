//! What makes an ID token believed: signed by a key of the provider's in a way
//! that is accepted, from it, for us, of now, and for this very log-in.

use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreGenderClaim, CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm as Algorithm,
};
use openidconnect::{
    AdditionalClaims, ClaimsVerificationError, ClientId, IdToken, IdTokenClaims, IdTokenVerifier,
    IssuerUrl, Nonce, SignatureVerificationError,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::{Provider, Trouble};

/// Who somebody is at the provider. Whose account that is, if anybody's, is the
/// business of the room `identities`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The provider.
    pub issuer: String,
    /// Its own name for the person.
    pub subject: String,
    /// The employee number as the provider has it, where a claim was named that
    /// holds one as text.
    pub employee_number: Option<String>,
}

/// Claims beside the standard ones.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Claims {
    #[serde(flatten)]
    all: Map<String, Json>,
}

impl AdditionalClaims for Claims {}

pub(super) type Token =
    IdToken<Claims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, Algorithm>;

/// Signatures by a key that the provider publishes, and nothing else: not `none`,
/// and none by a secret that both sides share.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha384,
    Algorithm::RsaSsaPssSha512,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];

/// A token comes straight from the provider, so it was made a moment ago.
const OLDEST: SignedDuration = SignedDuration::from_mins(15);
/// How far two clocks may be apart.
const SKEW: SignedDuration = SignedDuration::from_mins(2);
/// OpenID Connect Core 1.0, section 2: a subject has at most 255 characters.
const LONGEST_NAME: usize = 255;

/// What was asked: the token must be the answer to it.
pub(super) struct Asked<'a> {
    pub provider: &'a Provider,
    pub issuer: &'a IssuerUrl,
    pub keys: &'a CoreJsonWebKeySet,
    pub nonce: &'a Nonce,
    pub now: Timestamp,
}

/// Believes a token, or says why not.
pub(super) fn verify(token: &Token, asked: &Asked<'_>) -> Result<Proven, Trouble> {
    let now = asked.now;
    let client = ClientId::new(asked.provider.client_id.clone());
    let keys: CoreJsonWebKeySet = asked.keys.clone();
    let verifier: IdTokenVerifier<'_, CoreJsonWebKey> =
        IdTokenVerifier::new_public_client(client, asked.issuer.clone(), keys)
            .set_allowed_algs(ALGORITHMS)
            // Which of several may use it, `azp` says; see below.
            .set_other_audience_verifier_fn(|_| true)
            .set_time_fn(move || chrono(now))
            .set_issue_time_verifier_fn(move |issued| {
                let age = now.as_second() - issued.timestamp();
                let sane = age <= OLDEST.as_secs() && age >= -SKEW.as_secs();
                if sane { Ok(()) } else { Err(String::new()) }
            });
    let claims = token.claims(&verifier, asked.nonce).map_err(|error| trouble(&error))?;
    authorised(claims, &asked.provider.client_id)?;
    let subject = claims.subject().as_str();
    if !is_name(subject) {
        return Err(Trouble::Subject);
    }
    Ok(Proven {
        issuer: asked.provider.issuer.clone(),
        subject: subject.to_owned(),
        employee_number: employee_number(claims, &asked.provider.claim),
    })
}

/// The library leaves `azp` to us: where there is one it is us, and there is one
/// where the token is for several.
fn authorised(
    claims: &IdTokenClaims<Claims, CoreGenderClaim>,
    client_id: &str,
) -> Result<(), Trouble> {
    match claims.authorized_party() {
        Some(party) if party.as_str() == client_id => Ok(()),
        None if claims.audiences().len() == 1 => Ok(()),
        _ => Err(Trouble::Audience),
    }
}

/// The claim, if it is text: a number has lost its leading zeros, and of a list
/// nobody knows which.
fn employee_number(claims: &IdTokenClaims<Claims, CoreGenderClaim>, name: &str) -> Option<String> {
    if name.is_empty() {
        return None;
    }
    let all = serde_json::to_value(claims).ok()?;
    all.get(name).and_then(Json::as_str).filter(|text| is_name(text)).map(str::to_owned)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST_NAME && !text.contains(char::is_control)
}

/// An instant as the library takes it.
fn chrono(at: Timestamp) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(at.as_second(), 0)
        .unwrap_or(chrono::DateTime::<chrono::Utc>::MAX_UTC)
}

fn trouble(error: &ClaimsVerificationError) -> Trouble {
    use SignatureVerificationError as Signed;
    match error {
        ClaimsVerificationError::Expired(_) => Trouble::Time,
        ClaimsVerificationError::InvalidAudience(_) => Trouble::Audience,
        ClaimsVerificationError::InvalidIssuer(_) => Trouble::Issuer,
        ClaimsVerificationError::InvalidNonce(_) => Trouble::Nonce,
        ClaimsVerificationError::InvalidSubject(_) => Trouble::Subject,
        ClaimsVerificationError::SignatureVerification(signed) => match signed {
            Signed::NoSignature | Signed::DisallowedAlg(_) | Signed::UnsupportedAlg(_) => {
                Trouble::Algorithm
            }
            Signed::NoMatchingKey | Signed::AmbiguousKeyId(_) | Signed::InvalidKey(_) => {
                Trouble::Key
            }
            _ => Trouble::Signature,
        },
        _ => Trouble::NoToken,
    }
}
