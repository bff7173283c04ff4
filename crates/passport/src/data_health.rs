//! Data health: what in the recorded data needs putting right, with what to do.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use passport_core::compliance::evaluate;
use passport_core::framework::Period;
use passport_document::Press;
use passport_store::{Known, Organisation, StoreError};

use crate::cli::output::{Cell, Table};
use crate::compliance::{Loaded, everyone, rules};

/// One finding.
struct Finding {
    kind: &'static str,
    subject: String,
    what: String,
}

/// Everything found, worst kinds first.
pub async fn report(
    organisation: &Organisation,
    known: Known,
    as_at: Date,
) -> Result<Table, StoreError> {
    let rules = rules(organisation, known, as_at).await?;
    let mut findings = Vec::new();
    for unresolved in &rules.unresolved {
        findings.push(Finding {
            kind: "requirement reaches nobody",
            subject: format!("record {}", unresolved.id),
            what: unresolved.what.clone(),
        });
    }
    for (_, competence) in rules.book.framework.iter().filter(|(_, c)| !c.described) {
        let period = match competence.period {
            Period::Months(months) => format!("its name states {months} months"),
            Period::Once => "its name states no expiry".into(),
            Period::Unknown => "its period is unknown, so the imported expiry decides".into(),
        };
        findings.push(Finding {
            kind: "unmapped competence",
            subject: competence.name.clone(),
            what: format!(
                "No competences file describes it; {period}. Add it, or record it as an alias."
            ),
        });
    }
    for (id, name) in rules.book.framework.unknown_satisfiers() {
        findings.push(Finding {
            kind: "unknown competence in Satisfied By",
            subject: rules.book.framework.competence(*id).name.clone(),
            what: format!("Satisfied By names {name}, which no competence bears."),
        });
    }
    let press = Press::new().ok();
    let unprintable = |text: &str| press.as_ref().and_then(|press| press.unprintable(text));
    for (_, competence) in rules.book.framework.iter() {
        if let Some(character) = unprintable(&competence.subject) {
            findings.push(Finding {
                kind: "cannot be printed",
                subject: competence.subject.clone(),
                what: no_font(
                    character,
                    "Every passport with this subject is sent without its PDF.",
                ),
            });
        }
    }
    let mut people = People::default();
    everyone(organisation, &rules, |chunk| {
        for loaded in &chunk {
            people.look(&rules.book, loaded, as_at);
            if let Some(character) = unprintable(&loaded.details.name()) {
                let what =
                    no_font(character, "The passport is sent without its PDF, and not printed.");
                people.find("cannot be printed", &loaded.person.employee_number, what);
            }
        }
    })
    .await?;
    findings.extend(people.findings(as_at));
    let rows = findings
        .into_iter()
        .map(|f| vec![Cell::text(f.kind), Cell::Text(f.subject), Cell::Text(f.what)])
        .collect();
    Ok(Table { headings: vec!["kind", "about", "what"], rows })
}

fn no_font(character: char, so: &str) -> String {
    format!("No font here can draw {character} (U+{:04X}). {so}", u32::from(character))
}

#[derive(Default)]
struct People {
    present: HashSet<String>,
    supervisors: BTreeMap<String, String>,
    without_requirements: BTreeMap<(String, String), u32>,
    by_name: HashMap<(String, String), Vec<String>>,
    other: Vec<Finding>,
}

impl People {
    fn look(&mut self, book: &passport_core::compliance::Rulebook, loaded: &Loaded, as_at: Date) {
        let person = &loaded.person;
        let number = &person.employee_number;
        let mut present = false;
        for assignment in &person.assignments {
            let Some(posting) = assignment.on(as_at) else { continue };
            present = true;
            self.supervisors.entry(number.clone()).or_insert_with(|| posting.supervisor.clone());
            if let (Some(start), Some(end)) = (posting.start, posting.end)
                && end < start
            {
                self.find(
                    "impossible dates",
                    number,
                    format!("Assignment {} ends before it starts.", assignment.number),
                );
            }
        }
        if !present {
            return;
        }
        self.present.insert(number.clone());
        for of_assignment in evaluate(book, person, as_at) {
            let assignment = &person.assignments[of_assignment.assignment];
            if let (true, Some(posting)) = (of_assignment.lines.is_empty(), assignment.on(as_at)) {
                let key = (posting.position_number.clone(), posting.position_title.clone());
                *self.without_requirements.entry(key).or_default() += 1;
            }
        }
        if loaded.fact.email.is_empty() {
            self.find(
                "no email address",
                number,
                "The passport is printed for the team instead, unless the person is away.".into(),
            );
        }
        let name = (
            passport_core::text::normal(&loaded.fact.first_name),
            passport_core::text::normal(&loaded.fact.last_name),
        );
        self.by_name.entry(name).or_default().push(number.clone());
        for award in person.awards.iter().filter(|award| award.date > as_at) {
            let name = book.framework.competence(award.competence).name.clone();
            self.find("award in the future", number, format!("{name} is dated {}.", award.date));
        }
    }

    fn find(&mut self, kind: &'static str, about: &str, what: String) {
        self.other.push(Finding { kind, subject: about.into(), what });
    }

    fn findings(mut self, _as_at: Date) -> Vec<Finding> {
        let mut out = Vec::new();
        for ((number, title), holders) in &self.without_requirements {
            out.push(Finding {
                kind: "position without requirements",
                subject: format!("{number} {title}").trim().to_owned(),
                what: format!("{holders} assignments have nothing required of them."),
            });
        }
        for (person, supervisor) in &self.supervisors {
            if supervisor.is_empty() || !self.present.contains(supervisor) {
                out.push(Finding {
                    kind: "no supervisor",
                    subject: person.clone(),
                    what: if supervisor.is_empty() {
                        "No supervisor is recorded.".into()
                    } else {
                        format!("The supervisor {supervisor} is not on the staff list.")
                    },
                });
            } else if self.circular(person) {
                out.push(Finding {
                    kind: "circular supervisor",
                    subject: person.clone(),
                    what: "Going up from supervisor to supervisor leads back here.".into(),
                });
            }
        }
        let mut doubles: Vec<_> = self
            .by_name
            .iter()
            .filter(|(name, numbers)| numbers.len() > 1 && !name.1.is_empty())
            .collect();
        doubles.sort();
        for ((first, last), numbers) in doubles {
            out.push(Finding {
                kind: "the same name twice",
                subject: numbers.join(", "),
                what: format!("{first} {last} has several employee numbers; it may be one person."),
            });
        }
        out.append(&mut self.other);
        out
    }

    fn circular(&self, person: &str) -> bool {
        let mut at = person;
        for _ in 0..64 {
            match self.supervisors.get(at) {
                Some(next) if next == person => return true,
                Some(next) => at = next,
                None => return false,
            }
        }
        false
    }
}
