//! Where each kind of fact is kept: its table, its columns, and how it is
//! written and read.

use passport_core::facts::{
    AwardFact, ClassFact, CompetenceFact, CourseFact, EnrolmentFact, EsrAnswerFact, ExemptionFact,
    ExtensionFact, GrantFact, OutboundFact, PersonFact, PostFact, PostingFact, SettingFact,
    TargetKind, UnitChangeFact,
};
use passport_core::framework::{Competence, Period, Renewal};
use passport_core::span::Span;
use serde_json::Value as Json;

use crate::value::{Cells, Value};
use crate::{Fact, Realm, StoreError, args};

impl Fact for PersonFact {
    const TABLE: &'static str = "person";
    const COLUMNS: &'static [&'static str] = &[
        "employee_number",
        "title",
        "first_name",
        "last_name",
        "preferred_name",
        "email",
        "retain_until",
    ];
    const REALMS: &'static [Realm] = &[Realm::Lines, Realm::People];

    fn cells(&self) -> Vec<Value> {
        args![
            &self.employee_number,
            &self.title,
            &self.first_name,
            &self.last_name,
            &self.preferred_name,
            &self.email,
            self.retain_until
        ]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            employee_number: cells.text()?,
            title: cells.text()?,
            first_name: cells.text()?,
            last_name: cells.text()?,
            preferred_name: cells.text()?,
            email: cells.text()?,
            retain_until: cells.optional_date()?,
        })
    }
}

impl Fact for PostingFact {
    const TABLE: &'static str = "posting";
    const COLUMNS: &'static [&'static str] = &[
        "assignment_number",
        "employee_number",
        "applies_from",
        "applies_to",
        "start_date",
        "end_date",
        "position_number",
        "position_title",
        "staff_group",
        "job_role",
        "pay_band",
        "unit",
        "location",
        "status",
        "category",
        "is_primary",
        "fte_hundredths",
        "supervisor",
        "sick_from",
        "sick_to",
    ];

    fn cells(&self) -> Vec<Value> {
        let post = &self.post;
        args![
            &self.assignment_number,
            &self.employee_number,
            self.applies.from,
            self.applies.to,
            post.start,
            post.end,
            &post.position_number,
            &post.position_title,
            &post.staff_group,
            &post.job_role,
            &post.pay_band,
            &post.unit,
            &post.location,
            &post.status,
            &post.category,
            post.primary,
            post.fte_hundredths,
            &post.supervisor,
            post.sick_from,
            post.sick_to
        ]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            assignment_number: cells.text()?,
            employee_number: cells.text()?,
            applies: span(cells)?,
            post: PostFact {
                start: cells.optional_date()?,
                end: cells.optional_date()?,
                position_number: cells.text()?,
                position_title: cells.text()?,
                staff_group: cells.text()?,
                job_role: cells.text()?,
                pay_band: cells.text()?,
                unit: cells.text()?,
                location: cells.text()?,
                status: cells.text()?,
                category: cells.text()?,
                primary: cells.bool()?,
                fte_hundredths: cells.optional_int()?,
                supervisor: cells.text()?,
                sick_from: cells.optional_date()?,
                sick_to: cells.optional_date()?,
            },
        })
    }
}

impl Fact for CompetenceFact {
    const TABLE: &'static str = "competence";
    const COLUMNS: &'static [&'static str] = &[
        "name",
        "subject",
        "level",
        "period",
        "class",
        "target_hundredths",
        "warning_months",
        "as_printed",
        "once_per_assignment",
        "anniversary_months",
        "satisfied_by",
        "aliases",
        "applies_from",
        "applies_to",
    ];
    const REALMS: &'static [Realm] = &[Realm::Rules];

    fn cells(&self) -> Vec<Value> {
        let anniversary = match self.competence.renewal {
            Renewal::FromCompletion => None,
            Renewal::KeepAnniversary(months) => Some(i64::from(months)),
        };
        args![
            &self.competence.name,
            &self.competence.subject,
            &self.competence.level,
            self.competence.period.code(),
            self.competence.class.map(|class| class.letter()),
            self.competence.target.map(i64::from),
            self.competence.warning_months.map(i64::from),
            self.competence.as_printed,
            self.competence.once_per_assignment,
            anniversary,
            json(&self.competence.satisfied_by),
            json(&self.competence.aliases),
            self.applies.from,
            self.applies.to
        ]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            competence: Competence {
                name: cells.text()?,
                subject: cells.text()?,
                level: cells.text()?,
                period: period(&cells.text()?)?,
                class: cells.optional_text()?.as_deref().map(word).transpose()?,
                target: number(cells.optional_int()?)?,
                warning_months: number(cells.optional_int()?)?,
                as_printed: cells.bool()?,
                once_per_assignment: cells.bool()?,
                renewal: match number(cells.optional_int()?)? {
                    Some(months) => Renewal::KeepAnniversary(months),
                    None => Renewal::FromCompletion,
                },
                satisfied_by: from_json(&cells.text()?)?,
                aliases: from_json(&cells.text()?)?,
                described: true,
            },
            applies: span(cells)?,
        })
    }
}

