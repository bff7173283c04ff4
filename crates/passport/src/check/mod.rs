//! `check`: what stands in the way of this installation doing its work, each
//! with what to do. Nothing is changed by looking.

mod accounts;
mod database;
mod machine;
mod organisation;
mod single_sign_on;

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use passport_store::{Db, Store};
use serde::Serialize;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// As it should be.
    Ok,
    /// It works, but look.
    Warning,
    /// Something will not work.
    Problem,
}

/// What a problem lies in, which decides the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// What was set, or not set.
    Configuration,
    /// Database, mail server, disk or clock.
    Environment,
}

/// One thing looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub level: Level,
    /// What was looked at: `mail`.
    pub area: &'static str,
    /// What was found, in a sentence.
    pub what: String,
    /// What to do; empty where nothing is.
    #[serde(rename = "do")]
    pub remedy: String,
    /// What it lies in.
    #[serde(skip)]
    pub cause: Cause,
}

/// Findings in the making.
#[derive(Debug, Default)]
pub(crate) struct Findings(Vec<Finding>);

impl Findings {
    pub(crate) fn ok(&mut self, area: &'static str, what: impl Into<String>) {
        self.add(Level::Ok, Cause::Configuration, area, what.into(), "");
    }

    pub(crate) fn warn(&mut self, area: &'static str, what: impl Into<String>, remedy: &str) {
        self.add(Level::Warning, Cause::Configuration, area, what.into(), remedy);
    }

    pub(crate) fn misconfigured(
        &mut self,
        area: &'static str,
        what: impl Into<String>,
        remedy: &str,
    ) {
        self.add(Level::Problem, Cause::Configuration, area, what.into(), remedy);
    }

    pub(crate) fn failed(&mut self, area: &'static str, what: impl Into<String>, remedy: &str) {
        self.add(Level::Problem, Cause::Environment, area, what.into(), remedy);
    }

    fn add(&mut self, level: Level, cause: Cause, area: &'static str, what: String, remedy: &str) {
        self.0.push(Finding { level, area, what, remedy: remedy.into(), cause });
    }
}

/// What to look at.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The database's address.
    pub database: &'a str,
    /// The organisation's code, where one is named.
    pub organisation: Option<&'a str>,
    /// The file of the server's key.
    pub key_file: &'a Path,
    /// The instant.
    pub now: Timestamp,
    /// The day.
    pub today: Date,
}

/// Looks at everything.
pub async fn check(asked: &Asked<'_>) -> Vec<Finding> {
    let mut findings = Findings::default();
    machine::time_zone(&mut findings);
    if let Some(file) = Db::file(asked.database) {
        machine::file(&mut findings, file);
    }
    if let Some(db) = database::open(&mut findings, asked).await {
        organisation::look(&mut findings, &Store::on(db.clone()), asked).await;
        db.close().await;
    }
    findings.0
}
