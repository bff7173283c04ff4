//! The web door: pages for people, over HTTP.
//!
//! [`routes`] is the table of all there is and whom each is for; the *envelope*
//! goes round every answer (headers, log line, error pages); the *guard* stands
//! before every route (log-in, role, forged requests). A page is a file of its own.

mod account;
mod accounts;
mod address;
mod answer;
mod app;
mod assets;
mod cookie;
mod deliveries;
mod demo;
mod deputies;
mod envelope;
mod export;
mod fallback;
mod fields;
mod figures;
mod files;
mod first_steps;
mod forgotten;
mod frame;
mod guard;
mod health;
mod home;
mod imports;
mod jobs;
mod link;
mod log_in;
mod log_out;
mod looks;
mod new_import;
mod passport;
mod password;
mod patience;
mod people;
mod query;
mod requirements;
mod routes;
mod search;
mod second_factor;
mod server;
mod set_up;
mod settings;
mod sso;
mod statements;
mod subject;
mod team;
mod visit;

pub use app::{App, Settings};
pub use routes::{Kind, Route, router, routes};
pub use server::serve;
pub use visit::Peer;
