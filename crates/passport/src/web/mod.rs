//! The web door: pages for people, over HTTP.
//!
//! [`routes`] is the table of all there is and whom each is for; the *envelope*
//! goes round every answer (headers, log line, error pages); the *guard* stands
//! before every route (log-in, role, forged requests). A page is a file of its own.

mod account;
mod accounts;
mod actors;
mod address;
mod answer;
mod app;
mod assets;
mod cookie;
mod csv_file;
mod deliveries;
mod demo;
mod deputies;
mod desk;
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
mod heading_map;
mod health;
mod home;
mod import_work;
mod imports;
mod jobs;
mod line;
mod link;
mod log_in;
mod log_out;
mod looks;
mod messages;
mod new_import;
mod passport;
mod password;
mod patience;
mod pdf;
mod people;
mod queries;
mod query;
mod remind;
mod requirements;
mod routes;
mod second_factor;
mod server;
mod set_up;
mod settings;
mod sso;
mod statements;
mod subject;
mod subject_choices;
mod supervision;
mod team;
mod unit_named;
mod visit;

pub use app::{App, Settings};
pub use routes::{Kind, Route, router, routes};
pub use server::serve;
pub use visit::Peer;
