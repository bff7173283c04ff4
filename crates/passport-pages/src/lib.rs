//! Pages and emails from typed contexts.
//!
//! A page is a struct plus a template of the same name; [`Pages`] puts the two
//! together inside a [`Frame`]. The components are the official NHS ones, run as
//! their package ships them; nothing here knows the web, the database or the clock.

mod assets;
mod attributes;
mod email;
mod engine;
mod filters;
mod frame;
mod link_email;
mod nunjucks;
pub mod pages;
mod reminder_email;
mod self_contained;

pub use assets::{Asset, asset, asset_paths};
pub use email::{PassportEmail, email_html, email_subject, email_text};
pub use engine::{Page, Pages, RenderError};
pub use frame::{Account, Frame, Link, MenuItem, PostForm};
pub use link_email::{LinkEmail, Written};
pub use reminder_email::{DigestEmail, DigestLine, DigestPerson, RemindedLine, ReminderEmail};
pub use self_contained::self_contained;

// The spelling half of the shim runs in the build script; its tests run here.
#[cfg(test)]
#[path = "../build/rewrite.rs"]
mod rewrite;
