//! One person's passport, put together: the lines of compliance, each with its
//! words, its reasons and its next step.

use jiff::civil::{Date, Time};

use super::bookings::Bookings;
use super::key::keys;
use super::name::{subject_words, title};
use super::next_step::{Offer, next_step};
use super::passport::{Freshness, Group, Line, Passport};
use super::scene::{Scene, Voice};
use super::status::{Named, colour, group, words};
use super::{awards, held, notes, posts, summary, what_if, why};
use crate::compliance::{Line as Evaluated, Rulebook, Status, add_months, evaluate_passport};
use crate::learning::{Catalogue, Enrolment};
use crate::record::Person;
use crate::wording::long_date;
use crate::workforce::PersonDetails;

/// What a passport says that is about neither the rules nor the person.
#[derive(Clone, Debug)]
pub struct Context {
    /// The day the passport speaks of.
    pub as_at: Date,
    /// The employer's name.
    pub organisation: String,
    /// The newest import, if there is one.
    pub imported: Option<Imported>,
    /// The address of this passport's page.
    pub page: Option<String>,
    /// Whom to ask about training.
    pub contact: Option<String>,
    /// To whom it speaks.
    pub voice: Voice,
}

/// The newest import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Its extract date.
    pub extract_date: Date,
    /// Local time of day at which it was imported.
    pub time: Option<Time>,
    /// Its number.
    pub number: i64,
    /// The extract date of the first import: days before it are reconstructed
    /// (rules.md section 7).
    pub first_extract: Date,
}

impl Imported {
    /// Whether an answer for the day is put together from what later extracts
    /// say of earlier days.
    #[must_use]
    pub fn reconstructs(self, day: Date) -> bool {
        day < self.first_extract
    }

    /// How fresh the data behind an answer for a day is, in words.
    #[must_use]
    pub fn freshness(self, as_at: Date) -> Freshness {
        let time = self
            .time
            .map(|time| format!(", {:02}:{:02}", time.hour(), time.minute()))
            .unwrap_or_default();
        Freshness {
            extract_date: self.extract_date,
            time: self.time,
            import: self.number,
            words: format!(
                "Training data as at {}{time}, from import {}{}",
                long_date(self.extract_date),
                self.number,
                if self.reconstructs(as_at) { RECONSTRUCTED } else { "" }
            ),
        }
    }
}

/// What is said of a day before the first extract.
const RECONSTRUCTED: &str = "; reconstructed, because this day is before the first extract, and extracts hold only the latest award of each kind";

/// One person's passport on the context's day, with every field filled.
#[must_use]
pub fn passport(
    rules: &Rulebook,
    catalogue: &Catalogue,
    person: &Person,
    details: &PersonDetails,
    enrolments: &[Enrolment],
    context: &Context,
) -> Passport {
    let scene = Scene { rules, person, as_at: context.as_at, voice: context.voice };
    let policy = rules.settings.policy(context.as_at);
    let evaluated = evaluate_passport(rules, person, context.as_at);
    let offer = Offer {
        catalogue,
        enrolments,
        bookings: &Bookings::of(catalogue, enrolments, context.as_at),
        required: &evaluated,
        contact: context.contact.as_deref(),
    };
    let mut lines = lines(scene, offer, &evaluated);
    lines.sort_by_cached_key(|(line, evaluated)| reading_order(scene, line, evaluated));
    let soon_until = add_months(context.as_at, i32::from(policy.warning_months));
    Passport {
        organisation: context.organisation.clone(),
        name: details.name(),
        employee_number: person.employee_number.clone(),
        posts: posts::posts(scene, &policy),
        as_at: context.as_at,
        freshness: context.imported.map(|imported| imported.freshness(context.as_at)),
        summary: summary::summary(&lines, soon_until),
        lines: lines.into_iter().map(|(line, _)| line).collect(),
        held: held::held(scene, &evaluated),
        actions: Vec::new(),
        contact: context.contact.clone(),
        page: context.page.clone(),
    }
}

fn lines<'e>(
    scene: Scene<'_>,
    offer: Offer<'_>,
    evaluated: &'e [Evaluated],
) -> Vec<(Line, &'e Evaluated)> {
    let shown = keys(scene.rules, evaluated).into_iter().zip(evaluated);
    shown.map(|(key, evaluated)| (line(scene, offer, evaluated, key), evaluated)).collect()
}

fn line(scene: Scene<'_>, offer: Offer<'_>, line: &Evaluated, key: String) -> Line {
    let competence = scene.framework().competence(line.competence);
    let composite = scene.composite(line);
    let composite = composite.as_ref();
    let group = group(line.status);
    let needs_something = group != Group::Fine;
    let mut notes = notes::notes(scene, line, composite);
    let step = needs_something.then(|| next_step(scene, offer, line, composite));
    let next_step = step.map(|(step, troubles)| {
        notes.extend(troubles.into_iter().map(|trouble| trouble.note(scene.voice)));
        step
    });
    Line {
        key,
        subject: competence.subject.clone(),
        level: competence.level.clone(),
        title: title(competence),
        class: line.class,
        status: line.status,
        colour: colour(line.status),
        words: words(line.status, named(scene, line)),
        group,
        expiry: line.expiry(),
        award: line.attained.map(|a| awards::shown(scene, &scene.person.awards[a.award])),
        notes,
        why: why::why(scene, line),
        what_if: needs_something.then(|| what_if::sentence(scene, line, composite)).flatten(),
        under_query: None,
        next_step,
        history: awards::history(scene, line),
    }
}

/// The dates and names that the line's status words need.
fn named<'a>(scene: Scene<'a>, line: &Evaluated) -> Named<'a> {
    let subject = scene.framework().subject_of(line.competence);
    let exemption = scene.exemption(subject);
    let introduced = line.needs.iter().filter_map(|need| scene.requirement(need).introduced).min();
    Named {
        expiry: line.expiry(),
        due: line.due,
        introduced,
        exempt_until: exemption.and_then(|(_, until)| until),
        approved_by: exemption.map_or("", |(exemption, _)| exemption.approved_by.as_str()),
    }
}

/// What needs doing first: expired, the longest expired first; never completed;
/// in grace, by the day it ends; then what runs out soon, soonest first; then
/// the rest. Otherwise by subject and level.
fn reading_order(scene: Scene<'_>, line: &Line, evaluated: &Evaluated) -> impl Ord + use<> {
    let (rank, day) = match line.status {
        Status::Expired => (0, line.expiry),
        Status::NeverCompleted => (1, None),
        Status::InGrace => (2, evaluated.due),
        Status::RenewSoon => (3, line.expiry),
        _ => (4, None),
    };
    let competence = scene.framework().competence(evaluated.competence);
    let subject = subject_words(competence).to_lowercase();
    (rank, day, subject, competence.level.to_lowercase(), line.key.clone())
}
