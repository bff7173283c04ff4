//! The training lead's desk: names, exemptions, units, extensions and data health.
//! Whatever is decided here is shown first with what it would change, and done with
//! a second press: the form posts once without `confirm` and once with it.

mod exemptions;
mod extensions;
mod health;
mod home;
mod managers;
mod names;
mod reconciliation;
mod returns;
mod stop_exemption;
mod units;

use axum::http::Uri;
use passport_core::compliance::Status;
use passport_core::wording::{count, list, long_date};
use passport_pages::Link;
use passport_pages::pages::{
    AskedReason, DecidePage, EffectTable, Hidden, Mistake, MovedRow, Paging,
};

use super::answer::{Answer, Fault};
use super::visit::Visit;
use super::{address, query};
use crate::access::{Access, Desk};
use crate::compliance::{Effect, Moved, Was};

pub(super) use exemptions::{
    ask as ask_for_exemption, give as give_exemption, one as exemption, show as exemptions,
};
pub(super) use extensions::{
    add as add_extension, ask as ask_for_extension, ask_to_void as ask_to_void_extension,
    list as extensions, void as void_extension,
};
pub(super) use health::{
    ask_to_repair, list as findings, one as finding, repair, set_aside, show as data_health,
};
pub(super) use home::show as home;
pub(super) use managers::{
    ask_to_end as ask_to_end_manager, end as end_manager, name as name_manager,
};
pub(super) use names::{
    add as add_alias, ask as ask_for_alias, ask_to_remove as ask_to_remove_alias,
    list as competences, remove as remove_alias, unmapped,
};

pub(super) use reconciliation::{csv as reconciliation_csv, show as reconciliation};
pub(super) use returns::{
    ask as ask_for_return, ask_to_take as ask_to_take_return, give as give_return, show as returns,
    take as take_return,
};

pub(super) use stop_exemption::{ask as ask_to_stop_exemption, stop as stop_exemption};
pub(super) use units::{
    ask_to_undo as ask_to_undo_unit, change as change_unit, list as units, one as unit,
    undo as undo_unit,
};

/// Nobody decides about themselves.
const OWN: &str = "This is you: ask another training lead.";
/// Rows to a page.
const PAGE: usize = 50;
/// Lines that a preview shows.
const SHOWN: usize = 100;

/// The guard admits training leads alone; without the handle there is no page.
fn desk(access: &Access) -> Result<Desk<'_>, Fault> {
    access.desk().ok_or_else(|| Fault::broken("a training lead without a desk"))
}

/// Does work that evaluates everyone on a thread of its own.
pub(in crate::web) async fn aside<T: Send + 'static>(
    work: impl Future<Output = anyhow::Result<T>> + Send + 'static,
) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || runtime.block_on(work)).await?
}

/// Whether the second press is made.
pub(super) fn confirmed(form: &[u8]) -> bool {
    query::field(form, "confirm").as_deref() == Some("yes")
}

/// The page on which a decision waits for its second press.
pub(super) fn decide(visit: &Visit, page: DecidePage) -> Answer {
    let wrong = !page.errors.is_empty();
    let whole = |csrf| DecidePage { csrf, ..page };
    if wrong { visit.refused(whole) } else { visit.form(whole) }
}

/// Something that was decided, and is about to be taken back with a reason.
struct TakingBack {
    heading: String,
    /// What was decided.
    line: String,
    effect: Effect,
    action: String,
    button: &'static str,
    back: Link,
}

/// Asks why something is taken back, and shows what that changes.
fn take_back(visit: &Visit, asked: TakingBack, reason: String, errors: Vec<Mistake>) -> Answer {
    let page = DecidePage {
        lines: vec![asked.line],
        effect: Some(table(&asked.effect)),
        reason: Some(AskedReason {
            hint: "Those who look into it later read it.".to_owned(),
            value: reason,
        }),
        button: Some(asked.button.to_owned()),
        warning: true,
        errors,
        ..DecidePage::new(asked.heading, asked.action, asked.back)
    };
    decide(visit, page)
}

/// What goes with a form that has been typed: all of it, and the second press.
fn carried(fields: &[(&str, &str)]) -> Vec<Hidden> {
    let typed = fields.iter().map(|(name, value)| Hidden::new(*name, *value));
    typed.chain([Hidden::new("confirm", "yes")]).collect()
}

/// What was wrong, beside the first field of a form.
fn mistake(field: &str, words: impl std::fmt::Display) -> Mistake {
    Mistake::new(field, words.to_string())
}

/// Where in a list one is; `None` beyond its end.
fn paging(uri: &Uri, items: usize, base: &str) -> Option<Paging> {
    let (current, last) = (query::page(uri), items.div_ceil(PAGE).max(1));
    let joint = if base.contains('?') { '&' } else { '?' };
    (current <= last).then(|| Paging { current, last, href: format!("{base}{joint}page=") })
}

