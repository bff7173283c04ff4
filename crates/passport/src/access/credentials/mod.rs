//! What people prove themselves with, and how it is kept.
//!
//! Rules only: passwords and their hashes, one-time codes, recovery codes, links
//! that are good once, marks on browsers that have logged in before, and the
//! throttle over all of them. Nothing here knows a database or a request; the
//! time is an argument. What must happen once only (a code, a link) is decided
//! here and has to be written down by the caller in the same statement that
//! checks that nobody was quicker.

mod base32;
mod device;
mod hashing;
mod link;
mod password;
mod qr;
mod recovery;
mod throttle;
mod totp;

pub use device::{DeviceId, DeviceMark, Devices, Owner};
pub use hashing::{Hasher, HashingError, Verified};
pub use link::Purpose;
pub use password::{Context, Password, Refusal, check};
pub use qr::QrCode;
pub use recovery::RecoveryCode;
pub use throttle::{Answer, Attempt, Throttle};
pub use totp::{Step, TotpSecret};
