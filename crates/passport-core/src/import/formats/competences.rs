//! Competences: the things a person can hold, each one level of a subject.

use std::collections::HashMap;

use super::heading;
use crate::import::heading::{Format, Heading, normal_form as plain};
use crate::import::name::{self, StatedPeriod};
use crate::import::problem::{Problem, Severity};
use crate::import::recognise::Column;
use crate::import::row::RowReader;
use crate::import::summary::{FileSummary, Kind};
use crate::import::table::Table;
use crate::import::words::{choose, whole_of};
use crate::import::{Place, Row};
use crate::text::normal;

/// One competence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompetenceRow {
    /// `NHS|CSTF|Fire Safety - 2 Years|`.
    pub name: String,
    /// The subject it is a level of.
    pub subject: String,
    /// The level, where the subject has levels.
    pub level: Option<String>,
    /// How long an award lasts.
    pub refresher: Refresher,
    /// The class of requirements that name none.
    pub class: Option<Class>,
    /// The share of lines that should be complete.
    pub target: Option<Percent>,
    /// Months before expiry in which the passport says "renew".
    pub warning_months: Option<u32>,
    /// Whose expiry date counts.
    pub expiry: ExpiryRule,
    /// Only awards on or after the assignment's start count.
    pub once_per_assignment: bool,
    /// Where a renewal runs from.
    pub renewal: Renewal,
    /// What else satisfies it: each entry one alternative, which is the list of
    /// competence names needed together (one, or the parts of a composite).
    pub satisfied_by: Vec<Vec<String>>,
    /// Other names for it.
    pub aliases: Vec<String>,
}

/// How long an award of a competence lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refresher {
    /// So many calendar months.
    Months(u32),
    /// It does not expire.
    OnceOnly,
    /// The file has no column for it and the name states none.
    Unknown,
}

impl From<StatedPeriod> for Refresher {
    fn from(stated: StatedPeriod) -> Self {
        match stated {
            StatedPeriod::Months(months) => Refresher::Months(months),
            StatedPeriod::NoExpiry => Refresher::OnceOnly,
            StatedPeriod::Unstated => Refresher::Unknown,
        }
    }
}

/// The class of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// C.
    Compulsory,
    /// R.
    RoleSpecific,
}

/// Whose expiry date counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ExpiryRule {
    /// Award date and our period.
    #[default]
    Ours,
    /// The date on the certificate.
    AsPrinted,
}

/// Where a renewal runs from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Renewal {
    /// From the day it was completed.
    #[default]
    FromCompletion,
    /// From the previous expiry, if made in the last so many months before it.
    KeepAnniversary {
        /// The months before the expiry.
        within_months: u32,
    },
}

/// A percentage, exact to a hundredth: 85% is `Percent { hundredths: 8500 }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent {
    /// Hundredths of a per cent, 0 to 10,000.
    pub hundredths: u16,
}

const HEADINGS: &[Heading] = &[
    heading("Competence Name", &["Competency Name"]),
    heading("Subject", &[]),
    heading("Level", &[]),
    heading("Refresher Months", &[]),
    heading("Class", &[]),
    heading("Compliance Target", &["Target"]),
    heading("Warning Months", &[]),
    heading("Expiry", &[]),
    heading("Once Per Assignment", &[]),
    heading("Renewal", &[]),
    heading("Satisfied By", &[]),
    heading("Aliases", &[]),
];

pub(in crate::import) const FORMAT: Format = Format {
    kind: Kind::Competences,
    headings: &[HEADINGS],
    marks: &[&["Competence Name"], &["Subject"]],
    needs: &[&["Competence Name"], &["Subject"]],
    never_with: &["Applies To", "Employee Number"],
};

/// The classes of a line, in the words people use.
pub(super) const CLASSES: &[(&str, Class)] = &[
    ("c", Class::Compulsory),
    ("compulsory", Class::Compulsory),
    ("mandatory", Class::Compulsory),
    ("r", Class::RoleSpecific),
    ("rolespecific", Class::RoleSpecific),
];

const ONCE_ONLY: &[(&str, ())] =
    &[("none", ()), ("onceonly", ()), ("once", ()), ("noexpiry", ()), ("oneoff", ())];

pub(super) fn read(table: &mut Table<'_, '_>) -> Vec<Row<CompetenceRow>> {
    let name = table.column("Competence Name");
    let subject = table.column("Subject");
    let level = table.column("Level");
    let months = table.column("Refresher Months");
    let class = table.column("Class");
    let target = table.column("Compliance Target");
    let warning_months = table.column("Warning Months");
    let expiry = table.column("Expiry");
    let once_per_assignment = table.column("Once Per Assignment");
    let renewal = table.column("Renewal");
    let satisfied_by = table.column("Satisfied By");
    let aliases = table.column("Aliases");
    table.read(|row| {
        let name = row.required(name);
        let subject = row.required(subject);
        // No column says nothing; an empty cell says once only.
        let refresher = months.index.map(|_| refresher(row, months).unwrap_or(Refresher::OnceOnly));
        let expiry = row.choice(
            expiry,
            &[("ours", ExpiryRule::Ours), ("asprinted", ExpiryRule::AsPrinted)],
            "ours, as printed",
        );
        let class = row.choice(class, CLASSES, "C, R");
        let rest = CompetenceRow {
            name: String::new(),
            subject: String::new(),
            level: row.text(level),
            refresher: Refresher::Unknown,
            class,
            target: percent(row, target),
            warning_months: row.whole(warning_months, 120),
            expiry: expiry.unwrap_or_default(),
            once_per_assignment: row.boolean(once_per_assignment).unwrap_or_default(),
            renewal: self::renewal(row, renewal),
            satisfied_by: alternatives(&row.list(satisfied_by)),
            aliases: row.list(aliases),
        };
        let name = name?;
        let refresher = settled(row, months, refresher, &name);
        Some(CompetenceRow { name, subject: subject?, refresher, ..rest })
    })
}

