//! The organisation's figures, for the board: percentages with what they are of,
//! and nobody's name.

use std::sync::Arc;

use passport_core::compliance::{ClassFilter, Dimension, FigureRow, NotCounted, Question, Tally};
use passport_core::organisation::team_name;
use passport_core::wording::{count, thousands};
use passport_pages::pages::{FigureLine, FiguresPage, Share};
use passport_store::Organisation;
use tokio::task::spawn_blocking;

use super::answer::{Answer, Fault};
use super::visit::Visit;
use crate::access::Access;
use crate::cache::Moment;
use crate::compliance::Stand;

/// The figures of a day as the page shows them, made once for everyone who asks.
#[derive(Debug)]
pub(super) struct Sheet {
    units: Vec<FigureRow>,
    subjects: Vec<FigureRow>,
}

pub(super) async fn show(visit: Visit, access: Access) -> Answer {
    let Some(figures) = access.figures() else {
        return Err(Fault::broken("a reader of figures without a handle to them"));
    };
    let organisation = figures.organisation();
    let as_at = visit.app.settings.clock.today();
    let latest = access.latest();
    let stand = visit.app.shelf.stand_after(organisation, as_at, latest).await?;
    let moment = Moment { organisation: organisation.id, change: latest.figures(), day: as_at };
    let sheet = visit.app.sheets.get(moment, make(organisation, Arc::clone(&stand))).await?;

    let units = lines(&sheet.units, |keys| team_name(&keys[0]).to_owned());
    let mut subjects = lines(&sheet.subjects, |keys| keys[0].clone());
    // What is below its target first, what nobody is counted for last.
    subjects.sort_by_cached_key(|line| (line.meets.map_or(2, u8::from), line.name.clone()));
    let whole = sheet.units.iter().find(|row| row.class == ClassFilter::All);
    let (sentence, meets) = whole.map(in_words).unwrap_or_default();
    let not_counted = whole.map(|row| not_counted(row.not_counted)).unwrap_or_default();
    let freshness = stand.imported.map(|imported| imported.freshness(as_at).words);
    visit.page(&FiguresPage { as_at, freshness, sentence, meets, units, subjects, not_counted })
}

/// Works the figures out beside those who answer: it takes a while in a large trust.
async fn make(organisation: &Organisation, stand: Arc<Stand>) -> Result<Sheet, Fault> {
    let name = organisation.name.clone();
    let made = spawn_blocking(move || work_out(&name, &stand));
    made.await.map_err(|_| Fault::broken("figures were not made"))
}

fn work_out(organisation: &str, stand: &Stand) -> Sheet {
    let book = &stand.rules.book;
    let policy = book.settings.policy(stand.as_at);
    let question = |by| Question { as_at: stand.as_at, by, class: None, unit: None, organisation };
    let mut units = Tally::new(book, &policy, question(&[Dimension::Unit]));
    let mut subjects = Tally::new(book, &policy, question(&[Dimension::Subject]));
    let mut whole = Tally::new(book, &policy, question(&[Dimension::Organisation]));
    for loaded in stand.everyone() {
        whole.add(&loaded.person);
        units.add(&loaded.person);
        subjects.add(&loaded.person);
    }
    let mut rows = whole.rows();
    rows.extend(divisions(units.rows()));
    Sheet { units: rows, subjects: subjects.rows() }
}

/// The first level of the tree with several units: small enough to compare, too
/// large to tell who is meant.
fn divisions(rows: Vec<FigureRow>) -> impl Iterator<Item = FigureRow> {
    let depth = |row: &FigureRow| row.keys[0].split('|').filter(|name| !name.is_empty()).count();
    let mut level = 1;
    // Three rows a unit: C, R and all.
    while rows.iter().filter(|row| depth(row) == level).count() == 3 {
        level += 1;
    }
    rows.into_iter().filter(move |row| depth(row) == level)
}

/// Three rows of figures, C, R and all, to one line of the page.
fn lines(rows: &[FigureRow], name: impl Fn(&[String]) -> String) -> Vec<FigureLine> {
    rows.chunk_by(|a, b| a.keys == b.keys)
        .filter_map(|rows| {
            let of = |class| rows.iter().find(|row| row.class == class);
            let share_of = |class| of(class).map(share).unwrap_or_default();
            let all = of(ClassFilter::All)?;
            Some(FigureLine {
                name: name(&all.keys),
                compulsory: share_of(ClassFilter::Compulsory),
                role_specific: share_of(ClassFilter::RoleSpecific),
                all: share(all),
                target: percent(all.target),
                meets: all.meets_target(),
            })
        })
        .collect()
}

pub(super) fn share(row: &FigureRow) -> Share {
    let lines = row.lines;
    let of = match lines.counted {
        0 => String::new(),
        counted => format!("{} of {}", thousands(lines.compliant), thousands(counted)),
    };
    Share { percent: lines.words(), of }
}

/// Why lines are left out, the commonest reason first.
pub(super) fn not_counted(lines: NotCounted) -> Vec<String> {
    let reasons = [
        (lines.excluded, "of people who are away, and of bank and honorary staff"),
        (lines.not_yet_introduced, "announced, and not required yet"),
        (lines.exempt, "with an exemption"),
        (lines.in_grace, "of people new to a post or a requirement, who still have time"),
    ];
    let mut reasons: Vec<(u64, &str)> =
        reasons.into_iter().filter(|(lines, _)| *lines > 0).collect();
    reasons.sort_by_key(|(lines, _)| std::cmp::Reverse(*lines));
    reasons
        .into_iter()
        .map(|(lines, why)| format!("{} {why}", count(lines, "line", "lines")))
        .collect()
}

pub(super) fn in_words(row: &FigureRow) -> (String, bool) {
    let sentence = match row.lines.percent() {
        Some(share) => {
            format!(
                "{share}% of required training is in date; the target is {}",
                percent(row.target)
            )
        }
        None => "No training is required of anyone".to_owned(),
    };
    (sentence, row.meets_target().unwrap_or(true))
}

/// `85%`, `92.5%`.
pub(super) fn percent(hundredths: u32) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned() + "%"
}
