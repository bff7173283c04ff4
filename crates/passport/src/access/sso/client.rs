//! The way to the provider and back: discovery, the address a browser is sent to,
//! and what is done with the code it brings back.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreClaimName, CoreClaimType, CoreClientAuthMethod,
    CoreErrorResponseType, CoreGenderClaim, CoreGrantType, CoreJsonWebKey, CoreJsonWebKeySet,
    CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm,
    CoreResponseMode, CoreResponseType, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreSubjectIdentifierType, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalProviderMetadata, AuthType, AuthenticationFlow, AuthorizationCode, Client, ClientId,
    DiscoveryError, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    IdTokenFields, IssuerUrl, ProviderMetadata, RedirectUrl, RequestTokenError, Scope,
    StandardErrorResponse, StandardTokenResponse, TokenResponse,
};
use serde::{Deserialize, Serialize};

use super::fetch::Fetcher;
use super::id_token::{Asked, Claims, Token, verify};
use super::place::Place;
use super::{Proven, Provider, Trouble, UnderWay};

/// How long discovery and keys are kept. A key that is not among them is asked
/// for once more at any time.
const KEPT: SignedDuration = SignedDuration::from_hours(1);

/// How long one request to a provider may take. At most four follow one another
/// in one answer of ours, which has half a minute.
#[derive(Clone, Copy, Debug)]
pub struct Patience(pub Duration);

impl Default for Patience {
    fn default() -> Self {
        Self(Duration::from_secs(6))
    }
}

/// Sends browsers to providers, and takes what they bring back.
#[derive(Debug)]
pub struct SignOn {
    fetcher: Fetcher,
    /// By issuer.
    kept: Mutex<HashMap<String, Arc<Known>>>,
}

/// What a browser brought back.
#[derive(Clone, Debug, Default)]
pub struct Returned {
    /// The code, to be exchanged for the token.
    pub code: Option<String>,
    /// Why there is none.
    pub error: Option<String>,
    /// Which provider says so (RFC 9207).
    pub issuer: Option<String>,
}

/// What is known of a provider, and since when.
#[derive(Debug)]
struct Known {
    metadata: Metadata,
    learned: Timestamp,
}

/// What we read of discovery beside the standard.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Extra {
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Extra {}

type Metadata = ProviderMetadata<
    Extra,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

type Answer = StandardTokenResponse<
    IdTokenFields<
        Claims,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