impl Fact for AwardFact {
    const TABLE: &'static str = "award";
    const COLUMNS: &'static [&'static str] = &[
        "employee_number",
        "competence_name",
        "award_date",
        "printed_expiry",
        "vpd",
        "title",
        "origin",
    ];
    const REALMS: &'static [Realm] = &[Realm::People];

    fn cells(&self) -> Vec<Value> {
        args![
            &self.employee_number,
            &self.competence_name,
            self.date,
            self.printed_expiry,
            &self.vpd,
            &self.title,
            to_word(&self.origin)
        ]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            employee_number: cells.text()?,
            competence_name: cells.text()?,
            date: cells.date()?,
            printed_expiry: cells.optional_date()?,
            vpd: cells.text()?,
            title: cells.text()?,
            origin: word(&cells.text()?)?,
        })
    }
}

impl Fact for ExemptionFact {
    const TABLE: &'static str = "exemption";
    const COLUMNS: &'static [&'static str] = &[
        "employee_number",
        "subject",
        "date_from",
        "date_to",
        "reason",
        "approved_by",
        "applies_from",
        "applies_to",
        "origin",
    ];
    const REALMS: &'static [Realm] = &[Realm::People];

    fn cells(&self) -> Vec<Value> {
        args![
            &self.employee_number,
            &self.subject,
            self.date_from,
            self.date_to,
            &self.reason,
            &self.approved_by,
            self.applies.from,
            self.applies.to,
            to_word(&self.origin)
        ]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            employee_number: cells.text()?,
            subject: cells.text()?,
            date_from: cells.date()?,
            date_to: cells.optional_date()?,
            reason: cells.text()?,
            approved_by: cells.text()?,
            applies: span(cells)?,
            origin: word(&cells.text()?)?,
        })
    }
}

impl Fact for ExtensionFact {
    const TABLE: &'static str = "extension";
    const COLUMNS: &'static [&'static str] = &[
        "subject",
        "target_kind",
        "target",
        "expiring_from",
        "expiring_to",
        "days",
        "authority",
        "reason",
    ];
    const REALMS: &'static [Realm] = &[Realm::Rules];

    fn cells(&self) -> Vec<Value> {
        args![
            &self.subject,
            self.target_kind.name(),
            &self.target,
            self.expiring_from,
            self.expiring_to,
            self.days,
            &self.authority,
            &self.reason
        ]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            subject: cells.text()?,
            target_kind: target_kind(&cells.text()?)?,
            target: cells.text()?,
            expiring_from: cells.date()?,
            expiring_to: cells.optional_date()?,
            days: cells.int()?,
            authority: cells.text()?,
            reason: cells.text()?,
        })
    }
}

impl Fact for CourseFact {
    const TABLE: &'static str = "course";
    const COLUMNS: &'static [&'static str] =
        &["name", "category", "mode", "minutes", "awards", "link", "prerequisites"];
    const REALMS: &'static [Realm] = &[Realm::Rules];

    fn cells(&self) -> Vec<Value> {
        args![
            &self.name,
            &self.category,
            to_word(&self.mode),
            self.minutes,
            json(&self.awards),
            &self.link,
            json(&self.prerequisites)
        ]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            name: cells.text()?,
            category: cells.text()?,
            mode: word(&cells.text()?)?,
            minutes: cells.optional_int()?,
            awards: from_json(&cells.text()?)?,
            link: cells.text()?,
            prerequisites: from_json(&cells.text()?)?,
        })
    }
}

impl Fact for ClassFact {
    const TABLE: &'static str = "class";
    const COLUMNS: &'static [&'static str] = &[
        "course",
        "offering",
        "title",
        "start_date",
        "end_date",
        "start_time",
        "end_time",
        "location",
        "places",
        "places_remaining",
        "link",
    ];
    const REALMS: &'static [Realm] = &[Realm::Rules];

    fn cells(&self) -> Vec<Value> {
        args![
            &self.course,
            &self.offering,
            &self.title,
            self.start,
            self.end,
            self.start_time,
            self.end_time,
            &self.location,
            self.places,
            self.places_remaining,
            &self.link
        ]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            course: cells.text()?,
            offering: cells.text()?,
            title: cells.text()?,
            start: cells.date()?,
            end: cells.optional_date()?,
            start_time: cells.optional_time()?,
            end_time: cells.optional_time()?,
            location: cells.text()?,
            places: cells.optional_int()?,
            places_remaining: cells.optional_int()?,
            link: cells.text()?,
        })
    }
}

