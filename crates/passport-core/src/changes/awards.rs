//! Awards: added where they are new, never ended because a later file lacks them.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::references::References;
use super::remains::Remains;
use super::{Plan, Recordings};
use crate::facts::{AwardFact, AwardOrigin};
use crate::import::{Place, Reading, Severity};
use crate::text::normal;

impl Plan<'_> {
    pub(super) fn awards(&mut self, reading: &Reading, references: &References) {
        if reading.awards.is_empty() && reading.compliance.is_empty() {
            return;
        }
        let mut met = Met::of(self.recorded, !reading.compliance.is_empty());
        let remains = Remains::of(self.recorded, reading, self.terms);
        let mut unmapped: HashSet<String> = HashSet::new();
        for row in &reading.awards {
            let value = &row.value;
            let Some(employee_number) =
                self.person(references, reading, row.place, &value.employee_number)
            else {
                continue;
            };
            let name = ("Competency Name", value.competence_name.as_ref());
            self.describe(reading, references, row.place, name, &mut unmapped);
            if value.awarded_on > self.terms.extract_date {
                self.problem(
                    reading,
                    row.place,
                    Severity::Warning,
                    ("Date Last Awarded", &value.awarded_on.to_string()),
                    "This award is dated after the extract; it is kept, and counts from its date."
                        .into(),
                    "Check the date.",
                );
            }
            let award = Award {
                employee_number: &employee_number,
                competence_name: &value.competence_name,
                date: value.awarded_on,
                printed_expiry: value.expires_on,
                vpd: value.vpd.as_deref().unwrap_or_default(),
                title: value.course_title.as_deref().unwrap_or_default(),
                origin: AwardOrigin::Import,
            };
            match met.meet(&award, Some(row.place)) {
                Before::Never if award.is_among(&remains) => {
                    self.stays_destroyed(reading, row.place);
                }
                Before::Never => {
                    // An extract told of it already; this row says more.
                    if let Some(copy) = met.copy_in_extract(&award) {
                        self.changes.awards.void.push(copy);
                    }
                    self.add_award(row.place, &award);
                }
                Before::Recorded => {}
                Before::Withdrawn => self.stays_void(reading, row.place),
                Before::InFile(first) => self.problem(
                    reading,
                    row.place,
                    Severity::Note,
                    ("", ""),
                    format!("Row {} is the same award; it is counted once.", first.row),
                    "",
                ),
            }
        }
        for row in &reading.compliance {
            let value = &row.value;
            let name = ("Competence Name", value.competence_name.as_ref());
            self.describe(reading, references, row.place, name, &mut unmapped);
            let Some(date) = value.awarded_on else { continue };
            let Some(employee_number) =
                self.person(references, reading, row.place, &value.assignment.employee_number)
            else {
                continue;
            };
            let award = Award {
                employee_number: &employee_number,
                competence_name: &value.competence_name,
                date,
                printed_expiry: value.expires_on,
                vpd: "",
                title: "",
                origin: AwardOrigin::Extract,
            };
            match met.meet_in_extract(&award) {
                Before::Never if award.is_among(&remains) => {
                    self.stays_destroyed(reading, row.place);
                }
                Before::Never => self.add_award(row.place, &award),
                Before::Withdrawn => self.stays_void(reading, row.place),
                Before::Recorded | Before::InFile(_) => {}
            }
        }
    }

    /// Somebody voided it by hand; the file still holds it.
    fn stays_void(&mut self, reading: &Reading, place: Place) {
        self.problem(
            reading,
            place,
            Severity::Note,
            ("", ""),
            "This award was voided here, and stays void.".into(),
            "Correct it where the file comes from, or record it again with award add.",
        );
    }

    fn add_award(&mut self, place: Place, award: &Award<'_>) {
        self.tally.used(place);
        self.item("award added", || {
            format!(
                "{} achieved {} on {}.",
                award.employee_number,
                award.competence_name,
                crate::wording::long_date(award.date)
            )
        });
        self.changes.awards.add.push(AwardFact {
            employee_number: award.employee_number.into(),
            competence_name: award.competence_name.into(),
            date: award.date,
            printed_expiry: award.printed_expiry,
            vpd: award.vpd.into(),
            title: award.title.into(),
            origin: award.origin,
        });
    }

    /// Says once of each competence that no file describes it.
    fn describe(
        &mut self,
        reading: &Reading,
        references: &References,
        place: Place,
        (heading, name): (&str, &str),
        said: &mut HashSet<String>,
    ) {
        if said.contains(name) {
            return;
        }
        let described = references
            .framework
            .by_name(name)
            .is_some_and(|id| references.framework.competence(id).described);
        said.insert(name.into());
        if !described {
            self.problem(
                reading,
                place,
                Severity::Note,
                (heading, name),
                "No competences file describes this competence; it is a subject of its own, with the period its name states.".into(),
                NAME_IT,
            );
        }
    }
}

/// What to do about a competence that no file describes. A page shows where its Unknown
/// names are.
pub const NAME_IT: &str = "Say what it means under Unknown names. Or add it to the competences file, or record it there as an alias.";

