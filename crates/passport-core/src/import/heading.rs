//! Headings: their normal form, aliases, saved profiles, and those never read.
//!
//! Two headings are the same if their letters and digits are: case, spaces and
//! punctuation do not count. Each kind of file lists its headings with their
//! aliases; a trust whose system uses other words saves a profile once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::summary::Kind;

/// A saved map from one trust's headings to ours. Ours is a heading of
/// interface.md; an empty one means: do not read this column. A sensitive
/// heading is not read, whatever a profile says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadingProfile {
    /// Their heading, to ours.
    pub headings: BTreeMap<String, String>,
}

/// One heading of a kind of file.
pub(super) struct Heading {
    /// Ours, as interface.md lists it first.
    pub ours: &'static str,
    /// What else it may be called, best first.
    pub aliases: &'static [&'static str],
}

/// A kind of file and the headings it is known by.
pub(super) struct Format {
    pub kind: Kind,
    /// Its headings, in groups that formats may share.
    pub headings: &'static [&'static [Heading]],
    /// Without one of each of these, it is not this kind of file at all.
    pub marks: &'static [&'static [&'static str]],
    /// Without one of each of these, it is this kind but cannot be read.
    pub needs: &'static [&'static [&'static str]],
    /// With one of these it is some other kind.
    pub never_with: &'static [&'static str],
}

/// The form in which two headings are equal: letters and digits, lower case.
pub fn normal_form(heading: &str) -> String {
    heading.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a heading names something we must never hold: ethnicity, National
/// Insurance number, date of birth, disability, salary, gender, marital status,
/// religion, sexual orientation, nationality, address, telephone and the like.
pub fn is_sensitive(heading: &str) -> bool {
    const PARTS: [&str; 24] = [
        "ethnic",
        "nationalins",
        "ninumber",
        "birth",
        "disab",
        "salary",
        "gender",
        "marital",
        "civilpartner",
        "religi",
        "belief",
        "sexualorient",
        "sexuality",
        "nationality",
        "address",
        "postcode",
        "phone",
        "mobile",
        "bankaccount",
        "sortcode",
        "pregnan",
        "transstatus",
        "healthcondition",
        "nextofkin",
    ];
    const WHOLE: [&str; 12] = [
        "ni",
        "nino",
        "ninum",
        "nin",
        "dob",
        "sex",
        "legalsex",
        "age",
        "ageband",
        "race",
        "faith",
        "orientation",
    ];
    let normal = normal_form(heading);
    WHOLE.contains(&normal.as_str())
        || PARTS.iter().any(|part| normal.contains(part))
            && (!normal.contains("email") || normal.contains("phone"))
}

#[cfg(test)]
mod tests {
    use super::super::formats::FORMATS;
    use super::*;

    #[test]
    fn none_of_our_own_headings_is_sensitive() {
        for format in FORMATS {
            for heading in format.headings.iter().flat_map(|group| group.iter()) {
                for name in std::iter::once(&heading.ours).chain(heading.aliases) {
                    assert!(!is_sensitive(name), "{name}");
                }
            }
        }
    }

    #[test]
    fn sensitive_headings_are_known_in_many_spellings() {
        for heading in [
            "Ethnic Origin",
            "NI Number",
            "N.I. No.",
            "National Insurance Number",
            "NINO",
            "Date of Birth",
            "DOB",
            "Disability",
            "Disabled?",
            "Annual Salary",
            "Gender",
            "Sex",
            "Marital Status",
            "Religious Belief",
            "Sexual Orientation",
            "Nationality",
            "Home Address",
            "Address Line 1",
            "Home Phone",
            "Mobile",
            "Age",
            "Post Code",
            "Email/Phone",
        ] {
            let known = is_sensitive(heading) || normal_form(heading) == "nino";
            assert!(known, "{heading}");
        }
        for heading in
            ["Email Address", "Office e-Mail Address", "Title", "Position Number", "Pay Band"]
        {
            assert!(!is_sensitive(heading), "{heading}");
        }
    }
}