impl Fact for EnrolmentFact {
    const TABLE: &'static str = "enrolment";
    const COLUMNS: &'static [&'static str] =
        &["employee_number", "course", "class", "status", "date"];
    const REALMS: &'static [Realm] = &[Realm::People];

    fn cells(&self) -> Vec<Value> {
        args![&self.employee_number, &self.course, &self.class, to_word(&self.status), self.date]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            employee_number: cells.text()?,
            course: cells.text()?,
            class: cells.text()?,
            status: word(&cells.text()?)?,
            date: cells.optional_date()?,
        })
    }
}

impl Fact for UnitChangeFact {
    const TABLE: &'static str = "unit_change";
    const COLUMNS: &'static [&'static str] = &["old_unit", "new_unit", "whole_paths", "date_from"];
    const REALMS: &'static [Realm] = &[Realm::Lines, Realm::Rules];

    fn cells(&self) -> Vec<Value> {
        args![&self.old_unit, &self.new_unit, self.whole_paths, self.date_from]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            old_unit: cells.text()?,
            new_unit: cells.text()?,
            whole_paths: cells.bool()?,
            date_from: cells.date()?,
        })
    }
}

impl Fact for EsrAnswerFact {
    const TABLE: &'static str = "esr_answer";
    const COLUMNS: &'static [&'static str] = &[
        "assignment_number",
        "employee_number",
        "competence_name",
        "meets",
        "awarded_on",
        "expires_on",
        "extract_date",
    ];
    const REALMS: &'static [Realm] = &[];

    fn cells(&self) -> Vec<Value> {
        args![
            &self.assignment_number,
            &self.employee_number,
            &self.competence_name,
            self.meets,
            self.awarded_on,
            self.expires_on,
            self.extract_date
        ]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            assignment_number: cells.text()?,
            employee_number: cells.text()?,
            competence_name: cells.text()?,
            meets: cells.bool()?,
            awarded_on: cells.optional_date()?,
            expires_on: cells.optional_date()?,
            extract_date: cells.date()?,
        })
    }
}

impl Fact for OutboundFact {
    const TABLE: &'static str = "outbound";
    const COLUMNS: &'static [&'static str] = &["kind", "esr_id", "body", "employee_number"];
    const REALMS: &'static [Realm] = &[];

    fn cells(&self) -> Vec<Value> {
        args![&self.kind, &self.esr_id, &self.body, &self.employee_number]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            kind: cells.text()?,
            esr_id: cells.text()?,
            body: cells.text()?,
            employee_number: cells.text()?,
        })
    }
}

impl Fact for SettingFact {
    const TABLE: &'static str = "setting";
    const COLUMNS: &'static [&'static str] = &["name", "value", "date_from"];
    const REALMS: &'static [Realm] = &[Realm::Access, Realm::Rules];

    fn cells(&self) -> Vec<Value> {
        args![&self.key, &self.value, self.date_from]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self { key: cells.text()?, value: cells.text()?, date_from: cells.optional_date()? })
    }
}

impl Fact for GrantFact {
    const TABLE: &'static str = "role_grant";
    const COLUMNS: &'static [&'static str] =
        &["account_id", "role", "scope", "date_from", "date_to", "reason"];
    const REALMS: &'static [Realm] = &[Realm::Access];

    fn cells(&self) -> Vec<Value> {
        args![
            self.account,
            to_word(&self.role),
            &self.scope,
            self.date_from,
            self.date_to,
            &self.reason
        ]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            account: cells.int()?,
            role: word(&cells.text()?)?,
            scope: cells.text()?,
            date_from: cells.optional_date()?,
            date_to: cells.optional_date()?,
            reason: cells.text()?,
        })
    }
}

pub(crate) fn span(cells: &mut Cells<'_>) -> Result<Span, StoreError> {
    Ok(Span { from: cells.date()?, to: cells.optional_date()? })
}

pub(crate) fn period(code: &str) -> Result<Period, StoreError> {
    Period::from_code(code).ok_or_else(|| StoreError::Unreadable(code.into()))
}

pub(crate) fn target_kind(name: &str) -> Result<TargetKind, StoreError> {
    TargetKind::from_name(name).ok_or_else(|| StoreError::Unreadable(name.into()))
}

fn number<T: TryFrom<i64>>(stored: Option<i64>) -> Result<Option<T>, StoreError> {
    stored.map(|n| T::try_from(n).map_err(|_| StoreError::Unreadable(n.to_string()))).transpose()
}

pub(crate) fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("facts hold only what JSON can say")
}

pub(crate) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Unreadable(text.into()))
}

/// A fieldless enum as its word.
pub(crate) fn to_word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(Json::String(word)) => word,
        other => unreachable!("an enum without fields is one word, not {other:?}"),
    }
}

pub(crate) fn word<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_value(Json::String(text.into()))
        .map_err(|_| StoreError::Unreadable(text.into()))
}
