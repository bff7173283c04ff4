//! Units as people type them: by the name that pages show, by the whole one, or by
//! the path. Where several are called so, it is asked which.

use passport_core::organisation::{Units, path_words, team_name};
use passport_pages::pages::{Choice, Mistake, Which};

/// What came of a name.
pub(super) enum Named {
    /// The path of the one unit that is called so.
    One(String),
    /// No unit is called so.
    None,
    /// Several are: the paths to choose from.
    Several(Vec<Choice>),
}

/// The unit that somebody means.
pub(super) fn named(units: &Units, typed: &str) -> Named {
    let mut paths: Vec<&str> =
        units.meant(typed).into_iter().map(|id| units.unit(id).path.as_str()).collect();
    paths.sort_unstable();
    match paths.as_slice() {
        [] => Named::None,
        [one] => Named::One((*one).to_owned()),
        several => Named::Several(several.iter().map(|path| choice(path)).collect()),
    }
}

/// A unit to choose: as it is shown, with where it lies, and as extracts write it.
pub(super) fn choice(path: &str) -> Choice {
    Choice::new(path, path_words(path), path)
}

/// Puts the path in the place of what was typed in a field; where several units
/// are called so, adds the question which.
pub(super) fn settle(
    units: &Units,
    field: &'static str,
    typed: &mut String,
    which: &mut Vec<Which>,
    errors: &mut Vec<Mistake>,
) {
    match named(units, typed) {
        Named::One(path) => *typed = path,
        Named::None => {}
        Named::Several(choices) => {
            let called = team_name(typed);
            let words = format!("Several units are called {called}. Choose one.");
            errors.push(Mistake::new(field, words));
            which.push(Which { field: field.to_owned(), choices });
        }
    }
}
