//! What waits for a training lead. The counts that take work are kept until the
//! organisation's next change.

use passport_core::facts::{ExemptionFact, ExtensionFact, Recorded};
use passport_core::wording::thousands;
use passport_pages::pages::{DeskItem, DeskPage};
use passport_store::Known;

use super::desk;
use super::exemptions::State;
use super::health::health;
use super::reconciliation::{differing, reconciled};
use crate::access::Access;
use crate::data_health::Kind;
use crate::web::answer::Answer;
use crate::web::visit::Visit;

pub(in crate::web) async fn show(visit: Visit, access: Access) -> Answer {
    let organisation = desk(&access)?.organisation();
    let today = visit.app.settings.clock.today();
    let health = health(&visit, organisation).await?;
    let unmapped = health.count(Kind::Unmapped);
    let exemptions: Vec<Recorded<ExemptionFact>> = organisation.facts(Known::Now).await?;
    let ending =
        exemptions.iter().filter(|known| State::of(&known.fact, today) == State::EndsSoon).count();
    let extensions: Vec<Recorded<ExtensionFact>> = organisation.facts(Known::Now).await?;
    let acting = extensions
        .iter()
        .filter(|known| known.fact.expiring_to.is_none_or(|to| today <= to))
        .count();
    let differ = differing(&reconciled(&visit, organisation).await?, None).len();
    let item = |text: &str, href: &str, hint: &str, number: usize, words: &str| DeskItem {
        text: text.to_owned(),
        href: href.to_owned(),
        hint: hint.to_owned(),
        waiting: match (words, number) {
            ("", _) => None,
            // Nothing waits where there is nothing to wait for.
            ("with you" | "unknown" | "to see", 0) => Some(String::new()),
            (_, 0) => None,
            _ => Some(format!("{} {words}", thousands(number as u64))),
        },
    };
    let waiting = visit.waiting;
    visit.page(&DeskPage {
        items: vec![
            item(
                "Queries",
                "/queries",
                "What staff say is wrong on their passports.",
                waiting.queries,
                "with you",
            ),
            item(
                "Prior learning",
                "/prior-learning",
                "Training from elsewhere, and what of it is accepted.",
                waiting.claims,
                "with you",
            ),
            item(
                "Unknown names",
                "/competences/unmapped",
                "Say what the names mean that awards use and no competence bears.",
                unmapped,
                "unknown",
            ),
            item(
                "Data health",
                "/data-health",
                "What else in the data needs putting right, each with a proposal.",
                health.findings.len() - unmapped,
                "to see",
            ),
            item(
                "Exemptions",
                "/exemptions",
                "Give, end and look through exemptions, and time after leave.",
                ending,
                "end soon",
            ),
            item(
                "Extensions",
                "/extensions",
                "Move the expiries of a subject, as when courses are suspended.",
                acting,
                "acting",
            ),
            item(
                "Our answers beside ESR’s",
                "/reconciliation",
                "Line by line, with the reason for each difference.",
                differ,
                "differ",
            ),
            item("Units", "/units", "Rename and merge units, and name their managers.", 0, ""),
            item("Names of competences", "/competences", "What each competence is called.", 0, ""),
            item(
                "Requirements",
                "/requirements",
                "Who must hold what: draft, rehearse and publish changes.",
                0,
                "",
            ),
            item(
                "What of training from elsewhere is accepted",
                "/prior-learning/rules",
                "The rule of each subject.",
                0,
                "",
            ),
            item(
                "Monthly passports",
                "/deliveries",
                "Which months went out, and who was not reached.",
                0,
                "",
            ),
            item("Timetable", "/jobs", "What the server does by itself, and when.", 0, ""),
        ],
    })
}
