//! The national refresher periods, each with where it is from. A competence is a
//! national one by its name or an alias: `NHS|CSTF|…` or `NHS|MAND|…` with the title
//! of the list. An organisation's own period may differ; why is its to say.

use std::sync::LazyLock;

use crate::framework::{Competence, Period};
use crate::import::name::parts;
use crate::text::normal;

/// Title, months or `once`, the day it was listed, source.
const LIST: &str = include_str!("national/periods.csv");

/// The period of one national competence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct National {
    /// Its title, without its period.
    pub title: String,
    /// How long it lasts.
    pub period: Period,
    /// The day on which it was listed here.
    pub listed_on: String,
    /// Where it is from.
    pub source: String,
}

static ALL: LazyLock<Vec<National>> = LazyLock::new(|| {
    LIST.lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.splitn(4, ';');
            let (title, months) = (cells.next()?, cells.next()?);
            Some(National {
                title: title.to_owned(),
                period: Period::from_code(months)?,
                listed_on: cells.next()?.to_owned(),
                source: cells.next()?.to_owned(),
            })
        })
        .collect()
});

/// The whole list.
#[must_use]
pub fn all() -> &'static [National] {
    &ALL
}

/// The national period of a competence, if it is a national one.
#[must_use]
pub fn national(competence: &Competence) -> Option<&'static National> {
    std::iter::once(&competence.name).chain(&competence.aliases).find_map(|name| {
        let parts = parts(name);
        let framework = parts.framework.unwrap_or_default();
        let is_national = parts.prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case("NHS"))
            && ["CSTF", "MAND", "MANDATORY"]
                .iter()
                .any(|known| framework.eq_ignore_ascii_case(known));
        let title = normal(parts.title);
        ALL.iter().find(|national| is_national && normal(&national.title) == title)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_read() {
        assert_eq!(all().len(), LIST.lines().count() - 1);
        assert!(all().iter().all(|one| !one.source.is_empty() && one.listed_on.len() == 10));
    }

    #[test]
    fn a_competence_is_national_by_its_name_whatever_its_period() {
        let of = |name: &str| {
            let competence = Competence::undescribed(name, Period::Months(12));
            national(&competence).map(|national| national.period)
        };
        assert_eq!(of("NHS|CSTF|Fire Safety - 2 Years|"), Some(Period::Months(24)));
        assert_eq!(of("nhs|cstf|fire  safety - 1 Year"), Some(Period::Months(24)));
        assert_eq!(
            of("NHS|CSTF|Infection Prevention and Control - Level 2 - 1 Year|"),
            Some(Period::Months(12))
        );
        assert_eq!(of("999|LOCAL|Fire Safety - 1 Year|"), None);
        assert_eq!(of("NHS|LOCAL|Fire Safety - 1 Year|"), None);
        assert_eq!(of("Fire Safety"), None);
    }
}
