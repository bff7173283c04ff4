//! Competence names: `NHS|CSTF|Fire Safety - 2 Years|`.
//!
//! The period a name states is read for competences that no file describes; how
//! names are compared is in [`crate::text`].

/// How long a name says its competence lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatedPeriod {
    /// `- 2 Years`, `- 6 Months`.
    Months(u32),
    /// `- No Expiry`.
    NoExpiry,
    /// The name says nothing of it.
    Unstated,
}

/// The parts of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameParts<'a> {
    /// `NHS`, or the employer's VPD.
    pub prefix: Option<&'a str>,
    /// `CSTF`, `LOCAL`, `CORE`, `MAND`.
    pub framework: Option<&'a str>,
    /// The title without its period: `Fire Safety`.
    pub title: &'a str,
    /// The period it states.
    pub period: StatedPeriod,
}

const FRAMEWORKS: [&str; 5] = ["CSTF", "LOCAL", "CORE", "MANDATORY", "MAND"];

/// The period a name states, whatever the rest of it.
pub fn stated_period(name: &str) -> StatedPeriod {
    split_period(trimmed(name)).1
}

/// The prefix, framework, title and period of a name. A title may itself hold
/// pipes; a name of two parts has a framework if its first is a known one.
pub fn parts(name: &str) -> NameParts<'_> {
    let (rest, period) = split_period(trimmed(name));
    let (first, after) = match rest.split_once('|') {
        Some((first, after)) => (Some(first.trim()), after),
        None => (None, rest),
    };
    let known = |part: &str| FRAMEWORKS.iter().any(|known| part.eq_ignore_ascii_case(known));
    let (prefix, framework, title) = match (first, after.split_once('|')) {
        (Some(first), _) if known(first) => (None, Some(first), after),
        (Some(first), Some((second, title))) => (Some(first), Some(second.trim()), title),
        (first, _) => (first, None, after),
    };
    NameParts {
        prefix: prefix.filter(|part| !part.is_empty()),
        framework: framework.filter(|part| !part.is_empty()),
        title: title.trim(),
        period,
    }
}

fn trimmed(name: &str) -> &str {
    name.trim().trim_end_matches(|char: char| char == '|' || char.is_whitespace())
}

fn split_period(name: &str) -> (&str, StatedPeriod) {
    let Some(dash) = name.rfind(is_dash) else { return (name, StatedPeriod::Unstated) };
    let width = name[dash..].chars().next().map_or(1, char::len_utf8);
    match period_words(&name[dash + width..]) {
        Some(period) => (name[..dash].trim_end(), period),
        None => (name, StatedPeriod::Unstated),
    }
}

fn is_dash(char: char) -> bool {
    matches!(char, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn period_words(text: &str) -> Option<StatedPeriod> {
    let mut words = text.split_whitespace();
    let (first, second) = (words.next()?, words.next());
    if words.next().is_some() {
        return None;
    }
    let second = second?;
    if first.eq_ignore_ascii_case("no") && second.eq_ignore_ascii_case("expiry") {
        return Some(StatedPeriod::NoExpiry);
    }
    let number: u32 = first.parse().ok().filter(|number| (1..=1200).contains(number))?;
    let is = |words: [&str; 2]| words.iter().any(|word| second.eq_ignore_ascii_case(word));
    if is(["year", "years"]) {
        Some(StatedPeriod::Months(number.checked_mul(12)?))
    } else if is(["month", "months"]) {
        Some(StatedPeriod::Months(number))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stated_period_is_read() {
        use StatedPeriod::{Months, NoExpiry, Unstated};
        for (name, period) in [
            ("NHS|CSTF|Fire Safety - 2 Years|", Months(24)),
            ("NHS|CSTF|Fire Safety - 1 Year", Months(12)),
            ("999|LOCAL|Hoist - 6 Months|", Months(6)),
            ("999|LOCAL|Hoist - 1 month|", Months(1)),
            ("NHS|MAND|Oliver McGowan - Tier 1 - 3 Years|", Months(36)),
            ("999|LOCAL|Corporate Induction - No Expiry|", NoExpiry),
            ("999|LOCAL|Corporate Induction \u{2013} no  expiry", NoExpiry),
            ("999|LOCAL|Fire Warden", Unstated),
            ("999|LOCAL|Section 12(2) Approval - As Certificate|", Unstated),
            ("X - 0 Years|", Unstated),
            ("X - 99999999999 Years|", Unstated),
            ("- 2 Years|", Months(24)),
            ("", Unstated),
        ] {
            assert_eq!(stated_period(name), period, "{name}");
        }
    }

    #[test]
    fn a_name_comes_apart() {
        let check = |name, prefix, framework, title| {
            let parts = parts(name);
            assert_eq!(
                (parts.prefix, parts.framework, parts.title),
                (prefix, framework, title),
                "{name}"
            );
        };
        check("NHS|CSTF|Fire Safety - 2 Years|", Some("NHS"), Some("CSTF"), "Fire Safety");
        check("CSTF|Fire Safety - 2 Years|", None, Some("CSTF"), "Fire Safety");
        check("999|Fire Safety|", Some("999"), None, "Fire Safety");
        check("Fire Safety - 2 Years", None, None, "Fire Safety");
        check("NHS|CSTF|Prevent|Basic - 3 Years|", Some("NHS"), Some("CSTF"), "Prevent|Basic");
    }
}
