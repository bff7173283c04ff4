//! Where what is required is kept, what is proposed, and why a period is a local one.

use passport_core::facts::{ProposalFact, RequirementFact, VariationFact};
use passport_core::framework::Period;

use crate::facts::{from_json, json, period, span, target_kind, to_word, word};
use crate::value::{Cells, Value};
use crate::{Fact, Realm, StoreError, args};

impl Fact for RequirementFact {
    const TABLE: &'static str = "requirement";
    const COLUMNS: &'static [&'static str] = &[
        "target_kind",
        "target",
        "within_unit",
        "subject",
        "level",
        "competence_name",
        "class",
        "class_of_competence",
        "date_from",
        "date_to",
        "period",
        "grace_days",
        "introduced",
        "reason",
        "approved_by",
        "origin",
        "filed",
        "asked_before",
        "applies_from",
        "applies_to",
    ];
    const REALMS: &'static [Realm] = &[Realm::Rules];

    fn cells(&self) -> Vec<Value> {
        args![
            self.target_kind.name(),
            &self.target,
            &self.within,
            &self.subject,
            &self.level,
            &self.competence_name,
            self.class.map(|class| class.letter()),
            self.class_of_competence,
            self.date_from,
            self.date_to,
            self.period.map(Period::code),
            self.grace_days,
            self.introduced,
            &self.reason,
            &self.approved_by,
            to_word(&self.origin),
            self.filed.as_ref().map(json),
            (!self.asked_before.is_empty()).then(|| json(&self.asked_before)),
            self.applies.from,
            self.applies.to
        ]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            target_kind: target_kind(&cells.text()?)?,
            target: cells.text()?,
            within: cells.text()?,
            subject: cells.text()?,
            level: cells.text()?,
            competence_name: cells.text()?,
            class: cells.optional_text()?.as_deref().map(word).transpose()?,
            class_of_competence: cells.bool()?,
            date_from: cells.optional_date()?,
            date_to: cells.optional_date()?,
            period: cells.optional_text()?.as_deref().map(period).transpose()?,
            grace_days: cells.int()?,
            introduced: cells.optional_date()?,
            reason: cells.text()?,
            approved_by: cells.text()?,
            origin: word(&cells.text()?)?,
            filed: cells.optional_text()?.as_deref().map(from_json).transpose()?,
            asked_before: cells
                .optional_text()?
                .as_deref()
                .map(from_json)
                .transpose()?
                .unwrap_or_default(),
            applies: span(cells)?,
        })
    }
}

impl Fact for ProposalFact {
    const TABLE: &'static str = "requirement_proposal";
    const COLUMNS: &'static [&'static str] = &[
        "against",
        "ends",
        "target_kind",
        "target",
        "within_unit",
        "subject",
        "level",
        "class",
        "date_from",
        "date_to",
        "period",
        "grace_days",
        "introduced",
        "reason",
        "approved_by",
    ];
    const REALMS: &'static [Realm] = &[];

    fn cells(&self) -> Vec<Value> {
        args![
            self.against,
            self.ends,
            self.target_kind.name(),
            &self.target,
            &self.within,
            &self.subject,
            &self.level,
            self.class.map(|class| class.letter()),
            self.date_from,
            self.date_to,
            self.period.map(Period::code),
            self.grace_days,
            self.introduced,
            &self.reason,
            &self.approved_by
        ]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            against: cells.optional_int()?,
            ends: cells.bool()?,
            target_kind: target_kind(&cells.text()?)?,
            target: cells.text()?,
            within: cells.text()?,
            subject: cells.text()?,
            level: cells.text()?,
            class: cells.optional_text()?.as_deref().map(word).transpose()?,
            date_from: cells.date()?,
            date_to: cells.optional_date()?,
            period: cells.optional_text()?.as_deref().map(period).transpose()?,
            grace_days: cells.int()?,
            introduced: cells.optional_date()?,
            reason: cells.text()?,
            approved_by: cells.text()?,
        })
    }
}

impl Fact for VariationFact {
    const TABLE: &'static str = "local_variation";
    const COLUMNS: &'static [&'static str] =
        &["subject", "level", "period", "justification", "approved_by", "review_on"];
    const REALMS: &'static [Realm] = &[];

    fn cells(&self) -> Vec<Value> {
        args![
            &self.subject,
            &self.level,
            self.period.code(),
            &self.justification,
            &self.approved_by,
            self.review_on
        ]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            subject: cells.text()?,
            level: cells.text()?,
            period: period(&cells.text()?)?,
            justification: cells.text()?,
            approved_by: cells.text()?,
            review_on: cells.date()?,
        })
    }
}