/// A refresher period: a number of months, or `none`; empty gives none.
pub(super) fn refresher(row: &mut RowReader<'_, '_>, column: Column) -> Option<Refresher> {
    let text = row.text(column)?;
    if choose(&text, ONCE_ONLY).is_some() {
        return Some(Refresher::OnceOnly);
    }
    match whole_of(&text).filter(|months| (1..=1200).contains(months)) {
        Some(months) => Some(Refresher::Months(months)),
        None => {
            let what = format!("{} is not a number of months.", row.shown(column));
            row.error(
                column,
                what,
                "Enter whole months such as 24, or leave it empty for once only.",
            );
            None
        }
    }
}

/// The period of a competence, beside the one its name states.
fn settled(
    row: &mut RowReader<'_, '_>,
    column: Column,
    given: Option<Refresher>,
    name: &str,
) -> Refresher {
    let stated = Refresher::from(name::stated_period(name));
    match given {
        Some(given) => {
            if stated != Refresher::Unknown && stated != given && !row.is_refused() {
                row.note(
                    column,
                    "The period differs from the one the competence's name states; this one is used.",
                    "Check which is meant.",
                );
            }
            given
        }
        None => stated,
    }
}

fn renewal(row: &mut RowReader<'_, '_>, column: Column) -> Renewal {
    let Some(text) = row.text(column) else { return Renewal::default() };
    let normal = plain(&text);
    if normal == "fromcompletion" {
        return Renewal::FromCompletion;
    }
    let months = normal
        .strip_prefix("keepanniversary")
        .map(|rest| rest.strip_prefix("within").unwrap_or(rest))
        .map(|rest| rest.strip_suffix("months").or(rest.strip_suffix("month")).unwrap_or(rest))
        .and_then(whole_of)
        .filter(|months| (1..=60).contains(months));
    match months {
        Some(within_months) => Renewal::KeepAnniversary { within_months },
        None => {
            let what = format!("{} is not a way of renewing.", row.shown(column));
            row.error(column, what, "Enter from completion, or keep anniversary 3 (months).");
            Renewal::default()
        }
    }
}

/// A percentage: `85`, `85%`, and the 0.85 a workbook holds where it shows 85%.
fn percent(row: &mut RowReader<'_, '_>, column: Column) -> Option<Percent> {
    let text = row.text(column)?;
    let (number, marked) = match text.strip_suffix('%') {
        Some(number) => (number.trim_end(), true),
        None => (text.as_str(), false),
    };
    let plain =
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let value: Option<f64> = number.parse().ok().filter(|_| plain);
    let value = value.map(|value| if value <= 1.0 && !marked { value * 100.0 } else { value });
    match value.filter(|value| (0.0..=100.0).contains(value)) {
        Some(value) => Some(Percent { hundredths: (value * 100.0).round() as u16 }),
        None => {
            let what = format!("{} is not a percentage from 0 to 100.", row.shown(column));
            row.error(column, what, "Enter a number such as 85.");
            None
        }
    }
}

/// Each alternative's parts: `A + B` needs both.
fn alternatives(names: &[String]) -> Vec<Vec<String>> {
    names
        .iter()
        .map(|name| {
            let parts = name.split(" + ").map(str::trim).filter(|part| !part.is_empty());
            parts.map(str::to_owned).collect()
        })
        .filter(|parts: &Vec<String>| !parts.is_empty())
        .collect()
}

/// Refuses what says one thing twice: a second row for a subject and level, and
/// a name or alias that is already another competence's. The first row stands.
pub(in crate::import) fn settle(
    rows: Vec<Row<CompetenceRow>>,
    files: &mut [FileSummary],
) -> (Vec<Row<CompetenceRow>>, Vec<(usize, Problem)>) {
    let mut levels: HashMap<(String, String), Place> = HashMap::new();
    let mut names: HashMap<String, Place> = HashMap::new();
    let mut problems = Vec::new();
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        let competence = &row.value;
        let level =
            (normal(&competence.subject), normal(competence.level.as_deref().unwrap_or_default()));
        let own = std::iter::once(&competence.name).chain(&competence.aliases);
        let own: Vec<String> = own.map(|name| normal(name)).collect();
        let clash = match levels.get(&level) {
            Some(&other) => Some((
                other,
                "has the same subject and level",
                "Keep one of them; other names for it belong in its Aliases.",
            )),
            None => own.iter().find_map(|name| names.get(name)).map(|&other| {
                (
                    other,
                    "has the same name, or has it among its aliases",
                    "Let each name stand for one subject and level.",
                )
            }),
        };
        let Some((other, why, remedy)) = clash else {
            levels.insert(level, row.place);
            names.extend(own.into_iter().map(|name| (name, row.place)));
            kept.push(row);
            continue;
        };
        let elsewhere = match other.file == row.place.file {
            true => format!("row {}", other.row),
            false => format!("{}, row {},", files[other.file].name, other.row),
        };
        let file = &mut files[row.place.file];
        file.rows_given -= 1;
        file.rows_refused += 1;
        let what = format!("Row {} and {elsewhere} clash: the earlier {why}.", row.place.row);
        let mut problem =
            Problem::with_file(Severity::Error, &file.name, what, remedy).at_row(row.place.row);
        problem.sheet.clone_from(&file.sheet);
        problem.value = Some(competence.name.clone());
        problems.push((row.place.file, problem));
    }
    (kept, problems)
}
