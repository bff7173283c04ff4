//! The next step of a line, in words.

use passport_core::present::{Attendance, BookableClass, NextStep};
use passport_core::wording::count;

use crate::density::Detail;

/// A sentence to print below a line, with the address it leads to.
pub(crate) struct Step<'p> {
    pub(crate) words: String,
    pub(crate) link: Option<&'p str>,
}

/// The next step as sentences, one a line: all classes, or the soonest and how
/// many are later. Places left change by the hour, so they are the first to go.
pub(crate) fn steps(step: &NextStep, detail: Detail) -> Vec<Step<'_>> {
    match step {
        NextStep::Booked(class) => {
            let lead = match class.attendance {
                Some(Attendance::Requested) => "Asked for, awaiting approval",
                _ => "Booked",
            };
            vec![said(lead, class, false)]
        }
        NextStep::WaitingList(class) => vec![said("On the waiting list", class, false)],
        NextStep::Online { course, link, minutes } => {
            let mut words = format!("Do it online: {course}");
            if let Some(minutes) = minutes {
                words.push_str(&format!(", {minutes} minutes"));
            }
            vec![Step { words, link: web(link.as_deref()) }]
        }
        NextStep::Classes { classes } => {
            if let ([first, later @ ..], true) = (classes.as_slice(), detail != Detail::All) {
                let mut step = said("Next class", first, false);
                if !later.is_empty() {
                    let later = u64::try_from(later.len()).unwrap_or(u64::MAX);
                    let later = count(later, "later date", "later dates");
                    step.words.push_str(&format!(", and {later}"));
                }
                return vec![step];
            }
            let leads = ["Next class", "Or", "Or"].into_iter().chain(std::iter::repeat("Or"));
            classes.iter().zip(leads).map(|(class, lead)| said(lead, class, true)).collect()
        }
        NextStep::Ask { words } => vec![Step { words: words.clone(), link: None }],
    }
}

fn said<'p>(lead: &str, class: &'p BookableClass, places: bool) -> Step<'p> {
    let mut words = format!("{lead}: {}", class.words);
    if let Some(left) = class.places_remaining.filter(|_| places) {
        let noun = if left == 1 { "place" } else { "places" };
        words.push_str(&format!(" ({left} {noun} left)"));
    }
    Step { words, link: web(class.link.as_deref()) }
}

/// Addresses of the web only, and only such as need no escaping in a PDF.
pub(crate) fn web(link: Option<&str>) -> Option<&str> {
    link.filter(|link| {
        let start = link.get(..8).unwrap_or(link).to_ascii_lowercase();
        (start.starts_with("http://") || start.starts_with("https://"))
            && link.bytes().all(|byte| byte.is_ascii_graphic())
    })
}
