//! What an import is compared with.

use anyhow::Result;
use jiff::civil::Date;
use passport_core::changes::Recordings;
use passport_core::correction::CorrectionFact;
use passport_core::facts::{
    AwardFact, ClassFact, CompetenceFact, CourseFact, EnrolmentFact, EsrAnswerFact, ExemptionFact,
    OutboundFact, PersonFact, PostingFact, RequirementFact, UnitChangeFact,
};
use passport_core::import::{Kind, Reading};
use passport_core::retention::RecordClass;
use passport_core::setting::Settings;
use passport_store::{ImportRecord, Known, Organisation};

/// The organisation as it stands before an import; of one that is only now
/// being made, nothing.
#[derive(Debug, Default)]
pub(super) struct Standing {
    pub(super) settings: Settings,
    pub(super) recorded: Recordings,
    /// The imports that were not undone, newest first.
    imports: Vec<ImportRecord>,
    /// The import of the very same files for the same day.
    pub(super) repeat: Option<i64>,
}

impl Standing {
    pub(super) async fn of(
        organisation: &Organisation,
        reading: &Reading,
        extract_date: Date,
        hashes: &[String],
    ) -> Result<Self> {
        let mut imports = organisation.imports().await?;
        imports.retain(|import| import.undone.is_none());
        let mut repeat = None;
        for import in imports.iter().filter(|import| import.extract_date == extract_date) {
            let files = organisation.import_files(import.number).await?;
            if files.iter().map(|file| &file.sha256).eq(hashes) {
                repeat = Some(import.number);
            }
        }
        Ok(Self {
            settings: organisation.settings().await?,
            recorded: recordings(organisation, reading, extract_date).await?,
            imports,
            repeat,
        })
    }

    /// The newest import of a later day that touched what an older extract
    /// would rewrite.
    pub(super) fn newer_than(&self, day: Date) -> Option<(i64, Date)> {
        let newer = |import: &&ImportRecord| import.extract_date > day && dated(&import.touched);
        self.imports.iter().find(newer).map(|import| (import.number, import.extract_date))
    }
}

/// Kinds of fact whose history an older extract would rewrite.
const DATED: [&str; 4] = ["posting", "requirement", "exemption", "competence"];

/// Whether history is among what is touched.
pub(super) fn dated(touched: &[impl AsRef<str>]) -> bool {
    touched.iter().any(|kind| DATED.contains(&kind.as_ref()))
}

/// What is recorded of the kinds of fact the files speak of; the rest of a
/// large trust's record need not be read.
async fn recordings(
    organisation: &Organisation,
    reading: &Reading,
    extract_date: Date,
) -> Result<Recordings> {
    let now = Known::Now;
    let extract = !reading.compliance.is_empty();
    let learning =
        [Kind::Courses, Kind::Classes, Kind::Enrolments].iter().any(|kind| reading.has(*kind));
    Ok(Recordings {
        people: organisation.facts::<PersonFact>(now).await?,
        postings: organisation.facts::<PostingFact>(now).await?,
        competences: organisation.facts::<CompetenceFact>(now).await?,
        requirements: if extract || reading.has(Kind::Requirements) {
            organisation.facts::<RequirementFact>(now).await?
        } else {
            Vec::new()
        },
        aliases: organisation.facts(now).await?,
        names_met: organisation.competence_names(now).await?,
        awards: if extract || !reading.awards.is_empty() {
            organisation.facts::<AwardFact>(now).await?
        } else {
            Vec::new()
        },
        withdrawn: if extract || !reading.awards.is_empty() {
            organisation.withdrawn().await?
        } else {
            Vec::new()
        },
        awards_destroyed: if extract || !reading.awards.is_empty() {
            organisation.awards_destroyed().await?
        } else {
            Vec::new()
        },
        leavers_destroyed: leavers_destroyed(organisation, extract_date).await?,
        corrections: organisation.facts::<CorrectionFact>(now).await?,
        exemptions: if reading.has(Kind::Exemptions) {
            organisation.facts::<ExemptionFact>(now).await?
        } else {
            Vec::new()
        },
        courses: if learning { organisation.facts::<CourseFact>(now).await? } else { Vec::new() },
        classes: if learning { organisation.facts::<ClassFact>(now).await? } else { Vec::new() },
        enrolments: if learning {
            organisation.facts::<EnrolmentFact>(now).await?
        } else {
            Vec::new()
        },
        unit_changes: organisation.facts::<UnitChangeFact>(now).await?,
        esr_answers: if extract {
            organisation.facts::<EsrAnswerFact>(now).await?
        } else {
            Vec::new()
        },
        outbound: if reading.outbound.is_empty() {
            Vec::new()
        } else {
            organisation.facts::<OutboundFact>(now).await?
        },
    })
}

/// The day up to which everything of those who left was destroyed.
async fn leavers_destroyed(organisation: &Organisation, day: Date) -> Result<Option<Date>> {
    let destroyed = organisation.destructions().await?;
    let of_leavers = |run: i64| {
        destroyed.iter().any(|one| one.run == run && one.what.class == RecordClass::Leaver.name())
    };
    let settings = organisation.settings().await?;
    let runs = organisation.destruction_runs().await?;
    let last = runs.iter().filter(|run| of_leavers(run.number)).map(|run| run.as_at).max();
    Ok(last.and_then(|last| RecordClass::Leaver.cutoff(&settings, last.min(day))))
}
