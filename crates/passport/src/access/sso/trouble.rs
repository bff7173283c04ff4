//! Why a log-in through a provider did not come about: in our words, which the
//! audit and the log may hold, and nothing of what the provider sent.

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The provider's addresses lead where none of ours may be sent.
    #[error("an address of the provider is not one that may be asked")]
    Forbidden,
    /// Nothing answers at the provider's address, or not by a certificate that is trusted.
    #[error("the provider cannot be reached")]
    Unreachable,
    /// It took too long.
    #[error("the provider took too long to answer")]
    Slow,
    /// It sent more than anybody needs.
    #[error("the provider's answer is too large")]
    Large,
    /// It answered with an error, sent us elsewhere, or said what cannot be read.
    #[error("the provider's answer is not what was asked for")]
    Answer,
    /// Its discovery names another.
    #[error("the provider's discovery names another issuer than the setting sso-issuer")]
    AnotherIssuer,
    /// Nothing was begun in this browser, or it was used, or it is too long ago.
    #[error("no log-in is under way in this browser")]
    NotUnderWay,
    /// What came back is not the answer to what this browser was sent with.
    #[error("the answer is not to the question of this browser")]
    State,
    /// The answer says that it comes from another provider, or does not say from which.
    #[error("the answer is not from the provider that was asked")]
    ResponseIssuer,
    /// The provider said no: the person gave up, or may not use this service.
    #[error("the provider did not log them in")]
    Declined,
    /// The provider does not take the code, or not from us.
    #[error("the provider does not accept the code or the client secret")]
    Code,
    /// There is no ID token, or it cannot be read.
    #[error("there is no ID token that can be read")]
    NoToken,
    /// Not signed in a way that is accepted.
    #[error("the ID token is signed in a way that is not accepted")]
    Algorithm,
    /// Signed with a key that is not the provider's.
    #[error("the ID token is signed with no key of the provider's")]
    Key,
    /// The signature is wrong.
    #[error("the signature of the ID token does not hold")]
    Signature,
    /// From another issuer.
    #[error("the ID token is from another issuer")]
    Issuer,
    /// For another audience.
    #[error("the ID token is for another service")]
    Audience,
    /// Expired, or from another time.
    #[error("the ID token is not of this time")]
    Time,
    /// Not made for this log-in.
    #[error("the ID token is not of this log-in")]
    Nonce,
    /// Its subject is empty, too long or not text.
    #[error("the ID token names nobody")]
    Subject,
}

impl Trouble {
    /// Whether it lies with the provider, or with how it was set up, rather than
    /// with what this browser brought.
    #[must_use]
    pub const fn is_outage(self) -> bool {
        matches!(
            self,
            Self::Forbidden
                | Self::Unreachable
                | Self::Slow
                | Self::Large
                | Self::Answer
                | Self::AnotherIssuer
        )
    }
}
