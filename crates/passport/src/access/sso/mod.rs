//! Log-in through the organisation's own identity provider, by OpenID Connect
//! (docs/decisions/0013-single-sign-on.md).
//!
//! [`Provider`] is what the organisation set; [`SignOn`] sends a browser there and
//! takes what it brings back; what comes of it is a [`Proven`] identity, which is
//! not yet anybody's account. Signatures and claims are checked by the library
//! `openidconnect` and the rules beside it in `id_token`; every request of ours
//! goes through `fetch`, which goes nowhere but where a provider can be.

mod client;
mod fetch;
mod id_token;
mod place;
mod provider;
mod trouble;
mod under_way;

pub use client::{Patience, Returned, SignOn};
pub use id_token::Proven;
pub use provider::{Provider, Secrets};
pub use trouble::Trouble;
pub use under_way::{LONGEST, UnderWay};

/// What a server needs beside the settings.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// The client secrets.
    pub secrets: Secrets,
    /// How long a provider may take.
    pub patience: Patience,
}

/// Where the provider sends browsers back to.
pub const RETURN: &str = "/log-in/sso/return";
