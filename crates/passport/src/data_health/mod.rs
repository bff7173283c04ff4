//! Data health: what in the recorded data needs putting right, each with a proposed
//! repair. What somebody looked at and set aside is not listed again until what was
//! found is another.

mod finding;
mod people;

use std::collections::HashMap;

use jiff::civil::Date;
use passport_core::entered::DismissalFact;
use passport_core::facts::{GrantFact, GrantedRole, Recorded};
use passport_core::framework::Period;
use passport_core::text::normal;
use passport_document::Press;
use passport_store::{Organisation, StoreError};

use crate::compliance::{Rules, Stand};

pub use finding::{Finding, Kind, Repair};
use people::People;

/// What was found, and what of it is set aside.
#[derive(Clone, Debug, Default)]
pub struct Health {
    /// What needs putting right, worst kinds first.
    pub findings: Vec<Finding>,
    /// What was looked at and set aside: the decision's number, and why.
    pub aside: Vec<(Finding, i64, String)>,
}

impl Health {
    /// How many findings there are of a kind.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.findings.iter().filter(|finding| finding.kind == kind).count()
    }
}

/// Everything found on the day of a stand. Evaluates everyone.
///
/// # Errors
/// When the database fails.
pub async fn look(organisation: &Organisation, stand: &Stand) -> Result<Health, StoreError> {
    let (rules, known, as_at) = (&*stand.rules, stand.rules.known, stand.as_at);
    let mut findings = of_rules(rules);
    let press = Press::new().ok();
    let unprintable = |text: &str| press.as_ref().and_then(|press| press.unprintable(text));
    for (_, competence) in rules.book.framework.iter() {
        if let Some(character) = unprintable(&competence.subject) {
            let so = "Every passport with this subject is sent without its PDF.";
            let what = no_font(character, so);
            findings.push(Finding::new(
                Kind::CannotBePrinted,
                &competence.subject,
                what,
                Repair::AtTheSource(
                    "Write it with letters that can be printed, where competences are kept.",
                ),
            ));
        }
    }
    let mut people = People::new(as_at, managed_units(organisation, rules, as_at).await?);
    for loaded in stand.everyone() {
        people.look(&rules.book, &loaded);
        if let Some(character) = unprintable(&loaded.details.name()) {
            let so =
                "On paper a square stands for it; on screens and read aloud the name is as it is.";
            people.find(
                Kind::CannotBePrinted,
                (&loaded.person.employee_number, &loaded.details.name()),
                no_font(character, so),
                Repair::AtTheSource("Correct the name in ESR, or with passport rectify."),
            );
        }
    }
    findings.extend(people.findings());
    findings.sort_by_key(|finding| finding.kind);
    let dismissals: Vec<Recorded<DismissalFact>> = organisation.facts(known).await?;
    let dismissals: HashMap<String, (i64, String)> = dismissals
        .into_iter()
        .map(|known| (known.fact.mark, (known.id, known.fact.reason)))
        .collect();
    let mut health = Health::default();
    for finding in findings {
        let set_aside = dismissals.get(&finding.mark());
        match set_aside.or_else(|| dismissals.get(&finding.old_mark())) {
            Some((id, reason)) => health.aside.push((finding, *id, reason.clone())),
            None => health.findings.push(finding),
        }
    }
    Ok(health)
}

/// What the rules themselves name and is not there.
fn of_rules(rules: &Rules) -> Vec<Finding> {
    let mut findings = Vec::new();
    for unresolved in &rules.unresolved {
        findings.push(Finding::new(
            Kind::ReachesNobody,
            &format!("record {}", unresolved.id),
            unresolved.what.clone(),
            Repair::AtTheSource("Correct it in the requirements file, and import the file again."),
        ));
    }
    for (_, competence) in rules.book.framework.iter().filter(|(_, c)| !c.described) {
        let period = match competence.period {
            Period::Months(months) => format!("its name states {months} months"),
            Period::Once => "its name states no expiry".into(),
            Period::Unknown => "its period is unknown, so the imported expiry decides".into(),
        };
        findings.push(Finding::new(
            Kind::Unmapped,
            &competence.name,
            format!(
                "No competences file describes it; {period}. Add it, or record it as an alias."
            ),
            Repair::Name,
        ));
    }
    for (id, name) in rules.book.framework.unknown_satisfiers() {
        let finding = Finding::new(
            Kind::UnknownSatisfier,
            &rules.book.framework.competence(*id).name,
            format!("Satisfied By names {name}, which no competence bears."),
            Repair::AtTheSource(
                "Correct Satisfied By in the competences file, or give the name its place.",
            ),
        );
        findings.push(finding.known_by(name));
    }
    findings
}

/// Units that have a named manager on the day, whose account is open.
async fn managed_units(
    organisation: &Organisation,
    rules: &Rules,
    as_at: Date,
) -> Result<Vec<String>, StoreError> {
    let units = &rules.book.units;
    let open: Vec<i64> = organisation
        .accounts()
        .await?
        .into_iter()
        .filter(|account| account.closed_at.is_none())
        .map(|account| account.id)
        .collect();
    let grants: Vec<Recorded<GrantFact>> = organisation.facts(rules.known).await?;
    Ok(grants
        .into_iter()
        .map(|known| known.fact)
        .filter(|grant| grant.role == GrantedRole::Manager && grant.holds(as_at))
        .filter(|grant| open.contains(&grant.account))
        // A unit that was renamed since is known by its old path too.
        .filter_map(|grant| Some(normal(&units.unit(units.find(&grant.scope)?).path)))
        .collect())
}

fn no_font(character: char, so: &str) -> String {
    format!("No font here can draw {character} (U+{:04X}). {so}", u32::from(character))
}