type OurClient = Client<
    Claims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Answer,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl SignOn {
    /// Knows no provider yet.
    #[must_use]
    pub fn new(patience: Patience) -> Self {
        Self { fetcher: Fetcher::new(patience.0), kept: Mutex::default() }
    }

    /// Where a browser is to go for a log-in.
    ///
    /// # Errors
    /// When the provider cannot be asked, or is not what the settings say.
    pub async fn begin(
        &self,
        provider: &Provider,
        under_way: &UnderWay,
        now: Timestamp,
    ) -> Result<String, Trouble> {
        let known = self.known(provider, now).await?;
        let client = client(provider, &known.metadata)?;
        let (state, nonce) = (under_way.state(), under_way.nonce());
        let mut question = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || state,
                move || nonce,
            )
            .set_pkce_challenge(under_way.challenge());
        if !provider.claim.is_empty() {
            question = question.add_scope(Scope::new("profile".into()));
        }
        let (url, ..) = question.url();
        Ok(url.into())
    }

    /// Who somebody is, by what their browser brought back. The caller has found
    /// that it is the browser that was sent, and that it comes for the first time.
    ///
    /// # Errors
    /// When anything at all is not as it must be.
    pub async fn finish(
        &self,
        provider: &Provider,
        under_way: &UnderWay,
        returned: Returned,
        now: Timestamp,
    ) -> Result<Proven, Trouble> {
        let known = self.known(provider, now).await?;
        let says_who = known.metadata.additional_metadata();
        let right = match &returned.issuer {
            Some(issuer) => *issuer == provider.issuer,
            None => !says_who.authorization_response_iss_parameter_supported,
        };
        if !right {
            return Err(Trouble::ResponseIssuer);
        }
        let code = match (returned.code, returned.error) {
            (Some(code), None) => code,
            _ => return Err(Trouble::Declined),
        };
        let token = self.exchange(provider, under_way, &known.metadata, code).await?;
        let nonce = under_way.nonce();
        let issuer = known.metadata.issuer();
        let believe = |keys: &CoreJsonWebKeySet| {
            verify(&token, &Asked { provider, issuer, keys, nonce: &nonce, now })
        };
        match believe(known.metadata.jwks()) {
            // The provider may have changed its keys since we asked: once more.
            Err(Trouble::Key) => believe(&self.keys_anew(provider, &known).await?),
            done => done,
        }
    }

    /// Whether the provider answers and is what the settings say.
    ///
    /// # Errors
    /// When it does not, or is not.
    pub async fn examine(&self, provider: &Provider, now: Timestamp) -> Result<(), Trouble> {
        let known = self.known(provider, now).await?;
        client(provider, &known.metadata).map(drop)
    }

    async fn exchange(
        &self,
        provider: &Provider,
        under_way: &UnderWay,
        metadata: &Metadata,
        code: String,
    ) -> Result<Token, Trouble> {
        let client = client(provider, metadata)?;
        let http = self.fetcher.of(&provider.issuer);
        let answer = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|_| Trouble::Answer)?
            .set_pkce_verifier(under_way.verifier())
            .request_async(&http)
            .await
            .map_err(|error| match error {
                RequestTokenError::Request(trouble) => trouble,
                RequestTokenError::Parse(..) => Trouble::NoToken,
                _ => Trouble::Code,
            })?;
        answer.id_token().cloned().ok_or(Trouble::NoToken)
    }

    /// Discovery and keys, asked for or remembered.
    async fn known(&self, provider: &Provider, now: Timestamp) -> Result<Arc<Known>, Trouble> {
        let kept = self.kept().get(&provider.issuer).cloned();
        if let Some(known) = kept.filter(|kept| now.duration_since(kept.learned).abs() < KEPT) {
            return Ok(known);
        }
        let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(|_| Trouble::Forbidden)?;
        let http = self.fetcher.of(&provider.issuer);
        let metadata = Metadata::discover_async(issuer, &http).await.map_err(discovery)?;
        // Whatever discovery says, browsers are sent to a web page and codes to a provider.
        let place = Place::of(&provider.issuer);
        place.admits(metadata.authorization_endpoint().url())?;
        place.admits(metadata.token_endpoint().ok_or(Trouble::Answer)?.url())?;
        Ok(self.keep(provider, Known { metadata, learned: now }))
    }

    async fn keys_anew(
        &self,
        provider: &Provider,
        known: &Known,
    ) -> Result<CoreJsonWebKeySet, Trouble> {
        let http = self.fetcher.of(&provider.issuer);
        let keys = CoreJsonWebKeySet::fetch_async(known.metadata.jwks_uri(), &http)
            .await
            .map_err(discovery)?;
        let metadata = known.metadata.clone().set_jwks(keys.clone());
        self.keep(provider, Known { metadata, learned: known.learned });
        Ok(keys)
    }

    fn keep(&self, provider: &Provider, known: Known) -> Arc<Known> {
        let known = Arc::new(known);
        self.kept().insert(provider.issuer.clone(), Arc::clone(&known));
        known
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Known>>> {
        // A panic cannot leave it half changed.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The library's client for a provider: it proves itself with the secret in the
/// header, as is the standard, or in the form where that alone is taken.
fn client(provider: &Provider, metadata: &Metadata) -> Result<OurClient, Trouble> {
    use CoreClientAuthMethod::{ClientSecretBasic, ClientSecretPost};
    let return_to = RedirectUrl::new(provider.return_to.clone()).map_err(|_| Trouble::Forbidden)?;
    let ways = metadata.token_endpoint_auth_methods_supported();
    let only_form = ways
        .is_some_and(|ways| ways.contains(&ClientSecretPost) && !ways.contains(&ClientSecretBasic));
    let client = OurClient::from_provider_metadata(
        metadata.clone(),
        ClientId::new(provider.client_id.clone()),
        provider.secret.as_ref().map(super::provider::Secret::for_client),
    );
    let way = if only_form { AuthType::RequestBody } else { AuthType::BasicAuth };
    Ok(client.set_redirect_uri(return_to).set_auth_type(way))
}

fn discovery(error: DiscoveryError<Trouble>) -> Trouble {
    match error {
        DiscoveryError::Request(trouble) => trouble,
        DiscoveryError::Validation(_) => Trouble::AnotherIssuer,
        _ => Trouble::Answer,
    }
}