/// The rows of the page one is on.
fn shown<T>(items: impl IntoIterator<Item = T>, paging: &Paging) -> impl Iterator<Item = T> {
    items.into_iter().skip((paging.current - 1) * PAGE).take(PAGE)
}

/// What would change, as a preview shows it.
pub(super) fn table(effect: &Effect) -> EffectTable {
    let (lines, people) = (effect.moved.len() as u64, effect.people as u64);
    let sentence = if lines == 0 {
        "No passport changes.".to_owned()
    } else {
        let mut parts = vec![
            format!("{} compliant", becomes(effect.gained() as u64, "becomes", "become")),
            format!("{} compliant no more", becomes(fallen(effect), "is", "are")),
        ];
        let exempt = leaves(effect, |after| after.is_some());
        let lifted = leaves(effect, |after| after.is_none());
        if exempt > 0 {
            parts.push(format!("{} asked for at present", becomes(exempt, "is not", "are not")));
        }
        if lifted > 0 {
            parts.push(format!("{} the passport", becomes(lifted, "leaves", "leave")));
        }
        format!(
            "{} of {} {}: {}.{}",
            count(lines, "line", "lines"),
            count(people, "person", "people"),
            if lines == 1 { "changes" } else { "change" },
            list(&parts),
            reds(effect),
        )
    };
    EffectTable {
        sentence,
        rows: effect.moved.iter().take(SHOWN).map(row).collect(),
        more: lines.saturating_sub(SHOWN as u64),
    }
}

/// What turns red, and what is red no more, which is what people see first.
fn reds(effect: &Effect) -> String {
    let is_red = |was: Option<Was>| was.is_some_and(|was| was.status.is_red());
    let count = |from: bool, to: bool| {
        let moved = effect.moved.iter();
        moved.filter(|line| (is_red(line.before), is_red(line.after)) == (from, to)).count() as u64
    };
    let mut parts = Vec::new();
    for (number, one, many, what) in [
        (count(false, true), "turns", "turn", "red"),
        (count(true, false), "is", "are", "red no more"),
    ] {
        if number > 0 {
            parts.push(format!("{} {what}", becomes(number, one, many)));
        }
    }
    if parts.is_empty() { String::new() } else { format!(" {}.", list(&parts)) }
}

/// Whether a line asks nothing of anybody: there is none, or it is exempt.
fn asks_nothing(was: Option<Was>) -> bool {
    was.is_none_or(|was| {
        matches!(was.status, Status::Exempt | Status::NotYetIntroduced | Status::Excluded)
    })
}

/// Lines that are asked for still, and were compliant.
fn fallen(effect: &Effect) -> u64 {
    let was = |line: &&Moved| line.before.is_some_and(|was| was.status.is_compliant());
    let is = |line: &&Moved| line.after.is_some_and(|is| is.status.is_compliant());
    let fallen = effect.moved.iter().filter(|line| was(line) && !is(line));
    fallen.filter(|line| !asks_nothing(line.after)).count() as u64
}

/// Lines that were asked for and are no more, of those that stand so after.
fn leaves(effect: &Effect, stands: impl Fn(Option<Was>) -> bool) -> u64 {
    let leaves = |line: &&Moved| {
        !asks_nothing(line.before) && asks_nothing(line.after) && stands(line.after)
    };
    effect.moved.iter().filter(leaves).count() as u64
}

fn becomes(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn row(moved: &Moved) -> MovedRow {
    let (before, before_colour) = standing(moved.before);
    let (after, after_colour) = standing(moved.after);
    MovedRow {
        name: moved.name.clone(),
        passport: address::passport(&moved.employee_number),
        line: line(&moved.subject, &moved.level),
        before,
        before_colour,
        after,
        after_colour,
    }
}

/// A subject with its level, if it has one.
fn line(subject: &str, level: &str) -> String {
    match level {
        "" => subject.to_owned(),
        level => format!("{subject}, {}", passport_core::present::level_words(level)),
    }
}

/// How a line stands, in words and the colour that repeats them.
fn standing(was: Option<Was>) -> (String, String) {
    let Some(Was { status, until }) = was else {
        return ("Not on the passport".to_owned(), "grey".to_owned());
    };
    let (words, colour) = match status {
        Status::Completed => ("Completed, expires", "green"),
        Status::RenewSoon => ("Renew by", "green"),
        Status::InGrace => ("Complete by", "white"),
        Status::Expired => ("Expired", "red"),
        Status::NeverCompleted => ("Never completed", "red"),
        Status::Exempt => ("Exempt", "grey"),
        Status::NotYetIntroduced => ("Not yet required", "grey"),
        Status::Excluded => ("Not counted", "grey"),
    };
    let dated =
        matches!(status, Status::Completed | Status::RenewSoon | Status::InGrace | Status::Expired);
    let words = match until.filter(|_| dated) {
        Some(until) => format!("{words} {}", long_date(until)),
        None => words.trim_end_matches(", expires").to_owned(),
    };
    (words, colour.to_owned())
}