/// What a row or a recorded fact says of an award.
struct Award<'a> {
    employee_number: &'a str,
    competence_name: &'a str,
    date: Date,
    printed_expiry: Option<Date>,
    vpd: &'a str,
    title: &'a str,
    origin: AwardOrigin,
}

impl Award<'_> {
    fn is_among(&self, remains: &Remains) -> bool {
        remains.include(self.employee_number, self.competence_name, self.date, self.printed_expiry)
    }
}

/// What makes two rows one award, whoever last updated the record; texts by
/// their number in [`Met`].
type Key = (u32, u32, Date, Option<Date>, u32, u32);

/// Where an award was met before.
#[derive(Clone, Copy)]
enum Before {
    Never,
    Recorded,
    /// Recorded once, and voided by hand since.
    Withdrawn,
    InFile(Place),
}

/// What a compliance extract says of an award: whose, of what, when, until when.
type InExtract = (u32, u32, Date, Option<Date>);

/// Awards already met, and the texts that tell them apart: there are few texts
/// and many awards, a million in a large trust.
#[derive(Default)]
struct Met {
    awards: HashMap<Key, Before>,
    /// The same awards as an extract tells of them; only where one is read.
    told: Option<HashMap<InExtract, Before>>,
    /// Recorded awards of which only an extract told, by number.
    copies: HashMap<InExtract, i64>,
    texts: HashMap<String, u32>,
    /// The numbers of names' normal forms.
    names: HashMap<String, u32>,
}

impl Met {
    fn of(recorded: &Recordings, extract: bool) -> Self {
        let mut met = Self { told: extract.then(HashMap::new), ..Self::default() };
        // What was voided and recorded again since is not withdrawn.
        for fact in &recorded.withdrawn {
            met.note(fact, Before::Withdrawn);
        }
        for award in &recorded.awards {
            let key = met.note(&award.fact, Before::Recorded);
            if award.fact.origin == AwardOrigin::Extract {
                met.copies.insert(in_extract(key), award.id);
            }
        }
        met
    }

    fn note(&mut self, fact: &AwardFact, known: Before) -> Key {
        let key = self.key(&Award {
            employee_number: &fact.employee_number,
            competence_name: &fact.competence_name,
            date: fact.date,
            printed_expiry: fact.printed_expiry,
            vpd: &fact.vpd,
            title: &fact.title,
            origin: fact.origin,
        });
        self.awards.insert(key, known);
        self.tell(key, known);
        key
    }

    /// An extract that leaves the expiry out tells of the same award.
    fn tell(&mut self, key: Key, known: Before) {
        if let Some(told) = &mut self.told {
            let (person, name, date, expiry) = in_extract(key);
            told.insert((person, name, date, expiry), known);
            told.insert((person, name, date, None), known);
        }
    }

    /// Meets an award, perhaps in a row of a file; where it was met before.
    fn meet(&mut self, award: &Award<'_>, place: Option<Place>) -> Before {
        let key = self.key(award);
        self.tell(key, Before::Recorded);
        match self.awards.entry(key) {
            Entry::Vacant(free) => {
                free.insert(place.map_or(Before::Recorded, Before::InFile));
                Before::Never
            }
            Entry::Occupied(mut met) => {
                let before = *met.get();
                if let (Some(place), Before::Recorded | Before::Withdrawn) = (place, before) {
                    met.insert(Before::InFile(place));
                }
                before
            }
        }
    }

    /// Meets an award in a compliance extract, which is the one that a file of
    /// awards tells more of, its employer and its title.
    fn meet_in_extract(&mut self, award: &Award<'_>) -> Before {
        let key = in_extract(self.key(award));
        match self.told.as_ref().and_then(|told| told.get(&key)) {
            Some(before) => *before,
            None => self.meet(award, None),
        }
    }

    /// The recorded award that an extract told of, and this one is.
    fn copy_in_extract(&mut self, award: &Award<'_>) -> Option<i64> {
        let (person, name, date, expiry) = in_extract(self.key(award));
        let exact = self.copies.remove(&(person, name, date, expiry));
        exact.or_else(|| self.copies.remove(&(person, name, date, None)))
    }

    fn key(&mut self, award: &Award<'_>) -> Key {
        (
            self.text(award.employee_number),
            self.name(award.competence_name),
            award.date,
            award.printed_expiry,
            self.text(award.vpd),
            self.text(award.title),
        )
    }

    fn text(&mut self, text: &str) -> u32 {
        if let Some(number) = self.texts.get(text) {
            return *number;
        }
        let number = self.texts.len() as u32;
        self.texts.insert(text.to_owned(), number);
        number
    }

    fn name(&mut self, name: &str) -> u32 {
        if let Some(number) = self.names.get(name) {
            return *number;
        }
        let number = self.text(&normal(name));
        self.names.insert(name.to_owned(), number);
        number
    }
}

fn in_extract((person, name, date, expiry, ..): Key) -> InExtract {
    (person, name, date, expiry)
}
